// The command publishes a release: deploys in parts, upgrades, passes the authority on to nobody or a co-op, and compares.
import { createHash } from 'node:crypto';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ASSOCIATED_TOKEN_PROGRAM_ADDRESS } from '@solana-program/token';
import { getAddressDecoder, getAddressEncoder, type Address } from '@solana/kit';
import { afterAll, expect, test } from 'vitest';
import { Chain } from '../../tools/publish/src/chain';
import { buffer } from '../../tools/publish/src/loader';
import { load } from '../../tools/publish/src/manifest';
import { publish, type Walk } from '../../tools/publish/src/walk';
import { addresses, flows, reads, rules } from '../src/client';
import { COOP_PROGRAM_ADDRESS } from '../src/generated';
import { found, start } from '../src/local/story';
import { elf, startNetwork, walletOf, type Network } from '../src/local/network';
import { faults, PUBLIC_NETWORKS } from './faults';
import { coop, keyFile, type Ran } from './shell';

const LOADER = 'BPFLoaderUpgradeab1e11111111111111111111111' as Address;
const ELF = readFileSync(elf());
/** Another program: bytes are appended that its loader, reading only to the end of the sections, ignores. */
const OTHER = Buffer.concat([ELF, Buffer.alloc(3_000, 7)]);
/** Another program, and a small one: that of associated token accounts, as the network has it, and a byte that its loader ignores. */
async function small({ rpc }: Network): Promise<Buffer> {
  const { value } = await rpc.getAccountInfo(ASSOCIATED_TOKEN_PROGRAM_ADDRESS, { encoding: 'base64' }).send();
  return Buffer.concat([Buffer.from(value!.data[0], 'base64'), Buffer.of(7)]);
}
const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

const networks: Network[] = [];
const folderFor = (what: string) => mkdtempSync(join(tmpdir(), `coop-${what}-`));
afterAll(() => {
  for (const network of networks) network.stop();
});
async function fresh(options: { bare?: boolean } = {}): Promise<Network> {
  const network = await startNetwork(options);
  networks.push(network);
  return network;
}

/** A release in a folder, as `cargo xtask release` writes it; `change` damages it. */
function release(program: string, code: Uint8Array, draft = true, change: (folder: string) => void = () => {}): string {
  const folder = folderFor('release');
  const idl = JSON.stringify({ ...(JSON.parse(readFileSync('../idl/coop.json', 'utf8')) as object), address: program });
  const files: Record<string, Uint8Array> = {
    'coop.so': code,
    'coop.idl.json': Buffer.from(idl),
    'security.json': readFileSync('../security.json'),
  };
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
  writeFileSync(
    join(folder, 'manifest.json'),
    JSON.stringify({
      format: 1,
      name: 'coop',
      version: '0.1.0',
      draft,
      commit: 'c0ffee',
      program,
      programHash: hash(code),
      locks: [],
      tools: [],
      artefacts: Object.entries(files).map(([name, bytes]) => ({ name, bytes: bytes.length, sha256: hash(bytes) })),
    }),
  );
  change(folder);
  return join(folder, 'manifest.json');
}

/** Runs the command in a process of its own. */
const command = (...words: string[]): Promise<Ran> =>
  new Promise((done) => {
    // as `tsx` does, without a process of its own in between
    execFile(process.execPath, ['--import', 'tsx', '../tools/publish/src/main.ts', ...words], (failed, out, err) =>
      done({ code: failed ? Number(failed.code ?? 1) : 0, out, err }),
    );
  });
const folder = folderFor('keys');
const publishing = async (network: Network, manifest: string, ...words: string[]): Promise<Ran> =>
  command(
    'publish',
    '--manifest',
    manifest,
    '--cluster',
    network.rpcUrl,
    '--keypair',
    await keyFile(folder, 'deployer'),
    ...words,
  );
async function publishes(...of: Parameters<typeof publishing>): Promise<string> {
  const { code, out, err } = await publishing(...of);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return out;
}
async function refuses(...of: Parameters<typeof publishing>): Promise<string> {
  const { code, err } = await publishing(...of);
  expect(code).toBe(1);
  return err;
}

/** The loader's account, read by its documented layout: a tag of 4 bytes, the slot, the authority if there is one, the code. */
async function kept(
  network: Network,
  program: Address,
): Promise<{ authority: string | undefined; code: Buffer; data: Address }> {
  const bytes = async (at: Address) =>
    Buffer.from((await network.rpc.getAccountInfo(at, { encoding: 'base64' }).send()).value!.data[0], 'base64');
  const account = await bytes(program);
  expect(account.readUInt32LE(0)).toBe(2);
  const data = getAddressDecoder().decode(account, 4);
  const all = await bytes(data);
  expect(all.readUInt32LE(0)).toBe(3);
  return { authority: all[12] === 1 ? getAddressDecoder().decode(all, 13) : undefined, code: all.subarray(45), data };
}
const sol = async (network: Network, at: Address) => (await network.rpc.getBalance(at).send()).value;

