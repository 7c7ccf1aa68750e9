"""Where reports go: `-f text -f sarif:out.sarif`, each to its file, one of them to standard output."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from checker import readers, reports
from checker.cli.streams import layout, replacing, stdout
from checker.errors import UsageError
from checker.frozen import frozen
from checker.model import Report


@frozen
class Output:
    """A format, and where it goes."""

    format: str
    file: Path | None
    """None for standard output."""


@frozen
class Look:
    """How reports for people are laid out."""

    quiet: bool = False
    verbose: bool = False
    width: int | None = None
    """None for what suits the stream."""
    colour: bool | None = None


def parse(ctx: click.Context, param: click.Parameter, values: Sequence[str]) -> tuple[Output, ...]:
    """The outputs that `--format` names; raises BadParameter for a format that does not exist."""
    return tuple(_output(value) for value in values or ("text",))


def arranged(outputs: Sequence[Output], output: Path | None, paths: Sequence[str]) -> tuple[Output, ...]:
    """The outputs of a run on these paths, `--output` being where the one without a file of its own goes.

    Raises UsageError where two go to one place, where one would replace a record or be taken for one the next time,
    or where it cannot be written.
    """
    if output is not None:
        plain = [each for each in outputs if each.file is None]
        if len(plain) != 1:
            raise UsageError("--output is the file of one format; name each file behind its format, as in json:FILE.")
        file = None if str(output) == "-" else output
        outputs = [Output(each.format, file) if each is plain[0] else each for each in outputs]
    on_screen = [each.format for each in outputs if each.file is None]
    if len(on_screen) > 1:
        raise UsageError(
            f"{' and '.join(on_screen)} would both go to standard output; give one a file, "
            f"as in -f {on_screen[1]}:FILE."
        )
    taken: dict[Path, str] = {}
    for each in outputs:
        if each.file is not None:
            other = taken.setdefault(each.file.resolve(), each.format)
            if other is not each.format or sum(each.file == more.file for more in outputs) > 1:
                raise UsageError(f"{each.file} is named for two reports; give each its own file.")
            _refuse(each.file, paths)
        elif reports.is_binary(each.format) and sys.stdout.isatty():
            raise UsageError(f"{each.format} is no text; give it a file, as in -f {each.format}:FILE.")
    return tuple(outputs)


def deliver(report: Report, outputs: Sequence[Output], look: Look) -> None:
    """Writes every report: the files, each whole or not at all, and then standard output.

    Where nothing goes there, it says where the reports are. Raises UsageError where a file cannot be written.
    """
    files = [(each.format, each.file) for each in outputs if each.file is not None]
    for format_, file in files:
        options = reports.Options(quiet=look.quiet, verbose=look.verbose, width=look.width or reports.WIDTH)
        with replacing(file, binary=reports.is_binary(format_)) as stream:
            reports.writer(format_)(report, stream, options)
    screen = stdout()
    shown = layout(screen, quiet=look.quiet, verbose=look.verbose, width=look.width, colour=look.colour)
    for each in outputs:
        if each.file is None:
            stream = screen.buffer if reports.is_binary(each.format) else screen
            reports.writer(each.format)(report, stream, shown)
            return
    if not look.quiet:
        from checker.reports.layout.page import Page
        from checker.reports.layout.verdict import tell_verdict

        page = Page(screen, shown)
        for _, file in files:
            page.line(f"The report is in {file}.")
        tell_verdict(page, report)


def _output(value: str) -> Output:
    name, colon, file = value.partition(":")
    if name not in reports.FORMATS:
        from checker.schemas.names import nearest

        near = nearest(name, reports.FORMATS)
        hint = f"Did you mean {near}?" if near else f"There are {', '.join(reports.FORMATS)}."
        raise click.BadParameter(f"there is no format {name}. {hint}")
    if colon and not file:
        raise click.BadParameter(f"{value} names no file; write {name}:FILE, or {name} alone for standard output.")
    return Output(name, None if not colon or file == "-" else Path(file))


def _refuse(file: Path, paths: Sequence[str]) -> None:
    target = file.resolve()
    if not target.parent.is_dir():
        raise UsageError(f"The report cannot be written to {file}: there is no folder {file.parent}.")
    if target.is_dir():
        raise UsageError(f"The report cannot be written to {file}: it is a folder.")
    for path in paths:
        if path == "-":
            continue
        records = Path(path).resolve()
        if target == records:
            raise UsageError(f"{file} is a file of records; the report would take its place.")
        if records.is_dir() and target.is_relative_to(records) and target.suffix.lower() in readers.SUFFIXES:
            raise UsageError(
                f"{file} lies in {path}, which is read as records: the next run would take the report for one. "
                "Write it elsewhere."
            )
