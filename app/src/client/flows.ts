/** What people mean, as the instructions it takes: several in one transaction where one would not do. */
import { getCreateAssociatedTokenIdempotentInstruction } from '@solana-program/token';
import { createNoopSigner, isSignerRole, isWritableRole, type Address, type Instruction, type TransactionSigner } from '@solana/kit';
import { agentOf, coopOf, NONE, periodOf, proposalOf, tokensOf } from './addresses';
import { members, periods, pledges, pools, proposals, site, token, type At, type Reader, type Site } from './reads';
import { becomes, END, isElector, isOver, maySettle, poolStatus, proposalStatus, position, standing, worth } from './rules';
import { build, VERBS, type Context, type Kinds, type ParamsOf, type VerbName } from './verbs';
import { KINDS, type KindName } from './words';
import { fetchPeriod, fetchProposal, type Coop, type Member, type Period, type Pledge, type Pool, type Proposal } from '../generated';

/** A token account for a wallet, made if it is missing. */
export async function tokenAccountFor(c: Pick<Context, 'by'> & { site: Pick<Site, 'mint' | 'tokenProgram'> }, wallet: Address): Promise<Instruction> {
  const { mint, tokenProgram } = c.site;
  return getCreateAssociatedTokenIdempotentInstruction({ payer: c.by, ata: await tokensOf(wallet, mint, tokenProgram), owner: wallet, mint, tokenProgram });
}

/** What waits of a closed period goes first, or the program refuses. */
export async function settledFirst(c: Context, member: Member | undefined = c.site.member): Promise<Instruction[]> {
  const waits = member && (member.units !== 0n || member.sharesNew !== 0n) && member.unsettledPeriod < c.site.coop.period.number;
  return waits ? [await build(c, 'settlePatronage', { wallet: member.wallet, period: member.unsettledPeriod })] : [];
}

export interface Founding {
  id: bigint;
  name: string;
  mint: Address;
  statutesUri: string;
  statutesHash: Uint8Array;
  charter: Kinds['charter'];
  heir?: Address;
  /** The founding pool, opened in the same transaction. */
  pool?: Kinds['terms'];
}

/** Founds a co-op, and opens its founding pool with it. */
export async function found(rpc: Reader, by: TransactionSigner, founding: Founding): Promise<{ coop: Address; instructions: Instruction[] }> {
  const { tokenProgram, decimals } = await token(rpc, founding.mint);
  const address = await coopOf(by.address, founding.id);
  const site = { address, mint: founding.mint, tokenProgram, decimals, coop: { pools: 0 } } as Site;
  const c: Context = { site, by, rpc };
  const { pool, ...said } = founding;
  const instructions = [await VERBS.found.build(c, said)];
  if (pool) instructions.push(await VERBS.openPool.build(c, { terms: pool }));
  return { coop: address, instructions };
}

/** Applies, or applies anew after having left. */
export async function join(c: Context): Promise<Instruction[]> {
  return [await build(c, c.site.member ? 'reapply' : 'apply', {})];
}

/** Pledges; a candidate whose vouches are complete is admitted in the same go. */
export async function pledge(c: Context, pool: number, amount: bigint, useAmount: bigint): Promise<Instruction[]> {
  const member = c.site.member;
  const ready = member && standing(member) === 'candidate' && member.vouchesReceived >= member.vouchesNeeded;
  const admitted = ready ? [await build(c, 'admit', { wallet: member.wallet })] : [];
  return [...admitted, ...(await settledFirst(c)), await build(c, 'makePledge', { pool, amount, useAmount })];
}

/** Pays a service as a member. Closes a period that is over first, so that nobody has to be waited for. */
export async function pay(c: Context, service: number, amount: bigint): Promise<Instruction[]> {
  return [...(await settledFirst(c)), await build(c, 'payService', { service, amount })];
}

/** Buys shares, and takes the vote with them where it is due. */
export async function subscribe(c: Context, amount: bigint): Promise<Instruction[]> {
  return [...(await settledFirst(c)), await build(c, 'subscribe', { amount })];
}

/**
 * Everything that is the member's now: settles closed periods, claims shares or refunds of settled pools, takes
 * dividends and matured capital.
 */
