"""A-normal form: the result of each call that is not in tail position lands in a local variable.

In:  (f (g x) (car y))
Out: (let ((t (g x))) (f t (car y)))
Why: a frame stopped at a call then has all its state in locals, none on Python's operand stack.

Afterwards operands are *pure*: constants, variables, and calls of pure primitives on pure operands, nested at most
`DEPTH` deep. Operands are evaluated from left to right wherever it can be told.
"""

from __future__ import annotations

from lisp.compiler.templates import RECORD_OPERATIONS, Templates
from lisp.core.forms import (
    Call,
    Constant,
    DefineGlobal,
    Fix,
    Form,
    GlobalRef,
    If,
    Jump,
    Lambda,
    Let,
    LocalRef,
    Loop,
    PrimitiveCall,
    Sequence,
    SetGlobal,
)
from lisp.core.walk import map_children

DEPTH = 12
ATOMS = (Constant, LocalRef)
LEAVES = (Constant, LocalRef, GlobalRef)
Bindings = list[tuple[str | None, Form]]


def normalize(form: Lambda, templates: Templates) -> Lambda:
    """FORM, a whole unit's main lambda, in A-normal form."""
    return Normalizer(templates).body(form)  # type: ignore[return-value] # the body of a Lambda is one


class Normalizer:
    """One run of the pass; `count` numbers the new variables."""

    def __init__(self, templates: Templates) -> None:
        self.templates = templates
        self.count = 0

    def body(self, form: Form) -> Form:
        """FORM as a body: a form whose value is returned, assigned or dropped by a statement."""
        match form:
            case Constant() | LocalRef() | GlobalRef():
                return form
            case Lambda() | Fix():
                return map_children(form, self.body)
            case If():
                return self.choice(form)
            case Let(names, inits, body):
                return wrap([(n, self.body(i)) for n, i in zip(names, inits)], self.body(body), form.span)
            case Sequence(forms):
                return Sequence(tuple([self.body(f) for f in forms]), form.span)
            case SetGlobal(key, value) | DefineGlobal(key, value):
                return form.__class__(key, self.body(value), form.span)
            case Call(operator, operands, spread):
                bindings: Bindings = []
                operands = self.operands(operands, bindings)
                if operator.__class__ not in (LocalRef, GlobalRef):
                    operator = self.lift(operator, bindings)
                return wrap(bindings, Call(operator, operands, spread, form.span), form.span)
            case PrimitiveCall(name, operands) | Jump(name, operands):
                bindings = []
                atoms = self.repeated(name, operands) if form.__class__ is PrimitiveCall else frozenset()
                operands = self.operands(operands, bindings, atoms)
                return wrap(bindings, form.__class__(name, operands, form.span), form.span)
            case Loop(label, names, inits, body):
                bindings = []
                inits = self.operands(inits, bindings)
                return wrap(bindings, Loop(label, names, inits, self.body(body), form.span), form.span)
        raise TypeError(type(form).__name__)

    def choice(self, form: If) -> Form:
        test, consequent, alternative = form.test, form.consequent, form.alternative
        if test.__class__ is If and is_false(test.alternative) and self.is_small(alternative):
            # (if (and a b) c d): with a small d, two nested ifs need no variable for (and a b)
            inner = If(test.consequent, consequent, alternative, form.span)
            return self.choice(If(test.test, inner, copy(alternative), form.span))
        bindings: Bindings = []
        test = self.test(test, bindings)
        return wrap(bindings, If(test, self.body(consequent), self.body(alternative), form.span), form.span)

    def test(self, form: Form, bindings: Bindings) -> Form:
        match form:
            case Let((name,), (init,), If(LocalRef(a), LocalRef(b), other)) if a == b == name:
                # (or e other) in a test: the value of e itself is not needed
                form = If(init, Constant(True), other, form.span)
        return self.operand(form, bindings)

    def is_small(self, form: Form) -> bool:
        if form.__class__ in (Call, Jump, PrimitiveCall):
            operator = form.operator.__class__ in LEAVES if form.__class__ is Call else True
            return operator and len(form.operands) <= 3 and all(o.__class__ in LEAVES for o in form.operands)
        return form.__class__ in LEAVES

    def repeated(self, name: str, operands: tuple[Form, ...]) -> frozenset[int]:
        if name in RECORD_OPERATIONS:
            return frozenset((0, 1) if name != "%record" else ())
        template = self.templates.template(name, len(operands))
        return template.repeated if template is not None else frozenset()

    def operands(
        self, forms: tuple[Form, ...], bindings: Bindings, atoms: frozenset[int] = frozenset(), depth: int = 0
    ) -> tuple:
        """FORMS as pure forms. What a later operand's effects could change is read before them."""
        result = []
        last_effect = max((i for i, f in enumerate(forms) if not self.changes_nothing(f)), default=-1)
        for i, form in enumerate(forms):
            if (i < last_effect and form.__class__ not in ATOMS) or (i in atoms and form.__class__ not in ATOMS):
                result.append(self.lift(form, bindings))
            else:
                result.append(self.operand(form, bindings, depth))
        return tuple(result)

    def operand(self, form: Form, bindings: Bindings, depth: int = 0) -> Form:
        """FORM as a pure form; what has to be done before goes to BINDINGS."""
        match form:
            case Constant() | LocalRef() | GlobalRef():
                return form
            case PrimitiveCall(name, operands) if depth < DEPTH and self.templates.is_pure(name, len(operands)):
                parts = self.operands(operands, bindings, self.repeated(name, operands), depth + 1)
                return PrimitiveCall(name, parts, form.span)
            case If(test, consequent, alternative) if depth < DEPTH and self.is_expression(form):
                return If(
                    self.operand(test, bindings, depth + 1),
                    self.operand(consequent, bindings, depth + 1),
                    self.operand(alternative, bindings, depth + 1),
                    form.span,
                )
            case Let(names, inits, body):
                bindings.extend([(n, self.body(i)) for n, i in zip(names, inits)])
                return self.operand(body, bindings, depth)
            case Sequence(forms):
                bindings.extend([(None, self.body(f)) for f in forms[:-1]])
                return self.operand(forms[-1], bindings, depth)
        return self.lift(form, bindings)

    def lift(self, form: Form, bindings: Bindings) -> LocalRef:
        self.count += 1
        name = f"{form.name if form.__class__ is Lambda else 't'}'t{self.count}".replace("\0", "^")
        bindings.append((name, self.body(form)))
        return LocalRef(name, form.span)

    def is_pure(self, form: Form, depth: int = 0) -> bool:
        """Whether FORM can be an operand as it is, but for lifting inside a primitive's repeated operands."""
        if form.__class__ in LEAVES:
            return True
        if depth > DEPTH:
            return False
        if form.__class__ is PrimitiveCall:
            return self.templates.is_pure(form.name, len(form.operands)) and all(
                [self.is_pure(o, depth + 1) for o in form.operands]
            )
        return form.__class__ is If and self.is_expression(form, depth)

    def changes_nothing(self, form: Form, depth: int = 0) -> bool:
        """Whether FORM has no effect that another operand could see. To make an object is none."""
        if form.__class__ is not PrimitiveCall or depth > DEPTH:
            return self.is_pure(form, depth)
        declared = self.templates.declaration(form.name)
        return declared.pure and all([self.changes_nothing(o, depth + 1) for o in form.operands])

    def is_expression(self, form: Form, depth: int = 0) -> bool:
        """Whether FORM is pure with nothing to lift: what is in a branch must not be done before the choice."""
        if form.__class__ in LEAVES:
            return True
        if depth > DEPTH:
            return False
        if form.__class__ is If:
            return all([self.is_expression(f, depth + 1) for f in (form.test, form.consequent, form.alternative)])
        if form.__class__ is PrimitiveCall and self.templates.is_pure(form.name, len(form.operands)):
            atoms = self.repeated(form.name, form.operands)
            return all(
                [
                    o.__class__ in ATOMS or (i not in atoms and self.is_expression(o, depth + 1))
                    for i, o in enumerate(form.operands)
                ]
            )
        return False


def is_false(form: Form) -> bool:
    return form.__class__ is Constant and form.value is False


def copy(form: Form) -> Form:
    """A copy of a small form: a form occurs once in a unit, since its number names it."""
    if form.__class__ is Constant or form.__class__ is LocalRef or form.__class__ is GlobalRef:
        return form.__class__(form.value if form.__class__ is Constant else name_of(form), form.span)
    return map_children(form, copy)


def name_of(form: LocalRef | GlobalRef) -> str:
    return form.name if form.__class__ is LocalRef else form.key


def wrap(bindings: Bindings, body: Form, span: object) -> Form:
    """BODY within BINDINGS, the first outermost."""
    for name, init in reversed(bindings):
        if name is not None:
            body = Let((name,), (init,), body, span)
        elif body.__class__ is Sequence:
            body = Sequence((init, *body.forms), span)
        else:
            body = Sequence((init, body), span)
    return body
