// The page in a real browser, with the test wallet, against the embedded validator.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { chromium, type Browser, type Page } from 'playwright-core';
import { preview, type PreviewServer } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { reads, rules } from '../src/client';
import { startNetwork, walletOf, type Network } from '../src/local/network';
import { whole, type Stage } from '../src/local/story';

const PICTURES = process.env.COOP_PICTURES;
let network: Network;
let stage: Stage;
let server: PreviewServer;
let browser: Browser;
const complaints: string[] = [];

beforeAll(async () => {
  execFileSync('npx', ['vite', 'build', '--logLevel', 'error'], { env: { ...process.env, NODE_ENV: 'production', COOP_TEST_WALLET: '1' } });
  network = await startNetwork();
  stage = await whole(network);
  server = await preview({ logLevel: 'silent', build: { outDir: 'dist/page-with-test-wallet' }, preview: { port: 4199, host: '127.0.0.1' } });
  const path = [process.env.CHROME, '/usr/bin/chromium', '/usr/bin/google-chrome'].find((file) => file && existsSync(file));
  browser = await chromium.launch({ ...(path ? { executablePath: path } : {}), args: ['--no-sandbox'] });
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await server?.close();
  network?.stop();
});

/** A page of its own for a person; errors of the console are noted. */
async function open(as: string, hash = '', more: Record<string, string> = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1100, height: 900 } });
  const page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(`${as}: ${error.message}`));
  page.on('console', (line) => line.type() === 'error' && complaints.push(`${as}: ${line.text()}`));
  page.setDefaultTimeout(15_000);
  const query = new URLSearchParams({ rpc: network.rpcUrl, mint: network.mint, as, ...more });
  await page.goto(`http://127.0.0.1:${(server.httpServer.address() as { port: number }).port}/?${query}#${hash}`);
  await page.getByRole('button', { name: /^Connect Test wallet/ }).click();
  return page;
}
const status = (page: Page, text: RegExp | string) => page.locator('.message').getByText(text).first().waitFor({ timeout: 20_000 });
/** Presses a button and waits until it is done. */
async function press(page: Page, button: string | RegExp, said: RegExp): Promise<void> {
  await page.getByRole('button', { name: button }).first().click();
  await status(page, said);
  await page.getByRole('button', { name: 'Dismiss' }).click();
}
const tab = (page: Page, name: string) => page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name }).click();
const picture = async (page: Page, name: string) => {
  if (!PICTURES) return;
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: false });
};

