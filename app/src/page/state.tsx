/** What all views share: who is connected, what is loading, and the one thing that is being done. */
import { createContext, useCallback, useContext, useEffect, useRef, useState } from 'react';
import type { Address, Instruction } from '@solana/kit';
import type { build, Context, Site, VerbName } from '../client';
import { isAsked, isPart, sentence, trying, unsent, Unsettled } from '../client/failures';
import type { Group } from '../client/parts';
import * as reads from '../client/reads';
import { explorer, patience, rpc, settleChain } from './chain';
import { anythingKept, forget, kept, resolveKept, unstored, wereTold } from './kept';
import type { Connected } from './wallets';

/** Instructions of one transaction, of several in sequence, or of several that do not depend on each other. */
export type Made = Instruction[] | Instruction[][] | { apart: readonly Group[] };
const partsOf = (made: Exclude<Made, { apart: unknown }>): Instruction[][] =>
  made.length === 0 ? [] : Array.isArray(made[0]) ? (made as Instruction[][]) : [made as Instruction[]];

const isApart = (parts: readonly Group[] | Instruction[][]): parts is readonly Group[] =>
  parts.length > 0 && !Array.isArray(parts[0]);

export interface Shared {
  connected: Connected | undefined;
  /** Shows a message, also to screen readers. */
  say: (message: Message) => void;
  /** Shows what the wallet is doing, unless an action with messages of its own is running. */
  tell: (message: Message | undefined) => void;
  busy: boolean;
  /** Does one thing at a time, then calls `after`, even if only the first of several transactions was done. */
  act: (what: string, make: (c: Connected) => Promise<Made>, after?: () => void) => Promise<Did>;
}
/** The result of an action. */
export interface Did {
  /** It was done, or at least the first of several transactions, so repeating all of it would repeat that. */
  done: boolean;
  /** Why it failed, or a later part of it. */
  failed?: unknown;
  /** What was signed, if its outcome is unknown. */
  signature?: string;
}
export interface Message {
  text: string;
  /** `landed`: nothing was done now, as the same had been done before. */
  kind: 'working' | 'done' | 'landed' | 'failed' | 'unknown';
  link?: string;
  /** The co-op that it founds, to visit once it is done. */
  coop?: Address | undefined;
  /** Whether the wallet is being waited for, so that the user can stop waiting. */
  canStop?: boolean | undefined;
  /** A transaction with unknown outcome: it is stored until the outcome is known, or the user dismisses it. */
  signature?: string;
}
export const SharedContext = createContext<Shared | undefined>(undefined);
export const useShared = (): Shared => {
  const shared = useContext(SharedContext);
  if (!shared) throw new Error('outside the page');
  return shared;
};

const BECAME = {
  landed: (which: string) => `What you signed before${which} was done`,
  failed: (which: string) => `What you signed before${which} failed; only its fee was charged`,
  expired: (which: string) => `What you signed before${which} has expired; nothing was done`,
  unknown: (which: string) =>
    `The outcome of what you signed${which} is not known yet: look at the transaction before you do it again`,
};
const ASKED = (payer: Address, which: string) =>
  `It is not known yet whether your wallet sent what it was asked to sign${which}: look into the wallet, and at the transactions of ${payer}, before you do it again`;

