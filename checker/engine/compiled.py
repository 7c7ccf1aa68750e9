"""Checked expressions as Python code: the plain expression, with the least work that the types allow.

It gives a value only where everything that it reads is there and nothing goes wrong. Otherwise it raises, and the exact
evaluation (`checker/engine/evaluate.py`) says what the expression comes to. Code is made as a tree, never from text.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from checker.engine.bounds import Exhausted
from checker.engine.foreseen import UNTOLD, can_be_lost, constant, directly, same_type
from checker.engine.functions import implementation
from checker.engine.operators import ARITHMETIC, contains, equal, negate
from checker.engine.snippets import COMPARE, got, item_of, loop, name_of, negated, shortcut
from checker.engine.unknown import Failure, Unknown
from checker.frozen import frozen
from checker.lang.calls import overload
from checker.lang.expr import (
    Arithmetic,
    Bind,
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
)
from checker.lang.lattice import is_open
from checker.types import BOOL, BYTES, DOUBLE, DURATION, INT, TIMESTAMP, UINT, List, Map, Object, String, Type
from checker.values import Duration, Timestamp, UInt

MOST_INNER = 1000
"""Loops within loops over more items than these are left to the exact evaluation, which counts its steps."""

Compiled = Callable[[Mapping[str, Any], dict[str, Any]], Any]
"""Takes the variables and the facts known so far."""


class Lost(Exception):
    """The exact evaluation has to say what this comes to."""


LOST = (Lost, KeyError, IndexError, Exhausted)
LEFT = object()
"""Stands for the value of a condition that is left to the exact evaluation."""


class Unsupported(Exception):
    """An expression that is not made into code."""


def compile_value(node: Expr, facts: Mapping[str, Expr]) -> Compiled:
    """The code of an expression, and of the facts that it uses; it raises one of LOST where it has no answer.

    Raises Unsupported.
    """
    writer = Writer(facts)
    return writer.function([ast.Return(writer.write(node))])


def compile_each(conditions: Sequence[Expr], facts: Mapping[str, Expr]) -> Compiled:
    """Code that gives a list with each condition's value, LEFT for one that it cannot tell. Raises Unsupported."""
    writer = Writer(facts)
    values = [name_of(f"x{number}", ast.Store()) for number in range(len(conditions))]
    body: list[ast.stmt] = []
    for value, condition in zip(values, conditions, strict=True):
        otherwise = ast.ExceptHandler(writer.named(LOST), None, [ast.Assign([value], writer.named(LEFT))])
        body.append(ast.Try([ast.Assign([value], writer.condition(condition))], [otherwise], [], []))
    return writer.function([*body, ast.Return(ast.List([name_of(value.id) for value in values], ast.Load()))])


_EXACT = (BOOL, INT, UINT, TIMESTAMP, DURATION)
"""Those whose values Python finds in a list as CEL does; a NaN that is in one is itself for Python, and not for CEL."""
_EMPTY: dict[str, Any] = {}
_TOTAL = frozenset({"lower", "upper", "trim", "year", "month", "day_of_month", "day_of_week", "months_until", "same"})
"""Functions that have a value for all arguments of their types, but for a time zone that is none."""


