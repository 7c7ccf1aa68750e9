"""Policy files: what is read from them, and every mistake of every file in one run."""

from __future__ import annotations

import os
import shutil
from datetime import date
from pathlib import Path

import pytest

from checker.errors import PolicyError, UsageError
from checker.lang import load_policies
from checker.lang.faults import CODES
from checker.model import PolicySummary, Reference, Severity
from tests.cases.things import KINDS
from tests.lang.test_faults import IN_FILES

HERE = Path(__file__).parent
GOLDEN = HERE / "packs.txt"


@pytest.fixture
def packs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The packs of these tests in a folder of their own, which is the present one."""
    shutil.copytree(HERE / "packs", tmp_path / "packs")
    monkeypatch.chdir(tmp_path)
    return Path("packs")


def mistakes(*paths: Path) -> PolicyError:
    """What loading these paths raises."""
    with pytest.raises(PolicyError) as raised:
        load_policies(paths, KINDS)
    return raised.value


def test_every_mistake_of_every_file_is_told_in_one_run(packs: Path) -> None:
    """The messages are those of the golden file, in the order of the files; UPDATE_GOLDEN=1 writes it anew."""
    (packs / "bad/topic/bytes.yaml").write_bytes(b"\xff")
    found = str(mistakes(packs)) + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.write_text(found, encoding="utf-8")
    assert found == GOLDEN.read_text(encoding="utf-8")


def test_every_code_of_files_is_met(packs: Path) -> None:
    """Each code that only files can have is among the mistakes of the bad pack."""
    (packs / "bad/topic/bytes.yaml").write_bytes(b"\xff")
    assert {each.code for each in mistakes(packs).diagnostics} >= IN_FILES
    assert {each.code for each in mistakes(packs).diagnostics} <= CODES.keys()


def test_mistakes_do_not_hang_on_how_the_files_are_named(packs: Path) -> None:
    """The same files, named one by one, twice and in another order, have the same mistakes."""
    once = mistakes(packs / "bad", packs / "heir").diagnostics
    files = sorted(packs.glob("bad/topic/*.yaml"), reverse=True)
    assert mistakes(packs / "heir", packs.resolve() / "bad", *files).diagnostics == once


@pytest.mark.parametrize("broken", ["pack.yaml", "facts.yaml"])
def test_facts_that_cannot_be_read_are_no_fault_of_those_who_use_them(packs: Path, broken: str) -> None:
    """A broken file is told once, and not again at every policy that uses what stands in it."""
    (packs / "good" / broken).write_text("facts: [", encoding="utf-8")
    assert [(each.file, each.code) for each in mistakes(packs / "good").diagnostics] == [
        (f"packs/good/{broken}", "L003")
    ]


def test_a_pack_is_read_as_it_is_written(packs: Path) -> None:
    """Policies come sorted by id, with their texts on one line, the pack's severity and the facts they may use."""
    loaded = load_policies([packs / "good"], KINDS)
    assert [policy.summary.id for policy in loaded.policies] == ["good/topic/first", "good/topic/second"]
    first, second = loaded.policies
    assert first.summary.severity is Severity.LOW
    assert second.summary == PolicySummary(
        id="good/topic/second",
        title="The second",
        severity=Severity.CRITICAL,
        applies_to="thing",
        rationale="A rationale on two lines.",
        remediation="Raise the flag.",
        references=(Reference("A book", "1", "https://example.org/book", "2026-01-01", "judgement"),),
        tags=("one", "two"),
        file=str(packs / "good/topic/second.yaml"),
    )
    assert (second.in_force_from, second.in_force_until) == (date(2026, 1, 1), None)
    assert second.facts.keys() == {"big", "bigger"}
    assert second.facts["big"].says == "It is big."
    (pack,) = loaded.packs
    assert (pack.id, pack.version, pack.description) == ("good", "1.2.0", "Two policies and a fact.")


def test_a_policy_without_a_pack(packs: Path) -> None:
    """A single file outside of every pack is a policy of medium severity; its name is the last part of its id."""
    (policy,) = load_policies([packs / "loose/single.yaml"], KINDS).policies
    assert policy.summary.severity is Severity.MEDIUM
    (packs / "loose/single.yaml").rename(packs / "loose/other.yaml")
    (told,) = mistakes(packs / "loose/other.yaml").diagnostics
    assert told.message == "the path says other, the id says single; rename one of them"


def test_nothing_to_load(packs: Path) -> None:
    """A path that is not there, and a folder without policies, are mistakes of the request."""
    (packs / "empty").mkdir()
    with pytest.raises(UsageError, match=r"^There is no policy file or folder packs/none\.$"):
        load_policies([packs / "none"], KINDS)
    with pytest.raises(UsageError) as raised:
        load_policies([packs / "empty"], KINDS)
    wanted = "No policies in packs/empty. A policy is a file PACK/TOPIC/NAME.yaml; see docs/language.md."
    assert str(raised.value) == wanted


def test_a_policy_is_found_from_inside_its_folder(packs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From inside of a pack its policies load with the pack's facts, and each pack is there once."""
    monkeypatch.chdir(packs / "good" / "topic")
    loaded = load_policies([Path("second.yaml"), Path("first.yaml").absolute()], KINDS)
    assert [policy.summary.file for policy in loaded.policies] == [str(Path("first.yaml").absolute()), "second.yaml"]
    assert [pack.id for pack in loaded.packs] == ["good"]
