/** Writes numbers and times for people: amounts of a token, per cent, durations, moments. `parse.ts` reads them back. */

/** A fraction, exactly. */
export interface Ratio {
  numerator: bigint;
  denominator: bigint;
}
/** How amounts of a token are written. */
export interface Written {
  decimals: number;
  /** The mint's current multiplier (Token-2022): amounts shown are multiplied by it, amounts entered divided. */
  multiplier?: Ratio | undefined;
  /** What follows an amount: a symbol, or the short address of the mint. */
  symbol?: string | undefined;
}
/** How amounts are written, or only their decimal places. */
export type Measure = number | Written;

/** The decimal places of a token. */
export const decimalsOf = (of: Measure): number => (typeof of === 'number' ? of : of.decimals);
/** What follows its amounts, if anything does. */
export const symbolOf = (of: Measure): string | undefined => (typeof of === 'number' ? undefined : of.symbol);
const multiplierOf = (of: Measure): Ratio | undefined => (typeof of === 'number' ? undefined : of.multiplier);

/** The amount shown for base units, in units of the last decimal place; rounded down. */
export function shownUnits(units: bigint, of: Measure): bigint {
  const by = multiplierOf(of);
  return by ? (units * by.numerator) / by.denominator : units;
}
/** Base units of an entered amount: the least that are shown as it; if none are, the next below, so that nobody pays more. */
export function baseUnits(shown: bigint, of: Measure): bigint {
  const by = multiplierOf(of);
  if (!by) return shown;
  const up = (shown * by.denominator + by.numerator - 1n) / by.numerator;
  return shownUnits(up, of) === shown ? up : (shown * by.denominator) / by.numerator;
}

/**
 * An exact decimal without zeros at the end, which is read back as the same number. Three places after a whole number get a
 * fourth, since `1.234` has two readings.
 */
export function formatUnits(units: bigint, decimals: number, group = ''): string {
  if (units < 0n) return `-${formatUnits(-units, decimals, group)}`;
  const digits = units.toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, '');
  const more = fraction.length === 3 && whole !== '0' ? '0' : '';
  return `${whole.replace(/\B(?=(\d{3})+$)/g, group)}${fraction ? `.${fraction}${more}` : ''}`;
}
const NARROW = '\u202f';
const withSymbol = (digits: string, of: Measure) => [digits, symbolOf(of)].filter(Boolean).join(' ');

/** An amount for a field or a script: digits and a point, nothing else. */
export const plainAmount = (units: bigint, of: Measure): string => formatUnits(shownUnits(units, of), decimalsOf(of));
/** An amount in full, with its symbol. */
export const formatAmount = (units: bigint, of: Measure): string =>
  withSymbol(formatUnits(shownUnits(units, of), decimalsOf(of), NARROW), of);

/** An amount for the eye, without symbol: hundredths, rounded down; below a hundredth in full. `column`: always two places. */
export function showDigits(units: bigint, of: Measure, column = false): string {
  const [all, decimals] = [shownUnits(units, of), decimalsOf(of)];
  const hundredth = 10n ** BigInt(Math.max(0, decimals - 2));
  const shown = formatUnits(all < 10n ** BigInt(decimals) ? all : all - (all % hundredth), decimals, NARROW);
  return /\.\d$/.test(shown) ? `${shown}0` : column && decimals >= 2 && !shown.includes('.') ? `${shown}.00` : shown;
}
/** The same with its symbol. */
export const showAmount = (units: bigint, of: Measure, column = false): string =>
  withSymbol(showDigits(units, of, column), of);

/** Basis points as per cent. */
export const formatBps = (bps: number): string => `${bps / 100} %`;

/** Seconds of a day. */
export const DAY = 86_400;

const SIZES = [
  [DAY, 'day'],
  [3_600, 'h'],
  [60, 'min'],
] as const;
/** Seconds as the largest unit that shows them, in tenths: `3 days`, `5.5 h`, `40 s`. For how long something lasts or is away. */
export function formatDuration(seconds: number | bigint): string {
  const s = Number(seconds);
  for (const [size, name] of SIZES) {
    if (s >= size) {
      const count = Math.round((s / size) * 10) / 10;
      return `${count} ${name}${name === 'day' && count !== 1 ? 's' : ''}`;
    }
  }
  return `${s} s`;
}
/** Seconds exactly, as for terms: `3 days`, `1 day 6 h`, `90 min`. */
export function exactDuration(seconds: number | bigint): string {
  let rest = Number(seconds);
  const parts = SIZES.flatMap(([size, name]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count === 0 ? [] : [`${count} ${name}${name === 'day' && count !== 1 ? 's' : ''}`];
  });
  return [...parts, ...(rest > 0 || parts.length === 0 ? [`${rest} s`] : [])].join(' ');
}

