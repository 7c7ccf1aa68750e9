"""The command line: options to `audit`, a report to a stream, an exit code. A module per command, loaded when called.

Exit codes: 0 a report was made and all is clean · 1 a report was made, and something failed · 2 no trustworthy report:
wrong usage, a bad policy, nothing to check, an interruption, a crash. Errors go to standard error.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import Any, cast

import click

from checker.cli.streams import say, silence
from checker.errors import CheckerError, PolicyError
from checker.reports.layout.words import counted
from checker.version import VERSION

COMMANDS = (
    *("check", "validate", "missing", "test", "lint", "explain", "policies", "decide", "eval"),
    *("waivers", "config", "diff", "verify"),
)
"""In the order of --help; each is the module of this package with that name, and its `command`."""
CLEAN, FAILED, NO_REPORT = 0, 1, 2


class _Commands(click.Group):
    """Finds commands in modules, and turns every way out into one of the three exit codes."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in COMMANDS:
            return cast("click.Command", import_module(f"checker.cli.{cmd_name}").command)
        if cmd_name.startswith("-"):
            return None
        raise click.exceptions.NoSuchCommand(cmd_name, possibilities=COMMANDS, ctx=ctx)

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, *more: Any, **extra: Any) -> Any:
        try:
            code = super().main(args, prog_name, standalone_mode=False, **extra)
        except click.ClickException as error:
            say(_in_full(error))
            code = NO_REPORT
        except (click.Abort, KeyboardInterrupt):
            say("Error: stopped before the end; no report was made.")
            code = NO_REPORT
        except SystemExit as end:
            # click's own way out where nobody reads the help text is exit code 1.
            code = NO_REPORT if end.code == FAILED else end.code
        sys.exit(code)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            with _without_collecting():
                code = super().invoke(ctx)
            sys.stdout.flush()
            return code
        except PolicyError as error:
            mistakes = counted(len(error.diagnostics), "mistake")
            say(f"{error}\n\nError: {mistakes} in the policies; nothing was checked.")
        except CheckerError as error:
            say(f"Error: {error}")
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except BrokenPipeError:
            silence()
        except OSError as error:
            say(f"Error: {error.filename}: {error.strerror}" if error.filename else f"Error: {error}")
        except Exception as error:
            say(_trace() if ctx.params["traceback"] else _crash(error))
        return NO_REPORT


@contextmanager
def _without_collecting() -> Iterator[None]:
    """A run keeps what it makes until its end: looking for cyclic garbage, then or meanwhile, finds none."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _in_full(error: click.ClickException) -> str:
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return error.format_message()
    if not isinstance(error, click.UsageError) or error.ctx is None:
        return f"Error: {error.format_message()}"
    return f"Error: {error.format_message()}\nSee `{error.ctx.command_path} --help`."


def _trace() -> str:
    from traceback import format_exc

    return format_exc()


def _crash(error: Exception) -> str:
    return (
        f"Error: checker itself failed, so there is no report: {type(error).__name__}: {error}\n"
        "This is a defect of checker. Please report it with the output of the same command after "
        "`checker --traceback`."
    )


@click.command("checker", cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--traceback", is_flag=True, help="Show the Python traceback of a crash.")
@click.version_option(VERSION, prog_name="checker")
def main(traceback: bool) -> None:
    """Check records of remote staff, outsourcing and vendors against written policies.

    Exit codes: 0 all is clean, 1 something failed, 2 no trustworthy report.
    """
