"""What can be wrong with policy text: the codes, and a fault at a span of an expression."""

from __future__ import annotations

from collections.abc import Iterable

from checker.frozen import frozen
from checker.source import Span

CODES = {
    "L001": "syntax error",
    "L002": "policy form",
    "L003": "unreadable file",
    "L010": "unknown name",
    "L011": "unknown function",
    "L012": "unknown field",
    "L013": "type mismatch",
    "L014": "value that cannot occur",
    "L015": "comparison with null",
    "L016": "no condition",
    "L017": "bad argument",
    "L018": "call that can fail",
    "L019": "condition that never varies",
    "L020": "duplicate id",
    "L021": "id and path differ",
    "L022": "cyclic facts",
    "L023": "unknown kind",
    "L024": "unknown fact",
    "L025": "unknown pack",
    "L026": "policy about no record",
    "L030": "columns of a table",
    "L031": "cell that cannot fit",
    "L032": "unreachable row",
    "L033": "overlapping rows",
    "L034": "uncovered combination",
    "L035": "table too entangled",
    "L036": "input of no use",
    "L040": "bad parameter",
    "L041": "bad data table",
    "N001": "optional field decides",
    "N002": "always recorded",
    "N003": "condition without effect",
    "N004": "unused fact",
    "N005": "unused parameter",
    "N006": "unused data table",
    "N007": "clause without message",
}
"""Every code with its title; a code is never given another meaning. Those with N are notes, and refuse nothing."""


@frozen
class Fault:
    """A mistake at a place of an expression's text."""

    code: str
    span: Span
    message: str


class SyntaxFault(Exception):
    """An expression that does not parse; its fault is always L001."""

    def __init__(self, span: Span, message: str) -> None:
        self.fault = Fault("L001", span, message)
        super().__init__(message)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """`; did you mean NAME?` with the nearest of the known names, or nothing where none is near."""
    import difflib

    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f"; did you mean {near[0]}?" if near else ""
