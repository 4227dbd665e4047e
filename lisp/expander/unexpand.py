"""Core forms back into data that one can read, for `lisp --expand`: the number of a local variable is left out where its
name alone is unambiguous, imported variables are shown by their names."""

from __future__ import annotations

from lisp.core import forms
from lisp.core.names import shown_name
from lisp.data.base import NIL
from lisp.data.pair import Pair, make_pair, to_list
from lisp.data.string import String
from lisp.data.symbol import Symbol, intern
from lisp.data.vector import Vector


def unexpand(form: forms.Form) -> object:
    """FORM as a datum."""
    return Unexpander(form).datum(form)


def local_names(form: forms.Form) -> set[str]:
    """The names of all local variables in FORM, found with a stack of our own."""
    found: set[str] = set()
    work: list = [form]
    while work:
        part = work.pop()
        if isinstance(part, forms.Lambda):
            found.update(part.parameters, [] if part.rest is None else [part.rest])
        elif isinstance(part, (forms.Let, forms.Letrec)):
            found.update(part.names)
        work.extend(children(part))
    return found


def children(form: forms.Form) -> list:
    """The forms directly in FORM."""
    result: list = []
    fields: tuple[str, ...] = form.__slots__
    for field in fields:
        value = getattr(form, field)
        if isinstance(value, forms.Form):
            result.append(value)
        elif isinstance(value, tuple):
            result.extend([part for part in value if isinstance(part, forms.Form)])
    return result


class Unexpander:
    """One unit: `shown` maps its local variables to symbols."""

    def __init__(self, form: forms.Form) -> None:
        counts: dict[str, int] = {}
        names = sorted(local_names(form))
        for name in names:
            plain = shown_name(name)
            counts[plain] = counts.get(plain, 0) + 1
        for key in global_names(form):
            counts[key] = counts.get(key, 0) + 1
        self.shown = {}
        for name in names:
            plain, _, number = name.rpartition("'")
            self.shown[name] = intern(plain if counts[shown_name(name)] == 1 else f"{plain}.{number}")

    def datum(self, form: forms.Form) -> object:
        return getattr(self, form.__class__.__name__)(form)

    def all(self, parts: tuple) -> list:
        return [self.datum(part) for part in parts]

    def body(self, form: forms.Form) -> list:
        return self.all(form.forms) if isinstance(form, forms.Sequence) else [self.datum(form)]

    def Constant(self, form: forms.Constant) -> object:
        value = form.value
        if value is None:
            return to_list([intern("begin")])
        quoted = value is NIL or isinstance(value, (Symbol, Pair, Vector))
        return to_list([intern("quote"), value]) if quoted else value

    def LocalRef(self, form: forms.LocalRef) -> object:
        return self.shown[form.name]

    def GlobalRef(self, form: forms.GlobalRef) -> object:
        return intern(shown_name(form.key))

    def Assign(self, form: forms.Assign) -> object:
        return to_list([intern("set!"), self.shown[form.name], self.datum(form.value)])

    def SetGlobal(self, form: forms.SetGlobal) -> object:
        return to_list([intern("set!"), intern(shown_name(form.key)), self.datum(form.value)])

    def DefineGlobal(self, form: forms.DefineGlobal) -> object:
        name = intern(shown_name(form.key))
        if isinstance(form.value, forms.Lambda):
            formals, body = self.procedure(form.value)
            return to_list([intern("define"), make_pair(name, formals), *body])
        return to_list([intern("define"), name, self.datum(form.value)])

    def If(self, form: forms.If) -> object:
        parts = [intern("if"), self.datum(form.test), self.datum(form.consequent)]
        if not (isinstance(form.alternative, forms.Constant) and form.alternative.value is None):
            parts.append(self.datum(form.alternative))
        return to_list(parts)

    def procedure(self, form: forms.Lambda) -> tuple:
        rest = NIL if form.rest is None else self.shown[form.rest]
        doc = [] if form.doc is None else [String(form.doc)]
        return to_list([self.shown[name] for name in form.parameters], rest), doc + self.body(form.body)

    def Lambda(self, form: forms.Lambda) -> object:
        formals, body = self.procedure(form)
        return to_list([intern("lambda"), formals, *body])

    def Call(self, form: forms.Call) -> object:
        return to_list([self.datum(form.operator), *self.all(form.operands)])

    def Let(self, form: forms.Let) -> object:
        return self.binding("let", form)

    def Letrec(self, form: forms.Letrec) -> object:
        return self.binding("letrec*", form)

    def binding(self, word: str, form: forms.Let | forms.Letrec) -> object:
        bindings = [to_list([self.shown[name], init]) for name, init in zip(form.names, self.all(form.inits))]
        return to_list([intern(word), to_list(bindings), *self.body(form.body)])

    def Sequence(self, form: forms.Sequence) -> object:
        return to_list([intern("begin"), *self.all(form.forms)])


def global_names(form: forms.Form) -> set[str]:
    """The names of the global variables in FORM, as they are shown."""
    found: set[str] = set()
    work: list = [form]
    while work:
        part = work.pop()
        if isinstance(part, (forms.GlobalRef, forms.SetGlobal, forms.DefineGlobal)):
            found.add(shown_name(part.key))
        work.extend(children(part))
    return found
