/** Labels of one's own for addresses: in this browser only, beside what the chain says and never instead of it. */
import { isAddress } from '@solana/kit';
import { useSyncExternalStore } from 'react';

const KEY = 'coop labels';
/** Letters of one, at most. */
export const LONGEST = 40;
type Labels = Readonly<Record<string, string>>;

const read = (): Labels => {
  try {
    return checked(JSON.parse(localStorage.getItem(KEY) ?? '{}'));
  } catch {
    return {};
  }
};
/** Only addresses, each with a text that is not too long. */
function checked(given: unknown): Labels {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) throw new Error('a file of labels is an object: an address, and its label');
  const wrong = Object.entries(given).find(([address, label]) => !isAddress(address) || typeof label !== 'string' || label.trim() === '' || label.length > LONGEST);
  if (wrong) throw new Error(`“${wrong[0]}”: an address is needed, and a label of 1 to ${LONGEST} letters`);
  return given as Labels;
}

let now = read();
const changed = () => dispatchEvent(new Event('coop:labels'));
function write(labels: Labels): void {
  localStorage.setItem(KEY, JSON.stringify(labels)); // a browser that keeps nothing says so
  now = labels;
  changed();
}
const subscribe = (tell: () => void) => {
  const elsewhere = (event: StorageEvent) => { if (event.key === KEY) { now = read(); tell(); } };
  addEventListener('coop:labels', tell);
  addEventListener('storage', elsewhere);
  return () => (removeEventListener('coop:labels', tell), removeEventListener('storage', elsewhere));
};
/** All of them; what shows one is shown anew when they change, in another tab too. */
export const useLabels = (): Labels => useSyncExternalStore(subscribe, () => now);

/** An empty label takes it away. */
export function setLabel(address: string, label: string): void {
  const { [address]: _, ...others } = now;
  write(checked(label.trim() === '' ? others : { ...others, [address]: label.trim() }));
}
export const exported = (): string => `${JSON.stringify(now, undefined, 2)}\n`;
/** Adds those of a file; the file's count where both have one. How many it brought. */
export function importLabels(text: string): number {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    throw new Error('this is no file of labels: it is not JSON');
  }
  const labels = checked(given);
  write({ ...now, ...labels });
  return Object.keys(labels).length;
}
