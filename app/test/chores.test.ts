// Chores for a member whose membership was moved to another wallet, and protests that are counted one after another.
import type { Address } from '@solana/kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  addresses,
  build,
  chores,
  choresIn,
  flows,
  poolRules,
  poolWords,
  program,
  reads,
  rules,
  type Context,
} from '../src/client';
import { choreLists } from '../src/client/chores';
import { PROTESTS } from '../src/generated/constants';
import { startNetwork, type Network } from '../src/local/network';
import { found, start } from '../src/local/story';
import { type Stage } from '../src/local/stage';
import { moves } from './moving';

let network: Network;
let stage: Stage;
let emil: Address;
let anew: Address;
beforeAll(async () => {
  network = await startNetwork();
  stage = await found(network);
  await start(stage);
  await stage.flows('Miller', (c) => flows.offer(c, 'Bread', 300));
  emil = await moves(stage, 'Emil', 'Emil anew', ['Cleo', 'Ada', 'Ben', 'Dora']);
  anew = (await stage.person('Emil anew')).address;
}, 180_000);
afterAll(() => network?.stop());

const due = async (what: RegExp) => (await chores(await stage.context('Ada'))).filter((chore) => what.test(chore.what));
const done = async (what: RegExp) => {
  const all = await due(what);
  for (const { instructions } of all) await stage.flows('Ada', () => Promise.resolve(instructions));
  return all;
};
const moved = async () => (await reads.memberAt(network.rpc, stage.coop, anew))!;

test('whoever names the wallet to which a membership was moved means that membership', async () => {
  const c = await stage.context('Ada');
  expect(await addresses.memberOf(stage.coop, anew)).not.toBe(emil);
  const before = (await moved()).units;
  await stage.flows('Ada', (ada) => flows.pay(ada, 0, 5_000_000n, anew));
  expect((await moved()).units).toBeGreaterThan(before);
  for (const made of [
    await build(c, 'payCoop', { amount: 1n, buyer: anew }),
    await build(c, 'enrol', { wallet: anew }),
    await build(c, 'settleUse', { wallet: anew }),
    await build(c, 'claimShares', { pool: 0, wallet: anew }),
    await build(c, 'countProtest', { proposal: 0, wallet: anew }),
  ])
    expect(made.accounts!.map(({ address }) => address)).toContain(emil);
  // where the wallet itself is meant, as the place that points to the membership, it stays that
  const closing = await build(c, 'reclaimRedirect', { wallet: anew });
  expect(closing.accounts![1]!.address).toBe(await addresses.memberOf(stage.coop, anew));
});

test('what is due of a membership that was moved is done, and does not come back', async () => {
  await stage.pass(400);
  await done(/^close period/);
  const [what, number] = [/Emil/, (await moved()).number];
  const all = await done(what);
  const told = all.map((chore) => chore.what).join('\n');
  for (const chore of [/^compare the use of Emil/m, /^suspend the vote of Emil/m]) expect(told).toMatch(chore);
  expect(rules.isSuspended(await moved())).toBe(true);
  expect((await moved()).number).toBe(number);
  expect(await due(what)).toEqual([]);
});

