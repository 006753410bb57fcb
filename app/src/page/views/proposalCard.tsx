/** One proposal: what it would do, how the vote stands, and what can be done about it. */
import type { Address } from '@solana/kit';
import type { reads } from '../../client';
import { actions, addresses, binding, effectsOf, rules, units, words } from '../../client';
import type { Proposal } from '../../generated';
import { refusedFor } from '../../client/refusedFor';
import { Addr } from '../addr';
import { rpc } from '../chain';
import { turn } from '../figures';
import { Do, Pill, Until, When, type Tone } from '../parts';
import { flow, one, useAct, useNow, useShared, type ViewProps } from '../state';
import { Leaving } from './leaving';
import { Changed, Terms, useOnce, Votes } from './decided';
import { Explain } from './describe';
import type { People } from './people';
import { Document } from './words';
import { CallTable } from './callTable';
import { Review } from './review';
import type { Proposed, Read } from './proposed';

/** Actions that pay wallets, which may be members': shown with name and number. */
export const PAY_WALLETS = new Set<string>(['Spend', 'Mandate', 'Grant']);

const SAYS: Readonly<Record<rules.ProposalStatus, readonly [pill: string, tone: Tone, text: string]>> = {
  voting: ['voting', 'wait', 'The vote ends'],
  waiting: ['passed, waits', 'good', 'It can take effect'],
  'awaiting turn': ['passed, waits', 'good', ''],
  executable: ['passed', 'good', 'Anyone may carry it out; it lapses'],
  executed: ['done', 'good', 'Carried out'],
  expired: ['lapsed', 'plain', 'It passed, and was not carried out in time.'],
  stale: [
    'died',
    'plain',
    'The charter changed after it was proposed, or a pool succeeded after the end of the co-op was proposed.',
  ],
  vetoed: ['vetoed', 'bad', 'The member whose membership it would have moved objected.'],
  abandoned: ['died', 'bad', 'Too many members left in protest.'],
  'rejected: quorum': ['refused', 'bad', 'Too few voted.'],
  'rejected: majority': ['refused', 'bad', 'There were not enough yes votes.'],
};
const CHOICES = ['yes', 'no', 'abstain'] as const;
const LABELS = { yes: 'Yes', no: 'No', abstain: 'Abstain' } as const;