def _sure(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, raising where it fails."""

    def run(*values: Any) -> Any:
        found = function(*values)
        if type(found) is Failure:
            raise Lost
        return found

    return run


@cache
def _surely(key: str) -> Callable[..., Any]:
    return _sure(implementation(key))


def small(holder: Any) -> Any:
    """The list of an inner loop; raises Lost where it is a long one."""
    if len(holder) > MOST_INNER:
        raise Lost
    return holder


def _at(holder: list[Any], index: int) -> Any:
    if index < 0:
        raise Lost
    return holder[index]


@frozen
class _Scope:
    """Names of the language → names in the code, and how many loops stand around."""

    names: Mapping[str, str]
    loops: int
    kept: bool = False
    """Whether what is made here is kept for each item: texts and lists made here are then counted exactly."""


class Writer:
    """Writes the code of expressions, and makes functions of it."""

    def __init__(self, facts: Mapping[str, Expr]) -> None:
        self.facts = facts
        self.given: dict[str, Any] = {}
        self.variables: dict[str, str] = {}
        self.made: dict[str, Compiled] = {}
        self.scope = _Scope({}, 0)
        self.count = 0

    def function(self, body: list[ast.stmt]) -> Compiled:
        """A function of the variables and the known facts with this body."""
        reads = [
            ast.Assign([name_of(local, ast.Store())], item_of(name_of("base"), ast.Constant(name)))
            for name, local in self.variables.items()
        ]
        parameters = ast.arguments([], [ast.arg("base"), ast.arg("known")], None, [], [], None, [])
        made = ast.FunctionDef("run", parameters, [*reads, *body], [], None)
        module = ast.fix_missing_locations(ast.Module([made], []))
        names = {"__builtins__": {"len": len, "any": any, "all": all, "enumerate": enumerate}, **self.given}
        exec(compile(module, "<policy>", "exec"), names)
        run: Compiled = names["run"]
        return run

    def _literal(self, value: Any) -> ast.expr:
        """A value that stands in the code itself, or under a name."""
        if isinstance(value, (str, bytes, int, float)) and not isinstance(value, (Timestamp, Duration, UInt)):
            return ast.Constant(value)
        return self.named(value)

    def named(self, value: Any) -> ast.expr:
        """A value under a name of its own."""
        name = next((name for name, known in self.given.items() if known is value), f"c{len(self.given)}")
        self.given[name] = value
        return name_of(name)

    def call(self, function: Callable[..., Any], *args: ast.expr) -> ast.expr:
        """A call of one of our functions."""
        return ast.Call(self.named(function), list(args), [])

    def write(self, node: Expr) -> ast.expr:
        """The code of a checked node."""
        folded = constant(node)
        if folded is not UNTOLD:
            return self._literal(folded)
        match node:
            case Ident(name=name):
                return self._ident(name)
            case FactRef(name=name):
                return self._fact(name)
            case Select(operand=operand, field=field, optional=False) if isinstance(operand.type, (Object, Map)):
                return item_of(self.write(operand), ast.Constant(field))
            case Has(select=Select(operand=operand, field=field)) if isinstance(operand.type, (Object, Map)):
                return ast.Compare(ast.Constant(field), [ast.In()], [self._reached(operand)])
            case Index(optional=False):
                return self._index(node)
            case Unary(op="!", operand=operand):
                return negated(self.condition(operand))
            case Unary(op="-", operand=operand) if operand.type == DOUBLE:
                return ast.UnaryOp(ast.USub(), self.write(operand))
            case Unary(op="-", operand=operand) if operand.type == INT:
                return self.call(_sure(negate), self.write(operand))
            case Logic(op=op, operands=operands):
                # What cannot be lost comes first, so that it can decide before something is read that is not there.
                ordered = sorted(operands, key=can_be_lost)
                return ast.BoolOp(ast.And() if op == "&&" else ast.Or(), [self.condition(each) for each in ordered])
            case Compare():
                return self._compare(node)
            case Arithmetic():
                return self._arithmetic(node)
            case Conditional(condition=condition, yes=yes, no=no):
                return ast.IfExp(self.condition(condition), self.write(yes), self.write(no))
            case Call():
                return self._called(node)
            case ListLiteral(items=items, optional=()):
                return ast.List([self.write(item) for item in items], ast.Load())
            case Macro():
                return self._macro(node)
            case Bind(variable=variable, value=value, body=body):
                return self._bind(variable, value, body)
            case _:
                raise Unsupported

    def condition(self, node: Expr) -> ast.expr:
        """The code of a node that is true or false; one whose type is open could be neither."""
        if node.type != BOOL:
            raise Unsupported
        return self.write(node)

    @contextmanager
    def within(self, names: Mapping[str, str], loops: int) -> Iterator[None]:
        """What is written meanwhile is within so many more loops, and sees these names too."""
        outer = self.scope
        self.scope = _Scope({**outer.names, **names}, outer.loops + loops, outer.kept)
        yield
        self.scope = outer

    def _ident(self, name: str) -> ast.expr:
        if name in self.scope.names:
            return name_of(self.scope.names[name])
        root = name.removeprefix(".")
        return name_of(self.variables.setdefault(root, f"r{len(self.variables)}"))

    def _fact(self, name: str) -> ast.expr:
        """A fact: its value where it is known, or its own code's."""
        if name not in self.made:
            code = compile_value(self.facts[name], self.facts)

            def run(base: Mapping[str, Any], known: dict[str, Any]) -> Any:
                if name not in known:
                    known[name] = code(base, known)
                found = known[name]
                if type(found) is Unknown or type(found) is Failure:
                    raise Lost
                return found

            self.made[name] = run
        return self.call(self.made[name], name_of("base"), name_of("known"))

    def _reached(self, node: Expr) -> ast.expr:
        """The object that a chain of fields leads to, or an empty one where it ends before."""
        match node:
            case Ident(name=name):
                return self._ident(name)
            case Select(operand=operand, field=field, optional=False) if isinstance(node.type, (Object, Map)):
                return got(self._reached(operand), field, self.named(_EMPTY))
            case _:
                return self.write(node)

    def _index(self, node: Index) -> ast.expr:
        operand, index = self.write(node.operand), self.write(node.index)
        if isinstance(node.operand.type, Map) and isinstance(node.index.type, String):
            return item_of(operand, index)
        if not isinstance(node.operand.type, List) or node.index.type != INT:
            raise Unsupported
        if isinstance(node.index, Literal) and isinstance(node.index.value, int) and node.index.value >= 0:
            return item_of(operand, index)
        return self.call(_at, operand, index)

    def _compare(self, node: Compare) -> ast.expr:
        left, right = node.left.type, node.right.type
        if node.op == "in":
            return self._membership(node)
        if directly(left) and directly(right):
            operands = [self._difference(each) for each in (node.left, node.right)]
            return ast.Compare(operands[0], [COMPARE[node.op]], [operands[1]])
        if node.op not in ("==", "!="):
            raise Unsupported
        same = self.call(equal, self.write(node.left), self.write(node.right))
        return same if node.op == "==" else negated(same)

    def _difference(self, node: Expr) -> ast.expr:
        """The operand of a comparison; a moment or a length of time may be a bare number of nanoseconds there."""
        folded = constant(node)
        if isinstance(folded, (Timestamp, Duration)):
            return ast.Constant(int(folded))
        if isinstance(node, Arithmetic) and node.op == "-" and node.left.type == node.right.type == TIMESTAMP:
            return ast.BinOp(self.write(node.left), ast.Sub(), self.write(node.right))
        return self.write(node)

    def _membership(self, node: Compare) -> ast.expr:
        holder = node.right.type
        item = holder.item if isinstance(holder, List) else holder.key if isinstance(holder, Map) else None
        left = self.write(node.left)
        if not (isinstance(node.left.type, String) or node.left.type in _EXACT) or not same_type(item, node.left.type):
            return self.call(_CONTAINS, left, self.write(node.right))
        if isinstance(node.right, ListLiteral) and not node.right.optional:
            values = [constant(each) for each in node.right.items]
            if all(type(value) in (str, int) for value in values):
                return ast.Compare(left, [ast.In()], [self.named(frozenset(values))])
        return ast.Compare(left, [ast.In()], [self.write(node.right)])

    def _arithmetic(self, node: Arithmetic) -> ast.expr:
        self._counted(node.type)
        left, right = self.write(node.left), self.write(node.right)
        if node.type == DOUBLE and node.op in "+-*":
            operator = {"+": ast.Add(), "-": ast.Sub(), "*": ast.Mult()}[node.op]
            return ast.BinOp(left, operator, right)
        return self.call(_ARITHMETIC[node.op], left, right)

    def _called(self, node: Call) -> ast.expr:
        match node:
            case Call(function="orValue", args=(Select(operand=owner, field=field, optional=True), other)):
                return self._or_value(owner, field, other)
        found = overload(node, tuple(arg.type for arg in node.args))
        if found is None or any(is_open(arg.type) for arg in node.args):
            raise Unsupported
        self._counted(node.type)
        args = [self.write(arg) for arg in node.args]
        match found[0].key:
            case "size":
                return ast.Call(name_of("len"), args, [])
            case "contains":
                return ast.Compare(args[1], [ast.In()], [args[0]])
            case "starts_with" | "ends_with" as key:
                method = "startswith" if key == "starts_with" else "endswith"
                return ast.Call(ast.Attribute(args[0], method, ast.Load()), [args[1]], [])
            case key if key in _TOTAL and found[0].constant is None:
                return self.call(implementation(key), *args)
            case key:
                return self.call(_surely(key), *args)

    def _counted(self, made: Type) -> None:
        """Leaves texts and lists that are made for each item, and kept, to the exact evaluation."""
        if self.scope.kept and (isinstance(made, (String, List)) or made == BYTES):
            raise Unsupported

    def _or_value(self, owner: Expr, field: str, other: Expr) -> ast.expr:
        """`a.?b.orValue(c)`: the field where it is recorded, the other value where it is not."""
        if not isinstance(owner.type, (Object, Map)):
            raise Unsupported
        name, nothing = self.fresh(), self.named(UNTOLD)
        chosen = ast.IfExp(ast.Compare(name_of(name), [ast.Is()], [nothing]), self.write(other), name_of(name))
        return shortcut(name, got(self._reached(owner), field, nothing), chosen)

    def _macro(self, node: Macro) -> ast.expr:
        target = self.write(node.target)
        holder = node.target.type
        if not isinstance(holder, List) and not (isinstance(holder, Map) and isinstance(holder.key, String)):
            raise Unsupported
        if self.scope.loops:
            target = self.call(small, target)
        locals_ = {name: self.fresh() for name in node.variables}
        outer = self.scope
        self.scope = _Scope({**outer.names, **locals_}, outer.loops + 1, outer.kept)
        body = None if node.body is None else self.condition(node.body)
        self.scope = _Scope(self.scope.names, self.scope.loops, True)
        transform = None if node.transform is None else self.write(node.transform)
        self.scope = outer
        made = loop(node, holder, target, [*locals_.values()], body, transform)
        if made is None:
            raise Unsupported
        return made

    def _bind(self, variable: str, value: Expr, body: Expr) -> ast.expr:
        local, given = self.fresh(), self.write(value)
        with self.within({variable: local}, 0):
            return shortcut(local, given, self.write(body))

    def fresh(self) -> str:
        """A new local name."""
        self.count += 1
        return f"v{self.count}"


_ARITHMETIC = {op: _sure(function) for op, function in ARITHMETIC.items()}
_CONTAINS = _sure(contains)
