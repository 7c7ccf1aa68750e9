"""`checker eval`: the value of an expression on a record, as plain CEL."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from checker.cli import CLEAN, options
from checker.cli.configured import Shared
from checker.cli.record import one_record
from checker.cli.streams import stdout
from checker.errors import CheckerError
from checker.record import MASK, dotted
from checker.reports.layout.printable import json_safe
from checker.source import Diagnostic, Source
from checker.values import Duration, Option, Timestamp, TypeValue, midnight

if TYPE_CHECKING:
    from checker.lang.faults import Fault


_MOST = 1_000_000


@click.command(
    cls=Shared,
    short_help="Print the value of an expression on a record.",
    context_settings={"ignore_unknown_options": True},
)
@click.argument("expression")
@click.argument("record")
@click.option("--number", type=click.IntRange(min=1), help="Which record, where the file holds several.")
@options.schema
@options.as_of
def command(expression: str, record: str, number: int | None, schemas: dict[str, Any], as_of: date) -> int:
    """Print the value of an EXPRESSION on the record in the file RECORD.

    The record is named after its kind, as in policies: checker eval 'engagement.control.hires == "client"' record.yaml.
    What is not recorded is CEL's error "no such field", for here no policy stands by to call it incomplete.

    Exit codes: 0 there is a value; 2 there is none.
    """
    from checker.engine.env import Env, evaluate
    from checker.engine.evaluate import new_program
    from checker.engine.hidden import Hidden
    from checker.engine.unknown import Failure, Masked, Unknown
    from checker.lang import Scope, compile_expression
    from checker.lang.expr import walk
    from checker.schemas import load_kinds
    from checker.types import TIMESTAMP

    kinds = load_kinds(schemas)
    found = one_record(record, number, kinds)
    kind = found.ref.kind
    tree, faults = compile_expression(expression, Scope({kind: kinds[kind].type, "today": TIMESTAMP}, strict=False))
    if faults:
        raise click.ClickException("\n".join(["there is no value.", *(_shown(expression, fault) for fault in faults)]))
    today = midnight(as_of)
    value = evaluate(tree, Env(new_program(), {kind: found.value, "today": today}))
    hidden = Hidden({})
    masked = hidden(tree)
    if isinstance(value, Unknown) and hidden.has_keys(tree):
        raise CheckerError("no such field: the key or position is sensitive, and is not shown")
    if isinstance(value, Unknown):
        paths = ", ".join(sorted(dotted(path) for path in value.paths))
        raise CheckerError(f"no such field: {paths} is not recorded in {found.ref.file}")
    if isinstance(value, Failure):
        told = any(hidden(part) for part in walk(tree))
        raise CheckerError("there is no value, and the reason would show what is sensitive" if told else value.message)
    value = Masked() if masked else hidden.cleared(value, tree.type)
    stdout().write(json_safe(json.dumps(_plain(value, [_MOST]), ensure_ascii=False)) + "\n")
    return CLEAN


def _shown(expression: str, fault: Fault) -> str:
    """The fault with its line and a caret."""
    from checker.lang.faults import CODES

    source = Source("expression", expression)
    start = source.position(fault.span.start)
    diagnostic = Diagnostic(
        code=fault.code,
        title=CODES[fault.code],
        message=fault.message,
        file=source.name,
        position=start,
        text=source.line(start.line),
        length=fault.span.end - fault.span.start,
    )
    return diagnostic.render()


def _plain(value: Any, room: list[int]) -> Any:
    """A value as JSON has it; `room` is how many values there may still be."""
    from checker.engine.runtime import key_value
    from checker.engine.unknown import Masked

    room[0] -= 1
    if room[0] < 0:
        raise CheckerError(f"the value has more than {_MOST:,} parts, too many to print")
    match value:
        case Timestamp() | Duration():
            return value.text()
        case list():
            return [_plain(item, room) for item in value]
        case dict():
            keys = [_plain(key_value(stored), room) for stored in value]
            names = [name if isinstance(name, str) else json.dumps(name) for name in keys]
            return {name: _plain(item, room) for name, item in zip(names, value.values(), strict=True)}
        case bytes():
            return value.hex()
        case Masked():
            return MASK
        case TypeValue(name=name):
            return name
        case Option():
            return _plain(value.value, room) if value.has else None
        case _:
            return value
