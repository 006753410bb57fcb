// The end of a co-op and what is cleared away, on the page in a real browser.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getAddressEncoder, type Address } from '@solana/kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addresses, flows, reads, units } from '../src/client';
import { admit, found, poolTerms } from '../src/local/story';
import { amountIn, barriers, begin, complaints, end, holds, open, other, picture, press, tab, UNIT } from './browser';
import { coop, keyFile } from './shell';

const DAY = 86_400n;

beforeAll(() => begin(false), 180_000);
afterAll(end);

test("the end: the reader's claim, its last day, and its payment", async () => {
  const heir = await found(other, 'Heir founder', 'An Older Mill', 3n);
  for (const [name, vouchers] of [
    ['Heir two', ['Heir founder']],
    ['Heir three', ['Heir founder', 'Heir two']],
  ] as const)
    await admit(heir, name, vouchers);
  for (const name of ['Heir founder', 'Heir two', 'Heir three'])
    await heir.flows(name, (c) => flows.pledge(c, 0, 150n * UNIT, 20n * UNIT));
  await heir.pass(31);
  await heir.does('Heir founder', 'settlePool', { pool: 0 });
  await heir.pass(340);
  const ends = await found(other, 'Lou', 'Short Lived', 4n);
  for (const [name, vouchers] of [
    ['Mia', ['Lou']],
    ['Noa', ['Lou', 'Mia']],
  ] as const)
    await admit(ends, name, vouchers);
  for (const name of ['Lou', 'Mia', 'Noa']) await ends.flows(name, (c) => flows.pledge(c, 0, 150n * UNIT, 20n * UNIT));
  await ends.pass(31);
  await ends.does('Lou', 'settlePool', { pool: 0 });
  for (const name of ['Lou', 'Mia', 'Noa']) await ends.does(name, 'claimShares', { pool: 0 });
  // everyone keeps its promise of use
  for (const name of ['Lou', 'Mia', 'Noa']) await ends.flows(name, (c) => flows.payCoop(c, 25n * UNIT));
  await ends.pass(1);
  const { coop } = (await ends.context('Lou')).site;
  const agreed = async (proposal: number) => {
    for (const name of ['Lou', 'Mia', 'Noa']) await ends.does(name, 'castVote', { proposal, choice: 'yes' });
    // a weighty resolution waits for the turn of a period
    await ends.pass(31);
    await ends.flows('Lou', flows.close);
  };
  // one who applied before signs the restated statutes, and keeps its vouches
  await ends.flows('Olga', (c) => flows.join(c, 'Olga'));
  const { address: olga } = await ends.person('Olga');
  for (const name of ['Lou', 'Mia']) await ends.does(name, 'vouchFor', { candidate: olga });
  const statutes = { hash: new Uint8Array(32).fill(7), uri: 'https://example.org/restated' };
  await ends.flows('Lou', (c) =>
    flows.propose(c, { __kind: 'Amend', charter: coop.charter, heir: heir.coop, statutes }),
  );
  await agreed(0);
  await ends.flows('Lou', async (c) => flows.execute(c, (await reads.proposals(c.rpc, c.site.address))[0]!));
  const candidate = await open('Olga', `/coop/${ends.coop}`, { rpc: other.rpcUrl });
  await candidate
    .getByText(
      /^You have applied: 2 of 2 vouches\. The statutes were restated since you signed them: sign the present ones, and your vouches stay\. From .* on, anyone may clear the application away if it still lacks your signature\.$/,
    )
    .waitFor();
  expect(await candidate.getByRole('button', { name: 'Become a member' }).count()).toBe(0);
  await tab(candidate, 'Members');
  await candidate.getByText('has to sign the restated statutes').waitFor();
  await tab(candidate, 'Overview');
  await candidate.getByRole('checkbox', { name: 'I have read the statutes, and sign them' }).check();
  await press(candidate, 'Sign the statutes', /Signing: done/);
  await candidate.getByText('You can become a member now.').waitFor();
  expect(units.text((await ends.context('Olga')).site.member!.name)).toBe('Olga');
  const { member } = (await ends.context('Olga')).site;
  const lamports = async () => (await other.rpc.getBalance(olga).send()).value;
  const [before, { value: account }] = [
    await lamports(),
    await other.rpc.getAccountInfo(member!.address, { encoding: 'base64' }).send(),
  ];
  await press(candidate, 'Withdraw the application', /Withdrawing: done/);
  // the deposit is back at once, but for the fee
  expect((await ends.context('Olga')).site.member).toBeUndefined();
  expect((await lamports()) - before).toBeGreaterThan((account!.lamports * 99n) / 100n);
  await candidate.context().close();
  // a pool is open when the co-op resolves to dissolve: it fails for everyone, before anyone could settle it
  const opens = (await other.now()) + 25n * DAY;
  const terms = {
    ...poolTerms(opens, UNIT),
    ...{ minUse: 0n, useBondBps: 0, withdrawUntil: opens, deadline: opens + 60n * DAY },
  };
  await ends.flows('Lou', (c) => flows.propose(c, { __kind: 'OpenPool', terms }));
  for (const name of ['Lou', 'Mia', 'Noa']) await ends.does(name, 'castVote', { proposal: 1, choice: 'yes' });
  await ends.pass(11);
  await ends.flows('Lou', async (c) => flows.execute(c, await reads.proposal(c.rpc, c.site.address, 1)));
  await ends.pass(20);
  await ends.flows('Lou', flows.close);
  await ends.flows('Mia', (c) => flows.pledge(c, 1, 40n * UNIT, 0n));
  const page = await open('Mia', `/coop/${ends.coop}/pools`, { rpc: other.rpcUrl });
  const pool = page.getByRole('article', { name: 'Pool 1' });
  await pool.getByText('Pledges can no longer be taken back.').waitFor();
  expect(await pool.getByRole('button', { name: /take the pledge back/i }).count()).toBe(0);
  const pledging = page.getByRole('form', { name: 'Pledge to pool 1' });
  await pledging.waitFor();
  await ends.flows('Lou', (c) => flows.propose(c, { __kind: 'Dissolve' }));
  await agreed(2);
  await page.reload();
  const pledged = await holds('Mia', other);
  const { dividends } = (await ends.context('Mia')).site.member!;
  await tab(page, 'To do');
  await page
    .getByRole('button', {
      name: /Settle pool 1, which fails because the co-op resolved to dissolve: everyone is refunded$/,
    })
    .waitFor();
  // so it does where the pool itself is shown
  await tab(page, 'Pools');
  await pool.getByText(/Anyone may settle it now: .* it fails, because the co-op has resolved to dissolve/).waitFor();
  // nobody is asked to pledge to a pool that can only fail, though it is within its time
  expect(await pledging.count()).toBe(0);
  await press(page, 'Settle the pool', /Settling: done/);
  await press(page, 'Get everything back', /Refund: done/);
  expect((await holds('Mia', other)) - pledged).toBe(40n * UNIT + dividends);

  await tab(page, 'Proposals');
  await press(page, 'Carry it out', /Carrying out: done/);
  await page.getByText('This co-op is ending.').waitFor();
  await tab(page, 'Overview');
  await page.getByText(/the reserve passes to the heir/).waitFor();
  await tab(page, 'My position');
  const offer = page.getByRole('article', { name: 'What you get at the end' });
  const parts = [
    await amountIn(page, /To be drawn now/),
    units.parseAmount((await offer.locator('p data').last().getAttribute('value'))!, 6),
  ];
  await picture(page, 'end');
  const held = await holds('Mia', other);
  await press(page, 'Take what there is', /Claiming: done/);
  expect((await holds('Mia', other)) - held).toBe(parts[0]! + parts[1]!);
  expect(parts[0]).toBeGreaterThan(0n);
  await page.getByText(/^Nothing more will come/).waitFor();

  // the heir ends before its time to inherit: it is passed over, and nobody is left
  const { value } = await other.rpc.getAccountInfo(heir.coop, { encoding: 'base64' }).send();
  await other.surfnet.setAccount(
    heir.coop,
    Number(value!.lamports),
    [45, 187, 252, 155, 232, 114, 36, 22, ...new Uint8Array(32)],
    value!.owner,
  );
  await ends.pass(181);
  await page.reload();
  await tab(page, 'To do');
  await press(page, /Pass on unclaimed money$/, /Pass on unclaimed money: done/);
  await tab(page, 'Overview');
  await page
    .getByText(
      /the reserve passes to nobody, as nobody is left who could inherit: the money is burned\. Passed over, because no longer active: the heir/,
    )
    .waitFor();
  expect((await ends.context('Mia')).site.coop.books.reserve).toBe(0n);
  expect(await barriers(page)).toEqual([]);
  await page.context().close();
});

