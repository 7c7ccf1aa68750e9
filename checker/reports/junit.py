"""JUnit's XML, for the test tabs of pipelines: a suite for each record, a test for each policy that is about it.

What is incomplete is a failure of the type `incomplete`; an error, an invalid record and an unreadable file are errors;
what is skipped, waived or known is a skipped test, which says so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TextIO
from xml.sax.saxutils import escape, quoteattr

from checker.model import Outcome, PolicyResult, RecordReport, Report
from checker.record import Unreadable
from checker.reports import Options
from checker.reports.layout.entries import INVALID, UNREADABLE, said
from checker.reports.layout.printable import printable
from checker.reports.layout.words import named

_ELEMENT = {
    Outcome.FAIL: "failure",
    Outcome.INCOMPLETE: "failure",
    Outcome.ERROR: "error",
    Outcome.INVALID: "error",
    Outcome.UNREADABLE: "error",
    Outcome.SKIP: "skipped",
    Outcome.WAIVED: "skipped",
    Outcome.KNOWN: "skipped",
}
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(report: Report, stream: TextIO, options: Options) -> None:
    """Writes the suites; the options change nothing."""
    suites = [_of_record(record) for record in report.records] + [_of_file(each) for each in report.unreadable]
    counts: Counter[str] = Counter()
    for _, found in suites:
        counts += found
    stream.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    totals = f'tests="{counts["tests"]}" failures="{counts["failure"]}" errors="{counts["error"]}"'
    stream.write(f'<testsuites name="checker, as of {report.as_of}" {totals}>\n')
    for text, _ in suites:
        stream.write(text)
    stream.write("</testsuites>\n")


def _of_record(record: RecordReport) -> tuple[str, Counter[str]]:
    ref = record.ref
    if record.problems:
        text = "\n".join(f"{problem.message}. {problem.hint}".strip() for problem in record.problems)
        cases = [_case(INVALID, named(ref), Outcome.INVALID, record.problems[0].message, text)]
        return _suite(named(ref), ref.file, [Outcome.INVALID], cases)
    cases = [_of_result(named(ref), result) for result in record.results]
    return _suite(named(ref), ref.file, [result.outcome for result in record.results], cases)


def _of_file(each: Unreadable) -> tuple[str, Counter[str]]:
    message = each.problem.message
    text = f"{message}. {each.problem.hint}".strip()
    case = _case(UNREADABLE, each.file, Outcome.UNREADABLE, message, text)
    return _suite(each.file, each.file, [Outcome.UNREADABLE], [case])


def _suite(name: str, file: str, outcomes: Sequence[Outcome], cases: Sequence[str]) -> tuple[str, Counter[str]]:
    counts = Counter(_ELEMENT[outcome] for outcome in outcomes if outcome in _ELEMENT) + Counter(tests=len(cases))
    numbers = (
        f'tests="{counts["tests"]}" failures="{counts["failure"]}" errors="{counts["error"]}" '
        f'skipped="{counts["skipped"]}"'
    )
    inside = "".join(cases)
    return f"  <testsuite name={_attribute(name)} {numbers} file={_attribute(file)}>\n{inside}  </testsuite>\n", counts


def _of_result(record: str, result: PolicyResult) -> str:
    lines = [result.policy.title, *(said(result, clause) for clause in result.clauses)]
    if result.place:
        lines.append(str(result.place))
    if result.policy.remediation and result.clauses:
        lines.append(result.policy.remediation)
    message = next((said(result, clause) for clause in result.clauses), result.reason) or result.outcome.value
    return _case(result.policy.id, record, result.outcome, message, "\n".join(lines))


def _case(name: str, record: str, outcome: Outcome, message: str, text: str) -> str:
    head = f"    <testcase name={_attribute(name)} classname={_attribute(record)}"
    element = _ELEMENT.get(outcome)
    if element is None:
        return f"{head}/>\n"
    kind, what = _attribute(outcome.value), _attribute(f"{outcome.value}: {message}")
    inside = f"      <{element} type={kind} message={what}>{escape(_safe(text))}</{element}>\n"
    return f"{head}>\n{inside}    </testcase>\n"


def _attribute(text: str) -> str:
    return quoteattr(_safe(text))


def _safe(text: str) -> str:
    """What XML can hold, and a terminal may show."""
    lines = [printable(line) for line in text.split("\n")]
    return _NO_XML.sub("\ufffd", "\n".join(lines))
