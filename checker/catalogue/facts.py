"""Facts and decision tables in English."""

from __future__ import annotations

from collections.abc import Iterator

from checker.catalogue.claim import after, inline, introduced, told
from checker.catalogue.constants import literal
from checker.catalogue.english import condition, speaker
from checker.catalogue.speaker import Speaker
from checker.catalogue.text import Block, Code, Entries, Item, Line, Paragraph, Strong, Table, capital, listed
from checker.catalogue.values import value
from checker.frozen import frozen
from checker.lang.cells import Cell, Test
from checker.lang.expr import Conditional, Decision, Expr
from checker.lang.policy import CheckedDecision, CheckedPolicy, Fact
from checker.types import BOOL, TIMESTAMP, Type
from checker.values import Timestamp

_NUMBER = {"<": "less than ", "<=": "at most ", ">": "more than ", ">=": "at least ", "!=": "not ", "=": ""}
_MOMENT = {"<": "before ", "<=": "not after ", ">": "after ", ">=": "not before ", "!=": "not ", "=": ""}


@frozen
class Known:
    """Where a fact is used, and where decision tables are told."""

    user: CheckedPolicy | CheckedDecision
    kind: str

    def speaker(self, text: str) -> Speaker:
        """Who speaks of an expression of the fact."""
        return speaker(text, self.kind, self.user.facts, self.user.values)


def fact_item(fact: Fact, known: Known) -> Item:
    """A fact that is no decision table: its name and meaning, and beneath it when it holds or what it comes to."""
    says = " ".join(fact.says.split())
    line: Line = (Code(f"facts.{fact.name}"), *([f": {says}"] if says else []))
    say = known.speaker(fact.text)
    if fact.expr.type == BOOL:
        return Item(line, (told(after(("it holds where ",), condition(say, fact.expr))),))
    if isinstance(fact.expr, Conditional):
        return Item(line, tuple(_outcomes(say, fact.expr)))
    return Item(line, (Item(("It is ", *introduced(value(say, fact.expr)), ".")),))


def _outcomes(say: Speaker, node: Expr) -> Iterator[Item]:
    """`a ? "x" : b ? "y" : "z"`, an outcome at a time."""
    start = "it is "
    while isinstance(node, Conditional):
        claim = condition(say, node.condition)
        yield told(after((start, *value(say, node.yes), " where "), claim))
        start, node = "otherwise, it is ", node.no
    yield Item(("In every other case it is ", *introduced(value(say, node)), "."))


def decision_blocks(tree: Decision, known: Known) -> Iterator[Block]:
    """What a decision table looks at, and the table."""
    entries = []
    for each in tree.inputs:
        say = known.speaker(each.text)
        line = inline(condition(say, each.expr)) if each.expr.type == BOOL else value(say, each.expr)
        prefix: Line = ("whether ",) if each.expr.type == BOOL else ()
        entries.append((capital(each.name), introduced((*prefix, *line))))
    yield Entries(tuple(entries))
    first = "The first row that fits decides, from the top." if tree.hit == "first" else "No two rows fit one record."
    yield Paragraph((first, " An empty cell takes anything, also what is not recorded."))
    heads: tuple[Line, ...] = (*((capital(each.name),) for each in tree.inputs), (Strong("Outcome"),))
    rows = [
        (*(_cell(cell, each.expr.type) for cell, each in zip(row.cells, tree.inputs, strict=True)), _text(row.outcome))
        for row in tree.rows
    ]
    yield Table(heads, tuple(rows))
    if tree.otherwise is not None:
        yield Paragraph(("Where no row fits, the outcome is ", *_text(tree.otherwise), "."))


def _cell(cell: Cell | None, type_: Type) -> Line:
    """What a row asks of an input, in words."""
    if cell is None:
        return ()
    alternatives = [listed([_test(test, type_) for test in tests], "and") for tests in cell.alternatives]
    return listed([*alternatives, *([("not recorded",)] if cell.unrecorded else [])], "or")


def _test(test: Test, type_: Type) -> Line:
    word = (_MOMENT if type_ == TIMESTAMP else _NUMBER)[test.op]
    shown = _text(test.value.text() if isinstance(test.value, Timestamp) else test.value)
    return (word, *shown) if word else shown


def _text(given: object) -> Line:
    return literal(given) or (Code(str(given)),)
