"""Policies, facts and tables with one small change each: what a test that is worth its name notices.

Only changes that would load are made: what the type checker refuses, no test need find.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any, TypeAlias

from checker.frozen import frozen
from checker.lang import Scope, compile_expression
from checker.lang.always import always, never
from checker.lang.expr import Decision, Expr, Ident, Input, Literal, children
from checker.lang.message import parse_message
from checker.lang.narrow import narrowed
from checker.lang.policy import CheckedDecision, CheckedPolicy, Clause, Fact
from checker.lang.typecheck import check
from checker.mutation.edits import Edit, edits
from checker.mutation.rows import row_changes
from checker.mutation.values import moved_text
from checker.policytest.parts import Part
from checker.source import Mark, Span
from checker.types import BOOL, TIMESTAMP, Object, Type

Subject: TypeAlias = CheckedPolicy | CheckedDecision


@frozen
class Mutant:
    """One change to one part."""

    part: Part
    before: str
    """The part's text; of a table the row's."""
    after: str
    """The same with the change."""
    span: Span
    """Of the text, what was changed."""
    change: str
    """In words, to follow the marked text: `became !=`."""
    expr: Expr | None
    """What the part is now, but of a day; None for a `when` that was dropped."""
    row: int | None = None
    """Of a table, the row that was changed."""

    @property
    def mark(self) -> Mark | None:
        """Where in the part's file the changed text stands; None for a row of a CSV file."""
        return self.part.mark(self.span) if self.row is None else self.part.row_mark(self.row)

    @property
    def file(self) -> str:
        """The file that it stands in, with the line where that is a CSV file."""
        return self.part.file.name if self.row is None else self.part.row_file(self.row)

    def applied(self, subject: Subject) -> Subject:
        """The policy or the table with the change; of a fact, what uses it."""
        if self.part.fact:
            fact = self._fact(subject.facts[self.part.fact])
            facts = {**subject.facts, fact.name: fact}
            if isinstance(subject, CheckedPolicy):
                return replace(subject, facts=facts)
            return replace(subject, facts=facts, fact=facts[subject.fact.name])
        assert isinstance(subject, CheckedPolicy)
        if self.part.path[0] == "in_force":
            return replace(subject, **self._day())
        if self.expr is None:
            return replace(subject, when=None)
        if self.part.name == "when":
            return replace(subject, when=Clause(self.after, self.expr))
        place = int(self.part.path[1])
        before = subject.require[place]
        moved = self._day() if "in_force" in self.part.path else {"text": self.after, "expr": self.expr}
        changed = replace(before, **moved)
        return replace(subject, require=(*subject.require[:place], changed, *subject.require[place + 1 :]))

    def _day(self) -> dict[str, Any]:
        """The field of a day that was moved, with the other day."""
        return {f"in_force_{self.part.path[-1]}": date.fromisoformat(self.after)}

    def _fact(self, fact: Fact) -> Fact:
        assert self.expr is not None
        if not isinstance(fact.expr, Decision) or isinstance(self.expr, Decision):
            return replace(fact, text=self.after, expr=self.expr)
        name = self.part.path[-1]
        inputs = tuple(
            Input(each.name, self.after, self.expr) if each.name == name else each for each in fact.expr.inputs
        )
        return replace(fact, expr=replace(fact.expr, inputs=inputs))


def mutants(part: Part, subject: Subject, record_type: Object) -> Iterator[Mutant]:
    """Every mutant of a part of a policy, or of a fact that it uses; no two are alike."""
    if isinstance(part.expr, Decision):
        for row, before, after, table in row_changes(part.expr):
            yield Mutant(part, before, after, Span(0, 0), after, table, row)
        return
    if "in_force" in part.path:
        for day in moved_text("date", part.text):
            yield Mutant(part, part.text, day, part.expr.span, f"became {day}", part.expr)
        return
    seen = {part.text}
    scope = _scope(part, subject, record_type)
    for edit, change in _changes(part):
        after = edit.applied(part.text)
        if after in seen:
            continue
        seen.add(after)
        expr = _loaded(after, part, scope)
        if expr is None or (part.name == "when" and not _clauses_load(subject, expr, scope)):
            continue
        dropped = part.name == "when" and after == "true"
        yield Mutant(part, part.text, after, edit.span, change, None if dropped else expr)


def _changes(part: Part) -> Iterator[tuple[Edit, str]]:
    """The edits of a part's text, with what they did in words."""
    whole = Span(0, len(part.text))
    if not part.fact:
        yield Edit(whole, "true"), "dropped"
    if part.name == "when":
        yield Edit(whole, f"!({part.text})"), "negated"
    for edit in edits(part.expr, part.text):
        yield edit, f"became {edit.text}" if edit.text else "dropped"


def _loaded(text: str, part: Part, scope: Scope) -> Expr | None:
    """The text as a part that would load; None where it would not."""
    if text == "true" and not part.fact:
        return Literal(True, span=Span(0, 4), type=BOOL)
    typed, faults = compile_expression(text, scope)
    refused = faults or any(always(typed)) or (part.name == "when" and never(typed))
    return None if refused else typed


def _clauses_load(subject: Subject, when: Expr, scope: Scope) -> bool:
    """Whether the clauses have their types from another `when` too: it may say which case of a union a record is."""
    assert isinstance(subject, CheckedPolicy)
    within = replace(scope, variables=narrowed(when, True, scope.variables))
    for clause in subject.require:
        said = [part for part in parse_message(clause.says) if not isinstance(part, str)]
        if compile_expression(clause.text, within)[1] or any(check(part, within)[1] for part in said):
            return False
    return True


def _scope(part: Part, subject: Subject, record_type: Object) -> Scope:
    """What the part's text may use: the record, the facts, and the parameters and data that are named already."""
    names: dict[str, Type] = {}
    for tree in (part.expr, *(_trees(subject) if isinstance(subject, CheckedPolicy) else ())):
        names |= _names(tree)
    kind = subject.summary.applies_to if isinstance(subject, CheckedPolicy) else subject.applies_to
    names |= {kind: record_type, "today": TIMESTAMP}
    if isinstance(subject, CheckedPolicy) and part.path[0] == "require" and subject.when is not None:
        names = dict(narrowed(subject.when.expr, True, names))
    return Scope(names, {name: fact.expr.type for name, fact in subject.facts.items()})


def _trees(policy: CheckedPolicy) -> Iterator[Expr]:
    for clause in policy.require:
        yield clause.expr
        yield from (part for part in clause.message if not isinstance(part, str))


def _names(tree: Expr) -> dict[str, Type]:
    found = {tree.name: tree.type} if isinstance(tree, Ident) else {}
    for child in children(tree):
        found |= _names(child)
    return found
