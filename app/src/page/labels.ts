/** The reader's own labels for addresses: in this browser only, shown beside what is on the chain and never instead of it. */
import { useSyncExternalStore } from 'react';

const KEY = 'coop labels';
type Labels = Readonly<Record<string, string>>;

const read = (): Labels => {
  try {
    return Object.fromEntries(
      Object.entries(JSON.parse(localStorage.getItem(KEY) ?? '{}') as object).filter(
        ([, label]) => typeof label === 'string',
      ),
    );
  } catch {
    return {};
  }
};
let now = read();
const changed = () => dispatchEvent(new Event('coop:labels'));
export function write(labels: Labels): void {
  localStorage.setItem(KEY, JSON.stringify(labels)); // throws if the browser stores nothing
  now = labels;
  changed();
}
const subscribe = (tell: () => void) => {
  const elsewhere = (event: StorageEvent) => {
    if (event.key === KEY) {
      now = read();
      tell();
    }
  };
  addEventListener('coop:labels', tell);
  addEventListener('storage', elsewhere);
  return () => (removeEventListener('coop:labels', tell), removeEventListener('storage', elsewhere));
};
/** All labels; components that use them render again when they change, in another tab too. */
export const useLabels = (): Labels => useSyncExternalStore(subscribe, () => now);
export const labels = (): Labels => now;
