// What pools bind members to, and what frees them: stay, promise, bond, leaving over a resolution; on the local network.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addresses, binding, build, flows, poolRules, poolWords, reads, rules, send, units } from '../src/client';
import { effectsOf } from '../src/client/effects';
import { Kind, Purpose } from '../src/generated';
import { admit, found, poolTerms } from '../src/local/story';
import {
  begin,
  DAY,
  doDue,
  due,
  latest,
  network,
  poolAt,
  positionOf,
  siteOf,
  stage,
  STAY,
  STAYS,
  UNIT,
  until,
  vote,
} from './bound';

beforeAll(begin, 120_000);
afterAll(() => network?.stop());

test('capital from a pool stays locked until the end of its stay: it is shown, and cannot be asked back', async () => {
  const pool = await poolAt(0);
  const site = await siteOf('Ada');
  expect(poolRules.staysUntil(pool)).toBe(pool.settledAt + STAY);
  expect(await positionOf('Ada')).toMatchObject({
    shares: 200n * UNIT,
    resting: 200n * UNIT,
    rests: [{ capital: 200n * UNIT, until: pool.settledAt + STAY }],
    fresh: 0n,
    bonded: 4n * UNIT,
    askable: 0n,
    withdrawable: 0n,
    promise: { of: 40n * UNIT, turnover: 0n, ends: pool.settledAt + STAY },
    ifLeaving: { capital: 200n * UNIT, waits: 200n * UNIT, worth: 0n, cash: 0n },
  });
  await expect(stage.flows('Ada', (c) => flows.withdrawShares(c, 1n))).rejects.toMatchObject({
    rule: 'MoreThanWithdrawable',
  });
  const told = binding.bindings(site, site.member!).join(' ');
  expect(told).toContain(
    `200 LOCAL of your capital came with a pool and rests until ${units.formatTime(pool.settledAt + STAY)}`,
  );
  expect(told).toContain('You promised a turnover of 40 LOCAL through the co-op');
  expect(told).toContain(
    '4 LOCAL of your capital answers for it; with the turnover so far, 4 LOCAL of that would be forfeited.',
  );
});

test('turnover keeps a promise, and anyone can settle it then; an unkept promise is settled at its end', async () => {
  await expect(stage.does('Ben', 'settleUse', {})).rejects.toMatchObject({ rule: 'UseNotDue' });
  await stage.flows('Ada', (c) => flows.payCoop(c, 39n * UNIT));
  expect(await due(/^compare/)).toEqual([]);
  await stage.flows('Ada', (c) => flows.payCoop(c, 1n * UNIT));
  expect((await due(/^compare/)).map(({ what }) => what)).toEqual(['compare the use of Ada (no. 0) with its promise']);
  await doDue(/^compare/);
  expect(await positionOf('Ada')).toMatchObject({ bonded: 0n, resting: 200n * UNIT });
  expect((await positionOf('Ada')).promise).toBeUndefined();
  // settling or claiming again changes nothing and logs no event
  expect((await stage.does('Ben', 'settleUse', { wallet: stage.people.get('Ada')!.address })).events).toEqual([]);
  expect((await stage.does('Ben', 'settlePool', { pool: 0 })).events).toEqual([]);
  expect((await stage.does('Ben', 'claimShares', { pool: 0 })).events).toEqual([]);
  // a service at the rate when the pool was opened counts in full, one at half that rate counts half
  await stage.flows('Miller', (c) => flows.offer(c, 'Bread by subscription', 300));
  await stage.flows('Ben', (c) => flows.pay(c, 0, 10n * UNIT));
  expect((await positionOf('Ben')).promise).toMatchObject({ of: 40n * UNIT, turnover: 10n * UNIT });
  const { member } = await siteOf('Ben');
  expect([300, 150, 0].map((rate) => rules.turnoverOf(member, 1_000n, rate))).toEqual([1_000n, 500n, 0n]);
});

/** A later pool, 26 to 60 days after the founding one: its capital stays for a year. */
async function laterPool(): Promise<void> {
  await until(1.5);
  const { settledAt } = await poolAt(0);
  const opens = settledAt + 26n * DAY;
  const terms = {
    ...poolTerms(opens, UNIT),
    minRaise: 100n * UNIT,
    minMembers: 2,
    minUse: 0n,
    withdrawUntil: opens + 5n * DAY,
    deadline: opens + 34n * DAY,
    stay: 366 * Number(DAY),
    useBondBps: 5_000,
    minSolvencyBps: 9_000,
  };
  await stage.flows('Cleo', (c) => flows.propose(c, { __kind: 'OpenPool', terms }));
  const proposal = await latest();
  await vote(proposal.index, { Ada: 'yes', Ben: 'yes', Cleo: 'yes' });
  await until(11.5);
  await stage.flows('Ben', (c) => flows.execute(c, proposal));
  await until(26.5);
}

