// The client's copies of program rules are generated or compiled. What is written by hand, words and sums, is compared here.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { addresses, program, rules, units, words } from '../src/client';
import { TERMS, type Term, type TermName } from '../src/generated/charterTable';
import * as constants from '../src/generated/constants';
import * as math from '../src/generated/math';

const NAMES = Object.keys(TERMS) as TermName[];
/** A charter within all bounds, with room for each term to move both ways. */
const middle = {
  ...words.usualCharter(6),
  seasoning: 86_400,
  commitment: 86_400 * 700,
  pioneerThreshold: 10n ** 12n,
};
const moved = (name: TermName, to: bigint): math.Charter => ({
  ...middle,
  [name]: typeof middle[name] === 'bigint' ? to : Number(to),
});
/** A bound from the table, as a number. */
const bound = (given: Term['least']): bigint | undefined =>
  given === undefined ? undefined : BigInt(typeof given === 'string' ? middle[given] : given);

test.each(NAMES)("the charter's %s: its bounds and its ratchet are those that coop-math keeps", (name) => {
  const { least, most, ratchet } = TERMS[name] as Term;
  expect(math.brokenBound(middle)).toBeUndefined();
  const breaks = (value: bigint): boolean => {
    const next = moved(name, value);
    // where this term is the bound of another one, that one moves along
    for (const other of NAMES) {
      const term = TERMS[other] as Term;
      if (term.least === name && next[other] < next[name]) Object.assign(next, { [other]: next[name] });
      if (term.most === name && next[other] > next[name]) Object.assign(next, { [other]: next[name] });
    }
    return math.brokenBound(next) !== undefined;
  };
  const [low, high] = [bound(least), bound(most)];
  if (low !== undefined) expect([breaks(low), breaks(low - 1n)]).toEqual([false, true]);
  else expect(breaks(0n)).toBe(false);
  if (high !== undefined) expect([breaks(high), breaks(high + 1n)]).toEqual([false, true]);
  else expect(breaks(typeof middle[name] === 'bigint' ? 2n ** 63n : 2n ** 32n - 1n)).toBe(false);
  const loosened = [1n, -1n].map(
    (by) => math.loosenedRatchet(middle, moved(name, BigInt(middle[name]) + by)) !== undefined,
  );
  expect(loosened).toEqual(
    { down: [true, false], up: [false, true], fixed: [true, true], both: [false, false] }[ratchet ?? 'both'],
  );
  expect([1n, -1n].map((by) => rules.loosens(name, middle[name], BigInt(middle[name]) + by))).toEqual(loosened);
});

test('the words of the charter name its bounds and ratchets as they are', () => {
  const WAYS = { down: /can only (fall|become shorter)/, up: /can only (rise|become longer)/, fixed: /fixed for ever/ };
  let named = 0;
  for (const { key, shape, help } of words.CHARTER) {
    const { least, most, ratchet } = TERMS[key] as Term;
    for (const [way, says] of Object.entries(WAYS)) if (says.test(help)) expect(way, `${key}: ${help}`).toBe(ratchet);
    const unit = shape === 'duration' ? 86_400 : shape === 'bps' ? 100 : 1;
    const told = (given: Term['least']) => (typeof given === 'number' ? given / unit : undefined);
    const range = /(?:^|[;.] |, )(\d+)( days| %)? to (\d+) ?(days|years|%)?/.exec(help);
    const upTo = /at most (\d+) ?(days|years|%)/.exec(help);
    const scale = (n: string, name?: string) => Number(n) * (name === 'years' ? 365 : 1);
    if (range)
      expect([scale(range[1]!), scale(range[3]!, range[4])], `${key}: ${help}`).toEqual([told(least), told(most)]);
    if (upTo) expect([scale(upTo[1]!, upTo[2])], `${key}: ${help}`).toEqual([told(most)]);
    const upwards = /at least (\d+) %/.exec(help);
    if (upwards) expect([Number(upwards[1])], `${key}: ${help}`).toEqual([told(least)]);
    named += [range, upTo, upwards].filter(Boolean).length;
  }
  expect(named).toBeGreaterThan(15);
});

test('the addresses of the program: every one that seeds.rs names has a function here', () => {
  const named = [...readFileSync('../programs/coop/src/seeds.rs', 'utf8').matchAll(/= b"(\w+)";/g)].map(
    ([, seed]) => seed!,
  );
  expect(named.length).toBeGreaterThan(10);
  for (const seed of named) expect(addresses, seed).toHaveProperty(`${seed}Of`);
});

test('the constants that are generated are those of the source', () => {
  expect(constants.OPEN_GAP).toBe(2n ** 63n - 1n);
  expect([constants.WINDING_UP, constants.CLAIMS_STAND]).toEqual([180n * 86_400n, 3n * 365n * 86_400n]);
  expect(rules.END).toEqual({ passesAfter: constants.WINDING_UP, lapsesAfter: constants.CLAIMS_STAND });
});

