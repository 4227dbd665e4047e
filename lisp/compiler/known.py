"""What is known of the values in one procedure's body: the kind (kinds.py) of each variable and operand, by form number.

    (let loop ((i 0))                         ; i is an index: it starts as one and is only ever added to
      (if (< i (vector-length v))
          (begin (vector-ref v i) (loop (+ i 1)))))

Local variables are never assigned, so what an operation has accepted holds from there on: after (+ n 1), n is a number.
A loop's variables have what its start and all its jumps agree on: first everything is assumed of them, then the body is
gone through until nothing has to be taken back.

Nothing is assumed of parameters and of variables from outside. In an entry (entry.py) nothing is assumed at all, since
the value of a form that failed may have been given by hand: there the checks stay.
"""

from __future__ import annotations

from lisp.compiler.kinds import INDEX, INTEGER, NUMBER, OBJECT, POSITIVE, kind_of_constant
from lisp.compiler.templates import Templates
from lisp.core.forms import Call, Constant, Fix, Form, If, Jump, Let, LocalRef, Loop, PrimitiveCall, Sequence

ARITHMETIC = frozenset({"+", "-", "*", "square", "<", ">", "<=", ">=", "=", "zero?", "positive?", "negative?"})
DIVISIONS = frozenset({"quotient", "modulo", "remainder", "floor-quotient", "truncate-quotient", "floor-remainder"})
RESULTS = {"index": INDEX, "byte": INDEX, "exact-integer": INTEGER, "number": NUMBER, "real": NUMBER, "integer": NUMBER}
Facts = dict[str, int]


def known_kinds(body: Form, templates: Templates) -> dict[int, int]:
    """The kinds of the variables and primitive calls in BODY, a procedure's, by form number."""
    analysis = Analysis(templates)
    while True:
        analysis.changed = False
        analysis.value(body, {})
        if not analysis.changed:
            return analysis.kinds


class Analysis:
    """`loops`: variable of a loop → its kind so far; `kinds`: what was found in the last round."""

    def __init__(self, templates: Templates) -> None:
        self.templates = templates
        self.loops: Facts = {}
        self.labels: dict[str, tuple[str, ...]] = {}
        self.kinds: dict[int, int] = {}
        self.changed = False

    def value(self, form: Form, facts: Facts) -> int:
        """The kind of FORM where FACTS hold; what its evaluation tells is added to them."""
        match form:
            case LocalRef(name):
                kind = facts.get(name, OBJECT)
            case Constant(value):
                return kind_of_constant(value)
            case PrimitiveCall():
                kind = self.primitive(form, facts)
            case If():
                kind = self.choice(form, facts)
            case Let(names, inits, body):
                for name, init in zip(names, inits):
                    facts[name] = self.value(init, facts)
                return self.value(body, facts)
            case Sequence(forms):
                for inner in forms[:-1]:
                    self.value(inner, facts)
                return self.value(forms[-1], facts)
            case Fix(_, _, body):
                return self.value(body, facts)
            case Loop():
                return self.loop(form, facts)
            case Jump(label, operands):
                self.arrive(self.labels[label], [self.value(o, facts) for o in operands])
                return POSITIVE  # control does not come out of here: nothing is taken back
            case Call(_, operands):
                for operand in operands:
                    self.value(operand, facts)
                return OBJECT
            case _:
                value = getattr(form, "value", None)  # of a definition or assignment
                if isinstance(value, Form):
                    self.value(value, facts)
                return OBJECT
        self.kinds[form.number] = kind
        return kind

    def primitive(self, form: PrimitiveCall, facts: Facts) -> int:
        name, operands = form.name, form.operands
        kinds = [self.value(o, facts) for o in operands]
        template = self.templates.template(name, len(operands))
        for i, operand in enumerate(operands):
            if operand.__class__ is LocalRef:
                if template is not None and i in template.indices:
                    learn(facts, operand.name, INDEX)
                elif name in ARITHMETIC:
                    learn(facts, operand.name, NUMBER)
        return result_kind(name, operands, kinds, self.templates)

    def choice(self, form: If, facts: Facts) -> int:
        then, other = self.branches(form.test, facts)
        kinds = self.value(form.consequent, then), self.value(form.alternative, other)
        facts.clear()
        facts.update(both(then, other))
        return min(kinds)

    def branches(self, test: Form, facts: Facts) -> tuple[Facts, Facts]:
        """What is known where TEST is true, and where it is false."""
        if test.__class__ is Constant:
            return dict(facts), dict(facts)
        if test.__class__ is If:
            then, other = self.branches(test.test, facts)
            if is_boolean(test.alternative, False):
                inner, last = self.branches(test.consequent, then)
                return inner, both(other, last)
            if is_boolean(test.consequent, True):
                inner, last = self.branches(test.alternative, other)
                return both(then, inner), last
        self.value(test, facts)
        then, other = dict(facts), dict(facts)
        if test.__class__ is PrimitiveCall:
            if test.name == "not":
                return self.branches(test.operands[0], facts)[::-1]
            compare(test, facts, then, other)
        return then, other

    def loop(self, form: Loop, facts: Facts) -> int:
        self.labels[form.label] = form.names
        self.arrive(form.names, [self.value(init, facts) for init in form.inits])
        inside = dict(facts)
        inside.update({name: self.loops[name] for name in form.names})
        return self.value(form.body, inside)

    def arrive(self, names: tuple[str, ...], kinds: list[int]) -> None:
        """Control comes to the start of the loop of variables NAMES with values of KINDS."""
        for name, kind in zip(names, kinds):
            before = self.loops.get(name)
            if before is None:
                self.loops[name] = kind
            elif kind < before:
                self.loops[name] = kind
                self.changed = True


