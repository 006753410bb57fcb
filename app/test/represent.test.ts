// A co-op as a member of another: its agent is its wallet there.
import type { Instruction } from '@solana/kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { actions, addresses, flows, reads, rules, type Context } from '../src/client';
import { ownCallInWords } from '../src/client/calls';
import { startNetwork, type Network } from '../src/local/network';
import { found, start } from '../src/local/story';
import { type Stage } from '../src/local/stage';

let network: Network;
let own: Stage;
let union: Stage;
const UNIT = 1_000_000n;
const NAMES = { token: 6, who: String, what: String };
const PEOPLE = ['Ada', 'Ben', 'Cleo', 'Dora', 'Emil'];

beforeAll(async () => {
  network = await startNetwork();
  own = await found(network);
  await start(own);
  union = await found(network, 'Uma', 'Union of Bakeries', 2n);
}, 120_000);
afterAll(() => network?.stop());

/** Ada proposes, everyone votes yes, and after the timelock Ben carries it out. */
async function resolved(propose: (c: Context) => Promise<Instruction[]>) {
  await own.flows('Ada', propose);
  const { index } = (await reads.proposals(network.rpc, own.coop))[0]!;
  for (const name of PEOPLE) await own.does(name, 'castVote', { proposal: index, choice: 'yes' });
  const [made] = await reads.proposals(network.rpc, own.coop);
  await network.pass(Number(made!.ends - (await network.now())) + made!.timelock + 1);
  await own.flows('Ben', (c) => flows.execute(c, made!));
  return made!;
}

test('its agent applies elsewhere by an ordinary resolution and is admitted; its money comes home', async () => {
  const agent = await addresses.agentOf(own.coop);
  await network.surfnet.fundSol(agent, 1_000_000_000);
  const applied = await resolved((c) => flows.represent(c, union.coop, 'apply', {}));
  expect(applied.special).toBe(0);
  expect(actions.inWords(applied, 6, (at) => at)).toBe(
    `Act as a member of the co-op ${union.coop}, with the agent's signature`,
  );
  expect(ownCallInWords((await reads.proposals(network.rpc, own.coop))[0]!.call, NAMES)).toBe(
    'apply: statutes hash 94b15816…',
  );
  await union.does('Uma', 'vouchFor', { candidate: agent });
  await union.does('Uma', 'admit', { wallet: agent });
  const member = (await reads.members(network.rpc, union.coop)).find(({ wallet }) => wallet === agent);
  expect(rules.standing(member!)).toBe('member');
  // moving money of the agent takes a special resolution
  await own.flows('Ada', (c) => flows.represent(c, union.coop, 'subscribe', { amount: 3n * UNIT }));
  const [paying] = await reads.proposals(network.rpc, own.coop);
  expect(ownCallInWords(paying!.call, NAMES)).toBe('buy shares: amount 3, min solvency bps 100 %');
  await own.does('Ada', 'cancelProposal', { proposal: paying!.index });
  await own.flows('Ada', (c) => flows.represent(c, union.coop, 'resign', { ask: true }));
  expect((await reads.proposals(network.rpc, own.coop))[0]!.special).toBe(1);
  await own.does('Ada', 'cancelProposal', { proposal: (await reads.proposals(network.rpc, own.coop))[0]!.index });

  await network.give(agent, 7n * UNIT);
  const before = (await own.context('Ada')).site;
  await resolved((c) => flows.propose(c, { __kind: 'Collect', amount: 7n * UNIT }));
  const after = (await own.context('Ada')).site;
  expect(rules.operating(after.coop) - rules.operating(before.coop)).toBe(7n * UNIT);
  expect(after.vaultBalance - before.vaultBalance).toBe(7n * UNIT);
});
