"""A member's part of a close, claims of a dissolution, and events, over all integers."""

import formulas_books as f
from formulas_basic import ALL
from lemmas_books import is_not_negative
from solver import Ints, is_floor, numbers, obligation, z3

SETTLE, CLAIMS, BOOKS = "patronage/books/settle.rs", "federation/claims.rs", "patronage/books/mod.rs"
ASSETS = "patronage/books/assets.rs"


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


@obligation("claims", CLAIMS, "what no claim is to leaves all that is still claimed")
def unclaimed():
    o = Ints()
    all_, paid, fund, earnings = numbers(o, "all paid fund earnings")
    free = f.claims(o, all_, paid, fund, earnings, z3.IntVal(0), z3.IntVal(0))[1]
    owed = o.less(all_, paid)
    yield o.facts, z3.And(0 <= free, free <= fund + earnings, z3.Implies(free > 0, fund + earnings - free >= owed))


@obligation("expense", BOOKS, "keeps both identities; never more than operating money, and nothing of what is the reserve's")
def expense():
    o = Ints()
    fund, earnings, loss, assets, due, amount = numbers(o, "fund earnings loss assets due amount")
    o.facts.append(z3.Or(earnings == 0, loss == 0))
    done, fund2, earnings2, loss2 = f.expense(o, fund, earnings, loss, assets, due, amount)
    own = o.min(o.less(due, assets), fund)
    yield o.facts, z3.And(is_not_negative(fund2, earnings2, loss2), fund + loss == fund2 + loss2)
    yield o.facts, z3.Or(earnings2 == 0, loss2 == 0)
    yield o.facts, z3.If(done == 1, fund2 + earnings2 + amount == fund + earnings, amount > fund - own + earnings)
    yield o.facts, fund2 >= own
    # so that fund and assets cover what is due, if they did
    yield [*o.facts, due <= fund + assets], due <= fund2 + assets


@obligation("sell", ASSETS, "keeps both identities; all of the money is in fund, earnings or reserve")
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


@obligation("accrue", ASSETS, "counting at any seconds in between counts the same, and nothing counts twice")
def accrues():
    o = Ints()
    money, counted, at, now, later = numbers(o, "money counted at now later")
    o.facts += [now <= later]
    once = f.accrue(o, money, counted, at, later)
    first = f.accrue(o, money, counted, at, now)
    twice = f.accrue(o, money, *first, later)
    yield o.facts, z3.And(once[0] == twice[0], once[1] == twice[1])
