// Numbers and times as people write them, by kind: the value, or what the refusal says. And what is shown is read back as the same.
import { expect, test } from 'vitest';
import { units } from '../src/client';

const NOW = 1_798_135_200n; // 2026-12-24T18:00Z
const USDC = { decimals: 6, symbol: 'USDC' };
const KINDS = {
  amount: (said: string) => units.parseAmount(said, USDC),
  'amount above zero': (said: string) => units.parseAmount(said, USDC, { least: 1n }),
  'amount without decimals': (said: string) => units.parseAmount(said, 0),
  'amount of 18 decimals': (said: string) => units.parseAmount(said, 18),
  'amount shown doubled': (said: string) =>
    units.parseAmount(said, { decimals: 2, multiplier: { numerator: 2n, denominator: 1n } }),
  percentage: units.parsePercent,
  'basis points': units.parseBps,
  people: (said: string) => units.inField('People needed', () => units.parseWhole(said, { least: 1 })),
  days: units.parseDays,
  'duration of a file': (said: string) => units.parseDuration(said),
  time: (said: string) => units.parseMoment(said, NOW),
} as const;

const [BOTH, GROUPED, FIT, DIGITS] = [
  'could be 1000 or 1: write 1000 or 1.0',
  'groups digits with points or commas: write',
  'groups its digits in a way that does not fit',
  'is written with other digits than 0 to 9',
];
const TABLE: Record<keyof typeof KINDS, readonly (readonly [said: string, means: bigint | number | string])[]> = {
  amount: [
    ['0', 0n],
    ['1', 1_000_000n],
    ['12.5', 12_500_000n],
    ['12,5', 12_500_000n],
    ['007', 7_000_000n],
    ['0.000001', 1n],
    ['1.0', 1_000_000n],
    ['1.0000000', 1_000_000n],
    ['  12.5  ', 12_500_000n],
    ['12.5\n', 12_500_000n],
    ['0.125', 125_000n],
    ['0,125', 125_000n],
    ['000.125', 125_000n],
    ['1.2340', 1_234_000n],
    ['1234.56', 1_234_560_000n],
    ['18446744073709.551615', 0xffff_ffff_ffff_ffffn],
    ['1_000', 1_000_000_000n],
    ['1 000', 1_000_000_000n],
    ['1\u202f000', 1_000_000_000n],
    ['1\u00a0000', 1_000_000_000n],
    ['1\u2009000', 1_000_000_000n],
    ["1'000", 1_000_000_000n],
    ['1’000', 1_000_000_000n],
    ['1 234.5', 1_234_500_000n],
    ['1\u202f234,5', 1_234_500_000n],
    ['12 345 678', 12_345_678_000_000n],
    ['1_234_567.89', 1_234_567_890_000n],
    ['12.5 USDC', 12_500_000n],
    ['12.5USDC', 12_500_000n],
    ['1\u202f234.5 USDC', 1_234_500_000n],
    ['1,000', BOTH],
    ['1.000', BOTH],
    ['1.234', 'could be 1234 or 1.234: write 1234 or 1.2340'],
    ['1,500', 'could be 1500 or 1.5: write 1500 or 1.5'],
    ['10.100', 'could be 10100 or 10.1: write 10100 or 10.1'],
    ['1234.567', 'could be 1234567 or 1234.567'],
    ['1 234.567', 'could be 1234567 or 1234.567'],
    ['1 000,500', 'could be 1000500 or 1000.5'],
    ['1.000 USDC', BOTH],
    ['1,000.50', `${GROUPED} 1000.50`],
    ['1.000,50', `${GROUPED} 1000.50`],
    ['1,000,000', `${GROUPED} 1000000`],
    ['1.000.000', `${GROUPED} 1000000`],
    ['1,234,567.8', `${GROUPED} 1234567.8`],
    ['1.2.3', 'has several points or commas'],
    ['1,00,000', 'has several points or commas'],
    ['1..5', 'has several points or commas'],
    ['1.,5', 'has several points or commas'],
    ['12,34.5', 'has several points or commas'],
    ['1 00', FIT],
    ['12 34', FIT],
    ['1_000_0', FIT],
    ['1 0000', FIT],
    ['1234 567', FIT],
    ['1  000', FIT],
    ["1 000'000", FIT],
    ['1_000 000', FIT],
    ['1 000.5 5', FIT],
    ['1.5_5', FIT],
    ['1_', FIT],
    ['0 000 1', FIT],
    ['+5', 'has a sign: write digits alone'],
    ['-5', 'is negative: an amount is at least 0'],
    ['−5', 'is negative'],
    ['–5', 'is negative'],
    ['-0', 'is negative'],
    ['--5', 'has more than one sign'],
    ['+-5', 'has more than one sign'],
    ['- 5', 'is negative'],
    ['- -5', 'has more than one sign'],
    ['１２', DIGITS],
    ['٣', DIGITS],
    ['१२.५', DIGITS],
    ['1٢', DIGITS],
    ['𝟝', DIGITS],
    ['1e3', 'is written with an exponent: write all of its digits'],
    ['1E3', 'is written with an exponent'],
    ['1.5e-3', 'is written with an exponent'],
    ['0x10', 'is hexadecimal'],
    ['0XFF', 'is hexadecimal'],
    ['', 'nothing is written: an amount is missing'],
    ['   ', 'nothing is written'],
    ['Infinity', 'is not an amount'],
    ['-Infinity', 'is negative'],
    ['∞', 'is not an amount'],
    ['NaN', 'is not an amount'],
    ['null', 'is not an amount'],
    ['zwei', 'is not an amount'],
    ['1/2', 'is not an amount'],
    ['10%', 'is not an amount'],
    ['1k', 'is not an amount'],
    ['.', 'has no digits'],
    ['_', 'is not an amount'],
    ['0b11', 'is not an amount'],
    ['1n', 'is not an amount'],
    ['.5', 'has no digits before its point: write 0.5'],
    ['5.', 'has no digits behind its point: write 5'],
    [',5', 'has no digits before its comma: write 0.5'],
    ['$5', 'is not an amount'],
    ['5 EURC', 'is in EURC, but amounts here are in USDC'],
    ['5 usdc', 'is in usdc, but amounts here are in USDC'],
    ['1\u200b2', 'character 2 (U+200B) cannot be seen'],
    ['\u202e21', 'character 1 (U+202E) cannot be seen'],
    ['0.0000001', "has more than the token's 6 decimal places: write at most 6"],
    ['1.2345678', "has more than the token's 6 decimal places"],
    ['18446744073709.551616', 'is more than 18446744073709.551615, the most that an account can hold'],
    ['9'.repeat(5_000), 'is more than 18446744073709.551615'],
  ],
  'amount above zero': [
    ['0.000001', 1n],
    ['0', 'is too little: write at least 0.000001'],
    ['0.0', 'is too little'],
    ['0.0000000', 'is too little'],
  ],
  'amount without decimals': [
    ['1', 1n],
    ['1.0', 1n],
    ['1000', 1_000n],
    ['1_000', 1_000n],
    ['1.5', "has more than the token's 0 decimal places: write none"],
    ['1,000', BOTH],
    ['18446744073709551615', 0xffff_ffff_ffff_ffffn],
    ['18446744073709551616', 'is more than 18446744073709551615'],
  ],
  'amount of 18 decimals': [
    ['0.000000000000000001', 1n],
    ['18.446744073709551615', 0xffff_ffff_ffff_ffffn],
    ['18.5', 'is more than 18.446744073709551615'],
  ],
  'amount shown doubled': [
    ['3', 150n],
    ['0.02', 1n],
    ['0.03', 1n],
    ['0.01', 0n],
    ['368934881474191032.3', 18_446_744_073_709_551_615n],
  ],
  percentage: [
    ['0', 0],
    ['12.5', 1_250],
    ['12,5', 1_250],
    ['12.5 %', 1_250],
    ['12.5%', 1_250],
    ['100', 10_000],
    ['100 %', 10_000],
    ['0.01', 1],
    ['33.30', 3_330],
    ['0.10', 10],
    ['12,500', 'could be 12500 or 12.5'],
    ['0.005', 'has more than two decimal places'],
    ['12.345', 'could be 12345 or 12.345: neither is possible here'],
    ['50.250', 'could be 50250 or 50.25: write 50.25'],
    ['100.01', 'is more than 100 %'],
    ['1000', 'is more than 100 %'],
    ['-1', 'is negative: a percentage is at least 0'],
    ['', 'a percentage is missing'],
    ['abc', 'is not a percentage'],
    ['5‰', 'is not a percentage'],
    ['%', 'a percentage is missing'],
    ['1e1', 'is written with an exponent'],
    ['５', DIGITS],
  ],
  'basis points': [
    ['2.5%', 'is written in per cent, and basis points are asked for, hundredths of one: write 250'],
    ['3 %', 'write 300'],
    ['three', 'is not a whole number: write digits alone, such as 12'],
    ['0', 0],
    ['250', 250],
    ['10000', 10_000],
    ['10_000', 10_000],
    ['10001', 'is more than 10000'],
    ['2.5', 'has a fraction: write a whole number'],
    ['1,000', BOTH],
    ['-1', 'is negative'],
    ['3%', 'is written in per cent'],
  ],
  people: [
    ['1', 1],
    ['3', 3],
    ['1_000', 1_000],
    ['4294967295', 4_294_967_295],
    ['2.5', 'People needed: “2.5” has a fraction: write a whole number'],
    ['2,5', 'People needed: “2,5” has a fraction'],
    ['zwei', 'People needed: “zwei” is not a whole number'],
    ['0', 'People needed: “0” is too little: write at least 1'],
    ['-3', 'People needed: “-3” is negative'],
    ['', 'People needed: nothing is written'],
    ['1.000', BOTH],
    ['4294967296', 'is more than 4294967295'],
    ['0x3', 'is hexadecimal'],
    ['3e0', 'is written with an exponent'],
    ['Infinity', 'is not a whole number'],
  ],
  days: [
    ['7', 604_800],
    ['20,5', 1_771_200],
    ['20.5', 1_771_200],
    ['0', 0],
    ['0.5', 43_200],
    ['7d', 604_800],
    ['12h', 43_200],
    ['5m', 300],
    ['90 min', 5_400],
    ['40 s', 40],
    ['3 days', 259_200],
    ['1 day 6 h', 108_000],
    ['0.000012', 1],
    ['1.000', BOTH],
    ['-3', 'is negative: a number of days is at least 0'],
    ['', 'a number of days is missing'],
    ['seven', 'is no duration: write days, hours or minutes'],
    ['7 weeks', 'is no duration'],
    ['1e3', 'is no duration'],
    ['5m 1d', 'is no duration'],
    ['1d 1d', 'is no duration'],
    ['999999', 'is more than 49710'],
    ['0.0000001', 'more than six decimal places'],
    ['NaN', 'is no duration'],
    ['٧', DIGITS],
  ],
  'duration of a file': [
    ['7d', 604_800],
    ['30', 'has no unit: write d for days'],
    ['1,000d', BOTH],
    ['-7d', 'is negative'],
    ['d', 'is no duration'],
  ],
  time: [
    ['2027-12-24T18:00+14:59', 'names a zone that is nowhere'],
    ['0099-12-24T18:00Z', 'is before 1970'],
    ['2026-12-24T18:00Z', NOW],
    ['2026-12-24T18:00z', NOW],
    ['2026-12-24 18:00Z', NOW],
    ['2026-12-24T19:00+01:00', NOW],
    ['2026-12-24T13:00-0500', NOW],
    ['2026-12-24T18:00:30Z', NOW + 30n],
    ['2028-02-29T00:00Z', 1_835_395_200n],
    ['1798135200', NOW],
    ['+30d', NOW + 2_592_000n],
    ['+12h', NOW + 43_200n],
    ['+5m', NOW + 300n],
    ['+1.5d', NOW + 129_600n],
    ['+0m', NOW],
    ['2026', 'could be a year, or seconds after 1970: write a day of it, such as 2026-12-24T18:00Z'],
    ['11.12.2026', 'could be two days: write 2026-12-11T18:00Z or 2026-11-12T18:00Z'],
    ['11/12/2026', 'could be two days'],
    ['31.12.2026', 'is not written year first: write 2026-12-31T18:00Z'],
    ['12/31/2026', 'write 2026-12-31T18:00Z'],
    ['11.11.2026', 'is not written year first: write 2026-11-11T18:00Z'],
    ['31.13.2026', 'is no time'],
    ['2026-12-24', 'has no time and no zone: write 2026-12-24T00:00Z'],
    ['2026-12-24T18:00', 'names no zone: write 2026-12-24T18:00Z for UTC, or 2026-12-24T18:00+01:00'],
    ['20261224', 'could be a day: write 2026-12-24T18:00Z'],
    ['1798135200000', 'is in milliseconds: write 1798135200'],
    ['0', "is no time of today's size"],
    ['86400', "is no time of today's size"],
    ['0000000001', "is no time of today's size"],
    ['2026-02-30T00:00Z', 'is a day that is not in the calendar'],
    ['2027-02-29T00:00Z', 'is a day that is not in the calendar'],
    ['2026-13-01T00:00Z', 'is a day that is not in the calendar'],
    ['2026-12-24T24:00Z', 'is a time that no clock shows'],
    ['2026-12-24T18:60Z', 'is a time that no clock shows'],
    ['2026-12-24T18:00+25:00', 'names a zone that is nowhere'],
    ['2026-12-24T18:00CET', 'is no time'],
    ['tomorrow', 'is no time: write +30d'],
    ['', 'is no time'],
    ['24 Dec 2026', 'is no time'],
    ['+5', 'has no unit'],
    ['+', 'has no unit'],
    ['+1,000d', BOTH],
    ['-5d', 'is no time'],
    ['++5d', 'has a sign'],
    ['NaN', 'is no time'],
    ['２０２６-12-24T18:00Z', 'is no time'],
  ],
};

