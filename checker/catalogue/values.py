"""Values in English: fields by their titles, constants, arithmetic and functions as phrases.

What has no phrase is the expression as its author wrote it, in code.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import field, replace
from typing import Any

from checker.catalogue.calls import CHANGES, VALUES
from checker.catalogue.claim import Claim, inline
from checker.catalogue.text import Code, Line, Part, Term, listed, uncapital
from checker.frozen import frozen
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
    children,
)
from checker.lang.policy import Fact
from checker.types import BOOL, BYTES, DURATION, INT, TIMESTAMP, Field, List, Map, Object, Optional, String
from checker.values import NANOS, Duration, Timestamp, UInt

_ORDINALS = ("first", "second", "third", "fourth", "fifth")
_OPERATORS = {"+": "plus", "-": "minus", "*": "times", "/": "divided by", "%": "modulo"}
_QUESTIONS = ("who", "what", "how", "whether", "where", "when", "why")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_SHORTEST = 12
"""How many characters before a colon are too few to say what a fact is."""
_MOST = 1 << 63


@frozen
class Speaker:
    """What is known where an expression stands."""

    text: str
    """The expression as its author wrote it."""
    kind: str
    """Of the record: the name of its variable."""
    facts: Mapping[str, Fact]
    params: Mapping[str, Any]
    condition: Callable[[Speaker, Expr, bool], Claim]
    """How conditions within values are said."""
    names: Mapping[str, str | None] = field(default_factory=dict)
    """The variables of macros: the letter that stands for each, or None for one that needs none."""
    inside: bool = False
    """Whether this is the condition of a macro."""

    def code(self, node: Expr) -> Line:
        """The part of the expression itself."""
        text = " ".join(self.text[node.span.start : node.span.end].split())
        return (Code(text or "…"),)

    def is_today(self, node: Expr) -> bool:
        """Whether a part is the day of the judgement."""
        return isinstance(node, Ident) and node.name == "today" and "today" not in self.names

    def within(self, node: Macro, *, named: bool) -> Speaker:
        """Who speaks of the condition of a macro; its variables are `named` where there are others."""
        names = {**self.names, **{name: name if named else None for name in node.variables}}
        return replace(self, names=names, inside=True)

    def bound(self, name: str) -> Speaker:
        """Who speaks of the body of a `cel.bind`."""
        return replace(self, names={**self.names, name: name}, inside=True)

    def renamed(self, name: str, other: str) -> Speaker:
        """Where a variable stands for the same item as another."""
        return replace(self, names={**self.names, name: self.names[other]})

    def label(self, node: Macro) -> Line:
        """The letters of a macro's variables, to follow `item`."""
        if self.names[node.variable] is None:
            return ()
        if node.second is None:
            return (Code(node.variable), " ")
        first = "key" if isinstance(node.target.type, Map) else "position"
        return (Code(node.second), " (", Code(node.variable), f" is its {first}) ")


def value(say: Speaker, node: Expr) -> Line:
    """A value, to stand in a sentence."""
    fixed = constant(say, node)
    if fixed is not None:
        return _fixed(say, node, fixed)
    match node:
        case Literal():
            return literal(node.value) or say.code(node)
        case Ident():
            return _variable(say, node.name)
        case FactRef():
            return _fact(say, node)
        case Select():
            return _field(say, node)
        case Index():
            return _entry(say, node)
        case Unary(op="-"):
            return ("minus ", *_operand(say, node.operand))
        case Arithmetic():
            return _computed(say, node)
        case Conditional():
            test = inline(say.condition(say, node.condition, True))
            return (*_operand(say, node.yes), " if ", *test, ", otherwise ", *_operand(say, node.no))
        case Call():
            return _called(say, node)
        case ListLiteral() if node.items and not node.optional:
            return ("the list ", *listed([value(say, each) for each in node.items], "and"))
        case Macro():
            return _made(say, node)
        case _:
            return say.code(node)


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


def _fixed(say: Speaker, node: Expr, given: Any) -> Line:
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


def _variable(say: Speaker, name: str) -> Line:
    if name in say.names:
        letter = say.names[name]
        return ("the item",) if letter is None else (Code(letter),)
    if name == "today":
        return ("today",)
    return (f"the {name} record",) if name == say.kind else (Code(name),)


def _fact(say: Speaker, node: FactRef) -> Line:
    name = Code(f"facts.{node.name}")
    said = meaning(say, node)
    return (*said, " (", name, ")") if said else ("the fact ", name)


