/** What somebody is to a co-op, what binds its capital, and when it may do what. */
import type { Coop, Member, Proposal, Rest, Service } from '../../generated';
import { NONE } from '../addresses';
import { OPEN_GAP } from '../../generated/constants';
import { Standing } from '../../generated/types/standing';
import { larger, smaller } from '../larger';
import * as math from '../../generated/math';
import { coopStatus, periodEnds } from './coop';

type StandingName = Lowercase<keyof typeof Standing> | 'unknown';
/** What someone is to the co-op: candidate, member, left or expelled. */
export const standing = (member: Pick<Member, 'standing'>) =>
  ((Standing[member.standing] as string | undefined) ?? 'unknown').toLowerCase() as StandingName;
/** Whether somebody is a member now. */
export const isMember = (member: Pick<Member, 'standing'> | undefined) =>
  member !== undefined && standing(member) === 'member';
/** Whether its vote is suspended now. */
export const isSuspended = (member: Pick<Member, 'gapTo'>) => member.gapTo === OPEN_GAP;
/** Whether it has a vote in what is proposed now. */
export const isElector = (member: Pick<Member, 'standing' | 'electorFrom' | 'gapTo'>) =>
  isMember(member) && member.electorFrom !== 0n && !isSuspended(member);
/**
 * From when on a member that holds so many shares by now can take its vote; undefined if it has one, or these are too few. Its
 * seasoning begins when its shares reach the member share; a vote that was suspended comes back at once.
 */
export function votesFrom(
  { charter }: Pick<Coop, 'charter'>,
  m: Member,
  now: bigint,
  shares = m.shares,
): bigint | undefined {
  if (isElector(m) || shares < charter.memberShare) return undefined;
  if (isSuspended(m)) return now;
  return (m.shares < charter.memberShare ? now : m.sharePaidAt) + BigInt(charter.seasoning);
}
/** Whether anyone may suspend its vote. */
export const isSuspendable = (coop: Coop, m: Member, now: bigint): boolean =>
  isElector(m) &&
  math.isSuspendable(
    m.electorFrom > m.gapTo ? m.electorFrom : m.gapTo,
    m.lastActiveAt,
    m.shares < coop.charter.memberShare ? m.shortSince : 0n,
    now,
  );
/** How many vouches an admission takes now: what the charter asks for, or one of every member. It can rise as members join. */
export const vouchesNeeded = ({ charter, members }: Pick<Coop, 'charter' | 'members'>): number =>
  math.vouchesNeeded(charter.vouchesRequired, members);
/** How many vouches a candidate needs: not fewer because members have left since it applied or was vouched for. */
export const vouchesNeededBy = (coop: Coop, m: Member): number => Math.max(vouchesNeeded(coop), m.vouchesNeeded);
/** Whether a candidate has enough vouches. */
export const isVouchedFor = (coop: Coop, m: Member): boolean => m.vouchesReceived >= vouchesNeededBy(coop, m);
/** Whether vouches are missing, or nobody is there who could admit it. */
export const lacksVouches = (coop: Coop, m: Member): boolean => coop.members === 0 || !isVouchedFor(coop, m);
/** Whether a candidate has to sign anew: the statutes were restated since it signed them. */
export const signsAnew = (coop: Pick<Coop, 'statutesVersion'>, m: Member): boolean =>
  standing(m) === 'candidate' && m.statutesVersion !== coop.statutesVersion;
/** From when on there is room for another member: an active co-op admits a part of its members in 30 days, and some at least. */
export function roomFrom(coop: Pick<Coop, 'activatedAt' | 'charter' | 'members' | 'growthFull'>): bigint {
  if (coop.activatedAt === 0n) return 0n;
  const { capacity, window } = math.growth(coop.members, coop.charter.growthBps, coop.charter.growthFloor);
  return coop.growthFull + (BigInt(window) + capacity - 1n) / capacity - BigInt(window);
}
/** How many members can be admitted now: as many as one likes until the co-op starts. */
export function roomNow(coop: Pick<Coop, 'activatedAt' | 'charter' | 'members' | 'growthFull'>, now: bigint): bigint {
  if (coop.activatedAt === 0n) return BigInt(Number.MAX_SAFE_INTEGER);
  return math.bucketRoom(
    math.growth(coop.members, coop.charter.growthBps, coop.charter.growthFloor),
    coop.growthFull,
    now,
  );
}
/** Whether a co-op takes anybody in: it has members who can vouch, and does not dissolve. */
export const takesIn = (coop: Pick<Coop, 'members' | 'dissolvingAt'>): boolean =>
  coop.members > 0 && coop.dissolvingAt === 0n;
/** Whether anyone may admit it now: a candidate with its vouches that has signed the statutes in force, and there is room. */
export const isAdmissible = (coop: Coop, m: Member, now: bigint): boolean =>
  standing(m) === 'candidate' && isVouchedFor(coop, m) && !signsAnew(coop, m) && takesIn(coop) && now >= roomFrom(coop);

/** Whether somebody left in protest, or was expelled. */
export const protests = (m: Member): boolean =>
  standing(m) === 'expelled' || (standing(m) === 'left' && m.inProtest === 1);

/** Capital from pools that still rests, the soonest to end first. */
export const restsOf = (m: Member, now: bigint): Rest[] =>
  m.rests.filter((rest) => rest.until > now).sort((a, b) => Number(a.until - b.until));
/** The sum of capital from pools that still rests. */
export const restingAt = (m: Member, now: bigint): bigint =>
  restsOf(m, now).reduce((sum, rest) => sum + rest.capital, 0n);