test('200 inputs and more, by kind: the value, or a refusal that says what is wrong and what to write', () => {
  const rows = Object.entries(TABLE).flatMap(([kind, all]) =>
    all.map(([said, means]) => ({ kind: kind as keyof typeof KINDS, said, means })),
  );
  expect(rows.length).toBeGreaterThan(200);
  const wrong: string[] = [];
  for (const { kind, said, means } of rows) {
    let got: bigint | number | string;
    try {
      got = KINDS[kind](said);
    } catch (failed) {
      expect(failed, `${kind} “${said}”`).toBeInstanceOf(units.Misread);
      got = (failed as Error).message;
    }
    const right = typeof means === 'string' ? typeof got === 'string' && got.includes(means) : got === means;
    if (!right) wrong.push(`${kind} “${said.slice(0, 40)}”: ${String(got)}, not ${String(means)}`);
  }
  expect(wrong).toEqual([]);
});

/** Numbers that repeat, so that a failure can be looked at again. */
function random(seed: number): (below: bigint) => bigint {
  let state = BigInt(seed);
  return (below) => {
    state = (state * 6_364_136_223_846_793_005n + 1_442_695_040_888_963_407n) % (1n << 64n);
    return below === 0n ? 0n : ((state >> 11n) * (1n << 11n) + (state & 2047n)) % below;
  };
}
/** A value of any size: as many small ones as large ones. */
const anySize = (next: (below: bigint) => bigint) => next(1n << (next(64n) + 1n));

