"""A module in two pieces: what is needed at start, and the rest, which is loaded when something of it is asked for.

In:  the syntax trees of modules, and what happens at start (trace.py): which functions run, which names they look up
Out: for each module the statements that are needed at start, and the rest (launch.py loads it when a name is missing)

Needed are the functions that run at start, and what defines the names that are looked up, then or while modules are made. Of a
class that is needed, methods that nobody asks for go into the rest, in a class `methods of C`; what is decorated and what
Python itself calls stays.
"""

from __future__ import annotations

import ast
import builtins

from lisp.executable.launch import METHODS

LATER = "'later"  # LATER(name) makes what stands for a method of the rest


class Happened:
    """What happens at start: `functions` of the module that run, global `names` that are looked up in it, `attributes`."""

    def __init__(self, module: str, traced: dict[str, list]) -> None:
        self.functions = {name for where, name in traced["functions"] if where == module}
        self.names = {name for where, name in traced["names"] if where == module}
        self.attributes = set(traced["attributes"])


class Module:
    """The top level of a module: its `statements`, and which of them `owners` define each name."""

    def __init__(self, name: str, tree: ast.Module, happened: Happened) -> None:
        self.name = name
        self.happened = happened
        self.statements = [part for statement in tree.body for part in single(statement)]
        self.owners: dict[str, list[ast.stmt]] = {}
        for statement in self.statements:
            for defined in names_defined(statement):
                self.owners.setdefault(defined, []).append(statement)
        self.whole = "__getattr__" in self.owners  # it has a way of its own to find what is missing
        self.primitives = name.startswith("lisp.primitives.")  # the catalogue looks for their SUPPORT
        self.needed: set[ast.stmt] = set()

    def is_root(self, statement: ast.stmt) -> bool:
        """Whether STATEMENT is needed whatever else is."""
        names = names_defined(statement)
        if self.whole or not names or (self.primitives and names == ["SUPPORT"]):
            return True
        if isinstance(statement, ast.FunctionDef) and statement.name in self.happened.functions:
            return True
        if isinstance(statement, ast.ClassDef) and any(f.startswith(statement.name + ".") for f in self.happened.functions):
            return True
        return not self.happened.names.isdisjoint(names)

    def cold_methods(self, statement: ast.stmt) -> list[ast.FunctionDef]:
        """The methods of class STATEMENT that go into the rest."""
        if not isinstance(statement, ast.ClassDef) or statement.decorator_list or self.whole:
            return []
        return [part for part in statement.body if isinstance(part, ast.FunctionDef) and self.is_cold(statement, part)]

    def is_cold(self, owner: ast.ClassDef, method: ast.FunctionDef) -> bool:
        runs = f"{owner.name}.{method.name}" in self.happened.functions or method.name in self.happened.attributes
        special = method.name.startswith("__") and method.name.endswith("__")
        in_class = any(isinstance(node, ast.Name) and node.id in ("super", "__class__") for node in ast.walk(method))
        return not (runs or special or method.decorator_list or in_class)

    def references(self, statement: ast.stmt) -> set[str]:
        """The names that are looked up when STATEMENT, which is needed, is done."""
        names = names_in(at_once(statement))
        return names | set(strings_in([statement])) if names_defined(statement) == ["SUPPORT"] else names


def at_once(statement: ast.stmt) -> list[ast.AST]:
    """What of STATEMENT is evaluated when it is done: not the insides of functions."""
    if isinstance(statement, ast.FunctionDef):
        arguments = statement.args
        defaults = [value for value in [*arguments.defaults, *arguments.kw_defaults] if value is not None]
        return [*statement.decorator_list, *defaults]
    if isinstance(statement, ast.ClassDef):
        return [*statement.bases, *statement.decorator_list, *[node for part in statement.body for node in at_once(part)]]
    return [statement]


