// Endings and who clears up, what strangers send, and who inherits from a co-op that dissolves; on the local network.
import { getTransferSolInstruction } from '@solana-program/system';
import { getAddressEncoder, type Address } from '@solana/kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  addresses,
  build,
  chores,
  endings,
  flows,
  poolRules,
  poolWords,
  program,
  reads,
  rules,
  send,
  strays,
} from '../src/client';
import * as math from '../src/generated/math';
import { startNetwork, type Network } from '../src/local/network';
import { admit, found, poolTerms, work } from '../src/local/story';
import { type Stage } from '../src/local/stage';

let network: Network;
const UNIT = 1_000_000n;

beforeAll(async () => {
  network = await startNetwork();
}, 120_000);
afterAll(() => network?.stop());

const siteOf = async (on: Stage, name: string) => (await on.context(name)).site;
const walletOf = (on: Stage, name: string) => on.people.get(name)!.address;
const due = async (what: RegExp, on: Stage, as: string) =>
  (await chores(await on.context(as))).filter((chore) => what.test(chore.what));
const told = async (what: RegExp, on: Stage, as: string) => (await due(what, on, as)).map((chore) => chore.what);
async function doDue(what: RegExp, on: Stage, as: string): Promise<string[]> {
  const events: string[] = [];
  for (const { instructions } of await due(what, on, as))
    events.push(...(await on.flows(as, () => Promise.resolve(instructions))).events.map(({ event }) => event));
  return events;
}
const lamports = async (of: Address) => (await network.rpc.getBalance(of, { commitment: 'confirmed' }).send()).value;
const isThere = async (of: Address) =>
  (await network.rpc.getAccountInfo(of, { encoding: 'base64' }).send()).value !== null;
/** A co-op of three that have pledged, whose pool is settled and whose shares are unclaimed. */
async function settledWith(names: readonly [string, string, string], id: bigint): Promise<Stage> {
  const own = await found(network, names[0], `Co-op of ${names[0]}`, id);
  for (const [i, name] of names.slice(1).entries()) await admit(own, name, names.slice(0, i + 1));
  for (const name of names) await own.flows(name, (c) => flows.pledge(c, 0, 150n * UNIT, 20n * UNIT));
  await own.pass(31);
  await own.does(names[0], 'settlePool', { pool: 0 });
  return own;
}

test('the number of vouches needed rises with the members, also for earlier applicants', async () => {
  const own = await found(network, 'Ada', 'Rising', 31n);
  for (const name of ['Ben', 'Cleo']) {
    await own.flows(name, (c) => flows.join(c, name));
    await own.does('Ada', 'vouchFor', { candidate: walletOf(own, name) });
  }
  const needed = async () => rules.vouchesNeeded((await siteOf(own, 'Ada')).coop);
  expect([await needed(), await told(/^admit/, own, 'Ada')]).toEqual([
    1,
    [expect.stringMatching(/^admit Ben/), expect.stringMatching(/^admit Cleo/)],
  ]);
  await own.does('Ben', 'admit', { wallet: walletOf(own, 'Ben') });
  expect([await needed(), await told(/^admit/, own, 'Ada')]).toEqual([2, []]);
  await expect(own.does('Cleo', 'admit', { wallet: walletOf(own, 'Cleo') })).rejects.toMatchObject({
    rule: 'VouchesMissing',
  });
  // a pledge admits the candidate in the same transaction only if it has enough vouches
  await expect(own.flows('Cleo', (c) => flows.pledge(c, 0, 100n * UNIT, 0n))).rejects.toMatchObject({
    rule: 'NotAMember',
  });
  await own.does('Ben', 'vouchFor', { candidate: walletOf(own, 'Cleo') });
  const { events } = await own.flows('Cleo', (c) => flows.pledge(c, 0, 100n * UNIT, 0n));
  expect(events.map(({ event }) => event)).toEqual(['MemberAdmitted', 'PledgeMade']);
  // never more vouches than the charter asks for
  await admit(own, 'Dora', ['Ada', 'Ben', 'Cleo']);
  expect([await needed(), (await siteOf(own, 'Ada')).coop.members]).toEqual([2, 4]);
});

