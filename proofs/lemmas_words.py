"""The arithmetic by halves of words: at all widths by lemmas over a base that is any number, and whole at a few bits."""

import words
from solver import Ints, numbers, obligation, z3

FIXED = "fixed.rs"


def below(base, *digits):
    return [z3.And(0 <= one, one < base) for one in digits]


def split(o, number, base):
    """Quotient and rest by a base, the rest as what is left."""
    q = o.new("q")
    rest = number - q * base
    o.facts.extend(below(base, rest))
    return q, rest


@obligation("mul_high", FIXED, "⌊a × b ÷ W⌋, and no sum on the way exceeds a word")
def mul_high():
    o = Ints()
    base, a1, a0, b1, b0 = numbers(o, "base a1 a0 b1 b0")
    o.facts += [base >= 2, *below(base, a1, a0, b1, b0)]
    p, p0 = split(o, a0 * b0, base)
    first = a1 * b0 + p
    f, f0 = split(o, first, base)
    second = a0 * b1 + f0
    s, s0 = split(o, second, base)
    high = a1 * b1 + f + s
    product = (a1 * base + a0) * (b1 * base + b0)
    yield o.facts, product == high * base * base + s0 * base + p0
    # rests by name from here on
    B, x, y, u, v, q, r = z3.Ints("B x y u v q r")
    digits = [B >= 2, *below(B, x, y, r), q >= 0]
    yield digits, x * B + y < B * B
    yield [*digits, q * B + r == x * y], q <= B - 2
    yield [*digits, 0 <= u, u <= B - 2], x * y + u < B * B
    yield [*digits, *below(B, v)], x * y + v < B * B
    # the product of two words is below B⁴, so its upper half is a word
    n, m = z3.Ints("n m")
    yield [B >= 2, *below(B * B, n, m, v), u * B * B + v == n * m], u < B * B


def digits(o):
    half, d1, d0, rest, after = numbers(o, "half d1 d0 rest next")
    base = 2 * half
    d = d1 * base + d0
    o.facts += [half >= 1, d1 >= half, *below(base, d1, d0, after), rest < d]
    guess, left = split(o, rest, d1)
    return base, d1, d0, rest, after, d, guess, left, rest * base + after


@obligation("digit", FIXED, "the digit is exact, after at most two steps down, and no product exceeds a word")
def digit():
    def setting():
        o = Ints()
        return (o, *digits(o))

    o, base, d1, d0, rest, after, d, guess, left, n = setting()
    k = o.new("k")
    # the loop's comparison is that of guess × divisor with the number
    yield o.facts, n - (guess - k) * d == (left + k * d1) * base + after - (guess - k) * d0
    # the first guess is not too small: (guess + 1) × d1 ≥ rest + 1
    yield o.facts, (guess + 1) * d1 >= rest + 1
    G, R, x, B, y, z = z3.Ints("G R x B y z")
    yield [B >= 2, *below(B, y, z), G >= 0, R >= 0, x >= 0, (G + 1) * x >= R + 1], (G + 1) * (x * B + y) > R * B + z
    # and at most two too large
    yield o.facts, guess <= base + 1
    H = z3.Int("H")
    narrow = [H >= 1, x >= H, x < 2 * H, *below(2 * H, y, z), R >= 0, G >= 0, G <= 2 * H + 1, G * x <= R]
    yield narrow, (G - 2) * (x * 2 * H + y) <= R * 2 * H + z
    # the digit is one: the rest is below the divisor
    yield [B >= 2, x >= 1, R >= 0, R < x, *below(B, z), G >= 0, G * x <= R * B + z], G < B
    # a guess that is too large goes on: what is left is below the base then
    L = z3.Int("L")
    yield [B >= 2, *below(B, y, z), G >= 0, G <= B, L >= 0, G * y > L * B + z], L < B
    # products of the loop fit a word
    yield [B >= 2, *below(B, y), 0 <= G, G <= B + 1], G * y < B * B


