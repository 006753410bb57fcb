"""The books over all integers: wear, price, leavers and the waterfall.

Where a formula uses one that is proved before, `known` puts a number with the proved bounds in its place."""

from contextlib import contextmanager

import formulas_books as f
from formulas_basic import ALL
from formulas_books import YEARLY
from ops import W
from solver import Ints, is_ceil, is_floor, numbers, obligation, z3

CLOSE, LEAVERS, PRICE = "patronage/books/close.rs", "patronage/books/leavers.rs", "patronage/books/price.rs"


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
    # what is the reserve's is passed on, so that assets cover what is due to it, if fund and assets did
    yield [*o.facts, due <= fund + invested + at_agent], due2 <= invested2 + at_agent2


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
    names = "fund invested at_agent loss due fresh out back bought"
    fund, invested, at_agent, loss, due, fresh, out, back, bought = ins = numbers(o, names)
    equity = fund + invested + at_agent + loss - due
    o.facts += [equity >= 0, fresh <= equity]
    return o, ins, equity


def priced(o, *state):
    return f.prices(o, *state)


@obligation("price", PRICE, "between 0 and 1; solvency is at most the price; what is the reserve's is part of the fund")
def price():
    o, (fund, invested, at_agent, loss, due, fresh, *moved), equity = price_setting()
    n, least, d = priced(o, fund, invested, at_agent, equity, due, fresh, *moved)
    yield o.facts, z3.And(0 <= n, n <= d, 0 <= least, least <= n)
    own = f.reserves_own(o, fund, invested + at_agent, due)
    yield o.facts, z3.And(0 <= own, own <= fund)


@obligation("price", PRICE, "money paid in lowers no price, and changes none that pays while fresh money is in the fund, as far as the fund reaches what is due")
def newcomers():
    o, (fund, invested, at_agent, loss, due, fresh, *moved), equity = price_setting()
    x = o.number("x")
    # what is due to the reserve is covered by assets, or the fund reaches it
    o.facts.append(z3.Or(due <= invested + at_agent, due - invested - at_agent <= fund))
    before = priced(o, fund, invested, at_agent, equity, due, fresh, *moved)
    after = priced(o, fund + x, invested, at_agent, equity + x, due, fresh + x, *moved)
    yield o.facts, z3.And(before[0] <= after[0], before[2] == after[2])
    yield [*o.facts, fresh <= fund, before[0] >= 1], before[0] == after[0]


COVERED = "while the assets that the period began with cover what is due to the reserve"


def event(says, build):
    """A price before and after what happens in a period that began with assets that cover what is due to the reserve."""
    def steps():
        o, (fund, invested, at_agent, loss, due, fresh, out, back, bought), equity = price_setting()
        x = o.number("x")
        assets = invested + at_agent
        # what moved out in the period stands there or came back
        o.facts.append(due + out + bought <= assets + back)
        facts, after = build(x, fund, invested, loss, due, fresh, out, back, bought)
        o.facts += facts
        fund2, invested2, *moved2 = after
        n, _, d = priced(o, fund, invested, at_agent, equity, due, fresh, out, back, bought)
        n2, _, d2 = priced(o, fund2, invested2, at_agent, equity, due, fresh, *moved2)
        if "raises no" in says:
            holds = z3.And(n2 <= n, n - n2 <= x)
        else:
            holds = n <= n2 if "lowers no" in says else n == n2
        yield o.facts, z3.And(holds, d == d2)

    obligation("price", PRICE, f"{says} {COVERED}")(steps)


event("a weighty investment changes no price, before more came back than weighty ones moved out", lambda x, fund, invested, loss, due, fresh, out, back, bought: (
    [1 <= x, x <= fund, back <= out], (fund - x, invested + x, out + x, back, bought)))
event("a weighty investment raises no price, and lowers it by its amount at most", lambda x, fund, invested, loss, due, fresh, out, back, bought: (
    [1 <= x, x <= fund], (fund - x, invested + x, out + x, back, bought)))
