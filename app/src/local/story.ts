/**
 * A bakery's first months on the local network: what `cargo xtask up` shows and the tests inspect. Every step is a transaction
 * that the program accepted.
 */
import { addresses, documents, flows, program, reads, rules, send, units, words } from '../client';
import type { Network } from './network';
import { attempts } from './attempts';
import { Stage } from './stage';

export const { DAY } = units;

/** Terms of a pool that opens at `now`: 300 to 1 000 tokens, three people who promise use of 50, for 30 days. */
export const poolTerms = (now: bigint, unit: bigint) => ({
  minRaise: 300n * unit,
  maxRaise: 1_000n * unit,
  minMembers: 3,
  minUse: 50n * unit,
  maxPledge: 500n * unit,
  maxUse: 1_000n * unit,
  opens: now,
  withdrawUntil: now + BigInt(20 * DAY),
  deadline: now + BigInt(30 * DAY),
  stay: 30 * DAY,
  useBondBps: 1_000,
  minSolvencyBps: 0,
  purpose: 'An oven, a mixer, and the first three months of rent.',
});

/** What every applicant signs: the text whose hash is on the chain. */
export const STATUTES =
  'One member, one vote. What belongs to nobody stays. Whoever leaves is paid at the next close, everyone at the same price.';

const FOUNDERS = ['Ada', 'Ben', 'Cleo', 'Dora', 'Emil'];

export async function found(
  network: Network,
  founder = 'Ada',
  name = 'Mill Street Bakery',
  id = 1n,
  terms: Partial<ReturnType<typeof poolTerms>> = {},
): Promise<Stage> {
  const by = await network.person(founder);
  const unit = 10n ** BigInt(network.decimals);
  const charter = { ...words.usualCharter(network.decimals), pioneerThreshold: 100n * unit, growthFloor: 10 };
  // the pool opens a little later than the clock read here
  const pool = { ...poolTerms((await network.now()) + 60n, unit), ...terms };
  const { coop, instructions, then } = await flows.found(network.rpc, by, {
    id,
    name,
    mint: network.mint,
    statutesUri: 'https://example.org/statutes',
    statutesHash: await documents.sha256(new TextEncoder().encode(STATUTES)),
    charter,
    pool,
    about:
      'We bake bread together: whoever buys here owns here, and whoever works here too. What is left over goes back to those who made it.',
  });
  await send(network.rpc, by, instructions);
  await send(network.rpc, by, then);
  const stage = new Stage(network, coop);
  stage.people.set(founder, by);
  await stage.does(founder, 'setName', { name: founder });
  await network.pass(120);
  return stage;
}

/** Somebody applies, gets as many vouches as needed, and is admitted. */
export async function admit(stage: Stage, name: string, vouchers: readonly string[]): Promise<void> {
  await stage.flows(name, (c) => flows.join(c, name));
  const { site } = await stage.context(name);
  const candidate = (await stage.person(name)).address;
  for (const voucher of vouchers.slice(-rules.vouchesNeeded(site.coop)))
    await stage.does(voucher, 'vouchFor', { candidate });
  await stage.does(name, 'admit', { wallet: candidate });
}

/** Five people vouch and pledge, and the co-op starts: from then on all of them are electors. */
export async function start(stage: Stage): Promise<void> {
  const unit = 10n ** BigInt(stage.network.decimals);
  for (const name of FOUNDERS.slice(1)) await admit(stage, name, FOUNDERS.slice(0, FOUNDERS.indexOf(name)));
  for (const [i, name] of FOUNDERS.entries()) {
    await stage.flows(name, (c) => flows.pledge(c, 0, (200n - BigInt(i) * 10n) * unit, 40n * unit));
  }
  await stage.pass(31);
  await stage.does('Ben', 'settlePool', { pool: 0 });
  for (const name of FOUNDERS) await stage.does(name, 'claimShares', { pool: 0 });
  await stage.pass(1);
}

const SUBSCRIPTION = 0;
const DELIVERIES = 1;