test('a protest that is counted is not counted again instead of one that is not', async () => {
  const other = await found(network, 'Ada', 'Leaving', 9n);
  await start(other);
  const context: () => Promise<Context> = () => other.context('Ada');
  await other.flows('Ben', (c) =>
    flows.propose(c, {
      __kind: 'Amend',
      charter: { ...c.site.coop.charter, reserveBps: 2_200 },
      heir: c.site.coop.heir,
      statutes: null,
    }),
  );
  const [proposal] = await reads.proposals(network.rpc, other.coop);
  const counting = async () => (await chores(await context())).filter(({ what }) => what.startsWith('count'));
  const members = await reads.members(network.rpc, other.coop);
  for (const [already, name] of ['Dora', 'Emil'].entries()) {
    await other.does(name, 'resign', { ask: false, protest: true });
    const { address } = (await reads.memberAt(network.rpc, other.coop, (await other.person(name)).address))!;
    const [chore, ...more] = await counting();
    expect([chore!.what, more]).toEqual([`count 1 more protest against proposal ${proposal!.index}`, []]);
    expect(chore!.instructions.map(({ accounts }) => accounts![2]!.address)).toEqual([address]);
    expect((await reads.proposal(network.rpc, other.coop, proposal!.index)).protests).toBe(already);
    await other.flows('Ada', () => Promise.resolve(chore!.instructions));
    expect((await reads.proposal(network.rpc, other.coop, proposal!.index)).protests).toBe(already + 1);
    expect((await counting()).map(({ what }) => what)).toEqual([]);
  }
  // nine have left and six are counted: the chore takes the three that follow
  const c = await context();
  const lists = await choreLists(network.rpc, other.coop);
  const gone = Array.from({ length: 9 }, (_, number) => ({
    ...members[1]!,
    number,
    standing: program.Standing.Left,
    inProtest: 1,
    leftAt: proposal!.createdAt + 5n,
    wallet: members[number % 5]!.wallet,
  }));
  const [page] = lists.ballots;
  const ballots = Uint8Array.from(page!.ballots, (_, number) => (number < 6 ? PROTESTS : 0));
  const [chore] = choresIn(c, {
    ...lists,
    members: gone,
    proposals: [{ ...proposal!, protests: 6, electors: 1_000 }],
    ballots: [{ ...page!, ballots }],
  }).filter(({ what }) => what.startsWith('count'));
  expect(chore!.what).toBe(`count 3 more protests against proposal ${proposal!.index}`);
  expect((await chore!.make(c)).length).toBe(3);
}, 120_000);

const kindsOf = (instructions: readonly { data?: unknown }[]) =>
  instructions
    .filter((one) => (one as { programAddress: Address }).programAddress === program.COOP_PROGRAM_ADDRESS)
    .map((one) => program.CoopInstruction[program.identifyCoopInstruction(one as { data: Uint8Array })]);

test('a federation is left in time, and what is due to it goes first', async () => {
  const c = await stage.context('Ada');
  const [made] = await reads.proposals(network.rpc, stage.coop);
  const { site } = c;
  const federation = site.address;
  const leave = { ...made!, kind: program.Kind.LeaveFederation, flag: 0, weighty: 1, executedAt: 0n, vetoed: 0 };
  const at = (now: bigint, due: bigint) => {
    const books = { ...site.coop.books, federationDue: due };
    return { ...c, site: { ...site, now, coop: { ...site.coop, federation, federationSince: 0n, books } } };
  };
  const { startedAt } = site.coop.period;
  const [ends, day] = [rules.periodEnds(site.coop), 86_400n];
  for (const [now, due, first] of [
    [startedAt + day - 1n, 0n, []],
    [startedAt + day - 1n, 5n, ['RemitSolidarity']],
    [ends, 0n, ['ClosePeriod']],
    [ends, 5n, ['ClosePeriod', 'RemitSolidarity']],
  ] as const) {
    const then = at(now, due);
    expect(rules.missesItsDay(leave, then.site.coop, now)).toBe(false);
    expect(kindsOf(await flows.execute(then, leave))).toEqual([...first, 'ExecuteLeaveFederation']);
  }
  for (const now of [startedAt + day, ends - 1n])
    expect(rules.missesItsDay(leave, at(now, 0n).site.coop, now)).toBe(true);
});

test('use is added to a pledge of money once an earlier promise is kept', async () => {
  const c = await stage.context('Ada');
  const { member } = c.site;
  const promised = (turnover: bigint) => ({
    ...c,
    site: {
      ...c.site,
      member: {
        ...member!,
        unsettledPeriod: c.site.coop.period.number,
        pledgedIn: 8,
        promised: 9n,
        turnover,
        promiseStands: 1,
        promiseEnds: c.site.now + 99n,
      },
    },
  });
  expect(kindsOf(await flows.pledge(promised(9n), 7, 1n, 5n))).toEqual(['SettleUse', 'MakePledge']);
  expect(kindsOf(await flows.pledge(promised(9n), 7, 1n, 0n))).toEqual(['MakePledge']);
  expect(kindsOf(await flows.pledge(promised(8n), 7, 1n, 5n))).toEqual(['MakePledge']);
});

