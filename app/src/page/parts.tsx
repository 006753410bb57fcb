/** The page's small parts: numbers, times, labels, fields and buttons. */
import { useId, useState, type FormEvent, type ReactNode } from 'react';
import type { Site } from '../client';
import { sentence } from '../client/failures';
import * as units from '../client/units';
import { useShared } from './state';

/** An amount, rounded down to hundredths; all of it is in the title and the value. */
export function Money({ of, site, column }: { of: bigint; site: Pick<Site, 'decimals'>; column?: boolean }) {
  const exact = units.formatAmount(of, site.decimals);
  return <data className="money" value={exact.replace(/\s/g, '')} title={exact}>{units.showAmount(of, site.decimals, column)}</data>;
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

/** A form whose fields are read by name; wrong input is told where it stands, and `tell` says what it would do. */
export function Form({ children, button, onSubmit, label, tell }: {
  children: ReactNode; button: string; label?: string; onSubmit(said: Said): void | Promise<void>; tell?(said: Said): ReactNode;
}) {
  const { busy } = useShared();
  const [wrong, setWrong] = useState('');
  const [told, setTold] = useState<ReactNode>();
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setWrong('');
    try {
      await onSubmit(reader(event.currentTarget));
    } catch (failed) {
      setWrong(sentence(failed));
    }
  };
  const changed = (event: FormEvent<HTMLFormElement>) => {
    setWrong('');
    try {
      setTold(tell?.(reader(event.currentTarget)));
    } catch {
      setTold(undefined); // half written: told when it is sent
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)} onInput={tell && changed} aria-label={label ?? button}>
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
