/** The status of a proposal, who has a vote in it, and when it can be reviewed. */
import { smaller } from '../larger';
import { getAddressEncoder, type Address } from '@solana/kit';
import type { Coop, Member, Proposal } from '../../generated';
import { KINDS } from '../../generated/actionTable';
import { MOST_CALLS, REMEMBERED } from '../../generated/constants';
import * as math from '../../generated/math';
import { isMember } from './members';
import { hasJustBegun, isOverdue, operating, periodEnds } from './coop';

/** Whether the settlement of the founding pool made the member an elector, and its shares are still unclaimed. */
export const countsByPledge = (coop: Coop, m: Member): boolean =>
  coop.activatedAt !== 0n && m.pledgeCounts === 1 && m.pledgedIn === coop.foundingPool && isMember(m);
/** Whether a member had a vote in the second before a resolution was proposed, whatever has become of it since. */
export function isOfSnapshot(coop: Coop, { createdAt }: Pick<Proposal, 'createdAt'>, m: Member): boolean {
  const before = createdAt - 1n;
  if (countsByPledge(coop, m)) return coop.activatedAt <= before;
  const suspended = m.gapFrom <= before && before < m.gapTo;
  return m.electorFrom !== 0n && m.electorFrom <= before && !suspended && (m.leftAt === 0n || before < m.leftAt);
}

/** The status of a proposal; `stale`: the charter was amended after it was made, or, to dissolve, a pool has succeeded since. */
export type ProposalStatus =
  | 'voting'
  | 'waiting'
  | 'awaiting turn'
  | 'executable'
  | 'executed'
  | 'expired'
  | 'stale'
  | 'vetoed'
  | 'abandoned'
  | 'rejected: quorum'
  | 'rejected: majority';

/** When its timelock is over. */
export const opensAt = (proposal: Proposal): bigint => proposal.ends + BigInt(proposal.timelock);
/** From when on it can no longer be executed. */
export const expiresAt = (proposal: Proposal): bigint => opensAt(proposal) + BigInt(proposal.executionWindow);

const STATUS: Readonly<Record<math.Stage, ProposalStatus>> = {
  Voting: 'voting',
  Waiting: 'waiting',
  AwaitingTurn: 'awaiting turn',
  Executable: 'executable',
  Executed: 'executed',
  Expired: 'expired',
  Stale: 'stale',
  Vetoed: 'vetoed',
  Abandoned: 'abandoned',
  RejectedByQuorum: 'rejected: quorum',
  RejectedByMajority: 'rejected: majority',
};
/** The status of a proposal at a time. */
export function proposalStatus(p: Proposal, coop: Coop, now: bigint): ProposalStatus {
  const { electors, quorumBps, protests } = p;
  return STATUS[
    math.voteStatus(
      {
        class: p.special === 1 ? 'Special' : 'Ordinary',
        tally: p,
        electors,
        quorumBps,
        timeline: p,
        protests,
        exodusBps: coop.charter.exodusBps,
        stale:
          p.charterVersion !== coop.charterVersion ||
          (KINDS[p.kind] === 'Dissolve' && coop.poolSucceededAt >= p.createdAt),
        vetoed: p.vetoed === 1,
        executed: p.executedAt !== 0n,
        closedUntil: p.weighty === 1 ? coop.closedUntil : undefined,
      },
      now,
    )
  ];
}

/**
 * The first second in which a proposal that passes can be executed. A weighty one waits for the close of a period whose regular end is
 * not before the end of its timelock: of the open one, or of one that begins with its close, at any time from its end on, and
 * is as long as the charter has it now. Whoever leaves before that second is never too late; the close may come later.
 */
export function executableFrom(p: Proposal, coop: Coop, now: bigint): bigint {
  const opens = opensAt(p);
  if (p.weighty !== 1 || coop.closedUntil >= opens) return opens;
  const ends = periodEnds(coop);
  const next = (ends > now ? ends : now) + BigInt(coop.charter.periodLength);
  return ends >= opens ? ends : next > opens ? next : opens;
}

/** Whether it lapses before the close for which it waits can come, so that it cannot be carried out, even if it passes. */
export const lapsesFirst = (p: Proposal, coop: Coop, now: bigint): boolean =>
  executableFrom(p, coop, now) >= expiresAt(p);

