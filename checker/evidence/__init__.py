"""Compares the files that records name as evidence with what is in the evidence root.

A check that comes with checker rather than as policy text, since expressions read no files; it is reported exactly as
a policy is.

    checks(kinds) -> {kind: EvidenceCheck}      EvidenceCheck.result(record, folder) -> PolicyResult
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from checker.evidence.folder import MOST_BYTES, Folder
from checker.frozen import frozen
from checker.model import ClauseResult, Missing, Outcome, PolicyResult, PolicySummary, Reason, Severity
from checker.record import LinkedRecord, Path, dotted
from checker.types import Field, List, Object

if TYPE_CHECKING:
    from checker.schemas import Kinds

__all__ = ["MOST_BYTES", "EvidenceCheck", "Folder", "checks"]

_FOUND = "every evidence file is a regular file in the evidence root"
_SAME = "every evidence file has the sha256 that the record states"


@frozen
class EvidenceCheck:
    """The check for one kind of record."""

    summary: PolicySummary
    checksum: Field
    """The field that holds the checksum, for its title."""
    clauses: int = 2

    def result(self, record: LinkedRecord, folder: Folder) -> PolicyResult:
        """Whether every file that the record's evidence names is in the folder, with the stated sha256."""
        named = [pair for pair in enumerate(record.value.get("evidence", ())) if "file" in pair[1]]
        if not named:
            return PolicyResult(self.summary, Outcome.SKIP, "no evidence of this record names a file")
        lost: list[Reason] = []
        other: list[Reason] = []
        missing: list[Missing] = []
        for number, item in named:
            found, stated = folder.look(item["file"]), item.get("sha256")
            if found.refusal:
                lost.append(_reason(record, (number, "file"), item["file"], found.refusal))
            elif stated is None:
                missing.append(self._missing(record, number, found.sha256))
            elif stated.lower() != found.sha256:
                other.append(_reason(record, (number, "sha256"), stated, f"but {item['file']} has {found.sha256}"))
        clauses = tuple(_clauses(len(named), lost, other, tuple(missing)))
        if not clauses:
            return PolicyResult(self.summary, Outcome.PASS)
        shown: list[Reason | Missing] = [*lost, *other, *missing]
        places = [each.place for each in shown if each.place]
        outcome = Outcome.FAIL if lost or other else Outcome.INCOMPLETE
        return PolicyResult(self.summary, outcome, clauses=clauses, place=places[0] if places else record.locate(()))

    def _missing(self, record: LinkedRecord, number: int, found: str) -> Missing:
        path: Path = ("evidence", number, "sha256")
        return Missing(
            path=dotted(path, record.ref.kind),
            title=self.checksum.title,
            description=self.checksum.description,
            type="string",
            place=record.locate(path),
            note=f"the file that is there now has {found}",
        )


def checks(kinds: Kinds) -> dict[str, EvidenceCheck]:
    """The check of every kind whose records have `evidence` with a `file`, by the kind's name."""
    found = {}
    for name in sorted(kinds):
        evidence = kinds[name].type.fields.get("evidence")
        item = evidence.type.item if evidence and isinstance(evidence.type, List) else None
        if isinstance(item, Object) and {"file", "sha256"} <= item.fields.keys():
            found[name] = EvidenceCheck(_summary(name), item.fields["sha256"])
    return found


def _clauses(
    count: int, lost: list[Reason], other: list[Reason], missing: tuple[Missing, ...]
) -> Iterator[ClauseResult]:
    of = f"of {count} evidence file" + ("" if count == 1 else "s")
    if lost:
        yield ClauseResult(1, _FOUND, Outcome.FAIL, f"{len(lost)} {of} cannot be found or read.", tuple(lost))
    if other:
        yield ClauseResult(2, _SAME, Outcome.FAIL, f"{len(other)} {of} not as recorded.", tuple(other), missing)
    elif missing:
        yield ClauseResult(2, _SAME, Outcome.INCOMPLETE, missing=missing)


def _reason(record: LinkedRecord, member: tuple[int, str], value: str, text: str) -> Reason:
    path: Path = ("evidence", *member)
    sentence = f'[{member[0]}] {member[1]} = "{value}" {text}'
    return Reason(sentence, record.locate(path), dotted(path, record.ref.kind), value)


def _summary(kind: str) -> PolicySummary:
    return PolicySummary(
        id=f"checker/evidence/{kind}-files",
        title="Evidence files exist and are as they were recorded",
        severity=Severity.HIGH,
        applies_to=kind,
        rationale="Evidence that cannot be produced, or that was replaced after it was recorded, proves nothing.",
        remediation="Put the file into the evidence root under the name that the record gives, and record its sha256.",
        tags=("evidence", "files"),
    )