/** A proposal with these fields. */
const voted = (p: Partial<program.Proposal>) =>
  ({
    ends: 100n,
    timelock: 10,
    executionWindow: 10,
    protests: 0,
    vetoed: 0,
    executedAt: 0n,
    weighty: 0,
    special: 0,
    charterVersion: 1,
    ...p,
  }) as program.Proposal;
const coop = { charterVersion: 1, charter: { exodusBps: 5_000 }, closedUntil: 0n } as program.Coop;

test('what a vote still lacks is what makes it pass: one less does not', () => {
  for (let i = 0; i < 2_000; i++) {
    const n = (most: number) => (i * 7_919 + most * 104_729 + (i % 13) * 31) % (most + 1);
    const p = voted({
      electors: 1 + n(60),
      quorumBps: 100 + n(4_900),
      yes: n(9),
      no: n(7),
      abstain: n(5),
      special: i % 2,
    });
    const lacks = rules.missing(p);
    const status = (more: Partial<program.Proposal>) => rules.proposalStatus({ ...p, ...more }, coop, 100n);
    const quorum = (ballots: number) => status({ abstain: p.abstain + ballots }) !== 'rejected: quorum';
    expect(quorum(lacks.ballots)).toBe(true);
    if (lacks.ballots > 0) expect(quorum(lacks.ballots - 1)).toBe(false);
    const passes = (yes: number) => status({ yes: p.yes + yes, quorumBps: 0 }) === 'waiting';
    expect(passes(lacks.yes)).toBe(true);
    if (lacks.yes > 0) expect(passes(lacks.yes - 1)).toBe(false);
  }
});

test('a spend is reviewed by what there is now or there was when the period began, whichever is less', () => {
  const books = { ...program.getCoopDecoder().decode(new Uint8Array(program.getCoopSize())).books, fund: 1_000n };
  const its = {
    books,
    period: { operatingAtStart: 400n },
    charter: { reviewBps: 5_000, panelSize: 9 },
  } as program.Coop;
  const spend = (amount: bigint, electors = 9) =>
    voted({ kind: program.Kind.Spend, amount, electors, panelSeated: 0, panelCalls: 0 });
  expect([200n, 201n].map((amount) => rules.isReviewable(its, spend(amount)))).toEqual([false, true]);
  expect(rules.isReviewable({ ...its, period: { operatingAtStart: 4_000n } } as program.Coop, spend(401n))).toBe(false);
  expect(rules.isReviewable(its, spend(201n, 8))).toBe(false);
  expect([2, 3].map((panelCalls) => rules.mayCallPanel('waiting', { panelCalls }))).toEqual([true, false]);
  expect(rules.mayCallPanel('awaiting turn', { panelCalls: 0 })).toBe(false);
});

test('what the command line and the page say of times is what the program keeps to', () => {
  const said = (file: string, words: RegExp, seconds: bigint) => {
    const found = words.exec(readFileSync(file, 'utf8'));
    expect(found?.[1], `${file}: ${words}`).toBe(String(Number(seconds) / units.DAY));
  };
  said('src/cli/joining.ts', /once in (\d+) days/, math.NAME_KEPT);
  said('src/cli/joining.ts', /lacked vouches for (\d+) days/, math.APPLICATION_KEPT);
  said('src/cli/joining.ts', /from this wallet, within (\d+) days/, math.QUIET);
  said('src/page/views/position.tsx', /cannot be changed for (\d+) days/, math.NAME_KEPT);
  said('src/client/endings.ts', /lacked vouches for (\d+) days/, math.APPLICATION_KEPT);
  said('src/client/endings.ts', /left (\d+) days ago/, math.LEFT_KEPT);
  said('src/client/poolRules.ts', /(\d+) days after an[\s*]+amendment/, math.AFTER_AMENDMENT);
  said('src/client/poolRules.ts', /until it fails (\d+) days after its/, math.UNPAYABLE);
  // inactive for a year, or below the member share for 90 days
  const [at, short] = [
    10n * math.YEAR,
    BigInt(
      /nothing here for a year, or your shares were below the member share for (\d+) days/.exec(
        readFileSync('src/page/next.tsx', 'utf8'),
      )![1]!,
    ),
  ];
  expect([math.isSuspendable(1n, at, 0n, at + math.YEAR), math.isSuspendable(1n, at, 0n, at + math.YEAR + 1n)]).toEqual(
    [false, true],
  );
  expect([
    math.isSuspendable(1n, at, at - short * math.DAY, at),
    math.isSuspendable(1n, at, at - short * math.DAY, at + 1n),
  ]).toEqual([false, true]);
});
