/** The page's small parts: numbers, times, labels and buttons. */
import type { ReactNode } from 'react';
import type { Site } from '../client';
import * as units from '../client/units';
import { useShared } from './state';

/** An amount, rounded down to hundredths, with its symbol; the full amount is in the title and the value. */
export function Money({ of, site: { token }, column }: { of: bigint; site: Pick<Site, 'token'>; column?: boolean }) {
  return (
    <>
      <data className="money" value={units.plainAmount(of, token)} title={units.formatAmount(of, token)}>
        {units.showDigits(of, token, column)}
      </data>{' '}
      <span className="symbol">{token.symbol}</span>
    </>
  );
}

/** Named amounts below each other, and their total: the amounts shown add up. A negative amount is subtracted. */
export function Sum({
  of,
  total,
  site,
  label,
}: {
  of: readonly (readonly [name: ReactNode, amount: bigint, hint?: ReactNode])[];
  total: ReactNode;
  site: Pick<Site, 'token'>;
  label?: string;
}) {
  const rows = of.filter(([, amount], i) => amount !== 0n || i === 0);
  const { token } = site;
  const { shown, show } = units.adding(
    rows.map(([, amount]) => amount),
    token,
  );
  const all = rows.reduce((sum, [, amount]) => sum + amount, 0n);
  const size = (n: bigint) => (n < 0n ? -n : n);
  const cell = (n: bigint, seen: bigint) => (
    <>
      {n < 0n && '− '}
      <data className="money" value={units.plainAmount(size(n), token)} title={units.formatAmount(size(n), token)}>
        {show(seen)}
      </data>
    </>
  );
  return (
    <table className="offer" aria-label={label}>
      <tbody>
        {rows.map(([name, amount, hint], i) => (
          <tr key={i}>
            <th scope="row">
              {name}
              {hint && <small>{hint}</small>}
            </th>
            <td className="number">{cell(amount, shown[i]!)}</td>
          </tr>
        ))}
        <tr className="sum">
          <th scope="row">{total}</th>
          <td className="number">
            {cell(
              all,
              shown.reduce((a, b) => a + b, 0n),
            )}{' '}
            <span className="symbol">{token.symbol}</span>
          </td>
        </tr>
      </tbody>
    </table>
  );
}

/** The time until a moment, or since. */
export function Until({ at, now }: { at: bigint; now: bigint }) {
  const left = at - now;
  return (
    <time dateTime={units.isoTime(at)} title={units.formatTime(at)}>
      {left > 0n ? `in ${units.formatDuration(left)}` : `${units.formatDuration(-left)} ago`}
    </time>
  );
}
export const When = ({ at }: { at: bigint }) => <time dateTime={units.isoTime(at)}>{units.formatTime(at)}</time>;

export type Tone = 'good' | 'wait' | 'bad' | 'plain';
export const Pill = ({ tone, children }: { tone: Tone; children: ReactNode }) => (
  <span className={`pill ${tone}`}>{children}</span>
);

/** Named figures side by side. */
export function Figures({ of }: { of: readonly (readonly [name: string, value: ReactNode, hint?: ReactNode])[] }) {
  return (
    <dl className="figures">
      {of.map(([name, value, hint]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {value}
            {hint && <small>{hint}</small>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** A placeholder for an empty list, with what would fill it. */
export const Empty = ({ children }: { children: ReactNode }) => <p className="empty">{children}</p>;

/** For a button that waits while something is done; it is not `disabled`, which would take the keyboard's focus from it. */
export const unlessBusy = (busy: boolean, act?: () => void) => ({
  'aria-disabled': busy || undefined,
  onClick: busy ? undefined : act,
});

/** Copies a text; rejects where the browser does not let a page copy, as on one that came over http. */
export const copy = async (text: string): Promise<void> => navigator.clipboard.writeText(text);

/** A button that does something on the chain. */
export function Do({
  children,
  act,
  quiet,
  pressed,
}: {
  children: ReactNode;
  act: () => void;
  quiet?: boolean;
  pressed?: boolean;
}) {
  const { busy } = useShared();
  return (
    <button type="button" className={quiet ? 'quiet' : undefined} aria-pressed={pressed} {...unlessBusy(busy, act)}>
      {children}
    </button>
  );
}