test(
  'a release is deployed, skipped the second time, upgraded to a longer one, and given up for ever',
  { timeout: 300_000 },
  async () => {
    const network = await fresh({ bare: true });
    const [deployer, program] = [await walletOf('deployer'), (await walletOf('program')).address];
    await network.surfnet.fundSol(deployer.address, 20_000_000_000);
    const key = await keyFile(folder, 'program');
    // a small program, then zeros, which need no writing, and a byte that its loader ignores
    const its = await small(network);
    const code = Buffer.concat([its, Buffer.alloc(2 * its.length), Buffer.of(7)]);
    const first = release(program, code);
    const [keyless, unasked] = await Promise.all([
      refuses(network, first),
      refuses(network, first, '--program-keypair', key),
    ]);
    expect(keyless).toMatch(new RegExp(`a first deployment to ${program} takes the key of that address`));
    expect(unasked).toMatch(/There is no terminal to ask at. Give --yes/);

    const before = await sol(network, deployer.address);
    const out = await publishes(network, first, '--program-keypair', key, '--yes');
    expect(out).toMatch(/Deploy the program to .*\? Yes, by --yes/);
    const there = await kept(network, program);
    expect(there.code.equals(code)).toBe(true);
    expect(there.authority).toBe(deployer.address);
    // the payer lost exactly the rent and fees that were announced, at the network's prices
    const [, rent, fee] = /holds ([\d.]+) SOL as rent, costs ([\d.]+) SOL as fees/.exec(out)!;
    const gone = before - (await sol(network, deployer.address));
    expect(Number(gone)).toBe(Math.round((Number(rent) + Number(fee)) * 1e9));
    const held = await Promise.all([program, there.data].map((at) => sol(network, at)));
    expect(Math.round(Number(rent) * 1e9)).toBe(Number(held[0]! + held[1]!));
    // this network has no Program Metadata program
    expect(out).toMatch(/IDL .* is not published, as this network has no Program Metadata program/);

    const [again, left] = [await publishes(network, first, '--yes'), await sol(network, deployer.address)];
    expect(again).toMatch(/program .* has the code of the manifest/);
    expect(again).not.toMatch(/Yes, by/);
    expect(await sol(network, deployer.address)).toBe(left);

    const longer = Buffer.concat([code, Buffer.alloc(3_000, 7)]);
    const second = release(program, longer);
    expect((await command('check', '--manifest', second, '--cluster', network.rpcUrl)).err).toMatch(
      new RegExp(`has code with the hash ${hash(code)}.*release 0.1.0 has ${hash(longer)}`),
    );
    const upgraded = await publishes(network, second, '--yes');
    expect(upgraded).toMatch(/an upgrade from the code .*, after its data has grown/);
    const starts = Array.from({ length: Math.ceil(longer.length / 950) }, (_, i) => i * 950);
    const written = starts.filter((start) => longer.subarray(start, start + 950).some((byte) => byte !== 0)).length;
    expect(written).toBeLessThan(starts.length / 2);
    expect(upgraded).toMatch(new RegExp(`a buffer, \\w+; ${written} transactions write what is missing in it`));
    const now = await kept(network, program);
    expect(now.code.subarray(0, longer.length).equals(longer)).toBe(true);
    expect(now.code.subarray(longer.length).every((byte) => byte === 0)).toBe(true);
    expect(now.code.length - code.length).toBe(10_240);
    const checked = await command('check', '--manifest', second, '--cluster', network.rpcUrl);
    expect(checked).toMatchObject({ code: 0, err: '' });
    expect(checked.out).toMatch(
      new RegExp(`has the code of release 0.1.0, hash ${hash(longer)}[^]*${deployer.address} can upgrade it`),
    );

    expect(await publishes(network, second, '--authority', 'none', '--yes')).toMatch(
      /is given up: nobody can ever change the program again/,
    );
    expect((await kept(network, program)).authority).toBeUndefined();
    expect(await publishes(network, second, '--authority', 'none', '--yes')).toMatch(/the upgrade authority is nobody/);
    expect((await command('check', '--manifest', second, '--cluster', network.rpcUrl)).out).toMatch(
      /nobody can upgrade it/,
    );
    expect(await refuses(network, first, '--yes')).toMatch(/has other code.*nobody can upgrade it/);
  },
);

