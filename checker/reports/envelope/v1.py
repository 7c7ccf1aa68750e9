"""Version 1 of the JSON report: what stands in the file, field by field.

Fields may be added; while the version is "1" none goes and none changes its meaning. `schemas/report.schema.json` is
generated from these classes (`python -m checker.reports.envelope.publish`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias, Union

SeverityName: TypeAlias = Literal["info", "low", "medium", "high", "critical"]
ResultOutcome: TypeAlias = Literal["pass", "skip", "waived", "known", "incomplete", "fail", "error"]
RecordOutcome: TypeAlias = Literal["pass", "skip", "waived", "known", "incomplete", "fail", "error", "invalid"]
AnyOutcome: TypeAlias = Literal[
    "pass", "skip", "waived", "known", "incomplete", "fail", "error", "invalid", "unreadable"
]
Scalar: TypeAlias = Union[bool, int, float, str, None]


def _said(description: str, **more: Any) -> dict[str, Any]:
    return {"description": description, **more}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """What made the report."""

    name: Literal["checker"]
    version: str = field(metadata=_said("Of the tool, not of this format."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A value that a pack or a policy names, as it was in this run."""

    name: str = field(metadata=_said("The id of its pack or policy, a dot, and its own name."))
    value: str = field(metadata=_said("In force, as text."))
    default: str = field(metadata=_said("In force where a run sets no other, as text."))
    says: str = field(metadata=_said("What it means."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place in a file, as the user named the file."""

    file: str = field(metadata=_said('The path as it was given; "-" is standard input.'))
    line: int = field(metadata=_said("From 1.", ge=1))
    column: int = field(metadata=_said("From 1, in code points.", ge=1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong with a file or with a record's form."""

    message: str = field(metadata=_said("What was found and what was wanted."))
    hint: str = field(metadata=_said("The next step; may be empty."))
    path: str = field(metadata=_said("Where in the record, dotted; empty for the whole."))
    place: Place | None = field(metadata=_said("Where in the file."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Where a rule comes from."""

    title: str
    section: str
    url: str
    as_of: str = field(metadata=_said("The day on which it was read, YYYY-MM-DD; may be empty."))
    status: str = field(metadata=_said("verified, unverified or judgement; may be empty."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A policy of the run."""

    id: str
    title: str
    severity: SeverityName
    applies_to: str = field(metadata=_said("The kind of record that it judges."))
    rationale: str
    remediation: str
    references: tuple[Reference, ...]
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One step of an explanation."""

    text: str
    path: str = field(
        metadata=_said("The value's path, beginning with the record's kind; empty where no one value is meant.")
    )
    value: Scalar | tuple[Scalar, ...] = field(
        metadata=_said("The value found; null where it is none, or has parts of its own.")
    )
    place: Place | None
    children: tuple[Reason, ...] = field(metadata=_said("What lies beneath this step."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A fact that a policy needs and the record does not hold."""

    path: str = field(metadata=_said("Where it would stand, beginning with the record's kind."))
    title: str
    description: str
    allowed: tuple[str, ...] = field(metadata=_said("The values that the schema allows, where it lists them."))
    type: str = field(metadata=_said("What to write, where no values are listed."))
    note: str = field(metadata=_said("More to say; may be empty."))
    place: Place | None = field(metadata=_said("The nearest parent that is recorded."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """An exception, and what became of it in this run."""

    policy: str = field(metadata=_said("The id of a policy, or a glob over ids."))
    clause: int | None = field(metadata=_said("The clause that it is about; null for the whole policy."))
    record: str = field(metadata=_said("The id of a record, or a glob over ids; may be empty."))
    vendor: str = field(metadata=_said("The id of a vendor; may be empty."))
    owner: str = field(metadata=_said("Who answers for it."))
    approved_by: str
    reason: str
    ticket: str
    granted: str = field(metadata=_said("The first day in force, YYYY-MM-DD."))
    expires: str = field(metadata=_said("The last day in force, YYYY-MM-DD."))
    place: Place | None
    state: Literal["used", "unused", "expired", "not yet granted", "void"]
    note: str = field(metadata=_said("Why it does not count or is not needed; may be empty."))
    records: tuple[str, ...] = field(metadata=_said("The ids of the records with findings that rest on it."))
    days_left: int | None = field(metadata=_said("How many days it stays in force; null where it is not."))


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFinding:
    """A finding of the baseline."""

    fingerprint: str
    kind: str
    record: str
    policy: str
    clause: str
    outcome: Literal["incomplete", "fail"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """The findings that were there before, and how far they still are."""

    file: str
    known: int = field(metadata=_said("How many findings of this run are in it.", ge=0))
    gone: tuple[KnownFinding, ...] = field(metadata=_said("Those that this run did not find any more."))
    unseen: int = field(metadata=_said("How many are about records or policies that took no part.", ge=0))


@dataclass(frozen=True, slots=True, kw_only=True)
class NotInForce:
    """A policy or a clause that asks for nothing on the as-of day."""

    policy: str
    clause: int | None = field(metadata=_said("Its number; null for the whole policy."))
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file that the run rests on."""

    role: Literal["record", "policy", "schema", "waivers", "baseline"]
    file: str = field(metadata=_said('As it was given; "checker:" stands for what came with the tool.'))
    sha256: str = field(metadata=_said("Of what it holds.", pattern="^[0-9a-f]{64}$"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A clause that did not pass."""

    number: int = field(metadata=_said("From 1, in the order of the policy; 0 is its `when`.", ge=0))
    text: str = field(metadata=_said("The expression as the policy has it."))
    outcome: Literal["incomplete", "fail", "error"]
    message: str = field(metadata=_said("The policy author's sentence; may be empty."))
    reasons: tuple[Reason, ...]
    missing: tuple[Missing, ...]
    fingerprint: str = field(metadata=_said("The same for the same finding in every run."))
    waiver: int | None = field(metadata=_said("The index in `waivers` of the one that it rests on.", ge=0))
    known: bool = field(metadata=_said("Whether the baseline has it."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of one policy on one record."""

    policy: str = field(metadata=_said("The policy's id, as in `policies`."))
    severity: SeverityName
    outcome: ResultOutcome
    reason: str = field(metadata=_said("Why it was skipped, or what the error was; empty otherwise."))
    place: Place | None = field(metadata=_said("Where to look first."))
    clauses: tuple[Clause, ...] = field(metadata=_said("Those that did not pass."))
    notes: tuple[str, ...] = field(metadata=_said("Why a waiver that is about it does not count."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A dated document that a record lists."""

    path: str = field(metadata=_said("Where in the record, dotted."))
    id: str = field(metadata=_said("Its id or number; this and what follows is empty or null where it is not said."))
    kind: str
    issued_by: str
    issued_on: str | None = field(metadata=_said("YYYY-MM-DD."))
    expires_on: str | None = field(metadata=_said("The last day on which it counts, YYYY-MM-DD."))
    age: int | None = field(metadata=_said("Days from its issue to the as-of day."))
    days_left: int | None = field(metadata=_said("Days from the as-of day to its last; less than 0 is expired."))
    supports: tuple[str, ...] = field(metadata=_said("The fields that it proves."))
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A record with everything that was found about it."""

    kind: str = field(metadata=_said("Empty where the record says none."))
    id: str = field(metadata=_said("Empty where the record has none."))
    title: str
    file: str = field(metadata=_said('The path as it was given; "-" is standard input.'))
    number: int = field(metadata=_said("Which record of its file, from 1.", ge=1))
    place: Place | None
    outcome: RecordOutcome = field(metadata=_said("The worst of its results; skip where no policy judged it."))
    results: tuple[Result, ...] = field(
        metadata=_said("One for every policy of its kind; empty for an invalid record.")
    )
    problems: tuple[Problem, ...] = field(metadata=_said("Why the record is invalid."))
    vendors: tuple[str, ...] = field(metadata=_said("The ids of the vendors that it refers to; its own, of a vendor."))
    evidence: tuple[Evidence, ...] = field(metadata=_said("The dated documents that it lists."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A file, or a part of one, that could not be read as records."""

    file: str
    number: int | None = field(metadata=_said("Which record of the file, where the others could be read."))
    problem: Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """The report of a run."""

    version: Literal["1"]
    tool: Tool
    as_of: str = field(
        metadata=_said("The day for which the records were judged, YYYY-MM-DD.", pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
    )
    fail_on: SeverityName = field(metadata=_said("Results of policies below this severity do not fail the run."))
    failed: bool = field(metadata=_said("Whether the run fails; the exit code is then 1."))
    files: int = field(metadata=_said("How many files were looked at.", ge=0))
    counts: dict[AnyOutcome, int] = field(metadata=_said("How many records came out how; unreadable counts files."))
    policies: tuple[Policy, ...]
    parameters: tuple[Parameter, ...]
    records: tuple[Record, ...]
    unreadable: tuple[Unreadable, ...]
    waivers: tuple[Waiver, ...] = field(metadata=_said("Every waiver that was read."))
    max_waiver_days: int | None = field(
        metadata=_said("How long a waiver could last in the run; null where no waivers were read.", ge=1)
    )
    baseline: Baseline | None
    sources: tuple[Source, ...] = field(metadata=_said("The files that the run rests on."))
    not_in_force: tuple[NotInForce, ...] = field(
        metadata=_said("The policies and clauses of the run that ask for nothing on its day.")
    )
