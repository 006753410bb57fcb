/** Pools: money, people and promised use have to come together by a date, or everyone is refunded. */
import type { Address } from '@solana/kit';
import { poolRules, poolWords, reads, rules, units, type At } from '../../client';
import type { Proposed } from '../../client/reads/proposals';
import type { Pledge, Pool } from '../../generated';
import { rpc } from '../chain';
import { PoolFields, poolOf } from '../poolFields';
import { Form } from '../forms';
import { AtHome } from './atHome';
import { Do, Empty, Figures, Money, Pill, Until, When, type Tone } from '../parts';
import { Pledging, TakingBack } from './pledging';
import { flow, one, useAct, useNow, useShared, type Seen, type ViewProps } from '../state';

interface Read {
  pools: At<Pool>[];
  mine: At<Pledge>[];
  proposals: Proposed[];
}
export async function readPools(coop: Address, me: Address | undefined): Promise<Read> {
  const [pools, mine, proposals] = await Promise.all([
    reads.pools(rpc, coop),
    me ? reads.pledges(rpc, coop, me) : [],
    reads.proposals(rpc, coop),
  ]);
  return { pools, mine, proposals };
}

export function Pools(props: ViewProps<Read>) {
  const { site, data } = props;
  const forming = rules.coopStatus(site.coop) === 'forming';
  const mayOpen =
    forming &&
    site.coop.foundingPoolLive === 0 &&
    rules.isMember(site.member) &&
    site.member?.wallet === site.coop.founder;
  return (
    <section aria-labelledby="pools">
      <h2 id="pools">Pools</h2>
      {data.pools.length === 0 && (
        <Empty>
          There is no pool yet.{' '}
          {forming
            ? 'The founder opens the first; it decides whether the co-op starts.'
            : 'Members open one by a resolution, under Proposals.'}
        </Empty>
      )}
      {data.pools.map((pool) => (
        <PoolCard key={pool.address} {...props} pool={pool} pledge={data.mine.find((p) => p.pool === pool.address)} />
      ))}
      {mayOpen && <OpenPool {...props} />}
    </section>
  );
}

function OpenPool(props: ViewProps<Read>) {
  const act = useAct(props);
  return (
    <details className="card">
      <summary>Open a pool</summary>
      <Form
        button="Open it"
        onSubmit={async (said) => {
          // what was read may be minutes old
          const terms = poolOf(said, props.site.token, (await reads.clock(rpc)) + 60n);
          return act('Opening the pool', one('openPool', { terms }));
        }}
      >
        <PoolFields token={props.site.token} founding />
      </Form>
    </details>
  );
}

const GATES = { money: 'Money', people: 'People', use: 'Promised use' } as const;
const SAYS: Readonly<Record<poolRules.PoolStatus, readonly [text: string, tone: Tone]>> = {
  announced: ['announced', 'plain'],
  open: ['open', 'good'],
  committed: ['committed', 'wait'],
  due: ['waits to be settled', 'wait'],
  succeeded: ['passed every gate', 'good'],
  failed: ['failed', 'bad'],
};

const BACK = {
  'in time': 'Take the pledge back',
  amended: 'The charter changed: take the pledge back',
  released: 'You were released: take the pledge back',
} as const;

type CardProps = ViewProps<Read> & { pool: At<Pool>; pledge: At<Pledge> | undefined };