def learn(facts: Facts, name: str, kind: int) -> None:
    facts[name] = max(kind, facts.get(name, OBJECT))


def both(facts: Facts, others: Facts) -> Facts:
    """What FACTS and OTHERS agree on."""
    return {name: min(kind, others[name]) for name, kind in facts.items() if name in others}


def is_boolean(form: Form, value: bool) -> bool:
    return form.__class__ is Constant and form.value is value


def result_kind(name: str, operands: tuple[Form, ...], kinds: list[int], templates: Templates) -> int:
    """The kind of what primitive NAME returns for OPERANDS of KINDS."""
    least = min(kinds, default=OBJECT)
    if name in ("+", "*", "square"):
        if least >= INDEX:
            return POSITIVE if max(kinds) == POSITIVE and (name == "+" or least == POSITIVE) else INDEX
        return INTEGER if least == INTEGER else NUMBER
    if name == "-":
        if len(kinds) == 2 and kinds[0] == POSITIVE and is_one(operands[1]):
            return INDEX
        return INTEGER if least >= INTEGER else NUMBER
    if name in ("max", "min"):
        return least if least >= INTEGER else NUMBER
    if name in DIVISIONS and len(kinds) == 2:
        if least >= INDEX or (name in ("modulo", "floor-remainder") and least >= INTEGER and kinds[1] == POSITIVE):
            return INDEX
        return INTEGER if least >= INTEGER else NUMBER
    declared = templates.declaration(name)
    return RESULTS.get(declared.result, OBJECT) if declared is not None else OBJECT


def is_one(form: Form) -> bool:
    return form.__class__ is Constant and form.value.__class__ is int and form.value == 1


def compare(test: PrimitiveCall, facts: Facts, then: Facts, other: Facts) -> None:
    """Add to THEN and OTHER what the outcome of a comparison of exact integers tells of their signs."""
    name, operands = test.name, test.operands
    if name in ("negative?", "positive?") and len(operands) == 1:
        name, operands = ("<" if name == "negative?" else ">"), (operands[0], Constant(0))
    if name not in ("<", ">", "<=", ">=") or len(operands) != 2:
        return
    if name in (">", ">="):  # a > b is b < a
        name, operands = ("<" if name == ">" else "<="), operands[::-1]
    less, more = [kind_in(facts, o) for o in operands]
    if less < INTEGER or more < INTEGER:
        return
    strict = name == "<"
    if less >= INDEX:  # 0 <= less < more
        gain(then, operands[1], POSITIVE if strict or less == POSITIVE else INDEX)
    if more >= INDEX:  # not (less < more): 0 <= more <= less
        gain(other, operands[0], POSITIVE if not strict or more == POSITIVE else INDEX)


def kind_in(facts: Facts, form: Form) -> int:
    if form.__class__ is LocalRef:
        return facts.get(form.name, OBJECT)
    return kind_of_constant(form.value) if form.__class__ is Constant else OBJECT


def gain(facts: Facts, form: Form, kind: int) -> None:
    if form.__class__ is LocalRef:
        learn(facts, form.name, kind)
