"""syntax-rules: every feature of the report's 4.3.2, and hygiene."""

import pytest
from naive import value_of


def macro(rules: str, use: str, name: str = "m") -> str:
    return f"(define-syntax {name} (syntax-rules {rules})) {use}"


FEATURES = [
    ("a constant", macro("() ((_) 5)", "(m)"), "5"),
    ("the first rule that matches", macro("() ((_ a) 1) ((_ a b) 2)", "(list (m x) (m x y))"), "(1 2)"),
    ("ellipsis", macro("() ((_ a ...) '(a ...))", "(list (m) (m 1) (m 1 2))"), "(() (1) (1 2))"),
    ("ellipsis after other forms", macro("() ((_ a b ...) '(b ... a))", "(m 1 2 3)"), "(2 3 1)"),
    ("tail after an ellipsis", macro("() ((_ a ... b c) '((a ...) b c))", "(m 1 2 3 4)"), "((1 2) 3 4)"),
    ("dotted tail after an ellipsis", macro("() ((_ a ... b . c) '((a ...) b c))", "(m 1 2 3 . 4)"), "((1 2) 3 4)"),
    ("dotted tail", macro("() ((_ a . b) '(a b))", "(m 1 2 3)"), "(1 (2 3))"),
    ("pairs under an ellipsis", macro("() ((_ (a b) ...) '((a ...) (b ...)))", "(m (1 2) (3 4))"), "((1 3) (2 4))"),
    ("nested ellipses", macro("() ((_ (a b ...) ...) '((a ...) ((b ...) ...)))", "(m (1 2 3) (4) (5 6))"), "((1 4 5) ((2 3) () (6)))"),
    ("flattening", macro("() ((_ (a ...) ...) '(a ... ...))", "(m (1 2) () (3))"), "(1 2 3)"),
    ("a shallow variable along a deep one", macro("() ((_ (a b ...) ...) '(((a b) ...) ...))", "(m (1 2 3) (4 5))"), "(((1 2) (1 3)) ((4 5)))"),
    ("more ellipses than needed", macro("() ((_ (a ...) (b ...)) '((a b ...) ...))", "(m (1 2) (3 4))"), "((1 3 4) (2 3 4))"),
    ("a plain variable under an ellipsis", macro("() ((_ x a ...) '((x a) ...))", "(m 0 1 2)"), "((0 1) (0 2))"),
    ("vector pattern", macro("() ((_ #(a b ...)) '(a (b ...)))", "(m #(1 2 3))"), "(1 (2 3))"),
    ("vector template", macro("() ((_ a ...) '#(0 a ...))", "(m 1 2)"), "#(0 1 2)"),
    ("vector pattern with a tail", macro("() ((_ #(a ... z)) '(z a ...))", "(m #(1 2 3))"), "(3 1 2)"),
    ("underscore matches anything", macro("() ((_ _ _ a) 'a)", "(m 1 2 3)"), "3"),
    ("underscore under an ellipsis", macro("() ((_ (_ a) ...) '(a ...))", "(m (1 2) (3 4))"), "(2 4)"),
    ("underscore as a literal", macro("(_) ((m _) 'yes) ((m x) 'no)", "(list (m _) (m 1))"), "(yes no)"),
    ("ellipsis escape", macro("() ((_ a) '(a (... ...)))", "(m 1)"), "(1 ...)"),
    ("ellipsis escape around a template", macro("() ((_ a) '((... (a ...))))", "(m 1)"), "((1 ...))"),
    ("custom ellipsis", macro("::: () ((_ a :::) '(a ::: ...))", "(m 1 2)"), "(1 2 ...)"),
    ("ellipsis as a literal", macro("(...) ((_ ...) 'dots) ((_ x) 'other)", "(list (m ...) (m 1))"), "(dots other)"),
    ("constants in patterns", macro('() ((_ 1) \'one) ((_ "s") \'string) ((_ #\\a) \'char) ((_ #t) \'true) ((_ x) \'else)', '(list (m 1) (m "s") (m #\\a) (m #t) (m 2))'), "(one string char true else)"),
    ("a literal", macro("(to) ((_ a to b) '(a b)) ((_ a b c) 'no)", "(list (m 1 to 2) (m 1 2 3))"), "((1 2) no)"),
    ("a literal that is bound at the use is another", macro("(to) ((_ to) 'yes) ((_ x) 'no)", "(list (m to) (let ((to 1)) (m to)))"), "(yes no)"),
    ("recursion", macro("() ((_) #f) ((_ e) e) ((_ e r ...) (let ((t e)) (if t t (m r ...))))", "(let ((t 5)) (m #f t))"), "5"),
    ("a macro that defines a macro", macro("() ((_ n v) (define-syntax n (syntax-rules () ((_) v))))", "(m five 5) (five)"), "5"),
    ("a macro that defines a macro with ellipsis", macro("() ((_ n) (define-syntax n (syntax-rules () ((_ x (... ...)) '(x (... ...))))))", "(m lst) (lst 1 2)"), "(1 2)"),
    ("a macro that defines a macro with a given ellipsis", macro("() ((_ n e) (define-syntax n (syntax-rules e () ((_ x e) '(x e)))))", "(m lst ooo) (lst 1 2)"), "(1 2)"),
    ("a macro that expands to syntax-rules", "(define-syntax con (syntax-rules () ((_ v) (syntax-rules () ((_) v))))) (define-syntax five (con 5)) (five)", "5"),
    ("another name for a keyword", "(define-syntax my-if if) (my-if #f 1 2)", "2"),
    ("be-like-begin", "(define-syntax be-like-begin (syntax-rules () ((be-like-begin name) (define-syntax name (syntax-rules () ((name expr (... ...)) (begin expr (... ...)))))))) (be-like-begin sequence) (sequence 1 2 3 4)", "4"),
    ("report: let with =>", "(let ((=> #f)) (cond (#t => 'ok)))", "ok"),
    ("report: my-or", "(define-syntax my-or (syntax-rules () ((my-or) #f) ((my-or e) e) ((my-or e1 e2 ...) (let ((temp e1)) (if temp temp (my-or e2 ...)))))) (let ((x #f) (y 7) (temp 8) (let (lambda (x) #f)) (if (lambda (x) #f))) (my-or x (let temp) (if y) y))", "7"),
    ("report: letrec-syntax my-or", "(letrec-syntax ((my-or (syntax-rules () ((my-or) #f) ((my-or e) e) ((my-or e1 e2 ...) (let ((temp e1)) (if temp temp (my-or e2 ...))))))) (let ((x #f) (y 7) (temp 8)) (my-or x temp y)))", "8"),
    ("report: let-syntax given-that", "(let-syntax ((given-that (syntax-rules () ((_ test s1 s2 ...) (if test (begin s1 s2 ...)))))) (let ((if #t)) (given-that if (set! if 'now)) if))", "now"),
    ("report: outer x", "(let ((x 'outer)) (let-syntax ((m (syntax-rules () ((m) x)))) (let ((x 'inner)) (m))))", "outer"),
]  # fmt: skip