/** Whether it can be carried out once the overdue period is closed, which whoever carries it out does first. */
export const turnsWithClose = (p: Proposal, coop: Coop, now: bigint): boolean =>
  proposalStatus(p, coop, now) === 'awaiting turn' && isOverdue(coop, now) && periodEnds(coop) >= opensAt(p);

/** Whether it can no longer be executed. */
export const isOver = (status: ProposalStatus): boolean => status !== 'voting' && !hasPassed(status);

/** Whether it has passed and can still be executed, now or later. */
export const hasPassed = (status: ProposalStatus): boolean =>
  ['waiting', 'awaiting turn', 'executable'].includes(status);

/** Whether it is to leave a federation that the co-op has joined, and not to take back its request. */
export const isToLeave = (p: Pick<Proposal, 'kind' | 'flag'>): boolean =>
  KINDS[p.kind] === 'LeaveFederation' && p.flag === 0;
/**
 * Whether it is carried out only on the first day of a period, and this is not one. While a period is overdue, whoever carries it
 * out closes that first, and then it is.
 */
export const missesItsDay = (p: Proposal, coop: Coop, now: bigint): boolean =>
  (isToLeave(p) || KINDS[p.kind] === 'CoverLoss') && !hasJustBegun(coop, now) && !isOverdue(coop, now);

const toDissolve = <P extends Proposal>(
  proposals: readonly P[],
  coop: Coop,
  now: bigint,
  is: (status: ProposalStatus) => boolean,
): P | undefined => proposals.find((p) => KINDS[p.kind] === 'Dissolve' && is(proposalStatus(p, coop, now)));
/** The resolution to dissolve the co-op, if one has passed and can still be executed, now or later. */
export const endingOf = <P extends Proposal>(proposals: readonly P[], coop: Coop, now: bigint): P | undefined =>
  toDissolve(proposals, coop, now, hasPassed);
/** The number of the resolution by which a pool fails now; and a proposal to dissolve on which the vote is still open, which a pool's success would make void. */
export const endsOf = <P extends Proposal>(
  proposals: readonly P[],
  coop: Coop,
  now: bigint,
): { ending: number | undefined; voted: P | undefined } => ({
  ending: endingOf(proposals, coop, now)?.index,
  voted: toDissolve(proposals, coop, now, (status) => status === 'voting'),
});

/** How many ballots the quorum still lacks, and how many yes votes a majority still lacks. */
export function missing(p: Proposal): { ballots: number; yes: number } {
  const ballots = Math.max(0, Math.ceil((p.electors * p.quorumBps) / 10_000) - (p.yes + p.no + p.abstain));
  const wanted = p.special === 1 ? Math.max(2 * p.no, p.no + 1) : p.no + 1;
  return { ballots, yes: Math.max(0, wanted - p.yes) };
}

/** Whether an elector of the snapshot is drawn for the seated review panel. */
export async function sitsOnPanel(
  proposal: Proposal & { address: Address },
  member: Address,
  panelSize: number,
): Promise<boolean> {
  if (proposal.panelSeated !== 1) return false;
  const encoder = getAddressEncoder();
  const drawnBy = Uint8Array.from([
    ...proposal.panelSeed,
    ...encoder.encode(proposal.address),
    ...encoder.encode(member),
  ]);
  const hash = new DataView(await crypto.subtle.digest('SHA-256', drawnBy));
  return math.isDrawn(hash.getBigUint64(0, true), proposal.electors, panelSize);
}

/**
 * Whether a review panel is possible over a resolution that waits, and none is seated. A spend is large if it exceeds a part of
 * operating money: that at the start of the period or that of now, whichever is less.
 */
export function isReviewable(coop: Coop, p: Proposal): boolean {
  const base = [operating(coop), coop.period.operatingAtStart].reduce(smaller);
  const large = KINDS[p.kind] === 'Spend' && p.amount > math.bpsFloor(base, coop.charter.reviewBps);
  return (p.special === 1 || large) && p.electors >= coop.charter.panelSize && p.panelSeated === 0;
}
/** The first slot in which a panel may be called again: the cluster has dropped the slot hash that was to draw the last one. */
export const calledAgainFrom = (p: Pick<Proposal, 'panelSlot'>): bigint => p.panelSlot + REMEMBERED + 1n;
/** Whether a panel may be called, or called again, but that not before {@link calledAgainFrom}. */
export const mayCallPanel = (status: ProposalStatus, p: Pick<Proposal, 'panelCalls'>): boolean =>
  status === 'waiting' && p.panelCalls < MOST_CALLS;
