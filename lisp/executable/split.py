"""A module in two pieces: what is needed at start, and the rest, which is loaded when something of it is asked for.

In:  the syntax trees of modules, and which of their functions run at start (trace.py)
Out: for each module the statements that are needed at start, and the rest (launch.py loads it when a name is missing)

Needed are the functions that run at start, and classes and constants that they name. A function that they call and that does
not run then is not, nor is an import of it; one that they name otherwise may be handed on, and stays. Of a class that is needed,
methods likewise go into the rest, in a class `methods of C`; what is decorated and what Python itself calls stays.
"""

from __future__ import annotations

import ast
import builtins

from lisp.executable.launch import METHODS

LATER = "'later"  # LATER(name) makes what stands for a method of the rest


class Module:
    """The top level of a module: its `statements`, and which of them `owners` define each name. STARTED: what runs at start."""

    def __init__(self, name: str, tree: ast.Module, started: set[str]) -> None:
        self.name = name
        self.started = started
        self.statements = [part for statement in tree.body for part in single(statement)]
        self.owners: dict[str, list[ast.stmt]] = {}
        for statement in self.statements:
            for defined in names_defined(statement):
                self.owners.setdefault(defined, []).append(statement)
        self.whole = "__getattr__" in self.owners  # it has a way of its own to find what is missing
        self.primitives = name.startswith("lisp.primitives.")  # the catalogue looks for their SUPPORT
        self.kept: set[str] = set()  # functions that stay though they do not run
        self.needed: set[ast.stmt] = set()

    def is_root(self, statement: ast.stmt) -> bool:
        """Whether STATEMENT is needed whatever is asked for."""
        if self.whole:
            return True
        if isinstance(statement, ast.FunctionDef):
            return statement.name in self.started or statement.name in self.kept
        if isinstance(statement, ast.ClassDef):
            return any(name.startswith(statement.name + ".") for name in self.started)
        return not names_defined(statement) or (self.primitives and names_defined(statement) == ["SUPPORT"])

    def runs(self, function: ast.FunctionDef, owner: str = "") -> bool:
        return self.whole or owner + function.name in self.started or bool(owner and is_special(function))

    def cold_methods(self, statement: ast.stmt) -> list[ast.FunctionDef]:
        """The methods of class STATEMENT that go into the rest."""
        if not isinstance(statement, ast.ClassDef) or statement.decorator_list:
            return []
        functions = [part for part in statement.body if isinstance(part, ast.FunctionDef)]
        named = {
            node.attr
            for part in functions
            if self.runs(part, statement.name + ".")
            for node in handed_on(part)
            if isinstance(node, ast.Attribute)
        }
        return [
            part
            for part in functions
            if not self.runs(part, statement.name + ".") and part.name not in named and may_go(part)
        ]

    def parts(self, statement: ast.stmt) -> list[ast.AST]:
        """What of STATEMENT, which is needed, runs at start."""
        if isinstance(statement, ast.FunctionDef):
            return [statement] if self.runs(statement) else beginnings(statement)
        if not isinstance(statement, ast.ClassDef):
            return [statement]
        found: list[ast.AST] = [*statement.bases, *statement.decorator_list]
        left_out = set(self.cold_methods(statement))
        for part in statement.body:
            if not isinstance(part, ast.FunctionDef) or self.runs(part, statement.name + "."):
                found.append(part)
            elif part not in left_out:
                found += beginnings(part)
        return found

    def references(self, statement: ast.stmt) -> set[str]:
        """The names in what of STATEMENT runs at start."""
        return names_in(self.parts(statement)) | self.support(statement)

    def support(self, statement: ast.stmt) -> set[str]:
        """The names that STATEMENT gives to the catalogue."""
        return set(strings_in([statement])) if self.primitives and names_defined(statement) == ["SUPPORT"] else set()


def single(statement: ast.stmt) -> list[ast.stmt]:
    """STATEMENT, an import as one for each name."""
    if not isinstance(statement, ast.ImportFrom):
        return [statement]
    return [ast.copy_location(ast.ImportFrom(statement.module, [alias], statement.level), statement) for alias in statement.names]


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


def may_go(method: ast.FunctionDef) -> bool:
    """Whether METHOD may be put into its class later."""
    in_class = any(isinstance(node, ast.Name) and node.id in ("super", "__class__") for node in ast.walk(method))
    return not (is_special(method) or method.decorator_list or in_class)


