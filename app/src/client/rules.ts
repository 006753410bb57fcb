/**
 * What follows from the accounts at a time, for showing: the rules of money are those of `coop-math`. The chain decides;
 * `test/golden.test.ts` compares these with what the Rust side says of the same accounts.
 */
import { getAddressEncoder, type Address } from '@solana/kit';
import { NONE } from './addresses';
import type { Coop, Mandate, Member, Period, Proposal, Rest, Service } from '../generated';
import { KINDS } from '../generated/actionTable';
import { TERMS, type Term, type TermName } from '../generated/charterTable';
import { CLAIMS_STAND, MOST_CALLS, OPEN_GAP, WINDING_UP } from '../generated/constants';
import { Standing } from '../generated/types/standing';
import * as math from '../generated/math';

/** Before its founding pool has succeeded, at work, and at its end. */
export type CoopStatus = 'forming' | 'active' | 'dissolving';

/** Where a co-op is in its life. */
export const coopStatus = (coop: Coop): CoopStatus =>
  coop.dissolvingAt !== 0n ? 'dissolving' : coop.activatedAt === 0n ? 'forming' : 'active';

type StandingName = Lowercase<keyof typeof Standing> | 'unknown';
/** What someone is to the co-op: candidate, member, left or expelled. */
export const standing = (member: Pick<Member, 'standing'>) =>
  ((Standing[member.standing] as string | undefined) ?? 'unknown').toLowerCase() as StandingName;
/** Whether someone is a member now. */
export const isMember = (member: Pick<Member, 'standing'> | undefined) =>
  member !== undefined && standing(member) === 'member';
/** Whether its vote is suspended now. */
export const isSuspended = (member: Pick<Member, 'gapTo'>) => member.gapTo === OPEN_GAP;
/** Whether it has a vote in what is proposed now. */
export const isElector = (member: Pick<Member, 'standing' | 'electorFrom' | 'gapTo'>) =>
  isMember(member) && member.electorFrom !== 0n && !isSuspended(member);
/** Whether anyone may suspend its vote. */
export const isSuspendable = (coop: Coop, m: Member, now: bigint): boolean =>
  isElector(m) &&
  math.isSuspendable(
    m.electorFrom > m.gapTo ? m.electorFrom : m.gapTo,
    m.lastActiveAt,
    m.shares < coop.charter.memberShare ? m.shortSince : 0n,
    now,
  );
/** Vouches that it takes at least to be admitted now: what the charter asks for, or one of every member there is. It can rise as members join. */
export const vouchesNeeded = ({ charter, members }: Pick<Coop, 'charter' | 'members'>): number =>
  math.vouchesNeeded(charter.vouchesRequired, members);
/** Vouches that a candidate needs as things stand: not fewer because members left since it applied or was vouched for. */
export const vouchesNeededBy = (coop: Coop, m: Member): number => Math.max(vouchesNeeded(coop), m.vouchesNeeded);
/** Whether a candidate has all of them. */
export const isVouchedFor = (coop: Coop, m: Member): boolean => m.vouchesReceived >= vouchesNeededBy(coop, m);
/** Whether the founding pool's settlement counted it as an elector, and its shares are not claimed yet. */
export const countsByPledge = (coop: Coop, m: Member): boolean =>
  coop.activatedAt !== 0n && m.pledgeCounts === 1 && m.pledgedIn === coop.foundingPool && isMember(m);
/** Whether one had a vote at the end of the second before a resolution was proposed, whatever became of it since. */
export function isOfSnapshot(coop: Coop, { createdAt }: Pick<Proposal, 'createdAt'>, m: Member): boolean {
  const before = createdAt - 1n;
  if (countsByPledge(coop, m)) return coop.activatedAt <= before;
  const suspended = m.gapFrom <= before && before < m.gapTo;
  return m.electorFrom !== 0n && m.electorFrom <= before && !suspended && (m.leftAt === 0n || before < m.leftAt);
}

/** Whether one left in protest, or was made to leave. */
export const protests = (m: Member): boolean =>
  standing(m) === 'expelled' || (standing(m) === 'left' && m.inProtest === 1);

/** What can still be drawn of a mandate, by itself: a shorter period does not renew it. */
export const mandateRoom = (m: Mandate, coop: Coop): bigint =>
  coop.period.startedAt >= m.drawnSince + BigInt(m.length) ? m.perPeriod : m.perPeriod - m.drawn;

