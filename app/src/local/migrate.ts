/**
 * `anchor migrate`: deploys the program where it is missing, and founds a sample co-op on a local network. What exists is left as
 * it is. Nothing is published: no IDL is uploaded. Before money of any worth is spent, somebody is asked.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, openSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { ReadStream } from 'node:tty';
import { getCreateAccountInstruction } from '@solana-program/system';
import { getInitializeMint2Instruction, getMintSize, TOKEN_PROGRAM_ADDRESS } from '@solana-program/token';
import { createKeyPairSignerFromBytes, createSolanaRpc, lamports, type Address, type KeyPairSigner } from '@solana/kit';
import { addresses, clusterOf, flows, reads, send, sentence, units, words, type Reader } from '../client';
import { COOP_PROGRAM_ADDRESS } from '../generated';
import { elf, walletOf } from './network';
import { poolTerms } from './story';

export interface Migration {
  url: string;
  secretKey: Uint8Array;
  /** The file of the same key, for the deployment. */
  keypair: string;
  /** The address to deploy the program to; by default the client's own. */
  program?: Address;
  say?: (line: string) => void;
  /** Answers questions before money of any worth is spent. */
  ask?: (question: string) => Promise<string>;
}

/** Whether the node is on this machine, and no tunnel to a public network. */
async function isLocal(rpc: Reader, url: string): Promise<boolean> {
  return ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname) && (await clusterOf(rpc)) === undefined;
}

/** Asks at the terminal, even if standard input is not passed on, as under `anchor migrate`. */
async function atTerminal(question: string): Promise<string> {
  let terminal: ReadStream;
  try {
    terminal = new ReadStream(openSync('/dev/tty', 'r'));
  } catch {
    throw new Error(
      `${question}\nThere is no terminal to ask at: COOP_MIGRATE=yes says so beforehand. Nothing was done.`,
    );
  }
  const lines = createInterface({ input: terminal, output: process.stderr });
  try {
    return await lines.question(`${question} Type yes: `);
  } finally {
    lines.close();
    terminal.destroy();
  }
}

async function deploy(
  rpc: Reader,
  m: Migration & { program: Address; say: (line: string) => void },
  local: boolean,
): Promise<void> {
  const file = elf();
  const code = readFileSync(file);
  const own = `${process.env.CARGO_TARGET_DIR ?? 'target'}/deploy/coop-keypair.json`;
  const signer = existsSync(own)
    ? (await createKeyPairSignerFromBytes(Uint8Array.from(JSON.parse(readFileSync(own, 'utf8')) as number[]))).address
    : undefined;
  if (signer !== m.program) {
    // surfpool writes a program to any address without its key; no other network does
    if (local && (await written(m.url, m.program, code)))
      return m.say(`deployed       ${file}, ${code.length} bytes, by surfpool`);
    throw new Error(
      `the program is to be at ${m.program}, and ${own} is ${signer ? `the key of ${signer}` : 'not there'}. ` +
        'Deploy under a key of yours: `anchor keys sync`, `cargo xtask idl`, `cargo xtask client`, and build again.',
    );
  }
  const rent = await rpc.getMinimumBalanceForRentExemption(BigInt(code.length + 45)).send();
  if (!local && process.env.COOP_MIGRATE !== 'yes') {
    const cost = `about ${units.formatAmount(rent, 9)} SOL`;
    const answer = await (m.ask ?? atTerminal)(
      `Deploy ${code.length} bytes to ${m.url}, and pay ${cost} from ${m.keypair}?`,
    );
    if (answer.trim() !== 'yes') throw new Error('nothing was deployed');
  }
  // --no-idl: anchor would publish it
  const words = [
    'program',
    'deploy',
    file,
    '--program-keypair',
    own,
    '--no-idl',
    '--provider.cluster',
    m.url,
    '--provider.wallet',
    m.keypair,
  ];
  if (spawnSync('anchor', words, { stdio: ['ignore', 'inherit', 'inherit'] }).status !== 0)
    throw new Error('anchor did not deploy the program');
  m.say(`deployed       ${file}, ${code.length} bytes`);
}

/** Writes the program with a request that only surfpool has; returns whether that worked. */
async function written(url: string, program: Address, code: Uint8Array): Promise<boolean> {
  const params = [program, Buffer.from(code).toString('hex'), 0];
  const asked = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'surfnet_writeProgram', params }),
  });
  return asked.ok && !('error' in ((await asked.json()) as object));
}

/** Creates the mint of all local networks, whose keys are public. */
async function localMint(rpc: Reader, by: KeyPairSigner) {
  const mint = await walletOf('mint');
  const { value } = await rpc.getAccountInfo(mint.address, { encoding: 'base64', commitment: 'confirmed' }).send();
  if (!value) {
    const space = BigInt(getMintSize());
    const rent = await rpc.getMinimumBalanceForRentExemption(space).send();
    await send(rpc, by, [
      getCreateAccountInstruction({
        payer: by,
        newAccount: mint,
        lamports: rent,
        space,
        programAddress: TOKEN_PROGRAM_ADDRESS,
      }),
      getInitializeMint2Instruction({
        mint: mint.address,
        decimals: 6,
        mintAuthority: (await walletOf('mint authority')).address,
      }),
    ]);
  }
  return mint.address;
}

async function sample(rpc: Reader, by: KeyPairSigner, say: (line: string) => void): Promise<void> {
  const coop = await addresses.coopOf(by.address, 1n);
  const { value } = await rpc.getAccountInfo(coop, { encoding: 'base64', commitment: 'confirmed' }).send();
  if (value) return say(`sample co-op   ${coop}, there already`);
  if ((await rpc.getBalance(by.address, { commitment: 'confirmed' }).send()).value < 1_000_000_000n) {
    await rpc.requestAirdrop(by.address, lamports(10_000_000_000n), { commitment: 'confirmed' }).send();
  }
  const mint = await localMint(rpc, by);
  const { decimals } = await reads.token(rpc, mint);
  const made = await flows.found(rpc, by, {
    id: 1n,
    name: 'Sample co-op',
    mint,
    statutesUri: '',
    statutesHash: new Uint8Array(32),
    charter: words.usualCharter(decimals),
    pool: poolTerms((await reads.clock(rpc)) + 60n, 10n ** BigInt(decimals)),
  });
  await send(rpc, by, made.instructions);
  say(`sample co-op   ${coop}, founded; its pool opens in a minute`);
}

export async function migrate(m: Migration): Promise<void> {
  const say = m.say ?? ((line: string) => void process.stdout.write(`${line}\n`));
  const rpc = createSolanaRpc(m.url);
  const by = await createKeyPairSignerFromBytes(m.secretKey);
  const program = m.program ?? COOP_PROGRAM_ADDRESS;
  try {
    const local = await isLocal(rpc, m.url);
    say(`network        ${m.url}${local ? ', local' : ''}`);
    const { value } = await rpc.getAccountInfo(program, { encoding: 'base64', commitment: 'confirmed' }).send();
    if (value?.executable) say(`program        ${program}, there already`);
    else await deploy(rpc, { ...m, program, say }, local);
    if (local) await sample(rpc, by, say);
  } catch (failed) {
    throw new Error(sentence(failed), { cause: failed });
  }
}
