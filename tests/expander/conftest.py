"""Lets the tests import `naive`, which lies beside them."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

try:
    import lisp.data.writer  # noqa: F401
except ImportError:
    import types

    import naive
    module = types.ModuleType("lisp.data.writer")
    module.shown = lambda v: naive.show(v) if len(naive.show(v)) <= 60 else naive.show(v)[:57] + "..."
    sys.modules["lisp.data.writer"] = module
