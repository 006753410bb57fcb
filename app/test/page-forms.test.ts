// Forms are empty once they are done, and unchanged after any failure; drafts of long ones survive a reload and a closed tab.
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addresses, reads } from '../src/client';
import { walletOf } from '../src/local/network';
import { admit, found, start } from '../src/local/story';
import { type Stage } from '../src/local/stage';
import { begin, complaints, end, HASTY, losesAnswers, network, open, other, stage, status, tab } from './browser';
import { mint2022, scaled } from './mints';

let forming: Stage;
beforeAll(async () => {
  await begin();
  forming = await found(other, 'Ida', 'Forming', 31n);
  await admit(forming, 'Jon', ['Ida']);
}, 240_000);
afterAll(end);

/** The text to enter into the field with this name. */
const values = async (): Promise<Record<string, string>> => ({
  amount: '1',
  shares: '1',
  withdraw: '1',
  ask: '0.5',
  least: '1 %',
  use: '0',
  name: 'Another name',
  uri: 'https://example.org/x',
  called: 'New one',
  about: 'We bake.',
  why: 'Because.',
  to: (await walletOf('Painter')).address,
  wallet: (await walletOf('Ben')).address,
  for: 'other',
  kind: 'gift',
  purpose: 'investment',
  minRaise: '400',
  statutesUri: '',
  documentUri: '',
});

/** A form's fields: name, current value, and the value that the form proposes. */
const stands = (form: Locator) =>
  form.evaluate(
    (one) =>
      [...(one as HTMLFormElement).elements]
        .flatMap((field) => {
          if (field instanceof HTMLSelectElement)
            return [
              [
                field.name,
                field.value,
                ([...field.options].find((o) => o.defaultSelected) ?? field.options[0])?.value ?? '',
              ],
            ];
          if (field instanceof HTMLInputElement && field.type === 'checkbox')
            return [[field.name, String(field.checked), String(field.defaultChecked)]];
          return field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement
            ? [[field.name, field.value, field.defaultValue]]
            : [];
        })
        .filter(([name]) => name && name !== 'id'), // a hidden field that nobody fills in
  );

/** Fills the known fields in order, as a choice may add another field. */
async function fill(form: Locator): Promise<void> {
  const known = await values();
  const done = new Set<string>();
  for (;;) {
    const next = (await stands(form)).find(([name]) => !done.has(name!))?.[0];
    if (next === undefined) return;
    done.add(next);
    const field = form.locator(`[name="${next}"]`);
    const [tag, type, required] = await field.evaluate((one) => [
      one.tagName,
      one.getAttribute('type'),
      (one as HTMLInputElement).required,
    ]);
    if (type === 'checkbox') {
      if (required) await field.check();
    } else if (tag === 'SELECT') {
      if (known[next]) await field.selectOption(known[next]);
    } else if (known[next]) await field.fill(known[next]);
  }
}

/** Sends a form twice: if the wallet refuses, everything stays; once it signs, the fields are as in a new form. */
async function sent(page: Page, form: Locator, label: string): Promise<void> {
  const before = await stands(form);
  await page.evaluate(() => {
    globalThis.coopTestWallet.refuses = true;
  });
  await form.locator('button:not([type=button])').click();
  await status(page, /you did not sign; nothing was sent/);
  expect({ label, fields: await stands(form) }).toEqual({ label, fields: before });
  expect(
    before.filter(([, is, proposed]) => is !== proposed).length,
    `${label}: something was written`,
  ).toBeGreaterThan(0);
  await page.evaluate(() => {
    globalThis.coopTestWallet.refuses = false;
  });
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await form.locator('button:not([type=button])').click();
  await page.locator('.message.done, .message.failed').waitFor();
  expect(`${label} ${await page.locator('.message span').textContent()}`).toMatch(/: done$/);
  await page.getByRole('button', { name: 'Dismiss' }).click();
  if ((await form.count()) === 0) return; // there is nothing more to fill in
  for (const [name, is, proposed] of await stands(form))
    expect({ label, name, is }).toEqual({ label, name, is: proposed });
}

