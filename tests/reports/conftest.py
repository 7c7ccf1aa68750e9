"""One report, made by hand from the model, that every format renders: it has every outcome, and hostile texts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from checker.model import (
    BaselineUse,
    ClauseResult,
    Evidence,
    KnownFinding,
    Missing,
    Outcome,
    Parameter,
    PolicyResult,
    PolicySummary,
    Reason,
    RecordReport,
    Reference,
    Report,
    Severity,
    Source,
    Waiver,
    WaiverState,
    WaiverUse,
)
from checker.record import Place, Problem, RecordRef, Unreadable
from checker.source import Position
from checker.values import parse_date

FILE = "records/acme/eng-0042.yaml"
DIRECT = PolicySummary(
    id="core/remote-staff/direct-management",
    title="Remote staff are managed directly by the client",
    severity=Severity.HIGH,
    applies_to="engagement",
    rationale="With remote staff the client hires, manages performance directly and dismisses.",
    remediation="Attach the latest performance review (kind performance_review, issued_by client, with its date).",
    references=(Reference("A guide to remote staff", "2.1", "https://example.org/guide", "2026-01-01", "verified"),),
    tags=("remote-staff", "evidence"),
    file="policies/core/remote-staff/direct-management.yaml",
)
DISMISSAL = PolicySummary(
    id="core/remote-staff/dismissal",
    title="Remote staff are dismissed by the client",
    severity=Severity.HIGH,
    applies_to="engagement",
    remediation="Record who may end the engagement.",
)
NOTICE = PolicySummary("core/terms/notice", "Notice ends within the calendar", Severity.LOW, "engagement")
SCHEDULE = PolicySummary("core/terms/schedule", "Field staff have a schedule", Severity.CRITICAL, "engagement")
DILIGENCE = PolicySummary("core/vendors/due-diligence", "Due diligence is current", Severity.MEDIUM, "vendor")


def at(line: int, file: str = FILE, column: int = 5) -> Place:
    """A place in a file."""
    return Place(file, Position(line, column))


def ref(id: str, file: str = FILE, number: int = 1, kind: str = "engagement", title: str = "") -> RecordRef:
    """A record at the beginning of its file."""
    return RecordRef(kind, id, title, file, number, Position(1, 1))


NO_REVIEW = ClauseResult(
    number=2,
    text='engagement.evidence.exists(e, e.kind in ["performance_review", "one_to_one_notes"])',
    outcome=Outcome.FAIL,
    message="No performance review or one-to-one notes from the client within the last 365 days.",
    reasons=(
        Reason(
            "engagement.evidence has 2 items, none fits",
            at(30),
            "engagement.evidence",
            [{"kind": "employment_contract"}],
            children=(
                Reason(
                    '[0] kind = "employment_contract", not in ["performance_review", "one_to_one_notes"]',
                    at(31),
                    "engagement.evidence[0].kind",
                    "employment_contract",
                ),
                Reason(
                    "[1] issued_on = 2025-08-01: 479 days before today, more than 365 days",
                    at(36),
                    "engagement.evidence[1].issued_on",
                    parse_date("2025-08-01"),
                ),
            ),
        ),
    ),
)
MANAGED_BY_PROVIDER = ClauseResult(
    number=1,
    text='engagement.control.manages_performance == "client"',
    outcome=Outcome.FAIL,
    reasons=(
        Reason(
            'engagement.control.manages_performance = "provider", not "client"',
            at(12),
            "engagement.control.manages_performance",
            "provider",
        ),
        Reason(
            'engagement.provider.vendor.countries = ["DE", "FR"], not ["NL"]',
            at(4, "records/vendors/v-7.yaml"),
            "engagement.provider.vendor.countries",
            ["DE", "FR"],
        ),
    ),
)
NO_DISMISSAL = ClauseResult(
    number=1,
    text='engagement.control.dismisses == "client"',
    outcome=Outcome.INCOMPLETE,
    missing=(
        Missing(
            path="engagement.control.dismisses",
            title="Who may end the engagement",
            description="Who decides, in practice, that the person leaves.",
            allowed=("client", "provider", "worker", "shared", "nobody"),
            place=at(12),
        ),
        Missing(
            path="engagement.provider.vendor_id",
            title="Vendor record",
            type="record",
            place=at(8),
            note="names vendor V-9, of which this run has no valid record; check it together with this one",
        ),
    ),
)
OVERFLOW = ClauseResult(
    number=1,
    text="engagement.dates.end.addMonths(engagement.notice_days.client) > today",
    outcome=Outcome.ERROR,
    message="a date after the year 9999",
)


WAIVER = Waiver(
    policy="core/remote-staff/*",
    record="ENG-02*",
    owner="a.meyer@example.org",
    approved_by="b.novak@example.org",
    reason="The review is planned\nfor \x1b[1mMarch.",
    ticket="COMP-1",
    granted=date(2026, 10, 1),
    expires=date(2026, 12, 5),
    place=Place("waivers.yaml", Position(2, 5)),
)
VOID = replace(
    WAIVER, policy="core/vendors/due-diligence", record="", vendor="VEN-7", place=Place("waivers.yaml", Position(11, 5))
)
OLD = replace(WAIVER, clause=1, expires=date(2026, 11, 1), place=Place("waivers.yaml", Position(20, 5)))
GONE = KnownFinding("0" * 32, "engagement", "ENG-0001", DIRECT.id, "engagement.control.hires == 'client'", Outcome.FAIL)
EXCUSED = RecordReport(
    ref("ENG-0200", "records/eng-0200.yaml"),
    Outcome.FAIL,
    (
        PolicyResult(DIRECT, Outcome.WAIVED, clauses=(replace(NO_REVIEW, waiver=WAIVER),), place=at(31)),
        PolicyResult(DISMISSAL, Outcome.KNOWN, clauses=(replace(NO_DISMISSAL, known=True),), place=at(12)),
        PolicyResult(
            NOTICE,
            Outcome.FAIL,
            clauses=(replace(NO_REVIEW, number=1, reasons=(), message="No notice."),),
            notes=("The waiver at waivers.yaml:20 expired on 2026-11-01.",),
        ),
    ),
    vendors=("VEN-7",),
)


PAPERS = (
    Evidence("evidence[0]", "E-1", "employment_contract", "client", date(2025, 8, 1), date(2026, 12, 31), ("hires",)),
    Evidence("evidence[1]", kind="visa", expires_on=date(2026, 11, 22), file="eng-0200/visa.pdf"),
    Evidence("evidence[2]", "\x1b[31m=1+1", "nda\u202e", "a|b", date(2026, 11, 24)),
)


@pytest.fixture
def report() -> Report:
    """Records of every outcome, and a file that could not be read."""
    records = (
        RecordReport(ref("ENG-0001", "records/eng-0001.yaml"), Outcome.PASS, (PolicyResult(DIRECT, Outcome.PASS),)),
        RecordReport(
            ref("ENG-0042", title="Remote tester"),
            Outcome.ERROR,
            (
                PolicyResult(DIRECT, Outcome.FAIL, clauses=(MANAGED_BY_PROVIDER, NO_REVIEW), place=at(31)),
                PolicyResult(DISMISSAL, Outcome.INCOMPLETE, clauses=(NO_DISMISSAL,), place=at(12)),
                PolicyResult(NOTICE, Outcome.ERROR, "a date after the year 9999", (OVERFLOW,), at(20)),
                PolicyResult(SCHEDULE, Outcome.SKIP, "it is not about this record"),
            ),
        ),
        RecordReport(
            ref("ENG-\x1b[31m7\u202e", "records/odd\x07.csv", 3, title="Two\nlines"),
            Outcome.INCOMPLETE,
            (PolicyResult(DISMISSAL, Outcome.INCOMPLETE, clauses=(NO_DISMISSAL,)),),
        ),
        RecordReport(
            ref("ENG-0100", "records/old.yaml"),
            Outcome.SKIP,
            (PolicyResult(SCHEDULE, Outcome.SKIP, "in force from 2027-01-01"),),
        ),
        RecordReport(
            RecordRef("engagement", "", "", "records/wrong.yaml", 2, Position(9, 1)),
            Outcome.INVALID,
            problems=(
                Problem(
                    'control.hires is "cleint", not one of client, provider, worker, shared or nobody',
                    "Did you mean client?",
                    ("control", "hires"),
                    Position(14, 12),
                ),
                Problem("id is not recorded"),
            ),
        ),
        replace(EXCUSED, register=lambda: PAPERS),
        RecordReport(ref("SITE-1", "records/zz-site.yaml", kind="site"), Outcome.SKIP),
    )
    lost = (
        Unreadable(
            "records/broken.json", Problem("the text ends within a string", "Save the file again.", (), Position(7, 3))
        ),
        Unreadable("records/list.ndjson", Problem("a list is no record"), 4),
    )
    return Report(
        "0.0.1",
        date(2026, 11, 23),
        Severity.INFO,
        (DIRECT, DISMISSAL, NOTICE, SCHEDULE, DILIGENCE),
        records,
        lost,
        9,
        (
            Parameter("core.evidence_max_age_days", "100", "365", "How old evidence may be."),
            Parameter("core.mode", "strict", "strict", "How strictly."),
        ),
        (
            WaiverUse(WAIVER, WaiverState.USED, "", ("ENG-0200",), 12),
            WaiverUse(VOID, WaiverState.VOID, "is approved by its own owner, a; somebody else has to agree"),
            WaiverUse(OLD, WaiverState.EXPIRED, "expired on 2026-11-01"),
        ),
        BaselineUse("baseline.json", 1, (GONE,), 2),
        (
            Source("policy", "checker:policies/core/pack.yaml", b"a"),
            Source("record", "records/eng-0001.yaml", b"b"),
        ),
    )
