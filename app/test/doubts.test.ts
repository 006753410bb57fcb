// Nodes that a link named: their word that a transaction was done counts if the user has agreed; that it was not done, never alone.
import { getTransferSolInstruction } from '@solana-program/system';
import { generateKeyPairSigner, type Address } from '@solana/kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, fateOf, networkOf, send, type Reader, type Signed } from '../src/client';
import { deedOf } from '../src/client/deed';
import { doubt } from '../src/client/doubts';
import { startNetwork, walletOf, type Network } from '../src/local/network';
import { faults } from './faults';

let network: Network;
let lost: Signed;
beforeAll(async () => {
  network = await startNetwork({ bare: true });
  lost = {
    signature: '5'.repeat(87) as never,
    payer: (await walletOf('payer')).address,
    deed: '',
    until: '1',
    since: '10000000000',
    network: await networkOf(network.rpc),
  };
}, 60_000);
afterAll(() => network?.stop());

const MEMO = {
  programAddress: 'MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr' as Address,
  data: new TextEncoder().encode('a note'),
};
const QUICK = { question: 0.5, wait: 0.05, answer: 0.5 };
/** A node of this network that the user has not chosen. */
function stranger(agreed: boolean, witness?: Reader, url = network.rpcUrl): Reader {
  const rpc = connect([url], undefined, QUICK);
  doubt(rpc, { agreed: () => agreed, witness: () => witness });
  return rpc;
}

test('an expiry is believed only from a node that was chosen or is known by its address', async () => {
  const expired = { fate: 'expired' };
  // at the same time, as that it has expired is asked for several times with pauses between
  const [chosen, ...others] = await Promise.all([
    fateOf(connect([network.rpcUrl]), lost),
    ...[true, false].map(async (agreed) => ({
      alone: await fateOf(stranger(agreed), lost),
      witnessed: await fateOf(stranger(agreed, connect([network.rpcUrl])), lost),
    })),
  ]);
  expect(chosen).toEqual(expired);
  expect(others).toEqual([true, false].map(() => ({ alone: undefined, witnessed: expired })));
  const elsewhere = await faults(network.rpcUrl, (method) =>
    method === 'getGenesisHash' ? { result: 'EtWTRABZaYq6iMfeYKouRu166VU2xqa1wcaWoxPkrZBG' } : 'pass',
  );
  expect(await fateOf(stranger(true, connect([elsewhere.url])), lost)).toBeUndefined();
  elsewhere.stop();
  expect(await fateOf(stranger(true, connect([elsewhere.url], undefined, QUICK)), lost)).toBeUndefined(); // like a node that refuses browsers
}, 60_000);

test('a node that the person agreed to is believed about success, but not about failure alone', async () => {
  const payer = await walletOf('payer');
  await network.surfnet.fundSol(payer.address, 10_000_000_000);
  const to = (await generateKeyPairSigner()).address;
  const { signature } = await send(network.rpc, payer, [
    getTransferSolInstruction({ source: payer, destination: to, amount: 5_000_000n }),
  ]);
  const done = { ...lost, signature } as Signed;
  expect(await fateOf(stranger(false), done)).toBeUndefined();
  expect(await fateOf(stranger(true), done)).toEqual({ fate: 'landed' });
  const status = { slot: 1, confirmations: null, err: 'AccountNotFound', confirmationStatus: 'finalized', status: {} };
  const liar = await faults(network.rpcUrl, (method) =>
    method === 'getSignatureStatuses' ? { result: { context: { slot: 10 ** 9 }, value: [status] } } : 'pass',
  );
  expect(await fateOf(connect([liar.url]), done)).toMatchObject({ fate: 'failed' });
  expect(await fateOf(stranger(true, undefined, liar.url), done)).toBeUndefined();
  expect(await fateOf(stranger(true, connect([network.rpcUrl]), liar.url), done)).toEqual({ fate: 'landed' });
  // right after the sending too: it forwards the transaction, and says at once that it failed
  const again = getTransferSolInstruction({ source: payer, destination: to, amount: 6_000_000n });
  const soon = { fresh: 10, undecided: 1 };
  await expect(send(stranger(true, undefined, liar.url), payer, [again], { patience: soon })).rejects.toMatchObject({
    name: 'Unsettled',
    outcome: 'unknown',
  });
  expect((await network.rpc.getBalance(to).send()).value).toBe(11_000_000n);
  liar.stop();
  // what a wallet sends itself is searched for in the payer's history, as the node returns it
  const memo = await send(network.rpc, payer, [MEMO]);
  const asked = {
    ...lost,
    signature: memo.signature,
    since: '0',
    byWallet: true,
    deed: await deedOf([MEMO]),
  } as Signed;
  expect(await fateOf(connect([network.rpcUrl]), asked)).toMatchObject({ fate: 'landed' });
  expect(await fateOf(stranger(true), asked)).toMatchObject({ fate: 'landed' });
  expect(await fateOf(stranger(false), asked)).toBeUndefined();
}, 60_000);