/** Where a proposal is in its life; `stale`: the charter was amended since it was made. */
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
/** From when on it cannot be executed any more. */
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
/** Where a proposal is in its life at a time. */
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
        stale: p.charterVersion !== coop.charterVersion,
        vetoed: p.vetoed === 1,
        executed: p.executedAt !== 0n,
        closedUntil: p.weighty === 1 ? coop.closedUntil : undefined,
      },
      now,
    )
  ];
}

/**
 * When a proposal that passes can be executed. A weighty one waits until a period is closed whose regular end is not
 * before the end of its timelock: then of the periods to come, each as long as the charter has it now.
 */
export function executableFrom(p: Proposal, coop: Coop): bigint {
  const opens = opensAt(p);
  if (p.weighty !== 1 || coop.closedUntil >= opens) return opens;
  let ends = periodEnds(coop);
  if (ends < opens) {
    const length = BigInt(coop.charter.periodLength);
    ends += ((opens - ends + length - 1n) / length) * length;
  }
  return ends;
}

/** Whether nothing can become of it any more. */
export const isOver = (status: ProposalStatus): boolean =>
  !['voting', 'waiting', 'awaiting turn', 'executable'].includes(status);

/** Ballots that the quorum still lacks, and yes votes that a majority still lacks. */
export function missing(p: Proposal): { ballots: number; yes: number } {
  const ballots = Math.max(0, Math.ceil((p.electors * p.quorumBps) / 10_000) - (p.yes + p.no + p.abstain));
  const wanted = p.special === 1 ? Math.max(2 * p.no, p.no + 1) : p.no + 1;
  return { ballots, yes: Math.max(0, wanted - p.yes) };
}

/** All capital of all members: E. */
export const equity = (coop: Coop): bigint => math.equity(coop.books);
/** What the co-op can spend: fund and earnings. */
export const operating = (coop: Coop): bigint => math.operating(coop.books);
/** Everything that the vault must cover. */
export const cash = (coop: Coop): bigint => math.cash(coop.books);

/** What whoever leaves is paid for each unit of capital, as the books stand; of a dissolving co-op what every claim gets. Basis points, rounded down. */
export const priceBps = (coop: Coop): number =>
  coop.dissolvingAt === 0n ? math.solvencyBps(coop.books) : Number(worth(coop, 10_000n));

/** What a newcomer's money would stand beside: the price without what the period moved to assets. Capital of the period that is asked back stays in it: it can be taken back. Basis points, rounded down. */
export const newcomersBps = ({ books, freshAsked }: Pick<Coop, 'books' | 'freshAsked'>): number =>
  math.newcomersBps({ ...books, fresh: books.fresh + freshAsked });
/** What of the fund can be moved to assets: those who have asked are paid first. */
export const freeFund = (coop: Coop): bigint => {
  const kept = math.kept(coop.books);
  return coop.books.fund > kept ? coop.books.fund - kept : 0n;
};

/** What capital is worth in money now, rounded down; `drawn`: what of the claim on a dissolving co-op was paid. */
export function worth(coop: Coop, capital: bigint, drawn = 0n): bigint {
  if (coop.dissolvingAt !== 0n)
    return math.draw({ all: coop.claims, paid: coop.claimsPaid }, coop.books, capital, drawn);
  const { numerator, denominator } = math.priceOf(coop.books);
  return math.mulDivFloor(capital, numerator, denominator) ?? 0n;
}

const budget = (coop: Coop) =>
  math.budget(coop.period.operatingAtStart, operating(coop), coop.charter.budgetBps, coop.period.length);
/** What ordinary resolutions can spend at once, at most: more needs a special resolution. */
export const budgetCapacity = (coop: Coop): bigint => budget(coop).capacity;
/** What ordinary resolutions can spend now. */
export const budgetLeft = (coop: Coop, now: bigint): bigint => math.bucketRoom(budget(coop), coop.budgetFull, now);

/** When pioneers begin to be paid and no more units are made. */
export const pioneerDate = (coop: Coop): bigint => coop.activatedAt + BigInt(coop.charter.pioneerStart);

