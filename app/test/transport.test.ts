// Nodes in trouble: every request ends, no node is flooded, and errors state what is wrong.
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { unsent } from '../src/client/failures';
import { connect, isNetwork, NodeFailure, sentence, transactionLink, type Patience, type Reader } from '../src/client';
import { startNetwork, type Network } from '../src/local/network';
import { faults, type Fault, type Faults } from './faults';

let network: Network;
const nodes: Faults[] = [];
beforeAll(async () => {
  network = await startNetwork({ bare: true });
}, 60_000);
afterEach(() => nodes.splice(0).forEach((node) => node.stop()));
afterAll(() => network?.stop());

async function node(decide: (method: string, time: number) => Fault): Promise<Faults> {
  const made = await faults(network.rpcUrl, decide);
  nodes.push(made);
  return made;
}
const QUICK: Partial<Patience> = { answer: 0.5, question: 3, wait: 0.05, longest: 0.5 };
const over = (all: readonly { url: string }[], patience = QUICK): Reader =>
  connect(
    all.map(({ url }) => url),
    'with -u ADDRESS',
    patience,
  );
const slot = (rpc: Reader) => rpc.getSlot().send();
const failureOf = async (rpc: Reader): Promise<NodeFailure> => {
  const failed = await slot(rpc).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(failed).toBeInstanceOf(NodeFailure);
  expect(isNetwork(failed)).toBe(true);
  return failed as NodeFailure;
};

test('a request that fails once is repeated, and answered', async () => {
  const kinds: Fault[] = [
    'lose',
    'lose the answer',
    'half',
    'silence',
    'swallow the answer',
    { status: 429 },
    { status: 500 },
    { status: 503 },
    { error: { code: -32005, message: 'Node is behind', data: { numSlotsBehind: 7 } } },
    { status: 200, text: '{"jsonrpc":' },
  ];
  for (const fault of kinds) {
    const one = await node((_, time) => (time === 1 ? fault : 'pass'));
    expect(await slot(over([one]))).toBeGreaterThan(0n);
    expect(one.asked.get('getSlot')).toBe(2);
  }
}, 60_000);

test('a node that refuses every third question is asked 1.5 times as often, and no more', async () => {
  let times = 0;
  const one = await node(() => (++times % 3 === 0 ? { status: 429 } : 'pass'));
  const rpc = over([one], {});
  const began = performance.now();
  for (let i = 0; i < 4; i++)
    await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        rpc
          .getBlockTime(BigInt(i * 10 + n))
          .send()
          .catch((failed: unknown) => {
            if (isNetwork(failed)) throw failed;
          }),
      ),
    );
  expect(times).toBeLessThanOrEqual(60);
  expect(performance.now() - began).toBeLessThan(10_000);
}, 60_000);

test("Retry-After is obeyed, in seconds and as a date of the node's clock, which is not ours", async () => {
  const date = 'Mon, 03 Jan 2000 00:00:00 GMT';
  const headed = [{ 'retry-after': '1' }, { date, 'retry-after': 'Mon, 03 Jan 2000 00:00:01 GMT' }];
  const obeyed = headed.map(async (headers) => {
    const one = await node((_, time) => (time === 1 ? { status: 429, headers } : 'pass'));
    const rpc = over([one]);
    await Promise.all([slot(rpc), rpc.getBlockHeight().send()]);
    await slot(rpc);
    const [first, second] = one.log.filter(({ method }) => method === 'getSlot');
    expect(second!.at - first!.at).toBeGreaterThan(950);
  });
  await Promise.all(obeyed);
  // a node that asks for a longer pause than the limit is not waited for
  const long = await failureOf(over([await node(() => ({ status: 429, headers: { 'retry-after': '120' } }))]));
  expect(long.message).toMatch(/is asked too often: wait 120 s$/);
}, 60_000);

test('a node that says to come back at once is not stormed, and one that says later keeps no later question waiting', async () => {
  const one = await node(() => ({ status: 429, headers: { 'retry-after': '0' } }));
  await failureOf(over([one], { ...QUICK, question: 1 }));
  expect(one.log.length).toBeLessThan(12);
  const other = await node(() => ({ status: 429, headers: { 'retry-after': '3600' } }));
  const rpc = over([other]);
  await failureOf(rpc);
  const began = performance.now();
  expect((await failureOf(rpc)).message).toContain('3600 s');
  expect(performance.now() - began).toBeLessThan(1_000);
  expect(other.log.length).toBe(1);
});

