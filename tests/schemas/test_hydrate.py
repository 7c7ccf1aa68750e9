"""From JSON values to the language's values."""

from __future__ import annotations

from typing import Any

import pytest

from checker.schemas.hydrate import converter, out_of_range
from checker.types import BOOL, DOUBLE, DYN, INT, STRING, TIMESTAMP, Field, List, Map, Object, Type
from checker.values import DAY, Timestamp


@pytest.mark.parametrize(
    ("type_", "value", "wanted"),
    [
        (TIMESTAMP, "1970-01-01", Timestamp(0)),
        (TIMESTAMP, "1970-01-02", Timestamp(DAY)),
        (TIMESTAMP, "1970-01-01T00:00:01.5Z", Timestamp(1_500_000_000)),
        (TIMESTAMP, "1970-01-01T01:00:00+01:00", Timestamp(0)),
        (INT, 3, 3),
        (INT, 3.0, 3),
        (INT, -(2**63), -(2**63)),
        (DOUBLE, 3, 3.0),
        (DOUBLE, 0.5, 0.5),
        (BOOL, True, True),
        (STRING, "a", "a"),
        (DYN, {"a": [1, 2.5]}, {"a": [1, 2.5]}),
        (List(DOUBLE), [1, 2.5], [1.0, 2.5]),
        (Map(STRING, TIMESTAMP), {"a": "1970-01-01"}, {"a": Timestamp(0)}),
        (Object("o", {"n": Field(INT)}), {"n": 1.0, "x-n": 1.0}, {"n": 1, "x-n": 1.0}),
    ],
    ids=str,
)
def test_converts(type_: Type, value: Any, wanted: Any) -> None:
    """Each JSON value becomes the language's value of its type, to the exact Python type."""
    made = converter(type_)(value)
    assert made == wanted
    assert repr(made) == repr(wanted)


@pytest.mark.parametrize(
    ("type_", "value"),
    [
        (Object("o", {"a": Field(STRING), "b": Field(List(STRING))}), {"a": "x", "b": ["y"]}),
        (Object("o", {"a": Field(DOUBLE), "b": Field(List(DOUBLE))}), {"a": 1.5, "b": [0.5]}),
        (Map(STRING, DOUBLE), {"a": 1.5}),
        (List(INT), [1, 2]),
        (DYN, {"a": [1]}),
    ],
    ids=str,
)
def test_shares_what_does_not_change(type_: Type, value: Any) -> None:
    """A value in which nothing changes is the record's own, not a copy."""
    assert converter(type_)(value) is value


def test_copies_only_the_way_to_what_changes() -> None:
    """Beside a date that is converted, the neighbours stay the record's own."""
    type_ = Object("o", {"dates": Field(Object("dates", {"on": Field(TIMESTAMP)})), "rest": Field(List(STRING))})
    value = {"dates": {"on": "1970-01-01"}, "rest": ["a"]}
    made = converter(type_)(value)
    assert made["dates"] == {"on": Timestamp(0)}
    assert made["rest"] is value["rest"]
    assert value["dates"] == {"on": "1970-01-01"}


@pytest.mark.parametrize(
    ("type_", "value", "wanted"),
    [
        (INT, 2**63, [()]),
        (INT, 1e300, [()]),
        (DOUBLE, 10**400, [()]),
        (DYN, {"a": [1, 2**70]}, [("a", 1)]),
        (List(INT), [1, 2**63, -(2**63) - 1], [(1,), (2,)]),
        (Map(STRING, DOUBLE), {"a": 10**400, "b": 2**70}, [("a",)]),
        (Object("o", {"n": Field(INT)}), {"n": 2**63, "x-n": 2**63}, [("n",)]),
    ],
    ids=str,
)
def test_numbers_beyond_64_bits_are_found(type_: Type, value: Any, wanted: list[Any]) -> None:
    """A number that is too large to calculate with stops the conversion, and its path can be had."""
    with pytest.raises(OverflowError):
        converter(type_)(value)
    assert list(out_of_range(type_, value)) == wanted
