// Ways out for those whom the page once sent into a dead end: without a vote, and as a candidate with money.
import type { Address, Codec } from '@solana/kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { flows, reads, rules } from '../src/client';
import { COOP_PROGRAM_ADDRESS, getCoopCodec, getMemberCodec, type Coop, type Member } from '../src/generated';
import { admit, found, start } from '../src/local/story';
import type { Stage } from '../src/local/stage';
import { begin, complaints, end, network, open, press, UNIT } from './browser';

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
async function edited<T>(at: Address, codec: Codec<T, T>, change: (data: T) => T): Promise<() => void> {
  const { value } = await network.rpc.getAccountInfo(at, { encoding: 'base64' }).send();
  const bytes = Uint8Array.from(Buffer.from(value!.data[0], 'base64'));
  const put = (data: Iterable<number>) =>
    network.surfnet.setAccount(at, Number(value!.lamports), [...data], COOP_PROGRAM_ADDRESS);
  put(codec.encode(change(codec.decode(bytes))));
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
  back();
  const ended = await edited(own.coop, getCoopCodec() as Codec<Coop, Coop>, (coop) => ({
    ...coop,
    dissolvingAt: now - 400n * DAY,
    sweptAt: now,
  }));
  await page.goto(page.url().replace(/\/me$/, ''));
  await page.getByText(/^Claims that nobody drew lapsed /).waitFor();
  expect(await page.getByText(/All capital is a claim/).count()).toBe(0);
  ended();
  await page.context().close();
});

test('no errors in the console, in all of the above', () => expect(complaints).toEqual([]));
