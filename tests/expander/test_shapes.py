"""The shape of core forms that the compiler and run-time rely on."""

import sys

import pytest
from naive import Session, show

from lisp.core import forms
from lisp.core.names import primitive_key
from lisp.data.base import NIL
from lisp.data.condition import LispError
from lisp.data.pair import Pair, SourcePair, make_pair
from lisp.data.symbol import intern
from lisp.expander.expand import expand_toplevel
from lisp.expander.unexpand import unexpand

UNEXPANDED = [
    ("(define (f x) (if x (list x)))", "(define (f x) (if x (list x)))"),
    ("(define (f x) (let ((x x)) x))", "(define (f x.1) (let ((x.2 x.1)) x.2))"),
    ("(let loop ((i 0)) (loop (+ i 1)))", "(letrec* ((loop (lambda (i) (loop (+ i 1))))) (loop 0))"),
    ("(do ((i 0 (+ i 1))) ((= i 3)) (list i))", "(letrec* ((do (lambda (i) (if (= i 3) (begin) (begin (list i) (do (+ i 1))))))) (do 0))"),
    ("(or 1 2)", "(let ((or 1)) (if or or 2))"),
    ("(and 1 2)", "(if 1 2 #f)"),
    ("(case 1 ((a b) 2))", "(let ((key 1)) (if (if (eqv? key (quote a)) #t (eqv? key (quote b))) 2))"),
    ("(receive (a) 1 a)", "(%apply-values (lambda (a) a) 1)"),
    ("(delay 1)", "(%make-lazy-promise (lambda () (%make-done-promise 1)))"),
    ("(delay-force 1)", "(%make-lazy-promise (lambda () 1))"),
    ("(parameterize ((list 1)) 2)", "(%parameterize (cons (cons list 1) (quote ())) (lambda () 2))"),
    ("(guard (e (1 2)) 3)", "(%guard (lambda (e reraise) (if 1 2 (reraise))) (lambda () 3))"),
    ("(case-lambda ((a) 1) (b 2))", "(%case-lambda (lambda (a) 1) (lambda b 2))"),
    ("(define-values (a b) 1)", "(let ((values (%apply-values (lambda (a.1 b.2) (cons a.1 (cons b.2 (quote ())))) 1))) (define a (car values)) (define b (car (cdr values))))"),
    ("(define-record-type p (mk x) p? (x px set))", "(begin (define p.1 (%make-record-type (quote p) (quote (x)))) (define p p.1) (define (mk x) (%record p.1 x)) (define (p? object) (%record? object p.1)) (define (px record.3) (%record-ref record.3 p.1 0)) (define (set record.4 value) (%record-set! record.4 p.1 0 value)))"),
    ("`(1 ,x 2)", "(cons 1 (cons x (quote (2))))"),
    ("`(1 2)", "(quote (1 2))"),
    ("(let () 5)", "5"),
    ("(define (f) \"doc\" 1)", '(define (f) "doc" 1)'),
]  # fmt: skip


@pytest.mark.parametrize("text, shape", UNEXPANDED, ids=[case[0] for case in UNEXPANDED])
def test_shape(text, shape):
    assert show(unexpand(Session().expand(text))) == shape


def test_procedures_are_named_after_their_variables():
    form = Session().expand("(define f (let ((n 0)) (lambda () n)))")
    assert form.value.body.name == "f"
    form = Session().expand("(let ((g (lambda () 1))) g)")
    assert form.inits[0].name == "g"


def test_primitives_are_referred_to_by_their_key():
    assert Session().expand("(car x)").operator.key == primitive_key("car")


def test_unbound_names_belong_to_the_library_at_hand():
    assert Session().expand("zork").key == "zork"


def test_places_of_operands():
    call = Session().expand("(list a\n  (b))")
    assert [str(part.span) for part in call.operands] == ["test.scm:1:7", "test.scm:2:3"]


def test_forms_of_a_macro_have_the_place_of_its_use():
    form = Session().expand("(define-syntax m (syntax-rules () ((_ a) (list (list 1) a))))\n  (m x)")
    assert str(form.span) == "test.scm:2:3"
    assert [str(part.span) for part in form.operands] == ["test.scm:2:3", "test.scm:2:6"]


def test_a_constant_holds_no_syntax():
    value = Session().expand("'(a (b) #(c (d)))").value
    work = [value]
    while work:
        part = work.pop()
        assert part.__class__ is not SourcePair
        if isinstance(part, Pair):
            work += [part.car, part.cdr]
        elif hasattr(part, "items"):
            assert isinstance(part.items, tuple)
            work.extend(part.items)


def chain(count: int, make: object, inner: object) -> object:
    for _ in range(count):
        inner = make(inner)
    return inner


def test_quoted_data_may_be_long_and_deep():
    session = Session()
    long = chain(300_000, lambda rest: SourcePair(1, rest), NIL)
    deep = chain(300_000, lambda inner: SourcePair(inner, NIL), NIL)
    for datum in (long, deep):
        for word in ("quote", "quasiquote"):
            expand_toplevel(SourcePair(intern(word), SourcePair(datum, NIL)), session.library, session.host)
    call = expand_toplevel(SourcePair(intern("list"), long), session.library, session.host)
    assert len(call.operands) == 300_000


def test_circular_constants_stay_circular():
    session = Session()
    ring = SourcePair(1, NIL)
    ring.cdr = ring
    value = expand_toplevel(SourcePair(intern("quote"), SourcePair(ring, NIL)), session.library, session.host).value
    assert value.cdr is value and value.__class__ is Pair


def test_circular_code_is_refused():
    session = Session()
    ring = SourcePair(intern("list"), NIL)
    ring.cdr = ring
    with pytest.raises(LispError):
        expand_toplevel(ring, session.library, session.host)


def test_data_quoted_for_eval_keep_their_identity():
    session = Session()
    datum = make_pair(1, NIL)
    form = expand_toplevel(make_pair(intern("quote"), make_pair(datum, NIL)), session.library, session.host)
    assert form.value is datum


@pytest.mark.parametrize("depth", [5_000, 20_000])
def test_deep_code_expands_or_is_refused(depth):
    session = Session()
    datum = chain(depth, lambda inner: make_pair(intern("list"), make_pair(inner, NIL)), 1)
    limit = sys.getrecursionlimit()
    with pytest.raises(LispError, match="|"):
        expand_toplevel(datum, session.library, session.host)
    sys.setrecursionlimit(200_000)
    try:
        assert isinstance(expand_toplevel(datum, session.library, session.host), forms.Call)
    finally:
        sys.setrecursionlimit(limit)


def test_a_macro_takes_a_long_list():
    session = Session()
    session.run("(define-syntax m (syntax-rules () ((_ a ...) '(a ...)) ))")
    long = chain(100_000, lambda rest: make_pair(1, rest), NIL)
    form = expand_toplevel(make_pair(intern("m"), long), session.library, session.host)
    assert form.value.car == 1
