// Errors are shown at their fields in the form's words, whether found by the page or refused by the program.
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addresses, program, reads, words } from '../src/client';
import { walletOf } from '../src/local/network';
import { begin, complaints, end, network, open, other, stage, status, tab } from './browser';

beforeAll(() => begin(), 240_000);
afterAll(end);

/** Values that are out of the program's bounds or unreadable, as a user would type them. */
const CHARTER: Record<string, readonly string[]> = {
  memberShare: ['0', '1.2.3'],
  maxShares: ['1', 'much'],
  vouchesRequired: ['0', '2.5'],
  vouchesPerPeriod: ['0', 'zwei'],
  growthBps: ['0', '101'],
  growthFloor: ['0', '-1'],
  seasoning: ['91', '20 or so'],
  quorumBps: ['0.5', '51', 'half'],
  votingPeriod: ['2', ''],
  timelock: ['0', '91'],
  executionWindow: ['2', '31'],
  exodusBps: ['1', '51'],
  periodLength: ['6', '93'],
  budgetBps: ['26'],
  takeRateBps: ['11', 'x'],
  takeRateCeilingBps: ['51'],
  providerBps: ['101'],
  commitment: ['3651'],
  reserveBps: ['1', '51'],
  solidarityBps: ['41'],
  remitBps: ['101'],
  interestCapBps: ['16'],
  depreciationBps: ['1'],
  workBps: ['101'],
  cashBps: ['10'],
  revolvePeriods: ['9', '0'],
  redemptionBps: ['1'],
  pioneerBps: ['21'],
  pioneerThreshold: ['5000000000000'],
  pioneerSharesBps: ['101'],
  pioneerStart: ['100'],
  pioneerCapBps: ['21'],
  panelSize: ['8', '33'],
  reviewBps: ['101'],
};
const POOL: Record<string, readonly string[]> = {
  minRaise: ['2000', 'x'],
  maxRaise: ['0'],
  minMembers: ['0', '2.5', 'zwei'],
  minUse: ['x'],
  maxPledge: ['1'],
  maxUse: ['10000000000'],
  useBond: ['51', 'x'],
  withdrawDays: ['31', 'x'],
  deadlineDays: ['181'],
  stay: ['29', '367', ''],
  purpose: ['a\u200bb'],
};

/** Fills a field with each of these values, sends, and collects the errors shown at it. */
async function walk(
  page: Page,
  form: Locator,
  bad: Record<string, readonly string[]>,
  button: string,
): Promise<string[]> {
  const told: string[] = [];
  for (const [name, values] of Object.entries(bad)) {
    const field = form.locator(`[name="${name}"]`);
    const good = await field.inputValue();
    for (const value of values) {
      await page.evaluate(() =>
        document.querySelectorAll('main form details').forEach((one) => one.removeAttribute('open')),
      );
      await field.evaluate((one, text) => {
        // set by script, as the field may be in a closed part
        Object.getOwnPropertyDescriptor(Object.getPrototypeOf(one), 'value')!.set!.call(one, text);
        one.dispatchEvent(new Event('input', { bubbles: true }));
      }, value);
      await form.getByRole('button', { name: button, exact: true }).click();
      await form
        .locator('small.wrong')
        .first()
        .waitFor()
        .catch(async () => {
          throw new Error(
            `${name} ${value}: ${await page.locator('.message').textContent()} ${await form.getByRole('alert').allTextContents()}`,
          );
        });
      const at = await field.evaluate((one) => ({
        invalid: one.getAttribute('aria-invalid'),
        focused: document.activeElement === one,
        seen: one.checkVisibility(),
        says: (one.getAttribute('aria-describedby') ?? '')
          .split(' ')
          .map((id) => document.getElementById(id))
          .filter((it) => it?.classList.contains('wrong'))
          .map((it) => it!.textContent)
          .join(' '),
      }));
      expect({
        name,
        value,
        ...at,
        says: at.says !== '',
        all: await form.locator('small.wrong').allTextContents(),
      }).toEqual({ name, value, invalid: 'true', focused: true, seen: true, says: true, all: [at.says] });
      expect(await form.locator('[aria-invalid=true]').count(), `${name} ${value}: only there`).toBe(1);
      expect(at.says).not.toMatch(/[a-z]_[a-z]|\bbps\b|OutOfBounds|\(\w+, \d+\)/);
      told.push(`${name} “${value}”: ${at.says}`);
    }
    await field.fill(good);
    expect(await field.getAttribute('aria-invalid')).toBeNull(); // while it is being corrected it is not marked as wrong
    if (await page.getByRole('button', { name: 'Dismiss' }).isVisible())
      await page.getByRole('button', { name: 'Dismiss' }).click();
  }
  return told;
}

