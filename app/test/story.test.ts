import { afterAll, beforeAll, expect, test } from 'vitest';
import { addresses, effectsOf, flows, preview, reads, Refusal, rules, send, words, build, units } from '../src/client';
import { startNetwork, type Network } from '../src/local/network';
import { admit, found, whole, work, type Stage } from '../src/local/story';

let network: Network;
let stage: Stage;
const UNIT = 1_000_000n;

beforeAll(async () => {
  network = await startNetwork();
  stage = await whole(network);
}, 120_000);
afterAll(() => network?.stop());

test('the whole story left every stage of a co-op behind', async () => {
  const { site } = await stage.context('Ada');
  expect(rules.coopStatus(site.coop)).toBe('active');
  const people = await reads.members(network.rpc, stage.coop);
  expect(people.map(rules.standing)).toEqual(expect.arrayContaining(['member', 'candidate', 'left']));
  expect(people.filter(rules.isElector).length).toBe(4);
  const periods = await reads.periods(network.rpc, stage.coop);
  expect(periods.length).toBe(4);
  const statuses = (await reads.proposals(network.rpc, stage.coop)).map((p) => rules.proposalStatus(p, site.coop, site.now));
  expect(statuses).toEqual(['voting', 'voting', 'waiting', 'executed', 'executed']);
  expect((await reads.mandates(network.rpc, stage.coop)).length).toBe(1);
  const pools = await reads.pools(network.rpc, stage.coop);
  expect(pools.map((p) => rules.poolStatus(p, site.now))).toEqual(['open', 'succeeded']);
});

test('the books are what the vault holds', async () => {
  const { site } = await stage.context('Ada');
  const { operating, reserve, solidarity, dividends, interest, pioneers } = site.coop;
  expect(site.vaultBalance).toBe(operating + reserve + solidarity + dividends + interest + pioneers);
});

test('a closed period adds up, step by step', async () => {
  for (const period of await reads.periods(network.rpc, stage.coop)) {
    expect(period.surplus).toBe(period.toReserve + period.toSolidarity + period.toInterest + period.toReserveForOutside + period.toPioneers + period.toMembers);
    expect(period.surplus).toBeGreaterThan(0n);
  }
});

test('a refusal names its rule, and nothing is signed for it', async () => {
  const asked: string[] = [];
  const c = await stage.context('Ada');
  const refused = await send(c.rpc, c.by, [await build(c, 'castVote', { proposal: 0, choice: 'yes' })], (step) => asked.push(step)).catch((e: unknown) => e);
  expect(refused).toBeInstanceOf(Refusal);
  expect((refused as Refusal).code).toBeGreaterThanOrEqual(6_000);
  expect((refused as Refusal).message).toContain((refused as Refusal).rule!);
  expect(asked).toEqual(['checking']);
});

test('a loosened ratchet is refused by its name', async () => {
  const c = await stage.context('Ada');
  const charter = { ...c.site.coop.charter, reserveBps: c.site.coop.charter.reserveBps - 1 };
  expect(rules.loosens('reserveBps', c.site.coop.charter.reserveBps, charter.reserveBps)).toBe(true);
  const instructions = await flows.propose(c, { __kind: 'Amend', charter, heir: c.site.coop.heir });
  await expect(send(c.rpc, c.by, instructions)).rejects.toMatchObject({
    rule: 'ReserveLowered',
  });
});

test('what I would get if I left now is what the chain pays', async () => {
  const own = await found(network, 'Gus', 'Leavers', 7n);
  for (const name of ['Hal', 'Ida']) await admit(own, name, name === 'Ida' ? ['Gus', 'Hal'] : ['Gus']);
  for (const [i, name] of ['Gus', 'Hal', 'Ida'].entries()) await own.flows(name, (c) => flows.pledge(c, 0, 150n * UNIT, (i === 0 ? 50n : 0n) * UNIT));
  await own.pass(31);
  await own.does('Gus', 'settlePool', { pool: 0 });
  await own.does('Ida', 'claimShares', { pool: 0 });
  const before = await own.context('Ida');
  const offer = rules.position(before.site.coop, before.site.member!).ifLeaving;
  expect(offer.worth).toBe(150n * UNIT);
  expect(offer.bonded).toBe(0n);
  await own.flows('Ida', (c) => flows.leave(c));
  const account = await addresses.tokensOf(before.by.address, network.mint, before.site.tokenProgram);
  const held = await reads.balance(network.rpc, account);
  await own.flows('Ida', flows.claimEverything);
  expect((await reads.balance(network.rpc, account)) - held).toBe(offer.worth + offer.cash);
});