test("a founder gives up a founding pool that holds nobody's pledge, and opens another at once", async () => {
  const own = await found(network, 'Gil', 'Second Thoughts', 32n);
  await admit(own, 'Hal', ['Gil']);
  const pool = async (index: number) => (await reads.pools(network.rpc, own.coop)).find((one) => one.index === index)!;
  expect(poolRules.isCancellable(await pool(0))).toBe(true);
  await expect(own.does('Hal', 'cancelPool', { pool: 0 })).rejects.toMatchObject({ rule: 'NotTheFounder' });
  await own.flows('Hal', (c) => flows.pledge(c, 0, 100n * UNIT, 0n));
  expect(poolRules.isCancellable(await pool(0))).toBe(false);
  await expect(own.does('Gil', 'cancelPool', { pool: 0 })).rejects.toMatchObject({ rule: 'PoolHasPledges' });
  await own.does('Hal', 'withdrawPledge', { pool: 0, amount: 100n * UNIT });
  expect((await own.does('Gil', 'cancelPool', { pool: 0 })).events).toMatchObject([
    { event: 'PoolCancelled', index: 0 },
  ]);
  expect([poolRules.poolStatus(await pool(0), await network.now()), poolRules.isCancellable(await pool(0))]).toEqual([
    'failed',
    false,
  ]);
  await expect(own.does('Gil', 'cancelPool', { pool: 0 })).rejects.toMatchObject({ rule: 'PoolSettled' });
  await own.does('Gil', 'openPool', { terms: poolTerms((await network.now()) + 60n, UNIT) });
  await own.pass(1);
  await own.flows('Hal', (c) => flows.pledge(c, 1, 100n * UNIT, 0n));
  expect((await siteOf(own, 'Hal')).member!.pledgedIn).toBe(2);
});

test('an application that nobody admits is cleared away by anyone after 90 days, its account with it; of who is gone after 300', async () => {
  const own = await found(network, 'Ida', 'Patience', 33n);
  await admit(own, 'Joe', ['Ida']);
  await own.flows('Joe', (c) => flows.leave(c, { ask: false }));
  await own.pass(2);
  // an applicant that never was a member, and one that was
  await own.flows('Kim', (c) => flows.join(c, 'Kim'));
  await own.flows('Joe', (c) => flows.join(c, 'Joe'));
  const candidate = (await siteOf(own, 'Kim')).member!;
  // Joe's first vouch counts no more; its deposit returns
  expect(await told(/^(clear|close)/, own, 'Ida')).toEqual([
    'close a vouch that no longer counts, and return the deposit',
  ]);
  expect(await doDue(/^close a vouch/, own, 'Ida')).toEqual(['VouchReclaimed']);
  await expect(own.does('Ida', 'withdrawApplication', { wallet: candidate.wallet })).rejects.toMatchObject({
    rule: 'ApplicationStands',
  });
  await own.pass(91);
  expect(await told(/^(clear|close)/, own, 'Ida')).toEqual(
    ['Kim', 'Joe']
      .map(
        (name) =>
          expect.stringMatching(
            new RegExp(`^clear away the application of ${name} \\(.*, which nobody has admitted for 90 days$`),
          ) as string,
      )
      .sort(),
  );
  const before = await lamports(candidate.rentPayer);
  expect((await doDue(/^clear/, own, 'Ida')).sort()).toEqual([
    'ApplicationWithdrawn',
    'ApplicationWithdrawn',
    'MemberReclaimed',
  ]);
  expect([await isThere(candidate.address), (await lamports(candidate.rentPayer)) > before]).toEqual([false, true]);
  // a former member may still be expelled: its account stays for 300 days more
  const joe = (await siteOf(own, 'Joe')).member!;
  expect([rules.standing(joe), await told(/^close/, own, 'Ida')]).toEqual(['left', []]);
  await expect(own.does('Ida', 'reclaimMember', { wallet: joe.wallet })).rejects.toMatchObject({
    rule: 'MemberStillNeeded',
  });
  await network.pass(Number(joe.leftAt + math.LEFT_KEPT - (await network.now())));
  expect(await told(/^close the account/, own, 'Ida')).toEqual([
    'close the account of member no. 1, who has left, and return the deposit',
  ]);
  expect(await doDue(/^close the account/, own, 'Ida')).toEqual(['MemberReclaimed']);
  expect(await isThere(joe.address)).toBe(false);
});