test('a deployment that breaks off goes on where it stopped', { timeout: 300_000 }, async () => {
  const network = await fresh({ bare: true });
  const [payer, programKey] = [await walletOf('deployer'), await walletOf('program')];
  await network.surfnet.fundSol(payer.address, 20_000_000_000);
  const code = await small(network);
  const loaded = load(release(programKey.address, code));
  let left = 60;
  class Breaking extends Chain {
    override send(...sent: Parameters<Chain['send']>) {
      if ((left -= 1) < 0) throw new Error('the line is cut');
      return super.send(...sent);
    }
  }
  const said: string[] = [];
  const walk = (chain: Chain) =>
    ({
      chain,
      release: loaded,
      payer,
      programKey,
      say: (line: string) => said.push(line),
      ask: () => Promise.resolve(true),
    }) as unknown as Walk;
  await expect(publish(walk(new Breaking(network.rpcUrl)))).rejects.toThrow('the line is cut');
  const chain = new Chain(network.rpcUrl);
  const parts = Math.ceil(code.length / 950);
  const { missing, lamports } = await buffer(chain, payer.address, loaded.elf);
  // one of the sixty transactions created the buffer; zeros need no writing
  expect(missing.length).toBeGreaterThan(parts - 100);
  expect(missing.length).toBeLessThanOrEqual(parts - 59);
  expect(lamports).toBeGreaterThan(0n);
  said.length = 0;
  expect(await publish(walk(chain))).toBe(1);
  expect(said.join('\n')).toMatch(new RegExp(`the buffer .* is there already; ${missing.length} transactions`));
  expect((await kept(network, programKey.address)).code.equals(code)).toBe(true);
  // the buffer is gone
  expect(await sol(network, (await buffer(chain, payer.address as never, loaded.elf)).at)).toBe(0n);
});

test('steps without consent are not done, and a draft is not published on public networks', async () => {
  const network = await fresh({ bare: true });
  const [payer, programKey] = [await walletOf('deployer'), await walletOf('program')];
  await network.surfnet.fundSol(payer.address, 20_000_000_000);
  const before = await sol(network, payer.address);
  const asked: string[] = [];
  const walk = (chain: Chain, manifest: string) =>
    ({
      chain,
      release: load(manifest),
      payer,
      programKey,
      say: () => {},
      ask: (question: string) => (asked.push(question), Promise.resolve(false)),
    }) as unknown as Walk;
  expect(await publish(walk(new Chain(network.rpcUrl), release(programKey.address, ELF)))).toBe(0);
  expect(asked).toEqual([`Deploy the program to ${programKey.address}?`]);
  expect(await sol(network, payer.address)).toBe(before);
  for (const [genesis, name] of PUBLIC_NETWORKS) {
    const tunnel = await faults(network.rpcUrl, (method) =>
      method === 'getGenesisHash' ? { result: genesis } : 'pass',
    );
    await expect(publish(walk(new Chain(tunnel.url), release(programKey.address, ELF)))).rejects.toThrow(
      `a draft is not published on ${name}`,
    );
    expect(await publish(walk(new Chain(tunnel.url), release(programKey.address, ELF, false)))).toBe(0);
    tunnel.stop();
  }
});

test('what was changed after the release is refused before anything is sent', async () => {
  const network = await fresh({ bare: true });
  const { address } = await walletOf('program');
  const changed = Buffer.from(ELF);
  changed[1_000]! ^= 1;
  const cases: [RegExp, (folder: string) => void][] = [
    [
      /coop\.so has SHA-256 .*it was changed after the release was made/,
      (at) => writeFileSync(join(at, 'coop.so'), changed),
    ],
    [/security\.json has SHA-256/, (at) => writeFileSync(join(at, 'security.json'), '{}')],
    [
      /the program's hash is .* the manifest was changed/,
      (at) => {
        const path = join(at, 'manifest.json');
        writeFileSync(
          path,
          readFileSync(path, 'utf8').replace(`"programHash":"${hash(ELF)}"`, `"programHash":"${hash(changed)}"`),
        );
      },
    ],
    [
      /the IDL is of the program .*, and the manifest of/,
      (at) => {
        const path = join(at, 'manifest.json');
        writeFileSync(path, readFileSync(path, 'utf8').replace(`"program":"${address}"`, `"program":"${LOADER}"`));
      },
    ],
    [/is no manifest of a release/, (at) => writeFileSync(join(at, 'manifest.json'), '{"format":2}')],
  ];
  const refused = cases.map(async ([sentence, change]) =>
    expect(await refuses(network, release(address, ELF, true, change), '--yes')).toMatch(sentence),
  );
  await Promise.all(refused);
  const good = release(address, ELF);
  const key = await keyFile(folder, 'program');
  const [poor, ...others] = await Promise.all([
    refuses(network, good, '--program-keypair', key, '--yes'),
    command('publish', '--manifest', good),
    command('publish', '--manifest', good, '--cluster', 'moonnet'),
    command('check', '--manifest', good, '--cluster', network.rpcUrl),
  ]);
  expect(poor).toMatch(/has 0 SOL, and this step takes .* send it SOL first/);
  expect(others.map(({ err }) => err)).toEqual([
    expect.stringMatching(/no network is named/),
    expect.stringMatching(/“moonnet” is no network/),
    expect.stringMatching(/There is no program at/),
  ]);
});