test('what I would get counts in a closed period that nobody has settled to me, to the unit', async () => {
  const own = await found(network, 'Joe', 'Settlers', 8n);
  for (const name of ['Kim', 'Lea']) await admit(own, name, name === 'Lea' ? ['Joe', 'Kim'] : ['Joe']);
  for (const name of ['Joe', 'Kim', 'Lea']) await own.flows(name, (c) => flows.pledge(c, 0, 130n * UNIT, 50n * UNIT));
  await own.pass(31);
  await own.does('Joe', 'settlePool', { pool: 0 });
  for (const name of ['Joe', 'Kim', 'Lea']) await own.does(name, 'claimShares', { pool: 0 });
  await work(own, [700n, 1_031n, 1_362n], ['Joe', 'Kim', 'Lea']);
  await own.flows('Joe', (c) => flows.pay(c, 0, 600n * UNIT));
  await own.flows('Lea', (c) => flows.pay(c, 0, 400n * UNIT));
  await own.flows('Kim', (c) => flows.subscribe(c, 7n * UNIT));
  await own.pass(31);
  await own.does('Joe', 'closePeriod', {});
  for (const name of ['Lea', 'Kim']) {
    const { site, by } = await own.context(name);
    const period = (await reads.periods(network.rpc, own.coop)).find(({ number }) => number === site.member!.unsettledPeriod);
    const { worth, cash, bonded } = rules.position(site.coop, site.member!, period).ifLeaving;
    expect(period, 'something waits').toBeDefined();
    expect(cash).toBeGreaterThan(0n);
    expect(bonded).toBeGreaterThan(0n);
    const account = await addresses.tokensOf(by.address, network.mint, site.tokenProgram);
    const held = await reads.balance(network.rpc, account);
    await own.flows(name, (c) => flows.leave(c));
    // one flow takes it all: what was promised in use is not yet comparable, so the bond waits
    await own.flows(name, flows.claimEverything);
    expect((await reads.balance(network.rpc, account)) - held).toBe(worth + cash);
  }
});

test('one request for a view, however large', async () => {
  let asked = 0;
  const counted = new Proxy(network.rpc, { get: (target, name) => (asked++, Reflect.get(target, name)) }) as typeof network.rpc;
  for (const view of [
    () => reads.site(counted, stage.coop, stage.people.get('Ada')!.address),
    () => reads.members(counted, stage.coop), () => reads.pools(counted, stage.coop), () => reads.periods(counted, stage.coop),
    () => reads.proposals(counted, stage.coop), () => reads.services(counted, stage.coop), () => reads.coops(counted),
  ]) {
    asked = 0;
    await view();
    expect(asked).toBe(1);
  }
});

test('a preview shows what would change, and changes nothing', async () => {
  const c = await stage.context('Ada');
  const before = c.site.coop.seq;
  const shown = await preview(c.rpc, c.by, await flows.pay(c, 0, 10n * UNIT));
  expect(shown.events.map(({ event }) => event)).toContain('ServicePaid');
  expect(shown.changes.find(({ field }) => field === 'period.revenue')).toBeDefined();
  expect((await stage.context('Ada')).site.coop.seq).toBe(before);
});

test('events come with running numbers', async () => {
  const { events } = await stage.flows('Ada', (c) => flows.pay(c, 0, 10n * UNIT));
  const { events: later } = await stage.flows('Ben', (c) => flows.pay(c, 0, 10n * UNIT));
  expect(later[0]!.seq).toBe(events.at(-1)!.seq + 1n);
});

test('proposals are told in words', async () => {
  const { site } = await stage.context('Ada');
  const [call, , amendment] = await reads.proposals(network.rpc, stage.coop);
  expect(words.inWords(amendment!, site.decimals)).toMatch(/^Amend the charter/);
  expect(words.callInWords(call!.target, call!.call)).toMatch(/^pays 0\.25 SOL from \w{4}…\w{4} to \w{4}…\w{4}$/);
  expect(effectsOf(amendment!, site).join(' ')).toContain('No service can ever be asked for more than 8 %');
  expect(words.differences(site.coop.charter, amendment!.charter).map(({ key }) => key)).toEqual(['takeRateCeilingBps', 'reserveBps']);
});

test('amounts are exact both ways', () => {
  for (const [said, base] of [['1', 1_000_000n], ['0.000001', 1n], ['18446744073709.551615', 0xffff_ffff_ffff_ffffn], ['1 234,5', 1_234_500_000n]] as const) {
    expect(units.parseAmount(said, 6)).toBe(base);
    expect(units.parseAmount(units.formatAmount(base, 6), 6)).toBe(base);
  }
  for (const bad of ['', '-1', '1.2.3', '0.0000001', '1e3', '18446744073709.551616']) expect(() => units.parseAmount(bad, 6)).toThrow();
});

