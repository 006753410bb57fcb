// coop-math as WebAssembly computes the same as on the host, and values cross without loss.
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { program } from '../src/client';
import * as wire from '../src/client/wire';
import * as math from '../src/generated/math';

const path = process.env.COOP_MATH_CASES;
const TOP = 2n ** 64n - 1n;

const CHARTER: math.Charter = {
  memberShare: 100n,
  maxShares: 10_000n,
  vouchesRequired: 2,
  vouchesPerPeriod: 8,
  growthBps: 2_000,
  growthFloor: 10,
  seasoning: 604_800,
  quorumBps: 2_000,
  votingPeriod: 604_800,
  timelock: 604_800,
  executionWindow: 604_800,
  exodusBps: 1_000,
  periodLength: 7_776_000,
  budgetBps: 1_000,
  takeRateBps: 200,
  takeRateCeilingBps: 500,
  providerBps: 500,
  commitment: 31_536_000,
  reserveBps: 2_000,
  solidarityBps: 500,
  remitBps: 500,
  interestCapBps: 500,
  depreciationBps: 2_000,
  workBps: 2_000,
  cashBps: 3_000,
  revolvePeriods: 4,
  redemptionBps: 2_000,
  pioneerBps: 1_000,
  pioneerThreshold: 1n << 40n,
  pioneerSharesBps: 500,
  pioneerStart: 31_536_000,
  pioneerCapBps: 2_000,
  panelSize: 12,
  reviewBps: 500,
};

test('numbers of 16, 64 and 128 bits', () => {
  expect(math.bpsFloor(12_345n, 250)).toBe(308n);
  expect(math.bpsCeil(12_345n, 250)).toBe(309n);
  expect(math.bpsFloor(TOP, 10_000)).toBe(TOP);
  expect(math.bpsCeil(TOP, 65_535)).toBe(TOP);
  expect(math.mulDivFloor(TOP, TOP, TOP)).toBe(TOP);
  expect(math.mulDivFloor(TOP, 2n, 1n)).toBeUndefined();
  expect(math.mulDivFloor(1n, 1n, 0n)).toBeUndefined();
  expect(math.q64Ratio(TOP, 3n)).toBe((TOP << 64n) / 3n);
  expect(math.q64Floor(math.q64Ratio(TOP, 3n), 2n)).toBe((((TOP << 64n) / 3n) * 2n) >> 64n);
  expect([math.DAY, math.YEAR, math.SPECIAL_TIMELOCK]).toEqual([86_400n, 31_536_000n, 604_800]);
});

test('what counts as turnover, and what of a bond is lost', () => {
  expect([500, 600, 499, 0].map((rate) => math.turnoverFloor(1_000n, rate, 500))).toEqual([1_000n, 1_000n, 998n, 0n]);
  expect(math.turnoverFloor(1_000n, 0, 0)).toBe(1_000n);
  expect([0n, 10n, 39n, 40n, 41n].map((turnover) => math.forfeitFloor(4n, turnover, 40n))).toEqual([
    4n,
    3n,
    0n,
    0n,
    0n,
  ]);
  expect([math.AFTER_AMENDMENT, math.UNPAYABLE, math.PROTEST_KEPT]).toEqual(
    [7n, 30n, 120n].map((days) => days * 86_400n),
  );
});

test('a record, also as an account has it, and the names of rules', () => {
  expect(math.brokenBound(CHARTER)).toBeUndefined();
  expect(math.brokenBound({ ...CHARTER, reviewBps: 10_001 })).toBe('Review');
  expect(math.brokenBound({ ...CHARTER, maxShares: 99n })).toBe('MaxShares');
  expect(math.loosenedRatchet(CHARTER, { ...CHARTER, timelock: 604_799 })).toBe('TimelockShortened');
  expect(math.loosenedRatchet(CHARTER, { ...CHARTER, memberShare: 99n })).toBeUndefined();
  const nothing: program.Charter = program.getCharterDecoder().decode(new Uint8Array(200));
  expect(math.brokenBound(nothing)).toBe('MemberShare');
});

test('what does not fit a type is refused, never cut', () => {
  for (const bps of [-1, 65_536, 0.5, Number.NaN])
    expect(() => math.bpsFloor(1n, bps), String(bps)).toThrow(RangeError);
  for (const amount of [-1n, 1n << 64n]) expect(() => math.bpsFloor(amount, 1), String(amount)).toThrow(RangeError);
  expect(() => math.q64Floor(1n << 128n, 1n)).toThrow(RangeError);
  expect(math.bpsFloor(10_000n, 1)).toBe(1n);
});

test('every kind of value comes back from the buffer as it went in', () => {
  const buffer = new BigUint64Array(16);
  const back = <T>(codec: wire.Codec<T>, value: T) => {
    buffer.fill(77n);
    codec.write(buffer, 1, value);
    expect([buffer[0], buffer[1 + codec.words]]).toEqual([77n, 77n]);
    expect(codec.read(buffer, 1)).toEqual(value);
  };
  for (const value of [0n, 1n, -1n, -(2n ** 63n), 2n ** 63n - 1n]) back(wire.i64, value);
  for (const value of [0n, TOP, TOP + 1n, 2n ** 128n - 1n]) back(wire.u128, value);
  for (const value of [true, false]) back(wire.bool, value);
  for (const value of [undefined, 5n]) back(wire.option(wire.u128), value);
  const outcome = wire.result(wire.array(wire.u16, 3), wire.choice(['A', 'B']));
  back(outcome, { ok: true, value: [1, 2, 3] });
  back(outcome, { ok: false, broken: 'B' });
  expect(() => wire.array(wire.u16, 3).write(buffer, 0, [1])).toThrow(RangeError);
  expect(() => wire.choice(['A', 'B']).write(buffer, 0, 'C' as 'A')).toThrow(RangeError);
});

test.runIf(path && existsSync(path))('the cases of the host, word for word', () => {
  const lines = readFileSync(path!, 'utf8').trim().split('\n');
  const seen = new Map<string, number>();
  for (const line of lines) {
    const { call, given, got } = JSON.parse(line) as { call: string; given: string[]; got: string[] | null };
    const returns = wire.array(wire.u64, got?.length ?? 0);
    const function_ = wire.call<[readonly bigint[]], readonly bigint[]>(
      call,
      [wire.array(wire.u64, given.length)],
      returns,
    );
    if (got) expect(function_(given.map(BigInt)), line).toEqual(got.map(BigInt));
    else expect(() => function_(given.map(BigInt)), line).toThrow(RangeError);
    seen.set(call, (seen.get(call) ?? 0) + 1);
  }
  console.log(`cases of coop-math: ${[...seen].map(([call, count]) => `${count} ${call}`).join(', ')}`);
  expect(seen.size).toBeGreaterThan(5);
});