/** What closing the open period now would decide, as the books stand. */
export function closing(coop: Coop, now: bigint): math.Closed {
  const { period, charter } = coop;
  return math.close(coop.books, {
    rates: period.rates,
    done: period.done,
    sharesEarning: period.sharesEarning,
    lifetimeSurplus: coop.lifetimeSurplus,
    startedAt: period.startedAt,
    now,
    pioneers: {
      units: coop.pioneerUnits,
      foundingShares: coop.foundingShares,
      perUnit: coop.pioneerPerUnit,
      threshold: charter.pioneerThreshold,
      capBps: charter.pioneerCapBps,
      sharesBps: charter.pioneerSharesBps,
      due: periodEnds(coop) >= pioneerDate(coop),
    },
    federated: coop.federation !== NONE,
    last: false,
  });
}

/** The regular end of the open period: it closes then or later, never earlier. */
export const periodEnds = (coop: Coop): bigint => coop.period.startedAt + BigInt(coop.period.length);
/** While a period is overdue nothing leaves operating money and nothing is asked back: it is closed first. */
export const isOverdue = (coop: Coop, now: bigint): boolean => coopStatus(coop) === 'active' && now >= periodEnds(coop);

/** Capital that pools brought and that still stays, each until it may be asked back; the soonest first. */
export const restsOf = (m: Member, now: bigint): Rest[] =>
  m.rests.filter((rest) => rest.until > now).sort((a, b) => Number(a.until - b.until));
/** What of the capital that pools brought still stays. */
export const restingAt = (m: Member, now: bigint): bigint =>
  restsOf(m, now).reduce((sum, rest) => sum + rest.capital, 0n);
/** The same of one who stays, and what does not earn yet: that is not withdrawn, though its stay may be over, and though it may have been claimed when nothing bound it any more. */
const restingOrNew = (m: Member, now: bigint): bigint => {
  const sum = m.rests.reduce(
    (all, { until, capital, freshIn }) => (until > now || freshIn === m.unsettledPeriod + 1 ? all + capital : all),
    0n,
  );
  return sum > m.claimedNew ? sum : m.claimedNew;
};
/** Whether a promise of use runs, so that a release ends it; one whose time is over is settled instead. */
export const promiseRuns = (m: Member, now: bigint): boolean => m.promised !== 0n && m.promiseEnds > now;
/** Whether anything binds it that a release may end, as far as its own account says. */
export const isBound = (m: Member, now: bigint): boolean =>
  restingAt(m, now) > 0n || promiseRuns(m, now) || m.pledgedIn !== 0;
/** From when on one who left may apply anew, as far as a release or a protest keeps it out. */
export const mayReturnFrom = (m: Member): bigint =>
  m.inProtest === 1 && m.leftAt + math.PROTEST_KEPT > m.returnsFrom ? m.leftAt + math.PROTEST_KEPT : m.returnsFrom;
/** What was paid in during the open period: it rests until that is closed. What a pool brought stays as long as the pool says, not longer. */
const freshOf = (m: Member): bigint => m.sharesNew + m.maturedNew - m.claimedNew;

/** The open period with whose number a vintage has matured. */
export const maturesWith = (coop: Coop, vintage: { period: number }): number =>
  vintage.period + coop.charter.revolvePeriods + 1;

/** Whether business of a period waits for settlement. */
export const isUnsettled = (member: Member): boolean =>
  member.units !== 0n ||
  member.work !== 0n ||
  member.sharesNew !== 0n ||
  member.maturedNew !== 0n ||
  member.asked !== 0n;
/** Whether business of a closed period waits: it is settled before anything new. `open`: the number of the open period. */
export const waitsForSettlement = (member: Member, open: number): boolean =>
  isUnsettled(member) && member.unsettledPeriod < open;

/** A service's terms now: a change that is worse for it begins a period later. */
export function splitOf(service: Service, now: bigint): { takeRateBps: number; providerBps: number } {
  const next = service.nextFrom !== 0n && now >= service.nextFrom;
  return next
    ? { takeRateBps: service.nextTakeRateBps, providerBps: service.nextProviderBps }
    : { takeRateBps: service.takeRateBps, providerBps: service.providerBps };
}
/** What of a payment counts towards a promise of use: less of one to a service that takes a lower rate than the co-op took when the pool was opened. */
export const turnoverOf = (
  m: Pick<Member, 'promiseRateBps'> | undefined,
  amount: bigint,
  takeRateBps?: number,
): bigint => (takeRateBps === undefined ? amount : math.turnoverFloor(amount, takeRateBps, m?.promiseRateBps ?? 0));
/** The co-op's fee on a payment to a service, rounded up. */
export const feeOf = (service: Service, amount: bigint, now: bigint): bigint =>
  math.bpsCeil(amount, splitOf(service, now).takeRateBps);

