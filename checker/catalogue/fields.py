"""Fields by their titles, each with its path; facts by what they say; items and entries."""

from __future__ import annotations

import re

from checker.catalogue.speaker import Speaker
from checker.catalogue.text import Code, Line, Term, uncapital
from checker.lang.expr import Expr, FactRef, Ident, Index, Literal, Select
from checker.types import BOOL, Field, List, Map, Object, Optional

_ORDINALS = ("first", "second", "third", "fourth", "fifth")
_QUESTIONS = ("who", "what", "how", "whether", "where", "when", "why")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_SHORTEST = 12
"""How many characters before a colon are too few to say what a fact is."""


def variable(say: Speaker, name: str) -> Line:
    """A variable itself: today, the record, an item."""
    if name in say.names:
        letter = say.names[name]
        return ("the item",) if letter is None else (Code(letter),)
    if name == "today":
        return ("today",)
    return (f"the {name} record",) if name == say.kind else (Code(name),)


def fact(say: Speaker, node: FactRef) -> Line:
    """A fact by what it says, with its name."""
    name = Code(f"facts.{node.name}")
    said = meaning(say, node)
    return (*said, " (", name, ")") if said else ("the fact ", name)


def meaning(say: Speaker, node: FactRef) -> Line:
    """The first sentence of what a fact says, in quotes; of one that is no condition, up to a colon."""
    known = say.facts.get(node.name)
    says = " ".join(known.says.split()) if known else ""
    if not says:
        return ()
    said = _SENTENCE_END.split(says)[0].rstrip(".")
    start, colon, _ = said.partition(": ")
    return (f"“{start if colon and len(start) > _SHORTEST and node.type != BOOL else said}”",)


def field(say: Speaker, node: Select) -> Line:
    """A field by its title, with its path; what a path cannot say is told step by step."""
    path = _path(say, node)
    if path is not None:
        return (Term(_title(node), path, _whole_path(node)), *_whose(say, node))
    owner = say.value(node.operand)
    if owner == say.code(node.operand):
        return say.code(node)
    part: Line = ("the entry ", Code(node.field)) if isinstance(node.operand.type, Map) else (Term(_title(node)),)
    return (*part, " of ", *owner)


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
    found = field_of(node)
    if found is not None and found.kind is not None and not isinstance(found.type, List):
        return f"{found.kind} record"
    if found is None or not found.title.strip():
        return node.field.replace("_", " ").strip() or node.field
    title = " ".join(found.title.split())
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
        case Select(operand=operand, field=name) if not isinstance(operand.type, Map):
            owner = _path(say, operand)
            return None if owner is None else f"{owner}.{name}" if owner else name
        case _:
            return None


def _whole_path(node: Expr) -> str:
    return f"{_whole_path(node.operand)}.{node.field}" if isinstance(node, Select) else _root(node)


def _root(node: Expr) -> str:
    while isinstance(node, Select):
        node = node.operand
    return node.name if isinstance(node, Ident) else ""


def entry(say: Speaker, node: Index) -> Line:
    """An item of a list by its position, or an entry of a map by its key."""
    owner = say.value(node.operand)
    if owner == say.code(node.operand):
        return say.code(node)
    if isinstance(node.operand.type, Map):
        if _root(node.operand) == "data":
            return ("the entry for ", *say.value(node.index), " in ", *owner)
        return ("the entry ", *say.value(node.index), " of ", *owner)
    match node.index:
        case Literal(value=int(position)) if 0 <= position < len(_ORDINALS) and isinstance(node.operand.type, List):
            return (f"the {_ORDINALS[position]} item of ", *owner)
        case _:
            return say.code(node)
