"""A second evaluator, deliberately naive: it walks the tree, computes with exact fractions and the standard library's
dates, and knows nothing of paths. The row engine must agree with it."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

from checker.lang.expr import (
    Arithmetic,
    Call,
    Compare,
    Conditional,
    Expr,
    FactRef,
    Has,
    Ident,
    Index,
    ListLiteral,
    Literal,
    Logic,
    Macro,
    MapLiteral,
    Select,
    Unary,
)
from checker.types import DOUBLE, TIMESTAMP, List, Map, Object, Type

UNKNOWN, ERROR = type("Unknown", (), {})(), type("Error", (), {})()
LONGEST = timedelta(seconds=315_576_000_000)


def native(value: Any, type_: Type) -> Any:
    """A record's JSON value as the oracle computes with it."""
    match type_:
        case Object(fields=fields):
            return {name: native(part, fields[name].type) for name, part in value.items()}
        case List(item=item):
            return [native(part, item) for part in value]
        case Map(value=inner):
            return {name: native(part, inner) for name, part in value.items()}
        case _ if type_ == TIMESTAMP:
            moment = datetime.fromisoformat(value)
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        case _:
            return float(value) if type_ == DOUBLE else value


class Oracle:
    """Evaluates expressions on one record."""

    def __init__(self, names: Mapping[str, Any], facts: Mapping[str, Expr]) -> None:
        self.names = dict(names)
        self.facts = facts

    def value(self, node: Expr) -> Any:
        """The value, UNKNOWN or ERROR."""
        match node:
            case Literal(value=value):
                return value
            case Ident(name=name):
                return self.names[name]
            case FactRef(name=name):
                return Oracle({key: self.names[key] for key in ("thing", "today")}, self.facts).value(self.facts[name])
            case Select(operand=operand, field=field):
                return self.strictly(lambda owner: owner.get(field, UNKNOWN), operand)
            case Has(select=Select(operand=operand, field=field)):
                owner = self.value(operand)
                return (False if _is_chain(operand) else UNKNOWN) if owner is UNKNOWN else field in owner
            case Index(operand=operand, index=index):
                return self.strictly(_item, operand, index)
            case Unary(op=op, operand=operand):
                return self.strictly(lambda value: not value if op == "!" else _number(-value), operand)
            case Logic(op=op, operands=operands):
                return self.logic(op == "||", [self.value(operand) for operand in operands])
            case Compare(op=op, left=left, right=right):
                return self.strictly(lambda a, b: _compare(op, a, b), left, right)
            case Arithmetic(op=op, left=left, right=right):
                return self.strictly(lambda a, b: _arithmetic(op, a, b), left, right)
            case Conditional(condition=condition, yes=yes, no=no):
                return self.strictly(lambda chosen: self.value(yes if chosen else no), condition)
            case Call(function=function, args=args):
                return self.strictly(lambda *values: _call(function, *values), *args)
            case ListLiteral(items=items):
                return self.strictly(lambda *values: list(values), *items)
            case MapLiteral(entries=entries):
                parts = [part for entry in entries for part in entry]
                return self.strictly(lambda *values: _map(values[::2], values[1::2]), *parts)
            case Macro():
                return self.strictly(lambda holder: self.macro(node, list(holder)), node.target)

    def strictly(self, function: Any, *nodes: Expr) -> Any:
        """The function of the parts' values; unknown before error where a part has none."""
        values = [self.value(node) for node in nodes]
        return _lost(values) or function(*values)

    def logic(self, deciding: bool, values: list[Any]) -> Any:
        """One value that decides is enough; otherwise every value must be there."""
        return deciding if any(value is deciding for value in values) else _lost(values) or not deciding

    def macro(self, node: Macro, items: list[Any]) -> Any:
        """A macro over the items of a list or the keys of a map."""
        inner = [Oracle({**self.names, node.variable: item}, self.facts) for item in items]
        tests = [True if node.body is None else each.value(node.body) for each in inner]
        if node.name in ("exists", "all"):
            return self.logic(node.name == "exists", tests)
        fitting = [each for each, test in zip(inner, tests, strict=True) if test is True]
        made = [] if node.transform is None else [each.value(node.transform) for each in fitting]
        result = {"exists_one": len(fitting) == 1, "map": made}
        kept = [each.names[node.variable] for each in fitting]
        return _lost([*tests, *made]) or (kept if node.name == "filter" else result[node.name])


def _is_chain(node: Expr) -> bool:
    """Whether a part only reads fields, so that not to have its end is not to have it."""
    return _is_chain(node.operand) if isinstance(node, (Select, Index)) else isinstance(node, Ident)


def _lost(values: list[Any]) -> Any:
    return next((lost for lost in (UNKNOWN, ERROR) if any(value is lost for value in values)), None)


