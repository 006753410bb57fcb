// What a member is told and offered in states that are rare: a membership that was moved, a co-op that ends, capital without a price.
import { type Instruction } from '@solana/kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  addresses,
  binding,
  connect,
  dateLists,
  datesOf,
  effectsOf,
  flows,
  poolRules,
  reads,
  rules,
  send,
  type Site,
} from '../src/client';
import { waitingFor, waitingLists } from '../src/client/waiting';
import {
  COOP_PROGRAM_ADDRESS,
  CoopInstruction,
  identifyCoopInstruction,
  Kind,
  parseResignInstruction,
  Purpose,
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

test('a request made twice is done twice, also if the node answers with the same blockhash', async () => {
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

test('a member who leaves while capital has no price asks for nothing, because the program would refuse', async () => {
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

test('what is paid at a close is what the fund reaches; a resolution that moves it elsewhere says so', async () => {
  const { site } = await stage.context('Ada');
  const { coop } = site;
  const capital = coop.books.sharesTotal + coop.books.retainedTotal;
  // a quarter of the money is in the fund, the rest in things that keep their price
  const books = {
    ...coop.books,
    fund: capital / 4n,
    invested: capital - capital / 4n,
    movedOut: capital - capital / 4n,
    movedBack: 0n,
    earnings: 0n,
    fresh: 0n,
    loss: 0n,
  };
  const free = {
    ...site.member!,
    matured: capital / 2n,
    shares: 0n,
    sharesNew: 0n,
    claimedNew: 0n,
    maturedNew: 0n,
    fresh: 0n,
    rests: [],
    bonded: 0n,
    promised: 0n,
    pledgedIn: 0,
  };
  const poor = { ...coop, books };
  const p = rules.position(poor, free, site.now);
  expect(p.priceBps).toBe(10_000);
  expect(p.ifLeaving).toMatchObject({ waits: 0n, worth: capital / 4n });
  const asks = { ...poor, books: { ...books, asked: capital / 2n } };
  const asked = { ...free, asked: capital / 2n, unsettledPeriod: coop.period.number };
  expect(rules.position(asks, asked as never, site.now).atClose.worth).toBe(capital / 4n);
  // with others who ask for as much, half of that
  const crowd = { ...poor, books: { ...books, asked: capital } };
  expect(rules.position(crowd, asked as never, site.now).atClose.worth).toBe(capital / 8n);

  const [any] = await reads.proposals(network.rpc, stage.coop);
  const spend = {
    ...any!,
    kind: Kind.Spend,
    flag: Purpose.Investment,
    special: 1,
    weighty: 1,
    amount: capital / 4n,
  };
  const rich = { ...coop, books: { ...books, fund: capital, invested: 0n } };
  const told = effectsOf(spend, { ...site, coop: rich, member: free }).join(' ');
  expect(told).toMatch(/is still worth/);
  expect(told).not.toMatch(/the fund could pay at most/);
  const most = effectsOf({ ...spend, amount: capital }, { ...site, coop: rich, member: free }).join(' ');
  expect(most).toMatch(/At a close after it, the fund could pay at most 0 LOCAL to all who leave/);
});

test('a pledge is committed only while its pool is open: said when one leaves, in what waits and in the calendar', async () => {
  const { site } = await stage.context('Ada');
  const [settled] = await reads.pools(network.rpc, stage.coop);
  const member = {
    ...site.member!,
    pledgedIn: settled!.index + 1,
    pledged: 100_000_000n,
    promised: 40_000_000n,
    turnover: 0n,
    promiseStands: 0,
    promiseEnds: settled!.terms.deadline + 400n * 86_400n,
    bonded: 0n,
    rests: [],
  };
  const seen = { ...site, member };
  const pool = (settledAt: bigint, succeeded: number) => ({
    ...settled!,
    settledAt,
    succeeded,
    terms: { ...settled!.terms, deadline: site.now + 100n, withdrawUntil: site.now + 10n, useBondBps: 5_000 },
  });
  const [open, failed, success] = [pool(0n, 0), pool(site.now - 1n, 0), pool(site.now - 1n, 1)];
  const said = (its?: typeof open) => binding.leaving(seen, member, its).join(' ');
  expect(said(open)).toMatch(/the money is committed/);
  expect(said()).toMatch(/depends on that pool, which is not read yet/);
  expect(said(failed)).toBe(
    `Your pledge of 100 LOCAL to pool ${settled!.index}, which failed, is not bound: anyone can send it back to you.`,
  );
  expect(said(success)).toMatch(/has become capital, and you get your shares as you leave\. They rest until/);

  const lists = await waitingLists(network.rpc, site, (await stage.person('Ada')).address);
  const pledge = { amount: 100_000_000n } as never;
  const promise = (its: typeof open) =>
    waitingFor(seen, { ...lists, pledged: { pool: its, pledge } }, site.now).filter(({ kind }) => kind === 'promise');
  expect([promise(open).length, promise(failed).length]).toEqual([1, 0]);

  const dates = await dateLists(network.rpc, stage.coop);
  const when = (its: typeof open) =>
    datesOf(seen, { ...dates, pools: [its] }).find(({ id }) => id === `member-${member.number}-promise`);
  for (const its of [open, success]) {
    expect(when(its)!.at).toBe(poolRules.staysUntil(its) - 1n);
    expect(when(its)!.more).toContain('that part of 20 LOCAL of your capital is forfeited');
  }
  expect(when(failed)).toBeUndefined();
});

test('nothing can be asked back while a move can be undone; a service is provided only by the membership that it names', async () => {
  const { site } = await stage.context('Ada');
  const free = { ...site.member!, matured: 50_000_000n };
  const can = (rehomedAt: bigint) => rules.position(site.coop, { ...free, rehomedAt }, site.now).askable;
  expect([can(0n) > 0n, can(site.now - 10n), can(site.now - rules.quietUntil({ rehomedAt: 1n })) > 0n]).toEqual([
    true,
    0n,
    true,
  ]);
  const baker = site.member!;
  const bread = { provider: baker.address, providerNumber: baker.number };
  expect(rules.provides(bread, baker)).toBe(true);
  for (const other of [
    undefined,
    { ...baker, standing: Standing.Left },
    { ...baker, standing: Standing.Expelled },
    { ...baker, number: baker.number + 1 },
  ])
    expect(rules.provides(bread, other)).toBe(false);
  expect(rules.provides({ ...bread, provider: addresses.NONE }, baker)).toBe(false);
});

test('an expulsion closes first what is over, so that nobody chooses whose the interest of it is', async () => {
  const { address } = (await stage.context('Cleo')).site.member!;
  await stage.does('Ben', 'propose', { action: { __kind: 'Expel', member: address } });
  const expulsion = (await reads.proposals(network.rpc, stage.coop)).find((p) => p.kind === Kind.Expel)!;
  const c = await stage.context('Miller');
  const { coop, now } = c.site;
  const sent = async (startedAt: bigint) => {
    const site = { ...c.site, coop: { ...coop, period: { ...coop.period, startedAt } } };
    return names(await flows.execute({ ...c, site }, expulsion));
  };
  expect(await sent(now)).toEqual(['ExecuteExpel']);
  const late = await sent(now - BigInt(coop.period.length));
  expect([late.at(0), late.at(-1)]).toEqual(['ClosePeriod', 'ExecuteExpel']);
});
