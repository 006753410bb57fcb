"""books/ as formulas over integers: the close and its steps, the price, a member's part, claims, events."""

from formulas_basic import (
    ALL, DAY, bps_ceil, bps_floor, mul_ceil, mul_div, pioneer_units, pioneer_weight_ceil, q64_floor,
)
from ops import W

YEARLY = ALL * 365 * DAY


def part_floor(o, amount, ours, others):
    # ours + others stops at 2^64 - 1
    return (mul_div(o, amount, ours, o.min(ours + others, W - 1), 0),)


def worn(o, bps, asset, seconds, remainder):
    counted = o.min(seconds, 1 << 112) * bps + remainder
    d, rest = o.div(counted, YEARLY), o.mod(counted, YEARLY)
    gone = d >= asset
    d, rest = o.ite(gone, asset, d), o.ite(gone, 0, rest)
    idle = seconds == 0
    return (
        o.ite(o.either(asset == 0, idle), 0, d),
        o.ite(asset == 0, 0, o.ite(idle, remainder, rest)),
    )


def reserves_own(o, fund, assets, due):
    return o.min(o.less(due, assets), fund)


def wear(o, fund, earnings, invested, at_agent, loss, due, reserve, bps, seconds, agent_seconds, left, agent_left):
    of_invested = worn(o, bps, invested, seconds, left)[0]
    of_agent = worn(o, bps, at_agent, agent_seconds, agent_left)[0]
    return wear_by(o, fund, earnings, invested, at_agent, loss, due, reserve, of_invested, of_agent)


def wear_by(o, fund, earnings, invested, at_agent, loss, due, reserve, of_invested, of_agent):
    """What wear of so much does."""
    d = of_invested + of_agent
    members = o.less(invested + at_agent, due)
    to_fund, to_reserve = o.min(d, members), o.less(d, members)
    paid = o.min(d, earnings)
    to_members = o.min(paid, to_fund)
    fund, loss = fund + to_members, loss + to_fund - to_members
    reserve, due = reserve + paid - to_members, due - to_reserve
    invested, at_agent = invested - of_invested, at_agent - of_agent
    own = reserves_own(o, fund, invested + at_agent, due)
    return (
        d, to_fund - to_members, earnings - paid, fund - own, invested, at_agent, loss, due - own, reserve + own,
    )


def interest_of(o, shares, seconds, bps, remainder, surplus):
    counted = shares * o.min(seconds, 1 << 40) * bps + remainder
    most, rest = o.div(counted, YEARLY), o.mod(counted, YEARLY)
    half = o.div(surplus, 2)
    none = o.either(surplus == 0, shares == 0, bps == 0)
    return o.ite(none, 0, o.min(most, half)), o.ite(o.either(none, most > half), 0, rest)


def prices(o, fund, invested, at_agent, equity, due, fresh, out, back, bought):
    """Numerators of price and solvency, and the denominator of both."""
    own = reserves_own(o, fund, invested + at_agent, due)
    cash = fund - own
    moved = o.min(o.less(out, back), o.less(invested + at_agent, bought))
    solvency = o.less(cash, o.less(o.less(o.less(back, out), bought), own))
    backed = o.ite(back < out, cash + moved, o.ite(back == out, cash, solvency))
    top = lambda amount: o.less(o.min(amount, equity), fresh)
    return top(backed), top(solvency), o.less(equity, fresh)


def price_bps(o, n, d):
    return o.ite(n == d, ALL, mul_div(o, n, ALL, d, ALL))


def kept(o, asked, n, d, fresh):
    return o.ite(asked == 0, 0, mul_ceil(o, asked, n, d, 0) + fresh)


def price(o, fund, invested, at_agent, loss, due, fresh, out, back, asked, forfeited, bought):
    equity = fund + invested + at_agent + loss - due
    n, least, d = prices(o, fund, invested, at_agent, equity, due, fresh, out, back, bought)
    own = reserves_own(o, fund, invested + at_agent, due)
    return n, d, least, d, price_bps(o, n, d), own, kept(o, asked + forfeited, n, d, fresh)


