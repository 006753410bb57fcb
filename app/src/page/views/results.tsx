/** Results: a closed period as a waterfall that adds up, what was paid for capital, and plots of all periods. */
import { useState } from 'react';
import type { Address } from '@solana/kit';
import { reads, rules, units, type At } from '../../client';
import type { Period } from '../../generated';
import { rpc } from '../chain';
import { History, Waterfall } from '../charts';
import { Empty, Money, Sum, Until } from '../parts';
import { useNow, type Seen, type ViewProps } from '../state';

export const readResults = (coop: Address): Promise<At<Period>[]> => reads.periods(rpc, coop);

export function Results({ site, data }: ViewProps<At<Period>[]>) {
  const [chosen, choose] = useState<number>();
  const now = useNow(site);
  const { period, activatedAt } = site.coop;
  const shown = data.find(({ number }) => number === chosen) ?? data.at(-1);
  if (!shown) {
    return (
      <section aria-labelledby="results">
        <h2 id="results">Results</h2>
        <Empty>
          {activatedAt === 0n ? (
            'The first period begins when the co-op starts.'
          ) : (
            <>
              No period is closed yet. The first surplus is shared when period {period.number} closes,{' '}
              <Until at={rules.periodEnds(site.coop)} now={now} />.
            </>
          )}
        </Empty>
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
            {[...data].reverse().map((p) => (
              <option key={p.number} value={p.number}>
                {p.number}: {units.formatTime(p.startedAt)} to {units.formatTime(p.closedAt)}
              </option>
            ))}
          </select>
        </label>
        <Waterfall period={shown} token={site.token} />
        <InWords period={shown} site={site} />
      </article>
      <h2>Period after period</h2>
      <History periods={data} token={site.token} />
    </section>
  );
}

function InWords({ period, site }: { period: Period; site: Seen }) {
  const { result: r, done } = period;
  const toMembers = r.members + r.work;
  const perHundred = (got: bigint, did: bigint) => <b>{units.showAmount((got * 10_000n) / (did || 1n), 2)}</b>;
  return (
    <>
      {r.members > 0n && (
        <p>
          For every 100 of use by members, {perHundred(r.members, done.memberUnits)} came back to them.
          {r.work > 0n && <> For every 100 of pay for work, {perHundred(r.work, done.memberWork)} came on top.</>}
        </p>
      )}
      {r.members === 0n && r.work > 0n && (
        <p>For every 100 of pay for work, {perHundred(r.work, done.memberWork)} came on top.</p>
      )}
      {toMembers > 0n && (
        <Sum
          site={site}
          label="How members were paid"
          total="To members, for use and work"
          of={[
            [
              'In cash',
              toMembers - r.retained,
              `${units.formatBps(r.cashBps)} of each dividend, and the whole dividend of members who had left`,
            ],
            ['Kept as their capital', r.retained, 'until it matures'],
          ]}
        />
      )}
      {toMembers === 0n && (r.loss > 0n || r.surplus === 0n) && (
        <p>
          Nothing was left to share.{' '}
          {r.loss > 0n && (
            <>
              Wear of <Money of={r.loss} site={site} /> was not covered by earnings: it is a loss, which later income
              makes good before anything is shared.
            </>
          )}
        </p>
      )}
      {r.asked > 0n && (
        <>
          <h3>Capital that left</h3>
          <p>
            Everyone who had asked was paid at one price, <b>{units.formatBps(r.priceBps)}</b>, out of the fund and not
            out of the surplus.
          </p>
          <Sum
            site={site}
            label="Capital that left"
            total="Paid out"
            of={[
              ['Asked back', r.asked],
              ['Not covered by the fund', r.retired - r.asked, 'stays with its owners'],
              [
                'Short of par',
                r.paid - r.retired,
                'covers losses, or becomes reserve later: nobody gains when others leave',
              ],
            ]}
          />
        </>
      )}
    </>
  );
}
