/** `publish` and `check`, as called by `cargo xtask publish` and `cargo xtask verify --cluster`. */
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { createKeyPairSignerFromBytes, type KeyPairSigner } from '@solana/kit';
import { addressOf, Chain, urlOf } from './chain';
import { check } from './check';
import { load } from './manifest';
import { publish, type Heir } from './walk';

const say = (line: string) => void process.stdout.write(`${line}\n`);

/** The key in a file in the format of Solana's tools. Its contents are never printed. */
async function keyOf(path: string, option: string): Promise<KeyPairSigner> {
  let bytes: unknown;
  try {
    bytes = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    throw new Error(
      `${path} cannot be read as a key: give a file of 64 numbers, as \`solana-keygen\` writes it, as --${option}`,
    );
  }
  if (!Array.isArray(bytes) || bytes.length !== 64)
    throw new Error(`${path} is no key: a key file is a list of 64 numbers`);
  return createKeyPairSignerFromBytes(Uint8Array.from(bytes as number[]));
}

/** Asks at the terminal; without one it throws, so that nothing is sent. */
async function ask(question: string): Promise<boolean> {
  if (!process.stdin.isTTY)
    throw new Error(
      `${question} There is no terminal to ask at. Give --yes to agree to every step beforehand; nothing was sent for this one.`,
    );
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await lines.question(`${question} [y/n] `)).trim());
  } finally {
    lines.close();
  }
}

function heirOf(written: string | undefined): Heir | undefined {
  if (written === undefined) return undefined;
  return written === 'none' ? 'none' : { coop: addressOf(written, 'a co-op, nor “none”') };
}

async function main(): Promise<void> {
  const {
    positionals: [word],
    values,
  } = parseArgs({
    allowPositionals: true,
    options: {
      manifest: { type: 'string' },
      cluster: { type: 'string' },
      keypair: { type: 'string' },
      'program-keypair': { type: 'string' },
      authority: { type: 'string' },
      proposal: { type: 'string' },
      yes: { type: 'boolean', default: false },
    },
  });
  if (!values.manifest) throw new Error('no manifest is named: give the file as --manifest');
  if (!values.cluster)
    throw new Error(
      'no network is named: give --cluster localhost, devnet, testnet, mainnet-beta, or the address of a node',
    );
  const chain = new Chain(urlOf(values.cluster));
  if (word === 'check') {
    const wrong = await check(chain, values.manifest, say);
    if (wrong.length > 0) throw new Error(`this network does not have the release:\n  ${wrong.join('\n  ')}`);
    return;
  }
  const key = values['program-keypair'];
  await publish({
    chain,
    say,
    release: load(values.manifest),
    heir: heirOf(values.authority),
    proposal: values.proposal === undefined ? undefined : addressOf(values.proposal, 'a proposal'),
    payer: await keyOf(values.keypair ?? join(homedir(), '.config/solana/id.json'), 'keypair'),
    programKey: key === undefined ? undefined : await keyOf(key, 'program-keypair'),
    ask: values.yes ? (question) => (say(`${question} Yes, by --yes.`), Promise.resolve(true)) : ask,
  });
}

main().catch((failed: unknown) => {
  process.stderr.write(`publish: ${(failed as Error).message}\n`);
  process.exitCode = 1;
});
