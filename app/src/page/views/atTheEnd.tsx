/** What a member gets from a co-op that dissolves. */
import { endings, rules, units } from '../../client';
import { AtHome } from './atHome';
import { Do, Empty, Money, Sum, When } from '../parts';
import { flow, useAct, type Seen } from '../state';

/** What a dissolving co-op still owes this member. */
export function AtTheEnd({ site, mine, again }: { site: Seen; mine: rules.Position; again: () => void }) {
  const act = useAct({ site, again });
  const { coop } = site;
  const { atAgent, invested } = coop.books;
  if (coop.sweptAt !== 0n)
    return (
      <Empty>Claims lapsed on {units.formatTime(coop.sweptAt)}: money that was not taken by then has passed on.</Empty>
    );
  return (
    <article className="card leaving" aria-label="What you get at the end">
      <header>
        <h3>What you get at the end</h3>
      </header>
      <Sum
        site={site}
        label="Your claim"
        total="Still to come, at most"
        of={[
          ['Your claim', mine.capital, 'all of your capital, even if it answered for a promise'],
          ['Drawn so far', -mine.drawn, 'paid to your wallet'],
          ['To be drawn now', -mine.drawable, 'your part of the money that is there'],
        ]}
      />
      <p>
        {mine.toCome === 0n ? (
          'Nothing more will come: your claim is then paid, at par.'
        ) : atAgent > 0n ? (
          <>
            Some of that may still come from the co-op's agent, which holds <Money of={atAgent} site={site} /> by the
            books. About <Money of={endings.ifAllComesHome(coop, mine, site.now)} site={site} /> of that would be yours.
            Anyone can bring it home, under To do. Nobody else gets your part, whoever sends it, and drawing first
            brings no more.
          </>
        ) : (
          'The agent holds nothing that could still come home, so the rest is lost.'
        )}
        {mine.toCome > 0n && invested > 0n && (
          <>
            {' '}
            The invested <Money of={invested} site={site} /> is written off: a co-op that is ending sells nothing.
          </>
        )}
      </p>
      <p>
        <Money of={mine.paid} site={site} /> in cash is yours besides. Take it any time until{' '}
        <When at={rules.claimedUntil(coop)} />; then it lapses.
      </p>
      <div className="does">
        <AtHome site={site} vault>
          <Do act={() => void act('Claiming', flow('claimEverything'))}>Take what there is</Do>
          <small>
            <Money of={mine.drawable + mine.paid} site={site} /> to your wallet.
          </small>
        </AtHome>
      </div>
    </article>
  );
}
