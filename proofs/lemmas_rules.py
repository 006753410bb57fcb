"""Basis points, pots, pioneers, bonds, buckets, pools and votes over all integers."""

import formulas_basic as f
from formulas_basic import ALL
from ops import W
from solver import Ints, is_ceil, is_floor, numbers, obligation, z3

FIXED, PATRONAGE, CAPITAL = "fixed.rs", "patronage/pioneers.rs", "patronage/capital.rs"
BUCKET, RAISE, MEMBERSHIP, VOTING = "bucket.rs", "bootstrap.rs", "membership.rs", "governance.rs"
PROMISE, BUDGET = "bootstrap/promise.rs", "governance/budget.rs"


def rate(o, name="bps"):
    return o.number(name, ALL)


@obligation("bps_floor", FIXED, "⌊amount × bps ÷ 10 000⌋, at most the amount; a rate above 10 000 counts as 10 000")
def bps_floor():
    o = Ints()
    amount, bps = numbers(o, "amount bps")
    made = f.bps_floor(o, amount, bps)[0]
    yield o.facts, is_floor(made, amount * z3.If(bps < ALL, bps, ALL), ALL)
    yield o.facts, z3.And(0 <= made, made <= amount)


@obligation("bps_ceil", FIXED, "⌈amount × bps ÷ 10 000⌉, at most the amount; a rate above 10 000 counts as 10 000")
def bps_ceil():
    o = Ints()
    amount, bps = numbers(o, "amount bps")
    made = f.bps_ceil(o, amount, bps)[0]
    yield o.facts, is_ceil(made, amount * z3.If(bps < ALL, bps, ALL), ALL)
    yield o.facts, z3.And(0 <= made, made <= amount)


@obligation("bps_floor, bps_ceil", FIXED, "a part and its complement make the whole; both rise with the amount")
def complement():
    o = Ints()
    amount, more, bps = *numbers(o, "amount more"), rate(o)
    # by the definitions, which the two above prove
    p, q, p2, q2 = z3.Ints("p q p2 q2")
    yield [*o.facts, is_floor(p, amount * bps, ALL), is_ceil(q, amount * (ALL - bps), ALL)], p + q == amount
    yield [*o.facts, is_floor(p, amount * bps, ALL), is_floor(p2, (amount + more) * bps, ALL)], p <= p2
    yield [*o.facts, is_ceil(q, amount * bps, ALL), is_ceil(q2, (amount + more) * bps, ALL)], q <= q2


@obligation("mul_div_floor", FIXED, "at most a where b ≤ c; rises with a; parts of a whole never exceed it, in any order")
def parts():
    a, a2, b, c, q, q2, S, X = z3.Ints("a a2 b c q q2 S X")
    facts = [a >= 0, b >= 0, c >= 1, is_floor(q, a * b, c)]
    yield [*facts, b <= c], z3.And(0 <= q, q <= a)
    yield [*facts, a2 >= a, is_floor(q2, a2 * b, c)], q <= q2
    # S of parts X is covered by X × b ÷ c, and so with one part more; all parts are at most c: S is at most b
    yield [*facts, S >= 0, X >= 0, S * c <= X * b], (S + q) * c <= (X + a) * b
    yield [S >= 0, X >= 0, b >= 0, c >= 1, S * c <= X * b, X <= c], S <= b


@obligation("mul_div_ceil", FIXED, "parts of a whole, rounded up, together reach it, in any order")
def ceils():
    a, b, c, q, S, X = z3.Ints("a b c q S X")
    facts = [a >= 0, b >= 0, c >= 1, is_ceil(q, a * b, c), S >= 0, X >= 0]
    yield [*facts, S * c >= X * b], (S + q) * c >= (X + a) * b
    yield [b >= 0, c >= 1, S * c >= c * b], S >= b


