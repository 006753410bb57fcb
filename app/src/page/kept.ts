/** What was signed and is not resolved: in the browser, so that another tab and a reload know it too. */
import type { Fate } from '../client/outcomes';
import type { Kept, Signed } from '../client/kept';
import { networkOf } from '../client/transport';
import { rpc } from './chain';

const NAME = 'coop signed ';
/** A browser that keeps nothing for a page, or has no room, keeps nothing here. */
const orElse = <T>(what: () => T, otherwise: T): T => {
  try {
    return what();
  } catch {
    return otherwise;
  }
};
const names = () => orElse(() => Object.keys(localStorage).filter((name) => name.startsWith(NAME)), []);

export const kept: Kept = {
  tellingIsEnough: true,
  // what is no longer written like this is not read
  list: () =>
    names()
      .flatMap((name) => orElse(() => [JSON.parse(localStorage.getItem(name)!) as Signed | null], []))
      .filter((signed): signed is Signed => typeof signed?.network === 'string'),
  add: (signed) => orElse(() => localStorage.setItem(NAME + signed.signature, JSON.stringify(signed)), undefined),
  drop: (signature) => orElse(() => localStorage.removeItem(NAME + signature), undefined),
};
/** How the names of drafts begin; `drafts.ts` keeps them, which only forms need. */
export const DRAFTS = 'coop draft ';
/** What was signed from a form is done after all: its draft is gone, and a form that still shows it is emptied. */
export function landed(signature: string): void {
  orElse(
    () =>
      Object.keys(localStorage)
        .filter((name) => name.startsWith(DRAFTS) && localStorage.getItem(name)!.includes(signature))
        .forEach((name) => localStorage.removeItem(name)),
    undefined,
  );
  dispatchEvent(new CustomEvent('coop:landed', { detail: signature }));
  others?.postMessage(signature);
}
/** The other tabs, which may show it still as unknown, in a form that would be sent again. */
const others = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('coop landed');
others?.addEventListener('message', ({ data }) =>
  dispatchEvent(new CustomEvent('coop:landed', { detail: data as string })),
);
/** The person has looked. A wallet may have given its signature meanwhile: then it is kept under that. */
export const forget = (signature: string): void =>
  [
    signature,
    ...kept
      .list()
      .filter(({ was }) => was === signature)
      .map((one) => one.signature),
  ].forEach(kept.drop);
/** Whether anything is, without reading how, or of which network. */
export const anythingKept = (): boolean => names().length > 0;

/** Asks what became of all of it that was signed for this network; what was done first, then what nobody knows. */
export async function resolveKept(): Promise<{ signed: Signed; fate: Fate }[]> {
  const { fateOf } = await import('../client/fate');
  const network = await networkOf(rpc);
  const all = await Promise.all(
    kept
      .list()
      .filter((signed) => signed.network === network)
      .map(async (signed) => ({ signed, fate: await fateOf(rpc, signed).catch(() => undefined) })),
  );
  const order = ({ fate }: { fate: Fate }) => (!fate ? 1 : fate.fate === 'landed' ? 0 : 2);
  return all.sort((a, b) => order(a) - order(b));
}
