// `cargo xtask up` on a bare machine: what it prints, opened in a browser; one person plays two.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { elf } from '../src/local/network';
import { launch } from './browser';

let up: ChildProcess;
let browser: Browser;
let said = '';

beforeAll(async () => {
  const env = { ...process.env, NODE_ENV: 'production' };
  up = spawn('node', ['dist/cli/up.mjs'], {
    env: { ...env, COOP_ELF: elf(), COOP_KEYS: mkdtempSync(`${tmpdir()}/coop-keys-`), PORT: '4290' },
  });
  up.stdout!.on('data', (text: Buffer) => {
    said += text.toString();
  });
  up.stderr!.on('data', (text: Buffer) => {
    said += text.toString();
  });
  for (let waited = 0; !said.includes('Ctrl-C stops all'); waited += 100) {
    if (waited > 60_000 || up.exitCode !== null) throw new Error(said);
    await new Promise((go) => setTimeout(go, 100));
  }
  browser = await launch();
}, 180_000);
afterAll(async () => {
  await browser?.close();
  up?.kill('SIGKILL');
});

const address = (name: string) => new RegExp(`^${name} +(http://[^\\s,;]+)`, 'm').exec(said)![1]!;

test('a person founds a co-op and lives one period with clicks alone', async () => {
  const page = await (await browser.newContext()).newPage();
  page.setDefaultTimeout(15_000);
  const met: string[] = [];
  const press = async (button: string | RegExp) => {
    const there = page.getByRole('button', { name: button, exact: typeof button === 'string' }).first();
    met.push((await there.textContent())!);
    await there.click();
    await page.locator('.message.done, .message.failed').waitFor();
    expect(await page.locator('.message span').textContent()).toMatch(/: done$/);
    await page.getByRole('button', { name: 'Dismiss' }).click();
  };
  const become = async (name: string) => {
    await page.getByLabel('You are').selectOption(name);
    met.push(`You are ${name}`);
    await page.waitForURL(new RegExp(`as=${name}`));
    await page.getByTestId('wallet').waitFor();
  };
  const tab = (name: string) => page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name }).click();

  await page.goto(address('found one'));
  const connect = page.getByRole('button', { name: /^Connect/ });
  met.push((await connect.textContent())!);
  await connect.click();
  await press(/Give me SOL/);
  await page.getByLabel('Name', { exact: true }).fill('Two of Us');
  await page.getByLabel(/^People needed/).fill('2');
  met.push('People needed');
  await press('Found it');
  await page.getByRole('heading', { level: 1, name: 'Two of Us' }).waitFor();
  await become('Hal');
  await press(/Give me SOL/);
  await press('Apply for membership');
  await become('Gus');
  await tab('Members');
  await press(/^Vouch for/);
  await become('Hal');
  await press('Become a member');
  await press('Let 1 day pass');
  for (const [name, amount] of [
    ['Hal', '150'],
    ['Gus', '200'],
  ] as const) {
    if (name !== 'Hal') await become(name);
    await tab('Pools');
    await page
      .getByRole('form', { name: /Pledge to pool/ })
      .getByLabel('Money')
      .fill(amount);
    await press('Pledge');
  }
  await press('Let 31 days pass');
  await press('Settle the pool');
  await press('Claim your shares');
  await become('Hal');
  await press('Claim your shares');
  await tab('Services');
  await page.getByText('Offer a service').click();
  await page.getByLabel('Name of the service').fill('Rides');
  await press('Register');
  await become('Gus');
  await tab('Services');
  await page.getByRole('form', { name: 'Pay Rides' }).getByLabel('Amount').fill('1000');
  await press('Pay');
  await press('Let 31 days pass');
  await press('Close the period');
  await tab('Results');
  await page.getByRole('row', { name: /members, by use/ }).waitFor();
  await tab('My position');
  await press('Take your cash');
  await page.getByText('There is nothing to take right now.').waitFor();

  const told = /### For a user\n([\s\S]*?)\n### /.exec(readFileSync('../README.md', 'utf8'))![1]!;
  const named = [...told.matchAll(/\*([^*]+)\*/g)].map(([, words]) => words!.replace(/\s*…$/, ''));
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((words) => !met.some((button) => button.startsWith(words)))).toEqual([]);
});

test('without a wallet the page says what to do; Ctrl-C stops all', async () => {
  const page = await browser.newPage();
  await page.goto(address('page'));
  await page.getByRole('heading', { level: 1, name: 'Mill Street Bakery' }).waitFor();
  await page.getByText('No wallet in this browser').click();
  await page.getByText('prints the address of a second page, with a wallet for trying built in').waitFor();
  await page.close();
  const ended = new Promise<number | null>((done) => up.once('exit', done));
  up.kill('SIGINT');
  expect(await ended).toBe(0);
  await expect(fetch(address('page'))).rejects.toThrow();
  await expect(fetch(address('network'))).rejects.toThrow();
});