@obligation("q64_ratio, q64_floor", FIXED, "units at their ratio never exceed the amount, in any order; one misses less than two")
def at_ratio():
    amount, units, ratio, u, part, S, X, V = z3.Ints("amount units ratio u part S X V")
    rated = [V >= 2, amount >= 0, units >= 1, units < V, ratio >= 0, is_floor(ratio, amount * V, units)]
    paid = [u >= 0, is_floor(part, ratio * u, V)]
    yield [*rated, *paid, S >= 0, X >= 0, S * V <= ratio * X], (S + part) * V <= ratio * (X + u)
    yield [ratio >= 0, X >= 0, X <= units, S * V <= ratio * X, *rated], S * V <= ratio * units
    yield [V >= 2, S * V <= amount * V], S <= amount
    exact, lost = z3.Ints("exact lost")
    # ratio × units > (amount − …): what the ratio lost is below units, so below a word
    yield [*rated, lost == amount * V - ratio * units], z3.And(0 <= lost, lost < units)
    yield [V >= 2, units >= 1, units < V, 0 <= lost, lost < units, 0 <= u, u <= units, *paid[1:],
           ratio * units == amount * V - lost, is_floor(exact, amount * u, units),
           (ratio * u) * units == (amount * u) * V - lost * u], part <= exact
    # and less than two are missing: units × V × (part + 2) > amount × u × V
    R, P = z3.Ints("R P")
    yield [V >= 2, units >= 1, units < V, 0 <= lost, lost < units, 0 <= u, u <= units], lost * u < units * V
    yield [units >= 1, V >= 2, R < part * V + V], R * units < (part * V + V) * units
    yield [R * units < (part * V + V) * units, R * units == P * V - lost * u, lost * u < units * V],\
        P * V < (part + 2) * units * V
    yield [V >= 2, units >= 1, P * V < (part + 2) * units * V], P < (part + 2) * units
    yield [units >= 1, P < (part + 2) * units, exact * units <= P], exact <= part + 1


@obligation("pioneer_units", PATRONAGE, "B(x) rises, and by at most x does: units never exceed the surplus; T ÷ 2 in all")
def pioneers():
    x, y, t, bx, by = z3.Ints("x y t bx by")
    facts = [t >= 1, 0 <= x, x <= y, y <= t]
    floors = [bx * (2 * t) <= x * (2 * t - x), x * (2 * t - x) < (bx + 1) * (2 * t)]
    more = [by * (2 * t) <= y * (2 * t - y), y * (2 * t - y) < (by + 1) * (2 * t)]
    yield [*facts], x * (2 * t - x) <= y * (2 * t - y)
    A, B, D = z3.Ints("A B D")
    yield [D >= 1, A <= B, bx * D <= A, A < bx * D + D, by * D <= B, B < by * D + D], bx <= by
    yield [*facts], y * (2 * t - y) - x * (2 * t - x) <= (y - x) * (2 * t)
    d = z3.Int("d")
    yield [D >= 1, d >= 0, B - A <= d * D, bx * D <= A, A < bx * D + D, by * D <= B, B < by * D + D], by - bx <= d
    yield [*facts, *more], 2 * by <= t
    yield [*facts, *floors], bx >= 0
    r, s = z3.Ints("r s")
    # telescoping: two surpluses make what one with both makes
    yield [*facts, r <= x, bx >= s], (by - bx) + (bx - s) == by - s


@obligation("pioneer_weight_ceil, weighted", PATRONAGE, "what all holders are owed never exceeds per_unit × weight, in any order")
def weights():
    p, n, F, bps, w, q, S, X, g = z3.Ints("p n F bps w q S X g")
    facts = [p >= 0, n >= 0, F >= 0, bps >= 0, bps <= ALL]
    held = [is_floor(q, p * F, ALL)]
    # one holder of F founding shares is owed at most p × F × bps ÷ 10 000
    yield [*facts, *held], q * bps * ALL <= p * F * bps
    # so are all together
    yield [*facts, g >= 0, S * ALL <= p * X * bps, q * bps * ALL <= p * F * bps], (S + q * bps) * ALL <= p * (X + F) * bps
    yield [*facts, is_ceil(w, F * bps, ALL), S * ALL <= p * (F * bps)], S <= p * w


@obligation("pot_draw", PATRONAGE, "money covers what is owed before and after; nothing is negative; nothing is lost")
def pot():
    o = Ints()
    money, owed, exact = numbers(o, "money owed exact")
    o.facts += [exact <= owed, (owed + W - 1) / W <= money]
    paid, dust, left, still = f.pot_draw(o, money, owed, exact)
    yield o.facts, z3.And(paid + dust + left == money, paid >= 0, dust >= 0, left >= 0, still >= 0)
    yield o.facts, z3.And(is_ceil(left, still, W), is_floor(paid, exact, W))