/** Since when anyone may pass on what nobody is owed of a co-op that ends; and when claims lapse. */
export const END = { passesAfter: WINDING_UP, lapsesAfter: CLAIMS_STAND } as const;
/** After so long without an elector anyone may dissolve a co-op. */
export const ELECTORLESS = math.ELECTORLESS;

/** Until when the wallet that a membership was moved from can take it back, and the new one gets nothing out; 0: it was not moved. */
export const quietUntil = (m: Pick<Member, 'rehomedAt'>): bigint =>
  m.rehomedAt === 0n ? 0n : m.rehomedAt + math.QUIET;
/** Whether a wallet has done nothing as a member for so long that its membership may be moved. */
export const isLost = (m: Pick<Member, 'lastActiveAt'>, now: bigint): boolean => now >= lostFrom(m);
/** From when on its membership may be moved, if its wallet does nothing until then. */
export const lostFrom = (m: Pick<Member, 'lastActiveAt'>): bigint => m.lastActiveAt + math.LOST;
/** From when on anyone may clear an application away that nobody has admitted. */
export const clearableFrom = (m: Pick<Member, 'appliedAt'>): bigint => m.appliedAt + math.APPLICATION_KEPT;
/** From when on a member may take another name. */
export const renamableFrom = (m: Pick<Member, 'namedAt'>): bigint =>
  m.namedAt === 0n ? 0n : m.namedAt + math.NAME_KEPT;
/** Until when a co-op's request to join a federation stands; nothing if it seeks none. */
export const soughtUntil = (coop: Coop): bigint | undefined =>
  coop.federationSought === NONE ? undefined : coop.federationSoughtAt + math.SOUGHT;

/** Whether an elector of the snapshot is drawn for the review panel that is seated. */
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
 * Whether there can be a review panel over what passed and waits, and none is seated. A spend is large by the operating money there was when the period began or there is
 * now, whichever is less.
 */
export function isReviewable(coop: Coop, p: Proposal): boolean {
  const base = [operating(coop), coop.period.operatingAtStart].reduce((a, b) => (a < b ? a : b));
  const large = KINDS[p.kind] === 'Spend' && p.amount > math.bpsFloor(base, coop.charter.reviewBps);
  return (p.special === 1 || large) && p.electors >= coop.charter.panelSize && p.panelSeated === 0;
}
/** Whether a panel may be called, or called another time, once the cluster has forgotten the hash that was to draw the last one. */
export const mayCallPanel = (status: ProposalStatus, p: Pick<Proposal, 'panelCalls'>): boolean =>
  status === 'waiting' && p.panelCalls < MOST_CALLS;

/** What a member has, is paid and is bound by, in base units. */
export interface Position {
  shares: bigint;
  /** Withdrawn from shares: it earns nothing and can be asked back without a cap. */
  withdrawn: bigint;
  /** Dividends kept as capital that has not matured. */
  retained: bigint;
  matured: bigint;
  /** All of it. */
  capital: bigint;
  /** The part that answers for a promise of use; it may be the same that rests. */
  bonded: bigint;
  /** The part that pools brought and that stays, and until when which of it does. */
  resting: bigint;
  rests: Rest[];
  /** The part that was paid in during the open period and rests until its close. */
  fresh: bigint;
  /** The promise of use that is open. `ends`: at the latest; 0: its pool is not settled, or its shares are not claimed. */
  promise?: { of: bigint; turnover: bigint; ends: bigint };
  /** Locked: all capital that is not asked back. */
  locked: bigint;
  /** Paid at the next close: what is asked back, what it is worth at the price of now, and when the period regularly ends, if one runs. */
  atClose: { asked: bigint; worth: bigint; at?: bigint };
  /** Paid: cash that can be claimed now. */
  paid: bigint;
  /** The part of `paid` that is booked, and the part that shares and pioneer units brought since. */
  dividends: bigint;
  accrued: bigint;
  /** The price as the books stand, in basis points. */
  priceBps: number;
  /** The most that can be asked back at the next close, `atClose.asked` included. */
  askable: bigint;
  /** Shares that a staying member can withdraw. */
  withdrawable: bigint;
  /** What it did in the period that is not settled to it: units as buyer and provider, and pay for work. */
  done: { period: number; units: bigint; work: bigint };
  pioneers: { units: bigint; foundingShares: bigint };
  unsettled: boolean;
  /** If the member left now and asked for all: its capital, the part that waits, what the rest is worth now, and cash. */
  ifLeaving: { capital: bigint; waits: bigint; worth: bigint; cash: bigint };
  /** Of a dissolving co-op: what was paid of its claim, what it can draw of it now, and what is left to come, at most. */
  drawn: bigint;
  drawable: bigint;
  toCome: bigint;
}

