// What people do on the page, in a real browser.
import type { Address } from '@solana/kit';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { flows, reads, rules, send, units, words } from '../src/client';
import { SYMBOL, walletOf } from '../src/local/network';
import { found, STATUTES } from '../src/local/story';
import {
  addsUp,
  amountIn,
  barriers,
  begin,
  complaints,
  end,
  holds,
  open,
  other,
  picture,
  PICTURES,
  press,
  stage,
  tab,
  UNIT,
  VIEWS,
} from './browser';

const LOCAL = { decimals: 6, symbol: SYMBOL };
beforeAll(() => begin(), 180_000);
afterAll(end);

test('with clicks alone: found, join, pledge, start, pay, share, vote, leave', async () => {
  const ada = await open('Visitor Ada', '/found', { rpc: other.rpcUrl });
  await press(ada, /Give me SOL/, /Gift: done/);
  await ada.getByLabel('Name', { exact: true }).fill('Clicked Together');
  await ada.getByLabel(/^Money needed/).fill('300');
  await ada.getByLabel(/^People needed/).fill('2');
  await ada.getByLabel(/^Capital stays/).fill('30');
  await ada.getByText('A token with 6 decimal places').waitFor();
  // drafts survive a reload; presets of sharing fill in their terms, and show what happens to 100
  await ada.reload();
  await ada.getByText('A token with 6 decimal places').waitFor();
  expect(await ada.getByLabel('Name', { exact: true }).inputValue()).toBe('Clicked Together');
  await ada.getByRole('button', { name: "Drivers' co-op" }).click();
  await ada.getByText(/all of it to those who provide services/).waitFor();
  await ada.getByRole('button', { name: 'Mixed' }).click();
  await ada
    .getByText(/Of a surplus of 100, 20 stays in the reserve.* 50 % to those who buy, 50 % to those who provide/)
    .waitFor();
  await ada.evaluate(() => {
    (document.activeElement as HTMLElement).blur();
    scrollTo(0, 0);
  });
  await picture(ada, 'found');
  await press(ada, 'Found it', /Founding: done/);
  await ada.getByRole('heading', { level: 1, name: /Clicked Together/ }).waitFor();
  const coop = /coop\/(\w+)/.exec(ada.url())![1]!;

  const ben = await open('Visitor Ben', '', { rpc: other.rpcUrl });
  await press(ben, /Give me SOL/, /Gift: done/);
  await ben.getByLabel('Name or address').fill('clicked');
  await ben.getByRole('link', { name: 'Clicked Together' }).click();
  await ben.getByLabel('What you want to be called').fill('Ben\u200b');
  await ben
    .getByRole('alert')
    .getByText('character 4 (U+200B) cannot be seen, or turns others round: remove it')
    .waitFor();
  await ben.getByLabel('What you want to be called').fill('Ben');
  await ben.getByText('3 of 32 bytes').waitFor();
  // none were given: there is nothing to read and to tick
  await ben.getByText('This co-op has no statutes, so you sign none.').waitFor();
  await ben.getByText('To join, apply; then a member vouches for you.').waitFor();
  await ben.getByText('This co-op has no statutes', { exact: true }).waitFor();
  await press(ben, 'Apply for membership', /Applying: done/);
  await tab(ada, 'Members');
  await press(ada, /^Vouch for/, /Vouching: done/);
  await press(ada, /^Take back the vouch for/, /Taking the vouch back: done/);
  await press(ada, /^Vouch for/, /Vouching: done/);
  await ben.reload(); // in the middle of it: the wallet reconnects automatically
  await press(ben, 'Become a member', /Admission: done/);

  await press(ada, 'Let 1 day pass', /done/);
  for (const [page, amount] of [
    [ada, '200'],
    [ben, '150'],
  ] as const) {
    await tab(page, 'Pools');
    const form = page.getByRole('form', { name: /Pledge to pool/ });
    await form.getByLabel('Money').fill(amount);
    await form.getByText(/If it ended with this pledge: \d of 3 gates passed/).waitFor();
    await press(page, 'Pledge', /Pledging: done/);
  }
  const back = ben.getByRole('form', { name: 'Take back from pool 0' }).getByLabel('Money to take back');
  expect(await back.inputValue()).toBe('150');
  await back.fill('10');
  await press(ben, 'Take the pledge back', /Taking back: done/);
  await expect.poll(() => back.inputValue()).toBe('140');
  await press(ben, 'Take the pledge back', /Taking back: done/);
  await ben
    .getByRole('form', { name: /Pledge to pool/ })
    .getByLabel('Money')
    .fill('150');
  await press(ben, 'Pledge', /Pledging: done/);
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
  const before = await holds('Visitor Ben', other);
  await ada.getByRole('form', { name: 'Pay Bread' }).getByLabel('Amount').fill('1000');
  const told = await ada.getByText(/^The service gets/).textContent();
  expect(told).toContain('gets 970.00 LOCAL, the co-op 30.00 LOCAL');
  expect(told).toContain('15 LOCAL counts as your use');
  expect(told).toContain("15 LOCAL counts as the provider's");
  await press(ada, 'Pay', /Paying: done/);
  expect((await holds('Visitor Ben', other)) - before).toBe(970n * UNIT);
  // once it is done, a second press does not pay again
  expect(await ada.getByRole('form', { name: 'Pay Bread' }).getByLabel('Amount').inputValue()).toBe('');
  // for another member, and from the co-op itself
  const treat = ada.getByRole('form', { name: 'Pay the co-op' });
  await treat.getByLabel('What it costs').fill('7');
  await treat.getByLabel('Counts for').selectOption('other');
  await treat.getByLabel("That member's wallet").fill((await walletOf('Visitor Ben')).address);
  await treat.getByText("7 LOCAL counts as that member's use.").waitFor();
  await press(ada, 'Pay the co-op', /Paying: done/);
  await ada.getByText('Bring in other money').click();
  await ada.getByLabel('What it is').selectOption('gift');
  await ada.getByLabel('How much').fill('3');
  await press(ada, 'Bring it in', /Bringing in: done/);
  await tab(ada, 'My position');
  await ada.getByRole('row', { name: /Buyer and provider.* 15\.00 / }).waitFor();
  await press(ada, 'Let 31 days pass', /done/);
  await ada.reload();
  await press(ada, 'Close the period', /Closing the period: done/);
  await tab(ada, 'Results');
  await addsUp(ada.getByRole('table', { name: /Result of period/ }));
  await tab(ada, 'My position');
  await press(ada, 'Take your cash', /Claiming: done/);

  await tab(ada, 'Proposals');
  await ada.getByText('Propose something', { exact: true }).click();
  await ada.getByRole('textbox', { name: 'Wallet' }).fill((await walletOf('Visitor Ben')).address);
  await ada.getByLabel('Amount', { exact: true }).fill('1');
  await press(ada, 'Propose', /Proposing: done/);
  await press(ada, 'Yes', /Voting: done/);
  await ada.getByText('You voted yes; you can change it until the end.').waitFor();
  await tab(ben, 'Proposals');
  await press(ben, 'Yes', /Voting: done/);
  await press(ada, 'Let 7 days pass', /done/);
  for (let day = 0; day < 4; day++) await press(ada, 'Let 1 day pass', /done/);
  await ada.reload();
  await press(ada, 'Carry it out', /Carrying out: done/);

  // Ben is paid what the page showed, at the close, at the same price as everyone
  await tab(ben, 'My position');
  await ben.reload();
  const card = ben.getByRole('article', { name: 'If you left now' });
  const offered = await amountIn(ben, /Paid at the next close/);
  const cash = units.parseAmount((await card.locator('p data').first().getAttribute('value'))!, 6);
  expect(offered).toBeGreaterThan(0n);
  expect(offered).toBeLessThan(await amountIn(ben, /^Your capital shares/)); // an expense beyond what was earned
  await card.getByRole('button', { name: 'Leave…' }).click();
  await press(ben, 'Yes, leave, and ask for my capital', /Leaving: done/);
  await ben.getByText('You have left.').waitFor();
  const held = await holds('Visitor Ben', other);
  await press(ada, 'Let 31 days pass', /done/);
  await ada.reload();
  await press(ada, 'Close the period', /Closing the period: done/);
  await ben.reload();
  await press(ben, 'Take your cash', /Claiming: done/);
  expect((await holds('Visitor Ben', other)) - held).toBe(offered + cash);
  const site = await reads.site(other.rpc, coop as Address, (await walletOf('Visitor Ben')).address);
  expect(rules.standing(site.member!)).toBe('left');
  await ada.context().close();
  await ben.context().close();
});

