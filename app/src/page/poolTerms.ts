/** A pool's terms as forms ask for them, and as refusals of the program are put into words. */
import { POOL as TERMS } from '../client/words';

type Term = (typeof TERMS)[number]['key'];
/** Where the field is not called as the term: per cent, and days from the opening. */
const NAMES: Partial<Record<Term, string>> = {
  useBondBps: 'useBond',
  withdrawUntil: 'withdrawDays',
  deadline: 'deadlineDays',
  minSolvencyBps: 'minSolvency',
};

/** The terms of a pool that people are asked for: the field of each, and what it is called. */
export const POOL = Object.fromEntries(
  TERMS.filter(({ key }) => key !== 'opens').map(({ key, label }) => [key, { name: NAMES[key] ?? key, label }]),
) as Record<Exclude<Term, 'opens'>, { name: string; label: string }>;
