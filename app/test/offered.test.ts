// What is offered, told or put in front is what the program takes: asks of an earlier period, panels, mandates, refunds, a frozen vault.
import type { Instruction } from '@solana/kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { flows, type Context, rules } from '../src/client';
import { waitingFor, waitingLists } from '../src/client/waiting';
import {
  COOP_PROGRAM_ADDRESS,
  CoopInstruction,
  identifyCoopInstruction,
  Standing,
  type Member,
} from '../src/generated';
import { startNetwork, type Network } from '../src/local/network';
import { found, start } from '../src/local/story';
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
