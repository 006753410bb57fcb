// What the client has about the program beyond the IDL, compared with the program's own source.
import { readFileSync } from 'node:fs';
import type { Address } from '@solana/kit';
import { expect, test } from 'vitest';
import { ACTS } from '../src/client/calls';
import { actions, program, rules, VERBS } from '../src/client';
import { refusal } from '../src/client/refusals';
import { COOP_PROGRAM_ADDRESS } from '../src/generated';
import { FIELDS } from '../src/generated/actionTable';
import { ERRORS } from '../src/generated/texts';

test('every act of an agent as a member has words, in the order of the program', () => {
  const acts = Object.values(program.MembersAct)
    .filter((it) => typeof it === 'string')
    .map((it) => it[0]!.toLowerCase() + it.slice(1));
  expect(acts.length).toBeGreaterThan(15);
  expect(Object.keys(ACTS)).toEqual(acts);
});

test('every kind of proposal is an action, and the flag of a spend stands as the program numbers it', () => {
  expect(actions.KINDS.slice(1)).toEqual(
    Object.keys(FIELDS).sort((a, b) => program.Kind[a as actions.KindName] - program.Kind[b as actions.KindName]),
  );
  const source = readFileSync('../programs/coop/src/state/proposal.rs', 'utf8');
  const flags = [...source.matchAll(/pub const (\w+): u8 = (\d);/g)].map(([, name, number]) => [name, Number(number)]);
  expect(flags).toEqual([
    ...(['Expense', 'Investment', 'Work'] as const).map((name) => [name.toUpperCase(), program.Purpose[name]]),
    ['TO_AGENT', actions.TO_AGENT],
  ]);
});

test('every action has words for all of its fields, and an instruction that executes it', () => {
  expect(Object.keys(actions.ACTIONS)).toEqual(Object.keys(FIELDS));
  for (const kind of Object.keys(FIELDS) as actions.KindName[]) {
    const fields = actions.fieldsOf(kind);
    expect(
      fields.map(({ name }) => name),
      kind,
    ).toEqual(Object.keys(FIELDS[kind]));
    for (const { label, kind: asked } of fields)
      expect([label, asked], kind).toEqual([expect.stringMatching(/./), expect.stringMatching(/./)]);
    expect(VERBS, kind).toHaveProperty(actions.executionOf(kind));
  }
});

/** The fields of a proposal and of a co-op in its second period of 30 days that decide when the proposal is executable. */
const DAY = 86_400n;
const coop = {
  closedUntil: 30n * DAY,
  period: { startedAt: 30n * DAY, length: Number(30n * DAY) },
  charter: { periodLength: Number(7n * DAY) },
} as program.Coop;
const proposal = (ends: bigint, weighty: 0 | 1) => ({ ends, timelock: Number(7n * DAY), weighty }) as program.Proposal;

test.each([
  ['an ordinary one: after its timelock', 40n, 0, 45n, 47n],
  ['a weighty one: at the end of the open period', 40n, 1, 45n, 60n],
  ['one whose timelock ends with the period', 53n, 1, 55n, 60n],
  ["one later than that: after a period of the charter's length", 54n, 1, 55n, 67n],
  ['that period begins with the close, which is late', 54n, 1, 63n, 70n],
  ['which may be as late as lets it end with the timelock', 65n, 1, 60n, 72n],
  ['one after a close that was late enough', 20n, 1, 45n, 27n],
] as const)('%s', (_, ends, weighty, now, from) => {
  expect(rules.executableFrom(proposal(ends * DAY, weighty), coop, now * DAY) / DAY).toBe(from);
});

test('a refusal without logs is of no program with an empty name, and what the runtime refuses is in words', () => {
  const at = (what: string | { Custom: number }) => refusal({ InstructionError: [0, what] });
  expect(at({ Custom: 1 }).message).toBe('a program that it calls refused (error 1)');
  expect(refusal('InvalidAccountForFee')).toMatchObject({
    message: expect.stringContaining('name its vault') as string,
    rule: 'InvalidAccountForFee',
  });
  for (const rule of ['IncorrectProgramId', 'InvalidAccountData', 'IllegalOwner', 'UninitializedAccount'])
    expect(at(rule)).toMatchObject({
      message: 'an account that this needs is closed, or is of another kind than expected',
      rule,
    });
  expect(at('ComputationalBudgetExceeded').message).toMatch(/try again$/);
  expect(refusal('MaxLoadedAccountsDataSizeExceeded').message).toMatch(/try again$/);

  // a wallet may have put another program's instruction in front, whose codes are not ours
  const [other, custom] = ['L2TExMFKdjpN9kozasaurPirfHy9P8sbXoAN1qA3S95' as Address, { Custom: 6000 }];
  const without = (index: number) => refusal({ InstructionError: [index, custom] }, [], [other, COOP_PROGRAM_ADDRESS]);
  expect(without(0)).toMatchObject({ rule: undefined, message: `program ${other} refused (error 6000)` });
  expect(without(1).rule).toBe(ERRORS[6000]![0]);
  expect(refusal({ InstructionError: [0, { Custom: 1 }] }, [], [COOP_PROGRAM_ADDRESS]).message).toBe(
    'a program that it calls refused (error 1)',
  );
});
