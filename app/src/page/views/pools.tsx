/** Pools: money, people and promised use that come together by a date, or everyone gets everything back. */
import type { Address } from '@solana/kit';
import { reads, rules, units, type At } from '../../client';
import type { Pledge, Pool } from '../../generated';
import { rpc } from '../chain';
import { PoolFields, poolOf } from '../found';
import { Field, Form } from '../forms';
import { Do, Empty, Money, Pill, Until, When, type Tone } from '../parts';
import { flow, one, useAct, useNow, type ViewProps } from '../state';

interface Read {
  pools: At<Pool>[];
  mine: At<Pledge>[];
}
export async function readPools(coop: Address, me: Address | undefined): Promise<Read> {
  const [pools, mine] = await Promise.all([reads.pools(rpc, coop), me ? reads.pledges(rpc, coop, me) : []]);
  return { pools, mine };
}

export function Pools(props: ViewProps<Read>) {
  const { site, data } = props;
  const forming = rules.coopStatus(site.coop) === 'forming';
  const mayOpen = forming && site.coop.foundingPoolLive === 0 && site.member?.wallet === site.coop.founder;
  return (
    <section aria-labelledby="pools">
      <h2 id="pools">Pools</h2>
      {data.pools.length === 0 && <Empty>There is no pool yet. {forming ? 'The founder opens the first; it decides whether the co-op starts.' : 'Members open one by a resolution, under Proposals.'}</Empty>}
      {data.pools.map((pool) => <PoolCard key={pool.address} {...props} pool={pool} pledge={data.mine.find((p) => p.pool === pool.address)} />)}
      {mayOpen && <OpenPool {...props} />}
    </section>
  );
}

function OpenPool(props: ViewProps<Read>) {
  const act = useAct(props);
  return (
    <details className="card"><summary>Open a pool</summary>
      <Form button="Open it" onSubmit={(said) => act('Opening the pool', one('openPool', { terms: poolOf(said, props.site.decimals, props.site.now + 60n) }))}><PoolFields /></Form>
    </details>
  );
}

const GATES = { money: 'Money', people: 'People', use: 'Promised use' } as const;
const SAYS: Readonly<Record<rules.PoolStatus, readonly [text: string, tone: Tone]>> = {
  announced: ['announced', 'plain'], open: ['open', 'good'], committed: ['committed', 'wait'], due: ['waits to be settled', 'wait'], succeeded: ['passed every gate', 'good'], failed: ['missed a gate', 'bad'],
};

