"""Tokens to a syntax tree: the grammar of cel-spec `doc/langdef.md`, by recursive descent.

Calls that stand for something else (`has`, macros, `cel.bind`) are made in `checker/lang/macros.py`.
"""

from __future__ import annotations

from checker.lang.expr import (
    Arithmetic,
    Compare,
    Conditional,
    Expr,
    Ident,
    Index,
    ListLiteral,
    Literal,
    Logic,
    MapLiteral,
    Select,
    Unary,
    children,
)
from checker.lang.faults import SyntaxFault
from checker.lang.lexer import RESERVED, TOO_LARGE, Token, tokenize
from checker.lang.macros import call, method
from checker.source import Span
from checker.values import UInt

MAX_TEXT = 200_000
"""How long the text of an expression may be: room for a list of some ten thousand words."""
MAX_DEPTH = 60
"""How deep expressions may be nested; far beyond what a person reads, and safe for every later walk of the tree."""
TOO_DEEP = f"nested deeper than {MAX_DEPTH} levels; move a part into a fact"

_INT_LIMIT = 1 << 63
_WORDS = {"and": "&&", "or": "||", "not": "!"}
_CONSTANTS = {"true": True, "false": False, "null": None}


def parse(text: str) -> Expr:
    """The syntax tree of an expression. Raises SyntaxFault with the place and what was expected there."""
    if len(text) > MAX_TEXT:
        raise SyntaxFault(Span(0, 1), f"longer than {MAX_TEXT:,} characters; move a part into a fact")
    return parse_tokens(tokenize(text))


def parse_tokens(tokens: list[Token]) -> Expr:
    """The same of tokens, the last of kind `end`; spans are those of the tokens."""
    parser = _Parser(tokens)
    tree = parser.expression()
    if parser.token.kind != "end":
        raise parser.unexpected("an operator or the end of the expression")
    if len(tokens) > MAX_DEPTH:
        _bound(tree)
    return tree


def _bound(tree: Expr) -> None:
    """Chains such as `1 + 1 + …` and `a.b.c…` grow the tree without recursion here, but not in later walks."""
    level: tuple[Expr, ...] = (tree,)
    for _ in range(MAX_DEPTH):
        level = tuple(child for node in level for child in children(node))
        if not level:
            return
    raise SyntaxFault(level[0].span, TOO_DEEP)


