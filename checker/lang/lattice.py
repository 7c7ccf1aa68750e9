"""How types relate: which fit together, and what an operator makes of them."""

from __future__ import annotations

from checker.lang.faults import did_you_mean
from checker.types import (
    BOOL,
    BYTES,
    DOUBLE,
    DURATION,
    DYN,
    INT,
    STRING,
    TIMESTAMP,
    UINT,
    List,
    Map,
    Object,
    Optional,
    Simple,
    String,
    Type,
)

ANY = Simple("?")
"""The type of a part that has a fault, or of the items of an empty list: it fits everything."""

_ORDERED = (BOOL, INT, UINT, DOUBLE, BYTES, TIMESTAMP, DURATION)
_MOST_VALUES = 12
NUMBERS = (INT, UINT, DOUBLE)


def described(type_: Type) -> str:
    """A type in an author's words, with its article."""
    match type_:
        case String():
            return "a string"
        case List(item=item):
            return "a list" if item == ANY else f"a list of {item}"
        case Map():
            return "a map"
        case Object(name=name):
            return f"the object {name}"
        case Optional(item=item):
            return "an optional value" if item == ANY else f"an optional {item}"
        case Simple(name="int"):
            return "an int"
        case Simple(name="bytes"):
            return "bytes"
        case Simple(name="dyn"):
            return "a value of unknown type"
        case _:
            return f"a {type_}"


def comparable(left: Type, right: Type) -> bool:
    """Whether `==` between the two has a meaning; an int and a double are compared exactly.

    Objects are not compared: what one of them lacks is unknown, and must not make them equal.
    """
    if ANY in (left, right):
        return True
    match left, right:
        case String(), String():
            return True
        case List(item=a), List(item=b):
            return comparable(a, b)
        case Map(key=k, value=v), Map(key=j, value=w):
            return comparable(k, j) and comparable(v, w)
        case Optional(item=a), Optional(item=b):
            return comparable(a, b)
        case Object(), Object():
            return False
        case _:
            return (left == right and left != DYN) or (left in NUMBERS and right in NUMBERS)


def ordered(left: Type, right: Type) -> bool:
    """Whether `<` between the two has a meaning; strings are compared by code point."""
    if ANY in (left, right) or (isinstance(left, String) and isinstance(right, String)):
        return True
    return left in _ORDERED and (left == right or (left in NUMBERS and right in NUMBERS))


def impossible(one: Type, other: Type) -> str:
    """Why a text of one closed list can never equal a text of the other; empty where it can."""
    if not isinstance(one, String) or not isinstance(other, String) or one.values is None or other.values is None:
        return ""
    if set(one.values) & set(other.values):
        return ""
    more = ", …" if len(other.values) > _MOST_VALUES else ""
    allowed = ", ".join(other.values[:_MOST_VALUES]) + more
    if len(one.values) == 1:
        name = one.values[0]
        advice = did_you_mean(name, other.values)
        return f'"{name}" cannot occur here{advice}{" The" if advice else "; the"} values are {allowed}'
    return f"the two have no value in common: {', '.join(one.values)} and {allowed}"


def unify(left: Type, right: Type) -> Type | None:
    """The type that values of both have; None where there is none."""
    if left in (ANY, right):
        return right
    if right == ANY:
        return left
    match left, right:
        case String(values=a), String(values=b):
            return STRING if a is None or b is None else String((*a, *(v for v in b if v not in a)))
        case List(item=a), List(item=b):
            item = unify(a, b)
            return None if item is None else List(item)
        case Map(key=k, value=v), Map(key=j, value=w):
            key, value = unify(k, j), unify(v, w)
            return None if key is None or value is None else Map(key, value)
        case Optional(item=a), Optional(item=b):
            item = unify(a, b)
            return None if item is None else Optional(item)
        case Object(), Object() if (left.whole or left) is (right.whole or right):
            return left.whole or left
        case _:
            return None


def accepts(wanted: Type, given: Type) -> bool:
    """Whether an argument of type `given` fits a parameter of type `wanted`; `dyn` there takes anything."""
    if wanted == DYN or given == ANY:
        return True
    match wanted, given:
        case String(), String():
            return True
        case List(item=a), List(item=b):
            return accepts(a, b)
        case Map(key=k, value=v), Map(key=j, value=w):
            return accepts(k, j) and accepts(v, w)
        case Optional(item=a), Optional(item=b):
            return accepts(a, b)
        case _:
            return wanted == given


def arithmetic(op: str, left: Type, right: Type) -> Type | None:
    """The type of `left op right`; None where it is not defined."""
    if ANY in (left, right):
        return ANY
    if left == right and left in NUMBERS and (op != "%" or left != DOUBLE):
        return left
    match op, left, right:
        case "+", String(), String():
            return STRING
        case "+", Simple(name="bytes"), Simple(name="bytes"):
            return BYTES
        case "+", List(), List():
            return unify(left, right)
        case "+" | "-", Simple(name="timestamp"), Simple(name="duration"):
            return TIMESTAMP
        case "+", Simple(name="duration"), Simple(name="timestamp"):
            return TIMESTAMP
        case "+" | "-", Simple(name="duration"), Simple(name="duration"):
            return DURATION
        case "-", Simple(name="timestamp"), Simple(name="timestamp"):
            return DURATION
        case _:
            return None


def is_open(type_: Type) -> bool:
    """Whether values of a type may turn out to be of several types when an expression runs."""
    return is_open(type_.item) if isinstance(type_, (List, Optional)) else type_ in (ANY, DYN)
