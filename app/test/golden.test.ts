// The client reads and computes the same as the Rust side: for every account of two whole lives of a co-op.
import { existsSync, readFileSync } from 'node:fs';
import { getAddressDecoder } from '@solana/kit';
import { expect, test } from 'vitest';
import { addresses, endings, poolRules, program, reads, rules } from '../src/client';
import { CHARTER } from '../src/client/words';
import { judged, TRIED, type Trial } from './trials';

const path = process.env.COOP_GOLDEN;

interface Golden {
  kind: string;
  now: string;
  data: string;
  coop: string;
  stored: Record<string, string>;
  rules: Record<string, string>;
}
const camel = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
/** The value at a dotted name. */
const at = (fields: unknown, name: string) =>
  camel(name)
    .split('.')
    .reduce((it, key) => (it as Record<string, unknown>)[key], fields);
const bytes = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'));

/** The client's function for each rule. */
const RULES: Readonly<
  Record<string, Readonly<Record<string, (it: never, coop: program.Coop, now: bigint) => unknown>>>
> = {
  Coop: {
    status: (it: program.Coop) => rules.coopStatus(it),
    equity: (it: program.Coop) => rules.equity(it),
    budget_left: (it: program.Coop, _, now) => rules.budgetLeft(it, now),
    worth_of_1000: (it: program.Coop) => rules.worth(it, 1_000n),
    vouches_needed: (it: program.Coop) => rules.vouchesNeeded(it),
    pioneer_date: (it: program.Coop) => rules.pioneerDate(it),
    period_ends: (it: program.Coop) => rules.periodEnds(it),
    newcomers_bps: (it: program.Coop) => rules.newcomersBps(it),
    overdue: (it: program.Coop, _, now) => rules.isOverdue(it, now),
  },
  Member: {
    suspended: (it: program.Member) => rules.isSuspended(it),
    protests: (it: program.Member) => rules.protests(it),
    unsettled: (it: program.Member) => rules.isUnsettled(it),
    vouches_needed: (it: program.Member, coop) => rules.vouchesNeededBy(coop, it),
    counts_by_pledge: (it: program.Member, coop) => rules.countsByPledge(coop, it),
    retained: (it: program.Member, coop, now) => rules.position(coop, it, now).retained,
    askable: (it: program.Member, coop, now) => rules.position(coop, it, now).askable,
    withdrawable: (it: program.Member, coop, now) => rules.position(coop, it, now).withdrawable,
    elector: (it: program.Member) => rules.isElector(it),
    resting: (it: program.Member, _, now) => rules.restingAt(it, now),
  },
  Pool: {
    status: (it: program.Pool, _, now) => poolRules.poolStatus(it, now),
    may_settle: (it: program.Pool, _, now) => poolRules.maySettle(it, now),
    gates: (it: program.Pool) => poolRules.gates(it).every(({ passed }) => passed),
    stays_until: (it: program.Pool) => poolRules.staysUntil(it),
  },
  Service: { split: (it: program.Service, _, now) => Object.values(rules.splitOf(it, now)).join(' ') },
  Proposal: { status: (it: program.Proposal, coop, now) => rules.proposalStatus(it, coop, now) },
};

interface Snapshot {
  kind: 'Snapshot';
  data: string;
  coop: string;
  created: string;
  votes: boolean;
}
/** Addresses by their first byte: 0 is nobody, 1 the co-op itself. */
interface Line {
  successor: number;
  gone: number;
  later: number[];
}
interface Stored {
  kind: 'Stored';
  bytes: string;
}
interface Succession {
  kind: 'Succession';
  before: Line;
  heir: number;
  federations: number[];
  after: Line;
}
const told =
  path && existsSync(path)
    ? readFileSync(path, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Golden | Snapshot | Succession | Stored | Trial)
    : [];
const of = <K extends string>(kind: K) =>
  told.filter((line): line is Extract<typeof line, { kind: K }> => line.kind === kind);

