/** Signed transactions whose outcome is unknown, or was known less than an hour ago, one file each, so that commands that run at the same time do not interfere. */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { Kept, Signed } from '../client';

/** The store for all networks; each entry names its own. Failures to read or write are passed to `warn`, not thrown. */
export function keptBy(warn: (why: string) => void): Kept {
  // an empty or a relative folder, which the specification of these variables ignores, would be another one from each place
  const { XDG_STATE_HOME: given = '' } = process.env;
  const folder = join(isAbsolute(given) ? given : join(homedir(), '.local', 'state'), 'coop', 'signed');
  const at = (signature: string) => join(folder, `${signature}.json`);
  const orElse = <T>(what: () => T, otherwise: T): T => {
    try {
      return what();
    } catch (failed) {
      if ((failed as { code?: unknown }).code !== 'ENOENT')
        warn(`what was signed is not kept: ${(failed as Error).message}`);
      return otherwise;
    }
  };
  return {
    tellsFor: 86_400, // a script that tries again has read nothing
    list: () =>
      orElse(() => readdirSync(folder), [])
        .filter((name) => name.endsWith('.json'))
        .flatMap((name) => orElse(() => [JSON.parse(readFileSync(join(folder, name), 'utf8')) as Signed | null], []))
        .filter((signed): signed is Signed => typeof signed?.network === 'string'),
    add: (signed) =>
      orElse(() => {
        mkdirSync(folder, { recursive: true });
        writeFileSync(`${at(signed.signature)}.new`, JSON.stringify(signed));
        renameSync(`${at(signed.signature)}.new`, at(signed.signature));
      }, undefined),
    drop: (signature) => orElse(() => rmSync(at(signature), { force: true }), undefined),
  };
}