test('the next node answers where one does not, and the first is left alone for a while', async () => {
  for (const fault of [
    'silence',
    'lose',
    { status: 403 },
    { status: 502 },
    { status: 429, headers: { 'retry-after': '9' } },
    { status: 404 },
  ] as Fault[]) {
    const [bad, good] = [await node(() => fault), await node(() => 'pass')];
    const rpc = over([bad, good]);
    for (let i = 0; i < 5; i++) expect(await slot(rpc)).toBeGreaterThan(0n);
    expect(bad.log.length).toBeLessThanOrEqual(2);
    expect(good.asked).toEqual(
      new Map([
        ['getGenesisHash', 1],
        ['getSlot', 5],
      ]),
    );
  }
}, 60_000);

test('nodes that stand in for each other are of one network: one of another is asked for nothing else', async () => {
  const devnet = 'EtWTRABZaYq6iMfeYKouRu166VU2xqa1wcaWoxPkrZBG';
  const first = await node((method, time) => (method === 'getSlot' && time > 1 ? 'lose' : 'pass'));
  const [foreign, own] = [
    await node((method) => (method === 'getGenesisHash' ? { result: devnet } : 'pass')),
    await node(() => 'pass'),
  ];
  const two = over([first, foreign], { ...QUICK, question: 1 });
  expect(await slot(two)).toBeGreaterThan(0n);
  await failureOf(two);
  expect([...foreign.asked.keys()]).toEqual(['getGenesisHash']);
  expect(await slot(over([first, foreign, own]))).toBeGreaterThan(0n);
  expect([...foreign.asked.keys()]).toEqual(['getGenesisHash']);
  // a public node counts as its network's even if it refuses to answer, as it does to browsers
  const real = fetch;
  vi.stubGlobal('fetch', (url: string, init: RequestInit) =>
    url.startsWith('https://api.devnet.') ? Promise.resolve(new Response('', { status: 403 })) : real(url, init),
  );
  const asked = own.asked.get('getSlot');
  const refused = await failureOf(over([{ url: 'https://api.devnet.solana.com' }, own], { ...QUICK, question: 1 }));
  expect(sentence(refused)).toMatch(
    /refuses to answer|is of another network than the node named before it; name another/,
  );
  expect(own.asked.get('getSlot')).toBe(asked);
  expect(await slot(over([{ url: 'https://api.devnet.solana.com' }, foreign]))).toBeGreaterThan(0n);
  vi.unstubAllGlobals();
}, 60_000);

test('it gives up in the end, and explains the fault and the remedy', async () => {
  const said: [Fault, RegExp, Partial<Patience>?][] = [
    ['silence', /^the node 127\.0\.0\.1:\d+ does not answer$/],
    ['lose', /^the node 127\.0\.0\.1:\d+ cannot be reached$/],
    ['half', /does not work: its answer broke off$/],
    [{ status: 500 }, /does not work: it answers 500$/],
    [{ status: 429 }, /is asked too often$/],
    [
      { error: { code: -32005, message: 'Node is behind by 42 slots', data: { numSlotsBehind: 42 } } },
      /is behind the network by 42 slots$/,
    ],
    [
      { status: 403 },
      /refuses to answer \(403\): many public nodes refuse browsers, and some need a key; name another: with -u ADDRESS$/,
    ],
    [{ status: 404 }, /^what answers at 127\.0\.0\.1:\d+ is no Solana node \(404\); name another: with -u ADDRESS$/],
    [{ status: 200, text: '{"hello":1}' }, /is no Solana node; name another/],
    [{ status: 200, text: 'null' }, /is no Solana node; name another/],
    [{ after: 400, then: { after: 400, then: 'silence' } }, /does not answer$/],
  ];
  const ends = said.map(async ([fault, expected]) => {
    const one = await node(() => fault);
    const began = performance.now();
    const failed = await failureOf(over([one], { ...QUICK, question: 1 }));
    expect(sentence(failed)).toMatch(expected);
    expect(performance.now() - began).toBeLessThan(6_000);
    // lasting failures are not retried
    if (failed.lasting) expect(one.log.length).toBe(1);
    else expect(one.log.length).toBeGreaterThan(1);
  });
  await Promise.all(ends);
  expect(sentence(await failureOf(over([{ url: 'http://127.0.0.1:9' }])))).toContain('cannot be reached');
}, 120_000);