test('every view of a busy co-op, light, dark and on a phone: no serious barrier, nothing cut off, and a picture', async () => {
  const page = await open('Ada', `/coop/${stage.coop}`);
  for (const [kind, theme, width] of [
    ['', 'light', 1100],
    ['dark-', 'dark', 1100],
    ['phone-', 'light', 375],
    ['phone-dark-', 'dark', 375],
  ] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await page.setViewportSize({ width, height: width === 375 ? 780 : 900 });
    for (const [view, proof] of VIEWS) {
      await tab(page, view);
      await page.getByText(proof).first().waitFor();
      await page.evaluate(() => scrollTo(0, 0));
      // for proposals, the picture shows the amendment with its changes
      if (view === 'Proposals')
        await page
          .getByRole('article', { name: 'Proposal 3' })
          .evaluate((card) => scrollBy(0, card.getBoundingClientRect().top - 70));
      const name = view.toLowerCase().replace(' ', '-');
      if (kind === '' || ['dark-proposals', 'phone-proposals'].includes(kind + name)) await picture(page, kind + name);
      if (kind + name === 'my-position' && PICTURES)
        await page.getByRole('article', { name: 'If you left now' }).screenshot({ path: `${PICTURES}/leaving.png` });
      // closed parts are opened, so that they are checked too
      await page.evaluate(() =>
        document.querySelectorAll('main details').forEach((one) => one.setAttribute('open', '')),
      );
      expect({ view, theme, width, found: await barriers(page) }).toEqual({ view, theme, width, found: [] });
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth),
        `${view}, ${width} wide`,
      ).toBeLessThanOrEqual(width);
    }
    for (const [hash, proof] of [
      ['', 'Mill Street Bakery'],
      ['#/found', 'A token with 6 decimal places'],
    ] as const) {
      await page.evaluate((to) => {
        location.hash = to;
      }, hash);
      await page.getByText(proof).first().waitFor();
      if (kind === '' && hash === '') await picture(page, 'find');
      expect({ hash, theme, width, found: await barriers(page) }).toEqual({ hash, theme, width, found: [] });
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth),
        `${hash || 'home'}, ${width} wide`,
      ).toBeLessThanOrEqual(width);
    }
    await page.evaluate((to) => {
      location.hash = to;
    }, `#/coop/${stage.coop}`);
  }
  await page.context().close();
});

