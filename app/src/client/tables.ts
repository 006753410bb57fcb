/** Tables whose columns add up as shown, for the page and the command line. */
import type { Period } from '../generated';
import { adding, type Measure } from './formats';
import { waterfall, type Line } from './rules/statements';

/** A row of a waterfall: `amount` in base units, negative if it is taken off; `shown`: formatted, without sign and symbol. */
export interface Step {
  label: string;
  amount: bigint;
  total: boolean;
  shown: string;
}
/** A closed period as a waterfall: every total is the sum of what is shown above it. Rows of zero are left out. */
export function waterfallShown(
  period: Pick<Period, 'revenue' | 'expenses' | 'result'>,
  of: Measure,
  full = false,
): Step[] {
  const steps = waterfall(period)
    .map(({ label, amount, sign, total = false }) => ({ label, amount: total ? amount : BigInt(sign) * amount, total }))
    .filter(({ amount, total }) => amount !== 0n || total);
  const parts = steps.filter(({ total }) => !total);
  const { shown, show } = adding([...parts.map(({ amount }) => amount), -steps.at(-1)!.amount], of, full);
  const seen = new Map(parts.map((part, i) => [part, shown[i]!]));
  let left = 0n;
  return steps.map((step) => {
    left += seen.get(step) ?? 0n;
    return { ...step, shown: show(step.total ? left : seen.get(step)!) };
  });
}

/** Lines and their sum, with all places and without a symbol: the lines shown add up to the total shown. */
export function linesShown(
  lines: readonly Line[],
  of: Measure,
): { lines: { label: string; shown: string }[]; total: string } {
  const { shown, show } = adding(
    lines.map(({ amount }) => amount),
    of,
    true,
  );
  return {
    lines: lines.map(({ label }, i) => ({ label, shown: show(shown[i]!) })),
    total: show(shown.reduce((all, n) => all + n, 0n)),
  };
}
