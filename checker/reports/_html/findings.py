"""The findings: each opens to its explanation and to the lines of the record's file, with the places marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256

from checker.model import ClauseResult, Outcome, PolicyResult, Reason, RecordReport, Report
from checker.record import Place, Problem, Unreadable
from checker.reports._html.tags import outcome, text
from checker.reports.layout.findings import missing_line
from checker.reports.layout.words import named

SHOWN = (Outcome.FAIL, Outcome.INCOMPLETE, Outcome.ERROR, Outcome.WAIVED, Outcome.KNOWN)
_AROUND = 2
_MOST_PLACES = 8


def findings(report: Report) -> Iterator[tuple[str, str]]:
    """The id and the HTML of every finding, in the report's order."""
    seen: Counter[str] = Counter()
    number = 0
    for record in report.records:
        for result in record.results:
            if result.outcome in SHOWN:
                id_ = _id(seen, record.ref.kind, named(record.ref), result.policy.id)
                number += 1
                yield id_, _result(id_, number, record, result, report.texts)
        if record.problems:
            id_ = _id(seen, record.ref.kind, record.ref.file, str(record.ref.number))
            number += 1
            yield id_, _invalid(id_, number, record, report.texts)
    for each in report.unreadable:
        number += 1
        id_ = _id(seen, each.file, str(each.number))
        yield id_, _unreadable(id_, number, each)


def _id(seen: Counter[str], *parts: str) -> str:
    """The same for the same finding in every report."""
    octets = "\0".join(parts).encode(errors="surrogatepass")
    digest = f"f-{sha256(octets).hexdigest()[:12]}"
    seen[digest] += 1
    return digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"


def _result(id_: str, number: int, record: RecordReport, result: PolicyResult, texts: Mapping[str, str]) -> str:
    policy = result.policy
    data = {
        "severity": policy.severity.label,
        "rank": str(int(policy.severity)),
        "outcome": result.outcome.value,
        "policy": policy.id,
        "record": named(record.ref),
        "vendors": "\n".join(record.vendors),
    }
    inside = [f'<p class="meta">{text(policy.id)} · {policy.severity.label} · {_where(record, result.place)}</p>']
    inside += [_clause(clause) for clause in result.clauses]
    inside += [f"<p>{text(note)}</p>" for note in result.notes]
    if policy.remediation:
        inside.append(f"<p><strong>What to do:</strong> {text(policy.remediation)}</p>")
    if policy.rationale:
        inside.append(f"<p><strong>Why:</strong> {text(policy.rationale)}</p>")
    for each in policy.references:
        source = ", ".join(part for part in (each.title, each.section, each.url, each.status) if part)
        inside.append(f'<p class="meta">Source: {text(source)}</p>')
    places = [result.place, *(place for clause in result.clauses for place in _places(clause))]
    inside.append(_excerpts(places, texts))
    return _details(id_, number, data, result.outcome, f"{named(record.ref)}: {policy.title}", inside)


def _clause(clause: ClauseResult) -> str:
    head = clause.message or ("It cannot be told from what is recorded." if clause.missing else clause.text)
    parts = [
        f"<h3>{outcome(clause.counts_as)} {text(head)}</h3>",
        f"<p class='meta'><code>{text(clause.text)}</code></p>",
    ]
    if clause.reasons:
        parts.append(f'<ul class="why">{"".join(_reason(reason) for reason in clause.reasons)}</ul>')
    if clause.missing:
        items = "".join(f"<li>{text(missing_line(gap))}</li>" for gap in clause.missing)
        parts.append(f'<ul class="why">{items}</ul>')
    if clause.waiver:
        waiver = clause.waiver
        who = f"until {waiver.expires}, {waiver.owner}, approved by {waiver.approved_by}, {waiver.ticket}"
        parts.append(f"<p><strong>Waived</strong> {text(who)}: {text(waiver.reason)}</p>")
    return "".join(parts)


def _reason(reason: Reason) -> str:
    place = f' <span class="meta">({text(str(reason.place))})</span>' if reason.place else ""
    under = f'<ul class="why">{"".join(_reason(child) for child in reason.children)}</ul>' if reason.children else ""
    return f"<li>{text(reason.text)}{place}{under}</li>"


def _invalid(id_: str, number: int, record: RecordReport, texts: Mapping[str, str]) -> str:
    ref = record.ref
    places = [Place(ref.file, problem.position) for problem in record.problems if problem.position]
    inside = [f'<p class="meta">{_where(record, None)}</p>', *map(_problem, record.problems), _excerpts(places, texts)]
    data = {"severity": "", "rank": "9", "outcome": "invalid", "policy": "", "record": named(ref), "vendors": ""}
    title = f"{named(ref)}: the record has not the form that its schema asks for"
    return _details(id_, number, data, Outcome.INVALID, title, inside)


def _unreadable(id_: str, number: int, each: Unreadable) -> str:
    data = {"severity": "", "rank": "9", "outcome": "unreadable", "policy": "", "record": each.file, "vendors": ""}
    part = f", record {each.number}" if each.number else ""
    return _details(id_, number, data, Outcome.UNREADABLE, f"{each.file}{part}", [_problem(each.problem)])


def _problem(problem: Problem) -> str:
    where = f"line {problem.position.line}: " if problem.position else ""
    return f"<p>{where}{text(problem.message)}. {text(problem.hint)}</p>"


def _details(id_: str, number: int, data: Mapping[str, str], is_: Outcome, title: str, inside: list[str]) -> str:
    attributes = "".join(f' data-{name}="{text(value)}"' for name, value in {**data, "number": str(number)}.items())
    severity = f' <span class="meta">{data["severity"]}</span>' if data["severity"] else ""
    link = f'<p><a href="#{id_}">Link to this finding</a></p>'
    return (
        f'<details class="f" id="{id_}"{attributes}><summary>{outcome(is_)} {text(title)}{severity}</summary>'
        f"<div>{''.join(inside)}{link}</div></details>\n"
    )


def _where(record: RecordReport, place: Place | None) -> str:
    home = str(place) if place else record.ref.file
    return f"{text(record.ref.kind)} {text(named(record.ref))} · {text(record.ref.title)} · {text(home)}"


def _places(clause: ClauseResult) -> Iterator[Place | None]:
    def of(reason: Reason) -> Iterator[Place | None]:
        yield reason.place
        for child in reason.children:
            yield from of(child)

    for reason in clause.reasons:
        yield from of(reason)
    yield from (gap.place for gap in clause.missing)


def _excerpts(places: Sequence[Place | None], texts: Mapping[str, str]) -> str:
    """The lines around the places, each file once."""
    wanted: dict[str, set[int]] = {}
    for place in [place for place in places if place is not None][:_MOST_PLACES]:
        if place.file in texts:
            wanted.setdefault(place.file, set()).add(place.position.line)
    return "".join(_excerpt(file, texts[file].split("\n"), marked) for file, marked in wanted.items())


def _excerpt(file: str, lines: list[str], marked: set[int]) -> str:
    shown = sorted({line for each in marked for line in range(each - _AROUND, each + _AROUND + 1)})
    parts, before = [], 0
    for number in shown:
        if 1 <= number <= len(lines):
            if before and number > before + 1:
                parts.append("⋮\n")
            line = f"{number:>5}  {text(lines[number - 1])}"
            parts.append(f"<mark>{line}</mark>\n" if number in marked else f"{line}\n")
            before = number
    return f'<p class="meta">{text(file)}</p><pre tabindex="0">{"".join(parts)}</pre>' if parts else ""
