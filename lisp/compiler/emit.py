"""The code generator: a lambda in A-normal form → a Python function definition (`ast`).

Each form is emitted on the line of its number, so that a traceback names it. With a *target*, the same generator
writes an entry: the rest of a body from that form on (see entry.py). It walks to the form, takes the branch that it
lies in, and puts the entry's value where the form's result goes, or does the form again.

Where the value of a form goes is its context:
    RETURN, EFFECT (dropped), Assign(name), Define(key); Leave(context, loop): out of that loop, into its context
"""

from __future__ import annotations

import ast

from lisp.compiler import pyast
from lisp.compiler.expressions import Expressions
from lisp.compiler.known import known_kinds
from lisp.compiler.templates import Templates
from lisp.core.forms import (
    Call,
    DefineGlobal,
    Fix,
    Form,
    If,
    Jump,
    Lambda,
    Let,
    Loop,
    PrimitiveCall,
    Sequence,
    SetGlobal,
)
from lisp.core.walk import free_variables


class Context:
    """Where a value goes; the two plain ones are RETURN and EFFECT."""

    __slots__ = ()


class Assign(Context):
    """Into local variable `name`."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name


class Define(Context):
    """Into global `key`."""

    __slots__ = ("key",)

    def __init__(self, key: str) -> None:
        self.key = key


class Leave(Context):
    """Out of `loop`, into `context`."""

    __slots__ = ("context", "loop")

    def __init__(self, context: Context, loop: ActiveLoop) -> None:
        self.context = context
        self.loop = loop


RETURN, EFFECT = Context(), Context()


class ActiveLoop:
    """A `while` that is being written.

    `ways` lists how inner code leaves it for an outer loop: the way, the place of the flag, the flag, the line.
    """

    __slots__ = ("label", "names", "ways")

    def __init__(self, label: str, names: tuple[str, ...]) -> None:
        self.label = label
        self.names = names
        self.ways: list[tuple[tuple[str, ActiveLoop], list, ast.stmt, int]] = []


class Emitter(Expressions):
    """Writes one function, and collects the closure factories that its loops need in `factories`."""

    def __init__(self, templates: Templates, unit: str, stress: bool = False) -> None:
        super().__init__(templates, unit, stress)
        self.factories: dict[int, ast.FunctionDef] = {}
        self.loops: list[ActiveLoop] = []
        self.globals: set[str] = set()

    # -- functions ------------------------------------------------------------------------------------------------

    def definition(self, form: Lambda, identifier: str) -> ast.FunctionDef:
        """The Python function of FORM, called IDENTIFIER."""
        saved = self.loops, self.globals, self.kinds
        self.loops, self.globals, self.kinds = [], set(), known_kinds(form.body, self.templates)
        body: list[ast.stmt] = []
        self.emit(form.body, RETURN, body)
        body = self.global_statement(form.number) + body
        self.loops, self.globals, self.kinds = saved
        return pyast.function(identifier, form.parameters, form.rest, body, form.number)

    def global_statement(self, line: int) -> list[ast.stmt]:
        """The declaration of the globals that the function in hand assigns."""
        return [pyast.at(ast.Global(sorted(self.globals)), line)] if self.globals else []

    def closures(self, names: tuple[str, ...], lambdas: tuple[Lambda, ...], number: int, out: list) -> None:
        """Make NAMES the procedures of LAMBDAS.

        Inside a loop a factory makes them: each round needs variables of its own, and Python's cells belong to the call.
        """
        free = sorted(frozenset().union(*[free_variables(f) for f in lambdas]).difference(names)) if self.loops else []
        if not free:
            out.extend([self.definition(f, n) for n, f in zip(names, lambdas)])
            return
        key = f"'f:{self.unit}:{number}"
        body = [self.definition(f, n) for n, f in zip(names, lambdas)]
        made = [pyast.name(n, number) for n in names]
        result = made[0] if len(made) == 1 else pyast.at(ast.Tuple(made, pyast.LOAD), number)
        body.append(pyast.at(ast.Return(result), number))
        self.factories[number] = pyast.function(key, tuple(free), None, body, number)
        value = pyast.call(pyast.name(key, number), [pyast.name(v, number) for v in free], number)
        one = len(names) == 1
        out.append(pyast.assign(names[0], value, number) if one else pyast.assign_many(list(names), value, number))

    # -- statements -----------------------------------------------------------------------------------------------

    def emit(self, form: Form, context: Context, out: list) -> None:
        """Write FORM in CONTEXT. Its value is delivered, or control has left for good."""
        if form.number == self.target and not self.again:
            if form.__class__ is Jump:  # the loop's variables have their new values
                self.go_round(form, out)
                return
            self.deliver(pyast.name("'value", form.number), form.number, context, out)
            return
        match form:
            case Let():
                self.emit_let(form, context, out)
            case Sequence():
                self.emit_sequence(form, context, out)
            case If():
                self.emit_if(form, context, out)
            case Fix():
                if not self.inside(form.body):
                    self.closures(form.names, form.lambdas, form.number, out)
                self.emit(form.body, context, out)
            case Loop():
                self.emit_loop(form, context, out)
            case Jump():
                self.emit_jump(form, out)
            case SetGlobal() | DefineGlobal():
                self.emit_global(form, context, out)
            case Lambda():
                self.emit_lambda(form, context, out)
            case PrimitiveCall() if self.is_statement(form):
                self.emit_statements(form, context, out)
            case _:
                value = self.call(form) if form.__class__ is Call else self.expression(form)
                self.deliver(value, form.number, context, out)

    def deliver(self, value: ast.expr, line: int, context: Context, out: list) -> None:
        """Write the statement that puts VALUE where CONTEXT says."""
        if context is RETURN:
            out.append(pyast.at(ast.Return(value), line))
        elif context is EFFECT:
            if not isinstance(value, (ast.Constant,)) and not is_local(value):
                out.append(pyast.at(ast.Expr(value), line))
        elif context.__class__ is Assign:
            out.append(pyast.assign(context.name, value, line))
        elif context.__class__ is Define:
            self.globals.add(context.key)
            out.append(pyast.assign(context.key, value, line))
        else:
            self.deliver(value, line, context.context, out)
            self.leave(("done", context.loop), out, line)

    def emit_statements(self, form: PrimitiveCall, context: Context, out: list) -> None:
        """Write FORM, an assignment or a construction. A new variable's object is made in it, with no copy."""
        own = context.__class__ is Assign
        written, value = self.statements(form, context.name if own else f"'new{form.number}")
        out.extend(written)
        if not own or isinstance(value, ast.Constant):
            self.deliver(value, form.number, context, out)

    def emit_let(self, form: Let, context: Context, out: list) -> None:
        if not self.inside(form.body):
            start = next((i for i, init in enumerate(form.inits) if self.inside(init)), 0)
            for name, init in list(zip(form.names, form.inits))[start:]:
                self.emit(init, Assign(name), out)
        self.emit(form.body, context, out)

    def emit_sequence(self, form: Sequence, context: Context, out: list) -> None:
        start = next((i for i, inner in enumerate(form.forms) if self.inside(inner)), 0)
        for inner in form.forms[start:-1]:
            self.emit(inner, EFFECT, out)
        self.emit(form.forms[-1], context, out)

    def emit_if(self, form: If, context: Context, out: list) -> None:
        for branch in (form.consequent, form.alternative):
            if self.inside(branch):
                self.emit(branch, context, out)
                return
        test = self.test(form.test)
        consequent: list[ast.stmt] = []
        alternative: list[ast.stmt] = []
        self.emit(form.consequent, context, consequent)
        self.emit(form.alternative, context, alternative)
        line = form.number
        if not consequent and not alternative:
            out.append(pyast.at(ast.Expr(test), line))
        elif not consequent:
            out.append(pyast.at(ast.If(pyast.at(ast.UnaryOp(ast.Not(), test), line), alternative, []), line))
        elif context is RETURN or context.__class__ is Leave:
            out.append(pyast.at(ast.If(test, consequent, []), line))  # control does not come out of a branch here
            out.extend(alternative)
        else:
            out.append(pyast.at(ast.If(test, consequent, alternative), line))

    def emit_lambda(self, form: Lambda, context: Context, out: list) -> None:
        if context.__class__ is Assign:
            self.closures((context.name,), (form,), form.number, out)
            return
        if context.__class__ is Define and not self.loops:
            self.globals.add(context.key)
            out.append(self.definition(form, context.key))
            return
        name = form.name.replace("\0", "^") + f"'l{form.number}"
        self.closures((name,), (form,), form.number, out)
        self.deliver(pyast.name(name, form.number), form.number, context, out)

    def emit_global(self, form: SetGlobal | DefineGlobal, context: Context, out: list) -> None:
        line = form.number
        if form.__class__ is SetGlobal and not self.inside(form.value):
            out.append(pyast.at(ast.Expr(pyast.name(form.key, line)), line))  # unbound: an error
        self.emit(form.value, Define(form.key), out)
        if form.key in self.exported:
            arguments = [pyast.name("'library", line), pyast.constant(form.key, line)]
            out.append(pyast.at(ast.Expr(pyast.call(pyast.name("'update_importers", line), arguments, line)), line))
        self.deliver(pyast.constant(None, line), line, context, out)

    # -- loops ----------------------------------------------------------------------------------------------------

    def emit_loop(self, form: Loop, context: Context, out: list) -> None:
        line = form.number
        entering = self.inside(form.body)
        if not entering:
            self.assign_together(form.names, form.inits, line, out)
        loop = ActiveLoop(form.label, form.names)
        self.loops.append(loop)
        inner = context if context is RETURN else Leave(context, loop) if context.__class__ is not Leave else context
        body: list[ast.stmt] = []
        if entering:
            self.emit_rest_of_round(form, inner, line, out, body)
        self.emit(form.body, inner, body)
        self.loops.pop()
        out.append(pyast.at(ast.While(pyast.constant(True, line), body, []), line))
        self.pass_on(loop, line, out)

    def emit_rest_of_round(self, form: Loop, context: Context, line: int, out: list, body: list) -> None:
        """The first round of an entered loop is the rest of the round that was left."""
        flag = f"'enter{line}"
        rest: list[ast.stmt] = [pyast.assign(flag, pyast.constant(False, line), line)]
        self.emit(form.body, context, rest)
        out.append(pyast.assign(flag, pyast.constant(True, line), line))
        body.append(pyast.at(ast.If(pyast.name(flag, line), rest, []), line))
        self.target = 0

    def go_round(self, form: Jump, out: list) -> None:
        """Write FORM without its assignments."""
        loop = next(loop for loop in reversed(self.loops) if loop.label == form.label)
        self.leave(("again", loop), out, form.number)

    def emit_jump(self, form: Jump, out: list) -> None:
        loop = next(loop for loop in reversed(self.loops) if loop.label == form.label)
        self.assign_together(loop.names, form.operands, form.number, out)
        self.go_round(form, out)

    def leave(self, way: tuple[str, ActiveLoop], out: list, line: int) -> None:
        """Go WAY: round its loop again, or out of it. From inside further loops this takes several steps."""
        innermost = self.loops[-1]
        if way[1] is innermost:
            out.append(pyast.at(ast.Continue() if way[0] == "again" else ast.Break(), line))
            return
        flag = pyast.assign("'way", pyast.constant(0, line), line)
        out.append(flag)
        out.append(pyast.at(ast.Break(), line))
        innermost.ways.append((way, out, flag, line))

    def pass_on(self, loop: ActiveLoop, line: int, out: list) -> None:
        """After LOOP: go on with the ways that lead further out. A single way needs no flag."""
        different: list[tuple[str, ActiveLoop]] = []
        lines: list[int] = []  # a step round a loop is on the line of a jump: capture.py knows it by that
        for way, _, _, jump in loop.ways:
            if not any(w[0] == way[0] and w[1] is way[1] for w in different):
                different.append(way)
                lines.append(jump)
        for way, place, flag, _ in loop.ways:
            if len(different) == 1:
                place.remove(flag)
            else:
                flag.value.value = next(i for i, w in enumerate(different) if w[0] == way[0] and w[1] is way[1])
        for i, way in enumerate(different):
            step: list[ast.stmt] = []
            self.leave(way, step, lines[i] if way[0] == "again" else line)
            if i == len(different) - 1:
                out.extend(step)
            else:
                test = pyast.at(ast.Compare(pyast.name("'way", line), [ast.Eq()], [pyast.constant(i, line)]), line)
                out.append(pyast.at(ast.If(test, step, []), line))

    def assign_together(self, names: tuple[str, ...], forms: tuple[Form, ...], line: int, out: list) -> None:
        """NAMES get the values of FORMS, all read before any is written."""
        changed = [(n, f) for n, f in zip(names, forms) if not (is_reference(f) and f.name == n)]
        ordered = in_safe_order(changed)
        if ordered is not None:
            out.extend([pyast.assign(n, self.expression(f), line) for n, f in ordered])
            if not ordered:
                out.append(pyast.at(ast.Pass(), line))
            return
        values = pyast.at(ast.Tuple([self.expression(f) for _, f in changed], pyast.LOAD), line)
        out.append(pyast.assign_many([n for n, _ in changed], values, line))


def is_local(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and "'" in node.id and not node.id.startswith("'k:")


def is_reference(form: Form) -> bool:
    return form.__class__.__name__ == "LocalRef"


def in_safe_order(assignments: list[tuple[str, Form]]) -> list[tuple[str, Form]] | None:
    """ASSIGNMENTS one after the other so that none overwrites what a later one reads; None if there is no such order."""
    waiting = [(n, f, free_variables(f)) for n, f in assignments]
    ordered = []
    while waiting:
        for i, (name, form, _) in enumerate(waiting):
            if not any(name in reads for j, (_, _, reads) in enumerate(waiting) if j != i):
                ordered.append((name, form))
                del waiting[i]
                break
        else:
            return None
    return ordered
