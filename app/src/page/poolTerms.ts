/** The fields and labels of a pool's terms, for forms and for refusals in words. */
import { POOL as TERMS } from '../client/words';

type Term = (typeof TERMS)[number]['key'];
/** Fields with another name than their term: those in per cent, and days from the opening. */
const NAMES: Partial<Record<Term, string>> = {
  useBondBps: 'useBond',
  withdrawUntil: 'withdrawDays',
  deadline: 'deadlineDays',
  minSolvencyBps: 'minSolvency',
};

/** The terms of a pool that forms ask for: the name of each one's field, and its label. */
export const POOL = Object.fromEntries(
  TERMS.filter(({ key }) => key !== 'opens').map(({ key, label }) => [key, { name: NAMES[key] ?? key, label }]),
) as Record<Exclude<Term, 'opens'>, { name: string; label: string }>;