export function ProposalCard({
  proposal: p,
  site,
  data,
  again,
  ballots,
  people,
}: ViewProps<Read> & { proposal: Proposed; ballots: Map<Address, reads.Ballot> | undefined; people: People }) {
  const act = useAct({ site, again });
  const now = useNow(site);
  const status = rules.proposalStatus(p, site.coop, now);
  const [pill, tone, text] = SAYS[status];
  const when = (
    {
      voting: p.ends,
      waiting: rules.opensAt(p),
      executable: rules.expiresAt(p),
      executed: p.executedAt,
    } satisfies Partial<Record<rules.ProposalStatus, bigint>> as Partial<Record<rules.ProposalStatus, bigint>>
  )[status];
  const isOver = rules.isOver(status);
  const lacks = rules.missing(p);
  const { member, coop } = site;
  const said = ballots?.get(p.address);
  const released =
    ballots !== undefined && member !== undefined && binding.wouldRelease(p, coop, member, said?.choice, now);
  const inSnapshot = rules.isMember(member) && rules.isOfSnapshot(coop, p, member!);
  const kind = actions.KINDS[p.kind] || undefined;
  // when it takes effect is shown above, with the number of the period
  const effects = isOver
    ? []
    : effectsOf(p, site, member, people.at(p.target)).filter(
        (effect) => !effect.startsWith('It takes effect at the turn'),
      );
  const about = people.at(p.target);
  const known = { mandates: data.mandates, members: about ? [about] : [], everyone: people.isRead(p.target) };
  const isDue = status === 'executable' || rules.turnsWithClose(p, coop, now);
  const refused = isDue ? refusedFor(p, site, now, known) : [];
  const cast = p.yes + p.no + p.abstain;
  const isMine = p.target === member?.address;
  const isOwn = p.proposer === member?.address;
  const named = new Set<string>();
  const title = actions.inWords(p, site.token, (address) => {
    if (address !== addresses.NONE) named.add(address);
    return people.who(address);
  });
  return (
    <article className="card" aria-label={`Proposal ${p.index}`}>
      <header>
        <h3>
          <span className="index">{p.index}</span>
          {title}
        </h3>
        <Pill tone={tone}>{pill}</Pill>
      </header>
      {named.size > 0 && (
        <ul className="named" aria-label="The addresses in it, in full">
          {[...named].map((address) => {
            const known = people.at(address);
            return (
              <li key={address}>
                <Addr of={address} name={known && units.person(known)} full />
              </li>
            );
          })}
        </ul>
      )}
      <p className="lead">
        {status === 'waiting' && p.weighty === 1 ? '' : text}
        {when !== undefined && !(status === 'waiting' && p.weighty === 1) && (
          <>
            {' '}
            <Until at={when} now={now} />, <When at={when} />.
          </>
        )}
        {p.weighty === 1 && !isOver && <Turn proposal={p} site={site} now={now} status={status} />}
      </p>
      <Reasons proposal={p} by={people.who(p.proposer)} />
      {status === 'voting' && isOwn && !units.text(p.why) && !units.text(p.documentUri) && (
        <details className="card">
          <summary>Add your reasons</summary>
          <Explain site={site} again={again} proposal={p.index} />
        </details>
      )}
      {effects.length > 0 && (
        <div className="effects">
          <b>What it does</b>
          <ul>
            {effects.map((effect) => (
              <li key={effect}>{effect}</li>
            ))}
          </ul>
        </div>
      )}
      {kind === 'Amend' &&
        (isOver ? (
          <Changed proposal={p} site={site} all={data.proposals} />
        ) : (
          <Amended before={coop.charter} proposal={p} site={site} />
        ))}
      {(kind === 'Invoke' || kind === 'Represent') && <CallTable proposal={p} site={site} />}
      <div
        className="tally"
        role="img"
        aria-label={`${p.yes} yes, ${p.no} no, ${p.abstain} abstained, of ${p.electors}`}
      >
        {p.electors > 0 && (
          <>
            <i className="yes" style={{ flexGrow: p.yes }} />
            <i className="no" style={{ flexGrow: p.no }} />
            <i className="abstain" style={{ flexGrow: p.abstain }} />
            <i style={{ flexGrow: Math.max(0, p.electors - cast) }} />
          </>
        )}
      </div>
      <p>
        <b>
          {p.yes} yes, {p.no} no, {p.abstain} abstained
        </b>{' '}
        of {p.electors}. {p.special === 1 ? 'Needs two thirds yes' : 'Needs more yes than no'}, and{' '}
        {units.formatBps(p.quorumBps)} voting
        {status === 'voting' &&
          (lacks.ballots + lacks.yes > 0
            ? `: still lacks ${[lacks.ballots > 0 && `${lacks.ballots} ${lacks.ballots === 1 ? 'ballot' : 'ballots'}`, lacks.yes > 0 && `${lacks.yes} yes`].filter(Boolean).join(' and ')}`
            : ': as it stands, it passes')}
        .
        {p.weighty === 1 && !isOver && (
          <>
            {' '}
            It is stopped if two or more, and more than {units.formatBps(coop.charter.exodusBps)} of them, leave in
            protest; {p.protests === 0 ? 'nobody has' : p.protests === 1 ? 'one has' : `${p.protests} have`}.
          </>
        )}
      </p>
      {status === 'voting' &&
        (inSnapshot ? (
          <div className="does" role="group" aria-label={`Vote on proposal ${p.index}`}>
            {CHOICES.map((choice, i) => (
              <Do
                key={choice}
                quiet={said?.choice !== i + 1}
                pressed={said?.choice === i + 1}
                act={() => void act('Voting', flow('vote', p.index, choice))}
              >
                {LABELS[choice]}
              </Do>
            ))}
            {said && said.choice > 0 && (
              <small>You voted {CHOICES[said.choice - 1]}; you can change it until the end.</small>
            )}
          </div>
        ) : (
          rules.isMember(member) && (
            <p>
              <small>
                {rules.isElector(member!) ? 'You had no vote when this was proposed.' : 'You have no vote yet.'}
              </small>
            </p>
          )
        ))}
      {cast > 0 && <Votes proposal={p} site={site} />}
      <Review proposal={p} site={site} again={again} said={said} data={data} status={status} />
      <div className="does">
        {isDue && (
          <Do quiet={refused.length > 0} act={() => void act('Carrying out', flow('execute', p))}>
            Carry it out
          </Do>
        )}
        {refused.length > 0 && <small>It would be refused now: {refused.join('; ')}.</small>}
        {kind === 'Rehome' && isMine && !isOver && (
          <Do act={() => void act('Objecting', one('vetoRehome', { proposal: p.index }))}>
            Object: I have not lost my key
          </Do>
        )}
        {status === 'voting' && isOwn && cast === 0 && (
          <Do quiet act={() => void act('Cancelling', one('cancelProposal', { proposal: p.index }))}>
            Cancel it
          </Do>
        )}
        {isOver && isOwn && <ClearAway proposal={p} site={site} again={again} />}
      </div>
      {released && binding.isReleasable(p, coop, member, said?.choice, now) && (
        <Released proposal={p} site={site} again={again} />
      )}
      {p.weighty === 1 && !isOver && rules.isMember(member) && (
        <details>
          <summary>The way out: what you would get, and when, if you left over this</summary>
          <Leaving
            site={site}
            again={again}
            over={p.index}
            protests={inSnapshot}
            released={released}
            period={data.periods.find(({ number }) => number === member!.unsettledPeriod)}
          />
        </details>
      )}
    </article>
  );
}

