"""The functions of the language: their names, signatures and what they mean. Engines implement them by `key`.

A new function is a line here, an implementation in `checker/engine/functions.py`, and cases in `tests/cases/`.
"""

from __future__ import annotations

from checker.frozen import frozen
from checker.lang.lattice import ANY
from checker.types import (
    BOOL,
    BYTES,
    DOUBLE,
    DURATION,
    DYN,
    INT,
    STRING,
    TIMESTAMP,
    TYPE,
    UINT,
    List,
    Map,
    Optional,
    Simple,
    Type,
)


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
    partial: str = ""
    """What makes it fail on values of the right types; a policy that could fail so is refused."""
    variadic: bool = False
    """Whether the last argument may be given any number of times."""

    def form(self) -> str:
        """As an author would write it: `string.matches(string) -> bool`."""
        args = [str(arg) for arg in self.args] + (["…"] if self.variadic else [])
        head = f"{args.pop(0)}." if self.method else ""
        return f"{head}{self.name}({', '.join(args)}) -> {self.result}"


A = Simple("any type")
"""Stands for one type throughout a signature."""
N = Simple("number")
"""The same, for int, uint or double."""
_ANY_LIST = List(DYN)
_ANY_MAP = Map(DYN, DYN)
_STRINGS = List(STRING)
_OPTION = Optional(A)
_NO_TEXT = "a text may be none"
_OUTSIDE = "the position may lie outside of the text"


def _getters() -> tuple[Signature, ...]:
    """The parts of a moment, in UTC or in a time zone that is written out."""
    parts = {
        "getFullYear": ("year", "the year"),
        "getMonth": ("month", "the month from 0"),
        "getDate": ("day_of_month", "the day of the month from 1"),
        "getDayOfMonth": ("day_of_month_from_0", "the day of the month from 0"),
        "getDayOfWeek": ("day_of_week", "0 for Sunday"),
        "getDayOfYear": ("day_of_year", "the day of the year from 0"),
        "getHours": ("hours", "the hour"),
        "getMinutes": ("minutes", "the minute"),
        "getSeconds": ("seconds", "the second"),
        "getMilliseconds": ("milliseconds", "the milliseconds"),
    }
    found = [Signature(key, name, (TIMESTAMP,), INT, True, says=f"{says}, UTC") for name, (key, says) in parts.items()]
    for name, (key, says) in parts.items():
        found.append(Signature(key, name, (TIMESTAMP, STRING), INT, True, 1, f"{says}, in a time zone"))
    return tuple(found)


def _both(key: str, arg: Type, says: str) -> tuple[Signature, ...]:
    return tuple(Signature(key, "size", (arg,), INT, method, says=says) for method in (False, True))