test('admissions in 30 days are limited, and a member who left can return once the period is closed', async () => {
  const { site } = await stage.context('Ada');
  const one = {
    ...site.member!,
    standing: program.Standing.Candidate,
    vouchesReceived: 9,
    statutesVersion: site.coop.statutesVersion,
  };
  const from = rules.roomFrom({ ...site.coop, growthFull: site.now + 30n * 86_400n });
  expect(from).toBeGreaterThan(site.now);
  const full = { ...site.coop, growthFull: site.now + 30n * 86_400n };
  expect([from - 1n, from].map((now) => rules.isAdmissible(full, one, now))).toEqual([false, true]);
  expect(rules.isAdmissible({ ...full, members: 0 }, one, from)).toBe(false);
  const gone = {
    ...site.member!,
    standing: program.Standing.Left,
    leftAt: site.coop.period.startedAt,
    inProtest: 0,
    returnsFrom: 0n,
  };
  expect(rules.mayReturnFrom(site.coop, gone)).toBe(rules.periodEnds(site.coop));
  const before = { ...gone, leftAt: gone.leftAt - 1n, units: 0n, work: 0n, sharesNew: 0n, maturedNew: 0n, asked: 0n };
  expect(rules.mayReturnFrom(site.coop, before)).toBe(0n);
});

test('who vouched for an earlier application vouches for the next one, and closes the old vouch with it', async () => {
  const own = await found(network, 'Ada', 'Vouching again', 71n);
  await own.flows('Ben', (c) => flows.join(c, 'Ben'));
  const ben = own.people.get('Ben')!.address;
  await own.does('Ada', 'vouchFor', { candidate: ben });
  await own.does('Ben', 'admit', { wallet: ben });
  await own.flows('Ben', (c) => flows.leave(c, { ask: false }));
  await own.flows('Ben', (c) => flows.join(c, 'Ben'));
  await expect(own.does('Ada', 'vouchFor', { candidate: ben })).rejects.toThrow();
  const { events } = await own.flows('Ada', (c) => flows.vouchFor(c, ben));
  expect(events.map(({ event }) => event)).toEqual(['VouchReclaimed', 'VouchGiven']);
  expect((await own.context('Ben')).site.member!.vouchesReceived).toBe(1);
  await expect(own.flows('Ada', (c) => flows.vouchFor(c, ben))).rejects.toThrow();
});

test('what was asked for in a period that is over is paid, and is neither taken back nor raised', async () => {
  const c = await stage.context('Ada');
  const { coop, member } = c.site;
  const at = (asked: bigint, now: bigint): Context => ({
    ...c,
    site: { ...c.site, now, member: { ...member!, asked, unsettledPeriod: coop.period.number } },
  });
  const ends = rules.periodEnds(coop);
  for (const amount of [0n, 40n, 500n])
    await expect(flows.askBack(at(100n, ends), amount)).rejects.toThrow(
      /is over, and the 0\.0001 .* that you asked for are paid at its close/,
    );
  expect(kindsOf(await flows.askBack(at(100n, ends - 1n), 0n))).toEqual(['AskBack']);
  expect(kindsOf(await flows.askBack(at(0n, ends), 5n)).slice(-1)).toEqual(['AskBack']);
});

test('a pool is settled by the resolution to dissolve that has passed, whoever settles it', async () => {
  const c = await stage.context('Ada');
  const lists = await choreLists(c.rpc, stage.coop);
  const pool = {
    ...lists.pools[0]!,
    settledAt: 0n,
    terms: { ...lists.pools[0]!.terms, deadline: c.site.now + 1_000n, withdrawUntil: c.site.now + 1_000n },
  };
  expect(poolRules.isSettleable(c.site, pool, c.site.now)).toBe(false);
  expect(poolRules.isSettleable({ ...c.site, ending: 3 }, pool, c.site.now)).toBe(true);
  expect(poolWords.settling({ ...c.site, ending: 3 }, pool)).toMatch(/now: .* resolved to dissolve/);
});