test('every field of the founding form says what is wrong with it, where it stands, also in closed parts', async () => {
  await other.person('Olga');
  const page = await open('Olga', '/found', { rpc: other.rpcUrl });
  await page.getByText('A token with 6 decimal places').waitFor();
  const form = page.getByRole('form', { name: 'Found a co-operative' });
  const named = form.getByLabel('Name', { exact: true });
  await form.getByRole('button', { name: 'Found it' }).click();
  await form.getByText('This is needed').waitFor(); // the name is still missing
  expect(await named.evaluate((one) => document.activeElement === one)).toBe(true);
  await named.fill('Walked through');
  expect(Object.keys(CHARTER).sort()).toEqual(words.CHARTER.map(({ key }) => key).sort());
  const told = [
    ...(await walk(page, form, { ...CHARTER, heir: ['nobody'] }, 'Found it')),
    ...(await walk(page, form, POOL, 'Found it')),
  ];
  expect(told).toContain('minRaise “2000”: “Money needed” must be at most “Money taken, at most”');
  expect(told).toContain('quorumBps “51”: “Quorum” must be between 1 % and 50 %');
  expect(told).toContain('minMembers “0”: “People needed” must be at least 1');
  // the message has the same words, with the program's name of the rule
  await form.getByLabel(/^Money needed/).fill('2000');
  await form.getByRole('button', { name: 'Found it' }).click();
  await status(page, /^Founding: “Money needed” must be at most “Money taken, at most” \(MinRaiseOutOfBounds, 6203\)$/);
  await form.getByLabel(/^Money needed/).fill('300');
  // a file without its link, and a mint that is none
  await form
    .getByLabel('Statutes, a file')
    .setInputFiles({ name: 's.txt', mimeType: 'text/plain', buffer: Buffer.from('s') });
  await form.getByRole('button', { name: 'Found it' }).click();
  await form
    .locator('.field', { has: page.locator('[name=statutesUri]') })
    .getByText('A document needs both the file and its link')
    .waitFor();
  await form.getByLabel('Where everyone finds it').fill('https://example.org/s');
  await form.getByLabel(/^Token it counts in/).fill('not a mint');
  await form.getByRole('button', { name: 'Found it' }).click();
  await form.getByText('“not a mint” is not an address: the token is named by the address of its mint').waitFor();
  await page.context().close();
}, 240_000);

