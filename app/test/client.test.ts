// What the client knows of the program beside the IDL, against the program's own source.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as instructions from '../src/generated/instructions';
import { KNOWN } from '../src/client/calls';
import { program, rules, words } from '../src/client';

const snake = (name: string) => name.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase();

test('what an agent may do as a member is what the program lets it', () => {
  const source = readFileSync('../programs/coop/src/instructions/governance/actions/represent.rs', 'utf8');
  const table = /^acts! \{([^}]*)\}/m.exec(source)![1]!;
  const acts = [...table.matchAll(/(\w+): \d, (?:true|false);/g)].map(([, name]) => [...(instructions as unknown as Record<string, Uint8Array>)[`${snake(name!)}_DISCRIMINATOR`]!]);
  expect(acts.length).toBeGreaterThan(15);
  expect(KNOWN.map(([, discriminator]) => [...discriminator])).toEqual(acts);
});

test('kinds of actions and of spends stand as the program numbers them', () => {
  const source = readFileSync('../programs/coop/src/state/proposal.rs', 'utf8');
  const kinds = [...source.matchAll(/^ {4}(\w+) = (\d+),$/gm)].map(([, name, number]) => [Number(number), name]);
  expect(words.KINDS.flatMap((name, number) => (name ? [[number, name]] : []))).toEqual(kinds);
  expect([...source.matchAll(/pub const \w+: u8 = \d;/g)]).toHaveLength(words.SPENDS.length);
});

/** A proposal, a co-op in its second period of 30 days, as far as it matters to when something is executable. */
const DAY = 86_400n;
const coop = { closedUntil: 30n * DAY, period: { startedAt: 30n * DAY, length: Number(30n * DAY) }, charter: { periodLength: Number(7n * DAY) } } as program.Coop;
const proposal = (ends: bigint, weighty: 0 | 1) => ({ ends, timelock: Number(7n * DAY), weighty }) as program.Proposal;

test.each([
  ['an ordinary one: after its timelock', 40n, 0, 47n],
  ['a weighty one: at the end of the open period', 40n, 1, 60n],
  ['one whose timelock ends with the period', 53n, 1, 60n],
  ['one later than that: after a period of the charter\'s length', 54n, 1, 67n],
  ['one after a close that was late enough', 20n, 1, 27n],
] as const)('%s', (_, ends, weighty, from) => {
  expect(rules.executableFrom(proposal(ends * DAY, weighty), coop) / DAY).toBe(from);
});
