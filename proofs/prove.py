"""Asks the solver about every obligation: one line of tabs for each.

prove.py LIMIT [WORD]: LIMIT in seconds for each obligation; WORD picks some."""

import sys
import time

import lemmas_words  # noqa: F401  (what is imported registers its obligations)
import lemmas_rules  # noqa: F401
import lemmas_books  # noqa: F401
from solver import OBLIGATIONS, settle


def main(limit, word=""):
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
            told = f"does not hold. {one['note'] or said}"
        else:
            told = f"not proved ({said})"
        # a time-out is no failure, and no proof; what was thought to hold and does not, is
        failed |= kind == "vacuous" or kind == "refuted" and one["expected"] != "refuted"
        failed |= kind == "proved" and one["expected"] == "refuted" or kind == "ended"
        print("\t".join((one["formula"], one["place"], one["says"], told)), flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