test('an amount is read back as it was shown, in each way that amounts are shown, of 0 to 18 decimals', () => {
  const next = random(16);
  for (let i = 0; i < 3_000; i += 1) {
    const [units_, decimals] = [anySize(next), Number(next(19n))];
    const of = { decimals, symbol: 'EURC' };
    for (const shown of [
      units.formatAmount(units_, of),
      units.plainAmount(units_, of),
      units.formatAmount(units_, decimals),
      units.formatAmount(units_, of).replaceAll('\u202f', ' '),
      units.plainAmount(units_, of).replace('.', ','),
    ]) {
      expect(units.parseAmount(shown, of), `${shown} of ${decimals} decimals`).toBe(units_);
    }
    // what is rounded for the eye is never more, and reads as what it says
    expect(units.parseAmount(units.showAmount(units_, of), of)).toBeLessThanOrEqual(units_);
  }
});

test('with a multiplier what is shown is rounded down, and what is written is never shown as more', () => {
  const next = random(17);
  for (let i = 0; i < 3_000; i += 1) {
    const denominator = 10n ** next(7n);
    const of = {
      decimals: Number(next(19n)),
      symbol: 'STK',
      multiplier: { numerator: next(50n * denominator) + 1n, denominator },
    };
    const units_ = anySize(next) >> 6n;
    const shown = units.formatAmount(units_, of);
    const again = units.parseAmount(shown, of);
    expect(units.formatAmount(again, of)).toBe(shown);
    expect(again).toBeLessThanOrEqual(units_);
    // where no two amounts are shown alike it is the same amount
    if (of.multiplier.numerator >= denominator) expect(again).toBe(units_);
    const written = anySize(next) >> 6n;
    expect(units.shownUnits(units.baseUnits(written, of), of)).toBeLessThanOrEqual(written);
  }
});

