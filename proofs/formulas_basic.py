"""fixed.rs, patronage/pioneers.rs, patronage/capital.rs, bucket.rs, bootstrap.rs and its promise.rs, membership.rs, governance.rs and its budget.rs as formulas over integers."""

import words
from ops import W

ALL, DAY = 10_000, 86_400
M64 = words.Machine(32)


def floor_of(o, a, b, c):
    """⌊a × b ÷ c⌋ and whether mul_div_floor gives it."""
    q = o.div(a * b, c)
    there = o.both(c != 0, q < W)
    return there, o.ite(there, q, 0)


def mul_div(o, a, b, c, otherwise):
    """mul_div_floor(a, b, c).unwrap_or(otherwise)."""
    q = o.div(a * b, c)
    return o.ite(o.both(c != 0, q < W), q, otherwise)


def ceil_div(o, a, b):
    q = o.div(a, b)
    return o.ite(q * b != a, q + 1, q)


def mul_div_floor(o, a, b, c):
    return floor_of(o, a, b, c)


def mul_div_ceil(o, a, b, c):
    q = ceil_div(o, a * b, c)
    there = o.both(c != 0, q < W)
    return there, o.ite(there, q, 0)


def mul_ceil(o, a, b, c, otherwise):
    there, value = mul_div_ceil(o, a, b, c)
    return o.ite(there, value, otherwise)


def product(o, a, b):
    return (a * b,)


def q64_times(o, per_unit, units):
    return (per_unit * units,)


def div_floor(o, number, divisor):
    return (o.div(number, divisor),)


def div_rem(o, number, divisor):
    return o.min(o.div(number, divisor), W - 1), o.mod(number, divisor)


def bps_floor(o, amount, bps):
    rate = o.min(bps, ALL)
    whole, rest = o.div(amount, ALL), o.mod(amount, ALL)
    return (whole * rate + o.div(rest * rate, ALL),)


def bps_ceil(o, amount, bps):
    rate = o.min(bps, ALL)
    whole, rest = o.div(amount, ALL), o.mod(amount, ALL)
    return (whole * rate + o.div(rest * rate + (ALL - 1), ALL),)


def q64_floor(o, per_unit, units):
    return (o.min(o.div(per_unit * units, W), W - 1),)


def q64_ratio(o, amount, units):
    return (o.div(amount * W, units),)


def pioneer_integral(o, x, t):
    return o.div(x * (2 * t - x), 2 * t)


def pioneer_units(o, lifetime, surplus, t):
    after = o.min(lifetime + surplus, t)
    begun = o.min(lifetime, t)
    made = pioneer_integral(o, after, t) - pioneer_integral(o, begun, t)
    return (o.ite(lifetime >= t, 0, made),)


def pioneer_weight_ceil(o, units, founding, bps):
    return (o.min(units + bps_ceil(o, founding, bps)[0], W - 1),)


def weighted(o, per_unit, units, founding, bps):
    return (per_unit * units + o.div(per_unit * founding, ALL) * bps,)


def pot_draw(o, money, owed, exact):
    paid, left = o.div(exact, W), owed - exact
    covering = o.div(left + (W - 1), W)
    return paid, money - paid - covering, covering, left


def forfeit_floor(o, bond, turnover, promised):
    return (mul_div(o, bond, o.less(promised, turnover), promised, 0),)


def is_mature(o, period, open, revolve):
    return (o.ite(open > period + revolve, 1, 0),)


def capital(o, shares, withdrawn, matured, bonded, resting, fresh, staying, redemption, member_share):
    bound, held = o.max(bonded, resting + fresh), withdrawn + matured
    free = o.less(held, o.less(bound, shares))
    askable = o.min(free, withdrawn + bps_floor(o, matured, redemption)[0])
    return o.ite(staying == 1, askable, o.less(held, bound)), o.less(shares, o.max(member_share, bound))


def bucket_draw(o, capacity, window, full, amount, now):
    drawn = o.max(full, now) + ceil_div(o, amount * window, capacity)
    fits = o.both(amount <= capacity, drawn <= now + window)
    there = o.either(amount == 0, fits)
    return there, o.ite(amount == 0, full, o.ite(fits, drawn, 0))


def bucket_room(o, capacity, window, full, now):
    taken = o.min(o.less(full, now), window)
    return (o.div(capacity * (window - taken), window),)


def bond_ceil(o, use, bps):
    return bps_ceil(o, use, bps)


def turnover_floor(o, amount, take, pool):
    return (o.ite(take >= pool, amount, o.div(amount * take, pool)),)


def pool_settle(o, raised, pledgers, max_raise):
    accepted = o.min(raised, max_raise)
    dust = o.ite(raised > accepted, o.less(pledgers, 1), 0)
    shares = o.less(accepted, dust)
    return accepted, shares, raised - shares


