"""Multiplication and division by halves of words, as fixed.rs does them, at any width of a word.

`m` is the machine: Machine computes with Python's numbers, Circuit states bit-vectors to the solver."""


class Machine:
    """Words of 2 × half bits that wrap."""

    def __init__(self, half):
        self.half, self.bits, self.quarter = half, 2 * half, half // 2
        self.all, self.low = (1 << 2 * half) - 1, (1 << half) - 1

    def shl(self, a, n):
        return a << n & self.all

    def shr(self, a, n):
        return a >> n

    def add(self, a, b):
        return a + b & self.all

    def sub(self, a, b):
        return a - b & self.all

    def mul(self, a, b):
        return a * b & self.all

    def div(self, a, b):
        return a // b

    def mod(self, a, b):
        return a % b

    def most(self, a, b):
        """Whether a is at most b."""
        return a <= b

    def more(self, a, b):
        return a > b

    def zeros(self, a):
        return self.bits - a.bit_length()

    def ite(self, c, a, b):
        return a() if c else b()

    def both(self, a, b):
        return a and b

    def either(self, a, b):
        return a or b


class Circuit:
    """The same as terms over bit-vectors."""

    def __init__(self, half):
        import z3

        self.z3, self.half, self.bits, self.quarter = z3, half, 2 * half, half // 2
        self.low = z3.BitVecVal((1 << half) - 1, self.bits)

    def shl(self, a, n):
        return a << n

    def shr(self, a, n):
        return self.z3.LShR(a, n)

    def add(self, a, b):
        return a + b

    def sub(self, a, b):
        return a - b

    def mul(self, a, b):
        return a * b

    def div(self, a, b):
        return self.z3.UDiv(a, b)

    def mod(self, a, b):
        return self.z3.URem(a, b)

    def most(self, a, b):
        return self.z3.ULE(a, b)

    def more(self, a, b):
        return self.z3.UGT(a, b)

    def zeros(self, a):
        count = self.z3.BitVecVal(self.bits, self.bits)
        for bit in range(self.bits):
            count = self.z3.If(self.z3.Extract(bit, bit, a) == 1, self.z3.BitVecVal(self.bits - 1 - bit, self.bits), count)
        return count

    def ite(self, c, a, b):
        return self.z3.If(c, a(), b())

    def both(self, a, b):
        return self.z3.And(a, b)

    def either(self, a, b):
        return self.z3.Or(a, b)


def mul_high(m, a, b):
    a1, a0, b1, b0 = m.shr(a, m.half), a & m.low, m.shr(b, m.half), b & m.low
    first = m.add(m.mul(a1, b0), m.shr(m.mul(a0, b0), m.half))
    second = m.add(m.mul(a0, b1), first & m.low)
    return m.add(m.add(m.mul(a1, b1), m.shr(first, m.half)), m.shr(second, m.half))


def too_large(m, guess, left, next, lower):
    """Whether the loop of `digit` goes on."""
    return m.both(
        m.most(left, m.low),
        m.either(m.more(guess, m.low), m.more(m.mul(guess, lower), m.shl(left, m.half) | next)),
    )


def digit(m, rest, next, divisor):
    """At most two steps: that there is no third is proved beside."""
    return digit_steps(m, rest, next, divisor)[0]


def digit_steps(m, rest, next, divisor):
    """The digit, and whether the loop would go on after two steps."""
    upper, lower = m.shr(divisor, m.half), divisor & m.low
    guess, left = m.div(rest, upper), m.mod(rest, upper)
    first = too_large(m, guess, left, next, lower)
    less, more = m.sub(guess, 1), m.add(left, upper)
    second = m.both(first, too_large(m, less, more, next, lower))
    least, most = m.sub(less, 1), m.add(more, upper)
    third = m.both(second, too_large(m, least, most, next, lower))
    return m.ite(second, lambda: least, lambda: m.ite(first, lambda: less, lambda: guess)), third


def by_halves(m, high, low, divisor):
    upper = m.shl(high, m.half) | m.shr(low, m.half)
    lower = m.shl(m.mod(upper, divisor), m.half) | (low & m.low)
    return m.shl(m.div(upper, divisor), m.half) | m.div(lower, divisor)


def by_quarters(m, high, low, divisor):
    rest, result, below = high, 0, m.bits
    while below > 0:
        below -= m.quarter
        part = m.shl(rest, m.quarter) | (m.shr(low, below) & ((1 << m.quarter) - 1))
        result = (m.shl(result, m.quarter) if below < m.bits - m.quarter else 0) | m.div(part, divisor)
        rest = m.mod(part, divisor)
    return result


def by_digits(m, high, low, divisor):
    shift = m.zeros(divisor)
    divisor = m.shl(divisor, shift)
    upper = m.shl(high, shift) | m.shr(m.shr(low, 1), m.bits - 1 - shift)
    lower = m.shl(low, shift)
    first = digit(m, upper, m.shr(lower, m.half), divisor)
    rest = m.sub(m.shl(upper, m.half) | m.shr(lower, m.half), m.mul(first, divisor))
    return m.shl(first, m.half) | digit(m, rest, lower & m.low, divisor)


def quotient(m, high, low, divisor):
    return m.ite(
        high == 0,
        lambda: m.div(low, divisor),
        lambda: m.ite(
            m.most(divisor, m.low),
            lambda: by_halves(m, high, low, divisor),
            lambda: m.ite(
                m.shr(divisor, m.bits - m.quarter) == 0,
                lambda: by_quarters(m, high, low, divisor),
                lambda: by_digits(m, high, low, divisor),
            ),
        ),
    )
