"""Each name of the report's standard libraries (Appendix A) exists and refuses a wrong argument with one clear error.

Clear: it says where, who refuses, and what was expected and given: `<eval>:1:1: car: expected a pair, got #<thing>`.
The names stand in tests/scheme/a-standard-libraries.scm, which tests that each library exports what it should.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lisp import Interpreter, LispError

TEXT = (Path(__file__).parent.parent / "scheme" / "a-standard-libraries.scm").read_text(encoding="utf-8")
LIBRARIES = {found[1]: found[2].split() for found in re.finditer(r"\(test-exports (\(scheme [a-z0-9-]+\))\n([^)]*)\)", TEXT)}
HOMES = {name: library for library, names in reversed(LIBRARIES.items()) for name in names}
SYNTAX = set("""
    ... => _ and begin case case-lambda cond cond-expand define define-record-type define-syntax define-values delay
    delay-force do else guard if include include-ci lambda let let* let*-values let-syntax let-values letrec letrec*
    letrec-syntax or parameterize quasiquote quote set! syntax-error syntax-rules unless unquote unquote-splicing when
""".split())  # fmt: skip
PROCEDURES = sorted(set(HOMES) - SYNTAX)
MOST = 9  # arguments: more than any procedure takes that does not take any number

# An object of any type is right for these:
ANY_OBJECT = {
    "predicates of all objects": """
        binary-port? boolean? bytevector? char? complex? eof-object? eq? equal? eqv? error-object? exact-integer? file-error?
        input-port? integer? list? null? number? output-port? pair? port? procedure? promise? rational? read-error? real?
        string? symbol? textual-port? vector? not""",
    "what holds or passes on any object": "cons list make-promise values vector",
    "what gives back as it is what is not a pair, or no promise": "list-copy force",
    "what raises any object, or any message": "error raise raise-continuable",
    "what takes no argument": """
        command-line current-error-port current-input-port current-output-port current-jiffy current-second eof-object features get-environment-variables interaction-environment
        jiffies-per-second open-output-bytevector open-output-string""",
}  # fmt: skip
ANY_COUNT = set("* + < <= = > >= append bytevector bytevector-append environment gcd lcm list string string-append values vector vector-append".split())
LEFT_OUT = {"exit", "emergency-exit"}  # any object is right, and they end the process
# Those that are another procedure, or check with another:
ALSO_CALLED = {
    "call-with-current-continuation": "call/cc", "exact->inexact": "inexact", "environment": "import",
    "call-with-input-file": "open-input-file", "with-input-from-file": "open-input-file",
    "call-with-output-file": "open-output-file", "with-output-to-file": "open-output-file",
}  # fmt: skip


@pytest.fixture(scope="module")
def scheme() -> Interpreter:
    """One whose standard input is at its end."""
    interpreter = Interpreter()
    interpreter.eval_lisp("(import (scheme r5rs)) (define-record-type thing (make-thing) thing?)")
    for library in [*LIBRARIES][::-1]:
        interpreter.eval_lisp(f"(import {library})")
    interpreter.world.input.setting = interpreter.eval_lisp('(open-input-string "")')
    return interpreter


def refusal(scheme: Interpreter, form: str) -> str | None:
    """What is said about FORM, or None if nothing."""
    try:
        scheme.eval_lisp(form)
    except LispError as failure:
        return f"{getattr(failure.payload, 'kind', 'raised')} {str(failure).splitlines()[0]}"
    return None


def refusals(scheme: Interpreter, name: str) -> list[str]:
    """What is said when NAME is called with each number of objects that are right for nothing."""
    said = [refusal(scheme, f"({' '.join([name] + ['(make-thing)'] * count)})") for count in range(MOST + 1)]
    return [text for text in said if text is not None]


@pytest.mark.parametrize("name", PROCEDURES)
def test_a_wrong_type_is_refused(scheme: Interpreter, name: str) -> None:
    if name in LEFT_OUT:
        pytest.skip("it ends the process")
    who = re.escape(ALSO_CALLED.get(name, name))
    clear = re.compile(rf"(type|value|syntax) <eval>:1:1: {who}: (expected .*, got .*|.*#<thing>.*)")
    called = re.compile(r"type <eval>:1:1: expected a procedure to call, got #<thing>")
    said = [text for text in refusals(scheme, name) if not text.startswith("arity ")]
    if any(name in names.split() for names in ANY_OBJECT.values()):
        assert not any(clear.fullmatch(text) for text in said), "it should not be among those that take any object"
        return
    unclear = [text for text in said if not clear.fullmatch(text) and not called.fullmatch(text)]
    assert said and unclear == []


@pytest.mark.parametrize("name", PROCEDURES)
def test_a_wrong_count_is_refused(scheme: Interpreter, name: str) -> None:
    if name in LEFT_OUT:
        pytest.skip("it ends the process")
    who = f"({re.escape(name)}|{re.escape(ALSO_CALLED.get(name, name))})"
    said = [text for text in refusals(scheme, name) if text.startswith("arity ")]
    if name in ANY_COUNT:
        assert said == []
        return
    expected = r"expected (at least )?[0-9]+( or [0-9]+| to [0-9]+)? arguments?( \(.*\))?"
    clear = re.compile(rf"arity <eval>:1:1: {who}: ({expected}, got [0-9]+: \({who}.*\)|no clause takes this many arguments: [0-9])")
    assert said and [text for text in said if not clear.fullmatch(text)] == []


@pytest.mark.parametrize("name", sorted(SYNTAX))
def test_a_bad_form_is_a_syntax_error(scheme: Interpreter, name: str) -> None:
    assert refusal(scheme, name) == f"syntax <eval>:1:1: {name}: this is syntax and cannot be used as a variable"
    said = refusal(scheme, f"({name} . 1)")
    assert said is not None
    assert re.fullmatch(rf"syntax <eval>:1:1: {re.escape(name)}: (expected .*, got \({re.escape(name)} \. 1\)|misplaced: .*|this is allowed .*)", said)


def test_all_names_of_the_report_are_tried() -> None:
    assert {library: len(names) for library, names in LIBRARIES.items()}["(scheme base)"] == 238
    assert set(HOMES) >= SYNTAX and len(HOMES) == len(SYNTAX) + len(PROCEDURES)
