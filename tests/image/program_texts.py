"""Random programs: they end, they give numbers, they write down what they do, and they call (step! n) all the time.

`program(random)` is the text of one, for an interpreter that has evaluated PRELUDE. Every expression has an integer value;
what it may use is in a Scope. Most kinds of control that the language has are there, each around smaller expressions.
"""

from __future__ import annotations

from random import Random

PRELUDE = """
(import (scheme base) (scheme write) (scheme lazy) (scheme case-lambda) (scheme load) (srfi 69) (lisp image))
(define trace '())
(define (out x) (set! trace (cons x trace)) x)
(define steps 0)
(define stops '()) ; the steps that save an image
(define path "")
(define (step! n)
  (set! steps (+ steps 1))
  (out (list steps n))
  (if (and (pair? stops) (= steps (car stops)))
      (begin
        (set! stops (cdr stops))
        (save-image (string-append path (number->string steps)))))
  n)
(define-record-type <cell> (make-cell value) cell? (value cell-value set-cell-value!))
(define p (make-parameter 1))
(define q (make-parameter 2 (lambda (x) (modulo (+ x 1) 97))))
(define (small n) (modulo n 1009))
(define (make-generator items)
  (define return #f)
  (define (start)
    (for-each (lambda (x) (call/cc (lambda (more) (set! resume (lambda () (more #f))) (return (step! x))))) items)
    (set! resume (lambda () (return -1)))
    (return -1))
  (define resume start)
  (lambda () (call/cc (lambda (r) (set! return r) (resume)))))
(define (again times thunk)
  (let* ((k #f) (count 0)
         (value (call/cc (lambda (c) (set! k c) (thunk)))))
    (set! count (+ count 1))
    (if (< count times) (k (+ value count)) value)))
(define twice
  (case-lambda
    ((f) (+ (f) (f)))
    ((f x) (f (f x)))))
"""
CALLS = ("+", "-", "max", "min")


class Scope:
    """What an expression may use: variables, those that may be assigned, escapes; whether `raise` is caught outside."""

    def __init__(self, variables: tuple = (), escapes: tuple = (), caught: bool = False) -> None:
        self.variables = variables
        self.escapes = escapes
        self.caught = caught

    def plus(self, *names: str) -> Scope:
        return Scope((*self.variables, *names), self.escapes, self.caught)

    def escaping(self, name: str) -> Scope:
        return Scope(self.variables, (*self.escapes, name), self.caught)

    def catching(self) -> Scope:
        return Scope(self.variables, self.escapes, True)

    def closed(self) -> Scope:
        """For code that runs later, when the escapes have gone."""
        return Scope(self.variables)


class Generator:
    """Makes expressions; `size` is how many are left."""

    def __init__(self, random: Random, size: int) -> None:
        self.random = random
        self.size = size
        self.names = 0

    def name(self) -> str:
        self.names += 1
        return f"v{self.names}"

    def expression(self, scope: Scope) -> str:
        self.size -= 1
        if self.size <= 0:
            return self.atom(scope)
        kind = self.random.choice(KINDS)
        return kind(self, scope)

    def atom(self, scope: Scope) -> str:
        atoms = [str(self.random.randrange(-9, 99)), "(p)", "(q)", *scope.variables]
        atom = self.random.choice(atoms)
        return f"(step! {atom})" if self.random.randrange(3) == 0 else atom


def step(g: Generator, s: Scope) -> str:
    return f"(step! {g.expression(s)})"


def arithmetic(g: Generator, s: Scope) -> str:
    return f"(small ({g.random.choice(CALLS)} {g.expression(s)} {g.expression(s)} {g.atom(s)}))"


def choice(g: Generator, s: Scope) -> str:
    return f"(if (< {g.expression(s)} {g.atom(s)}) {g.expression(s)} {g.expression(s)})"


