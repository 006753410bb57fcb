// The history as `coop events` prints it: in sentences, over more than one page of the node's answers, and where a log was cut.
import { getCreateAssociatedTokenIdempotentInstructionAsync } from '@solana-program/token';
import { createKeyPairSignerFromBytes, type Address, type Instruction, type Signature } from '@solana/kit';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  build,
  eventInWords,
  historyOf,
  payerOf,
  program,
  reads,
  send,
  type Context,
  type CoopEvent,
  type Entry,
} from '../src/client';
import { eventsByCall } from '../src/client/events';
import { simulated } from '../src/client/preview';
import { EVENTS } from '../src/generated/eventTable';
import { faults } from './faults';
import { liveCoop, startShell, type Shell } from './shell';

let shell: Shell;
let coop: Address;

beforeAll(async () => {
  shell = await startShell(['ada', 'ben', 'cleo']);
  coop = (await liveCoop(shell, ['ada', 'ben', 'cleo'])) as Address;
}, 180_000);
afterAll(() => shell?.network.stop());

const context = async (name: string): Promise<Context> => {
  const by = await createKeyPairSignerFromBytes(
    Uint8Array.from(JSON.parse(readFileSync(shell.key(name), 'utf8')) as number[]),
  );
  return { site: await reads.site(shell.network.rpc, coop, by.address), by, rpc: shell.network.rpc };
};
const told = async (limit = 1_000) =>
  JSON.parse(await shell.as('ada', '--json', 'events', '--limit', String(limit))) as {
    seq?: string;
    signature?: string;
    event?: string;
    unlogged?: { instruction: string; says: { amount: string }; moved: { amount: string }[] };
    missing?: string;
  }[];

