// What is offered, told or put in front is what the program takes: asks of an earlier period, panels, mandates, refunds, a frozen vault.
import type { Instruction } from '@solana/kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  addresses,
  binding,
  choreLists,
  chores,
  choresIn,
  flows,
  reads,
  refusal,
  rules,
  units,
  type At,
  type Context,
  type Site,
} from '../src/client';
import { fits } from '../src/client/message';
import { limitsDraws } from '../src/client/refusedFor';
import { waitingFor, waitingLists } from '../src/client/waiting';
import {
  COOP_PROGRAM_ADDRESS,
  CoopInstruction,
  getCoopEncoder,
  identifyCoopInstruction,
  Kind,
  Standing,
  type Coop,
  type Mandate,
  type Member,
  type Pledge,
} from '../src/generated';
import { startNetwork, type Network } from '../src/local/network';
import { admit, DAY, found, poolTerms, start } from '../src/local/story';
import { type Stage } from '../src/local/stage';

let network: Network;
let stage: Stage;
const UNIT = 1_000_000n;
beforeAll(async () => {
  network = await startNetwork();
  stage = await found(network);
  await start(stage);
}, 120_000);
afterAll(() => network?.stop());

const names = (all: readonly Instruction[]) =>
  all.flatMap(({ data, programAddress }) =>
    data && programAddress === COOP_PROGRAM_ADDRESS ? [CoopInstruction[identifyCoopInstruction({ data })]] : [],
  );

test('an ask of an earlier period that is not settled yet keeps nobody from asking again', async () => {
  const c = await stage.context('Ada');
  const coop = { ...c.site.coop, period: { ...c.site.coop.period, number: 4 } };
  const at = (now: bigint, unsettledPeriod: number): Context => ({
    ...c,
    site: { ...c.site, coop, now, member: { ...c.site.member!, asked: 50n * UNIT, unsettledPeriod } },
  });
  const ends = rules.periodEnds(coop);
  expect(names(await flows.askBack(at(ends, 3), UNIT))).toEqual(['ClosePeriod', 'SettlePatronage', 'AskBack']);
  expect(names(await flows.askBack(at(ends - 1n, 3), UNIT))).toEqual(['SettlePatronage', 'AskBack']);
  await expect(flows.askBack(at(ends, 4), UNIT)).rejects.toThrow(/^period 4 is over, and the 50 .* that you asked for/);
});

test('only a member that had a vote when a resolution was proposed is told that it is on its panel', async () => {
  const { charter, heir } = (await stage.context('Ada')).site.coop;
  await stage.flows('Ada', (c) =>
    flows.propose(c, { __kind: 'Amend', charter: { ...charter, reserveBps: 2_600 }, heir, statutes: null }),
  );
  const { site } = await stage.context('Ben');
  const read = await waitingLists(network.rpc, site, site.wallet!);
  const [p] = read.proposals.map((one) => ({ ...one, yes: one.electors }));
  const lists = { ...read, proposals: [p!], panels: new Set([p!.address]) };
  const told = (change: Partial<Member>) =>
    waitingFor({ ...site, member: { ...site.member!, ...change } }, lists, p!.ends + 1n).some(
      ({ kind }) => kind === 'panel',
    );
  expect(told({})).toBe(true);
  for (const change of [
    { standing: Standing.Candidate },
    { standing: Standing.Left, leftAt: p!.createdAt },
    { standing: Standing.Expelled, leftAt: p!.createdAt + 1n },
    { electorFrom: p!.createdAt },
    { electorFrom: 0n },
  ])
    expect([change, told(change)]).toEqual([change, false]);
});

test('a resolution about a membership is offered only while that membership has its account', async () => {
  const dora = (await stage.context('Dora')).site.member!.address;
  await stage.flows('Cleo', (c) => flows.propose(c, { __kind: 'Expel', member: dora }));
  const { site } = await stage.context('Ben');
  const read = await waitingLists(network.rpc, site, site.wallet!);
  expect(read.subjects.map(({ address }) => address)).toEqual([dora]);
  const expel = read.proposals.find(({ kind }) => kind === Kind.Expel)!;
  const proposals = [{ ...expel, yes: expel.electors }];
  const now = rules.opensAt(expel);
  const told = (subjects: typeof read.subjects) =>
    waitingFor(site, { ...read, proposals, subjects }, now).filter(({ kind }) => kind === 'carry out').length;
  expect([told(read.subjects), told([])]).toEqual([1, 0]);
});

