"""The cases that judge the mutants of one part: the one that noticed the last change is asked first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from checker.engine.decide import cell_fits, decided
from checker.engine.env import evaluate
from checker.engine.evaluate import new_program
from checker.engine.rows import evaluate as verdicts
from checker.engine.unknown import Failure
from checker.lang.expr import Decision
from checker.lang.policy import CheckedDecision
from checker.mutation.mutant import Mutant, Subject
from checker.policytest.cases import difference
from checker.policytest.document import Case
from checker.policytest.parts import Part
from checker.policytest.scene import scene
from checker.policytest.suite import Suite
from checker.record import LinkedRecord


@dataclass(frozen=True, slots=True)
class _Judge:
    """A case that holds without any change."""

    id: str
    subject: Subject
    case: Case
    record: LinkedRecord
    values: tuple[Any, ...] = ()
    """Of a table that is changed, what its inputs come to."""
    row: int = 0
    """The row that decides, from 0; the number after the last where none does."""

    def holds(self, subject: Subject) -> bool:
        """Whether the policy, or the table, does what the case expects."""
        if isinstance(subject, CheckedDecision):
            seen = scene(subject, self.record, self.case.as_of, new_program())
            return bool(evaluate(subject.fact.expr, seen) == self.case.outcome)
        (result,) = verdicts([subject], self.record, self.case.as_of)
        return difference(self.case, result) is None

    def can_tell(self, mutant: Mutant) -> bool:
        """Whether the change can matter: of a row, where that decides, or would now decide before the one that does."""
        before, table = mutant.part.expr, mutant.expr
        if mutant.row is None or not isinstance(table, Decision) or self.row == mutant.row:
            return True
        dropped = isinstance(before, Decision) and len(table.rows) < len(before.rows)
        if dropped or self.row < mutant.row:
            return False
        return all(map(cell_fits, table.rows[mutant.row].cells, self.values))


class Bench:
    """The cases of one or many suites; only those that hold without any change judge."""

    def __init__(self, part: Part, suites: Sequence[Suite], held: dict[int, bool]) -> None:
        """`held` remembers, by the id of a case, whether it holds without any change."""
        self._judges = []
        for judge in (judge for suite in suites for judge in _judges(part, suite)):
            if id(judge.case) not in held:
                held[id(judge.case)] = judge.holds(judge.subject)
            if held[id(judge.case)]:
                self._judges.append(judge)

    def killer(self, mutant: Mutant) -> str:
        """The case that notices the change, with its policy; empty where none does."""
        changed: dict[str, Subject] = {}
        for number, judge in enumerate(self._judges):
            if not judge.can_tell(mutant):
                continue
            if judge.id not in changed:
                changed[judge.id] = mutant.applied(judge.subject)
            if not judge.holds(changed[judge.id]):
                self._judges.insert(0, self._judges.pop(number))
                return f'"{judge.case.name}" of {judge.id}'
        return ""


def _judges(part: Part, suite: Suite) -> Iterator[_Judge]:
    subject = suite.subject
    if subject is None:
        return
    for each in suite.cases:
        if each.record is not None:
            values, row = _decided(part, subject, each.record, each.case)
            yield _Judge(suite.id, subject, each.case, each.record, values, row)


def _decided(part: Part, subject: Subject, record: LinkedRecord, case: Case) -> tuple[tuple[Any, ...], int]:
    """What a table's inputs come to, and the row that decides; nothing of a part that is no table."""
    table = subject.facts[part.fact].expr if part.fact else part.expr
    if part.path != ("decide",) or not isinstance(table, Decision):
        return (), 0
    found = decided(table, scene(subject, record, case.as_of, new_program()))
    if isinstance(found.outcome, Failure):
        return (), len(table.rows)
    return found.values, len(table.rows) if found.row is None else found.row
