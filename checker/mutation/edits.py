"""The small changes that are made to an expression's text, each where a slip of its author could have made it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from checker.frozen import frozen
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
    Select,
    Unary,
    children,
)
from checker.lang.lexer import Token, tokenize
from checker.mutation.values import another, moved, moved_text, quoted
from checker.source import Span
from checker.types import BOOL, List, Type

_FLIPPED = {"==": "!=", "!=": "==", "<": "<=", "<=": "<", ">": ">=", ">=": ">", "&&": "||", "||": "&&"}
_FLIPPED |= {"+": "-", "-": "+", "*": "/", "/": "*"}
_QUANTIFIERS = ("exists", "all", "exists_one")


@frozen
class Edit:
    """A span of an expression's text, and what stands there instead."""

    span: Span
    text: str

    def applied(self, text: str) -> str:
        """The whole text with the change."""
        return f"{text[: self.span.start]}{self.text}{text[self.span.end :]}"


def edits(tree: Expr, text: str) -> Iterator[Edit]:
    """Every change, in the order of the text's tree; some do not fit the types, and some come twice."""
    tokens = tokenize(text)
    yield from _edits(tree, text, tokens)
    if _negatable(tree):
        yield _negated(tree, text)


def _edits(tree: Expr, text: str, tokens: Sequence[Token]) -> Iterator[Edit]:
    match tree:
        case Logic(op=op, operands=operands):
            for before, after in pairwise(operands):
                yield from _flipped(op, before, after, tokens)
            for each in operands:
                yield Edit(each.span, "true" if op == "&&" else "false")
                if _negatable(each):
                    yield _negated(each, text)
        case Compare() | Arithmetic():
            yield from _flipped(tree.op, tree.left, tree.right, tokens)
        case Unary(op="!"):
            yield Edit(Span(tree.span.start, tree.span.start + 1), "")
        case Has():
            yield Edit(tree.span, "true")
            yield Edit(tree.span, "false")
        case Conditional(condition=condition):
            if _negatable(condition):
                yield _negated(condition, text)
        case Macro():
            yield from _quantifiers(tree, text, tokens)
        case Literal(value=bool(value)):
            yield Edit(tree.span, str(not value).lower())
        case Literal(value=int(value) | float(value)):
            yield from (Edit(tree.span, each) for each in moved(value))
    yield from _texts(tree, tokens)
    for child in children(tree):
        if not isinstance(tree, Has):
            yield from _edits(child, text, tokens)


def _flipped(op: str, left: Expr, right: Expr, tokens: Sequence[Token]) -> Iterator[Edit]:
    """Another operator between two operands."""
    between = (each for each in tokens if left.span.end <= each.span.start < right.span.start)
    found = next((each for each in between if each.text == op), None)
    if found is not None and op in _FLIPPED:
        yield Edit(found.span, _FLIPPED[op])


def _quantifiers(tree: Macro, text: str, tokens: Sequence[Token]) -> Iterator[Edit]:
    if tree.name in _QUANTIFIERS:
        name = next(each for each in tokens if each.span.start >= tree.target.span.end and each.text == tree.name)
        yield from (Edit(name.span, other) for other in _QUANTIFIERS if other != tree.name)
    if tree.body is not None and _negatable(tree.body):
        yield _negated(tree.body, text)


def _negatable(tree: Expr) -> bool:
    """Whether a `!` before it is a change that no other makes: operators are flipped, and `!` is dropped, already."""
    if isinstance(tree, Compare):
        return tree.op == "in"
    return tree.type == BOOL and isinstance(tree, (Call, FactRef, Ident, Index, Macro, Select, Has))


def _negated(tree: Expr, text: str) -> Edit:
    written = text[tree.span.start : tree.span.end]
    return Edit(tree.span, f"!({written})" if isinstance(tree, Compare) else f"!{written}")


def _texts(tree: Expr, tokens: Sequence[Token]) -> Iterator[Edit]:
    """Other texts where one is compared, listed, looked for or chosen; other days where one is written out."""
    match tree:
        case Compare(op="==" | "!=", left=left, right=right):
            for one, other in ((left, right), (right, left)):
                if isinstance(one, Literal):
                    yield from _another(one, other.type)
        case Compare(op="in", left=left, right=right):
            if isinstance(right, ListLiteral):
                yield from _items(right, left.type, tokens)
            if isinstance(left, Literal) and isinstance(right.type, List):
                yield from _another(left, right.type.item)
        case Conditional(yes=yes, no=no, type=type_):
            for result in (yes, no):
                if isinstance(result, Literal):
                    yield from _another(result, type_)
        case Call(function=function, args=(Literal(value=str(value)) as given,)):
            yield from (Edit(given.span, quoted(each)) for each in moved_text(function, value))


def _another(tree: Literal, type_: Type, without: Sequence[object] = ()) -> Iterator[Edit]:
    if isinstance(tree.value, str):
        found = another(tree.value, type_, without)
        if found is not None:
            yield Edit(tree.span, quoted(found))


def _items(tree: ListLiteral, type_: Type, tokens: Sequence[Token]) -> Iterator[Edit]:
    """A list without one of its items, or with another text in its place."""
    items = tree.items
    listed = [each.value for each in items if isinstance(each, Literal)]
    if len(items) > 1:
        yield from (Edit(span, "") for span in _with_commas(tree, tokens))
    for item in items:
        if isinstance(item, Literal):
            yield from _another(item, type_, listed)


def _with_commas(tree: ListLiteral, tokens: Sequence[Token]) -> Iterator[Span]:
    """Each item of a list with the comma behind it and what encloses it; the last, with the comma before it."""
    within = [each for each in tokens if tree.span.start < each.span.start < tree.span.end - 1]
    starts, commas = [within[0].span.start], []
    for before, after in pairwise(tree.items):
        comma = next(n for n, each in enumerate(within) if each.text == "," and each.span.start >= before.span.end)
        assert within[comma].span.start < after.span.start
        commas.append(within[comma].span.start)
        starts.append(within[comma + 1].span.start)
    yield from (Span(start, end) for start, end in pairwise(starts))
    yield Span(commas[-1], within[-1].span.end)
