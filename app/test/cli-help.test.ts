// The command line's help, completions for each shell, and version.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Network } from '../src/local/network';
import { VERBS } from '../src/client';
import { actionHelp } from '../src/cli/fields';
import { PROPOSALS } from '../src/cli/options';
import { startShell, type Shell } from './shell';

let shell: Shell;
let network: Network;
let folder = '';
const run = (...words: string[]) => shell.run(...words);

beforeAll(async () => {
  shell = await startShell(['ada', 'ben', 'cleo']);
  ({ network, folder } = shell);
}, 120_000);
afterAll(() => network?.stop());

test('found takes terms of its own beside the usual charter', async () => {
  const told = await shell.as(
    'ben',
    '--json',
    '--dry-run',
    'found',
    'Terms',
    '--mint',
    network.mint,
    '--id',
    '4',
    '--provider-bps',
    '4000',
    '--pioneer-start',
    '200d',
    '--pioneer-threshold',
    '5.5',
  );
  const { says } = (JSON.parse(told) as { instructions: { says: Record<string, unknown> }[] }).instructions[0]!;
  expect([
    says['charter.providerBps'],
    says['charter.pioneerStart'],
    says['charter.pioneerThreshold'],
    says['charter.workBps'],
  ]).toEqual([4000, 200 * 86_400, '5500000', 3000]);
});

test('every instruction has a command, every shell completions', async () => {
  const { out } = await run('help');
  const kebab = (name: string) => name.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase();
  for (const name of Object.keys(VERBS)) expect(out).toMatch(new RegExp(`^  ${kebab(name)}\\b`, 'm'));
  for (const name of ['apply', 'payService', 'castVote', 'release'])
    expect((await run(kebab(name), '--help')).out).toMatch(new RegExp(`^usage: coop ${kebab(name)}\\b`));
  expect((await run('release', '--help')).out).toContain('usage: coop release PROPOSAL [WALLET]');
  for (const shell of ['bash', 'zsh', 'fish']) expect((await run('completions', shell)).out).toContain('cast-vote');
  expect((await run('completions', 'tcsh')).code).toBe(2);
});

test('the help of every action explains each of its fields', async () => {
  const { out } = await run('propose', 'spend', '--help');
  expect(out).toMatch(/^usage: coop propose spend to amount \[purpose\]\n/);
  expect(out).toMatch(
    /^ {2}amount +Amount: in tokens\n {2}purpose +What for: expense, investment, work; left out: expense \(may be left out\)\n/m,
  );
  expect(out).toContain('example: coop propose spend WALLET 12.5 investment\n');
  for (const [name, fields] of PROPOSALS) {
    const told = actionHelp(name);
    for (const field of fields) expect(told).toMatch(new RegExp(`^  ${field} +\\S`, 'm'));
    expect(told).not.toContain('undefined');
  }
  expect(await run('propose', 'nonsense', '--help')).toMatchObject({ code: 2 });
});

test('the scripts of Anchor.toml are commands', async () => {
  const scripts = [
    ...readFileSync('../Anchor.toml', 'utf8').matchAll(/^([\w-]+) = "node app\/dist\/cli\/coop\.mjs ([\w-]+)"$/gm),
  ];
  expect(scripts.map(([, name]) => name)).toEqual(
    expect.arrayContaining([
      'found',
      'join',
      'vouch',
      'pledge',
      'settle',
      'claim',
      'pay',
      'buy',
      'close',
      'settle',
      'ask-back',
      'propose',
      'vote',
      'execute',
      'leave',
    ]),
  );
  for (const [, , command] of scripts)
    expect((await run(command!, '--help')).out).toMatch(new RegExp(`^usage: coop ${command}\\b`));
});

