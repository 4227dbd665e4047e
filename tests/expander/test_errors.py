"""Wrong programs, and what they are told: `line:column who: message`."""

import pytest
from naive import Session, show

from lisp.data.condition import LispError

ERRORS = [
    ("(if)", "1:1 if: expected (if test consequent alternative), got (if)"),
    ("(if 1 2 3 4)", "1:1 if: expected (if test consequent alternative), got (if 1 2 3 4)"),
    ("(let (5) 1)", "1:7 let: expected (name value), got 5"),
    ("(let ((x)) 1)", "1:7 let: expected (name value), got (x)"),
    ("(let ((x 1 2)) 1)", "1:7 let: expected (name value), got (x 1 2)"),
    ("(let (((x) 1)) 1)", "1:7 let: expected (name value), got ((x) 1)"),
    ("(let 5 1)", "1:6 let: expected a list of bindings ((name value) ...), got 5"),
    ("(let ((x 1) (x 2)) x)", "1:13 let: the variable x is bound twice"),
    ("(let ((x 1)))", "1:1 let: the body has no expression"),
    ("(let)", "1:1 let: expected (let ((name value) ...) body ...), got (let)"),
    ("(let* ((x)) 1)", "1:8 let*: expected (name value), got (x)"),
    ("(letrec ((x 1) y) 1)", "1:16 letrec: expected (name value), got y"),
    ("(let loop 5)", "1:11 let: expected a list of bindings ((name value) ...), got 5"),
    ("(lambda (x x) 1)", "1:12 lambda: the parameter x occurs twice"),
    ("(lambda (x . x) 1)", "1:1 lambda: the parameter x occurs twice"),
    ("(lambda (5) 1)", "1:10 lambda: expected a parameter name, got 5"),
    ("(lambda (x))", "1:1 lambda: expected (lambda (parameter ...) body ...), got (lambda (x))"),
    ("(lambda () (define x 1))", "1:1 lambda: the body has no expression after the definitions"),
    ("(let () (define x 1) (define x 2) x)", "1:30 define: x is defined twice in one body"),
    ("(define x)", "1:1 define: expected (define name value), got (define x)"),
    ("(define)", "1:1 define: expected (define name value) or (define (name parameter ...) body ...), got (define)"),
    ("(define 5 1)", "1:9 define: expected a name to define, got 5"),
    ("(define (f))", "1:1 define: the body has no expression"),
    ("(define (f 1) 2)", "1:12 define: expected a parameter name, got 1"),
    ("(if #t (define x 1))", "1:8 define: a definition is not allowed here, only at top level or at the start of a body"),
    ("(list else)", "1:7 else: this is syntax and cannot be used as a variable"),
    ("(else 1)", "1:1 else: misplaced: this word means something only inside other forms"),
    ("(list ,x)", "1:7 unquote: misplaced: this word means something only inside other forms"),
    ("(=> 1)", "1:1 =>: misplaced: this word means something only inside other forms"),
    ("(list if)", "1:7 if: this is syntax and cannot be used as a variable"),
    ("(syntax-rules ())", "1:1 syntax-rules: this is allowed only as the value of a syntax definition"),
    ("(set! car 5)", "1:7 set!: car is imported and cannot be assigned"),
    ("(set! if 5)", "1:7 set!: if is syntax and cannot be assigned"),
    ("(set! 5 1)", "1:7 set!: expected the name of a variable, got 5"),
    ("(set! x)", "1:1 set!: expected (set! name value), got (set! x)"),
    ("(begin (list (begin)))", "1:14 begin: expected (begin expression ...), got (begin)"),
    ("(quote)", "1:1 quote: expected (quote datum), got (quote)"),
    ("()", " expected an expression, got (); the empty list is written '()"),
    ("(list ())", "1:7 expected an expression, got (); the empty list is written '()"),
    ("(list 1 . 2)", "1:1 a call must be a proper list, got (list 1 . 2)"),
    ("(cond (else 1) (#t 2))", "1:7 cond: the else clause is not the last one"),
    ("(cond 5)", "1:7 cond: expected (test expression ...), got 5"),
    ("(cond ())", "1:7 cond: expected (test expression ...), got ()"),
    ("(cond (1 => 2 3))", "1:7 cond: expected one procedure after =>"),
    ("(cond)", "1:1 cond: expected (cond (test expression ...) ...), got (cond)"),
    ("(case 1 (1 2))", "1:10 case: expected a list of data, got 1"),
    ("(case 1 ((1)))", "1:9 case: expected ((datum ...) expression ...), got ((1))"),
    ("(do ((i)) (#t))", "1:6 do: expected (name init) or (name init step), got (i)"),
    ("(do () ())", "1:8 do: expected (test expression ...), got ()"),
    ("(guard 5 1)", "1:8 guard: expected (name (test expression ...) ...), got 5"),
    ("(parameterize ((p)) 1)", "1:16 parameterize: expected (parameter value), got (p)"),
    ("(let-values ((5 1)) 1)", "1:15 let-values: expected a parameter name, got 5"),
    ("(let-values (((a) 1) ((a) 2)) a)", "1:22 let-values: the variable a is bound twice"),
    ("(case-lambda ((x)))", "1:14 case-lambda: expected (formals body ...), got ((x))"),
    ("(define-record-type p (mk z) p? (x px))", "1:27 define-record-type: z is not a field of this record type"),
    ("(define-record-type p #f p? 5)", "1:29 define-record-type: expected (field accessor) or (field accessor modifier), got 5"),
    ("(define-record-type p #f p? (x a) (x b))", "1:36 define-record-type: the field x occurs twice"),
    ("`,@(list 1)", "1:2 unquote-splicing: this is allowed only as an element of a list or vector"),
    ("(import (no such))", "1:9 there is no library (no such)"),
    ("(import (only (base) conss))", "1:22 import: (base) does not export conss; did you mean cons?"),
    ("(import (only (base) cra))", "1:22 import: (base) does not export cra"),
    ("(import (rename (base) (car)))", "1:24 import: expected (name new-name), got (car)"),
    ("(import 5)", "1:9 import: expected a library name such as (scheme base), got 5"),
    ("(let () (import (base)) 1)", "1:9 import: this is allowed at top level only"),
    ("(list (import (base)))", "1:7 import: this is allowed at top level only"),
    ("(cond-expand (5 1))", "1:15 cond-expand: expected a feature, (library name), (and ...), (or ...) or (not ...), got 5"),
    ("(define-syntax m 5)", "1:18 define-syntax: expected (syntax-rules (literal ...) (pattern template) ...), got 5"),
    ("(define-syntax m (lambda (x) x))", "1:18 define-syntax: expected (syntax-rules (literal ...) (pattern template) ...), got (lambda (x) x)"),
    ("(define-syntax m (syntax-rules))", "1:18 syntax-rules: expected (syntax-rules (literal ...) (pattern template) ...), got (syntax-rules)"),
    ("(define-syntax m (syntax-rules () (a)))", "1:35 syntax-rules: expected (pattern template), got (a)"),
    ("(define-syntax m (syntax-rules () ((_ a a) 1)))", "1:36 syntax-rules: pattern variable a occurs twice in a pattern"),
    ("(define-syntax m (syntax-rules () ((_ a ...) a)))", "1:46 syntax-rules: pattern variable a needs more ellipses after it in the template"),
    ("(define-syntax m (syntax-rules () ((_ a) (a ...))))", "1:42 syntax-rules: nothing in a is repeated by the ellipsis after it"),
    ("(define-syntax m (syntax-rules () ((_ a ... b ...) 1)))", "1:36 syntax-rules: two ellipses in one list of a pattern"),
    ("(define-syntax m (syntax-rules () ((_ ... a) 1)))", "1:36 syntax-rules: misplaced ellipsis in a pattern"),
    ("(define-syntax m (syntax-rules () ((_ (a ...) (b ...)) '((a b) ...)))) (m (1 2) (3))", "1:72 m: pattern variables under one ellipsis matched different numbers of forms"),
    ("(define-syntax m (syntax-rules () ((_ a) 1)))\n (m 1 2)", "2:2 m: no rule of this macro matches (m 1 2)"),
    ("(define-syntax m (syntax-rules () ((_ a) (if)))) (m 1)", "1:50 if: expected (if test consequent alternative), got (if)"),
    ('(define-syntax m (syntax-rules () ((_ a) (syntax-error "bad thing" a 1)))) (m x)', "1:76 bad thing x 1"),
    ("(define-syntax m (syntax-rules () ((_) (m)))) (m)", "1:47 m: the expansion of this macro did not end in 100000 steps"),
    ("(assert)", "1:1 assert: expected (assert expression), got (assert)"),
    ("(include x)", "1:10 include: expected a file name as a string, got x"),
    ("(define-library (a) (export x) (begin (define y 1)))", "1:29 export: x is not defined in (a)"),
    ("(define-library (a) 5)", "1:21 define-library: expected export, import, begin, include or cond-expand, got 5"),
]  # fmt: skip


