// The page in a real browser, with the test wallet, against the embedded validator: shared by the page's tests.
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import { preview, type PreviewServer } from 'vite';
import { expect } from 'vitest';
import { reads, units } from '../src/client';
import { startNetwork, walletOf, type Network } from '../src/local/network';
import { whole } from '../src/local/story';
import { type Stage } from '../src/local/stage';

export const PICTURES = process.env.COOP_PICTURES;
export const UNIT = 1_000_000n;
export let network: Network;
/** A second network, on which tests may move time. */
export let other: Network;
export let stage: Stage;
let server: PreviewServer;
export let plain: PreviewServer;
export let browser: Browser;
/** All complaints in the console, during all tests. */
export const complaints: string[] = [];

const served = (outDir: string) =>
  preview({ logLevel: 'silent', build: { outDir }, preview: { port: 0, host: '127.0.0.1' } });
export const at = ({ httpServer }: PreviewServer) =>
  `http://127.0.0.1:${(httpServer.address() as { port: number }).port}`;

/** Launches Chromium, wherever it is installed. */
export function launch(): Promise<Browser> {
  const path = [
    process.env.CHROME,
    '/usr/bin/chromium-headless-shell',
    '/usr/bin/chromium',
    '/usr/bin/google-chrome',
  ].find((file) => file && existsSync(file));
  return chromium.launch({ ...(path ? { executablePath: path } : {}), args: ['--no-sandbox'] });
}

/** Starts both networks and a browser; `busy`: with the whole story on the first. */
export async function begin(busy = true): Promise<void> {
  network = await startNetwork();
  if (busy) stage = await whole(network);
  other = await startNetwork();
  server = await served('dist/page-with-test-wallet');
  plain = await served('dist/page');
  browser = await launch();
}
export async function end(): Promise<void> {
  await browser?.close();
  await server?.close();
  await plain?.close();
  network?.stop();
  other?.stop();
}

/** Opens a page in a context of its own for a person; errors in the console are recorded. */
export async function open(
  as: string,
  hash = '',
  more: Record<string, string> = {},
  patience?: Record<string, number>,
  before?: string,
): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1100, height: 900 } });
  if (patience)
    await context.addInitScript((its) => {
      (globalThis as { COOP_PATIENCE?: object }).COOP_PATIENCE = its;
    }, patience);
  if (before) await context.addInitScript(before);
  const page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(`${as}: ${error.message}`));
  page.on('console', (line) => line.type() === 'error' && complaints.push(`${as}: ${line.text()}`));
  page.setDefaultTimeout(60_000);
  const query = new URLSearchParams({ rpc: network.rpcUrl, mint: network.mint, as, ...more });
  await page.goto(`${at(server)}/?${query}#${hash}`);
  await page.getByRole('button', { name: /^Connect Test wallet/ }).click();
  return page;
}
/** Waits until the page's message says this. If it does not, the error is what it says instead. */
export async function status(page: Page, text: RegExp | string): Promise<void> {
  const message = page.locator('.message');
  try {
    await message.getByText(text).first().waitFor();
  } catch (cause) {
    const said = await message.allTextContents();
    throw new Error(`the page says ${JSON.stringify(said)}, and not ${String(text)}`, { cause });
  }
}
/** Presses a button, waits until it is done, and checks the message. */
export async function press(page: Page, button: string | RegExp, said: RegExp): Promise<void> {
  await page
    .getByRole('button', { name: button, exact: typeof button === 'string' })
    .first()
    .click();
  await page.locator('.message.done, .message.failed').waitFor();
  expect(await page.locator('.message span').textContent()).toMatch(said);
  await page.getByRole('button', { name: 'Dismiss' }).click();
}
export const tab = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name }).click();
export const picture = async (page: Page, name: string) => {
  if (!PICTURES) return;
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: `${PICTURES}/${name}.png`, animations: 'disabled' });
};
/** The full amount in a row of a table, in base units. */
export const amountIn = async (page: Page, row: RegExp) =>
  units.parseAmount((await page.getByRole('row', { name: row }).locator('data').last().getAttribute('value'))!, 6);
/** Checks that the amounts shown in a table, in hundredths, add up to the sum shown. */
export async function addsUp(table: Locator): Promise<void> {
  await table.waitFor();
  const rows = await table
    .getByRole('row')
    .evaluateAll((all) =>
      all.map((row) => ({ sum: row.classList.contains('sum'), says: row.querySelector('.number')!.textContent })),
    );
  let so = 0n;
  for (const { sum, says } of rows) {
    const cents = BigInt(says.replace(/[^\d]/g, ''));
    if (sum) expect({ rows, so }).toEqual({ rows, so: cents });
    else so += says.startsWith('−') ? -cents : cents;
  }
  expect(rows.some(({ sum }) => sum)).toBe(true);
}
/** The tokens that a wallet holds on the chain. */
export const holds = async (name: string, on = network) =>
  (await reads.purse(on.rpc, (await walletOf(name)).address)).get(network.mint) ?? 0n;

/** Has every view of a page read again. */
export const readAgain = (page: Page) => page.evaluate(() => dispatchEvent(new Event('coop:read-again')));

/** Short pauses of a page, so that a test that loses answers need not wait long for its questions to be repeated. */
export const HASTY = { question: 5, wait: 0.1, longest: 0.5 };
/** From now on, what this page sends is done, but no answer about it arrives, until the returned function is called. */
export async function losesAnswers(page: Page, rpcUrl: string): Promise<() => Promise<void>> {
  const at = `${rpcUrl}/**`;
  await page.route(at, async (route) => {
    const method = (route.request().postDataJSON() as { method: string } | null)?.method ?? '';
    if (method === 'sendTransaction') await route.fetch();
    return /sendTransaction|getSignatureStatuses|getEpochInfo|getTransaction/.test(method)
      ? route.abort()
      : route.continue();
  });
  return () => page.unroute(at);
}

/** Every view, with a text by which it is recognized. */
export const VIEWS = [
  ['Overview', 'Books'],
  ['Pools', 'Pool 1'],
  ['Services', 'Bread by subscription'],
  ['Results', 'Period after period'],
  ['My position', 'If you left now'],
  ['Members', 'Applied'],
  ['Proposals', 'The way out'],
  ['To do', 'Nothing here needs permission'],
] as const;

const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');
/** Violations that axe-core rates serious or critical. */
export async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { violations } = await (
      globalThis as unknown as {
        axe: { run: () => Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> };
      }
    ).axe.run();
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes[0]!.html.slice(0, 160)}`);
  });
}
