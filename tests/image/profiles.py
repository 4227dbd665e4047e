"""How much the tests of images try: little in the normal suite, much under the hypothesis profile `nightly`."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, settings


def nightly() -> bool:
    """Whether this is the long run (tests/conftest.py)."""
    return settings().max_examples == settings.get_profile("nightly").max_examples


def trials(normal: int, many: int) -> settings:
    """Settings for NORMAL examples, or MANY in the long run. Without the phase `explain`, which traces every line that runs."""
    phases = (Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink)
    checks = list(HealthCheck)
    return settings(max_examples=examples(normal, many), deadline=None, phases=phases, suppress_health_check=checks)


def examples(normal: int, many: int) -> int:
    """NORMAL, or MANY in the long run."""
    return many if nightly() else normal
