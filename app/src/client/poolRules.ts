/** Pools: where one is in its life, what it still needs, when anyone may settle it, and what a pledge to it becomes. */
import { larger, smaller } from './larger';
import type { Coop, Member, Pledge, Pool, Proposal } from '../generated';
import * as math from '../generated/math';
import type { Site } from './reads/coops';
import { equity, newcomersBps, periodEnds } from './rules/coop';
import { quietUntil } from './rules/members';

/** Where a pool is in its life: not open yet, open to pledges and withdrawals, open to pledges alone, over and to be settled, or settled. */
export type PoolStatus = 'announced' | 'open' | 'committed' | 'due' | 'succeeded' | 'failed';

/** Where a pool is in its life at a time. */
export function poolStatus(pool: Pool, now: bigint): PoolStatus {
  if (pool.settledAt !== 0n) return pool.succeeded === 1 ? 'succeeded' : 'failed';
  if (now < pool.terms.opens) return 'announced';
  if (now > pool.terms.deadline) return 'due';
  return now <= pool.terms.withdrawUntil ? 'open' : 'committed';
}

/** The three gates: a pool that does not pass them all fails. People: pledgers who have not left; use: what they promised. */
export function gates(pool: Pool): { name: 'money' | 'people' | 'use'; have: bigint; need: bigint; passed: boolean }[] {
  const gate = (name: 'money' | 'people' | 'use', have: bigint, need: bigint) => ({
    name,
    have,
    need,
    passed: have >= need,
  });
  return [
    gate('money', pool.raised, pool.terms.minRaise),
    gate('people', BigInt(pool.people), BigInt(pool.terms.minMembers)),
    gate('use', pool.usePledged, pool.terms.minUse),
  ];
}

/** Whether its terms allow it to be settled: after the deadline, or when it is full, passes its gates and nobody can withdraw. */
export const maySettle = (pool: Pool, now: bigint): boolean =>
  pool.settledAt === 0n && math.maySettle(pool.terms, pool, now);

/** What a pool is settled in. `ending`: the number of the resolution to dissolve that has passed and stands; `voted`: one on which the vote is still open (`rules.endsOf`). */
export type Around = Pick<Site, 'coop' | 'vaultFrozen'> & {
  ending?: number | undefined;
  voted?: Pick<Proposal, 'index' | 'ends'> | undefined;
};
/** What the pool's success would do to a proposal to dissolve, after a sentence about its settlement; empty if it cannot be settled before that vote is over. */
export const voids = (around: Around, pool: Pool): string =>
  around.voted === undefined || failing(around, pool) || settlesFrom(around, pool) >= around.voted.ends
    ? ''
    : `, which would make proposal ${around.voted.index}, to end the co-op, void`;

/** Why the pool would fail if it were settled as it stands; undefined if it would succeed. */
export function failing(
  { coop, ending }: { coop: Pick<Coop, 'books' | 'freshAsked' | 'dissolvingAt' | 'period'> } & Pick<Around, 'ending'>,
  pool: Pool,
): 'the end' | 'the resolution to end' | 'a gate' | 'solvency' | undefined {
  if (coop.dissolvingAt !== 0n) return 'the end';
  if (ending !== undefined) return 'the resolution to end';
  if (math.closedGate(pool.terms, pool)) return 'a gate';
  return pool.terms.minSolvencyBps > 0 && newcomersBps(coop) < pool.terms.minSolvencyBps ? 'solvency' : undefined;
}

/** The most that the co-op's books can hold. */
const MOST = 2n ** 64n - 1n;
/** Whether the money of a pool that would succeed cannot come in: the vault is frozen, or the books have no room for so much. */
function isHeldUp({ coop, vaultFrozen }: Around, { raised, terms: { maxRaise } }: Pool): boolean {
  const { reserveDue, earnings } = coop.books;
  return vaultFrozen || equity(coop) + reserveDue + earnings + smaller(raised, maxRaise) > MOST;
}
/**
 * The first second in which anyone may settle a pool if nothing changes: when its terms allow it, but not within 7 days after an
 * amendment. One that would succeed waits while its money cannot come in, until it fails 30 days after its deadline. In a co-op that
 * dissolves, or has resolved to: at once.
 */
