"""info, ls, show, why, diff: what they say of images that are known."""

from __future__ import annotations

from pathlib import Path

import pytest

from lisp import Interpreter, LispError
from lisp.tools import difference, info, listing, why
from tests.tools.conftest import save

# definition of bank.scm → kind, line and column, doc
DEFINITIONS = [
    ("<account>", "record type", "3:1", None),
    ("account-owner", "procedure", "3:1", None),
    ("accounts", "list", "5:1", None),
    ("big", "vector", "14:1", None),
    ("counter", "procedure", "13:1", None),
    ("deposit!", "procedure", "8:1", "Add AMOUNT to the balance of ACCOUNT."),
    ("limits", "hash table", "6:1", None),
    ("out", "port", "15:1", None),
    ("rate", "parameter", "16:1", None),
    ("swap!", "macro", "12:1", None),
]


def test_info(bank: str, deep: str) -> None:
    found = info.collect(bank)
    assert found["entry"] == {"kind": "program", "toplevel": "main", "frames": 0, "waiting": []}
    assert [code["python"].startswith("CPython 3.") for code in found["code"]] == [True]
    assert "(srfi 69)" in [library["library"] for library in found["libraries"]]
    assert sum(part["bytes"] for part in found["parts"]) < found["bytes"]
    assert found["sources"][0]["name"] == "bank.scm"
    waiting = info.collect(deep)["entry"]["waiting"]
    assert waiting[-4:] == [
        *[{"procedure": "walk", "place": "deep.scm:8:23"}] * 3,
        {"procedure": "the program", "place": "deep.scm:12:1"},
    ]


def test_ls_of_record_types(bank: str) -> None:
    """What the type's own procedures call it by is none that people have defined."""
    assert [d["name"] for d in listing.collect_list(bank, None, False)["definitions"] if "account" in d["name"]] == [
        "<account>", "account-balance", "account-owner", "account?", "accounts", "make-account", "set-account-balance!",
    ]  # fmt: skip
    assert [d["name"] for d in listing.collect_list(bank, None, True)["definitions"] if d["name"].endswith(">.1")] == []


@pytest.mark.parametrize(("name", "kind", "place", "doc"), DEFINITIONS, ids=[row[0] for row in DEFINITIONS])
def test_ls(bank: str, name: str, kind: str, place: str, doc: str | None) -> None:
    found = {d["name"]: d for d in listing.collect_list(bank, None, False)["definitions"]}
    assert (found[name]["kind"], found[name]["place"], found[name]["doc"]) == (kind, f"bank.scm:{place}", doc)


def test_sizes(bank: str) -> None:
    found = {d["name"]: d["bytes"] for d in listing.collect_list(bank, None, False)["definitions"]}
    assert 80_000 < found["big"] < 81_000
    assert found["out"] == 0
    assert 0 < found["accounts"] < 1000


def test_ls_of_libraries(bank: str) -> None:
    names = [d["name"] for d in listing.collect_list(bank, "(srfi 1)", False)["definitions"]]
    assert "fold" in names and "total" not in names
    everything = listing.collect_list(bank, None, True)["definitions"]
    assert {d["library"] for d in everything} >= {"(user)", "(scheme base)", "(srfi 69)"}
    with pytest.raises(LispError, match=r"no library \(scheme bsae\); did you mean \(scheme base\)\?"):
        listing.collect_list(bank, "(scheme bsae)", False)


# name → the source's beginning and end
SOURCES = [
    ("total", "(define (total) (fold", "accounts)))"),
    ("swap!", "(define-syntax swap! (syntax", "(set! b t)))))"),
    ("accounts", "(define accounts (list", '"bob" 20)))'),
    ("account-owner", "(define-record-type <account>", "set-account-balance!))"),
    ("fold", "(define (fold procedure", "result))))"),
    ("(srfi 1) fold", "(define (fold procedure", "result))))"),
]


@pytest.mark.parametrize(("name", "start", "end"), SOURCES, ids=[row[0] for row in SOURCES])
def test_show(bank: str, name: str, start: str, end: str) -> None:
    source = listing.collect_source(bank, name)["definitions"][0]["source"]
    assert source.startswith(start) and source.endswith(end)


def test_show_shows_values(bank: str) -> None:
    value = listing.collect_source(bank, "accounts")["definitions"][0]["value"]
    assert value == '(#<account owner: "ann" balance: 100> #<account owner: "bob" balance: 20>)'


def test_show_what_there_is_not(bank: str) -> None:
    with pytest.raises(LispError, match="there is no definition called totl; did you mean total?"):
        listing.collect_source(bank, "totl")


