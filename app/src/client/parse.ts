/**
 * Parses numbers and times that people write: one reader for the page's fields, the command line's words and files. What has two
 * readings is refused with both of them; what is wrong is refused with what to write instead.
 */
import { MAGNITUDE } from './likeness';
import { faultIn } from './texts';
import {
  baseUnits,
  DAY,
  decimalsOf,
  formatBps,
  formatUnits,
  plainAmount,
  shownUnits,
  symbolOf,
  type Measure,
} from './formats';

/** A text that cannot be read as the number or the time asked for. */
export class Misread extends Error {}

/** Puts the name of the field before an error. */
export function inField<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (wrong) {
    throw wrong instanceof Misread
      ? new Misread(`${name}: ${wrong.message}`)
      : new Error(`${name}: ${(wrong as Error).message}`);
  }
}

/** The most that an account can hold, in base units. */
const MOST = 0xffff_ffff_ffff_ffffn;
/** Spaces of every width, apostrophes and underscores: between groups of three digits they are unambiguous. */
const GROUPS = /[ \u00a0\u2009\u202f'’_]/;

/** The digits before and after the point of a number that is unambiguous and not negative; zeros at its end are left out. */
function digitsOf(
  said: string,
  what: string,
  fits = (_whole: string, _fraction: string): boolean => true,
): { whole: string; fraction: string } {
  const wrong = (why: string): never => {
    throw new Misread(`“${said}” ${why}`);
  };
  const plain = said.trim();
  if (plain === '') throw new Misread(`nothing is written: ${what} is missing, such as 12.5`);
  const hidden = faultIn(plain.replace(/[\u00a0\u2009\u202f]/g, ' '), Infinity);
  if (hidden) throw new Misread(`${what}: ${hidden}`);
  if (/\p{Nd}/u.test(plain.replace(/[0-9]/g, '')))
    return wrong('is written with other digits than 0 to 9: write it with those');
  if (/^[+\-−–]/.test(plain))
    return wrong(
      /^[+\-−–]\s*[+\-−–]/.test(plain)
        ? 'has more than one sign: write digits alone'
        : plain.startsWith('+')
          ? 'has a sign: write digits alone'
          : `is negative: ${what} is at least 0`,
    );
  if (/^0x[\da-f]+$/i.test(plain)) return wrong('is hexadecimal: write decimal digits');
  if (/^\d+(\.\d+)?e[+-]?\d+$/i.test(plain)) return wrong('is written with an exponent: write all of its digits');
  if (!/^[\d.,]/.test(plain) || /[^\d., \u00a0\u2009\u202f'’_]/.test(plain))
    return wrong(
      `is not ${what}: write ${what === 'a whole number' ? 'digits alone, such as 12' : 'digits, and a point before the fraction, such as 12.5'}`,
    );

  const marks = [...plain.replace(/[^.,]/g, '')];
  const bare = plain.replace(/[^\d]/g, '');
  if (marks.length > 1) {
    const last = plain.lastIndexOf(marks.at(-1)!);
    const mixed = new Set(marks).size > 1;
    const before = plain.slice(0, last).replace(/[^\d]/g, '');
    const groups = /^\d{1,3}([.,])\d{3}(\1\d{3})*([.,]\d+)?$/.test(plain);
    return wrong(
      groups
        ? `groups digits with points or commas: write ${mixed ? `${before}.${plain.slice(last + 1)}` : bare}`
        : `has several points or commas: write one point before the fraction, such as 1234.5`,
    );
  }
  const [left, right] = marks.length === 0 ? [plain, undefined] : (plain.split(marks[0]!) as [string, string]);
  if (left === '' || right === '')
    return wrong(
      `has no digits ${left === '' ? 'before' : 'behind'} its ${marks[0] === '.' ? 'point' : 'comma'}: write ${left === '' ? `0.${right!}` : left}`,
    );
  if (
    (!/^\d+$/.test(left) && !/^\d{1,3}([ \u00a0\u2009\u202f'’_])\d{3}(\1\d{3})*$/.test(left)) ||
    (right !== undefined && GROUPS.test(right))
  ) {
    return wrong(
      `groups its digits in a way that does not fit: groups have three digits each, all with the same mark between them, before the fraction; or write ${right === undefined ? bare : `${left.replace(/\D/g, '')}.${right.replace(/\D/g, '')}`}`,
    );
  }
  const whole = left.replace(/\D/g, '').replace(/^0+(?=\d)/, '');
  if (right !== undefined && /^\d{3}$/.test(right) && whole !== '0') {
    const less = `${whole}.${right.replace(/0+$/, '') || '0'}`;
    const ways = [
      ...(fits(whole + right, '') ? [whole + right] : []),
      ...(fits(whole, right.replace(/0+$/, '')) ? [/\.\d{3}$/.test(less) ? `${less}0` : less] : []),
    ];
    return wrong(
      `could be ${whole}${right} or ${less.replace(/\.0$/, '')}: ${ways.length > 0 ? `write ${ways.join(' or ')}` : 'neither is possible here'}`,
    );
  }
  return { whole, fraction: (right ?? '').replace(/0+$/, '') };
}

/** An amount and the symbol, or the short address, that follows: behind a space if that begins with a digit. */
const WITH_SYMBOL = /^([\d.,\s'’_]*?\d)(?:\s*([A-Za-z][A-Za-z0-9.+-]{0,9}|[A-Za-z]\w{3}…\w{4})|\s+\d\w{3}…\w{4})$/;
/** Throws if a text is no amount of any token: not a number, negative, or ambiguous. A symbol may follow. */
export function oneReading(said: string): void {
  const [, number, symbol = ''] = WITH_SYMBOL.exec(said.trim()) ?? [];
  digitsOf(number === undefined || MAGNITUDE.test(symbol) || /^0x/i.test(said) ? said : number, 'an amount');
}

/** A number with at most `places` decimal places, in units of its last place. */
function fixed(said: string, places: number, what: string, most: bigint, tooMany: string, limit: string): bigint {
  const { whole, fraction } = digitsOf(
    said,
    what,
    (whole, fraction) =>
      fraction.length <= places && whole.length <= 40 && BigInt(whole + fraction.padEnd(places, '0')) <= most,
  );
  if (fraction.length > places) throw new Misread(`“${said}” has ${tooMany}`);
  // more than 40 digits are too many anyway: thousands of them are not converted
  const units = whole.length > 40 ? most + 1n : BigInt(whole + fraction.padEnd(places, '0'));
  if (units > most) throw new Misread(`“${said}” is more than ${limit}`);
  return units;
}

/**
 * Base units of an amount such as `12.5`, `1_000` or `12.5 USDC`. If the mint has a multiplier: the least that are shown as what
 * was written, or if none are, the next below. `least`: in base units.
 */
export function parseAmount(said: string, of: Measure, { least = 0n }: { least?: bigint } = {}): bigint {
  const [decimals, symbol] = [decimalsOf(of), symbolOf(of)];
  const own = symbol && said.trim().endsWith(symbol) ? said.trim().slice(0, -symbol.length) : said;
  const other = /^[\d.,\s]*\d\s*([A-Za-z$€]{3,10})$/.exec(own.trim())?.[1];
  if (other && symbol && !/^0x/i.test(own.trim()))
    throw new Misread(`“${said.trim()}” is in ${other}, but amounts here are in ${symbol}: write the number alone`);
  const limit = `${plainAmount(MOST, of)}, the most that an account can hold`;
  const shown = fixed(
    own,
    decimals,
    'an amount',
    typeof of === 'number' || !of.multiplier ? MOST : MOST * 1_000_000_000n,
    `more than the token's ${decimals} decimal places: write ${decimals === 0 ? 'none' : `at most ${decimals}`}`,
    limit,
  );
  const units = baseUnits(shown, of);
  if (units > MOST) throw new Misread(`“${said}” is more than ${limit}`);
  if (units < least) throw new Misread(`“${said}” is too little: write at least ${leastWritten(least, of)}`);
  return units;
}
/** The least that can be written for so many base units: with a multiplier below 1, what is shown of them may stand for fewer. */
function leastWritten(least: bigint, of: Measure): string {
  const shown = shownUnits(least, of);
  return formatUnits(baseUnits(shown, of) < least ? shown + 1n : shown, decimalsOf(of));
}

/** Basis points of a percentage such as `12.5` or `12.5 %`: 0 to 100, in hundredths. */
export function parsePercent(said: string): number {
  const plain = said.trim().replace(/\s*%$/, '');
  return Number(
    fixed(
      plain,
      2,
      'a percentage',
      10_000n,
      'more than two decimal places: hundredths of a per cent are the least',
      '100 %',
    ),
  );
}

/** A minimum price of capital in basis points of par: `95` or `95 %`. `0.95` is refused, as 0.95 % would protect nobody. */
export function parsePrice(said: string): number {
  const bps = parsePercent(said);
  const plain = said.trim();
  if (bps > 0 && bps <= 100 && !plain.includes('%'))
    throw new Misread(`“${plain}” could be ${plain} % or ${formatBps(bps * 100)}: write ${plain}% or ${bps}`);
  return bps;
}

/** A whole number, of people, periods, or of a thing that is named by its number. */
export function parseWhole(
  said: string,
  { least = 0, most = 0xffff_ffff }: { least?: number; most?: number } = {},
): number {
  const found = Number(
    fixed(said, 0, 'a whole number', BigInt(most), 'a fraction: write a whole number', String(most)),
  );
  if (found < least) throw new Misread(`“${said}” is too little: write at least ${least}`);
  return found;
}

/** Basis points, as instructions take them: hundredths of a per cent, 0 to 10 000. */
export function parseBps(said: string): number {
  const percent = /^\s*[\d.,]+\s*%\s*$/.test(said) ? parsePercent(said) : undefined;
  if (percent !== undefined)
    throw new Misread(
      `“${said}” is written in per cent, and basis points are asked for, hundredths of one: write ${percent}`,
    );
  return parseWhole(said, { most: 10_000 });
}

const SIZES: Readonly<Record<string, number>> = {
  d: DAY,
  day: DAY,
  days: DAY,
  h: 3_600,
  hour: 3_600,
  hours: 3_600,
  m: 60,
  min: 60,
  minutes: 60,
  s: 1,
  seconds: 1,
};
/** The longest duration that a field of the program can hold, in seconds. */
const LONGEST = 0xffff_ffff;

/** Seconds of a duration such as `7d`, `12h`, `5m`, `90 s` or `1 day 6 h`; a bare number is in `alone`. To the nearest second. */
export function parseDuration(said: string, alone?: 'd' | 's'): number {
  const plain = said.trim();
  if (/^[^A-Za-z]*$/.test(plain)) {
    if (!alone)
      throw new Misread(`“${said}” has no unit: write d for days, h for hours or m for minutes behind it, such as 7d`);
    return Number(secondsOf(plain, SIZES[alone]!, alone === 'd' ? 'a number of days' : 'a number of seconds'));
  }
  const parts = [...plain.matchAll(/([^A-Za-z]+?)\s*([A-Za-z]+)(?:\s+|$)/gy)];
  const read = parts.map(([, , unit]) => SIZES[unit!]);
  if (
    parts.map(([part]) => part).join('') !== plain ||
    read.some((size, i) => size === undefined || (i > 0 && size >= read[i - 1]!))
  ) {
    throw new Misread(`“${said}” is no duration: write days, hours or minutes, such as 7d, 12h or 5m`);
  }
  const all = parts.reduce((sum, [, number], i) => sum + secondsOf(number!, read[i]!, 'a duration'), 0n);
  if (all > BigInt(LONGEST)) throw new Misread(`“${said}” is too long: at most ${Math.floor(LONGEST / DAY)} days`);
  return Number(all);
}
function secondsOf(said: string, size: number, what: string): bigint {
  const millionths = fixed(
    said,
    6,
    what,
    (BigInt(LONGEST) * 1_000_000n) / BigInt(size),
    'more than six decimal places: that is less than a second',
    `${Math.floor(LONGEST / size)}, the longest there is`,
  );
  return (millionths * BigInt(size) + 500_000n) / 1_000_000n;
}
/** Seconds of a number of days, as the page's fields ask for them: `7`, `0.5`, or with another unit, `12h`. */
export const parseDays = (said: string): number => parseDuration(said, 'd');

const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d))?)?\s*(Z|[+-]\d\d:?\d\d)?$/i;
const HOW = 'write +30d, +12h, 2026-12-24T18:00Z, 2026-12-24T18:00+01:00, or unix seconds';
const two = (n: number | string) => String(n).padStart(2, '0');

/** A moment, in unix seconds: with its zone (`2026-12-24T18:00Z`, `+01:00`), from `now` on (`+30d`, `+12h`, `+5m`), or unix seconds. */
export function parseMoment(said: string, now: bigint): bigint {
  const plain = said.trim();
  const wrong = (why: string): never => {
    throw new Misread(`“${said}” ${why}`);
  };
  if (plain.startsWith('+')) return now + BigInt(parseDuration(plain.slice(1)));
  if (/^\d+$/.test(plain)) {
    if (plain.length === 4)
      return wrong(`could be a year, or seconds after 1970: write a day of it, such as ${plain}-12-24T18:00Z`);
    if (plain.length === 13) return wrong(`is in milliseconds: write ${plain.slice(0, 10)}`);
    if (plain.length === 8 && /^(19|20)/.test(plain))
      return wrong(`could be a day: write ${plain.slice(0, 4)}-${plain.slice(4, 6)}-${plain.slice(6)}T18:00Z`);
    return plain.length === 10 && !plain.startsWith('0')
      ? BigInt(plain)
      : wrong(`is no time of today's size in unix seconds, which has ten digits: ${HOW}`);
  }
  const day = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})/.exec(plain);
  if (day) {
    const [a, b, year] = [Number(day[1]), Number(day[2]), day[3]!];
    const both = [
      [b, a],
      [a, b],
    ]
      .filter(([month, date]) => month! >= 1 && month! <= 12 && date! >= 1 && date! <= 31)
      .map(([month, date]) => `${year}-${two(month!)}-${two(date!)}T18:00Z`);
    return wrong(
      both.length === 0
        ? `is no time: ${HOW}`
        : `${new Set(both).size > 1 ? 'could be two days' : 'is not written year first'}: write ${[...new Set(both)].join(' or ')}`,
    );
  }
  const iso = ISO.exec(plain);
  if (!iso) return wrong(`is no time: ${HOW}`);
  const [, year = '', month = '', date = '', hour, minute = '', second = '00', zone] = iso as (string | undefined)[];
  if (Number(year) < 1970) return wrong(`is before 1970: ${HOW}`);
  const midnight = new Date(Date.UTC(Number(year), Number(month) - 1, Number(date)));
  if (midnight.getUTCMonth() + 1 !== Number(month) || midnight.getUTCDate() !== Number(date))
    return wrong('is a day that is not in the calendar');
  if (hour === undefined)
    return wrong(
      `has no time and no zone: write ${year}-${month}-${date}T00:00Z, or another hour, with Z for UTC or a zone such as +01:00`,
    );
  if (zone === undefined)
    return wrong(
      `names no zone: write ${year}-${month}-${date}T${hour}:${minute}Z for UTC, or ${year}-${month}-${date}T${hour}:${minute}+01:00`,
    );
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59)
    return wrong('is a time that no clock shows: hours are 00 to 23, minutes and seconds 00 to 59');
  const [ahead, behind] = /^z$/i.test(zone) ? [0, 0] : [Number(zone.slice(1, 3)), Number(zone.slice(-2))];
  if (ahead > 14 || behind > 59 || (ahead === 14 && behind > 0))
    return wrong('names a zone that is nowhere: from -14:00 to +14:00');
  const offset = (zone.startsWith('-') ? -1 : 1) * (ahead * 3_600 + behind * 60);
  return BigInt(midnight.getTime() / 1_000 + Number(hour) * 3_600 + Number(minute) * 60 + Number(second) - offset);
}

/** Seconds as a number of days for a field, which reads it back as the same seconds. */
export const plainDays = (seconds: number | bigint): string =>
  formatUnits((BigInt(seconds) * 1_000_000n * 2n + BigInt(DAY)) / (2n * BigInt(DAY)), 6);
