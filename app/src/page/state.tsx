/** What every view shares: who is here, what is loading, and the one thing being done. */
import { createContext, useCallback, useContext, useEffect, useId, useRef, useState, type FormEvent, type ReactNode } from 'react';
import type { Address, Instruction } from '@solana/kit';
import type { Context, Site } from '../client';
import { sentence } from '../client/failures';
import * as reads from '../client/reads';
import * as units from '../client/units';
import { explorer, rpc, signerOf, type Connected } from './chain';

export interface Shared {
  connected: Connected | undefined;
  /** Says it to everyone, also to a screen reader. */
  say(message: Message): void;
  busy: boolean;
  /** Does one thing at a time: simulated, signed, sent, confirmed; then `after`. */
  act(what: string, make: (c: Connected) => Promise<Instruction[]>, after?: () => void): Promise<void>;
}
export interface Message {
  text: string;
  kind: 'working' | 'done' | 'failed';
  link?: string;
}
export const SharedContext = createContext<Shared | undefined>(undefined);
export const useShared = (): Shared => {
  const shared = useContext(SharedContext);
  if (!shared) throw new Error('outside the page');
  return shared;
};

export function useShare(connected: Connected | undefined): { shared: Shared; message: Message | undefined; dismiss(): void } {
  const [message, say] = useState<Message>();
  const [busy, setBusy] = useState(false);
  const doing = useRef(false);
  const act = useCallback(async (what: string, make: (c: Connected) => Promise<Instruction[]>, after?: () => void) => {
    if (doing.current) return; // a double click does it once
    if (!connected) return say({ kind: 'failed', text: 'connect a wallet first' });
    doing.current = true;
    setBusy(true);
    say({ kind: 'working', text: `${what}: preparing` });
    try {
      const instructions = await make(connected);
      if (instructions.length === 0) return say({ kind: 'done', text: `${what}: there is nothing to do` });
      const { send } = await import('../client/send');
      const { signature } = await send(rpc, signerOf(connected), instructions, (step) => say({ kind: 'working', text: `${what}: ${step}` }));
      say({ kind: 'done', text: `${what}: done`, link: explorer(signature) });
      after?.();
    } catch (failed) {
      say({ kind: 'failed', text: `${what}: ${sentence(failed)}` });
    } finally {
      doing.current = false;
      setBusy(false);
    }
  }, [connected]);
  return { shared: { connected, say, busy, act }, message, dismiss: () => say(undefined) };
}

/** What a view reads; kept while it is read again, and read again when the network is back. */
export function useRead<T>(read: () => Promise<T>, keys: readonly unknown[]): { data: T | undefined; error: string | undefined; again(): void } {
  const [state, set] = useState<{ data?: T | undefined; error?: string | undefined }>({});
  const [turn, setTurn] = useState(0);
  const latest = useRef(0);
  const key = keys.join('|');
  const last = useRef(key);
  useEffect(() => {
    const mine = ++latest.current;
    if (last.current !== key) set({});
    last.current = key;
    read().then(
      (data) => mine === latest.current && set({ data }),
      (failed: unknown) => mine === latest.current && set((was) => ({ ...was, error: sentence(failed) })),
    );
    const timer = setInterval(() => document.visibilityState === 'visible' && setTurn((n) => n + 1), 10_000);
    return () => clearInterval(timer);
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key, turn]);
  const again = useCallback(() => setTurn((n) => n + 1), []);
  return { data: state.data, error: state.error, again };
}

/** The chain's time, going on between reads. */
export function useNow(site: Site): bigint {
  const [now, set] = useState(site.now);
  useEffect(() => {
    const began = Date.now();
    set(site.now);
    const timer = setInterval(() => set(site.now + BigInt(Math.floor((Date.now() - began) / 1000))), 1_000);
    return () => clearInterval(timer);
  }, [site.now]);
  return now;
}

/** The context for a flow, from what the chain says at this moment. */
export async function fresh(connected: Connected, coop: Address): Promise<Context> {
  return { site: await reads.site(rpc, coop, connected.address), by: signerOf(connected), rpc };
}

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

/** A form whose fields are read by name; wrong input is told where it stands. */
export function Form({ children, button, onSubmit, label }: { children: ReactNode; button: string; label?: string; onSubmit(said: (name: string) => string): void | Promise<void> }) {
  const { busy, connected } = useShared();
  const [wrong, setWrong] = useState('');
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    setWrong('');
    try {
      await onSubmit((name) => String(data.get(name) ?? '').trim());
    } catch (failed) {
      setWrong(sentence(failed));
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)} aria-label={label ?? button}>
      {children}
      {wrong && <p className="wrong" role="alert">{wrong}</p>}
      <button disabled={busy || !connected} title={connected ? undefined : 'Connect a wallet first'}>{button}</button>
    </form>
  );
}

/** A button that does something on the chain. */
export function Do({ children, act, quiet }: { children: ReactNode; act(): void; quiet?: boolean }) {
  const { busy, connected } = useShared();
  return <button type="button" className={quiet ? 'quiet' : undefined} disabled={busy || !connected} onClick={act}>{children}</button>;
}

export const Money = ({ of, site }: { of: bigint; site: Site }) => <span className="money">{units.formatAmount(of, site.decimals)}</span>;

/** How long until; or how long ago. */
export function Until({ at, now }: { at: bigint; now: bigint }) {
  const left = at - now;
  return <time dateTime={new Date(Number(at) * 1000).toISOString()} title={units.formatTime(at)}>{left > 0n ? `in ${units.formatDuration(left)}` : `${units.formatDuration(-left)} ago`}</time>;
}