/** Lets a member that has left over a resolution be released from its promise and resting capital. */
function Released({ proposal: p, site, again }: { proposal: Proposed; site: ViewProps['site']; again: () => void }) {
  const act = useAct({ site, again });
  const now = useNow(site);
  return (
    <div className="effects">
      <b>You left over this: you can be released from your promise and your resting capital</b>
      <ul>
        {binding.freed({ ...site, now }, site.member!).map((told) => (
          <li key={told}>{told}</li>
        ))}
      </ul>
      <div className="does">
        <Do act={() => void act('Releasing', one('release', { proposal: p.index }))}>Be released</Do>
        <small>Until it is carried out or lapses. Anyone can do it for you.</small>
      </div>
    </div>
  );
}

/** Who proposes it and why, the document with more reasons, and the texts that it would put on the chain. */
function Reasons({ proposal: p, by }: { proposal: Proposed; by: string }) {
  const [why, uri] = [units.text(p.why), units.text(p.documentUri)];
  return (
    <div className="reasons">
      <p>
        <b>
          {by} proposes{why ? ':' : ' it, and gives no reason.'}
        </b>
        {why && <> “{why}”</>}
      </p>
      {uri && <Document what="A document says more" uri={uri} hash={p.documentHash} />}
      {p.words && <blockquote>{p.words}</blockquote>}
      {p.statutes && <Document what="The statutes it would put in force" uri={p.statutes.uri} hash={p.statutes.hash} />}
    </div>
  );
}

/** A weighty resolution waits for the turn of a period, so that members who left in time are paid before it takes effect. */
function Turn({
  proposal: p,
  site,
  now,
  status,
}: {
  proposal: Proposed;
  site: ViewProps['site'];
  now: bigint;
  status: rules.ProposalStatus;
}) {
  const { closed, period, at } = turn(site.coop, p, now);
  if (status === 'executable') return null;
  if (closed)
    return (
      <>
        {' '}
        It is weighty: period {period}, which ended <When at={at} />, is closed, and everyone who left in time is paid.
      </>
    );
  if (rules.lapsesFirst(p, site.coop, now)) {
    const lapses = rules.expiresAt(p);
    return (
      <>
        {' '}
        It waits for the turn of a period, but lapses on <When at={lapses} />, <Until at={lapses} now={now} />, before a
        close can come: it cannot be carried out.
      </>
    );
  }
  const effect = `${status === 'voting' ? ' If it passes, it' : 'It'} takes effect at the turn of a period: with the close of period ${period}`;
  if (now >= at)
    return (
      <>
        {effect}, which ended <When at={at} />: anyone can close it. Whoever leaves now is paid at the close of the next
        period.
      </>
    );
  return (
    <>
      {effect}
      {period > site.coop.period.number && ' or a later one'}, not before <When at={at} />, <Until at={at} now={now} />.
      Members that leave and ask for their capital before that are paid first.
    </>
  );
}

/** A charter before and after. The chain refuses to loosen a ratchet, so what is shown here tightens it. */
function Amended({
  before,
  proposal: p,
  site,
}: {
  before: Proposal['charter'];
  proposal: Proposed;
  site: ViewProps['site'];
}) {
  if (words.differences(before, p.charter).length === 0)
    return <p>It changes no term{p.other === site.coop.heir ? '.' : ', only the heir.'}</p>;
  return <Terms before={before} after={p.charter} site={site} />;
}

/** Closes the accounts of a decision, with the deposit that comes back and to whom. */
function ClearAway({ proposal: p, site, again }: { proposal: Proposed; site: ViewProps['site']; again: () => void }) {
  const act = useAct({ site, again });
  const { connected } = useShared();
  const { data: lamports } = useOnce(
    async () => (await rpc.getBalance(p.address, { commitment: 'confirmed' }).send()).value,
    true,
    p.address,
  );
  return (
    <>
      <Do quiet act={() => void act('Clearing away', flow('clearAway', p))}>
        Clear it away, get the deposit back
      </Do>
      <small>
        {lamports === undefined ? 'Its deposit' : `${units.formatAmount(lamports, 9)} SOL`} returns to{' '}
        {p.rentPayer === connected?.address ? 'your wallet' : <Addr of={p.rentPayer} />}, who paid for its account; the
        deposits of its ballots return to those who paid for them. The decision can still be read here, from the chain's
        history.
      </small>
    </>
  );
}
