"""How much the tests of images try: little in the normal suite, much under the hypothesis profile `nightly`."""

from __future__ import annotations

from hypothesis import settings


def nightly() -> bool:
    """Whether this is the long run (tests/conftest.py)."""
    return settings().max_examples == settings.get_profile("nightly").max_examples


def examples(normal: int, many: int) -> int:
    """NORMAL, or MANY in the long run."""
    return many if nightly() else normal
