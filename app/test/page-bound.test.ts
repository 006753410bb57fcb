// What the page shows about bound capital: before a pledge, while it lasts, on leaving, and when a resolution frees it.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { flows, reads, rules } from '../src/client';
import { admit, found, poolTerms } from '../src/local/story';
import { type Stage } from '../src/local/stage';
import { addsUp, amountIn, barriers, begin, complaints, end, network, open, press, tab, UNIT } from './browser';

const PEOPLE = ['Ada', 'Ben', 'Cleo', 'Dora', 'Emil'];
const DAY = 86_400n;
let own: Stage;

beforeAll(async () => {
  await begin(false);
  own = await found(network, 'Ada', 'Bound', 21n, { stay: 200 * Number(DAY) });
  for (const name of PEOPLE.slice(1)) await admit(own, name, PEOPLE.slice(0, PEOPLE.indexOf(name)));
}, 180_000);
afterAll(end);

const settledAt = async () => (await reads.pools(network.rpc, own.coop)).at(-1)!.settledAt;
const until = async (days: number) =>
  own.pass(Number((await settledAt()) - (await network.now())) / Number(DAY) + days);
const siteOf = async (name: string) => (await own.context(name)).site;

test('before one pledges it reads how long that binds, and what answers for a promise', async () => {
  const page = await open('Ada', `/coop/${own.coop}/pools`);
  const form = page.getByRole('form', { name: 'Pledge to pool 0' });
  await form.getByLabel('Money').fill('100');
  await form.getByLabel('Use you promise').fill('1000');
  await form
    .getByText('100 LOCAL of it answers for your promise of a turnover of 1 000 LOCAL through the co-op')
    .waitFor();
  await form
    .getByText(/^The capital rests for 200 days from the settlement, until about .*: it cannot be asked back before\.$/)
    .waitFor();
  await form
    .getByText('A promise is worth its bond, or the cost of trading with oneself, whichever is less.')
    .waitFor();
  await form.getByLabel('Use you promise').fill('1001');
  await form
    .getByText('It would be refused: a promise of 1 001 LOCAL needs a pledge of at least 100.10 LOCAL.')
    .waitFor();
  await form.getByRole('button', { name: 'Pledge' }).click();
  await page
    .locator('.message.failed')
    .getByText(/PledgeAboveMaximum|UseAboveMaximum|PledgeBelowBond/)
    .waitFor();
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await form.getByLabel('Money').fill('200');
  await form.getByLabel('Use you promise').fill('40');
  await press(page, 'Pledge', /Pledging: done/);
  await page
    .getByText(
      /^You pledged 200 LOCAL and use of 40 LOCAL, for which 4 LOCAL of it answers\. The capital rests until about/,
    )
    .waitFor();
  await page.context().close();
  for (const name of PEOPLE.slice(1)) await own.flows(name, (c) => flows.pledge(c, 0, 150n * UNIT, 40n * UNIT));
  await own.pass(31);
  await own.does('Ben', 'settlePool', { pool: 0 });
  for (const name of PEOPLE) await own.does(name, 'claimShares', { pool: 0 });
  await own.pass(1);
});

test('while it lasts, the page says what binds until when, and a payment what it counts towards the promise', async () => {
  const page = await open('Ada', `/coop/${own.coop}/me`);
  await page.getByText('What binds you').waitFor();
  await page.getByText(/^200 LOCAL of your capital came with a pool and rests until /).waitFor();
  await page
    .getByText(
      /^You promised a turnover of 40 LOCAL through the co-op: .* So far it is 0 LOCAL\. It ends .*\. 4 LOCAL of your capital answers for it; with the turnover so far, 4 LOCAL of that would be forfeited\.$/,
    )
    .waitFor();
  const card = page.getByRole('article', { name: 'If you left now' });
  await addsUp(page.getByRole('table', { name: 'Paid at the close' }));
  expect(await amountIn(page, /^Stays with its pool until/)).toBe(200n * UNIT);
  expect(await amountIn(page, /^Paid at the next close/)).toBe(0n);
  await card
    .getByText(/^Leaving does not free it\. A weighty resolution can: /)
    .first()
    .waitFor();
  await tab(page, 'Services');
  const pay = page.getByRole('form', { name: 'Pay the co-op' });
  await pay.getByLabel('What it costs').fill('40');
  await pay.getByText('40 LOCAL counts towards the use that you promised.').waitFor();
  await press(page, 'Pay the co-op', /Paying: done/);
  await tab(page, 'My position');
  await page.getByText(/It is kept: settling it frees 4 LOCAL\.$/).waitFor();
  await page.getByText(/“Take your cash” settles it\.$/).waitFor();
  await press(page, 'Take your cash', /Claiming: done/);
  await page.getByText(/It is kept/).waitFor({ state: 'detached' });
  expect((await siteOf('Ada')).member).toMatchObject({ promised: 0n, bonded: 0n });
  expect(await barriers(page)).toEqual([]);
  await page.context().close();
});

