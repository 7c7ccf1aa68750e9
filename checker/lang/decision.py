"""Decision tables: their inputs and cells typed, and every row shown to have its use and every case its row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from checker.lang.boxes import MOST_WORK, Box, Cover, TooMuch, overlaps
from checker.lang.cells import USABLE, Cell, CellFault, read_cell
from checker.lang.certain import always_recorded
from checker.lang.domains import Domain, domain
from checker.lang.expr import Decision, Expr, Input, Row
from checker.lang.faults import SyntaxFault
from checker.lang.files import YamlFile
from checker.lang.grids import OUTCOME, Grid, grid
from checker.lang.lattice import ANY, described
from checker.lang.packs import DecisionEntry
from checker.lang.parser import parse
from checker.lang.typecheck import Scope, check
from checker.record import Path
from checker.source import Diagnostic, Span
from checker.types import String

_MOST_TOLD = 10
"""How many mistakes of one kind are told of one table."""
_NOWHERE = Span(0, 0)


def parse_decision(entry: DecisionEntry, diagnostics: list[Diagnostic]) -> Decision | None:
    """A table whose inputs have been parsed; it has no rows yet. None where one does not parse."""
    decide = entry.document.decide
    inputs = []
    for name, text in decide.inputs.items():
        try:
            inputs.append(Input(name, text, parse(text)))
        except SyntaxFault as problem:
            fault = problem.fault
            diagnostics.append(entry.file.diagnostic(fault.code, _at(name), fault.message, fault.span))
        if name == OUTCOME:
            message = f"{OUTCOME} is what the rows give; call this input something else"
            diagnostics.append(entry.file.at_name("L030", _at(name), message))
            return None
    if len(inputs) < len(decide.inputs):
        return None
    return Decision(decide.hit, tuple(inputs), (), decide.otherwise, "", span=_NOWHERE)


def check_decision(
    entry: DecisionEntry, tree: Decision, scope: Scope, facts: Mapping[str, Expr], diagnostics: list[Diagnostic]
) -> Decision | None:
    """The table with its inputs, cells and rows checked; None where something is wrong with it."""
    before = len(diagnostics)
    inputs = tuple(_input(entry.file, each, scope, diagnostics) for each in tree.inputs)
    written = grid(entry.file, entry.document.decide, diagnostics)
    if tree.otherwise is not None and not tree.otherwise.strip():
        message = "an outcome is a text; this one is empty"
        diagnostics.append(entry.file.diagnostic("L031", ("decide", "otherwise"), message))
    if written is None:
        return None
    rows = _rows(inputs, written, diagnostics)
    if len(diagnostics) > before or any(each.expr.type == ANY for each in inputs):
        return None
    domains = tuple(
        domain(each.name, each.expr.type, not always_recorded(each.expr, facts), [row.cells[n] for row in rows])
        for n, each in enumerate(inputs)
    )
    diagnostics.extend(_Table(written, tree, rows, domains).mistakes())
    if len(diagnostics) > before:
        return None
    outcomes = dict.fromkeys(row.outcome for row in rows)
    if tree.otherwise is not None:
        outcomes[tree.otherwise] = None
    return replace(tree, inputs=inputs, rows=rows, table=written.name, type=String(tuple(outcomes)))


def _at(name: str) -> Path:
    return ("decide", "inputs", name)


def _input(file: YamlFile, given: Input, scope: Scope, diagnostics: list[Diagnostic]) -> Input:
    typed, faults = check(given.expr, scope)
    diagnostics.extend(file.diagnostic(fault.code, _at(given.name), fault.message, fault.span) for fault in faults)
    if not faults and not isinstance(typed.type, String) and typed.type not in (*USABLE, ANY):
        message = f"an input is a text, a bool, a number or a date; this is {described(typed.type)}"
        diagnostics.append(file.diagnostic("L036", _at(given.name), message, typed.span))
    return replace(given, expr=typed)


def _rows(inputs: Sequence[Input], written: Grid, diagnostics: list[Diagnostic]) -> tuple[Row, ...]:
    """The rows with their cells read; the cells of an input that has a fault are left alone."""
    rows, mistakes = [], []
    for number, row in enumerate(written.rows):
        cells: list[Cell | None] = []
        for each in inputs:
            usable = isinstance(each.expr.type, String) or each.expr.type in USABLE
            try:
                cells.append(read_cell(row.cells.get(each.name), each.expr.type) if usable else None)
            except CellFault as fault:
                mistakes.append((str(fault), number, each.name))
        if not isinstance(row.outcome, str) or not row.outcome.strip():
            found = "this one is empty" if row.outcome in (None, "") else "write it in quotes"
            mistakes.append((f"an outcome is a text; {found}", number, OUTCOME))
        rows.append(Row(tuple(cells), str(row.outcome), row.line))
    told = (written.diagnostic("L031", *mistake) for mistake in mistakes[:_MOST_TOLD])
    diagnostics.extend(told)
    return tuple(rows)


@dataclass(frozen=True, slots=True)
class _Table:
    """A table whose every cell fits its input, and the classes of the inputs' values."""

    written: Grid
    tree: Decision
    rows: Sequence[Row]
    domains: Sequence[Domain]

    def mistakes(self) -> Iterator[Diagnostic]:
        """What is wrong with the rows together."""
        boxes = [tuple(d.taken(c) for d, c in zip(self.domains, row.cells, strict=True)) for row in self.rows]
        cover = Cover()
        try:
            idle = dict(self.idle(boxes, cover))
            yield from list(idle.values())[:_MOST_TOLD]
            if self.tree.hit == "unique":
                yield from self.overlapping(boxes)
            gap = None if self.tree.otherwise is not None else cover.gap(self.whole, boxes)
        except TooMuch:
            message = (
                f"the rows overlap so much that {MOST_WORK:,} steps do not show whether they cover everything; "
                "split the table into several"
            )
            yield self.written.diagnostic("L035", message)
            return
        if gap is not None:
            message = f"no row fits {self.example(gap)}; add a row for it, or say otherwise: OUTCOME"
            yield self.written.diagnostic("L034", message)

    @property
    def whole(self) -> Box:
        return tuple(each.whole for each in self.domains)

    def idle(self, boxes: Sequence[Box], cover: Cover) -> Iterator[tuple[int, Diagnostic]]:
        """The rows that can never decide."""
        for number, box in enumerate(boxes):
            if not all(box):
                empty = self.domains[box.index(0)]
                why = "" if empty.unrecorded else ", and it is always recorded"
                message = f"this row can never fit: no value of {empty.name} does{why}"
                yield number, self.written.diagnostic("L032", message, number, empty.name)
            elif self.tree.hit == "first":
                above = [other for other in boxes[:number] if all(a & b for a, b in zip(box, other, strict=True))]
                if above and cover.gap(box, above) is None:
                    message = f"this row can never decide: {self.those(box, boxes[:number])}"
                    yield number, self.written.diagnostic("L032", message, number)

    def those(self, box: Box, above: Sequence[Box]) -> str:
        """Which rows above take all that a row takes."""
        for number, other in enumerate(above):
            if not any(a & ~b for a, b in zip(box, other, strict=True)):
                return f"{self.name(number)} fits wherever it does"
        return "the rows above it, together, fit wherever it does"

    def overlapping(self, boxes: Sequence[Box]) -> Iterator[Diagnostic]:
        """Rows of which two fit at once."""
        for told, (first, second, box) in enumerate(overlaps(boxes)):
            if told == _MOST_TOLD:
                return
            message = f"{self.name(first)} and this row both fit {self.example(box)}; under hit: unique only one may"
            yield self.written.diagnostic("L033", message, second)

    def name(self, number: int) -> str:
        """A row as people find it."""
        line = self.rows[number].line
        return f"line {line}" if line else f"row {number + 1}"

    def example(self, box: Box) -> str:
        """A combination of values in a box; inputs that do not matter are left out."""
        parts = [d.shown(bits) for d, bits in zip(self.domains, box, strict=True) if bits != d.whole]
        rest = len(self.domains) - len(parts)
        if not parts:
            return "everything"
        return f"{', '.join(parts)}{', whatever the other inputs are' if rest else ''}"
