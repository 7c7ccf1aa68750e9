"""What the expressions of a policy or a table see in a case."""

from __future__ import annotations

from datetime import date

from checker.engine.env import Env, Program
from checker.lang.policy import CheckedDecision, CheckedPolicy
from checker.record import LinkedRecord
from checker.values import midnight


def scene(subject: CheckedPolicy | CheckedDecision, record: LinkedRecord, as_of: date, program: Program) -> Env:
    """The record, the day, the facts, and the pack's parameters and data."""
    today = midnight(as_of)
    return Env(program, {record.ref.kind: record.value, "today": today, **subject.values}, subject.fact_exprs)
