"""Which question comes next about a record in the making: a function of the record, so that one can go on at any time.

The order: what the schema requires; the rest of an item of a list that was begun; what the policies need; and, where
the user wants it, every other field. Nothing is asked twice: what was left open is null in the record.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import Enum
from typing import Any, TypeAlias

from checker.frozen import frozen
from checker.record import MASK, Path, dotted
from checker.reports.layout.checklist import Item
from checker.scaffold.fields import Standing, field_at, fields_at, last_lists, put, standing, value_at
from checker.scaffold.gaps import MISSING, TOO_FEW, gaps, problems
from checker.scaffold.record import allowed
from checker.scaffold.sample import simple
from checker.schemas import Kind
from checker.schemas.leaves import Leaf
from checker.types import List, Object

Lacking: TypeAlias = Callable[[Mapping[str, Any]], Sequence[Item]]
_STEP = re.compile(r"\[(\d+)\]|([^.\[\]]+)")
_ROUNDS = 200


class Form(Enum):
    """What is asked for."""

    VALUE = "value"
    """A value for a field, or the next item of a list of plain values."""
    ITEM = "item"
    """Yes or no: whether a list of objects has one more."""
    GROUP = "group"
    """Yes or no: whether there is something to record in an object."""


@frozen
class State:
    """A record in the making, and what is known of its making."""

    record: Mapping[str, Any]
    """With null for what was asked and left open."""
    closed: frozenset[Path] = frozenset()
    """The lists that have no more items."""
    everything: bool = False
    """Whether to ask for every field of the schema."""


@frozen
class Question:
    """A question about the value at a path."""

    path: Path
    form: Form = Form.VALUE
    required: bool = False
    choices: tuple[Any, ...] = ()
    """The values that may stand there, where the schema lists them."""
    waiting: tuple[str, ...] = ()
    """The ids of the policies that need the answer."""
    problem: str = ""
    """Why it is asked again: what is wrong with the value that stands there."""


def step(kind: Kind, state: State, lacking: Lacking) -> tuple[State, Question | None]:
    """The next question, with what goes without asking filled in; None where nothing is left to ask."""
    for _ in range(_ROUNDS):
        moves = (_move(kind, state.record, gap) for gap in gaps(kind, state.record))
        move = next((each for each in moves if each is not None), None)
        if isinstance(move, Question):
            return state, move
        if move is None:
            break
        state = replace(state, record=move)
    question = _open(kind, state) or _needed(kind, state, lacking)
    if question is None and state.everything:
        question = next(_further(kind, state.record, ()), None)
    return state, question


def _move(kind: Kind, record: Mapping[str, Any], gap: Leaf) -> Question | Mapping[str, Any] | None:
    """What closes a gap: a question, or the record with what goes without asking; None where neither can."""
    path, here = gap.path, value_at(record, gap.path)
    if gap.keyword in MISSING:
        only = _choices(kind, record, path)
        type_ = field_at(kind, record, path).type
        if isinstance(type_, (List, Object)):
            return _with(record, path, {} if isinstance(type_, Object) else [])
        return _with(record, path, only[0]) if len(only) == 1 else _value(kind, record, path, required=True)
    if isinstance(here, list):
        inner = (*path, len(here))
        if gap.keyword not in TOO_FEW:
            return None
        is_object = isinstance(field_at(kind, record, inner).type, Object)
        return _with(record, inner, {}) if is_object else _value(kind, record, inner, required=True)
    if isinstance(here, dict):
        return _more_of(kind, record, gap)
    told = [problem.message for problem in problems(kind, record) if problem.path == path]
    return replace(_value(kind, record, path), problem=told[0] if told else f"{dotted(path)} does not fit its schema")


def _more_of(kind: Kind, record: Mapping[str, Any], gap: Leaf) -> Question | None:
    """Of an object that needs one more of some fields, the question about the first; of none twice, unless all are."""
    wanted = gap.wanted if gap.keyword == "oneRequired" else fields_at(kind, record, gap.path)
    paths = [(*gap.path, name) for name in wanted if standing(record, (*gap.path, name)) is not Standing.RECORDED]
    new = [path for path in paths if _unasked(record, path)]
    if gap.keyword not in (*TOO_FEW, "anyOf", "oneOf") or not paths:
        return None
    return question_about(kind, record, (new or paths)[0], required=not new)


def _open(kind: Kind, state: State) -> Question | None:
    """What is left to ask about the list that was touched last, and those around it."""
    for path in reversed(list(last_lists(state.record))):
        items = value_at(state.record, path)
        if path in state.closed or not isinstance(field_at(kind, state.record, path).type, List):
            continue
        type_ = field_at(kind, state.record, (*path, 0)).type
        if not isinstance(type_, Object):
            return _value(kind, state.record, (*path, len(items)))
        for name in fields_at(kind, state.record, (*path, len(items) - 1)) if items else ():
            inner = (*path, len(items) - 1, name)
            if _unasked(state.record, inner) and _in_a_line(kind, state.record, inner):
                return question_about(kind, state.record, inner)
        return Question(path, Form.ITEM)
    return None


def _needed(kind: Kind, state: State, lacking: Lacking) -> Question | None:
    """The first question about what the policies lack."""
    for item in lacking(state.record):
        if item.missing.type in ("record", "more") or MASK in item.missing.path:
            continue
        found = next(_within(kind, state.record, path_of(item.missing.path)), None)
        if found is not None:
            return replace(found, waiting=tuple(policy.id for policy in item.policies))
    return None


def path_of(text: str) -> Path:
    """The path within the record that a missing fact names: `engagement.evidence[0].issued_on` without its kind."""
    steps = [int(number) if number else name for number, name in _STEP.findall(text)]
    return tuple(steps[1:])


def _within(kind: Kind, record: Mapping[str, Any], path: Path) -> Iterator[Question]:
    """The questions about a part of the record of which nothing is known: of an object, those about its fields."""
    inner = [(*path, name) for name in fields_at(kind, record, path)]
    yield from (question_about(kind, record, each) for each in inner or [path] if _unasked(record, each))


def _further(kind: Kind, record: Mapping[str, Any], path: Path) -> Iterator[Question]:
    """The questions about everything else, in the order of the schema."""
    for name, field in fields_at(kind, record, path).items():
        inner = (*path, name)
        if _unasked(record, inner):
            yield question_about(kind, record, inner)
        elif isinstance(field.type, Object) and standing(record, inner) is Standing.RECORDED:
            yield from _further(kind, record, inner)


def question_about(kind: Kind, record: Mapping[str, Any], path: Path, required: bool = False) -> Question:
    """The first question about a field of any type."""
    type_ = field_at(kind, record, path).type
    if isinstance(type_, Object):
        return Question(path, Form.GROUP, required)
    if not isinstance(type_, List):
        return _value(kind, record, path, required)
    if isinstance(type_.item, Object):
        return Question(path, Form.ITEM, required)
    return _value(kind, record, (*path, 0), required)


def _value(kind: Kind, record: Mapping[str, Any], path: Path, required: bool = False) -> Question:
    return Question(path, Form.VALUE, required, _choices(kind, record, path))


def _choices(kind: Kind, record: Mapping[str, Any], path: Path) -> tuple[Any, ...]:
    return allowed(field_at(kind, record, path), kind.gate.shapes.at(path).values)


def _unasked(record: Mapping[str, Any], path: Path) -> bool:
    return standing(record, path) is Standing.ABSENT


def _in_a_line(kind: Kind, record: Mapping[str, Any], path: Path) -> bool:
    """Whether a field of an item is asked for with the item: a value, or a list of values."""
    field = field_at(kind, record, path)
    return simple(field) or (isinstance(field.type, List) and not isinstance(field.type.item, (List, Object)))


def _with(record: Mapping[str, Any], path: Path, value: Any) -> Mapping[str, Any]:
    changed: Mapping[str, Any] = put(record, path, value)
    return changed
