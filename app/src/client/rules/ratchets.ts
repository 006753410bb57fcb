/** Which terms of a charter can change in one direction only. */
import { TERMS, type Term, type TermName } from '../../generated/charterTable';

/** Which way a term of the charter may move; nothing: both. */
export const RATCHETS: Readonly<Record<string, 'down' | 'up' | 'fixed' | undefined>> = Object.fromEntries(
  (Object.entries(TERMS) as [TermName, Term][]).map(([name, { ratchet }]) => [name, ratchet]),
);

/** Whether a change goes the way that the ratchet of the term forbids. */
export function loosens(term: string, before: bigint | number, after: bigint | number): boolean {
  const way = RATCHETS[term];
  if (!way || before === after) return false;
  return way === 'fixed' || (way === 'down' ? after > before : after < before);
}
