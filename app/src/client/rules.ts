/**
 * What follows from the accounts at a time: the same rules as `coop_math`, for showing. The chain decides;
 * `test/golden.test.ts` compares these with what the Rust side says of the same accounts.
 */
import { getAddressEncoder, type Address } from '@solana/kit';
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

/** What a pledge becomes if the pool is settled as it is: shares, and what is given back because it took in too much. */
export function becomes(pool: Pool, pledged: bigint): { shares: bigint; back: bigint } {
  const accepted = least(pool.raised, pool.terms.maxRaise);
  const base = BigInt(pool.pledgers) * pool.terms.shareFloor;
  const shares = pool.raised === base ? pledged : pool.terms.shareFloor + ((pledged - pool.terms.shareFloor) * (accepted - base)) / (pool.raised - base);
  return { shares, back: pledged - shares };
}

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

const least = (a: bigint, b: bigint) => (a < b ? a : b);

/** What capital is worth in money now: claim × min(1, operating ÷ E), rounded down. */
export function worth(coop: Coop, claim: bigint): bigint {
  const e = equity(coop);
  return coop.operating >= e ? least(claim, coop.operating) : e === 0n ? 0n : (least(claim, e) * coop.operating) / e;
}

/** Money still uncommitted for ordinary resolutions in the open period. */
export function budgetLeft(coop: Coop): bigint {
  const all = (coop.period.operatingAtStart * BigInt(coop.charter.budgetBps)) / 10_000n;
  return all > coop.period.budgetSpent ? all - coop.period.budgetSpent : 0n;
}

/** The open period with whose number a vintage can be redeemed. */
export const maturesWith = (coop: Coop, vintage: { period: number }): number => vintage.period + coop.charter.revolvePeriods + 1;

/** What of a member's capital may be redeemed: what remains must cover the bond, unless shares do. */
export function redeemable(coop: Coop, member: Member): bigint {
  const due = member.vintages.filter((v) => coop.period.number >= maturesWith(coop, v));
  const matured = due.reduce((sum, v) => sum + v.retained, member.matured);
  const uncovered = member.bonded > member.shares ? member.bonded - member.shares : 0n;
  return matured > uncovered ? matured - uncovered : 0n;
}

/** Since when anyone may pass on what nobody is owed of a co-op that ends; and when claims lapse. */
export const END = { passesAfter: 180n * 86_400n, lapsesAfter: 3n * 365n * 86_400n } as const;

/** Whether an elector of the snapshot is drawn for the review panel that is seated. */
export async function sitsOnPanel(proposal: Proposal & { address: Address }, member: Address, panelSize: number): Promise<boolean> {
  if (proposal.panelSeated !== 1) return false;
  const encoder = getAddressEncoder();
  const drawnBy = Uint8Array.from([...proposal.panelSeed, ...encoder.encode(proposal.address), ...encoder.encode(member)]);
  const hash = new DataView(await crypto.subtle.digest('SHA-256', drawnBy));
  return hash.getBigUint64(0, true) * BigInt(proposal.electors) < BigInt(panelSize) << 64n;
}

/** Whether a review panel can be called over what passed and waits. */
export function isReviewable(coop: Coop, p: Proposal): boolean {
  const large = p.kind === 1 && p.amount > (coop.operating * BigInt(coop.charter.reviewBps)) / 10_000n;
  return (p.special === 1 || large) && p.electors >= coop.charter.panelSize && p.panelSeated === 0;
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
  /** If the member left now: capital that becomes matured, the part that waits for pledged use, what the rest is worth now, and cash. */
  ifLeaving: { capital: bigint; bonded: bigint; worth: bigint; cash: bigint };
}

const owed = (perUnit: bigint, checkpoint: bigint, units: bigint) => ((perUnit - checkpoint) * units) >> 64n;

/** A co-op and a member after a closed period is settled to it, as `settle_patronage` does. */
export function settled(coop: Coop, member: Member, period: Period | undefined): { coop: Coop; member: Member } {
  const waits = member.units !== 0n || member.sharesNew !== 0n;
  if (!period || !waits || member.unsettledPeriod !== period.number) return { coop, member };
  const dividend = (member.units * period.memberRate) >> 64n;
  const cash = (dividend * BigInt(period.cashBps)) / 10_000n;
  const kept = dividend - cash;
  const stays = member.standing === 2;
  const drawn = stays
    ? owed(coop.interestPerShare, member.interestCheckpoint, member.shares - member.sharesNew) + owed(coop.pioneerPerUnit, member.pioneerCheckpoint, member.pioneerUnits)
    : 0n;
  const interestCheckpoint = stays ? coop.interestPerShare : member.interestCheckpoint;
  const begun = member.sharesNew === 0n ? 0n : owed(interestCheckpoint, period.interestPerShare, member.sharesNew);
  return {
    coop: { ...coop, operating: coop.operating + kept, retainedTotal: coop.retainedTotal + kept, dividends: coop.dividends - kept },
    member: {
      ...member, units: 0n, sharesNew: 0n, interestCheckpoint, pioneerCheckpoint: stays ? coop.pioneerPerUnit : member.pioneerCheckpoint,
      dividends: member.dividends + cash + drawn + begun,
      ...(stays ? { vintages: kept === 0n ? member.vintages : [...member.vintages, { period: period.number, retained: kept, fees: 0n }] } : { matured: member.matured + kept }),
    },
  };
}

/** What a member has. `period`: the closed one that is not settled to it yet, whose part is counted in. */
export function position(before: Coop, one: Member, period?: Period): Position {
  const { coop, member } = settled(before, one, period);
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
    // a co-op that ends dismisses whoever redeems first, and then all of its capital has matured
    redeemableNow: coop.dissolvingAt !== 0n && member.standing === 2 ? capital - least(member.bonded, capital) : redeemable(coop, member),
    dividends: member.dividends,
    accrued,
    unsettled: member.units !== 0n || member.sharesNew !== 0n,
    ifLeaving: { capital, bonded: least(member.bonded, capital), worth: worth(coop, capital - least(member.bonded, capital)), cash: member.dividends + accrued },
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
