"""The kind `thing` of the case suite: its records, and expressions compiled against them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from checker.lang import Scope, compile_expression
from checker.lang.expr import Expr
from checker.lang.faults import Fault
from checker.readers._nulls import without_nulls
from checker.record import LinkedRecord, Record, ValidRecord
from checker.references import link
from checker.schemas import load_kinds, validate
from checker.source import Position
from checker.types import TIMESTAMP, Type
from checker.yaml12 import Limits, Locations, load_all

FOLDER = Path(__file__).parent
KINDS = load_kinds({"thing": FOLDER / "record.schema.json"})
THING = KINDS["thing"].type


def thing(value: Mapping[str, Any], others: Sequence[Mapping[str, Any]] = ()) -> LinkedRecord:
    """A record of the kind `thing`, valid and linked with the others; every value stands on the line of its depth."""
    valid = []
    for number, each in enumerate([value, *others], 1):
        given = without_nulls({"kind": "thing", **each})
        record = Record(given, f"thing{number}.yaml", number, lambda path: Position(len(path) + 1, 1))
        found = validate(record, KINDS)
        assert isinstance(found, ValidRecord), found
        valid.append(found)
    return link(valid, KINDS)[0][0]


def compiled(
    text: str, facts: Mapping[str, str] | None = None, *, strict: bool = True
) -> tuple[Expr, Mapping[str, Expr], tuple[Fault, ...]]:
    """An expression about things, the facts that it may use (each after those that it uses), and every fault."""
    types: dict[str, Type] = {}
    trees: dict[str, Expr] = {}
    faults: list[Fault] = []
    for name, definition in (facts or {}).items():
        trees[name], found = compile_expression(definition, scope(types, strict=strict))
        types[name] = trees[name].type
        faults.extend(found)
    tree, found = compile_expression(text, scope(types, strict=strict))
    return tree, trees, (*faults, *found)


def scope(facts: Mapping[str, Type] | None = None, *, strict: bool = True) -> Scope:
    """What an expression about things may use."""
    return Scope({"thing": THING, "today": TIMESTAMP}, facts or {}, strict=strict)


def read(*files: Path) -> LinkedRecord:
    """The thing in the first YAML file, linked with those of the others; its values have their true places."""
    valid = []
    for file in files:
        text = file.read_text(encoding="utf-8")
        (value,) = load_all(text, Limits())
        found = validate(Record(value, file.name, 1, partial(Locations(text).position, 0)), KINDS)
        assert isinstance(found, ValidRecord), found
        valid.append(found)
    return link(valid, KINDS)[0][0]
