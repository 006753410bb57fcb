// Numbers in documents match the source.
import { expect, test } from 'vitest';
import { PRESENT, text } from './documents';

const NUMBERS = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
  'thirteen',
  'fourteen',
  'fifteen',
  'sixteen',
];
const digits = (said: string) => Number(said.replaceAll(/[\s_ ]/g, ''));
const constant = (file: string, name: string) =>
  digits(new RegExp(`const ${name}: \\w+ = ([\\d_]+)`).exec(text(file))![1]!);

test('numbers in the text are those of the source', () => {
  const idl = JSON.parse(text('idl/coop.json')) as { instructions: unknown[] };
  const ratchets = /pub enum Ratchet \{([\s\S]*?)\}/
    .exec(text('programs/coop/math/src/charter.rs'))![1]!
    .match(/\w+,/g)!.length;
  const said = (file: string, pattern: RegExp) => {
    const found = pattern.exec(text(file).replace(/\s+/g, ' '));
    expect(found, `${file}: ${pattern}`).not.toBeNull();
    return NUMBERS.includes(found![1]!.toLowerCase()) ? NUMBERS.indexOf(found![1]!.toLowerCase()) : digits(found![1]!);
  };
  expect(said('docs/INVARIANTS.md', /all (\d+) instructions/)).toBe(idl.instructions.length);
  expect(said('docs/INVARIANTS.md', /([\d ]+) random steps/)).toBe(constant('tests/stateful/mod.rs', 'STEPS'));
  for (const [file, pattern] of [
    ['README.md', /(\w+) terms that no majority can loosen/],
    ['docs/GOVERNANCE.md', /(\w+) terms are \*ratchets\*/],
  ] as const)
    expect(said(file, pattern)).toBe(ratchets);
  expect(said('docs/ECONOMICS.md', /(\w+) million random lives/) * 1e6).toBe(
    constant('tests/self_trading/tests/functions.rs', 'LIVES'),
  );
  expect(said('docs/ECONOMICS.md', /([\d ]+) lives are played in every test run/)).toBe(
    constant('tests/self_trading/tests/on_chain/main.rs', 'NORMALLY'),
  );
  expect(said('docs/ECONOMICS.md', /test run, ([\d ]+) by `cargo xtask self-trading`/)).toBe(
    Number(/SelfTrading \{[^}]*default_value_t = ([\d_]+)/.exec(text('xtask/src/task.rs'))![1]!.replace('_', '')),
  );
  const rooms = /Texts have room for (\d+) bytes \(.*?\), (\d+) \(why\), 32 \(names\), (\d+) \(links\)/.exec(
    text('docs/SCRIPTING.md'),
  );
  expect(rooms?.slice(1).map(Number)).toEqual(
    ['ABOUT', 'WHY', 'LINK'].map((name) => constant('programs/coop/src/state/mod.rs', name)),
  );
});