function PoolCard({ pool, pledge, site, again }: ViewProps<Read> & { pool: At<Pool>; pledge: At<Pledge> | undefined }) {
  const act = useAct({ site, again });
  const now = useNow(site);
  const { terms } = pool;
  const status = rules.poolStatus(pool, now);
  const [says, tone] = SAYS[status];
  const gates = rules.gates(pool);
  const missing = gates.filter(({ passed }) => !passed).length;
  const takes = status === 'open' || status === 'committed';
  const pledged = pledge && pledge.amount > 0n ? pledge : undefined;
  const becomes = pledged && pool.settledAt === 0n && pool.raised > terms.maxRaise ? rules.becomes(pool, pledged.amount) : undefined;
  const freed = pledged && pool.settledAt === 0n && site.coop.charterVersion > pledged.charterVersion;
  return (
    <article className="card" aria-label={`Pool ${pool.index}`}>
      <header><h3>{pool.founding === 1 ? 'The founding pool' : `Pool ${pool.index}`}</h3><Pill tone={tone}>{says}</Pill></header>
      {units.text(pool.purpose) && <blockquote>{units.text(pool.purpose)}</blockquote>}
      <p className="lead">
        {status === 'announced' && <>Opens <Until at={terms.opens} now={now} />.</>}
        {status === 'open' && <>Pledges can be taken back until <When at={terms.withdrawUntil} />, <Until at={terms.withdrawUntil} now={now} />. </>}
        {status === 'committed' && <>Pledges can no longer be taken back. </>}
        {takes && <>Decided <Until at={terms.deadline} now={now} />, <When at={terms.deadline} />. {missing === 0 ? 'Every gate is passed so far.' : `${missing} of 3 ${missing === 1 ? 'gate is' : 'gates are'} still to be passed.`}</>}
        {status === 'due' && <>Its time is over: {missing === 0 ? 'every gate is passed, it will succeed.' : 'a gate is missed, everyone will get everything back.'}</>}
        {status === 'succeeded' && <>Settled <When at={pool.settledAt} />: <Money of={pool.accepted} site={site} /> became shares{pool.raised > pool.accepted && <>, <Money of={pool.raised - pool.accepted} site={site} /> went back</>}.</>}
        {status === 'failed' && <>Settled <When at={pool.settledAt} />: every pledge goes back, to the unit.</>}
      </p>
      <div className="gates">
        {gates.map(({ name, have, need, passed }) => {
          const show = (n: bigint) => (name === 'people' ? String(n) : units.showAmount(n, site.decimals));
          return (
            <div key={name} className={passed ? 'passed' : undefined}>
              <span><b>{GATES[name]}</b> <span>{passed ? '✓ passed' : 'not yet'}</span></span>
              <progress aria-label={`${GATES[name]}: ${show(have)} of ${show(need)}`} value={need === 0n ? 1 : Math.min(Number(have), Number(need))} max={need === 0n ? 1 : Number(need)} />
              <span>{need === 0n ? `${show(have)}, none needed` : `${show(have)} of ${show(need)} needed`}</span>
            </div>
          );
        })}
      </div>
      <p><small>Takes {units.showAmount(terms.maxRaise, site.decimals)} at most, {units.showAmount(terms.maxPledge, site.decimals)} from one member. More than it takes is given back in proportion.{terms.useBondBps > 0 && ` ${units.formatBps(terms.useBondBps)} of the shares answer for promised use.`}</small></p>
      {pledged && <p className="mine">You pledged <Money of={pledged.amount} site={site} />{pledged.useAmount > 0n && <> and use of <Money of={pledged.useAmount} site={site} /></>}.{becomes && <> As it stands, <Money of={becomes.shares} site={site} /> would become shares and <Money of={becomes.back} site={site} /> come back.</>}</p>}
      {pledge && pledge.bond > 0n && <p className="mine"><Money of={pledge.bond} site={site} /> of your shares answer for use of <Money of={pledge.useAmount} site={site} /> in periods {pool.useFrom} and {pool.useFrom + 1}.</p>}
      {takes && (rules.isMember(site.member) ? (
        <Form button="Pledge" label={`Pledge to pool ${pool.index}`} onSubmit={(said) => act('Pledging', flow('pledge', pool.index, units.parseAmount(said('amount') || '0', site.decimals), units.parseAmount(said('use') || '0', site.decimals)))}
          tell={(said) => {
            const amount = units.parseAmount(said('amount') || '0', site.decimals);
            const after = { ...pool, raised: pool.raised + amount, pledgers: pool.pledgers + (pledged ? 0 : 1) };
            const passed = rules.gates({ ...after, usePledged: pool.usePledged + units.parseAmount(said('use') || '0', site.decimals) }).filter((gate) => gate.passed).length;
            const share = rules.becomes(after, (pledged?.amount ?? 0n) + amount);
            return <>If it ended with this pledge: {passed} of 3 gates passed{passed === 3 ? <>; you would have <Money of={share.shares} site={site} /> in shares{share.back > 0n && <> and <Money of={share.back} site={site} /> back</>}.</> : <>, and you would get all of it back.</>}</>;
          }}>
          <div className="grid">
            <Field name="amount" label="Money" inputMode="decimal" placeholder={pool.founding === 1 ? units.formatAmount(terms.shareFloor, site.decimals) : '100'} hint={<>You hold <Money of={site.held} site={site} />.{terms.shareFloor > 0n && <> At least <Money of={terms.shareFloor} site={site} />.</>}</>} />
            <Field name="use" label="Use you promise" inputMode="decimal" placeholder="0" hint="What you mean to do with the co-op in the first two periods: fees and purchases that count as yours, and pay for your work" />
          </div>
        </Form>
      ) : <p><small>Members can pledge.</small></p>)}
      <div className="does">
        {pledged && status === 'open' && <Do quiet act={() => void act('Taking back', one('withdrawPledge', { pool: pool.index, amount: pledged.amount }))}>Take the pledge back</Do>}
        {pledged && freed && status !== 'open' && <Do quiet act={() => void act('Taking back', one('withdrawPledge', { pool: pool.index, amount: pledged.amount }))}>The charter changed: take the pledge back</Do>}
        {rules.maySettle(pool, now) && <Do act={() => void act('Settling', one('settlePool', { pool: pool.index }))}>Settle the pool</Do>}
        {pledged && status === 'succeeded' && <Do act={() => void act('Claiming shares', flow('claimEverything'))}>Claim your shares</Do>}
        {pledged && status === 'failed' && <Do act={() => void act('Refund', flow('claimEverything'))}>Get everything back</Do>}
      </div>
    </article>
  );
}
