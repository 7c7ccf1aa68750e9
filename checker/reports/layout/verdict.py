"""The end of a report: what was counted, and whether the run passes, in words."""

from __future__ import annotations

from checker.model import BaselineUse, Outcome, RecordReport, Report, WaiverState, WaiverUse
from checker.reports.layout.page import Page
from checker.reports.layout.words import counted, listed

SOON = 30
"""A waiver that ends within so many days is warned about."""
_EXCUSED = {Outcome.WAIVED: "waived", Outcome.KNOWN: "known from the baseline"}
BAD = (Outcome.FAIL, Outcome.INCOMPLETE, Outcome.ERROR)


def unchecked(report: Report) -> list[RecordReport]:
    """The records that no policy of the run is about."""
    if not report.policies:
        return []
    return [record for record in report.records if record.outcome is not Outcome.INVALID and not record.results]


def tell_counts(page: Page, report: Report) -> None:
    """What was looked at, and how many records came out how."""
    read = f"{counted(len(report.records), 'record')} in {counted(report.files, 'file')}"
    policies = f"{counted(len(report.policies), 'policy', 'policies')}, as of {report.as_of}"
    page.line(f"{read}, checked against {policies if report.policies else 'their schemas'}")
    for outcome in Outcome:
        number = report.counts.get(outcome, 0)
        if number:
            noun = " (files that could not be read)" if outcome is Outcome.UNREADABLE else ""
            page.line(f"{number:>6}{noun}", at=2, mark=f"{outcome.value:<10}", outcome=outcome)
    for kind in sorted({record.ref.kind for record in unchecked(report)}):
        number = sum(record.ref.kind == kind for record in unchecked(report))
        page.line(f"{counted(number, f'{kind} record')} not checked: no selected policy is about {kind} records.", at=2)
    for each in report.parameters:
        if each.value != each.default:
            page.line(f"{each.name} = {each.value} (default {each.default})", at=2)
        elif page.options.verbose:
            page.line(f"{each.name} = {each.value}", at=2)
    for out in report.not_in_force:
        clause = "" if out.clause is None else f", clause {out.clause}"
        page.line(f"{out.policy}{clause} asks for nothing: it is {out.reason}", at=2)
    tell_exceptions(page, report)
    if page.options.verbose and report.sources:
        from checker.fingerprint import combined

        page.line(f"checker {report.version}; {counted(len(report.sources), 'file')} with the combined sha256", at=2)
        page.line(combined(report.sources), at=2)


def tell_exceptions(page: Page, report: Report) -> None:
    """Waivers that do not count, that are not needed or that end soon; how far the baseline still holds."""
    for use in report.waivers:
        said = _of_waiver(use)
        if said:
            page.line(f"The waiver at {use.waiver.place} {said}{'' if said.endswith('?') else '.'}", at=2, mark="! ")
    if report.baseline is not None:
        _of_baseline(page, report.baseline)


def _of_waiver(use: WaiverUse) -> str:
    if use.state is WaiverState.VOID:
        return f"is void: it {use.note}"
    if use.days_left is not None and use.days_left <= SOON:
        until = "ends today" if use.days_left == 0 else f"ends in {counted(use.days_left, 'day')}"
        return f"{until}, on {use.waiver.expires}" + (f"; {use.note}" if use.note else "")
    return use.note


def _of_baseline(page: Page, baseline: BaselineUse) -> None:
    page.line(f"{counted(baseline.known, 'finding')} known from the baseline {baseline.file}", at=2)
    if baseline.gone:
        page.line(
            f"{counted(len(baseline.gone), 'finding')} of the baseline "
            f"{'is' if len(baseline.gone) == 1 else 'are'} gone: write it anew with --write-baseline.",
            at=2,
            mark="! ",
        )
        if page.options.verbose:
            for each in baseline.gone:
                page.line(f"{each.record}  {each.policy}: {each.clause}", at=4)
    if baseline.unseen and page.options.verbose:
        page.line(f"{baseline.unseen} more of it are about records or policies that this run did not look at", at=2)


def tell_verdict(page: Page, report: Report) -> None:
    """The last line: PASS or FAIL in words, and what to do next."""
    outcome = Outcome.FAIL if report.failed else Outcome.PASS
    page.line(verdict(report), mark=f"{outcome.value.upper()}  ", outcome=outcome)


def verdict(report: Report) -> str:
    """Whether the run passes and why, and what to do next, in sentences."""
    return " ".join((_why(report), *_next(report))) if report.failed else _passed(report)


def _why(report: Report) -> str:
    counts, parts = report.counts, []
    words = {
        Outcome.FAIL: ("fails", "fail"),
        Outcome.INCOMPLETE: ("lacks facts", "lack facts"),
        Outcome.ERROR: ("cannot be computed", "cannot be computed"),
        Outcome.INVALID: ("is invalid", "are invalid"),
    }
    for outcome, (one, many) in words.items():
        if counts.get(outcome):
            parts.append(f"{counts[outcome]} {one if counts[outcome] == 1 else many}")
    said = f"Of {counted(len(report.records), 'record')}, {listed(parts, 'and')}." if parts else ""
    if report.unreadable:
        said += f" {counted(len(report.unreadable), 'file')} could not be read."
    return said.strip()


def _next(report: Report) -> list[str]:
    counts, steps = report.counts, []
    if not report.policies:
        return ["Correct what is named above, then validate again."]
    if counts.get(Outcome.UNREADABLE) or counts.get(Outcome.INVALID):
        steps.append("First correct what cannot be read or is invalid: no policy has judged it.")
    if counts.get(Outcome.FAIL) or counts.get(Outcome.ERROR):
        steps.append("Put right what the findings name, then check again.")
    if any(result.outcome is Outcome.INCOMPLETE for record in report.records for result in record.results):
        steps.append("`checker missing` lists the facts that are still to be recorded.")
    return steps


def _passed(report: Report) -> str:
    below = sum(result.outcome in BAD for record in report.records for result in record.results)
    if below:
        return f"Nothing at or above {report.fail_on.label} failed; {counted(below, 'result')} below it did."
    if not report.policies:
        return f"{_all_of(len(report.records))} what the schema asks. `checker check` applies the policies."
    if all(record.outcome is Outcome.SKIP for record in report.records):
        return "Nothing failed, but no policy applied to any record: see --verbose for the reasons."
    excused = [f"{number} {word}" for outcome, word in _EXCUSED.items() if (number := _results(report, outcome))]
    if excused:
        return f"Nothing else failed as of {report.as_of}: of the findings, {listed(excused, 'and')}."
    return f"Nothing failed, and nothing is left to do as of {report.as_of}."


def _results(report: Report, outcome: Outcome) -> int:
    return sum(result.outcome is outcome for record in report.records for result in record.results)


def _all_of(number: int) -> str:
    return "The record fits" if number == 1 else f"All {number} records fit"