test('a pool that would make a vote to end the co-op void is no chore, and whoever settles it is told', async () => {
  const c = await stage.context('Ada');
  const { coop, now } = c.site;
  const lists = await choreLists(c.rpc, stage.coop);
  const [settled] = lists.pools;
  const pool = {
    ...settled!,
    settledAt: 0n,
    terms: { ...settled!.terms, deadline: now - 1n, withdrawUntil: now - 2n },
  };
  const made = { ...lists.proposals[0]!, kind: program.Kind.Dissolve, charterVersion: coop.charterVersion };
  const voted = { ...made, executedAt: 0n, vetoed: 0, createdAt: coop.poolSucceededAt + 1n, ends: now + 9n };
  const told = (proposals: (typeof voted)[]) => {
    const due = choresIn(c, { ...lists, pools: [pool], proposals }).filter(({ what }) => /^settle pool/.test(what));
    return [due.length, poolWords.settling({ ...c.site, ...rules.endsOf(proposals, coop, now) }, pool)];
  };
  const succeeds = 'Anyone may settle it now: with the present pledges it would succeed';
  expect(told([])).toEqual([1, `${succeeds}.`]);
  expect(told([voted])).toEqual([0, `${succeeds}, which would make proposal ${voted.index}, to end the co-op, void.`]);
  // a pool that fails makes nothing void
  const short = { ...pool, terms: { ...pool.terms, minRaise: pool.raised + 1n } };
  expect(choresIn(c, { ...lists, pools: [short], proposals: [voted] }).map(({ what }) => what)).toContain(
    `settle pool ${pool.index}`,
  );
});

test('a chore that fails does not stop the others, and one that is known to be refused is not listed', async () => {
  const c = await stage.context('Ada');
  const lists = await choreLists(c.rpc, stage.coop);
  const [made] = lists.proposals;
  const { coop, now } = c.site;
  const passed = { ...made!, weighty: 0, special: 0, executedAt: 0n, vetoed: 0, yes: 4, ends: now - 9n, timelock: 1 };
  const told = (p: typeof made & object, more: Partial<typeof lists> = {}) =>
    choresIn(c, { ...lists, ...more, proposals: [{ ...p, charterVersion: coop.charterVersion }] }).filter(({ what }) =>
      what.startsWith('carry out'),
    );
  const grant = { ...passed, kind: program.Kind.Grant, amount: coop.books.solidarity };
  expect(told(grant)).toHaveLength(1);
  expect(told({ ...grant, amount: coop.books.solidarity + 1n })).toEqual([]);
  expect(told(grant, { unpayable: new Set([grant.target]) })).toEqual([]);
  const revoke = { ...passed, kind: program.Kind.RevokeMandate, target: emil };
  expect(told(revoke)).toEqual([]);
  expect(told(revoke, { mandates: [{ address: emil } as (typeof lists.mandates)[number]] })).toHaveLength(1);
  const left = rules.salesLeft(coop, now);
  const sell = { ...passed, kind: program.Kind.Sell, amount: left };
  expect([told(sell).length, told({ ...sell, amount: left + 1n }).length]).toEqual([1, 0]);
  const collect = { ...passed, kind: program.Kind.Collect, amount: 5n };
  expect(told(collect, { strays: { ...lists.strays, atAgent: 4n } })).toEqual([]);
  expect(told(collect, { strays: { ...lists.strays, atAgent: 5n } })).toHaveLength(1);
  const his = (standing: program.Standing) => ({
    members: lists.members.map((one) => (one.address === emil ? { ...one, standing } : one)),
  });
  for (const [kind, may] of [
    [program.Kind.Expel, program.Standing.Member],
    [program.Kind.Readmit, program.Standing.Expelled],
  ] as const)
    for (const standing of [program.Standing.Member, program.Standing.Expelled])
      expect(told({ ...passed, kind, target: emil }, his(standing))).toHaveLength(standing === may ? 1 : 0);
});

