/** What people mean, as the instructions it takes: several in one transaction where one would not do. */
import { getCreateAssociatedTokenIdempotentInstruction } from '@solana-program/token';
import { createNoopSigner, isSignerRole, isWritableRole, type Address, type Instruction, type TransactionSigner } from '@solana/kit';
import { agentOf, coopOf, proposalOf, tokensOf } from './addresses';
import { members, periods, pledges, pools, site, token, type At, type Reader, type Site } from './reads';
import { isElector, isOver, poolStatus, proposalStatus, redeemable, standing, worth } from './rules';
import { build, VERBS, type Context, type Kinds, type ParamsOf, type VerbName } from './verbs';
import { KINDS, type KindName } from './words';
import { fetchProposal, type Member, type Proposal } from '../generated';

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
  const [mine, all] = member.openPledges > 0 ? await Promise.all([pledges(c.rpc, c.site.address, member.address), pools(c.rpc, c.site.address)]) : [[], []];
  const claims: Instruction[] = [];
  for (const one of mine.filter(({ amount }) => amount > 0n)) {
    const pool = all.find(({ address }) => address === one.pool);
    const status = pool && poolStatus(pool, now);
    if (status === 'succeeded') claims.push(await build(c, 'claimShares', { pool: pool!.index }));
    if (status === 'failed') claims.push(await build(c, 'refundPledge', { pool: pool!.index }));
  }
  const first = await settledFirst(c);
  const after = [...first, ...claims];
  const owed = member.dividends > 0n || first.length > 0 || coop.interestPerShare > member.interestCheckpoint || coop.pioneerPerUnit > member.pioneerCheckpoint;
  if (owed && coop.activatedAt !== 0n) after.push(await build(c, 'claimDividends', {}));
  const capital = redeemable(coop, member);
  const room = standing(member) === 'member' && coop.dissolvingAt === 0n
    ? (coop.period.operatingAtStart * BigInt(coop.charter.redemptionBps)) / 10_000n - coop.period.redeemed
    : capital;
  const amount = capital < room ? capital : room;
  if (amount > 0n && worth(coop, amount) > 0n) after.push(await build(c, 'redeem', { amount }));
  return after.length ? [await tokenAccountFor(c, c.by.address), ...after] : [];
}

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

/** Does what was resolved, whatever it is; who is paid gets a token account if it has none. */
export async function execute(c: Context, proposal: At<Proposal>): Promise<Instruction[]> {
  const kind = KINDS[proposal.kind] as KindName;
  const first: Instruction[] = [];
  if (kind === 'Spend' || kind === 'Grant') first.push(await tokenAccountFor(c, proposal.target));
  if (kind === 'Expel') {
    const subject = (await members(c.rpc, c.site.address)).find(({ address }) => address === proposal.target);
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

/** The next chore that anyone may do for the co-op, so that nobody waits: settle, close, admit, enrol. */
export async function chores(c: Context): Promise<{ what: string; instructions: Instruction[] }[]> {
  const { coop, now } = c.site;
  const [all, people, closed] = await Promise.all([pools(c.rpc, c.site.address), members(c.rpc, c.site.address), periods(c.rpc, c.site.address)]);
  const due: { what: string; instructions: Instruction[] }[] = [];
  for (const pool of all.filter((pool) => poolStatus(pool, now) === 'due')) {
    due.push({ what: `settle pool ${pool.index}`, instructions: [await build(c, 'settlePool', { pool: pool.index })] });
  }
  if (coop.activatedAt !== 0n && coop.dissolvingAt === 0n && now >= coop.period.startedAt + BigInt(coop.charter.periodLength)) {
    due.push({ what: `close period ${coop.period.number}`, instructions: [await build(c, 'closePeriod', {})] });
  }
  for (const one of people) {
    if (standing(one) === 'candidate' && one.vouchesReceived >= one.vouchesNeeded) {
      due.push({ what: `admit ${one.wallet}`, instructions: [await build(c, 'admit', { wallet: one.wallet })] });
    }
    const seasoned = one.sharePaidAt !== 0n && now >= one.sharePaidAt + BigInt(coop.charter.seasoning);
    if (standing(one) === 'member' && !isElector(one) && one.shares >= coop.charter.memberShare && seasoned && one.suspendedAt === 0n) {
      due.push({ what: `enrol ${one.wallet}`, instructions: [await build(c, 'enrol', { wallet: one.wallet })] });
    }
    if (closed.some(({ number }) => number === one.unsettledPeriod) && (one.units !== 0n || one.sharesNew !== 0n)) {
      due.push({ what: `settle ${one.wallet}`, instructions: await settledFirst(c, one) });
    }
  }
  return due;
}