def meaning(say: Speaker, node: FactRef) -> Line:
    """The first sentence of what a fact says, in quotes; of one that is no condition, up to a colon."""
    fact = say.facts.get(node.name)
    says = " ".join(fact.says.split()) if fact else ""
    if not says:
        return ()
    said = _SENTENCE_END.split(says)[0].rstrip(".")
    start, colon, _ = said.partition(": ")
    return (f"“{start if colon and len(start) > _SHORTEST and node.type != BOOL else said}”",)


def _field(say: Speaker, node: Select) -> Line:
    """A field by its title, with its path; what a path cannot say is told step by step."""
    path = _path(say, node)
    if path is not None:
        return (Term(_title(node), path, _whole_path(node)), *_whose(say, node))
    owner = value(say, node.operand)
    if owner == say.code(node.operand):
        return say.code(node)
    entry: Line = ("the entry ", Code(node.field)) if isinstance(node.operand.type, Map) else (Term(_title(node)),)
    return (*entry, " of ", *owner)


def _whose(say: Speaker, node: Select) -> Line:
    """Whose field it is, where that is not the record that the reader thinks of."""
    inner: Expr = node.operand
    while isinstance(inner, Select):
        joined = field_of(inner)
        if joined is not None and joined.kind is not None and not isinstance(joined.type, List):
            return (f" of the {joined.kind} record",)
        inner = inner.operand
    outer = None in say.names.values() and _root(node) == say.kind and say.kind not in say.names
    return (f" of this {say.kind}",) if outer else ()


def _title(node: Select) -> str:
    """The title of a field; one that is short comes after that of the group which the field is in."""
    field = field_of(node)
    if field is not None and field.kind is not None and not isinstance(field.type, List):
        return f"{field.kind} record"
    if field is None or not field.title.strip():
        return node.field.replace("_", " ").strip() or node.field
    title = " ".join(field.title.split())
    owner = field_of(node.operand) if isinstance(node.operand, Select) else None
    if owner is None or owner.kind or not _needs_owner(title, owner.title):
        return uncapital(title)
    return f"{uncapital(' '.join(owner.title.split()))}: {uncapital(title)}"


def _needs_owner(title: str, owner: str) -> bool:
    """Whether a title does not say by itself what is meant, as `Result` and `Next review` do not."""
    words, others = title.lower().split(), owner.lower().split()
    if not others or len(words) > 3 or words[0] in _QUESTIONS:
        return False
    return not any(word[:4] == other[:4] for word in words for other in others)


def field_of(node: Select) -> Field | None:
    """What the schema says of a field that is selected; None where it says nothing."""
    owner = node.operand.type
    while isinstance(owner, Optional):
        owner = owner.item
    return owner.fields.get(node.field) if isinstance(owner, Object) else None


def _path(say: Speaker, node: Expr) -> str | None:
    """The way from the record, or from the item that a macro is about, to a field; None where there is none."""
    match node:
        case Ident(name=name) if name in say.names:
            return say.names[name] or ""
        case Ident(name=name) if name == say.kind:
            return ""
        case Ident(name="data") | Ident(name="params"):
            return node.name
        case Select(operand=operand, field=field) if not isinstance(operand.type, Map):
            owner = _path(say, operand)
            return None if owner is None else f"{owner}.{field}" if owner else field
        case _:
            return None


def _whole_path(node: Expr) -> str:
    return f"{_whole_path(node.operand)}.{node.field}" if isinstance(node, Select) else _root(node)


def _root(node: Expr) -> str:
    while isinstance(node, Select):
        node = node.operand
    return node.name if isinstance(node, Ident) else ""


def _entry(say: Speaker, node: Index) -> Line:
    owner = value(say, node.operand)
    if owner == say.code(node.operand):
        return say.code(node)
    if isinstance(node.operand.type, Map):
        if _root(node.operand) == "data":
            return ("the entry for ", *value(say, node.index), " in ", *owner)
        return ("the entry ", *value(say, node.index), " of ", *owner)
    match node.index:
        case Literal(value=int(position)) if 0 <= position < len(_ORDINALS) and isinstance(node.operand.type, List):
            return (f"the {_ORDINALS[position]} item of ", *owner)
        case _:
            return say.code(node)


def _operand(say: Speaker, node: Expr) -> Line:
    """A value within another, in brackets where it has parts of its own."""
    line = value(say, node)
    whole = constant(say, node) is not None or line == say.code(node)
    return ("(", *line, ")") if isinstance(node, (Arithmetic, Conditional)) and not whole else line


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
    if form is None:
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
        kept = (" where ", *inline(say.condition(inner, node.body, True)))
    if node.name == "filter":
        return ("the items", *label, " of ", *owner, *kept)
    assert node.transform is not None
    return (*value(inner, node.transform), " of every item", *label, " of ", *owner, *kept)