test('what strangers sent is swept with a click, a founder gives up a pool, and an application does not wait for ever', async () => {
  const own = await found(other, 'Yara', 'Clearing', 12n);
  await other.give(own.coop, 4n * UNIT);
  const page = await open('Yara', `/coop/${own.coop}`, { rpc: other.rpcUrl });
  await page
    .getByText(
      "This identifies the co-op. Do not send money to it: that would count as nobody's payment, and could only become reserve.",
    )
    .waitFor();
  await page.getByText("4 LOCAL to the co-op's own address: becomes reserve").waitFor();
  await tab(page, 'To do');
  await press(page, /Bring 4 LOCAL that was sent to the co-op's own address to the reserve$/, /: done/);
  await page.getByText('Everything is done.').waitFor();
  expect((await own.context('Yara')).site.coop.books.reserve).toBe(4n * UNIT);
  await other.give((await own.context('Yara')).site.vault, 2n * UNIT);
  await tab(page, 'Overview');
  await page.getByText('2 LOCAL to the address of its vault as if it were a wallet: becomes reserve').waitFor();
  await press(page, 'Bring it where it belongs', /: done/);
  await page.getByText('Sent without the page').waitFor({ state: 'detached' });
  expect((await own.context('Yara')).site.coop.books.reserve).toBe(6n * UNIT);
  await tab(page, 'Pools');
  await page
    .getByText(
      'There is no pledge in it. As the founder you can give it up, and open another at once; it then counts as failed.',
    )
    .waitFor();
  await press(page, 'Give this pool up', /Giving up: done/);
  await page.getByText(/^Over since .*: there was no pledge in it\.$/).waitFor();
  await page.getByRole('region', { name: 'Pools' }).getByText('Open a pool').waitFor();
  expect(await barriers(page)).toEqual([]);

  await own.flows('Wanda', (c) => flows.join(c, 'Wanda'));
  const wanda = await open('Wanda', `/coop/${own.coop}`, { rpc: other.rpcUrl });
  await wanda
    .getByText(
      /^You have applied: 0 of 1 vouch\. .* As members join, more are needed, up to 2\. From .* on, anyone may clear the application away if it still lacks vouches\.$/,
    )
    .waitFor();
  await own.pass(91);
  await page.reload();
  await tab(page, 'To do');
  await press(page, /Clear away the application of Wanda \(.*\), which nobody has admitted for 90 days$/, /: done/);
  await wanda.reload();
  await wanda.getByText('You are not a member. To join, read the statutes and apply').waitFor();
  await wanda.context().close();
  await page.context().close();
});

test('a co-op that is over is told as ended, with its successor, by the page and by every command', async () => {
  const own = await found(other, 'Ugo', 'Over Soon', 9n);
  const page = await open('Ugo', `/coop/${own.coop}`, { rpc: other.rpcUrl });
  await page.getByRole('heading', { name: 'Over Soon' }).waitFor();
  const { value } = await other.rpc.getAccountInfo(own.coop, { encoding: 'base64' }).send();
  const heir = (await own.person('Heir founder')).address;
  const buried = (successor: Address) =>
    other.surfnet.setAccount(
      own.coop,
      Number(value!.lamports),
      [45, 187, 252, 155, 232, 114, 36, 22, ...getAddressEncoder().encode(successor)],
      value!.owner,
    );
  const key = await keyFile(mkdtempSync(join(tmpdir(), 'coop-ended-')), 'Ugo');
  await buried(heir);
  // also while it is looked at
  await page.getByRole('heading', { name: 'This co-op has ended' }).waitFor();
  await page.getByText(`What it left goes to its successor, the co-op ${heir}.`).waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
  expect(await barriers(page)).toEqual([]);
  const told = (said: string) => `the co-op ${own.coop} has ended: its accounts are closed, and ${said}`;
  for (const command of [
    'show',
    'services',
    'proposals',
    'vouches',
    'waiting',
    'events',
    'chores',
    'leave',
    'calendar',
  ])
    for (const json of [[], ['--json']]) {
      const { code, err } = await coop(['-u', other.rpcUrl, ...json, command], { COOP: own.coop, COOP_KEYPAIR: key });
      expect({ command, json, code }).toEqual({ command, json, code: 1 });
      expect(err).toContain(told(`its successor is the co-op ${heir}`));
    }
  await buried(addresses.NONE);
  await page.reload();
  await page.getByText('It has no successor.').waitFor();
  await expect(reads.site(other.rpc, own.coop)).rejects.toThrow(told('it has no successor'));
  await page.context().close();
});

test('no errors in the console, in all of the above', () => expect(complaints).toEqual([]));
