"""Values as YAML, as the records of this project are written: short lists and objects on one line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from checker.engine.unknown import Masked
from checker.record import MASK
from checker.values import Duration, Timestamp

_WIDTH = 100
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_ ./-]*[A-Za-z0-9_./-]|[A-Za-z_]")
_WORDS = ("null", "true", "false", "~")


def yaml_text(value: Any) -> str:
    """A value as YAML 1.2, line by line, in the order of its members."""
    return "\n".join(_lines(value, 0))


def _lines(value: Any, indent: int) -> Iterator[str]:
    pad = " " * indent
    if isinstance(value, Mapping) and value:
        for name, part in value.items():
            yield from _entry(f"{pad}{_scalar(str(name))}:", part, indent + 2)
    elif isinstance(value, list) and value:
        for part in value:
            first, *rest = _entry(f"{pad}-", part, indent + 2)
            if first == f"{pad}-":
                first, *rest = f"{first} {rest[0].lstrip()}", *rest[1:]
            yield from (first, *rest)
    else:
        yield pad + _flow(value)


def _entry(start: str, value: Any, indent: int) -> Iterator[str]:
    line = f"{start} {_flow(value)}"
    nested = isinstance(value, (Mapping, list)) and any(isinstance(each, (Mapping, list)) for each in _parts(value))
    if (len(line) <= _WIDTH and not nested) or not isinstance(value, (Mapping, list)) or not value:
        yield line
    else:
        yield start
        yield from _lines(value, indent)


def _parts(value: Any) -> list[Any]:
    return list(value.values()) if isinstance(value, Mapping) else list(value)


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_scalar(str(name))}: {_flow(part)}" for name, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return _scalar(value)


def _scalar(value: Any) -> str:
    if isinstance(value, (Timestamp, Duration)):
        return value.text()
    if isinstance(value, Masked):
        return MASK
    if isinstance(value, str) and _PLAIN.fullmatch(value) and value.lower() not in _WORDS:
        return value
    return json.dumps(value, ensure_ascii=False, default=str)
