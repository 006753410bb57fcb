/** Rules of `coop-math` in TypeScript, one function for one of Rust's: the books' prices, what can be asked back, settlement. */
import type { Books, PeriodResult } from '../generated';

const least = (a: bigint, b: bigint) => (a < b ? a : b);
const above = (a: bigint, b: bigint) => (a > b ? a - b : 0n);

export const bpsFloor = (amount: bigint, bps: number): bigint => (amount * BigInt(bps)) / 10_000n;
export const bpsCeil = (amount: bigint, bps: number): bigint => (amount * BigInt(bps) + 9_999n) / 10_000n;
export const q64Floor = (perUnit: bigint, units: bigint): bigint => (perUnit * units) >> 64n;

export const equity = (books: Books): bigint => books.sharesTotal + books.sharesInTransit + books.retainedTotal;
export const operating = (books: Books): bigint => books.fund + books.earnings;
export const cash = (books: Books): bigint =>
  operating(books) + books.reserve + books.solidarity + books.federationDue + books.dividends + books.interest + books.pioneers;

export interface Price {
  numerator: bigint;
  /** 0: there is no capital but fresh capital. */
  denominator: bigint;
}

export function price(books: Books): Price {
  const denominator = above(equity(books), books.fresh);
  const moved = least(books.moved, books.invested + books.atAgent);
  return { numerator: least(above(books.fund + moved, books.fresh), denominator), denominator };
}
export const solvencyBps = (books: Books): number => {
  const { numerator, denominator } = price(books);
  return denominator === 0n ? 10_000 : Number((numerator * 10_000n) / denominator);
};

/** The books after an expense that they can bear. */
export function expense(books: Books, amount: bigint): Books {
  const earned = least(amount, books.earnings);
  return { ...books, earnings: books.earnings - earned, fund: books.fund - (amount - earned), loss: books.loss + (amount - earned) };
}
/** The books after income. */
export function income(books: Books, amount: bigint): Books {
  const madeGood = least(amount, books.loss);
  return { ...books, loss: books.loss - madeGood, fund: books.fund + madeGood, earnings: books.earnings + (amount - madeGood) };
}

const BUDGET_WINDOW = 30 * 86_400;

export const budgetCapacity = (atStart: bigint, now: bigint, budgetBps: number): bigint => bpsFloor(least(atStart, now), budgetBps);
export function budgetRoom(capacity: bigint, periodLength: number, full: bigint, now: bigint): bigint {
  const window = BigInt(Math.max(periodLength, BUDGET_WINDOW));
  const taken = full <= now ? 0n : least(full - now, window);
  return (capacity * (window - taken)) / window;
}

export interface Capital {
  shares: bigint;
  withdrawn: bigint;
  matured: bigint;
  bonded: bigint;
  resting: bigint;
  staying: boolean;
}
const most = (...all: bigint[]) => all.reduce((a, b) => (a > b ? a : b));

export function askable(capital: Capital, redemptionBps: number): bigint {
  const held = capital.withdrawn + capital.matured;
  if (!capital.staying) return above(held, most(capital.bonded, capital.resting));
  const free = above(held, above(capital.bonded, capital.shares));
  return least(free, capital.withdrawn + bpsFloor(capital.matured, redemptionBps));
}
export const withdrawable = (capital: Capital, memberShare: bigint): bigint => above(capital.shares, most(memberShare, capital.bonded, capital.resting));

export interface Business {
  units: bigint;
  work: bigint;
  asked: bigint;
  staying: boolean;
}
export interface Settlement {
  paid: bigint;
  retired: bigint;
  cash: bigint;
  retained: bigint;
  pioneerUnits: bigint;
}
export function settle(closed: PeriodResult, business: Business): Settlement {
  const asks = business.asked !== 0n && closed.asked !== 0n;
  const paid = asks ? (business.asked * closed.paid) / closed.asked : 0n;
  const retired = asks ? (business.asked * closed.retired + closed.asked - 1n) / closed.asked : 0n;
  const dividend = q64Floor(closed.memberRate, business.units) + q64Floor(closed.workRate, business.work);
  if (!business.staying) return { paid, retired, cash: dividend, retained: 0n, pioneerUnits: 0n };
  return {
    paid, retired, cash: bpsFloor(dividend, closed.cashBps), retained: bpsFloor(dividend, 10_000 - closed.cashBps),
    pioneerUnits: closed.pioneerUnitsMade === 0n ? 0n : (closed.pioneerUnitsMade * dividend) / closed.surplus,
  };
}

/** What a holder of pioneer units and founding shares is owed at `perUnit`. */
export const pioneersOwed = (perUnit: bigint, units: bigint, founding: bigint, sharesBps: number): bigint =>
  (perUnit * units + ((perUnit * founding) / 10_000n) * BigInt(sharesBps)) >> 64n;

/** What a claim on a dissolving co-op can draw. */
export function draw(books: Books, claims: bigint, paid: bigint, claim: bigint, drawn: bigint): bigint {
  const came = operating(books) + paid;
  return above(came >= claims ? claim : (claim * came) / claims, drawn);
}
