"""What packs offer their policies and nothing uses: facts, parameters and data tables, told as notes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from checker.lang.expr import Expr, FactRef, Ident, Select, children
from checker.lang.faults import CODES
from checker.lang.files import YamlFile, read_file
from checker.lang.packs import near
from checker.lang.policy import CheckedPolicy, PolicySet
from checker.source import Diagnostic

_Read: TypeAlias = tuple[str, str]
"""`facts`, `params` or `data`, and the name that is read of it; an empty name reads all of them."""


def unused(loaded: PolicySet, homes: Sequence[Path]) -> Iterator[Diagnostic]:
    """What the packs in these folders offer and no loaded policy or decision table uses, be it by way of a fact."""
    used: set[_Read] = set()
    for policy in loaded.policies:
        used |= _used(_conditions(policy), policy.fact_exprs)
    for table in loaded.decisions:
        used |= _used([table.fact.expr], table.fact_exprs)
    for home in homes:
        facts, pack = read_file(near(home / "facts.yaml"), "facts", []), read_file(near(home / "pack.yaml"), "pack", [])
        if facts is not None:
            yield from _facts(facts, used)
        if pack is not None:
            yield from _parameters(pack, used, "no policy here uses")
        for schema in sorted((home / "data").glob("*.schema.json")):
            name = schema.name.removesuffix(".schema.json")
            if not used & {("data", name), ("data", "")}:
                message = f"no policy here uses the table {name}; use it as data.{name}[KEY], or leave it out"
                yield Diagnostic("N006", CODES["N006"], message, str(near(schema)))


def unused_parameters(policy: CheckedPolicy, file: YamlFile) -> Iterator[Diagnostic]:
    """The parameters of one policy's own that it does not use."""
    return _parameters(file, _used(_conditions(policy), policy.fact_exprs), "the policy does not use")


def _facts(file: YamlFile, used: set[_Read]) -> Iterator[Diagnostic]:
    for name in file.value["facts"]:
        if ("facts", name) not in used:
            message = f"no policy here uses the fact {name}; use it as facts.{name}, or leave it out"
            yield file.at_name("N004", ("facts", name), message)


def _parameters(file: YamlFile, used: set[_Read], nobody: str) -> Iterator[Diagnostic]:
    for name in file.value.get("params", {}):
        if not used & {("params", name), ("params", "")}:
            message = f"{nobody} the parameter {name}; use it as params.{name}, or leave it out"
            yield file.at_name("N005", ("params", name), message)


def _conditions(policy: CheckedPolicy) -> list[Expr]:
    clauses = [*([] if policy.when is None else [policy.when]), *policy.require]
    return [part for clause in clauses for part in (clause.expr, *clause.message) if not isinstance(part, str)]


def _used(trees: Sequence[Expr], facts: Mapping[str, Expr]) -> set[_Read]:
    """What expressions read, and what the facts that they use read."""
    found: set[_Read] = set()
    waiting = list(trees)
    while waiting:
        new = set(_reads(waiting.pop())) - found
        found |= new
        waiting.extend(facts[name] for root, name in new if root == "facts")
    return found


def _reads(tree: Expr) -> Iterator[_Read]:
    match tree:
        case FactRef(name=name):
            yield "facts", name
        case Select(operand=Ident(name="params" | "data" as root), field=name):
            yield root, name
        case Ident(name="params" | "data" as root):
            yield root, ""
        case _:
            for child in children(tree):
                yield from _reads(child)
