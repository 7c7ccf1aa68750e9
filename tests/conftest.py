"""Settings of every test: generated examples are the same in each run, unless HYPOTHESIS_PROFILE=explore."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("repeatable", deadline=None, derandomize=True, database=None)
settings.register_profile("explore", deadline=None, max_examples=2000, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A cache of the tests' own, so that they leave the user's alone, and see what a second run sees."""
    before = os.environ.get("CHECKER_CACHE_DIR")
    os.environ["CHECKER_CACHE_DIR"] = str(tmp_path_factory.mktemp("cache"))
    yield
    if before is None:
        del os.environ["CHECKER_CACHE_DIR"]
    else:
        os.environ["CHECKER_CACHE_DIR"] = before


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Counts the cases of CEL's conformance suite, wherever they ran."""
    counts = {
        outcome: sum("test_cel.py::test_case[" in report.nodeid for report in terminalreporter.getreports(outcome))
        for outcome in ("passed", "xfailed", "failed")
    }
    if any(counts.values()):
        met, declared, not_met = counts.values()
        terminalreporter.write_line(
            f"CEL conformance: {met} of {sum(counts.values())} cases met, {declared} declared gaps, {not_met} failed"
        )
