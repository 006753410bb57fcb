/** What was signed and is not resolved: in the browser, so that another tab and a reload know it too; and in this page, where the browser keeps nothing for it. */
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
/** What this page has signed itself. Storage may be blocked, full, or emptied while the page is open. */
const here = new Map<string, Signed>();
let stored = true;
/** Said with what was signed and is known to this page alone: nothing of what the browser keeps. */
export const unstored = (): string =>
  stored
    ? ''
    : '. This browser stores nothing for this page: do not close it or load it anew before the outcome is known, and note the transaction';
// resolved in another tab
addEventListener('storage', ({ key, newValue }) => {
  if (key?.startsWith(NAME) && newValue === null) here.delete(key.slice(NAME.length));
});
const names = () => orElse(() => Object.keys(localStorage).filter((name) => name.startsWith(NAME)), []);

export const kept: Kept = {
  tellsFor: 0,
  // what is no longer written like this is not read
  list: () => {
    const all = names()
      .flatMap((name) => orElse(() => [JSON.parse(localStorage.getItem(name)!) as Signed | null], []))
      .filter((signed): signed is Signed => typeof signed?.network === 'string');
    return [...new Map([...here, ...all.map((signed) => [signed.signature, signed] as const)]).values()];
  },
  add: (signed) => {
    here.set(signed.signature, signed);
    stored = orElse(() => (localStorage.setItem(NAME + signed.signature, JSON.stringify(signed)), true), false);
  },
  drop: (signature) => {
    here.delete(signature);
    orElse(() => localStorage.removeItem(NAME + signature), undefined);
  },
  landed: ({ signature, was }) => [signature, ...(was ? [was] : [])].forEach(landed),
};
/** How the names of drafts begin; `drafts.ts` keeps them, which only forms need. */
export const DRAFTS = 'coop draft ';
/** What was signed from a form is done after all: its draft is gone, and a form that still shows it is emptied. */
function landed(signature: string): void {
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
export const anythingKept = (): boolean => names().length + here.size > 0;

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