def binding(g: Generator, s: Scope) -> str:
    v, w = g.name(), g.name()
    return f"(let* (({v} {g.expression(s)}) ({w} {g.atom(s.plus(v))})) {g.expression(s.plus(v, w))})"


def assignment(g: Generator, s: Scope) -> str:
    v = g.name()
    inner = s.plus(v)
    return (
        f"(let (({v} {g.atom(s)})) (define (bump! n) (set! {v} (small (+ {v} n))) {v})"
        f" (bump! {g.expression(inner)}) (set! {v} {g.expression(inner)}) (+ {v} (bump! {g.atom(inner)})))"
    )


def loop(g: Generator, s: Scope) -> str:
    i, acc = g.name(), g.name()
    body = g.expression(Scope((*s.variables, i, acc), s.escapes, s.caught))
    return f"(let loop (({i} {g.random.randrange(1, 4)}) ({acc} {g.atom(s)})) (if (= {i} 0) {acc} (loop (- {i} 1) (small (+ {acc} {body})))))"


def do_loop(g: Generator, s: Scope) -> str:
    i, acc = g.name(), g.name()
    return f"(do (({i} 0 (+ {i} 1)) ({acc} 0 {g.expression(s.plus(i, acc))})) ((= {i} 3) {acc}) {g.expression(s.plus(i))})"


def recursion(g: Generator, s: Scope) -> str:
    n = g.name()
    depth = g.random.choice([3, 10, 150])
    return f"(let deeper (({n} {depth})) (if (= {n} 0) {g.expression(s)} (small (+ 1 (deeper (- {n} 1))))))"


def escape(g: Generator, s: Scope) -> str:
    k = g.name()
    return f"(call/cc (lambda ({k}) {g.expression(s.escaping(k))}))"


def jump(g: Generator, s: Scope) -> str:
    if not s.escapes:
        return escape(g, s)
    return f"(if (odd? {g.expression(s)}) ({g.random.choice(s.escapes)} {g.expression(s)}) {g.expression(s)})"


def winding(g: Generator, s: Scope) -> str:
    return (
        f"(dynamic-wind (lambda () (step! -1)) (lambda () {g.expression(s)})"
        f" (lambda () (out 'after) {g.expression(Scope(s.variables))}))"
    )


def guarding(g: Generator, s: Scope) -> str:
    e = g.name()
    clauses = g.random.choice(["((number? E) B)", "((and (number? E) (odd? E)) B)", "((symbol? E) => (lambda (t) B)) (else B)"])
    body = g.expression(s.catching())
    handler = clauses.replace("E", e).replace("B", g.expression(s.plus(e))) if "else" not in clauses else (
        f"((symbol? {e}) => (lambda (t) {g.expression(s)})) (else {g.expression(s)})"
    )
    inner = f"(guard ({e} {handler}) {body})"
    return inner if "odd" not in handler else f"(guard (outer ((number? outer) (step! outer))) {inner})"


def raising(g: Generator, s: Scope) -> str:
    if not s.caught:
        return guarding(g, s)
    return f"(if (even? {g.expression(s)}) (raise {g.expression(s)}) {g.expression(s)})"


def handling(g: Generator, s: Scope) -> str:
    e = g.name()
    return (
        f"(with-exception-handler (lambda ({e}) {g.expression(Scope((*s.variables, e)))})"
        f" (lambda () (+ 1 (raise-continuable {g.expression(Scope(s.variables))}))))"
    )


def parameters(g: Generator, s: Scope) -> str:
    return f"(parameterize ((p {g.expression(s)}) (q {g.atom(s)})) (+ (p) {g.expression(s)} (q)))"


