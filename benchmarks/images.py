"""What images cost: size, time to save, to boot, and to decode; beside pickle; and what a child image costs.

    python benchmarks/images.py            each case in processes of its own; processor time, the best of five runs

The figures of docs/performance.md come from here. Pickle (protocol 5) is given the same data three times: flat, without
pairs; as plain lists and dicts, a list of two elements for each pair and a dict for each record; and as objects, an instance
with two slots for each pair and of a class of its own for each record. A list is a list of such pairs, since pickle recurses
along links.
"""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Callable
from time import perf_counter, process_time


class Pair:
    __slots__ = ("car", "cdr")

    def __init__(self, car: object, cdr: object) -> None:
        self.car = car
        self.cdr = cdr


class Account:
    __slots__ = ("owner", "balance", "notes")

    def __init__(self, owner: str, balance: float, notes: object) -> None:
        self.owner = owner
        self.balance = balance
        self.notes = notes


LIST = "(define data (let loop ((i 999999) (all '())) (if (< i 0) all (loop (- i 1) (cons i all)))))"
CASES = {
    "base image": ("", "(+ 1 2)", None, None, None),
    "1,000,000 integers in a list": (
        LIST, "(length data)",
        lambda: list(range(1_000_000)),
        lambda: [[i, None] for i in range(1_000_000)],
        lambda: [Pair(i, None) for i in range(1_000_000)],
    ),
    "100,000 records of three fields": (
        "(define-record-type account (make-account owner balance notes) account?"
        " (owner owner) (balance balance) (notes notes))"
        "(define data (let loop ((i 0) (all '())) (if (= i 100000) all"
        " (loop (+ i 1) (cons (make-account (number->string i) (* i 1.5) '(a b)) all)))))",
        "(length (map owner data))",
        lambda: [{"owner": str(i), "balance": i * 1.5, "notes": NOTES} for i in range(100_000)],
        lambda: [[{"owner": str(i), "balance": i * 1.5, "notes": NOTE_PAIRS}, None] for i in range(100_000)],
        lambda: [Pair(Account(str(i), i * 1.5, SHARED), None) for i in range(100_000)],
    ),
    "a table of 100,000 strings and lists": (
        "(import (srfi 69)) (define data (make-hash-table))"
        "(do ((i 0 (+ i 1))) ((= i 100000)) (hash-table-set! data (number->string i) (list i (* i 1.5))))",
        "(length (map cadr (hash-table-values data)))",
        lambda: {str(i): [i, i * 1.5] for i in range(100_000)},
        lambda: {str(i): [i, [i * 1.5, None]] for i in range(100_000)},
        lambda: {str(i): Pair(i, Pair(i * 1.5, None)) for i in range(100_000)},
    ),
    "a tree of 131,071 nodes": (
        "(define (tree n) (if (= n 0) '() (list (tree (- n 1)) n (tree (- n 1))))) (define data (tree 17))",
        "(let count ((t data)) (if (pair? t) (+ (count (car t)) (count (cdr t))) 1))",
        lambda: tree(17),
        lambda: tree_of_pairs(17),
        lambda: linked_tree(17),
    ),
}
NOTES = ["a", "b"]
NOTE_PAIRS = ["a", ["b", None]]
SHARED = Pair("a", Pair("b", None))
RUNS = 5
CHANGES = 10


def tree(n: int) -> list:
    return [] if n == 0 else [tree(n - 1), n, tree(n - 1)]


def tree_of_pairs(n: int) -> list | None:
    return None if n == 0 else [tree_of_pairs(n - 1), [n, [tree_of_pairs(n - 1), None]]]


def linked_tree(n: int) -> Pair | None:
    return None if n == 0 else Pair(linked_tree(n - 1), Pair(n, Pair(linked_tree(n - 1), None)))


def save(name: str, path: str) -> dict:
    """Make the data of case NAME and save it to PATH."""
    from lisp import Interpreter

    scheme = Interpreter()
    scheme.eval(CASES[name][0])
    scheme.save(path)  # what an image needs is decoded and imported now
    start = process_time()
    scheme.save(path)
    return {"save": process_time() - start, "size": os.path.getsize(path)}


def memory(name: str, path: str) -> dict:
    """The most memory that the process has had after saving, by that before."""
    from resource import RUSAGE_SELF, getrusage

    from lisp import Interpreter

    scheme = Interpreter()
    scheme.save(path)
    scheme.eval(CASES[name][0])
    before = getrusage(RUSAGE_SELF).ru_maxrss
    scheme.save(path)
    return {"memory": getrusage(RUSAGE_SELF).ru_maxrss / before}


