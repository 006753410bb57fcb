"""The books over all integers: wear, price, leavers, the waterfall, a member's part, claims and events.

Where a formula uses one that is proved before, `known` puts a number with the proved bounds in its place."""

from contextlib import contextmanager

import formulas_books as f
from formulas_basic import ALL
from formulas_books import YEARLY
from solver import Ints, is_ceil, is_floor, numbers, obligation, z3

CLOSE, PRICE, SETTLE = "books/close.rs", "books/price.rs", "books/settle.rs"
CLAIMS, BOOKS = "books/claims.rs", "books/mod.rs"


@contextmanager
def known(o, **places):
    """Formulas as numbers with proved bounds."""
    kept = {name: getattr(f, name) for name in places}
    for name, made in places.items():
        setattr(f, name, made)
    try:
        yield
    finally:
        for name, was in kept.items():
            setattr(f, name, was)


def part_of(o, amount, *_):
    """At most the amount: proved of bps_floor, bps_ceil, part_floor, and mul_div_floor where b ≤ c."""
    made = o.new("part")
    o.facts.append(z3.Implies(amount >= 0, made <= amount))
    return (made,)


def bare(o, amount, *_):
    return part_of(o, amount)[0]


def is_not_negative(*amounts):
    return z3.And(*[amount >= 0 for amount in amounts])


@obligation("part_floor", CLOSE, "between 0 and the amount; ours and others' parts never exceed it; at most ours if it is at most all")
def part_floor():
    a, p, q, x, y = z3.Ints("a p q x y")
    facts = [a >= 0, x >= 1, y >= 0, is_floor(p, a * x, x + y)]
    yield facts, z3.And(0 <= p, p <= a)
    yield [*facts, y >= 1, is_floor(q, a * y, x + y)], p + q <= a
    yield [*facts, a <= x + y], p <= x


@obligation("worn", CLOSE, "between 0 and the asset; no fraction is lost while some of it is left; what is carried is below a unit")
def worn():
    o = Ints()
    bps, asset, seconds, left = numbers(o, "bps asset seconds remainder")
    o.facts += [bps <= ALL, left < YEARLY]
    d, rest = f.worn(o, bps, asset, seconds, left)
    yield o.facts, z3.And(0 <= d, d <= asset, 0 <= rest, rest < YEARLY)
    some = [asset >= 1, seconds >= 1, seconds <= 1 << 112, d < asset]
    yield [*o.facts, *some], d * YEARLY + rest == seconds * bps + left


def wear_setting():
    o = Ints()
    names = "fund earnings invested at_agent loss due reserve of_invested of_agent"
    ins = numbers(o, names)
    fund, earnings, invested, at_agent, loss, due, reserve, of_invested, of_agent = ins
    o.facts += [of_invested <= invested, of_agent <= at_agent, z3.Or(earnings == 0, loss == 0)]
    return o, ins, f.wear_by(o, *ins)


@obligation("wear", CLOSE, "keeps both identities and all money; nothing is negative; loss only where earnings are spent")
def wear():
    o, (fund, earnings, invested, at_agent, loss, due, reserve, *worn_), made = wear_setting()
    d, lost, left, fund2, invested2, at_agent2, loss2, due2, reserve2 = made
    yield o.facts, is_not_negative(*made)
    yield o.facts, fund + invested + at_agent + loss - due == fund2 + invested2 + at_agent2 + loss2 - due2
    yield o.facts, fund + earnings + reserve == fund2 + left + reserve2
    yield o.facts, z3.Or(left == 0, loss2 == 0)
    yield o.facts, z3.And(d == sum(worn_), reserve2 >= reserve, lost <= d)


