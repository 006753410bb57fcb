// What became of what was signed, where several nodes are asked: none of them alone says that nothing was done.
import { getTransferSolInstruction } from '@solana-program/system';
import { generateKeyPairSigner } from '@solana/kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, fateOf, networkOf, send, type Fate, type Signed } from '../src/client';
import { startNetwork, walletOf, type Network } from '../src/local/network';
import { faults, type Fault, type Faults } from './faults';

let network: Network;
let done: Signed;
const nodes: Faults[] = [];
beforeAll(async () => {
  network = await startNetwork({ bare: true });
  const payer = await walletOf('payer');
  await network.surfnet.fundSol(payer.address, 10_000_000_000);
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

test('a transaction is expired only if every chosen node reports it, and done if one of them has it', async () => {
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
  const expected: Record<string, [nodes: string[], fate: Fate]> = {
    'one that does not have it': [[gap], { fate: 'expired' }],
    'one that has it': [[has], { fate: 'landed' }],
    'the second has it': [[gap, has], { fate: 'landed' }],
    'the first has it': [[has, gap], { fate: 'landed' }],
    'the second, which does not answer, may have it': [[gap, dead], undefined],
    'the first, which does not answer, may have it': [[dead, gap], undefined],
    'the second, which lags behind, may have it': [[gap, late], undefined],
    'two that do not have it': [[gap, another], { fate: 'expired' }],
    'one of another network alone': [[foreign], undefined],
    'one of another network beside another': [[gap, foreign], { fate: 'expired' }],
  };
  // at the same time, as that it has expired is asked for several times with pauses between
  const said = await Promise.all(Object.entries(expected).map(async ([who, [urls]]) => [who, await of(...urls)]));
  expect(Object.fromEntries(said)).toEqual(
    Object.fromEntries(Object.entries(expected).map(([who, [, fate]]) => [who, fate])),
  );
}, 60_000);
