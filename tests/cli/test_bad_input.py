"""Bad files beside a good one: each is named and fails the run, the good one is still checked, nothing crashes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.conftest import PASSING, RECORD, Run

BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(9)
)
UNREADABLE = {
    "truncated.json": b'{"kind": "engagement", "id": "ENG',
    "truncated.yaml": b'kind: "engagement\n',
    "empty.yaml": b"",
    "blank.json": b"  \n",
    "comment.yaml": b"# nothing but a comment\n",
    "bomb.yaml": BOMB.encode(),
    "deep.json": b"[" * 10_000 + b"]" * 10_000,
    "deep.yaml": b"[" * 10_000 + b"]" * 10_000,
    "nan.json": b'{"kind": "engagement", "id": NaN}',
    "large.json": b'{"kind": "engagement", "id": 1e400}',
    "nan.yaml": RECORD.format(id="ENG-7").encode() + b"risk: {annual_cost: {amount: .nan, currency: EUR}}\n",
    "latin.yaml": b"kind: engagement\ntitle: Zo\xeb\n",
    "nul.yaml": b"kind: engagement\0\n",
    "twice.json": b'{"kind": "engagement", "kind": "vendor"}',
    "twice.yaml": b"kind: engagement\nkind: vendor\n",
    "tag.yaml": b"!!python/object/apply:os.system [echo]\n",
    "odd.docx": b"PK\x03\x04",
}
INVALID = {
    "list.yaml": b"- [1, 2]\n",
    "scalar.yaml": b"just a sentence\n",
    "number.json": b"7",
    "none.yaml": b"id: ENG-7\ntitle: no kind\n",
    "unknown.yaml": b"kind: engagment\nid: ENG-7\n",
    "odd-kind.yaml": b"kind: [engagement]\nid: ENG-7\n",
    "no.yaml": RECORD.format(id="ENG-7").encode() + b"worker: {country: no}\n",
}


def _checked(checker: Run, folder: Path, name: str, content: bytes) -> str:
    (folder / "records" / name).write_bytes(content)
    result = checker("check", "records/1.yaml", f"records/{name}", "--fail-on", "critical")
    assert (result.exit_code, result.stderr) == (1, "")
    assert "  pass           1\n" in result.stdout
    return result.stdout


@pytest.mark.parametrize("name", sorted(UNREADABLE))
def test_a_file_that_is_no_record_is_unreadable(checker: Run, folder: Path, name: str) -> None:
    """It is named with what is wrong, and counted."""
    shown = _checked(checker, folder, name, UNREADABLE[name])
    assert f"UNREADABLE  records/{name}" in shown


@pytest.mark.parametrize("name", sorted(INVALID))
def test_a_record_of_the_wrong_form_is_invalid(checker: Run, folder: Path, name: str) -> None:
    """It is named with what is wrong, and no policy result is claimed for it."""
    shown = _checked(checker, folder, name, INVALID[name])
    assert "INVALID" in shown
    assert f"records/{name}" in shown


def test_a_file_that_is_no_regular_file_is_unreadable(checker: Run, folder: Path) -> None:
    """A pipe is not waited for."""
    os.mkfifo(folder / "records/pipe.yaml")
    result = checker("check", "records/1.yaml", "records/pipe.yaml")
    assert result.exit_code == 1
    assert "UNREADABLE  records/pipe.yaml" in result.stdout
    assert "named pipe" in result.stdout


def test_a_file_that_may_not_be_that_large_is_unreadable(checker: Run, folder: Path) -> None:
    """The limits of the command line reach the readers, and the message says how to raise them."""
    large = folder / "records/large.yaml"
    with large.open("wb") as stream:
        stream.truncate(200 * 1024 * 1024)
    shown = checker("check", "records/1.yaml", "records/large.yaml").stdout
    assert "UNREADABLE  records/large.yaml" in shown
    assert "raise --max-bytes" in shown
    for option in ("--max-bytes", "--max-nodes", "--max-depth"):
        shown = checker("check", "records/1.yaml", option, "1").stdout
        assert "UNREADABLE  records/1.yaml" in shown
        assert option in shown


def test_the_same_file_named_twice_is_read_once(checker: Run) -> None:
    """A file is not its own duplicate."""
    result = checker("check", "records/1.yaml", "records/../records/1.yaml", "records/1.yaml")
    assert (result.exit_code, "1 record in 1 file" in result.stdout) == (0, True)


def test_evidence_is_compared_with_the_files_of_the_root(checker: Run, folder: Path) -> None:
    """With --evidence-root a path that leads out of it fails like any policy, with explanation and remedy."""
    evidence = "evidence:\n  - {id: E1, kind: payslip, file: ../secret.txt}\n"
    (folder / "records/1.yaml").write_text(PASSING + evidence, encoding="utf-8")
    assert checker("check", "records/1.yaml").exit_code == 0
    result = checker("check", "records/1.yaml", "--evidence-root", "records")
    assert result.exit_code == 1
    shown = " ".join(result.stdout.split())
    assert "FAIL checker/evidence/engagement-files high ENG-1 records/1.yaml:10" in shown
    assert '[0] line 10 file = "../secret.txt" leads upwards with ".."; write it relative to the evidence root' in shown
    assert "→ Put the file into the evidence root" in shown
