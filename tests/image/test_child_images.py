"""Child images hold what differs from their base, and boot as if they held everything."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

import pytest

from lisp import Interpreter, LispError
from lisp.data.vector import Vector
from lisp.data.writer import shown
from lisp.image.file import read_image
from lisp.image.walk import PAGE
from lisp.tools.difference import collect as collect_difference
from lisp.tools.flatten import collect as collect_flat
from lisp.tools.listing import collect_list
from lisp.tools.verify import collect as collect_verify
from tests.image.graphs import Host, difference

LENGTH = 8 * PAGE
PARENT = f"""
(import (srfi 69) (srfi 1) (scheme char) (lisp image))
(define data (let loop ((i {LENGTH}) (all '())) (if (= i 0) all (loop (- i 1) (cons i all)))))
(define-record-type point (make-point x y) point? (x point-x set-point-x!) (y point-y))
(define p (make-point 1 (list 1 2 3)))
(define v (vector p "text" 'symbol 1.5 data))
(define table (make-hash-table))
(hash-table-set! table 'one 1)
(hash-table-set! table "two" (list 2))
(define large (make-hash-table))
(do ((i 0 (+ i 1))) ((= i 3000)) (hash-table-set! large (number->string i) i))
(define (counter) (let ((n 0)) (lambda () (set! n (+ n 1)) n)))
(define next (counter))
(next)
(define parameter (make-parameter 10))
(define-syntax twice (syntax-rules () ((_ e) (begin e e))))
(define text (make-string 3 #\\a))
(define bytes (bytevector 1 2 3))
(define promise (delay (begin (set! forced (+ forced 1)) 'value)))
(define forced 0)
(define b #f)
"""

# what is done in a world that was booted from the parent, and what a world that boots the child must answer then
CHANGES = {
    "nothing": ("#t", {"(car data)": 1, "(next)": 2, "(parameter)": 10}),
    "a pair": ("(set-car! (list-tail data 5000) 'x)", {"(list-ref data 5000)": "x", "(list-ref data 5001)": 5002}),
    "a list that ends sooner": ("(set-cdr! (list-tail data 9) '())", {"(length data)": 10, "(length (vector-ref v 4))": 10}),
    "a longer list": ("(set! data (cons 0 data))", {
        "(and (eq? (cdr data) (vector-ref v 4)) (length data))": LENGTH + 1, "(car data)": 0}),
    "a shared tail": ("(define tail (list-tail data 20000))", {"(eq? tail (list-tail (vector-ref v 4) 20000))": True}),
    "something new in the middle": ("(let ((at (list-tail data 100))) (set-cdr! at (cons 'new (cdr at))))", {
        "(list-ref data 101)": "new", "(list-ref data 102)": 102, "(length data)": LENGTH + 1}),
    "a record": ("(set-point-x! p (list p))", {"(eq? p (car (point-x p)))": True, "(eq? p (vector-ref v 0))": True}),
    "a new record": ("(define q (make-point p v))", {"(eq? (point-x q) (vector-ref (point-y q) 0))": True, "(point? q)": True}),
    "a vector": ("(vector-set! v 1 (list v))", {"(eq? v (car (vector-ref v 1)))": True, "(vector-ref v 3)": 1.5}),
    "a table": ("(begin (hash-table-set! table 'three p) (hash-table-delete! table 'one))", {
        "(eq? p (hash-table-ref table 'three))": True, "(hash-table-ref/default table 'one 'no)": "no",
        '(hash-table-ref table "two")': [2], "(hash-table-size table)": 2}),
    "a table that is large": (
        '(begin (hash-table-delete! large "0") (hash-table-delete! large "1000") (hash-table-set! large "1000" p)'
        ' (hash-table-set! large "500" 5) (hash-table-delete! large "2999") (hash-table-set! large (list 7) v))', {
        "(map (lambda (key) (hash-table-ref/default large key 'no)) '(\"0\" \"1\" \"500\" \"2999\"))": ["no", 1, 5, "no"],
        '(list (eq? p (hash-table-ref large "1000")) (eq? v (hash-table-ref large (list 7))))': [True, True],
        "(list-tail (hash-table-keys large) 2996)": ["2998", "1000", [7]], "(hash-table-size large)": 2999}),
    "keys that were asked for": (
        "(begin (define names (hash-table-keys large)) (define name (list-ref names 40)) (set! names #f))", {
        "(list name (eq? name (list-ref (hash-table-keys large) 40)))": ["40", True], "(hash-table-ref large name)": 40}),
    "a key that was changed": ("(begin (string-set! (cadr (hash-table-keys large)) 0 #\\x) (set! b 2))", {
        "(list (cadr (hash-table-keys large)) (hash-table-ref large \"1\"))": ["x", 1]}),
    "a key that went and came": (
        "(begin (define old (car (hash-table-keys large))) (hash-table-delete! large old) (define new (string #\\0))"
        " (hash-table-set! large new 'new))", {
        "(let ((last (list-ref (hash-table-keys large) 2999))) (list old last (eq? new last) (eq? old last)))":
            ["0", "0", True, False]}),
    "a closed-over variable": ("(begin (next) (next))", {"(next)": 4}),
    "a new closure": ("(begin (define next2 (counter)) (next2))", {"(list (next2) (next))": [2, 2]}),
    "a procedure defined again": ("(define (counter) 'other)", {"(counter)": "other", "(next)": 2}),
    "a parameter": ("(define old parameter) (define parameter (make-parameter old))", {
        "(parameterize ((old 3)) ((parameter)))": 3}),
    "a macro": ("(define-syntax thrice (syntax-rules () ((_ e) (begin (twice e) e))))", {
        "(let ((n 0)) (thrice (set! n (+ n 1))) n)": 3}),
    "a string": ("(string-set! text 1 #\\b)", {"text": "aba"}),
    "bytes": ("(bytevector-u8-set! bytes 1 9)", {"(bytevector-u8-ref bytes 1)": 9}),
    "a promise": ("(force promise)", {"(list (force promise) forced)": ["value", 1]}),
    "a box full of stubs": ("(set! b (vector (list-tail data 10000) (list-tail data 20000)))", {
        "(eq? (vector-ref b 1) (list-tail (vector-ref b 0) 10000))": True}),
    "another library": ("(import (srfi 133))", {"(vector-count even? (vector 1 2 4))": 2}),
}  # fmt: skip


@pytest.fixture(scope="module")
def parent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("child") / "parent.img"
    lisp = Interpreter()
    lisp.eval(PARENT)
    lisp.save(path)
    return path


def plain(value: object) -> object:
    return value if isinstance(value, (bool, int, float, list)) else str(value)


def answers(lisp: Interpreter, questions: dict) -> dict:
    found = {question: lisp.eval(question) for question in questions}
    return {q: [plain(v) for v in value] if isinstance(value, list) else plain(value) for q, value in found.items()}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change(name: str, parent: Path, tmp_path: Path) -> None:
    change, questions = CHANGES[name]
    lisp = Interpreter(parent)
    lisp.eval(change)
    child = parent.parent / "child.img"
    lisp.save(child, base=parent)
    assert child.stat().st_size < parent.stat().st_size / 5
    assert answers(Interpreter(child), questions) == questions
    assert answers(lisp, questions) == questions  # saving changed nothing


def test_a_line_of_children(parent: Path) -> None:
    """Each is the base of the next, and all changes of all of them are there in the end."""
    base = parent
    for generation, (change, _) in enumerate(CHANGES.values()):
        if change.startswith("(set-cdr!") or "define (counter)" in change:
            continue
        lisp = Interpreter(base)
        lisp.eval(change)
        path = parent.parent / f"generation{generation}.img"
        lisp.save(path, base=base)
        base = path
    lisp = Interpreter(base)
    wanted = {question: answer for name in ("a record", "a vector", "a table", "a string", "bytes", "a macro", "another library")
              for question, answer in CHANGES[name][1].items()}  # fmt: skip
    assert answers(lisp, wanted) == wanted
    assert lisp.eval("(list (car data) (list-ref data 101) (length data))") == [0, "new", LENGTH + 2]
    whole = parent.parent / "whole.img"
    lisp.save(whole)
    assert answers(Interpreter(whole), {"text": "aba", "(length data)": LENGTH + 2}) == {"text": "aba", "(length data)": LENGTH + 2}


def test_a_computation_in_the_middle(parent: Path) -> None:
    child = parent.parent / "middle.img"
    lisp = Interpreter(parent)
    text = f"""
        (parameterize ((parameter 11))
          (map (lambda (x) (if (= x 2) (save-image "{child}" 'base "{parent}") (list x (parameter)))) (list 1 2 3)))"""
    assert str(lisp.eval(text)[1]) == "saved"
    assert shown(Interpreter(child).resume_entry()) == "((1 11) booted (3 11))"


def test_the_tools_see_one_image(parent: Path, tmp_path: Path) -> None:
    lisp = Interpreter(parent)
    lisp.eval("(begin (set-point-x! p 'changed) (define (fresh) (point-x p)) (set-car! (list-tail data 20000) 'x))")
    child = parent.parent / "looked-at.img"
    lisp.save(child, base=parent)
    assert collect_verify(str(child))["problems"] == []
    names = {row["name"] for row in collect_list(str(child), None, False)["definitions"]}
    assert {"fresh", "data", "make-point"} <= names
    found = collect_difference(str(parent), str(child))
    assert not found["same"]
    assert "fresh" in str(found)
    flat = tmp_path / "flat.img"
    collect_flat(str(child), str(flat))
    parent_again = Interpreter(flat)
    assert [str(x) for x in parent_again.eval("(list (fresh) (list-ref data 20000) (length data))")] == ["changed", "x", str(LENGTH)]
    assert collect_verify(str(flat))["problems"] == []
    with pytest.raises(LispError, match="the image builds on no other"):
        collect_flat(str(flat), str(tmp_path / "again.img"))


def test_what_was_not_touched_stays_in_the_base(parent: Path) -> None:
    lisp = Interpreter(parent)
    lisp.eval("(set-car! data 'first)")
    child = parent.parent / "untouched.img"
    lisp.save(child, base=parent)
    again = Interpreter(child)
    again.eval("(car data)")
    undecoded = [part for part, roots in zip(again.loader.directory.parts, again.loader.roots) if roots is None]
    assert len([part for part in undecoded if part.startswith("run ")]) > 5


def test_a_large_table_is_not_written_again(parent: Path) -> None:
    child = parent.with_name("table.img")
    scheme = Interpreter.boot(parent)
    scheme.eval('(hash-table-set! large "1500" \'changed) (hash-table-set! large "new" 1) (hash-table-delete! large "7")')
    scheme.save(child, base=parent)
    scheme.save(child.with_name("all.img"))
    scheme.eval("(define size (apply + (map string-length (hash-table-keys large))))")  # now all keys are there
    scheme.save(child.with_name("keys.img"), base=parent)
    assert child.stat().st_size < 20_000 < child.with_name("all.img").stat().st_size
    assert child.with_name("keys.img").stat().st_size < 20_000
    assert Interpreter.boot(child).eval('(map (lambda (key) (hash-table-ref/default large key 0)) (list "1500" "new" "7"))') == [
        "changed", 1, 0,
    ]  # fmt: skip


def test_the_base_must_be_there_and_the_same(parent: Path, tmp_path: Path) -> None:
    base, child = tmp_path / "base.img", tmp_path / "child.img"
    shutil.copy(parent, base)
    Interpreter(base).save(child, base=base)
    moved = tmp_path / "elsewhere"
    moved.mkdir()
    shutil.copy(base, moved)
    shutil.copy(child, moved)
    assert Interpreter(moved / "child.img").eval("(next)") == 2  # found beside the child
    base.unlink()
    with pytest.raises(LispError, match="builds on .*base.img, and there is no such file"):
        Interpreter(child)
    lisp = Interpreter()
    lisp.eval("(define other 1)")
    lisp.save(base)
    with pytest.raises(LispError, match="builds on .*base.img, which is another one than it was then"):
        Interpreter(child)


def test_only_the_image_that_was_booted_can_be_the_base(parent: Path, tmp_path: Path) -> None:
    other, child = tmp_path / "other.img", tmp_path / "child.img"
    lisp = Interpreter()
    lisp.save(other)
    for interpreter in (lisp, Interpreter(parent)):
        with pytest.raises(LispError, match="other.img is not the image that this world was booted from"):
            interpreter.save(child, base=other)
    with pytest.raises(LispError, match="no such file"):
        lisp.save(child, base=tmp_path / "missing.img")
    assert not child.exists()


def test_an_image_that_would_build_on_itself(parent: Path, tmp_path: Path) -> None:
    base, child, other = tmp_path / "base.img", tmp_path / "child.img", tmp_path / "other.img"
    shutil.copy(parent, base)
    lisp = Interpreter(base)
    lisp.save(child, base=base)
    other.symlink_to(base)
    content = base.read_bytes()
    for target in (base, other):
        with pytest.raises(LispError, match="is an image that the new one is to build on: it cannot take its place"):
            lisp.save(target, base=base)
        with pytest.raises(LispError, match="is an image that the new one is to build on"):
            Interpreter(child).save(target, base=child)
    assert base.read_bytes() == content
    assert Interpreter(child).eval("(car data)") == 1
    shutil.copy(child, base)
    with pytest.raises(LispError, match="which is another one than it was then"):
        Interpreter(base)


def test_no_more_images_than_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("file", "child"):
        monkeypatch.setattr(f"lisp.image.{module}.GENERATIONS", 3)
    paths = [tmp_path / f"{n}.img" for n in range(6)]
    Interpreter().save(paths[0])
    for n in range(1, 4):
        lisp = Interpreter(paths[n - 1])
        lisp.eval(f"(define x {n})")
        lisp.save(paths[n], base=paths[n - 1])
    lisp = Interpreter(paths[3])
    assert lisp.eval("x") == 3
    with pytest.raises(LispError, match=r"3\.img builds on 3 images, and on none more: flatten it first"):
        lisp.save(paths[4], base=paths[3])
    assert not paths[4].exists()
    collect_flat(str(paths[3]), str(paths[5]))
    assert Interpreter(paths[5]).eval("x") == 3
    monkeypatch.setattr("lisp.image.file.GENERATIONS", 2)
    with pytest.raises(LispError, match=r"3\.img: more than 2 images build on one another"):
        Interpreter(paths[3])


def test_python_objects_of_the_base_stay(tmp_path: Path) -> None:
    base, child = tmp_path / "base.img", tmp_path / "child.img"
    lisp = Interpreter()
    lisp.define("stamp", datetime.date(2020, 1, 2))
    lisp.eval("(define n 1)")
    lisp.save(base)
    booted = Interpreter(base)
    booted.eval("(set! n 2)")
    booted.save(child, base=base)
    again = Interpreter(child)
    assert again.eval("n") == 2
    assert again.eval("stamp") == datetime.date(2020, 1, 2)


CHANGES_OF_PYTHON = {
    "a change": lambda lisp, log: log.lines.append("more"),
    "something new": lambda lisp, log: lisp.define("stamp", datetime.date(2020, 1, 2)),
    "a new object in an old one": lambda lisp, log: log.lines.append(Host()),
    "an object of Scheme that was there": lambda lisp, log: setattr(log, "kept", lisp.user.globals["pair"]),
    "a new object of Scheme": lambda lisp, log: setattr(log, "kept", lisp.eval_lisp("(vector pair host)")),
    "a change of what only Python knows": lambda lisp, log: log.lines[0].items.append(7),
    "a new one that only Python knows": lambda lisp, log: log.lines.append(lisp.eval_lisp("(list (string-copy \"new\") host)")),
    "a stub": lambda lisp, log: setattr(log, "kept", lisp.eval_lisp("(list-tail long 5000)")),
    "less": lambda lisp, log: log.lines.clear(),
}


def heap_of(lisp: Interpreter) -> list:
    """What Python and Scheme know of each other."""
    variables = lisp.user.globals
    return [variables["pair"], variables["host"], variables.get("stamp")]


@pytest.mark.parametrize("name", CHANGES_OF_PYTHON)
def test_python_objects_are_saved_as_they_are_now(name: str, tmp_path: Path) -> None:
    base, child, second = tmp_path / "base.img", tmp_path / "child.img", tmp_path / "second.img"
    lisp = Interpreter()
    lisp.eval(f"(import (srfi 1)) (define pair (list 1 2)) (define host #f) (define long (iota {3 * PAGE}))")
    log = Host()
    log.lines.append(lisp.eval_lisp("(vector 1 pair)"))
    lisp.user.globals["host"] = log
    lisp.save(base)
    booted = Interpreter(base)
    booted.eval("host")
    CHANGES_OF_PYTHON[name](booted, booted.user.globals["host"])
    booted.save(child, base=base)
    again = Interpreter(child)
    again.eval("(list pair host)")
    assert difference(Vector(heap_of(booted)), Vector(heap_of(again))) is None
    again.user.globals["host"].kept = again.eval_lisp("(begin (set-car! pair host) pair)")
    again.save(second, base=child)
    last = Interpreter(second)
    assert last.eval_lisp("(car pair)") is last.user.globals["host"]
    assert last.user.globals["host"].kept is last.user.globals["pair"]


def test_new_python_objects_come_after_those_that_nobody_looked_at(tmp_path: Path) -> None:
    base, child = tmp_path / "base.img", tmp_path / "child.img"
    lisp = Interpreter()
    lisp.define("stamp", datetime.date(2020, 1, 2))
    lisp.save(base)
    booted = Interpreter(base)
    booted.define("more", datetime.date(2021, 1, 2))
    booted.save(child, base=base)
    assert Interpreter(child).eval("(list stamp more)") == [datetime.date(2020, 1, 2), datetime.date(2021, 1, 2)]
    nothing_new = tmp_path / "nothing.img"
    again = Interpreter(child)
    again.eval("stamp")
    again.save(nothing_new, base=child)
    assert ("host", "") not in read_image(str(nothing_new)).index