export async function claimEverything(c: Context): Promise<Instruction[]> {
  const member = c.site.member;
  if (!member) return [];
  const { coop, now } = c.site;
  const [mine, all] = member.openPledges > 0 || member.bonded > 0n ? await Promise.all([pledges(c.rpc, c.site.address, member.address), pools(c.rpc, c.site.address)]) : [[], []];
  const claims: Instruction[] = [];
  let [back, freed] = [0n, 0n];
  for (const one of mine.filter(({ amount, bond }) => amount > 0n || bond > 0n)) {
    const pool = all.find(({ address }) => address === one.pool);
    const status = pool && poolStatus(pool, now);
    if (pool && one.amount > 0n && status === 'succeeded') {
      claims.push(await build(c, 'claimShares', { pool: pool.index }));
      back += becomes(pool, one.amount).back;
    }
    if (pool && one.bond > 0n && useIsDue(coop, pool)) {
      claims.push(await build(c, 'settleUse', { pool: pool.index }));
      if (coop.period.number <= pool.useFrom + 1) freed += one.bond; // the end came first: the promise counts as kept
    }
    if (one.amount > 0n && status === 'failed') claims.push(await build(c, 'refundPledge', { pool: pool!.index }));
  }
  const first = await settledFirst(c);
  const after = [...first, ...claims];
  const waiting = first.length > 0 ? (await fetchPeriod(c.rpc, await periodOf(c.site.address, member.unsettledPeriod))).data : undefined;
  const { dividends, accrued, redeemableNow: capital } = position(coop, member, waiting);
  if (dividends + accrued + back > 0n) after.push(await build(c, 'claimDividends', {}));
  const room = standing(member) === 'member' && coop.dissolvingAt === 0n
    ? (coop.period.operatingAtStart * BigInt(coop.charter.redemptionBps)) / 10_000n - coop.period.redeemed
    : capital + freed;
  const amount = capital + freed < room ? capital + freed : room;
  if (amount > 0n && worth(coop, amount) > 0n) after.push(await build(c, 'redeem', { amount }));
  return after.length ? [await tokenAccountFor(c, c.by.address), ...after] : [];
}

/** Two periods after the settlement have closed, or none of them ever will: a promise of use can be compared with the fees. */
const useIsDue = (coop: Coop, pool: Pool): boolean => coop.dissolvingAt !== 0n || coop.period.number > pool.useFrom + 1;

/** Leaves; `over`: because of this resolution, on the old terms. */
export async function leave(c: Context, over?: number): Promise<Instruction[]> {
  return [...(await settledFirst(c)), await build(c, 'resign', { over })];
}

/** Proposes; the member's last proposal is cleared away first, if it is over. */
export async function propose(c: Context, action: Kinds['action'], memoHash?: Uint8Array): Promise<Instruction[]> {
  const open = c.site.member?.openProposal ?? 0;
  const first: Instruction[] = [];
  if (open !== 0) {
    const { data } = await fetchProposal(c.rpc, await proposalOf(c.site.address, open - 1));
    if (isOver(proposalStatus(data, c.site.coop, c.site.now))) first.push(await build(c, 'reclaimProposal', { proposal: open - 1 }));
  }
  return [...first, await build(c, 'propose', { action, memoHash })];
}

const EXECUTIONS: Readonly<Record<KindName, VerbName>> = {
  Spend: 'executeSpend', Mandate: 'executeMandate', RevokeMandate: 'executeRevokeMandate', Grant: 'executeGrant', OpenPool: 'executeOpenPool',
  SetTakeRate: 'executeSetTakeRate', Expel: 'executeExpel', Readmit: 'executeReadmit', Rehome: 'executeRehome', Amend: 'executeAmend',
  CoverLoss: 'executeCoverLoss', JoinFederation: 'executeJoinFederation', AcceptFederation: 'executeAcceptFederation',
  LeaveFederation: 'executeLeaveFederation', Invoke: 'executeInvoke', Dissolve: 'dissolve',
  Represent: 'executeRepresent', Collect: 'executeCollect',
};

/** Does what was resolved, whatever it is; who is paid gets a token account if it has none. `people`: the members, if they are read already. */
export async function execute(c: Context, proposal: At<Proposal>, people?: readonly At<Member>[]): Promise<Instruction[]> {
  const kind = KINDS[proposal.kind] as KindName | undefined;
  if (!kind) throw new Error('this is an action of a newer program: use a newer client');
  const first: Instruction[] = [];
  if (kind === 'Spend' || kind === 'Grant') first.push(await tokenAccountFor(c, proposal.target));
  if (kind === 'Expel') {
    const subject = (people ?? (await members(c.rpc, c.site.address))).find(({ address }) => address === proposal.target);
    first.push(...(await settledFirst(c, subject)));
  }
  return [...first, await build(c, EXECUTIONS[kind] as 'executeSpend', { proposal: proposal.index })];
}

/** Proposes that the co-op, as a member of another one, does there what any member can: apply, vote, pay in shares, leave. */
export async function represent<N extends VerbName>(c: Context, other: Address, name: N, values: ParamsOf<N>): Promise<Instruction[]> {
  const agent = await agentOf(c.site.address);
  const there: Context = { site: await site(c.rpc, other, agent), by: createNoopSigner(agent), rpc: c.rpc };
  const { accounts = [], data = new Uint8Array() } = await build(there, name, values);
  const metas = accounts.map(({ address, role }) => ({ address, isSigner: isSignerRole(role), isWritable: isWritableRole(role) }));
  return propose(c, { __kind: 'Represent', coop: other, accounts: metas, data: Array.from(data) });
}

