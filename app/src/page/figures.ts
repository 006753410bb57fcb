/** Figures of views beyond the client's rules: what is paid at a close, what may change that, and why something has to wait. */
import type { At } from '../client';
import type { Coop, Member, Period, Proposal } from '../generated';
import { expense } from '../generated/math';
import * as rules from '../client/rules';

const least = (...of: bigint[]) => of.reduce((a, b) => (a < b ? a : b));
const most = (a: bigint, b: bigint) => (a > b ? a : b);
const YEAR = 365n * 86_400n;

/** All capital that is asked back at the next close, the reserve's included. */
const askedInAll = ({ books }: Coop): bigint => books.asked + books.forfeited;

/** What somebody is paid at the close for capital asked back, at the current price; `more`: the part not asked back yet. */
export function paidFor(coop: Coop, amount: bigint, more = 0n): bigint {
  const all = askedInAll(coop) + more;
  return all <= 0n ? 0n : (amount * least(rules.worth(coop, all), most(coop.books.fund - coop.books.fresh, 0n))) / all;
}

/** The price, and the lowest that ordinary spending could bring it to before the period closes; in basis points. */
export function priceRange(coop: Coop, now: bigint): { now: number; low: number } {
  const capacity = rules.budgetCapacity(coop);
  const window = most(30n * 86_400n, BigInt(coop.period.length));
  const refills = (capacity * most(rules.periodEnds(coop) - now, 0n)) / window;
  const spent = least(rules.operating(coop), rules.budgetLeft(coop, now) + refills);
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
 * capital may also answer for a promise; `bonded` is what that binds in addition. `released`: neither binds, except what
 * `answers` for a promise whose time is over.
 */
export function leaving(
  coop: Coop,
  p: rules.Position,
  released = false,
  answers = 0n,
): { capital: bigint; resting: bigint; fresh: bigint; bonded: bigint; free: bigint; paid: bigint } {
  let free = p.capital;
  const bound = (amount: bigint) => {
    const taken = least(most(amount, 0n), free);
    free -= taken;
    return taken;
  };
  const fresh = released ? 0n : bound(p.fresh);
  const resting = released ? 0n : bound(p.resting);
  const bonded = bound(released ? answers : p.bonded - resting - fresh);
  return { capital: p.capital, resting, fresh, bonded, free, paid: paidFor(coop, free, free - p.atClose.asked) };
}

/** When a weighty resolution can be executed: at the close of the first period that regularly ends after its timelock. */
export function turn(coop: Coop, p: Proposal): { closed: boolean; period: number; at: bigint } {
  if (coop.closedUntil >= rules.opensAt(p))
    return { closed: true, period: coop.period.number - 1, at: coop.closedUntil };
  const [at, end] = [rules.executableFrom(p, coop), rules.periodEnds(coop)];
  return { closed: false, period: coop.period.number + Number((at - end) / BigInt(coop.charter.periodLength)), at };
}

/** Why an execution would be refused now; empty if no reason is known. */
export function refusedFor(
  p: At<Proposal>,
  coop: Coop,
  now: bigint,
  kind: string,
  show: (n: bigint) => string,
): string[] {
  const why: string[] = [];
  const { books } = coop;
  if (kind === 'Spend') {
    if (rules.isOverdue(coop, now)) why.push('the period is over: close it first, which anyone may do');
    const room = rules.budgetLeft(coop, now);
    if (p.special === 0 && p.amount > room)
      why.push(`ordinary decisions can spend ${show(room)} now; that refills as time passes`);
    const free = rules.freeFund(coop, p.special === 1, now);
    const asksWait = books.asked > 0n && !rules.hasJustBegun(coop, now);
    const beyond = most(p.amount - books.earnings, 0n);
    if (p.flag === 1 || p.flag === 3) {
      if (p.amount > books.fund)
        why.push(`the fund holds ${show(books.fund)}: what the open period earns is no part of it before its close`);
      else if (p.amount > free)
        why.push(
          `only ${show(free)} of the fund is free: the rest is needed for capital that is paid at the next close`,
        );
    } else if (p.special === 1 && asksWait && beyond > room) {
      why.push(
        `${show(books.asked)} is asked back, so only ${show(room)} more than the earnings can be spent before the close: carry it out right after the close`,
      );
    } else if (p.amount > rules.operating(coop)) why.push(`the co-op has ${show(rules.operating(coop))} to spend`);
  }
  if (kind === 'OpenPool' && p.rateBps !== coop.charter.takeRateBps)
    why.push('the take rate is another than when it was proposed: propose the pool anew');
  if (kind === 'Grant' && p.amount > books.solidarity) why.push(`solidarity holds ${show(books.solidarity)}`);
  if (kind === 'CoverLoss') {
    if (books.loss === 0n) why.push('there is no loss to cover');
    else if (rules.lastingLoss(coop) === 0n) why.push('the loss has not lasted for a whole period yet');
    else if (books.reserve < 10n) why.push('the reserve is empty');
    if (coop.lossCoveredAt !== 0n && now - coop.lossCoveredAt < YEAR)
      why.push('a loss was covered less than a year ago');
  }
  if (rules.missesItsDay(p, coop, now))
    why.push(
      'it is carried out on the first day of a period only, so that no close before or after it changes who gets what',
    );
  if (kind === 'LeaveFederation' && books.federationDue > 0n)
    why.push('money is still due to the federation: pass it on first, which anyone may do');
  return why;
}
