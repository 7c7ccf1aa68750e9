"""Policies that have been parsed and type-checked: the only form in which they reach an engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

from checker.frozen import frozen
from checker.lang.expr import Expr
from checker.model import Parameter, PolicySummary, Reference
from checker.types import Object

Message: TypeAlias = tuple[str | Expr, ...]
"""Text and checked expressions in turn."""


@frozen
class Fact:
    """An expression with a name."""

    name: str
    says: str
    text: str
    expr: Expr


@frozen
class Clause:
    """A condition, as its author wrote it and as it was checked."""

    text: str
    expr: Expr
    message: Message = ()
    says: str = ""
    """The message as its author wrote it, expressions in braces."""
    in_force_from: date | None = None
    in_force_until: date | None = None
    """The last day in force."""


@frozen
class CheckedPolicy:
    """A policy whose every expression fits the schema of the records that it judges."""

    summary: PolicySummary
    when: Clause | None
    require: tuple[Clause, ...]
    record_type: Object
    in_force_from: date | None = None
    in_force_until: date | None = None
    """The last day in force."""
    facts: Mapping[str, Fact] = field(default_factory=dict)
    """Those of the pack (and of the packs that it extends) that are about the same kind of record."""
    values: Mapping[str, Any] = field(default_factory=dict)
    """The variables that do not hang on the record: `params` and `data`."""

    @property
    def fact_exprs(self) -> Mapping[str, Expr]:
        """Name → expression of the facts, for evaluation."""
        return {name: fact.expr for name, fact in self.facts.items()}


@frozen
class CheckedDecision:
    """A decision table that has been checked, for use on its own; policies read its outcome as a fact."""

    id: str
    title: str
    applies_to: str
    """The kind of record that it is about."""
    file: str
    fact: Fact
    facts: Mapping[str, Fact]
    """Those of the pack that are about the same kind of record."""
    values: Mapping[str, Any] = field(default_factory=dict)
    """The variables that do not hang on the record: `params` and `data`."""

    @property
    def fact_exprs(self) -> Mapping[str, Expr]:
        """Name → expression of the facts, for evaluation."""
        return {name: fact.expr for name, fact in self.facts.items()}


@frozen
class DataTable:
    """Reference data of a pack, and where it comes from."""

    name: str
    """Policies read `data.NAME`."""
    title: str
    source: Reference


@frozen
class Pack:
    """What `pack.yaml` says, for reports and catalogues."""

    id: str
    title: str
    version: str
    jurisdiction: str
    description: str
    disclaimer: str
    sources: tuple[Reference, ...] = ()
    """The documents that it rests on."""
    extends: tuple[str, ...] = ()
    """The ids of the packs whose facts, parameters and data it may use."""
    tables: tuple[DataTable, ...] = ()
    """The data tables that its policies may read."""


@frozen
class PolicySet:
    """All policies of a run, sorted by id, and the packs they came from."""

    policies: tuple[CheckedPolicy, ...]
    packs: tuple[Pack, ...]
    decisions: tuple[CheckedDecision, ...] = ()
    """The decision tables among the files, sorted by id."""
    parameters: tuple[Parameter, ...] = ()
    """Those of the packs and of the policies, sorted by name."""
    homes: tuple[Path, ...] = ()
    """The folders of the packs that were read, those that others extend among them."""
