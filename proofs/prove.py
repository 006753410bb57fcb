"""Asks the solver about every obligation: one line of tabs for each.

prove.py LIMIT [WORD]: LIMIT in seconds for each obligation; WORD picks some."""

import sys
import time

import formulas_basic
import words
import lemmas_words  # noqa: F401  (what is imported registers its obligations)
import lemmas_rules  # noqa: F401
import lemmas_books  # noqa: F401
import lemmas_parts  # noqa: F401
from solver import OBLIGATIONS, Ints, is_floor, settle, z3


def wrong():
    """Statements that are false: a solver that takes them for proved would prove nothing."""

    def one_step():
        m = words.Circuit(4)
        rest, after, d = z3.BitVecs("rest next d", 8)
        lower, upper = d & m.low, m.shr(d, 4)
        facts = [z3.ULT(rest, d), z3.ULE(after, m.low), z3.UGE(d, 128)]
        yield facts, z3.Not(words.too_large(m, m.div(rest, upper), m.mod(rest, upper), after, lower))

    def ceil_is_floor():
        o = Ints()
        amount, bps = o.number("amount"), o.number("bps", 10_000)
        yield o.facts, is_floor(formulas_basic.bps_ceil(o, amount, bps)[0], amount * bps, 10_000)

    def impossible():
        yield [z3.Int("x") > z3.Int("x")], z3.Int("x") == 1

    return {one_step: "counterexample", ceil_is_floor: "counterexample", impossible: "vacuous"}


def main(limit, word=""):
    for build, expected in wrong().items():
        said = settle({"build": build}, float(limit))
        if not said.startswith(expected):
            sys.exit(f"{build.__name__}: {said}, which is false")
    failed = False
    for one in OBLIGATIONS:
        if word not in f"{one['formula']} {one['build'].__name__}":
            continue
        began = time.monotonic()
        said = settle(one, float(limit))
        print(f"{one['formula']} {said} {time.monotonic() - began:.1f} s", file=sys.stderr, flush=True)
        kind = "refuted" if said.startswith("counterexample") else said.split(" ")[0]
        if kind == "proved":
            told = f"proved for {one['scope']}" if one["scope"] == "all integers" else f"proved at {one['scope']}"
        elif kind == "refuted":
            told = f"does not hold. {said}"
        else:
            told = f"not proved ({said})"
        # a time-out is no failure, and no proof
        failed |= kind in ("vacuous", "refuted", "ended")
        print("\t".join((one["formula"], one["place"], one["says"], told)), flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
