"""Evidence files: inside the root, regular, bounded, and with the stated sha256; whatever a record says."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

import pytest

from checker.errors import UsageError
from checker.evidence import EvidenceCheck, Folder, checks
from checker.model import Outcome, PolicyResult
from checker.record import LinkedRecord, Place, RecordRef
from checker.schemas import load_kinds
from checker.source import Position

CONTENT = b"a signed contract"
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with one piece of evidence, and a secret beside the folder."""
    (tmp_path / "secret.txt").write_bytes(b"secret")
    folder = tmp_path / "evidence"
    (folder / "eng").mkdir(parents=True)
    (folder / "eng/contract.txt").write_bytes(CONTENT)
    return folder


def check() -> EvidenceCheck:
    """The check of engagement records."""
    return checks(load_kinds())["engagement"]


def judged(root: Path, *evidence: dict[str, Any]) -> PolicyResult:
    """What the check makes of a record with this evidence."""
    ref = RecordRef("engagement", "E", "", "e.yaml", 1)
    record = LinkedRecord(ref, {"evidence": list(evidence)}, lambda path: Place("e.yaml", Position(len(path) + 1, 1)))
    return check().result(record, Folder(root, most_bytes=1000))


def test_a_file_with_the_stated_checksum_passes(root: Path) -> None:
    """The checksum is compared whatever the case of its letters."""
    assert judged(root, {"file": "eng/contract.txt", "sha256": SHA256}).outcome is Outcome.PASS
    assert judged(root, {"file": "./eng/contract.txt", "sha256": SHA256.upper()}).outcome is Outcome.PASS


def test_a_record_that_names_no_file_is_skipped(root: Path) -> None:
    """Evidence may be kept elsewhere; other policies ask whether there is any."""
    assert judged(root, {"kind": "payslip"}).outcome is Outcome.SKIP
    assert judged(root).outcome is Outcome.SKIP


def test_a_missing_checksum_is_incomplete(root: Path) -> None:
    """Without a checksum nobody knows whether the file was replaced; the path to record is named."""
    result = judged(root, {"kind": "x"}, {"file": "eng/contract.txt"})
    assert result.outcome is Outcome.INCOMPLETE
    (missing,) = result.clauses[0].missing
    assert missing.path == "engagement.evidence[1].sha256"
    assert missing.title
    assert SHA256 in missing.note


def test_another_checksum_fails(root: Path) -> None:
    """A file that was changed is named with both checksums and its place."""
    result = judged(root, {"file": "eng/contract.txt", "sha256": "0" * 64})
    assert (result.outcome, result.clauses[0].number) == (Outcome.FAIL, 2)
    (reason,) = result.clauses[0].reasons
    assert reason.text.startswith('[0] sha256 = "000')
    assert SHA256 in reason.text
    assert result.place == reason.place == Place("e.yaml", Position(4, 1))


@pytest.mark.parametrize(
    ("name", "refusal"),
    [
        ("none.txt", "is not in the evidence root"),
        ("eng/contract.txt/more", "is not in the evidence root"),
        ("../secret.txt", 'leads upwards with ".."'),
        ("eng/../../secret.txt", 'leads upwards with ".."'),
        ("eng/../eng/contract.txt", 'leads upwards with ".."'),
        ("..\\secret.txt", 'leads upwards with ".."'),
        ("/etc/hostname", "is an absolute path"),
        ("C:\\contract.txt", "is an absolute path"),
        ("\\\\server\\share", "is an absolute path"),
        ("", "names no file"),
        (" ", "names no file"),
        ("eng", "is not a regular file"),
        (".", "is not a regular file"),
        ("link", "is a link that leads out of the evidence root"),
        ("linked/secret.txt", "is a link that leads out of the evidence root"),
        ("loop", "loop|symbolic links|leads to itself"),
        ("pipe", "is not a regular file"),
        ("large.bin", "is larger than 1000 bytes"),
        ("nul\0byte", "cannot be read"),
        ("x" * 5000, "cannot be read"),
        ("\udc80", "cannot be read|is not in the evidence root"),
    ],
)
def test_nothing_but_a_regular_file_inside_the_root_is_evidence(root: Path, name: str, refusal: str) -> None:
    """No path, link, folder, pipe or size of a file makes the check read elsewhere, wait or crash."""
    (root / "link").symlink_to(root.parent / "secret.txt")
    (root / "linked").symlink_to(root.parent)
    (root / "loop").symlink_to(root / "loop")
    os.mkfifo(root / "pipe")
    (root / "large.bin").write_bytes(b"x" * 1001)
    result = judged(root, {"file": name, "sha256": SHA256})
    assert (result.outcome, result.clauses[0].number) == (Outcome.FAIL, 1)
    (reason,) = result.clauses[0].reasons
    assert any(part in reason.text for part in refusal.split("|"))
    assert hashlib.sha256(b"secret").hexdigest() not in reason.text


def test_a_link_that_stays_inside_is_followed(root: Path) -> None:
    """Folders of evidence may be arranged with links."""
    (root / "latest.txt").symlink_to("eng/contract.txt")
    assert judged(root, {"file": "latest.txt", "sha256": SHA256}).outcome is Outcome.PASS


def test_every_file_is_judged_on_its_own(root: Path) -> None:
    """One bad file does not hide another, and what lacks a checksum is still named."""
    result = judged(
        root,
        {"file": "none.txt", "sha256": SHA256},
        {"file": "eng/contract.txt", "sha256": "0" * 64},
        {"file": "eng/contract.txt"},
    )
    assert [clause.number for clause in result.clauses] == [1, 2]
    assert result.clauses[0].message == "1 of 3 evidence files cannot be found or read."
    assert [missing.path for missing in result.clauses[1].missing] == ["engagement.evidence[2].sha256"]


def test_a_root_that_is_no_folder_is_refused(root: Path) -> None:
    """A misspelt root is an error, not a run in which every file is lost."""
    with pytest.raises(UsageError, match="does not exist"):
        Folder(root / "none")
    with pytest.raises(UsageError, match="is not a folder"):
        Folder(root / "eng/contract.txt")


def test_the_check_is_described_like_a_policy() -> None:
    """It has an id, a severity, a reason and a remedy, and is about engagement records."""
    summary = check().summary
    assert summary.id == "checker/evidence/engagement-files"
    assert summary.rationale
    assert summary.remediation
    assert "evidence" in summary.tags