test('the completions complete', async () => {
  const { out: script } = await run('completions', 'bash');
  const complete = (...words: string[]) => {
    const typed = `COMP_WORDS=(coop ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}; _coop; echo "\${COMPREPLY[@]}"`;
    return execFileSync('bash', ['-c', `${script}\n${typed}`], { encoding: 'utf8' }).trim();
  };
  expect(complete('settle-p')).toBe('settle-pool settle-patronage');
  expect(complete('propose', 'set')).toBe('set-take-rate');
  expect(complete('-u', 'dev')).toBe('devnet');
  expect(complete('pay', '--dr')).toBe('--dry-run');
  // completions by position: no choices or guesses where a number belongs, and only the options of that command
  expect(complete('vote', '')).toBe('');
  expect(complete('vote', '3', '')).toBe('yes no abstain');
  expect(complete('-u', 'devnet', 'vote', '--fee-payer', 'x', '3', 'a')).toBe('abstain');
  expect(complete('pay', '')).toBe('');
  expect(complete('show', '--l')).toBe('');
  expect(complete('events', '--l')).toBe('--limit');
  expect(complete('book-income', '1', '--kind', '')).toBe('income sale gift');
  expect(complete('propose', 'spend', shell.wallet('ben'), '1', 'in')).toBe('investment');
  expect(complete('propose', 'spend', 'a')).toBe('amount=');
  expect(complete('propose', 'expel', '7', '')).toBe('');
  expect(complete('completions', '')).toBe('bash zsh fish');
  expect(complete('-k', join(folder, 'ad'))).toBe(shell.key('ada'));
});

const has = (shell: string) => spawnSync(shell, ['-c', 'exit']).status === 0;
test.runIf(has('fish'))('in fish too', async () => {
  const script = join(folder, 'coop.fish');
  writeFileSync(script, (await run('completions', 'fish')).out);
  const complete = (typed: string) =>
    execFileSync('fish', ['--no-config', '-c', `source ${script}; complete -C "coop ${typed}"`], { encoding: 'utf8' })
      .trim()
      .split('\n')
      .map((line) => line.split('\t')[0])
      .join(' ');
  expect(complete('settle-p')).toBe('settle-patronage settle-pool');
  expect(complete('-u dev')).toBe('devnet');
  expect(complete('pay --dr')).toBe('--dry-run');
  expect(complete('vote 3 ')).toBe('abstain no yes');
  expect(complete('-u devnet vote --fee-payer x 3 a')).toBe('abstain');
  expect(complete('vote ')).toBe('');
  expect(complete('propose spend a')).toBe('amount=');
  expect(complete(`-k ${join(folder, 'ad')}`)).toBe(shell.key('ada'));
});
test.runIf(has('zsh'))('and in zsh', async () => {
  const script = join(folder, 'coop.zsh');
  writeFileSync(script, (await run('completions', 'zsh')).out);
  // as bashcompinit calls it; zsh itself filters by what is already typed
  const complete = (...words: string[]) =>
    execFileSync(
      'zsh',
      [
        '-f',
        '-c',
        `autoload -Uz compinit; compinit -u -D; source ${script}
    at() { emulate -L sh; setopt kshglob noshglob braceexpand; COMP_WORDS=(coop "$@"); COMP_CWORD=$#; _coop; echo "\${COMPREPLY[@]}"; }; at ${words.map((word) => `'${word}'`).join(' ')}`,
      ],
      { encoding: 'utf8' },
    ).trim();
  expect(complete('vote', '3', '')).toBe('yes no abstain');
  expect(complete('-u', 'devnet', 'vote', '--fee-payer', 'x', '3', '')).toBe('yes no abstain');
  expect(complete('vote', '')).toBe('');
  expect(complete('book-income', '1', '--kind', '')).toBe('income sale gift');
});

test('it prints its version; the time that this takes is printed, and not tested', async () => {
  const times: number[] = [];
  for (let i = 0; i < 20; i++) {
    const began = performance.now();
    expect(await run('--version')).toMatchObject({ code: 0, err: '' });
    times.push(performance.now() - began);
  }
  console.log(`the command line starts in ${Math.round(times.sort((a, b) => a - b)[10]!)} ms (median of 20; aim: 300)`);
});