@obligation("interest_of", CLOSE, "at most half of what is left and the yearly cap; the fraction is carried exactly while nothing lapses")
def interest():
    o = Ints()
    shares, seconds, bps, remainder, surplus = numbers(o, "shares seconds bps remainder surplus")
    o.facts += [remainder < YEARLY, seconds <= 1 << 40]
    paid, rest = f.interest_of(o, shares, seconds, bps, remainder, surplus)
    # the product as one number, so that it is linear
    n = o.number("counted")
    q, r = n / YEARLY, n % YEARLY
    half = surplus / 2
    made, kept = z3.If(q < half, q, half), z3.If(q > half, 0, r)
    yield [*o.facts], z3.And(made >= 0, 2 * made <= surplus, made * YEARLY <= n, kept < YEARLY)
    yield [*o.facts, q <= half], made * YEARLY + kept == n
    some = [n == shares * seconds * bps + remainder, surplus >= 1, shares >= 1, bps >= 1]
    yield [*o.facts, *some], z3.And(paid == made, rest == kept)


def price_setting():
    o = Ints()
    names = "fund invested at_agent loss due fresh out back"
    fund, invested, at_agent, loss, due, fresh, out, back = ins = numbers(o, names)
    equity = fund + invested + at_agent + loss - due
    o.facts += [equity >= 0, fresh <= equity]
    return o, ins, equity


def priced(o, fund, invested, at_agent, equity, due, fresh, out, back):
    return f.prices(o, fund, invested, at_agent, equity, due, fresh, out, back)


@obligation("price", PRICE, "between 0 and 1; solvency is at most the price; what is the reserve's is part of the fund")
def price():
    o, (fund, invested, at_agent, loss, due, fresh, out, back), equity = price_setting()
    n, least, d = priced(o, fund, invested, at_agent, equity, due, fresh, out, back)
    yield o.facts, z3.And(0 <= n, n <= d, 0 <= least, least <= n)
    own = f.reserves_own(o, fund, invested + at_agent, due)
    yield o.facts, z3.And(0 <= own, own <= fund)


@obligation("price", PRICE, "money paid in changes no price, whoever brings it")
def newcomers():
    o, (fund, invested, at_agent, loss, due, fresh, out, back), equity = price_setting()
    x = o.number("x")
    # what is due to the reserve is covered by assets, or the fund reaches it
    o.facts.append(z3.Or(due <= invested + at_agent, due - invested - at_agent <= fund))
    before = priced(o, fund, invested, at_agent, equity, due, fresh, out, back)
    after = priced(o, fund + x, invested, at_agent, equity + x, due, fresh + x, out, back)
    # a loss is made good before there is a price above 1: what backs capital is at most capital, but for the cap
    yield o.facts, z3.And(before[0] <= after[0], before[2] == after[2])
    yield [*o.facts, fresh <= fund, before[0] >= 1], before[0] == after[0]


def moved(says_due):
    o, (fund, invested, at_agent, loss, due, fresh, out, back), equity = price_setting()
    x = o.number("x")
    o.facts += [1 <= x, x <= fund]
    before = priced(o, fund, invested, at_agent, equity, due, fresh, out, back)
    after = priced(o, fund - x, invested + x, at_agent, equity, due, fresh, out + x, back)
    o.facts += says_due(fund, invested + at_agent, loss, due, out, back)
    return o, before, after


@obligation("price", PRICE, "an investment changes no price while assets, with what came back, cover what is due to the reserve")
def invests():
    o, before, after = moved(lambda fund, assets, loss, due, out, back: [
        due <= assets + z3.If(back > out, back - out, 0), back - out <= fund, out - back <= assets,
    ])
    yield o.facts, z3.And(before[0] == after[0], before[2] == after[2])


@obligation(
    "price", PRICE, "an investment changes no price, whatever is due to the reserve", expected="refuted",
    note="Counterexample below.",
)
def invests_always():
    o, before, after = moved(lambda fund, assets, loss, due, out, back: [out - back <= assets, back - out <= fund])
    yield o.facts, z3.And(before[0] == after[0], before[2] == after[2])


def pay_setting():
    fund, fresh, asked, n, d, full, paid, retired = z3.Ints("fund fresh asked n d full paid retired")
    reach = z3.If(fund > fresh, fund - fresh, 0)
    facts = [fund >= 0, fresh >= 0, 1 <= asked, asked <= d, 1 <= n, n <= d, is_floor(full, asked * n, d)]
    facts += [paid == z3.If(full < reach, full, reach), paid >= 1]
    short, top = z3.Int("short"), z3.Int("top")
    facts += [is_floor(short, paid * d, n), top == z3.If(short < asked, short, asked)]
    facts += [retired == z3.If(paid == full, asked, top)]
    return facts, (fund, fresh, asked, n, d, full, paid, retired)