test('a later pool shows what a pledge would bind, and refuses what it announced', async () => {
  await admit(stage, 'Gus', ['Ada', 'Ben']);
  await laterPool();
  const [pool, site] = [await poolAt(1), await siteOf('Cleo')];
  expect(poolWords.termsOf(site, pool).join(' ')).toContain(
    `rests for 366 days from the settlement, until about ${units.formatTime(poolRules.staysUntil(pool))}`,
  );
  expect(poolWords.termsOf(site, pool).join(' ')).toContain('below 90 % of par at the settlement; it is 100 % now');
  expect(poolWords.termsOf(site, pool).join(' ')).toContain(poolWords.WORTH);
  const told = (use: bigint) => poolWords.pledging(site, pool, site.member!, undefined, 30n * UNIT, use).join(' ');
  // Cleo's first promise is open: a second is refused, by the client in words before anything is sent
  await expect(stage.flows('Cleo', (c) => flows.pledge(c, 1, 30n * UNIT, UNIT))).rejects.toThrow(
    /^you have a promise of use that runs until/,
  );
  await expect(
    stage.does('Cleo', 'makePledge', { pool: 1, amount: 30n * UNIT, useAmount: UNIT }),
  ).rejects.toMatchObject({ rule: 'PromiseOpen' });
  // resting capital becomes free when its own pool's stay is over
  expect(told(0n)).not.toMatch(/refused|already/);
  const full = {
    ...site.member!,
    rests: site.member!.rests.map(() => ({ until: site.now + DAY, capital: 1n, newIn: 0 })),
  };
  expect(poolWords.pledging(site, pool, full, undefined, UNIT, 0n).join(' ')).toContain(
    `It would be refused: your account already has resting capital from 4 pools. The first of them is free ${units.formatTime(site.now + DAY)}.`,
  );
  // Ada's first promise is settled: half of what it promises now answers for the new one
  expect(told(61n * UNIT)).toContain(
    'It would be refused: a promise of 61 LOCAL needs a pledge of at least 30.50 LOCAL.',
  );
  await expect(stage.flows('Ada', (c) => flows.pledge(c, 1, 30n * UNIT, 61n * UNIT))).rejects.toMatchObject({
    rule: 'PledgeBelowBond',
  });
  expect(told(60n * UNIT)).toContain(
    '30 LOCAL of it answers for your promise of a turnover of 60 LOCAL through the co-op',
  );
  await stage.flows('Ada', (c) => flows.pledge(c, 1, 30n * UNIT, 60n * UNIT));
  // a pledge states the charter's version under which it is made
  await expect(
    stage.does('Cleo', 'makePledge', {
      pool: 1,
      amount: 30n * UNIT,
      useAmount: 0n,
      charterVersion: site.coop.charterVersion + 1,
    }),
  ).rejects.toMatchObject({ rule: 'CharterChanged' });
  for (const [name, amount] of [
    ['Cleo', 30n],
    ['Dora', 40n],
    ['Gus', 50n],
  ] as const)
    await stage.flows(name, (c) => flows.pledge(c, 1, amount * UNIT, 0n));
  const after = await poolAt(1);
  expect([after.pledgers, after.people, after.raised, after.usePledged]).toEqual([4, 4, 150n * UNIT, 60n * UNIT]);
  expect((await siteOf('Dora')).member).toMatchObject({ pledgedIn: 2, pledgeCounts: 1, pledged: 40n * UNIT });
});

