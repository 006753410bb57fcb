// Only what the page showed binds a user: what has become worse since is refused, and a tab that is shown again reads anew.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { actions, addresses, program, reads, rules, units } from '../src/client';
import { walletOf } from '../src/local/network';
import { expense } from '../src/generated/math';
import { faults, PUBLIC_NETWORKS } from './faults';
import { begin, complaints, end, network, open, stage, status, tab } from './browser';

beforeAll(() => begin(), 240_000);
afterAll(end);

/** Hides the tab, which then reads nothing, or shows it again (`false`). */
const hidden = (page: Page, is: boolean) =>
  page.evaluate((is) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => (is ? 'hidden' : 'visible') });
    document.dispatchEvent(new Event('visibilitychange'));
  }, is);
/** Changes the co-op's account without the page having read it. */
async function becomes(change: (coop: program.Coop) => Partial<program.Coop>): Promise<void> {
  const { data, lamports } = await program.fetchCoop(network.rpc, stage.coop);
  const { discriminator: _, ...coop } = { ...data, ...change(data) };
  const bytes = program.getCoopEncoder().encode(coop);
  await network.surfnet.setAccount(stage.coop, Number(lamports), Array.from(bytes), program.COOP_PROGRAM_ADDRESS);
}
const price = async () => rules.priceBps((await reads.site(network.rpc, stage.coop)).coop);
/** Fills one field of a form, and sends it. */
async function sends(page: Page, label: string, field: string, value: string): Promise<void> {
  const form = page.getByRole('form', { name: label, exact: true });
  await form.locator(`[name="${field}"]`).fill(value);
  await form.locator('button:not([type=button])').click();
}
const dismiss = (page: Page) => page.getByRole('button', { name: 'Dismiss' }).click();

test('the price of capital, the charter of a pledge, and the fee are those that were shown', async () => {
  const page = await open('Ada', `/coop/${stage.coop}`);
  await tab(page, 'My position');
  for (const one of ['Ask capital back', 'Withdraw shares, and stay a member', 'Buy shares'])
    await page.getByText(one, { exact: true }).first().click();
  // a fraction is a common way to write a price, and would set no bound at all
  await sends(page, 'Ask capital back', 'least', '0.95');
  await page.getByText('“0.95” could be 0.95 % or 95 %: write 0.95% or 95').waitFor();
  await page.locator('[name="least"]').fill('');

  const before = await price();
  await page
    .getByText(`At present it is ${units.formatBps(before)}`)
    .first()
    .waitFor();
  await hidden(page, true);
  await becomes((coop) => {
    const spent = expense(coop.books, rules.operating(coop) / 2n);
    if (!spent.ok) throw new Error('the books cannot bear it');
    return { books: spent.value };
  });
  const after = await price();
  expect(after).toBeLessThan(before);
  expect(after).toBeGreaterThan(0);
  for (const [label, field] of [
    ['Withdraw shares', 'withdraw'],
    ['Ask capital back', 'ask'],
    ['Buy shares', 'shares'],
  ] as const) {
    await sends(page, label, field, '0.5');
    await status(page, /PriceTooLow|SolvencyTooLow/);
    await dismiss(page);
  }
  await hidden(page, false);
  await page
    .getByText(`At present it is ${units.formatBps(after)}`)
    .first()
    .waitFor({ timeout: 4_000 });
  await sends(page, 'Withdraw shares', 'withdraw', '0.5');
  await page.locator('.message.done, .message.failed').waitFor();
  expect(await page.locator('.message span').textContent()).toMatch(/^Withdrawing: done/);
  await dismiss(page);

  await tab(page, 'Pools');
  await page.getByRole('form', { name: 'Pledge to pool 1' }).waitFor();
  await hidden(page, true);
  await becomes(({ charterVersion }) => ({ charterVersion: charterVersion + 1 }));
  await sends(page, 'Pledge to pool 1', 'amount', '1');
  await status(page, /^Pledging: .*charter/);
  await dismiss(page);
  await hidden(page, false);

  await tab(page, 'Services');
  await page.getByRole('form', { name: 'Pay Bread by subscription' }).waitFor();
  await page.getByText('fee 3 %').first().waitFor();
  await hidden(page, true);
  const at = await addresses.serviceOf(stage.coop, 0);
  const { data, lamports } = await program.fetchService(network.rpc, at);
  const { discriminator: _, ...service } = { ...data, takeRateBps: 400 };
  const bytes = program.getServiceEncoder().encode(service);
  await network.surfnet.setAccount(at, Number(lamports), Array.from(bytes), program.COOP_PROGRAM_ADDRESS);
  await sends(page, 'Pay Bread by subscription', 'amount', '10');
  await status(page, /FeeAboveMaximum/);
  await hidden(page, false);
  await page.getByText('fee 4 %').first().waitFor({ timeout: 4_000 });
  await sends(page, 'Pay Bread by subscription', 'amount', '10');
  await status(page, /^Paying: done/);
  await page.context().close();
}, 120_000);

test('a proposal shows every address that it names in full: two may have the same ends', async () => {
  const [painter, { site }] = [await walletOf('Painter'), await stage.context('Ben')];
  const page = await open('Ben', `/coop/${stage.coop}/proposals`);
  const proposals = await reads.proposals(network.rpc, stage.coop);
  expect(proposals.some(({ target }) => target === painter.address)).toBe(true);
  let shown = 0;
  for (const p of proposals) {
    const card = page.getByRole('article', { name: `Proposal ${p.index}`, exact: true });
    for (const address of [p.target, p.other].filter((one) => one !== addresses.NONE)) {
      const named = actions.inWords(p, site.token, (one) => `<${one}>`).includes(`<${address}>`);
      await expect.poll(() => card.getByText(address, { exact: true }).count()).toBe(named ? 1 : 0);
      if (named) shown += 1;
    }
  }
  expect(shown).toBeGreaterThan(1);
  await page.context().close();
});

test('a tunnel to a public network is that network: nothing of it is called worthless', async () => {
  for (const [genesis, name] of [['', 'localnet'], ...PUBLIC_NETWORKS] as const) {
    const node = await faults(network.rpcUrl, (method) =>
      genesis && method === 'getGenesisHash' ? { result: genesis } : 'pass',
    );
    const page = await open('Ben', `/coop/${stage.coop}`, { rpc: node.url });
    await page.locator('header').getByText(name.replace('-beta', ''), { exact: true }).first().waitFor();
    await page.getByText('Books').waitFor();
    const own = page.getByText('Nothing here is worth anything', { exact: false });
    if (genesis) expect(await own.count()).toBe(0);
    else await own.waitFor();
    await page.context().close();
    node.stop();
  }
});

test('no errors in the console, in all of the above', () => expect(complaints).toEqual([]));
