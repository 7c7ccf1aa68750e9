"""The baseline: findings that were there when it was written, and that do not fail a run.

    read_baseline(file) -> Baseline             raises UsageError where it is none
    Baseline.known(ref, result) -> PolicyResult
    Baseline.use(records, policies) -> BaselineUse
    baseline_text(records, before) -> str       what --write-baseline writes

An error and an invalid record are in no baseline.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from checker.errors import UsageError
from checker.fingerprint import fingerprint
from checker.model import FINDINGS, BaselineUse, KnownFinding, Outcome, PolicyResult, RecordReport
from checker.record import RecordRef

VERSION = "1"
_FIELDS = ("fingerprint", "kind", "record", "policy", "clause", "outcome")
_AGAIN = "Write it anew with --write-baseline."


class Baseline:
    """The findings of a baseline."""

    def __init__(self, file: str, findings: Sequence[KnownFinding] = ()) -> None:
        self.file = file
        self._findings = {each.fingerprint: each for each in findings}
        self._met: set[str] = set()

    def known(self, ref: RecordRef, result: PolicyResult) -> PolicyResult:
        """The result with the clauses marked that the baseline has."""
        if result.outcome not in (*FINDINGS, Outcome.ERROR) or not self._findings:
            return result
        prints = [fingerprint(ref, result.policy.id, clause) for clause in result.clauses]
        clauses = tuple(
            replace(clause, known=True)
            if clause.outcome in FINDINGS and clause.waiver is None and print_ in self._findings
            else clause
            for clause, print_ in zip(result.clauses, prints, strict=True)
        )
        self._met.update(print_ for print_ in prints if print_ in self._findings)
        return result if clauses == result.clauses else result.marked(clauses)

    def use(self, records: Sequence[RecordReport], policies: Iterable[str]) -> BaselineUse:
        """How far it agrees with a run that has judged these records by these policies."""
        applied = set(policies)
        judged = {(record.ref.kind, record.ref.id) for record in records if record.outcome is not Outcome.INVALID}
        left = [each for each in self._findings.values() if each.fingerprint not in self._met]
        gone = [each for each in left if (each.kind, each.record) in judged and each.policy in applied]
        return BaselineUse(self.file, len(self._met), tuple(sorted(gone, key=_order)), len(left) - len(gone))

    def unseen(self, records: Sequence[RecordReport], policies: Iterable[str]) -> list[KnownFinding]:
        """Those about records or policies that took no part in the run."""
        gone = {each.fingerprint for each in self.use(records, policies).gone}
        return [each for print_, each in self._findings.items() if print_ not in gone | self._met]


def read_baseline(file: Path) -> tuple[Baseline, bytes]:
    """The baseline of a file, and the bytes that it holds.

    Raises UsageError where the file cannot be read, is no baseline, or is one of another version.
    """
    try:
        octets = file.read_bytes()
        document = json.loads(octets)
    except OSError as error:
        hint = "Write one with --write-baseline, or correct the path."
        raise UsageError(f"The baseline {file} cannot be read: {error.strerror}. {hint}") from None
    except (ValueError, RecursionError) as error:
        raise UsageError(f"The baseline {file} is not JSON: {error}. {_AGAIN}") from None
    if not isinstance(document, dict) or "findings" not in document:
        raise UsageError(f"{file} is no baseline: it has no findings. {_AGAIN}")
    version = document.get("version")
    if version != VERSION:
        wanted = json.dumps(VERSION)
        said = f"The baseline {file} has version {json.dumps(version)}, and this checker reads version {wanted}."
        raise UsageError(f"{said} Use the checker that wrote it, or write it anew with --write-baseline.")
    findings = document["findings"]
    return Baseline(str(file), [_finding(file, number, each) for number, each in enumerate(findings)]), octets


def baseline_text(records: Sequence[RecordReport], unseen: Sequence[KnownFinding], as_of: str) -> str:
    """A baseline of what these records do not fulfil, waived findings left out, and of what the run did not look at."""
    found = [
        KnownFinding(
            fingerprint(record.ref, result.policy.id, clause),
            record.ref.kind,
            record.ref.id,
            result.policy.id,
            clause.text,
            clause.outcome,
        )
        for record in records
        for result in record.results
        for clause in result.clauses
        if clause.outcome in FINDINGS and clause.waiver is None
    ]
    entries = [_entry(each) for each in sorted({*found, *unseen}, key=_order)]
    return json.dumps({"version": VERSION, "as_of": as_of, "findings": entries}, indent=2, ensure_ascii=False) + "\n"


def _order(each: KnownFinding) -> tuple[str, ...]:
    return each.kind, each.record, each.policy, each.clause, each.outcome.value


def _entry(each: KnownFinding) -> dict[str, str]:
    return {**{name: getattr(each, name) for name in _FIELDS}, "outcome": each.outcome.value}


def _finding(file: Path, number: int, entry: Any) -> KnownFinding:
    if not isinstance(entry, Mapping) or not all(isinstance(entry.get(name), str) for name in _FIELDS):
        raise UsageError(f"{file}: findings[{number}] should have {', '.join(_FIELDS)}, each a text. {_AGAIN}")
    outcomes = {outcome.value: outcome for outcome in FINDINGS}
    if entry["outcome"] not in outcomes:
        wanted = " or ".join(sorted(outcomes))
        raise UsageError(f"{file}: findings[{number}] has the outcome {entry['outcome']}, not {wanted}. {_AGAIN}")
    return KnownFinding(**{name: entry[name] for name in _FIELDS[:-1]}, outcome=outcomes[entry["outcome"]])