let amendment: number;
test('the pledge of a member who leaves or is expelled stays, without counting', async () => {
  await until(27);
  const { coop, member } = await siteOf('Ben');
  await stage.flows('Ben', (c) =>
    flows.propose(c, {
      __kind: 'Amend',
      charter: { ...coop.charter, reserveBps: 2_500 },
      heir: coop.heir,
      statutes: null,
    }),
  );
  amendment = (await latest()).index;
  expect(member!.pledgedIn).toBe(0);
  const gus = (await siteOf('Gus')).member!.address;
  await stage.flows('Ada', (c) => flows.propose(c, { __kind: 'Expel', member: gus }));
  const expulsion = await latest();
  await vote(amendment, { Ada: 'yes', Ben: 'yes', Cleo: 'yes', Dora: 'no' });
  expect(
    (await reads.ballots(network.rpc, [(await reads.proposal(network.rpc, stage.coop, amendment)).address], 0))[0]!
      .choice,
  ).toBe(1); // yes
  await vote(expulsion.index, { Ada: 'yes', Ben: 'yes', Cleo: 'yes', Dora: 'yes' });
  // Emil leaves during the vote, and keeps what it may ask back later: it is bound, and the client says so
  const before = await siteOf('Emil');
  expect(binding.leaving(before, before.member!, undefined)[0]).toContain(
    '160 LOCAL of your capital came with a pool: it rests until',
  );
  await stage.flows('Emil', (c) => flows.leave(c));
  expect(await positionOf('Emil')).toMatchObject({
    capital: 160n * UNIT,
    resting: 160n * UNIT,
    askable: 0n,
    atClose: { asked: 0n },
  });
  expect(await due(/^release/)).toEqual([]);
  await expect(
    stage.does('Ada', 'release', { proposal: amendment, wallet: stage.people.get('Emil')!.address }),
  ).rejects.toMatchObject({ rule: 'VotingNotOver' });
  await until(31);
  await stage.flows('Ben', flows.close);
  await until(42);
  await stage.flows('Ben', (c) => flows.execute(c, expulsion));
  expect(rules.standing((await siteOf('Gus')).member!)).toBe('expelled');
  const pool = await poolAt(1);
  expect([pool.pledgers, pool.people, pool.raised]).toEqual([4, 3, 150n * UNIT]);
  expect(poolRules.gates(pool).map(({ have }) => have)).toEqual([150n * UNIT, 3n, 60n * UNIT]);
});

test('a weighty resolution that has passed releases leavers who did not vote yes', async () => {
  const proposal = await reads.proposal(network.rpc, stage.coop, amendment);
  const { coop, now } = await siteOf('Ada');
  expect(rules.proposalStatus(proposal, coop, now)).toBe('awaiting turn');
  // Emil left earlier, so its release is a chore. It may come back when it would have been free anyway
  const emil = (await siteOf('Emil')).member!;
  expect(binding.freed(await siteOf('Emil'), emil).join(' ')).toContain('160 LOCAL that would rest until');
  expect((await due(/^release/)).map(({ what }) => what)).toEqual([
    `release member no. 4, whom proposal ${amendment} finds bound`,
    `release member no. 5, whom proposal ${amendment} finds bound`,
  ]);
  await doDue(/^release member no\. 4/);
  expect(await due(/^release member no\. 4/)).toEqual([]);
  expect(await positionOf('Emil')).toMatchObject({ resting: 0n, askable: 160n * UNIT, bonded: 0n });
  const free = (await siteOf('Emil')).member!;
  const his = await siteOf('Emil');
  expect([free.returnsFrom, rules.mayReturnFrom(his.coop, free)]).toEqual([emil.rests[0]!.until, emil.rests[0]!.until]);
  await stage.flows('Emil', (c) => flows.askBack(c, 160n * UNIT));

  // Dora leaves over it now: released in the same transaction, and asks for what was bound too
  const [offer, site] = [await positionOf('Dora'), await siteOf('Dora')];
  expect(binding.wouldRelease(proposal, site.coop, site.member!, 2, site.now)).toBe(true);
  expect(binding.wouldRelease(proposal, site.coop, site.member!, 1, site.now)).toBe(false);
  const { events } = await stage.flows('Dora', (c) => flows.leave(c, { over: amendment }));
  expect(events.map(({ event }) => event)).toEqual([
    'MemberResigned',
    'MemberReleased',
    'CapitalAsked',
    'ProtestCounted',
  ]);
  expect(await positionOf('Dora')).toMatchObject({
    capital: offer.capital,
    resting: 0n,
    atClose: { asked: offer.capital },
  });
  // and withdraws its pledge, although the time for that is over
  const [pool, its] = [
    await poolAt(1),
    (await reads.pledgeOf(network.rpc, stage.coop, (await siteOf('Dora')).member!))!,
  ];
  const dora = await siteOf('Dora');
  expect([
    poolRules.poolStatus(pool, dora.now),
    poolRules.takenBack(dora.coop, pool, its.pledge, dora.member!, dora.now),
  ]).toEqual(['committed', 'released']);
  await stage.does('Dora', 'withdrawPledge', { pool: 1, amount: 40n * UNIT });
  expect(await poolAt(1)).toMatchObject({ pledgers: 3, people: 2, raised: 110n * UNIT });

  // Gus was expelled: nothing binds it but its pledge, which it may withdraw once it is released
  await doDue(/^release member no\. 5/);
  await stage.does('Gus', 'withdrawPledge', { pool: 1, amount: 50n * UNIT });
  await stage.flows('Ada', (c) => flows.pledge(c, 1, 40n * UNIT, 0n));
  // a member that voted yes is not released: no chore offers it, and leaving keeps it bound
  const cleo = await siteOf('Cleo');
  expect(binding.wouldRelease(proposal, cleo.coop, cleo.member!, 1, cleo.now)).toBe(false);
  await expect(
    stage.flows('Cleo', async (c) => [
      await build(c, 'resign', { ask: false }),
      await build(c, 'release', { proposal: amendment }),
    ]),
  ).rejects.toMatchObject({ rule: 'VotedYes' });
});

