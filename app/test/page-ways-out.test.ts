// Ways out for those whom the page once sent into a dead end: without a vote, and as a candidate with money.
import type { Address, Codec } from '@solana/kit';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addresses, flows, reads, rules } from '../src/client';
import {
  COOP_PROGRAM_ADDRESS,
  getCoopCodec,
  getMemberCodec,
  getServiceCodec,
  type Coop,
  type Member,
  type Service,
} from '../src/generated';
import { admit, found, start } from '../src/local/story';
import type { Stage } from '../src/local/stage';
import { at, begin, browser, complaints, end, network, open, plain, press, status, tab, UNIT } from './browser';
import { coop } from './shell';

const DAY = 86_400n;
let own: Stage;
beforeAll(async () => {
  await begin(false);
  own = await found(network, 'Ada', 'Ways Out', 21n, { stay: 200 * Number(DAY) });
  await start(own);
}, 120_000);
afterAll(end);

const siteOf = async (name: string) => (await own.context(name)).site;
const latest = async () => (await reads.proposals(network.rpc, own.coop))[0]!;

test('who has no vote in a weighty resolution leaves before it all the same, without a protest', async () => {
  await admit(own, 'Gina', ['Ada', 'Ben', 'Cleo']);
  const { coop } = await siteOf('Ada');
  const charter = { ...coop.charter, reserveBps: 2_500 };
  await own.flows('Ben', (c) => flows.propose(c, { __kind: 'Amend', charter, heir: coop.heir, statutes: null }));
  const { index } = await latest();
  const page = await open('Gina', `/coop/${own.coop}/proposals`);
  const card = page.getByRole('article', { name: `Proposal ${index}`, exact: true });
  await card.getByText('The way out').click();
  await card.getByText(/Leaving is never refused\./).waitFor();
  expect(await card.getByText(/It counts as a protest/).count()).toBe(0);
  await card.getByRole('button', { name: 'Leave before it takes effect…' }).click();
  await press(page, /^Yes, leave over proposal/, /Leaving: done/);
  const gina = (await siteOf('Gina')).member!;
  expect([rules.standing(gina), gina.inProtest, (await latest()).protests]).toEqual(['left', 0, 0]);
  await page.context().close();

  // a member with a vote protests, as before
  const voter = await open('Dora', `/coop/${own.coop}/proposals`);
  const hers = voter.getByRole('article', { name: `Proposal ${index}`, exact: true });
  await hers.getByText('The way out').click();
  await hers.getByText(/It counts as a protest/).waitFor();
  await voter.context().close();
  await expect(own.flows('Dora', (c) => flows.leave(c, { over: 99 }))).rejects.toThrow(
    'you can leave over an open weighty resolution only, and proposal 99 is not one',
  );
});

test('who left, and applied again, sees and takes what it has; what is bought for it would count as nobody’s', async () => {
  await own.flows('Emil', (c) => flows.leave(c, { ask: false }));
  await own.pass(31);
  await own.flows('Ada', flows.close);
  await own.flows('Emil', (c) => flows.join(c, 'Emil'));
  const { member, now } = await siteOf('Emil');
  expect(rules.standing(member!)).toBe('candidate');
  const page = await open('Emil', `/coop/${own.coop}/me`);
  await page.getByText(/^160 LOCAL of your capital came with a pool and rests until /).waitFor();
  expect(await page.getByText(/Once you are a member, your position is shown here/).count()).toBe(0);
  await own.pass(Number((rules.position((await siteOf('Ada')).coop, member!, now).rests[0]!.until - now) / DAY) + 1);
  await own.flows('Ada', flows.close);
  await page.reload();
  await page.getByText('Ask capital back', { exact: true }).click();
  const form = page.getByRole('form', { name: 'Ask capital back' });
  await form.getByRole('textbox', { name: 'Amount to ask for' }).fill('60');
  await press(page, 'Ask for it', /done/);
  expect((await siteOf('Emil')).member!.asked).toBe(60n * UNIT);
  await page.context().close();

  const emil = (await own.person('Emil')).address;
  await expect(own.flows('Ada', (c) => flows.payCoop(c, UNIT, emil))).rejects.toThrow(
    `${emil} is not a member of this co-op`,
  );
});