def pay(o, fund, fresh, asked, forfeited, n, d):
    """What leavers are paid, and for how much capital: all of it and members' part."""
    full = mul_div(o, asked, n, d, 0)
    paid = o.min(full, o.less(fund, fresh))
    retired = o.ite(paid == full, asked, mul_ceil(o, paid, d, n, asked))
    to_members = o.ite(forfeited == 0, paid, mul_div(o, asked - forfeited, paid, asked, 0))
    forfeits = o.ite(forfeited == 0, 0, mul_div(o, forfeited, retired, asked, 0))
    nobody = o.either(asked == 0, paid == 0)
    return tuple(o.ite(nobody, 0, part) for part in (asked, paid, retired, to_members, retired - forfeits))


def leavers(o, fund, invested, at_agent, loss, due, fresh, out, back, asked, forfeited, bought):
    equity = fund + invested + at_agent + loss - due
    own = reserves_own(o, fund, invested + at_agent, due)
    back = back - o.min(own, o.less(o.less(back, out), bought))
    fund, due = fund - own, due - own
    n, _, d = prices(o, fund, invested, at_agent, equity, due, fresh, out, back, bought)
    of, paid, retired, to_members, of_members = pay(o, fund, fresh, asked + forfeited, forfeited, n, d)
    haircut = retired - paid
    off_loss = o.min(haircut, mul_ceil(o, loss, retired, d, loss))
    fund, due = fund - paid, due + haircut - off_loss
    given = reserves_own(o, fund, invested + at_agent, due)
    return (
        of, paid, retired, to_members, of_members, price_bps(o, n, d), fund - given, to_members,
        own + paid - to_members + given, forfeited - (retired - of_members), equity - retired, loss - off_loss,
        due - given,
    )


def waterfall(o, surplus, rates, interest, done, pioneer_room, due, pioneer_bps):
    """The parts of a surplus, in the order of the table of close.rs, and what stays of dividends."""
    reserve_bps, solidarity_bps, remit_bps, work_bps, cash_bps, federated = rates
    units, others, leaving, work, other_work, leaving_work = done
    reserve = bps_ceil(o, surplus, reserve_bps)[0]
    solidarity = o.min(bps_floor(o, surplus, solidarity_bps)[0], surplus - reserve)
    federation = o.ite(federated == 1, bps_floor(o, solidarity, remit_bps)[0], 0)
    left = surplus - reserve - solidarity
    interest = interest(o.div(left, 2))
    pot = left - interest
    for_work = o.min(bps_floor(o, pot, work_bps)[0], o.min(work + other_work, W - 1))
    worked = part_floor(o, for_work, work, other_work)[0]
    of_members = part_floor(o, pot - for_work, units, others)[0]
    pioneers = o.ite(due == 1, o.min(bps_floor(o, of_members, pioneer_bps)[0], pioneer_room), 0)
    members = of_members - pioneers
    staying = part_floor(o, members, units - leaving, leaving)[0]
    staying = staying + part_floor(o, worked, work - leaving_work, leaving_work)[0]
    retained = bps_floor(o, staying, ALL - cash_bps)[0]
    return (
        (reserve, solidarity - federation, federation, interest, worked, pot - worked - of_members, pioneers, members),
        staying, retained,
    )


