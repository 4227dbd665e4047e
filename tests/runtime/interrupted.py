"""Run by test_interrupt.py in a process of its own: programs that get SIGINT at some moment while they run.

Each program's handler counts the interrupts and lets the computation go on; what it comes to must be what it comes to
without them. Written: a line for each that does not, and the number of interrupts. A signal that comes before the program
begins, while it is read and compiled, or after its end, ends the round.
"""

import os
import signal
import threading

from lisp import Interpreter
from lisp.runtime.interrupt import Interruptible

PROGRAMS = {
    "a loop": "(let loop ((i 0) (a 0) (b 1)) (if (< i 600000) (loop (+ i 1) b (modulo (+ a b) 1000007)) (list i a b)))",
    "calls": "(let () (define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2))))) (fib 23))",
    "deep recursion": "(let () (define (deep n) (if (= n 0) 0 (+ 1 (deep (- n 1))))) (deep 100000))",
    "endless tail calls": "(let () (define (a n) (if (= n 0) 'end (b (- n 1)))) (define (b n) (a n)) (a 200000))",
    "mutation": """(let* ((v (make-vector 10 0)) (c 0)
                          (bump! (lambda (k) (vector-set! v k (+ 1 (vector-ref v k))) (set! c (+ c 1)))))
                     (do ((n 0 (+ n 1))) ((= n 100000) (list c (vector->list v))) (bump! (modulo n 10))))""",
}
HANDLED = """(with-exception-handler
  (lambda (e) (if (error-object? e) (begin (set! hits (+ hits 1)) 0) (raise-continuable e)))
  (lambda () {}))"""


def interrupted(lisp: Interpreter, program: str, pause: float) -> object:
    """The value of PROGRAM, which gets a signal after PAUSE seconds."""
    done = threading.Event()
    started = threading.Event()

    def send() -> None:
        started.wait()
        if not done.wait(pause):
            os.kill(os.getpid(), signal.SIGINT)

    thread = threading.Thread(target=send)
    thread.start()
    try:
        with Interruptible():
            started.set()
            value = lisp.eval(HANDLED.format(program))
            done.set()
            thread.join()
    except KeyboardInterrupt:
        value = None
    finally:
        done.set()
        started.set()
    return value


def main() -> None:
    lisp = Interpreter()
    lisp.eval("(define hits 0)")
    for name, program in PROGRAMS.items():
        expected = lisp.eval(program)
        for round_ in range(6):
            value = interrupted(lisp, program, 0.02 + 0.013 * round_)
            if value is not None and value != expected:
                print(f"{name}: {value} instead of {expected}")
    print("interrupts:", lisp.eval("hits"))


signal.signal(signal.SIGINT, signal.default_int_handler)
main()