function PoolCard({ pool, pledge, site, data, again }: CardProps) {
  const act = useAct({ site, again });
  const now = useNow(site);
  const { connected } = useShared();
  const { terms } = pool;
  const { member } = site;
  const status = poolRules.poolStatus(pool, now);
  const mayCancel = poolRules.isCancellable(pool) && connected?.address === site.coop.founder;
  const [says, tone] = SAYS[status];
  const gates = poolRules.gates(pool);
  const missing = gates.filter(({ passed }) => !passed).length;
  const gone = pool.pledgers - pool.people;
  const pledged = pledge && pledge.amount > 0n ? pledge : undefined;
  const becomes =
    pledged && pool.settledAt === 0n && pool.raised > terms.maxRaise
      ? poolRules.becomes(pool, pledged.amount)
      : undefined;
  const back = pledged && member && poolRules.takenBack(site.coop, pool, pledged, member, now);
  const around = { ...site, now, ...rules.endsOf(data.proposals, site.coop, now) };
  const from = poolRules.settlesFrom(around, pool);
  // from the beginning of time: it can only fail
  const takes = (status === 'open' || status === 'committed') && from !== 0n;
  const usual = from === terms.deadline + 1n;
  const settling =
    status === 'announced' || (status === 'open' && usual) ? undefined : poolWords.settling(around, pool);
  return (
    <article className="card" aria-label={`Pool ${pool.index}`}>
      <header>
        <h3>{pool.founding === 1 ? 'The founding pool' : `Pool ${pool.index}`}</h3>
        <Pill tone={tone}>{says}</Pill>
      </header>
      {units.text(pool.purpose) && <blockquote>{units.text(pool.purpose)}</blockquote>}
      <p className="lead">
        {status === 'announced' && (
          <>
            Opens <Until at={terms.opens} now={now} />.
          </>
        )}
        {status === 'open' && (
          <>
            Pledges can be taken back until <When at={terms.withdrawUntil} />,{' '}
            <Until at={terms.withdrawUntil} now={now} />.{' '}
          </>
        )}
        {status === 'committed' && <>Pledges can no longer be taken back. </>}
        {takes && (
          <>
            Decided <Until at={terms.deadline} now={now} />, <When at={terms.deadline} />.{' '}
            {missing === 0
              ? 'Every gate is passed so far.'
              : `${missing} of 3 ${missing === 1 ? 'gate is' : 'gates are'} still to be passed.`}
          </>
        )}
        {status === 'due' && <>Its time is over.</>}
        {settling && <> {settling}</>}
        {status === 'succeeded' && (
          <>
            Settled <When at={pool.settledAt} />: <Money of={pool.accepted} site={site} /> became shares
            {pool.raised > pool.accepted && (
              <>
                , <Money of={pool.raised - pool.accepted} site={site} /> went back
              </>
            )}
            .
          </>
        )}
        {status === 'failed' &&
          (pool.pledgers === 0 ? (
            <>
              Over since <When at={pool.settledAt} />: there was no pledge in it.
            </>
          ) : (
            <>
              Settled <When at={pool.settledAt} />: every pledge goes back, to the unit.
            </>
          ))}
      </p>
      <div className="gates">
        {gates.map(({ name, have, need, passed }) => {
          const show = (n: bigint) => (name === 'people' ? String(n) : units.showAmount(n, site.token));
          return (
            <div key={name} className={passed ? 'passed' : undefined}>
              <span>
                <b>{GATES[name]}</b> <span>{passed ? '✓ passed' : 'not yet'}</span>
              </span>
              <progress
                aria-label={`${GATES[name]}: ${show(have)} of ${show(need)}`}
                value={need === 0n ? 1 : Math.min(Number(have), Number(need))}
                max={need === 0n ? 1 : Number(need)}
              />
              <span>{need === 0n ? `${show(have)}, none needed` : `${show(have)} of ${show(need)} needed`}</span>
            </div>
          );
        })}
      </div>
      {gone > 0 && (
        <p>
          {gone === 1 ? 'One more has' : `${gone} more have`} pledged and left since: their money stays committed, but
          they and their use do not count.
        </p>
      )}
      <p>
        <small>
          Takes {units.showAmount(terms.maxRaise, site.token)} at most, {units.showAmount(terms.maxPledge, site.token)}{' '}
          from one member. Anything above that is refunded in proportion.{' '}
          {poolWords.termsOf({ ...site, now }, pool).join(' ')}
        </small>
      </p>
      {pool.founding === 0 && pool.settledAt === 0n && <Beside site={site} />}
      {pledged && (
        <p className="mine">
          You pledged <Money of={pledged.amount} site={site} />
          {pledged.useAmount > 0n && (
            <>
              {' '}
              and use of <Money of={pledged.useAmount} site={site} />, for which{' '}
              <Money of={poolRules.bondOf(pool, pledged.useAmount)} site={site} /> of it answers
            </>
          )}
          .
          {becomes && (
            <>
              {' '}
              With the present pledges, <Money of={becomes.shares} site={site} /> would become shares and{' '}
              <Money of={becomes.back} site={site} /> come back.
            </>
          )}
          {pool.settledAt === 0n && (
            <>
              {' '}
              The capital rests until about <When at={poolRules.staysUntil(pool)} />.
            </>
          )}
        </p>
      )}
      {takes &&
        (rules.isMember(member) ? (
          <Pledging site={site} again={again} pools={data.pools} pool={pool} pledge={pledged} />
        ) : (
          <p>
            <small>Members can pledge.</small>
          </p>
        ))}
      {pledged && status === 'succeeded' && (
        <p>
          <small>Your shares wait to be claimed. {poolWords.EARNS}</small>
        </p>
      )}
      {mayCancel && (
        <p>
          <small>
            There is no pledge in it. As the founder you can give it up, and open another at once; it then counts as
            failed.
          </small>
        </p>
      )}
      {back && <TakingBack site={site} again={again} pool={pool} pledged={pledged.amount} button={BACK[back]} />}
      <div className="does">
        {mayCancel && (
          <Do quiet act={() => void act('Giving up', one('cancelPool', { pool: pool.index }))}>
            Give this pool up
          </Do>
        )}
        {poolRules.isSettleable(around, pool, now) && (
          <Do act={() => void act('Settling', flow('settlePool', pool.index))}>Settle the pool</Do>
        )}
        {pledged && status === 'succeeded' && (
          <Do act={() => void act('Claiming shares', flow('claimEverything'))}>Claim your shares</Do>
        )}
        {pledged && status === 'failed' && (
          <AtHome site={site}>
            <Do act={() => void act('Refund', flow('claimEverything'))}>Get everything back</Do>
          </AtHome>
        )}
      </div>
    </article>
  );
}

/** What the money of a later pool would join: the books, and the price of capital that follows from them. */
function Beside({ site }: { site: Seen }) {
  const { coop } = site;
  const { books } = coop;
  return (
    <>
      <h4>What your money would join</h4>
      <Figures
        of={[
          [
            'Price of capital',
            units.formatBps(rules.newcomersBps(coop)),
            'the money that covers each 100 of the present capital',
          ],
          ["Members' capital", <Money of={rules.equity(coop)} site={site} />, 'shares and kept dividends'],
          ['Fund', <Money of={books.fund} site={site} />, 'in money'],
          [
            'Invested',
            <Money of={books.invested + books.atAgent} site={site} />,
            'at cost less wear, or with the agent',
          ],
          ['Losses', <Money of={books.loss} site={site} />, 'not made good'],
        ]}
      />
    </>
  );
}
