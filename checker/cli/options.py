"""Options that several commands share, and the types of their values."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from checker import readers
from checker.excuses import MOST_WAIVER_DAYS, Exceptions
from checker.resources import POLICIES

if TYPE_CHECKING:
    from checker.audit import Choice, Inputs

_F = TypeVar("_F", bound=Callable[..., Any])
_LIMITS = readers.Limits()


def _day(ctx: click.Context, param: click.Parameter, value: str | None) -> date:
    if value is None:
        return datetime.now(UTC).date()
    with suppress(ValueError):
        day = date.fromisoformat(value)
        # Python reads other forms of ISO 8601 too, such as 2026-W01-1.
        if day.isoformat() == value:
            return day
    raise click.BadParameter(f"{value} is no date of the calendar; write it as YYYY-MM-DD.")


def _kinds(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> dict[str, Path]:
    found = {}
    for value in values:
        kind, equals, path = value.partition("=")
        if not (kind and equals and path):
            raise click.BadParameter(f"{value} should be KIND=PATH, for example site=schemas/site.schema.json.")
        found[kind] = Path(path)
    return found


def _params(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for value in values:
        name, equals, text = value.partition("=")
        if not (name and equals and text):
            raise click.BadParameter(f"{value} should be NAME=VALUE, for example core.evidence_max_age_days=180.")
        found[name] = text
    return found


def _together(*parts: Callable[[Any], Any]) -> Callable[[_F], _F]:
    """Several options as one decorator, in the order of the help text."""

    def add(function: _F) -> _F:
        for part in reversed(parts):
            function = part(function)
        return function

    return add


def _limit(name: str, default: int, help: str) -> Callable[[_F], _F]:
    return click.option(name, type=click.IntRange(min=1), default=default, show_default=True, help=help)


policies = click.option(
    "--policies",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A policy file or a folder of policies, instead of those that come with checker. Repeatable.",
)
schema = click.option(
    "--schema",
    "schemas",
    multiple=True,
    metavar="KIND=PATH",
    callback=_kinds,
    help="The JSON Schema of a kind of record of your own. Repeatable.",
)
params = click.option(
    "--param",
    "params",
    multiple=True,
    metavar="NAME=VALUE",
    callback=_params,
    help="The value of a parameter, for example core.evidence_max_age_days=180. Repeatable.",
)
_reading = (
    schema,
    click.option(
        "--stdin-format",
        type=click.Choice(sorted(readers.FORMATS)),
        help="The format of the records on standard input, which the path - stands for.",
    ),
    _limit("--max-bytes", _LIMITS.bytes, "The largest file that is read."),
    _limit("--max-depth", _LIMITS.depth, "The deepest nesting that is read."),
    _limit("--max-nodes", _LIMITS.nodes, "The most values in one record that are read."),
)
records = _together(click.argument("paths", nargs=-1, required=True, metavar="PATH…"), *_reading)
"""The records to read: paths, the user's own schemas, the format of standard input, limits."""
optional_records = _together(click.argument("paths", nargs=-1, metavar="[PATH…]"), *_reading)
"""The same, where there need be none."""
choice = _together(
    policies,
    click.option(
        "--select",
        multiple=True,
        metavar="PATTERN",
        help="Apply only these: an id, a glob (core/vendors/*) or a tag (tag:evidence). Repeatable.",
    ),
    click.option("--ignore", multiple=True, metavar="PATTERN", help="Leave these out; as for --select. Repeatable."),
    params,
)
"""The policies to apply: where they are, and which of them."""
waivers = _together(
    click.option(
        "--waivers",
        type=click.Path(path_type=Path),
        help="A file of waivers.  [default: waivers.yaml, if there is one]",
    ),
    click.option("--no-waivers", is_flag=True, help="Leave waivers out of account: the bare truth."),
    click.option(
        "--max-waiver-days",
        type=click.IntRange(min=1),
        default=MOST_WAIVER_DAYS,
        show_default=True,
        help="How long a waiver may last; one that lasts longer is void.",
    ),
)
"""The exceptions that have been granted."""
as_of = click.option(
    "--as-of", metavar="YYYY-MM-DD", callback=_day, help="The day to judge by.  [default: today in UTC]"
)
quiet = click.option("--quiet", "-q", is_flag=True, help="Print the last line only.")


def inputs(options: dict[str, Any]) -> Inputs:
    """The records that the options of `records` name."""
    from checker.audit import Inputs

    limits = readers.Limits(bytes=options["max_bytes"], depth=options["max_depth"], nodes=options["max_nodes"])
    stdin = sys.stdin.buffer if "-" in options["paths"] else None
    return Inputs(
        options["paths"],
        options["schemas"],
        limits,
        options["stdin_format"],
        stdin,
        show_sensitive=options.get("show_sensitive", False),
    )


def chosen(options: dict[str, Any]) -> Choice:
    """The policies that the options of `choice` name."""
    from checker.audit import Choice

    return Choice(options["policies"] or (POLICIES,), options["select"], options["ignore"], options["params"])


def exceptions(options: dict[str, Any], baseline: Path | None) -> Exceptions:
    """The exceptions that the options of `waivers` name, and a baseline."""
    waivers = None if options["no_waivers"] else options["waivers"]
    return Exceptions(waivers, options["max_waiver_days"], baseline)
