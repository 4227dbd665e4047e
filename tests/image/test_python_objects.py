"""Objects of Python in the heap: they travel, keep what they share, and what cannot travel is named with its path."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from lisp import Interpreter, LispError

ROOT = Path(__file__).parent.parent.parent


class Account:
    """A class that the tests' module has, so that it is pickled by name."""

    def __init__(self, owner: str) -> None:
        self.owner = owner
        self.log: list = []
        self.other: object = None

    def deposit(self, amount: int) -> int:
        self.log.append(amount)
        return sum(self.log)


class Handle:
    """What pickle refuses; `number` is all that there is to save."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.lock = threading.Lock()


def reopened(number: int) -> Handle:
    return Handle(number + 100)


@pytest.fixture
def interpreter() -> Interpreter:
    made = Interpreter()
    made.eval("(import (scheme base) (lisp image) (srfi 69))")
    return made


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "x.img"


def raw(interpreter: Interpreter, name: str) -> object:
    """The Python object that NAME is bound to."""
    return interpreter.eval(name)


def test_functions_classes_and_instances(interpreter: Interpreter, path: Path) -> None:
    factor = 10
    interpreter.define("times", lambda x: x * factor)
    interpreter.define("account", Account("ann"))
    interpreter.define("make", lambda owner: Account(owner))
    interpreter.define("deposit", Account.deposit)
    interpreter.eval("(define bob (make \"bob\")) (deposit account 5)")
    interpreter.save(path)
    booted = Interpreter.boot(path)
    assert booted.eval("(list (times 4) (deposit account 6) (deposit bob 1))") == [40, 11, 1]
    assert type(raw(booted, "account")) is Account
    assert booted.eval("(deposit (make \"carl\") 3)") == 3
    assert raw(interpreter, "account").log == [5]


def test_python_objects_share_what_they_shared(interpreter: Interpreter, path: Path) -> None:
    ann, bob = Account("ann"), Account("bob")
    ann.other, bob.other, bob.log = bob, ann, ann.log
    interpreter.define("ann", ann)
    interpreter.define("bob", bob)
    interpreter.eval("(define both (vector ann bob ann))")
    interpreter.save(path)
    booted = Interpreter.boot(path)
    ann, bob = raw(booted, "ann"), raw(booted, "bob")
    assert ann.other is bob and bob.other is ann and ann.log is bob.log
    assert booted.eval("(and (eq? ann (vector-ref both 0)) (eq? bob (vector-ref both 1)) (eq? ann (vector-ref both 2)))")


def test_objects_of_the_heap_inside_python_objects(interpreter: Interpreter, path: Path) -> None:
    """Python and Scheme objects refer to each other as they did, also where only Python knows of something."""
    account = Account("ann")
    interpreter.define("account", account)
    interpreter.define("keep", lambda x: setattr(account, "other", x))
    interpreter.define("kept", lambda a: a.other)
    interpreter.eval(
        "(define shared (list 1 2)) (define count 0) (define-record-type point (make-point x) point? (x point-x))"
        "(keep (vector shared account (lambda () (set! count (+ count 1)) (cons count shared)) (make-point shared)))"
    )
    account.other = account.other
    account.log.append(interpreter.eval("(lambda () (set! count (+ count 10)) count)"))
    interpreter.save(path)
    booted = Interpreter.boot(path)
    booted.eval("(define v (kept account))")
    assert booted.eval("(list (eq? (list-ref v 0) shared) (eq? (list-ref v 1) account))") == [False, True]
    assert raw(booted, "account").log[0]() == 10  # a procedure in Python's hands works in the world that booted
    assert booted.eval("count") == 10
    assert interpreter.eval("count") == 0


def test_heap_objects_are_not_copied(interpreter: Interpreter, path: Path) -> None:
    account = Account("ann")
    interpreter.define("account", account)
    interpreter.eval("(define shared (list 1 2)) (define only (string-copy \"only\"))")
    variables = interpreter.user.globals
    account.other = [variables["shared"], variables["only"], interpreter.world, interpreter]
    account.log = variables["only"]
    variables["shared"].cdr.car = account
    interpreter.eval("(define only #f)")
    interpreter.save(path)
    booted = Interpreter.boot(path)
    assert booted.eval("(cadr shared)") is raw(booted, "account")
    shared, only, world, same = raw(booted, "account").other
    assert shared is booted.user.globals["shared"]
    assert only is raw(booted, "account").log
    assert same is booted and world is booted.world


def test_more_than_one_round(interpreter: Interpreter, path: Path) -> None:
    """What only a Python object knows may know further Python objects, and so on."""
    interpreter.define("first", Account("0"))
    here = raw(interpreter, "first")
    make = interpreter.eval_lisp("(lambda (x) (vector 'next x))")
    for n in range(1, 5):
        following = Account(str(n))
        here.other = make(following)
        here = following
    here.other = make(raw(interpreter, "first"))
    interpreter.save(path)
    booted = Interpreter.boot(path)
    here = raw(booted, "first")
    for n in range(5):
        assert here.owner == str(n)
        here = here.other.items[1]
    assert here is raw(booted, "first")


def test_an_image_of_an_image(interpreter: Interpreter, path: Path) -> None:
    interpreter.define("account", Account("ann"))
    interpreter.define("deposit", Account.deposit)
    interpreter.define("back", lambda: interpreter.eval("n"))
    interpreter.eval("(define n 1)")
    for n in range(3):
        assert interpreter.eval("(list (deposit account 1) (back))") == [n + 1, n + 1]
        interpreter.save(path)
        interpreter = Interpreter.boot(path)
        interpreter.eval("(define n (+ n 1))")


def test_a_python_object_in_the_computation(tmp_path: Path) -> None:
    path = tmp_path / "x.img"
    interpreter = Interpreter()
    interpreter.eval("(import (lisp image))")
    interpreter.define("make", Account)
    interpreter.define("deposit", Account.deposit)
    text = f"""(let ((a (make "ann"))) (deposit a 1)
                 (call-with-values (lambda () (values a (save-image "{path}"))) (lambda (same state) (list state (deposit same 2) (deposit a 3)))))"""
    assert interpreter.eval(text) == ["saved", 3, 6]
    assert [str(word) for word in Interpreter.boot(path).resume_entry().cdr.cdr.car.__class__.__mro__][0] == "<class 'int'>"
    booted = Interpreter.boot(path)
    result = booted.resume_entry()
    assert (result.car.name, result.cdr.car, result.cdr.cdr.car) == ("booted", 3, 6)


UNSAVABLE = {
    "a variable": ("(define it lock)", "it"),
    "a list": ("(define config (list 1 2 3 lock))", "config → 3"),
    "a table": ("(define config (make-hash-table)) (hash-table-set! config 'handlers (list 1 2 3 (vector 4 lock)))", "config → handlers → 3 → 1"),
    "a record": ("(define-record-type r (make-r a socket) r? (a r-a) (socket r-s)) (define x (list (make-r 1 lock)))", "x → 0 → socket"),
    "a closure": ("(define f (let ((inner lock)) (lambda () inner)))", "f → inner"),
    "an assigned variable": ("(define f (let ((inner #f)) (set! inner lock) (lambda () (set! inner inner) inner)))", "f → inner"),
    "a parameter": ("(define p (make-parameter lock))", "p → setting"),
    "a promise": ("(define p (make-promise lock))", "p → state → tail"),
    "the end of a list": ("(define p (cons 1 (cons 2 lock)))", "p → tail"),
    "a key": ("(define t (make-hash-table)) (hash-table-set! t lock 'x)", "t → key #<python "),
    "a Python object": ("(define a (list account))", "a → 0 → other → files → 1"),
    "a Python closure": ("(define a function)", "a → function → account → other → files → 1"),
}  # fmt: skip


@pytest.mark.parametrize("name", UNSAVABLE)
def test_what_cannot_be_saved_is_named_with_its_path(interpreter: Interpreter, path: Path, name: str) -> None:
    text, expected = UNSAVABLE[name]
    account = Account("ann")
    account.other = {"files": [1, threading.Lock()]}

    def function() -> object:
        return account

    interpreter.define("lock", threading.Lock())
    interpreter.define("account", account)
    interpreter.define("function", function)
    interpreter.eval(text + "(define lock #f) (define account #f) (define function #f)")
    found = interpreter.check_image()
    assert len(found) == 1
    assert found[0][0].startswith(expected) if name == "a key" else found[0][0] == expected
    assert "lock" in found[0][2]
    with pytest.raises(LispError) as caught:
        interpreter.save(path)
    assert f"save-image: {found[0][0]} cannot be saved: " in str(caught.value)
    assert not path.exists()


def test_every_object_that_cannot_be_saved_is_listed(interpreter: Interpreter, path: Path) -> None:
    interpreter.define("lock", threading.Lock())
    interpreter.define("other", (x for x in "ab"))
    interpreter.define("another", threading.Lock())
    interpreter.eval("(define config (list lock other)) (define lock #f)")
    paths = [row[0] for row in interpreter.check_image()]
    assert sorted(paths) == ["another", "config → 0", "other"]
    assert interpreter.eval("(map car (check-image))") == paths
    with pytest.raises(LispError, match=r"3 objects cannot be saved: \S+ .*\(cannot pickle.*; .*; ") as caught:
        interpreter.save(path)
    assert all(f"{path} (" in str(caught.value) for path in paths)
    interpreter.eval("(define other #f) (define another #f) (define config #f)")
    assert interpreter.check_image() == []


def test_a_host_frame_in_between_is_named(interpreter: Interpreter, path: Path) -> None:
    def each(function: object, items: list) -> list:
        return [function(item) for item in items]

    interpreter.define("each", each)
    text = f'(each (lambda (x) (save-image "{path}")) (list 1 2))'
    with pytest.raises(LispError, match="would go on in the host procedure each, which an image cannot hold"):
        interpreter.eval(text)
    assert not path.exists()
    assert interpreter.eval("(caar (each (lambda (x) (check-image)) (list 1)))") == [
        "the computation", False, "it would go on in the host procedure each",
    ]  # fmt: skip
    assert interpreter.eval(text.replace('")', "\" 'toplevel (lambda () 7))")) == ["saved", "saved"]
    assert Interpreter.boot(path).resume_entry() == 7


def test_savers(interpreter: Interpreter, path: Path) -> None:
    """The embedder says how a type is saved; the restorer travels, and the next image knows it too."""
    interpreter.define("handle", Handle(1))
    interpreter.eval("(define l (list handle handle))")
    assert interpreter.check_image() != []
    interpreter.add_saver(Handle, lambda handle: handle.number, reopened)
    for expected in (101, 201):
        interpreter.save(path)
        interpreter = Interpreter.boot(path)
        handle = raw(interpreter, "handle")
        assert (handle.number, handle.lock.locked()) == (expected, False)
        assert interpreter.eval("(and (eq? handle (car l)) (eq? handle (cadr l)))")


def test_what_a_saver_raises_is_the_reason(interpreter: Interpreter, path: Path) -> None:
    interpreter.define("handle", Handle(1))
    interpreter.add_saver(Handle, lambda handle: 1 // 0, reopened)
    with pytest.raises(LispError, match="handle cannot be saved: .*by zero"):
        interpreter.save(path)
    assert [(path, reason) for path, _, reason in interpreter.check_image()] == [("handle", "integer division or modulo by zero")]


@pytest.mark.parametrize("arguments", [(5, str, str), ("str", str, str), (int, 5, str), (int, str, None)])
def test_what_is_no_saver(interpreter: Interpreter, path: Path, arguments: tuple) -> None:
    with pytest.raises(LispError, match="add-saver: expected a (class|function), got "):
        interpreter.add_saver(*arguments)
    interpreter.define("stamp", Account("ann"))
    interpreter.save(path)


def test_an_object_that_cannot_be_made_again(tmp_path: Path) -> None:
    """The class is gone in the process that boots: one clear error, and what does not need the object still works."""
    module = tmp_path / "vanishing.py"
    module.write_text("class Thing:\n    pass\n")
    save = f"""
