/** A release in a folder: its manifest, and the artefacts beside it, with the hashes in the manifest. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Address } from '@solana/kit';
import { addressOf } from './chain';

export interface Release {
  version: string;
  commit: string;
  draft: boolean;
  program: Address;
  /** SHA-256 of the program without trailing zeros. */
  hash: string;
  elf: Uint8Array;
  idl: string;
  security: string;
}
interface Manifest {
  format: number;
  version: string;
  commit: string;
  draft: boolean;
  program: string;
  programHash: string;
  artefacts: { name: string; bytes: number; sha256: string }[];
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A program without trailing zeros, of which its account can have any number. */
export function code(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end -= 1;
  return bytes.subarray(0, end);
}

/** Reads the manifest alone, to compare a network with it. */
export function read(path: string): Manifest {
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
  if (manifest.format !== 1 || !Array.isArray(manifest.artefacts))
    throw new Error(`${path} is no manifest of a release: \`cargo xtask release\` writes one`);
  return manifest;
}

/** Reads a release; throws if an artefact differs from the manifest. */
export function load(path: string): Release {
  const manifest = read(path);
  const bytes = (name: string) => {
    const pinned = manifest.artefacts.find((one) => one.name === name);
    if (!pinned) throw new Error(`${path} lists no ${name}: make the release again`);
    const file = join(dirname(path), name);
    const found = readFileSync(file);
    const hash = sha256(found);
    if (hash !== pinned.sha256)
      throw new Error(
        `${file} has SHA-256 ${hash}, and the manifest has ${pinned.sha256}: it was changed after the release was made. Make the release again.`,
      );
    return new Uint8Array(found);
  };
  const elf = bytes('coop.so');
  const hash = sha256(code(elf));
  if (hash !== manifest.programHash)
    throw new Error(
      `the program's hash is ${hash}, and ${path} has ${manifest.programHash}: the manifest was changed. Make the release again.`,
    );
  const text = (name: string) => new TextDecoder().decode(bytes(name));
  const idl = text('coop.idl.json');
  const program = addressOf(manifest.program, 'the program');
  const of = (JSON.parse(idl) as { address: string }).address;
  if (of !== program)
    throw new Error(`the IDL is of the program ${of}, and the manifest of ${program}: make the release again`);
  return {
    version: manifest.version,
    commit: manifest.commit,
    draft: manifest.draft,
    program,
    hash,
    elf,
    idl,
    security: text('security.json'),
  };
}