SIGNATURES: tuple[Signature, ...] = (
    *_both("size", _ANY_LIST, "how many items"),
    *_both("size", _ANY_MAP, "how many entries"),
    *_both("size", STRING, "how many code points"),
    *_both("size", BYTES, "how many octets"),
    Signature("contains", "contains", (STRING, STRING), BOOL, True, says="whether it holds the other text"),
    Signature("starts_with", "startsWith", (STRING, STRING), BOOL, True, says="whether it begins with the other text"),
    Signature("ends_with", "endsWith", (STRING, STRING), BOOL, True, says="whether it ends with the other text"),
    Signature("matches", "matches", (STRING, STRING), BOOL, True, 1, "whether an RE2 pattern is found in it"),
    Signature("matches", "matches", (STRING, STRING), BOOL, False, 1, "whether an RE2 pattern is found in it"),
    Signature("lower", "lowerAscii", (STRING,), STRING, True, says="A to Z in lower case"),
    Signature("upper", "upperAscii", (STRING,), STRING, True, says="a to z in upper case"),
    Signature("trim", "trim", (STRING,), STRING, True, says="without white space at both ends"),
    Signature("reverse", "reverse", (STRING,), STRING, True, says="from its end to its beginning"),
    Signature("replace", "replace", (STRING, STRING, STRING), STRING, True, says="every occurrence replaced"),
    Signature("replace", "replace", (STRING, STRING, STRING, INT), STRING, True, says="the first so many replaced"),
    Signature("split", "split", (STRING, STRING), _STRINGS, True, says="the parts between separators"),
    Signature("split", "split", (STRING, STRING, INT), _STRINGS, True, says="at most so many parts"),
    Signature("join", "join", (_STRINGS,), STRING, True, says="the parts in one text"),
    Signature("join", "join", (_STRINGS, STRING), STRING, True, says="the parts with a separator between them"),
    Signature("char_at", "charAt", (STRING, INT), STRING, True, says="the character there", partial=_OUTSIDE),
    Signature("substring", "substring", (STRING, INT), STRING, True, says="from there on", partial=_OUTSIDE),
    Signature("substring", "substring", (STRING, INT, INT), STRING, True, says="from, to before", partial=_OUTSIDE),
    Signature("index_of", "indexOf", (STRING, STRING), INT, True, says="where it first stands, or -1"),
    Signature("index_of", "indexOf", (STRING, STRING, INT), INT, True, says="the same, from there", partial=_OUTSIDE),
    Signature("last_index_of", "lastIndexOf", (STRING, STRING), INT, True, says="where it last stands, or -1"),
    Signature("last_index_of", "lastIndexOf", (STRING, STRING, INT), INT, True, says="up to there", partial=_OUTSIDE),
    Signature("quote", "strings.quote", (STRING,), STRING, says="in quotes, with escapes"),
    Signature(
        "format", "format", (STRING, _ANY_LIST), STRING, True, says="%s, %d, … filled in", partial="%d may be no number"
    ),
    Signature("sum_int", "sum", (List(INT),), INT, says="the total; 0 of an empty list"),
    Signature("sum_double", "sum", (List(DOUBLE),), DOUBLE, says="the total, correctly rounded; 0.0 of an empty list"),
    Signature(
        "greatest", "math.greatest", (List(N),), N, says="the greatest of a list", partial="the list may be empty"
    ),
    Signature("least", "math.least", (List(N),), N, says="the least of a list", partial="the list may be empty"),
    Signature("greatest", "math.greatest", (N,), N, says="the greatest", variadic=True),
    Signature("least", "math.least", (N,), N, says="the least", variadic=True),
    Signature("ceil", "math.ceil", (DOUBLE,), DOUBLE, says="the next whole number upwards"),
    Signature("floor", "math.floor", (DOUBLE,), DOUBLE, says="the next whole number downwards"),
    Signature("round", "math.round", (DOUBLE,), DOUBLE, says="the nearest whole number, halves away from 0"),
    Signature("trunc", "math.trunc", (DOUBLE,), DOUBLE, says="the whole part"),
    Signature("abs", "math.abs", (N,), N, says="without its sign"),
    Signature("sign", "math.sign", (N,), N, says="-1, 0 or 1"),
    Signature("sqrt", "math.sqrt", (N,), DOUBLE, says="the square root"),
    Signature("is_nan", "math.isNaN", (DOUBLE,), BOOL, says="whether it is NaN"),
    Signature("is_inf", "math.isInf", (DOUBLE,), BOOL, says="whether it is infinite"),
    Signature("is_finite", "math.isFinite", (DOUBLE,), BOOL, says="whether it is neither"),
    *(
        Signature(f"bit_{name.lower()}", f"math.bit{name}", (type_, type_), type_, says=says)
        for name, says in (("And", "bit by bit, and"), ("Or", "bit by bit, or"), ("Xor", "bit by bit, one of the two"))
        for type_ in (INT, UINT)
    ),
    Signature("bit_not_int", "math.bitNot", (INT,), INT, says="every bit turned"),
    Signature("bit_not_uint", "math.bitNot", (UINT,), UINT, says="every bit turned"),
    *(
        Signature(
            f"shift_{side.lower()}",
            f"math.bitShift{side}",
            (type_, INT),
            type_,
            says=says,
            partial="the number of bits may be negative",
        )
        for side, says in (("Left", "so many bits to the left"), ("Right", "so many bits to the right, 0 filled in"))
        for type_ in (INT, UINT)
    ),
    Signature("same", "int", (INT,), INT, says="itself"),
    Signature("int_of_uint", "int", (UINT,), INT, says="the same number"),
    Signature("int_of_double", "int", (DOUBLE,), INT, says="rounded towards zero"),
    Signature("int_of_text", "int", (STRING,), INT, says="the number written there", partial=_NO_TEXT),
    Signature("int_of_timestamp", "int", (TIMESTAMP,), INT, says="seconds since 1970"),
    Signature("same", "uint", (UINT,), UINT, says="itself"),
    Signature("uint_of_int", "uint", (INT,), UINT, says="the same number", partial="an int may be negative"),
    Signature("uint_of_double", "uint", (DOUBLE,), UINT, says="rounded towards zero", partial="it may be negative"),
    Signature("uint_of_text", "uint", (STRING,), UINT, says="the number written there", partial=_NO_TEXT),
    Signature("same", "double", (DOUBLE,), DOUBLE, says="itself"),
    Signature("double_of_number", "double", (INT,), DOUBLE, says="the nearest double"),
    Signature("double_of_number", "double", (UINT,), DOUBLE, says="the nearest double"),
    Signature("double_of_text", "double", (STRING,), DOUBLE, says="the number written there", partial=_NO_TEXT),
    Signature("same", "bool", (BOOL,), BOOL, says="itself"),
    Signature("bool_of_text", "bool", (STRING,), BOOL, says="true or false", partial=_NO_TEXT),
    *(
        Signature("string_of", "string", (type_,), STRING, says="as text")
        for type_ in (INT, DOUBLE, BOOL, UINT, DURATION)
    ),
    Signature("string_of", "string", (TIMESTAMP,), STRING, says="as RFC 3339"),
    Signature("same", "string", (STRING,), STRING, says="itself"),
    Signature("string_of", "string", (BYTES,), STRING, says="read as UTF-8", partial="bytes may be no UTF-8 text"),
    Signature("same", "bytes", (BYTES,), BYTES, says="itself"),
    Signature("bytes_of_text", "bytes", (STRING,), BYTES, says="as UTF-8"),
    Signature("same", "dyn", (A,), DYN, says="itself, its type left open"),
    Signature("type", "type", (A,), TYPE, says="its type"),
    Signature("days", "days", (INT,), DURATION, says="so many times 24 hours"),
    Signature("date", "date", (STRING,), TIMESTAMP, False, 0, "YYYY-MM-DD, 00:00 UTC"),
    Signature("timestamp", "timestamp", (STRING,), TIMESTAMP, False, 0, "an RFC 3339 date-time"),
    Signature("timestamp_of_int", "timestamp", (INT,), TIMESTAMP, says="so many seconds after 1970"),
    Signature("same", "timestamp", (TIMESTAMP,), TIMESTAMP, says="itself"),
    Signature("duration", "duration", (STRING,), DURATION, False, 0, "for example 90s, 36h, 1h30m"),
    Signature("same", "duration", (DURATION,), DURATION, says="itself"),
    Signature("add_months", "addMonths", (TIMESTAMP, INT), TIMESTAMP, True, says="end of month clamps"),
    Signature("months_until", "monthsUntil", (TIMESTAMP, TIMESTAMP), INT, True, says="whole months to the other"),
    *_getters(),
    Signature("in_hours", "getHours", (DURATION,), INT, True, says="whole hours"),
    Signature("in_minutes", "getMinutes", (DURATION,), INT, True, says="whole minutes"),
    Signature("in_seconds", "getSeconds", (DURATION,), INT, True, says="whole seconds"),
    Signature("milliseconds_of", "getMilliseconds", (DURATION,), INT, True, says="milliseconds below a second"),
    Signature("optional_of", "optional.of", (A,), _OPTION, says="the value, as an optional one"),
    Signature("optional_of_non_zero", "optional.ofNonZeroValue", (A,), _OPTION, says="none of 0, '', [], …"),
    Signature("optional_none", "optional.none", (), Optional(ANY), says="no value"),
    Signature("has_value", "hasValue", (_OPTION,), BOOL, True, says="whether it has a value"),
    Signature("value", "value", (_OPTION,), A, True, says="its value", partial="it may have none"),
    Signature("or_value", "orValue", (_OPTION, A), A, True, says="its value, or else the other"),
    Signature("or", "or", (_OPTION, _OPTION), _OPTION, True, says="itself if it has a value, or else the other"),
    Signature("first", "first", (List(A),), _OPTION, True, says="its first item, none where it is empty"),
    Signature("last", "last", (List(A),), _OPTION, True, says="its last item, none where it is empty"),
)

BY_NAME: dict[tuple[str, bool], tuple[Signature, ...]] = {}
for _signature in SIGNATURES:
    _key = (_signature.name, _signature.method)
    BY_NAME[_key] = (*BY_NAME.get(_key, ()), _signature)
