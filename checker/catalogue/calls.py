"""Phrases for functions: `{0}`, `{1}` … are the arguments, the target of a method first.

A function that is not here is said as its author wrote it.
"""

from __future__ import annotations

from checker.types import DURATION, STRING, TIMESTAMP, Type

CONDITIONS: dict[tuple[str, int], tuple[str, str]] = {
    ("matches", 2): ("matches the pattern {}", "does not match the pattern {}"),
    ("contains", 2): ("contains {}", "does not contain {}"),
    ("startsWith", 2): ("begins with {}", "does not begin with {}"),
    ("endsWith", 2): ("ends with {}", "does not end with {}"),
    ("hasValue", 1): ("has a value", "has no value"),
    ("math.isNaN", 1): ("is not a number", "is a number"),
    ("math.isInf", 1): ("is infinite", "is not infinite"),
    ("math.isFinite", 1): ("is a finite number", "is not a finite number"),
}
"""Function and number of arguments → how it is said that it is true, and that it is false, of the first argument."""

_PARTS = {
    "getFullYear": "the year of {0}",
    "getMonth": "the month of {0} (January is 0)",
    "getDate": "the day of the month of {0}",
    "getDayOfMonth": "the day of the month of {0} (the first is 0)",
    "getDayOfWeek": "the day of the week of {0} (Sunday is 0)",
    "getDayOfYear": "the day of the year of {0} (the first is 0)",
    "getHours": "the hours of {0}",
    "getMinutes": "the minutes of {0}",
    "getSeconds": "the seconds of {0}",
    "getMilliseconds": "the milliseconds of {0}",
}

OF_OTHER_TYPES: dict[str, tuple[Type, ...]] = {
    "int": (TIMESTAMP, STRING),
    **dict.fromkeys(("getHours", "getMinutes", "getSeconds", "getMilliseconds"), (DURATION,)),
}
"""Functions that mean something else for these types than their phrase says."""

CHANGES = {
    "trim": "without white space at its ends",
    "lowerAscii": "in lower case",
    "upperAscii": "in capitals",
    "reverse": "read backwards",
}
"""Functions of one text, said in brackets behind it."""

VALUES: dict[tuple[str, int], str] = {
    ("replace", 3): "{0} with {1} replaced by {2}",
    ("split", 2): "the parts of {0} between {1}",
    ("join", 1): "the parts of {0} in one text",
    ("join", 2): "the parts of {0} in one text, with {1} between them",
    ("indexOf", 2): "the position of {1} in {0} (from 0, or -1)",
    ("lastIndexOf", 2): "the last position of {1} in {0} (from 0, or -1)",
    ("sum", 1): "the sum of {0}",
    ("math.greatest", 1): "the greatest of {0}",
    ("math.least", 1): "the least of {0}",
    ("math.greatest", 2): "the greater of {0} and {1}",
    ("math.least", 2): "the lesser of {0} and {1}",
    ("math.ceil", 1): "{0} rounded up",
    ("math.floor", 1): "{0} rounded down",
    ("math.round", 1): "{0} rounded to the nearest whole number",
    ("math.trunc", 1): "the whole part of {0}",
    ("math.abs", 1): "{0} without its sign",
    ("math.sign", 1): "the sign of {0} (-1, 0 or 1)",
    ("math.sqrt", 1): "the square root of {0}",
    ("int", 1): "{0} as a whole number",
    ("uint", 1): "{0} as a whole number",
    ("double", 1): "{0} as a number",
    ("string", 1): "{0} as text",
    ("dyn", 1): "{0}",
    ("type", 1): "the type of {0}",
    ("monthsUntil", 2): "the number of whole months from {0} to {1}",
    ("optional.of", 1): "{0}",
    ("orValue", 2): "{0} (or {1}, where it is not recorded)",
    **{(name, 1): form for name, form in _PARTS.items()},
    **{(name, 2): f"{form}, in the time zone {{1}}" for name, form in _PARTS.items()},
}
"""Function and number of arguments → how its value is said."""
