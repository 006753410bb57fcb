/**
 * A bakery's first months, lived on the local network: what `cargo xtask up` shows, and what the tests look at. Every
 * step is a transaction that the program accepted.
 */
import type { Address, Instruction, KeyPairSigner } from '@solana/kit';
import { addresses, build, flows, reads, send, units, words, type Context, type Outcome, type ParamsOf, type VerbName } from '../client';
import type { Network } from './network';

const { DAY } = units;

/** Acts for people on one co-op. */
export class Stage {
  readonly people = new Map<string, KeyPairSigner>();
  constructor(readonly network: Network, public coop: Address) {}

  async person(name: string, tokens?: bigint): Promise<KeyPairSigner> {
    const known = this.people.get(name) ?? (await this.network.person(name, tokens));
    this.people.set(name, known);
    return known;
  }
  async context(name: string): Promise<Context> {
    const by = await this.person(name);
    return { site: await reads.site(this.network.rpc, this.coop, by.address), by, rpc: this.network.rpc };
  }
  /** One person does one thing. */
  async does<N extends VerbName>(name: string, verb: N, values: ParamsOf<N>): Promise<Outcome> {
    const c = await this.context(name);
    return send(c.rpc, c.by, [await build(c, verb, values)]);
  }
  /** One person does what a flow says, in one transaction. */
  async flows(name: string, flow: (c: Context) => Promise<Instruction[]>): Promise<Outcome> {
    const c = await this.context(name);
    return send(c.rpc, c.by, await flow(c));
  }
  pass(days: number): Promise<void> {
    return this.network.pass(days * DAY);
  }
}

/** Terms of a pool that opens at `now`: 300 to 1 000 tokens, three people, use of 50. */
export const poolTerms = (now: bigint, unit: bigint) => ({
  minRaise: 300n * unit, maxRaise: 1_000n * unit, minMembers: 3, minUse: 50n * unit, maxPledge: 500n * unit, maxUse: 1_000n * unit,
  opens: now, withdrawUntil: now + BigInt(20 * DAY), deadline: now + BigInt(30 * DAY), useBondBps: 1_000, purpose: new Uint8Array(32).fill(7),
});

const FOUNDERS = ['Ada', 'Ben', 'Cleo', 'Dora', 'Emil'];

export async function found(network: Network, founder = 'Ada', name = 'Mill Street Bakery', id = 1n): Promise<Stage> {
  const by = await network.person(founder);
  const unit = 10n ** BigInt(network.decimals);
  const charter = { ...words.usualCharter(network.decimals), pioneerThreshold: 100n * unit, growthFloor: 10 };
  // the pool opens a little later than the clock read here
  const pool = poolTerms((await network.now()) + 60n, unit);
  const { coop, instructions } = await flows.found(network.rpc, by, {
    id, name, mint: network.mint, statutesUri: 'https://example.org/statutes', statutesHash: new Uint8Array(32).fill(5), charter, pool,
  });
  await send(network.rpc, by, instructions);
  const stage = new Stage(network, coop);
  stage.people.set(founder, by);
  await network.pass(120);
  return stage;
}

/** Someone applies, is vouched for by as many as are needed, and admitted. */
export async function admit(stage: Stage, name: string, vouchers: readonly string[]): Promise<void> {
  await stage.flows(name, flows.join);
  const { site } = await stage.context(name);
  const candidate = (await stage.person(name)).address;
  for (const voucher of vouchers.slice(-site.member!.vouchesNeeded)) await stage.does(voucher, 'vouchFor', { candidate });
  await stage.does(name, 'admit', { wallet: candidate });
}

/** Five people pledge, vouch, and the co-op starts; all are electors a month later. */
export async function start(stage: Stage): Promise<void> {
  const unit = 10n ** BigInt(stage.network.decimals);
  for (const name of FOUNDERS.slice(1)) await admit(stage, name, FOUNDERS.slice(0, FOUNDERS.indexOf(name)));
  for (const [i, name] of FOUNDERS.entries()) {
    await stage.flows(name, (c) => flows.pledge(c, 0, (200n - BigInt(i) * 10n) * unit, 40n * unit));
  }
  await stage.pass(31);
  await stage.does('Ben', 'settlePool', { pool: 0 });
  for (const name of FOUNDERS) await stage.does(name, 'claimShares', { pool: 0 });
  await stage.pass(31);
}

/** A service, a month of use, a closed and settled period. */
export async function work(stage: Stage, amounts: readonly bigint[] = [400n, 900n, 1_500n, 300n, 700n], people = FOUNDERS): Promise<void> {
  const unit = 10n ** BigInt(stage.network.decimals);
  const c = await stage.context('Miller');
  if (c.site.coop.services === 0) await stage.does('Miller', 'registerService', { name: 'Bread by subscription', maxTakeRateBps: 300 });
  for (const [i, name] of people.entries()) await stage.flows(name, (context) => flows.pay(context, 0, (amounts[i] ?? 0n) * unit));
  await stage.pass(31);
  await stage.does('Miller', 'closePeriod', {});
}

