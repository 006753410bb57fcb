/**
 * What follows from the accounts at a time: the same rules as `coop_math`, for showing. The chain decides;
 * `test/golden.test.ts` compares these with what the Rust side says of the same accounts.
 */
import type { Coop, Member, Pool, Proposal, Period } from '../generated';

export type CoopStatus = 'forming' | 'active' | 'dissolving';

export const coopStatus = (coop: Coop): CoopStatus =>
  coop.dissolvingAt !== 0n ? 'dissolving' : coop.activatedAt === 0n ? 'forming' : 'active';

export const STANDINGS = ['', 'candidate', 'member', 'left', 'expelled'] as const;
export const standing = (member: Pick<Member, 'standing'>) => STANDINGS[member.standing] ?? 'unknown';
export const isElector = (member: Pick<Member, 'electorSince'>) => member.electorSince !== 0n;

export type PoolStatus = 'announced' | 'open' | 'committed' | 'due' | 'succeeded' | 'failed';

export function poolStatus(pool: Pool, now: bigint): PoolStatus {
  if (pool.settledAt !== 0n) return pool.succeeded === 1 ? 'succeeded' : 'failed';
  if (now < pool.terms.opens) return 'announced';
  if (now > pool.terms.deadline) return 'due';
  return now <= pool.terms.withdrawUntil ? 'open' : 'committed';
}

/** The three gates: all must be passed for the pool to start anything. */
export function gates(pool: Pool): { name: 'money' | 'people' | 'use'; have: bigint; need: bigint; passed: boolean }[] {
  const gate = (name: 'money' | 'people' | 'use', have: bigint, need: bigint) => ({ name, have, need, passed: have >= need });
  return [
    gate('money', pool.raised, pool.terms.minRaise),
    gate('people', BigInt(pool.pledgers), BigInt(pool.terms.minMembers)),
    gate('use', pool.usePledged, pool.terms.minUse),
  ];
}

/** After its deadline; or, once nobody can withdraw, as soon as it is full and every gate is passed. */
export const maySettle = (pool: Pool, now: bigint): boolean =>
  pool.settledAt === 0n &&
  (now > pool.terms.deadline ||
    (now > pool.terms.withdrawUntil && pool.raised >= pool.terms.maxRaise && gates(pool).every((gate) => gate.passed)));

export type ProposalStatus =
  | 'voting' | 'waiting' | 'executable' | 'executed' | 'expired' | 'stale' | 'vetoed' | 'abandoned'
  | 'rejected: quorum' | 'rejected: majority';

export const opensAt = (proposal: Proposal): bigint => proposal.ends + BigInt(proposal.timelock);
export const expiresAt = (proposal: Proposal): bigint => opensAt(proposal) + BigInt(proposal.executionWindow);

export function proposalStatus(p: Proposal, coop: Coop, now: bigint): ProposalStatus {
  if (p.executedAt !== 0n) return 'executed';
  if (p.vetoed === 1) return 'vetoed';
  if (now >= p.ends) {
    if ((p.yes + p.no + p.abstain) * 10_000 < p.electors * p.quorumBps) return 'rejected: quorum';
    const enough = p.yes > p.no && (p.special === 0 || 3 * p.yes >= 2 * (p.yes + p.no));
    if (!enough) return 'rejected: majority';
  }
  if (now >= expiresAt(p)) return 'expired';
  if (p.charterVersion !== coop.charterVersion) return 'stale';
  if (p.special === 1 && p.exits * 10_000 > coop.charter.exodusBps * p.electors) return 'abandoned';
  if (now < p.ends) return 'voting';
  return now < opensAt(p) ? 'waiting' : 'executable';
}

/** Whether nothing can become of it any more. */
export const isOver = (status: ProposalStatus): boolean => !['voting', 'waiting', 'executable'].includes(status);

/** Ballots that the quorum still lacks, and yes votes that a majority still lacks. */
export function missing(p: Proposal): { ballots: number; yes: number } {
  const ballots = Math.max(0, Math.ceil((p.electors * p.quorumBps) / 10_000) - (p.yes + p.no + p.abstain));
  const wanted = p.special === 1 ? Math.max(2 * p.no, p.no + 1) : p.no + 1;
  return { ballots, yes: Math.max(0, wanted - p.yes) };
}

/** All capital of all members: E. */
export const equity = (coop: Coop): bigint => coop.sharesTotal + coop.sharesInTransit + coop.retainedTotal;

