/** The page's small parts: numbers, times, labels and buttons. */
import type { ReactNode } from 'react';
import type { Site } from '../client';
import * as units from '../client/units';
import { useShared } from './state';

/** An amount, rounded down to hundredths; all of it is in the title and the value. */
export function Money({ of, site, column }: { of: bigint; site: Pick<Site, 'decimals'>; column?: boolean }) {
  const exact = units.formatAmount(of, site.decimals);
  return <data className="money" value={exact.replace(/\s/g, '')} title={exact}>{units.showAmount(of, site.decimals, column)}</data>;
}

/**
 * Amounts of a column as they are shown, so that the column adds: hundredths, each part cut or, where that is needed for
 * the sum, a hundredth more. Parts may be negative; less than one in all is shown in full.
 */
export function adding(parts: readonly bigint[], decimals: number): { shown: bigint[]; show(n: bigint): string } {
  const largest = parts.reduce((most, n) => (n > most ? n : -n > most ? -n : most), 0n);
  const step = largest < 10n ** BigInt(decimals) ? 1n : 10n ** BigInt(Math.max(0, decimals - 2));
  const cut = (n: bigint) => n - (n % step); // towards 0: nothing is shown that is not there
  const shown = parts.map(cut);
  const sum = (all: readonly bigint[]) => all.reduce((so, n) => so + n, 0n);
  let lacks = (cut(sum(parts)) - sum(shown)) / step;
  const way = lacks < 0n ? -1n : 1n;
  const byRest = parts.map((n, i) => ({ i, rest: (n - shown[i]!) * way })).sort((x, y) => (x.rest < y.rest ? 1 : x.rest > y.rest ? -1 : 0));
  for (const { i } of byRest) if (lacks !== 0n) (shown[i]! += way * step), (lacks -= way);
  const places = step === 1n ? decimals : Math.min(2, decimals);
  const show = (n: bigint) => {
    const [before, fraction = ''] = units.formatAmount(n < 0n ? -n : n, decimals).split('.');
    return places === 0 ? before! : `${before}.${fraction.padEnd(places, '0')}`;
  };
  return { shown, show };
}

/** Named amounts under each other, and what they come to: what is shown adds. A negative amount is taken off. */
export function Sum({ of, total, site, label }: { of: readonly (readonly [name: ReactNode, amount: bigint, hint?: ReactNode])[]; total: ReactNode; site: Pick<Site, 'decimals'>; label?: string }) {
  const rows = of.filter(([, amount], i) => amount !== 0n || i === 0);
  const { shown, show } = adding(rows.map(([, amount]) => amount), site.decimals);
  const all = rows.reduce((sum, [, amount]) => sum + amount, 0n);
  const exact = (n: bigint) => units.formatAmount(n < 0n ? -n : n, site.decimals);
  const cell = (n: bigint, seen: bigint) => <>{n < 0n && '− '}<data className="money" value={exact(n).replace(/\s/g, '')} title={exact(n)}>{show(seen)}</data></>;
  return (
    <table className="offer" aria-label={label}>
      <tbody>
        {rows.map(([name, amount, hint], i) => <tr key={i}><th scope="row">{name}{hint && <small>{hint}</small>}</th><td className="number">{cell(amount, shown[i]!)}</td></tr>)}
        <tr className="sum"><th scope="row">{total}</th><td className="number">{cell(all, shown.reduce((a, b) => a + b, 0n))}</td></tr>
      </tbody>
    </table>
  );
}

/** How long until; or how long ago. */
export function Until({ at, now }: { at: bigint; now: bigint }) {
  const left = at - now;
  return <time dateTime={new Date(Number(at) * 1000).toISOString()} title={units.formatTime(at)}>{left > 0n ? `in ${units.formatDuration(left)}` : `${units.formatDuration(-left)} ago`}</time>;
}
export const When = ({ at }: { at: bigint }) => <time dateTime={new Date(Number(at) * 1000).toISOString()}>{units.formatTime(at)}</time>;

export type Tone = 'good' | 'wait' | 'bad' | 'plain';
export const Pill = ({ tone, children }: { tone: Tone; children: ReactNode }) => <span className={`pill ${tone}`}>{children}</span>;

/** Named figures side by side. */
export function Figures({ of }: { of: readonly (readonly [name: string, value: ReactNode, hint?: ReactNode])[] }) {
  return <dl className="figures">{of.map(([name, value, hint]) => <div key={name}><dt>{name}</dt><dd>{value}{hint && <small>{hint}</small>}</dd></div>)}</dl>;
}

/** What stands where nothing is yet, and what would put something there. */
export const Empty = ({ children }: { children: ReactNode }) => <p className="empty">{children}</p>;

/** A button that does something on the chain. */
export function Do({ children, act, quiet, pressed }: { children: ReactNode; act(): void; quiet?: boolean; pressed?: boolean }) {
  const { busy } = useShared();
  return <button type="button" className={quiet ? 'quiet' : undefined} aria-pressed={pressed} disabled={busy} onClick={act}>{children}</button>;
}
