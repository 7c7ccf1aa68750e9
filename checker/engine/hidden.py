"""What an explanation must not show: values of fields that a schema marks as sensitive, and what is made of them.

A value is hidden wherever it flows: into a function, arithmetic, a list, a fact, a variable of a macro, a key. What a
condition comes to is not hidden, nor is the outcome of a decision table: these are what the policy says, and its
verdict shows them in any case.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checker.engine.unknown import Masked
from checker.lang.expr import (
    Bind,
    Call,
    Compare,
    Decision,
    Expr,
    FactRef,
    Has,
    Ident,
    Index,
    Literal,
    Logic,
    Macro,
    Select,
    Unary,
    children,
)
from checker.lang.lattice import ANY
from checker.types import BOOL, DYN, Field, List, Map, Object, Optional, Type
from checker.values import Option


class Hidden:
    """The parts of expressions whose values are hidden; an expression is looked through once, as a whole."""

    def __init__(self, facts: Mapping[str, Expr]) -> None:
        self._facts = facts
        self._hidden: set[int] = set()
        self._known: dict[int, tuple[Expr, bool]] = {}
        """Every part that has been looked at, kept so that no other takes its identity, and whether it is hidden."""
        self._keyed: dict[int, bool] = {}
        """Whether a part reads by a hidden key."""
        self._named: dict[str, bool] = {}
        self._holding: dict[Object, bool] = {}

    def __call__(self, node: Expr) -> bool:
        """Whether the value of a part is hidden; the first part that is asked for is a whole expression."""
        if id(node) not in self._known:
            self._walk(node, {})
        return id(node) in self._hidden

    def has_keys(self, node: Expr) -> bool:
        """Whether an expression, or a fact that it uses, reads by a key or position that is hidden."""
        self(node)
        if id(node) not in self._keyed:
            self._keyed[id(node)] = self._reads_keys(node)
        return self._keyed[id(node)]

    def _reads_keys(self, node: Expr) -> bool:
        if isinstance(node, Index) and id(node.index) in self._hidden:
            return True
        if isinstance(node, FactRef):
            return self.has_keys(self._facts[node.name])
        return any(self.has_keys(child) for child in children(node))

    def cleared(self, value: Any, type_: Type) -> Any:
        """A value that is not hidden itself, without what is hidden within it."""
        if not self._holds(type_):
            return value
        if isinstance(type_, Optional) and isinstance(value, Option):
            return Option(self.cleared(value.value, type_.item), True) if value.has else value
        if isinstance(type_, List) and isinstance(value, list):
            return [self.cleared(item, type_.item) for item in value]
        if isinstance(type_, Map) and isinstance(value, Mapping):
            return {key: self.cleared(part, type_.value) for key, part in value.items()}
        if isinstance(type_, Object) and isinstance(value, Mapping):
            fields = type_.case(value).fields
            return {name: self._member(part, fields.get(name)) for name, part in value.items()}
        return value

    def _member(self, value: Any, field: Field | None) -> Any:
        return Masked() if field is None or field.sensitive else self.cleared(value, field.type)

    def _holds(self, type_: Type) -> bool:
        """Whether values of a type hold sensitive fields."""
        if isinstance(type_, Object) and type_ not in self._holding:
            self._holding[type_] = _reaches(type_)
        return self._holding[type_] if isinstance(type_, Object) else _reaches(type_)

    def _walk(self, node: Expr, scope: Mapping[str, bool]) -> bool:
        """Notes of a part, and of all parts of it, whether they are hidden; `scope` are the variables of macros."""
        found = self._value(node, scope)
        self._known[id(node)] = (node, found)
        if found:
            self._hidden.add(id(node))
        return found

    def _value(self, node: Expr, scope: Mapping[str, bool]) -> bool:
        match node:
            case Literal():
                return False
            case Ident(name=name):
                return scope.get(name, False)
            case FactRef(name=name):
                return self._fact(name)
            case Macro():
                return self._macro(node, scope)
            case Bind():
                given = self._walk(node.value, scope)
                return self._walk(node.body, {**scope, node.variable: given})
        below = [self._walk(child, scope) for child in children(node)]
        if self._veils(node):
            return True
        match node:
            case Has() | Decision():
                return False
            case Select(operand=operand, field=name):
                return any(below) or _sensitive(operand.type, name)
            case Compare():
                self._reveals(node, any(below))
                return False
            case Call():
                self._reveals(node, any(below))
                return node.type != BOOL and any(below)
            case Logic() | Unary(op="!"):
                return False
            case _:
                return any(below)

    def _veils(self, node: Expr) -> bool:
        """Whether a part takes in what holds sensitive fields, and its type does not tell any more which these are."""
        return (
            not isinstance(node, Select)
            and _untold(node.type)
            and any(self._holds(child.type) for child in children(node))
        )

    def _reveals(self, node: Expr, found: bool) -> None:
        """Hides whatever a hidden value is compared with: to know that the two are the same is to know both."""
        if found:
            for child in children(node):
                if not _written(child):
                    self._hidden.add(id(child))
                    self._reveals(child, True)

    def _macro(self, node: Macro, scope: Mapping[str, bool]) -> bool:
        target = self._walk(node.target, scope)
        inner = {**scope, **dict.fromkeys(node.variables, target)}
        parts = [self._walk(part, inner) for part in (node.body, node.transform) if part is not None]
        return node.type != BOOL and (target or any(parts))

    def _fact(self, name: str) -> bool:
        if name not in self._named:
            self._named[name] = False
            self._named[name] = name in self._facts and self._walk(self._facts[name], {})
        return self._named[name]


def _written(node: Expr) -> bool:
    """Whether a value stands in the policy itself."""
    return not isinstance(node, (Ident, FactRef)) and all(map(_written, children(node)))


def _untold(type_: Type) -> bool:
    """Whether values of a type can hold anything."""
    match type_:
        case List(item=part) | Optional(item=part):
            return _untold(part)
        case Map(key=key, value=value):
            return _untold(key) or _untold(value)
        case _:
            return type_ in (ANY, DYN)


def _sensitive(owner: Type, name: str) -> bool:
    owner = owner.item if isinstance(owner, Optional) else owner
    return isinstance(owner, Object) and name in owner.fields and owner.fields[name].sensitive


def _reaches(type_: Type) -> bool:
    seen: set[Object] = set()
    waiting: list[Type] = [type_]
    while waiting:
        part = waiting.pop()
        if isinstance(part, (List, Optional)):
            waiting.append(part.item)
        elif isinstance(part, Map):
            waiting.append(part.value)
        elif isinstance(part, Object) and part not in seen:
            seen.add(part)
            if any(field.sensitive for field in part.fields.values()):
                return True
            waiting.extend(field.type for field in part.fields.values())
            waiting.extend(part.cases.values())
    return False
