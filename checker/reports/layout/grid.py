"""Tables that are as narrow as their contents."""

from __future__ import annotations

from collections.abc import Sequence

from tabulate import tabulate

from checker.reports.layout.page import Page


def tell_grid(page: Page, heads: Sequence[str], rows: Sequence[Sequence[str]], right: int = 0, last: int = 0) -> None:
    """Writes rows below their heads and a rule; the `right` last columns are numbers.

    With `last`, the texts of the last column are wrapped to that width. The texts must be safe to print.
    """
    left = len(heads) - right
    sizes = [max(len(row[column]) for row in [heads, *rows]) for column in range(len(heads))]
    if last:
        sizes[-1] = min(sizes[-1], last)
    # Headers of tabulate's own would be padded, and without disable_numparse an id such as 1e5 becomes a number.
    table = tabulate(
        [heads, ["-" * size for size in sizes], *rows],
        tablefmt="plain",
        disable_numparse=True,
        colalign=["left"] * left + ["right"] * right,
        maxcolwidths=[*[None] * (len(heads) - 1), last] if last else None,
    )
    page.stream.write(table + "\n\n")
