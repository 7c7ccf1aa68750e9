"""The type checker: a syntax tree and the names in scope in, a typed tree and every fault out.

A part with a fault gets the type `?`, which fits everything, and checking goes on: one run finds all faults.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace

from checker.frozen import frozen
from checker.lang.calls import check_call
from checker.lang.comparing import check_comparison, check_open_comparison
from checker.lang.expr import (
    Arithmetic,
    Bind,
    Call,
    Compare,
    Conditional,
    Decision,
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
    access,
)
from checker.lang.faults import Fault, did_you_mean
from checker.lang.lattice import ANY, arithmetic, comparable, described, unify
from checker.lang.mismatch import listed, no_arithmetic
from checker.lang.narrow import narrowed, untyped
from checker.source import Span
from checker.types import (
    BOOL,
    BYTES,
    DOUBLE,
    DYN,
    INT,
    NULL,
    TYPE,
    UINT,
    List,
    Map,
    Object,
    Optional,
    Simple,
    String,
    Type,
)
from checker.values import TypeValue, UInt

TYPE_NAMES = frozenset(
    "bool int uint double string bytes list map null_type type optional_type "
    "google.protobuf.Timestamp google.protobuf.Duration".split()
)
"""Names that stand for types where no variable has them."""


@frozen
class Scope:
    """The names that an expression may use."""

    variables: Mapping[str, Type]
    facts: Mapping[str, Type] = field(default_factory=dict)
    """The facts of the pack that fit the record's kind, each with the type of its value."""
    other_facts: Mapping[str, str] = field(default_factory=dict)
    """Facts that exist but cannot be used here, each with the reason."""
    all_facts: bool = True
    """Whether there are no facts but these."""
    strict: bool = True
    """Whether it is for a policy, which must not fail on a valid record; else types may be open until it runs."""


def check(tree: Expr, scope: Scope) -> tuple[Expr, tuple[Fault, ...]]:
    """The tree with its types filled in, and the faults; the tree may be evaluated only where there are none."""
    checker = _Checker(scope)
    typed = checker.visit(tree, dict(scope.variables))
    return typed, tuple(checker.faults)