import sys; sys.path[:0] = [{str(ROOT)!r}, {str(tmp_path)!r}]
from lisp import Interpreter; from vanishing import Thing
i = Interpreter(); i.eval("(define x 1)"); i.define("thing", Thing()); i.save({str(tmp_path / "x.img")!r})
"""
    subprocess.run([sys.executable, "-c", save], check=True, timeout=60)
    module.unlink()
    booted = Interpreter.boot(tmp_path / "x.img")
    with pytest.raises(LispError, match="x.img: the Python objects of the image cannot be made again: .*vanishing"):
        booted.eval("thing")


def test_an_image_without_python_objects_needs_no_cloudpickle(tmp_path: Path) -> None:
    """An executable that saves images runs where cloudpickle is not installed."""
    program = f"""
import sys
sys.modules["cloudpickle"] = None
from lisp import Interpreter
scheme = Interpreter()
scheme.eval("(define x '(1 2 3))")
scheme.save({str(tmp_path / "x.img")!r})
booted = Interpreter({str(tmp_path / "x.img")!r})
booted.eval("(define y (list 4))")
booted.save({str(tmp_path / "child.img")!r}, base={str(tmp_path / "x.img")!r})
print(Interpreter({str(tmp_path / "child.img")!r}).eval("(apply + (append x y))"))
"""
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert run.stdout == "10\n", run.stderr
