/** A young co-op on a network of its own, and queries on it, shared by the tests of bound capital. */
import { chores, reads, rules } from '../src/client';
import { startNetwork, type Network } from '../src/local/network';
import { found, start } from '../src/local/story';
import type { Stage } from '../src/local/stage';

export let network: Network;
export let stage: Stage;
/** Starts the network, and founds a co-op whose first pool has succeeded. */
export async function begin(): Promise<void> {
  network = await startNetwork();
  stage = await found(network, 'Ada', 'Bound', 11n, { stay: STAYS });
  await start(stage);
}
export const UNIT = 1_000_000n;
export const DAY = 86_400n;
export const STAY = 200n * DAY;
export const STAYS = Number(STAY);

export const siteOf = async (name: string, on = stage) => (await on.context(name)).site;
export async function positionOf(name: string): Promise<rules.Position> {
  const site = await siteOf(name);
  const period = (await reads.periods(network.rpc, stage.coop)).find(
    ({ number }) => number === site.member!.unsettledPeriod,
  );
  return rules.position(site.coop, site.member!, site.now, period);
}
export const poolAt = async (index: number, on = stage) =>
  (await reads.pools(network.rpc, on.coop)).find((pool) => pool.index === index)!;
export const due = async (what: RegExp, on = stage, as = 'Ada') =>
  (await chores(await on.context(as))).filter((chore) => what.test(chore.what));
export const doDue = async (what: RegExp, on = stage, as = 'Ada') => {
  for (const { instructions } of await due(what, on, as)) await on.flows(as, () => Promise.resolve(instructions));
};
/** Passes time until this many days after the settlement of the founding pool. */
export async function until(days: number): Promise<void> {
  const { settledAt } = await poolAt(0);
  await network.pass(Number(settledAt - (await network.now())) + days * Number(DAY));
}
export const vote = async (index: number, says: Readonly<Record<string, 'yes' | 'no'>>) => {
  for (const [name, choice] of Object.entries(says)) await stage.does(name, 'castVote', { proposal: index, choice });
};
export const latest = async () => (await reads.proposals(network.rpc, stage.coop))[0]!;
