"""What a cell of a decision table asks of its input, and how it is read.

A blank cell (or `-`) takes anything. Any other takes what one of its alternatives, divided by `|` or given as a list,
takes: a value, `not recorded`, or comparisons joined by `and` (`>= 3 and < 10`, `!= red`). A text in double quotes is
that text, whatever it looks like.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Iterator
from typing import Any

from checker.frozen import frozen
from checker.lang.faults import did_you_mean
from checker.types import BOOL, DOUBLE, INT, TIMESTAMP, UINT, String, Type
from checker.values import Timestamp, UInt, parse_date, parse_timestamp

NOT_RECORDED = "not recorded"
USABLE = (BOOL, INT, UINT, DOUBLE, TIMESTAMP)
"""The types that an input may have, beside texts."""

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_OPERATOR = re.compile(r"(!=|<=|>=|<|>)\s*")
_ALTERNATIVES = re.compile(r'(?:"[^"]*"|[^|"])+|"|(?<=\|)(?=\||$)|^(?=\|)')
_BOUNDS: dict[Type, tuple[int, int]] = {INT: (-(2**63), 2**63 - 1), UINT: (0, 2**64 - 1)}


@frozen
class Test:
    """A comparison of the input with a value; `=` is written as the value alone."""

    __test__ = False

    op: str
    value: Any

    def holds(self, value: Any) -> bool:
        """Whether a value that is recorded fits."""
        return _COMPARE[self.op](value, self.value)


@frozen
class Cell:
    """What a row asks of one input."""

    text: str
    """As its author wrote it."""
    alternatives: tuple[tuple[Test, ...], ...]
    """A value fits if every test of one of them holds."""
    unrecorded: bool = False
    """Whether it fits where the input is not recorded."""

    def fits(self, value: Any) -> bool:
        """Whether a value that is recorded fits."""
        return any(all(test.holds(value) for test in tests) for tests in self.alternatives)


class CellFault(Exception):
    """A cell that does not fit its input; the text says why."""


def read_cell(written: Any, type_: Type) -> Cell | None:
    """The cell of an input of this type, from YAML or CSV; None where it takes anything. Raises CellFault."""
    if written is None or (isinstance(written, str) and written.strip() in ("", "-")):
        return None
    parts = written if isinstance(written, list) else [written]
    if not parts:
        raise CellFault("an empty list fits nothing; leave the cell out where it fits anything")
    found: list[tuple[Test, ...]] = []
    unrecorded = False
    for part in parts:
        for each in _divided(part):
            if isinstance(each, str) and each == NOT_RECORDED:
                unrecorded = True
            else:
                found.append(tuple(_tests(each, type_)))
    text = " | ".join(_shown(part) for part in parts)
    return Cell(text, tuple(found), unrecorded)


def _shown(part: Any) -> str:
    return str(part).lower() if isinstance(part, bool) else " ".join(str(part).split())


def _divided(part: Any) -> Iterator[Any]:
    if not isinstance(part, str):
        yield part
        return
    for each in _ALTERNATIVES.findall(part):
        if each.strip() in ("", "-"):
            raise CellFault("an alternative is empty; leave the whole cell empty where it fits anything")
        yield each.strip()


def _tests(part: Any, type_: Type) -> Iterator[Test]:
    found = _OPERATOR.match(part) if isinstance(part, str) else None
    if found is None:
        yield Test("=", _value(part, type_))
        return
    for each in re.split(r"\s+and\s+", part):
        found = _OPERATOR.match(each)
        if found is None:
            raise CellFault(f"after 'and' stands another comparison, as in >= 3 and < 10, not {_shown(each)}")
        if found[1] != "!=" and (type_ == BOOL or isinstance(type_, String)):
            raise CellFault(f"'{found[1]}' is for numbers and dates; of {_wanted(type_)}, list the values that fit")
        yield Test(found[1], _value(each[found.end() :], type_))


def _value(part: Any, type_: Type) -> Any:
    value = _text(part) if isinstance(part, str) else part
    made: Any = None
    match type_:
        case String(values=allowed):
            made = value if isinstance(value, str) else None
            if made is not None and allowed is not None and made not in allowed:
                advice = did_you_mean(made, [*allowed, NOT_RECORDED])
                these = f"{advice} The" if advice else "; the"
                raise CellFault(f"{_shown(made)} cannot occur here{these} {_values(allowed)}")
        case _ if type_ == BOOL:
            made = {"true": True, "false": False}.get(str(value).lower())
        case _ if type_ == TIMESTAMP:
            made = (parse_date(value) or parse_timestamp(value)) if isinstance(value, str) else None
        case _:
            made = _number(value, type_)
    if made is None:
        hint = "; write it in quotes where that text is meant" if isinstance(type_, String) else ""
        raise CellFault(f"{_shown(part)} is not {_wanted(type_)}{hint}")
    return made


def _values(allowed: tuple[str, ...]) -> str:
    return f"values are {', '.join(allowed)}"


def _text(part: str) -> str:
    quoted = len(part) > 1 and part[0] == part[-1] == '"'
    return part[1:-1] if quoted else part


def _number(value: Any, type_: Type) -> int | float | None:
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    try:
        if type_ == DOUBLE:
            return float(value) if math.isfinite(float(value)) else None
        found = int(value)
    except (ValueError, OverflowError):
        return None
    first, last = _BOUNDS[type_]
    if (isinstance(value, float) and found != value) or not first <= found <= last:
        return None
    return UInt(found) if type_ == UINT else found


def _wanted(type_: Type) -> str:
    match type_:
        case String():
            return "a text"
        case _ if type_ == BOOL:
            return "true or false"
        case _ if type_ == TIMESTAMP:
            return "a date such as 2026-01-31"
        case _ if type_ == DOUBLE:
            return "a number"
        case _:
            return "a whole number" if type_ == INT else "a whole number from 0"


def shown_value(value: Any) -> str:
    """A value as a cell has it."""
    if isinstance(value, Timestamp):
        return value.text()
    return str(value).lower() if isinstance(value, bool) else str(value)
