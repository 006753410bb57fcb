// Reported outcomes of signed transactions are true of the ledger, whatever the network loses on the way.
import {
  createSolanaRpc,
  generateKeyPairSigner,
  type Address,
  type Instruction,
  type KeyPairSigner,
  type TransactionPartialSigner,
} from '@solana/kit';
import { getTransferSolInstruction } from '@solana-program/system';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openIn, Refusal, sentence, Unsettled, send, type Sending } from '../src/client';
import { startNetwork, type Network } from '../src/local/network';
import { faster } from '../src/client/kept';
import { keeping } from './keeping';
import { pause } from '../src/client/transport';
import { faults, type Fault } from './faults';

let network: Network;
let payer: KeyPairSigner;
beforeAll(async () => {
  network = await startNetwork({ bare: true });
  payer = await network.person('payer').catch(async () => (await import('../src/local/network')).walletOf('payer'));
  await network.surfnet.fundSol(payer.address, 10_000_000_000);
}, 60_000);
afterAll(() => network?.stop());

const AMOUNT = 5_000_000n;
/** How often the money has moved, according to the ledger. */
const moved = async (to: Address, on = network) =>
  Number((await on.rpc.getBalance(to, { commitment: 'confirmed' }).send()).value / AMOUNT);
/** Pays through a faulty node, after the instructions in `due`; returns the outcome, the signatures and how often it was paid. */
async function pay(
  decide: (method: string, time: number) => Fault,
  to: Address,
  sending: Sending = {},
  due: Instruction[] = [],
  on = network,
) {
  const node = await faults(on.rpcUrl, decide);
  const signatures: string[] = [];
  const outcome = await send(
    createSolanaRpc(node.url),
    payer,
    [...due, getTransferSolInstruction({ source: payer, destination: to, amount: AMOUNT })],
    {
      ...sending,
      signed: (signature) => signatures.push(signature),
    },
  ).catch((failed: unknown) => failed as Error);
  node.stop();
  return { outcome, signatures, asked: node.asked, moved: await moved(to, on) };
}
const someone = async () => (await generateKeyPairSigner()).address;

test.concurrent('an answer that is lost is no payment that is lost', async () => {
  const kept = keeping();
  for (const fault of ['lose the answer', 'silence', { status: 500 }, { status: 429 }] as const) {
    // the first is forwarded and its answer lost, or it is lost and the same signed transaction sent again
    const { outcome, signatures, moved } = await pay(
      (method, time) => (method === 'sendTransaction' && time === 1 ? (fault === 'silence' ? 'lose' : fault) : 'pass'),
      await someone(),
      { kept },
    );
    expect(outcome).toMatchObject({ signature: signatures[0], read: true });
    expect([signatures.length, moved, kept.all.size]).toEqual([1, 1, 0]);
  }
});

test.concurrent('what nobody knows is unknown: it is kept, and the same is not paid again unasked', async () => {
  const [kept, to] = [keeping(), await someone()];
  let [told, asked] = [() => {}, () => {}];
  const [once, begun] = [new Promise<void>((done) => (told = done)), new Promise<void>((done) => (asked = done))];
  const late = pay((method) => (method === 'simulateTransaction' ? (asked(), { once, then: 'pass' }) : 'pass'), to, {
    kept,
  });
  await begun;
  // what was due before is no longer due at the second try: it is the same payment all the same
  const due = [getTransferSolInstruction({ source: payer, destination: await someone(), amount: AMOUNT })];
  const silent = await pay(
    (method) =>
      method === 'sendTransaction'
        ? 'lose the answer'
        : /getSignatureStatuses|getEpochInfo|getTransaction/.test(method)
          ? 'lose'
          : 'pass',
    to,
    { kept, patience: { silence: 2 } },
    due,
  );
  expect(silent.outcome).toBeInstanceOf(Unsettled);
  expect(silent.outcome).toMatchObject({ outcome: 'unknown', signature: silent.signatures[0] });
  expect(sentence(silent.outcome)).toContain(`look at ${silent.signatures[0]} before you do it again`);
  expect([silent.moved, kept.all.size]).toEqual([1, 1]);
  // the same again: the outcome of the first is found out before
  const second = await pay(() => 'pass', to, { kept });
  expect(second.outcome).toMatchObject({ outcome: 'landed', signature: silent.signatures[0], earlier: true });
  expect([second.signatures, second.moved, kept.all.size]).toEqual([[], 1, 0]);
  // nor by a tab that had begun before all of that
  told();
  const last = await late;
  expect(last.outcome).toMatchObject({ outcome: 'landed', earlier: true });
  expect(last.moved).toBe(1);
  // doing it twice takes `again`
  const third = await pay(() => 'pass', to, { kept });
  expect([third.moved, kept.all.size]).toEqual([2, 0]);
});

