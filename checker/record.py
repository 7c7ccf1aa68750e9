"""A record on its way from a file to its judgement, in the order in which it is read.

    Record → ValidRecord → LinkedRecord

Each step takes one type and gives the next: an unvalidated record cannot reach a policy. What goes wrong on the way is
a value too (`Unreadable`, `InvalidRecord`), so that it is counted and shown like any other outcome.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeAlias

from checker.frozen import frozen
from checker.source import Position

Path: TypeAlias = tuple[str | int, ...]
"""Where a value stands in a record: member names and list indexes from 0, from the record's top."""

MASK = "•••"
"""Stands where a value must not be shown; its length says nothing of the value's."""

Locate: TypeAlias = Callable[[Path], Position | None]
"""Finds the place of a value in its file; of its nearest recorded parent where it is not there."""


def dotted(path: Path, root: str = "") -> str:
    """A path as people write it: `evidence[0].kind`."""
    text = root
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


class Place(NamedTuple):
    """A position in a named file."""

    file: str
    position: Position

    def __str__(self) -> str:
        return f"{self.file}:{self.position.line}"


@frozen
class Problem:
    """One thing that is wrong with a file or with a record's form, in the user's words."""

    message: str
    """What was found and what was wanted, for example `control.hires is "cleint", not one of client, provider, …`."""
    hint: str = ""
    """The next step, for example `Did you mean client?`."""
    path: Path = ()
    position: Position | None = None


@frozen
class Record:
    """One record as a reader found it, not yet validated."""

    value: Any
    """What the document holds; null members are dropped. Should be a dict, but may be anything."""
    file: str
    """The file as the user named it; `-` is standard input."""
    number: int
    """Which record of its file, from 1."""
    locate: Locate


@frozen
class Unreadable:
    """A file, or a part of one, that is no record."""

    file: str
    problem: Problem
    number: int | None = None
    """Which record of the file, where the others could be read."""


@frozen
class RecordRef:
    """How reports name a record."""

    kind: str
    """Empty where the record says none."""
    id: str
    """Empty where the record has none."""
    title: str
    file: str
    number: int
    position: Position | None = None
    """Looked up only where the record itself is at fault; what is wrong in it has places of its own."""


@frozen
class InvalidRecord:
    """A record that its schema refuses, or whose id another record has too; best problem first."""

    ref: RecordRef
    problems: tuple[Problem, ...]


@frozen
class ValidRecord:
    """A record that its schema accepts."""

    record: Record
    ref: RecordRef
    value: Mapping[str, Any]
    """As the language sees it: dates are `Timestamp`, whole numbers int, other numbers float. Not to be changed."""


@frozen
class LinkedRecord:
    """A valid record with the records that its reference fields point to, one step deep."""

    ref: RecordRef
    value: Mapping[str, Any]
    locate: Callable[[Path], Place | None]
    """Follows a path into joined records too, and then gives a place in their file."""
    refers_to: tuple[tuple[str, str], ...] = ()
    """The kind and id of every record that it refers to, those that are not there among them."""


def vendors_of(record: LinkedRecord) -> tuple[str, ...]:
    """The ids of the vendors that a record refers to, sorted; its own, of a vendor's record."""
    named = [(record.ref.kind, record.ref.id), *record.refers_to]
    return tuple(sorted({id_ for kind, id_ in named if kind == "vendor" and id_}))
