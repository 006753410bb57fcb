import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  actions,
  addresses,
  callInWords,
  chores,
  effectsOf,
  flows,
  poolRules,
  preview,
  reads,
  Refusal,
  rules,
  send,
  words,
  build,
  units,
} from '../src/client';
import { startNetwork, type Network } from '../src/local/network';
import { admit, found, whole, work } from '../src/local/story';
import { type Stage } from '../src/local/stage';

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
  expect(periods.length).toBe(5);
  const statuses = (await reads.proposals(network.rpc, stage.coop)).map((p) =>
    rules.proposalStatus(p, site.coop, site.now),
  );
  expect(statuses).toEqual(['voting', 'voting', 'waiting', 'executed']);
  expect((await reads.mandates(network.rpc, stage.coop)).length).toBe(1);
  const pools = await reads.pools(network.rpc, stage.coop);
  expect(pools.map((p) => poolRules.poolStatus(p, site.now))).toEqual(['open', 'succeeded']);
});

test('the story has a provider, a worker, sales, and a leaver who asked for its capital', async () => {
  const { site } = await stage.context('Ada');
  const [services, people, [mandate]] = await Promise.all([
    reads.services(network.rpc, stage.coop),
    reads.members(network.rpc, stage.coop),
    reads.mandates(network.rpc, stage.coop),
  ]);
  const who = (name: string) => people.find(({ wallet }) => wallet === stage.people.get(name)!.address)!;
  expect(services.map(({ provider }) => provider)).toEqual([addresses.NONE, who('Dora').address]);
  expect(mandate).toMatchObject({ work: 1, worker: who('Cleo').address });
  expect(who('Dora').units).toBeGreaterThan(0n);
  expect(site.coop.period.done.outsideUnits).toBeGreaterThan(18n * UNIT);
  expect(site.coop.period.done.leavingUnits).toBe(who('Emil').units);
  const emil = rules.position(site.coop, who('Emil'), site.now);
  expect(rules.standing(who('Emil'))).toBe('left');
  expect(emil.atClose.asked).toBe(emil.askable);
  // the price does not include the oven, bought in an earlier period, until its wear refills the fund
  expect(emil.priceBps).toBeGreaterThan(9_500);
  expect(emil.atClose.worth).toBeGreaterThanOrEqual((emil.atClose.asked * BigInt(emil.priceBps)) / 10_000n);
  expect(emil.atClose.worth).toBeLessThanOrEqual((emil.atClose.asked * BigInt(emil.priceBps + 1)) / 10_000n);
  expect(site.coop.books.asked).toBe(emil.atClose.asked);
  const [first] = await reads.periods(network.rpc, stage.coop);
  expect(first!.result.members).toBeGreaterThan(0n);
  expect((await reads.periods(network.rpc, stage.coop))[1]!.result.work).toBeGreaterThan(0n);
});

test('the books are what the vault holds, and balance', async () => {
  const { site } = await stage.context('Ada');
  expect(site.vaultBalance).toBe(rules.cash(site.coop));
  const { assets, capital, buckets, total, cash } = rules.balanceSheet(site.coop);
  const sum = (lines: readonly rules.Line[]) => lines.reduce((all, { amount }) => all + amount, 0n);
  expect(sum(assets)).toBe(total);
  expect(sum(capital)).toBe(total);
  expect(site.coop.books.fund + sum(buckets)).toBe(cash);
  expect(cash).toBe(site.vaultBalance);
});

test('a closed period adds up, step by step', async () => {
  for (const period of await reads.periods(network.rpc, stage.coop)) {
    let left = 0n;
    for (const { label, amount, sign, total } of rules.waterfall(period)) {
      if (total) expect(amount, label).toBe(left);
      else left += BigInt(sign) * amount;
    }
    expect(period.result.surplus).toBeGreaterThan(0n);
  }
});

