"""A turn in words."""

from __future__ import annotations

from checker.forecast.turns import Turn
from checker.model import ClauseResult, Outcome


def why(turn: Turn) -> str:
    """What is found from that day on, in a sentence; empty where everything holds then."""
    result = turn.after
    if result.outcome is Outcome.WAIVED:
        waiver = next(clause.waiver for clause in result.clauses if clause.waiver)
        return f"A waiver covers it until {waiver.expires} ({waiver.ticket})."
    if result.outcome in (Outcome.PASS, Outcome.SKIP):
        return result.reason
    first = next((clause for clause in result.clauses if clause.outcome is result.outcome), None)
    return " ".join([*([_clause(first)] if first else []), *result.notes])


def _clause(clause: ClauseResult) -> str:
    if clause.message:
        return clause.message
    if clause.missing:
        return f"{clause.missing[0].path} is not recorded."
    return f"{clause.reasons[0].text}." if clause.reasons else clause.text
