// The command line as people and scripts call it, against the embedded validator.
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seedOf, startNetwork, walletOf, type Network } from '../src/local/network';
import { VERBS } from '../src/client';

let network: Network;
const folder = mkdtempSync(join(tmpdir(), 'coop-cli-'));
const keys = new Map<string, string>();
let coop = '';

interface Ran { code: number; out: string; err: string }
function run(...words: string[]): Promise<Ran> {
  return new Promise((done) => {
    execFile(process.execPath, ['dist/cli/coop.mjs', '-u', network.rpcUrl, ...words], { env: { ...process.env, COOP: coop, SOLANA_CONFIG: '/nowhere' } },
      (failed, out, err) => done({ code: failed ? Number(failed.code ?? 1) : 0, out, err }));
  });
}
/** One person does something; fails the test if it is refused. */
async function as(name: string, ...words: string[]): Promise<string> {
  const { code, out, err } = await run('-k', keys.get(name)!, ...words);
  expect({ words, code, err: code === 0 ? '' : err }).toEqual({ words, code: 0, err: '' });
  return out;
}

beforeAll(async () => {
  execFileSync('npx', ['vite', 'build', '--config', 'vite.cli.ts', '--logLevel', 'error'], { env: { ...process.env, NODE_ENV: 'production' } });
  network = await startNetwork();
  for (const name of ['ada', 'ben', 'cleo']) {
    const { address, keyPair } = await walletOf(name);
    await network.person(name);
    const secret = [...(await seedOf(name)), ...new Uint8Array(await crypto.subtle.exportKey('raw', keyPair.publicKey))];
    const path = join(folder, `${name}.json`);
    writeFileSync(path, JSON.stringify(secret));
    keys.set(name, path);
    keys.set(`${name}'s wallet`, address);
  }
}, 120_000);
afterAll(() => network?.stop());

test('a co-op from founding to the first dividend, and one who leaves', async () => {
  const pool = { minRaise: 300, maxRaise: 1000, minMembers: 3, minUse: 0, maxPledge: 500, maxUse: 0, opens: '+1m', withdrawUntil: '+20d', deadline: '+30d', useBondBps: 0 };
  writeFileSync(join(folder, 'pool.json'), JSON.stringify(pool));
  writeFileSync(join(folder, 'charter.json'), await as('ada', 'charter', network.mint));
  const founded = JSON.parse(await as('ada', '--json', 'found', 'From the shell', '--mint', network.mint, '--charter', join(folder, 'charter.json'), '--pool', join(folder, 'pool.json'))) as { coop: string };
  coop = founded.coop;
  for (const name of ['ben', 'cleo']) {
    await as(name, 'join');
    const wallet = keys.get(`${name}'s wallet`)!;
    await as('ada', 'vouch-for', wallet);
    if (name === 'cleo') await as('ben', 'vouch-for', wallet);
    await as('ada', 'chores', '--do');
  }
  await network.pass(120);
  for (const name of ['ada', 'ben', 'cleo']) await as(name, 'pledge', '0', '120.5');
  expect(await as('ada', 'pools')).toContain('✓ money   361.5 of 300');
  await network.pass(31 * 86_400);
  await as('cleo', 'chores', '--do');
  for (const name of ['ada', 'ben', 'cleo']) await as(name, 'claim');
  await as('cleo', 'register-service', 'Bread', '300');
  await as('ben', 'pay', '0', '1000');
  await network.pass(31 * 86_400);
  await as('ada', 'chores', '--do');
  expect(await as('ada', 'periods')).toMatch(/\+ revenue +30\n/);
  await as('ben', 'claim');
  const mine = JSON.parse(await as('ben', '--json', 'position')) as { shares: string; ifLeaving: { worth: string } };
  expect(mine.shares).toBe('120500000');
  await as('ada', 'propose', 'set-take-rate', '250');
  for (const name of ['ada', 'ben', 'cleo']) await as(name, 'vote', '0', 'yes');
  expect(await as('ada', 'proposals')).toContain('Set the take rate to 2.5 %');
  await network.pass(11 * 86_400);
  await as('cleo', 'execute', '0');
  expect(await as('ada', 'show')).toMatch(/Take rate +2.5 %/);
  await as('ben', 'leave');
  expect(await as('ben', 'position')).toMatch(/^left/);
  const events = JSON.parse(await as('ada', '--json', 'events', '--limit', '200')) as { seq: string; event: string }[];
  expect(events.map(({ seq }) => Number(seq))).toEqual(events.map((_, i) => Number(events[0]!.seq) + i));
  expect(events.map(({ event }) => event)).toEqual(expect.arrayContaining(['CoopFounded', 'PoolSettled', 'PeriodClosed', 'ResolutionExecuted', 'MemberResigned']));
});

test('a dry run says what would be done, and does nothing', async () => {
  const before = await as('ada', 'show');
  const told = await as('ada', '--dry-run', 'pay', '0', '10');
  expect(told).toContain('payService');
  expect(told).toContain('Coop.period.revenue');
  expect(await as('ada', 'show')).toBe(before);
});

test('refusals go to stderr with their rule, wrong words with 2', async () => {
  const refused = await run('-k', keys.get('ben')!, '--json', 'vote', '0', 'yes');
  expect(refused).toMatchObject({ code: 1, out: '' });
  expect((JSON.parse(refused.err) as { rule: string }).rule).toMatch(/^\w+$/);
  for (const words of [['no-such-thing'], ['pay', '0'], ['pay', '0', 'ten'], ['vote', '0', 'maybe'], ['-u', 'nowhere', 'coops'], ['--nonsense', 'show'], ['propose', 'spend', 'x', '1'], ['-k', '/no/file', 'join']]) {
    const { code, out, err } = await run('-k', keys.get('ada')!, ...words);
    expect({ words, code, out }).toEqual({ words, code: 2, out: '' });
    expect(err).toMatch(/^coop: /);
  }
});

test('every instruction has a command, every shell completions', async () => {
  const { out } = await run('help');
  const kebab = (name: string) => name.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase();
  for (const name of Object.keys(VERBS)) expect(out).toMatch(new RegExp(`^  ${kebab(name)}\\b`, 'm'));
  for (const shell of ['bash', 'zsh', 'fish']) expect((await run('completions', shell)).out).toContain('cast-vote');
});

test('it starts in less than it takes to notice', async () => {
  const began = performance.now();
  for (let i = 0; i < 5; i++) await run('--version');
  console.log(`the command line starts in ${Math.round((performance.now() - began) / 5)} ms (aim: 300)`);
});
