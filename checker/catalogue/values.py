"""Values in English: constants, arithmetic and functions as phrases.

What has no phrase is the expression as its author wrote it, in code.
"""

from __future__ import annotations

import re

from checker.catalogue.calls import CHANGES, OF_OTHER_TYPES, VALUES
from checker.catalogue.claim import inline
from checker.catalogue.constants import constant, fixed, literal, reads_params
from checker.catalogue.fields import entry, fact, field, variable
from checker.catalogue.speaker import Speaker
from checker.catalogue.text import Code, Line, Part, listed
from checker.lang.expr import (
    Arithmetic,
    Call,
    Conditional,
    Expr,
    FactRef,
    Ident,
    Index,
    ListLiteral,
    Literal,
    Macro,
    Select,
    Unary,
)
from checker.types import BYTES, DURATION, TIMESTAMP, List, Map, String

_OPERATORS = {"+": "plus", "-": "minus", "*": "times", "/": "divided by", "%": "modulo"}


def value(say: Speaker, node: Expr) -> Line:
    """A value, to stand in a sentence."""
    given = constant(say, node)
    if given is not None:
        return fixed(say, node, given)
    match node:
        case Literal():
            return literal(node.value) or say.code(node)
        case Ident():
            return variable(say, node.name)
        case FactRef():
            return fact(say, node)
        case Select():
            return field(say, node)
        case Index():
            return entry(say, node)
        case Unary(op="-"):
            return ("minus ", *_operand(say, node.operand))
        case Arithmetic():
            return _computed(say, node)
        case Conditional():
            test = inline(say.condition(node.condition))
            return ("(", *value(say, node.yes), " if ", *test, ", otherwise ", *value(say, node.no), ")")
        case Call():
            return _called(say, node)
        case ListLiteral() if node.items and not node.optional:
            return ("the list ", *listed([value(say, each) for each in node.items], "and"))
        case Macro():
            return _made(say, node)
        case _:
            return say.code(node)


def _operand(say: Speaker, node: Expr) -> Line:
    """A value within another, in brackets where it has parts of its own."""
    line = value(say, node)
    whole = constant(say, node) is not None or line == say.code(node)
    return ("(", *line, ")") if isinstance(node, Arithmetic) and not whole else line


def _computed(say: Speaker, node: Arithmetic) -> Line:
    left, right = node.left, node.right
    if node.type == TIMESTAMP:
        if left.type == DURATION:
            left, right = right, left
        word = " after " if node.op == "+" else " before "
        return (*_operand(say, right), word, *_operand(say, left))
    if node.op == "-" and left.type == right.type == TIMESTAMP:
        return ("the time from ", *_operand(say, right), " to ", *_operand(say, left))
    if isinstance(node.type, String) or node.type == BYTES:
        return (*_operand(say, left), " followed by ", *_operand(say, right))
    if isinstance(node.type, List):
        return (*_operand(say, left), " together with ", *_operand(say, right))
    return (*_operand(say, left), f" {_OPERATORS[node.op]} ", *_operand(say, right))


def _called(say: Speaker, node: Call) -> Line:
    if node.function == "addMonths" and len(node.args) == 2:
        return _months(say, *node.args)
    if node.function == "size" and len(node.args) == 1:
        if isinstance(node.args[0], Macro) and node.args[0].name == "filter":
            return ("the number of ", *value(say, node.args[0]))
        noun = counted_noun(node.args[0])
        return (f"the number of {noun[1]} of ", *_operand(say, node.args[0])) if noun else say.code(node)
    if node.function in CHANGES and len(node.args) == 1:
        return _changed(say, node)
    form = VALUES.get((node.function, len(node.args)))
    if form is None or (node.function in OF_OTHER_TYPES and node.args[0].type in OF_OTHER_TYPES[node.function]):
        return say.code(node)
    found: list[Part] = []
    for part in re.split(r"(\{\d\})", form):
        if part.startswith("{"):
            found.extend(_operand(say, node.args[int(part[1])]))
        elif part:
            found.append(part)
    return tuple(found)


def _changed(say: Speaker, node: Call) -> Line:
    """A text that was trimmed, put into lower case …: what was done to it stands in one pair of brackets."""
    changes: list[str] = []
    inner: Expr = node
    while isinstance(inner, Call) and inner.function in CHANGES and len(inner.args) == 1:
        changes.insert(0, CHANGES[inner.function])
        inner = inner.args[0]
    return (*_operand(say, inner), f" ({', '.join(changes)})")


def _months(say: Speaker, moment: Expr, count: Expr) -> Line:
    number = constant(say, count)
    if type(number) is int:
        noun = "month" if abs(number) == 1 else "months"
        word = "after" if number >= 0 else "before"
        origin: Line = (" (", *say.code(count), ")") if reads_params(count) else ()
        return (f"{abs(number)} {noun}", *origin, f" {word} ", *_operand(say, moment))
    return ("as many months as ", *_operand(say, count), " after ", *_operand(say, moment))


def counted_noun(node: Expr) -> tuple[str, str] | None:
    """What `size()` counts, one and many; None where the type does not say."""
    match node.type:
        case List():
            return ("item", "items")
        case Map():
            return ("entry", "entries")
        case String():
            return ("character", "characters")
        case _:
            return ("octet", "octets") if node.type == BYTES else None


def _made(say: Speaker, node: Macro) -> Line:
    """The lists that `filter` and `map` make of others."""
    if node.second is not None or node.name not in ("filter", "map"):
        return say.code(node)
    inner = say.within(node, named=say.inside)
    owner = value(say, node.target)
    label = (" ", Code(node.variable)) if say.inside else ()
    if node.body is None:
        kept: Line = ()
    else:
        kept = (" where ", *inline(inner.condition(node.body)))
    if node.name == "filter":
        return ("the items", *label, " of ", *owner, *kept)
    assert node.transform is not None
    return (*value(inner, node.transform), " of every item", *label, " of ", *owner, *kept)