@obligation("forfeit_floor", PROMISE, "at most the bond; all of it without turnover, nothing if the promise was kept; falls with turnover")
def forfeit():
    bond, turnover, more, promised, q, q2 = z3.Ints("bond turnover more promised q q2")
    missing = lambda used: z3.If(used > promised, 0, promised - used)
    facts = [bond >= 0, turnover >= 0, more >= 0, promised >= 1, is_floor(q, bond * missing(turnover), promised)]
    yield facts, z3.And(0 <= q, q <= bond)
    yield [*facts, turnover == 0], q == bond
    yield [*facts, turnover >= promised], q == 0
    m, m2 = z3.Ints("m m2")
    yield [bond >= 0, promised >= 1, 0 <= m2, m2 <= m, is_floor(q, bond * m, promised),
           is_floor(q2, bond * m2, promised)], q2 <= q


@obligation("capital", CAPITAL, "what is asked is held, leaves all that is bound, and is capped while one stays; withdrawals likewise")
def capital():
    o = Ints()
    ins = numbers(o, "shares withdrawn matured bonded resting fresh staying redemption member_share")
    shares, withdrawn, matured, bonded, resting, fresh, staying, redemption, least = ins
    o.facts += [staying <= 1, redemption <= ALL]
    # the cap stands for ⌊matured × rate⌋: proved above to be at most matured
    cap = o.number("cap")
    o.facts.append(cap <= matured)
    kept, f.bps_floor = f.bps_floor, lambda *_: (cap,)
    asked, taken = f.capital(o, *ins)
    f.bps_floor = kept
    bound, held = o.max(bonded, resting + fresh), withdrawn + matured
    yield o.facts, z3.And(0 <= asked, asked <= held, 0 <= taken, taken <= shares)
    yield o.facts, z3.Implies(z3.And(staying == 1, asked > 0), z3.And(shares + held - asked >= bound, asked <= withdrawn + cap))
    yield o.facts, z3.Implies(z3.And(staying == 0, asked > 0), held - asked >= bound)
    yield o.facts, z3.Implies(taken > 0, z3.And(shares - taken >= bound, shares - taken >= least))


def bucket(o):
    capacity, window, full, amount, now = numbers(o, "capacity window full amount now")
    o.facts += [window >= 1]
    return capacity, window, full, amount, now


@obligation("bucket_draw", BUCKET, "no draw, nor two in one second, exceeds the capacity")
def at_once():
    X, w, full, now, a, b, s, t = z3.Ints("X w full now a b s t")
    begins = z3.If(full > now, full, now)
    facts = [X >= 1, w >= 1, a >= 0, b >= 0, is_ceil(s, a * w, X), is_ceil(t, b * w, X)]
    yield [*facts, begins + s <= now + w], s <= w
    yield [*facts, begins + s + t <= now + w], s + t <= w
    S = z3.Int("S")
    yield [X >= 1, w >= 1, S >= 0, s >= 0, S * w <= s * X, s <= w], S <= X
    yield facts, (a + b) * w <= (s + t) * X


@obligation("bucket_draw", BUCKET, "all draws of one window together stay below twice the capacity, in any number")
def in_a_window():
    X, w, full, now, a, s, S, began = z3.Ints("X w full now a s S began")
    begins = z3.If(full > now, full, now)
    # S drawn since `began` keeps S × window ≤ (full − began) × capacity
    facts = [X >= 1, w >= 1, a >= 0, S >= 0, is_ceil(s, a * w, X), full >= began, now >= began]
    yield [X >= 1, s >= 0, begins + s >= full + s], (begins + s - began) * X >= (full - began) * X + s * X
    T = z3.Int("T")
    yield [*facts, S * w <= T, a * w <= s * X], (S + a) * w <= T + s * X
    yield [X >= 1, w >= 1, full <= now + w, now < began + w, S * w <= (full - began) * X], S * w < 2 * w * X
    yield [w >= 1, S * w < 2 * X * w], S < 2 * X


