/** Compares a network with a manifest. */
import type { Address } from '@solana/kit';
import type { Chain } from './chain';
import { addressOf } from './chain';
import { deployed } from './loader';
import { read, sha256 } from './manifest';
import { published, type Seed } from './metadata';

/** Returns a sentence for each difference from the manifest; `say` receives what matches. */
export async function check(chain: Chain, path: string, say: (line: string) => void): Promise<string[]> {
  const manifest = read(path);
  const program: Address = addressOf(manifest.program, 'the program');
  const { genesis, name } = await chain.network();
  say(`network    ${name ?? 'of your own'}, whose first block has the hash ${genesis}`);
  const there = await deployed(chain, program);
  if (!there) return [`There is no program at ${program} on this network.`];
  const wrong: string[] = [];
  if (there.hash === manifest.programHash)
    say(
      `program    ${program} has the code of release ${manifest.version}, hash ${there.hash}, deployed in slot ${there.slot}`,
    );
  else
    wrong.push(
      `The program ${program} has code with the hash ${there.hash}, deployed in slot ${there.slot}, and release ${manifest.version} has ${manifest.programHash}.`,
    );
  say(`authority  ${there.authority ? `${there.authority} can upgrade it` : 'nobody can upgrade it'}`);
  for (const [seed, file] of [
    ['idl', 'coop.idl.json'],
    ['security', 'security.json'],
  ] as const satisfies readonly (readonly [Seed, string])[]) {
    const { text, at } = await published(chain, program, seed);
    const pinned = manifest.artefacts.find((one) => one.name === file)?.sha256;
    if (text === undefined) say(`${seed.padEnd(10)} is not published`);
    else if (sha256(new TextEncoder().encode(text)) === pinned)
      say(`${seed.padEnd(10)} at ${at} is that of the release`);
    else wrong.push(`What is published as ${seed} at ${at} is not the ${file} of release ${manifest.version}.`);
  }
  return wrong;
}
