"""What to say where types do not fit together."""

from __future__ import annotations

from collections.abc import Mapping

from checker.lang.lattice import NUMBERS, comparable, described
from checker.types import DYN, List, Map, Object, Optional, Type


def listed(names: Mapping[str, object]) -> str:
    """The first of some names, as a message lists them."""
    shown = list(names)[:8]
    return ", ".join(shown) + (", …" if len(names) > len(shown) else "")


def not_comparable(op: str, left: Type, right: Type) -> str:
    """Why a comparison or `in` has no meaning for two types."""
    if _has_objects(left) and _has_objects(right):
        return f"'{op}' cannot compare objects, since each may lack what the other has; compare their fields"
    if DYN in (left, right):
        return f"'{op}' cannot compare a value whose type its schema does not say"
    if comparable(left, right):
        return f"'{op}' needs an order, which {described(left)} has not; compare numbers, texts, dates or durations"
    both = f"{described(left)} and {described(right)}"
    return f"'{op}' compares values of one type, these are {both}{_convert(left, right)}"


def no_arithmetic(op: str, left: Type, right: Type) -> str:
    """Why an operator is not defined for two types."""
    return f"'{op}' is not defined for {described(left)} and {described(right)}{_convert(left, right)}"


def _has_objects(type_: Type) -> bool:
    match type_:
        case List(item=part) | Map(value=part):
            return _has_objects(part)
        case _:
            return isinstance(type_, Object)


def _convert(left: Type, right: Type) -> str:
    """How to make two types that authors mix up fit together."""
    kinds = {str(left), str(right)}
    if isinstance(left, Optional) != isinstance(right, Optional):
        return "; write orValue(…) with what to take where there is none"
    if kinds == {"timestamp", "string"}:
        return "; write a date as date('2026-01-31')"
    if "int" in kinds and kinds & {"timestamp", "duration"}:
        return "; write a number of days as days(…)"
    if kinds == {"int", "uint"}:
        return "; make both ints with int(…)"
    if len(kinds) == 2 and kinds <= {str(number) for number in NUMBERS}:
        return "; make both doubles with double(…)"
    if "string" in kinds and kinds & {"int", "double"}:
        return "; write a number without quotes, or make a text of it with string(…)"
    return ""