event("an ordinary investment raises no price, and lowers it by its amount at most", lambda x, fund, invested, loss, due, fresh, out, back, bought: (
    [1 <= x, x <= fund], (fund - x, invested + x, out, back, bought + x)))
event("what was bought and is sold at its value leaves the price as it was, once all that weighty ones moved out came back", lambda x, fund, invested, loss, due, fresh, out, back, bought: (
    [1 <= x, x <= fund, out <= back], (fund, invested, out, back + x, bought + x)))
event("what weighty ones move out and brings back its value leaves the price as it was, whatever was bought", lambda x, fund, invested, loss, due, fresh, out, back, bought: (
    [1 <= x, x <= fund], (fund, invested, out + x, back + x, bought)))
event("a sale at its value lowers no price", lambda x, fund, invested, loss, due, fresh, out, back, bought: (
    [x <= invested, fresh + x <= fund + x], (fund + x, invested - x, out, back + x, bought)))
event("a sale at its value, once all that moved out came back, changes no price", lambda x, fund, invested, loss, due, fresh, out, back, bought: (
    [x <= invested, fresh + x <= fund + x, out + bought <= back], (fund + x, invested - x, out, back + x, bought)))
event("income that covers a loss lowers no price", lambda x, fund, invested, loss, due, fresh, out, back, bought: (
    [x <= loss], (fund + x, invested, out, back, bought)))


@obligation("price", PRICE, "while a period is open, what covers what is due to the reserve as it began goes on covering it")
def stays_covered():
    invested, at_agent, due, moved, back, x = z3.Ints("invested at_agent due moved back x")
    # what moved out, weighty or not
    facts = [due + moved <= invested + at_agent + back, x >= 0]
    yield facts, due + (moved + x) <= (invested + x) + at_agent + back
    yield [*facts, x <= invested], due + moved <= (invested - x) + at_agent + (back + x)


@obligation("price", PRICE, "what is kept for those who have asked is what a close would pay them, and what is fresh, at least")
def kept():
    o = Ints()
    asked, n, d, fresh, fund, x, full = numbers(o, "asked n d fresh fund x full")
    # the price is at most 1, so that what is asked at it fits 64 bits as what is asked does
    o.facts += [asked >= 1, d >= 1, n <= d]
    up = o.number("up")
    o.facts += [is_ceil(up, asked * n, d), is_floor(full, asked * n, d)]
    with known(o, mul_ceil=lambda *_: up):
        keeps = f.kept(o, asked, n, d, fresh)
    yield [*o.facts, x <= o.less(fund, keeps), x >= 1], fund - x - fresh >= full


@obligation("price", PRICE, "in basis points it is at most 10 000")
def in_bps():
    n, d, q = z3.Ints("n d q")
    yield [0 <= n, n <= d, d >= 1, is_floor(q, n * ALL, d)], z3.And(0 <= q, q <= ALL)


def pay_setting():
    fund, fresh, asked, n, d, full, paid, retired = z3.Ints("fund fresh asked n d full paid retired")
    reach = z3.If(fund > fresh, fund - fresh, 0)
    facts = [fund >= 0, fresh >= 0, 1 <= asked, asked <= d, 1 <= n, n <= d, is_floor(full, asked * n, d)]
    facts += [paid == z3.If(full < reach, full, reach), paid >= 1]
    short = z3.Int("short")
    facts += [is_ceil(short, paid * d, n), retired == z3.If(paid == full, asked, short)]
    return facts, (fund, fresh, asked, n, d, full, paid, retired)


@obligation("leavers", LEAVERS, "paid ≤ retired ≤ asked; paid is at most what the fund has beside fresh money")
def leavers():
    facts, (fund, fresh, asked, n, d, full, paid, retired) = pay_setting()
    yield facts, z3.And(0 <= paid, paid <= full, paid <= fund - fresh)
    a, s, p = z3.Ints("a s p")
    some = [1 <= n, n <= d, p >= 0, a >= 0]
    yield [*some, is_floor(p, a * n, d)], p <= a
    yield [*some, is_ceil(s, p * d, n)], p <= s
    # what is retired where the fund does not reach is at most what was asked: p n ≤ a n, and ⌈p d ÷ n⌉ ≤ a as p d ≤ a n
    yield [*some, is_ceil(s, p * d, n), p * d <= a * n], s <= a


