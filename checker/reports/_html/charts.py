"""Charts as inline SVG, each with a text that says the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import islice

from checker.model import Report
from checker.reports._html.tags import text

_ORDER = ("fail", "error", "incomplete", "waived", "known", "pass", "skip")
_WIDTH, _NAMES, _ROW = 720, 300, 22
_MOST, _AHEAD = 60, 12


def by_policy(report: Report) -> str:
    """A bar for each policy, in which its outcomes lie beside each other."""
    counts: dict[str, Counter[str]] = {policy.id: Counter() for policy in report.policies}
    for record in report.records:
        for result in record.results:
            counts[result.policy.id][result.outcome.value] += 1
    shown = {_short(id_): found for id_, found in counts.items() if found}
    return _bars("Outcomes by policy", "All policies together", dict(islice(shown.items(), _MOST)), _ORDER)


def expiries(report: Report) -> str:
    """A bar for each of the months ahead with what ends in it; what ends later is counted in words."""
    ends = [("waiver", use.waiver.expires) for use in report.waivers if use.days_left is not None]
    ends += [
        ("evidence", each.expires_on)
        for record in report.records
        for each in record.evidence
        if each.expires_on is not None and each.expires_on >= report.as_of
    ]
    first = report.as_of.year * 12 + report.as_of.month - 1
    months: dict[str, Counter[str]] = {_month(first + ahead): Counter() for ahead in range(_AHEAD)}
    later = 0
    for what, day in ends:
        if (name := f"{day:%Y-%m}") in months:
            months[name][what] += 1
        else:
            later += 1
    after = f"{later} later than {_month(first + _AHEAD - 1)}"
    if later == len(ends):
        return f"<p>Of waivers and evidence, nothing ends in the {_AHEAD} months ahead; {after}.</p>\n" if ends else ""
    return _bars("What ends in the months ahead", f"{after}; before that", months, ("waiver", "evidence"))


def _month(number: int) -> str:
    return f"{number // 12}-{number % 12 + 1:02}"


def _bars(title: str, whole: str, counts: Mapping[str, Counter[str]], parts: Sequence[str]) -> str:
    """A bar for each name, in which its parts lie beside each other; a part's name is its class."""
    most = max((sum(found.values()) for found in counts.values()), default=0)
    if not most:
        return ""
    rows = []
    for number, (name, found) in enumerate(counts.items()):
        x, y = float(_NAMES), number * _ROW
        bars = []
        for part in parts:
            if found[part]:
                width = (_WIDTH - _NAMES) * found[part] / most
                title_ = f"<title>{text(name)}: {found[part]} {part}</title>"
                box = f'x="{x:.1f}" y="{y + 3}" width="{width:.1f}" height="16"'
                bars.append(f'<rect class="{part}" {box}>{title_}</rect>')
                x += width
        rows.append(f'<text x="{_NAMES - 8}" y="{y + 15}" text-anchor="end">{text(name)}</text>{"".join(bars)}')
    totals = {part: sum(found[part] for found in counts.values()) for part in parts}
    said = ", ".join(f"{part} {number}" for part, number in totals.items() if number)
    return _svg(title, f"{whole}: {said}.", rows, len(rows))


def _svg(title: str, said: str, rows: Sequence[str], number: int) -> str:
    label = f"{title}. {said}"
    return (
        f'<figure><svg role="img" aria-label="{text(label)}" viewBox="0 0 {_WIDTH} {number * _ROW + 4}" '
        f'width="{_WIDTH}">{"".join(rows)}</svg><figcaption class="meta">{text(label)}</figcaption></figure>\n'
    )


def _short(id_: str) -> str:
    return id_ if len(id_) <= 44 else f"…{id_[-43:]}"
