"""The type checker: a syntax tree and the names in scope in, a typed tree and every fault out.

A part with a fault gets the type `?`, which fits everything, and checking goes on: one run finds all faults.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace

from checker.frozen import frozen
from checker.lang.calls import check_call
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
    MapLiteral,
    Select,
    Unary,
    access,
)
from checker.lang.faults import Fault, did_you_mean
from checker.lang.lattice import ANY, arithmetic, comparable, described, impossible, ordered, unify
from checker.source import Span
from checker.types import BOOL, DOUBLE, DYN, INT, NULL, List, Map, Object, Simple, String, Type


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
                return self.select(node, names)
            case Has():
                return self.has(node, names)
            case Index():
                return self.index(node, names)
            case Unary():
                return self.unary(node, names)
            case Logic():
                operands = tuple(self.condition(o, names, f"'{node.op}'") for o in node.operands)
                return Logic(node.op, operands, span=node.span, type=BOOL)
            case Compare():
                return self.compare(node, names)
            case Arithmetic():
                left, right = self.visit(node.left, names), self.visit(node.right, names)
                result = arithmetic(node.op, left.type, right.type)
                if result is None:
                    result = self.fault("L013", node.span, _no_arithmetic(node.op, left.type, right.type))
                return replace(node, left=left, right=right, type=result)
            case Conditional():
                return self.conditional(node, names)
            case Call():
                args = tuple(self.visit(arg, names) for arg in node.args)
                result, faults = check_call(node, args)
                self.faults.extend(faults)
                return replace(node, args=args, type=result)
            case ListLiteral():
                return self.list_literal(node, names)
            case MapLiteral():
                return self.map_literal(node, names)
            case Macro():
                return self.macro(node, names)

    def ident(self, node: Ident | FactRef, names: dict[str, Type]) -> Expr:
        known = names.get(node.name)
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
        type_ = self.field_type(operand.type, node)
        return Select(operand, node.field, node.at, span=node.span, type=type_)

    def fact(self, node: Select) -> Expr:
        known = self.scope.facts.get(node.field)
        if known is None:
            why = self.scope.other_facts.get(node.field)
            if why is None and not self.scope.all_facts:
                return FactRef(node.field, span=node.span, type=ANY)
            if why is None:
                near = did_you_mean(node.field, self.scope.facts)
                advice = near or f"; it has {_listed(self.scope.facts) or 'none about these records'}"
                why = f"facts.yaml of this pack has no {node.field}{advice}"
            known = self.fault("L024", node.at, why)
        return FactRef(node.field, span=node.span, type=known)

    def field_type(self, owner: Type, node: Select) -> Type:
        match owner:
            case Object(name=name, fields=fields):
                known = fields.get(node.field)
                if known is None:
                    advice = did_you_mean(node.field, fields) or f"; it has {_listed(fields)}"
                    return self.fault("L012", node.at, f"{name} has no field {node.field}{advice}")
                return known.type
            case Map(key=String(), value=value):
                return value
            case List():
                advice = f"; choose one with [0], or ask of all: .exists(item, item.{node.field} …)"
                return self.fault("L012", node.at, f"a list has no field {node.field}{advice}")
            case Simple(name="?"):
                return ANY
            case Simple(name="dyn"):
                message = f"the schema does not say what this holds, so {node.field} cannot be read from it"
                return self.fault("L012", node.at, message)
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
        result: Type
        match operand.type:
            case List(item=item):
                result = item
                self.wanted(index, INT, "a list is indexed by its position, from 0")
            case Map(key=key, value=value):
                result = value
                self.wanted(index, key, f"the keys of this map are of type {key}")
            case Simple(name="?"):
                result = ANY
            case _:
                result = self.fault("L013", node.span, f"{described(operand.type)} cannot be indexed")
        return replace(node, operand=operand, index=index, type=result)

    def wanted(self, node: Expr, wanted: Type, why: str) -> None:
        if not comparable(node.type, wanted) or (node.type == DOUBLE and wanted == INT):
            self.fault("L013", node.span, f"this is {described(node.type)}; {why}")

    def condition(self, node: Expr, names: dict[str, Type], what: str) -> Expr:
        typed = self.visit(node, names)
        if typed.type not in (BOOL, ANY):
            self.fault("L013", node.span, f"{what} needs a condition (true or false), this is {described(typed.type)}")
        return typed

    def unary(self, node: Unary, names: dict[str, Type]) -> Expr:
        if node.op == "!":
            return replace(node, operand=self.condition(node.operand, names, "'!'"), type=BOOL)
        operand = self.visit(node.operand, names)
        result = operand.type
        if result not in (INT, DOUBLE, ANY):
            result = self.fault("L013", node.span, f"'-' needs a number, this is {described(result)}")
        return replace(node, operand=operand, type=result)

    def compare(self, node: Compare, names: dict[str, Type]) -> Expr:
        left, right = self.visit(node.left, names), self.visit(node.right, names)
        typed = Compare(node.op, left, right, span=node.span, type=BOOL)
        if NULL in (left.type, right.type):
            subject = access(node.right if left.type == NULL else node.left)
            test = f"write {'' if node.op == '!=' else '!'}has({subject})"
            advice = test if "." in subject else "ask has() of a field"
            self.fault("L015", node.span, f"null means not recorded; {advice}")
        elif node.op == "in":
            self.membership(left, right, node)
        elif not (comparable if node.op in ("==", "!=") else ordered)(left.type, right.type):
            self.fault("L013", node.span, _not_comparable(node.op, left.type, right.type))
        elif node.op in ("==", "!="):
            self.possible(left, right)
        return typed

    def membership(self, left: Expr, right: Expr, node: Compare) -> None:
        match right.type:
            case List(item=item) | Map(key=item):
                if not comparable(left.type, item):
                    self.fault("L013", node.span, _not_comparable("in", left.type, item))
                elif isinstance(right, ListLiteral):
                    for each in right.items:
                        self.possible(left, each)
                else:
                    self.possible(left, replace(right, type=item))
            case Simple(name="?"):
                pass
            case _:
                advice = "; has() says whether a field is recorded" if isinstance(right.type, Object) else ""
                message = f"'in' needs a list or a map on its right, this is {described(right.type)}{advice}"
                self.fault("L013", right.span, message)

    def possible(self, left: Expr, right: Expr) -> None:
        """Faults a text that a closed list of values does not have; two texts that are written out may differ."""
        if isinstance(left, Literal) and isinstance(right, Literal):
            return
        for one, other in ((left, right), (right, left)):
            message = impossible(one.type, other.type)
            if message and (isinstance(one, Literal) or not isinstance(other, Literal)):
                self.fault("L014", one.span, message)
                return

    def conditional(self, node: Conditional, names: dict[str, Type]) -> Expr:
        condition = self.condition(node.condition, names, "'?'")
        yes, no = self.visit(node.yes, names), self.visit(node.no, names)
        result = unify(yes.type, no.type)
        if result is None:
            both = f"{described(yes.type)} and {described(no.type)}"
            result = self.fault("L013", node.span, f"both results of '?' must be of one type, these are {both}")
        return replace(node, condition=condition, yes=yes, no=no, type=result)

    def list_literal(self, node: ListLiteral, names: dict[str, Type]) -> Expr:
        items = tuple(self.visit(item, names) for item in node.items)
        return replace(node, items=items, type=List(self.one_type(items, "the items of a list")))

    def map_literal(self, node: MapLiteral, names: dict[str, Type]) -> Expr:
        entries = tuple((self.visit(k, names), self.visit(v, names)) for k, v in node.entries)
        keys = self.one_type(tuple(k for k, _ in entries), "the keys of a map")
        if not isinstance(keys, String) and keys not in (INT, BOOL, ANY):
            self.fault("L013", node.span, f"a key is a string, int or bool, these are {keys}")
        values = self.one_type(tuple(v for _, v in entries), "the values of a map")
        return replace(node, entries=entries, type=Map(keys, values))

    def one_type(self, items: tuple[Expr, ...], what: str) -> Type:
        result: Type = ANY
        for item in items:
            joint = unify(result, item.type)
            if joint is None:
                both = f"{described(item.type)} after {described(result)}"
                return self.fault("L013", item.span, f"{what} must be of one type; this is {both}")
            result = joint
        return result

    def macro(self, node: Macro, names: dict[str, Type]) -> Expr:
        target = self.visit(node.target, names)
        item: Type = ANY
        match target.type:
            case List(item=item) | Map(key=item):
                pass
            case Simple(name="?"):
                pass
            case _:
                message = f"{node.name} needs a list or a map, this is {described(target.type)}"
                self.fault("L013", node.target.span, message)
        inner = {**names, node.variable: item}
        body = None if node.body is None else self.condition(node.body, inner, node.name)
        transform = None if node.transform is None else self.visit(node.transform, inner)
        result: Type = BOOL
        if node.name == "filter":
            result = List(item)
        elif transform is not None:
            result = List(transform.type)
        return replace(node, target=target, body=body, transform=transform, type=result)


def _literal(node: Literal) -> Type:
    match node.value:
        case None:
            return NULL
        case bool():
            return BOOL
        case int():
            return INT
        case float():
            return DOUBLE
        case str():
            return String((node.value,))


def _listed(names: Mapping[str, object]) -> str:
    shown = list(names)[:8]
    return ", ".join(shown) + (", …" if len(names) > len(shown) else "")


def _not_comparable(op: str, left: Type, right: Type) -> str:
    if _has_objects(left) and _has_objects(right):
        return f"'{op}' cannot compare objects, since each may lack what the other has; compare their fields"
    if DYN in (left, right):
        return f"'{op}' cannot compare a value whose type its schema does not say"
    if comparable(left, right):
        return f"'{op}' needs an order, which {described(left)} has not; compare numbers, texts, dates or durations"
    both = f"{described(left)} and {described(right)}"
    return f"'{op}' compares values of one type, these are {both}{_convert(left, right)}"


def _no_arithmetic(op: str, left: Type, right: Type) -> str:
    return f"'{op}' is not defined for {described(left)} and {described(right)}{_convert(left, right)}"


def _has_objects(type_: Type) -> bool:
    match type_:
        case List(item=part) | Map(value=part):
            return _has_objects(part)
        case _:
            return isinstance(type_, Object)


def _convert(left: Type, right: Type) -> str:
    """How to make two types that authors mix up fit together."""
    kinds = {str(left), str(right)}
    if kinds == {"timestamp", "string"}:
        return "; write a date as date('2026-01-31')"
    if "int" in kinds and kinds & {"timestamp", "duration"}:
        return "; write a number of days as days(…)"
    if kinds == {"int", "double"}:
        return "; make both doubles with double(…)"
    if "string" in kinds and kinds & {"int", "double"}:
        return "; write a number without quotes, or make a text of it with string(…)"
    return ""