/** The capital of a member that it cannot withdraw: resting, or not earning yet, even if its stay was over when it was claimed. */
export function restingOrNew(m: Member, now: bigint): bigint {
  let [older, fresh] = [0n, 0n];
  for (const { until, capital, newIn } of m.rests)
    if (newIn === m.unsettledPeriod + 1) fresh += capital;
    else if (until > now) older += capital;
  // the place of a pool whose stay is over may be another's by now
  return older + (fresh > m.claimedNew ? fresh : m.claimedNew);
}
/** Whether the membership that a service names as its provider still is that one, so that its part of the use counts for it. */
export const provides = (service: Pick<Service, 'provider' | 'providerNumber'>, m: Member | undefined): boolean =>
  service.provider !== NONE && m !== undefined && isMember(m) && m.number === service.providerNumber;
/** Whether a promise of use runs, so that a release would end it; one whose time is over is settled instead. */
export const promiseRuns = (m: Member, now: bigint): boolean => m.promised !== 0n && m.promiseEnds > now;
/** Whether anything binds the member that a release may end, judged by its own account alone. */
export const isBound = (m: Member, now: bigint): boolean =>
  restingAt(m, now) > 0n || promiseRuns(m, now) || m.pledgedIn !== 0;
/**
 * From when on a former member may apply again: after a release or a protest, and once the period is closed in which it left or
 * still has business.
 */
export function mayReturnFrom(coop: Coop, m: Member): bigint {
  const protest = m.inProtest === 1 ? m.leftAt + math.PROTEST_KEPT : 0n;
  const open = isUnsettled(m) && m.unsettledPeriod === coop.period.number;
  const closes = coopStatus(coop) === 'active' && (m.leftAt >= coop.period.startedAt || open) ? periodEnds(coop) : 0n;
  return [protest, closes].reduce((a, b) => (a > b ? a : b), m.returnsFrom);
}
/** What was paid in during the open period and rests until its close; not what came from a pool, which has its own stay. */
export const freshOf = (m: Member): bigint => m.sharesNew + m.maturedNew - m.claimedNew;

/** What a release frees of what `freshOf` counts. */
export const freshFreed = (coop: Coop, m: Member): bigint =>
  m.unsettledPeriod === coop.period.number ? freshOf(m) : 0n;

/** Whether the member's business of some period is not settled yet. */
export const isUnsettled = (member: Member): boolean =>
  member.units !== 0n ||
  member.work !== 0n ||
  member.sharesNew !== 0n ||
  member.maturedNew !== 0n ||
  member.asked !== 0n;
/** Whether business of a closed period must be settled before anything new. `open`: the number of the open period. */
export const waitsForSettlement = (member: Member, open: number): boolean =>
  isUnsettled(member) && member.unsettledPeriod < open;
/** How much of a payment counts for a promise of use: less for a service below the take rate when the pool was opened. */
export const turnoverOf = (
  m: Pick<Member, 'promiseRateBps'> | undefined,
  amount: bigint,
  takeRateBps?: number,
): bigint => (takeRateBps === undefined ? amount : math.turnoverFloor(amount, takeRateBps, m?.promiseRateBps ?? 0));

/** From when a moved membership is paid to its new wallet and can no longer be taken back; 0 if it was not moved. */
export const quietUntil = (m: Pick<Member, 'rehomedAt'>): bigint =>
  m.rehomedAt === 0n ? 0n : m.rehomedAt + math.QUIET;
/** The last second in which the old wallet can take a moved membership back; 0 if it was not moved. */
export const takenBackUntil = (m: Pick<Member, 'rehomedAt'>): bigint => (m.rehomedAt === 0n ? 0n : quietUntil(m) - 1n);
/** Whether this wallet can still take back the membership that was moved from it. */
export const mayTakeBack = (
  m: Pick<Member, 'formerWallet' | 'rehomedAt'>,
  wallet: string | undefined,
  now: bigint,
): boolean => m.formerWallet === wallet && now < quietUntil(m);
/** Whether the redirect of this wallet can be closed: what it points to is gone (no `m`), or another's, and cannot come back. */
export const isRedirectOver = (
  m: Pick<Member, 'wallet' | 'formerWallet' | 'rehomedAt'> | undefined,
  wallet: string,
  now: bigint,
): boolean => !m || (m.wallet !== wallet && !mayTakeBack(m, wallet, now));
/** Whether a wallet has been inactive for so long that its membership may be moved. */
export const isLost = (m: Pick<Member, 'lastActiveAt'>, now: bigint): boolean => now >= lostFrom(m);
/** Whether a move of its membership that was proposed can be carried out: the wallet was silent for long, and since before the proposal. */
export const staysSilent = (p: Pick<Proposal, 'createdAt'>, m: Pick<Member, 'lastActiveAt'>, now: bigint): boolean =>
  isLost(m, now) && m.lastActiveAt < p.createdAt;
/** From when on its membership may be moved, if the wallet stays inactive. */
export const lostFrom = (m: Pick<Member, 'lastActiveAt'>): bigint => m.lastActiveAt + math.LOST;
/** From when on anyone may clear away an application that lacks vouches, or a signature under the statutes in force. */
export function clearableFrom(coop: Coop, m: Member): bigint {
  // since it was made, and while anyone could vouch, since a vouch was withdrawn, and since more are needed
  const lacking = coop.members === 0 ? m.appliedAt : [m.appliedAt, m.lacksSince, coop.needsSince].reduce(larger);
  if (!signsAnew(coop, m)) return lacking + math.APPLICATION_KEPT;
  return (lacksVouches(coop, m) ? smaller(lacking, coop.amendedAt) : coop.amendedAt) + math.APPLICATION_KEPT;
}
/** From when on a member may take another name. */
export const renamableFrom = (m: Pick<Member, 'namedAt'>): bigint =>
  m.namedAt === 0n ? 0n : m.namedAt + math.NAME_KEPT;
