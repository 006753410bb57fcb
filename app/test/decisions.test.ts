// Closed decisions from the chain's history: a stranger's transactions hide nothing, and incomplete results are marked.
import * as k from '@solana/kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addresses, decisions, flows, reads } from '../src/client';
import { startNetwork, type Network } from '../src/local/network';
import { found, start } from '../src/local/story';
import { type Stage } from '../src/local/stage';
import { faults } from './faults';

let network: Network;
let own: Stage;
let stranger: k.KeyPairSigner;

beforeAll(async () => {
  network = await startNetwork();
  own = await found(network);
  await start(own);
  stranger = await network.person('Stranger');
}, 120_000);
afterAll(() => network?.stop());

/** Sends a stranger's transactions that name an address without using it. */
let number = 0;
async function noise(address: k.Address, count: number): Promise<void> {
  const before = (await network.rpc.getSignaturesForAddress(address).send()).length;
  for (let i = 0; i < count; i++) {
    const { value: blockhash } = await network.rpc.getLatestBlockhash().send();
    const message = k.pipe(
      k.createTransactionMessage({ version: 0 }),
      (m) => k.setTransactionMessageFeePayerSigner(stranger, m),
      (m) => k.setTransactionMessageLifetimeUsingBlockhash(blockhash, m),
      (m) =>
        k.appendTransactionMessageInstruction(
          {
            // a transfer to itself, with a third account that it does not use
            programAddress: addresses.NONE,
            accounts: [
              { address: stranger.address, role: k.AccountRole.WRITABLE_SIGNER },
              { address: stranger.address, role: k.AccountRole.WRITABLE },
              { address, role: k.AccountRole.READONLY },
            ],
            data: k
              .getStructEncoder([
                ['kind', k.getU32Encoder()],
                ['lamports', k.getU64Encoder()],
              ])
              .encode({ kind: 2, lamports: ++number }),
          },
          m,
        ),
    );
    const wire = k.getBase64EncodedWireTransaction(await k.signTransactionMessageWithSigners(message));
    await network.rpc.sendTransaction(wire, { encoding: 'base64', skipPreflight: true }).send();
  }
  const after = await network.rpc.getSignaturesForAddress(address).send();
  expect(after.filter(({ err }) => err === null)).toHaveLength(before + count);
}
const context = async () => {
  const { site } = await own.context('Ada');
  const [members, open] = await Promise.all([
    reads.members(network.rpc, site.address),
    reads.proposals(network.rpc, site.address),
  ]);
  return { members, open, site };
};
const closed = async (rpc = network.rpc) => {
  const { members, open, site } = await context();
  return decisions.closedDecisions(rpc, site.address, members, open);
};
/** The address of Ada's next proposal, which anyone can compute. */
const next = async () => {
  const { site } = await own.context('Ada');
  return addresses.proposalOf(site.address, site.member!.number, site.member!.proposals);
};
/** Ada proposes a take rate, three vote yes, it is carried out, its account closed; `meanwhile` runs before the vote. */
async function decided(rateBps: number, meanwhile: (address: k.Address) => Promise<void> = async () => undefined) {
  await own.flows('Ada', (c) => flows.propose(c, { __kind: 'SetTakeRate', bps: rateBps }));
  const [made] = await reads.proposals(network.rpc, own.coop);
  await meanwhile(made!.address);
  for (const [name, choice] of [
    ['Ada', 'yes'],
    ['Ben', 'yes'],
    ['Cleo', 'yes'],
    ['Dora', 'no'],
  ] as const)
    await own.does(name, 'castVote', { proposal: made!.index, choice });
  await network.pass(Number(made!.ends - (await network.now())) + made!.timelock + 1);
  await own.flows('Ben', (c) => flows.execute(c, made!));
  await own.flows('Ada', async (c) => flows.clearAway(c, await reads.proposal(c.rpc, own.coop, made!.index)));
  return made!;
}
const RIGHT = { outcome: 'carried out', yes: 3, no: 1, abstain: 0, partial: false, special: false, electors: 5 };

