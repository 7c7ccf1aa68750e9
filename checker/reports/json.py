"""For machines: everything that was found, as `schemas/report.schema.json` describes it."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import date
from typing import Any, TextIO, cast

from checker import model
from checker.fingerprint import fingerprint
from checker.model import Outcome, Report
from checker.record import Place, Problem, RecordRef, dotted
from checker.reports import Options
from checker.reports.envelope import v1
from checker.reports.layout.printable import json_safe
from checker.source import Position
from checker.values import Duration, Timestamp


def write(report: Report, stream: TextIO, options: Options) -> None:
    """Writes the report as JSON; the options change nothing."""
    text = json.dumps(envelope(report), indent=2, ensure_ascii=False, allow_nan=False, default=_members)
    stream.write(json_safe(text) + "\n")


def envelope(report: Report) -> v1.Envelope:
    """The report in its frozen form."""
    waivers = {id(use.waiver): number for number, use in enumerate(report.waivers)}
    return v1.Envelope(
        version="1",
        tool=v1.Tool(name="checker", version=report.version),
        as_of=report.as_of.isoformat(),
        fail_on=_severity(report.fail_on),
        failed=report.failed,
        files=report.files,
        counts={outcome.value: report.counts.get(outcome, 0) for outcome in Outcome},
        policies=tuple(_policy(policy) for policy in report.policies),
        parameters=tuple(
            v1.Parameter(name=each.name, value=each.value, default=each.default, says=each.says)
            for each in report.parameters
        ),
        records=tuple(_record(record, waivers, report.as_of) for record in report.records),
        unreadable=tuple(
            v1.Unreadable(file=each.file, number=each.number, problem=_problem(each.problem, each.file))
            for each in report.unreadable
        ),
        not_in_force=tuple(
            v1.NotInForce(policy=each.policy, clause=each.clause, reason=each.reason) for each in report.not_in_force
        ),
        waivers=tuple(_waiver(use) for use in report.waivers),
        max_waiver_days=report.most_waiver_days,
        baseline=None if report.baseline is None else _baseline(report.baseline),
        sources=tuple(
            v1.Source(role=cast("Any", each.role), file=each.file, sha256=each.sha256) for each in report.sources
        ),
    )


def _members(part: Any) -> dict[str, Any]:
    return {name: getattr(part, name) for name in part.__slots__}


def _severity(severity: model.Severity) -> v1.SeverityName:
    return cast("v1.SeverityName", severity.label)


def _policy(policy: model.PolicySummary) -> v1.Policy:
    return v1.Policy(
        id=policy.id,
        title=policy.title,
        severity=_severity(policy.severity),
        applies_to=policy.applies_to,
        rationale=policy.rationale,
        remediation=policy.remediation,
        references=tuple(
            v1.Reference(title=ref.title, section=ref.section, url=ref.url, as_of=ref.as_of, status=ref.status)
            for ref in policy.references
        ),
        tags=policy.tags,
    )


def _record(record: model.RecordReport, waivers: Mapping[int, int], as_of: date) -> v1.Record:
    ref = record.ref
    return v1.Record(
        kind=ref.kind,
        id=ref.id,
        title=ref.title,
        file=ref.file,
        number=ref.number,
        place=_at(ref.file, ref.position),
        outcome=cast("v1.RecordOutcome", record.outcome.value),
        results=tuple(_result(ref, result, waivers) for result in record.results),
        problems=tuple(_problem(problem, ref.file) for problem in record.problems),
        vendors=record.vendors,
        evidence=tuple(_evidence(each, as_of) for each in record.evidence),
    )


def _evidence(each: model.Evidence, as_of: date) -> v1.Evidence:
    return v1.Evidence(
        path=each.path,
        id=each.id,
        kind=each.kind,
        issued_by=each.issued_by,
        issued_on=each.issued_on.isoformat() if each.issued_on else None,
        expires_on=each.expires_on.isoformat() if each.expires_on else None,
        age=each.age(as_of),
        days_left=each.days_left(as_of),
        supports=each.supports,
        file=each.file,
    )


def _result(ref: RecordRef, result: model.PolicyResult, waivers: Mapping[int, int]) -> v1.Result:
    prints = [fingerprint(ref, result.policy.id, clause) for clause in result.clauses]
    return v1.Result(
        policy=result.policy.id,
        severity=_severity(result.policy.severity),
        outcome=cast("v1.ResultOutcome", result.outcome.value),
        reason=result.reason,
        place=_place(result.place),
        clauses=tuple(_clause(*each, waivers) for each in zip(result.clauses, prints, strict=True)),
        notes=result.notes,
    )


def _clause(clause: model.ClauseResult, print_: str, waivers: Mapping[int, int]) -> v1.Clause:
    return v1.Clause(
        number=clause.number,
        text=clause.text,
        outcome=cast("Any", clause.outcome.value),
        message=clause.message,
        reasons=tuple(_reason(reason) for reason in clause.reasons),
        missing=tuple(_missing(missing) for missing in clause.missing),
        fingerprint=print_,
        waiver=None if clause.waiver is None else waivers[id(clause.waiver)],
        known=clause.known,
    )


def _waiver(use: model.WaiverUse) -> v1.Waiver:
    waiver = use.waiver
    return v1.Waiver(
        policy=waiver.policy,
        clause=waiver.clause,
        record=waiver.record,
        vendor=waiver.vendor,
        owner=waiver.owner,
        approved_by=waiver.approved_by,
        reason=waiver.reason,
        ticket=waiver.ticket,
        granted=waiver.granted.isoformat(),
        expires=waiver.expires.isoformat(),
        place=_place(waiver.place),
        state=use.state.value,
        note=use.note,
        records=use.records,
        days_left=use.days_left,
    )


def _baseline(baseline: model.BaselineUse) -> v1.Baseline:
    gone = tuple(
        v1.KnownFinding(
            fingerprint=each.fingerprint,
            kind=each.kind,
            record=each.record,
            policy=each.policy,
            clause=each.clause,
            outcome=cast("Any", each.outcome.value),
        )
        for each in baseline.gone
    )
    return v1.Baseline(file=baseline.file, known=baseline.known, gone=gone, unseen=baseline.unseen)


def _reason(reason: model.Reason) -> v1.Reason:
    return v1.Reason(
        text=reason.text,
        path=reason.path,
        value=_value(reason.value),
        place=_place(reason.place),
        children=tuple(_reason(child) for child in reason.children),
    )


def _missing(missing: model.Missing) -> v1.Missing:
    return v1.Missing(
        path=missing.path,
        title=missing.title,
        description=missing.description,
        allowed=missing.allowed,
        type=missing.type,
        note=missing.note,
        place=_place(missing.place),
    )


def _problem(problem: Problem, file: str) -> v1.Problem:
    return v1.Problem(
        message=problem.message, hint=problem.hint, path=dotted(problem.path), place=_at(file, problem.position)
    )


def _place(place: Place | None) -> v1.Place | None:
    return None if place is None else _at(place.file, place.position)


def _at(file: str, position: Position | None) -> v1.Place | None:
    return None if position is None else v1.Place(file=file, line=position.line, column=position.column)


def _value(value: Any) -> v1.Scalar | tuple[v1.Scalar, ...]:
    if isinstance(value, list):
        scalars = tuple(_scalar(item) for item in value)
        return scalars if None not in scalars else None
    return _scalar(value)


def _scalar(value: Any) -> v1.Scalar:
    match value:
        case Timestamp() | Duration():
            return value.text()
        case float():
            return value if math.isfinite(value) else str(value)
        case bool() | int() | str():
            return value
        case _:
            return None