test.concurrent(
  'while it is on its way the same is not signed again, from another tab either; asked to, it is',
  async () => {
    const [kept, to] = [keeping(), await someone()];
    await pay((method) => (/sendTransaction|getSignatureStatuses/.test(method) ? 'lose' : 'pass'), to, {
      kept,
      patience: { silence: 1 },
    });
    const again = await pay(() => 'pass', to, { kept });
    expect(again.outcome).toMatchObject({ outcome: 'unknown', earlier: true });
    expect([again.signatures, again.moved]).toEqual([[], 0]);
    expect([(await pay(() => 'pass', to, { kept, again: true })).moved, kept.all.size]).toEqual([1, 0]);
  },
);

test.concurrent.each([0, 86_400])(
  'who was told that the same is under way elsewhere is told once it was done: for %i s',
  async (tellsFor) => {
    const [kept, to] = [{ ...keeping(), tellsFor }, await someone()];
    let [told, hidden] = [() => {}, () => {}];
    const [once, sent] = [new Promise<void>((done) => (told = done)), new Promise<void>((done) => (hidden = done))];
    const outcomes = /getSignatureStatuses|getTransaction|getEpochInfo/;
    // the first tab's node, or the first command's, takes the payment, and its answers come late
    const first = pay((method) => (outcomes.test(method) ? (hidden(), { once, then: 'pass' }) : 'pass'), to, { kept });
    await sent;
    // the second one's knows nothing of it yet
    const blind = await pay((method) => (outcomes.test(method) ? 'lose' : 'pass'), to, {
      kept,
      patience: { question: 1 },
    });
    expect(blind.outcome).toMatchObject({ outcome: 'unknown', earlier: true });
    told();
    expect(await first).toMatchObject({ outcome: { read: true }, moved: 1 });
    // whoever looks now is told so, and a second try pays nothing
    expect(openIn(kept)).toMatchObject([{ awaited: true }]);
    const again = await pay(() => 'pass', to, { kept });
    expect(again).toMatchObject({ outcome: { outcome: 'landed', earlier: true }, signatures: [], moved: 1 });
    // a person has read it, a script is told for a day
    const third = await pay(() => 'pass', to, { kept });
    expect([third.moved, openIn(kept).length]).toEqual(tellsFor === 0 ? [2, 0] : [1, 1]);
  },
);
test.concurrent('what another command was told meanwhile stays told when the one that sent it notices', async () => {
  const [kept, to] = [{ ...keeping(), tellsFor: 86_400 }, await someone()];
  let [told, hidden] = [() => {}, () => {}];
  const [once, sent] = [new Promise<void>((done) => (told = done)), new Promise<void>((done) => (hidden = done))];
  const outcomes = /getSignatureStatuses|getTransaction|getEpochInfo/;
  const first = pay((method) => (outcomes.test(method) ? (hidden(), { once, then: 'pass' }) : 'pass'), to, { kept });
  await sent;
  const second = await pay(() => 'pass', to, { kept });
  expect(second.outcome).toMatchObject({ outcome: 'landed', earlier: true });
  told();
  await first;
  const third = await pay(() => 'pass', to, { kept });
  expect(third).toMatchObject({ outcome: { outcome: 'landed', earlier: true }, moved: 1 });
});
test.concurrent('what was given up meanwhile is not recorded again by whoever looked at it before', async () => {
  const kept = keeping();
  const signed = {
    deed: 'd',
    network: 'n',
    payer: payer.address,
    until: '9',
    since: '1',
    signature: 'asked a-b-c-d-e' as const,
  };
  expect(faster(kept, signed)).toMatchObject({ outcome: 'unknown' });
  expect(kept.list()).toEqual([]);
  kept.add({ ...signed, over: Date.now() });
  expect(faster(kept, signed)).toMatchObject({ outcome: 'landed' });
});

