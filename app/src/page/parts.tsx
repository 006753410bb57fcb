/** The page's small parts: numbers, times, labels, fields and buttons. */
import { useEffect, useId, useRef, useState, type FormEvent, type ReactNode } from 'react';
import type { Site } from '../client';
import { sentence } from '../client/failures';
import * as units from '../client/units';
import { useShared } from './state';

/** An amount, rounded down to hundredths; all of it is in the title and the value. */
export function Money({ of, site, column }: { of: bigint; site: Pick<Site, 'decimals'>; column?: boolean }) {
  const exact = units.formatAmount(of, site.decimals);
  return <data className="money" value={exact.replace(/\s/g, '')} title={exact}>{units.showAmount(of, site.decimals, column)}</data>;
}

/**
 * Amounts of a column as they are shown, so that the column adds: hundredths, each part rounded down or up so that all
 * parts together come to the rounded sum. Parts may be negative; less than one in all is shown in full.
 */
export function adding(parts: readonly bigint[], decimals: number): { shown: bigint[]; show(n: bigint): string } {
  const largest = parts.reduce((most, n) => (n > most ? n : -n > most ? -n : most), 0n);
  const step = largest < 10n ** BigInt(decimals) ? 1n : 10n ** BigInt(Math.max(0, decimals - 2));
  const down = (n: bigint) => n - (((n % step) + step) % step);
  const shown = parts.map(down);
  let lacks = (down(parts.reduce((a, b) => a + b, 0n)) - shown.reduce((a, b) => a + b, 0n)) / step;
  const byRest = parts.map((n, i) => ({ i, rest: n - shown[i]! })).sort((a, b) => (a.rest < b.rest ? 1 : a.rest > b.rest ? -1 : 0));
  for (const { i } of byRest) if (lacks > 0n) (shown[i]! += step), lacks--;
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

/** A labelled field; the hint describes it. */
export function Field({ label, hint, ...input }: { label: string; hint?: ReactNode } & React.InputHTMLAttributes<HTMLInputElement>) {
  const id = useId();
  return (
    <div className="field">
      <label><span>{label}</span><input autoComplete="off" aria-describedby={hint ? id : undefined} {...input} /></label>
      {hint && <small id={id}>{hint}</small>}
    </div>
  );
}
/** A labelled choice. */
export function Choose({ label, hint, of, ...select }: { label: string; hint?: ReactNode; of: readonly (readonly [value: string, says: string])[] } & React.SelectHTMLAttributes<HTMLSelectElement>) {
  const id = useId();
  return (
    <div className="field">
      <label><span>{label}</span><select aria-describedby={hint ? id : undefined} {...select}>{of.map(([value, says]) => <option key={value} value={value}>{says}</option>)}</select></label>
      {hint && <small id={id}>{hint}</small>}
    </div>
  );
}
export function Lines({ label, hint, ...area }: { label: string; hint?: ReactNode } & React.TextareaHTMLAttributes<HTMLTextAreaElement>) {
  const id = useId();
  return (
    <div className="field">
      <label><span>{label}</span><textarea rows={3} aria-describedby={hint ? id : undefined} {...area} /></label>
      {hint && <small id={id}>{hint}</small>}
    </div>
  );
}

export type Said = (name: string) => string;
const reader = (form: HTMLFormElement): Said => {
  const data = new FormData(form);
  return (name) => String(data.get(name) ?? '').trim();
};

/** A field that is refused while it is in a closed part opens that part: else the browser would have nothing to point at. */
const reveal = (event: FormEvent) => {
  for (let at = (event.target as HTMLElement).closest('details'); at; at = at.parentElement?.closest('details') ?? null) at.open = true;
};

/** Writes a draft into the fields again, as if somebody had typed it. */
function restore(form: HTMLFormElement, draft: string): void {
  let kept: Record<string, string>;
  try {
    kept = JSON.parse(sessionStorage.getItem(draft) ?? '{}') as Record<string, string>;
  } catch {
    return;
  }
  for (const [name, value] of Object.entries(kept)) {
    const field = form.elements.namedItem(name);
    if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) || field.value === value) continue;
    const write = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field) as object, 'value')?.set;
    write?.call(field, value);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }
}

/** A form whose fields are read by name; wrong input is told where it stands, and `tell` says what it would do. */
export function Form({ children, button, onSubmit, label, tell, draft }: {
  children: ReactNode; button: string; label?: string; tell?(said: Said): ReactNode;
  /** `true` once it is done: then the fields are empty again, so that a second press does not do it twice. */
  onSubmit(said: Said): void | boolean | Promise<void | boolean>;
  /** Under this name what was written outlives a reload of the page, until it is done. */
  draft?: string;
}) {
  const { busy } = useShared();
  const [wrong, setWrong] = useState('');
  const [told, setTold] = useState<ReactNode>();
  const box = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (draft && box.current) restore(box.current, draft);
  }, [draft]);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    setWrong('');
    try {
      if (!(await onSubmit(reader(form)))) return;
      if (draft) sessionStorage.removeItem(draft);
      form.reset();
      setTold(undefined);
    } catch (failed) {
      setWrong(sentence(failed));
    }
  };
  const changed = (event: FormEvent<HTMLFormElement>) => {
    setWrong('');
    if (draft) sessionStorage.setItem(draft, JSON.stringify(Object.fromEntries([...new FormData(event.currentTarget)].map(([name, value]) => [name, String(value)]))));
    try {
      setTold(tell?.(reader(event.currentTarget)));
    } catch {
      setTold(undefined); // half written: told when it is sent
    }
  };
  return (
    <form ref={box} onSubmit={(event) => void submit(event)} onInput={changed} onInvalid={reveal} aria-label={label ?? button}>
      {children}
      {tell && <div className="told" aria-live="polite">{told}</div>}
      {wrong && <p className="wrong" role="alert">{wrong}</p>}
      <button disabled={busy}>{button}</button>
    </form>
  );
}

/** A button that does something on the chain. */
export function Do({ children, act, quiet, pressed }: { children: ReactNode; act(): void; quiet?: boolean; pressed?: boolean }) {
  const { busy } = useShared();
  return <button type="button" className={quiet ? 'quiet' : undefined} aria-pressed={pressed} disabled={busy} onClick={act}>{children}</button>;
}
