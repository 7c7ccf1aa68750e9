"""`checker config`: what the configuration comes to, and where each value comes from."""

from __future__ import annotations

from typing import Any

import click

from checker.cli import CLEAN
from checker.cli.configured import config_of, source_of
from checker.cli.outputs import Output
from checker.cli.streams import layout, stdout
from checker.reports.layout.page import Page

_APART = ("paths", "config", "no_config", "help", "write_baseline")


@click.group
def command() -> None:
    """Show the configuration, and where it comes from.

    It stands in checker.toml, or in [tool.checker] of pyproject.toml.
    """


@command.command
@click.argument("paths", nargs=-1, metavar="[PATH…]")
@click.pass_context
def show(ctx: click.Context, paths: tuple[str, ...]) -> int:
    """Show each option of `checker check` with its value and where that comes from.

    PATH is what would be checked: the file is searched from there upward; without it, from the present folder.
    """
    from checker.cli.check import command as check

    inner = check.make_context("check", list(paths or (".",)), parent=ctx)
    config = config_of(inner)
    page = Page(screen := stdout(), layout(screen))
    page.line(f"Configuration: {config.place('')}" if config else "Configuration: no file")
    page.blank()
    params = [param for param in check.params if param.name not in _APART]
    for param in sorted(params, key=lambda each: each.name or ""):
        name = (param.name or "").replace("_", "-")
        value = inner.params[param.name or ""]
        shown = "(those that come with checker)" if name == "policies" and not value else _shown(value)
        page.line(f"{name} = {shown}", tail=source_of(inner, param))
    return CLEAN


def _shown(value: Any) -> str:
    match value:
        case None | () | []:
            return "(none)"
        case bool():
            return str(value).lower()
        case dict():
            return ", ".join(f"{name}={each}" for name, each in value.items()) or "(none)"
        case [Output(), *_]:
            return ", ".join(each.format if each.file is None else f"{each.format}:{each.file}" for each in value)
        case tuple() | list():
            return ", ".join(map(str, value))
        case _:
            return str(value)
