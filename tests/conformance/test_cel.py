"""The published conformance suite of CEL, case by case, on the row engine."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
import yaml

from checker.engine.runtime import key, key_value, type_name
from checker.engine.unknown import Failure
from checker.values import NANOS, Duration, Timestamp, TypeValue, UInt
from tests.conformance.adapter import run

HERE = Path(__file__).parent
CASES = Path(os.environ.get("CHECKER_CONFORMANCE") or HERE.parents[2] / "shared" / "conformance") / "cel"
FILES = sorted(CASES.glob("*.json"))
GAPS: dict[str, str] = yaml.safe_load((HERE / "gaps.yaml").read_text(encoding="utf-8")) or {}
"""Cases that are not met, by their id, with the reason."""


def value_of(given: dict[str, Any]) -> Any:
    """A value of the suite as the engine has it."""
    (kind, inner), *_ = ((name, part) for name, part in given.items() if name != "of")
    match kind:
        case "int" | "uint":
            return (UInt if kind == "uint" else int)(inner)
        case "double":
            return float(inner)
        case "bytes":
            return bytes.fromhex(inner)
        case "list":
            return [value_of(item) for item in inner]
        case "map":
            return {key(value_of(name)): value_of(item) for name, item in inner}
        case "type":
            return TypeValue(inner)
        case "time":
            return (Timestamp if given["of"] == "timestamp" else Duration)(int(inner[0]) * NANOS + int(inner[1]))
        case _:
            return inner


def told(value: Any) -> Any:
    """A value in a form that tells types, signs of zero and NaN apart."""
    if isinstance(value, list):
        return [told(item) for item in value]
    if isinstance(value, dict):
        entries = {repr(told(key_value(name))): told(item) for name, item in value.items()}
        return dict(sorted(entries.items()))
    return type_name(value), repr(value)


def _cases() -> list[Any]:
    found = []
    for file in FILES:
        for case in json.loads(file.read_text(encoding="utf-8")):
            reason = GAPS.get(case["id"])
            marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
            found.append(pytest.param(case, id=case["id"], marks=marks))
    return found


@pytest.mark.skipif(not FILES, reason=f"no conformance cases in {CASES}")
@pytest.mark.parametrize("case", _cases())
def test_case(case: dict[str, Any]) -> None:
    """The value that the suite expects, or an error where it expects one."""
    bindings = {name: value_of(given) for name, given in case["bindings"].items()}
    found = run(case["expr"], bindings, checked=not case.get("disable_check", False))
    if "error" in case["expect"]:
        assert isinstance(found, Failure), found
    else:
        assert not isinstance(found, Failure), found.message
        assert told(found) == told(value_of(case["expect"]["value"]))


def test_there_are_few_gaps_each_with_its_reason() -> None:
    """At most twenty cases are not met."""
    assert len(GAPS) <= 20
    assert all(len(reason) > 20 for reason in GAPS.values())
