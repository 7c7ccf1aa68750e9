"""Different conditions are said differently: where two are said alike, they come to the same on every record tried."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

import pytest

from checker.catalogue.claim import told
from checker.catalogue.english import condition, speaker
from checker.engine.env import Env, evaluate
from checker.engine.evaluate import new_program
from checker.lang.expr import Expr
from checker.values import parse_date
from tests.cases.things import compiled, thing
from tests.catalogue.test_english import lines_of

Record = Mapping[str, Any]
COMPARISONS = ("==", "!=", "<", "<=", ">", ">=")


def joined(parts: Sequence[str]) -> Iterator[str]:
    """Two of the parts with `&&` or `||` between them, and each negated."""
    for first, second in product(parts, parts):
        yield from (f"({first} && {second})", f"({first} || {second})")
    yield from (f"!{part}" for part in parts)


def logic() -> tuple[list[str], list[Record]]:
    """Conditions on a few fields, within each other, with several on one field among them."""
    atoms = ["(thing.color == 'red')", "(thing.color in ['red', 'green'])", "thing.flag", "(thing.count > 0)"]
    simple = [*atoms, *joined(atoms)]
    choices = [
        f"({a} ? {b} : {c})" for a, b, c in product(atoms[1:], [*atoms[1:], "true", "false"], [*atoms[1:], "false"])
    ]
    texts = [
        *simple,
        *joined(simple),
        *choices,
        *(f"({choice} {op} {atom})" for choice in choices for op in ("&&", "||") for atom in atoms),
    ]
    values = product(["red", "green", "blue"], [True, False], [0, 1])
    return texts, [{"color": color, "flag": flag, "count": count} for color, flag, count in values]


def quantifiers() -> tuple[list[str], list[Record]]:
    """Macros over lists and filtered lists, within each other, and beside other conditions."""
    bodies = ["p.checked", "(p.kind == 'nut')", "thing.flag"]
    bodies += [*joined(bodies)]
    lists = [
        "thing.parts",
        "thing.parts.filter(x, x.checked)",
        "thing.parts.filter(p, p.kind == 'nut').filter(y, thing.flag)",
    ]
    macros = [
        f"{each}.{name}(p, {body})" for each, name, body in product(lists, ["all", "exists", "exists_one"], bodies)
    ]
    nested = [
        f"thing.parts.{one}(p, thing.parts.{two}(q, {body}))"
        for one, two in product(["all", "exists"], ["all", "exists_one"])
        for body in (
            "q.checked && p.checked", "q.kind == p.kind && q.checked", "q.kind == p.kind && p.checked",
            "q.kind == p.kind || (p.checked && q.checked)", "p.checked || thing.flag", "q.checked != p.checked",
        )
    ]  # fmt: skip
    texts = [*macros, *nested, *(f"!{macro}" for macro in [*macros, *nested])]
    texts += [f"({macro} {op} thing.flag)" for macro in macros for op in ("&&", "||")]
    items = [{"kind": kind, "checked": checked} for kind in ("nut", "bolt") for checked in (True, False)]
    parts = [[], *([item] for item in items), *map(list, product(items, items))]
    return texts, [{"parts": each, "flag": flag} for each in parts for flag in (True, False)]


def numbers() -> tuple[list[str], list[Record]]:
    """Arithmetic within arithmetic, compared from both sides."""
    atoms = ["thing.count", "thing.box.size", "2"]
    simple = [f"({a} {op} {b})" for a, op, b in product(atoms, "+-*", atoms)]
    deep = [f"({a} {op} {b})" for a, op, b in product(simple, "+-*", atoms)]
    deep += [f"({b} {op} {a})" for a, op, b in product(simple, "-*", atoms)]
    texts = [f"{each} {op} 3" for each in [*simple, *deep] for op in ("==", "<")]
    texts += [f"3 {op} {each}" for each in simple for op in COMPARISONS]
    texts += [f"!({each} {op} 3)" for each in simple for op in COMPARISONS]
    texts += [f"size(thing.numbers) {op} {count}" for op in COMPARISONS for count in (0, 1, 2)]
    texts += [f"thing.count in {values}" for values in ("[1]", "[1, 2]", "[1, 2, 3]")]
    texts += [f"!(thing.count in {values})" for values in ("[1]", "[1, 2]", "[1, 2, 3]")]
    ranges = product(range(-1, 4), range(-1, 4), range(3))
    return texts, [{"count": a, "box": {"size": b}, "numbers": [7] * c} for a, b, c in ranges]


def times() -> tuple[list[str], list[Record]]:
    """Days compared with each other, with today, and by how far they lie apart."""
    moments = [
        "thing.day",
        "today",
        "thing.days[0]",
        "date('2026-06-14')",
        "(thing.day + days(1))",
        "thing.day.addMonths(-1)",
    ]
    sides = [(a, b) for a, b in product(moments, moments) if a != b]
    texts = [f"{a} {op} {b}" for (a, b), op in product(sides, COMPARISONS)]
    spans = [f"{a} - {b}" for a, b in sides]
    texts += [f"{span} {op} days({count})" for span, op, count in product(spans, COMPARISONS, (1, 2))]
    texts += [f"days(2) {op} {span}" for span, op in product(spans[:12], COMPARISONS)]
    texts += [f"!({text})" for text in texts]
    days = ["2026-05-15", "2026-06-12", "2026-06-13", "2026-06-14", "2026-06-15", "2026-06-16", "2026-06-17"]
    return texts, [{"day": a, "days": [b]} for a, b in product(days, days)]


@pytest.mark.parametrize("family", [logic, quantifiers, numbers, times], ids=lambda each: each.__name__)
def test_what_is_said_alike_is_the_same(family: Any) -> None:
    """Conditions with one sentence have one truth value on each record."""
    texts, records = family()
    envs = [Env(new_program(), {"thing": thing(each).value, "today": parse_date("2026-06-15")}, {}) for each in records]
    said: dict[str, list[tuple[str, Expr]]] = {}
    for text in dict.fromkeys(texts):
        tree, _, faults = compiled(text)
        assert faults == ()
        words = "\n".join(lines_of(told(condition(speaker(text, "thing", {}, {}), tree))))
        said.setdefault(words, []).append((text, tree))
    alike = [group for group in said.values() if len(group) > 1]
    assert alike
    for (first, one), *others in alike:
        expected = [evaluate(one, env) for env in envs]
        for text, tree in others:
            assert [evaluate(tree, env) for env in envs] == expected, f"{first}\n{text}"
