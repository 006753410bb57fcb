// What a member is told and offered in states that are rare: a membership that was moved, a co-op that ends, capital without a price.
import { type Instruction } from '@solana/kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, dateLists, datesOf, flows, rules, send, type Site } from '../src/client';
import { waitingFor, waitingLists } from '../src/client/waiting';
import {
  COOP_PROGRAM_ADDRESS,
  CoopInstruction,
  identifyCoopInstruction,
  parseResignInstruction,
  Standing,
} from '../src/generated';
import { startNetwork, type Network } from '../src/local/network';
import { found, start } from '../src/local/story';
import { type Stage } from '../src/local/stage';
import { faults } from './faults';

let network: Network;
let stage: Stage;
beforeAll(async () => {
  network = await startNetwork();
  stage = await found(network);
  await start(stage);
  await stage.flows('Miller', (c) => flows.offer(c, 'Bread', 300));
}, 120_000);
afterAll(() => network?.stop());

const names = (all: readonly Instruction[]) =>
  all.flatMap(({ data, programAddress }) =>
    data && programAddress === COOP_PROGRAM_ADDRESS ? [CoopInstruction[identifyCoopInstruction({ data })]] : [],
  );

test('what is wished twice is done twice, also if the node answers with the same blockhash', async () => {
  const { value } = await network.rpc.getLatestBlockhash({ commitment: 'confirmed' }).send();
  const context = { slot: 1, apiVersion: '2.0.0' };
  const same = await faults(network.rpcUrl, (method) =>
    method === 'getLatestBlockhash'
      ? { result: { context, value: { ...value, lastValidBlockHeight: Number(value.lastValidBlockHeight) } } }
      : 'pass',
  );
  const rpc = connect([same.url]);
  const c = await stage.context('Ada');
  const held = async () => (await stage.context('Ada')).site.coop.period.revenue;
  const before = await held();
  const signatures = new Set<string>();
  for (let i = 0; i < 2; i++)
    signatures.add((await send(rpc, c.by, await flows.pay(c, 0, 1_000_000n), { again: true })).signature);
  same.stop();
  expect(signatures.size).toBe(2);
  expect((await held()) - before).toBeGreaterThan(0n);
});

test('nothing is paid out while a move of the membership can be undone; the rest of what is due is done', async () => {
  const c = await stage.context('Ada');
  const owed = { ...c.site.member!, dividends: 5_000_000n };
  const moved = { ...owed, rehomedAt: c.site.now - 10n };
  const claims = async (member: typeof owed) =>
    names(await flows.claimEverything({ ...c, site: { ...c.site, member } }));
  expect(await claims(owed)).toContain('ClaimDividends');
  expect(await claims(moved)).not.toContain('ClaimDividends');
});

test('who leaves where capital has no price asks for nothing, as the program would refuse', async () => {
  const c = await stage.context('Ben');
  const asks = async (books: Partial<Site['coop']['books']>, freshAsked = 0n) => {
    const coop = { ...c.site.coop, books: { ...c.site.coop.books, ...books }, freshAsked };
    const all = await flows.leave({ ...c, site: { ...c.site, coop } });
    const resign = all.find(({ data }) => data && identifyCoopInstruction({ data }) === CoopInstruction.Resign)!;
    return parseResignInstruction(resign as never).data.ask;
  };
  expect(await asks({})).toBe(true);
  const capital = c.site.coop.books.sharesTotal + c.site.coop.books.retainedTotal;
  // all of it is lost but a tenth, which somebody paid in after that, and asked back when released
  const lost = { fund: capital / 10n, earnings: 0n, loss: (capital * 9n) / 10n, fresh: 0n };
  expect(await asks(lost)).toBe(true);
  expect(await asks(lost, capital / 10n)).toBe(false);
});

test('the panel can object until the timelock is over, not until the turn of a period', async () => {
  await stage.does('Ada', 'propose', {
    action: {
      __kind: 'Amend',
      charter: { ...(await stage.context('Ada')).site.coop.charter, reserveBps: 2_600 },
      heir: (await stage.context('Ada')).site.coop.heir,
      statutes: null,
    } as never,
  });
  const { site } = await stage.context('Ben');
  const lists = await waitingLists(network.rpc, site, (await stage.person('Ben')).address);
  const passed = lists.proposals.map((p) => ({ ...p, yes: p.electors }));
  const [p] = passed;
  const told = waitingFor(site, { ...lists, proposals: passed, panels: new Set([p!.address]) }, p!.ends + 1n).find(
    ({ kind }) => kind === 'panel',
  );
  expect(told!.by).toBe(rules.opensAt(p!) - 1n);
  expect(told!.by! + 1n).toBeLessThan(rules.executableFrom(p!, site.coop, site.now));
});

test('the calendar of a co-op that ends has its end, and no business; who is expelled is told no day to come back', async () => {
  const { site } = await stage.context('Ada');
  const lists = await dateLists(network.rpc, stage.coop);
  const ids = (seen: Site) => datesOf(seen, lists).map(({ id }) => id);
  expect(ids(site).some((id) => /^(member|proposal)-/.test(id))).toBe(true);
  const ends = { ...site, coop: { ...site.coop, dissolvingAt: site.now, activatedAt: 1n } };
  expect(ids(ends).filter((id) => /^(member|proposal|pool|mandate|service)-/.test(id))).toEqual([]);
  expect(ids(ends).length).toBeGreaterThan(0);
  const as = (standing: Standing) =>
    ids({ ...site, member: { ...site.member!, standing, leftAt: site.now, returnsFrom: site.now + 100n } });
  const back = `member-${site.member!.number}-return`;
  expect([as(Standing.Left).includes(back), as(Standing.Expelled).includes(back)]).toEqual([true, false]);
});
