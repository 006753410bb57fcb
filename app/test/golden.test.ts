// What the client reads and concludes equals what the Rust side wrote and says: every account of two whole lives.
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { poolRules, program, reads, rules } from '../src/client';
import { CHARTER } from '../src/client/words';

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
/** What stands at a name with dots. */
const at = (fields: unknown, name: string) =>
  camel(name).split('.').reduce((it, key) => (it as Record<string, unknown>)[key], fields);
const bytes = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'));

/** The client's word on each rule. */
const RULES: Readonly<Record<string, Readonly<Record<string, (it: never, coop: program.Coop, now: bigint) => unknown>>>> = {
  Coop: {
    status: (it: program.Coop) => rules.coopStatus(it), equity: (it: program.Coop) => rules.equity(it),
    budget_left: (it: program.Coop, _, now) => rules.budgetLeft(it, now), worth_of_1000: (it: program.Coop) => rules.worth(it, 1_000n),
  },
  Member: {
    retained: (it: program.Member, coop, now) => rules.position(coop, it, now).retained, askable: (it: program.Member, coop, now) => rules.position(coop, it, now).askable,
    elector: (it: program.Member) => rules.isElector(it), resting: (it: program.Member, _, now) => rules.restingAt(it, now),
  },
  Pool: {
    status: (it: program.Pool, _, now) => poolRules.poolStatus(it, now), may_settle: (it: program.Pool, _, now) => poolRules.maySettle(it, now),
    gates: (it: program.Pool) => poolRules.gates(it).every(({ passed }) => passed),
  },
  Proposal: { status: (it: program.Proposal, coop, now) => rules.proposalStatus(it, coop, now) },
};

test.runIf(path && existsSync(path))('every account of two lives, field by field and rule by rule', () => {
  const lines = readFileSync(path!, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Golden);
  const kinds = new Map<string, number>();
  for (const { kind, now, data, coop, stored, rules: told } of lines) {
    const read = reads.decodeAny(bytes(data));
    expect(read?.kind).toBe(kind);
    const { fields } = read!;
    expect(Object.fromEntries(Object.keys(stored).map((name) => [name, String(at(fields, name))])), kind).toEqual(stored);
    const its = program.getCoopDecoder().decode(bytes(coop));
    for (const [name, value] of Object.entries(told)) {
      expect(String(RULES[kind]![name]!(fields as never, its, BigInt(now))), `${kind}, rule ${name}, at ${now}`).toBe(value);
    }
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  console.log(`golden accounts: ${[...kinds].map(([kind, count]) => `${count} ${kind}`).join(', ')}`);
  for (const kind of ['Coop', 'Member', 'Pool', 'Proposal', 'Period', 'Pledge', 'Service', 'Vouch']) expect(kinds.get(kind) ?? 0, kind).toBeGreaterThan(1);
});

test('every term of the charter has words', () => {
  const terms = Object.keys(program.getCharterDecoder().decode(new Uint8Array(200)));
  expect(CHARTER.map(({ key }) => key)).toEqual(terms);
});
