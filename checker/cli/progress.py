"""A bar on standard error while work takes long: on a terminal, and nowhere else."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from checker.watching import Watch, unwatched

_T = TypeVar("_T")
_FEW = 200
"""So few are done before anybody wonders."""


@contextmanager
def watching(quiet: bool) -> Iterator[Watch]:
    """A watch that draws a bar with count, rate and time left; one that draws nothing where nobody sees it."""
    yield unwatched if quiet or not _seen() else _drawn


def _seen() -> bool:
    return sys.stderr.isatty() and not os.environ.get("CI") and os.environ.get("TERM") != "dumb"


def _drawn(what: str, items: Sequence[_T]) -> Iterable[_T]:
    if len(items) <= _FEW:
        return items
    from tqdm import tqdm

    bar: Iterable[_T] = tqdm(items, desc=what, unit=" files" if what == "reading" else " records", leave=False)
    return bar