def allocate(
    o, surplus, reserve_bps, solidarity_bps, remit_bps, work_bps, cash_bps, pioneer_bps, units, others, leaving, work,
    other_work, leaving_work, pioneer_units_, founding, per_unit, threshold, cap_bps, shares_bps, due, lifetime, shares,
    seconds, interest_bps, remainder, federated, last,
):
    cash_bps = o.ite(last == 1, ALL, cash_bps)
    weight = pioneer_weight_ceil(o, pioneer_units_, founding, shares_bps)[0]
    room = q64_floor(o, o.less(o.div(cap_bps * W, ALL), per_unit), weight)[0]
    left = []

    def interest(half):
        # half of what is left is half of a surplus of its own
        paid, rest = interest_of(o, shares, seconds, interest_bps, remainder, 2 * half + 1)
        left.append(rest)
        return paid

    rates = (reserve_bps, solidarity_bps, remit_bps, work_bps, cash_bps, federated)
    done = (units, others, leaving, work, other_work, leaving_work)
    parts, staying, retained = waterfall(o, surplus, rates, interest, done, o.ite(weight == 0, 0, room), due, pioneer_bps)
    reserve, solidarity, federation, interest, worked, outside, pioneers, members = parts
    made = o.ite(o.both(due == 0, surplus > 0), pioneer_units(o, lifetime, surplus, threshold)[0], 0)
    per_share, per_pioneer = o.div(interest * W, shares), o.ite(pioneers == 0, 0, o.div(pioneers * W, weight))
    return (
        *parts, retained, made, o.div(made * staying, surplus), o.div(members * W, units), o.div(worked * W, work),
        per_share, per_pioneer, surplus, reserve + outside, members + worked - retained, retained,
        o.ite(surplus == 0, 0, left[0]), per_share * shares, per_pioneer * weight,
    )


def settle(o, all_, paid, retired, members, units, for_work, work, cash_bps, made, surplus, own, own_work, asked, stays):
    rate, work_rate = o.div(members * W, units), o.div(for_work * W, work)
    dividend = q64_floor(o, rate, own)[0] + q64_floor(o, work_rate, own_work)[0]
    none = o.either(asked == 0, all_ == 0)
    return (
        o.ite(none, 0, mul_div(o, asked, paid, all_, 0)),
        o.ite(none, 0, mul_ceil(o, asked, retired, all_, asked)),
        o.ite(stays == 1, bps_floor(o, dividend, cash_bps)[0], dividend),
        o.ite(stays == 1, bps_floor(o, dividend, ALL - cash_bps)[0], 0),
        o.ite(o.both(stays == 1, made != 0), mul_div(o, made, dividend, surplus, 0), 0),
    )


def claims(o, all_, paid, fund, earnings, claim, drawn):
    came = fund + earnings + paid
    part = o.ite(came >= all_, claim, o.div(claim * came, all_))
    return o.less(part, drawn), o.less(fund + earnings, o.less(all_, paid))


def expense(o, fund, earnings, loss, assets, due, amount):
    covered = amount <= fund - reserves_own(o, fund, assets, due) + earnings
    earned = o.min(amount, earnings)
    lost = o.ite(covered, amount - earned, 0)
    return o.ite(covered, 1, 0), fund - lost, earnings - o.ite(covered, earned, 0), loss + lost


def sell(o, fund, earnings, loss, invested, covered, reserve, moved_back, amount):
    repaid = o.min(amount, invested)
    back = o.min(amount - repaid, covered)
    gain = amount - repaid - back
    made_good = o.min(gain, loss)
    return (
        gain, fund + repaid + made_good, earnings + gain - made_good, loss - made_good, invested - repaid,
        covered - back, reserve + back, moved_back + repaid,
    )


def cover_loss(o, fund, loss, reserve, covered, up_to):
    taken = o.min(up_to, loss, o.div(reserve, 10))
    return taken, fund + taken, loss - taken, reserve - taken, covered + taken


def accrue(o, invested, seconds, accrued_at, now):
    return seconds + invested * o.less(now, accrued_at), o.max(accrued_at, now)


TABLE = {
    "part_floor": (part_floor, "www", "w"),
    "worn": (worn, "wwqw", "ww"),
    "wear": (wear, "wwwwwwwwqqww", "wwwwwwwww"),
    "interest_of": (interest_of, "wwwww", "ww"),
    "leavers": (leavers, "w" * 11, "w" * 13),
    "price": (price, "w" * 11, "w" * 7),
    "allocate": (allocate, "w" * 27, "w" * 11 + "qqqq" + "wwwww" + "qq"),
    "settle": (settle, "w" * 14, "w" * 5),
    "claims": (claims, "w" * 6, "ww"),
    "expense": (expense, "w" * 6, "w" * 4),
    "sell": (sell, "w" * 8, "w" * 8),
    "cover_loss": (cover_loss, "w" * 5, "w" * 5),
    "accrue": (accrue, "wqww", "qw"),
}
