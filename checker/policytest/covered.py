"""What cases have shown of their policies, as lines for people."""

from __future__ import annotations

from checker.policytest.coverage import Coverage
from checker.reports.layout.grid import tell_grid
from checker.reports.layout.page import Page
from checker.reports.layout.scores import share, tell_mark, tell_score
from checker.reports.layout.sheet import Column


def tell_coverage(page: Page, coverage: Coverage, minimum: float | None) -> bool:
    """What was not seen, a table of all policies, and one line; gives whether it is as much as was asked for."""
    if not page.options.quiet:
        page.blank()
        for unit in (unit for group in coverage.groups for unit in group.units if unit.unseen):
            tell_mark(page, unit.file, unit.mark, unit.about, unit.unseen)
        rows = [
            (each.name, len(each.units), each.seen, each.total, share(each.seen, each.total))
            for each in coverage.groups
        ]
        numbers = (Column(name, number=True) for name in ("conditions", "seen", "of", "covered"))
        tell_grid(page, [Column("policy"), *numbers], rows)
    said = f"{share(coverage.seen, coverage.total)} covered: {coverage.seen} of {coverage.total} values were seen"
    return tell_score(page, said, coverage.seen, coverage.total, minimum, "Add cases for what was not seen.")
