/** Nodes that the address of this page names, by their hosts: those that the person has chosen here, those of a link that it has agreed to, and others. */
const KEY = 'coop nodes';
type Trust = 'chosen' | 'agreed';

/** In this page, also where the browser keeps nothing for it. */
const here = new Map<string, Trust>();
function all(): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}') as Record<string, unknown>;
  } catch {
    return {};
  }
}
export function trustIn(host: string): Trust | undefined {
  const known = all();
  const kept = Object.hasOwn(known, host) ? known[host] : undefined;
  return kept === 'chosen' || kept === 'agreed' ? kept : here.get(host);
}
/** What was chosen stays chosen. */
export function trust(host: string, how: Trust): void {
  if (trustIn(host) === 'chosen') return;
  here.set(host, how);
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...all(), [host]: how }));
  } catch {
    /* it is asked again in the next page */
  }
}
