"""Values as YAML text that people go on to edit: block style, dates unquoted, long text folded."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Sequence
from typing import Any

from checker.reports.layout.printable import json_safe, printable
from checker.yaml12.core import plain

WIDTH = 98
"""Where comments and folded text are wrapped."""
_LEAST = 40
_PLAIN = re.compile(r"[^\W_](?:(?!: | #).)*(?<![: ])")
_OTHERS = frozenset("y n yes no on off".split())
"""What YAML 1.1, which other programs still read, takes for true and false."""


def scalar(value: Any) -> str:
    """A value without parts, or an empty list or object, as one line."""
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if value.lower() in _OTHERS:
        return json.dumps(value)
    return name(value)


def name(text: str) -> str:
    """A field's name, or another text that no program takes for true or false where it stands."""
    if _PLAIN.fullmatch(text) and text.isprintable() and _is_text(text):
        return text
    return json_safe(json.dumps(text, ensure_ascii=False))


def block(value: Any, depth: int = 0) -> list[str]:
    """An object or a list with its parts, as lines without indentation; `depth` is where they will stand."""
    if isinstance(value, dict) and value:
        return [line for step, part in value.items() for line in field(step, part, depth)]
    if isinstance(value, list) and value:
        return [line for item in value for line in _item(item, depth)]
    return [scalar(value)]


def field(step: str, value: Any, depth: int = 0) -> list[str]:
    """A field with its value, as lines without indentation."""
    if isinstance(value, (dict, list)) and value:
        return [f"{name(step)}:", *indented(block(value, depth + 2))]
    line = f"{name(step)}: {scalar(value)}"
    if depth + len(line) > WIDTH and isinstance(value, str) and _folds(value):
        return [f"{name(step)}: >-", *indented(wrapped(value, depth + 2))]
    return [line]


def comment(text: str, depth: int = 0) -> list[str]:
    """A text as comment lines, made printable."""
    return [f"# {line}" for line in wrapped(printable(" ".join(text.split())), depth + 2)]


def wrapped(text: str, depth: int) -> list[str]:
    """A text in lines that end before the margin, when they are indented by `depth`."""
    return textwrap.wrap(text, max(WIDTH - depth, _LEAST), break_on_hyphens=False)


def indented(lines: Sequence[str], by: str = "  ") -> list[str]:
    """The lines, each behind some text; empty ones stay empty."""
    return [f"{by}{line}" if line else line for line in lines]


def listed(lines: Sequence[str]) -> list[str]:
    """The lines of an object as an item of a list: the dash before its first field, below that field's comment."""
    first = next(number for number, line in enumerate(lines) if line and not line.startswith("#"))
    return [*lines[:first], f"- {lines[first]}", *indented(lines[first + 1 :])]


def _item(value: Any, depth: int) -> list[str]:
    if isinstance(value, (dict, list)) and value:
        return listed(block(value, depth + 2))
    return [f"- {scalar(value)}"]


def _is_text(text: str) -> bool:
    try:
        return isinstance(plain(text), str)
    except ValueError:
        return False


def _folds(text: str) -> bool:
    """Whether folding and reading again gives the same text."""
    return text.isprintable() and " ".join(text.split()) == text and max(map(len, text.split())) < _LEAST