test('with clicks alone: found, join, pledge, start, pay, share, vote, leave', async () => {
  const ada = await open('Visitor Ada', '/found');
  await press(ada, /Give me SOL/, /Gift: done/);
  await ada.getByLabel('Name', { exact: true }).fill('Clicked Together');
  await ada.getByLabel(/^Money needed/).fill('300');
  await ada.getByLabel(/^People needed/).fill('2');
  await picture(ada, 'found');
  await press(ada, 'Found it', /Founding: done/);
  await ada.getByRole('heading', { level: 1, name: /Clicked Together/ }).waitFor();
  const at = /coop\/(\w+)/.exec(ada.url())![1]!;

  const ben = await open('Visitor Ben', `/coop/${at}`);
  await press(ben, /Give me SOL/, /Gift: done/);
  await press(ben, 'Apply for membership', /Applying: done/);
  await tab(ada, 'Members');
  await press(ada, /^Vouch for/, /Vouching: done/);
  await ben.reload(); // in the middle: the wallet connects again by itself
  await press(ben, 'Become a member', /Admission: done/);

  await press(ada, 'Let 1 day pass', /done/);
  for (const [page, amount] of [[ada, '200'], [ben, '150']] as const) {
    await tab(page, 'Pools');
    await page.getByRole('form', { name: /Pledge to pool/ }).getByLabel('Money').fill(amount);
    await press(page, 'Pledge', /Pledging: done/);
  }
  await press(ada, 'Let 31 days pass', /done/);
  await ada.reload();
  await press(ada, 'Settle the pool', /Settling: done/);
  for (const page of [ada, ben]) {
    await page.reload();
    await press(page, 'Claim your shares', /Claiming shares: done/);
  }
  await tab(ben, 'Services');
  await ben.getByText('Offer a service').click();
  await ben.getByLabel('Name of the service').fill('Bread');
  await press(ben, 'Register', /Registering: done/);
  await tab(ada, 'Services');
  await ada.getByRole('form', { name: 'Pay Bread' }).getByLabel('Amount').fill('1000');
  await press(ada, 'Pay', /Paying: done/);
  await press(ada, 'Let 31 days pass', /done/);
  await ada.reload();
  await press(ada, 'Close the period', /Closing the period: done/);
  await tab(ada, 'Results');
  await ada.getByRole('img', { name: /Result of period/ }).waitFor();
  await tab(ada, 'My position');
  await press(ada, 'Claim everything', /Claiming: done/);

  await tab(ada, 'Proposals');
  await ada.getByText('Propose something').click();
  await ada.getByRole('textbox', { name: 'Wallet' }).fill((await walletOf('Visitor Ben')).address);
  await ada.getByLabel('Amount', { exact: true }).fill('1');
  await press(ada, 'Propose', /Proposing: done/);
  await press(ada, 'Yes', /Voting: done/);
  await tab(ben, 'Proposals');
  await press(ben, 'Yes', /Voting: done/);
  await press(ada, 'Let 7 days pass', /done/);
  for (let day = 0; day < 4; day++) await press(ada, 'Let 1 day pass', /done/);
  await ada.reload();
  await press(ada, 'Carry it out', /Carrying out: done/);

  await tab(ben, 'My position');
  await ben.reload();
  await ben.getByRole('button', { name: 'Leave…' }).click();
  await press(ben, 'Yes, leave', /Leaving: done/);
  await ben.getByText('You are not a member').waitFor();
  const site = await reads.site(network.rpc, at as never, (await walletOf('Visitor Ben')).address);
  expect(rules.standing(site.member!)).toBe('left');
  await ada.context().close();
  await ben.context().close();
});

