"""What is known where an expression stands: its text, facts and parameters, and what its variables are called."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import field, replace
from typing import Any

from checker.catalogue.claim import Claim
from checker.catalogue.text import Code, Line
from checker.frozen import frozen
from checker.lang.expr import Expr, Ident, Macro
from checker.lang.policy import Fact
from checker.types import Map

_BREAK = re.compile(r"\s*\n\s*")


@frozen
class Speaker:
    """What is known where an expression stands."""

    text: str
    """The expression as its author wrote it."""
    kind: str
    """Of the record: the name of its variable."""
    facts: Mapping[str, Fact]
    params: Mapping[str, Any]
    say_condition: Callable[[Speaker, Expr, bool], Claim]
    say_value: Callable[[Speaker, Expr], Line]
    names: Mapping[str, str | None] = field(default_factory=dict)
    """The variables of macros: the letter that stands for each, or None for one that needs none."""
    inside: bool = False
    """Whether this is the condition of a macro."""

    def condition(self, node: Expr, holds: bool = True) -> Claim:
        """That a condition holds, or that it does not."""
        return self.say_condition(self, node, holds)

    def value(self, node: Expr) -> Line:
        """A value, to stand in a sentence."""
        return self.say_value(self, node)

    def code(self, node: Expr) -> Line:
        """The part of the expression itself."""
        return (Code(_BREAK.sub(" ", self.text[node.span.start : node.span.end]) or "…"),)

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
