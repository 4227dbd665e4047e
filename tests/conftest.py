"""Profiles of hypothesis: `pytest --hypothesis-profile nightly` tries many times more than the normal suite."""

from __future__ import annotations

import contextlib

with contextlib.suppress(ImportError):  # a suite without hypothesis skips what needs it
    from hypothesis import settings

    settings.register_profile("nightly", max_examples=2000, deadline=None)
