"""Where the parts meet: paths and policies in, a report out.

run(Inputs(["records/"]), Choice(), as_of=date(2026, 6, 1)) -> Report
validate(Inputs(["records/"]), as_of=date(2026, 6, 1)) -> Report      by schema only
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import BinaryIO

from checker.engine.plan import out_of_force
from checker.engine.rows import Rows
from checker.errors import UsageError
from checker.evidence import Folder, checks
from checker.evidence.register import Register
from checker.excuses import Exceptions, Excuses
from checker.frozen import frozen
from checker.lang.policy import CheckedPolicy
from checker.model import NotInForce, Outcome, PolicyResult, PolicySummary, RecordReport, Report, Severity, Source
from checker.prepared import Prepared, prepare
from checker.provenance import policy_sources
from checker.readers import Limits, read_paths
from checker.record import InvalidRecord, LinkedRecord, RecordRef, Unreadable, ValidRecord, vendors_of
from checker.references import link
from checker.resources import POLICIES
from checker.schemas import Kinds, load_kinds
from checker.schemas import validate as validated
from checker.selection import selected
from checker.texts import Texts
from checker.version import VERSION
from checker.watching import Watch, unwatched

_QUIET = (Outcome.PASS, Outcome.SKIP)


@frozen
class Inputs:
    """The records of a run, and how they are read."""

    paths: Sequence[str]
    """Files, folders and globs; `-` is standard input."""
    schemas: Mapping[str, Path] = field(default_factory=dict)
    """The schemas of the user's own kinds of record, by the kind's name."""
    limits: Limits = field(default_factory=Limits)
    stdin_format: str | None = None
    stdin: BinaryIO | None = None
    show_sensitive: bool = False
    """Whether values are shown that a schema marks as sensitive."""


@frozen
class Choice:
    """The policies of a run: where they are, and which of them."""

    policies: Sequence[Path] = (POLICIES,)
    select: Sequence[str] = ()
    """Ids, globs over ids, or `tag:NAME`; all policies where it is empty."""
    ignore: Sequence[str] = ()
    params: Mapping[str, str] = field(default_factory=dict)
    """Values for parameters, by their full names, as in `core.evidence_max_age_days`."""


@frozen
class Gathered:
    """The records of a run: those that can be judged, and those that cannot."""

    linked: Sequence[LinkedRecord]
    invalid: Sequence[InvalidRecord]
    unreadable: Sequence[Unreadable]
    sources: Sequence[Source]
    """The files that were read."""
    files: int
    """How many were looked at."""
    texts: Texts | None = None

    @property
    def invalid_reports(self) -> list[RecordReport]:
        """The invalid records, with what is wrong with each."""
        return [RecordReport(each.ref, Outcome.INVALID, problems=each.problems) for each in self.invalid]


def run(
    inputs: Inputs,
    choice: Choice | None = None,
    *,
    as_of: date,
    fail_on: Severity = Severity.INFO,
    evidence: Folder | None = None,
    exceptions: Exceptions | None = None,
    texts: bool = False,
    watch: Watch = unwatched,
) -> Report:
    """Judges the records by the policies, as of a day; with an evidence folder, compares evidence files too.

    With `texts`, the report holds the texts of the records' files; `watch` is told of the progress.

    Raises UsageError where nothing can be checked (no records, no policies, no policy about any of the records), a
    name is unknown or the baseline cannot be used, PolicyError where policies do not load, SchemaError where a schema
    cannot be used, WaiverError where the form of the waivers is wrong.
    """
    choice, exceptions = choice or Choice(), exceptions or Exceptions()
    prepared = prepare(choice.policies, inputs.schemas, choice.params, show_sensitive=inputs.show_sensitive)
    kinds, loaded = prepared.kinds, prepared.policies.policies
    built_in = checks(kinds)
    known = [policy.summary for policy in loaded] + [check.summary for check in built_in.values()]
    chosen = selected(known, choice.select, choice.ignore)
    if evidence is None:
        chosen -= {check.summary.id for check in built_in.values()}
        if not chosen:
            raise UsageError("The selected policies compare evidence files; say with --evidence-root where those are.")
    rows = Rows([policy for policy in loaded if policy.summary.id in chosen], as_of)
    excuses = Excuses(exceptions, as_of, clauses_of(prepared))
    register = Register(kinds)

    def judged(record: LinkedRecord) -> RecordReport:
        results = list(rows.check(record))
        check = built_in.get(record.ref.kind)
        if check and evidence and check.summary.id in chosen:
            results.append(check.result(record, evidence))
        results.sort(key=lambda result: result.policy.id)
        vendors = vendors_of(record)
        marked = tuple(excuses.applied(record.ref, vendors, result) for result in results)
        return RecordReport(record.ref, _worst(marked), marked, vendors=vendors, register=partial(register.of, record))

    gathered = gather(inputs, kinds, exceptions.files, Texts(kinds) if texts else None, watch)
    records = [judged(record) for record in watch("judging", gathered.linked)]
    applied = tuple(sorted((each for each in known if each.id in chosen), key=lambda each: each.id))
    _refuse_if_none_applies(records, gathered, applied)
    sources = [*gathered.sources, *excuses.sources, *policy_sources(prepared.manifest, kinds)]
    report = _report(records, gathered, as_of, fail_on, applied)
    shown = {record.ref.file for record in report.records if record.outcome not in _QUIET}
    return replace(
        report,
        parameters=prepared.policies.parameters,
        not_in_force=tuple(_not_in_force(loaded, chosen, as_of)),
        waivers=excuses.waiver_uses(),
        most_waiver_days=excuses.most_waiver_days,
        baseline=excuses.baseline_use(records, chosen),
        sources=tuple(sorted(sources, key=lambda each: (each.role, each.file))),
        texts=gathered.texts.shown(shown) if gathered.texts else {},
    )


def _not_in_force(policies: Sequence[CheckedPolicy], chosen: Collection[str], as_of: date) -> Iterator[NotInForce]:
    for policy in policies:
        if policy.summary.id in chosen:
            reason = out_of_force(policy, as_of)
            if reason:
                yield NotInForce(policy.summary.id, None, reason)
                continue
            for number, clause in enumerate(policy.require, 1):
                if reason := out_of_force(clause, as_of):
                    yield NotInForce(policy.summary.id, number, reason)


def clauses_of(prepared: Prepared) -> dict[str, int]:
    """How many clauses each policy has, by its id."""
    clauses = {policy.summary.id: len(policy.require) for policy in prepared.policies.policies}
    return clauses | {check.summary.id: check.clauses for check in checks(prepared.kinds).values()}


def validate(inputs: Inputs, *, as_of: date) -> Report:
    """Holds the records to their schemas alone; each passes or is invalid, and the report names no policies.

    Raises UsageError where there are no records, SchemaError where a schema cannot be used.
    """
    gathered = gather(inputs, load_kinds(inputs.schemas, show_sensitive=inputs.show_sensitive))
    records = [RecordReport(record.ref, Outcome.PASS) for record in gathered.linked]
    return _report(records, gathered, as_of, Severity.INFO, ())


def gather(
    inputs: Inputs,
    kinds: Kinds,
    without: Collection[Path] = (),
    texts: Texts | None = None,
    watch: Watch = unwatched,
) -> Gathered:
    """Reads, validates and links the records of a run. Raises UsageError where there are none."""
    sources: list[Source] = []

    def seen(file: str, octets: bytes) -> None:
        sources.append(Source("record", file, octets))
        if texts is not None:
            texts.seen(file, octets)

    valid: list[ValidRecord] = []
    invalid: list[InvalidRecord] = []
    unreadable: list[Unreadable] = []
    files: set[str] = set()
    for item in read_paths(
        inputs.paths,
        kinds,
        limits=inputs.limits,
        stdin_format=inputs.stdin_format,
        stdin=inputs.stdin,
        seen=seen,
        without=without,
        watch=watch,
    ):
        files.add(item.file)
        if isinstance(item, Unreadable):
            unreadable.append(item)
            continue
        if texts is not None:
            texts.record(item)
        checked = validated(item, kinds)
        if isinstance(checked, InvalidRecord):
            invalid.append(checked)
        else:
            valid.append(checked)
    if not files:
        raise UsageError(f"No records in {', '.join(inputs.paths)}; name files that hold records, or a folder of them.")
    linked, twice = link(valid, kinds)
    return Gathered(linked, invalid + twice, unreadable, sources, len(files), texts)


def _report(
    judged: Sequence[RecordReport],
    gathered: Gathered,
    as_of: date,
    fail_on: Severity,
    policies: tuple[PolicySummary, ...],
) -> Report:
    return Report(
        version=VERSION,
        as_of=as_of,
        fail_on=fail_on,
        policies=policies,
        records=tuple(sorted([*judged, *gathered.invalid_reports], key=lambda record: _order(record.ref))),
        unreadable=tuple(sorted(gathered.unreadable, key=lambda each: (each.file, each.number or 0))),
        files=gathered.files,
    )


def _refuse_if_none_applies(
    records: Sequence[RecordReport], gathered: Gathered, policies: Sequence[PolicySummary]
) -> None:
    if gathered.invalid or gathered.unreadable or any(record.results for record in records):
        return
    have = " and ".join(sorted({record.ref.kind for record in records}))
    about = " and ".join(sorted({policy.applies_to for policy in policies}))
    raise UsageError(
        f"Nothing was checked: the records are of kind {have}, and the policies are about {about}. "
        "Name other policies with --policies or --select, or use `checker validate` to apply the schema alone."
    )


def _worst(results: Sequence[PolicyResult]) -> Outcome:
    """The worst outcome; a skip says nothing of the record where another policy judged it."""
    judged = [result.outcome for result in results if result.outcome is not Outcome.SKIP]
    return max(judged, key=lambda outcome: outcome.rank, default=Outcome.SKIP)


def _order(ref: RecordRef) -> tuple[str, int, str, str]:
    return ref.file, ref.number, ref.kind, ref.id
