"""A table as data: what its columns are and hold, for whichever format writes it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias, Union

from checker.frozen import frozen
from checker.model import Outcome

Cell: TypeAlias = Union[str, int, Outcome, None]
"""A text, a number, an outcome, or nothing."""


@frozen
class Column:
    """A column, and how it behaves where a page is too narrow."""

    name: str
    rank: int = 0
    """What has a higher one is left out sooner; 0 stays."""
    number: bool = False
    whole: bool = False
    """Whether it never becomes narrower than what it holds; so are numbers."""
    prose: bool = False
    """Whether its texts are sentences, which go on in the next line; a name is shortened at its beginning."""


Row: TypeAlias = Sequence[Cell]


@frozen
class Sheet:
    """A table with its heading."""

    title: str
    says: str
    """What it shows, in a few words."""
    columns: Sequence[Column]
    rows: Sequence[Row]

    def filled(self) -> Sheet:
        """The table without the columns that could be left out and in which no row holds anything."""
        kept = [
            at
            for at, column in enumerate(self.columns)
            if column.rank == 0 or any(row[at] not in ("", None) for row in self.rows)
        ]
        rows = [[row[at] for at in kept] for row in self.rows]
        return Sheet(self.title, self.says, [self.columns[at] for at in kept], rows)


def shown(cell: Cell) -> str:
    """A cell as text."""
    if cell is None:
        return ""
    return cell.value if isinstance(cell, Outcome) else str(cell)
