"""Obligations, and how the solver is asked: each in a process of its own with a limit of time.

An obligation is a list of steps; a step says that a goal follows from facts. It is proved if the solver finds every
step's facts with the goal's opposite to be impossible, and the facts alone possible. What takes too long is not proved."""

import multiprocessing
import time

import z3

from ops import Ints

OBLIGATIONS = []


def obligation(formula, place, says, scope="all integers"):
    """Registers a function that gives steps: pairs of facts and a goal."""

    def keep(build):
        OBLIGATIONS.append(dict(
            formula=formula, place=place, says=says, scope=scope, build=build,
        ))
        return build

    return keep


def numbers(o, names, most=None):
    return [o.number(name, most) for name in names.split()]


def is_floor(q, a, b):
    return z3.And(q * b <= a, a < (q + 1) * b)


def is_ceil(q, a, b):
    return z3.And((q - 1) * b < a, a <= q * b)


def ask(facts, goal, limit):
    """'proved', 'time-out', 'vacuous' or a counterexample."""
    solver = z3.Solver()
    solver.set("timeout", max(1, int(limit * 1000)))
    solver.add(facts)
    solver.push()
    solver.add(z3.Not(goal))
    said = solver.check()
    if said == z3.sat:
        model = solver.model()
        shown = sorted((str(name), str(model[name])) for name in model.decls() if "_" not in str(name) and "!" not in str(name))
        return "counterexample: " + ", ".join(f"{name} = {value}" for name, value in shown)
    if said == z3.unknown:
        return "time-out"
    solver.pop()
    # what follows from the impossible is no proof
    solver.set("timeout", 10_000)
    said = solver.check()
    return "proved" if said == z3.sat else "vacuous" if said == z3.unsat else "time-out, whether the facts are possible"


def work(build, limit, out):
    began = time.monotonic()
    for number, (facts, goal) in enumerate(build()):
        left = limit - (time.monotonic() - began)
        said = ask(facts, goal, left) if left > 0 else "time-out"
        if said != "proved":
            out.put(said if said.startswith("c") else f"{said} (step {number + 1})")
            return
    out.put("proved")


def settle(one, limit):
    """Asks the solver about an obligation; a process that does not end in time is ended."""
    context = multiprocessing.get_context("fork")
    out = context.Queue()
    child = context.Process(target=work, args=(one["build"], limit, out))
    child.start()
    child.join(limit + 15)
    if child.is_alive():
        child.kill()
        child.join()
        return "time-out"
    return out.get() if not out.empty() else f"ended with {child.exitcode}"


__all__ = ["Ints", "is_ceil", "is_floor", "numbers", "obligation", "z3"]