/** Durations, bounds and counts in documents, each with the words around it, and the file and constant that it repeats. */
const [GOVERNANCE, BOOTSTRAP, OFFICE] = ['docs/GOVERNANCE.md', 'docs/BOOTSTRAP.md', 'docs/OFFICE.md'];
const [STATE, MATH, INSTRUCTIONS] = [
  'programs/coop/src/state',
  'programs/coop/math/src',
  'programs/coop/src/instructions',
];
const REPEATED: readonly (readonly [document: string, said: RegExp, file: string, name: string])[] = [
  [GOVERNANCE, /application has lacked vouches for (\w+) days/, `${MATH}/membership.rs`, 'APPLICATION_KEPT'],
  [GOVERNANCE, /after (\w+) days; after a release/, `${MATH}/membership.rs`, 'LEFT_KEPT'],
  [GOVERNANCE, /left in protest, not before (\w+) days/, `${MATH}/membership.rs`, 'PROTEST_KEPT'],
  [GOVERNANCE, /suspend an elector after (\w+) days/, `${MATH}/membership.rs`, 'SILENCE'],
  [GOVERNANCE, /act of its own, or (\w+) days after its shares fell/, `${MATH}/membership.rs`, 'SHORT'],
  [GOVERNANCE, /within the first (\w+) days after it became/, `${MATH}/membership.rs`, 'SETTLED_IN'],
  [GOVERNANCE, /to move a membership (\w+) days/, `${MATH}/membership.rs`, 'REHOME_TIMELOCK'],
  [GOVERNANCE, /For (\w+) days nothing can be claimed/, `${MATH}/membership.rs`, 'QUIET'],
  [GOVERNANCE, /member for (\w+) days/, `${MATH}/membership.rs`, 'LOST'],
  [GOVERNANCE, /the federation proposes within (\w+) days/, `${MATH}/membership.rs`, 'SOUGHT'],
  [GOVERNANCE, /at most once in (\w+) days, cleared/, `${MATH}/membership.rs`, 'NAME_KEPT'],
  [GOVERNANCE, /limits the admissions in (\w+) days/, `${MATH}/membership.rs`, 'GROWTH_WINDOW'],
  [GOVERNANCE, /or (\w+) days without an elector/, `${MATH}/membership.rs`, 'ELECTORLESS'],
  [GOVERNANCE, /the longer of `timelock` and (\w+) days/, `${MATH}/charter.rs`, 'SPECIAL_TIMELOCK'],
  [GOVERNANCE, /max\((\w+) days, `period_length`\)/, `${MATH}/governance/budget.rs`, 'BUDGET_WINDOW'],
  [GOVERNANCE, /if protests ≥ (\w+) and/, `${MATH}/governance.rs`, 'LEAST_PROTESTS'],
  [GOVERNANCE, /co-op that inherits: after (\w+) days the reserve/, `${STATE}/coop/succession.rs`, 'WINDING_UP'],
  [GOVERNANCE, /Dissolving ──(\w+) days──►/, `${STATE}/coop/succession.rs`, 'WINDING_UP'],
  [GOVERNANCE, /The limit of (\w+) covers all lines/, `${STATE}/coop/succession.rs`, 'MOST_HEIRS'],
  [GOVERNANCE, /fixes a slot (\w+) ahead/, `${INSTRUCTIONS}/governance/call_panel.rs`, 'AHEAD'],
  [GOVERNANCE, /within the (\w+) slots/, `${INSTRUCTIONS}/governance/call_panel.rs`, 'REMEMBERED'],
  [GOVERNANCE, /A panel can be called (\w+) times at most/, `${INSTRUCTIONS}/governance/call_panel.rs`, 'MOST_CALLS'],
  [GOVERNANCE, /(\w+) objections double the timelock/, `${INSTRUCTIONS}/governance/object.rs`, 'DELAYING'],
  [GOVERNANCE, /└──(\w+) days after its window/, `${INSTRUCTIONS}/governance/reclaim_proposal.rs`, 'READ'],
  [GOVERNANCE, /byte in a page of (\w+),/, `${STATE}/ballot.rs`, 'PAGE_BALLOTS'],
  [BOOTSTRAP, /`stay` \| (\w+) to \w+ days/, `${MATH}/bootstrap.rs`, 'SHORTEST_STAY'],
  [BOOTSTRAP, /`stay` \| \w+ to (\w+) days/, `${MATH}/bootstrap.rs`, 'LONGEST_STAY'],
  [BOOTSTRAP, /0 to ([\d ]+) of the promised turnover/, `${MATH}/bootstrap.rs`, 'MAX_USE_BOND_BPS'],
  [BOOTSTRAP, /at least (\w+) if `min_use`/, `${MATH}/bootstrap.rs`, 'MIN_USE_BOND_BPS'],
  [BOOTSTRAP, /at most (\w+) days ahead/, `${MATH}/bootstrap.rs`, 'LONGEST'],
  [BOOTSTRAP, /refused within (\w+) days after an amendment/, `${MATH}/bootstrap.rs`, 'AFTER_AMENDMENT'],
  [BOOTSTRAP, /More than (\w+) days after the deadline/, `${MATH}/bootstrap.rs`, 'UNPAYABLE'],
  [BOOTSTRAP, /`purpose` \| at most (\w+) bytes/, `${STATE}/mod.rs`, 'ABOUT'],
  [BOOTSTRAP, /from at most (\w+) pools can rest/, `${STATE}/member.rs`, 'RESTS'],
  [BOOTSTRAP, /It has (\w+) slots/, `${STATE}/coop/mod.rs`, 'TRANSITS'],
  ['README.md', /at least (\w+) days to leave on the old terms/, `${MATH}/charter.rs`, 'SPECIAL_TIMELOCK'],
  ['README.md', /Any pool fails (\w+) days after its deadline/, `${MATH}/bootstrap.rs`, 'UNPAYABLE'],
  ['SECURITY.md', /takes effect before (\w+) days/, `${MATH}/charter.rs`, 'SPECIAL_TIMELOCK'],
  ['SECURITY.md', /is frozen fails (\w+) days after its deadline/, `${MATH}/bootstrap.rs`, 'UNPAYABLE'],
  ['SECURITY.md', /heir after heir, at most (\w+),/, `${STATE}/coop/succession.rs`, 'MOST_HEIRS'],
  ['docs/SCRIPTING.md', /needs a `stay` of (\w+) to \w+ days/, `${MATH}/bootstrap.rs`, 'SHORTEST_STAY'],
  [OFFICE, /limits how many can be admitted in (\w+) days/, `${MATH}/membership.rs`, 'GROWTH_WINDOW'],
  [OFFICE, /cleared away by anyone after (\w+) days/, `${MATH}/membership.rs`, 'APPLICATION_KEPT'],
  [OFFICE, /Close the account\*\* (\w+) days later/, `${MATH}/membership.rs`, 'LEFT_KEPT'],
  [OFFICE, /\*\*After (\w+) days\*\* `coop finish-dissolution`/, `${STATE}/coop/succession.rs`, 'WINDING_UP'],
];

test('spans, bounds and counts in the text are the constants of the program', () => {
  const wrong = REPEATED.flatMap(([document, pattern, file, name]) => {
    const found = pattern
      .exec(text(document).replace(/\s+/g, ' '))
      ?.slice(1)
      .find((one) => one !== undefined)
      ?.toLowerCase();
    const written = new RegExp(`const ${name}: \\w+ = ([^;]+);`).exec(text(file))?.[1];
    if (found === undefined || written === undefined)
      return [`${document}: ${found === undefined ? pattern : `${name} in ${file}`} is not there`];
    // durations are compared in days
    const factors = written
      .replace(/ as \w+/g, '')
      .replace(/days\((\w+)\)/, '$1')
      .replace('YEAR', '365')
      .replace('DAY', '1')
      .split('*');
    const is = factors.map(digits).reduce((all, one) => all * one, 1);
    const said = NUMBERS.includes(found) ? NUMBERS.indexOf(found) : digits(found);
    return said === is ? [] : [`${document}: ${pattern} says ${said}, ${name} is ${is}`];
  });
  expect(wrong).toEqual([]);
});

test('what a command measures stands only where a command writes it', () => {
  const told = PRESENT.filter((file) => file !== 'docs/BENCHMARKS.md').flatMap((file) =>
    text(file)
      .split('\n')
      .filter((line) => /\d[\d  ]* ?(CU|compute units|KB of ELF)\b|\d+ (tests|KB|kB) (passed|for)/.test(line))
      .map((line) => `${file}: ${line.trim()}`),
  );
  expect(told).toEqual([]);
});