const owed = (perUnit: bigint, checkpoint: bigint, units: bigint) => math.q64Floor(perUnit - checkpoint, units);

/** What a member's shares and pioneer units brought since it drew last. */
function returns(coop: Coop, member: Member): bigint {
  if (!isMember(member)) return 0n;
  return (
    owed(coop.interestPerShare, member.interestCheckpoint, member.shares - member.sharesNew) +
    math.pioneersOwed(
      coop.pioneerPerUnit - member.pioneerCheckpoint,
      member.pioneerUnits,
      member.foundingShares,
      coop.charter.pioneerSharesBps,
    )
  );
}

/** A member after a closed period is settled to it, as `settle_patronage` does; as it is where that does nothing. The co-op's price is the same before and after. */
export function settled(coop: Coop, member: Member, period: Period | undefined): Member {
  if (!period || coop.sweptAt !== 0n || !isUnsettled(member) || member.unsettledPeriod !== period.number) return member;
  const staying = isMember(member);
  const { units, work, asked } = member;
  const part = math.settle(period.result, { units, work, asked, staying });
  const begun = staying ? owed(coop.interestPerShare, period.interestPerShare, member.sharesNew) : 0n;
  const fromPioneers = owed(coop.pioneerPerUnit, period.pioneerPerUnit, part.pioneerUnits);
  const fromWithdrawn = part.retired < member.withdrawn ? part.retired : member.withdrawn;
  const place = period.number % member.vintages.length;
  return {
    ...member,
    units: 0n,
    work: 0n,
    asked: 0n,
    sharesNew: 0n,
    maturedNew: 0n,
    fresh: 0n,
    claimedNew: 0n,
    askedFresh: 0n,
    ...(staying ? { interestCheckpoint: coop.interestPerShare, pioneerCheckpoint: coop.pioneerPerUnit } : {}),
    dividends: member.dividends + returns(coop, member) + begun + part.paid + part.cash + fromPioneers,
    pioneerUnits: member.pioneerUnits + part.pioneerUnits,
    withdrawn: member.withdrawn - fromWithdrawn,
    // its place is that of a vintage eight periods older, which has matured
    matured:
      member.matured -
      (part.retired - fromWithdrawn) +
      member.vintages[place]!.retained +
      (staying ? 0n : part.retained),
    vintages: member.vintages.map((vintage, i) =>
      i === place ? { period: period.number, retained: staying ? part.retained : 0n } : vintage,
    ),
  };
}

/** What a member has at `now`. `period`: the closed one that is not settled to it yet, whose part is counted in. */
export function position(coop: Coop, one: Member, now: bigint, period?: Period): Position {
  const member = settled(coop, one, period);
  const staying = isMember(member);
  const due = member.vintages.filter((v) => math.isMature(v.period, coop.period.number, coop.charter.revolvePeriods));
  const sum = (vintages: typeof due) => vintages.reduce((all, v) => all + v.retained, 0n);
  const matured = member.matured + sum(due);
  const retained = sum([...member.vintages]) - sum(due);
  const { shares, withdrawn, bonded, asked, promised, turnover } = member;
  const [resting, fresh] = [restingAt(member, now), freshOf(member)];
  const capital = shares + withdrawn + retained + matured;
  const active = coopStatus(coop) === 'active';
  const held = {
    shares,
    withdrawn,
    matured,
    bonded,
    resting: staying && member.claimedNew > 0n ? restingOrNew(member, now) : resting,
    fresh,
    staying,
  };
  const gone = math.askable({ ...held, shares: 0n, withdrawn: 0n, matured: capital, resting, staying: false }, 0);
  const [accrued, ends] = [returns(coop, member), periodEnds(coop)];
  const paid = member.dividends + accrued;
  // once claims have lapsed nothing is left of them
  const claims = coop.dissolvingAt !== 0n && coop.sweptAt === 0n;
  const drawable = claims ? worth(coop, capital, member.drawn) : 0n;
  return {
    shares,
    withdrawn,
    retained,
    matured,
    capital,
    bonded,
    resting,
    rests: restsOf(member, now),
    fresh,
    locked: capital - asked,
    ...(promised === 0n ? {} : { promise: { of: promised, turnover, ends: member.promiseEnds } }),
    atClose: { asked, worth: worth(coop, asked), ...(active ? { at: ends } : {}) },
    paid,
    dividends: member.dividends,
    accrued,
    priceBps: priceBps(coop),
    askable: active ? math.askable(held, coop.charter.redemptionBps) : 0n,
    withdrawable: active && staying ? math.withdrawable(held, coop.charter.memberShare) : 0n,
    done: { period: member.unsettledPeriod, units: member.units, work: member.work },
    pioneers: { units: member.pioneerUnits, foundingShares: member.foundingShares },
    unsettled: isUnsettled(member),
    ifLeaving:
      active || coop.dissolvingAt === 0n
        ? { capital, waits: capital - gone, worth: worth(coop, gone), cash: paid }
        : { capital, waits: 0n, worth: drawable, cash: paid },
    drawn: member.drawn,
    drawable,
    toCome: claims ? capital - member.drawn - drawable : 0n,
  };
}