def share_of(o, raised, accepted, pledgers, floor, amount):
    m = o.min(floor, amount)
    base = o.min(pledgers * m, accepted)
    part = m + o.div((amount - m) * (accepted - base), raised - base)
    return o.ite(accepted == raised, amount, part)


def claim(o, raised, accepted, pledgers, floor, shares, refunds, amount):
    share = share_of(o, raised, accepted, pledgers, floor, amount)
    refund = amount - share
    moved = o.ite(accepted == raised, 0, o.less(share, shares))
    return share, refund, moved, shares + moved - share, refunds - moved - refund


def of_people_ceil(o, raised, accepted, pledgers, floor, people, pledged):
    all_, own = o.min(pledgers * floor, accepted), o.min(people * floor, accepted)
    part = own + o.div((pledged - own) * (accepted - all_), raised - all_)
    return (o.ite(accepted == raised, pledged, part),)


def vouches_needed(o, required, members):
    return (o.min(required, members),)


def growth(o, members, bps, floor):
    return (o.max(bps_floor(o, members, bps)[0], floor),)


def is_seasoned(o, paid_at, seasoning, now):
    return (o.ite(now - paid_at >= seasoning, 1, 0),)


def is_suspendable(o, since, active, short_since, now):
    silent = now - active > 365 * DAY
    short = o.both(short_since != 0, now - short_since > 90 * DAY)
    return (o.ite(o.both(o.either(silent, short), now - since > 365 * DAY), 1, 0),)


def passes(o, special, yes, no, abstain, electors, quorum):
    quorate = (yes + no + abstain) * ALL >= electors * quorum
    enough = o.both(yes > no, o.either(special == 0, 3 * yes >= 2 * (yes + no)))
    return (o.ite(quorate, o.ite(enough, 0, 2), 1),)


def is_exodus(o, protests, electors, bps):
    return (o.ite(o.both(protests >= 2, protests * ALL > electors * bps), 1, 0),)


def is_drawn(o, draw, electors, panel):
    return (o.ite(draw * electors < panel * W, 1, 0),)


def phase(o, ends, timelock, window, now):
    opens = ends + timelock
    return (o.ite(now < ends, 0, o.ite(now < opens, 1, o.ite(now < opens + window, 2, 3))),)


def budget(o, at_start, now, bps, length):
    return bps_floor(o, o.min(at_start, now), bps)[0], o.max(length, 30 * DAY)


# name: function, inputs and outputs: w a word, q two words that are one number, o a number that may be missing
TABLE = {
    "mul_high": (lambda o, a, b: (words.mul_high(M64, a, b),), "ww", "w"),
    "digit": (lambda o, a, b, c: (words.digit(M64, a, b, c),), "www", "w"),
    "quotient": (lambda o, a, b, c: (words.quotient(M64, a, b, c),), "www", "w"),
    "mul_div_floor": (mul_div_floor, "www", "ww"),
    "mul_div_ceil": (mul_div_ceil, "www", "ww"),
    "product": (product, "ww", "q"),
    "q64_times": (q64_times, "qw", "q"),
    "div_floor": (div_floor, "qw", "q"),
    "div_rem": (div_rem, "qw", "ww"),
    "bps_floor": (bps_floor, "ww", "w"),
    "bps_ceil": (bps_ceil, "ww", "w"),
    "q64_floor": (q64_floor, "qw", "w"),
    "q64_ratio": (q64_ratio, "ww", "q"),
    "pioneer_units": (pioneer_units, "www", "w"),
    "pioneer_weight_ceil": (pioneer_weight_ceil, "www", "w"),
    "weighted": (weighted, "wwww", "q"),
    "pot_draw": (pot_draw, "wqq", "wwwq"),
    "forfeit_floor": (forfeit_floor, "www", "w"),
    "is_mature": (is_mature, "www", "w"),
    "capital": (capital, "wwwwwwwww", "ww"),
    "bucket_draw": (bucket_draw, "wwwww", "ww"),
    "bucket_room": (bucket_room, "wwww", "w"),
    "bond_ceil": (bond_ceil, "ww", "w"),
    "turnover_floor": (turnover_floor, "www", "w"),
    "pool_settle": (pool_settle, "www", "www"),
    "claim": (claim, "wwwwwww", "wwwww"),
    "of_people_ceil": (of_people_ceil, "wwwwww", "w"),
    "vouches_needed": (vouches_needed, "ww", "w"),
    "growth": (growth, "www", "w"),
    "is_seasoned": (is_seasoned, "www", "w"),
    "is_suspendable": (is_suspendable, "wwww", "w"),
    "passes": (passes, "wwwwww", "w"),
    "is_exodus": (is_exodus, "www", "w"),
    "is_drawn": (is_drawn, "www", "w"),
    "phase": (phase, "wwww", "w"),
    "budget": (budget, "wwww", "ww"),
}
