/** Results: a closed period as a waterfall, and one after the other as plots. */
import { useState } from 'react';
import type { Address } from '@solana/kit';
import { reads, units, type At } from '../../client';
import type { Period } from '../../generated';
import { rpc } from '../chain';
import { History, Waterfall } from '../charts';
import { Empty, Money, Until } from '../parts';
import { useNow, type ViewProps } from '../state';

export const readResults = (coop: Address): Promise<At<Period>[]> => reads.periods(rpc, coop);

export function Results({ site, data }: ViewProps<At<Period>[]>) {
  const [chosen, choose] = useState<number>();
  const now = useNow(site);
  const { period, charter, activatedAt } = site.coop;
  const shown = data.find(({ number }) => number === chosen) ?? data.at(-1);
  if (!shown) {
    return (
      <section aria-labelledby="results"><h2 id="results">Results</h2>
        <Empty>{activatedAt === 0n ? 'The first period begins when the co-op starts.' : <>No period is closed yet. The first surplus is shared when period {period.number} closes, <Until at={period.startedAt + BigInt(charter.periodLength)} now={now} />.</>}</Empty>
      </section>
    );
  }
  return (
    <section aria-labelledby="results">
      <h2 id="results">Results</h2>
      <article className="card" aria-label={`Period ${shown.number}`}>
        <label className="field inline">
          <span>Period</span>
          <select value={shown.number} onChange={(event) => choose(Number(event.target.value))}>
            {[...data].reverse().map((p) => <option key={p.number} value={p.number}>{p.number}: {units.formatTime(p.startedAt)} to {units.formatTime(p.closedAt)}</option>)}
          </select>
        </label>
        <Waterfall period={shown} decimals={site.decimals} />
        <p>{shown.toMembers > 0n
          ? <>Of every 100 that members paid in fees, <b>{units.showAmount((shown.toMembers * 10_000n) / (shown.memberUnits || 1n), 2)}</b> came back to them, {units.formatBps(shown.cashBps)} of it in cash.</>
          : shown.loss > 0n ? <>A loss of <Money of={shown.loss} site={site} />: it is made good by later surpluses before anything is shared.</> : 'Nothing was left for members.'}</p>
      </article>
      <h2>Period after period</h2>
      <History periods={data} decimals={site.decimals} />
    </section>
  );
}
