// What is offered, told or put in front is what the program takes: asks of an earlier period, panels, mandates, refunds, a frozen vault.
import type { Instruction } from '@solana/kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { flows, type Context, rules } from '../src/client';
import { COOP_PROGRAM_ADDRESS, CoopInstruction, identifyCoopInstruction } from '../src/generated';
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
