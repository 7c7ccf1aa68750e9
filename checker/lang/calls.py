"""Checks a function call: which overload it is, what its type is, and its constant arguments."""

from __future__ import annotations

from checker.lang.expr import Call, Expr, Literal
from checker.lang.faults import Fault, did_you_mean
from checker.lang.functions import BY_NAME, A, N, Signature
from checker.lang.lattice import ANY, NUMBERS, accepts, described, is_open, unify
from checker.lang.macros import FORMS
from checker.patterns import lazy
from checker.types import DYN, List, Optional, Type
from checker.values import NANOS, Duration, is_duration, parse_date, parse_timestamp, time_zone

_DURATION = lazy(r"[-+]?(?:(?:[0-9]{1,18}(?:\.[0-9]*)?|\.[0-9]+)(?:h|ms|us|µs|μs|ns|m|s))+|[-+]?0")
_PART = lazy(r"([0-9]*)(?:\.([0-9]*))?(h|ms|us|µs|μs|ns|m|s)")
_UNIT = {"h": 3600 * NANOS, "m": 60 * NANOS, "s": NANOS, "ms": 1_000_000, "us": 1000, "µs": 1000, "μs": 1000, "ns": 1}
_FORMS = {"has": "has(record.field)", "cel.bind": "cel.bind(name, value, expression)", **FORMS}


def overloads(node: Call, number: int) -> tuple[Signature, ...]:
    """The signatures of a call's function that take so many arguments."""
    known = BY_NAME.get((node.function, node.method), ())
    return tuple(each for each in known if len(each.args) == number or (each.variadic and number > len(each.args)))


def overload(node: Call, types: tuple[Type, ...]) -> tuple[Signature, Type] | None:
    """The signature that a call with arguments of these types has, and the type of its result; None without one."""
    for signature in overloads(node, len(types)):
        wanted = signature.args + signature.args[-1:] * (len(types) - len(signature.args))
        bound: dict[Type, Type] = {A: ANY, N: ANY}
        if all(_fits(want, type_, bound) for want, type_ in zip(wanted, types, strict=True)):
            return signature, _result(signature.result, bound)
    return None


def _fits(wanted: Type, given: Type, bound: dict[Type, Type]) -> bool:
    """Whether an argument fits a parameter; binds the type variables in it."""
    match wanted, given:
        case List(item=inner), List(item=item) if inner in bound:
            return _fits(inner, item, bound)
        case Optional(item=inner), Optional(item=item) if inner in bound:
            return _fits(inner, item, bound)
        case _ if wanted in bound:
            joint = unify(bound[wanted], given)
            if wanted == N and given not in (*NUMBERS, ANY, DYN):
                return False
            if joint is None and wanted == N:
                joint = DYN
            bound[wanted] = joint or ANY
            return joint is not None
        case _:
            return accepts(wanted, given)


def _result(result: Type, bound: dict[Type, Type]) -> Type:
    if isinstance(result, Optional):
        return Optional(_result(result.item, bound))
    return bound.get(result, result)


def check_call(node: Call, args: tuple[Expr, ...], strict: bool) -> tuple[Type, tuple[Fault, ...]]:
    """The type of a call with checked arguments, and its faults.

    Strictly (in policies), a function that can fail on a valid record is refused, and what is checked beforehand must
    be written out.
    """
    known = BY_NAME.get((node.function, node.method))
    if known is None:
        return ANY, (Fault("L011", node.at, _unknown(node)),)
    found = overload(node, tuple(arg.type for arg in args))
    if found is None:
        given = ", ".join(described(arg.type) for arg in args) or "nothing"
        forms = " or ".join(dict.fromkeys(signature.form() for signature in known))
        return ANY, (Fault("L013", node.span, f"this gives {node.function} {given}; it is called as {forms}"),)
    signature, result = found
    if not strict:
        certain = len(overloads(node, len(args))) == 1 or not any(is_open(arg.type) for arg in args)
        return (result if certain and result != DYN else ANY), ()
    if signature.partial:
        why = f"{node.function} can fail on a valid record ({signature.partial}), and a policy must not{_instead(node)}"
        return result, (Fault("L018", node.span, why),)
    if signature.constant is None:
        return result, ()
    argument = args[signature.constant]
    if not isinstance(argument, Literal):
        why = f"the argument of {node.function} must be written out, so that it is checked when the policy is loaded"
        return result, (Fault("L017", argument.span, why),)
    wrong = _bad_constant(signature, str(argument.value))
    return result, (Fault("L017", argument.span, wrong),) if wrong else ()


def parse_duration(text: str) -> Duration | None:
    """A duration as CEL writes it: `90s`, `1h30m`, `-1.5h`; None where the text is none."""
    if not _DURATION.fullmatch(text):
        return None
    total = 0
    for whole, fraction, unit in _PART.findall(text):
        total += int(whole or "0") * _UNIT[unit]
        if fraction:
            total += int(fraction[:18]) * _UNIT[unit] // 10 ** len(fraction[:18])
    if not is_duration(total):
        return None
    return Duration(-total if text.startswith("-") else total)


def _unknown(node: Call) -> str:
    other = BY_NAME.get((node.function, not node.method))
    if other:
        return f"{node.function} is called as {other[0].form()}"
    if node.function in _FORMS:
        return f"{node.function} is called as {_FORMS[node.function]}"
    known = {name for name, _ in BY_NAME if len(name) > 2} | _FORMS.keys()
    return f"there is no function {node.function}{did_you_mean(node.function, sorted(known))}"


def _instead(node: Call) -> str:
    return {
        "value": "; write orValue(…) with what to take where there is none",
        "substring": "; write startsWith, endsWith, contains or matches",
        "charAt": "; write startsWith, endsWith, contains or matches",
        "format": "; write the values into the message, in braces",
    }.get(node.function, "")


def _bad_constant(signature: Signature, text: str) -> str:
    match signature.key:
        case "date" if parse_date(text) is None:
            return f'"{text}" is no date of the calendar, written YYYY-MM-DD'
        case "timestamp" if parse_timestamp(text) is None:
            return f'"{text}" is no date-time as in 2026-01-31T09:00:00Z'
        case "duration" if parse_duration(text) is None:
            return f'"{text}" is no duration as in 90s or 1h30m'
        case "matches":
            return _bad_pattern(text)
        case _ if signature.constant == 1 and time_zone(text) is None:
            return f'"{text}" is no time zone as in Europe/Berlin or +02:00'
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