SWAP = "(define-syntax swap! (syntax-rules () ((_ a b) (let ((tmp a)) (set! a b) (set! b tmp)))))"
HYGIENE = [
    ("an inserted binding does not capture", SWAP + "(let ((tmp 1) (other 2)) (swap! tmp other) (list tmp other))", "(2 1)"),
    ("an inserted reference is not captured", "(define-syntax m (syntax-rules () ((_ x) (list x)))) (let ((list 5)) (m list))", "(5)"),
    ("an inserted keyword is not captured", "(define-syntax m (syntax-rules () ((_ c) (if c 1 2)))) (let ((if list)) (m #f))", "2"),
    ("an inserted loop name", "(define-syntax while (syntax-rules () ((_ c b ...) (let loop () (when c b ... (loop)))))) (let ((n 0) (loop 5)) (while (< n 3) (set! n (+ n 1))) (list n loop))", "(3 5)"),
    ("the user's name binds", "(define-syntax for (syntax-rules () ((_ v e b) (let ((v e)) b)))) (for x 3 (+ x 1))", "4"),
    ("an inserted top-level definition is private", "(define-syntax def (syntax-rules () ((_ get v) (begin (define hidden v) (define (get) hidden))))) (define hidden 0) (def a 1) (def b 2) (list hidden (a) (b))", "(0 1 2)"),
    ("an inserted internal definition is private", "(define-syntax m (syntax-rules () ((_ n) (begin (define t 5) (define n t))))) (let ((t 1)) (let () (m x) (list x t)))", "(5 1)"),
    ("an inserted record type", "(define-syntax rec (syntax-rules () ((_ mk get) (define-record-type thing (mk v) thing? (v get))))) (rec mk1 get1) (rec mk2 get2) (list (get1 (mk1 1)) (get2 (mk2 2)))", "(1 2)"),
    ("an inserted else", "(define-syntax m (syntax-rules () ((_ x) (cond (#f 1) (else x))))) (let ((else #f)) (m 5))", "5"),
    ("else that is a variable is no else", "(let ((else #f)) (cond (#f 1) (else 2) (#t 3)))", "3"),
    ("=> that is a variable", "(let ((=> 1)) (cond (2 => 'c)))", "c"),
    ("quasiquote inserted by a macro", "(define-syntax m (syntax-rules () ((_ x) `(a ,x ,@(list x))))) (m 1)", "(a 1 1)"),
    ("unquote that is a variable is data", "(let ((unquote 1)) `(a ,b))", "(a (unquote b))"),
    ("quote of inserted symbols", "(define-syntax m (syntax-rules () ((_ x) '(x y)))) (m z)", "(z y)"),
    ("case in a macro with inserted data", "(define-syntax m (syntax-rules () ((_ e) (case e ((a) 1) (else 2))))) (m 'a)", "1"),
    ("a literal passed through two macros", "(define-syntax inner (syntax-rules (go) ((_ go) 'yes) ((_ x) 'no))) (define-syntax outer (syntax-rules () ((_) (inner go)))) (outer)", "yes"),
    ("nested macros with the same inserted name", "(define-syntax a (syntax-rules () ((_ e) (let ((x 1)) (+ x e))))) (define-syntax b (syntax-rules () ((_ e) (let ((x 10)) (a (+ x e)))))) (let ((x 100)) (b x))", "111"),
    ("a pattern variable named like a global", "(define-syntax m (syntax-rules () ((_ car) (list car)))) (m 5)", "(5)"),
    ("a macro in a procedure sees its variables", "(define (f x) (define-syntax get (syntax-rules () ((_) x))) (let ((x 2)) (get))) (f 1)", "1"),
    ("a parameter inserted by a macro", "(define-syntax my-lambda (syntax-rules () ((_ b) (lambda (x) b)))) (define x 7) ((my-lambda x) 1)", "7"),
    ("do in a macro", "(define-syntax sum (syntax-rules () ((_ n e) (do ((i 0 (+ i 1)) (s 0 (+ s e))) ((= i n) s))))) (let ((i 5)) (sum 3 i))", "15"),
    ("generated temporaries", "(define-syntax my-let (syntax-rules () ((_ \"t\" () ((t v) ...) body) (let ((t v) ...) body)) ((_ \"t\" (v . r) (b ...) body) (my-let \"t\" r (b ... (temp v)) body)) ((_ (v ...) body) (my-let \"t\" (v ...) () body)))) (my-let (1 2 3) 'ok)", "ok"),
    ("a macro that redefines a global of the user", "(define x 1) (define-syntax setx (syntax-rules () ((_ v) (set! x v)))) (let ((x 5)) (setx 9)) x", "9"),
    ("guard in a macro", "(define-syntax try (syntax-rules () ((_ e d) (guard (c (#t d)) e)))) (let ((c 3)) (try (raise 1) c))", "3"),
]  # fmt: skip


@pytest.mark.parametrize("program, value", [c[1:] for c in FEATURES + HYGIENE], ids=[c[0] for c in FEATURES + HYGIENE])
def test_macro(program, value):
    assert value_of(program) == value
