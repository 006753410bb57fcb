/** What follows from the account of a co-op: its status, what its books are worth, what it may spend, when its period ends. */
import { smaller } from '../larger';
import { NONE } from '../addresses';
import type { Coop, Mandate, Service } from '../../generated';
import { CLAIMS_STAND, WINDING_UP } from '../../generated/constants';
import * as math from '../../generated/math';

/** Before its founding pool has succeeded, at work, or dissolving. */
export type CoopStatus = 'forming' | 'active' | 'dissolving';

/** Where a co-op is in its life. */
export const coopStatus = (coop: Coop): CoopStatus =>
  coop.dissolvingAt !== 0n ? 'dissolving' : coop.activatedAt === 0n ? 'forming' : 'active';

/** Whether it has statutes: they are optional at the founding, and where there are none their fingerprint and their link are all zeros. */
export const hasStatutes = ({ statutesHash, statutesUri }: Pick<Coop, 'statutesHash' | 'statutesUri'>): boolean =>
  [...Array.from(statutesHash), ...Array.from(statutesUri)].some((byte) => byte !== 0);

/** What can still be drawn of a mandate, by its own length: a shorter period does not renew it. */
export const mandateRoom = (m: Mandate, coop: Coop): bigint =>
  coop.period.startedAt >= m.drawnSince + BigInt(m.length) ? m.perPeriod : m.perPeriod - m.drawn;

/** The same for who draws by `flows.drawMandate`: it closes an overdue period first, and the next one, which starts then, renews the mandate. */
export const mandateRoomNow = (m: Mandate, coop: Coop, now: bigint): bigint =>
  mandateRoom(m, isOverdue(coop, now) ? { ...coop, period: { ...coop.period, startedAt: now } } : coop);

/** All capital of all members: E. */
export const equity = (coop: Coop): bigint => math.equity(coop.books);
/** What the co-op can spend: fund and earnings, less the part of the fund that belongs to the reserve. */
export const operating = (coop: Coop): bigint => math.operating(coop.books);
/** Everything that the vault must cover. */
export const cash = (coop: Coop): bigint => math.cash(coop.books);

/** The books that a price is taken from: where all capital is fresh, as if none were. */
const priced = (books: Coop['books']): Coop['books'] =>
  math.priceOf(books).denominator === 0n ? { ...books, fresh: 0n } : books;
/** What leavers, or claims on a dissolving co-op, are paid now for each unit of capital; basis points, rounded down. */
export const priceBps = (coop: Coop): number =>
  coop.dissolvingAt === 0n ? math.solvencyBps(priced(coop.books)) : Number(worth(coop, 10_000n));
/**
 * The price with which the least one that an ask names is compared: that of {@link priceBps}, but fresh capital that was asked
 * back after a release counts as fresh, because that ask can be taken back. Where older capital has no price, it is that of `fresh`,
 * the fresh part of the ask itself. Basis points, rounded down.
 */
export function askPriceBps({ books, freshAsked }: Pick<Coop, 'books' | 'freshAsked'>, fresh: bigint): number {
  const all = { ...books, fresh: books.fresh + freshAsked };
  return math.solvencyBps(
    math.priceOf(all).numerator === 0n ? { ...all, fresh: all.fresh > fresh ? all.fresh - fresh : 0n } : all,
  );
}

/**
 * The solvency for newcomers and pools: its lowest value in this period and in the one before. Fresh capital that is asked back
 * still counts as fresh; all capital, if there is no other, does not. Basis points, rounded down.
 */
export const newcomersBps = ({ books, freshAsked, period }: Pick<Coop, 'books' | 'freshAsked' | 'period'>): number => {
  const fresh = books.fresh + freshAsked;
  const now = math.newcomersBps({ ...books, fresh: fresh === math.equity(books) ? 0n : fresh });
  return period.length === 0 ? now : Math.min(now, period.solvencyLow, period.solvencyLowBefore);
};
/** The loss that has lasted for a period at least, which the reserve may cover. */
export const lastingLoss = ({ books, period }: Pick<Coop, 'books' | 'period'>): bigint =>
  [books.loss, period.lossLow, period.lossLowBefore].reduce(smaller);
