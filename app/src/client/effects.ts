/** What a resolution would do to the co-op and to the reader: what a vote is about. */
import type { Charter, Coop, Member, Proposal } from '../generated';
import { larger, smaller } from './larger';
import { ACTIONS, newRate } from './actions/table';
import { KINDS } from './actions';
import type { At } from './reads/accounts';
import type { Site } from './reads/coops';
import { budgetLeft, equity, operating, worth } from './rules/coop';
import { executableFrom, expiresAt, lapsesFirst } from './rules/proposals';
import { isLost, isMember, lostFrom } from './rules/members';
import { position, type Position } from './rules/position';
import { exactDuration, formatAmount, formatBps, formatTime, showAmount, type Measure } from './units';
import { differences } from './words';

/** The co-op as if it began to dissolve now: what the reserve covered in this period returns to it before anything is drawn. */
function atItsEnd(coop: Coop): Coop {
  const { fund, covered } = coop.books;
  const back = [fund, covered, coop.period.covered].reduce(smaller);
  const books = { ...coop.books, fund: fund - back };
  return { ...coop, books, dissolvingAt: 1n, claims: equity(coop), claimsPaid: 0n };
}

type Tell = (before: never, after: never, token: Measure) => string;
const bps =
  (tell: (before: string, after: string) => string): Tell =>
  (before: number, after: number) =>
    tell(formatBps(before), formatBps(after));
const days =
  (tell: (before: string, after: string) => string): Tell =>
  (before: number, after: number) =>
    tell(exactDuration(before), exactDuration(after));
const money =
  (tell: (before: string, after: string) => string): Tell =>
  (before: bigint, after: bigint, token) =>
    tell(formatAmount(before, token), formatAmount(after, token));

/** What a change of a term does to a member. */
const TERMS: Partial<Record<keyof Charter, Tell>> = {
  memberShare: money((_, then) => `A vote takes ${then} of capital; members that have a vote keep it.`),
  maxShares: money((_, then) => `No member can hold more than ${then}; members that hold more keep it.`),
  vouchesRequired: (_: number, then: number) => `Newcomers need ${then} vouches.`,
  seasoning: days((_, then) => `A member can vote ${then} after it has paid the member share.`),
  quorumBps: bps((_, then) => `Later votes need ${then} of the electors.`),
  votingPeriod: days((_, then) => `Later votes run for ${then}.`),
  timelock: days((_, then) => `You have ${then} to leave before a decision takes effect.`),
  exodusBps: bps(
    (_, then) => `A weighty resolution dies once two or more, and more than ${then} of the electors, leave in protest.`,
  ),
  periodLength: days((_, then) => `The surplus is shared, and leavers are paid, every ${then}.`),
  budgetBps: bps((was, then) => `A simple majority may spend ${then} of the money in 30 days, instead of ${was}.`),
  takeRateBps: newRate,
  takeRateCeilingBps: bps((_, then) => `No service can ever be asked for more than ${then}.`),
  providerBps: bps(
    (was, then) =>
      `Of the use for which fees count, ${then} instead of ${was} goes to members who provide the service; existing services keep their part.`,
  ),
  reserveBps: bps(
    (was, then) => `${then} of every surplus, instead of ${was}, stays in the co-op for ever; less is shared.`,
  ),
  solidarityBps: bps((was, then) => `${then} of every surplus goes to solidarity, instead of ${was}.`),
  interestCapBps: bps((was, then) => `Your shares return at most ${then} a year, instead of ${was}.`),
  remitBps: bps((was, then) => `${then} of solidarity goes to the federation, instead of ${was}.`),
  workBps: bps((was, then) => `Up to ${then} of the shared surplus goes to members' work first, instead of ${was}.`),
  depreciationBps: bps((was, then) => `Invested assets wear by ${then} a year, instead of ${was}.`),
  cashBps: bps(
    (was, then) =>
      `You get ${then} of your dividend at once, instead of ${was}; the rest is kept as your capital for a while.`,
  ),
  revolvePeriods: (was: number, then: number) =>
    `Kept dividends are yours to take after ${then} periods instead of ${was}.`,
  redemptionBps: bps((_, then) => `A member that stays can ask for ${then} of its matured capital in a period.`),
};

