"""Checks a function call: which overload it is, and its constant arguments."""

from __future__ import annotations

import re

from checker.lang.expr import Call, Expr, Literal
from checker.lang.faults import Fault, did_you_mean
from checker.lang.functions import BY_NAME, Signature
from checker.lang.lattice import ANY, accepts, described
from checker.types import Type
from checker.values import NANOS, Duration, is_duration, parse_date, parse_timestamp

_DURATION = re.compile(r"[-+]?(?:[0-9]{1,18}(?:\.[0-9]+)?(?:h|ms|us|ns|m|s))+")
_PART = re.compile(r"([0-9]+)(?:\.([0-9]+))?(h|ms|us|ns|m|s)")
_UNIT = {"h": 3600 * NANOS, "m": 60 * NANOS, "s": NANOS, "ms": 1_000_000, "us": 1000, "ns": 1}

_MACROS = {
    "has": "has(record.field)",
    "all": "list.all(item, condition on item)",
    "exists": "list.exists(item, condition on item)",
    "exists_one": "list.exists_one(item, condition on item)",
    "filter": "list.filter(item, condition on item)",
    "map": "list.map(item, value)",
}


def overload(node: Call, types: tuple[Type, ...]) -> Signature | None:
    """The signature that a call with arguments of these types has; None where there is none."""
    for signature in BY_NAME.get((node.function, node.method), ()):
        if len(signature.args) == len(types) and all(map(accepts, signature.args, types)):
            return signature
    return None


def check_call(node: Call, args: tuple[Expr, ...]) -> tuple[Type, tuple[Fault, ...]]:
    """The type of a call with checked arguments, and its faults."""
    known = BY_NAME.get((node.function, node.method))
    if known is None:
        return ANY, (Fault("L011", node.at, _unknown(node)),)
    found = overload(node, tuple(arg.type for arg in args))
    if found is None:
        given = ", ".join(described(arg.type) for arg in args) or "nothing"
        forms = " or ".join(signature.form() for signature in known)
        return ANY, (Fault("L013", node.span, f"this gives {node.function} {given}; it is called as {forms}"),)
    if found.constant is None:
        return found.result, ()
    argument = args[found.constant]
    if not isinstance(argument, Literal):
        why = f"the argument of {node.function} must be written out, so that it is checked when the policy is loaded"
        return found.result, (Fault("L017", argument.span, why),)
    wrong = _bad_constant(found.key, str(argument.value))
    return found.result, (Fault("L017", argument.span, wrong),) if wrong else ()


def parse_duration(text: str) -> Duration | None:
    """A duration as CEL writes it: `90s`, `1h30m`, `-1.5h`; None where the text is none."""
    if not _DURATION.fullmatch(text):
        return None
    total = 0
    for whole, fraction, unit in _PART.findall(text):
        total += int(whole) * _UNIT[unit]
        if fraction:
            total += int(fraction[:18]) * _UNIT[unit] // 10 ** len(fraction[:18])
    if not is_duration(total):
        return None
    return Duration(-total if text.startswith("-") else total)


def _unknown(node: Call) -> str:
    other = BY_NAME.get((node.function, not node.method))
    if other:
        return f"{node.function} is called as {other[0].form()}"
    if node.function in _MACROS:
        return f"{node.function} is called as {_MACROS[node.function]}"
    known = {name for name, _ in BY_NAME} | _MACROS.keys()
    return f"there is no function {node.function}{did_you_mean(node.function, sorted(known))}"


def _bad_constant(key: str, text: str) -> str:
    match key:
        case "date" if parse_date(text) is None:
            return f'"{text}" is no date of the calendar, written YYYY-MM-DD'
        case "timestamp" if parse_timestamp(text) is None:
            return f'"{text}" is no date-time as in 2026-01-31T09:00:00Z'
        case "duration" if parse_duration(text) is None:
            return f'"{text}" is no duration as in 90s or 1h30m'
        case "matches":
            return _bad_pattern(text)
        case _:
            return ""


def _bad_pattern(text: str) -> str:
    import re2

    options = re2.Options()
    options.log_errors = False
    try:
        re2.compile(text, options)
    except re2.error as problem:
        reason = problem.args[0] if problem.args else "unknown"
        return f"this is no RE2 pattern: {reason.decode() if isinstance(reason, bytes) else reason}"
    return ""