test('a refusal names its rule, and nothing is signed for it', async () => {
  const asked: string[] = [];
  const c = await stage.context('Ada');
  const refused = await send(c.rpc, c.by, [await build(c, 'castVote', { proposal: 0, choice: 'yes' })], {
    tell: (step) => asked.push(step),
  }).catch((e: unknown) => e);
  expect(refused).toBeInstanceOf(Refusal);
  expect((refused as Refusal).code).toBeGreaterThanOrEqual(6_000);
  expect((refused as Refusal).message).toContain((refused as Refusal).rule!);
  expect(asked).toEqual(['checking']);
});

test('a loosened ratchet is refused by its name', async () => {
  const c = await stage.context('Ada');
  const charter = { ...c.site.coop.charter, reserveBps: c.site.coop.charter.reserveBps - 1 };
  expect(rules.loosens('reserveBps', c.site.coop.charter.reserveBps, charter.reserveBps)).toBe(true);
  const instructions = await flows.propose(c, { __kind: 'Amend', charter, heir: c.site.coop.heir, statutes: null });
  await expect(send(c.rpc, c.by, instructions)).rejects.toMatchObject({
    rule: 'ReserveLowered',
  });
});

/** A small co-op of three people that pledged and claimed their shares. */
async function small(names: readonly [string, string, string], id: bigint, use: readonly bigint[]): Promise<Stage> {
  const own = await found(network, names[0], `Co-op of ${names[0]}`, id);
  for (const [i, name] of names.slice(1).entries()) await admit(own, name, names.slice(0, i + 1));
  for (const [i, name] of names.entries())
    await own.flows(name, (c) => flows.pledge(c, 0, 150n * UNIT, use[i]! * UNIT));
  await own.pass(31);
  await own.does(names[0], 'settlePool', { pool: 0 });
  for (const name of names) await own.does(name, 'claimShares', { pool: 0 });
  return own;
}
const closeAndSettle = async (own: Stage, name: string) => {
  await own.pass(31);
  await own.flows(name, flows.close);
};
/** What a flow adds to a person's token account. */
async function brought(own: Stage, name: string): Promise<bigint> {
  const { site, by } = await own.context(name);
  const account = await addresses.tokensOf(by.address, network.mint, site.tokenProgram);
  const held = await reads.balance(network.rpc, account);
  await own.flows(name, flows.claimEverything);
  return (await reads.balance(network.rpc, account)) - held;
}

test('a leaver who asks is paid the announced amount at the close', async () => {
  const own = await small(['Gus', 'Hal', 'Ida'], 7n, [50n, 0n, 0n]);
  await closeAndSettle(own, 'Gus');
  const before = await own.context('Ida');
  const period = (await reads.periods(network.rpc, own.coop)).find(
    ({ number }) => number === before.site.member!.unsettledPeriod,
  );
  const offer = rules.position(before.site.coop, before.site.member!, before.site.now, period).ifLeaving;
  expect(offer).toEqual({ capital: 150n * UNIT, waits: 0n, worth: 150n * UNIT, cash: 0n });
  await own.flows('Ida', (c) => flows.leave(c));
  const { site } = await own.context('Ida');
  expect(rules.position(site.coop, site.member!, site.now).atClose).toEqual({
    asked: 150n * UNIT,
    worth: offer.worth,
    at: rules.periodEnds(site.coop),
  });
  await closeAndSettle(own, 'Hal');
  expect(await brought(own, 'Ida')).toBe(offer.worth + offer.cash);
});

test('unsettled business is counted to the unit: use, work and capital of a closed period', async () => {
  const own = await small(['Joe', 'Kim', 'Lea'], 8n, [0n, 0n, 50n]);
  await work(own, [700n, 1_031n, 1_362n], ['Joe', 'Kim', 'Lea']);
  await own.flows('Joe', (c) => flows.pay(c, 0, 600n * UNIT, own.people.get('Lea')!.address)); // Joe pays for Lea
  await own.flows('Lea', (c) => flows.payCoop(c, 4n * UNIT));
  await own.flows('Kim', (c) => flows.subscribe(c, 7n * UNIT));
  await own.flows('Joe', (c) => flows.withdrawShares(c, 20n * UNIT));
  // on second thought: less than was withdrawn
  await own.flows('Joe', (c) => flows.askBack(c, 15n * UNIT));
  await own.pass(31);
  // overdue: asking closes the period in the same transaction
  const { events } = await own.flows('Lea', (c) => flows.withdrawShares(c, 5n * UNIT));
  expect(events.map(({ event }) => event)).toEqual(['PeriodClosed', 'PatronageSettled', 'SharesWithdrawn']);
  for (const name of ['Joe', 'Kim']) {
    const { site } = await own.context(name);
    const period = (await reads.periods(network.rpc, own.coop)).find(
      ({ number }) => number === site.member!.unsettledPeriod,
    );
    const { paid, capital, withdrawn } = rules.position(site.coop, site.member!, site.now, period);
    expect(period, 'something waits').toBeDefined();
    expect(paid).toBeGreaterThan(name === 'Joe' ? 15n * UNIT : 0n);
    expect(await brought(own, name)).toBe(paid);
    const after = (await own.context(name)).site;
    expect(rules.position(after.coop, after.member!, after.now)).toMatchObject({ paid: 0n, capital, withdrawn });
  }
});

