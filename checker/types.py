"""The types of the policy language, as JSON Schema gives them and the type checker uses them.

A record's kind has an `Object` type; everything that an expression can reach has one of the types below. Values are
plain Python: bool, int (64 bits), float, str, bytes, list, dict, None, and `Timestamp` and `Duration` of
`checker.values`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias, Union

from checker.frozen import frozen

Tag: TypeAlias = Union[str, bool]
"""A value that tells the cases of a union apart."""


@frozen
class Simple:
    """A type without parts: dyn, null, bool, int, uint, double, bytes, type, timestamp, duration."""

    name: str

    def __str__(self) -> str:
        return self.name


@frozen
class String:
    """A string; `values` is the closed list of an `enum`, or None where any text may stand."""

    values: tuple[str, ...] | None = None

    def __str__(self) -> str:
        return "string"


@frozen
class List:
    """A list whose items are of one type."""

    item: Type

    def __str__(self) -> str:
        return f"list({self.item})"


@frozen
class Map:
    """A map with keys of one type and values of one type; which keys there are is not known beforehand."""

    key: Type
    value: Type

    def __str__(self) -> str:
        return f"map({self.key}, {self.value})"


@frozen
class Optional:
    """`optional(item)`: a value that may be none, as `a.?b` gives it."""

    item: Type

    def __str__(self) -> str:
        return f"optional({self.item})"


@frozen
class Field:
    """A field of an object: its type and what its schema says of it for people."""

    type: Type
    required: bool = False
    title: str = ""
    description: str = ""
    joined_by: str | None = None
    """Where the field is a record joined by a reference: the sibling field that holds the id (or ids)."""
    kind: str | None = None
    """The kind of the joined record or records; None for an ordinary field."""
    sensitive: bool = False
    """Whether its values, and whatever is made of them, must not be shown (`x-sensitive`)."""
    untyped: str = ""
    """Why its type is dyn, or that of its items, to follow its path in a sentence; empty where nothing is known."""


@dataclass(frozen=True, slots=True, eq=False)
class Object:
    """A record or a part of one: the fields its schema names, and no others."""

    name: str
    """For messages: the last step of its path, for example `control`."""
    fields: Mapping[str, Field] = field(default_factory=dict)
    tag: str = ""
    """Of a union: the required field whose value says which of the cases a value is; empty for any other object."""
    cases: Mapping[Tag | None, Object] = field(default_factory=dict)
    """Of a union: the object for each value of the tag; under None, the one for every other value."""
    closed: bool = False
    """Whether the schema refuses every field but these (and those of the user's own, x-…)."""
    whole: Object | None = None
    """Where a condition has narrowed what it may be: what it was before."""

    def __str__(self) -> str:
        return self.name

    def case(self, value: object) -> Object:
        """What is known of this very value: its case, where this is a union and the value one of its values."""
        if not self.tag or not isinstance(value, Mapping):
            return self
        found = self.cases.get(value.get(self.tag)) or self.cases.get(None)
        return self if found is None else found.case(value)


Type: TypeAlias = Union[Simple, String, List, Map, Optional, Object]

DYN = Simple("dyn")
NULL = Simple("null")
BOOL = Simple("bool")
INT = Simple("int")
UINT = Simple("uint")
DOUBLE = Simple("double")
BYTES = Simple("bytes")
TYPE = Simple("type")
TIMESTAMP = Simple("timestamp")
DURATION = Simple("duration")
STRING = String()