def mapping(g: Generator, s: Scope) -> str:
    v = g.name()
    body = g.expression(s.plus(v))
    over = f"{g.atom(s)} {g.expression(s)} {g.atom(s)}"
    shapes = [
        f"(apply + (map (lambda ({v}) {body}) (list {over})))",
        f"(let ((all (vector-map (lambda ({v}) {body}) (vector {over})))) (vector-ref all 1))",
        f"(begin (for-each (lambda ({v}) (out {body})) (list {over})) {g.atom(s)})",
        f"(apply max (map (lambda ({v} ignored) {body}) (list {over}) '(a b c d)))",
        f"(string-length (string-map (lambda ({v}) (step! 1) {v}) \"abc\"))",
        f"(length (assoc {g.atom(s)} '((1 2) (3 4)) (lambda (a {v}) (= (step! a) {v}))))" if False else f"(apply + (map + (list {over}) (list {over})))",
    ]
    return f"(small {g.random.choice(shapes)})"


def several(g: Generator, s: Scope) -> str:
    v, w = g.name(), g.name()
    return f"(call-with-values (lambda () (values {g.expression(s)} {g.expression(s)})) (lambda ({v} {w}) {g.expression(s.plus(v, w))}))"


def generating(g: Generator, s: Scope) -> str:
    return f"(let ((g (make-generator (list {g.expression(s)} {g.atom(s)})))) (small (+ (g) {g.expression(s)} (g) (g))))"


def repeating(g: Generator, s: Scope) -> str:
    return f"(small (again {g.random.randrange(1, 4)} (lambda () {g.expression(s)})))"


def promising(g: Generator, s: Scope) -> str:
    kind = g.random.choice(["delay", "delay-force (delay"])
    close = "))" if "(" in kind else ")"
    return f"(let ((later ({kind} {g.expression(s.closed())}{close})) (small (+ (force later) {g.expression(s)} (force later))))"


def mutation(g: Generator, s: Scope) -> str:
    shapes = [
        "(let ((c (make-cell A))) (set-cell-value! c (+ (cell-value c) B)) (small (cell-value c)))",
        "(let ((v (make-vector 3 A))) (vector-set! v 1 B) (small (+ (vector-ref v 0) (vector-ref v 1))))",
        "(let ((l (list A 2 3))) (set-car! (cdr l) B) (small (apply + l)))",
        "(let ((t (make-hash-table))) (hash-table-set! t 'a A) (hash-table-set! t 5 B)"
        " (small (+ (hash-table-ref t 'a) (hash-table-ref/default t 5 0))))",
        "(let ((s (make-string 2 #\\a))) (string-set! s (modulo A 2) #\\b) (+ B (string-length s)))",
        "(let ((port (open-output-string))) (write A port) (write B port) (string-length (get-output-string port)))",
        "(let ((b (bytevector 1 2))) (bytevector-u8-set! b 0 (modulo A 200)) (+ B (bytevector-u8-ref b 0)))",
    ]
    return g.random.choice(shapes).replace("A", g.expression(s), 1).replace("B", g.expression(s), 1)


def closures(g: Generator, s: Scope) -> str:
    v = g.name()
    shapes = [
        f"(twice (lambda ({v}) {g.expression(s.plus(v))}) {g.atom(s)})",
        f"(twice (lambda () {g.expression(s)}))",
        f"(let ((n {g.atom(s)})) (define (get) n) (define (put! {v}) (set! n {v})) (put! {g.expression(s)}) (small (+ (get) {g.atom(s)})))",
    ]
    return f"(small {g.random.choice(shapes)})"


KINDS = (
    step, step, step, arithmetic, arithmetic, choice, binding, assignment, loop, do_loop, recursion, escape, jump, jump, winding,
    guarding, raising, raising, handling, parameters, mapping, mapping, several, generating, repeating, promising, mutation,
    closures,
)  # fmt: skip


def program(random: Random, size: int) -> str:
    """The text of a program."""
    generator = Generator(random, size)
    forms: list[str] = []
    names: tuple[str, ...] = ()
    for _ in range(random.randrange(1, 4)):
        name = generator.name()
        generator.size = size
        forms.append(f"(define {name} (out {generator.expression(Scope(names))}))")
        names = (*names, name)
    return "\n".join(forms) + "\n(out (list 'end steps))\n"