@obligation("quotient", FIXED, "exact where the divisor is at most half a word")
def halves():
    o = Ints()
    base, high, l1, l0, d = numbers(o, "base high l1 l0 d")
    o.facts += [base >= 2, 1 <= d, d < base, high < d, *below(base, l1, l0)]
    upper = high * base + l1
    q1, r1 = split(o, upper, d)
    q0, r0 = split(o, r1 * base + l0, d)
    yield o.facts, high * base * base + l1 * base + l0 == (q1 * base + q0) * d + r0
    yield from step_of_school()


def step_of_school():
    """One digit of a division at school: below the base, and nothing exceeds d × base."""
    B, d, r, x, q = z3.Ints("B d r x q")
    facts = [B >= 2, d >= 1, *below(d, r), *below(B, x), q >= 0, q * d <= r * B + x]
    yield facts, q < B
    yield facts, r * B + x < d * B


@obligation("quotient", FIXED, "exact where the divisor is below three quarters of a word")
def quarters():
    o = Ints()
    base, high, d = numbers(o, "base high d")
    parts = numbers(o, "x3 x2 x1 x0")
    o.facts += [base >= 2, 1 <= d, d * base <= base * base * base * base, high < d, *below(base, *parts)]
    rest, result, number = high, 0, high
    for part in parts:
        q, after = split(o, rest * base + part, d)
        rest, result, number = after, result * base + q, number * base + part
    yield o.facts, number == result * d + rest
    yield from step_of_school()


@obligation("quotient", FIXED, "exact where the divisor is longer: two digits, after a shift that changes no quotient")
def long():
    o = Ints()
    base, upper, l1, l0, d = numbers(o, "base upper l1 l0 d")
    o.facts += [base >= 2, d >= 1, upper < d, *below(base, l1, l0)]
    first, rest = split(o, upper * base + l1, d)
    second, last = split(o, rest * base + l0, d)
    # the rest is below the divisor, so that what wraps on the way to it does not matter
    yield o.facts, z3.And(0 <= rest, rest < d)
    yield o.facts, upper * base * base + l1 * base + l0 == (first * base + second) * d + last
    # shifted: number and divisor × s
    n, q, s, e = z3.Ints("n q s e")
    shifted = [s >= 1, e >= 1, n >= 0, q >= 0]
    yield [*shifted, q * (e * s) <= n * s], q * e <= n
    yield [*shifted, n * s < (q + 1) * (e * s)], n < (q + 1) * e
    # the upper word of what is shifted is below the divisor shifted
    high, carry = z3.Ints("high carry")
    yield [s >= 1, e >= 1, 0 <= high, high < e, *below(s, carry)], high * s + carry < e * s


def narrow(name, says, half, build):
    @obligation(name, FIXED, says, scope=f"{2 * half} bits")
    def steps():
        yield from build(words.Circuit(half))


def product_of(m):
    a, b = z3.BitVecs("a b", m.bits)
    whole = z3.ZeroExt(m.bits, a) * z3.ZeroExt(m.bits, b)
    yield [], words.mul_high(m, a, b) == z3.Extract(2 * m.bits - 1, m.bits, whole)


def digit_of(m):
    rest, after, d = z3.BitVecs("rest next d", m.bits)
    made, third = words.digit_steps(m, rest, after, d)
    wide = lambda word: z3.ZeroExt(m.bits, word)
    number = wide(rest) << m.half | wide(after)
    facts = [z3.ULT(rest, d), z3.ULE(after, m.low), z3.Extract(m.bits - 1, m.bits - 1, d) == 1]
    yield facts, z3.Not(third)
    yield facts, wide(made) == z3.UDiv(number, wide(d))


def quotient_of(m):
    """Case by case of the divisor: a division by a number that is known is easy to the solver."""
    high, low = z3.BitVecs("high low", m.bits)
    for divisor in range(1, 1 << m.bits):
        d = z3.BitVecVal(divisor, m.bits)
        exact = z3.UDiv(z3.Concat(high, low), z3.ZeroExt(m.bits, d))
        yield [z3.ULT(high, d)], z3.ZeroExt(m.bits, words.quotient(m, high, low, d)) == exact