test('a released member is paid before the resolution; then no pool is settled for 7 days', async () => {
  const asked = (await positionOf('Dora')).atClose.asked;
  await until(61.5);
  await stage.flows('Ada', flows.close);
  const held = async () => (await reads.purse(network.rpc, stage.people.get('Dora')!.address)).get(network.mint)!;
  const before = await held();
  await stage.flows('Dora', flows.claimEverything);
  expect((await held()) - before).toBeGreaterThanOrEqual(asked);
  await expect(stage.flows('Emil', (c) => flows.join(c, 'Emil'))).rejects.toMatchObject({
    rule: expect.stringMatching(/ReleasedRecently|SettlePatronageFirst/) as string,
  });
  await stage.flows('Emil', flows.claimEverything);
  await expect(stage.flows('Emil', (c) => flows.join(c, 'Emil'))).rejects.toMatchObject({ rule: 'ReleasedRecently' });
  await stage.flows('Ben', async (c) => flows.execute(c, await reads.proposal(c.rpc, c.site.address, amendment)));
  // the charter was amended: pledges can be withdrawn; the pool's deadline has passed, and it waits
  await until(62.5);
  const [pool, site] = [await poolAt(1), await siteOf('Ada')];
  const its = (await reads.pledgeOf(network.rpc, stage.coop, site.member!))!;
  expect([
    poolRules.poolStatus(pool, site.now),
    poolRules.takenBack(site.coop, pool, its.pledge, site.member!, site.now),
  ]).toEqual(['due', 'amended']);
  expect([
    poolRules.maySettle(pool, site.now),
    poolRules.isSettleable(site, pool, site.now),
    poolRules.settlesFrom(site, pool),
  ]).toEqual([true, false, site.coop.amendedAt + 7n * DAY]);
  expect(poolWords.settling(site, pool)).toBe(
    `Anyone may settle it from ${units.formatTime(site.coop.amendedAt + 7n * DAY)} on, 7 days after the charter was amended: with the present pledges it would succeed.`,
  );
  expect(await due(/^settle pool/)).toEqual([]);
  await expect(stage.does('Ben', 'settlePool', { pool: 1 })).rejects.toMatchObject({ rule: 'CharterJustAmended' });
  await network.pass(Number(poolRules.settlesFrom(site, pool) - site.now));
  await doDue(/^settle pool 1$/);
  expect(poolRules.poolStatus(await poolAt(1), await network.now())).toBe('succeeded');
});

test('capital of each pool stays as long as that pool says; shares are claimed by whatever one does next', async () => {
  const pool = await poolAt(1);
  await doDue(/^book the shares of Cleo/);
  expect(await positionOf('Cleo')).toMatchObject({
    resting: 210n * UNIT,
    rests: [{ capital: 180n * UNIT }, { capital: 30n * UNIT, until: pool.settledAt + 366n * DAY }],
    fresh: 0n,
  });
  // Ada's new promise runs as long as the second pool's stay
  await stage.flows('Ada', flows.claimEverything);
  expect((await positionOf('Ada')).promise).toEqual({
    of: 60n * UNIT,
    turnover: 0n,
    ends: pool.settledAt + 366n * DAY,
  });
  expect(await positionOf('Ada')).toMatchObject({ bonded: 30n * UNIT, resting: 270n * UNIT });
  const { site } = await stage.context('Ada');
  expect(poolRules.failing(site, pool)).toBeUndefined();
  expect(poolRules.failing(site, { ...pool, terms: { ...pool.terms, minSolvencyBps: 10_001 } })).toBe('solvency');
});

