/** A member's position: its capital, what it is owed, what it may ask back, what it would get if it left. */
import type { Coop, Member, Period, Rest } from '../../generated';
import * as math from '../../generated/math';
import { freshOf, isMember, isUnsettled, restingAt, restingOrNew, restsOf } from './members';
import { coopStatus, periodEnds, priceBps, worth } from './coop';

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
