"""Images in a level of the debugger: they are sound, `why` starts at the level, and shaken they go on as before."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from lisp import Interpreter, LispError
from lisp.debug.dump import dump_core
from lisp.repl.session import Session
from lisp.tools import info, shake, verify, why
from lisp.tools.heap import open_heap
from tests.tools.test_rewriting import encoded_again

PROGRAM = """
(import (scheme base) (scheme write))
(define config '((width . 3)))
(define (lookup key)
  (cdr (assq key config)))
(define (process items)
  (let loop ((rest items) (total 0))
    (if (null? rest)
        (* total (lookup 'height))
        (loop (cdr rest) (+ total (car rest))))))
(define (main)
  (dynamic-wind
    (lambda () (display "in "))
    (lambda () (let ((r (process '(1 2 3)))) (display r) r))
    (lambda () (display " out "))))
(main)
(display "end")
"""
# what is typed at a prompt, each of which opens a level but the definitions
TYPED = {
    "a primitive": "(display (car 5))",
    "an argument": "(list (parameterize ((p 'in)) (list (f 5) (p))))",
    "a variable that there is not": "(list 1 (f unbound-thing))",
    "a variable that there is not is set": "(begin (set! unbound-thing 5) 1)",
    "a variable used before its definition": "(letrec ((a (list b)) (b 1)) a)",
    "a test": "(if (car 5) 1 2)",
    "in a loop": "(list (let loop ((i 0)) (if (> i 3) (car i) (loop (+ i 1)))))",
    "in a host procedure": "(list (map (lambda (x) (vector-ref (vector) x)) '(1 2)))",
    "a call of no procedure": "(list ('a 1))",
    "too many arguments": "(list (f 1 2 3))",
    "raised": "(list (raise 'x))",
    "raised to go on": "(list (raise-continuable 'x))",
    "in a handler": "(list (with-exception-handler (lambda (e) (car e)) (lambda () (+ 1 (raise-continuable 'x)))))",
    "a wind": "(dynamic-wind (lambda () 1) (lambda () (list (f 5))) (lambda () 2))",
    "a step": ",step (list (f '(1)))",
    "a definition": "(define y (car 5))",
    "a macro": "(when (car 5) 1)",
    "numbers": "(+ 1 (* 2 (vector-ref (vector 'a) 0)))",
}


def typed(session: Session, *texts: str) -> None:
    for text in texts:  # on a stack of its own, as at a real prompt
        thread = threading.Thread(target=session.take, args=(text,))
        thread.start()
        thread.join()


def again(path: str, capsys: pytest.CaptureFixture[str], *texts: str) -> str:
    """What a debugger shows that takes up the image at PATH, for TEXTS."""
    session = Session(Interpreter(path, trusted=True))
    session.take_up(session.interpreter.saved_levels())
    capsys.readouterr()
    typed(session, *texts)
    session.interpreter.flush()
    return "".join(capsys.readouterr())


@pytest.fixture(scope="module")
def dumped(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = str(tmp_path_factory.mktemp("levels") / "core.img")
    interpreter = Interpreter()
    interpreter.services.keeps_stopped = True
    interpreter.user.globals["lock"] = threading.Lock()
    with pytest.raises(LispError) as caught:
        interpreter.run_text(PROGRAM, "hidden.scm")
    assert "core dump" in dump_core(interpreter, caught.value, path)
    return path


@pytest.mark.parametrize("name", TYPED)
def test_levels_are_sound(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    image, shaken = str(tmp_path / "x.img"), str(tmp_path / "shaken.img")
    session = Session(Interpreter())
    typed(session, "(define p (make-parameter 'out))", "(define (f x) (+ 1 (car x)))", TYPED[name], "(cdr 7)")
    assert len(session.levels) == 2
    session.interpreter.save(image)
    assert verify.collect(image)["problems"] == []
    shake.collect(image, shaken, [])
    assert verify.collect(shaken)["problems"] == []
    assert again(shaken, capsys, ",bt", ",abort", ",bt", ",locals") == again(image, capsys, ",bt", ",abort", ",bt", ",locals")


WAYS_ON = {
    ",use 7": "42 out end",
    "(define config '((height . 2)))\n,retry": "12 out end",
    "(define (lookup key) 3)\n,retry 1": "18 out end",
    ",eval-in 1 (* 2 total)": "$1 = 12\n",
    ",eval-in (assq 'width config)": "$1 = (width . 3)\n",
    "(import (srfi 1))\n(iota 3)": "$1 = (0 1 2)\n",
}


@pytest.mark.parametrize("text", WAYS_ON)
def test_a_shaken_dump_goes_on(dumped: str, text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shaken = str(tmp_path / "shaken.img")
    found = shake.collect(dumped, shaken, [])
    assert found["open"] == ["a level of the debugger", "eval"] and found["gone"] == []
    out = again(shaken, capsys, *text.split("\n"))
    assert out.endswith(WAYS_ON[text]), out


def test_a_dump_is_decoded_whole(dumped: str) -> None:
    heap = open_heap(dumped)
    before = {(kind, key): bytes(heap.image.entry(kind, key)) for kind, key in heap.image.index if not kind.startswith("code@")}
    assert encoded_again(dumped) == before
    assert [level.program for level in heap.levels] == [True] and len(heap.shadows) == 6
    assert verify.collect(dumped)["problems"] == []
    assert info.collect(dumped)["entry"]["kind"] == "level"


def test_why_from_a_level(dumped: str) -> None:
    assert why.collect(dumped, "lookup")["from-entry"] == ["level 1", "frame 1", "lookup"]


def set_next(heap: object) -> None:
    """A frame that goes on would go on in a shadow."""
    heap.levels[0].frames.next = heap.levels[0].shadows[0]


def set_node(heap: object) -> None:
    heap.levels[0].frames.node = 1


def drop_value(heap: object) -> None:
    frame = heap.levels[0].frames.next
    frame.values = (*frame.values, 1)


def set_depth(heap: object) -> None:
    heap.levels[0].frames.depth += 1


DAMAGES = [
    (set_next, "a frame that would go on in what a debugger only shows"),
    (set_node, "where none can wait"),
    (drop_value, "does not hold the variables that its code needs"),
    (set_depth, "frames whose depths do not add up"),
]


@pytest.mark.parametrize(("change", "problem"), DAMAGES, ids=[problem for _, problem in DAMAGES])
def test_levels_that_are_not_sound(dumped: str, change: object, problem: str) -> None:
    check = verify.Check(open_heap(dumped))
    change(check.heap)
    check.heap.load = lambda: check.heap
    check.whole_heap()
    assert any(problem in text for text in check.problems), check.problems
