"""`@frozen` makes what `dataclass(frozen=True)` makes, as far as programs can see."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass, field, replace

import pytest

from checker.frozen import frozen


@frozen
class Point:
    """Two fields that are compared, one that is not, and one that is not shown."""

    x: int
    y: int = 0
    _: KW_ONLY
    note: str = field(default="", compare=False)
    hidden: list[int] = field(default_factory=list, repr=False)


@dataclass(frozen=True)
class Plain:
    """The same by the standard library."""

    x: int
    y: int = 0
    _: KW_ONLY
    note: str = field(default="", compare=False)
    hidden: list[int] = field(default_factory=list, repr=False)


@frozen
class One:
    """A single field."""

    x: int


@frozen
class Other:
    """Another class with the same field."""

    x: int


def test_equality_goes_by_the_compared_fields() -> None:
    """Fields decide, but for those with compare=False."""
    assert Point(1, 2, note="a") == Point(1, 2, note="b")
    assert Point(1, 2) != Point(1, 3)
    assert Point(1, hidden=[1]) != Point(1)


def test_values_of_two_classes_differ() -> None:
    """Nothing equals a value of another class, whatever their fields hold."""
    others: tuple[object, ...] = (Other(1), 1, (1,))
    assert all(One(1) != other for other in others)


def test_equal_values_have_one_hash() -> None:
    """Values can be members of sets; one with a list cannot, as with the standard library."""
    assert len({One(1), One(1), One(2)}) == 2
    with pytest.raises(TypeError, match="unhashable"):
        hash(Point(1))


def test_shown_as_the_standard_library_shows_it() -> None:
    """The representation can be compared in tests and read in a debugger."""
    assert repr(Point(1, note="a")).partition("(")[2] == repr(Plain(1, note="a")).partition("(")[2]


def test_a_changed_copy_is_made_by_replace() -> None:
    """They are dataclasses still."""
    assert replace(Point(1, 2), y=3) == Point(1, 3)


def test_no_field_is_added() -> None:
    """The slots are the fields."""
    with pytest.raises(AttributeError):
        One(1).__setattr__("y", 2)
