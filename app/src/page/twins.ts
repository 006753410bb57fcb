/** Co-ops whose names look alike. Apart, for only the list of all co-ops needs it. */
import type { Address } from '@solana/kit';
import type { At } from '../client';
import { capitals } from '../client/likeness';
import * as units from '../client/units';
import type { Coop } from '../generated';

/** Capitals of Cyrillic and Greek that look like the Latin ones below them. */
const OTHERS = 'АВЕКМНОРСТУХІЈЅҺԀԚԜΑΒΕΖΗΙΚΜΝΟΡΤΥΧ';
const LATIN = 'ABEKMHOPCTYXIJSHDQWABEZHIKMNOPTYX';
/** A name as a hasty eye takes it: without case, spaces, marks and signs, and in one alphabet. */
const nameLikeness = (name: string): string =>
  capitals(
    name
      .normalize('NFKD')
      .toUpperCase()
      .replace(/[\u0370-\u052f]/g, (letter) => LATIN[OTHERS.indexOf(letter)] ?? letter),
  ).replace(/[^\p{L}\p{N}]/gu, '') || name.trim();

/** The co-ops whose names look like that of another one. */
export function twinsIn(coops: readonly At<Coop>[]): ReadonlySet<Address> {
  const named = new Map<string, Address[]>();
  for (const { name, address } of coops) {
    const like = nameLikeness(units.text(name));
    named.set(like, [...(named.get(like) ?? []), address]);
  }
  return new Set([...named.values()].filter((all) => all.length > 1).flat());
}