/** Members pay a service for a month; the period that ends with it is closed. */
export async function work(
  stage: Stage,
  amounts: readonly bigint[] = [400n, 900n, 1_500n, 300n, 700n],
  people = FOUNDERS,
  days = 31,
): Promise<void> {
  const unit = 10n ** BigInt(stage.network.decimals);
  const c = await stage.context('Miller');
  if (c.site.coop.services === 0) await stage.flows('Miller', (x) => flows.offer(x, 'Bread by subscription', 300));
  for (const [i, name] of people.entries())
    await stage.flows(name, (context) => flows.pay(context, SUBSCRIPTION, (amounts[i] ?? 0n) * unit));
  await stage.pass(days);
  await stage.flows('Miller', flows.close);
}

/** What the bakery sells itself, over the counter and to members, and deliveries by Dora, a member. */
async function sales(stage: Stage, counter: bigint): Promise<void> {
  const unit = 10n ** BigInt(stage.network.decimals);
  await stage.flows('Walk-in customer', (c) => flows.payCoop(c, counter * unit));
  for (const [name, amount] of [
    ['Ada', 14n],
    ['Emil', 9n],
  ] as const)
    await stage.flows(name, (c) => flows.payCoop(c, amount * unit));
  for (const [name, amount] of [
    ['Ben', 120n],
    ['Cleo', 80n],
  ] as const)
    await stage.flows(name, (c) => flows.pay(c, DELIVERIES, amount * unit));
}

/** A person carries out an executable resolution. */
async function execute(stage: Stage, name: string, index: number): Promise<void> {
  await stage.flows(name, async (c) =>
    flows.execute(
      c,
      (await reads.proposals(c.rpc, c.site.address)).find((p) => p.index === index)!,
    ),
  );
}
async function vote(
  stage: Stage,
  proposal: number,
  people: readonly string[],
  choice: 'yes' | 'no' = 'yes',
): Promise<void> {
  for (const name of people) await stage.does(name, 'castVote', { proposal, choice });
}

/**
 * Everything at once, in the bakery's sixth month: closed periods with buyers, a provider and a worker, the bakery's own sales,
 * votes in every state, a candidate, a member that left and asked for its capital, a pool.
 */