def is_special(method: ast.FunctionDef) -> bool:
    return method.name.startswith("__") and method.name.endswith("__")


def beginnings(function: ast.FunctionDef) -> list[ast.AST]:
    """What runs when FUNCTION is defined."""
    defaults = [value for value in [*function.args.defaults, *function.args.kw_defaults] if value is not None]
    return [*function.decorator_list, *defaults]


class Search:
    """The search for what MODULES need at start."""

    def __init__(self, modules: dict[str, Module]) -> None:
        self.modules = modules
        self.note_definers()
        waiting = [(module, part) for module in modules.values() for part in module.statements if module.is_root(part)]
        while waiting:
            module, statement = waiting.pop()
            if statement not in module.needed:
                module.needed.add(statement)
                waiting += self.wanted(module, statement)
                waiting += self.handed_on(module, statement)

    def note_definers(self) -> None:
        """Take what runs while modules are made (decorators, and what they call) for started."""
        waiting = []
        for module in self.modules.values():
            for statement in module.statements:
                if module.is_root(statement) and (isinstance(statement, ast.FunctionDef) or not names_defined(statement)):
                    at_once = beginnings(statement) if isinstance(statement, ast.FunctionDef) else [statement]
                    waiting += [(module, name) for name in names_in(at_once)]
        while waiting:
            module, name = self.resolved(*waiting.pop())
            for owner in module.owners.get(name, ()):
                if isinstance(owner, ast.FunctionDef) and name not in module.started:
                    module.started.add(name)
                    waiting += [(module, inner) for inner in names_in([owner])]

    def handed_on(self, module: Module, statement: ast.stmt) -> list[tuple[Module, ast.stmt]]:
        """The functions that STATEMENT of MODULE, which is needed, hands on, and the imports of them."""
        if isinstance(statement, ast.ImportFrom):
            return []
        found: list[tuple[Module, ast.stmt]] = []
        nodes = [node for part in module.parts(statement) for node in handed_on(part)]
        for name in {node.id for node in nodes if isinstance(node, ast.Name)} | module.support(statement):
            origin, original = self.resolved(module, name)
            functions = [owner for owner in origin.owners.get(original, ()) if isinstance(owner, ast.FunctionDef)]
            if functions:
                origin.kept.add(original)
                found += [(origin, function) for function in functions]
                found += [(module, owner) for owner in module.owners[name]]
        return found

    def resolved(self, module: Module, name: str) -> tuple[Module, str]:
        """Where NAME of MODULE comes from."""
        for owner in module.owners.get(name, ()):
            if isinstance(owner, ast.ImportFrom) and owner.module in self.modules:
                return self.resolved(self.modules[owner.module], owner.names[0].name)
        return module, name

    def wanted(self, module: Module, statement: ast.stmt) -> list[tuple[Module, ast.stmt]]:
        """What STATEMENT of MODULE, which is needed, needs itself."""
        names = module.references(statement)
        if isinstance(statement, ast.ImportFrom) and statement.module in self.modules:
            module, names = self.modules[statement.module], {statement.names[0].name}
        found = []
        for part in module.parts(statement):
            for node in ast.walk(part):
                if isinstance(node, ast.ImportFrom) and node.module in self.modules and part is not node:
                    exporter = self.modules[node.module]
                    found += [(exporter, owner) for alias in node.names for owner in exporter.owners.get(alias.name, ())]
        for name in names:
            origin, original = self.resolved(module, name)
            owners = origin.owners.get(original, ())
            if all(not isinstance(owner, ast.FunctionDef) or origin.is_root(owner) for owner in owners):
                found += [(module, owner) for owner in module.owners.get(name, ())]
        return found


def handed_on(part: ast.AST) -> list[ast.AST]:
    """The names and attributes in PART that are not only called."""
    called = {node.func for node in ast.walk(part) if isinstance(node, ast.Call)}
    return [node for node in ast.walk(part) if isinstance(node, (ast.Name, ast.Attribute)) and node not in called]


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
        self.builtins = tuple(sorted(name for name in names_in([self.first]) if name in vars(builtins) and name not in module.owners))
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


def split_modules(trees: dict[str, ast.Module], started: dict[str, set[str]]) -> dict[str, Halves]:
    """The modules TREES in halves; STARTED: their functions that run at start."""
    modules = {name: Module(name, tree, started.get(name, set())) for name, tree in trees.items()}
    Search(modules)
    return {name: Halves(module) for name, module in modules.items()}