@obligation("leavers", LEAVERS, "what leavers are paid never lowers the price of who stays: paid × denominator ≤ retired × numerator")
def price_of_the_others():
    a, s, p, n, d = z3.Ints("a s p n d")
    some = [1 <= n, n <= d, p >= 0, a >= 0]
    # the fund reaches all who ask, or it does not
    yield [*some, is_floor(p, a * n, d)], p * d <= a * n
    yield [*some, is_ceil(s, p * d, n)], p * d <= s * n


@obligation("leavers", LEAVERS, "the parts of members are parts of what is paid and retired, as the function says it, below 64 bits")
def members_parts():
    o = Ints()
    ins = numbers(o, "fund fresh asked forfeited n d", W - 1)
    fund, fresh, asked, forfeited, n, d = ins
    o.facts += [n <= d, asked <= d, forfeited <= asked]
    _, paid, retired, to_members, of_members = f.pay(o, *ins)
    yield o.facts, z3.And(paid <= o.less(fund, fresh), retired <= asked)
    yield o.facts, z3.And(to_members <= paid, of_members <= retired, of_members >= 0)
    yield o.facts, retired - of_members <= forfeited
    yield o.facts, paid <= retired


def leavers_setting():
    o = Ints()
    ins = numbers(o, "fund invested at_agent loss due fresh out back asked forfeited bought")
    fund, invested, at_agent, loss, due, fresh, out, back, asked, forfeited, bought = ins
    equity = fund + invested + at_agent + loss - due
    o.facts += [equity >= 0, fresh <= equity, asked + forfeited <= equity - fresh]

    def pay(o, fund, fresh, asked, forfeited, n, d):
        paid, retired = numbers(o, "paid retired")
        members, of_members = numbers(o, "to_members of_members")
        o.facts += [paid <= o.less(fund, fresh), paid <= retired, retired <= asked]
        o.facts += [members <= paid, of_members <= retired, retired - of_members <= forfeited]
        return asked, paid, retired, members, of_members

    with known(o, pay=pay, price_bps=lambda *_: z3.IntVal(0)):
        made = f.leavers(o, *ins)
    return o, ins, made


@obligation("leavers", LEAVERS, "keeps the first identity and all money; nothing is negative; newcomers' money stays in the fund")
def leaving():
    o, (fund, invested, at_agent, loss, due, fresh, *_), made = leavers_setting()
    _, paid, retired, *_, fund2, dividends, reserve, forfeited2, equity2, loss2, due2 = made
    yield o.facts, is_not_negative(fund2, dividends, reserve, forfeited2, equity2, loss2, due2)
    yield o.facts, fund2 + invested + at_agent + loss2 == equity2 + due2
    yield o.facts, z3.And(fund2 + dividends + reserve == fund, loss2 <= loss)
    own = f.reserves_own(o, fund, invested + at_agent, due)
    yield o.facts, z3.Implies(fund - own >= fresh, fund2 >= fresh)


@obligation(
    "leavers", LEAVERS, "afterwards assets cover what is due to the reserve, if fund and assets did before: every period begins so",
)
def due_is_covered():
    o, ins, made = leavers_setting()
    fund, invested, at_agent, loss, due, *_ = ins
    yield [*o.facts, due <= fund + invested + at_agent], made[-1] <= invested + at_agent


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


@obligation("allocate", CLOSE, "what a pioneer unit has returned never exceeds its cap")
def cap():
    V, room, weight, most, paid, per = z3.Ints("V room weight most paid per")
    facts = [V >= 2, room >= 0, weight >= 1, is_floor(most, room * weight, V), 0 <= paid, paid <= most]
    yield facts, paid * V <= room * weight
    yield [weight >= 1, paid * V <= room * weight, is_floor(per, paid * V, weight)], per <= room
