// The output of `--json` matches `coop schema`, and has no internal fields.
import Ajv from 'ajv/dist/2020';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { READING } from '../src/cli/reading';
import { liveCoop, startShell, type Shell } from './shell';

let shell: Shell;
let schemas: Record<string, object>;
beforeAll(async () => {
  shell = await startShell(['ada', 'ben', 'cleo']);
  await liveCoop(shell, ['ada', 'ben', 'cleo']);
  const { as, network, wallet, run } = shell;
  await as('ben', 'pay', '0', '1000');
  await as('ben', 'propose', 'spend', wallet('cleo'), '1');
  await network.pass(31 * 86_400);
  await as('cleo', 'close');
  await as(
    'ada',
    'propose',
    'amend',
    '{"reserveBps": 3000}',
    '--statutes',
    'package.json',
    '--statutes-uri',
    'https://example.org/statutes',
  );
  await as('cleo', 'propose', 'mandate', wallet('ben'), '5', '+365d', 'work');
  await shell.person('dora');
  await as('dora', 'join', '--name', 'Dora');
  schemas = JSON.parse((await run('schema')).out) as Record<string, object>;
}, 180_000);
afterAll(() => shell?.network.stop());

const ajv = new Ajv({ allErrors: true, strict: false });
function valid(command: string, out: string): unknown {
  const data = JSON.parse(out) as unknown;
  expect(ajv.validate(schemas[command]!, data), `${command}: ${ajv.errorsText()}`).toBe(true);
  expect(out).not.toMatch(/discriminator|bump"|padding|__option|__kind":null/i);
  return data;
}

test('the output of every command that reads matches its schema', async () => {
  const words: Record<string, string[]> = { account: [shell.env.COOP!], events: ['--limit', '100'] };
  const filled = ['coops', 'members', 'pools', 'services', 'periods', 'proposals', 'pledges', 'memberships', 'events'];
  for (const command of Object.keys(READING)) {
    const data = valid(command, await shell.as('ada', '--json', command, ...(words[command] ?? [])));
    if (filled.includes(command)) expect((data as unknown[]).length, command).toBeGreaterThan(0);
  }
  const chores = valid('chores', await shell.as('ada', '--json', 'chores')) as {
    kind: string;
    who: string | null;
    instructions: string[];
  }[];
  expect(chores).toContainEqual(
    expect.objectContaining({ kind: 'settle-patronage', who: shell.wallet('ben'), instructions: ['settlePatronage'] }),
  );
  expect(valid('members', await shell.as('ada', '--json', 'members'))).toContainEqual(
    expect.objectContaining({ standing: 'candidate', name: 'Dora' }),
  );
  valid('charter', await shell.as('ada', '--json', 'charter'));
  expect(valid('waiting', await shell.as('cleo', '--json', 'waiting'))).toContainEqual(
    expect.objectContaining({ kind: 'vote', by: expect.stringMatching(/^\d+$/) as string }),
  );
  // a wrong value is noticed
  expect(ajv.validate(schemas.members!, [{ wallet: 1 }])).toBe(false);
}, 60_000);

test('so does the output of commands that send, try or export a transaction', async () => {
  valid('buy', await shell.as('ada', '--json', 'buy', '1'));
  valid('buy', await shell.as('ada', '--json', '--dry-run', 'buy', '1'));
  valid('buy', await shell.as('ada', '--json', '--export', 'buy', '1'));
  valid('sweep', await shell.as('ada', '--json', 'sweep'));
  const { nonce } = valid('nonce', await shell.as('ada', '--json', 'nonce', 'new')) as { nonce: string };
  expect(valid('nonce', await shell.as('ada', '--json', 'nonce', 'show', nonce))).toMatchObject({
    authority: shell.wallet('ada'),
  });
  expect(JSON.parse((await shell.run('schema', 'vote')).out)).toEqual(schemas.vote);
  expect((await shell.run('schema', 'nonsense')).code).toBe(2);
}, 60_000);
