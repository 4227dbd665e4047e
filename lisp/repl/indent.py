"""Indentation by Lisp rules: the column at which the next line of an unfinished text begins.

    (define (f x)            a form with a body: two columns inside
      (if (pair? x)          a call: below the first operand
          (g x)
          '(1 2              data: below the first element
            3)))

How many operands of a form are no part of its body is in FORMS; those go four columns inside when they are on a line of
their own. Names that begin with `define`, `with-` or `let-` are forms with one such operand.
"""

from __future__ import annotations

from lisp.repl.scan import Token, column_of, elements, inside_text, opener_around, scan, token_before

FORMS = {
    "lambda": 1, "named-lambda": 1, "let": 1, "let*": 1, "letrec": 1, "letrec*": 1, "let-values": 1, "let*-values": 1,
    "when": 1, "unless": 1, "do": 2, "case": 1, "begin": 0, "guard": 1, "parameterize": 1, "case-lambda": 0,
    "syntax-rules": 1, "dynamic-wind": 0, "delay": 0, "delay-force": 0, "receive": 2, "let-syntax": 1, "letrec-syntax": 1,
    "call-with-values": 0, "match": 1, "library": 1, "assert": 0, "test-group": 1,
}  # fmt: skip
PREFIXES = ("define", "with-", "let-", "call-with-")


def form_operands(name: str) -> int | None:
    """How many operands of the form NAME come before its body; None where it has no body."""
    known = FORMS.get(name)
    if known is None and name.startswith(PREFIXES):
        return 1
    return known


def indentation(text: str, at: int, tokens: list[Token] | None = None) -> int | None:
    """The column that a line which begins at offset AT of TEXT should start in; None inside a string or a comment."""
    tokens = scan(text) if tokens is None else tokens
    if inside_text(text, token_before(tokens, at), at):
        return None
    opener = opener_around(tokens, at)
    if opener < 0:
        return 0
    open_ = tokens[opener]
    column = column_of(text, open_.start)
    inside = column + open_.end - open_.start
    before = [(first, last) for first, last in elements(tokens, opener) if tokens[first].start < at]
    if not before:
        return inside
    head = tokens[before[0][0]]
    quoted = opener > 0 and tokens[opener - 1].kind == "prefix" and text[tokens[opener - 1].start] in "'`"
    if open_.end - open_.start > 1 or head.kind != "atom" or quoted:
        return column_of(text, head.start)
    name = text[head.start : head.end]
    operands = form_operands(name)
    if name == "let" and len(before) > 1 and tokens[before[1][0]].kind == "atom":
        operands = 2
    if operands is not None:
        return column + (4 if len(before) - 1 < operands else 2)
    return below_operand(text, tokens, before, column)


def below_operand(text: str, tokens: list[Token], before: list[tuple[int, int]], column: int) -> int:
    """The column of a call's next operand: that of the last one that begins a line, or of the first one."""
    head = tokens[before[0][0]]
    for first, _ in reversed(before[1:]):
        start = tokens[first].start
        if not text[text.rfind("\n", 0, start) + 1 : start].strip():
            return column_of(text, start)
    if len(before) > 1 and "\n" not in text[head.end : tokens[before[1][0]].start]:
        return column_of(text, tokens[before[1][0]].start)
    return column + 1


def newline(text: str, at: int) -> tuple[str, int]:
    """TEXT with a line end put in at offset AT and the new line indented; the offset of that line's first character."""
    before, after = text[:at].rstrip(" "), text[at:].lstrip(" ")
    column = indentation(f"{text[:at]}\n{text[at:]}", at + 1)  # a comment ends with its line
    if column is None:
        return f"{text[:at]}\n{text[at:]}", at + 1
    made = before + "\n" + " " * column
    return made + after, len(made)


def reindent(text: str, at: int) -> tuple[str, int]:
    """TEXT with the line of offset AT indented; where AT is then."""
    start = text.rfind("\n", 0, at) + 1
    line_end = text.find("\n", start)
    line = text[start : line_end if line_end >= 0 else len(text)]
    column = indentation(text, start) if start else 0
    if column is None:
        return text, at
    old = len(line) - len(line.lstrip(" "))
    moved = max(start + column, at + column - old)
    return text[:start] + " " * column + text[start + old :], moved


def indent_all(text: str) -> str:
    """TEXT with every line but its first indented."""
    at = text.find("\n")
    while at >= 0:
        text, _ = reindent(text, at + 1)
        at = text.find("\n", at + 1)
    return text