test('percentages, durations and fields of days are read back as they were shown', () => {
  for (let bps = 0; bps <= 10_000; bps += 1) expect(units.parsePercent(units.formatBps(bps))).toBe(bps);
  const next = random(18);
  for (let i = 0; i < 3_000; i += 1) {
    const seconds = Number(anySize(next) % (1n << 32n));
    expect(units.parseDuration(units.exactDuration(seconds))).toBe(seconds);
    expect(units.parseDays(units.plainDays(seconds)), units.plainDays(seconds)).toBe(seconds);
  }
});

test('a time is shown with its zone and in UTC', () => {
  expect(units.formatTime(NOW, 'Europe/Berlin')).toBe('24 Dec 2026, 19:00 CET (18:00 UTC)');
  expect(units.formatTime(1_782_805_740n, 'Europe/Berlin')).toBe('30 Jun 2026, 09:49 CEST (07:49 UTC)');
  expect(units.formatTime(NOW, 'Asia/Tokyo')).toBe('25 Dec 2026, 03:00 GMT+9 (24 Dec 2026, 18:00 UTC)');
  expect(units.formatTime(NOW, 'UTC')).toBe('24 Dec 2026, 18:00 UTC');
  expect(units.formatTime(2n ** 63n - 1n)).toBe('never');
});