test('the vouch of an expelled member is withdrawn, and in a dissolving co-op everyone is paid its cash', async () => {
  const c = await stage.context('Ada');
  const lists = await choreLists(c.rpc, stage.coop);
  const [one, other] = lists.members;
  const members = [
    { ...one!, standing: program.Standing.Expelled },
    { ...other!, standing: program.Standing.Candidate, application: 7n },
  ];
  const vouch = { address: emil, voucher: one!.address, candidate: other!.address, application: 7n, rentPayer: anew };
  const takes = (application: bigint) =>
    choresIn(c, { ...lists, members, vouches: [{ ...vouch, application }] as never }).filter(({ what }) =>
      /that an expelled member gave/.test(what),
    );
  expect([takes(7n).length, takes(6n).length]).toEqual([1, 0]);
  const [made] = await takes(7n)[0]!.make(c);
  expect(program.parseCoopInstruction(made as never)).toMatchObject({
    instructionType: program.CoopInstruction.WithdrawVouch,
    accounts: { voucher: { address: one!.address }, candidate: { address: other!.address } },
  });
  const ending = { ...c.site.coop, dissolvingAt: c.site.now };
  const owed = lists.members.map((its) => ({ ...its, dividends: 5n, unsettledPeriod: 0 }));
  const pays = (coop: typeof ending) =>
    choresIn({ site: { ...c.site, coop } }, { ...lists, members: owed }).filter(({ what }) =>
      /the cash that it is owed$/.test(what),
    );
  expect(pays(ending).length).toBeGreaterThan(0);
  expect([pays(c.site.coop), pays({ ...ending, sweptAt: 1n })]).toEqual([[], []]);
});

test('no more candidates are admitted than the growth limit allows', async () => {
  const c = await stage.context('Ada');
  const lists = await choreLists(c.rpc, stage.coop);
  const { coop } = c.site;
  const ready = lists.members.map((one) => ({
    ...one,
    standing: program.Standing.Candidate,
    vouchesReceived: 99,
    statutesVersion: coop.statutesVersion,
  }));
  const room = Number(rules.roomNow(coop, c.site.now));
  expect(room).toBeGreaterThan(0);
  const many = Array.from({ length: Math.ceil(room / ready.length) + 1 }, () => ready).flat();
  const admitted = choresIn(c, { ...lists, members: many }).filter(({ what }) => what.startsWith('admit'));
  expect(admitted).toHaveLength(room);
});

test('a co-op that has ended is closed by its chores, to the last account', async () => {
  const { site } = await stage.context('Ada');
  await stage.flows('Ada', (c) =>
    flows.propose(c, {
      __kind: 'Mandate',
      to: anew,
      perPeriod: 1n,
      until: site.now + 100n * 86_400n,
      work: false,
    }),
  );
  const [mandate] = await reads.proposals(network.rpc, stage.coop);
  for (const name of ['Ada', 'Ben', 'Cleo', 'Dora'])
    await stage.does(name, 'castVote', { proposal: mandate!.index, choice: 'yes' });
  await stage.pass(12);
  await stage.flows('Ada', (c) => flows.execute(c, mandate!));
  for (const name of ['Ada', 'Ben', 'Cleo', 'Dora', 'Emil anew', 'Miller', 'Finn'])
    if (rules.isMember((await stage.context(name)).site.member))
      await stage.flows(name, (c) => flows.leave(c, { ask: false }));
  const done: string[] = [];
  /** Does one chore after another until none is due. */
  const all = async () => {
    for (let i = 0; i < 60; i++) {
      const at = await reads.coopAt(network.rpc, stage.coop);
      if (!at || 'heir' in at) return true;
      const [first] = await chores(await stage.context('Ada'));
      if (!first) return false;
      done.push(first.what);
      expect(first.refused).toBeUndefined();
      await stage.flows('Ada', () => Promise.resolve(first.instructions));
    }
    throw new Error(done.join('\n'));
  };
  await all();
  await stage.pass(200);
  expect(await all()).toBe(false);
  await stage.pass(3 * 365);
  expect(await all()).toBe(true);
  for (const kind of ['vouch', 'pledge', 'pool', 'period', 'service', 'mandate', 'redirect', 'proposal'])
    expect(done.join('\n')).toMatch(new RegExp(`^close .*${kind}.*, and return the deposit$`, 'm'));
}, 300_000);