/** A line of the balance sheet, in base units. */
export interface Line {
  label: string;
  amount: bigint;
}
/** The books as a balance sheet: both sides of `assets` come to the same while a co-op is active; `buckets` is the rest of the cash. */
export function balanceSheet({ books }: Coop): {
  assets: Line[];
  capital: Line[];
  buckets: Line[];
  total: bigint;
  cash: bigint;
} {
  const line = (label: string, amount: bigint): Line => ({ label, amount });
  return {
    assets: [
      line('fund', books.fund),
      line('invested', books.invested),
      line('at the agent', books.atAgent),
      line('loss, not made good', books.loss),
    ],
    capital: [
      line('shares', books.sharesTotal),
      line('unclaimed shares', books.sharesInTransit),
      line('retained capital', books.retainedTotal),
      line('due to the reserve', books.reserveDue),
    ],
    buckets: [
      line('earnings of the period', books.earnings),
      line('reserve', books.reserve),
      line('solidarity', books.solidarity),
      line('due to the federation', books.federationDue),
      line('owed to members', books.dividends),
      line('owed as interest', books.interest),
      line('owed to pioneers', books.pioneers),
    ],
    total: math.equity(books) + books.reserveDue,
    cash: math.cash(books),
  };
}

/** A closed period as a waterfall: what came in, each step that took from it, what members got. It adds up. */
export function waterfall({ revenue, expenses, result }: Pick<Period, 'revenue' | 'expenses' | 'result'>): {
  label: string;
  amount: bigint;
  sign: 1 | -1;
  total?: boolean;
}[] {
  // what remains open between income and surplus: old losses that income made good, or a new one
  const open = revenue - expenses - result.wear - result.surplus;
  return [
    { label: 'revenue', amount: revenue, sign: 1 },
    { label: 'expenses', amount: expenses, sign: -1 },
    { label: 'wear of what was invested', amount: result.wear, sign: -1 },
    open < 0n ? { label: 'left as a loss', amount: -open, sign: 1 } : { label: 'old losses', amount: open, sign: -1 },
    { label: 'surplus', amount: result.surplus, sign: 1, total: true },
    { label: 'reserve', amount: result.reserve, sign: -1 },
    { label: 'solidarity', amount: result.solidarity, sign: -1 },
    { label: 'federation', amount: result.federation, sign: -1 },
    { label: 'return on capital', amount: result.interest, sign: -1 },
    { label: 'reserve, for outside use and work', amount: result.outside, sign: -1 },
    { label: 'pioneers', amount: result.pioneers, sign: -1 },
    { label: 'members, by work', amount: result.work, sign: -1 },
    { label: 'members, by use', amount: result.members, sign: 1, total: true },
  ];
}

/** Which way a term of the charter may move; nothing: both. */
export const RATCHETS: Readonly<Record<string, 'down' | 'up' | 'fixed' | undefined>> = Object.fromEntries(
  (Object.entries(TERMS) as [TermName, Term][]).map(([name, { ratchet }]) => [name, ratchet]),
);

/** Whether a change goes the way that the ratchet of the term forbids. */
export function loosens(term: string, before: bigint | number, after: bigint | number): boolean {
  const way = RATCHETS[term];
  if (!way || before === after) return false;
  return way === 'fixed' || (way === 'down' ? after > before : after < before);
}
