"""Shares of a whole in percent, and places in files with what is to be said of them."""

from __future__ import annotations

from checker.model import Outcome
from checker.reports.layout.page import Page
from checker.source import Mark


def share(part: int, whole: int) -> str:
    """A part of a whole in percent, rounded down, so that 100 % is all of it."""
    return f"{part * 1000 // whole / 10:g} %" if whole else "100 %"


def tell_score(page: Page, said: str, part: int, whole: int, minimum: float | None, advice: str) -> bool:
    """A last line, with what was asked for where that is not reached; gives whether it is."""
    if minimum is not None and part * 100 < minimum * whole:
        page.line(f"{said}, and {minimum:g} % were asked for. {advice}", mark="FAIL  ", outcome=Outcome.FAIL)
        return False
    done = minimum is not None or part == whole
    mark, outcome = ("PASS  ", Outcome.PASS) if done else ("NOTE  ", Outcome.INCOMPLETE)
    page.line(f"{said}.{'' if part == whole else f' {advice}'}", mark=mark, outcome=outcome)
    return True


def tell_mark(page: Page, file: str, mark: Mark | None, about: str, said: str) -> None:
    """Where a text stands and whose it is, then its line with carets and what is to be said of it."""
    where = f"{file}:{mark.position.line}:{mark.position.column}" if mark else file
    page.verbatim(f"{where}  {about}")
    if mark is None:
        page.line(said, at=2)
    else:
        page.verbatim(mark.render(said))
    page.blank()