test.concurrent(
  'a wallet that is slow to sign signs too late what another tab did meanwhile: it is not sent',
  async () => {
    const [kept, to] = [keeping(), await someone()];
    const pays = [getTransferSolInstruction({ source: payer, destination: to, amount: AMOUNT })];
    let began!: () => void;
    const first = new Promise<void>((done) => (began = done)).then(() => send(network.rpc, payer, pays, { kept }));
    const slow: TransactionPartialSigner = {
      address: payer.address,
      signTransactions: async (all) => {
        // with the same blockhash both would be one transaction
        const latest = async () => (await network.rpc.getLatestBlockhash().send()).value.blockhash;
        for (const before = await latest(); before === (await latest());) await pause(50);
        began();
        await first;
        return payer.signTransactions(all);
      },
    };
    // signed by it alone: nothing refers to the payer as another signer
    const second = await send(
      network.rpc,
      slow,
      pays.map((one) => ({ ...one, accounts: one.accounts.map(({ address, role }) => ({ address, role })) })),
      { kept },
    ).catch((failed: unknown) => failed);
    expect(second).toMatchObject({ outcome: 'landed', earlier: true, signature: (await first).signature });
    expect(sentence(second)).toContain('from another tab or by another command');
    expect([await moved(to), kept.all.size]).toEqual([1, 0]);
    expect(await send(network.rpc, payer, pays, { kept })).toMatchObject({ read: true });
    expect(await moved(to)).toBe(2);
  },
);

test.concurrent('what no node has after its last block has expired: it was not done, and is forgotten', async () => {
  const [kept, to, own] = [keeping(), await someone(), await startNetwork({ bare: true })];
  await own.surfnet.fundSol(payer.address, 10_000_000_000);
  const began = (await own.rpc.getEpochInfo().send()).blockHeight;
  let passed: Promise<void> | undefined;
  const swallowed = await pay(
    (method) => {
      if (method !== 'sendTransaction') return 'pass';
      passed ??= own.blocks(151);
      return { result: '1'.repeat(88) };
    },
    to,
    { kept, patience: { fresh: 0 } },
    [],
    own,
  );
  await passed;
  expect((await own.rpc.getEpochInfo().send()).blockHeight - began).toBeGreaterThan(150n);
  own.stop();
  expect(swallowed.outcome).toMatchObject({ outcome: 'expired', signature: swallowed.signatures[0] });
  expect([swallowed.moved, kept.all.size]).toEqual([0, 0]);
});

test.concurrent(
  'it has expired only if a node that is behind its last block does not know it',
  async () => {
    const kept = keeping();
    // one node lags behind and does not have it, another has not reached its last block: nothing is decided
    const lagging = { result: { context: { slot: 1 }, value: [null] } };
    const late = await pay(
      (method, time) =>
        method === 'getSignatureStatuses' && time < 12
          ? lagging
          : method === 'getTransaction'
            ? { result: null }
            : method === 'getEpochInfo'
              ? {
                  result: {
                    absoluteSlot: 10 ** 9,
                    blockHeight: 10 ** 9,
                    epoch: 1,
                    slotIndex: 1,
                    slotsInEpoch: 432_000,
                    transactionCount: 1,
                  },
                }
              : 'pass',
      await someone(),
      { kept, patience: { fresh: 0 } },
    );
    expect(late.outcome).toMatchObject({ signature: late.signatures[0], read: false }); // done, though nobody can tell what it did
    expect(late.moved).toBe(1);
  },
  120_000,
);

test.concurrent(
  'what fails on the chain says so with its signature, and what is refused before is not signed',
  async () => {
    // a node whose simulation finds no fault
    const sanguine = (method: string): Fault =>
      method === 'simulateTransaction'
        ? {
            result: {
              context: { slot: 1 },
              value: { err: null, logs: [], unitsConsumed: 150, accounts: null, returnData: null },
            },
          }
        : 'pass';
    const poor = await pay(sanguine, await someone(), {});
    expect(poor.moved).toBe(1);
    const to = await someone();
    const rich = { ...getTransferSolInstruction({ source: payer, destination: to, amount: 10n ** 15n }) };
    const kept = keeping();
    await expect(send(network.rpc, payer, [rich], { kept })).rejects.toBeInstanceOf(Refusal);
    expect(kept.all.size).toBe(0);
    const node = await faults(network.rpcUrl, sanguine);
    const failed = await send(createSolanaRpc(node.url), payer, [rich], { kept }).catch((one: unknown) => one);
    node.stop();
    expect(failed).toBeInstanceOf(Refusal);
    expect((failed as Refusal).signature).toBeTruthy();
    expect([await moved(to), kept.all.size]).toEqual([0, 0]);
  },
);

test.concurrent(
  'nothing is signed while the network does not answer',
  async () => {
    const { outcome, signatures } = await pay(() => ({ status: 400 }), await someone(), { patience: { question: 2 } });
    expect([sentence(outcome), signatures]).toEqual([
      'the network does not answer; nothing was signed or sent now',
      [],
    ]);
  },
  120_000,
);
