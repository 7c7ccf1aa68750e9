"""JSON: a file is a record, or a list of records."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from checker.readers._files import Input, Limits
from checker.readers._jsontext import JsonError, Places, parse
from checker.readers._nulls import without_nulls
from checker.record import Problem, Record, Unreadable
from checker.schemas import Kinds


def read(source: Input, kinds: Kinds, limits: Limits) -> Iterator[Record | Unreadable]:
    """The record of a text, or those of its list."""
    places = Places(source.text)
    try:
        value = parse(source.text, limits, listed=True)
    except JsonError as problem:
        yield Unreadable(source.name, Problem(problem.message, "", (), problem.position))
        return
    if not isinstance(value, list):
        yield Record(without_nulls(value), source.name, 1, places.position)
        return
    if not value:
        yield Unreadable(source.name, Problem("the file holds an empty list", "Fill it in, or remove it."))
    for number, item in enumerate(value):
        yield Record(
            without_nulls(item),
            source.name,
            number + 1,
            partial(places.item_position, number),
        )
