"""What the editor does to a text: indentation, structural commands, matching, completion, colours. No terminal."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prompt_toolkit.document import Document

from lisp.repl import structure
from lisp.repl.colours import coloured
from lisp.repl.completion import Completer, head_at, library_files
from lisp.repl.first import FirstLines
from lisp.repl.indent import indent_all, newline, reindent
from lisp.repl.lines import SchemeLexer
from lisp.repl.scan import Scanner, Token, scan

INDENTED = {
    "a body goes two columns in": "(define (f x)\n  (g x))",
    "operands go below the first": "(if (pair? x)\n    (car x)\n    x)",
    "a call without an operand on its line": "(append\n (f x)\n (g x))",
    "bindings go below each other": "(let ((a 1)\n      (b 2))\n  (+ a b))",
    "a named let": "(let loop ((i 0)\n           (s 0))\n  (loop 1 2))",
    "data go below the first": "'(define x\n  y)",
    "a vector": "#(1\n  2)",
    "clauses": "(cond ((null? x) 1)\n      (else\n       2))",
    "operands before the body go four in": "(do\n    ((i 0 (+ i 1)))\n    ((= i 3))\n  (display i))",
    "names that begin like a form": "(with-exception-handler\n    handler\n  (lambda ()\n    1))",
    "a bracket in a character is none": '(f #\\(\n   "(" ; (\n   x)',
    "an operand on a line of its own leads": "(f a\n   (g b)\n   c)",
    "a string is left as it is": '(display "two\nlines")',
    "a nested comment is left as it is": "(f #| (\nx |#\n y)",
    "nothing is open": "(f)\n(g)",
}


@pytest.mark.parametrize("text", INDENTED.values(), ids=INDENTED.keys())
def test_indentation(text: str) -> None:
    keep = '"two' in text or "#|" in text
    flat = text if keep else "\n".join(line.strip() for line in text.split("\n"))
    assert indent_all(flat) == text


def test_a_new_line_is_indented_and_takes_the_space_with_it() -> None:
    assert newline("(f a b)", 4) == ("(f a\n   b)", 8)
    assert newline("(when x", 7) == ("(when x\n  ", 10)
    assert newline("(when x ; y", 11) == ("(when x ; y\n  ", 14)
    assert newline('(f "a', 5) == ('(f "a\n', 6)


def test_a_line_is_indented_again_with_the_cursor_on_it() -> None:
    assert reindent("(when x\ny)", 9) == ("(when x\n  y)", 11)


EDITS = {
    "slurp": (structure.slurp, "(a |b) c", "(a |b c)"),
    "slurp from further out": (structure.slurp, "((a|) ) b", "((a|)  b)"),
    "slurp with nothing to take": (structure.slurp, "(a |b)", "(a |b)"),
    "barf": (structure.barf, "(|a b)", "(|a) b"),
    "barf the only one": (structure.barf, "(|a)", "(|) a"),
    "wrap": (structure.wrap, "a |b c", "a (|b) c"),
    "wrap a list": (structure.wrap, "|(a b)", "(|(a b))"),
    "splice": (structure.splice, "(a (|b) c)", "(a |b c)"),
    "raise": (structure.raise_datum, "(if (|f x) y)", "(if |f y)"),
    "kill": (structure.kill, "(a| (b c) d)", "(a| d)"),
    "not in a string": (structure.splice, '(a "(|b)")', '(a "(|b)")'),
}


@pytest.mark.parametrize("command, before, after", EDITS.values(), ids=EDITS.keys())
def test_structural_commands(command, before: str, after: str) -> None:
    text, at = command(before.replace("|", ""), before.index("|"))
    assert text[:at] + "|" + text[at:] == after


@pytest.mark.parametrize(
    "command, before, after",
    [
        (structure.forward, "(a) |(b c) d", "(a) (b c)| d"),
        (structure.forward, "(a b|) c", "(a b)| c"),
        (structure.backward, "(a) (b c)| d", "(a) |(b c) d"),
        (structure.backward, "(|a b)", "|(a b)"),
    ],
)
def test_moves_by_datum(command, before: str, after: str) -> None:
    text, at = before.replace("|", ""), command(before.replace("|", ""), before.index("|"))
    assert text[:at] + "|" + text[at:] == after


@pytest.mark.parametrize(
    "text, at, pair",
    [
        ("(a (b))", 7, (6, 0)),
        ("(a (b))", 0, (0, 6)),
        ("#(a)", 1, (1, 3)),
        ("(a", 0, None),
        ('(a ")")', 5, None),
        ("(a #\\))", 7, (6, 0)),
    ],
)
def test_matching_parentheses(text: str, at: int, pair: tuple[int, int] | None) -> None:
    assert structure.matching(scan(text), at) == pair


def candidates(text: str, files: Path | None = None) -> list[str]:
    names = ["car", "string-append", "string-length", "vector-ref"]
    libraries = ["(scheme base)", "(scheme write)", "(srfi 1)"]
    finder = Completer(lambda: names, lambda: libraries, lambda: ["doc", "trace"])
    return [text[: c.start] + c.text for c in finder.candidates(text, len(text))]


@pytest.mark.parametrize(
    "text, completed",
    [
        ("(string-a", ["(string-append"]),
        ("(ref", ["(vector-ref"]),
        ("(let ((counter 1)) (cou", ["(let ((counter 1)) (counter"]),
        ("(import (srf", ["(import (srfi 1)"]),
        ("(import (only (scheme w", ["(import (only (scheme write)"]),
        (",import (scheme b", [",import (scheme base)"]),
        (",t", [",trace"]),
        (",doc ca", [",doc car"]),
        ("; ca", []),
        ("(f 12", []),
    ],
)
def test_completion(text: str, completed: list[str]) -> None:
    assert candidates(text) == completed


def test_files_are_completed_inside_strings(tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "load.scm").touch()
    (tmp_path / ".hidden").touch()
    begun = f'(load "{tmp_path}/l'
    assert candidates(begun) == [f'(load "{tmp_path}/lib/', f'(load "{tmp_path}/load.scm']
    assert candidates(f'(load "{tmp_path}/none/x') == []


def test_libraries_are_found_in_files(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "1.sld").touch()
    assert library_files([str(tmp_path)]) == {"(a b 1)"}


@pytest.mark.parametrize(
    "text, head",
    [("(vector-ref v ", "vector-ref"), ("(f (g x) ", "f"), ("(let ((x 1", "x"), ("(f '(1 2", "f"), ("x", None)],
)
def test_the_call_around_the_cursor(text: str, head: str | None) -> None:
    assert head_at(text, len(text)) == head


def lines_of(text: str, kind_of_name) -> list[list[tuple[str, str]]]:
    tokens, start, lines = scan(text), 0, []
    for line in text.split("\n"):
        lines.append(coloured(text, tokens, start, start + len(line), kind_of_name))
        start += len(line) + 1
    return lines


def test_colours() -> None:
    kinds = {"if": "syntax", "car": "defined"}
    text = '(if x ; no\n "s" #t 12 (car y)))'
    lines = lines_of(text, kinds.get)
    assert [part for line in lines for part in line if part[0]] == [
        ("paren", "("), ("syntax", "if"), ("comment", "; no"), ("string", '"s"'), ("constant", "#t"), ("number", "12"),
        ("paren", "("), ("defined", "car"), ("paren", ")"), ("paren", ")"), ("mismatch", ")"),
    ]  # fmt: skip
    assert ["".join(piece for _, piece in line) for line in lines] == text.split("\n")
    assert lines_of("#| a\nb |# c", kinds.get) == [[("comment", "#| a"), ("", "")], [("comment", "b |#"), ("", " c")]]
    assert lines_of(",doc car", kinds.get)[0][:2] == [("command", ","), ("command", "doc")]


COMMANDS = [(name, getattr(structure, name)) for name in ("slurp", "barf", "wrap", "splice", "raise_datum", "kill")]


@pytest.mark.parametrize("text", ["", "(", '"', "#|", "#|a|#)", "'", "#;", ")))", "#\\", "|a", "(a . b", "#!fold-case x", "\n\n"])
def test_no_text_is_too_odd(text: str) -> None:
    for at in range(len(text) + 1):
        newline(text, at)
        head_at(text, at)
        structure.matching(scan(text), at)
        for _, command in COMMANDS:
            command(text, at)
    indent_all(text)
    assert "\n".join("".join(p for _, p in line) for line in lines_of(text, lambda name: None)) == text


PIECES = ["(", ")", '"', " ", "\n", ";", "a", "#|", "|#", "#;", "'", "#(", "\\", "12", "|", "ab c", "(f x)", " ;c\n", "#\\(", ",@"]


@given(st.lists(st.sampled_from(PIECES), max_size=30), st.lists(st.tuples(st.integers(0, 80), st.integers(0, 4), st.sampled_from(PIECES))))
def test_a_scanner_gives_the_tokens_of_the_text_however_it_was_typed(begun: list[str], changes: list[tuple[int, int, str]]) -> None:
    def shown(tokens: list[Token]) -> list[tuple]:
        return [(token.kind, token.start, token.end, token.partner) for token in tokens]

    scanner, text = Scanner(many=2), "".join(begun)
    scanner.scan(text)
    for at, removed, piece in changes:
        text = text[:at] + piece + text[at + removed :]
        assert shown(scanner.scan(text)) == shown(scan(text))


def test_a_text_that_comes_back_looks_as_before() -> None:
    class Names:
        def kind_of_name(self, name: str) -> str | None:
            return None

    lexer = SchemeLexer(Names(), Scanner())
    text = "(list (a) b)"
    line = lexer.lex_document(Document(text))
    lexer.lex_document(Document("(x " + text))(0)
    assert "".join(piece[1] for piece in line(0)) == text


@pytest.mark.parametrize(
    "keys, line, typed, rest",
    [
        ("(f 1)\n", True, "(f 1)", ""),
        ("(f 1", False, "(f 1", ""),
        ("(f\n1)", False, "(f", "\n1)"),
        ("ab\x7fc", False, "ac", ""),
        ("ab\x1b[D", False, "ab", "\x1b[D"),
        ("a\nb", False, "a", "\nb"),
        ("日本", False, "", "日本"),
    ],
)
def test_what_is_typed_before_the_editor_is_there(
    keys: str, line: bool, typed: str, rest: str, capsys: pytest.CaptureFixture[str]
) -> None:
    first = FirstLines(False)
    assert first.take(keys, 40) == line
    assert (first.typed, first.keys) == (typed, rest)
