// What became of what was signed, where several nodes are asked: none of them alone says that nothing was done.
import { getTransferSolInstruction } from '@solana-program/system';
import { generateKeyPairSigner } from '@solana/kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, fateOf, networkOf, send, type Signed } from '../src/client';
import { startNetwork, walletOf, type Network } from '../src/local/network';
import { faults, type Fault, type Faults } from './faults';

let network: Network;
let done: Signed;
const nodes: Faults[] = [];
beforeAll(async () => {
  network = await startNetwork({ bare: true });
  const payer = await walletOf('payer');
  network.surfnet.fundSol(payer.address, 10_000_000_000);
  const destination = (await generateKeyPairSigner()).address;
  const { signature } = await send(network.rpc, payer, [
    getTransferSolInstruction({ source: payer, destination, amount: 5_000_000n }),
  ]);
  const of = await networkOf(network.rpc);
  done = { signature, payer: payer.address, deed: '', until: '1', since: '10000000000', network: of };
}, 60_000);
afterAll(() => (nodes.forEach((node) => node.stop()), network?.stop()));

const QUICK = { question: 0.5, wait: 0.05, answer: 0.5 };
async function node(decide: (method: string, body: string) => Fault): Promise<string> {
  const made = await faults(network.rpcUrl, (method, _, body) => decide(method, body));
  nodes.push(made);
  return made.url;
}
const isHistory = (body: string) => body.includes('"searchTransactionHistory":true');
const nothing: Fault = { result: { context: { slot: 10 ** 9 }, value: [null] } };
const of = (...urls: string[]) => fateOf(connect(urls, undefined, QUICK), done);

test('that it has expired is said by every node that was chosen, and what one of them has was done', async () => {
  const gap = await node((method) => (method === 'getSignatureStatuses' ? nothing : 'pass'));
  const another = await node((method) => (method === 'getSignatureStatuses' ? nothing : 'pass'));
  const has = await node((method, body) => (method === 'getSignatureStatuses' && !isHistory(body) ? nothing : 'pass'));
  const dead = await node(() => 'lose');
  const late = await node((method) =>
    method === 'getSignatureStatuses' ? { result: { context: { slot: 1 }, value: [null] } } : 'pass',
  );
  const foreign = await node((method) =>
    method === 'getGenesisHash'
      ? { result: 'EtWTRABZaYq6iMfeYKouRu166VU2xqa1wcaWoxPkrZBG' }
      : method === 'getSignatureStatuses'
        ? nothing
        : 'pass',
  );
  expect(await of(gap)).toEqual({ fate: 'expired' });
  expect(await of(has)).toEqual({ fate: 'landed' });
  for (const pair of [
    [gap, has],
    [has, gap],
  ])
    expect(await of(...pair)).toEqual({ fate: 'landed' });
  // who does not answer, or lags behind, may have it
  for (const pair of [
    [gap, dead],
    [dead, gap],
    [gap, late],
  ])
    expect(await of(...pair)).toBeUndefined();
  expect(await of(gap, another)).toEqual({ fate: 'expired' });
  // one of another network says nothing of it, alone or beside another
  expect(await of(foreign)).toBeUndefined();
  expect(await of(gap, foreign)).toEqual({ fate: 'expired' });
}, 120_000);
