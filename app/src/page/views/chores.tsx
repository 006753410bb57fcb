/** What anyone may do, so that nobody waits for anybody. */
import type { Address } from '@solana/kit';
import { flows, reads, rules, units } from '../../client';
import { rpc } from '../chain';
import { Do, Empty } from '../parts';
import { useAct, useNow, type ViewProps } from '../state';

type Read = Parameters<typeof flows.choresIn>[1];

export async function readChores(coop: Address): Promise<Read> {
  const [pools, members, periods, proposals, pledges] = await Promise.all([
    reads.pools(rpc, coop), reads.members(rpc, coop), reads.periods(rpc, coop), reads.proposals(rpc, coop), reads.pledges(rpc, coop),
  ]);
  return { pools, members, periods, proposals, pledges };
}

/** More are not listed at once. */
const SHOWN = 50;

export function Chores({ site, data, again }: ViewProps<Read>) {
  const act = useAct({ site, again });
  const now = useNow(site);
  const due = flows.choresIn({ site: { ...site, now } }, data);
  return (
    <section aria-labelledby="chores">
      <h2 id="chores">To do, by anyone</h2>
      <p>Nothing here needs permission, and none of it pays whoever does it. {rules.coopStatus(site.coop) !== 'dissolving' && 'It is what keeps the co-op going without a clerk.'}</p>
      {due.length === 0 ? <Empty>All is done.</Empty> : (
        <ul className="plain">{due.slice(0, SHOWN).map(({ what, make }) => {
          const says = (what[0]!.toUpperCase() + what.slice(1)).replace(/\w{32,44}/g, units.short);
          return <li key={what}><span title={what}>{says}</span><Do quiet act={() => void act(says, make)}>Do it<span className="for-readers">: {says}</span></Do></li>;
        })}</ul>
      )}
      {due.length > SHOWN && <p>And {due.length - SHOWN} more.</p>}
    </section>
  );
}