def _item(holder: Any, key: Any) -> Any:
    if isinstance(holder, dict):
        return holder.get(key, UNKNOWN)
    return holder[key] if 0 <= key < len(holder) else UNKNOWN


def _map(keys: tuple[Any, ...], values: tuple[Any, ...]) -> Any:
    return dict(zip(keys, values, strict=True)) if len(set(keys)) == len(keys) else ERROR


def _number(value: Any) -> Any:
    return value if isinstance(value, float) or -(2**63) <= value < 2**63 else ERROR


def _exact(value: Any) -> Any:
    """A finite number as a fraction, so that an int and a double are compared by value."""
    if isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
        return Fraction(value)
    return value


def _same(left: Any, right: Any) -> bool:
    if isinstance(left, list):
        return len(left) == len(right) and all(_same(a, b) for a, b in zip(left, right, strict=True))
    return bool(_exact(left) == _exact(right))


def _compare(op: str, left: Any, right: Any) -> bool:
    a, b = _exact(left), _exact(right)
    match op:
        case "==" | "!=":
            return _same(left, right) is (op == "==")
        case "in":
            return any(_same(left, item) for item in right)
        case "<" | ">=" if not any(isinstance(value, float) and math.isnan(value) for value in (a, b)):
            return (a < b) is (op == "<")
        case "<=" | ">" if not any(isinstance(value, float) and math.isnan(value) for value in (a, b)):
            return (b < a) is (op == ">")
        case _:
            return False


def _arithmetic(op: str, left: Any, right: Any) -> Any:
    if isinstance(left, (str, list)):
        return left + right
    if isinstance(left, (datetime, timedelta)):
        return _time(lambda: left + right if op == "+" else left - right)
    if isinstance(left, float):
        return _double(op, left, right)
    if op in "/%" and right == 0:
        return ERROR
    whole = math.trunc(Fraction(left, right)) if op in "/%" else 0
    if op == "%" and _number(whole) is ERROR:
        return ERROR
    return _number({"+": left + right, "-": left - right, "*": left * right, "/": whole, "%": left - right * whole}[op])


def _double(op: str, left: float, right: float) -> float:
    if op == "/" and right == 0:
        negative = math.copysign(1, left) * math.copysign(1, right) < 0
        return math.nan if left == 0 or math.isnan(left) else -math.inf if negative else math.inf
    return {"+": left + right, "-": left - right, "*": left * right, "/": left / right if op == "/" else 0.0}[op]


def _time(function: Any) -> Any:
    try:
        result = function()
    except (OverflowError, ValueError):
        return ERROR
    return ERROR if isinstance(result, timedelta) and abs(result) > LONGEST else result


def _add_months(start: datetime, months: int) -> Any:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    for day in range(start.day, start.day - 4, -1):
        moved = _time(lambda day=day: start.replace(year=year, month=month + 1, day=day))
        if moved is not ERROR:
            return moved
    return ERROR


def _months_until(start: datetime, end: datetime) -> int:
    """Counted month by month from a year before the years' difference."""
    if end < start:
        step, months = -1, min(0, (end.year - start.year + 1) * 12)
    else:
        step, months = 1, max(0, (end.year - start.year - 1) * 12)
    while True:
        further = _add_months(start, months + step)
        if further is ERROR or (further > end if step > 0 else further < end):
            return months
        months += step


def _call(name: str, *args: Any) -> Any:
    first = args[0]
    match name:
        case "size":
            return len(first)
        case "sum":
            if all(isinstance(number, int) for number in first):
                return _number(sum(first))
            return float(sum(map(Fraction, first))) if all(map(math.isfinite, first)) else sum(first)
        case "contains" | "startsWith" | "endsWith":
            return {"contains": args[1] in first, "startsWith": first.find(args[1]) == 0}.get(
                name, first[::-1].find(args[1][::-1]) == 0
            )
        case "matches":
            return re.search(args[1], first) is not None
        case "lowerAscii" | "upperAscii":
            return first.lower() if name == "lowerAscii" else first.upper()
        case "join":
            separator = args[1] if len(args) == 2 else ""
            return "".join(f"{separator}{text}" for text in first)[len(separator) :]
        case "int":
            return _number(int(first)) if math.isfinite(first) else ERROR
        case "double":
            return float(first)
        case "string":
            return {True: "true", False: "false"}[first] if isinstance(first, bool) else f"{first:d}"
        case "days":
            return _time(lambda: timedelta(days=first))
        case "date":
            return datetime.fromisoformat(first).replace(tzinfo=UTC)
        case "addMonths":
            return _add_months(first, args[1])
        case "monthsUntil":
            return _months_until(first, args[1])
        case "getFullYear" | "getMonth" | "getDate":
            return {"getFullYear": first.year, "getMonth": first.month - 1, "getDate": first.day}[name]
        case _:
            raise NotImplementedError(name)
