// The compute budget that transactions request and the fee that they offer, as read from the confirmed transactions.
import {
  createSolanaRpc,
  getBase64EncodedWireTransaction,
  getCompiledTransactionMessageDecoder,
  getTransactionDecoder,
  getBase64Encoder,
  type TransactionModifyingSigner,
  type TransactionSigner,
} from '@solana/kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { flows, send, type Reader, type Sending } from '../src/client';
import { startNetwork, type Network } from '../src/local/network';
import { found, start } from '../src/local/story';
import { type Stage } from '../src/local/stage';
import { faults } from './faults';

let network: Network;
let stage: Stage;
beforeAll(async () => {
  network = await startNetwork();
  stage = await found(network);
  await start(stage);
  await stage.flows('Miller', (c) => flows.offer(c, 'Bread', 300));
}, 180_000);
afterAll(() => network?.stop());

const BUDGET = 'ComputeBudget111111111111111111111111111111';
/** The runtime's cost: 720 a signature, 300 a writable account, 1/4 a byte of data, 8 for each 32 KiB loaded, plus the units. */
const PAGE = 32 * 1_024;
async function paid(by: TransactionSigner, amount: bigint, sending: Sending = {}, rpc: Reader = network.rpc) {
  const { site } = await stage.context('Ada');
  const { signature } = await send(rpc, by, await flows.pay({ rpc: network.rpc, site, by }, 0, amount), sending);
  const sent = await network.rpc
    .getTransaction(signature, {
      commitment: 'confirmed',
      encoding: 'base64',
      maxSupportedTransactionVersion: 0,
    })
    .send();
  const transaction = getTransactionDecoder().decode(getBase64Encoder().encode(sent!.transaction[0]));
  const message = getCompiledTransactionMessageDecoder().decode(transaction.messageBytes) as unknown as {
    header: { numSignerAccounts: number; numReadonlySignerAccounts: number; numReadonlyNonSignerAccounts: number };
    staticAccounts: string[];
    instructions: { programAddressIndex: number; data?: Uint8Array }[];
  };
  const { header: h, staticAccounts, instructions } = message;
  const said = new Map(
    instructions
      .filter(({ programAddressIndex }) => staticAccounts[programAddressIndex] === BUDGET)
      .map(({ data }) => {
        const view = new DataView(Uint8Array.from(data!).buffer);
        return [data![0]!, data![0] === 3 ? Number(view.getBigUint64(1, true)) : view.getUint32(1, true)];
      }),
  );
  const { value: tried } = await network.rpc
    .simulateTransaction(getBase64EncodedWireTransaction(transaction), {
      encoding: 'base64',
      replaceRecentBlockhash: true,
    })
    .send();
  const fixed =
    h.numSignerAccounts * 720 +
    (staticAccounts.length - h.numReadonlySignerAccounts - h.numReadonlyNonSignerAccounts) * 300 +
    Math.floor(instructions.reduce((sum, { data }) => sum + (data?.length ?? 0), 0) / 4);
  const cost = (units: number, bytes: number) => fixed + units + Math.ceil(bytes / PAGE) * 8;
  const used = Number(sent!.meta!.computeUnitsConsumed);
  return {
    units: said.get(2)!,
    price: said.get(3) ?? 0,
    loaded: said.get(4)!,
    used,
    requested: cost(said.get(2)!, said.get(4) ?? 64 * 1_024 * 1_024),
    executed: cost(used, Number(tried.loadedAccountsDataSize)),
  };
}

test('a payment requests at most a seventh more than it costs; a wallet gets the room that it needs', async () => {
  const ada = (await stage.context('Ada')).by;
  const own = await paid(ada, 1_000_000n);
  console.log(
    `a payment: ${own.used} units used, ${own.units} asked for; cost ${own.requested} asked for, ${own.executed} executed, ${(own.requested / own.executed).toFixed(3)} of it; without a limit of bytes it would be ${own.requested + 2_048 * 8}`,
  );
  expect(own.requested).toBeLessThanOrEqual(own.executed * 1.15);
  expect(own.loaded).toBeLessThan(2 * 1_024 * 1_024);
  // a signer that may change what it signs, as wallets may
  const key = ada as TransactionSigner & {
    signTransactions: (all: readonly never[]) => Promise<readonly Record<string, Uint8Array>[]>;
  };
  const wallet = {
    address: ada.address,
    modifyAndSignTransactions: async (all: readonly { signatures: object }[]) => {
      const signatures = await key.signTransactions(all as never);
      return all.map((one, i) => ({ ...one, signatures: { ...one.signatures, ...signatures[i] } }));
    },
  } as unknown as TransactionModifyingSigner;
  const by = await paid(wallet, 1_100_000n);
  expect(by.units).toBeGreaterThanOrEqual(30_000);
  expect(by.units).toBeLessThan(30_128);
  expect(by.loaded - own.loaded).toBe(1_024 * 1_024);
});

test('the priority fee is what others paid lately, within a bound, or the fee that was given', async () => {
  const ada = (await stage.context('Ada')).by;
  const others = (fees: number[]) =>
    faults(network.rpcUrl, (method) =>
      method === 'getRecentPrioritizationFees'
        ? { result: fees.map((prioritizationFee, i) => ({ slot: i + 1, prioritizationFee })) }
        : 'pass',
    );
  const offers = async (fees: number[], sending: Sending = {}) => {
    const node = await others(fees);
    const { price } = await paid(ada, 1_200_000n, sending, createSolanaRpc(node.url));
    node.stop();
    return price;
  };
  const fees = [900, 0, 100, 300, 200];
  expect(await offers(fees)).toBe(200);
  expect(await offers(fees, { priority: 'low' })).toBe(100);
  expect(await offers(fees, { priority: 'high' })).toBe(300);
  expect(await offers(fees, { priority: 'none' })).toBe(0);
  expect(await offers(fees, { priority: 77n })).toBe(77);
  expect(await offers([])).toBe(0);
  // somebody pays absurd prices for the same accounts: at most 0.001 SOL is offered for the whole transaction
  const node = await others([9e12, 9e12, 9e12]);
  const { price, units } = await paid(ada, 1_300_000n, {}, createSolanaRpc(node.url));
  node.stop();
  expect((price * units) / 1e6).toBeLessThanOrEqual(1_000_000);
  expect((price * units) / 1e6).toBeGreaterThan(990_000);
});
