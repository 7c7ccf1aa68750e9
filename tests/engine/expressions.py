"""Generated well-typed expressions about things, and things to try them on."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from hypothesis import strategies as st

Draw = Callable[[st.SearchStrategy[Any]], Any]

FACTS = {
    "big": "thing.count > 2",
    "area": "thing.count * thing.box.size",
    "nuts": "thing.parts.filter(p, p.kind == 'nut')",
}
INTS = st.sampled_from([0, 1, 2, 3, -1, -7, 100, 9223372036854775807, -9223372036854775808])
DOUBLES = st.sampled_from([0.0, -0.0, 0.5, 1.0, 2.5, -7.25, 1e17, 9007199254740992.0])
WORDS = st.sampled_from(["", "a", "b", "red", "Red", "abba", "é"])
COLORS = st.sampled_from(["red", "green", "blue"])
DATES = st.sampled_from(
    ["2026-06-15", "2026-01-31", "2024-02-29", "2025-06-15", "1999-12-31", "0001-01-01", "9999-12-31"]
)
MOMENTS = st.sampled_from(["2026-06-15T00:00:00Z", "2026-06-14T23:59:59.5-02:00", "2025-02-28T12:00:00Z"])


def _record(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=fields)


def _list(items: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(items, max_size=3)


PARTS = _record(
    kind=st.sampled_from(["bolt", "nut", "plate"]),
    weight=DOUBLES,
    count=INTS,
    made_on=DATES,
    checked=st.booleans(),
    marks=_list(WORDS),
    maker=_record(name=WORDS),
)
THINGS = _record(
    name=WORDS,
    color=COLORS,
    flag=st.booleans(),
    other_flag=st.booleans(),
    count=INTS,
    ratio=DOUBLES,
    day=DATES,
    moment=MOMENTS,
    tags=_list(WORDS),
    colors=_list(COLORS),
    numbers=_list(INTS),
    shares=_list(DOUBLES),
    days=_list(DATES),
    parts=_list(PARTS),
    box=_record(size=INTS, color=COLORS, lid=_record(open=st.booleans(), weight=DOUBLES)),
    labels=st.dictionaries(WORDS.filter(bool), WORDS, max_size=2),
    stock=st.dictionaries(WORDS.filter(bool), INTS, max_size=2),
)
"""Things with any of their fields; references are left out, since the oracle does not join."""

READS: Mapping[str, list[str]] = {
    "bool": ["thing.flag", "thing.other_flag", "thing.box.lid.open", "thing.parts[0].checked", "facts.big"],
    "int": ["thing.count", "thing.box.size", "thing.parts[1].count", "thing.stock.a", "thing.stock['b']", "facts.area"],
    "double": ["thing.ratio", "thing.box.lid.weight", "thing.parts[0].weight", "thing.shares[1]"],
    "string": [
        "thing.name",
        "thing.color",
        "thing.box.color",
        "thing.parts[0].maker.name",
        "thing.labels.a",
        "thing.tags[0]",
    ],
    "timestamp": ["thing.day", "thing.moment", "thing.days[0]", "thing.parts[0].made_on", "today"],
    "duration": ["days(1)", "days(365)"],
    "ints": ["thing.numbers"],
    "doubles": ["thing.shares"],
    "strings": ["thing.tags", "thing.colors", "thing.parts[0].marks"],
    "parts": ["thing.parts", "facts.nuts"],
}
IN_PART: Mapping[str, list[str]] = {
    "bool": ["checked"],
    "int": ["count"],
    "double": ["weight"],
    "string": ["kind", "maker.name"],
    "timestamp": ["made_on"],
    "strings": ["marks"],
}
"""The fields of an item of thing.parts, by type."""

FORMS: Mapping[str, list[str]] = {
    "bool": [
        "!{bool}", "{bool} && {bool}", "{bool} || {bool}", "{bool} && {bool} && {bool}", "{bool} ? {bool} : {bool}",
        "{int} {compare} {int}", "{int} {compare} {double}", "{double} {compare} {double}",
        "{string} {compare} {string}",
        "{timestamp} {compare} {timestamp}", "{duration} {compare} {duration}", "{bool} == {bool}", "{bool} != {bool}",
        "{ints} == {ints}", "{strings} != {strings}", "{ints} == {doubles}",
        "{int} in {ints}", "{double} in {ints}", "{string} in {strings}", "{string} in ['a', {string}]",
        "{string}.contains({string})", "{string}.startsWith({string})", "{string}.endsWith({string})",
        "{string}.matches('^[a-c]+$')", "{string}.matches('e')",
        "{over ints exists}", "{over ints all}", "{over ints exists_one}", "{over strings exists}",
        "{over strings all}",
        "{over parts exists}", "{over parts all}", "{over parts exists_one}", "{over doubles exists}",
    ],
    "int": [
        "{int} + {int}", "{int} - {int}", "{int} * {int}", "{int} / {int}", "{int} % {int}", "-{int}",
        "{bool} ? {int} : {int}", "{ints}.size()", "size({strings})", "{string}.size()", "{parts}.size()",
        "sum({ints})",
        "{ints}[{int}]", "int({double})", "{timestamp}.monthsUntil({timestamp})", "{timestamp}.getFullYear()",
        "{timestamp}.getMonth()", "{timestamp}.getDate()", "{'a': {int}, 'b': {int}}.b", "{{string}: {int}}['a']",
    ],
    "double": [
        "{double} + {double}", "{double} - {double}", "{double} * {double}", "{double} / {double}", "-{double}",
        "{bool} ? {double} : {double}", "double({int})", "sum({doubles})", "{doubles}[{int}]",
    ],
    "string": [
        "{string} + {string}", "{bool} ? {string} : {string}", "{strings}[{int}]", "string({int})", "string({bool})",
        "{strings}.join()", "{strings}.join({string})",
    ],
    "timestamp": [
        "{timestamp} + {duration}", "{duration} + {timestamp}", "{timestamp} - {duration}",
        "{timestamp}.addMonths({int})",
        "{bool} ? {timestamp} : {timestamp}",
    ],
    "duration": [
        "{timestamp} - {timestamp}", "{duration} + {duration}", "{duration} - {duration}", "days({int})",
        "{bool} ? {duration} : {duration}",
    ],
    "ints": [
        "[{int}, {int}]", "[]", "{ints} + {ints}", "{over ints filter}", "{over parts map int}", "{over ints map int}",
    ],
    "doubles": ["[{double}]", "{doubles} + {doubles}", "{over doubles filter}", "{over parts map double}"],
    "strings": ["[{string}]", "{strings} + {strings}", "{over strings filter}", "{over parts map string}"],
    "parts": ["{over parts filter}", "{bool} ? {parts} : {parts}"],
}  # fmt: skip
"""How an expression of a type is made of others; `{over LIST MACRO}` is a macro with a variable of its own."""

HAS = [
    "has(thing.count)",
    "has(thing.box.lid.open)",
    "has(thing.parts[0].kind)",
    "('a' in thing.labels)",
    "has(facts.nuts[0].kind)",
]
"""Tests of absence (or of a map's keys): with them, what is not recorded may make a condition true."""

HOLE = re.compile(r"\{([a-z_ ]+)\}")
ITEM = {"ints": "int", "doubles": "double", "strings": "string"}


class _Writer:
    """Writes one expression, as deep as its fuel lasts."""

    def __init__(self, draw: Draw, absence: bool) -> None:
        self.draw = draw
        self.absence = absence
        self.variables: list[tuple[str, str]] = []

    def write(self, type_: str, fuel: int) -> str:
        """An expression of a type, in brackets where it has parts."""
        if fuel <= 0 or self.draw(st.integers(0, 3)) == 0:
            return self.leaf(type_)
        if self.absence and type_ == "bool" and self.draw(st.integers(0, 3)) == 0:
            own = [f"has({name}.count)" for name, of in self.variables if of == "part"]
            return str(self.draw(st.sampled_from([*HAS, *own])))
        return f"({self.fill(self.draw(st.sampled_from(FORMS[type_])), fuel - 1)})"

    def leaf(self, type_: str) -> str:
        """A constant, a variable or a field."""
        reads = [*READS[type_], *(name for name, of in self.variables if of == type_)]
        for name, of in self.variables:
            if of == "part":
                reads.extend(f"{name}.{field}" for field in IN_PART.get(type_, ()))
        constant = {"bool": "true", "int": str(self.draw(INTS)), "double": repr(self.draw(DOUBLES))}
        constant |= {"string": f"'{self.draw(WORDS)}'", "timestamp": f"date('{self.draw(DATES)}')"}
        if type_ in constant and self.draw(st.integers(0, 2)) == 0:
            return f"({constant[type_]})"
        return str(self.draw(st.sampled_from(reads)))

    def fill(self, form: str, fuel: int) -> str:
        """A form with its holes filled."""
        return HOLE.sub(lambda found: self.hole(found[1], fuel), form)

    def hole(self, hole: str, fuel: int) -> str:
        """What stands in a hole."""
        if hole == "compare":
            return str(self.draw(st.sampled_from(["==", "!=", "<", "<=", ">", ">="])))
        if not hole.startswith("over "):
            return self.write(hole, fuel)
        _, list_, macro, *result = hole.split()
        target = self.write(list_, fuel)
        name = f"v{len(self.variables)}"
        self.variables.append((name, ITEM.get(list_, "part")))
        body = self.write(result[0] if result else "bool", fuel)
        self.variables.pop()
        return f"{target}.{macro}({name}, {body})"


@st.composite
def conditions(draw: Draw, absence: bool = True) -> str:
    """The text of a well-typed condition; without `absence`, none that asks whether something is recorded."""
    return _Writer(draw, absence).write("bool", draw(st.integers(1, 4)))


@st.composite
def values(draw: Draw) -> str:
    """The text of a well-typed expression of any type."""
    return _Writer(draw, True).write(draw(st.sampled_from(sorted(FORMS))), draw(st.integers(1, 3)))