test('every view of a busy co-op: no serious barrier, no error, and a picture', async () => {
  const page = await open('Ada', `/coop/${stage.coop}`);
  const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    for (const [view, proof] of [['Overview', 'Books'], ['Pools', 'Pool 1'], ['Services', 'Bread by subscription'], ['Results', 'Period after period'], ['My position', 'If you left now'], ['Members', 'Applied'], ['Proposals', 'Amend the charter; no heir']] as const) {
      await tab(page, view);
      await page.getByText(proof).first().waitFor();
      if (theme === 'light') await picture(page, view.toLowerCase().replace(' ', '-'));
      await page.evaluate(axe);
      const found = await page.evaluate(async () => {
        const { violations } = await (globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> } }).axe.run();
        return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id}: ${nodes[0]!.html.slice(0, 120)}`);
      });
      expect({ view, theme, found }).toEqual({ view, theme, found: [] });
    }
  }
  await page.setViewportSize({ width: 375, height: 720 });
  for (const view of ['Overview', 'Proposals', 'Results']) {
    await tab(page, view);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), `${view} on a phone`).toBeLessThanOrEqual(375);
  }
  await page.context().close();
});

test('a wallet that refuses, a double click, the network down and back, the wrong network', async () => {
  const page = await open('Ada', `/coop/${stage.coop}/services`);
  const amount = page.getByLabel('Amount', { exact: true });
  await amount.fill('5');
  await page.evaluate(() => { globalThis.coopTestWallet.refuses = true; });
  await page.getByRole('button', { name: 'Pay' }).click();
  await status(page, /the wallet did not sign; nothing was sent/);
  await page.evaluate(() => { globalThis.coopTestWallet.refuses = false; globalThis.coopTestWallet.asked = 0; });
  const before = (await stage.context('Ada')).site.coop.period.revenue;
  await page.getByRole('button', { name: 'Pay' }).dblclick();
  await status(page, /Paying: done/);
  expect(await page.evaluate(() => globalThis.coopTestWallet.asked)).toBe(1);
  expect((await stage.context('Ada')).site.coop.period.revenue - before).toBe(150_000n);

  await page.route(`${network.rpcUrl}/**`, (route) => route.abort());
  await page.getByRole('button', { name: 'Pay' }).click();
  await status(page, /the network does not answer/);
  await page.unroute(`${network.rpcUrl}/**`);
  await page.getByRole('button', { name: 'Pay' }).click();
  await status(page, /Paying: done/);
  complaints.splice(0, complaints.length, ...complaints.filter((line) => !/ERR_FAILED/.test(line)));
  await page.context().close();

  const lost = await open('Ada', `/coop/${stage.coop}/services`, { chain: 'solana:mainnet' });
  await lost.getByLabel('Amount', { exact: true }).fill('5');
  await lost.getByRole('button', { name: 'Pay' }).click();
  await status(lost, /not for this network/);
  await lost.context().close();
});

test('ten thousand members are listed without freezing', async () => {
  const members = await network.rpc.getAccountInfo((await stage.context('Ada')).site.member!.address, { encoding: 'base64' }).send();
  const bytes = Buffer.from(members.value!.data[0], 'base64');
  const word = (n: number) => { const b = Buffer.alloc(32, 1); b.writeUInt32LE(n, 4); return b; };
  const { getAddressDecoder } = await import('@solana/kit');
  const put = async (n: number) => {
    const data = Buffer.from(bytes);
    data.set(word(n), 40);
    const at = getAddressDecoder().decode(Buffer.concat([Buffer.alloc(1, 9), word(n).subarray(1)]));
    const params = [at, { lamports: 5_000_000, data: data.toString('hex'), owner: members.value!.owner }];
    const answer = await fetch(network.rpcUrl, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ jsonrpc: '2.0', id: n, method: 'surfnet_setAccount', params }) });
    expect(await answer.json()).not.toHaveProperty('error');
  };
  for (let n = 0; n < 10_000; n++) await put(n); // one by one: surfpool hangs on many at once
  const page = await open('Ada', `/coop/${stage.coop}/members`);
  await page.getByText(/10,0\d\d of 10,0\d\d/).waitFor({ timeout: 60_000 });
  const frames = await page.evaluate(async () => {
    const box = document.querySelector('.scroller')!;
    const times: number[] = [];
    for (let i = 0; i < 90; i++) {
      box.scrollTop += 900;
      times.push(await new Promise<number>((done) => requestAnimationFrame(done)));
    }
    return { rows: document.querySelectorAll('.row').length, last: box.scrollTop, spent: times.at(-1)! - times[0]!, count: times.length };
  });
  console.log(`10 000 members: ${Math.round((frames.count - 1) / (frames.spent / 1000))} frames a second, ${frames.rows} rows in the page`);
  expect(frames.rows).toBeLessThan(100);
  expect(frames.last).toBeGreaterThan(50_000);
  await page.context().close();
});

test('no errors in the console, in all of the above', () => expect(complaints).toEqual([]));

test('the first load is at most 120 kB of script, compressed', () => {
  execFileSync('npx', ['vite', 'build', '--logLevel', 'error'], { env: { ...process.env, NODE_ENV: 'production' } });
  const html = readFileSync('dist/page/index.html', 'utf8');
  const scripts = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+\.js)"/g)].map(([, path]) => path!);
  const size = scripts.reduce((sum, path) => sum + gzipSync(readFileSync(`dist/page${path}`)).length, 0);
  console.log(`first load: ${Math.round(size / 1000)} kB of script, compressed`);
  expect(scripts.length).toBeGreaterThan(0);
  expect(size).toBeLessThanOrEqual(120_000);
  expect(scripts.some((path) => /Test wallet/.test(readFileSync(`dist/page${path}`, 'utf8')))).toBe(false);
});
