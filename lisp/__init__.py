"""A Scheme that lives in images: R7RS compiled to CPython functions, whose running computation can be saved and booted.

    from lisp import Interpreter, LispError
    Interpreter().eval("(+ 40 2)")

Floors, lowest first: data, core, {reader, expander, compiler}, runtime, image, primitives, tools, interpreter, debug, repl,
cli. What is neither in `__all__` nor in docs/embedding.md may change. Names are imported when they are first asked for,
since the command line needs few of them.
"""

from __future__ import annotations

__version__ = "0.1.0"
__all__ = ["Interpreter", "LispError", "__version__"]


def __getattr__(name: str) -> object:
    if name == "Interpreter":
        from lisp.interpreter.interpreter import Interpreter

        return Interpreter
    if name == "LispError":
        from lisp.data.condition import LispError

        return LispError
    raise AttributeError(f"module 'lisp' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
