"""The days on which a condition may change, solved for, against trying every day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from checker.engine.env import Env, evaluate
from checker.engine.evaluate import new_program
from checker.engine.horizon import Horizon
from checker.engine.unknown import Failure, Unknown
from checker.lang.expr import Expr
from checker.values import DAY, Timestamp, parse_date
from tests.cases.things import compiled, thing
from tests.engine.expressions import FACTS, THINGS, conditions

START = "2026-06-15"
FIRST = int(parse_date(START) or 0) // DAY
SPAN = 75
NEAR = [f"2026-{month:02}-{day:02}" for month in (5, 6, 7, 8) for day in (1, 14, 15, 16, 28)]
SAYINGS = [
    "today - thing.day < days({n})",
    "thing.day.addMonths({n}) >= today",
    "thing.day.monthsUntil(today) == {n}",
    "today.monthsUntil(thing.day) < {n}",
    "today.getFullYear() == 2026 && thing.day <= today",
    "today.getDayOfWeek() == 3",
    "today == thing.day || today != thing.days[0]",
    "thing.days.exists(d, d + days({n}) == today)",
    "thing.days.all(d, today - d < days({n}) || today < d)",
    "thing.days.filter(d, d < today).size() > 1",
    "thing.days.filter(d, d < today)[0] + days({n}) > today",
    "(today > thing.day ? thing.days[0] : thing.days[1]) < today",
    "(thing.flag ? today : thing.day) < thing.days[0]",
    "cel.bind(t, today - days({n}), thing.days.exists(d, d > t))",
    "cel.bind(d, thing.day, d < today)",
    "[today, thing.day].exists(t, t > thing.days[0])",
    "today in thing.days",
    "string(today) < '2026-07-01T00:00:00Z'",
    "days({n}) > today - thing.day",
    "today - (thing.day - today) > thing.days[0]",
    "facts.late && thing.days[0] < facts.limit",
    "thing.days.map(d, today - d).exists(l, l > days({n}))",
    "today.addMonths({n}) > thing.day && today.addMonths(thing.count) < thing.days[0]",
    "size(thing.days.filter(d, d.monthsUntil(today) == 1)) == 1",
]
MOVING = {"late": "thing.day < today", "limit": "today - days(5)"}


def told(tree: Expr, facts: Mapping[str, Expr], record: Mapping[str, Any], day: int) -> object:
    """What a condition comes to on a day."""
    value = evaluate(tree, Env(new_program(), {"thing": record, "today": Timestamp(day * DAY)}, facts))
    return "unknown" if isinstance(value, Unknown) else "error" if isinstance(value, Failure) else value


def solved(tree: Expr, facts: Mapping[str, Expr], record: Mapping[str, Any]) -> Iterator[int]:
    """The days that the horizon gives, each from the one before."""
    horizon, day = Horizon([tree], facts), FIRST
    while horizon.moves:
        following = horizon.after({"thing": record, "today": Timestamp(day * DAY)}, FIRST + SPAN)
        if following is None:
            return
        assert following > day
        yield (day := following)


def hold(text: str, definitions: Mapping[str, str], given_: dict[str, Any]) -> int:
    """Holds the solved days of a condition to a search of every day; how many days were solved.

    -1 for a condition that no policy may have.
    """
    tree, facts, faults = compiled(text, definitions)
    if faults:
        return -1
    record = thing(given_).value
    found = set(solved(tree, facts, record))
    daily = [told(tree, facts, record, FIRST + number) for number in range(SPAN + 1)]
    changes = {FIRST + number for number in range(1, SPAN + 1) if daily[number] != daily[number - 1]}
    assert changes <= found, text
    return len(found)


@given(
    st.sampled_from(SAYINGS), st.integers(0, 60), st.lists(st.sampled_from(NEAR), min_size=3, max_size=3), st.booleans()
)
def test_no_change_is_missed(saying: str, number: int, days: list[str], flag: bool) -> None:
    """Whatever is compared with today, in loops, facts, choices and tables of functions."""
    record = {"day": days[0], "days": days[1:], "flag": flag, "count": number % 4}
    assert hold(saying.replace("{n}", str(number)), MOVING, record) >= 0


@given(conditions(), THINGS)
def test_no_change_of_any_condition_is_missed(text: str, record: dict[str, Any]) -> None:
    """Conditions of every form, on records with anything missing."""
    assume(hold(text, FACTS, record) >= 0)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("today - thing.day < days(40)", 1),
        ("thing.days.all(d, d >= today)", 2),
        ("thing.day.addMonths(2) >= today", 1),
        ("thing.day.monthsUntil(today) == 1", 2),
        ("today == thing.days[0]", 2),
        ("facts.late ? thing.days[0] < today : false", 1),
        ("thing.count > 3", 0),
        ("thing.name == 'x' && today > thing.day", 0),
    ],
)
def test_few_days_are_looked_at(text: str, days: int) -> None:
    """As many as there are flips, not one for each day."""
    record = {"day": "2026-06-01", "days": ["2026-07-01", "2026-07-09"], "count": 1, "name": "y"}
    assert 0 <= hold(text, MOVING, record) <= days + 1


def test_what_is_not_recorded_needs_no_days() -> None:
    """No day records it."""
    assert hold("thing.day < today", {}, {}) == 0


def test_what_nobody_can_solve_is_tried_day_by_day() -> None:
    """The day of the week goes up and down."""
    assert hold("today.getDayOfWeek() == 3", {}, {}) == SPAN
