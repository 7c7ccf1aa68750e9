"""The pack about loans, for every test in a folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.policytest.lend import Pack


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    """A fresh copy of the pack."""
    return Pack(tmp_path)
