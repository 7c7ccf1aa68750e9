"""What is the same for every record: numbers, texts, dates, and parameters with their values."""

from __future__ import annotations

from typing import Any

from checker.catalogue.speaker import Speaker
from checker.catalogue.text import Code, Line
from checker.lang.expr import Arithmetic, Call, Expr, Ident, Literal, Select, Unary, children
from checker.types import INT
from checker.values import NANOS, Duration, Timestamp, UInt

_MOST = 1 << 63


def literal(given: object) -> Line:
    """A constant as people write it; empty where only code can show it."""
    match given:
        case bool():
            return ("true" if given else "false",)
        case UInt() | int():
            return (str(int(given)),)
        case float():
            return (f"{given:.12g}",) if float(f"{given:.12g}") == given else (repr(given),)
        case str() if given.strip() and given.strip() == given and given.isprintable():
            return (Code(given),)
        case str() if not given:
            return ("an empty text",)
        case _:
            return ()


def constant(say: Speaker, node: Expr) -> Any:
    """The value of a part that is the same for every record: numbers, texts, parameters, days; None for any other."""
    match node:
        case Select(operand=Ident(name="params")) if "params" not in say.names and not node.optional:
            return say.params.get(node.field)
        case Literal(value=int(given)) if not isinstance(given, bool):
            return int(given)
        case Unary(op="-"):
            inner = constant(say, node.operand)
            return -inner if type(inner) is int and -_MOST < inner < _MOST else None
        case Arithmetic(op="+" | "-" | "*") if node.type == INT:
            return _reckoned(node.op, constant(say, node.left), constant(say, node.right))
        case Call(function="days", args=(length,)):
            days = constant(say, length)
            return Duration(days * 86_400 * NANOS) if type(days) is int else None
        case Call(function="date" | "timestamp", args=(Literal(value=str(given)),)):
            return _Moment(given)
        case _:
            return None


class _Moment(str):
    """A date as it is written in an expression."""

    __slots__ = ()


def _reckoned(op: str, left: Any, right: Any) -> int | None:
    if type(left) is not int or type(right) is not int:
        return None
    found: int = left + right if op == "+" else left - right if op == "-" else left * right
    return found if -_MOST <= found < _MOST else None


def fixed(say: Speaker, node: Expr, given: Any) -> Line:
    """A constant, with the parameter that it comes from."""
    match given:
        case Duration() | Timestamp():
            line: Line = (given.text(),)
        case _Moment():
            line = (str(given),)
        case _:
            line = literal(given) or say.code(node)
    inner = node.args[0] if isinstance(node, Call) and node.function == "days" else node
    return (*line, " (", *say.code(inner), ")") if reads_params(inner) else line


def reads_params(node: Expr) -> bool:
    """Whether a part reads a parameter."""
    return (isinstance(node, Ident) and node.name == "params") or any(reads_params(each) for each in children(node))
