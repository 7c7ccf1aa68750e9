"""Charts as inline SVG, each with a text that says the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from checker.model import Outcome, Report
from checker.reports._html.tags import text

_ORDER = (
    *(Outcome.FAIL, Outcome.ERROR, Outcome.INCOMPLETE, Outcome.WAIVED, Outcome.KNOWN, Outcome.PASS, Outcome.SKIP),
)
_WIDTH, _NAMES, _ROW = 720, 300, 22
_MOST = 60


def by_policy(report: Report) -> str:
    """A bar for each policy, in which its outcomes lie beside each other."""
    counts: dict[str, Counter[Outcome]] = {policy.id: Counter() for policy in report.policies}
    for record in report.records:
        for result in record.results:
            counts[result.policy.id][result.outcome] += 1
    shown = [(id_, found) for id_, found in counts.items() if found][:_MOST]
    if not shown:
        return ""
    most = max(sum(found.values()) for _, found in shown)
    rows = []
    for number, (id_, found) in enumerate(shown):
        x, y = float(_NAMES), number * _ROW
        bars = []
        for outcome in _ORDER:
            if found[outcome]:
                width = (_WIDTH - _NAMES) * found[outcome] / most
                title = f"<title>{text(id_)}: {found[outcome]} {outcome.value}</title>"
                box = f'x="{x:.1f}" y="{y + 3}" width="{width:.1f}" height="16"'
                bars.append(f'<rect class="{outcome.value}" {box}>{title}</rect>')
                x += width
        rows.append(f'<text x="{_NAMES - 8}" y="{y + 15}" text-anchor="end">{_short(id_)}</text>{"".join(bars)}')
    totals = {each: sum(found[each] for _, found in shown) for each in _ORDER}
    said = ", ".join(f"{each.value} {number}" for each, number in totals.items() if number)
    return _svg("Outcomes by policy", f"All policies together: {said}.", rows, len(rows))


def expiries(report: Report) -> str:
    """A bar for each month in which waivers end."""
    months = Counter(f"{use.waiver.expires:%Y-%m}" for use in report.waivers if use.days_left is not None)
    if not months:
        return ""
    return _bars("Waivers that end, by month", dict(sorted(months.items())))


def _bars(title: str, numbers: Mapping[str, int]) -> str:
    most = max(numbers.values())
    rows = [
        f'<text x="{_NAMES - 8}" y="{row * _ROW + 15}" text-anchor="end">{text(name)}</text>'
        f'<rect class="waived" x="{_NAMES}" y="{row * _ROW + 3}" '
        f'width="{(_WIDTH - _NAMES) * number / most * 0.9:.1f}" height="16"><title>{number}</title></rect>'
        for row, (name, number) in enumerate(numbers.items())
    ]
    return _svg(title, ", ".join(f"{name}: {number}" for name, number in numbers.items()), rows, len(rows))


def _svg(title: str, said: str, rows: Sequence[str], number: int) -> str:
    label = f"{title}. {said}"
    return (
        f'<figure><svg role="img" aria-label="{text(label)}" viewBox="0 0 {_WIDTH} {number * _ROW + 4}" '
        f'width="{_WIDTH}">{"".join(rows)}</svg><figcaption class="meta">{text(label)}</figcaption></figure>\n'
    )


def _short(id_: str) -> str:
    return text(id_ if len(id_) <= 44 else f"…{id_[-43:]}")