@obligation("leavers", CLOSE, "paid ≤ retired ≤ asked; paid is at most what the fund has beside fresh money; nobody is paid above the price by a unit of capital")
def leavers():
    facts, (fund, fresh, asked, n, d, full, paid, retired) = pay_setting()
    yield facts, z3.And(0 <= paid, paid <= full, paid <= fund - fresh, retired <= asked)
    a, s, p = z3.Ints("a s p")
    some = [1 <= n, n <= d, p >= 0, a >= 0]
    yield [*some, is_floor(p, a * n, d)], p <= a
    yield [*some, is_floor(s, p * d, n)], p <= s
    # the fund reaches all: what stays is worth no less than before
    yield [*some, is_floor(p, a * n, d)], p * d <= a * n
    # it does not: what is retired is at most a unit less than what is paid for
    yield [*some, is_floor(s, p * d, n)], p * d < (s + 1) * n


@obligation(
    "leavers", CLOSE, "what leavers are paid never lowers the price of who stays: paid × denominator ≤ retired × numerator",
    expected="refuted", note="Counterexample below: by less than a unit of capital, where the fund does not reach all.",
)
def price_of_the_others():
    facts, (fund, fresh, asked, n, d, full, paid, retired) = pay_setting()
    yield [*facts, d <= 5], paid * d <= retired * n


@obligation("leavers", CLOSE, "keeps the first identity and all money; nothing is negative; newcomers' money stays in the fund")
def leaving():
    o = Ints()
    ins = numbers(o, "fund invested at_agent loss due fresh out back asked forfeited")
    fund, invested, at_agent, loss, due, fresh, out, back, asked, forfeited = ins
    equity = fund + invested + at_agent + loss - due
    o.facts += [equity >= 0, fresh <= equity, asked + forfeited <= equity]

    def pay(o, fund, fresh, asked, forfeited, n, d):
        paid, retired = numbers(o, "paid retired")
        members, of_members = numbers(o, "to_members of_members")
        o.facts += [paid <= o.less(fund, fresh), paid <= retired, retired <= asked]
        o.facts += [members <= paid, of_members <= retired, retired - of_members <= forfeited]
        return asked, paid, retired, members, of_members

    with known(o, pay=pay, price_bps=lambda *_: z3.IntVal(0)):
        made = f.leavers(o, *ins)
    _, paid, retired, *_, fund2, dividends, reserve, forfeited2, equity2, loss2, due2 = made
    yield o.facts, is_not_negative(fund2, dividends, reserve, forfeited2, equity2, loss2, due2)
    yield o.facts, fund2 + invested + at_agent + loss2 == equity2 + due2
    yield o.facts, z3.And(fund2 + dividends + reserve == fund, loss2 <= loss)
    own = f.reserves_own(o, fund, invested + at_agent, due)
    yield o.facts, z3.Implies(fund - own >= fresh, fund2 >= fresh)


def waterfall_setting():
    o = Ints()
    surplus, *rates = numbers(o, "surplus reserve_bps solidarity_bps remit_bps work_bps cash_bps federated")
    done = numbers(o, "units others leaving work other_work leaving_work")
    due, pioneer_bps, room = numbers(o, "due_flag pioneer_bps room")
    o.facts += [done[2] <= done[0], done[5] <= done[3], rates[4] <= ALL]
    halves = []

    def interest(half):
        halves.append((bare(o, half), half))
        return halves[0][0]

    with known(o, bps_floor=part_of, bps_ceil=part_of, part_floor=part_of):
        parts, staying, retained = f.waterfall(o, surplus, rates, interest, done, room, due, pioneer_bps)
    return o, surplus, parts, staying, retained, halves[0], room


@obligation("allocate", CLOSE, "the parts of the surplus come to exactly the surplus, and none is negative")
def waterfall():
    o, surplus, parts, _, _, _, _ = waterfall_setting()
    yield o.facts, sum(parts) == surplus
    yield o.facts, is_not_negative(*parts)