TYPE_USERS = ["account-balance", "account-owner", "account?", "make-account", "set-account-balance!"]
# object → path from the entry, definitions that refer to it
REASONS = [
    ("main", ["entry main"], []),
    ("total", ["entry main", "total"], ["main"]),
    ("accounts", ["entry main", "total", "accounts"], ["total"]),
    ("accounts/1/owner", ["entry main", "total", "accounts", "1", "owner"], ["accounts"]),
    ("accounts → 1 → balance", ["entry main", "total", "accounts", "1", "balance"], ["accounts"]),
    ("fold", ["entry main", "total", "fold"], ["total"]),
    ("account-balance", ["entry main", "total", "account-balance"], ["deposit!", "total"]),
    ("limits/ann", None, ["limits"]),
    ("counter/n", None, ["counter"]),
    ("big", None, []),
    ("swap!", None, []),
    ("<account>", ["entry main", "total", "account-balance", "<account>"], TYPE_USERS),
]


@pytest.mark.parametrize(("name", "path", "users"), REASONS, ids=[row[0] for row in REASONS])
def test_why(bank: str, name: str, path: list[str] | None, users: list[str]) -> None:
    found = why.collect(bank, name)
    assert found["from-entry"] == path
    own = [user["definition"] for user in found["users"] if not user["definition"].startswith("(")]
    assert own == users


def test_why_from_a_computation(deep: str) -> None:
    assert why.collect(deep, "table")["from-entry"][-1] == "table"
    assert why.collect(deep, "walk")["from-entry"] is None  # all its calls are made


def test_why_for_what_has_no_identity(folder: Path) -> None:
    """An empty list is the value of much; what the image goes on with does not reach each variable that holds one."""
    image = save(folder, "empty", "(import (lisp image)) (define none '()) (define (main) 1) (save-image IMAGE 'toplevel main)")
    assert why.collect(image, "none")["from-entry"] is None


ODD = """
(import (scheme base) (srfi 69) (lisp image))
(define-record-type <odd> (make-odd c/d b) odd? (c/d odd-c/d) (b odd-b))
(define t (make-hash-table))
(hash-table-set! t "a/b" (list (list 1) (make-odd (vector 5) (list 6))))
(hash-table-set! t "a → b" (list 2))
(hash-table-set! t '|x/y| (make-odd t (list 7)))
(define a (make-odd (list 8) (list 9)))
(define a/b (list (list 10)))
(define |p → q| (list (list 11)))
(define string→number (list (list 12)))
(define / (list (list 13)))
(define // (list (list 14)))
(define (main) 1)
(save-image IMAGE 'toplevel main)
"""
# path → the value there, or the error
ODD_PATHS = [
    ('t/"a/b"/0', "(1)"), ('t → "a/b" → 0', "(1)"), ('t → "a → b"', "(2)"), ('t/"a → b"', "(2)"), ('t/"a/b"/1/c/d', "#(5)"),
    ('t/"a/b"/1/c/d/0', "5"), ("t/x/y/b", "(7)"), ("t/x/y/c/d/x/y/b/0", "7"), ("a/c/d", "(8)"), ("a/b", "((10))"),
    ("a/b/0", "(10)"), ("a → b", "(9)"), ("p → q", "((11))"), ("p → q → 0", "(11)"), ("p → q/0", "(11)"),
    ("string→number", "((12))"), ("string→number/0", "(12)"), ("string→number → 0 → 0", "12"), ("/", "((13))"),
    ("// → 0", "(14)"), ("///0", "(14)"), ("(user) a/b/0", "(10)"),
    ("a/c/e", "there is no part of a called c"), ("p → q → 1", "there is no part of p → q called 1"),
    ("a/b/x", "there is no part of a/b called x"), ("nothing/there", "there is no definition called nothing"),
    ("/x", "there is no definition called /x"),
]  # fmt: skip


@pytest.fixture(scope="module")
def odd(folder: Path) -> str:
    return save(folder, "odd", ODD)


@pytest.mark.parametrize(("path", "value"), ODD_PATHS, ids=[path for path, _ in ODD_PATHS])
def test_why_for_odd_names(odd: str, path: str, value: str) -> None:
    if value.startswith("there is no"):
        with pytest.raises(LispError, match=value):
            why.collect(odd, path)
    else:
        assert why.collect(odd, path)["value"] == value


def test_why_for_a_path_that_ends(bank: str) -> None:
    with pytest.raises(LispError, match="there is no part of accounts → 1 called balanse; did you mean balance?"):
        why.collect(bank, "accounts/1/balanse")
    with pytest.raises(LispError, match="there is no part of accounts called 2"):
        why.collect(bank, "accounts/2")


