// What is due to one wallet in ten co-ops, in as few transactions as it fits in, each with an outcome of its own.
import type { Instruction, KeyPairSigner } from '@solana/kit';
import { getTransferSolInstruction } from '@solana-program/system';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dueEverywhere, flows, packed, reads, Refusal, sendGroups, type Group } from '../src/client';
import { startNetwork, walletOf, type Network } from '../src/local/network';
import { found, type Stage } from '../src/local/story';

let network: Network;
let ada: KeyPairSigner;
const stages: Stage[] = [];
const held = async () => (await reads.purse(network.rpc, ada.address)).get(network.mint) ?? 0n;
beforeAll(async () => {
  network = await startNetwork();
  ada = await network.person('Ada');
  for (let id = 1n; id <= 10n; id++) stages.push(await found(network, 'Ada', `Co-op ${id}`, id));
}, 180_000);
afterAll(() => network?.stop());

test('ten refunds come in a few transactions, and nothing twice', async () => {
  const before = await held();
  for (const stage of stages) await stage.flows('Ada', (c) => flows.pledge(c, 0, 100_000_000n, 0n));
  expect(before - (await held())).toBe(1_000_000_000n);
  await network.pass(31 * 86_400);
  await network.person('Ben');
  for (const stage of stages) await stage.does('Ben', 'settlePool', { pool: 0 });
  const due = await dueEverywhere(network.rpc, ada);
  expect(due.map(({ what }) => what).sort()).toEqual(stages.map((_, i) => `Co-op ${i + 1}`).sort());
  const parts = await sendGroups(network.rpc, ada, due);
  expect(parts.every((part) => 'done' in part)).toBe(true);
  expect(parts.flatMap(({ what }) => what)).toEqual(due.map(({ what }) => what));
  expect(parts.length).toBeGreaterThan(1);
  expect(parts.length).toBeLessThan(10);
  expect(await held()).toBe(before);
  expect((await dueEverywhere(network.rpc, ada)).flatMap(({ instructions }) => instructions)).toEqual([]);
}, 120_000);

test('what is refused of one stops none of the others; a group is not split', async () => {
  const to = (await walletOf('someone')).address;
  const pays = (lamports: bigint) => getTransferSolInstruction({ source: ada, destination: to, amount: lamports }) as Instruction;
  const group = (what: string, lamports: bigint, times: number): Group => ({ what, instructions: Array.from({ length: times }, () => pays(lamports)) });
  const groups = [group('a', 1_000_000n, 40), group('b', 10n ** 15n, 40), group('c', 2_000_000n, 40), group('nothing', 1n, 0)];
  expect(packed(ada, groups).map((part) => part.map(({ what }) => what))).toEqual([['a'], ['b'], ['c']]);
  const parts = await sendGroups(network.rpc, ada, groups);
  expect(parts.map((part) => ('done' in part ? 'done' : 'failed' in part && part.failed instanceof Refusal ? 'refused' : 'else'))).toEqual(['done', 'refused', 'done']);
  expect((await network.rpc.getBalance(to, { commitment: 'confirmed' }).send()).value).toBe(120_000_000n);
});
