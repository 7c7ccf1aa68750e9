"""A policy as one function: not about the record, proved, incomplete, or left to the exact evaluation.

The plain expressions of `checker/engine/compiled.py`, put together as the logic of three values wants it: a fact that
is not recorded is a KeyError, which the statement around the part that reads it catches and remembers as a mark, while
the others go on. Whoever wants to know what exactly is not recorded asks the exact evaluation.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from checker.engine.compiled import LOST, Compiled, Unsupported, Writer, small
from checker.engine.foreseen import can_be_lost, is_chain
from checker.engine.snippets import name_of, negated
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
    Logic,
    Macro,
    Select,
    Unary,
    children,
)
from checker.types import BOOL, List, Object

_Body = list[ast.stmt]


def compile_policy(
    when: Expr | None,
    require: Sequence[Expr],
    facts: Mapping[str, Expr],
    skipped: object = None,
    passed: object = True,
    open_: object = ...,
) -> Compiled:
    """Code that gives `skipped` where `when` is false and `passed` where every clause is true.

    It gives `open_` where nothing but what is not recorded stands in the way, and False where it cannot tell, a clause
    that is false included. Raises Unsupported.
    """
    writer = _Logic(facts)

    def leave(with_: object) -> _Body:
        return [ast.Return(writer.named(with_))]

    mark = writer.mark()
    until = ast.If(mark.read, leave(open_), [])
    body = mark.clear
    if when is not None:
        body = [*body, *writer.branch(when, False, leave(skipped), mark.set), until]
    clauses = [part for each in require for part in writer.branch(each, False, leave(False), mark.set)]
    body = [*body, *clauses, until, *leave(passed)]
    lost = ast.ExceptHandler(writer.named(LOST), None, leave(False))
    return writer.function([ast.Try(body, [lost], [], [])])


class _Mark:
    """A variable of the code that remembers that something is not recorded."""

    def __init__(self, name: str) -> None:
        self.read = name_of(name)
        self.clear: _Body = [ast.Assign([name_of(name, ast.Store())], ast.Constant(False))]
        self.set: _Body = [ast.Assign([name_of(name, ast.Store())], ast.Constant(True))]


class _Logic(Writer):
    def __init__(self, facts: Mapping[str, Expr]) -> None:
        super().__init__(facts)
        self.verdicts: dict[str, Compiled] = {}

    def mark(self) -> _Mark:
        return _Mark(self.fresh())

    def branch(self, node: Expr, on: bool, leave: _Body, open_: _Body) -> _Body:
        """Statements that leave where the condition is `on`, run `open_` where it is unknown, and then go on.

        `open_` leaves a mark and no more: what comes after may still decide. `leave` may be a break or a continue of
        the loop around: it is never put into a loop that is made here.
        """
        match node:
            case _ if node.type != BOOL:
                raise Unsupported
            case Unary(op="!", operand=operand):
                return self.branch(operand, not on, leave, open_)
            case Logic(op=op, operands=operands):
                ordered = sorted(operands, key=can_be_lost)
                if on == (op == "||"):
                    return [part for each in ordered for part in self.branch(each, on, leave, open_)]
                return self.all_of(ordered, on, leave, open_)
            case Macro(name="exists" | "all", second=None, body=body) if body and isinstance(node.target.type, List):
                return self.loop(node, body, on, leave, open_)
            case FactRef(name=name):
                return self.fact_branch(name, on, leave, open_)
            case _:
                value = self.write(node)
                test = ast.If(value if on else negated(value), leave, [])
                return self.guarded(node, [test], open_)

    def guarded(self, node: Expr, body: _Body, open_: _Body, otherwise: _Body | None = None) -> _Body:
        """The body, which reads the node; `open_` where that is not recorded, and else `otherwise`."""
        if not can_be_lost(node) or not self.strict(node):
            return [*body, *(otherwise or [])]
        read = next(_optional(node), None)
        if read is not None and otherwise is None:
            # To look is cheaper than to catch, where it is likely that something is missing.
            there = ast.Compare(ast.Constant(read.field), [ast.In()], [self.write(read.operand)])
            body = [ast.If(there, body, open_)]
        handler = ast.ExceptHandler(self.named(KeyError), None, open_)
        return [ast.Try(body, [handler], otherwise or [], [])]

    def all_of(self, operands: Sequence[Expr], on: bool, leave: _Body, open_: _Body) -> _Body:
        """Leaves where every operand is `on`."""
        mark = self.mark()
        tests = [part for each in operands for part in self.branch(each, not on, [ast.Break()], mark.set)]
        once = ast.For(
            name_of(self.fresh(), ast.Store()), self.named((None,)), tests, [ast.If(mark.read, open_, leave)]
        )
        return [*mark.clear, once]

    def loop(self, node: Macro, body: Expr, on: bool, leave: _Body, open_: _Body) -> _Body:
        """`exists` and `all` over a list."""
        items, held, local, mark = self.write(node.target), self.fresh(), self.fresh(), self.mark()
        if self.scope.loops:
            items = self.call(small, items)
        one = node.name == "exists"
        """Whether one item decides by being true, or by being false."""

        def each(on: bool, leave: _Body, open_: _Body) -> _Body:
            with self.within({node.variable: local}, 1):
                return self.branch(body, on, leave, open_)

        if one == on:
            # One item decides: remembered, since `leave` belongs to the loop around this one.
            found = self.mark()
            turn = each(one, [*found.set, ast.Break()], mark.set)
            after: _Body = [ast.If(found.read, leave, [ast.If(mark.read, open_, [])])]
            before = [*mark.clear, *found.clear]
            otherwise: _Body = []
        else:
            lost = self.mark()
            turn = [*lost.clear, *each(not one, [ast.Continue()], lost.set)]
            turn.append(ast.If(lost.read, mark.set, [ast.Break()]))
            before, after = [*mark.clear], []
            otherwise = [ast.If(mark.read, open_, leave)]
        over = ast.For(name_of(local, ast.Store()), name_of(held), turn, otherwise)
        read: _Body = [ast.Assign([name_of(held, ast.Store())], items)]
        return self.guarded(node.target, read, open_, [*before, over, *after])

    def fact_branch(self, name: str, on: bool, leave: _Body, open_: _Body) -> _Body:
        """A fact that is true, false or unknown: it is found once for a record, and None stands for unknown."""
        value = self.fresh()
        found = ast.Assign([name_of(value, ast.Store())], self.verdict(name))
        unknown = ast.Compare(name_of(value), [ast.Is()], [ast.Constant(None)])
        decided = name_of(value) if on else negated(name_of(value))
        return [found, ast.If(unknown, open_, [ast.If(decided, leave, [])])]

    def verdict(self, name: str) -> ast.expr:
        """The call of a fact's own function."""
        if name not in self.verdicts:
            writer = _Logic(self.facts)
            mark = writer.mark()
            tests = writer.branch(self.facts[name], False, [_return(False)], mark.set)
            body = [*mark.clear, *tests, ast.If(mark.read, [_return(None)], []), _return(True)]
            self.verdicts[name] = _remembered(name, writer.function(body))
        return self.call(self.verdicts[name], name_of("base"), name_of("known"))

    def strict(self, node: Expr) -> bool:
        """Whether one fact that is not recorded makes the whole unknown, whatever the others are."""
        match node:
            case _ if not can_be_lost(node) or isinstance(node, Ident):
                return True
            case FactRef(name=name):
                return self.strict(self.facts[name])
            case Call(function="orValue", args=(Select(operand=owner, optional=True), other)):
                return is_chain(owner) and self.strict(other)
            case Logic() | Has() | Bind() | Macro(name="exists" | "all") | Select(optional=True) | Index(optional=True):
                return False
            case _:
                return all(map(self.strict, children(node)))


def _optional(node: Expr) -> Iterator[Select]:
    """The reads of fields that records need not have, and that are surely done; the deepest first."""
    match node:
        case Select(optional=False, operand=operand) if is_chain(operand) and isinstance(operand.type, Object):
            field = operand.type.fields.get(node.field)
            if field is not None and not field.required:
                yield node
            yield from _optional(operand)
        case Macro(target=first) | Conditional(condition=first):
            yield from _optional(first)
        case Compare() | Arithmetic() | Unary() | Index():
            for part in children(node):
                yield from _optional(part)


def _return(value: bool | None) -> ast.stmt:
    return ast.Return(ast.Constant(value))


def _remembered(name: str, verdict: Compiled) -> Compiled:
    """The function, asked once for a record."""
    key = f"{name}?"

    def run(base: Mapping[str, Any], known: dict[str, Any]) -> bool | None:
        if key not in known:
            known[key] = verdict(base, known)
        found: bool | None = known[key]
        return found

    return run