const clocks = new Map<string, Intl.DateTimeFormat>();
function clockOf(zone: string | undefined, dated: boolean): Intl.DateTimeFormat {
  const name = `${zone ?? ''} ${dated ? 'dated' : ''}`;
  const found =
    clocks.get(name) ??
    new Intl.DateTimeFormat('en-GB', {
      ...(dated ? { day: 'numeric', month: 'short', year: 'numeric' } : {}),
      hour: '2-digit',
      minute: '2-digit',
      timeZoneName: 'short',
      ...(zone ? { timeZone: zone } : {}),
    });
  clocks.set(name, found);
  return found;
}
/** The last second that a `Date` can have; the program uses later ones for “never”. */
const LAST = 8_640_000_000_000;

/** A moment of the chain with its zone, and in UTC: `24 Dec 2026, 19:00 CET (18:00 UTC)`. `zone`: by default the reader's own. */
export function formatTime(at: bigint | number, zone?: string): string {
  if (Number(at) > LAST) return 'never';
  const date = new Date(Number(at) * 1_000);
  const [here, utc] = [clockOf(zone, true).format(date), clockOf('UTC', true).format(date)];
  if (here === utc) return utc;
  const sameDay = here.split(',')[0] === utc.split(',')[0];
  return `${here} (${sameDay ? clockOf('UTC', false).format(date) : utc})`;
}
/** A moment in ISO 8601, for the page's `<time>`. */
export const isoTime = (at: bigint | number): string => new Date(Math.min(Number(at), LAST) * 1_000).toISOString();

/** Amounts rounded for display so that they add up, and a function that writes one. */
export interface Columns {
  shown: bigint[];
  /** Writes an amount of `shown`. */
  show: (n: bigint) => string;
}
/**
 * Rounds the amounts of a column for display so that it adds up: each is cut, and where the sum needs it, those that were cut
 * most get one step more (largest remainder). A step is a hundredth; with `full`, or if all amounts are below one, a unit of the
 * last place. Amounts may be negative. `shown` is in units of the last decimal place, which `show` writes without a symbol.
 */
export function adding(parts: readonly bigint[], of: Measure, full = false): Columns {
  const { numerator, denominator } = multiplierOf(of) ?? { numerator: 1n, denominator: 1n };
  const decimals = decimalsOf(of);
  const exact = parts.map((n) => n * numerator);
  const largest = exact.reduce((most, n) => (n > most ? n : -n > most ? -n : most), 0n);
  const all = full || largest < 10n ** BigInt(decimals) * denominator;
  const step = denominator * (all ? 1n : 10n ** BigInt(Math.max(0, decimals - 2)));
  const cut = (n: bigint) => n - (n % step); // towards 0: no more is shown than there is
  const shown = exact.map(cut);
  const sum = (of: readonly bigint[]) => of.reduce((so, n) => so + n, 0n);
  let lacks = (cut(sum(exact)) - sum(shown)) / step;
  const way = lacks < 0n ? -1n : 1n;
  const byRest = exact
    .map((n, i) => ({ i, rest: (n - shown[i]!) * way }))
    .sort((x, y) => (x.rest < y.rest ? 1 : x.rest > y.rest ? -1 : 0));
  for (const { i } of byRest) {
    if (lacks === 0n) break;
    shown[i]! += way * step;
    lacks -= way;
  }
  const places = all ? decimals : Math.min(2, decimals);
  const show = (n: bigint) => {
    const written = formatUnits(n < 0n ? -n : n, decimals, NARROW);
    const [before = '', fraction = ''] = written.split('.');
    return full || places === 0 ? written : `${before}.${fraction.padEnd(places, '0')}`;
  };
  return { shown: shown.map((n) => n / denominator), show };
}