test('books, capital and results add up as they are shown, to the hundredth', async () => {
  const page = await open('Ada', `/coop/${stage.coop}`);
  const [stands, whose] = [
    page.getByRole('table', { name: 'What covers capital' }),
    page.getByRole('table', { name: 'To whom it belongs' }),
  ];
  for (const table of [stands, whose, page.getByRole('table', { name: 'Money in the vault' })]) await addsUp(table);
  expect(await stands.locator('.sum data').getAttribute('value')).toBe(
    await whose.locator('.sum data').getAttribute('value'),
  );
  const { vaultBalance } = (await stage.context('Ada')).site;
  expect(await amountIn(page, /^In the vault/)).toBe(vaultBalance);
  await tab(page, 'My position');
  await addsUp(page.getByRole('table', { name: 'Your capital' }));
  await addsUp(page.getByRole('table', { name: 'Paid at the close' }));
  await tab(page, 'Results');
  const periods = page.getByLabel('Period', { exact: true });
  for (const value of await periods
    .locator('option')
    .evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value))) {
    await periods.selectOption(value);
    for (const table of await page.locator('article table').all()) await addsUp(table);
  }
  await page.context().close();
});

test('a co-op that was founded a moment ago: every view says what will be there', async () => {
  const { coop } = await found(other, 'Zoe', 'Newborn', 9n);
  const page = await open('Stranger', `/coop/${coop}`, { rpc: other.rpcUrl });
  await page.getByText('You are not a member. To join, read the statutes and apply').waitFor();
  for (const [view, proof] of [
    ['Overview', 'It holds no money yet'],
    ['Pools', 'Members can pledge.'],
    ['Services', 'Services come once the co-op has started.'],
    ['Results', 'The first period begins when the co-op starts.'],
    ['My position', 'You have no position here: this wallet is not a member.'],
    ['Members', 'There is no candidate now.'],
    ['Proposals', 'Nothing is open. Members with a vote propose.'],
    ['To do', 'Everything is done.'],
  ] as const) {
    await tab(page, view);
    await page.getByText(proof).waitFor();
    expect({ view, found: await barriers(page) }).toEqual({ view, found: [] });
  }
  await page.goto(page.url().replace(/#.*/, '#/coop/11111111111111111111111111111111'));
  await page.getByRole('alert').getByText('there is no co-op at').waitFor();
  await page.context().close();
});

test('proposals say what they do: terms before and after, ratchets, effects on me, and a call of another program', async () => {
  const page = await open('Ada', `/coop/${stage.coop}/proposals`);
  const amendment = page.getByRole('article', { name: 'Proposal 3' });
  await amendment.getByRole('row', { name: /Take rate ceiling.*10 % 8 % never: can only fall/ }).waitFor();
  await amendment.getByRole('row', { name: /To the reserve.*20 % 25 % never: can only rise/ }).waitFor();
  await amendment.getByText('No service can ever be asked for more than 8 %').waitFor();
  await amendment.getByText(/leave in protest; one has\./).waitFor();
  const call = page.getByRole('article', { name: 'Proposal 5' });
  await call.getByText(/^pays 0\.25 SOL from/).waitFor();
  await call.getByRole('row', { name: /the co-op's agent change, signs/ }).waitFor();
  const spend = page.getByRole('article', { name: 'Proposal 4' });
  const { coop } = (await stage.context('Ada')).site;
  await spend
    .getByText(
      `Free money: ${units.showAmount(rules.operating(coop), LOCAL)} → ${units.showAmount(rules.operating(coop) - 5n * UNIT, LOCAL)}.`,
    )
    .waitFor();
  // loosening a ratchet is refused while it is entered
  await page.getByText('Propose something', { exact: true }).click();
  await page.getByRole('combobox', { name: /^What/ }).first().selectOption('Amend');
  await page.getByLabel(/^To the reserve/).fill('19');
  await page.getByText('refused: it can only rise').waitFor();
  await page.context().close();
});

test('who proposes it and why; a document and the statutes are checked against their fingerprints; no link runs anything', async () => {
  const page = await open('Ada', `/coop/${stage.coop}/proposals`);
  const card = page.getByRole('article', { name: 'Proposal 3', exact: true });
  await card.getByText('Ben (no. 1) proposes: “Those who built on us asked for a lower ceiling').waitFor();
  await page.locator('h3').filter({ hasText: 'Cleo (no. 2) may draw 30 LOCAL a period' }).waitFor();
  /** Chooses a file in a part of the page, and waits for the result. */
  const choose = async (where: Locator, text: string, says: RegExp) => {
    await where
      .locator('input[type=file]')
      .setInputFiles({ name: 'chosen.txt', mimeType: 'text/plain', buffer: Buffer.from(text) });
    await where.getByRole('status').getByText(says).waitFor();
  };
  expect(await card.getByRole('link', { name: 'https://example.org/a-lower-ceiling' }).getAttribute('rel')).toContain(
    'noopener',
  );
  await card.getByText('Check that it is this document').click();
  await choose(card, 'A lower ceiling', /^chosen\.txt is the document that was named\.$/);
  await choose(card, 'A higher ceiling', /is a different document from the one that was named/);
  await tab(page, 'Overview');
  await page.getByText('We bake bread together').waitFor();
  const statutes = page.locator('.document');
  await statutes.getByText('Check that it is this document').click();
  await choose(statutes, STATUTES, /is the document that was named/);
  await page.context().close();

  const by = await other.person('Trickster');
  const { coop, instructions } = await flows.found(other.rpc, by, {
    id: 5n,
    name: 'Trick',
    mint: other.mint,
    statutesUri: 'javascript:document.title=1',
    statutesHash: new Uint8Array(32),
    charter: words.usualCharter(6),
  });
  await send(other.rpc, by, instructions);
  const trick = await open('Stranger', `/coop/${coop}`, { rpc: other.rpcUrl });
  await trick.getByText('javascript:document.title=1').first().waitFor();
  expect(await trick.locator('a[href^="javascript"]').count()).toBe(0);
  await trick.context().close();
});

test('who leaves over a resolution sees what it is paid, and when; the ask stands on the chain', async () => {
  const page = await open('Dora', `/coop/${stage.coop}/proposals`);
  const card = page.getByRole('article', { name: 'Proposal 3', exact: true });
  await card.getByText(/at the turn of a period: with the close of period \d+/).waitFor();
  await card.getByText('The way out').click();
  const offered = await amountIn(page, /Paid at the next close/);
  await card.getByRole('button', { name: 'Leave before it takes effect…' }).click();
  await press(page, /^Yes, leave over proposal 3/, /Leaving: done/);
  await page.getByText('You have left.').waitFor();
  // two of five exceed a fifth: it dies
  await card.getByText('Too many members left in protest.').waitFor();
  const { coop, member } = (await stage.context('Dora')).site;
  expect(member!.asked).toBeGreaterThan(0n);
  expect(rules.paidFor(coop, member!.asked)).toBe(offered);
  await tab(page, 'My position');
  await press(page, 'Take the ask back', /Taking it back: done/);
  expect((await stage.context('Dora')).site.member!.asked).toBe(0n);
  await press(page, 'Ask for it', /Asking back: done/);
  expect((await stage.context('Dora')).site.member!.asked).toBe(member!.asked);
  await page.context().close();
});

test('no errors in the console, in all of the above', () => expect(complaints).toEqual([]));
