// Numbers and times as people write them, by kind: the value, or the refusal. And output is read back as the same value.
import { expect, test } from 'vitest';
import { units } from '../src/client';
import { KINDS, NOW, TABLE } from './numbers';

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

/** Reproducible random numbers, so that a failure can be repeated. */
function random(seed: number): (below: bigint) => bigint {
  let state = BigInt(seed);
  return (below) => {
    state = (state * 6_364_136_223_846_793_005n + 1_442_695_040_888_963_407n) % (1n << 64n);
    return below === 0n ? 0n : ((state >> 11n) * (1n << 11n) + (state & 2047n)) % below;
  };
}
/** A value of any magnitude, small ones as often as large ones. */
const anySize = (next: (below: bigint) => bigint) => next(1n << (next(64n) + 1n));

test('before the token is known, an amount is read with whatever symbol may follow it, and with nothing that changes it', () => {
  const short = '3KZ4…wSzF';
  for (const said of [
    '12.5',
    '12.5 USDC',
    '12.5USDC',
    `12.5 ${short}`,
    '12.5AKZ4…wSzF',
    '1 000 A+B',
    '5 A.b-1',
    '5A1B',
  ])
    expect(() => units.oneReading(said), said).not.toThrow();
  for (const said of ['1e5', '5x100', '5k', '5 Mio', '0x10', '0xff', '-5 USDC', '1,000 USDC', 'USDC', `12.5${short}`])
    expect(() => units.oneReading(said), said).toThrow(units.Misread);
  const of = { decimals: 6, symbol: short };
  expect(units.parseAmount(units.formatAmount(12_500_000n, of), of)).toBe(12_500_000n);
});

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
    // a rounded amount is never more, and is read back as it is written
    expect(units.parseAmount(units.showAmount(units_, of), of)).toBeLessThanOrEqual(units_);
  }
});

/** Some token with a multiplier of at most `most`. */
function multiplied(next: ReturnType<typeof random>, most: bigint) {
  const denominator = 10n ** next(7n);
  return {
    decimals: Number(next(19n)),
    symbol: 'STK',
    multiplier: { numerator: next(most * denominator) + 1n, denominator },
  };
}

test('with a multiplier what is shown is rounded down, and what is written is never shown as more', () => {
  const next = random(17);
  for (let i = 0; i < 3_000; i += 1) {
    const of = multiplied(next, 50n);
    const units_ = anySize(next) >> 6n;
    const shown = units.formatAmount(units_, of);
    const again = units.parseAmount(shown, of);
    expect(units.formatAmount(again, of)).toBe(shown);
    expect(again).toBeLessThanOrEqual(units_);
    // where no two amounts look alike, it is the same amount
    if (of.multiplier.numerator >= of.multiplier.denominator) expect(again).toBe(units_);
    const written = anySize(next) >> 6n;
    expect(units.shownUnits(units.baseUnits(written, of), of)).toBeLessThanOrEqual(written);
  }
});

test('with a multiplier, the least that an error names is enough', () => {
  const next = random(19);
  for (let i = 0; i < 3_000; i += 1) {
    const of = multiplied(next, 2n);
    const least = (anySize(next) >> 6n) + 1n;
    const named = (said: string) => {
      try {
        units.parseAmount(said, of, { least });
        return undefined;
      } catch (wrong) {
        return /write at least (\S+)$/.exec((wrong as Error).message)?.[1];
      }
    };
    expect(named(named('0')!), JSON.stringify([String(least), String(of.multiplier.numerator)])).toBeUndefined();
  }
  const half = { decimals: 2, multiplier: { numerator: 1n, denominator: 2n } };
  expect(() => units.parseAmount('0', half, { least: 1n })).toThrow('write at least 0.01');
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

test('an amount for the eye is in hundredths, and in full where it is less than one', () => {
  const shown = (units_: bigint, decimals: number) => units.showAmount(units_, decimals);
  expect(shown(1_990_000n, 8)).toBe('0.0199');
  expect(shown(5_000_001n, 8)).toBe('0.05000001');
  expect(shown(99_999_999n, 8)).toBe('0.99999999');
  expect(shown(50_000_000n, 8)).toBe('0.50');
  expect(shown(100_000_000n, 8)).toBe('1');
  expect(shown(199_999_999n, 8)).toBe('1.99');
  expect(shown(7n, 0)).toBe('7');
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