test('shares that are claimed late have earned as if they had been claimed at once, and it comes in the same go', async () => {
  const own = await settledWith(['Lea', 'Max', 'Nora'], 34n);
  for (const name of ['Lea', 'Max']) await own.does(name, 'claimShares', { pool: 0 });
  await work(own, [10n, 10n], ['Lea', 'Max']); // shares that existed by the end of period 0 earn from period 1 on
  await work(own, [900n, 900n], ['Lea', 'Max']);
  const [pool] = await reads.pools(network.rpc, own.coop);
  const [early, late] = [await siteOf(own, 'Lea'), await siteOf(own, 'Nora')];
  const earned = poolRules.earnedUnclaimed(late.coop, pool!, late.member!, 150n * UNIT);
  expect(earned).toBeGreaterThan(0n);
  expect(earned).toBe(rules.position(early.coop, early.member!, early.now).accrued);
  expect(await told(/^book the shares/, own, 'Lea')).toEqual(['book the shares of Nora (no. 2) in pool 0']);
  const held = async () => (await reads.purse(network.rpc, walletOf(own, 'Nora'))).get(network.mint)!;
  const before = await held();
  await own.flows('Nora', flows.claimEverything);
  expect((await held()) - before).toBe(earned);
  // they are not new and can be withdrawn; 2 answered for a promise that was not kept and is over by now
  const { coop, member, now } = await siteOf(own, 'Nora');
  expect(member).toMatchObject({ shares: 148n * UNIT, sharesNew: 0n, claimedNew: 0n });
  expect(rules.position(coop, member!, now)).toMatchObject({ fresh: 0n, withdrawable: 48n * UNIT });
  expect(coop.sharesUnclaimed).toBe(0n);
  expect(coop.transits.every(({ pools }) => pools === 0)).toBe(true);
});

test('a pool that would succeed waits while shares of an older pool take its place; one that fails does not', async () => {
  const [pool] = await reads.pools(network.rpc, (await found(network, 'Ole', 'Queue', 35n)).coop);
  const { coop } = await reads.site(network.rpc, pool!.coop);
  const held = (...periods: number[]) => ({
    ...coop,
    period: { ...coop.period, number: 9 },
    transits: periods.map((period) => ({ period, pools: 1, interestPerShare: 0n })),
  });
  const full = { ...pool!, raised: pool!.terms.maxRaise, people: 9, pledgers: 9, usePledged: pool!.terms.maxUse };
  const waits = (it: program.Coop, one = full) => poolRules.waitsForClaims({ coop: it, vaultFrozen: false }, one);
  // period 9 uses place 9 mod 4
  const older = {
    ...held(8, 5, 6, 7),
    transits: held(8, 5, 6, 7).transits.map((place, i) => (i === 1 ? { ...place, pools: 0 } : place)),
  };
  expect([
    waits(coop),
    waits(held(8, 5, 6, 7)),
    waits(held(8, 9, 6, 7)),
    waits(older),
    waits(held(8, 5, 6, 7), pool),
  ]).toEqual([false, true, false, false, false]);
  const site = { coop: held(8, 5, 6, 7), vaultFrozen: false, now: pool!.terms.deadline + 1n };
  expect(poolRules.isSettleable(site, full, site.now)).toBe(false);
  expect(poolWords.settling(site, full)).toMatch(
    /Before that, the shares of an older pool must be claimed, which anyone may do: it takes up the place of this one\.$/,
  );
});

