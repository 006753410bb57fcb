// `anchor migrate` without Anchor: what it does on an empty network, and what it leaves alone.
import { afterEach, expect, test, vi } from 'vitest';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import type { Address } from '@solana/kit';
import { addresses, reads, rules } from '../src/client';
import { COOP_PROGRAM_ADDRESS } from '../src/generated';
import { forward } from '../src/local/forward';
import { migrate, type Migration } from '../src/local/migrate';
import { elf, secretOf, startNetwork, walletOf, type Network } from '../src/local/network';
import { faults, PUBLIC_NETWORKS } from './faults';

let network: Network;
afterEach(() => {
  network?.stop();
  vi.unstubAllEnvs();
});

async function run(url: string, more: Partial<Migration> = {}): Promise<string[]> {
  const lines: string[] = [];
  const ask = () => Promise.reject(new Error('nobody is to be asked'));
  await migrate({
    url,
    secretKey: await secretOf('deployer'),
    keypair: 'deployer.json',
    say: (line) => lines.push(line),
    ask,
    ...more,
  });
  return lines;
}
/** A target folder without the program's key, which only its owner has. */
function withoutKey(): string {
  const target = mkdtempSync(`${tmpdir()}/coop-migrate-`);
  vi.stubEnv('COOP_ELF', elf());
  vi.stubEnv('CARGO_TARGET_DIR', target);
  return target;
}
/** The network under an address that does not look like this machine's. */
async function elsewhere(): Promise<string> {
  const port = 40_000 + Math.floor(Math.random() * 20_000);
  expect(await forward(port, network.rpcUrl, '127.0.0.2')).toBe(true);
  return `http://127.0.0.2:${port}`;
}
const isThere = async (program: Address) =>
  (await network.rpc.getAccountInfo(program, { encoding: 'base64' }).send()).value !== null;

test('the program is deployed and a co-op founded, once', async () => {
  withoutKey();
  network = await startNetwork({ bare: true });
  const first = await run(network.rpcUrl);
  expect(first.join('\n')).toMatch(/deployed .* bytes, by surfpool\nsample co-op .*, founded/);
  const { address } = await walletOf('deployer');
  const coop = await addresses.coopOf(address, 1n);
  const { coop: founded } = await reads.site(network.rpc, coop, address);
  expect([rules.coopStatus(founded), founded.members, founded.pools]).toEqual(['forming', 1, 1]);
  const again = await run(network.rpcUrl);
  expect(again.join('\n')).toMatch(/program .*, there already\nsample co-op .*, there already/);
  expect(await reads.coops(network.rpc)).toHaveLength(1);
});

test("where the network is not this machine's, nothing is spent unless someone says yes", async () => {
  const target = withoutKey();
  network = await startNetwork({ bare: true });
  const url = await elsewhere();
  // without the program's key it does not ask, but reports what is missing
  await expect(run(url)).rejects.toThrow(/the program is to be at CGM9p2.* is not there/);
  // with a key, at that key's address
  const { address: program } = await walletOf('program');
  mkdirSync(`${target}/deploy`);
  writeFileSync(`${target}/deploy/coop-keypair.json`, JSON.stringify([...(await secretOf('program'))]));
  for (const answer of ['no', '', 'y']) {
    const asked: string[] = [];
    const ask = (question: string) => (asked.push(question), Promise.resolve(answer));
    await expect(run(url, { program, ask })).rejects.toThrow('nothing was deployed');
    expect(asked.join()).toMatch(/^Deploy \d+ bytes to http:.*, and pay about \d\.\d+ SOL from deployer\.json\?$/);
  }
  expect(await isThere(program)).toBe(false);
});

test('a tunnel to a public network is that network, though it begins on this machine', async () => {
  network = await startNetwork({ bare: true });
  await network.surfnet.deploy({ programId: COOP_PROGRAM_ADDRESS, soPath: elf() });
  for (const [genesis] of PUBLIC_NETWORKS) {
    const tunnel = await faults(network.rpcUrl, (method) =>
      method === 'getGenesisHash' ? { result: genesis } : 'pass',
    );
    expect((await run(tunnel.url)).join('\n')).toMatch(/program .*, there already$/); // and no sample co-op
    tunnel.stop();
  }
  expect(await reads.coops(network.rpc)).toEqual([]);
});

test("where the network is not this machine's, no sample is founded", async () => {
  network = await startNetwork({ bare: true });
  await network.surfnet.deploy({ programId: COOP_PROGRAM_ADDRESS, soPath: elf() });
  expect((await run(await elsewhere())).join('\n')).toMatch(/127\.0\.0\.2:\d+\nprogram .*, there already$/);
  expect(await reads.coops(network.rpc)).toEqual([]);
});