@obligation("bucket_room", BUCKET, "room is between 0 and the capacity, never falls as time passes, and can be drawn")
def room():
    o = Ints()
    X, w, full, _, now = bucket(o)
    later, r, r2, s = z3.Ints("later r r2 s")
    taken = lambda at: o.min(o.less(full, at), w)
    yield [*o.facts, is_floor(r, X * (w - taken(now)), w)], z3.And(0 <= r, r <= X)
    p, p2 = z3.Ints("p p2")
    yield [*o.facts, later >= now], taken(later) <= taken(now)
    yield [w >= 1, X >= 0, 0 <= p, p <= p2, is_floor(r, X * p, w), is_floor(r2, X * p2, w)], r <= r2
    # p seconds are free: the room takes at most those
    yield [X >= 1, w >= 1, p >= 0, is_floor(r, X * p, w), is_ceil(s, r * w, X)], s <= p


@obligation("bond_ceil", PROMISE, "at most the use, and the least whole number that is not below its share")
def bond():
    yield from bps_ceil()


@obligation("turnover_floor", PROMISE, "at most the amount; all of it at the pool's rate; rises with the rate")
def turnover():
    amount, take, more, pool, q, q2 = z3.Ints("amount take more pool q q2")
    facts = [amount >= 0, 0 <= take, take < pool, is_floor(q, amount * take, pool)]
    yield facts, z3.And(0 <= q, q <= amount)
    yield [*facts, take <= more, more < pool, is_floor(q2, amount * more, pool)], q <= q2
    # a bond of ⌈use × b⌉ is lost at most in the part of use that is missing: with turnover ≥ use, nothing is
    use, bps, b, lost = z3.Ints("use bps b lost")
    yield [use >= 1, 0 <= bps, bps <= ALL, is_ceil(b, use * bps, ALL), is_floor(lost, b * 0, use)], lost == 0


@obligation("pool_settle", RAISE, "shares and refunds are what was raised; shares at most what is accepted, short of it by less than the pledgers")
def pool_settle():
    o = Ints()
    raised, pledgers, most = numbers(o, "raised pledgers most")
    accepted, shares, refunds = f.pool_settle(o, raised, pledgers, most)
    yield o.facts, z3.And(shares + refunds == raised, 0 <= shares, shares <= accepted, refunds >= 0, accepted <= most)
    yield [*o.facts, pledgers >= 1], accepted - shares < pledgers


@obligation("claim", RAISE, "shares of all pledges never exceed what is accepted, in any order, and miss it by less than the pledgers")
def shares():
    # beyond the floors: x of d for k
    x, k, d, s, S, X, count = z3.Ints("x k d s S X count")
    facts = [x >= 0, k >= 0, d >= 1, k <= d, is_floor(s, x * k, d)]
    yield facts, z3.And(0 <= s, s <= x)
    yield [*facts, S * d <= X * k], (S + s) * d <= (X + x) * k
    yield [*facts, X * k - S * d <= count * (d - 1)], (X + x) * k - (S + s) * d <= (count + 1) * (d - 1)
    # all of them: X = d
    yield [d >= 1, S * d <= d * k], S <= k
    yield [d >= 1, count >= 1, d * k - S * d <= count * (d - 1)], k - S < count


@obligation("claim", RAISE, "share and refund are the pledge; nothing is negative, and the rest stays covered, in any order")
def claims():
    o = Ints()
    raised, accepted, pledgers, floor, shares_, refunds, amount = numbers(
        o, "raised accepted pledgers floor shares refunds amount"
    )
    share, others, shares_of_others = numbers(o, "share others shares_of_others")
    # before a claim: what is unclaimed is what this one and the others pledged, and no more of it is set aside as
    # shares than their shares come to. A settlement begins so: see the two above
    o.facts += [accepted < raised, floor <= share, share <= amount, shares_of_others <= others]
    o.facts += [shares_ + refunds == amount + others, shares_ <= share + shares_of_others]
    kept, f.share_of = f.share_of, lambda *_: share
    made = f.claim(o, raised, accepted, pledgers, floor, shares_, refunds, amount)
    f.share_of = kept
    yield o.facts, z3.And(made[0] + made[1] == amount, *[one >= 0 for one in made])
    yield o.facts, z3.And(made[3] + made[4] == others, made[3] <= shares_of_others)