def test_diff(bank: str, changed_bank: str) -> None:
    found = difference.collect(bank, changed_bank)
    assert [d["name"] for d in found["added"]] == ["helper", "small"]
    assert [d["name"] for d in found["removed"]] == ["big"]
    changed = {d["name"]: d for d in found["changed"]}
    assert sorted(changed) == ["accounts", "counter", "limits", "rate", "swap!", "total"]
    assert changed["accounts"]["differences"] == [{"path": ["1", "balance"], "old": "20", "new": "25"}]
    assert changed["limits"]["differences"] == [{"path": ["ann"], "old": "500", "new": "501"}]
    assert changed["rate"]["differences"] == [{"path": ["setting"], "old": "0.05", "new": "0.06"}]
    assert changed["counter"]["differences"] == [{"path": ["n"], "old": "0", "new": "5"}]
    assert changed["total"]["differences"][0]["path"] == ["code"]
    assert [line[:30] for line in changed["total"]["source"] if line[0] in "-+"] == [
        "-(define (total) (fold + 0 (ma", "+(define (total) (fold + 1 (ma",
    ]  # fmt: skip
    assert not found["same"]


def test_no_diff(bank: str, deep: str) -> None:
    for image in (bank, deep):
        assert difference.collect(image, image)["same"]


# the definition of x before and after → (path, old, new) of each difference
TABLE = """(let ((t (make-hash-table)) (k (string #\\k)) (l (list 'a 'b)))
  (hash-table-set! t k 1) (hash-table-set! t l 2) %s t)"""
VALUES = [
    ("1", "2", [([], "1", "2")]),
    ("1", "1.0", [([], "1", "1.0")]),
    ("'(1 2 3)", "'(1 2 3 4)", [(["tail 3"], "()", "(4)")]),
    ("'(a (b c))", "'(a (b d))", [(["1", "1"], "c", "d")]),
    ("(vector 1 2)", "(vector 1 3 4)", [(["length"], "2", "3"), (["1"], "2", "3")]),
    ('"one"', '"two"', [([], '"one"', '"two"')]),
    ("#\\a", "#\\b", [([], "#\\a", "#\\b")]),
    ("0.0", "-0.0", [([], "0.0", "-0.0")]),
    ("+nan.0", "+nan.0", []),
    ("(expt 7 50)", "(expt 7 50)", []),
    ("'sym", "\"sym\"", [([], "sym", '"sym"')]),
    ("(let ((l (list 1 2))) (set-cdr! (cdr l) l) l)", "(let ((l (list 1 2))) (set-cdr! (cdr l) l) l)", []),
    ("(bytevector 1 2)", "(bytevector 1 3)", [([], "#u8(1 2)", "#u8(1 3)")]),
    ("(lambda (a b) (+ a b))", "(lambda (c d) (+ c d))", []),
    ("(lambda (a b) (+ a b))", "(lambda (a b) (+ b a))", [(["code"], "#<procedure x14>", "#<procedure x14>")]),
    ("(lambda () '(1 2))", "(lambda () '(1 3))", [(["literal", "1"], "2", "3")]),
    ("car", "cdr", [([], "#<procedure car>", "#<procedure cdr>")]),
    (TABLE % "#f", TABLE % "#f", []),
    (TABLE % "#f", TABLE % "(string-set! k 0 #\\q)", [(['key "k"'], '"k"', '"q"')]),
    (TABLE % "#f", TABLE % "(set-car! l 'z)", [(["key (a b)", "0"], "a", "z")]),
    (TABLE % "#f", TABLE % '(hash-table-set! t "k" 3)', [(['"k"'], "1", "3")]),
    ("(list (lambda (y) y) 1)", "(list (lambda (z) z) 2)", [(["1"], "1", "2")]),
]  # fmt: skip


@pytest.fixture(scope="module")
def differences(folder: Path) -> dict:
    """Definition → its differences between two images, in which x0, x1, … are as VALUES say."""
    paths = []
    for place in (0, 1):
        interpreter = Interpreter()
        interpreter.eval("(import (srfi 69))")
        interpreter.eval("(define before (lambda (q) q))" if place else "1")  # so that numbers of variables are others
        for number, row in enumerate(VALUES):
            interpreter.eval(f"(define x{number} {row[place]})")
        paths.append(str(folder / f"values{place}.img"))
        interpreter.save(paths[-1])
    return {d["name"]: d["differences"] for d in difference.collect(*paths)["changed"]}


@pytest.mark.parametrize("number", range(len(VALUES)), ids=[f"{old} to {new}" for old, new, _ in VALUES])
def test_diff_of_values(differences: dict, number: int) -> None:
    found = differences.get(f"x{number}", [])
    assert [(d["path"], d["old"], d["new"]) for d in found] == VALUES[number][2]