class _Checker:
    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.faults: list[Fault] = []

    def fault(self, code: str, span: Span, message: str) -> Type:
        self.faults.append(Fault(code, span, message))
        return ANY

    def visit(self, node: Expr, names: dict[str, Type]) -> Expr:
        match node:
            case Literal():
                return Literal(node.value, span=node.span, type=_literal(node))
            case Ident() | FactRef():
                return self.ident(node, names)
            case Select():
                return self.dotted(node, names) or self.select(node, names)
            case Has():
                return self.has(node, names)
            case Index():
                return self.index(node, names)
            case Unary():
                return self.unary(node, names)
            case Logic():
                return self.logic(node, names)
            case Compare():
                return self.compare(node, names)
            case Arithmetic():
                left, right = self.visit(node.left, names), self.visit(node.right, names)
                result = arithmetic(node.op, self.open(left.type), self.open(right.type))
                if result is None:
                    why = no_arithmetic(node.op, left.type, right.type) + untyped(left, right)
                    result = self.fault("L013", node.span, why)
                return replace(node, left=left, right=right, type=result)
            case Conditional():
                return self.conditional(node, names)
            case Call():
                args = tuple(self.visit(arg, names) for arg in node.args)
                result, faults = check_call(node, args, self.scope.strict)
                self.faults.extend(replace(each, message=each.message + untyped(*args)) for each in faults)
                return replace(node, args=args, type=result)
            case ListLiteral():
                return self.list_literal(node, names)
            case MapLiteral():
                return self.map_literal(node, names)
            case Macro():
                return self.macro(node, names)
            case Bind():
                value = self.visit(node.value, names)
                body = self.visit(node.body, self.within(names, {node.variable: value.type}))
                return replace(node, value=value, body=body, type=body.type)
            case Decision():
                return node

    def open(self, type_: Type) -> Type:
        """A type as operators see it: outside of policies what is not known fits everything until it runs."""
        return ANY if type_ == DYN and not self.scope.strict else type_

    def within(self, names: dict[str, Type], given: Mapping[str, Type]) -> dict[str, Type]:
        """The names inside of a macro; one that it binds hides the variables whose names begin with it and a dot."""
        kept = {name: type_ for name, type_ in names.items() if name.partition(".")[0] not in given}
        return {**kept, **given}

    def dotted(self, node: Select, names: dict[str, Type]) -> Expr | None:
        """A variable or a type whose name has dots, written like the field of another."""
        name = access(node)
        if name in TYPE_NAMES:
            return Literal(TypeValue(name), span=node.span, type=TYPE)
        return Ident(name, span=node.span, type=names[name]) if name in names else None

    def ident(self, node: Ident | FactRef, names: dict[str, Type]) -> Expr:
        root = node.name.removeprefix(".")
        known = self.scope.variables.get(root) if root != node.name else names.get(root)
        if known is None and root in TYPE_NAMES:
            return Literal(TypeValue(root), span=node.span, type=TYPE)
        if known is None:
            here = sorted(names.keys() | ({"facts"} if self.scope.facts else set()))
            advice = did_you_mean(node.name, here) or f"; known here: {', '.join(here)}"
            why = "a fact is read by its name, as in facts.NAME" if node.name == "facts" else ""
            known = self.fault("L010", node.span, why or f"there is no {node.name} here{advice}")
        return type(node)(node.name, span=node.span, type=known)

    def select(self, node: Select, names: dict[str, Type]) -> Expr:
        if isinstance(node.operand, Ident) and node.operand.name == "facts" and "facts" not in names:
            return self.fact(node)
        operand = self.visit(node.operand, names)
        owner = operand.type
        chained = isinstance(owner, Optional)
        found = self.field_type(owner.item if isinstance(owner, Optional) else owner, node, operand)
        type_ = Optional(found) if chained or node.optional else found
        return Select(operand, node.field, node.at, node.optional, span=node.span, type=type_)

    def fact(self, node: Select) -> Expr:
        known = self.scope.facts.get(node.field)
        if known is None:
            why = self.scope.other_facts.get(node.field)
            if why is None and not self.scope.all_facts:
                return FactRef(node.field, span=node.span, type=ANY)
            if why is None:
                near = did_you_mean(node.field, self.scope.facts)
                advice = near or f"; it has {listed(self.scope.facts) or 'none about these records'}"
                why = f"facts.yaml of this pack has no {node.field}{advice}"
            known = self.fault("L024", node.at, why)
        return FactRef(node.field, span=node.span, type=known)

    def field_type(self, owner: Type, node: Select, operand: Expr) -> Type:
        match self.open(owner):
            case Object(name=name, fields=fields, whole=whole):
                known = fields.get(node.field)
                if known is None:
                    advice = did_you_mean(node.field, fields) or f"; it has {listed(fields)}"
                    if isinstance(whole, Object) and node.field in whole.fields:
                        advice = f"; {whole.name} has it in another case"
                    return self.fault("L012", node.at, f"{name} has no field {node.field}{advice}")
                return known.type
            case Map(key=key, value=value) if isinstance(key, String) or not self.scope.strict:
                return value
            case List():
                advice = f"; choose one with [0], or ask of all: .exists(item, item.{node.field} …)"
                return self.fault("L012", node.at, f"a list has no field {node.field}{advice}")
            case Simple(name="?"):
                return ANY
            case Simple(name="dyn"):
                message = f"the schema does not say what this holds, so {node.field} cannot be read from it"
                return self.fault("L012", node.at, message + untyped(operand))
            case _:
                return self.fault("L012", node.at, f"{described(owner)} has no fields, so no {node.field}")

    def has(self, node: Has, names: dict[str, Type]) -> Expr:
        select = self.visit(node.select, names)
        if not isinstance(select, Select):
            self.fault("L017", node.span, "has() asks about a field of a record, not about a fact")
            return replace(node, type=BOOL)
        return replace(node, select=select, type=BOOL)

    def index(self, node: Index, names: dict[str, Type]) -> Expr:
        operand, index = self.visit(node.operand, names), self.visit(node.index, names)
        owner = operand.type
        chained = isinstance(owner, Optional)
        result: Type
        match self.open(owner.item if isinstance(owner, Optional) else owner):
            case List(item=item):
                result = item
                self.wanted(index, INT, "a list is indexed by its position, from 0")
            case Map(key=key, value=value):
                result = value
                self.wanted(index, key, f"the keys of this map are of type {key}")
            case Simple(name="?"):
                result = ANY
            case _:
                message = f"{described(operand.type)} cannot be indexed{untyped(operand)}"
                result = self.fault("L013", node.span, message)
        type_ = Optional(result) if chained or node.optional else result
        return replace(node, operand=operand, index=index, type=type_)

    def wanted(self, node: Expr, wanted: Type, why: str) -> None:
        if not self.scope.strict:
            return
        if not comparable(node.type, wanted) or (node.type == DOUBLE and wanted == INT):
            self.fault("L013", node.span, f"this is {described(node.type)}; {why}")

    def condition(self, node: Expr, names: dict[str, Type], what: str) -> Expr:
        typed = self.visit(node, names)
        if self.open(typed.type) not in (BOOL, ANY):
            message = f"{what} needs a condition (true or false), this is {described(typed.type)}{untyped(typed)}"
            self.fault("L013", node.span, message)
        return typed

    def logic(self, node: Logic, names: dict[str, Type]) -> Expr:
        operands: list[Expr] = []
        for operand in node.operands:
            typed = self.condition(operand, names, f"'{node.op}'")
            operands.append(typed)
            # The next operand decides only where this one has not.
            names = narrowed(typed, node.op == "&&", names)
        return Logic(node.op, tuple(operands), span=node.span, type=BOOL)

    def unary(self, node: Unary, names: dict[str, Type]) -> Expr:
        if node.op == "!":
            return replace(node, operand=self.condition(node.operand, names, "'!'"), type=BOOL)
        operand = self.visit(node.operand, names)
        result = self.open(operand.type)
        if result not in (INT, DOUBLE, ANY):
            result = self.fault("L013", node.span, f"'-' needs a number, this is {described(result)}")
        return replace(node, operand=operand, type=result)

    def compare(self, node: Compare, names: dict[str, Type]) -> Expr:
        left, right = self.visit(node.left, names), self.visit(node.right, names)
        typed = Compare(node.op, left, right, span=node.span, type=BOOL)
        self.faults.extend(check_comparison(typed) if self.scope.strict else check_open_comparison(typed))
        return typed

    def conditional(self, node: Conditional, names: dict[str, Type]) -> Expr:
        condition = self.condition(node.condition, names, "'?'")
        yes = self.visit(node.yes, narrowed(condition, True, names))
        no = self.visit(node.no, narrowed(condition, False, names))
        result = unify(yes.type, no.type)
        if result is None and not self.scope.strict:
            result = ANY
        if result is None:
            both = f"{described(yes.type)} and {described(no.type)}"
            result = self.fault("L013", node.span, f"both results of '?' must be of one type, these are {both}")
        return replace(node, condition=condition, yes=yes, no=no, type=result)

    def list_literal(self, node: ListLiteral, names: dict[str, Type]) -> Expr:
        items = tuple(self.visit(item, names) for item in node.items)
        parts = tuple((i, self.inner(i, n in node.optional)) for n, i in enumerate(items))
        return replace(node, items=items, type=List(self.one_type(parts, "the items of a list")))

    def map_literal(self, node: MapLiteral, names: dict[str, Type]) -> Expr:
        entries = tuple((self.visit(k, names), self.visit(v, names)) for k, v in node.entries)
        keys = self.one_type(tuple((k, k.type) for k, _ in entries), "the keys of a map")
        if not isinstance(keys, String) and keys not in (INT, UINT, BOOL, ANY):
            self.fault("L013", node.span, f"a key is a string, int, uint or bool, these are {keys}")
        parts = tuple((v, self.inner(v, n in node.optional)) for n, (_, v) in enumerate(entries))
        values = self.one_type(parts, "the values of a map")
        return replace(node, entries=entries, type=Map(keys, values))

    def inner(self, node: Expr, optional: bool) -> Type:
        """The type of an item; that of one written with `?` is what its optional value holds."""
        if not optional:
            return self.open(node.type)
        if isinstance(node.type, Optional):
            return node.type.item
        if self.open(node.type) != ANY:
            message = f"after '?' stands an optional value, as in a.?b, this is {described(node.type)}"
            self.fault("L013", node.span, message)
        return ANY

    def one_type(self, items: tuple[tuple[Expr, Type], ...], what: str) -> Type:
        result: Type = ANY
        for item, type_ in items:
            joint = unify(result, type_)
            if joint is None and not self.scope.strict:
                return ANY
            if joint is None:
                both = f"{described(type_)} after {described(result)}"
                return self.fault("L013", item.span, f"{what} must be of one type; this is {both}")
            result = joint
        return result

    def macro(self, node: Macro, names: dict[str, Type]) -> Expr:
        target = self.visit(node.target, names)
        first, second = self.over(node, target)
        given = dict(zip(node.variables, (first, second), strict=False))
        inner = self.within(names, given)
        body = None if node.body is None else self.condition(node.body, inner, node.name)
        inner = inner if body is None else narrowed(body, True, inner)
        transform = None if node.transform is None else self.visit(node.transform, inner)
        made = ANY if transform is None else transform.type
        result: Type
        match node.name:
            case "filter":
                result = List(first)
            case "map" | "transformList":
                result = List(made)
            case "transformMap":
                result = Map(first, made)
            case "transformMapEntry":
                result = self.result(made, Map(ANY, ANY), node, "a map with one entry, {key: value}")
            case "optMap":
                result = Optional(made)
            case "optFlatMap":
                result = self.result(made, Optional(ANY), node, "an optional value, as in a.?b")
            case _:
                result = BOOL
        return replace(node, target=target, body=body, transform=transform, type=result)

    def over(self, node: Macro, target: Expr) -> tuple[Type, Type]:
        """The types of a macro's variables: item (and none), index and item, key and value, or an optional's value."""
        wanted = "an optional value" if node.name in ("optMap", "optFlatMap") else "a list or a map"
        match self.open(target.type):
            case Optional(item=item) if wanted == "an optional value":
                return item, ANY
            case List(item=item) if wanted == "a list or a map":
                return (item, ANY) if node.second is None else (INT, item)
            case Map(key=key, value=value) if wanted == "a list or a map":
                return key, value
            case Simple(name="?"):
                return ANY, ANY
            case _:
                message = f"{node.name} needs {wanted}, this is {described(target.type)}{untyped(target)}"
                self.fault("L013", target.span, message)
                return ANY, ANY

    def result(self, made: Type, wanted: Type, node: Macro, what: str) -> Type:
        if self.open(made) != ANY and type(made) is not type(wanted):
            return self.fault("L013", node.span, f"{node.name} makes {what}; this makes {described(made)}")
        return made


def _literal(node: Literal) -> Type:
    match node.value:
        case None:
            return NULL
        case bool():
            return BOOL
        case UInt():
            return UINT
        case int():
            return INT
        case float():
            return DOUBLE
        case bytes():
            return BYTES
        case str():
            return String((node.value,))
        case TypeValue():
            return TYPE
