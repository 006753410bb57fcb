/** What was signed and is not resolved: in the browser, so that another tab and a reload know it too. */
import type { Fate, Kept, Signed } from '../client/send';
import { chain, isLocal, rpc, url } from './chain';

const NAME = `coop signed ${isLocal ? url : chain} `;
const names = () => Object.keys(localStorage).filter((name) => name.startsWith(NAME));

export const kept: Kept = {
  list: () => names().flatMap((name) => {
    const found = localStorage.getItem(name);
    return found ? [JSON.parse(found) as Signed] : [];
  }),
  add: (signed) => localStorage.setItem(NAME + signed.signature, JSON.stringify(signed)),
  drop: (signature) => localStorage.removeItem(NAME + signature),
};
/** Whether anything is, without reading how. */
export const anythingKept = (): boolean => names().length > 0;

/** Asks what became of all of it, and forgets what is resolved. */
export async function resolveKept(): Promise<{ signed: Signed; fate: Fate }[]> {
  const { fateOf } = await import('../client/send');
  return Promise.all(kept.list().map(async (signed) => {
    const fate = await fateOf(rpc, signed).catch(() => undefined);
    if (fate) kept.drop(signed.signature);
    return { signed, fate };
  }));
}
