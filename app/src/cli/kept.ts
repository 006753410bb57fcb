/** What was signed and is not resolved, a file each, so that commands that run at once do not disturb each other. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Kept, Signed } from '../client';

/** Of one network: where a command asks another node of it, the list is the same. */
export function keptBy(url: string): Kept {
  const cluster = /(devnet|testnet|mainnet)/.exec(url)?.[1] ?? new URL(url).host.replace(/\W/g, '_');
  const folder = join(process.env.XDG_STATE_HOME ?? join(homedir(), '.local', 'state'), 'coop', 'signed', cluster);
  const at = (signature: string) => join(folder, `${signature}.json`);
  return {
    list() {
      mkdirSync(folder, { recursive: true });
      return readdirSync(folder).filter((name) => name.endsWith('.json')).flatMap((name) => {
        try {
          return [JSON.parse(readFileSync(join(folder, name), 'utf8')) as Signed];
        } catch {
          return []; // another command has just resolved it
        }
      });
    },
    add(signed) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(at(signed.signature), JSON.stringify(signed));
    },
    drop: (signature) => rmSync(at(signature), { force: true }),
  };
}
