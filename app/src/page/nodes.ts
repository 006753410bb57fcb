/** How far nodes in the page's address are trusted: `chosen` by the user here, `agreed` to after a link named them, or not. */
const KEY = 'coop nodes';
type Trust = 'chosen' | 'agreed';

/** For this page, even if the browser stores nothing. */
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
/** A chosen host stays chosen. */
export function trust(host: string, how: Trust): void {
  if (trustIn(host) === 'chosen') return;
  here.set(host, how);
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...all(), [host]: how }));
  } catch {
    /* the next page asks again */
  }
}
