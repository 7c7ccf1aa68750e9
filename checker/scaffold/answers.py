"""Takes an answer: a line of text to a value, held to the schema of its field, to the record with it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from checker.record import Path, Problem, dotted
from checker.scaffold import emit
from checker.scaffold.fields import field_at, put, value_at, without
from checker.scaffold.gaps import MISSING, TOO_FEW, gaps, problems
from checker.scaffold.questions import Form, Question, State
from checker.scaffold.record import MANY
from checker.schemas import Kind
from checker.schemas.leaves import Leaf
from checker.types import BOOL, DOUBLE, INT, TIMESTAMP, String
from checker.yaml12 import Limits, YamlError, load_all
from checker.yaml12.core import plain

_YES, _NO = ("y", "yes", "true"), ("n", "no", "false")
_NUMBER = re.compile(r"[0-9]{1,9}")
_ABOVE = ("maxItems", "maxProperties", "not", "uniqueItems")
"""Keywords by which a value that fits makes a part above it wrong."""


def answer(kind: Kind, state: State, question: Question, text: str) -> State | Problem:
    """The state with what was answered, or what is wrong with the answer. An empty answer leaves the question open."""
    text = text.strip()
    if question.form is not Form.VALUE:
        return _yes_or_no(kind, state, question, text)
    if not text:
        return _left_open(kind, state, question)
    try:
        value = _read(kind, state, question, text)
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        message = f"{dotted(question.path)} holds text that is no Unicode"
        return Problem(message, "Write it anew; half of a character is missing.", question.path)
    except (YamlError, ValueError) as problem:
        return Problem(f"this is not understood: {problem}", "Write it anew.", question.path)
    return _accepted(kind, state, question.path, value)


def _read(kind: Kind, state: State, question: Question, text: str) -> Any:
    """The value that a text stands for; as text where it is none, for the schema to say what it wants."""
    type_ = field_at(kind, state.record, question.path).type
    if question.choices:
        return _chosen(question.choices, text)
    if isinstance(type_, String) or type_ == TIMESTAMP:
        return _unquoted(text)
    if type_ == BOOL:
        return True if text.lower() in _YES else False if text.lower() in _NO else text
    if type_ in (INT, DOUBLE):
        return plain(text)
    documents = load_all(text, Limits())
    return documents[0] if len(documents) == 1 else text


def _chosen(choices: tuple[Any, ...], text: str) -> Any:
    """The choice that a text names: itself, or its number."""
    named = {str(choice) if isinstance(choice, str) else emit.scalar(choice): choice for choice in choices}
    word = _unquoted(text)
    if word in named:
        return named[word]
    if numbered(choices) and _NUMBER.fullmatch(text) and 1 <= int(text) <= len(choices):
        return choices[int(text) - 1]
    return word


def numbered(choices: tuple[Any, ...]) -> bool:
    """Whether choices are shown with numbers: not where they are too many, or numbers themselves."""
    return len(choices) <= MANY and all(isinstance(choice, str) and not _NUMBER.fullmatch(choice) for choice in choices)


def _unquoted(text: str) -> str:
    """A text in double quotes is what stands between them: that way one can write `back`."""
    if len(text) > 1 and text[0] == text[-1] == '"':
        with suppress(ValueError):
            return str(json.loads(text))
    return text


def _accepted(kind: Kind, state: State, path: Path, value: Any) -> State | Problem:
    record = put(state.record, path, value)
    wrong = _new_wrongs(kind, state.record, record, path)
    if not wrong:
        return replace(state, record=record)
    told = problems(kind, record)
    return next((problem for leaf in wrong for problem in told if problem.path == leaf.path), told[0])


def _new_wrongs(kind: Kind, before: Mapping[str, Any], after: Mapping[str, Any], path: Path) -> list[Leaf]:
    """What a value at a path makes wrong; what it only makes missing will be asked for."""
    known = {(leaf.path, leaf.keyword) for leaf in gaps(kind, before) if leaf.path[: len(path)] != path}
    new = [leaf for leaf in gaps(kind, after) if (leaf.path, leaf.keyword) not in known]
    return [
        leaf
        for leaf in new
        if (leaf.path[: len(path)] == path and leaf.keyword not in (*MISSING, *TOO_FEW))
        or (leaf.path == path[: len(leaf.path)] and leaf.keyword in _ABOVE)
    ]


def _yes_or_no(kind: Kind, state: State, question: Question, text: str) -> State | Problem:
    path, word = question.path, text.lower()
    if word in _YES:
        is_item = question.form is Form.ITEM
        inner = (*path, len(value_at(state.record, path) or [])) if is_item else path
        return _accepted(kind, state, inner, {})
    if word not in ("", *_NO):
        return Problem(f'"{text}" is neither yes nor no', "Write y or n.", path)
    return _left_open(kind, state, question)


def _left_open(kind: Kind, state: State, question: Question) -> State | Problem:
    path = question.path
    if question.required:
        return Problem(
            "the schema requires an answer here", "Write ? for what is wanted, or stop to go on later.", path
        )
    if question.problem:
        return replace(state, record=without(state.record, path))
    owner = path if question.form is Form.ITEM else path[:-1]
    if isinstance(value_at(state.record, owner), list):
        return replace(state, closed=state.closed | {owner})
    return replace(state, record=_nulled(kind, state.record, owner if isinstance(path[-1], int) else path))


def _nulled(kind: Kind, record: Mapping[str, Any], path: Path) -> Mapping[str, Any]:
    """The record with null at a path; higher up where that would begin a part which then requires an answer."""
    known = {(leaf.path, leaf.keyword) for leaf in gaps(kind, record)}
    longest_first = (put(record, path[:length], None) for length in range(len(path), 0, -1))
    found: Mapping[str, Any] = next(
        each for each in longest_first if all((leaf.path, leaf.keyword) in known for leaf in gaps(kind, each))
    )
    return found
