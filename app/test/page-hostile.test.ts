// What an elector may propose to spoil the list for everyone: it is shown in words, and everything beside it as before.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { flows, reads, rules, units } from '../src/client';
import { proposedCall } from '../src/client/proposedCall';
import { admit, found, start } from '../src/local/story';
import { secretOf } from '../src/local/network';
import type { Stage } from '../src/local/stage';
import { begin, complaints, end, network, open, press, UNIT } from './browser';
import { coop } from './shell';

let own: Stage;
let union: Stage;
const folder = mkdtempSync(join(tmpdir(), 'coop-hostile-'));
beforeAll(async () => {
  await begin(false);
  own = await found(network, 'Ada', 'Hostile', 31n);
  await start(own);
  union = await found(network, 'Uma', 'Union of Bakeries', 32n);
}, 120_000);
afterAll(end);
const shell = (...words: string[]) =>
  coop(['-u', network.rpcUrl, ...words], { COOP: own.coop, XDG_STATE_HOME: folder });

test('an amount beyond the books and a malformed call do not hide the other proposals, and one can vote', async () => {
  const { coop: terms } = (await own.context('Ada')).site;
  const charter = { ...terms.charter, reserveBps: 2_500 };
  await own.flows('Ben', (c) => flows.propose(c, { __kind: 'Amend', charter, heir: terms.heir, statutes: null }));
  await own.flows('Walk-in customer', (c) => flows.payCoop(c, UNIT));
  await own.flows('Cleo', (c) => flows.propose(c, { __kind: 'Collect', amount: 2n ** 64n - 1n }));
  await own.flows('Emil', (c) => flows.represent(c, union.coop, 'setName', { name: 'E' }));
  const { call, index } = (await reads.proposals(network.rpc, own.coop))[0]!;
  await own.does('Emil', 'cancelProposal', { proposal: index });
  const data = Array.from(call.data.slice(0, 8));
  await own.flows('Emil', (c) =>
    flows.propose(c, { __kind: 'Represent', coop: union.coop, accounts: call.accounts, data }),
  );
  const [acts] = await reads.proposals(network.rpc, own.coop);

  // a voter sees the accounts and the bytes of what cannot be read
  const shown = await proposedCall(network.rpc, own.coop, acts!);
  expect(shown.accounts.length).toBe(call.accounts.length);
  expect(shown.data.split(' ').length).toBe(8);
  const listed = await shell('proposals');
  expect(listed).toMatchObject({ code: 0, err: '' });
  expect(listed.out).toMatch(/It names more money than the co-op can ever hold: it cannot be carried out\./);

  const page = await open('Dora', `/coop/${own.coop}/proposals`);
  const card = (number: number) => page.getByRole('article', { name: `Proposal ${number}`, exact: true });
  await card(1).getByText('It names more money than the co-op can ever hold: it cannot be carried out.').waitFor();
  await card(acts!.index).waitFor();
  await card(0).getByRole('button', { name: 'No', exact: true }).click();
  await page
    .getByText(/^Voting: done/)
    .first()
    .waitFor();
  expect(await page.getByText(/cannot be shown/).count()).toBe(0);
  await page.context().close();
});

test('two services with one name are told apart by their numbers', async () => {
  for (const owner of ['Miller', 'Impostor']) await own.flows(owner, (c) => flows.offer(c, 'Bread', 300));
  const page = await open('Ada', `/coop/${own.coop}/services`);
  for (const number of [0, 1]) {
    const card = page.getByRole('article', { name: 'Bread' }).nth(number);
    await card.getByRole('heading', { name: `${number}` }).waitFor();
  }
  await page.context().close();
});

test('a member leaves before the co-op has begun', async () => {
  await admit(union, 'Vic', ['Uma']);
  const page = await open('Vic', `/coop/${union.coop}/me`);
  await page.getByText('The co-op has not begun: your membership ends, and you can apply again at any time.').waitFor();
  await page.getByRole('button', { name: 'Leave…' }).click();
  await press(page, 'Yes, leave', /Leaving: done/);
  expect(rules.standing((await union.context('Vic')).site.member!)).toBe('left');
  await page.context().close();
});

test('a key that is piped in signs whatever a command sends', async () => {
  const key = JSON.stringify([...(await secretOf('Ada'))]);
  const words = ['-u', network.rpcUrl, '-k', '-', 'propose', 'describe', 'Bread for the quarter.'];
  const env = { COOP: own.coop, XDG_STATE_HOME: folder };
  expect((await coop(words, env, key)).code).toBe(0);
});

test('a name does not read like several people, nor like the number or the note beside one', () => {
  const named = (name: string) => {
    const bytes = new Uint8Array(32);
    bytes.set(new TextEncoder().encode(name));
    return units.person({ name: bytes, number: 7, numbered: 1, wallet: own.coop });
  };
  expect(['Ada & Bea', 'Ada and Bea', 'Ada no. 3', 'Ben （no. 1）'].map(named).every((it) => it.startsWith('“'))).toBe(
    true,
  );
  expect(['Ben (no. 1), Ada', 'Cleo [the night baker]', 'Ben” (no. 1), “Ada', "Seán O'Brien-Li"].map(named)).toEqual([
    '“Ben (no. 1), Ada” (no. 7)',
    '“Cleo [the night baker]” (no. 7)',
    "“Ben' (no. 1), 'Ada” (no. 7)",
    "Seán O'Brien-Li (no. 7)",
  ]);
});

test('no errors in the console, in all of the above', () => expect(complaints).toEqual([]));
