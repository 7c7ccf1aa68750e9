"""What a policy reads: facts and parameters, and the fields of the record, to show the part of it that matters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from checker.lang.expr import Bind, Expr, FactRef, Has, Ident, Index, Literal, Macro, Select, children
from checker.lang.policy import CheckedPolicy, Fact
from checker.types import Map

EACH = "*"
"""Stands in a path for every item of a list."""
Steps: TypeAlias = tuple[str, ...]
Tree: TypeAlias = dict[str, "Tree"]
"""Fields that are read, each with those beneath it; without any, the whole value is."""


def conditions(policy: CheckedPolicy) -> list[Expr]:
    """The expressions of a policy: `when` and the clauses."""
    return [clause.expr for clause in (policy.when, *policy.require) if clause]


def facts_of(trees: Iterable[Expr], facts: Mapping[str, Fact]) -> dict[str, Fact]:
    """The facts that expressions use, and those that these use, in the order in which they are met."""
    found: dict[str, Fact] = {}

    def visit(node: Expr) -> None:
        if isinstance(node, FactRef) and node.name in facts and node.name not in found:
            found[node.name] = facts[node.name]
            visit(facts[node.name].expr)
        for child in children(node):
            visit(child)

    for tree in trees:
        visit(tree)
    return found


def params_of(trees: Iterable[Expr]) -> dict[str, None]:
    """The names of the parameters in expressions, in their order."""
    return {name: None for tree in trees for name in _members(tree, "params")}


def tables_of(trees: Iterable[Expr]) -> set[str]:
    """The names of the data tables that expressions read."""
    return {name for tree in trees for name in _members(tree, "data")}


def _members(node: Expr, owner: str) -> Iterator[str]:
    if isinstance(node, Select) and isinstance(node.operand, Ident) and node.operand.name == owner:
        yield node.field
    for child in children(node):
        yield from _members(child, owner)


def read_fields(trees: Iterable[Expr], kind: str, facts: Mapping[str, Fact]) -> Tree:
    """The fields of the record that expressions read, those of their facts among them."""
    reading = _Reading(kind, facts)
    for tree in trees:
        reading.use(tree, {})
    top: Tree = {}
    for path in sorted(reading.found, key=len):
        here = top
        for step in path:
            here = here.setdefault(step, {})
    return top


class _Reading:
    """Follows expressions down to the fields of the record."""

    def __init__(self, kind: str, facts: Mapping[str, Fact]) -> None:
        self.kind = kind
        self.facts = facts
        self.found: set[Steps] = set()
        self.seen: set[str] = set()

    def use(self, node: Expr, names: Mapping[str, Steps | None]) -> None:
        """Notes what the value of a part comes from."""
        path = self.path(node, names)
        if path:
            self.found.add(path)

    def path(self, node: Expr, names: Mapping[str, Steps | None]) -> Steps | None:
        """Where a part's value stands, if it is a part of the record; notes what else is read on the way."""
        match node:
            case Ident(name=name):
                return names.get(name, () if name == self.kind else None)
            case Select(operand=operand, field=field):
                owner = self.path(operand, names)
                return None if owner is None else (*owner, field)
            case Has(select=select):
                self.use(select, names)
                return None
            case Index(operand=operand, index=index):
                self.use(index, names)
                owner = self.path(operand, names)
                return None if owner is None else (*owner, *self.step(operand, index))
            case FactRef(name=name) if name in self.facts:
                return self.path(self.facts[name].expr, {})
            case Macro():
                return self.macro(node, names)
            case Bind(variable=variable, value=given, body=body):
                return self.path(body, {**names, variable: self.path(given, names)})
            case _:
                for child in children(node):
                    self.use(child, names)
                return None

    def step(self, operand: Expr, index: Expr) -> Steps:
        if isinstance(operand.type, Map):
            return (index.value,) if isinstance(index, Literal) and isinstance(index.value, str) else ()
        return (EACH,)

    def macro(self, node: Macro, names: Mapping[str, Steps | None]) -> Steps | None:
        """The items of a list, read one by one; what `filter` gives stands where its list does."""
        target = self.path(node.target, names)
        if target:
            self.found.add(target)
        item = None if target is None or isinstance(node.target.type, Map) else (*target, EACH)
        inner = {**names, **dict.fromkeys(node.variables), node.variables[-1]: item}
        for part in (node.body, node.transform):
            if part is not None:
                self.use(part, inner)
        return target if node.name == "filter" else None


def excerpt(value: Any, fields: Tree) -> Any:
    """The part of a value that is read."""
    if not fields:
        return value
    if isinstance(value, list):
        return [excerpt(item, fields.get(EACH, {})) for item in value]
    if isinstance(value, Mapping):
        return {name: excerpt(part, fields[name]) for name, part in value.items() if name in fields}
    return value
