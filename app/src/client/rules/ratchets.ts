/** Which terms of a charter can change in one direction only. */
import { TERMS, type Term, type TermName } from '../../generated/charterTable';

/** In which direction a term of the charter may move; undefined: in both. */
export const RATCHETS: Readonly<Record<string, 'down' | 'up' | 'fixed' | undefined>> = Object.fromEntries(
  (Object.entries(TERMS) as [TermName, Term][]).map(([name, { ratchet }]) => [name, ratchet]),
);

/** Whether a change goes in the direction that the term's ratchet forbids. */
export function loosens(term: string, before: bigint | number, after: bigint | number): boolean {
  const way = RATCHETS[term];
  if (!way || before === after) return false;
  return way === 'fixed' || (way === 'down' ? after > before : after < before);
}