/** What capital is worth in money now: claim × min(1, operating ÷ E), rounded down. */
export function worth(coop: Coop, claim: bigint): bigint {
  const e = equity(coop);
  const least = (a: bigint, b: bigint) => (a < b ? a : b);
  return coop.operating >= e ? least(claim, coop.operating) : e === 0n ? 0n : (least(claim, e) * coop.operating) / e;
}

/** Money still uncommitted for ordinary resolutions in the open period. */
export function budgetLeft(coop: Coop): bigint {
  const all = (coop.period.operatingAtStart * BigInt(coop.charter.budgetBps)) / 10_000n;
  return all > coop.period.budgetSpent ? all - coop.period.budgetSpent : 0n;
}

/** What of a member's capital may be redeemed: what remains must cover the bond, unless shares do. */
export function redeemable(coop: Coop, member: Member): bigint {
  const due = member.vintages.filter((v) => coop.period.number > v.period + coop.charter.revolvePeriods);
  const matured = due.reduce((sum, v) => sum + v.retained, member.matured);
  const uncovered = member.bonded > member.shares ? member.bonded - member.shares : 0n;
  return matured > uncovered ? matured - uncovered : 0n;
}

export interface Position {
  shares: bigint;
  retained: bigint;
  matured: bigint;
  redeemableNow: bigint;
  /** Cash owed, without what unsettled periods will add. */
  dividends: bigint;
  /** Return on capital and pioneer units since the last settlement. */
  accrued: bigint;
  unsettled: boolean;
  /** If the member left now: capital that becomes matured, and what it is worth at today's solvency. */
  ifLeaving: { capital: bigint; worth: bigint; cash: bigint };
}

const owed = (perUnit: bigint, checkpoint: bigint, units: bigint) => ((perUnit - checkpoint) * units) >> 64n;

export function position(coop: Coop, member: Member): Position {
  const retained = member.vintages.reduce((sum, v) => sum + v.retained, 0n);
  const capital = member.shares + retained + member.matured;
  const earning = member.shares - (member.standing === 2 ? member.sharesNew : 0n);
  const accrued =
    member.standing === 2
      ? owed(coop.interestPerShare, member.interestCheckpoint, earning > 0n ? earning : 0n) +
        owed(coop.pioneerPerUnit, member.pioneerCheckpoint, member.pioneerUnits)
      : 0n;
  return {
    shares: member.shares,
    retained,
    matured: member.matured,
    redeemableNow: redeemable(coop, member),
    dividends: member.dividends,
    accrued,
    unsettled: member.units !== 0n || member.sharesNew !== 0n,
    ifLeaving: { capital, worth: worth(coop, capital), cash: member.dividends + accrued },
  };
}

/** A closed period as a waterfall: what came in, each step that took from it, what members got. */
export function waterfall(p: Period): { label: string; amount: bigint; sign: 1 | -1; total?: boolean }[] {
  return [
    { label: 'revenue', amount: p.revenue, sign: 1 },
    { label: 'expenses', amount: p.expenses, sign: -1 },
    { label: 'old losses', amount: p.lossCovered, sign: -1 },
    { label: 'surplus', amount: p.surplus, sign: 1, total: true },
    { label: 'reserve', amount: p.toReserve, sign: -1 },
    { label: 'solidarity', amount: p.toSolidarity, sign: -1 },
    { label: 'return on capital', amount: p.toInterest, sign: -1 },
    { label: 'reserve, for outside use', amount: p.toReserveForOutside, sign: -1 },
    { label: 'pioneers', amount: p.toPioneers, sign: -1 },
    { label: 'members, by use', amount: p.toMembers, sign: 1, total: true },
  ];
}

/** Which way a term of the charter may move. */
export const RATCHETS: Readonly<Record<string, 'down' | 'up' | 'fixed'>> = {
  memberShare: 'down', timelock: 'up', exodusBps: 'down', periodLength: 'down', takeRateCeilingBps: 'down',
  commitment: 'up', reserveBps: 'up', interestCapBps: 'down', depreciationBps: 'up', revolvePeriods: 'down',
  redemptionBps: 'up', pioneerBps: 'fixed', pioneerThreshold: 'fixed', pioneerCapBps: 'fixed',
};

/** Whether a change goes the way that the ratchet of the term forbids. */
export function loosens(term: string, before: bigint | number, after: bigint | number): boolean {
  const way = RATCHETS[term];
  if (!way || before === after) return false;
  return way === 'fixed' || (way === 'down' ? after > before : after < before);
}