@obligation("allocate", CLOSE, "what is retained is part of the dividends, so that what is owed in cash is not negative")
def retained():
    o, surplus, parts, staying, kept, _, _ = waterfall_setting()
    yield o.facts, z3.And(0 <= staying, staying <= parts[7] + parts[4], 0 <= kept, kept <= staying)


@obligation("allocate", CLOSE, "interest is at most half of what reserve and solidarity leave; pioneers at most their room")
def bounds():
    o, surplus, parts, _, _, (interest, half), room = waterfall_setting()
    reserve, solidarity, federation, paid, *_, pioneers, _ = parts
    yield o.facts, z3.And(paid == interest, 2 * paid <= surplus - reserve - solidarity - federation)
    yield o.facts, pioneers <= room


@obligation("allocate", CLOSE, "the reserve gets at least its share of every surplus")
def reserve():
    o = Ints()
    surplus, bps = numbers(o, "surplus reserve_bps")
    o.facts.append(bps <= ALL)
    yield o.facts, f.bps_ceil(o, surplus, bps)[0] * ALL >= surplus * bps


@obligation("settle", SETTLE, "dividends of those who stay never exceed what is counted as theirs, in any order")
def dividends():
    V, M, U, L, rate, S, X = z3.Ints("V M U L rate S X")
    base = [V >= 1, M >= 0, 0 <= L, L <= U, U >= 1, rate >= 0, rate * U <= M * V, S >= 0, 0 <= X, X <= U - L]
    # S of X units at the rate: S × V ≤ rate × X, as units at their ratio are; then S ≤ ⌊M × (U − L) ÷ U⌋
    yield [*base, S * V <= rate * X], S * V * U <= (rate * U) * X
    yield [*base, S * V * U <= (rate * U) * X], S * V * U <= M * V * X
    yield [V >= 1, S * V * U <= M * V * X], S * U <= M * X
    yield [M >= 0, X <= U - L, S * U <= M * X], S * U <= M * (U - L)


@obligation("settle", SETTLE, "cash and retained parts of all members are covered by what a close set aside, in any order")
def cash():
    T, stay, D, E, bps, C, R, kept, x = z3.Ints("T stay D E bps C R kept x")
    # T: all dividends; stay: those of who stays, of which `kept` is retained; D and E: what was settled to those who
    # stay and to those who left; C in cash and R as capital of D
    rated = [0 <= bps, bps <= ALL, 0 <= stay, stay <= T, 0 <= D, D <= stay, 0 <= E, E <= T - stay]
    keeps = [is_floor(kept, stay * (ALL - bps), ALL)]
    sums = [C >= 0, C * ALL <= D * bps, R >= 0, R * ALL <= D * (ALL - bps)]
    yield [*rated, *keeps, *sums], R <= kept
    yield [*rated, *keeps, *sums], C + E <= T - kept
    c, r, one = z3.Ints("c r one")
    step = [one >= 0, is_floor(c, one * bps, ALL), is_floor(r, one * (ALL - bps), ALL)]
    yield [*rated, *sums, *step], z3.And((C + c) * ALL <= (D + one) * bps, c + r <= one, c >= 0, r >= 0)


@obligation("settle", SETTLE, "capital paid out never exceeds what is paid to members, and retires at least what a close retired of them")
def capital():
    A, F, paid, retired, members, of_members, forfeits, S, Q = z3.Ints("A F paid retired members of_members forfeits S Q")
    base = [A >= 1, 0 <= F, F <= A, paid >= 0, retired >= 0]
    shared = [is_floor(members, (A - F) * paid, A), is_floor(forfeits, F * retired, A), of_members == retired - forfeits]
    # parts rounded down: S × A ≤ asked × paid; rounded up: Q × A ≥ asked × retired; all of members: A − F
    yield [*base, *shared, S * A <= (A - F) * paid], S <= members
    yield [*base, *shared, Q * A >= (A - F) * retired], Q >= of_members