export function useShare(connected: Connected | undefined): {
  shared: Shared;
  message: Message | undefined;
  dismiss: () => void;
  check: () => void;
  forget: () => void;
  stop: () => void;
} {
  const [message, say] = useState<Message>();
  const [busy, setBusy] = useState(false);
  const doing = useRef(false);
  const stopping = useRef<AbortController>(undefined);
  const tell = useCallback((message: Message | undefined) => {
    if (!doing.current) say(message);
  }, []);
  const act = useCallback(
    async (what: string, make: (c: Connected) => Promise<Made>, after?: () => void) => {
      if (doing.current) return { done: false }; // a double click acts once
      if (!connected) {
        document.querySelector<HTMLElement>('.who button, .who summary')?.focus();
        say({ kind: 'failed', text: 'Connect a wallet first, at the top of the page' });
        return { done: false };
      }
      doing.current = true;
      // what was done elsewhere from now on was not known to whoever pressed
      const pressed = Date.now();
      setBusy(true);
      say({ kind: 'working', text: `${what}: preparing` });
      let which = '';
      let done = 0;
      try {
        const [{ send }, { signerOf, versionFor }] = await Promise.all([
          import('../client/send'),
          import('./signer'),
          settleChain(),
        ]);
        const one = async (parts: Instruction[][], i: number) => {
          which =
            parts.length > 1 ? ` (${i + 1} of ${parts.length}${i > 0 ? '; what was before it is done' : ''})` : '';
          let link: string | undefined;
          const tell = (step: string, canStop?: boolean) =>
            say({
              kind: 'working',
              text: `${what}${which}: ${step}${link ? unstored() : ''}`,
              canStop,
              ...(link ? { link } : {}),
            });
          const { signal } = (stopping.current = new AbortController());
          const { signature } = await send(rpc, signerOf(connected), parts[i]!, {
            tell,
            signed: (signature) => {
              link = explorer(signature);
            },
            kept,
            patience,
            stop: signal,
            version: versionFor(connected),
            ...(done === 0 ? { began: pressed } : {}),
          });
          done++;
          say({ kind: 'done', text: `${what}${which}: done`, link: explorer(signature) });
        };
        // only the first transaction can lose a race for a number: later ones build on it
        const parts = await trying(async () => {
          const all = await make(connected);
          if ('apart' in all) return all.apart;
          const made = partsOf(all).filter((part) => part.length > 0);
          if (made.length > 0) await one(made, 0);
          return made;
        });
        if (isApart(parts)) {
          const { sendApart } = await import('./apart');
          const did = await sendApart(what, parts, connected, say, (stopping.current = new AbortController()).signal);
          if (did.done) after?.();
          return did;
        }
        for (let i = 1; i < parts.length; i++) await one(parts, i);
        if (parts.length === 0) {
          say({ kind: 'done', text: `${what}: there is nothing to do` });
          return { done: false };
        }
        after?.();
        return { done: true };
      } catch (failed) {
        const { outcome, signed } = failed instanceof Unsettled ? failed : {};
        const unknown = outcome === 'unknown';
        const { signature } = failed as { signature?: string };
        const told = await import('./wrong').then(
          (it) => it.told,
          () => sentence,
        );
        say({
          kind: unknown || outcome === 'landed' ? outcome : 'failed',
          text: `${what}${which}: ${unsent(failed, told(failed))}${unknown ? unstored() : ''}`,
          ...(signature && !isAsked(signature) ? { link: explorer(signature) } : {}),
          ...(unknown && signature ? { signature } : {}),
          coop: outcome === 'expired' ? undefined : signed?.coop,
        });
        if (done > 0) after?.();
        return { done: done > 0, failed, ...(unknown && signature ? { signature } : {}) };
      } finally {
        doing.current = false;
        setBusy(false);
      }
    },
    [connected],
  );
  const check = useCallback((asked = true) => {
    if (doing.current) return;
    doing.current = true;
    setBusy(true);
    say({ kind: 'working', text: 'Checking the outcome of what you signed' });
    const told = (all: Awaited<ReturnType<typeof resolveKept>>) => {
      const [first] = all;
      if (!first) return say(asked ? { kind: 'done', text: 'Nothing that you signed here is unresolved' } : undefined);
      const unknown = all.find(({ fate }) => !fate)?.signed.signature;
      const shown = unknown ?? first.fate?.signature ?? first.signed.signature;
      const text = all
        .map(({ signed, fate }) => {
          const signature = fate?.signature ?? signed.signature;
          const which =
            all.length === 1
              ? ''
              : isAsked(signature)
                ? ' (by a wallet that gave no signature)'
                : ` (${signature.slice(0, 8)}…)`;
          return !fate && signed.byWallet ? ASKED(signed.payer, which) : BECAME[fate?.fate ?? 'unknown'](which);
        })
        .join('. ');
      say({
        kind: unknown ? 'unknown' : first.fate?.fate === 'landed' ? 'done' : 'failed',
        text: `${text}${unknown ? unstored() : ''}`,
        ...(isAsked(shown) ? {} : { link: explorer(shown) }),
        ...(unknown ? { signature: unknown } : {}),
        coop: all.find(({ fate }) => !fate || fate.fate === 'landed')?.signed.coop,
      });
      wereTold(all);
    };
    void resolveKept()
      .then(told, (failed: unknown) => say({ kind: 'unknown', text: sentence(failed) }))
      .finally(() => {
        doing.current = false;
        setBusy(false);
      });
  }, []);
  // for transactions of a page that was closed or reloaded while they were under way
  useEffect(() => {
    // not in a hidden tab, where nobody would see the message
    const look = () => {
      if (document.visibilityState !== 'visible') return;
      document.removeEventListener('visibilitychange', look);
      if (anythingKept()) check(false);
    };
    document.addEventListener('visibilitychange', look);
    look();
    return () => document.removeEventListener('visibilitychange', look);
  }, [check]);
  // reported in another tab
  useEffect(() => {
    const heard = (event: Event) =>
      say((shown) => {
        const { detail } = event as CustomEvent<string>;
        return shown?.kind === 'unknown' && shown.signature === detail
          ? {
              kind: 'done',
              text: BECAME.landed(''),
              ...(isAsked(detail) ? {} : { link: explorer(detail) }),
              coop: shown.coop,
            }
          : shown;
      });
    addEventListener('coop:landed', heard);
    return () => removeEventListener('coop:landed', heard);
  }, []);
  return {
    shared: { connected, say, tell, busy, act },
    message,
    dismiss: () => say(undefined),
    check,
    stop: () => stopping.current?.abort(),
    forget: () => {
      if (message?.signature) forget(message.signature);
      say(undefined);
    },
  };
}

/** Has every view read again after a change outside of what it reads, such as the time of a local network. */
export const readAgain = () => dispatchEvent(new Event('coop:read-again'));