def called_at_once(modules: dict[str, Module]) -> None:
    """Take functions that run while modules are made (decorators, and what those call) for some that run at start."""
    waiting = [
        (module, name)
        for module in modules.values()
        for statement in module.statements
        if module.is_root(statement) and isinstance(statement, ast.FunctionDef | ast.Expr)
        for name in names_in(at_once(statement))
    ]
    while waiting:
        module, name = resolved(modules, *waiting.pop())
        for owner in module.owners.get(name, ()):
            if name not in module.happened.names:
                module.happened.names.add(name)
                waiting += [(module, inner) for inner in names_in([owner])]


def resolved(modules: dict[str, Module], module: Module, name: str) -> tuple[Module, str]:
    """Where NAME of MODULE comes from."""
    for owner in module.owners.get(name, ()):
        if isinstance(owner, ast.ImportFrom) and owner.module in modules:
            return resolved(modules, modules[owner.module], owner.names[0].name)
    return module, name


def find_needed(modules: dict[str, Module]) -> None:
    """Mark what each of MODULES needs at start."""
    called_at_once(modules)
    waiting = [(module, part) for module in modules.values() for part in module.statements if module.is_root(part)]
    while waiting:
        module, statement = waiting.pop()
        if statement in module.needed:
            continue
        module.needed.add(statement)
        if isinstance(statement, ast.ImportFrom) and statement.module in modules:
            module, names = modules[statement.module], {statement.names[0].name}
        else:
            names = module.references(statement)
        waiting += [(module, owner) for name in names for owner in module.owners.get(name, ())]


def single(statement: ast.stmt) -> list[ast.stmt]:
    """STATEMENT, an import as one for each name."""
    if not isinstance(statement, ast.ImportFrom):
        return [statement]
    parts = [ast.ImportFrom(statement.module, [alias], statement.level) for alias in statement.names]
    return [ast.copy_location(part, statement) for part in parts]


def names_defined(statement: ast.stmt) -> list[str]:
    """The names that STATEMENT defines; none if it may do more than that."""
    if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
        return [statement.name]
    if isinstance(statement, ast.ImportFrom):
        return [alias.asname or alias.name for alias in statement.names]
    if isinstance(statement, ast.Import):
        return [alias.asname or alias.name.partition(".")[0] for alias in statement.names]
    if isinstance(statement, ast.Assign):
        targets = [node for target in statement.targets for node in getattr(target, "elts", [target])]
        if all(isinstance(target, ast.Name) for target in targets):
            return [target.id for target in targets if isinstance(target, ast.Name)]
    return []


def strings_in(parts: list) -> list[str]:
    constants = [node.value for part in parts for node in ast.walk(part) if isinstance(node, ast.Constant)]
    return [value for value in constants if isinstance(value, str)]


def names_in(parts: list) -> set[str]:
    return {node.id for part in parts for node in ast.walk(part) if isinstance(node, ast.Name)}


class Halves:
    """Module MODULE: `first` is what is needed at start, `rest` everything else; `builtins` are the names of Python's that
    `first` uses."""

    def __init__(self, module: Module) -> None:
        self.first = ast.Module([part for part in module.statements if part in module.needed], [])
        self.rest = ast.Module([part for part in module.statements if part not in module.needed], [])
        names = [name for name in names_in([self.first]) if name in vars(builtins) and name not in module.owners]
        self.builtins = tuple(sorted(names))
        for statement in self.first.body:
            cold = module.cold_methods(statement)
            if cold and isinstance(statement, ast.ClassDef):
                self.rest.body.append(ast.ClassDef(METHODS + statement.name, [], [], cold, []))
                statement.body = [part for part in statement.body if part not in cold] + [later(part.name) for part in cold]
        for half in (self.first, self.rest):
            ast.fix_missing_locations(half)


def later(name: str) -> ast.stmt:
    """`name = LATER("name")`"""
    made = ast.Call(ast.Name(LATER, ast.Load()), [ast.Constant(name)], [])
    return ast.Assign([ast.Name(name, ast.Store())], made)


def split_modules(trees: dict[str, ast.Module], traced: dict[str, list]) -> dict[str, Halves]:
    """The modules TREES in halves. TRACED: what happens at start, for all of them."""
    modules = {name: Module(name, tree, Happened(name, traced)) for name, tree in trees.items()}
    find_needed(modules)
    return {name: Halves(module) for name, module in modules.items()}
