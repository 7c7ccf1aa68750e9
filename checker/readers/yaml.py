"""YAML 1.2: every document of a file is a record."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from checker.readers._files import Input, Limits
from checker.readers._nulls import without_nulls
from checker.record import Problem, Record, Unreadable
from checker.schemas import Kinds
from checker.yaml12 import Locations, YamlError, load_all


def read(source: Input, kinds: Kinds, limits: Limits) -> Iterator[Record | Unreadable]:
    """The documents of a text, in order; if one cannot be read, none of the file is."""
    try:
        documents = load_all(source.text, limits)
    except YamlError as problem:
        yield Unreadable(source.name, Problem(problem.message, "", (), problem.position))
        return
    if not documents:
        yield Unreadable(source.name, Problem("the file holds only comments", "Fill it in, or remove it."))
    places = Locations(source.text)
    for number, document in enumerate(documents):
        yield Record(
            without_nulls(document),
            source.name,
            number + 1,
            partial(places.position, number),
        )