test('every event has a sentence, without names of the program', () => {
  const names = { token: 6, who: () => 'Ada (no. 0)', what: () => 'pool 0', provider: () => undefined };
  const all = Object.entries(EVENTS).map(([first, [event, decoder]]) =>
    eventInWords(
      {
        event,
        ...decoder().decode(Uint8Array.from([...Buffer.from(first, 'hex'), ...new Uint8Array(600)])),
      } as CoopEvent,
      names,
    ),
  );
  expect(all.length).toBe(Object.keys(EVENTS).length);
  expect(new Set(all.map((one) => one.slice(0, 12))).size).toBeGreaterThan(20);
  for (const one of all) expect(one).not.toMatch(/undefined|NaN|\[object| {2}|^[a-z]|\bnull\b/);
});

test('who paid whom for what, in one sentence', async () => {
  await shell.as('ben', 'pay', '0', '12.5');
  await shell.as('ada', 'buy', '3', '--for', shell.wallet('cleo'));
  const lines = (await shell.as('ada', 'events', '--limit', '3')).trim().split('\n');
  expect(lines).toHaveLength(3);
  expect(lines.at(-2)).toMatch(
    /^ +\d+ {2}\d+ \w+ \d{4}.* {2}Ben \(no\. 1\) paid 12\.5 LOCAL for service 0, “Bread” to Cleo \(no\. 2\); 0\.375 LOCAL of it went to the co-op {2}\w{80,}$/,
  );
  expect(lines.at(-1)).toMatch(
    / {2}member no\. 0 paid the co-op 3 LOCAL for Cleo \(no\. 2\) {2}| {2}Member no\. 0 paid the co-op 3 LOCAL for Cleo \(no\. 2\) {2}/,
  );
  const whole = await shell.as('ada', 'events', '--limit', '100');
  expect(whole).toMatch(/^ +1 .* founded the co-op “From the shell”/);
  expect(whole).not.toMatch(/undefined|what stood at|…/);
});

test('sixteen payments in one transaction are sixteen, though the log is cut after eleven', async () => {
  const before = BigInt((await told()).at(-1)!.seq!);
  const c = await context('ben');
  const pays = await Promise.all(
    Array.from({ length: 16 }, (_, i) => build(c, 'payService', { service: 0, amount: BigInt(1_000_000 + i) })),
  );
  const { events, signature } = await send(c.rpc, payerOf(c), pays);
  expect(events.length).toBeLessThan(16);
  const all = (await told()).filter(({ seq }) => BigInt(seq!) > before);
  expect(all.map(({ seq }) => BigInt(seq!) - before)).toEqual(Array.from({ length: 16 }, (_, i) => BigInt(i + 1)));
  const filled = all.filter(({ unlogged }) => unlogged);
  expect(filled).toHaveLength(16 - events.length);
  // the last one, filled in from the instruction and from the tokens that it moved
  expect(filled.at(-1)!.unlogged).toMatchObject({ instruction: 'payService', says: { amount: '1000015' } });
  expect(filled.at(-1)!.unlogged!.moved.reduce((sum, { amount }) => sum + BigInt(amount), 0n)).toBe(1_000_015n);
  expect((await shell.as('ada', 'events')).split('\n').filter((line) => line.includes(signature))).toHaveLength(16);
  expect(await shell.as('ada', 'events', '--limit', '1')).toMatch(
    / {2}Ben \(no\. 1\): pay service \(service 0, “Bread”\), amount 1\.000015 LOCAL, .*; moved .*; read from the instruction, as the log was cut {2}/,
  );
  // and later events continue the numbering
  await shell.as('ada', 'buy', '1');
  expect((await told()).at(-1)).toMatchObject({ event: 'CoopPaid', seq: String(before + 17n) });
}, 60_000);

test('it reads on after a short answer of a node, and reports numbers that no transaction has', async () => {
  const { rpc, rpcUrl } = shell.network;
  const site = await reads.site(rpc, coop);
  const whole = await historyOf(rpc, site, 1_000);
  expect(whole.map((entry) => ('seq' in entry ? entry.seq : undefined))).toEqual(
    Array.from({ length: Number(site.coop.seq) }, (_, i) => BigInt(i + 1)),
  );
  // a node that returns five signatures at a time
  const signatures = await rpc.getSignaturesForAddress(coop, { limit: 1_000 }).send();
  const plain = JSON.parse(JSON.stringify(signatures, (_, v: unknown) => (typeof v === 'bigint' ? Number(v) : v))) as {
    signature: string;
  }[];
  const few = await faults(rpcUrl, (method, time) =>
    method === 'getSignaturesForAddress' ? { result: plain.slice((time - 1) * 5, time * 5) } : 'pass',
  );
  const ran = await shell.run('-u', few.url, '--json', 'events', '--limit', '1000');
  expect((JSON.parse(ran.out) as unknown[]).length).toBe(whole.length);
  expect(few.asked.get('getSignaturesForAddress')).toBe(Math.ceil(plain.length / 5) + 1);
  few.stop();
  // a node that has lost the third transaction from the end, and one whose history begins later
  const lost = whole.filter(
    (entry): entry is Extract<Entry, { event: CoopEvent }> =>
      'event' in entry && entry.signature === plain[2]!.signature,
  );
  const holed = await faults(rpcUrl, (method, time) =>
    method === 'getSignaturesForAddress'
      ? { result: time > 1 ? [] : plain.filter((_, i) => i !== 2).slice(0, 12) }
      : 'pass',
  );
  const holes = JSON.parse((await shell.run('-u', holed.url, '--json', 'events', '--limit', '1000')).out) as {
    seq?: string;
    after?: string;
    missing?: string;
  }[];
  expect(holes[0]).toMatchObject({ after: '0' });
  expect(BigInt(holes[0]!.missing!)).toBe(BigInt(holes[1]!.seq!) - 1n);
  expect(holes.slice(1).find(({ missing }) => missing)).toEqual({
    after: String(lost[0]!.seq - 1n),
    missing: String(lost.length),
  });
  expect((await shell.run('-u', holed.url, 'events', '--limit', '1000')).out).toMatch(
    /^ +… {2}\d+ things after number 0: in no transaction that this node has\n/,
  );
  holed.stop();
}, 60_000);

/** What a node's log keeps: a line that does not fit is dropped, but shorter ones after it are kept. */
function cut(lines: readonly string[], most: number): string[] {
  let [written, warned] = [0, false];
  return lines.flatMap((line) => {
    if (written + line.length < most) return ((written += line.length), [line]);
    return warned ? [] : ((warned = true), ['Log truncated']);
  });
}

test('wherever a log is cut, no event is invented, and a call without its event is incomplete', async () => {
  const c = await context('ben');
  const pays = [
    await build(c, 'payService', { service: 0, amount: 2_000_000n }),
    await build(c, 'payCoop', { amount: 3_000_000n }),
    await build(c, 'payService', { service: 0, amount: 4_000_000n }),
  ];
  const { logs } = (await simulated(c.rpc, payerOf(c), pays)) as { logs: readonly string[] };
  // another program writes lines that begin like an event: they do not count, like everything that others write
  const stranger = 'TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA';
  const [data] = logs.filter((line) => line.startsWith('Program data: '));
  const lines = logs.flatMap((line) =>
    line === `Program ${stranger} success` ? [data!.slice(0, 14 + 16), data!, line] : [line],
  );
  const whole = eventsByCall(logs);
  expect(whole).toEqual(whole.map(({ events }) => ({ events: [events[0]], whole: true })));
  expect(whole).toHaveLength(3);
  const size = lines.reduce((sum, line) => sum + line.length, 0);
  let lost = 0;
  for (let most = 0; most <= size + 1; most++) {
    const shown = cut(lines, most);
    for (const [i, call] of eventsByCall(shown).entries()) {
      expect(call.events, `of ${most}`).toEqual(call.events.length === 0 ? [] : whole[i]!.events);
      if (call.whole) expect(call.events, `of ${most}`).toHaveLength(1);
      else if (shown.filter((line) => line === `Program ${program.COOP_PROGRAM_ADDRESS} success`).length > i) lost++;
    }
  }
  expect(lost).toBeGreaterThan(100); // the line of the event is dropped, but the end of the call is still there
});

test('a payment whose event was left out of the log, though its end is there, is read from its instruction', async () => {
  const c = await context('ben');
  const pay = await build(c, 'payCoop', { amount: 7_000_007n });
  const filler: Instruction = await getCreateAssociatedTokenIdempotentInstructionAsync({
    payer: c.by,
    owner: c.by.address,
    mint: c.site.mint,
  });
  const memo = (size: number): Instruction => ({
    programAddress: 'MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr' as Address,
    data: new TextEncoder().encode('x'.repeat(size)),
  });
  // anyone can put such fillers before an instruction that anyone may send
  const asked = { encoding: 'json', maxSupportedTransactionVersion: 0, commitment: 'confirmed' } as const;
  let signature: Signature | undefined;
  for (let size = 1; size < 240 && !signature; size += 40)
    for (let count = 39; count < 44 && !signature; count++) {
      const fillers = Array.from({ length: count }, () => filler);
      const done = await send(c.rpc, payerOf(c), [memo(size), ...fillers, pay]);
      const logs = (await c.rpc.getTransaction(done.signature, asked).send())!.meta!.logMessages!;
      const ends = logs.includes(`Program ${program.COOP_PROGRAM_ADDRESS} success`);
      if (ends && !logs.some((line) => line.startsWith('Program data: '))) signature = done.signature;
    }
  expect(signature).toBeDefined();
  const all = await told();
  expect(all.filter(({ missing }) => missing)).toEqual([]);
  expect(all.at(-1)).toMatchObject({
    signature,
    unlogged: { instruction: 'payCoop', says: { amount: '7000007' }, moved: [{ amount: '7000007' }] },
  });
}, 60_000);

test("what another program moves after a call, and what is not the co-op's token, is not what the call moved", async () => {
  const c = await context('ben');
  const { signature } = await send(c.rpc, payerOf(c), [await build(c, 'payCoop', { amount: 5_000_005n })]);
  const asked = { encoding: 'jsonParsed', maxSupportedTransactionVersion: 0, commitment: 'confirmed' } as const;
  const real = JSON.parse(
    JSON.stringify(await c.rpc.getTransaction(signature, asked).send(), (_, v: unknown) =>
      typeof v === 'bigint' ? Number(v) : v,
    ),
  ) as {
    meta: { logMessages: unknown; innerInstructions: { index: number; instructions: Inner[] }[] };
    transaction: { message: { instructions: Inner[] } };
  };
  interface Inner {
    programId: string;
    stackHeight: number;
    parsed?: { info: { mint: string; tokenAmount: { amount: string } } };
  }
  // the same call, made by somebody's program that moves more of the same token after it; its log is lost
  const { instructions } = real.transaction.message;
  const place = instructions.findIndex(({ programId }) => programId === program.COOP_PROGRAM_ADDRESS);
  const [transfer] = real.meta.innerInstructions[0]!.instructions;
  const moves = (amount: string, stackHeight: number, mint = transfer!.parsed!.info.mint): Inner => ({
    ...transfer!,
    stackHeight,
    parsed: { ...transfer!.parsed!, info: { ...transfer!.parsed!.info, mint, tokenAmount: { amount } } },
  });
  real.meta.innerInstructions = [
    {
      index: place,
      instructions: [
        moves('11', 2),
        { ...instructions[place]!, stackHeight: 2 },
        moves('5000005', 3),
        moves('12', 3, shell.wallet('ada')),
        moves('13', 2),
      ],
    },
  ];
  instructions[place] = { programId: shell.wallet('cleo'), stackHeight: 1 };
  real.meta.logMessages = null;
  const node = await faults(shell.network.rpcUrl, (method, _, body) =>
    method === 'getTransaction' && body.includes(signature) ? { result: real } : 'pass',
  );
  const { out } = await shell.run('-u', node.url, '--json', 'events', '--limit', '1');
  node.stop();
  expect(JSON.parse(out)).toMatchObject([{ signature, unlogged: { moved: [{ amount: '5000005' }] } }]);
});
