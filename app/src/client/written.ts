/**
 * Recognises the same amount of a token whose multiplier changes: with interest, what is written as 1000 is another number of base units every
 * second, so a payment that is made again would count as another one.
 */
import type { Reader } from './reads/accounts';
import { lastSite } from './reads/coops';
import { amountsOf, type Act } from './deed';
import { isNetwork } from './failures';
import type { Mark } from './kept';

/** Amounts are kept in so many parts of the last decimal place. */
const FINE = 1_000_000_000n;
/** Between the reading of an amount and this, a multiplier has grown by less than one part of so many: at 5 % a year in 100 minutes. */
const PARTS = 100_000n;

/** What a transaction does but for its amounts, and these as they are shown now; undefined if the token has no multiplier. */
export async function writtenOf(rpc: Reader, all: readonly Act[]): Promise<Mark['written']> {
  const found = await amountsOf(all);
  if (!found) return undefined;
  const site = await lastSite(rpc, found.coop).catch((failed: unknown) => {
    if (isNetwork(failed)) throw failed;
    return undefined; // there is no such co-op
  });
  const by = site?.token.multiplier;
  if (!by) return undefined;
  const shown = (amount: bigint) => ((amount * by.numerator * FINE) / by.denominator).toString();
  return { deed: found.deed, amounts: found.amounts.map(shown) };
}

/** What an amount may have been written as: all between these, in units of the last decimal place. */
const span = (shown: bigint): [bigint, bigint] => [(shown - shown / PARTS) / FINE, (shown + shown / PARTS) / FINE];

/** Whether both may have been written the same. */
export function likeness({ written: one }: Mark, { written: other }: Mark): boolean {
  if (!one || one.deed !== other?.deed) return false;
  return one.amounts.every((amount, i) => {
    const [[low, high], [from, to]] = [span(BigInt(amount)), span(BigInt(other.amounts[i]!))];
    return low <= to && from <= high;
  });
}