test('a part of the page that could not be loaded is not the network that does not answer', () => {
  for (const said of [
    'Failed to fetch dynamically imported module: https://example.org/a.js',
    'error loading dynamically imported module: https://example.org/a.js',
    'Importing a module script failed.',
    'Unable to preload CSS for /a.css',
  ]) {
    const failed = new TypeError(said);
    expect([isNetwork(failed), sentence(failed)]).toEqual([
      false,
      'a part of this page could not be loaded: you are offline, or the page has changed. Load it again',
    ]);
    expect(unsent(failed, sentence(failed))).toMatch(/; nothing was signed or sent now$/);
  }
});

test('a node that does not have a method is asked for others, and another one for this', async () => {
  const lacking = () =>
    node((method) => (method === 'getSlot' ? { error: { code: -32601, message: 'Method not found' } } : 'pass'));
  const [poor, other] = [await lacking(), await node(() => 'pass')];
  const rpc = over([poor, other]);
  expect(await slot(rpc)).toBeGreaterThan(0n);
  expect(await rpc.getBlockHeight().send()).toBeGreaterThan(0n);
  expect([poor.asked.get('getBlockHeight'), other.asked.get('getBlockHeight')]).toEqual([1, undefined]);
  // nor is what is sent once lost with it
  const mute = await node((method) =>
    method === 'sendTransaction' ? { error: { code: -32601, message: 'Method not found' } } : 'pass',
  );
  const sends = over([mute, other]).sendTransaction('AA==' as never, { encoding: 'base64' });
  await expect(sends.send()).rejects.not.toBeInstanceOf(NodeFailure);
  expect(other.asked.get('sendTransaction')).toBe(1);
  const alone = await failureOf(over([await lacking()]));
  expect(alone.message).toMatch(/^the node 127\.0\.0\.1:\d+ does not answer questions of this kind; name another: /);
  // what a node says of a request that it understands is said in its words
  const odd = await node(() => ({ error: { code: -32602, message: 'Invalid param' } }));
  expect(await slot(over([odd])).catch(sentence)).toBe('the node answers: Invalid param');
});

test('a transaction is sent once: the sender decides when to send it again', async () => {
  const one = await node(() => 'lose');
  await expect(
    over([one])
      .sendTransaction('AA' as never, { encoding: 'base64' })
      .send(),
  ).rejects.toBeInstanceOf(NodeFailure);
  expect(one.log.length).toBe(1);
  // an error about the request itself is no failure of the node
  const other = await node(() => ({ error: { code: -32602, message: 'Invalid params' } }));
  const refused = await slot(over([other])).catch((thrown: unknown) => thrown);
  expect([isNetwork(refused), other.log.length]).toEqual([false, 1]);
});

test('a question that its asker gives up ends at once', async () => {
  const one = await node(() => 'silence');
  const began = performance.now();
  await expect(
    over([one], { answer: 30 })
      .getSlot()
      .send({ abortSignal: AbortSignal.timeout(200) }),
  ).rejects.toThrow();
  expect(performance.now() - began).toBeLessThan(2_000);
});

test('the explorer is told the address of a node on this machine, and of no other', () => {
  expect(transactionLink('S', 'http://127.0.0.1:8899')).toBe(
    'https://explorer.solana.com/tx/S?cluster=custom&customUrl=http%3A%2F%2F127.0.0.1%3A8899',
  );
  expect(transactionLink('S', 'https://example.org/v1/SECRET')).toBe('https://explorer.solana.com/tx/S');
  expect(transactionLink('S', 'https://devnet.example.org/SECRET')).toBe(
    'https://explorer.solana.com/tx/S?cluster=devnet',
  );
});
