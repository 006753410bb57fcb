// After a lost answer nothing is paid or founded twice, whatever is pressed, and whatever the browser stores.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { walletOf } from '../src/local/network';
import { reads, units } from '../src/client';
import { complaints, end, HASTY, losesAnswers, network, open, other, status } from './browser';
import { beginPaying, stage, turnover } from './paying';

beforeAll(beginPaying, 180_000);
afterAll(end);

/** It also soon takes what it gets no answer about as unknown. */
const SOON = { ...HASTY, silence: 1 };
const form = (page: Page) => page.getByRole('form', { name: 'Pay Bread by subscription' });
const services = (before?: string) => open('Ada', `/coop/${stage.coop}/services`, {}, SOON, before);
/** Presses Pay, and the answer is lost. */
async function paysUnknown(page: Page, amount: string): Promise<void> {
  const back = await losesAnswers(page, network.rpcUrl);
  await form(page).getByLabel('Amount').fill(amount);
  await form(page).getByRole('button', { name: 'Pay' }).click();
  await status(page, /its outcome is unknown/);
  await back();
}

test('Pay pressed instead of Check again: it was done, which is told as that, in every tab; the form is empty', async () => {
  const before = await turnover();
  const page = await services();
  await paysUnknown(page, '3');
  // a second tab that shows it as unknown, and one in which the same is entered by hand
  const second = await page.context().newPage();
  const back = await losesAnswers(second, network.rpcUrl);
  await second.goto(page.url());
  await status(second, /^The outcome of what you signed is not known yet/);
  await back();
  await form(page).getByRole('button', { name: 'Pay' }).click();
  await page
    .locator('.message.landed')
    .getByText(/^Paying: the transaction that you signed before was done after all/)
    .waitFor();
  expect(await form(page).getByLabel('Amount').inputValue()).toBe('');
  await second.locator('.message.done').getByText('What you signed before was done').waitFor();
  expect((await turnover()) - before).toBeCloseTo(3);
  await paysUnknown(page, '4');
  await page.reload();
  await status(page, /^What you signed before was done$/);
  await paysUnknown(page, '5');
  await form(page).getByLabel('Amount').fill('4');
  await form(page).getByLabel('Amount').fill('5'); // this form does not have the signature any more
  await form(page).getByRole('button', { name: 'Pay' }).click();
  await page.locator('.message.landed').waitFor();
  expect(await form(page).getByLabel('Amount').inputValue()).toBe('');
  expect((await turnover()) - before).toBeCloseTo(12);
  await page.context().close();
});

/** A browser that stores nothing for this page, as storage is blocked or full. */
const STORES_NOTHING = {
  blocked: `Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError'); } })`,
  full: `Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }`,
};
test.each(Object.entries(STORES_NOTHING))(
  'where the storage is %s the page knows all the same what it signed, and says what that depends on',
  async (_, before) => {
    const began = await turnover();
    const page = await services(before);
    await paysUnknown(page, '6');
    await status(page, /before you do it again\. This browser stores nothing for this page: do not close it/);
    // still unknown, so it is not paid again
    const back = await losesAnswers(page, network.rpcUrl);
    await page.getByRole('button', { name: 'Check again' }).click();
    await page
      .locator('.message.unknown')
      .getByText(/is not known yet.*This browser stores nothing/)
      .waitFor();
    await form(page).getByRole('button', { name: 'Pay' }).click();
    await status(page, /the same was signed before, and its outcome is not known yet/);
    await back();
    await page.getByRole('button', { name: 'Check again' }).click();
    await page
      .locator('.message.done')
      .getByText(/^What you signed before was done$/)
      .waitFor();
    expect(await form(page).getByLabel('Amount').inputValue()).toBe('');
    expect((await turnover()) - began).toBeCloseTo(6);
    await page.context().close();
  },
);

test('founding pressed again, checked, or filled in otherwise, after a lost answer: one co-op, and the way to it', async () => {
  const founded = async (founder: string) => {
    const { address } = await walletOf(founder);
    return (await reads.coops(other.rpc)).filter(({ founder }) => founder === address);
  };
  const founds = async (founder: string) => {
    await other.person(founder);
    const page = await open(founder, '/found', { rpc: other.rpcUrl }, SOON);
    await page.getByText('A token with 6 decimal places').waitFor();
    await page.getByLabel('Name', { exact: true }).fill(`By ${founder}`);
    await page.getByLabel('What it is about').fill('We mend bicycles.');
    const back = await losesAnswers(page, other.rpcUrl);
    await page.getByRole('button', { name: 'Found it' }).click();
    await status(page, /its outcome is unknown/);
    await back();
    return page;
  };
  /** Follows the link to the co-op, and checks what is still to do there. */
  const leadsThere = async (page: Page, founder: string) => {
    await page.locator('.message').getByRole('link', { name: 'The co-op' }).click();
    await page.getByRole('heading', { level: 1, name: `By ${founder}` }).waitFor();
    await expect.poll(() => page.getByLabel('What the co-op is about').inputValue()).toBe('We mend bicycles.');
    expect((await founded(founder)).map(({ name }) => units.text(name))).toEqual([`By ${founder}`]);
    await page.context().close();
  };

  const pressedAgain = async () => {
    const page = await founds('Pia');
    await page.getByRole('button', { name: 'Found it' }).click();
    await page
      .locator('.message.landed')
      .getByText(/was done after all/)
      .waitFor();
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('');
    await leadsThere(page, 'Pia');
  };
  const checked = async () => {
    const page = await founds('Quin');
    await page.reload(); // asks without being pressed
    await status(page, /^What you signed before was done$/);
    await leadsThere(page, 'Quin');
  };
  const changed = async () => {
    const page = await founds('Rosa');
    await page.getByLabel('Name', { exact: true }).fill('By Rosa and others');
    await page.getByRole('button', { name: 'Found it' }).click();
    await status(page, /^This form has founded a co-op before: look at it first/);
    await leadsThere(page, 'Rosa');
  };
  await Promise.all([pressedAgain(), checked(), changed()]);
}, 240_000);

test('no errors in the console but for the lost answers', () =>
  expect(complaints.filter((line) => !/ERR_FAILED/.test(line))).toEqual([]));