@obligation("settle", SETTLE, "pioneer units of all members never exceed what the close counts")
def made():
    units, all_made, surplus, staying, D, S = z3.Ints("units made surplus staying D S")
    base = [surplus >= 1, all_made >= 0, 0 <= D, D <= staying, is_floor(units, all_made * staying, surplus)]
    yield [*base, S * surplus <= D * all_made], S <= units


@obligation("claims", CLAIMS, "a draw moves money from operating to paid, so that the order changes nobody's part")
def order():
    o = Ints()
    fund, earnings, paid, amount = numbers(o, "fund earnings paid amount")
    o.facts.append(amount <= fund + earnings)
    earned = o.min(amount, earnings)
    fund2, earnings2 = fund - (amount - earned), earnings - earned
    yield o.facts, z3.And(fund2 >= 0, earnings2 >= 0, fund2 + earnings2 + paid + amount == fund + earnings + paid)


@obligation("claims", CLAIMS, "draws never exceed what there is, in any order, nor a claim; what came later tops up")
def draws():
    claim, came, more, all_, part, later, drawn, S, X = z3.Ints("claim came more all part later drawn S X")
    facts = [claim >= 0, 0 <= came, came < all_, is_floor(part, claim * came, all_)]
    yield facts, z3.And(0 <= part, part <= claim)
    yield [*facts, came <= more, more < all_, is_floor(later, claim * more, all_)], part <= later
    # with all claims' parts: S of X is covered, and all claims come to `all`
    yield [*facts, X >= 0, S * all_ <= X * came], (S + part) * all_ <= (X + claim) * came
    yield [came >= 0, all_ >= 1, X >= 0, X <= all_, S * all_ <= X * came], S <= came


@obligation("expense", BOOKS, "keeps both identities; never more than operating money")
def expense():
    o = Ints()
    fund, earnings, loss, amount = numbers(o, "fund earnings loss amount")
    o.facts.append(z3.Or(earnings == 0, loss == 0))
    done, fund2, earnings2, loss2 = f.expense(o, fund, earnings, loss, amount)
    yield o.facts, z3.And(is_not_negative(fund2, earnings2, loss2), fund + loss == fund2 + loss2)
    yield o.facts, z3.Or(earnings2 == 0, loss2 == 0)
    yield o.facts, z3.If(done == 1, fund2 + earnings2 + amount == fund + earnings, amount > fund + earnings)


@obligation("sell", BOOKS, "keeps both identities; all of the money is in fund, earnings or reserve")
def sell():
    o = Ints()
    ins = numbers(o, "fund earnings loss invested covered reserve back amount")
    fund, earnings, loss, invested, covered, reserve_, _, amount = ins
    o.facts.append(z3.Or(earnings == 0, loss == 0))
    gain, fund2, earnings2, loss2, invested2, covered2, reserve2, back2 = made_ = f.sell(o, *ins)
    yield o.facts, z3.And(is_not_negative(*made_), fund + loss + invested == fund2 + loss2 + invested2)
    yield o.facts, fund2 + earnings2 + reserve2 == fund + earnings + reserve_ + amount
    yield o.facts, z3.Or(earnings2 == 0, loss2 == 0)


@obligation("cover_loss", BOOKS, "at most the loss and a tenth of the reserve; keeps the first identity")
def covers():
    o = Ints()
    fund, loss, reserve_, covered, up_to = ins = numbers(o, "fund loss reserve covered up_to")
    taken, fund2, loss2, reserve2, covered2 = f.cover_loss(o, *ins)
    yield o.facts, z3.And(10 * taken <= reserve_, taken <= loss, fund + loss == fund2 + loss2, fund2 + reserve2 == fund + reserve_)


@obligation("accrue", BOOKS, "counting at any seconds in between counts the same, and nothing counts twice")
def accrues():
    o = Ints()
    money, counted, at, now, later = numbers(o, "money counted at now later")
    o.facts += [now <= later]
    once = f.accrue(o, money, counted, at, later)
    first = f.accrue(o, money, counted, at, now)
    twice = f.accrue(o, money, *first, later)
    yield o.facts, z3.And(once[0] == twice[0], once[1] == twice[1])
