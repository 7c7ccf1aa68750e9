"""`checker policies`: which policies there are, and what one says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checker.cli import CLEAN, options
from checker.cli.configured import Shared
from checker.cli.streams import layout, stdout
from checker.errors import UsageError
from checker.reports.layout.page import Page
from checker.reports.layout.words import counted
from checker.resources import POLICIES

if TYPE_CHECKING:
    from checker.lang import CheckedPolicy, PolicySet
    from checker.lang.expr import Expr
    from checker.model import PolicySummary

_MARGIN = 14


class _Commands(click.Group):
    """Loads the catalogue's command, with what it needs, only where it is called or listed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*super().list_commands(ctx), "doc"]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name == "doc":
            from checker.cli.catalogue import doc

            return doc
        return super().get_command(ctx, cmd_name)


@click.group(cls=_Commands)
def command() -> None:
    """List the policies, show one, or write a catalogue of them."""


@command.command("list", cls=Shared)
@options.policies
@options.schema
def list_all(policies: tuple[Path, ...], schemas: dict[str, Path]) -> int:
    """List all policies: id, severity, the kind of record, title."""
    from checker.reports.layout.grid import tell_grid
    from checker.reports.layout.sheet import Column

    loaded, built_in = _load(policies, schemas)
    summaries = sorted([policy.summary for policy in loaded.policies] + built_in, key=lambda summary: summary.id)
    screen = stdout()
    page = Page(screen, layout(screen))
    rows = [[s.id, s.severity.label, s.applies_to, s.title] for s in summaries]
    tell_grid(
        page, [Column("id", whole=True), Column("severity"), Column("kind", 1), Column("title", prose=True)], rows
    )
    page.line(f"{counted(len(rows), 'policy', 'policies')}; `checker policies show ID` says what one asks, and why.")
    return CLEAN


@command.command("show", cls=Shared)
@click.argument("id")
@options.policies
@options.schema
def show(id: str, policies: tuple[Path, ...], schemas: dict[str, Path]) -> int:
    """Show everything about one policy."""
    from checker.selection import nearest

    loaded, built_in = _load(policies, schemas)
    summaries = {summary.id: summary for summary in [*(policy.summary for policy in loaded.policies), *built_in]}
    if id not in summaries:
        raise UsageError(f"There is no policy {id}.{nearest(id, summaries)} `checker policies list` shows all of them.")
    screen = stdout()
    page = Page(screen, layout(screen))
    _summary(page, summaries[id])
    for policy in loaded.policies:
        if policy.summary.id == id:
            _conditions(page, policy)
            _parameters(page, policy, loaded)
    _background(page, summaries[id])
    return CLEAN


def _load(paths: tuple[Path, ...], schemas: dict[str, Path]) -> tuple[PolicySet, list[PolicySummary]]:
    from checker.evidence import checks
    from checker.lang import load_policies
    from checker.schemas import load_kinds

    kinds = load_kinds(schemas)
    return load_policies(paths or (POLICIES,), kinds), [check.summary for check in checks(kinds).values()]


def _summary(page: Page, summary: PolicySummary) -> None:
    page.line(summary.id)
    page.line(summary.title)
    page.blank()
    _entry(page, "severity", summary.severity.label)
    _entry(page, "applies to", f"{summary.applies_to} records")
    _entry(page, "tags", ", ".join(summary.tags))


def _conditions(page: Page, policy: CheckedPolicy) -> None:
    first, last = policy.in_force_from, policy.in_force_until
    _entry(page, "in force", " ".join([f"from {first}"] * bool(first) + [f"until {last}"] * bool(last)))
    _entry(page, "when", " ".join(policy.when.text.split()) if policy.when else "always")
    for number, clause in enumerate(policy.require, start=1):
        _entry(page, f"clause {number}", " ".join(clause.text.split()))
        _entry(page, "", f"or else: {clause.says}" if clause.says else "")
    trees = [clause.expr for clause in (policy.when, *policy.require) if clause]
    for name in sorted({name for tree in trees for name in _facts(tree)}):
        page.line(f"facts.{name}: {policy.facts[name].says}", mark=f"{'with':<{_MARGIN}}")


def _parameters(page: Page, policy: CheckedPolicy, loaded: PolicySet) -> None:
    """The parameters that the policy reads, with their values; those of its facts are the facts' own."""
    conditions = [clause.expr for clause in (policy.when, *policy.require) if clause]
    read = {name for condition in conditions for name in _read(condition)}
    for each in loaded.parameters:
        owner, _, name = each.name.rpartition(".")
        if name in read and (owner == policy.summary.id or "/" not in owner):
            page.line(f"params.{name} = {each.value}: {each.says}", mark=f"{'with':<{_MARGIN}}")


def _read(tree: Expr) -> Iterator[str]:
    """The names of the parameters in an expression."""
    from checker.lang.expr import Ident, Select, children

    if isinstance(tree, Select) and isinstance(tree.operand, Ident) and tree.operand.name == "params":
        yield tree.field
    for child in children(tree):
        yield from _read(child)


def _facts(tree: Expr) -> Iterator[str]:
    from checker.lang.expr import FactRef, children

    if isinstance(tree, FactRef):
        yield tree.name
    for child in children(tree):
        yield from _facts(child)


def _background(page: Page, summary: PolicySummary) -> None:
    _entry(page, "why", summary.rationale)
    _entry(page, "to do", summary.remediation)
    for reference in summary.references:
        parts = (reference.title, reference.section, reference.url, reference.as_of, reference.status)
        _entry(page, "source", ", ".join(part for part in parts if part))
    _entry(page, "file", summary.file or "comes with checker; runs with --evidence-root")


def _entry(page: Page, label: str, text: str) -> None:
    if text:
        page.line(text, mark=f"{label:<{_MARGIN}}")