export async function whole(network: Network, tell: (what: string) => void = () => {}): Promise<Stage> {
  const unit = 10n ** BigInt(network.decimals);
  tell('founding Mill Street Bakery');
  const stage = await found(network);
  tell('pledges, vouches, the founding pool');
  await start(stage);
  tell('the first month: bread by subscription, deliveries by a member, sales over the counter');
  await stage.flows('Miller', (c) => flows.offer(c, 'Bread by subscription', 300));
  await stage.flows('Dora', (c) => flows.offer(c, 'Deliveries'));
  await sales(stage, 25n);
  await work(stage);
  tell('an oven, and pay for the baker, who is a member');
  const builder = (await stage.person('Oven builder', 0n)).address;
  const cleo = await stage.context('Cleo');
  const { Purpose } = program;
  await stage.flows('Ada', (c) =>
    flows.propose(
      c,
      { __kind: 'Spend', to: builder, amount: 20n * unit, purpose: Purpose.Investment },
      { why: 'The old oven eats a third of what we earn. This one pays for itself in two winters.' },
    ),
  );
  await stage.flows('Ben', (c) =>
    flows.propose(
      c,
      {
        __kind: 'Mandate',
        to: cleo.by.address,
        perPeriod: 30n * unit,
        until: c.site.now + BigInt(365 * DAY),
        work: true,
      },
      { why: 'Cleo has baked every night since we began. From now on she is paid for it.' },
    ),
  );
  for (const proposal of [0, 1]) await vote(stage, proposal, FOUNDERS.slice(0, 4));
  await stage.pass(11);
  for (const proposal of [0, 1]) await execute(stage, 'Ben', proposal);
  await stage.flows('Cleo', (c) => flows.drawMandate(c, 0, 24n * unit));
  await work(stage, [700n, 900n, 900n, 600n, 900n], FOUNDERS, 20);
  tell('the third month, and a pool for a second oven');
  await sales(stage, 32n);
  await stage.flows('Cleo', (c) => flows.drawMandate(c, 0, 28n * unit));
  await work(stage, [900n, 900n, 700n, 800n, 1_000n]);
  const opens = (await network.now()) + BigInt(25 * DAY);
  const terms = {
    ...poolTerms(opens, unit),
    minUse: 0n,
    maxUse: 0n,
    useBondBps: 0,
    minMembers: 2,
    minRaise: 200n * unit,
    withdrawUntil: opens + BigInt(70 * DAY),
    deadline: opens + BigInt(90 * DAY),
    stay: 180 * DAY,
    minSolvencyBps: 8_000,
  };
  await stage.flows('Cleo', (c) =>
    flows.propose(
      c,
      { __kind: 'OpenPool', terms },
      { why: 'We turn people away on Saturdays: a second oven ends that.' },
    ),
  );
  await vote(stage, 2, FOUNDERS.slice(0, 3));
  await stage.pass(11);
  await stage.does('Dora', 'executeOpenPool', { proposal: 2 });
  await work(stage, [500n, 600n, 500n, 700n, 400n], FOUNDERS, 20);
  await stage.flows('Dora', (c) => flows.pledge(c, 1, 120n * unit, 0n));
  tell('the fifth month: Ada draws what she is owed');
  await sales(stage, 40n);
  await stage.flows('Cleo', (c) => flows.drawMandate(c, 0, 30n * unit));
  await stage.flows('Ada', flows.claimEverything);
  await work(stage, [1_200n, 500n, 300n, 1_500n, 300n]);
  tell('an amendment that waits, one who leaves over it and is paid first, votes that run');
  for (const [i, name] of FOUNDERS.entries())
    await stage.flows(name, (c) => flows.pay(c, SUBSCRIPTION, BigInt(250 + i * 40) * unit));
  await sales(stage, 18n);
  const { coop } = (await stage.context('Ada')).site;
  await stage.flows('Ben', async (c) =>
    flows.propose(
      c,
      {
        __kind: 'Amend',
        charter: { ...coop.charter, takeRateCeilingBps: 800, reserveBps: 2_500 },
        heir: coop.heir,
        statutes: null,
      },
      {
        why: 'Those who built on us asked for a lower ceiling, and a larger reserve lets us promise it.',
        documentUri: 'https://example.org/a-lower-ceiling',
        documentHash: await documents.sha256(new TextEncoder().encode('A lower ceiling')),
      },
    ),
  );
  await vote(stage, 3, ['Ada', 'Ben', 'Cleo', 'Dora']);
  await stage.pass(7.5);
  await stage.flows('Emil', (c) => flows.leave(c, { over: 3 }));
  const painter = (await stage.person('Painter', 0n)).address;
  await stage.flows('Dora', (c) =>
    flows.propose(
      c,
      { __kind: 'Spend', to: painter, amount: 5n * unit, purpose: Purpose.Expense },
      { why: 'The front is flaking.' },
    ),
  );
  await vote(stage, 4, ['Cleo']);
  await vote(stage, 4, ['Ada'], 'no');
  const agent = await addresses.agentOf(stage.coop);
  const pays = new DataView(new ArrayBuffer(12)); // an instruction of the system program: number 2, transfer
  pays.setUint32(0, 2, true);
  pays.setBigUint64(4, 250_000_000n, true);
  await stage.flows('Cleo', (c) =>
    flows.propose(c, {
      __kind: 'Invoke',
      program: addresses.NONE,
      pinned: false,
      data: [...new Uint8Array(pays.buffer)],
      accounts: [
        { address: agent, isSigner: true, isWritable: true },
        { address: painter, isSigner: false, isWritable: true },
      ],
    }),
  );
  tell('a candidate, vouched for once');
  await stage.flows('Fay', (c) => flows.join(c, 'Fay'));
  await stage.does('Ada', 'vouchFor', { candidate: (await stage.person('Fay')).address });
  await attempts(stage, tell);
  return stage;
}
