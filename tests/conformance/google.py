"""Google's implementation of CEL, in C++, with its values and errors in our form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pytest

from checker.engine.runtime import key
from checker.engine.unknown import Failure
from checker.values import Duration, Timestamp, TypeValue, UInt
from tests.conformance.expressions import VARIABLES, arguments

cel: Any = pytest.importorskip("cel_expr_python.cel", reason="cel-expr-python has no wheel for this Python or machine")
_EXTENSIONS = ("bindings", "math", "optional", "strings", "two-var-comprehensions")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICRO = timedelta(microseconds=1)
_TYPES = {
    "LIST<DYN>": "list",
    "MAP<DYN, DYN>": "map",
    "NULL": "null_type",
    "TIMESTAMP": "google.protobuf.Timestamp",
    "DURATION": "google.protobuf.Duration",
    "optional_type<DYN>": "optional_type",
}


class Refused(Exception):
    """Google's type checker does not take an expression."""


def run(text: str, bindings: Mapping[str, Any]) -> Any:
    """The value of an expression, or a Failure; raises Refused where its text or types are refused."""
    try:
        compiled = _environment().compile(text)
    except RuntimeError as problem:
        raise Refused(str(problem)) from None
    try:
        found = compiled.eval(data={name: _given(value) for name, value in bindings.items()})
    except RuntimeError as problem:
        return Failure(str(problem))
    return Failure(found.value()) if found.type() == cel.Type.ERROR else _taken(found)


@cache
def _environment() -> Any:
    lines = ["extensions:", *(f"  - name: {name}" for name in _EXTENSIONS)]
    config = cel.NewEnvConfigFromYaml("\n".join(lines))
    return cel.NewEnv(config=config, variables={name: _type(its) for name, (its, _) in VARIABLES.items()})


def _type(text: str) -> Any:
    parts = [_type(part) for part in arguments(text)]
    match text.split("(")[0]:
        case "list":
            return cel.Type.List(*parts)
        case "map":
            return cel.Type.Map(*parts)
        case "near":
            return cel.Type.TIMESTAMP
        case "short":
            return cel.Type.DURATION
        case name:
            return getattr(cel.Type, name.upper())


def _given(value: Any) -> Any:
    if isinstance(value, Timestamp):
        return _EPOCH + int(value) // 1000 * _MICRO
    if isinstance(value, Duration):
        return int(value) // 1000 * _MICRO
    return int(value) if isinstance(value, UInt) else value


def _taken(value: Any) -> Any:
    kind, inner = value.type(), value.value()
    if kind == cel.Type.UINT:
        return UInt(inner)
    if kind == cel.Type.BYTES:
        return bytes(inner)
    if kind == cel.Type.TIMESTAMP:
        return Timestamp((inner - _EPOCH) // _MICRO * 1000)
    if kind == cel.Type.DURATION:
        return Duration(inner // _MICRO * 1000)
    if kind == cel.Type.TYPE:
        return TypeValue(_TYPES.get(inner.name(), inner.name().lower()))
    if isinstance(inner, list):
        return [_taken(item) for item in inner]
    if isinstance(inner, dict):
        return {key(name): _taken(item) for name, item in inner.items()}
    return inner