/** Seconds until a failed view is read again: longer after each failure, and not the same for all pages. */
const later = (failures: number) => Math.min(60, 5 * 2 ** failures) * (0.75 + Math.random() / 2);

/**
 * What a view reads, kept while it is read again or the network fails; a new `of` discards it, unless it only says for whom: what
 * was read for nobody, with a `|` at the end, stays until it is read for the wallet that connects. `error`: since when it is old.
 */
export function useRead<T>(
  read: () => Promise<T>,
  of: string,
  more: string | undefined = '',
  every = 10,
): { data: T | undefined; error: string | undefined; again: () => void } {
  const [state, set] = useState<{ data?: T | undefined; error?: string | undefined; at?: Date }>({});
  const [turn, setTurn] = useState(0);
  const failures = useRef(0);
  const latest = useRef(0);
  const last = useRef(of);
  useEffect(() => {
    const mine = ++latest.current;
    const was = last.current;
    if (was !== of && !(was.endsWith('|') && of.startsWith(was))) set({});
    last.current = of;
    let timer: ReturnType<typeof setTimeout>;
    const after = (seconds: number) => {
      timer = setTimeout(
        () => (document.visibilityState === 'visible' ? setTurn((n) => n + 1) : after(seconds)),
        seconds * 1_000,
      );
    };
    read().then(
      (data) => {
        if (mine !== latest.current) return;
        failures.current = 0;
        set({ data, at: new Date() });
        after(every);
      },
      (failed: unknown) => {
        if (mine !== latest.current) return;
        // a browser does not load again what it once could not load
        set((was) => ({ ...was, error: `${sentence(failed)}.${isPart(failed) ? '' : ' It is tried again.'}` }));
        after(later(failures.current++));
      },
    );
    return () => clearTimeout(timer);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `of` and `more` identify what `load` reads; it is a new function each time
  }, [of, more, turn]);
  const again = useCallback(() => setTurn((n) => n + 1), []);
  useEffect(() => {
    const events = ['coop:read-again', 'coop:landed', 'online'];
    for (const event of events) addEventListener(event, again);
    // whoever returns to a tab decides on what it shows
    const seen = () => {
      if (document.visibilityState === 'visible') again();
    };
    document.addEventListener('visibilitychange', seen);
    return () => {
      for (const event of events) removeEventListener(event, again);
      document.removeEventListener('visibilitychange', seen);
    };
  }, [again]);
  const seen =
    state.data === undefined
      ? ''
      : ` This page was read at ${state.at!.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit', timeZoneName: 'short' })}.`;
  return { data: state.data, error: state.error && `${state.error}${seen}`, again };
}

/** A co-op as the page sees it: with what the wallet can pay of its token. */
export interface Seen extends Site {
  held: bigint;
}

/** The props of a view of a co-op; `data` is what the view has read. */
export interface ViewProps<T = unknown> {
  site: Seen;
  data: T;
  again: () => void;
}

/** The chain's time, advancing between reads. */
export function useNow(site: Site): bigint {
  const [clock, set] = useState({ read: site.now, now: site.now });
  useEffect(() => {
    // counts seconds since the read with a monotonic clock: the date comes only from the chain
    const began = performance.now();
    const passed = () => BigInt(Math.floor((performance.now() - began) / 1000));
    const timer = setInterval(() => set({ read: site.now, now: site.now + passed() }), 1_000);
    return () => clearInterval(timer);
  }, [site.now]);
  return clock.read === site.now ? clock.now : site.now;
}

/** Does something on this co-op, based on the chain's current state. */
export function useAct({ site, again }: { site: Site; again: () => void }) {
  const { act } = useShared();
  return (what: string, make: (c: Context) => Promise<Made>, after?: () => void) =>
    act(
      what,
      async (connected) => make(await fresh(connected, site.address)),
      () => (after?.(), again()),
    );
}

/** One instruction, by its name. */
export const one =
  <N extends VerbName>(name: N, values: Parameters<typeof build<N>>[2]) =>
  async (c: Context) => [await (await import('../client/verbs')).build(c, name, values)];

type Flows = typeof import('../client/flows');
type FlowName = {
  [N in keyof Flows]: Flows[N] extends (c: Context, ...rest: never[]) => Promise<Made> ? N : never;
}[keyof Flows];

/** One flow, by its name. Instructions are fetched on first use: readers who only look do not need them. */
export const flow =
  <N extends FlowName>(name: N, ...rest: Parameters<Flows[N]> extends [Context, ...infer R] ? R : never) =>
  async (c: Context): Promise<Made> =>
    ((await import('../client/flows'))[name] as (c: Context, ...rest: unknown[]) => Promise<Made>)(c, ...rest);

/** The context for a flow, from the chain's current state. */
async function fresh(connected: Connected, coop: Address): Promise<Context> {
  return {
    site: await reads.site(rpc, coop, connected.address),
    by: (await import('./signer')).signerOf(connected),
    rpc,
  };
}