/** How much a resolution to cover losses up to an amount would move from the reserve now; nothing if it is less than half of what it may. */
export function coveredBy(coop: Pick<Coop, 'books' | 'period'>, upTo: bigint): bigint {
  const tenth = smaller(coop.books.reserve, coop.period.reserveAtStart) / 10n;
  const most = smaller(upTo, tenth);
  const covered = smaller(lastingLoss(coop), most);
  return 2n * covered < most ? 0n : covered;
}
/** What of the fund a resolution can move to assets: members who have asked are paid first, but by a special one at its turn. */
export const freeFund = (coop: Coop, special: boolean, now: bigint): bigint =>
  special && hasJustBegun(coop, now) ? coop.books.fund : math.spare(coop.books);

/** What capital is worth in money now, rounded down; `drawn`: what was already paid of the claim on a dissolving co-op. */
export function worth(coop: Coop, capital: bigint, drawn = 0n): bigint {
  if (coop.dissolvingAt !== 0n)
    return math.draw({ all: coop.claims, paid: coop.claimsPaid }, coop.books, capital, drawn);
  const { numerator, denominator } = math.priceOf(priced(coop.books));
  return math.mulDivFloor(capital, numerator, denominator) ?? 0n;
}

const budget = (coop: Coop) =>
  math.budget(coop.period.operatingAtStart, operating(coop), coop.charter.budgetBps, coop.period.length);
/** The most that ordinary resolutions can ever spend at once: more needs a special resolution. */
export const budgetCapacity = (coop: Coop): bigint => budget(coop).capacity;
/** What ordinary resolutions can spend now. */
export const budgetLeft = (coop: Coop, now: bigint): bigint => math.bucketRoom(budget(coop), coop.budgetFull, now);
/**
 * Whether a special resolution or mandate can spend no more than the earnings and what the budget has room for: capital is asked back, and
 * the first day of the period is over. An overdue one is closed before anything is spent.
 */
export const isKeptForAsks = (coop: Coop, now: bigint): boolean =>
  coop.books.asked > 0n && !hasJustBegun(coop, now) && !isOverdue(coop, now);
/** What can be drawn on a mandate now: what is left of it, as far as operating money and the budget reach. */
export function drawableOn(m: Mandate, coop: Coop, now: bigint): bigint {
  const budgeted = budgetLeft(coop, now);
  const reach = m.special === 0 ? budgeted : isKeptForAsks(coop, now) ? coop.books.earnings + budgeted : undefined;
  return [operating(coop), reach ?? operating(coop)].reduce(smaller, mandateRoomNow(m, coop, now));
}
/** For how much ordinary resolutions can permit sales now: a bucket of its own, as large as that of spends. */
export const salesLeft = (coop: Coop, now: bigint): bigint => math.bucketRoom(budget(coop), coop.salesFull, now);

/** From when on pioneers are paid, and no more pioneer units are given. */
export const pioneerDate = (coop: Coop): bigint => coop.activatedAt + BigInt(coop.charter.pioneerStart);

/** What the close of the open period would decide now, by the books as they are. */
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
    federated: coop.federation !== NONE && coop.federationSince <= period.startedAt,
    last: false,
  });
}

/** The regular end of the open period: it closes then or later, never earlier. */
export const periodEnds = (coop: Coop): bigint => coop.period.startedAt + BigInt(coop.period.length);
/** Whether it is the first day of the open period: weighty resolutions are at their turn, whoever asks for capital. */
export const hasJustBegun = (coop: Coop, now: bigint): boolean => now - coop.period.startedAt < math.DAY;
/** Whether the open period is overdue: until it is closed, nothing leaves operating money and nothing can be asked back. */
export const isOverdue = (coop: Coop, now: bigint): boolean => coopStatus(coop) === 'active' && now >= periodEnds(coop);