test('a later pool shows the books and the price beside its terms, and until when it binds', async () => {
  const opens = (await settledAt()) + 27n * DAY;
  const terms = {
    ...poolTerms(opens, UNIT),
    minRaise: 100n * UNIT,
    minMembers: 2,
    minUse: 0n,
    deadline: opens + 25n * DAY,
    stay: 366 * Number(DAY),
    minSolvencyBps: 9_000,
  };
  await own.flows('Cleo', (c) => flows.propose(c, { __kind: 'OpenPool', terms }));
  const page = await open('Ada', `/coop/${own.coop}/proposals`);
  await page
    .getByText(
      'The capital rests for 366 days from the settlement, and promises of use run as long; capital answers for 10 % of each promise.',
    )
    .waitFor();
  await page.getByText('It fails if the price of capital is then below 90 % of par; it is 100 % now.').waitFor();
  for (const name of ['Ada', 'Ben', 'Cleo']) await own.does(name, 'castVote', { proposal: 0, choice: 'yes' });
  await until(12);
  await own.flows('Ben', async (c) => flows.execute(c, await reads.proposal(c.rpc, c.site.address, 0)));
  await until(28);
  await tab(page, 'Pools');
  await page.reload();
  const card = page.getByRole('article', { name: 'Pool 1' });
  await card.getByText('What your money would join').waitFor();
  await card.getByText('Price of capital', { exact: true }).waitFor();
  await card
    .getByText(
      /It fails, and every pledge is refunded, if the price of capital is below 90 % of par at the settlement; it is 100 % now\./,
    )
    .waitFor();
  await card.getByRole('textbox', { name: 'Money' }).fill('50');
  await card
    .getByText(/^The capital rests for .* from the settlement, until about .*: it cannot be asked back before\.$/)
    .waitFor();
  await press(page, 'Pledge', /Pledging: done/);
  expect(await barriers(page)).toEqual([]);
  await page.context().close();
  await own.flows('Dora', (c) => flows.pledge(c, 1, 60n * UNIT, 0n));
  await own.pass(1 / 24); // so that the next proposal clearly comes after Dora's pledge
});

test('who left over a resolution that passed is released with a click; who leaves over it then, at once', async () => {
  const { coop } = await siteOf('Ben');
  await own.flows('Ben', (c) =>
    flows.propose(c, {
      __kind: 'Amend',
      charter: { ...coop.charter, reserveBps: 2_500 },
      heir: coop.heir,
      statutes: null,
    }),
  );
  const { index } = (await reads.proposals(network.rpc, own.coop))[0]!;
  for (const name of ['Ada', 'Ben', 'Cleo']) await own.does(name, 'castVote', { proposal: index, choice: 'yes' });
  await own.flows('Emil', (c) => flows.leave(c));
  await own.pass(8);
  await own.flows('Ben', flows.close);

  const emil = await open('Emil', `/coop/${own.coop}/me`);
  await emil.getByText(/^Something still binds you/).waitFor();
  await emil.getByText(/^150 LOCAL of your capital came with a pool and rests until /).waitFor();
  await tab(emil, 'Proposals');
  const card = emil.getByRole('article', { name: `Proposal ${index}`, exact: true });
  await card.getByText('You left over this: you can be released from your promise and your resting capital').waitFor();
  await card.getByText(/^150 LOCAL that would rest until .* can be asked back\.$/).waitFor();
  await card.getByText(/^The promise of 40 LOCAL ends, and the 4 LOCAL that answers for it is free\.$/).waitFor();
  await press(emil, 'Be released', /Releasing: done/);
  await press(emil, 'Take your cash', /Claiming: done/); // what the last close decided is settled first
  await emil.getByText(/^You left 150 LOCAL of free capital in the co-op, and ask for none of it\.$/).waitFor();
  await emil
    .getByText(
      /^You have left\. You can apply again from .* on: you were released, and would have been free by then\.$/,
    )
    .waitFor();
  expect(await emil.getByRole('button', { name: 'Apply again' }).count()).toBe(0);
  const his = await siteOf('Emil');
  expect(rules.mayReturnFrom(his.coop, his.member!)).toBe((await settledAt()) + 200n * DAY);
  await emil.context().close();

  const dora = await open('Dora', `/coop/${own.coop}/proposals`);
  const way = dora.getByRole('article', { name: `Proposal ${index}`, exact: true });
  await way.getByText('The way out').click();
  await way
    .getByText(
      'The resolution has passed, and you did not vote yes: when you leave, you are released from everything that binds you.',
    )
    .waitFor();
  await way.getByText('60 LOCAL pledged to pool 1 can be withdrawn, unless the pool is settled.').waitFor();
  expect(await amountIn(dora, /^Paid at the next close/)).toBe(150n * UNIT);
  await way.getByRole('button', { name: 'Leave before it takes effect…' }).click();
  await press(dora, /^Yes, leave over proposal/, /Leaving: done/);
  expect((await siteOf('Dora')).member).toMatchObject({ asked: 150n * UNIT, restsUntil: 0n, promised: 0n });
  await tab(dora, 'Pools');
  await dora
    .getByText('One more has pledged and left since: their money stays committed, but they and their use do not count.')
    .waitFor();
  await own.pass(14); // the time to withdraw is over for everyone else
  await dora.reload();
  await press(dora, 'You were released: take the pledge back', /Taking back: done/);
  expect((await siteOf('Dora')).member!.pledgedIn).toBe(0);
  expect(await barriers(dora)).toEqual([]);
  await dora.context().close();
});

test('no errors in the console, in all of the above', () => expect(complaints).toEqual([]));
