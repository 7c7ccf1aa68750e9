"""The parser: what it makes of a text, where the parts stand, and that no text breaks it."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from checker.engine.env import Env, evaluate
from checker.engine.evaluate import new_program
from checker.lang import compile_expression
from checker.lang.expr import Call, Expr, Select, children
from checker.lang.faults import SyntaxFault
from checker.lang.lexer import tokenize
from checker.lang.message import parse_message
from checker.lang.parser import MAX_DEPTH, parse
from checker.values import parse_date
from tests.cases.things import scope, thing
from tests.lang.trees import TREES, placeless, text_of

WORDS = r"""
    thing today p name count ratio flag parts tags labels box day color lid open marks has exists all map filter size
    days date addMonths matches in true false null 0 1 2.5 'red' 'a' r'\d' "" . . . ( ) ( ) [ ] { } , : ? ! - + * / %
    == != < <= > >= && || facts for \ ' " # 1u b'\x00' `a-b` .? [? cel.bind optional.of math.abs optMap transformList
    1e999 99999999999999999999 // é
"""
PARTS = ("\n", "\ud800", "thing.name", "thing.count", "thing.parts", "p.kind", ".exists(p, ", ".map(p, ")
PIECES = st.lists(st.sampled_from((*WORDS.split(), *PARTS)), max_size=25)


def _walk(tree: Expr) -> list[Expr]:
    return [tree, *(found for child in children(tree) for found in _walk(child))]


@given(TREES)
def test_a_printed_tree_parses_to_itself(tree: Expr) -> None:
    """The text of a tree parses to that tree, types of literals included."""
    assert repr(placeless(parse(text_of(tree)))) == repr(tree)


@given(TREES)
def test_every_part_stands_where_its_text_is(tree: Expr) -> None:
    """The text at a part's span parses to that part, and a name's span holds the name."""
    text = text_of(tree)
    for node in _walk(parse(text)):
        part = text[node.span.start : node.span.end]
        assert placeless(parse(part)) == placeless(node), part
        for child in children(node):
            assert node.span.start <= child.span.start < child.span.end <= node.span.end
        if isinstance(node, (Select, Call)):
            name = node.field if isinstance(node, Select) else node.function
            assert text[node.at.start : node.at.end].strip("`") == name


@given(st.text())
@example("'a\\")
@example("'''a\\")
@example("1" * 5000)
@example("0x" + "f" * 5000)
@example("'\ud800'")
@example("r'\ud800'")
def test_no_text_breaks_the_parser(text: str) -> None:
    """Whatever the text, there is a tree or a fault inside of the text."""
    try:
        parse(text)
    except SyntaxFault as problem:
        assert 0 <= problem.fault.span.start <= problem.fault.span.end <= len(text)
        assert problem.fault.code == "L001"


@given(st.text(st.sampled_from("{}{}{}a '\"\\.:/")))
def test_no_text_breaks_a_message(text: str) -> None:
    """Whatever a message says, there are parts or a fault inside of the text."""
    try:
        parse_message(text)
    except SyntaxFault as problem:
        assert 0 <= problem.fault.span.start <= problem.fault.span.end <= len(text)


@given(PIECES.map(" ".join) | PIECES.map("".join))
def test_whatever_compiles_runs(text: str) -> None:
    """An expression in which no fault is found never breaks the engine: it has a value, is unknown or an error."""
    tree, faults = compile_expression(text, scope())
    for fault in faults:
        assert 0 <= fault.span.start <= fault.span.end <= len(text)
    if not faults:
        record = thing({"name": "a", "count": 0, "parts": [{"kind": "nut", "marks": ["a"]}, {}], "box": {}})
        base = {"thing": record.value, "today": parse_date("2026-06-15")}
        evaluate(tree, Env(new_program(), base))


NESTED = {
    "brackets": ("(", "1", ")"),
    "lists": ("[", "1", "]"),
    "maps": ("{1: ", "1", "}"),
    "not": ("!", "true", ""),
    "minus": ("-", "(1)", ""),
    "calls": ("size(", "''", ")"),
    "indexes": ("[1][", "0", "]"),
    "conditionals": ("true ? 1 : ", "1", ""),
    "sums": ("", "1", " + 1"),
    "sums on the right": ("1 + (", "1", ")"),
    "products": ("", "1", " * 1"),
    "comparisons": ("", "true", " == true"),
    "fields": ("", "thing", ".other"),
    "methods": ("", "''", ".trim()"),
    "macros": ("", "[1]", ".map(n, n)"),
    "macros in macros": ("[1].exists(n, ", "true", ")"),
}


@pytest.mark.parametrize("form", NESTED)
@pytest.mark.parametrize("levels", [MAX_DEPTH + 1, 5_000])
def test_nothing_is_nested_without_bound(form: str, levels: int) -> None:
    """Whatever can be nested or chained, too much of it is a fault and no exhausted stack."""
    opening, core, closing = NESTED[form]
    with pytest.raises(SyntaxFault, match="nested deeper than 60 levels; move a part into a fact"):
        parse(opening * levels + core + closing * levels)


@pytest.mark.parametrize("form", NESTED)
def test_what_parses_is_shallow_enough_for_every_walk(form: str) -> None:
    """As deep as the parser allows, checking and evaluating still work."""
    opening, core, closing = NESTED[form]
    levels = MAX_DEPTH - 3
    tree, _ = compile_expression(opening * levels + core + closing * levels, scope())
    assert len(_walk(tree)) > 1 or form == "brackets"
    mixed = core
    for _ in range(MAX_DEPTH // 4):
        mixed = f"({opening}{mixed}{closing})"
    assert parse(mixed)


def test_chains_inside_of_chains_are_counted_together() -> None:
    """Many short chains, each inside the next, are as deep as one long chain."""
    text = "1"
    for _ in range(10):
        text = f"[{text}]{'.map(n, n)' * 10}"
    with pytest.raises(SyntaxFault, match="nested deeper"):
        parse(text)


def test_logic_is_flat() -> None:
    """A long list of alternatives is no deeper than a short one."""
    assert len(children(parse(" || ".join(["true"] * 5000)))) == 5000


def test_tokens_cover_the_text() -> None:
    """Tokens stand in order, each at its own text, and comments and white space are between them."""
    text = 'a.b // a comment\n  >= 0x1F + .5e3 \'x\' r"\\" """y"z"""'
    tokens = tokenize(text)
    assert [text[token.span.start : token.span.end] for token in tokens] == [
        "a", ".", "b", ">=", "0x1F", "+", ".5e3", "'x'", 'r"\\"', '"""y"z"""', "",
    ]  # fmt: skip
    constants = [token.value for token in tokens if token.kind in ("int", "double", "string")]
    assert constants == [31, 500.0, "x", "\\", 'y"z']
