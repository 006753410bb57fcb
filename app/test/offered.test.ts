// What is offered, told or put in front is what the program takes: asks of an earlier period, panels, mandates, refunds, a frozen vault.
import type { Instruction } from '@solana/kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { flows, reads, rules, units, type At, type Context } from '../src/client';
import { limitsDraws } from '../src/client/refusedFor';
import { waitingFor, waitingLists } from '../src/client/waiting';
import {
  COOP_PROGRAM_ADDRESS,
  CoopInstruction,
  identifyCoopInstruction,
  Standing,
  type Coop,
  type Mandate,
  type Member,
  type Pledge,
} from '../src/generated';
import { startNetwork, type Network } from '../src/local/network';
import { DAY, found, start } from '../src/local/story';
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
