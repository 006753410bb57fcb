// Claims of one wallet in many co-ops, in few transactions with an outcome each: from a script, in a terminal and on the page.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Instruction } from '@solana/kit';
import { getTransferSolInstruction } from '@solana-program/system';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addresses, dueEverywhere, flows, packed, Refusal, sendGroups, type Group } from '../src/client';
import { triedApart } from '../src/client/parts';
import { walletOf } from '../src/local/network';
import { found } from '../src/local/story';
import { type Stage } from '../src/local/stage';
import { begin, end, holds, network, open, status } from './browser';
import { coop, keyFile } from './shell';

const SHARE = 100_000_000n;
beforeAll(() => begin(false), 300_000);
afterAll(end);

/** Somebody founds some co-ops and pledges alone: each pool fails, and every pledge is to be refunded. */
async function failed(who: string, count: number): Promise<Stage[]> {
  const stages: Stage[] = [];
  for (let id = 1; id <= count; id++) stages.push(await found(network, who, `Co-op ${id}`, BigInt(id)));
  const before = await holds(who);
  for (const stage of stages) await stage.flows(who, (c) => flows.pledge(c, 0, SHARE, 0n));
  expect(before - (await holds(who))).toBe(SHARE * BigInt(count));
  await network.pass(31 * 86_400);
  await network.person('Settler');
  for (const stage of stages) await stage.does('Settler', 'settlePool', { pool: 0 });
  return stages;
}

test('ten refunds come in a few transactions, and nothing twice', async () => {
  const stages = await failed('Ada', 10);
  const ada = await walletOf('Ada');
  const before = await holds('Ada');
  const due = await dueEverywhere(network.rpc, ada);
  expect(due.map(({ what }) => what).sort()).toEqual(stages.map((_, i) => `Co-op ${i + 1}`).sort());
  const parts = await sendGroups(network.rpc, ada, due);
  expect(parts.every((part) => 'done' in part)).toBe(true);
  expect(parts.flatMap(({ what }) => what)).toEqual(due.map(({ what }) => what));
  expect(parts.length).toBeGreaterThan(1);
  expect(parts.length).toBeLessThan(10);
  expect((await holds('Ada')) - before).toBe(SHARE * 10n);
  expect((await dueEverywhere(network.rpc, ada)).flatMap(({ instructions }) => instructions)).toEqual([]);
}, 120_000);

test('a refusal of one stops none of the others; a group is not split', async () => {
  const [ada, to] = [await walletOf('Ada'), (await walletOf('someone')).address];
  const pays = (lamports: bigint) =>
    getTransferSolInstruction({ source: ada, destination: to, amount: lamports }) as Instruction;
  const group = (what: string, lamports: bigint, times: number): Group => ({
    what,
    instructions: Array.from({ length: times }, () => pays(lamports)),
  });
  const groups = [
    group('a', 1_000_000n, 40),
    group('b', 10n ** 15n, 40),
    group('c', 2_000_000n, 40),
    group('nothing', 1n, 0),
  ];
  expect(packed(ada, groups).map((part) => part.map(({ what }) => what))).toEqual([['a'], ['b'], ['c']]);
  const parts = await sendGroups(network.rpc, ada, groups);
  expect(
    parts.map((part) =>
      'done' in part ? 'done' : 'failed' in part && part.failed instanceof Refusal ? 'refused' : 'else',
    ),
  ).toEqual(['done', 'refused', 'done']);
  expect((await network.rpc.getBalance(to, { commitment: 'confirmed' }).send()).value).toBe(120_000_000n);
});