test("what strangers send to the co-op's address, to its vault's, or as SOL, is found and swept by anyone", async () => {
  const own = await found(network, 'Pia', 'Generous', 36n);
  const { coop, vault } = await siteOf(own, 'Pia');
  expect(await strays(network.rpc, own.coop)).toEqual({ tokens: [], lamports: [], atAgent: 0n });
  await network.give(own.coop, 5n * UNIT);
  await network.give(vault, 3n * UNIT);
  const [pool] = await reads.pools(network.rpc, own.coop);
  const c = await own.context('Quin');
  for (const [i, to] of [own.coop, vault, pool!.address, pool!.escrow].entries())
    await send(c.rpc, c.by, [
      getTransferSolInstruction({ source: c.by, destination: to, amount: 1_000_000n * BigInt(i + 1) }),
    ]);
  expect(await told(/./, own, 'Quin')).toEqual([
    "bring 5 LOCAL that was sent to the co-op's own address to the reserve",
    'bring 3 LOCAL that was sent to the address of its vault as if it were a wallet to the reserve',
    'give 0.003 SOL that was sent to the co-op or its vault to the payer of the rent there',
    'give 0.007 SOL that was sent to pool 0 to the payer of the rent there',
  ]);
  const before = await lamports(coop.rentPayer);
  const { events } = await own.flows('Quin', flows.sweep);
  expect(events.map(({ event }) => event)).toEqual([
    'StrayTokensSwept',
    'StrayTokensSwept',
    'StrayLamportsSwept',
    'StrayLamportsSwept',
  ]);
  const after = await siteOf(own, 'Pia');
  expect([after.coop.books.reserve, after.vaultBalance, (await lamports(coop.rentPayer)) - before]).toEqual([
    8n * UNIT,
    8n * UNIT,
    10_000_000n,
  ]);
  expect([await told(/./, own, 'Quin'), await flows.sweep(await own.context('Quin'))]).toEqual([[], []]);
  await expect(own.does('Quin', 'sweep', {})).rejects.toMatchObject({ rule: 'NothingToSweep' });
  await expect(
    own.does('Quin', 'sweep', {
      stray: await addresses.tokensOf(walletOf(own, 'Quin'), network.mint, after.tokenProgram),
    }),
  ).rejects.toMatchObject({ rule: 'NotAStrayAccount' });
});

/** Overwrites fields of a co-op's account. */
async function becomes(coop: Address, change: Partial<program.Coop>): Promise<void> {
  const { value } = await network.rpc.getAccountInfo(coop, { encoding: 'base64' }).send();
  const { coop: is } = await reads.site(network.rpc, coop);
  await network.surfnet.setAccount(
    coop,
    Number(value!.lamports),
    [...program.getCoopEncoder().encode({ ...is, ...change })],
    value!.owner,
  );
}