def boot(name: str, path: str) -> dict:
    """Boot PATH, then touch all of the data of case NAME."""
    import gc

    from lisp import Interpreter

    gc.disable()  # as the command does until a program runs
    start = process_time()
    scheme = Interpreter(path)
    booted = process_time()
    scheme.eval("1")  # the reader, the expander and the compiler are imported here
    ready = process_time()
    scheme.loader.load_library("(user)")
    scheme.loader.load_all()
    return {"boot": booted - start, "touch": process_time() - ready}


def flat(name: str, path: str) -> dict:
    """The same data as plain Python without pairs, pickled."""
    return pickled_data(CASES[name][2])


def plain(name: str, path: str) -> dict:
    """The same data as plain Python, pickled."""
    return pickled_data(CASES[name][3])


def objects(name: str, path: str) -> dict:
    """The same data as Python objects, pickled."""
    return pickled_data(CASES[name][4])


def pickled_data(make: Callable[[], object]) -> dict:
    import gc

    gc.disable()
    data = make()
    start = process_time()
    content = pickle.dumps(data, 5)
    saved = process_time()
    pickle.loads(content)
    return {"save": saved - start, "touch": process_time() - saved, "size": len(content)}


def child(name: str, path: str) -> dict:
    """Boot PATH, a list of a million, make ten changes, and save a child; and all of it."""
    from lisp import Interpreter

    scheme = Interpreter(path)
    scheme.eval("1")
    for i in range(CHANGES):
        scheme.eval(f"(set-car! (list-tail data {i * 1000}) 'changed)")
    start = process_time()
    scheme.save(path + ".child", base=path)
    saved = process_time()
    scheme.loader.load_all()
    whole = process_time()
    scheme.save(path + ".whole")
    return {"child": saved - start, "whole": process_time() - whole, "size": os.path.getsize(path + ".child")}


ACTIONS = {"save": save, "memory": memory, "boot": boot, "flat": flat, "plain": plain, "objects": objects, "child": child}


def measured(action: str, name: str, path: str) -> dict:
    """The least of each figure of ACTION over some runs."""
    command = [sys.executable, __file__, action, name, path]
    runs = [json.loads(subprocess.run(command, check=True, capture_output=True).stdout) for _ in range(RUNS)]
    return {figure: min(run[figure] for run in runs) for figure in runs[0]}


def first_element(large: str, small: str) -> float:
    """The time of a process that boots LARGE and shows the first element of its list, by that of one with a short list."""
    times: dict[str, list[float]] = {large: [], small: []}
    for _ in range(3 * RUNS):
        for path in (large, small):
            start = perf_counter()
            subprocess.run([sys.executable, "-m", "lisp", "-i", path, "-e", "(car data)"], check=True)
            times[path].append(perf_counter() - start)
    return min(times[large]) / min(times[small])


def main() -> None:
    print(f"{'':38} {'size':>11} {'save':>9} {'boot':>9} {'touch':>9}  memory   by pickle of flat data,"
          " of plain data, of objects: size, save, touch")  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        base = {}
        for name, (setup, *_) in CASES.items():
            path = os.path.join(folder, name.replace(" ", "-").replace(",", "") + ".img")
            figures = measured("memory", name, path + ".memory")
            figures.update(measured("save", name, path))
            figures.update(measured("boot", name, path))
            times = " ".join(f"{figures[key] * 1000:>6.1f} ms" for key in ("save", "boot", "touch"))
            beside = ""
            if not setup:
                base = figures
            else:
                own = {key: figures[key] - base[key] for key in ("size", "save", "touch")}
                others = [measured(action, name, path) for action in ("flat", "plain", "objects")]
                beside = "   " + "; ".join([", ".join([f"{own[key] / other[key]:.2f}" for key in own]) for other in others])
            print(f"{name:38} {figures['size'] / 1e6:>8.2f} MB {times}    {figures['memory']:.2f}{beside}", flush=True)
        large, small = (os.path.join(folder, name) for name in ("1000000-integers-in-a-list.img", "small.img"))
        program = f"(import (lisp image)) (define data (list 1 2 3)) (save-image {json.dumps(small)})"
        subprocess.run([sys.executable, "-m", "lisp", "-e", program], check=True)
        print(f"first element of the million, whole process, by one with a short list: {first_element(large, small):.2f}")
        figures = measured("child", "1,000,000 integers in a list", large)
        print(f"{CHANGES} changes of the million: the child image {figures['child'] * 1000:.1f} ms,"
              f" {figures['size'] / 1e6:.2f} MB;"
              f" all {figures['whole'] * 1000:.1f} ms: {figures['child'] / figures['whole']:.2f}")  # fmt: skip


if __name__ == "__main__":
    sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    os.environ["PYTHONPATH"] = sys.path[0]
    if len(sys.argv) == 4:
        print(json.dumps(ACTIONS[sys.argv[1]](*sys.argv[2:])))
    else:
        main()