test(
  'a co-op holds the upgrade authority, and its members upgrade the program that they run on',
  { timeout: 300_000 },
  async () => {
    const network = await fresh();
    const { rpc } = network;
    const deployer = await network.person('deployer');
    await network.surfnet.fundSol(deployer.address, 30_000_000_000);
    // surfpool deployed it without a key: makes the deployer its authority
    const { data } = await kept(network, COOP_PROGRAM_ADDRESS);
    const head = Buffer.alloc(45);
    head.writeUInt32LE(3, 0);
    head[12] = 1;
    head.set(getAddressEncoder().encode(deployer.address), 13);
    await network.surfnet.setAccount(data, 5_000_000_000, Array.from(Buffer.concat([head, ELF])), LOADER);

    const stage = await found(network);
    await start(stage);
    const first = release(COOP_PROGRAM_ADDRESS, ELF);
    expect(await refuses(network, first, '--authority', deployer.address, '--yes')).toMatch(
      /is no co-op of the program/,
    );
    expect(await publishes(network, first, '--authority', stage.coop, '--yes')).toMatch(
      /a special resolution of its members upgrades the program/,
    );
    const agent = await addresses.agentOf(stage.coop);
    expect((await kept(network, COOP_PROGRAM_ADDRESS)).authority).toBe(agent);
    expect(await publishes(network, first, '--authority', stage.coop, '--yes')).toMatch(
      new RegExp(`the upgrade authority is the agent ${agent}`),
    );

    const second = release(COOP_PROGRAM_ADDRESS, OTHER);
    expect(await refuses(network, second, '--yes')).toMatch(new RegExp(`can be upgraded by ${agent} alone`));
    expect(await publishes(network, second, '--authority', stage.coop, '--yes')).toMatch(
      /grows from \d+ bytes of code[^]*Run the same command again/,
    );
    const out = await publishes(network, second, '--authority', stage.coop, '--yes');
    expect(out).toMatch(/passes to the co-op's agent .*: after that nobody can change it/);
    expect(await publishes(network, second, '--authority', stage.coop, '--yes')).toMatch(
      /the code waits in the buffer/,
    );

    // a member enters the command that was printed
    const [, program, accounts, call] = /coop propose invoke (\S+) '(.*)' ([0-9a-f]+) --why/.exec(out)!;
    const env = { COOP: stage.coop, XDG_STATE_HOME: folder };
    const proposed = await coop(
      [
        '-u',
        network.rpcUrl,
        '-k',
        await keyFile(folder, 'Ada'),
        'propose',
        'invoke',
        program!,
        accounts!,
        call!,
        '--why',
        'The next release.',
      ],
      env,
    );
    expect({ code: proposed.code, err: proposed.code ? proposed.err : '' }).toEqual({ code: 0, err: '' });
    const { index, address } = (await reads.proposals(rpc, stage.coop))[0]!;
    for (const name of ['Ada', 'Ben', 'Cleo', 'Dora', 'Emil'])
      await stage.does(name, 'castVote', { proposal: index, choice: 'yes' });
    const carry = [second, '--authority', stage.coop, '--proposal', address, '--yes'] as const;
    expect(await refuses(network, ...carry)).toMatch(/the network refuses a transaction/);
    expect((await kept(network, COOP_PROGRAM_ADDRESS)).code.subarray(0, ELF.length).equals(ELF)).toBe(true);
    // the vote, the time to leave, and the turn of the period
    const proposal = await reads.proposal(rpc, stage.coop, index);
    const { coop: terms } = await reads.site(rpc, stage.coop, deployer.address);
    const opens = [rules.opensAt(proposal), rules.periodEnds(terms)].reduce((a, b) => (a > b ? a : b));
    await network.pass(Number(opens - (await network.now())) + 60);
    await stage.flows('Ben', flows.close);
    expect(await publishes(network, ...carry)).toMatch(/is carried out: the co-op's agent upgrades the program/);
    const now = await kept(network, COOP_PROGRAM_ADDRESS);
    expect(now.code.subarray(0, OTHER.length).equals(OTHER)).toBe(true);
    expect(now.authority).toBe(agent);
    // and the co-op still works with the new code
    await stage.does('Ada', 'setName', { name: 'Ada of the mill' });
    const checked = await command('check', '--manifest', second, '--cluster', network.rpcUrl);
    expect(checked.out).toMatch(new RegExp(`has the code of release[^]*${agent} can upgrade it`));
  },
);