test('in a terminal: `coop claim --everywhere`', async () => {
  await failed('Cleo', 4);
  const folder = mkdtempSync(join(tmpdir(), 'coop-parts-'));
  const key = await keyFile(folder, 'Cleo');
  const run = (...words: string[]) => coop(['-u', network.rpcUrl, '-k', key, ...words], { XDG_STATE_HOME: folder });
  const before = await holds('Cleo');
  const { code, out, err } = await run('claim', '--everywhere');
  expect({ code, err }).toEqual({ code: 0, err: expect.stringMatching(/^1 of [1-3]: Co-op \d/) as string });
  expect(out.match(/PledgeRefunded/g)?.length).toBe(4);
  expect((await holds('Cleo')) - before).toBe(SHARE * 4n);
  expect(await run('claim', '--everywhere')).toMatchObject({ code: 0, out: 'there is nothing to do\n' });
}, 120_000);

/** The escrow of a co-op's pool as the mint's authority freezes it, or thaws it. */
async function freeze(stage: Stage, state: 1 | 2): Promise<void> {
  const at = await addresses.escrowOf(await addresses.poolOf(stage.coop, 0));
  const { value } = await network.rpc.getAccountInfo(at, { encoding: 'base64' }).send();
  const data = Buffer.from(value!.data[0], 'base64');
  data[108] = state;
  await network.surfnet.setAccount(at, Number(value!.lamports), [...data], value!.owner);
}

test('a co-op that refuses keeps nothing of the others back, and is named: from a script and in a terminal', async () => {
  const stages = await failed('Emil', 5);
  const emil = await walletOf('Emil');
  await freeze(stages[1]!, 2);
  const before = await holds('Emil');
  const due = (await dueEverywhere(network.rpc, emil)).sort((a, b) => a.what.localeCompare(b.what));
  const first = due.slice(0, 3);
  expect(packed(emil, first)[0]!.map(({ what }) => what)).toContain('Co-op 2');
  expect(packed(emil, first)[0]!.length).toBeGreaterThan(1);
  const parts = await sendGroups(network.rpc, emil, first);
  const refused = parts.filter((part) => 'failed' in part);
  expect(refused.map(({ what }) => what)).toEqual([['Co-op 2']]);
  expect((refused[0] as { failed: Refusal }).failed).toBeInstanceOf(Refusal);
  expect((await holds('Emil')) - before).toBe(SHARE * 2n);

  const folder = mkdtempSync(join(tmpdir(), 'coop-parts-'));
  const key = await keyFile(folder, 'Emil');
  const run = (...words: string[]) => coop(['-u', network.rpcUrl, '-k', key, ...words], { XDG_STATE_HOME: folder });
  const ran = await run('claim', '--everywhere');
  expect(ran.code).toBe(1);
  expect(ran.err).toContain('one of these is refused, and nothing was sent: the others are tried without it\n');
  expect(ran.err).toMatch(/^\d of \d: Co-op 2\ncoop: .*frozen.*$/m);
  expect((await holds('Emil')) - before).toBe(SHARE * 4n);
  await freeze(stages[1]!, 1);
  expect((await run('claim', '--everywhere')).code).toBe(0);
  expect((await holds('Emil')) - before).toBe(SHARE * 5n);
}, 120_000);

test('if the chain does not report which one is refused, each is tried alone', () => {
  const group = (what: string) => ({ what, instructions: [] });
  const all = ['a', 'b', 'c'].map(group);
  const names = (parts: Group[][]) => parts.map((part) => part.map(({ what }) => what));
  expect(names(triedApart(all, new Refusal('no')))).toEqual([['a'], ['b'], ['c']]);
  expect(triedApart(all.slice(0, 1), new Refusal('no'))).toEqual([]);
  expect(triedApart(all, new Error('no answer'))).toEqual([]);
  expect(triedApart(all, Object.assign(new Refusal('no'), { signature: 'sent' }))).toEqual([]);
});

test('in the page: one button on the first page', async () => {
  await failed('Dora', 3);
  const before = await holds('Dora');
  const page = await open('Dora', '/');
  await page.getByRole('button', { name: 'Take all that is due to you, in 3 co-ops' }).click();
  await status(page, /^Taking what is due: done/);
  expect((await holds('Dora')) - before).toBe(SHARE * 3n);
  await page.getByRole('button', { name: /^Take all that is due/ }).waitFor({ state: 'detached' });
  await page.context().close();
}, 120_000);
