"""Which conditions of policies were seen both true and false by their cases, and which rows of tables were chosen.

    coverage(suites) -> Coverage

Watched are `when`, the clauses, facts that are conditions, the operands of `&&` and `||`, the conditions of `?:`, and
the rows of decision tables. A condition that nobody evaluated (an operand after one that decided) was not seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from checker.engine.decide import decided
from checker.engine.env import Env, evaluate
from checker.engine.evaluate import new_program
from checker.engine.plan import Plan
from checker.engine.watch import Watch, Watched
from checker.lang import CheckedPolicy
from checker.lang.expr import Conditional, Decision, Expr, Literal, Logic, children
from checker.policytest.parts import Part, Parts
from checker.policytest.scene import scene
from checker.policytest.suite import Prepared, Suite
from checker.source import Mark, Span
from checker.types import BOOL


@dataclass(slots=True)
class Unit:
    """A condition, or a row of a table, and what it was seen to be."""

    part: Part
    span: Span
    """Of the condition, in the part's text."""
    what: str
    """`clause 1`, `operand of &&`, `condition of ?:`, `row 3`."""
    row: int | None = None
    """The number of the row, from 0; after the last, `otherwise`."""
    seen: set[bool] = field(default_factory=set)
    """Of a row, whether it was chosen."""

    @property
    def mark(self) -> Mark | None:
        """Where it stands in the part's file; None for a row of a CSV file."""
        return self.part.mark(self.span) if self.row is None else self.part.row_mark(self.row)

    @property
    def file(self) -> str:
        """The file that it stands in, with the line where that is a CSV file."""
        return self.part.file.name if self.row is None else self.part.row_file(self.row)

    @property
    def about(self) -> str:
        """Whose it is and what, for example `core/place/declared clause 2, operand of &&`."""
        within = "" if self.what == self.part.name or self.row is not None else f"{self.part.name}, "
        return f"{self.part.owner} {within}{self.what}"

    @property
    def unseen(self) -> str:
        """What it was not seen to be, in words; empty where both were seen."""
        if len(self.seen) == 2:
            return ""
        if self.row is not None:
            return "always chosen" if True in self.seen else "never chosen"
        return " and ".join(f"never {str(value).lower()}" for value in (True, False) if value not in self.seen)


@dataclass(frozen=True, slots=True)
class Group:
    """A policy, a pack's facts or a decision table, with its units."""

    name: str
    units: tuple[Unit, ...]

    @property
    def seen(self) -> int:
        """How many of the values that its units can have were seen."""
        return sum(len(unit.seen) for unit in self.units)

    @property
    def total(self) -> int:
        """How many there are: two of each unit."""
        return 2 * len(self.units)


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the cases of some policies have shown."""

    groups: tuple[Group, ...]

    @property
    def seen(self) -> int:
        """How many of the values were seen."""
        return sum(group.seen for group in self.groups)

    @property
    def total(self) -> int:
        """How many there are."""
        return sum(group.total for group in self.groups)


def coverage(suites: Sequence[Suite]) -> Coverage:
    """What the cases of the suites show of their policies and of the facts that these use."""
    units: dict[object, Unit] = {}
    watches: dict[int, Watch] = {}
    watched: set[int] = set()
    finder = Parts()
    for suite in suites:
        for part in (*finder.of(suite), *finder.facts(suite)):
            if id(part.expr) not in watched:
                watched.add(id(part.expr))
                watches.update(_watches(part, units))
    program = Watched(watches)
    for suite in suites:
        for case in suite.cases:
            _observe(suite, case, program)
    groups: dict[str, list[Unit]] = {}
    for unit in units.values():
        groups.setdefault(unit.part.owner, []).append(unit)
    return Coverage(tuple(Group(name, tuple(groups[name])) for name in sorted(groups)))


def _watches(part: Part, units: dict[object, Unit]) -> Iterator[tuple[int, Watch]]:
    """What marks the units of a part, by the node that shows them; units that are new are added."""
    if isinstance(part.expr, Decision):
        number = len(part.expr.rows)
        names = [f"row {row + 1}" for row in range(number)] + (["otherwise"] if part.expr.otherwise is not None else [])
        rows = [units.setdefault((part.key, name), Unit(part, Span(0, 0), name, row)) for row, name in enumerate(names)]
        yield id(part.expr), _rows_watch(part.expr, rows)
        return
    whole = [(part.expr, part.name)] if part.expr.type == BOOL else []
    for node, what in (*whole, *_conditions(part.expr)):
        yield id(node), _watch(units.setdefault((part.key, node.span), Unit(part, node.span, what)))


def _watch(unit: Unit) -> Watch:
    def tell(value: Any, env: Env) -> None:
        if type(value) is bool:
            unit.seen.add(value)

    return tell


def _rows_watch(table: Decision, rows: Sequence[Unit]) -> Watch:
    def tell(value: Any, env: Env) -> None:
        if isinstance(value, str):
            found = decided(table, Env(new_program(), env.base, env.facts, env.known)).row
            chosen = len(table.rows) if found is None else found
            for unit in rows:
                unit.seen.add(unit.row == chosen)

    return tell


def _conditions(tree: Expr) -> Iterator[tuple[Expr, str]]:
    """The operands of `&&` and `||` and the conditions of `?:`, but those that are written out and never vary."""
    operands: Iterable[tuple[Expr, str]] = ()
    if isinstance(tree, Logic):
        operands = [(each, f"operand of {tree.op}") for each in tree.operands]
    elif isinstance(tree, Conditional):
        operands = [(tree.condition, "condition of ?:")]
    for node, what in operands:
        if not isinstance(node, Literal):
            yield node, what
    for child in children(tree):
        yield from _conditions(child)


def _observe(suite: Suite, prepared: Prepared, program: Watched) -> None:
    """Evaluates what a verdict on the case's record needs, and nothing else."""
    subject, record = suite.subject, prepared.record
    if subject is None or record is None:
        return
    env = scene(subject, record, prepared.case.as_of, program)
    if not isinstance(subject, CheckedPolicy):
        evaluate(subject.fact.expr, env)
        return
    plan = Plan(subject, prepared.case.as_of)
    values = plan.values(env, {})
    if plan.out is None and (subject.when is None or next(values) is True):
        for _ in values:
            pass