test('columns add as they are shown: cut, and a step more where most was cut', () => {
  const { shown, show } = units.adding([102_000_000n, -404_000n, -101_596_000n], 6);
  expect(shown.map(show)).toEqual(['102.00', '0.40', '101.60']);
  const next = random(19);
  for (let i = 0; i < 2_000; i += 1) {
    const of = {
      decimals: Number(next(10n)),
      multiplier: i % 2 === 0 ? undefined : { numerator: next(5_000n) + 1n, denominator: 1_000n },
    };
    const parts = Array.from({ length: Number(next(8n)) + 1 }, () =>
      next(3n) === 0n ? -anySize(next) : anySize(next),
    );
    const full = i % 3 === 0;
    const column = units.adding(parts, of, full);
    const sum = parts.reduce((all, n) => all + n, 0n);
    const total = (sum < 0n ? -1n : 1n) * units.shownUnits(sum < 0n ? -sum : sum, of);
    const step =
      full || column.shown.some((n) => n % 10n ** BigInt(Math.max(0, of.decimals - 2)) !== 0n)
        ? 1n
        : 10n ** BigInt(Math.max(0, of.decimals - 2));
    expect(column.shown.reduce((all, n) => all + n, 0n)).toBe(total - (total % step));
    column.shown.forEach((n, j) => {
      const exact = (parts[j]! < 0n ? -1n : 1n) * units.shownUnits(parts[j]! < 0n ? -parts[j]! : parts[j]!, of);
      expect(n - exact <= step && exact - n <= step, `${n} for ${exact}`).toBe(true);
    });
  }
});