/** The values that the sentences of an action are made of. */
export interface Effects {
  site: Site;
  operating: bigint;
  show: (amount: bigint) => string;
  /** The reader's position, if it is a member; `isSubject`: whether the proposal is about the reader. */
  mine: Position | undefined;
  isSubject: boolean;
  /** Free money, and what the reader's capital is worth on leaving: before, and with these books. */
  felt: (books: Coop['books']) => string[];
  /** What changes to this charter do to a member. */
  terms: (after: Charter) => string[];
  /** A sentence, if an ordinary spend has to wait for room in the budget. */
  budget: string | undefined;
  turn: string | undefined;
  /** When the old wallet of a membership last acted, and from when on the membership can be moved. */
  lost: string | undefined;
  worthIfDissolved: (capital: bigint) => bigint;
}

/** The effects in sentences. `me`: the reader's membership; `subject`: the member that the proposal is about, if it was read. */
export function effectsOf(
  p: Proposal,
  site: Site,
  me: At<Member> | undefined = site.member,
  subject?: Member,
): string[] {
  const kind = KINDS[p.kind];
  if (!kind) return [];
  const { coop, token, now } = site;
  const show = (amount: bigint) => showAmount(amount, token);
  const mine = me && isMember(me) ? position(coop, me, now) : undefined;
  const felt = (books: Coop['books']): string[] => {
    const then = { ...coop, books };
    const free = `Free money: ${show(operating(coop))} → ${show(operating(then))}.`;
    if (!mine || mine.ifLeaving.capital === 0n) return [free];
    const { capital } = mine.ifLeaving;
    const [before, after] = [worth(coop, capital), worth(then, capital)];
    const reach = larger(then.books.fund - then.books.fresh, 0n);
    return [
      free,
      before === after
        ? `Your capital of ${show(capital)} is still worth ${show(after)} if you leave.`
        : `If you leave, your capital of ${show(capital)} is worth ${show(before)} before it and ${show(after)} after it.`,
      ...(reach < after
        ? [`At a close after it, the fund could pay at most ${show(reach)} to all who leave; the rest waits for money.`]
        : []),
    ];
  };
  const room = budgetLeft(coop, now);
  const effects: Effects = {
    site,
    operating: operating(coop),
    show,
    mine,
    felt,
    isSubject: p.target === me?.address,
    terms: (after) =>
      differences(coop.charter, after).flatMap(
        ({ key, before, after: then }) => TERMS[key]?.(before as never, then as never, token) ?? [],
      ),
    budget:
      p.special === 0 && p.amount > room
        ? `The budget has room for ${show(room)} now, so it must wait until there is more.`
        : undefined,
    turn:
      p.weighty !== 1
        ? undefined
        : lapsesFirst(p, coop, now)
          ? `It takes effect at the turn of a period, but lapses on ${formatTime(expiresAt(p))}, before a close can come: it cannot be carried out.`
          : `It takes effect at the turn of a period, not before ${formatTime(executableFrom(p, coop, now))}: members that leave before that, and ask for their capital, are paid first.`,
    lost:
      subject &&
      (subject.lastActiveAt >= p.createdAt
        ? `The old wallet has acted since this was proposed, ${formatTime(subject.lastActiveAt)}: the move can no longer be carried out.`
        : `The old wallet last acted ${formatTime(subject.lastActiveAt)}: the move can be carried out ${isLost(subject, now) ? 'as long as it stays silent' : `from ${formatTime(lostFrom(subject))} on, if it stays silent`}.`),
    worthIfDissolved: (capital) => worth(atItsEnd(coop), capital),
  };
  try {
    return ACTIONS[kind].does(p, effects).filter((told) => told !== undefined);
  } catch (failed) {
    // anyone who may propose can name an amount that the books cannot hold
    if (failed instanceof RangeError)
      return ['It names more money than the co-op can ever hold: it cannot be carried out.'];
    throw failed;
  }
}
