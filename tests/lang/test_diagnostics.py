"""Bad policies, and what is said of them: `diagnostics/NAME.yaml` and `NAME.txt`. UPDATE_GOLDEN=1 writes the texts."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from checker.lint import lint, write
from tests.cases.things import KINDS

FOLDER = Path(__file__).parent / "diagnostics"
NAMES = sorted(path.stem for path in FOLDER.glob("*.yaml"))
FACTS = "facts:\n  big: {says: It is big., is: thing.count > 10, applies_to: thing}\n"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A pack to put one policy into; its folder's parent is the present folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "acme" / "topic").mkdir(parents=True)
    (tmp_path / "acme" / "pack.yaml").write_text("id: acme\ntitle: Acme\nversion: '1'\n", encoding="utf-8")
    return Path("acme")


@pytest.mark.parametrize("name", NAMES)
def test_diagnostics(name: str, home: Path) -> None:
    """The diagnostics of a bad policy, as `checker lint` prints them."""
    policy = (FOLDER / f"{name}.yaml").read_bytes()
    (home / "topic" / f"{name}.yaml").write_bytes(policy)
    if b"facts." in policy:
        (home / "facts.yaml").write_text(FACTS, encoding="utf-8")
    stream = io.StringIO()
    found = lint([home], KINDS)
    write(found, "human", stream)
    golden = FOLDER / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(stream.getvalue(), encoding="utf-8")
    assert found.all
    assert stream.getvalue() == golden.read_text(encoding="utf-8")


def test_every_bad_policy_has_its_text() -> None:
    """And there are more than forty."""
    assert len(NAMES) > 40
    assert sorted(path.stem for path in FOLDER.glob("*.txt")) == NAMES
