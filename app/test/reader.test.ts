// examples/reader, a Rust program that uses nothing of this client, reads the same co-op from the same network.
import { execFile } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventsIn, flows, reads, rules, units } from '../src/client';
import { startNetwork, type Network } from '../src/local/network';
import { found, start } from '../src/local/story';
import { type Stage } from '../src/local/stage';

const binary = process.env.COOP_READER;
if (!binary) console.warn('skipped: COOP_READER names no reader; `cargo xtask app` builds it, or `cargo b -p reader`');
let network: Network;
let stage: Stage;

/** Runs the reader. */
const read = (...words: string[]) =>
  new Promise<{ ok: boolean; out: string[]; err: string }>((done) => {
    execFile(binary!, words, (failed, out, err) => done({ ok: !failed, out: out.trimEnd().split('\n'), err }));
  });

beforeAll(async () => {
  if (!binary) return;
  network = await startNetwork();
  stage = await found(network);
  await start(stage);
  await stage.flows('Miller', (c) => flows.offer(c, 'Bread', 300));
  await stage.flows('Ada', (c) => flows.pay(c, 0, 12_500_000n));
});
afterAll(() => network?.stop());

test.skipIf(!binary)('it prints name, members, books and the last events as the client reads them', async () => {
  const { coop, token, address } = await reads.site(network.rpc, stage.coop);
  const { ok, out, err } = await read(network.rpcUrl, address, '7');
  expect({ ok, err }).toEqual({ ok: true, err: '' });
  const [name, members, books, ...events] = out;
  expect(name).toBe(`${units.text(coop.name)}: ${units.text(coop.about)}`);
  const people = (await reads.members(network.rpc, address)).filter(rules.isMember).sort((a, b) => a.number - b.number);
  const said = people.map((member) => `#${member.number} ${units.text(member.name)}`.trimEnd());
  expect(members).toBe(`members: ${coop.members}, electors: ${coop.electors}: ${said.join(', ')}`);
  const fund = units
    .formatAmount(coop.books.fund, token)
    .replace(/ .*/, '')
    .replaceAll(/[\u00a0\u202f,]/g, '');
  expect(books).toContain(`books: fund ${fund}, earnings 0.375`);

  const logged: string[] = [];
  for (const { signature } of await network.rpc.getSignaturesForAddress(address, { limit: 20 }).send()) {
    const done = await network.rpc
      .getTransaction(signature, { encoding: 'json', maxSupportedTransactionVersion: 0, commitment: 'confirmed' })
      .send();
    logged.unshift(...eventsIn(done?.meta?.logMessages ?? []).map(({ seq, event }) => `${seq} ${event}`));
  }
  expect(events.map((line) => line.replace(/^(\d+) \d+ (\w+).*$/, '$1 $2'))).toEqual(logged.slice(-7));
  expect(events.at(-1)).toMatch(/^\d+ \d+ ServicePaid service=\w+ payer=\w+ .*amount=12500000 fee=375000/);
});

test.skipIf(!binary)('what is no co-op, and a node that is not there, are said', async () => {
  const miller = (await stage.person('Miller')).address;
  expect(await read(network.rpcUrl, miller)).toMatchObject({
    ok: false,
    err: `reader: ${miller} is no account of a co-op\n`,
  });
  const [member] = await reads.members(network.rpc, stage.coop);
  expect((await read(network.rpcUrl, member!.address)).err).toMatch(/no co-op\n$/);
  expect((await read('http://127.0.0.1:9', stage.coop)).err).toMatch(/^reader: http:\/\/127\.0\.0\.1:9: /);
  expect((await read()).err).toMatch(/^reader: usage: /);
});
