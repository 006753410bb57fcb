/** Signed transactions with an outcome that is unknown, or became known less than an hour ago: in the browser, for other tabs and reloads; in this page, if it stores nothing. */
import type { Fate } from '../client/outcomes';
import { isOver, openIn, type Kept, type Signed } from '../client/kept';
import { networkOf } from '../client/transport';
import { rpc } from './chain';

const NAME = 'coop signed ';
/** If storage is blocked or full, nothing is stored. */
const orElse = <T>(what: () => T, otherwise: T): T => {
  try {
    return what();
  } catch {
    return otherwise;
  }
};
/** What this page has signed itself: storage may be blocked, full, or cleared while the page is open. */
const here = new Map<string, Signed>();
let stored = true;
/** A warning for the case that only this page has what was signed, as the browser stores nothing. */
export const unstored = (): string =>
  stored
    ? ''
    : '. This browser stores nothing for this page: do not close it or load it anew before the outcome is known, and note the transaction';
// settled in another tab
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
/** The prefix of the names of drafts; `drafts.ts` stores them, which only forms need. */
export const DRAFTS = 'coop draft ';
/** After what a form signed was done after all: removes its draft, and empties forms that still show it. */
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
/** To other tabs, which may still show it as unknown, in a form that could be sent again. */
const others = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('coop landed');
others?.addEventListener('message', ({ data }) =>
  dispatchEvent(new CustomEvent('coop:landed', { detail: data as string })),
);
/** Removes an entry that the user has looked into, also under the signature that a wallet may have returned meanwhile. */
export const forget = (signature: string): void =>
  [
    signature,
    ...kept
      .list()
      .filter(({ was }) => was === signature)
      .map((one) => one.signature),
  ].forEach(kept.drop);
/** Whether anything that was signed here is not settled, on whatever network. */
export const anythingKept = (): boolean => openIn(kept).length > 0;

/** Asks for the outcomes of everything signed for this network; those that were done come first, then unknown ones. */
export async function resolveKept(): Promise<{ signed: Signed; fate: Fate }[]> {
  const { fateOf } = await import('../client/fate');
  const network = await networkOf(rpc);
  const all = await Promise.all(
    openIn(kept)
      .filter((signed) => signed.network === network)
      .map(async (signed) => ({ signed, fate: await fateOf(rpc, signed).catch(() => undefined) })),
  );
  const order = ({ fate }: { fate: Fate }) => (!fate ? 1 : fate.fate === 'landed' ? 0 : 2);
  return all.sort((a, b) => order(a) - order(b));
}
/** Records that these outcomes were told: what was done is over, what was not is removed, and what is unknown stays. */
export function wereTold(all: Awaited<ReturnType<typeof resolveKept>>): void {
  for (const { signed, fate } of all) {
    if (fate?.fate === 'landed') {
      isOver(kept, signed, fate.signature);
      kept.landed?.(signed);
    } else if (fate) kept.drop(signed.signature);
  }
}