test('a co-op without electors ends by its chores, and anyone pays everyone its part', async () => {
  const names = ['Max', 'Nora', 'Otto'] as const;
  const own = await small(names, 9n, [50n, 0n, 0n]);
  await closeAndSettle(own, 'Max');
  for (const name of names) await own.flows(name, (c) => flows.leave(c, { ask: false }));
  await own.pass(181);
  const due = async () => (await chores(await own.context('Otto'))).map(({ what }) => what);
  expect(await due()).toContain('dissolve the co-op, which has had no elector for 180 days');
  await own.flows('Otto', async (c) => (await chores(c)).find(({ what }) => what.startsWith('dissolve'))!.instructions);
  expect((await due()).filter((what) => what.endsWith('its part'))).toHaveLength(3);
  for (const name of names) {
    const wallet = own.people.get(name)!.address;
    const before = await own.context(name);
    const { drawable, capital } = rules.position(before.site.coop, before.site.member!, before.site.now);
    expect([drawable, rules.priceBps(before.site.coop)]).toEqual([capital, 10_000]);
    const account = await addresses.tokensOf(wallet, network.mint, before.site.tokenProgram);
    const held = await reads.balance(network.rpc, account);
    await own.flows('Max', (c) => flows.draw(c, wallet));
    expect((await reads.balance(network.rpc, account)) - held).toBe(capital);
  }
});

test('one request for a view, however large; the first time one more for the token', async () => {
  let asked = 0;
  const counted = new Proxy(network.rpc, {
    get: (target, name) => (asked++, Reflect.get(target, name) as unknown),
  });
  await reads.site(counted, stage.coop);
  expect(asked).toBe(2);
  for (const view of [
    () => reads.site(counted, stage.coop, stage.people.get('Ada')!.address),
    () => reads.members(counted, stage.coop),
    () => reads.pools(counted, stage.coop),
    () => reads.periods(counted, stage.coop),
    () => reads.proposals(counted, stage.coop),
    () => reads.services(counted, stage.coop),
    () => reads.coops(counted),
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
  expect(actions.inWords(amendment!, site.token)).toMatch(/^Amend the charter/);
  expect(callInWords(call!.target, call!.call)).toMatch(/^pays 0\.25 SOL from \w{32,44} to \w{32,44}$/);
  expect(effectsOf(amendment!, site).join(' ')).toContain('No service can ever be asked for more than 8 %');
  expect(words.differences(site.coop.charter, amendment!.charter).map(({ key }) => key)).toEqual([
    'takeRateCeilingBps',
    'reserveBps',
  ]);
});

test('amounts are exact both ways', () => {
  for (const [said, base] of [
    ['1', 1_000_000n],
    ['0.000001', 1n],
    ['18446744073709.551615', 0xffff_ffff_ffff_ffffn],
    ['1 234,5', 1_234_500_000n],
  ] as const) {
    expect(units.parseAmount(said, 6)).toBe(base);
    expect(units.parseAmount(units.formatAmount(base, 6), 6)).toBe(base);
  }
  for (const bad of ['', '-1', '1.2.3', '0.0000001', '1e3', '18446744073709.551616'])
    expect(() => units.parseAmount(bad, 6)).toThrow();
});
