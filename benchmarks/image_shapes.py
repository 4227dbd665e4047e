"""What images of data of other shapes cost, beside pickle of the same data as plain lists and dicts (see images.py).

    python benchmarks/image_shapes.py
"""

from __future__ import annotations

import json
import os
import sys
import tempfile

import images

COUNT = 100_000
TABLE = "(import (srfi 69)) (define data (make-hash-table)) "
FILL = "(do ((i 0 (+ i 1))) ((= i 100000)) (hash-table-set! data {} {}))"
LIST = "(define data (let loop ((i 0) (all '())) (if (= i 100000) all (loop (+ i 1) (cons {} all)))))"
RECORDS = (
    "(import (srfi 69)) (define-record-type person (make-person name age) person? (name name) (age age))"
    + LIST.replace("data", "people").format("(make-person (number->string i) i)")
    + "(define data (make-hash-table)) (for-each (lambda (p) (hash-table-set! data (name p) p)) people)"
)
SMALL = (
    "(import (srfi 69)) (define (entry i) (let ((t (make-hash-table))) (hash-table-set! t \"a\" i)"
    " (hash-table-set! t \"b\" (* i 1.5)) t))" + LIST.format("(entry i)").replace("100000", "30000")
)  # fmt: skip


def index_of_people() -> list:
    people = [{"name": str(i), "age": i} for i in range(COUNT)]
    return [[[person, None] for person in people], {person["name"]: person for person in people}]


# name → how Lisp makes the data, and how Python makes the same
SHAPES = {
    "strings in a list": (LIST.format("(number->string i)"), lambda: [[str(i), None] for i in range(COUNT)]),
    "vectors of three in a list": (
        LIST.format("(vector i (number->string i) 'k)"), lambda: [[[i, str(i), "k"], None] for i in range(COUNT)]),
    "an association list, symbols to strings": (
        LIST.format("(cons (string->symbol (number->string i)) (number->string (* 7 i)))"),
        lambda: [[[sys.intern(str(i)), str(7 * i)], None] for i in range(COUNT)]),
    "a table, integers to strings": (
        TABLE + FILL.format("i", "(number->string i)"), lambda: {i: str(i) for i in range(COUNT)}),
    "a table, symbols to integers": (
        TABLE + FILL.format("(string->symbol (number->string i))", "i"), lambda: {sys.intern(str(i)): i for i in range(COUNT)}),
    "records, and a table of them by name": (RECORDS, index_of_people),
    "30,000 tables of two entries in a list": (SMALL, lambda: [[{"a": i, "b": i * 1.5}, None] for i in range(30_000)]),
}  # fmt: skip


def main() -> None:
    print(f"{'':42} {'size':>6} {'save':>6} {'touch':>6}   by pickle of plain data")
    with tempfile.TemporaryDirectory() as folder:
        costs = {}
        for name in images.CASES:
            path = os.path.join(folder, name.replace(" ", "-") + ".img")
            figures = {**images.measured("save", name, path), **images.measured("boot", name, path)}
            if name == BASE:
                costs = figures
                continue
            other = images.measured("plain", name, path)
            ratios = [f"{(figures[key] - costs[key]) / other[key]:6.2f}" for key in ("size", "save", "touch")]
            print(f"{name:42} {' '.join(ratios)}", flush=True)


BASE = "base image"
images.__file__ = __file__  # what `measured` starts
images.CASES = {BASE: images.CASES[BASE], **{name: (make, "", None, plain, None) for name, (make, plain) in SHAPES.items()}}

if __name__ == "__main__":
    sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    os.environ["PYTHONPATH"] = os.pathsep.join([sys.path[0], os.path.dirname(os.path.abspath(__file__))])
    if len(sys.argv) == 4:
        print(json.dumps(images.ACTIONS[sys.argv[1]](*sys.argv[2:])))
    else:
        main()
