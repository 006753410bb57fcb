// The built command line in a shell of its own on a network of its own: people with keys, and what they do.
import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Address } from '@solana/kit';
import { expect } from 'vitest';
import { secretOf, startNetwork, walletOf, type Network } from '../src/local/network';

export interface Ran {
  code: number;
  out: string;
  err: string;
}
export interface Shell {
  network: Network;
  folder: string;
  /** Environment variables of commands: `COOP` is the co-op. */
  env: Record<string, string>;
  key: (name: string) => string;
  wallet: (name: string) => Address;
  run: (...words: string[]) => Promise<Ran>;
  /** Runs a command as a person; fails the test if it is refused. */
  as: (name: string, ...words: string[]) => Promise<string>;
  /** A person with a key file, SOL and tokens; `units` 0: no tokens. */
  person: (name: string, units?: bigint) => Promise<void>;
}

/** Runs the built command line once; standard input is only what is given. */
export const coop = (words: readonly string[], env: Record<string, string>, piped = ''): Promise<Ran> =>
  new Promise((done) => {
    const child = execFile(
      process.execPath,
      ['dist/cli/coop.mjs', ...words],
      { env: { ...process.env, SOLANA_CONFIG: '/nowhere', ...env }, maxBuffer: 1 << 26 },
      (failed, out, err) => done({ code: failed ? Number(failed.code ?? 1) : 0, out, err }),
    );
    child.stdin!.on('error', () => {}); // a command that is refused at once reads nothing
    child.stdin!.end(piped);
  });
/** Writes a person's key file. */
export async function keyFile(folder: string, name: string): Promise<string> {
  const path = join(folder, `${name}.json`);
  writeFileSync(path, JSON.stringify([...(await secretOf(name))]));
  return path;
}

export async function startShell(people: readonly string[]): Promise<Shell> {
  const network = await startNetwork();
  const folder = mkdtempSync(join(tmpdir(), 'coop-cli-'));
  const wallets = new Map<string, Address>();
  const shell: Shell = {
    network,
    folder,
    env: {},
    key: (name) => join(folder, `${name}.json`),
    wallet: (name) => wallets.get(name)!,
    run: (...words) => coop(['-u', network.rpcUrl, ...words], { XDG_STATE_HOME: folder, ...shell.env }),
    async as(name, ...words) {
      const { code, out, err } = await shell.run('-k', shell.key(name), ...words);
      expect({ words, code, err: code === 0 ? '' : err }).toEqual({ words, code: 0, err: '' });
      return out;
    },
    async person(name, units) {
      const { address } = await walletOf(name);
      if (units === 0n) await network.surfnet.fundSol(address, 10_000_000_000);
      else await network.person(name, units);
      await keyFile(folder, name);
      wallets.set(name, address);
    },
  };
  for (const name of people) await shell.person(name);
  return shell;
}

/** A pool for three people that opens in a minute. */
export const POOL = {
  minRaise: 300,
  maxRaise: 1000,
  minMembers: 3,
  minUse: 0,
  maxPledge: 500,
  maxUse: 0,
  opens: '+1m',
  withdrawUntil: '+20d',
  deadline: '+30d',
  stay: '30d',
  useBondBps: 0,
};

/** Founds a co-op whose members pledge to its pool, settles that, and has the last of them offer a service, Bread. */
export async function liveCoop(
  { network, as, wallet, env }: Shell,
  people: readonly [string, string, string],
  more: readonly string[] = [],
): Promise<string> {
  const [founder] = people;
  const { coop } = JSON.parse(
    await as(
      founder,
      '--json',
      'found',
      'From the shell',
      '--mint',
      network.mint,
      '--pool',
      JSON.stringify(POOL),
      ...more,
    ),
  ) as { coop: string };
  env.COOP = coop;
  for (const [i, name] of people.slice(1).entries()) {
    await as(name, 'join', '--name', name[0]!.toUpperCase() + name.slice(1));
    for (const voucher of people.slice(0, i + 1)) await as(voucher, 'vouch-for', wallet(name));
    await as(founder, 'chores', '--do');
  }
  await network.pass(120);
  for (const name of people) await as(name, 'pledge', '0', '120.5');
  await network.pass(31 * 86_400);
  await as(founder, 'settle-pool', '0');
  for (const name of people) await as(name, 'claim');
  await as(people[2], 'register-service', 'Bread', '300');
  return coop;
}
