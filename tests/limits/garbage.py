"""Run by test_limits.py: chains of everything that can hold something, as long as the argument says, made and dropped.

Each is dropped once as it is, and once as a part of a cycle, which only the garbage collector finds. CPython frees what
hangs from an object in C; a class of ours whose instances it freed by recursion would end the process here. Written: a
line for each kind whose memory did not come back.
"""

import gc
import sys

from lisp import Interpreter

LENGTH = int(sys.argv[1])
CHAINS = {
    "lists": "(chain '() list)",
    "lists by their cdr": "(chain '() (lambda (l) (cons 1 l)))",
    "vectors": "(chain '() vector)",
    "boxes": "(chain '() box)",
    "records": "(chain '() make-node)",
    "promises": "(chain '() (lambda (l) (make-promise (list l))))",
    "delayed expressions": "(chain '() (lambda (l) (delay (force l))))",
    "closures": "(chain '() (lambda (l) (lambda () (l))))",
    "parameters": "(chain '() make-parameter)",
    "hash tables": "(chain '() (lambda (l) (let ((t (make-hash-table))) (hash-table-set! t 1 l) t)))",
    "several values": "(chain '() (lambda (l) (list (values l 1))))",
    "heap frames": "(call/cc (lambda (out) (let down ((n length)) (+ 1 (if (= n 0) (call/cc out) (down (- n 1)))))))",
}
PROGRAM = f"""
(import (scheme base) (scheme lazy) (srfi 69) (srfi 111))
(define length {LENGTH})
(define (chain end link) (let loop ((n length) (l end)) (if (= n 0) l (loop (- n 1) (link l)))))
(define (drop!) (set! kept #f))
(define (tie!) (let ((cycle (list kept))) (set-cdr! cycle cycle)))
(define-record-type <node> (make-node next) node? (next node-next))
(define kept #f)
"""


def main() -> None:
    lisp = Interpreter()
    lisp.eval(PROGRAM)
    for name, program in CHAINS.items():
        lisp.eval(f"(define (make!) (set! kept {program}))")
        for cyclic in (False, True):
            gc.collect()
            before = len(gc.get_objects())
            lisp.eval("(make!)" + "(tie!)" * cyclic)
            made = len(gc.get_objects()) - before
            lisp.eval("(drop!)")
            gc.collect()
            left = len(gc.get_objects()) - before
            if made < LENGTH or left > LENGTH // 10:
                print(f"{name}: {made} objects made, {left} left")
    print("end")


main()