@obligation("of_people_ceil", RAISE, "at least what the shares of these people come to, and at most what they pledged")
def people():
    s, k, d, x, S, X, q = z3.Ints("s k d x S X q")
    facts = [k >= 0, d >= 1, k <= d, X >= 0, is_floor(q, X * k, d)]
    yield [*facts, S * d <= X * k], S <= q
    yield facts, z3.And(0 <= q, q <= X)


@obligation("vouches_needed, growth", MEMBERSHIP, "the smaller of required and there; at least the floor, at least the share, one of the two")
def growing():
    o = Ints()
    members, bps, floor = numbers(o, "members bps floor")
    o.facts.append(bps <= ALL)
    made = f.growth(o, members, bps, floor)[0]
    share = f.bps_floor(o, members, bps)[0]
    required = o.number("required")
    needed = f.vouches_needed(o, required, members)[0]
    yield o.facts, z3.And(needed <= required, needed <= members, z3.Or(needed == required, needed == members))
    yield o.facts, z3.And(made >= floor, made >= share, z3.Or(made == floor, made == share))


@obligation("passes", VOTING, "as fractions of electors and of votes; no product exceeds 64 bits; special implies ordinary")
def passing():
    o = Ints()
    yes, no, abstain, electors = numbers(o, "yes no abstain electors", 2**32 - 1)
    quorum = o.number("quorum", 2**16 - 1)
    r = lambda n: z3.ToReal(n)
    made = lambda special: f.passes(o, z3.IntVal(special), yes, no, abstain, electors, quorum)[0]
    ballots = yes + no + abstain
    yield o.facts, z3.And(ballots * ALL < W, electors * quorum < W, 3 * yes < W, 2 * (yes + no) < W)
    share = z3.Real("share")
    some = [*o.facts, electors >= 1, share * r(electors) == r(ballots)]
    yield [share * r(electors) == r(ballots), electors >= 1, quorum >= 0], (ballots * ALL >= electors * quorum) == (
        share * ALL * r(electors) >= r(quorum) * r(electors))
    yield some, z3.Implies(made(1) == 0, made(0) == 0)
    part = z3.Real("part")
    of = [*o.facts, yes + no >= 1, part * r(yes + no) == r(yes)]
    yield of, (3 * yes >= 2 * (yes + no)) == (part >= z3.Q(2, 3))
    yield of, (yes > no) == (part > z3.Q(1, 2))
    yield o.facts, z3.Implies(ballots == 0, made(0) != 0)


@obligation("is_exodus, is_drawn", VOTING, "no product exceeds its width; one protest is none; a panel of all electors draws everyone")
def drawing():
    o = Ints()
    protests, electors = numbers(o, "protests electors", 2**32 - 1)
    bps, panel, draw = o.number("bps", 2**16 - 1), o.number("panel", 255), o.number("draw", W - 1)
    yield o.facts, z3.And(protests * ALL < W, electors * bps < W, draw * electors < W * W, panel * W < W * W)
    yield [*o.facts, protests <= 1], f.is_exodus(o, protests, electors, bps)[0] == 0
    yield [*o.facts, electors <= panel, electors >= 1], f.is_drawn(o, draw, electors, panel)[0] == 1


@obligation("phase", VOTING, "voting, timelock, executable, expired follow each other, and each begins at its second")
def phases():
    o = Ints()
    ends, timelock, window, now, later = numbers(o, "ends timelock window now later")
    at = lambda t: f.phase(o, ends, timelock, window, t)[0]
    yield [*o.facts, now <= later], at(now) <= at(later)
    yield [*o.facts, window >= 1], z3.And((at(now) == 0) == (now < ends), (at(now) == 3) == (now >= ends + timelock + window))


@obligation("budget", BUDGET, "at most the share of the smaller of then and now; the window is 30 days at least")
def budgets():
    o = Ints()
    begun, now, bps, length = numbers(o, "begun now bps length")
    o.facts.append(bps <= ALL)
    capacity, window = f.budget(o, begun, now, bps, length)
    yield o.facts, z3.And(capacity * ALL <= begun * bps, capacity * ALL <= now * bps, window >= 30 * 86_400, window >= length)