/** Everything at once: closed periods, votes that run, wait and are done, a candidate, a member that leaves, a pool. */
export async function whole(network: Network, tell: (what: string) => void = () => {}): Promise<Stage> {
  const unit = 10n ** BigInt(network.decimals);
  tell('founding Mill Street Bakery');
  const stage = await found(network);
  tell('pledges, vouches, the founding pool');
  await start(stage);
  tell('three periods of work');
  await work(stage);
  await work(stage, [700n, 1_100n, 1_200n, 600n, 900n]);
  await work(stage, [900n, 1_300n, 1_600n, 800n, 1_000n]);
  tell('a spend, voted and paid');
  const farrier = (await stage.person('Oven builder', 0n)).address;
  await stage.does('Ada', 'propose', { action: { __kind: 'Spend', to: farrier, amount: 20n * unit, investment: true } });
  for (const name of FOUNDERS.slice(0, 4)) await stage.does(name, 'castVote', { proposal: 0, choice: 'yes' });
  await stage.pass(11);
  await stage.flows('Ben', async (c) => flows.execute(c, (await reads.proposals(c.rpc, c.site.address)).find((p) => p.index === 0)!));
  tell('a pool for a second oven, a mandate for the flour');
  const c = await stage.context('Cleo');
  const opens = c.site.now + BigInt(25 * DAY);
  const terms = { ...poolTerms(opens, unit), minUse: 0n, maxUse: 0n, useBondBps: 0, minMembers: 2, minRaise: 200n * unit, withdrawUntil: opens + BigInt(20 * DAY), deadline: opens + BigInt(60 * DAY) };
  await stage.does('Cleo', 'propose', { action: { __kind: 'OpenPool', terms } });
  await stage.does('Emil', 'propose', { action: { __kind: 'Mandate', to: (await stage.person('Miller')).address, perPeriod: 3n * unit, until: c.site.now + BigInt(365 * DAY) } });
  for (const proposal of [1, 2]) {
    for (const name of FOUNDERS.slice(0, 3)) await stage.does(name, 'castVote', { proposal, choice: 'yes' });
  }
  await stage.pass(11);
  await stage.does('Dora', 'executeOpenPool', { proposal: 1 });
  await stage.does('Dora', 'executeMandate', { proposal: 2 });
  await stage.pass(15);
  await stage.flows('Dora', (x) => flows.pledge(x, 1, 120n * unit, 0n));
  for (const [name, amount] of [['Ada', 1_200n], ['Ben', 700n], ['Dora', 1_500n]] as const) await stage.flows(name, (x) => flows.pay(x, 0, amount * unit));
  await stage.does('Ben', 'closePeriod', {});
  for (const [i, name] of FOUNDERS.entries()) await stage.flows(name, (x) => flows.pay(x, 0, BigInt(250 + i * 40) * unit));
  tell('an amendment that waits, one who leaves over it, votes that run');
  const { coop } = (await stage.context('Ada')).site;
  await stage.does('Ben', 'propose', { action: { __kind: 'Amend', charter: { ...coop.charter, takeRateCeilingBps: 800, reserveBps: 2_500 }, heir: coop.heir } });
  for (const name of ['Ada', 'Ben', 'Cleo', 'Dora']) await stage.does(name, 'castVote', { proposal: 3, choice: 'yes' });
  await stage.pass(7.5);
  await stage.flows('Emil', (x) => flows.leave(x, 3));
  const painter = (await stage.person('Painter', 0n)).address;
  await stage.flows('Dora', (x) => flows.propose(x, { __kind: 'Spend', to: painter, amount: 5n * unit, investment: false }));
  await stage.does('Cleo', 'castVote', { proposal: 4, choice: 'yes' });
  await stage.does('Ada', 'castVote', { proposal: 4, choice: 'no' });
  const agent = await addresses.agentOf(stage.coop);
  const pays = new DataView(new ArrayBuffer(12)); // of the system program: 2, transfer
  pays.setUint32(0, 2, true);
  pays.setBigUint64(4, 250_000_000n, true);
  await stage.flows('Cleo', (x) => flows.propose(x, {
    __kind: 'Invoke', program: addresses.NONE, pinned: false, data: [...new Uint8Array(pays.buffer)],
    accounts: [{ address: agent, isSigner: true, isWritable: true }, { address: painter, isSigner: false, isWritable: true }],
  }));
  tell('a candidate, vouched for once');
  await stage.does('Fay', 'apply', {});
  await stage.does('Ada', 'vouchFor', { candidate: (await stage.person('Fay')).address });
  return stage;
}
