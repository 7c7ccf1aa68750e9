"""The functions of the language: their names, signatures and what they mean. Engines implement them by `key`.

A new function is a line here, an implementation in `checker/engine/functions.py`, and cases in `tests/cases/`.
"""

from __future__ import annotations

from checker.frozen import frozen
from checker.types import BOOL, DOUBLE, DURATION, DYN, INT, STRING, TIMESTAMP, List, Map, Type


@frozen
class Signature:
    """One overload: what it takes and gives, and whether some arguments must be constants."""

    key: str
    """Unique: the name, and the types where one name has several overloads."""
    name: str
    args: tuple[Type, ...]
    result: Type
    method: bool = False
    """Called as `args[0].name(args[1:])`."""
    constant: int | None = None
    """The argument (from 0) that must be written out in the policy, so that it is checked when the policy is loaded."""
    says: str = ""
    """What it gives, in a few words."""

    def form(self) -> str:
        """As an author would write it: `string.matches(string) -> bool`."""
        args = [str(arg) for arg in self.args]
        head = f"{args.pop(0)}." if self.method else ""
        return f"{head}{self.name}({', '.join(args)}) -> {self.result}"


_ANY_LIST = List(DYN)
_STRINGS = List(STRING)

SIGNATURES: tuple[Signature, ...] = (
    Signature("size_list", "size", (_ANY_LIST,), INT, says="how many items"),
    Signature("size_list", "size", (_ANY_LIST,), INT, True, says="how many items"),
    Signature("size_map", "size", (Map(DYN, DYN),), INT, says="how many entries"),
    Signature("size_map", "size", (Map(DYN, DYN),), INT, True, says="how many entries"),
    Signature("size_string", "size", (STRING,), INT, says="how many code points"),
    Signature("size_string", "size", (STRING,), INT, True, says="how many code points"),
    Signature("contains", "contains", (STRING, STRING), BOOL, True, says="whether it holds the other text"),
    Signature("starts_with", "startsWith", (STRING, STRING), BOOL, True, says="whether it begins with the other text"),
    Signature("ends_with", "endsWith", (STRING, STRING), BOOL, True, says="whether it ends with the other text"),
    Signature("matches", "matches", (STRING, STRING), BOOL, True, 1, "whether an RE2 pattern is found in it"),
    Signature("matches", "matches", (STRING, STRING), BOOL, False, 1, "whether an RE2 pattern is found in it"),
    Signature("lower", "lowerAscii", (STRING,), STRING, True, says="A to Z in lower case"),
    Signature("upper", "upperAscii", (STRING,), STRING, True, says="a to z in upper case"),
    Signature("trim", "trim", (STRING,), STRING, True, says="without white space at both ends"),
    Signature("replace", "replace", (STRING, STRING, STRING), STRING, True, says="every occurrence replaced"),
    Signature("split", "split", (STRING, STRING), _STRINGS, True, says="the parts between separators"),
    Signature("join", "join", (_STRINGS,), STRING, True, says="the parts in one text"),
    Signature("join_with", "join", (_STRINGS, STRING), STRING, True, says="the parts with a separator between them"),
    Signature("sum_int", "sum", (List(INT),), INT, says="the total; 0 of an empty list"),
    Signature("sum_double", "sum", (List(DOUBLE),), DOUBLE, says="the total, correctly rounded; 0.0 of an empty list"),
    Signature("int_of_double", "int", (DOUBLE,), INT, says="rounded towards zero"),
    Signature("double_of_int", "double", (INT,), DOUBLE, says="the nearest double"),
    Signature("string_of", "string", (INT,), STRING, says="as text"),
    Signature("string_of", "string", (DOUBLE,), STRING, says="as text"),
    Signature("string_of", "string", (BOOL,), STRING, says="as text"),
    Signature("string_of", "string", (TIMESTAMP,), STRING, says="as RFC 3339"),
    Signature("days", "days", (INT,), DURATION, says="so many times 24 hours"),
    Signature("date", "date", (STRING,), TIMESTAMP, False, 0, "YYYY-MM-DD, 00:00 UTC"),
    Signature("timestamp", "timestamp", (STRING,), TIMESTAMP, False, 0, "an RFC 3339 date-time"),
    Signature("duration", "duration", (STRING,), DURATION, False, 0, "for example 90s, 36h, 1h30m"),
    Signature("add_months", "addMonths", (TIMESTAMP, INT), TIMESTAMP, True, says="end of month clamps"),
    Signature("months_until", "monthsUntil", (TIMESTAMP, TIMESTAMP), INT, True, says="whole months to the other"),
    Signature("year", "getFullYear", (TIMESTAMP,), INT, True, says="the year, UTC"),
    Signature("month", "getMonth", (TIMESTAMP,), INT, True, says="the month from 0, UTC"),
    Signature("day_of_month", "getDate", (TIMESTAMP,), INT, True, says="the day of the month from 1, UTC"),
    Signature("day_of_week", "getDayOfWeek", (TIMESTAMP,), INT, True, says="0 for Sunday, UTC"),
)

BY_NAME: dict[tuple[str, bool], tuple[Signature, ...]] = {}
for _signature in SIGNATURES:
    _key = (_signature.name, _signature.method)
    BY_NAME[_key] = (*BY_NAME.get(_key, ()), _signature)