test('what a form shows before it is sent follows the chain while one thinks', async () => {
  const page = await open('Ada', `/coop/${own.coop}/me`);
  await page.getByText('Buy shares', { exact: true }).first().click();
  const form = page.getByRole('form', { name: 'Buy shares' });
  await form.getByRole('textbox').fill('10');
  const { shares } = (await siteOf('Ada')).member!;
  await form.getByText(`You would hold ${shares / UNIT + 10n} LOCAL`).waitFor();
  await own.flows('Ada', (c) => flows.subscribe(c, 5n * UNIT));
  await form.getByText(`You would hold ${shares / UNIT + 15n} LOCAL`).waitFor();
  await page.context().close();
});

/** Changes an account as no instruction would in a short time, until the function that is returned is called. */
async function edited<T>(at: Address, codec: Codec<T, T>, change: (data: T) => T): Promise<() => Promise<void>> {
  const { value } = await network.rpc.getAccountInfo(at, { encoding: 'base64' }).send();
  const bytes = Uint8Array.from(Buffer.from(value!.data[0], 'base64'));
  const put = (data: Iterable<number>) =>
    network.surfnet.setAccount(at, Number(value!.lamports), [...data], COOP_PROGRAM_ADDRESS);
  await put(codec.encode(change(codec.decode(bytes))));
  return () => put(bytes);
}

test('a membership that was moved is told from when on it is paid; a co-op whose claims have lapsed pays no part of them', async () => {
  const { member, now } = await siteOf('Cleo');
  const back = await edited(member!.address, getMemberCodec() as Codec<Member, Member>, (one) => ({
    ...one,
    rehomedAt: now - 10n,
  }));
  const page = await open('Cleo', `/coop/${own.coop}/me`);
  await page.getByText(/^Your membership was moved to this wallet: it is paid from /).waitFor();
  expect(await page.getByRole('button', { name: 'Take your cash' }).count()).toBe(0);
  await back();
  const ended = await edited(own.coop, getCoopCodec() as Codec<Coop, Coop>, (coop) => ({
    ...coop,
    dissolvingAt: now - 400n * DAY,
    sweptAt: now,
  }));
  await page.goto(page.url().replace(/\/me$/, ''));
  await page.getByText(/^Claims that nobody drew lapsed /).waitFor();
  expect(await page.getByText(/All capital is a claim/).count()).toBe(0);
  await ended();
  await page.context().close();
});

test('a service that is paid to another wallet says so, and its member has it paid to its own once it may', async () => {
  await own.flows('Ben', (c) => flows.offer(c, 'Rolls', 300));
  const service = async () => (await reads.services(network.rpc, own.coop))[0]!;
  const { address } = await service();
  const [ben, lost] = [(await own.person('Ben')).address, (await own.person('Dora')).address];
  const { site } = await own.context('Ben');
  const accountOf = (wallet: Address) => addresses.tokensOf(wallet, network.mint, site.tokenProgram);
  const services = getServiceCodec() as Codec<Service, Service>;
  const members = getMemberCodec() as Codec<Member, Member>;
  const rehomedAt = site.now - 10n;
  // as a move of the membership leaves it
  const payout = await accountOf(lost);
  await edited(address, services, (one) => ({ ...one, owner: lost, payout }));
  const moved = await edited(site.member!.address, members, (one) => ({ ...one, rehomedAt }));
  expect((await coop(['-u', network.rpcUrl, 'services'], { COOP: own.coop })).out).toMatch(
    new RegExp(`provided by Ben .*; paid to ${lost}$`, 'm'),
  );
  const page = await open('Ben', `/coop/${own.coop}/services`);
  await page.getByText(/What your services are paid goes to the old wallet until you change that afterwards/).waitFor();
  const card = page.getByRole('article', { name: 'Rolls' });
  await card.getByText(/^It is still paid to the wallet .*\. You can change that from .* on\.$/).waitFor();
  expect(await card.getByRole('button', { name: /Retire|Have it paid/ }).count()).toBe(0);
  await moved();
  await page.reload();
  await card.getByText(/^It is still paid to the wallet \S+\.$/).waitFor();
  await press(page, 'Have it paid to my wallet', /Payout: done/);
  expect(await service()).toMatchObject({ owner: ben, payout: await accountOf(ben) });
  await card.getByRole('button', { name: 'Retire the service' }).waitFor();
  expect(await card.getByText(/is (still )?paid to/).count()).toBe(0);
  // worse terms that wait do not come if the co-op's are the present ones again
  const { now } = (await own.context('Ben')).site;
  await edited(address, services, (one) => ({
    ...one,
    promisedUntil: now - 1n,
    nextFrom: now + DAY,
    nextTakeRateBps: one.takeRateBps,
    nextProviderBps: one.providerBps - 1_000,
  }));
  await page.reload();
  await card.getByText(/^Those that wait do not come then/).waitFor();
  await card.getByRole('button', { name: /^Keep the present terms: fee 3\s%/ }).click();
  await page.getByText(/New rate: done/).waitFor();
  expect((await service()).nextFrom).toBe(0n);
  await card.getByRole('button', { name: /terms/ }).first().waitFor({ state: 'detached' });
  // what a stranger once offered belongs to its wallet, whatever became of a membership
  const offered = await edited(address, services, (one) => ({ ...one, provider: addresses.NONE, payout }));
  const again = await edited(site.member!.address, members, (one) => ({ ...one, rehomedAt }));
  await page.reload();
  await card.getByText(/^It is paid to the account \S+, which is not the usual one of your wallet\.$/).waitFor();
  await card.getByRole('button', { name: 'Retire the service' }).waitFor();
  await offered();
  await again();
  await page.context().close();
});