for half in (2, 3, 4):
    narrow("mul_high", "the upper word of the product, as the code wraps", half, product_of)
    narrow("digit", "the digit, as the code wraps, in two steps at most", half, digit_of)
for half in (2, 4):
    narrow("quotient", "the quotient, all four ways, as the code shifts and wraps", half, quotient_of)


@obligation("mul_div_floor", FIXED, "the upper word is at least c exactly where the quotient exceeds a word")
def mul_div_floor():
    o = Ints()
    W, a, b, c = numbers(o, "W a b c")
    P, high, q = z3.Ints("P high q")
    # P is the product
    facts = [W >= 2, c >= 1, P >= 0, high >= 0, q >= 0, high * W <= P, P < high * W + W, q * c <= P, P < q * c + c]
    yield facts, z3.Implies(high >= c, q >= W)
    yield facts, z3.Implies(q >= W, high >= c)
    B = z3.Int("B")
    yield [B >= 2, *below(B, a, b)], a * b < B * B


@obligation("mul_div_ceil", FIXED, "what wraps is equal exactly where the quotient is whole")
def mul_div_ceil():
    W, P, c, q, t = z3.Ints("W P c q t")
    facts = [W >= 2, 1 <= c, c < W, P >= 0, q >= 0, q * c <= P, P < q * c + c]
    # equal modulo W means equal
    yield [*facts, P - q * c == t * W], P == q * c
    yield facts, z3.And(*[z3.Implies(P != q * c, (q + 1) * c > P), z3.Implies(P != q * c, q * c < P)])


@obligation("q64_times", FIXED, "exact: per_unit × units")
def q64_times():
    o = Ints()
    W, whole, part, units = numbers(o, "W whole part units")
    o.facts += [W >= 2, part < W]
    high, low = split(o, part * units, W)
    yield o.facts, (whole * W + part) * units == (whole * units + high) * W + low


@obligation("product", FIXED, "exact: a × b")
def product():
    o = Ints()
    W, a, b = numbers(o, "W a b")
    o.facts.append(W >= 2)
    high, low = split(o, a * b, W)
    yield o.facts, a * b == high * W + low


def division(o):
    W, high, low, d = numbers(o, "W high low d")
    o.facts += [W >= 2, low < W, d >= 1]
    q1, r1 = split(o, high, d)
    q0, r0 = split(o, r1 * W + low, d)
    return W, high, low, d, q1, q0, r0


@obligation("div_floor", FIXED, "exact: ⌊number ÷ divisor⌋ by the quotients of two words")
def div_floor():
    o = Ints()
    W, high, low, d, q1, q0, r0 = division(o)
    yield o.facts, high * W + low == (q1 * W + q0) * d + r0


@obligation("div_rem", FIXED, "the rest is exact, and the quotient stops at W − 1 exactly where it exceeds a word")
def div_rem():
    o = Ints()
    W, high, low, d, q1, q0, r0 = division(o)
    yield o.facts, high * W + low == (q1 * W + q0) * d + r0
    yield o.facts, (q1 >= 1) == (high >= d)
    yield from step_of_school()


@obligation("q64_ratio", FIXED, "exact: ⌊amount × W ÷ units⌋")
def q64_ratio():
    o = Ints()
    W, amount, units = numbers(o, "W amount units")
    o.facts += [W >= 2, units >= 1]
    q1, r1 = split(o, amount, units)
    q0, r0 = split(o, r1 * W, units)
    yield o.facts, amount * W == (q1 * W + q0) * units + r0


@obligation("q64_floor", FIXED, "exact: min(⌊per_unit × units ÷ W⌋, W − 1)")
def q64_floor():
    o = Ints()
    W, whole, part, units = numbers(o, "W whole part units")
    o.facts += [W >= 2, part < W]
    high, low = split(o, part * units, W)
    yield o.facts, (whole * W + part) * units == (whole * units + high) * W + low
    a, b, least = z3.Ints("a b W")
    stop = lambda x: z3.If(x < least, x, least - 1)
    yield [a >= 0, b >= 0, least >= 2], stop(stop(a) + b) == stop(a + b)