export function settlesFrom(around: Around, pool: Pool): bigint {
  const { coop } = around;
  const fails = failing(around, pool);
  if (fails === 'the end' || fails === 'the resolution to end') return 0n;
  const { withdrawUntil, deadline } = pool.terms;
  const early = fails !== 'solvency' && math.maySettle(pool.terms, pool, withdrawUntil + 1n);
  const own = (early ? withdrawUntil : deadline) + 1n;
  const from = coop.amendedAt === 0n ? own : larger(own, coop.amendedAt + math.AFTER_AMENDMENT);
  return !fails && isHeldUp(around, pool) ? larger(from, deadline + math.UNPAYABLE + 1n) : from;
}
/** Where a co-op keeps what the pools of a period have earned since; those of an older period may still be there. */
const placeOf = ({ transits }: Coop, period: number) => transits[period % transits.length]!;
/**
 * Whether a pool that would succeed waits for the shares of an older pool, which takes up its place; anyone can claim them. One
 * that fails waits for nothing.
 */
export function waitsForClaims(around: Around, pool: Pool): boolean {
  const { coop } = around;
  const place = placeOf(coop, coop.period.number);
  return !failing(around, pool) && !isHeldUp(around, pool) && place.pools !== 0 && place.period !== coop.period.number;
}
/** Whether a later pool waits for the close of a period that is over, which anyone may send: the close decides what has lasted. */
export const waitsForClose = (around: Around, pool: Pool, now: bigint): boolean =>
  pool.founding === 0 && settlesFrom(around, pool) !== 0n && now >= periodEnds(around.coop);
/** Whether the program lets anyone settle it now. */
export const isSettleable = (around: Around, pool: Pool, now: bigint): boolean =>
  pool.settledAt === 0n &&
  now >= settlesFrom(around, pool) &&
  !waitsForClose(around, pool, now) &&
  !waitsForClaims(around, pool);
/** Whether the founder can cancel it to open another at once: a founding pool without pledges. */
export const isCancellable = (pool: Pool): boolean =>
  pool.founding === 1 && pool.settledAt === 0n && pool.pledgers === 0;

/** Until when its capital rests and its promises run; before the settlement, as if it were settled at its deadline. */
export const staysUntil = (pool: Pool): bigint =>
  (pool.settledAt === 0n ? pool.terms.deadline : pool.settledAt) + BigInt(pool.terms.stay);

/** The capital that answers for a promise of turnover, rounded up. */
export const bondOf = (pool: Pool, use: bigint): bigint => math.bondCeil(use, pool.terms.useBondBps);

/** What a pledge becomes if the pool is settled as it is: shares, and a refund if it took in too much. */
export function becomes(pool: Pool, pledged: bigint): { shares: bigint; back: bigint } {
  const {
    raised,
    pledgers,
    terms: { maxRaise, shareFloor },
  } = pool;
  const shares = math.sharesOf(
    { raised, accepted: raised < maxRaise ? raised : maxRaise, pledgers, shareFloor },
    pledged,
  );
  return { shares, back: pledged - shares };
}

/**
 * What unclaimed shares of a settled pool have earned until now, which comes with the claim. Like all shares they earn from the
 * period after the settlement on, those of the founding pool as pioneers too. Nothing once claims have lapsed.
 */
export function earnedUnclaimed(coop: Coop, pool: Pool, m: Pick<Member, 'pledgeCounts'>, shares: bigint): bigint {
  if (m.pledgeCounts === 0 || coop.sweptAt !== 0n) return 0n;
  // as long as shares of the pool are unclaimed, the place belongs to its period
  const { interestPerShare } = placeOf(coop, pool.settledIn);
  const interest =
    pool.settledIn === coop.period.number ? 0n : math.q64Floor(coop.interestPerShare - interestPerShare, shares);
  return (
    interest +
    (pool.founding === 1 ? math.pioneersOwed(coop.pioneerPerUnit, 0n, shares, coop.charter.pioneerSharesBps) : 0n)
  );
}

/** Why a pledge can be taken back now; undefined if it cannot, as when the membership was just moved to another wallet. */
export function takenBack(
  coop: Coop,
  pool: Pool,
  pledge: Pledge,
  member: Pick<Member, 'returnsFrom' | 'rehomedAt'>,
  now: bigint,
): 'in time' | 'amended' | 'released' | undefined {
  // in a dissolving co-op the pool is settled instead, and refunds
  if (pool.settledAt !== 0n || pledge.amount === 0n || coop.dissolvingAt !== 0n || now < quietUntil(member))
    return undefined;
  if (now <= pool.terms.withdrawUntil) return 'in time';
  if (member.returnsFrom !== 0n) return 'released';
  return coop.charterVersion === pledge.charterVersion ? undefined : 'amended';
}