/** From now on, no part of the page that is not loaded yet arrives. */
const losesParts = (page: Page) => page.route(/\.js$/, (route) => route.abort());
const LOST = 'a part of this page could not be loaded: you are offline, or the page has changed';

test('a part of the page that cannot be loaded takes nothing else with it, and is not said to be tried again', async () => {
  const page = await browser.newPage();
  await page.goto(`${at(plain)}/?${new URLSearchParams({ rpc: network.rpcUrl })}#/coop/${own.coop}/pools`);
  await page.getByRole('heading', { level: 2, name: 'Pools' }).waitFor();
  await losesParts(page);
  await page.locator('.title .addr button').click();
  await page.getByText(`The address cannot be shown: ${LOST}. Load it again`, { exact: true }).waitFor();
  await tab(page, 'Services');
  const told = page.getByRole('alert').getByText(LOST);
  expect(await told.textContent()).toMatch(/Load it again\. This page was read at [^.]*\.$/);
  await tab(page, 'Pools');
  await page.getByRole('heading', { level: 2, name: 'Pools' }).waitFor();
  await page.goto(page.url().replace(/#.*/, '#/found'));
  await page.getByText(`This page cannot be shown: ${LOST}. Load it again`, { exact: true }).waitFor();
  await page.getByText('No wallet in this browser').waitFor();
  await page.close();
});

test('what a co-op can do in another one is not proposed before it is known', async () => {
  const page = await open('Ada', `/coop/${own.coop}/proposals`);
  await page.getByText('Propose something', { exact: true }).click();
  await losesParts(page);
  await page.getByRole('combobox', { name: /^What/ }).first().selectOption('Represent');
  const form = page.getByRole('form', { name: 'Propose' });
  await page.getByRole('alert').getByText(`What a co-op can do there is not known: ${LOST}`).waitFor();
  await form.locator('[name=coop]').fill(own.coop);
  await form.getByRole('button', { name: 'Propose' }).click();
  await form.locator('small.wrong').getByText(LOST).waitFor();
  await page.context().close();
  complaints.splice(
    0,
    complaints.length,
    ...complaints.filter((line) => !/ERR_FAILED|dynamically imported/.test(line)),
  );
});

test('what was written before a wallet is connected stays; the tab says what it shows', async () => {
  const page = await open('Ada', `/coop/${own.coop}/services`);
  await page.getByTestId('wallet').waitFor();
  await page.getByRole('button', { name: 'Disconnect' }).click();
  await page.getByText('Looking around needs no wallet.').waitFor();
  const form = page.getByRole('form', { name: 'Pay the co-op' });
  await form.getByLabel('What it costs').fill('3');
  await form.getByRole('button', { name: 'Pay the co-op' }).click();
  await status(page, /^Connect a wallet first/);
  await page.getByRole('button', { name: /^Connect Test wallet/ }).click();
  await page.getByTestId('wallet').getByText('Ada').first().waitFor();
  await page.getByText(/You are Ada \(no\. \d+\)\./).waitFor();
  expect(await form.getByLabel('What it costs').inputValue()).toBe('3');
  const before = (await siteOf('Ada')).coop.period.revenue;
  await press(page, 'Pay the co-op', /Paying: done/);
  expect((await siteOf('Ada')).coop.period.revenue - before).toBe(3n * UNIT);
  expect(await page.title()).toBe('Ways Out · Services');
  await page.getByRole('link', { name: 'Coop', exact: true }).click();
  await page.getByText('Found a co-operative').click();
  await page.getByRole('heading', { level: 1, name: 'Found a co-operative' }).waitFor();
  expect(await page.title()).toBe('Found a co-operative · Coop');
  await page.goto(page.url().replace(/#.*/, '#/nowhere'));
  await page.getByRole('heading', { level: 1, name: 'Found a co-operative' }).waitFor({ state: 'detached' });
  expect(await page.title()).toBe('Coop');
  await page.context().close();
});

test('the keyboard keeps its place where a button waits, or gives way to others; what cannot be copied is said', async () => {
  const noClipboard = "Object.defineProperty(navigator, 'clipboard', { value: undefined })";
  const page = await open('Ada', `/coop/${own.coop}/services`, {}, undefined, noClipboard);
  const focused = () => page.evaluate(() => [document.activeElement!.id, document.activeElement!.textContent]);
  const form = page.getByRole('form', { name: 'Pay the co-op' });
  await form.getByLabel('What it costs').fill('3');
  await form.getByRole('button', { name: 'Pay the co-op' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter'); // while it waits: nothing is paid twice
  await status(page, /Paying: done/);
  expect(await focused()).toEqual(['', 'Pay the co-op']);
  await page.getByRole('button', { name: 'Dismiss' }).focus();
  await page.keyboard.press('Enter');
  expect((await focused())[0]).toBe('main');
  await tab(page, 'My position');
  await page.getByRole('button', { name: 'Leave…' }).focus();
  await page.keyboard.press('Enter');
  expect(await focused()).toEqual(['', 'Stay']);
  await page.keyboard.press('Enter');
  expect(await focused()).toEqual(['', 'Leave…']);

  const asked = page.waitForEvent('dialog');
  const copy = page.locator('.who').getByRole('button', { name: 'Copy' }).click();
  const dialog = await asked;
  expect(dialog.message()).toBe('Copy the address');
  await dialog.dismiss();
  await copy;
  await page.locator('.title .addr button').click();
  await page
    .getByRole('group', { name: /^Address/ })
    .getByRole('button', { name: 'Copy' })
    .click();
  await page.getByText('The browser does not let this page copy').waitFor();
  await page.context().close();
});

test('a mandate that is used up is offered again once its period is over, as drawing closes that first', async () => {
  const { by, site } = await own.context('Ben');
  await own.flows('Ada', (c) =>
    flows.propose(c, {
      __kind: 'Mandate',
      to: by.address,
      perPeriod: 5n * UNIT,
      until: site.now + 400n * DAY,
      work: false,
    }),
  );
  const proposal = await latest();
  for (const name of ['Ada', 'Ben', 'Cleo', 'Dora']) await own.flows(name, (c) => flows.vote(c, proposal.index, 'yes'));
  await own.pass(11);
  await own.flows('Ada', (c) => flows.execute(c, proposal));
  await own.flows('Ben', (c) => flows.drawMandate(c, 0, 5n * UNIT));
  const page = await open('Ben', `/coop/${own.coop}/proposals`);
  const card = page.getByRole('article', { name: 'Mandate 0' });
  await card.getByText(/^Until .* Left in this period: 0 LOCAL/).waitFor();
  const form = card.getByRole('form', { name: 'Draw on mandate 0' });
  const waits = page.getByRole('region', { name: 'What waits for you', exact: true });
  const offered = waits.getByText(/^Draw up to 5 LOCAL on mandate 0/);
  expect([await form.count(), await offered.count()]).toEqual([0, 0]);
  await expect(own.flows('Ben', (c) => flows.drawMandate(c, 0, 1n))).rejects.toMatchObject({
    rule: 'MoreThanTheMandate',
  });
  await own.pass(Number((rules.periodEnds((await siteOf('Ada')).coop) - (await network.now())) / DAY) + 1);
  await page.reload();
  await offered.waitFor();
  await card.getByText(/^Until .* Once the period is closed, which is done first: 5 LOCAL/).waitFor();
  await form.getByRole('textbox', { name: 'Amount' }).fill('5');
  await press(page, 'Draw', /Drawing: done/);
  await card.getByText(/Left in this period: 0 LOCAL/).waitFor();
  await page.context().close();
}, 120_000);

test('no errors in the console, in all of the above', () => expect(complaints).toEqual([]));
