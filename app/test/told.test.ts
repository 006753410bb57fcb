// What is told of resolutions, votes and dates, each in one state of a co-op: limits, reasons and last seconds are those of the program.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addresses, reads, rules, units, type At, type Site } from '../src/client';
import { refusedFor } from '../src/client/refusedFor';
import { Kind, type Proposal } from '../src/generated';
import * as math from '../src/generated/math';
import { startNetwork, type Network } from '../src/local/network';
import { found, start } from '../src/local/story';
import { type Stage } from '../src/local/stage';

let network: Network;
let stage: Stage;
let site: Site;
/** A proposal to expel Cleo. */
let proposed: At<Proposal>;
beforeAll(async () => {
  network = await startNetwork();
  stage = await found(network);
  await start(stage);
  const { address } = (await stage.context('Cleo')).site.member!;
  await stage.does('Ben', 'propose', { action: { __kind: 'Expel', member: address } });
  proposed = (await reads.proposals(network.rpc, stage.coop)).find((p) => p.kind === Kind.Expel)!;
  site = (await stage.context('Ada')).site;
}, 180_000);
afterAll(() => network?.stop());

test('a membership is not moved before its wallet was silent for 180 days, and never if it has acted since', () => {
  const { now, member } = site;
  const p = { ...proposed, kind: Kind.Rehome, target: member!.address, other: addresses.NONE, createdAt: now - 10n };
  const why = (lastActiveAt: bigint) =>
    refusedFor(p, site, now, { members: [{ ...member!, lastActiveAt, rehomedAt: 0n }] });
  const acted = ['the wallet of this membership has acted since: it is not lost'];
  expect([why(now - 10n), why(now), why(now - math.LOST)]).toEqual([acted, acted, []]);
  const at = now - math.LOST + 1n;
  expect(why(at)).toEqual([
    `the wallet of this membership has not been silent for 180 days: not before ${units.formatTime(rules.lostFrom({ lastActiveAt: at }))}`,
  ]);
});
