"""What images cost: size, time to save, to boot, and to decode when first touched.

    python benchmarks/images.py            each case in processes of its own; processor time, the best of five runs

The figures of docs/image-format.md come from here.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from time import process_time

CASES = {
    "base image": ("", "(+ 1 2)"),
    "1,000,000 integers in a list": (
        "(define data (let loop ((i 0) (all '())) (if (= i 1000000) all (loop (+ i 1) (cons i all)))))",
        "(car data)",
    ),
    "100,000 records of three fields": (
        "(define-record-type account (make-account owner balance notes) account?"
        " (owner owner) (balance balance) (notes notes))"
        "(define data (let loop ((i 0) (all '())) (if (= i 100000) all"
        " (loop (+ i 1) (cons (make-account (number->string i) (* i 1.5) '(a b)) all)))))",
        "(balance (car data))",
    ),
}
RUNS = 5


def save(name: str, path: str) -> dict:
    """Make the data of case NAME and save it to PATH."""
    from lisp import Interpreter

    scheme = Interpreter()
    scheme.eval(CASES[name][0])
    start = process_time()
    scheme.save(path)
    return {"save": process_time() - start, "size": os.path.getsize(path)}


def boot(name: str, path: str) -> dict:
    """Boot PATH, then touch the data of case NAME."""
    import gc

    from lisp import Interpreter

    gc.disable()  # as the command does until a program runs
    start = process_time()
    scheme = Interpreter(path)
    booted = process_time()
    scheme.eval("1")  # the reader, the expander and the compiler are imported here
    ready = process_time()
    scheme.eval(CASES[name][1])
    return {"boot": booted - start, "touch": process_time() - ready}


def best(action: str, name: str, path: str) -> dict:
    """The least of each figure of ACTION over some runs."""
    command = [sys.executable, __file__, action, name, path]
    runs = [json.loads(subprocess.run(command, check=True, capture_output=True).stdout) for _ in range(RUNS)]
    return {figure: min(run[figure] for run in runs) for figure in runs[0]}


def main() -> None:
    print(f"{'':34} {'size':>11} {'save':>9} {'boot':>9} {'touch':>9}")
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "x.img")
        for name in CASES:
            figures = {**best("save", name, path), **best("boot", name, path)}
            times = " ".join(f"{figures[key] * 1000:>6.1f} ms" for key in ("save", "boot", "touch"))
            print(f"{name:34} {figures['size'] / 1e6:>8.2f} MB {times}", flush=True)


if __name__ == "__main__":
    if len(sys.argv) == 4:
        sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
        print(json.dumps({"save": save, "boot": boot}[sys.argv[1]](*sys.argv[2:])))
    else:
        main()