test('purchases within the budget lower the amount that a leaver gets, and weighty ones do not', async () => {
  const site = await siteOf('Ada');
  const made = await reads.proposal(network.rpc, stage.coop, amendment);
  const [kind, flag, amount] = [Kind.Spend, Purpose.Investment, rules.freeFund(site.coop, false, site.now) / 10n];
  const told = (special: number) => effectsOf({ ...made, kind, flag, amount, special }, site).join(' ');
  expect(told(1)).toMatch(/capital of [\d.,]+ LOCAL is still worth/);
  expect(told(0)).toMatch(/If you leave, your capital of .* before it and .* after it\./);
});

test('a promise that is not kept is settled at its end, and its bond is lost in part', async () => {
  await until(STAYS / Number(DAY) + 1);
  expect(await due(/^compare/)).toEqual([]); // the period is overdue: what is forfeited waits for its close
  await doDue(/^close period/);
  const before = await positionOf('Ben');
  // 10 of the 40 promised were kept: 3 of the bond of 4 are lost
  const site = await siteOf('Ben');
  expect(binding.bindings(site, site.member!).join(' ')).toContain(
    'of the 4 LOCAL that answers for it, 3 LOCAL goes to the reserve when it is settled',
  );
  await doDue(/^compare the use of Ben/);
  expect((await positionOf('Ben')).capital).toBe(before.capital - 3n * UNIT);
  expect(await positionOf('Ben')).toMatchObject({ resting: 0n, bonded: 0n });
});

test('a pool whose vault is frozen waits, fails 30 days after its deadline, and pays everyone back', async () => {
  const own = await found(network, 'Max', 'Frozen', 12n);
  for (const [name, vouchers] of [
    ['Nora', ['Max']],
    ['Otto', ['Max', 'Nora']],
  ] as const)
    await admit(own, name, vouchers);
  for (const name of ['Max', 'Nora', 'Otto']) await own.flows(name, (c) => flows.pledge(c, 0, 150n * UNIT, 20n * UNIT));
  const at = await addresses.vaultOf(own.coop);
  const { value } = await network.rpc.getAccountInfo(at, { encoding: 'base64' }).send();
  const vault = Buffer.from(value!.data[0], 'base64');
  const frozen = (state: 1 | 2) => {
    vault[108] = state;
  };
  frozen(2);
  await network.surfnet.setAccount(at, Number(value!.lamports), [...vault], value!.owner);
  await own.pass(31);
  const [pool, site] = [await poolAt(0, own), await siteOf('Max', own)];
  expect([site.vaultFrozen, poolRules.settlesFrom(site, pool)]).toEqual([true, pool.terms.deadline + 30n * DAY + 1n]);
  expect(poolWords.settling(site, pool)).toMatch(/it would fail then, because the co-op's vault is frozen/);
  expect(await due(/^settle pool/, own, 'Max')).toEqual([]);
  await expect(own.does('Max', 'settlePool', { pool: 0 })).rejects.toMatchObject({ rule: 'VaultUnpayable' });
  // a second pool has to wait for the first
  await network.pass(Number(poolRules.settlesFrom(site, pool) - site.now));
  await doDue(/^settle pool 0$/, own, 'Max');
  expect(poolRules.poolStatus(await poolAt(0, own), await network.now())).toBe('failed');
  const held = async () => (await reads.purse(network.rpc, own.people.get('Otto')!.address)).get(network.mint)!;
  const before = await held();
  await doDue(/^pay Otto .* back/, own, 'Max');
  expect((await held()) - before).toBe(150n * UNIT);
  expect((await siteOf('Otto', own)).member).toMatchObject({ pledgedIn: 0, promised: 0n });
  // the next pool takes its place: pledging to that refunds the failed pledge in the same transaction
  const opens = (await network.now()) + 60n;
  await own.does('Max', 'openPool', { terms: poolTerms(opens, UNIT) });
  await network.pass(120);
  const c = await own.context('Nora');
  // more than is held, as the refund comes first
  const hers = (await reads.purse(network.rpc, c.by.address)).get(network.mint)!;
  expect(await flows.pledge(c, 1, hers + 1n, 0n)).toHaveLength(2);
  const { events } = await send(c.rpc, c.by, await flows.pledge(c, 1, 120n * UNIT, 10n * UNIT));
  expect(events.map(({ event }) => event)).toEqual(['PledgeRefunded', 'PledgeMade']);
  expect((await siteOf('Nora', own)).member).toMatchObject({ pledgedIn: 2, promised: 10n * UNIT });
  await expect(own.does('Nora', 'makePledge', { pool: 0, amount: UNIT, useAmount: 0n })).rejects.toMatchObject({
    rule: 'PoolSettled',
  });
});