def complaint(text: str) -> str:
    with pytest.raises(LispError) as caught:
        Session().expand(text)
    condition = caught.value.payload
    place = "" if condition.place is None else ":".join(map(str, condition.place.source.line_column(condition.place.start)))
    who = f"{condition.who}: " if condition.who else ""
    irritants = condition.irritants
    rest = ""
    while hasattr(irritants, "car"):
        rest += " " + show(irritants.car)
        irritants = irritants.cdr
    return f"{place} {who}{condition.message}{rest}"


@pytest.mark.parametrize("program, message", ERRORS, ids=[case[0] for case in ERRORS])
def test_error(program, message):
    assert complaint(program) == message


def test_atoms_passed_through_a_macro_keep_their_place():
    assert complaint("(define-syntax m (syntax-rules () ((_ a) (list 1 a))))\n(m if)") == (
        "2:4 if: this is syntax and cannot be used as a variable"
    )


def test_a_refused_unit_leaves_no_definition_behind():
    session = Session()
    before = dict(session.library.environment.bindings)
    with pytest.raises(LispError):
        session.expand("(define car 1) (define-syntax when 5)")
    assert session.library.environment.bindings == before


GROWTH = {
    "a use that grows": "(define-syntax m (syntax-rules () ((_ x ...) (m a x ...)))) (m)",
    "a use that doubles": "(define-syntax m (syntax-rules () ((_ x ...) (m x ... x ...)))) (m 1)",
    "uses in begin": "(define-syntax m (syntax-rules () ((_) (begin (m) (m))))) (m)",
    "definitions in begin": "(define-syntax m (syntax-rules () ((_) (begin (define x 1) (m))))) (m)",
    "operands": "(define-syntax m (syntax-rules () ((_ x ...) (list (m a x ...) (m a x ...))))) (m)",
    "a transformer": "(define-syntax m (syntax-rules () ((_ x ...) (m x ... x ...)))) (define-syntax n (m 1))",
}


@pytest.mark.parametrize("program", GROWTH.values(), ids=GROWTH.keys())
def test_an_expansion_that_grows_without_end_is_found(program, monkeypatch):
    monkeypatch.setattr("lisp.expander.template.MOST_PARTS", 20_000)
    assert "the expansion of this form grows without end" in complaint(program)


def test_growth_is_counted_for_each_top_level_form(monkeypatch):
    monkeypatch.setattr("lisp.expander.template.MOST_PARTS", 2_000)
    Session().expand("(define-syntax m (syntax-rules () ((_ x) (begin 1 x)))) " + "(m 2)" * 1000)