test('at the end heirs that are at their end themselves are passed over, in one go, to whoever is left', async () => {
  const names = ['Rea', 'Sam', 'Tea'] as const;
  const own = await settledWith(names, 37n);
  const heirs = [
    await found(network, 'Una', 'Buried', 38n),
    await found(network, 'Vic', 'Ending', 39n),
    await settledWith(['Wim', 'Xia', 'Yve'], 40n),
  ].map(({ coop }) => coop);
  for (const name of names) await own.does(name, 'claimShares', { pool: 0 });
  await own.flows('Zed', async (c) => [await build(c, 'bookIncome', { amount: 12n * UNIT, kind: 'gift' })]);
  for (const name of names) await own.flows(name, (c) => flows.leave(c, { ask: false }));
  await own.pass(181);
  await doDue(/^close period/, own, 'Sam');
  await becomes(own.coop, { heir: heirs[0]! });
  await doDue(/^dissolve/, own, 'Sam');
  expect((await siteOf(own, 'Sam')).coop).toMatchObject({ successor: heirs[0], heirsGone: 0 });

  // a member sees what it can draw, and what may still come from the agent
  await becomes(own.coop, {
    books: { ...(await siteOf(own, 'Sam')).coop.books, fund: 360n * UNIT, atAgent: 90n * UNIT },
  });
  const sam = await siteOf(own, 'Sam');
  const mine = rules.position(sam.coop, sam.member!, sam.now);
  expect(mine).toMatchObject({ capital: 150n * UNIT, drawn: 0n, drawable: 120n * UNIT, toCome: 30n * UNIT });
  expect(endings.ifAllComesHome(sam.coop, mine, sam.now)).toBe(30n * UNIT);
  await own.flows('Sam', flows.claimEverything);
  const drawn = await siteOf(own, 'Sam');
  expect(rules.position(drawn.coop, drawn.member!, drawn.now)).toMatchObject({
    drawn: 120n * UNIT,
    drawable: 0n,
    toCome: 30n * UNIT,
  });
  // drawing again pays nothing
  expect((await own.flows('Sam', (c) => flows.draw(c))).events).toEqual([]);

  // the first heir is only a tombstone, which names the second; that one is dissolving, and names the third
  const { value } = await network.rpc.getAccountInfo(heirs[0]!, { encoding: 'base64' }).send();
  const tombstone = [45, 187, 252, 155, 232, 114, 36, 22, ...getAddressEncoder().encode(heirs[1]!)];
  await network.surfnet.setAccount(heirs[0]!, Number(value!.lamports), tombstone, value!.owner);
  await becomes(heirs[1]!, { dissolvingAt: 1n, activatedAt: 1n, foundingPoolLive: 0, successor: heirs[2]! });
  expect(await told(/^pass on/, own, 'Sam')).toEqual([]);
  await own.pass(181);
  expect(await told(/^pass on/, own, 'Sam')).toEqual(['pass on unclaimed money']);
  expect(await endings.heirs(network.rpc, await siteOf(own, 'Sam'))).toEqual({
    gone: heirs.slice(0, 2),
    heir: heirs[2],
  });
  const { solidarity, reserve } = (await siteOf(own, 'Sam')).coop.books;
  const { events } = await own.flows('Sam', flows.passOn);
  expect(events).toMatchObject([
    { event: 'HeirPassedOver', heir: heirs[0], successor: heirs[1] },
    { event: 'HeirPassedOver', heir: heirs[1], successor: heirs[2] },
    { event: 'MoneyPassed', to: heirs[2], amount: solidarity + reserve },
    { event: 'MoneyReceived', from: own.coop },
  ]);
  const after = (await siteOf(own, 'Sam')).coop;
  expect(endings.inheritance(after)).toEqual({ successor: heirs[2], as: 'next', first: heirs[0], more: 1 });
  expect(endings.inheritance(drawn.coop)).toEqual({ successor: heirs[0], as: 'heir', more: 0 });
  expect((await reads.site(network.rpc, heirs[2]!)).coop.books.reserve).toBe(solidarity + reserve);
  expect(reads.decodeAny(Uint8Array.from(tombstone))).toEqual({ kind: 'Tombstone', fields: { heir: heirs[1] } });

  // after three years claims lapse, and the rest passes on; every account can be closed
  await network.pass(Number(after.dissolvingAt + rules.END.lapsesAfter - (await network.now())));
  expect(await doDue(/^pass on/, own, 'Sam')).toEqual(['MoneyPassed', 'MoneyReceived']);
  expect(await told(/^close the account/, own, 'Sam')).toHaveLength(3);
  expect(await told(/^(settle|pay|book the|pass on)/, own, 'Sam')).toEqual([]);
  // the 90 that the books had at the agent are in the vault: they pass on too, once they are booked
  expect(await doDue(/^book 90 /, own, 'Sam')).toEqual(['VaultSynced']);
  expect(await doDue(/^pass on/, own, 'Sam')).toEqual(['MoneyPassed', 'MoneyReceived']);
});

test('the price that an ask is compared with is the one of the program', async () => {
  const { coop } = await siteOf(await found(network, 'Ada', 'Prices', 97n), 'Ada');
  // of 300 capital 40 are lost; a newcomer of this period was released, and has asked for 100 of its own
  const zero = { ...coop.books, sharesTotal: 0n, sharesInTransit: 0n, retainedTotal: 0n, loss: 0n, reserveDue: 0n };
  const books = {
    ...zero,
    movedOut: 0n,
    movedBack: 0n,
    bought: 0n,
    fund: 260n,
    loss: 40n,
    retainedTotal: 300n,
    invested: 0n,
    atAgent: 0n,
  };
  const asked = { ...coop, freshAsked: 100n, books: { ...books, fresh: 0n } };
  expect([rules.priceBps(asked), rules.askPriceBps(asked, 100n)]).toEqual([8_666, 8_000]);
  // in the first period all capital is fresh: the price is that of what is asked for
  const first = { ...coop, freshAsked: 0n, books: { ...books, fresh: 300n } };
  expect([rules.priceBps(first), rules.askPriceBps(first, 300n), rules.worth(first, 300n)]).toEqual([
    8_666,
    8_666,
    260n,
  ]);
  expect(rules.askPriceBps(first, 100n)).toBe(6_000);
});