test.runIf(told.length > 0)(
  'who has a vote in what: every member of two lives, at each of the times that decide it',
  () => {
    const votes = new Set<boolean>();
    for (const { data, coop, created, votes: has } of of('Snapshot')) {
      const [member, its] = [
        program.getMemberDecoder().decode(bytes(data)),
        program.getCoopDecoder().decode(bytes(coop)),
      ];
      expect(rules.isOfSnapshot(its, { createdAt: BigInt(created) }, member), created).toBe(has);
      votes.add(has);
    }
    expect(votes.size).toBe(2);
  },
);

test.runIf(told.length > 0)('who inherits once an heir is passed over: a thousand cases of the program', () => {
  const named = (byte: number) =>
    byte === 0 ? addresses.NONE : getAddressDecoder().decode(new Uint8Array(32).fill(byte));
  const line = ({ successor, gone, later }: Line): endings.Succession => ({
    successor: named(successor),
    gone,
    later: later.map(named),
  });
  const cases = of('Succession');
  expect(cases.length).toBe(1_000);
  for (const { before, heir, federations, after } of cases) {
    expect(
      endings.passOver(line(before), named(1), { heir: named(heir), federations: federations.map(named) }, 8),
    ).toEqual(line(after));
  }
});

test.runIf(told.length > 0)('every account of two lives, field by field and rule by rule', () => {
  const lines = told.filter((line): line is Golden => 'stored' in line);
  const kinds = new Map<string, number>();
  for (const { kind, now, data, coop, stored, rules: said } of lines) {
    const read = reads.decodeAny(bytes(data));
    expect(read?.kind).toBe(kind);
    const { fields } = read!;
    expect(Object.fromEntries(Object.keys(stored).map((name) => [name, String(at(fields, name))])), kind).toEqual(
      stored,
    );
    const its = program.getCoopDecoder().decode(bytes(coop));
    for (const [name, value] of Object.entries(said)) {
      expect(String(RULES[kind]![name]!(fields as never, its, BigInt(now))), `${kind}, rule ${name}, at ${now}`).toBe(
        value,
      );
    }
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  console.log(`golden accounts: ${[...kinds].map(([kind, count]) => `${count} ${kind}`).join(', ')}`);
  for (const kind of ['Coop', 'Member', 'Pool', 'Proposal', 'Period', 'Pledge', 'Service', 'Vouch'])
    expect(kinds.get(kind) ?? 0, kind).toBeGreaterThan(1);
});

test.runIf(told.length > 0)(
  'what can be done, and what comes of it: as the program did when it was tried, in two lives and beside them',
  async () => {
    const all = await judged(
      of('Trial'),
      of('Stored').map((one) => bytes(one.bytes)),
    );
    const outcomes = new Map<string, Map<string, number>>(TRIED.map((rule) => [rule, new Map()]));
    for (const {
      rule,
      verdict: { says, did, outcome },
      trial,
    } of all) {
      expect(says, trial).toEqual(did);
      const its = outcomes.get(rule)!;
      its.set(outcome, (its.get(outcome) ?? 0) + 1);
    }
    console.log(
      [...outcomes]
        .map(([rule, its]) => `${rule}: ${[...its].map(([outcome, count]) => `${count} ${outcome}`).join(', ')}`)
        .join('\n'),
    );
    // every rule must have been seen with both outcomes
    for (const [rule, its] of outcomes) expect(its.size, rule).toBeGreaterThan(1);
    for (const outcome of ['done', 'NotReviewable', 'PanelCalled'])
      expect(outcomes.get('mayCallPanel')!.get(outcome), outcome).toBeGreaterThan(0);
    for (const outcome of ['done', 'quiet', 'ClaimsLapsed'])
      expect(outcomes.get('settled')!.get(outcome), outcome).toBeGreaterThan(0);
  },
);

test('every term of the charter has words', () => {
  const terms = Object.keys(program.getCharterDecoder().decode(new Uint8Array(200)));
  expect(CHARTER.map(({ key }) => key)).toEqual(terms);
});
