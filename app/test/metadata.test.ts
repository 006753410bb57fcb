// The IDL and the security contact: the transactions that publish them, decoded independently and compared with pinned bytes.
import { readFileSync, writeFileSync } from 'node:fs';
import { getAddressEncoder, getProgramDerivedAddress, type Address } from '@solana/kit';
import { expect, test } from 'vitest';
import { messageOf, unsigned } from '../../tools/publish/src/chain';
import { upload, type Seed } from '../../tools/publish/src/metadata';
import { walletOf } from '../src/local/network';
import { decoded, PROGRAM, Replay, textOf } from './metadata';

const [OF, DATA] = ['CGM9p2wtbENkofZW9mveE9VeuYdMhRjWwm3S2KLoAiqE', '2JvGg3FBKREhTVmGNGMQkJXxQpmDxffEBb2ovsPsgaHz'] as [
  Address,
  Address,
];
const LIFETIME = { blockhash: '5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d', lastValidBlockHeight: 0n };
/** A price of rent for these tests; real prices are compared on networks. */
const rent = (bytes: number) => Promise.resolve(BigInt(bytes + 128) * 7n);
const place = async (seed: string) =>
  (
    await getProgramDerivedAddress({
      programAddress: PROGRAM as Address,
      seeds: [getAddressEncoder().encode(OF), Buffer.from(seed.padEnd(16, '\0'))],
    })
  )[0];

/** The messages that publish a text, in order. */
async function messages(seed: Seed, text: string, exists = false): Promise<{ sent: Uint8Array[]; bytes: number }> {
  const payer = (await walletOf('deployer')) as never;
  const plan = await upload(rent, {
    payer,
    authority: payer,
    program: OF,
    programData: DATA,
    seed,
    text,
    there: { at: await place(seed), exists },
  });
  return {
    bytes: plan.bytes,
    sent: plan.transactions
      .flat()
      .map(
        (instructions) =>
          unsigned(messageOf(payer, instructions, LIFETIME as never)).messageBytes as unknown as Uint8Array,
      ),
  };
}
async function replayed(seed: Seed, sent: readonly Uint8Array[]): Promise<Replay> {
  const replay = new Replay(await place(seed), (await walletOf('deployer')).address, OF, DATA);
  for (const message of sent) replay.run(message);
  return replay;
}

const IDL = readFileSync('../idl/coop.json', 'utf8');
const SECURITY = readFileSync('../security.json', 'utf8');

test.each([
  ['idl', IDL],
  ['security', SECURITY],
] as const)('the account of the %s holds the whole text after the transactions, and its rent', async (seed, text) => {
  const { sent, bytes } = await messages(seed, text);
  // a transaction has at most 1 232 bytes, including its signature
  expect(Math.max(...sent.map(({ length }) => length))).toBeLessThanOrEqual(1_232 - 65);
  const { account } = await replayed(seed, sent);
  expect(textOf(account.data)).toEqual({ seed, text });
  expect(account.data.length).toBe(bytes);
  expect(account.lamports).toBe(await rent(bytes));
});

test('an existing account is closed first', async () => {
  const { sent } = await messages('security', SECURITY, true);
  const before = await messages('idl', IDL);
  const replay = await replayed('idl', before.sent);
  for (const message of (await messages('idl', `${IDL} `, true)).sent) replay.run(message);
  expect(textOf(replay.account.data).text).toBe(`${IDL} `);
  expect(decoded(sent[0]!).map(({ program, data }) => [program, data[0]])).toEqual([[PROGRAM, 6]]);
});

test('the second reading refuses what the program would', async () => {
  const { sent } = await messages('idl', IDL);
  expect(sent.length).toBeGreaterThan(5);
  // without the first message there is no buffer to write to; without one in the middle the text is incomplete
  await expect(replayed('idl', sent.slice(1))).rejects.toThrow('no buffer');
  const { account } = await replayed('idl', [...sent.slice(0, 3), ...sent.slice(4)]);
  expect(() => textOf(account.data)).toThrow();
  const other = new Replay(await place('security'), (await walletOf('deployer')).address, OF, DATA);
  expect(() => other.run(sent[0]!)).toThrow('no transfer to the account');
  const stranger = new Replay(await place('idl'), (await walletOf('Ada')).address, OF, DATA);
  expect(() => sent.forEach((message) => stranger.run(message))).toThrow('without its authority');
  const elsewhere = new Replay(await place('idl'), (await walletOf('deployer')).address, DATA, OF);
  expect(() => sent.forEach((message) => elsewhere.run(message))).toThrow('of another program');
  expect(() => decoded(sent[0]!.slice(0, -1))).toThrow();
});

test('the transactions are the same, byte by byte, as those that were pinned', async () => {
  const text = '{"name":"coop","contacts":["email:a@example.org"]}';
  const [small, long] = [
    await messages('security', text),
    await messages('security', JSON.stringify({ noise: Array.from({ length: 900 }, (_, i) => (i * 7_919) % 10_007) })),
  ];
  const made = { small: small.sent, long: long.sent };
  const hex = Object.fromEntries(
    Object.entries(made).map(([name, sent]) => [name, sent.map((message) => Buffer.from(message).toString('hex'))]),
  );
  if (process.env.COOP_PIN) writeFileSync('test/metadata.json', `${JSON.stringify(hex, null, 1)}\n`);
  expect(hex).toEqual(JSON.parse(readFileSync('test/metadata.json', 'utf8')));
  // these cover both ways of publishing: in one transaction, and in parts
  expect([small.sent.length, long.sent.length > 2]).toEqual([1, true]);
  expect(textOf((await replayed('security', small.sent)).account.data).text).toBe(text);
});
