"""What a formula is computed with: the same text is run on Python's numbers and stated to the solver.

Plain computes. Ints states a formula over all integers: a division gets a quotient and a rest of its own, with the
facts that define them, which a solver takes more easily than a division."""

W = 1 << 64


class Plain:
    """Python's own integers."""

    @staticmethod
    def div(a, b):
        return a // b if b else 0

    @staticmethod
    def mod(a, b):
        return a % b if b else 0

    @staticmethod
    def ite(c, a, b):
        return a if c else b

    min = staticmethod(min)
    max = staticmethod(max)

    @staticmethod
    def less(a, b):
        """a - b, and 0 where b is more."""
        return a - b if a > b else 0

    @staticmethod
    def both(*cs):
        return all(cs)

    @staticmethod
    def either(*cs):
        return any(cs)

    @staticmethod
    def no(c):
        return not c


class Ints:
    """Terms of the solver over integers of any size."""

    def __init__(self):
        import z3

        self.z3, self.facts, self.count = z3, [], 0

    def new(self, name, least=0):
        self.count += 1
        made = self.z3.Int(f"{name}_{self.count}")
        if least is not None:
            self.facts.append(made >= least)
        return made

    def number(self, name, most=None):
        made = self.z3.Int(name)
        self.facts.append(made >= 0)
        if most is not None:
            self.facts.append(made <= most)
        return made

    def divided(self, a, b):
        z3 = self.z3
        q, r = self.new("q", None), self.new("r", None)
        self.facts.append(z3.If(b == 0, z3.And(q == 0, r == 0), z3.And(q * b + r == a, 0 <= r, r < b)))
        # of what is not negative the quotient is not
        self.facts.append(z3.Implies(a >= 0, q >= 0))
        return q, r

    def div(self, a, b):
        if isinstance(b, int):
            return a / b if b else self.z3.IntVal(0)
        return self.divided(a, b)[0]

    def mod(self, a, b):
        if isinstance(b, int):
            return a % b if b else self.z3.IntVal(0)
        return self.divided(a, b)[1]

    def ite(self, c, a, b):
        if isinstance(c, bool):
            return a if c else b
        return self.z3.If(c, a, b)

    def min(self, a, *bs):
        for b in bs:
            a = self.ite(a <= b, a, b)
        return a

    def max(self, a, *bs):
        for b in bs:
            a = self.ite(a >= b, a, b)
        return a

    def less(self, a, b):
        return self.ite(a > b, a - b, 0)

    def both(self, *cs):
        return self.z3.And(*cs)

    def either(self, *cs):
        return self.z3.Or(*cs)

    def no(self, c):
        return self.z3.Not(c)
