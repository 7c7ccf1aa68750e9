"""The auditor's lists: what is not recorded, what was not judged, waivers, evidence, parameters, inputs."""

from __future__ import annotations

from checker.model import Missing, Report
from checker.reports.layout.sheet import Column, Row, Sheet
from checker.reports.layout.verdict import unchecked
from checker.reports.layout.words import identified, wanted


def missing(report: Report) -> Sheet:
    """Every fact that a record lacks, once."""
    rows: list[Row] = []
    for record in report.records:
        gaps: dict[str, Missing] = {}
        waiting: dict[str, set[str]] = {}
        for result in record.results:
            for gap in (gap for clause in result.clauses for gap in clause.missing):
                gaps[gap.path] = gap
                waiting.setdefault(gap.path, set()).add(result.policy.id)
        for path in sorted(gaps):
            rows.append(
                [record.ref.kind, identified(record.ref), path, _what(gaps[path]), ", ".join(sorted(waiting[path]))]
            )
    columns = [
        *(Column("kind", 5), Column("record"), Column("fact"), Column("what to record", prose=True)),
        Column("needed by", 1, prose=True),
    ]
    return Sheet("Not recorded", "What each record lacks", columns, rows)


def unjudged(report: Report) -> Sheet:
    """The policies that asked for nothing, and the records and files that no policy has judged."""
    rows: list[Row] = []
    for out in report.not_in_force:
        rows.append([f"{out.policy}{'' if out.clause is None else f', clause {out.clause}'}", out.reason])
    for record in unchecked(report):
        rows.append([identified(record.ref), f"no selected policy is about {record.ref.kind} records"])
    for record in report.records:
        for problem in record.problems:
            rows.append([identified(record.ref), f"the record is invalid: {problem.message}"])
    for each in report.unreadable:
        rows.append([each.file, f"cannot be read: {each.problem.message}"])
    columns = [Column("what"), Column("why", prose=True)]
    return Sheet("Not checked", "What asked for nothing, and what nothing was asked of", columns, rows)


def waivers(report: Report) -> Sheet:
    """Every waiver that was read, with its owner and its end."""
    rows: list[Row] = []
    for use in report.waivers:
        waiver = use.waiver
        about = waiver.record or f"vendor {waiver.vendor}"
        days = [waiver.granted.isoformat(), waiver.expires.isoformat(), use.days_left]
        reason = f"{waiver.reason}{f' It {use.note}.' if use.note else ''}"
        who = [waiver.owner, waiver.approved_by]
        rests = ", ".join(use.records)
        rows.append([waiver.policy, waiver.clause, about, use.state.value, *who, *days, waiver.ticket, reason, rests])
    columns = [
        *(Column("policy"), Column("clause", 6, number=True), Column("record"), Column("state", 2), Column("owner", 1)),
        *(Column("approved by", 7), Column("granted", 5), Column("expires"), Column("days left", 3, number=True)),
        *(Column("ticket", 4), Column("reason", 8, prose=True), Column("rests on it", 9, prose=True)),
    ]
    return Sheet("Waivers", "Every waiver that was read", columns, rows)


def evidence(report: Report) -> Sheet:
    """Every dated document of every record that was judged."""
    rows: list[Row] = []
    for record in report.records:
        for each in record.evidence:
            names = [identified(record.ref), each.path, each.kind, each.id, each.issued_by]
            issued = "" if each.issued_on is None else each.issued_on.isoformat()
            expires = "" if each.expires_on is None else each.expires_on.isoformat()
            days = [issued, each.age(report.as_of), expires, each.days_left(report.as_of)]
            rows.append([*names, *days, ", ".join(each.supports), each.file])
    columns = [
        *(Column("record"), Column("place", 7), Column("kind"), Column("id", 5), Column("issued by", 4)),
        *(Column("issued on", 3), Column("age", number=True), Column("expires", 2), Column("left", number=True)),
        *(Column("supports", 8, prose=True), Column("file", 9)),
    ]
    return Sheet("Evidence", "Age, and what is left to the end, in days; less than none is expired", columns, rows)


def parameters(report: Report) -> Sheet:
    """The values that the policies worked with."""
    rows = [[each.name, each.value, each.default, each.says] for each in report.parameters]
    columns = [Column("parameter"), Column("value"), Column("default", 1), Column("meaning", 2, prose=True)]
    return Sheet("Parameters", "What the policies worked with", columns, rows)


def sources(report: Report) -> Sheet:
    """The files that the report rests on, with their digests."""
    rows = [[each.file, each.role, each.sha256] for each in report.sources]
    return Sheet(
        "Inputs", "Files that the report rests on", [Column("file"), Column("role"), Column("sha256", 1)], rows
    )


def _what(gap: Missing) -> str:
    if gap.type in ("record", "more"):
        return gap.note
    about = ": ".join(part for part in (gap.title, wanted(gap)) if part)
    return "; ".join(part for part in (about, gap.note) if part)
