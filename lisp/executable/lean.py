"""Modules compiled as an executable carries them, and what booting its image would decode, by the CPython that will run it.

    python -m lisp.executable.lean <GIVEN >MADE

In:  on stdin, marshalled: (name → (whether it is a package, source text), the names of those that are needed at start, in
     the order of their imports, what happens at start (trace.py), whether primitives keep their docstrings,
     data files by name, (header, catalogue, directory, identity, entries of the image as (kind, key, content)), where modules
     say that they come from, the module that runs it all, whether to compress what is not needed at start)
Out: on stdout, marshalled: (what code is marked with for this version, magic number, what `launch`, `start` and `runtime`
     of launcher.py hold)

Left out is what costs time at start and does nothing then: annotations, docstrings, imports for type checkers. This module is
run by Pythons in which Lark and the like are not installed.
"""

import ast
import marshal
import sys
from _imp import source_hash
from types import CodeType
from zlib import compress

from lisp.executable.launch import REST, file_of
from lisp.executable.prepared import prepared
from lisp.executable.split import split_modules

FUTURE = 0x1000000  # `from __future__ import annotations`: those that are left stay text
STABLE = 2  # the version of marshal's format that every Python reads


class Lean(ast.NodeTransformer):
    """Takes away what a running program does not need."""

    def __init__(self, documented: bool) -> None:
        self.documented = documented

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.AST | None:
        return None if node.module == "__future__" else node

    def visit_If(self, node: ast.If) -> ast.AST | list | None:
        self.generic_visit(node)
        if isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            return node.orelse
        return self.filled(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST | None:
        if node.value is None:
            return None
        return ast.copy_location(ast.Assign([node.target], self.visit(node.value)), node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        if node.decorator_list:  # a dataclass lives on its annotations
            return node
        return self.body_of(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.returns = None
        arguments = node.args
        for argument in [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]:
            if argument is not None:
                argument.annotation = None
        return self.body_of(node)

    def visit_Module(self, node: ast.Module) -> ast.AST:
        return self.body_of(node)

    def body_of(self, node: ast.AST) -> ast.AST:
        """NODE, its body made lean."""
        first = node.body[0] if node.body else None
        documentation = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
        if documentation and not (self.documented and isinstance(node, ast.FunctionDef)):
            del node.body[0]
        self.generic_visit(node)
        return self.filled(node)

    def filled(self, node: ast.AST) -> ast.AST:
        if not node.body and not isinstance(node, ast.Module):
            node.body = [ast.fix_missing_locations(ast.copy_location(ast.Pass(), node))]
        return node


def lean_tree(name: str, package: bool, text: str, documented: bool) -> ast.Module:
    """The syntax tree of module NAME, one of ours."""
    tree = ast.parse(text, name)
    return Lean(documented and name.startswith("lisp.primitives.")).visit(tree)


def compiled(file: str, tree: ast.Module | str) -> CodeType:
    return compile(tree, file, "exec", FUTURE if isinstance(tree, ast.Module) else 0, dont_inherit=True)


def checked(content: bytes) -> bytes:
    """CONTENT behind a hash of it, which this version of Python alone makes."""
    return source_hash(0, content) + content


def parts(
    sources: dict, first: tuple, traced: dict, documented: bool, data: dict, image: tuple, root: str, runner: str, packed: bool
) -> tuple[bytes, bytes, bytes]:
    """The code of launch.py; what is needed at start; the other modules, and what is not needed of the first ones."""
    trees = {}
    for name, (package, text) in sources.items():
        trees[name] = lean_tree(name, package, text, documented) if name.partition(".")[0] == "lisp" else text
    files = {name: file_of(root, name, package) for name, (package, _) in sources.items()}
    launch = compiled(files["lisp.executable.launch"], trees.pop("lisp.executable.launch"))
    split = split_modules({name: trees.pop(name) for name in first}, traced)
    others = {name: (sources[name][0], marshal.dumps(compiled(files[name], tree))) for name, tree in trees.items()}
    others.update({name: (None, content) for name, content in data.items()})
    at_start = []
    for name, half in split.items():
        package = sources[name][0]
        if half.rest.body:
            others[REST + name] = (None, marshal.dumps(compiled(files[name], half.rest)))
        at_start.append((name, package, compiled(files[name], half.first), half.builtins if half.rest.body else None))
    if packed:
        others = {name: (package, compress(content, 9)) for name, (package, content) in others.items()}
    index = placed({name: content for name, (_, content) in others.items()})
    rows = {name: (package, *index[name], source_hash(0, content)) for name, (package, content) in others.items()}
    start = marshal.dumps((root, runner, packed, tuple(at_start), rows, prepared(*image)))
    return checked(marshal.dumps(launch)), checked(start), b"".join([content for _, content in others.values()])


def placed(contents: dict) -> dict:
    """Name → (where, how long) of CONTENTS that follow one another."""
    found, at = {}, 0
    for name, content in contents.items():
        found[name] = (at, len(content))
        at += len(content)
    return found


def main() -> None:
    magic = sys.modules["_frozen_importlib_external"].MAGIC_NUMBER
    tag = f"{sys.implementation.cache_tag}-{int.from_bytes(magic[:2], 'little')}"  # as in lisp/image/boot.py
    sys.stdout.buffer.write(marshal.dumps((tag, magic, *parts(*marshal.loads(sys.stdin.buffer.read()))), STABLE))
