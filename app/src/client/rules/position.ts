/** A member's position: its capital, what it is owed, what it may ask back, what it would get if it left. */
import type { Coop, Member, Period, Rest } from '../../generated';
import * as math from '../../generated/math';
import { larger, smaller } from '../larger';
import { freshOf, isMember, isUnsettled, quietUntil, restingAt, restingOrNew, restsOf } from './members';
import { coopStatus, periodEnds, priceBps, worth } from './coop';

/** What a member has, is owed and is bound by, in base units. */
export interface Position {
  shares: bigint;
  /** Withdrawn shares: they earn nothing and can be asked back without a cap. */
  withdrawn: bigint;
  /** Dividends kept as capital that has not matured. */
  retained: bigint;
  matured: bigint;
  /** All of the above together. */
  capital: bigint;
  /** The part that answers for a promise of use; it may overlap with `resting`. */
  bonded: bigint;
  /** The part that came from pools and still rests; `rests`: until when which of it does. */
  resting: bigint;
  rests: Rest[];
  /** The part that was paid in during the open period, and rests until its close. */
  fresh: bigint;
  /** The open promise of use. `ends`: at the latest; 0 if its pool is not settled, or its shares are not claimed. */
  promise?: { of: bigint; turnover: bigint; ends: bigint };
  /** Locked: all capital that is not asked back. */
  locked: bigint;
  /** At the next close: what is asked back, what of it would be paid by the books of now ({@link paidFor}), and the regular end of a running period. */
  atClose: { asked: bigint; worth: bigint; at?: bigint };
  /** Cash that can be claimed now. */
  paid: bigint;
  /** The part of `paid` that is booked; `accrued`: what shares and pioneer units have earned since. */
  dividends: bigint;
  accrued: bigint;
  /** The price of capital by the books of now, in basis points. */
  priceBps: number;
  /** The most that can be asked back at the next close, `atClose.asked` included; nothing while a move of the membership can be undone. */
  askable: bigint;
  /** Shares that a staying member can withdraw. */
  withdrawable: bigint;
  /** What it did in the period that is not settled yet: units as buyer and provider, and pay for work. */
  done: { period: number; units: bigint; work: bigint };
  pioneers: { units: bigint; foundingShares: bigint };
  unsettled: boolean;
  /** If the member left now and asked for all: its capital, the part that has to wait, what the next close would pay for the rest by the books of now, and cash. */
  ifLeaving: { capital: bigint; waits: bigint; worth: bigint; cash: bigint };
  /** In a dissolving co-op: what was paid of its claim, what it can draw now, and the most that is still to come. */
  drawn: bigint;
  drawable: bigint;
  toCome: bigint;
}

const owed = (perUnit: bigint, checkpoint: bigint, units: bigint) => math.q64Floor(perUnit - checkpoint, units);

/** What a member's shares and pioneer units have earned since it last drew. */
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

/** The member after `settle_patronage` for a closed period, or as it is if that would do nothing. The price does not change. */
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
    // its place had the vintage of eight periods earlier, which has matured
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

/** All capital that is asked back at the next close, the reserve's included. */
const askedInAll = ({ books }: Coop): bigint => books.asked + books.forfeited;

/**
 * What is paid at the close for capital asked back, by the books of now: its part of what the price gives for all that is asked
 * back, or of the fund, if that is less. `more`: the part of it that is not asked back yet.
 */
export function paidFor(coop: Coop, amount: bigint, more = 0n): bigint {
  const all = askedInAll(coop) + more;
  if (all <= 0n) return 0n;
  const reach = larger(coop.books.fund - coop.books.fresh, 0n);
  return (amount * smaller(worth(coop, all), reach)) / all;
}

/** What a member has at `now`. `period`: the closed one that is not settled to it yet, and is counted in. */
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
  const movable = active && now >= quietUntil(member);
  // the capital of a promise that is over rests no longer, and what rests is that of other pools
  const bound = (rests: bigint) => ({ bonded: bonded + (member.promiseEnds <= now ? rests : 0n), resting: rests });
  const held = {
    ...bound(staying && member.claimedNew > 0n ? restingOrNew(member, now) : resting),
    shares,
    withdrawn,
    matured,
    fresh,
    staying,
  };
  const left = { ...held, ...bound(resting), shares: 0n, withdrawn: 0n, matured: capital, staying: false };
  const gone = math.askable(left, 0);
  const [accrued, ends] = [returns(coop, member), periodEnds(coop)];
  const paid = member.dividends + accrued;
  // once claims have lapsed, nothing is left of them
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
    atClose: { asked, worth: active ? paidFor(coop, asked) : worth(coop, asked), ...(active ? { at: ends } : {}) },
    paid,
    dividends: member.dividends,
    accrued,
    priceBps: priceBps(coop),
    askable: movable ? math.askable(held, coop.charter.redemptionBps) : 0n,
    withdrawable: movable && staying ? math.withdrawable(held, coop.charter.memberShare) : 0n,
    done: { period: member.unsettledPeriod, units: member.units, work: member.work },
    pioneers: { units: member.pioneerUnits, foundingShares: member.foundingShares },
    unsettled: isUnsettled(member),
    ifLeaving:
      active || coop.dissolvingAt === 0n
        ? { capital, waits: capital - gone, worth: paidFor(coop, gone, gone - asked), cash: paid }
        : { capital, waits: 0n, worth: drawable, cash: paid },
    drawn: member.drawn,
    drawable,
    toCome: claims ? capital - member.drawn - drawable : 0n,
  };
}

/** The part of an ask for so much that only capital of the open period covers. */
export function freshPart(
  { coop, member, now }: { coop: Coop; member?: Member | undefined; now: bigint },
  amount: bigint,
): bigint {
  if (!member) return 0n;
  const { withdrawn, matured } = position(coop, member, now);
  const own = member.fresh < member.maturedNew ? member.fresh : member.maturedNew;
  const over = amount - (withdrawn + matured - own);
  return over < 0n ? 0n : over < own ? over : own;
}
