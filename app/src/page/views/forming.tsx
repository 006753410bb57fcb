/** The next step of a member while its co-op is forming. */
import { poolFor } from '../../client/reads/pools';
import { forming } from '../../client/steps';
import { rpc } from '../chain';
import { AtHome } from './atHome';
import { Do, When } from '../parts';
import { flow, useAct, useNow, useRead, type Seen } from '../state';

/** What the member can do now about the pool that decides whether the co-op starts. */
export function Forming({ site, again }: { site: Seen; again: () => void }) {
  const act = useAct({ site, again });
  const now = useNow(site);
  const { coop, address } = site;
  const member = site.member!;
  const { data, error } = useRead(
    async () => ({
      its: coop.pools === 0 ? undefined : await poolFor(rpc, address, coop.pools - 1, member.address),
    }),
    `forming ${address} ${member.address}`,
    String(coop.seq),
    30,
  );
  const see = (text: string) => (
    <a className="button quiet" href={`#/coop/${address}/pools`}>
      {text}
    </a>
  );
  if (!data) return <p aria-busy={!error}>{error ?? 'Reading the pool…'}</p>;
  const { its } = data;
  const step = forming({ ...site, now }, its?.pool, its?.pledge, coop.founder === member.wallet);
  return (
    <div>
      <p>{step.says.map((part, i) => (typeof part === 'string' ? part : <When key={i} at={part} />))}</p>
      <div className="does">
        {step.does === 'settle' ? (
          <Do act={() => void act('Settling', flow('settlePool', its!.pool.index))}>Settle the pool</Do>
        ) : step.does === 'refund' ? (
          <AtHome site={site}>
            <Do act={() => void act('Refund', flow('claimEverything'))}>Get everything back</Do>
          </AtHome>
        ) : (
          see(step.does === 'pledge' ? 'Pledge' : step.does === 'open' ? 'Open a pool' : 'See the pool')
        )}
      </div>
    </div>
  );
}