test('so do the charter form, the pledge, and what one buys and withdraws', async () => {
  const page = await open('Ada', `/coop/${stage.coop}/proposals`);
  await page.getByText('Propose something', { exact: true }).click();
  await page.getByRole('combobox', { name: /^What/ }).first().selectOption('Amend');
  const form = page.getByRole('form', { name: 'Propose' });
  const agrees = () => form.getByLabel(/Close the account of my proposal 0/).check();
  await agrees();
  const told = await walk(
    page,
    form,
    { ...CHARTER, maxShares: ['1'], pioneerThreshold: ['5000000000000'], heir: ['nobody'] },
    'Propose',
  );
  expect(told.some((one) => /can only be (lowered|raised) by an amendment|must be/.test(one))).toBe(true);
  await page.getByRole('combobox', { name: /^What/ }).first().selectOption('Spend');
  await agrees();
  await form.getByLabel('Amount').fill('1');
  await walk(page, form, { to: ['', 'nobody'] }, 'Propose');
  await page.getByRole('combobox', { name: /^What/ }).first().selectOption('Mandate');
  await agrees();
  await form.locator('[name=to]').fill((await walletOf('Ben')).address);
  for (const name of ['perPeriod', 'until']) await form.locator(`[name=${name}]`).fill('40');
  await walk(page, form, { perPeriod: ['x'], until: ['', 'x'] }, 'Propose');
  await page.getByRole('combobox', { name: /^What/ }).first().selectOption('Expel');
  await agrees();
  await walk(page, form, { member: ['nobody', stage.coop] }, 'Propose');
  await tab(page, 'Pools');
  await walk(page, page.getByRole('form', { name: 'Pledge to pool 1' }), { amount: ['0', '99999', 'x'] }, 'Pledge');
  await tab(page, 'My position');
  await page.getByText('Buy shares').first().click();
  await walk(page, page.getByRole('form', { name: 'Buy shares' }), { shares: ['', '99999', 'x'] }, 'Buy shares');
  await page.context().close();
}, 240_000);

test('money goes to wallets: the token, the co-op, its accounts, programs and token accounts are refused as payees, and said which they are', async () => {
  const page = await open('Ada', `/coop/${stage.coop}/proposals`);
  const { site } = await stage.context('Ada');
  const ben = (await walletOf('Ben')).address;
  const tokens = await addresses.tokensOf(ben, network.mint, site.tokenProgram);
  const bad: [address: string, says: RegExp][] = [
    [network.mint, /the address of the token itself/],
    [stage.coop, /the address of the co-op: it would pay itself/],
    [site.vault, /an account of the co-op's own: it would pay itself/],
    [await addresses.tokensOf(site.vault, network.mint, site.tokenProgram), /an account of the co-op's own/],
    [program.COOP_PROGRAM_ADDRESS, /the address of a program/],
    [addresses.NONE, /the address of a program/],
    [addresses.TOKEN, /the address of a program/],
    [tokens, new RegExp(`a token account, and payments are addressed to its owner: name the wallet ${ben}`)],
    [site.member!.address, /an account of the co-op program \(Member\): name the member's wallet/],
    [(await reads.proposals(network.rpc, stage.coop))[0]!.address, /an account of the co-op program \(Proposal\)/],
  ];
  await page.getByText('Propose something', { exact: true }).click();
  for (const kind of ['Spend', 'Mandate', 'Grant']) {
    await page.getByRole('combobox', { name: /^What/ }).first().selectOption(kind);
    const form = page.getByRole('form', { name: 'Propose' });
    await form.getByLabel(/Close the account of my proposal 0/).check();
    for (const name of ['amount', 'perPeriod', 'until'])
      if (await form.locator(`[name=${name}]`).count()) await form.locator(`[name=${name}]`).fill('40');
    for (const [payee, says] of kind === 'Spend' ? bad : bad.slice(0, 2)) {
      await form.locator('[name=to]').fill(payee);
      await form.getByRole('button', { name: 'Propose' }).click();
      await form.locator('small.wrong').getByText(says).waitFor();
      expect(await form.locator('[name=to]').evaluate((one) => document.activeElement === one)).toBe(true);
    }
  }
  // a payment can only be for a member
  await tab(page, 'Services');
  const pay = page.getByRole('form', { name: 'Pay Bread by subscription' });
  await pay.getByLabel('Amount').fill('1');
  await pay.getByLabel('Counts for').selectOption('other');
  await pay.getByLabel("That member's wallet").fill((await walletOf('Painter')).address);
  await pay.getByRole('button', { name: 'Pay' }).click();
  await pay
    .locator('small.wrong')
    .getByText(/is not a member of this co-op/)
    .waitFor();
  await page.context().close();
});

test('no errors in the console, in all of the above', () => expect(complaints).toEqual([]));