/** The number of the open period with which a vintage has matured. */
export const maturesWith = (coop: Coop, vintage: { period: number }): number =>
  vintage.period + coop.charter.revolvePeriods + 1;

/** The take rate that is promised to who registers now: the highest of this period and of the one before, at most the ceiling. */
export const lastingTakeRate = ({ charter, period }: Pick<Coop, 'charter' | 'period'>): number =>
  Math.min(Math.max(charter.takeRateBps, period.takeRateHigh, period.takeRateHighBefore), charter.takeRateCeilingBps);
/**
 * The take rate that a service would have, or that would wait for it, if it were repriced now: a rate moves it once it has stood for a
 * period.
 */
export function repricedTo(coop: Pick<Coop, 'charter' | 'period'>, service: Service, now: bigint): number {
  const { charter, period } = coop;
  const comes = service.nextFrom > now ? service.nextTakeRateBps : splitOf(service, now).takeRateBps;
  const least = Math.min(charter.takeRateBps, period.takeRateLow, period.takeRateLowBefore);
  return Math.min(Math.max(comes, least), lastingTakeRate(coop));
}
/**
 * The terms that a service would get if it were repriced now; undefined if that is refused, as they are promised not to become worse,
 * or nothing would change. `worse`: they begin a period later; otherwise at once, and what waited does not come.
 */
export function repricing(
  coop: Pick<Coop, 'charter' | 'period'>,
  service: Service,
  now: bigint,
): { takeRateBps: number; providerBps: number; worse: boolean } | undefined {
  const split = splitOf(service, now);
  const [takeRateBps, { providerBps }] = [repricedTo(coop, service, now), coop.charter];
  const worse = takeRateBps > split.takeRateBps || providerBps < split.providerBps;
  const waits = service.nextFrom > now;
  const changes = (rate: number, part: number) => takeRateBps !== rate || providerBps !== part;
  const changed = worse
    ? !waits || changes(service.nextTakeRateBps, service.nextProviderBps)
    : waits || changes(split.takeRateBps, split.providerBps);
  return changed && !(worse && now < service.promisedUntil) ? { takeRateBps, providerBps, worse } : undefined;
}
/** A service's terms now; a change that is worse for the service begins a period later. */
export function splitOf(service: Service, now: bigint): { takeRateBps: number; providerBps: number } {
  const next = service.nextFrom !== 0n && now >= service.nextFrom;
  return next
    ? { takeRateBps: service.nextTakeRateBps, providerBps: service.nextProviderBps }
    : { takeRateBps: service.takeRateBps, providerBps: service.providerBps };
}
/** The co-op's fee on a payment to a service, rounded up. */
export const feeOf = (service: Service, amount: bigint, now: bigint): bigint =>
  math.bpsCeil(amount, splitOf(service, now).takeRateBps);

/** How long after a dissolution begins anyone may pass on what nobody is owed, and when claims lapse. */
export const END = { passesAfter: WINDING_UP, lapsesAfter: CLAIMS_STAND } as const;
/** How long a co-op must be without an elector before anyone may dissolve it. */
export const ELECTORLESS = math.ELECTORLESS;
/** The last second in which members of a co-op that dissolves can be sure of their claims: from the next on, anyone may end them. */
export const claimedUntil = (coop: Pick<Coop, 'dissolvingAt'>): bigint => coop.dissolvingAt + END.lapsesAfter - 1n;
/** The last second in which the federation can propose to accept a co-op that asked to join it; undefined if it has not asked. */
export const soughtUntil = (coop: Pick<Coop, 'federationSought' | 'federationSince'>): bigint | undefined =>
  coop.federationSought === NONE ? undefined : coop.federationSince + math.SOUGHT - 1n;