test('a stranger who adds to the history of an account, before, within and after, erases no decision', async () => {
  await noise(await next(), 300);
  const { address, index } = await decided(200, (at) => noise(at, 100));
  expect(await closed()).toMatchObject([{ ...RIGHT, address, index }]);
  await noise(address, 350);
  expect(await closed()).toMatchObject([{ ...RIGHT, address, index }]);
  expect((await closed())[0]!.votes).toHaveLength(4);
}, 180_000);

test('of a longer history the making is read, and nothing is claimed about the unread part', async () => {
  const { address, index } = await decided(150, (at) => noise(at, 260));
  const [seen] = await closed();
  // the latest are read: the totals of the ballots, the execution and the close
  expect(seen).toMatchObject({ ...RIGHT, address, index, partial: false });
  await noise(address, 60);
  const [less] = await closed();
  expect(less).toMatchObject({ address, index, outcome: 'unknown', partial: true, special: false });
  expect(less!.action).toMatchObject({ __kind: 'SetTakeRate', bps: 150 });
}, 180_000);

test('where the log of its making was cut, its number is read from another, and what it needed is not guessed', async () => {
  const before = (await closed()).length;
  const { address, index } = await decided(100);
  const signatures = await network.rpc.getSignaturesForAddress(address).send();
  const making = signatures.at(-1)!.signature;
  const asked = { commitment: 'confirmed', encoding: 'json', maxSupportedTransactionVersion: 0 } as const;
  const plain = JSON.parse(
    JSON.stringify(await network.rpc.getTransaction(making, asked).send(), (_, v: unknown) =>
      typeof v === 'bigint' ? Number(v) : v,
    ),
  ) as { meta: { logMessages: string[] } };
  plain.meta.logMessages = plain.meta.logMessages.map((line) =>
    line.startsWith('Program data: ') ? 'Log truncated' : line,
  );
  const cut = await faults(network.rpcUrl, (method, _, body) =>
    method === 'getTransaction' && body.includes(making) ? { result: plain } : 'pass',
  );
  const all = await closed(k.createSolanaRpc(cut.url));
  cut.stop();
  expect(all).toHaveLength(before + 1);
  const [one] = all;
  expect(one).toMatchObject({ address, index, outcome: 'carried out', yes: 3, no: 1, partial: false });
  expect([one!.special, one!.electors]).toEqual([undefined, undefined]);
  expect(decisions.neededFor(one!)).toBe('a simple majority');
  expect(decisions.neededFor({ ...one!, special: true })).toBe('two thirds yes');
});

test('a take rate whose resolution is closed counts in the charter before an amendment', async () => {
  own = await found(network, 'Ada', 'Rated', 2n);
  await start(own);
  await decided(200);
  const { coop } = (await own.context('Ben')).site;
  expect(coop).toMatchObject({ charterVersion: 1, charter: { takeRateBps: 200 } });
  const charter = { ...coop.charter, reserveBps: coop.charter.reserveBps + 500 };
  await own.flows('Ben', (c) => flows.propose(c, { __kind: 'Amend', charter, heir: coop.heir, statutes: null }));
  const amendment = async () => (await reads.proposals(network.rpc, own.coop)).find(({ index }) => index === 1)!;
  for (const name of ['Ada', 'Ben', 'Cleo', 'Dora']) await own.does(name, 'castVote', { proposal: 1, choice: 'yes' });
  await own.pass(31);
  await own.flows('Ada', flows.close);
  await own.flows('Ada', async (c) => flows.execute(c, await amendment()));

  // its account exists still, then it is closed as well
  const { members, open, site } = await context();
  const seen = { ...site.coop, address: site.address };
  const before = await decisions.charterBefore(network.rpc, seen, await amendment(), open, async () => members);
  expect(before).toMatchObject({ takeRateBps: 200, reserveBps: coop.charter.reserveBps });
  await own.flows('Ben', async (c) => flows.clearAway(c, await amendment()));
  const later = await context();
  const [past] = await closed();
  expect(past).toMatchObject({ index: 1, outcome: 'carried out' });
  expect(
    await decisions.charterBeforeDecision(network.rpc, site.address, past!, later.open, later.members),
  ).toMatchObject({ takeRateBps: 200, reserveBps: coop.charter.reserveBps });
}, 180_000);