test('a resolution to dissolve is stale once a pool has succeeded since it was proposed', async () => {
  const { site } = await stage.context('Ada');
  const [p] = await reads.proposals(network.rpc, stage.coop);
  const ends = { ...p!, kind: Kind.Dissolve };
  const status = (poolSucceededAt: bigint) =>
    rules.proposalStatus(ends, { ...site.coop, poolSucceededAt }, p!.ends - 1n);
  expect([status(p!.createdAt - 1n), status(p!.createdAt), status(p!.ends)]).toEqual(['voting', 'stale', 'stale']);
});

test('while capital is asked back, a special mandate gives what the earnings and the budget hold', async () => {
  const { site } = await stage.context('Ada');
  const { period, books } = site.coop;
  const [asked, earnings] = [30n * UNIT, 7n * UNIT];
  const of = (change: Partial<typeof books>) => ({ ...site.coop, books: { ...books, earnings, ...change } });
  const mandate = {
    index: 0,
    perPeriod: 2_000n * UNIT,
    drawn: 0n,
    drawnSince: 0n,
    length: period.length,
    until: period.startedAt + 9n * BigInt(period.length),
    special: 1,
  } as At<Mandate>;
  const [turn, later, over] = [1n, BigInt(DAY), BigInt(period.length)].map((after) => period.startedAt + after);
  const empty = await waitingLists(network.rpc, site, site.wallet!);
  const drawn = (coop: Coop, now: bigint, special = 1) => {
    const mandates = [{ ...mandate, special }];
    const [told] = waitingFor({ ...site, coop }, { ...empty, mandates }, now).filter(({ kind }) => kind === 'mandate');
    return /^Draw up to (.*) on mandate/.exec(told!.what)![1];
  };
  const show = (amount: bigint) => units.showAmount(amount, site.token);
  const waits = of({ asked });
  const all = show(rules.operating(waits));
  const room = rules.budgetLeft(waits, later!);
  expect(earnings + room).toBeLessThan(rules.operating(waits));
  expect(drawn(of({ asked: 0n }), later!)).toBe(all);
  expect(drawn(waits, later!)).toBe(show(earnings + room));
  expect(drawn(waits, later!, 0)).toBe(show(rules.budgetLeft(waits, later!)));
  // on the first day of a period, also of the one that begins with the close that drawing sends first
  expect([drawn(waits, turn!), drawn(waits, over!)]).toEqual([all, all]);
  const told = (coop: Coop, now: bigint, m = mandate) => limitsDraws(m, { ...site, coop }, now);
  expect([told(of({ asked: 0n }), later!), told(waits, turn!), told(waits, over!)]).toEqual(['', '', '']);
  expect(told(waits, later!, { ...mandate, special: 0 })).toBe(', as far as the budget has room');
  expect(told(waits, later!)).toBe(
    `; ${show(asked)} is asked back, so only ${show(room)} more than the earnings can be drawn before the close`,
  );
});

test('a failed pledge is told as to be had back once a moved membership is paid', async () => {
  const { site } = await stage.context('Ada');
  const lists = await waitingLists(network.rpc, site, site.wallet!);
  const [settled] = await reads.pools(network.rpc, stage.coop);
  const pool = { ...settled!, succeeded: 0, settledAt: site.now };
  const pledged = { pool, pledge: { amount: 5n * UNIT } as At<Pledge> };
  const member = { ...site.member!, pledgedIn: pool.index + 1, rehomedAt: site.now };
  const told = (now: bigint) =>
    waitingFor({ ...site, member }, { ...lists, pledged }, now).filter(({ kind }) => kind === 'pledge');
  expect(told(rules.quietUntil(member) - 1n)).toEqual([]);
  expect(told(rules.quietUntil(member))).toMatchObject([{ what: expect.stringMatching(/^Get back 5 /) as string }]);
});

