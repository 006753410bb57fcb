/** The books as statements: a balance sheet, and the result of a period as a waterfall. */
import type { Coop, Period } from '../../generated';
import * as math from '../../generated/math';

/** A line of the balance sheet, in base units. */
export interface Line {
  label: string;
  amount: bigint;
}
/** The books as a balance sheet: `assets` and `capital` are equal while the co-op is active; `buckets` is the rest of the cash. */
export function balanceSheet({ books }: Coop): {
  assets: Line[];
  capital: Line[];
  buckets: Line[];
  total: bigint;
  cash: bigint;
} {
  const line = (label: string, amount: bigint): Line => ({ label, amount });
  return {
    assets: [
      line('fund', books.fund),
      line('invested', books.invested),
      line('at the agent', books.atAgent),
      line('loss, not made good', books.loss),
    ],
    capital: [
      line('shares', books.sharesTotal),
      line('unclaimed shares', books.sharesInTransit),
      line('retained capital', books.retainedTotal),
      line('due to the reserve', books.reserveDue),
    ],
    buckets: [
      line('earnings of the period', books.earnings),
      line('reserve', books.reserve),
      line('solidarity', books.solidarity),
      line('due to the federation', books.federationDue),
      line('owed to members', books.dividends),
      line('owed as interest', books.interest),
      line('owed to pioneers', books.pioneers),
    ],
    total: math.equity(books) + books.reserveDue,
    cash: math.cash(books),
  };
}

/** A closed period as a waterfall: the income, each step that took from it, and what members got. It adds up. */
export function waterfall({ revenue, expenses, result }: Pick<Period, 'revenue' | 'expenses' | 'result'>): {
  label: string;
  amount: bigint;
  sign: 1 | -1;
  total?: boolean;
}[] {
  // the rest between income and surplus: old losses that income covered, or a new loss
  const open = revenue - expenses - result.wear - result.surplus;
  return [
    { label: 'revenue', amount: revenue, sign: 1 },
    { label: 'expenses', amount: expenses, sign: -1 },
    { label: 'wear of what was invested', amount: result.wear, sign: -1 },
    open < 0n ? { label: 'left as a loss', amount: -open, sign: 1 } : { label: 'old losses', amount: open, sign: -1 },
    { label: 'surplus', amount: result.surplus, sign: 1, total: true },
    { label: 'reserve', amount: result.reserve, sign: -1 },
    { label: 'solidarity', amount: result.solidarity, sign: -1 },
    { label: 'federation', amount: result.federation, sign: -1 },
    { label: 'return on capital', amount: result.interest, sign: -1 },
    { label: 'reserve, for outside use and work', amount: result.outside, sign: -1 },
    { label: 'pioneers', amount: result.pioneers, sign: -1 },
    { label: 'members, by work', amount: result.work, sign: -1 },
    { label: 'members, by use', amount: result.members, sign: 1, total: true },
  ];
}