test('every form of the page keeps its input if the wallet refuses, and is empty once it is done', async () => {
  const walked: string[] = [];
  const walk = async (page: Page, views: readonly string[], only?: RegExp) => {
    for (const view of views) {
      await tab(page, view);
      // the new view's heading, not the one before
      await page
        .getByRole('navigation', { name: 'Views' })
        .getByRole('link', { name: view })
        .and(page.locator('[aria-current=page]'))
        .waitFor();
      await page.locator('nav + section h2').first().waitFor();
      await page.evaluate(() =>
        document.querySelectorAll('main details').forEach((one) => one.setAttribute('open', '')),
      );
      const labels = await page
        .getByRole('main')
        .getByRole('form')
        .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')!));
      for (const label of labels.filter((one) => !only || only.test(one))) {
        await page.evaluate(() =>
          document.querySelectorAll('main details').forEach((one) => one.setAttribute('open', '')),
        );
        const form = page.getByRole('form', { name: label, exact: true });
        if ((await form.count()) === 0) continue; // an earlier form has removed it
        await fill(form);
        await sent(page, form, label);
        walked.push(label.replace(/\d+/g, 'N'));
      }
    }
  };
  const ada = await open('Ada', `/coop/${stage.coop}`);
  await ada.getByText('Books').waitFor();
  await walk(ada, ['Pools', 'Services', 'My position', 'Proposals']);
  await ada.context().close();
  const cleo = await open('Cleo', `/coop/${stage.coop}`);
  await cleo.getByText('Books').waitFor();
  await walk(cleo, ['Proposals'], /^Draw on mandate/);
  await cleo.context().close();
  await forming.does('Ida', 'cancelPool', { pool: 0 });
  const ida = await open('Ida', `/coop/${forming.coop}`, { rpc: other.rpcUrl });
  await ida.getByText('Books').waitFor();
  await walk(ida, ['Pools'], /^Open it/);
  await ida.context().close();
  await other.person('Kim');
  const kim = await open('Kim', `/coop/${forming.coop}`, { rpc: other.rpcUrl });
  const apply = kim.getByRole('form', { name: 'Apply for membership' });
  await apply.waitFor();
  await fill(apply);
  await sent(kim, apply, 'Apply for membership');
  walked.push('Apply for membership');
  await kim.evaluate(() => {
    location.hash = '#/found';
  });
  await kim.getByText('A token with 6 decimal places').waitFor();
  const founding = kim.getByRole('form', { name: 'Found a co-operative' });
  await fill(founding);
  await sent(kim, founding, 'Found a co-operative');
  walked.push('Found a co-operative');
  await kim.context().close();
  expect([...new Set(walked)].sort()).toEqual([
    'Apply for membership',
    'Ask capital back',
    'Bring in other money',
    'Buy shares',
    'Draw on mandate N',
    'Found a co-operative',
    'My name',
    'Open it',
    'Pay Bread by subscription',
    'Pay Deliveries',
    'Pay the co-op',
    'Pledge to pool N',
    'Propose',
    'Register',
    'Withdraw shares',
  ]);
}, 300_000);

test('a draft outlives a reload and a closed tab, is of one wallet, and can be discarded', async () => {
  await other.person('Lia');
  const page = await open('Lia', '/found', { rpc: other.rpcUrl });
  await page.getByText('A token with 6 decimal places').waitFor();
  await page.getByLabel('Name', { exact: true }).fill('Drafted');
  await page.getByLabel(/^People needed/).fill('7');
  await page.getByText('The rest of the charter').click();
  await page.getByLabel(/^Quorum/).fill('33');
  await page
    .getByLabel('Statutes, a file')
    .setInputFiles({ name: 'statutes.txt', mimeType: 'text/plain', buffer: Buffer.from('One member, one vote') });
  const held = (at: Page) =>
    Promise.all(
      [at.getByLabel('Name', { exact: true }), at.getByLabel(/^People needed/), at.getByLabel(/^Quorum/)].map((field) =>
        field.inputValue(),
      ),
    );
  const url = page.url();
  await page.reload();
  await page
    .getByText(/^A draft, kept in this browser until it is done\. Choose the file again: statutes\.txt\.$/)
    .waitFor();
  await expect.poll(() => held(page), { timeout: 20_000 }).toEqual(['Drafted', '7', '33']);
  const context = page.context();
  await page.close();
  const again = await context.newPage();
  await again.goto(url);
  await again.getByText(/^A draft, kept/).waitFor();
  await again.getByText('A token with 6 decimal places').waitFor();
  await expect.poll(() => held(again), { timeout: 20_000 }).toEqual(['Drafted', '7', '33']);
  // a draft of one wallet is not shown to another
  await again.goto(url.replace('as=Lia', 'as=Mona'));
  await again.getByRole('button', { name: /^Connect Test wallet/ }).click();
  await again.getByText('A token with 6 decimal places').waitFor();
  await expect.poll(() => held(again), { timeout: 20_000 }).toEqual(['', '3', '20']);
  await again.evaluate(() => localStorage.setItem('coop wallet', 'Test wallet of Lia'));
  await again.goto(url);
  await again.getByRole('button', { name: 'Discard draft' }).click();
  await expect.poll(() => held(again), { timeout: 20_000 }).toEqual(['', '3', '20']);
  await again.reload();
  await again.getByText('A token with 6 decimal places').waitFor();
  await expect.poll(() => held(again), { timeout: 20_000 }).toEqual(['', '3', '20']);
  await context.close();
});