test('while the vault is frozen nothing that it would pay is offered, and cash is told as waiting for it', async () => {
  const c = await stage.context('Ada');
  const { site } = c;
  const { coop, now } = site;
  const all = await choreLists(c.rpc, stage.coop);
  const lists = { ...all, strays: { ...all.strays, atAgent: 9n } };
  const read = await waitingLists(c.rpc, site, site.wallet!);
  const passed = {
    ...read.proposals[0]!,
    ...{ weighty: 0, special: 0, executedAt: 0n, vetoed: 0, yes: 5, ends: now - 9n, timelock: 1 },
    amount: 1n,
  };
  const seen = (vaultFrozen: boolean, change: Partial<Coop> = {}, more: Partial<Member> = {}): Site => ({
    ...site,
    vaultFrozen,
    coop: { ...coop, ...change, books: { ...coop.books, solidarity: 9n, reserve: 9n, ...change.books } },
    member: { ...site.member!, dividends: 5n * UNIT, ...more },
  });
  const due = (what: RegExp, kind = Kind.Grant, change: Partial<Coop> = {}) =>
    [false, true].map(
      (frozen) =>
        choresIn(
          { site: seen(frozen, change) },
          { ...lists, proposals: [{ ...passed, kind, charterVersion: coop.charterVersion }], unpayable: new Set() },
        ).filter((chore) => what.test(chore.what)).length,
    );
  for (const kind of [Kind.Grant, Kind.Spend, Kind.Collect])
    expect(due(/^carry out/, kind, { books: { ...coop.books, solidarity: 9n } })).toEqual([1, 0]);
  expect(due(/^carry out/, Kind.Sell)).toEqual([1, 1]);
  const owes = { federation: site.address, books: { ...coop.books, federationDue: 5n } };
  expect(due(/^pass on the money due/, Kind.Grant, owes)).toEqual([1, 0]);
  const ended = now - rules.END.lapsesAfter;
  expect(due(/^pass on unclaimed/, Kind.Grant, { dissolvingAt: ended })).toEqual([1, 0]);
  // if there is no money, ending the claims takes no vault
  const empty = Object.fromEntries(Object.keys(coop.books).map((name) => [name, 0n])) as unknown as Coop['books'];
  const none = { ...seen(true), coop: { ...coop, dissolvingAt: ended, books: empty } };
  expect(choresIn({ site: none }, lists).map(({ what }) => what)).toContain('pass on unclaimed money');

  const until = now + 9n;
  const mandate = { index: 0, perPeriod: UNIT, drawn: 0n, drawnSince: 0n, length: 1, until, special: 1 } as At<Mandate>;
  const told = (frozen: boolean, more: Partial<Member> = {}) =>
    waitingFor(seen(frozen, {}, more), { ...read, proposals: [], mandates: [mandate] }, now)
      .filter(({ kind }) => ['cash', 'mandate'].includes(kind))
      .map(({ what }) => what);
  expect(told(false)).toEqual([
    'Draw up to 1 LOCAL on mandate 0; the rest of a period does not roll over',
    'Take 5 LOCAL in cash',
  ]);
  const thaws = "once whoever issues the token thaws the co-op's vault, which is frozen";
  expect(told(true)).toEqual([`Take 5 LOCAL in cash, ${thaws}`]);
  expect(limitsDraws(mandate, seen(true), now)).toBe(`, ${thaws}`);

  // what needs no money from the vault is done
  const claims = async (frozen: boolean, promised = 9n) => {
    const its = seen(frozen, {}, { pledgedIn: 0, promised, turnover: promised, promiseStands: 1 });
    return names(await flows.claimEverything({ ...c, site: its }));
  };
  expect(await claims(false)).toEqual(['SettleUse', 'ClaimDividends']);
  expect(await claims(true)).toEqual(['SettleUse']);
  expect(await claims(true, 0n)).toEqual(['ClaimDividends']);
  expect(
    refusal({ InstructionError: [0, { Custom: 17 }] }, [`Program ${addresses.TOKEN} failed: custom`]).message,
  ).toMatch(/If it is the co-op's vault, nothing is paid in or out until they thaw it; if it is yours/);
});

test('a promise that is over is told and treated as over while its period is overdue: the close goes in front', async () => {
  const own = await found(network, 'Ada', 'Later', 3n);
  await start(own);
  const { settledAt } = (await reads.pools(network.rpc, own.coop))[0]!;
  const day = BigInt(DAY);
  const opens = settledAt + 26n * day;
  const terms = { ...poolTerms(opens, UNIT), minRaise: 100n * UNIT, minMembers: 2, minUse: 0n };
  await own.flows('Cleo', (c) => flows.propose(c, { __kind: 'OpenPool', terms }));
  for (const name of ['Ada', 'Ben', 'Cleo', 'Dora']) await own.flows(name, (c) => flows.vote(c, 0, 'yes'));
  await own.pass(11);
  await own.flows('Ben', async (c) => flows.execute(c, await reads.proposal(c.rpc, own.coop, 0)));
  await network.pass(Number(settledAt + 31n * day - (await network.now())));
  const c = await own.context('Ada');
  const { site } = c;
  const member = site.member!;
  expect(rules.isOverdue(site.coop, site.now)).toBe(true);
  expect(member).toMatchObject({ promised: 40n * UNIT, turnover: 0n, promiseEnds: settledAt + 30n * day });
  const { number } = site.coop.period;
  expect(binding.bindings(site, member).join(' ')).toMatch(
    new RegExp(
      `Its time ended .*: of the 4 LOCAL that answers for it, 4 LOCAL goes to the reserve when it is settled, after the close of period ${number}, which is over\\.$`,
    ),
  );
  expect(binding.leaving(site, member, undefined)).toContain(
    `Your promise of 40 LOCAL can be settled, by anyone, once period ${number}, which is over, is closed: until then 4 LOCAL answers for it.`,
  );
  const lists = await waitingLists(network.rpc, site, site.wallet!);
  expect(waitingFor(site, lists, site.now).map(({ what }) => what)).toContain(
    `Your promise of 40 LOCAL is over, with 40 LOCAL missing: have it settled once period ${number} is closed`,
  );
  const pledging = await flows.pledge(c, 1, 30n * UNIT, 10n * UNIT);
  expect(names(pledging)).toEqual(['ClosePeriod', 'SettlePatronage', 'SettleUse', 'MakePledge']);
  expect(fits(c.by, pledging)).toBe(true);
  expect(names(await flows.pledge(c, 1, 30n * UNIT, 0n))).toEqual(['MakePledge']);
  await own.flows('Ada', (ada) => flows.pledge(ada, 1, 30n * UNIT, 10n * UNIT));
  expect((await own.context('Ada')).site.member).toMatchObject({ promised: 10n * UNIT, pledgedIn: 2 });
});

test('when a co-op ends, members without capital are dismissed, so that their deposits return', async () => {
  for (const name of ['Gus', 'Hedi']) await admit(stage, name, ['Ada', 'Ben', 'Cleo', 'Dora']);
  const other = await found(network, 'Ada', 'Heir', 2n);
  await start(other);
  // an heir is a year old
  await other.pass(366);
  const { value } = await network.rpc.getAccountInfo(stage.coop, { encoding: 'base64' }).send();
  const { coop } = await reads.site(network.rpc, stage.coop);
  const bytes = [...getCoopEncoder().encode({ ...coop, heir: other.coop })];
  await network.surfnet.setAccount(stage.coop, Number(value!.lamports), bytes, value!.owner);
  await stage.flows('Ben', flows.close);
  await stage.flows('Ben', (c) => flows.propose(c, { __kind: 'Dissolve' }));
  const [dissolve] = (await reads.proposals(network.rpc, stage.coop)).filter(({ kind }) => kind === Kind.Dissolve);
  const offered = async (what: RegExp) =>
    (await chores(await stage.context('Ada'))).filter((one) => what.test(one.what));
  expect(await offered(/^end the membership/)).toEqual([]);
  for (const name of ['Ada', 'Ben', 'Cleo', 'Dora'])
    await stage.flows(name, (c) => flows.vote(c, dissolve!.index, 'yes'));
  const { site } = await stage.context('Ada');
  await network.pass(Number(rules.executableFrom(dissolve!, site.coop, site.now) - site.now));
  await stage.flows('Ada', (c) => flows.execute(c, dissolve!));

  // only those whose account has to wait for nothing else
  const told = (await offered(/^end the membership/)).map(({ what }) => what);
  expect(told.sort()).toEqual(
    ['Gus', 'Hedi'].map((name) => expect.stringMatching(new RegExp(`^end the membership of ${name} `)) as string),
  );
  const [gus] = await offered(/^end the membership of Gus/);
  expect(gus!.refused).toBeUndefined();
  await stage.flows('Ada', () => Promise.resolve(gus!.instructions));
  expect(names(await flows.claimEverything(await stage.context('Hedi')))).toEqual(['DrawCapital']);
  await stage.flows('Hedi', flows.claimEverything);
  expect(await flows.claimEverything(await stage.context('Hedi'))).toEqual([]);
  expect(await offered(/^end the membership/)).toEqual([]);
  const closed = await offered(/^close the account of/);
  expect(closed).toHaveLength(2);
  for (const { instructions } of closed) await stage.flows('Ada', () => Promise.resolve(instructions));
  expect((await stage.context('Gus')).site.member).toBeUndefined();
});
