/** Figures of views beyond the client's rules: what is paid at a close, what may change that, and when a resolution takes effect. */
import { larger, smaller } from '../client/larger';
import type { Coop, Member, Period, Proposal } from '../generated';
import { expense } from '../generated/math';
import * as rules from '../client/rules';

/** The price, and the lowest that ordinary spending could bring it to before the period closes; in basis points. */
export function priceRange(coop: Coop, now: bigint): { now: number; low: number } {
  const capacity = rules.budgetCapacity(coop);
  const window = larger(30n * 86_400n, BigInt(coop.period.length));
  const refills = (capacity * larger(rules.periodEnds(coop) - now, 0n)) / window;
  const spent = smaller(rules.operating(coop), rules.budgetLeft(coop, now) + refills);
  const after = expense(coop.books, spent);
  return { now: rules.priceBps(coop), low: rules.priceBps(after.ok ? { ...coop, books: after.value } : coop) };
}

/** Retained dividends that have not matured, by period, and when each does. */
export function vintages(
  coop: Coop,
  one: Member,
  period: Period | undefined,
): { period: number; retained: bigint; ripe: number; at: bigint }[] {
  return rules
    .settled(coop, one, period)
    .vintages.map((v) => ({ ...v, ripe: rules.maturesWith(coop, v) }))
    .filter(({ retained, ripe }) => retained > 0n && coop.period.number < ripe)
    .sort((a, b) => a.period - b.period)
    .map((v) => ({
      ...v,
      at: rules.periodEnds(coop) + BigInt(v.ripe - coop.period.number - 1) * BigInt(coop.charter.periodLength),
    }));
}

/**
 * What a member gets if it leaves now: its capital, what of it is bound, and what is paid for the rest at the close. Resting
 * capital may also answer for a promise, unless that `answers` for one whose time is over; `bonded` is what a promise binds in addition.
 * `released`: nothing else binds.
 */
export function leaving(
  coop: Coop,
  p: rules.Position,
  released = false,
  answers = 0n,
): { capital: bigint; resting: bigint; fresh: bigint; bonded: bigint; free: bigint; paid: bigint } {
  let free = p.capital;
  const bound = (amount: bigint) => {
    const taken = smaller(larger(amount, 0n), free);
    free -= taken;
    return taken;
  };
  const fresh = released ? 0n : bound(p.fresh);
  const resting = released ? 0n : bound(p.resting);
  const bonded = bound(released ? answers : p.bonded - fresh - (answers > 0n ? 0n : resting));
  return { capital: p.capital, resting, fresh, bonded, free, paid: rules.paidFor(coop, free, free - p.atClose.asked) };
}

/** When a weighty resolution can be executed at the earliest: at the close of the first period that regularly ends after its timelock. */
export function turn(coop: Coop, p: Proposal, now: bigint): { closed: boolean; period: number; at: bigint } {
  const opens = rules.opensAt(p);
  if (coop.closedUntil >= opens) return { closed: true, period: coop.period.number - 1, at: coop.closedUntil };
  const later = rules.periodEnds(coop) < opens ? 1 : 0;
  return { closed: false, period: coop.period.number + later, at: rules.executableFrom(p, coop, now) };
}
