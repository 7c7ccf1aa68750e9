"""Reports in which every text that can come from a record, a file or a policy is one and the same."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from checker.model import (
    BaselineUse,
    ClauseResult,
    Evidence,
    KnownFinding,
    Missing,
    NotInForce,
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

EVIL = (
    "\x1b[31mred\x1b[0m\x07",
    "\u202eevil\u2066",
    "a\r\n::error file=x::forged\n##[error]forged\n::set-output name=x::1",
    "100%0A::error::forged%25",
    "]]></failure><script>alert(1)</script><!-- & -->",
    "<img src=x onerror=alert(1)> \"quoted\" 'single' &amp;",
    "| cell | other |\n|---|---|\n# heading\n- [ ] item",
    "[link](javascript:alert(1)) ![image](http://evil.example/x.png) <http://evil.example> https://evil.example",
    "`code` **bold** _under_ ~~struck~~ @mention #123 $math$ :smile: \\",
    '=HYPERLINK("http://evil.example")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    " =1+1",
    "\ud800 alone \udfff",
    "\x00\x01\x0b\ufffe\uffff",
    "</style><style>*{display:none}</style>",
    "'; DROP TABLE findings; --",
    'a,b;c"d""e',
    "",
)
TEXTS = st.sampled_from(EVIL) | st.text(max_size=40)


def hostile(text: str) -> Report:
    """A report of every outcome, all of whose texts are this one."""
    place = Place(text or "-", Position(3, 7))
    policies = [
        PolicySummary(
            f"{text}{severity.label}",
            text,
            severity,
            text,
            text,
            text,
            (Reference(text, text, text, text, text),),
            (text,),
        )
        for severity in Severity
    ]
    waiver = Waiver(text, text, text, text, date(2026, 1, 1), date(2026, 12, 31), 1, text, text, text, place)
    reasons = (Reason(text, place, text, text, (Reason(f"[0] {text}", place, text, [text]),)),)
    gaps = (Missing(text, text, text, (text, text), "", place), Missing(text, text, type="record", note=text))
    failing = ClauseResult(1, text, Outcome.FAIL, text, reasons)
    incomplete = ClauseResult(2, text, Outcome.INCOMPLETE, missing=gaps)
    results = (
        PolicyResult(policies[0], Outcome.PASS),
        PolicyResult(policies[1], Outcome.SKIP, text),
        PolicyResult(policies[2], Outcome.FAIL, text, (failing, incomplete), place, (text,)),
        PolicyResult(policies[3], Outcome.ERROR, text, (ClauseResult(1, text, Outcome.ERROR, text),), place),
        PolicyResult(
            policies[4],
            Outcome.KNOWN,
            clauses=(
                ClauseResult(1, text, Outcome.FAIL, text, reasons, waiver=waiver),
                ClauseResult(2, text, Outcome.INCOMPLETE, missing=gaps, known=True),
            ),
            place=place,
        ),
    )
    ref = RecordRef(text, text, text, text or "-", 1, Position(1, 1))
    paper = Evidence(text, text, text, text, date(2026, 1, 1), date(2026, 12, 31), (text,), text)
    problems = (Problem(text, text, ("a", text), Position(2, 2)), Problem(text))
    return Report(
        "0.0.1",
        date(2026, 11, 23),
        Severity.LOW,
        tuple(policies),
        (
            RecordReport(ref, Outcome.ERROR, results, vendors=(text,), register=lambda: (paper,)),
            RecordReport(ref, Outcome.INVALID, problems=problems),
        ),
        (Unreadable(text or "-", Problem(text, text, (), Position(1, 1)), 2),),
        3,
        (Parameter(text, text, "other", text),),
        (
            WaiverUse(waiver, WaiverState.USED, "", (text,), 9),
            WaiverUse(waiver, WaiverState.VOID, text),
        ),
        BaselineUse(text, 1, (KnownFinding("0" * 32, text, text, text, text, Outcome.FAIL),), 1),
        (Source("record", text, b"a"),),
        (NotInForce(text, 1, text),),
        texts={text or "-": f"{text}\n" * 5},
    )
