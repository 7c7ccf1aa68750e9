"""A decision table on a record, on its own: the outcome, each input with what it read, and how the rows fared."""

from __future__ import annotations

from datetime import date
from typing import Any

from checker.engine.decide import Decided, decided
from checker.engine.env import Env
from checker.engine.evaluate import new_program
from checker.engine.explain import Explainer
from checker.engine.hidden import Hidden
from checker.engine.missing import missing
from checker.engine.tables import equation, without_hidden
from checker.engine.unknown import Masked, Unknown
from checker.frozen import frozen
from checker.lang.expr import Decision
from checker.lang.policy import CheckedDecision
from checker.model import Missing, Reason
from checker.record import MASK, LinkedRecord
from checker.types import Object
from checker.values import midnight


@frozen
class InputFound:
    """What an input of the table came to."""

    name: str
    text: str
    """Its expression, as its author wrote it."""
    value: Any
    """`Unknown` where it is not recorded, `Failure` where it has none."""
    reason: Reason
    """Its value in words, with its place and what it was computed from."""
    missing: tuple[Missing, ...] = ()
    """What is not recorded."""


@frozen
class Answer:
    """What a decision table says of a record."""

    table: Decision
    decided: Decided
    inputs: tuple[InputFound, ...]


def answer(decision: CheckedDecision, record: LinkedRecord, kind: Object, as_of: date) -> Answer:
    """The table's outcome on a record of its kind, as of a day, with everything that led to it."""
    table = decision.fact.expr
    assert isinstance(table, Decision)
    today = midnight(as_of)
    env = Env(new_program(), {record.ref.kind: record.value, "today": today, **decision.values}, decision.fact_exprs)
    hidden = Hidden(decision.fact_exprs)
    found = without_hidden(decided(table, env), table, hidden)
    inputs = []
    for given, value in zip(table.inputs, found.values, strict=True):
        inner = Explainer(env, decision.facts, record.locate, given.text, hidden)
        unknown = isinstance(value, Unknown)
        under = () if unknown else inner.parts(given.expr)
        reason = inner.reason(given.expr, equation(given.name, value), under)
        keys, data = hidden.has_keys(given.expr), decision.values.get("data")
        absent = missing(value.paths, kind, record.value, record.locate, keys, data) if unknown else ()
        shown = MASK if isinstance(value, Masked) else value
        inputs.append(InputFound(given.name, given.text, shown, reason, absent))
    return Answer(table, found, tuple(inputs))