export interface Chore {
  what: string;
  make(c: Context): Promise<Instruction[]>;
}

/** What anyone may do for the co-op, so that nobody waits: settle, close, admit, enrol, carry out, pass on. */
export async function chores(c: Context): Promise<{ what: string; instructions: Instruction[] }[]> {
  const { address } = c.site;
  const [all, people, closed, proposed, promised] = await Promise.all([
    pools(c.rpc, address), members(c.rpc, address), periods(c.rpc, address), proposals(c.rpc, address), pledges(c.rpc, address),
  ]);
  const due = choresIn(c, { pools: all, members: people, periods: closed, proposals: proposed, pledges: promised });
  return Promise.all(due.map(async ({ what, make }) => ({ what, instructions: await make(c) })));
}

/** The same, of lists that are read already; each is built when it is wanted. */
export function choresIn(
  { site: { coop, now } }: Pick<Context, 'site'>,
  lists: { pools: readonly At<Pool>[]; members: readonly At<Member>[]; periods: readonly Period[]; proposals: readonly At<Proposal>[]; pledges: readonly Pledge[] },
): Chore[] {
  const { pools: all, members: people, periods: closed } = lists;
  const due: Chore[] = [];
  for (const proposal of lists.proposals.filter((one) => proposalStatus(one, coop, now) === 'executable')) {
    due.push({ what: `carry out proposal ${proposal.index}`, make: (c) => execute(c, proposal, people) });
  }
  for (const pledge of lists.pledges) {
    const [pool, one] = [all.find(({ address }) => address === pledge.pool), people.find(({ address }) => address === pledge.member)];
    if (!pool || !one) continue;
    const values = { pool: pool.index, wallet: one.wallet };
    const status = poolStatus(pool, now);
    if (pledge.amount > 0n && status === 'succeeded') due.push({ what: `book the shares of ${one.wallet} in pool ${pool.index}`, make: async (c) => [await build(c, 'claimShares', values)] });
    if (pledge.amount > 0n && status === 'failed') {
      due.push({ what: `pay ${one.wallet} back what it pledged to pool ${pool.index}`, make: async (c) => [await tokenAccountFor(c, one.wallet), await build(c, 'refundPledge', values)] });
    }
    const waits = closed.some(({ number }) => number === one.unsettledPeriod) && (one.units !== 0n || one.sharesNew !== 0n);
    if (pledge.bond > 0n && useIsDue(coop, pool) && !waits) due.push({ what: `compare the use of ${one.wallet} with its promise to pool ${pool.index}`, make: async (c) => [await build(c, 'settleUse', values)] });
  }
  if (coop.federation !== NONE && coop.solidarity > 0n && coop.dissolvingAt === 0n) due.push({ what: 'pass solidarity on to the federation', make: async (c) => [await build(c, 'remitSolidarity', {})] });
  if (coop.dissolvingAt !== 0n && coop.sweptAt === 0n && now >= coop.dissolvingAt + END.passesAfter && coop.reserve + coop.solidarity > 0n) {
    due.push({ what: 'pass the reserve on', make: async (c) => [await build(c, 'finishDissolution', {})] });
  }
  for (const pool of all.filter((pool) => maySettle(pool, now))) {
    due.push({ what: `settle pool ${pool.index}`, make: async (c) => [await build(c, 'settlePool', { pool: pool.index })] });
  }
  if (coop.activatedAt !== 0n && coop.dissolvingAt === 0n && now >= coop.period.startedAt + BigInt(coop.charter.periodLength)) {
    due.push({ what: `close period ${coop.period.number}`, make: async (c) => [await build(c, 'closePeriod', {})] });
  }
  for (const one of people) {
    if (standing(one) === 'candidate' && one.vouchesReceived >= one.vouchesNeeded) {
      due.push({ what: `admit ${one.wallet}`, make: async (c) => [await build(c, 'admit', { wallet: one.wallet })] });
    }
    const silent = now > one.lastActiveAt + 365n * 86_400n;
    if (isElector(one) && silent && coop.dissolvingAt === 0n) due.push({ what: `suspend the vote of ${one.wallet}, silent for a year`, make: async (c) => [await build(c, 'suspend', { wallet: one.wallet })] });
    const seasoned = one.sharePaidAt !== 0n && now >= one.sharePaidAt + BigInt(coop.charter.seasoning);
    if (standing(one) === 'member' && !isElector(one) && one.shares >= coop.charter.memberShare && seasoned && one.suspendedAt === 0n) {
      due.push({ what: `enrol ${one.wallet}`, make: async (c) => [await build(c, 'enrol', { wallet: one.wallet })] });
    }
    if (closed.some(({ number }) => number === one.unsettledPeriod) && (one.units !== 0n || one.sharesNew !== 0n)) {
      due.push({ what: `settle ${one.wallet}`, make: (c) => settledFirst(c, one) });
    }
  }
  return due;
}