class _Parser:
    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.at = 0
        self.token = tokens[0]
        self.depth = 0

    def take(self) -> Token:
        token = self.token
        self.at += 1
        # The last token, of kind `end`, is never taken.
        self.token = self.tokens[self.at]
        return token

    def is_op(self, *ops: str) -> bool:
        # No other kind of token has such a text: that of a string has its quotes.
        return self.token.text in ops

    def expect(self, op: str, where: str) -> Token:
        if not self.is_op(op):
            raise self.unexpected(f"{op!r} {where}")
        return self.take()

    def unexpected(self, wanted: str) -> SyntaxFault:
        token = self.token
        found = "the expression ends here" if token.kind == "end" else f"found {token.text!r}"
        before = self.tokens[self.at - 1].text if self.at else ""
        word = token.text if token.text in ("and", "or") else before
        advice = f"; for '{word}' write {_WORDS[word]}" if word in _WORDS else ""
        return SyntaxFault(token.span, f"{found}, expected {wanted}{advice}")

    def span(self, start: int) -> Span:
        return Span(start, self.tokens[self.at - 1].span.end)

    def expression(self) -> Expr:
        start = self.token.span.start
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise SyntaxFault(self.token.span, TOO_DEEP)
        condition = self.logic("||")
        if self.is_op("?"):
            self.take()
            yes = self.logic("||")
            self.expect(":", "between the two results of '?'")
            condition = Conditional(condition, yes, self.expression(), span=self.span(start))
        self.depth -= 1
        return condition

    def logic(self, op: str) -> Expr:
        start = self.token.span.start
        operands = [self.logic("&&") if op == "||" else self.relation()]
        while self.is_op(op):
            self.take()
            operands.append(self.logic("&&") if op == "||" else self.relation())
        return operands[0] if len(operands) == 1 else Logic(op, tuple(operands), span=self.span(start))

    def relation(self) -> Expr:
        start = self.token.span.start
        left = self.sum()
        while self.is_op("==", "!=", "<", "<=", ">", ">=") or (self.token.kind == "name" and self.token.text == "in"):
            op = self.take().text
            left = Compare(op, left, self.sum(), span=self.span(start))
        return left

    def sum(self) -> Expr:
        start = self.token.span.start
        left = self.product()
        while self.is_op("+", "-"):
            op = self.take().text
            left = Arithmetic(op, left, self.product(), span=self.span(start))
        return left

    def product(self) -> Expr:
        start = self.token.span.start
        left = self.unary()
        while self.is_op("*", "/", "%"):
            op = self.take().text
            left = Arithmetic(op, left, self.unary(), span=self.span(start))
        return left

    def unary(self) -> Expr:
        start = self.token.span.start
        if self.is_op("!", "-"):
            op = self.take().text
            if op == "-" and self.token.kind in ("int", "double") and not isinstance(self.token.value, UInt):
                return self.member(self.number(start, negative=True), start)
            self.depth += 1
            if self.depth > MAX_DEPTH:
                raise SyntaxFault(self.token.span, TOO_DEEP)
            operand = self.unary()
            self.depth -= 1
            return Unary(op, operand, span=self.span(start))
        return self.member(self.primary(), start)

    def member(self, node: Expr, start: int) -> Expr:
        while True:
            if self.is_op("."):
                self.take()
                node = self.selected(node, start)
            elif self.is_op("["):
                self.take()
                optional = self.mark()
                index = self.expression()
                self.expect("]", "after the index")
                node = Index(node, index, optional, span=self.span(start))
            else:
                return node

    def selected(self, node: Expr, start: int) -> Expr:
        optional = self.mark()
        if self.token.kind == "quoted":
            name = self.take()
            return Select(node, str(name.value), name.span, optional, span=self.span(start))
        name = self.name("a field or function name after '.'")
        if optional or not self.is_op("("):
            return Select(node, name.text, name.span, optional, span=self.span(start))
        self.take()
        args = self.sequence(")", f"the arguments of {name.text}")
        return method(node, name, args, self.span(start))

    def mark(self) -> bool:
        """Whether `?` stands here: what follows is optional."""
        found = self.is_op("?")
        if found:
            self.take()
        return found

    def name(self, wanted: str) -> Token:
        if self.token.kind != "name" or self.token.text in _CONSTANTS or self.token.text == "in":
            raise self.unexpected(wanted)
        return self.take()

    def primary(self) -> Expr:
        token = self.token
        start = token.span.start
        if token.kind in ("int", "double"):
            return self.number(start, negative=False)
        if token.kind == "string":
            self.take()
            return Literal(token.value, span=token.span)
        if token.kind == "name" and token.text in _CONSTANTS:
            self.take()
            return Literal(_CONSTANTS[token.text], span=token.span)
        if token.kind == "name":
            return self.named("")
        if self.is_op("."):
            self.take()
            return self.named(".")
        if self.is_op("("):
            self.take()
            inner = self.expression()
            self.expect(")", "to close the bracket")
            return inner
        if self.is_op("["):
            return self.list_literal()
        if self.is_op("{"):
            return self.map_literal()
        raise self.unexpected("a value")

    def named(self, dot: str) -> Expr:
        """A name or a call; with a dot before it, the name is one from outside of every macro."""
        name = self.name("a name")
        if name.text in RESERVED:
            raise SyntaxFault(name.span, f"{name.text} is a reserved word of the language and no name")
        if not self.is_op("("):
            return Ident(dot + name.text, span=self.span(name.span.start - len(dot)))
        self.take()
        args = self.sequence(")", f"the arguments of {name.text}")
        return call(name, args, self.span(name.span.start))

    def sequence(self, closing: str, what: str) -> tuple[Expr, ...]:
        items: list[Expr] = []
        while not self.is_op(closing):
            items.append(self.expression())
            if not self.is_op(","):
                break
            comma = self.take()
            if self.is_op(closing):
                raise SyntaxFault(comma.span, f"a comma too many at the end of {what}")
        self.expect(closing, f"or ',' in {what}")
        return tuple(items)

    def list_literal(self) -> Expr:
        start = self.take().span.start
        items: list[Expr] = []
        optional: list[int] = []
        while not self.is_op("]"):
            if self.mark():
                optional.append(len(items))
            items.append(self.expression())
            if not self.is_op(","):
                break
            self.take()
        self.expect("]", "or ',' in the list")
        return ListLiteral(tuple(items), tuple(optional), span=self.span(start))

    def map_literal(self) -> Expr:
        start = self.take().span.start
        entries: list[tuple[Expr, Expr]] = []
        optional: list[int] = []
        while not self.is_op("}"):
            if self.mark():
                optional.append(len(entries))
            key = self.expression()
            self.expect(":", "between a key and its value")
            entries.append((key, self.expression()))
            if not self.is_op(","):
                break
            self.take()
        self.expect("}", "or ',' in the map")
        return MapLiteral(tuple(entries), tuple(optional), span=self.span(start))

    def number(self, start: int, *, negative: bool) -> Expr:
        token = self.take()
        span = Span(start, token.span.end)
        assert isinstance(token.value, (int, float))
        if isinstance(token.value, UInt):
            return Literal(token.value, span=span)
        value = -token.value if negative else token.value
        if isinstance(value, int) and not -_INT_LIMIT <= value < _INT_LIMIT:
            raise SyntaxFault(span, TOO_LARGE)
        return Literal(value, span=span)
