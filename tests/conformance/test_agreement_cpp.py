"""Agreement with Google's implementation of CEL in C++ (`cel-expr-python`) on expressions that hypothesis writes.

An example is a well-typed expression of `grammar.py` with values for its variables; both implementations must give the
same value, or both an error. Where types allow it, the expression also runs as the compiled code that policies run as.
Set in the environment:

    CHECKER_AGREEMENT_COUNT   how many examples (1500)
    CHECKER_AGREEMENT_SEED    where the choice of them starts (0)

    CHECKER_AGREEMENT_COUNT=20000 CHECKER_AGREEMENT_SEED=7 pytest tests/conformance/test_agreement_cpp.py

A disagreement is shown as its smallest expression. Those that are kept stand, with their reasons, in `kept.yaml`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, seed, settings

from checker.engine.compiled import LOST, Unsupported, compile_value
from checker.engine.unknown import Failure
from checker.engine.verdicts import compile_policy
from checker.lang.lattice import ANY
from checker.lang.parser import parse
from checker.lang.typecheck import Scope, check
from checker.types import BOOL, BYTES, DOUBLE, DURATION, INT, STRING, TIMESTAMP, UINT, List, Map, Type
from checker.values import Duration, Timestamp, UInt
from tests.conformance import google
from tests.conformance.adapter import run
from tests.conformance.expressions import VARIABLES, arguments, examples
from tests.conformance.test_cel import told

COUNT = int(os.environ.get("CHECKER_AGREEMENT_COUNT", "1500"))
SEED = int(os.environ.get("CHECKER_AGREEMENT_SEED", "0"))
KEPT: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "kept.yaml").read_text(encoding="utf-8"))
_NAMED: dict[str, Type] = {"near": TIMESTAMP, "short": DURATION, "string": STRING, "dyn": ANY}
_SIMPLE = _NAMED | {str(each): each for each in (BOOL, BYTES, DOUBLE, DURATION, INT, TIMESTAMP, UINT)}


def type_of(text: str) -> Type:
    """A type of the grammar as the type checker has it."""
    match text.split("(")[0], [type_of(part) for part in arguments(text)]:
        case "list", [item]:
            return List(item)
        case "map", [name, value]:
            return Map(name, value)
        case simple, _:
            return _SIMPLE[simple]


def same(ours: Any, other: Any) -> bool:
    """Whether two results are the same value, or both an error."""
    if isinstance(ours, Failure) or isinstance(other, Failure):
        return isinstance(ours, Failure) and isinstance(other, Failure)
    return bool(told(_coarse(ours)) == told(_coarse(other)))


def _coarse(value: Any) -> Any:
    """What Google's Python binding can tell: microseconds, and keys without their kind of number."""
    if isinstance(value, Timestamp):
        return Timestamp(int(value) // 1000 * 1000)
    if isinstance(value, Duration):
        return Duration(abs(int(value)) // 1000 * (-1000 if value < 0 else 1000))
    if isinstance(value, list):
        return [_coarse(item) for item in value]
    if isinstance(value, dict):
        return {int(name) if type(name) is UInt else name: _coarse(item) for name, item in value.items()}
    return value


def is_kept(text: str, theirs: Any) -> bool:
    """Whether an expression, with what it is to Google, is of those for which another result of Google's is kept."""
    said = f"{text} is {theirs}"
    return any(re.search(each["where"], said) for each in KEPT if "where" in each)


@pytest.fixture(scope="module")
def tally() -> Iterator[dict[str, int]]:
    """How many examples came to what; too few comparisons would prove little."""
    found = dict.fromkeys(("value", "error", "refused", "kept", "code"), 0)
    yield found
    print(f"agreement with Google's CEL, seed {SEED}: {found}")
    assert found["value"] > COUNT / 2
    assert found["error"] > COUNT / 20
    assert found["refused"] + found["kept"] < COUNT / 10
    assert found["code"] > COUNT / 20


@seed(SEED)
@settings(max_examples=COUNT, database=None, deadline=None, suppress_health_check=list(HealthCheck))
@given(example=examples())
def test_agreement(example: tuple[str, dict[str, Any]], tally: dict[str, int]) -> None:
    """Both implementations give the same value, or both an error."""
    text, bindings = example
    try:
        theirs = google.run(text, bindings)
    except google.Refused:
        tally["refused"] += 1
        return
    ours = run(text, bindings)
    if not same(ours, theirs) and is_kept(text, theirs):
        tally["kept"] += 1
        return
    tally["error" if isinstance(theirs, Failure) else "value"] += 1
    assert same(ours, theirs), f"{text} with {bindings}: {ours} here, {theirs} from Google"
    tally["code"] += agrees_as_code(text, bindings, ours)


def agrees_as_code(text: str, bindings: Mapping[str, Any], ours: Any) -> bool:
    """Whether compiled code has an answer, which is then the exact evaluation's; as a policy's condition, too."""
    types = {name: type_of(its) for name, (its, _) in VARIABLES.items()}
    typed, faults = check(parse(text), Scope(types, strict=False))
    try:
        found = None if faults else compile_value(typed, {})(bindings, {})
        judged = None if faults or typed.type != BOOL else compile_policy(typed, (), {}, "false", "true")(bindings, {})
    except (Unsupported, *LOST):
        found, judged = None, None
    assert found is None or told(found) == told(ours), f"{text} with {bindings}: {found} as code, {ours} exactly"
    lost = ... if isinstance(ours, Failure) else None
    assert judged in (None, False, str(ours).lower(), lost), f"{text} with {bindings}: {judged} as code, {ours} exactly"
    return found is not None


@pytest.mark.parametrize("kept", KEPT, ids=lambda kept: kept["expression"])
def test_what_is_kept_still_differs(kept: dict[str, Any]) -> None:
    """Each disagreement that is written down is still one, and has its reason."""
    bindings = kept.get("with", {})
    found = [run(kept["expression"], bindings), google.run(kept["expression"], bindings)]
    texts = ["error" if isinstance(each, Failure) else repr(each) for each in found]
    assert texts == [kept["ours"], kept["google"]]
    assert texts[0] != texts[1]
    assert len(kept["reason"]) > 20
