"""Compares the solver's formulas with Rust: reads records of inputs and outputs from `proofs stream`.

stream.py BINARY COUNT [NAME…]: one line for each formula: name, inputs, outcome."""

import array
import subprocess
import sys

import formulas_basic
import formulas_books
from ops import Plain

TABLE = {**formulas_basic.TABLE, **formulas_books.TABLE}


def width(layout):
    return len(layout) + layout.count("q")


def unpacker(layout, at):
    """A function from the words of a record to a tuple of numbers, compiled once."""
    parts = []
    for kind in layout:
        parts.append(f"r[{at}]" if kind == "w" else f"r[{at}] | r[{at + 1}] << 64")
        at += 2 if kind == "q" else 1
    return eval(f"lambda r: ({', '.join(parts)},)")


def compare(binary, name, count):
    """None, or the first record in which the two differ."""
    formula, ins, outs = TABLE[name.split("!")[0]]
    words = width(ins) + width(outs)
    given, told = unpacker(ins, 0), unpacker(outs, width(ins))
    child = subprocess.Popen([binary, "stream", name, str(count)], stdout=subprocess.PIPE)
    seen, block = 0, 8 * words * 512
    try:
        while chunk := child.stdout.read(block):
            numbers = array.array("Q", chunk)
            if sys.byteorder == "big":
                numbers.byteswap()
            for at in range(0, len(numbers), words):
                record = numbers[at:at + words]
                arguments, expected = given(record), told(record)
                made = formula(Plain, *arguments)
                if made != expected:
                    return f"{name}{arguments}: Rust {expected}, formula {tuple(map(int, made))}"
                seen += 1
    finally:
        child.stdout.close()
        child.wait()
    return None if seen == count else f"{name}: only {seen} of {count} inputs"


def main(binary, count, *names):
    listed = subprocess.run([binary, "names"], capture_output=True, text=True, check=True).stdout.split()
    if sorted(listed) != sorted(TABLE):
        sys.exit(f"formulas without a counterpart: {set(listed) ^ set(TABLE)}")
    failed = False
    for name in names or listed:
        differs = compare(binary, name, int(count))
        failed |= differs is not None
        print(f"{name}\t{count}\t{differs or 'agree'}", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
