"""Libraries, imports, includes; and the finder and the instances of the interpreter."""

from pathlib import Path

import pytest
from naive import Host, Session, read, show

from lisp.data.condition import LispError
from lisp.data.pair import iterate
from lisp.interpreter.finder import Finder, library_text
from lisp.interpreter.libraries import Libraries

COUNTER = """
(define-library (counter)
  (export next! (rename value counter-value) bump! count)
  (import (base))
  (begin
    (define count 0)
    (define (next!) (set! count (+ count 1)) count)
    (define value (lambda () count))
    (define (hidden x) (* x 10))
    (define-syntax bump! (syntax-rules () ((_ n) (begin (set! count (hidden n)) count))))))
"""

IMPORTS = [
    ("(import (counter)) (next!) (next!)", "2"),
    ("(import (rename (counter) (next! step))) (step)", "1"),
    ("(import (prefix (counter) c:)) (c:next!) (c:counter-value)", "1"),
    ("(import (prefix (only (rename (counter) (next! go)) go) x-)) (x-go)", "1"),
    ("(import (except (counter) next!)) (define (next!) 'mine) (next!)", "mine"),
    ("(import (counter)) (bump! 3)", "30"),
    ("(import (counter)) (define (hidden x) 'wrong) (define count 5) (bump! 3)", "30"),
    ("(import (counter)) (define count 7) count", "7"),
    ("(import (only (base) define)) (import (rename (base) (if wenn))) (wenn #f 1 2)", "2"),
    ("(import (prefix (base) b:)) (b:let*-values (((a) 1) ((b) a)) b)", "1"),
    ("(import (prefix (base) b:)) (b:letrec-syntax ((m (b:syntax-rules () ((_) (n)))) (n (b:syntax-rules () ((_) 4)))) (m))", "4"),
]  # fmt: skip


@pytest.mark.parametrize("text, value", IMPORTS, ids=[case[0] for case in IMPORTS])
def test_import(text, value):
    assert show(Session().run(COUNTER + text)) == value


def test_an_imported_variable_is_not_assigned():
    with pytest.raises(LispError):
        Session().expand(COUNTER + "(import (counter)) (set! count 1)")


def test_a_library_with_all_declarations():
    files = {"body.scm": "(define x 1) (define y (+ x z))", "decl.scm": "(export y) (import (base))"}
    session = Session(files)
    value = session.run(
        "(define-library (l 1) (include-library-declarations \"decl.scm\") (cond-expand (r7rs (begin (define z 2))) "
        "(else (begin (define z 3)))) (include \"body.scm\")) (import (l 1)) y"
    )
    assert value == 3
    assert session.host.reads == [("decl.scm", "test.scm", False), ("body.scm", "test.scm", False)]


def test_include_as_body_and_expression():
    files = {"d.scm": "(define a 4)", "e.scm": "(+ 1 2) 9"}
    assert Session(files).run('(let () (include "d.scm") (+ a (include "e.scm")))') == 13
    assert Session(files).run('(include "d.scm") (include-ci "e.scm") a') == 4


def test_reexport():
    text = COUNTER + "(define-library (again) (export next! if) (import (counter) (base))) (import (again)) (next!)"
    assert Session().run(text) == 1


def test_names_and_paths(tmp_path):
    (name,) = read("(a b 1)")
    assert library_text(name) == "(a b 1)"
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "1.sld").write_text("x")
    assert Finder(["/nowhere", str(tmp_path)]).find(name) == str(tmp_path / "a" / "b" / "1.sld")
    assert Finder([str(tmp_path)]).find(read("(.. x)")[0]) is None


def make_libraries(folder, texts):
    for path, text in texts.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    host = Host()
    known = dict(host.libraries)

    def instantiate(datum):
        host.define_library(datum)
        return host.libraries[library_text(list(iterate(datum))[1])]

    libraries = Libraries(known, Finder([str(folder)]), lambda path: read(Path(path).read_text(), path), instantiate)
    host.find_library = libraries.find_library
    host.library_exists = libraries.library_exists
    return libraries


def test_a_library_is_loaded_once(tmp_path):
    libraries = make_libraries(tmp_path, {
        "a.sld": "(define-library (a) (export x) (import (base) (b)) (begin (define x y)))",
        "b.sld": "(define-library (b) (export y) (import (base)) (begin (define y 1)))",
    })  # fmt: skip
    (a,) = read("(a)")
    assert libraries.find_library(a) is libraries.find_library(a)
    assert {"(a)", "(b)"} <= set(libraries.known)


def test_a_circle_of_imports_is_refused(tmp_path):
    libraries = make_libraries(tmp_path, {
        "a.sld": "(define-library (a) (import (b)))", "b.sld": "(define-library (b) (import (a)))",
    })  # fmt: skip
    with pytest.raises(LispError) as caught:
        libraries.find_library(read("(a)")[0])
    assert "(a) → (b) → (a)" in str(caught.value.payload.message)
    assert libraries.loading == []


def test_a_missing_library_names_the_folders(tmp_path):
    with pytest.raises(LispError) as caught:
        make_libraries(tmp_path, {}).find_library(read("(no such)")[0])
    assert str(caught.value.payload.message) == f"there is no library (no such) (looked in {tmp_path})"


def test_a_file_that_lacks_its_library(tmp_path):
    with pytest.raises(LispError) as caught:
        make_libraries(tmp_path, {"a.sld": "(define-library (b))"}).find_library(read("(a)")[0])
    assert "does not define the library (a)" in str(caught.value.payload.message)