test('founded, and the second transaction refused: nothing is founded twice, and what was written goes on in the next form', async () => {
  await other.person('Nils');
  const page = await open('Nils', '/found', { rpc: other.rpcUrl });
  await page.getByText('A token with 6 decimal places').waitFor();
  await page.getByLabel('Name', { exact: true }).fill('Half founded');
  await page.getByLabel('What it is about').fill('We mend bicycles.');
  await page.evaluate(() =>
    Object.defineProperty(globalThis.coopTestWallet, 'refuses', {
      get() {
        return (this as { asked: number }).asked > 1;
      },
    }),
  );
  await page.getByRole('button', { name: 'Found it' }).click();
  await status(page, /^Founding \(2 of 2; what was before it is done\): you did not sign/);
  await page.getByRole('heading', { level: 1, name: 'Half founded' }).waitFor();
  await page.reload();
  const form = page.getByRole('form', { name: 'What it is about' });
  await form.waitFor();
  await form.getByText(/^A draft/).waitFor();
  expect(await form.getByLabel('What the co-op is about').inputValue()).toBe('We mend bicycles.');
  await form.getByRole('button', { name: 'Say it' }).click();
  await status(page, /Saying it: done/);
  await page.locator('.about').getByText('We mend bicycles.').waitFor();
  await page.evaluate(() => {
    location.hash = '#/found';
  });
  await page.getByText('A token with 6 decimal places').waitFor();
  expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('');
  await page.context().close();
});

test('a form with an unknown outcome keeps its input until the transaction has landed', async () => {
  const page = await open('Ada', `/coop/${stage.coop}/services`, {}, HASTY);
  const form = page.getByRole('form', { name: 'Pay Bread by subscription' });
  await form.getByLabel('Amount').fill('3');
  await page.clock.install();
  const back = await losesAnswers(page, network.rpcUrl);
  await form.getByRole('button', { name: 'Pay' }).click();
  await page.getByRole('link', { name: 'Transaction' }).waitFor();
  await page.clock.fastForward(61_000);
  await status(page, /its outcome is unknown/);
  expect(await form.getByLabel('Amount').inputValue()).toBe('3');
  await back();
  await page.getByRole('button', { name: 'Check again' }).click();
  await status(page, /^What you signed before was done$/);
  expect(await form.getByLabel('Amount').inputValue()).toBe('');
  complaints.splice(0, complaints.length, ...complaints.filter((line) => !/ERR_FAILED/.test(line)));
  await page.context().close();
});

test('a field that is left as it was filled is that amount, also where a multiplier below 1 makes several look alike', async () => {
  // 100 tokens are shown as 12.345678, as which fewer are shown too
  const mint = await mint2022(other, 'shrinks', 6, scaled(0.1234567891));
  const founders = ['Ada', 'Ben', 'Cleo', 'Dora', 'Emil'];
  for (const name of founders)
    await other.surfnet.fundToken((await walletOf(name)).address, mint, 1_000_000_000, addresses.TOKEN_2022);
  const own = await found({ ...other, mint }, 'Ada', 'Shrinking', 33n);
  await own.does('Ada', 'makePledge', { pool: 0, amount: 100_000_000n, useAmount: 0n });
  const rpc = { rpc: other.rpcUrl };
  const pools = await open('Ada', `/coop/${own.coop}/pools`, rpc);
  const back = pools.getByRole('form', { name: 'Take back from pool 0' });
  expect(await back.getByLabel('Money to take back').inputValue()).toBe('12.345678');
  await back.getByRole('button').click();
  await status(pools, /Taking back: done/);
  expect((await reads.pledges(other.rpc, own.coop)).map(({ amount }) => amount)).toEqual([0n]);
  await pools.context().close();

  await start(own);
  const page = await open('Ada', `/coop/${own.coop}/proposals`, rpc);
  await page.getByText('Propose something', { exact: true }).click();
  await page.getByRole('combobox', { name: /^What/ }).first().selectOption('Amend');
  const form = page.getByRole('form', { name: 'Propose' });
  expect(await form.getByLabel(/^Member share/).inputValue()).toBe('12.345678');
  await form.getByLabel(/^Quorum/).fill('33');
  expect(await form.locator('.told li').allTextContents()).toEqual(['Quorum: 20 % → 33 %']);
  await page.context().close();
});

test('no errors in the console, in all of the above', () => expect(complaints).toEqual([]));
