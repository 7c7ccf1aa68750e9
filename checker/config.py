"""The configuration file: `checker.toml`, or `[tool.checker]` in `pyproject.toml`, found upward from the records.

    find(folder) -> Path | None         read_config(file) -> Config

What it says are options of `checker check` under their own names. Paths in it begin at its folder.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from checker.errors import UsageError
from checker.frozen import frozen
from checker.patterns import lazy
from checker.record import Problem
from checker.resources import SCHEMAS

_OWN, _SHARED = "checker.toml", "pyproject.toml"
_PATHS = ("policies", "schemas", "output", "evidence-root", "waivers", "baseline")
_TABLE = lazy(r"\s*\[([^\[\]]+)\]\s*(#.*)?")
_KEY = lazy(r"""\s*["']?([\w.-]+)["']?\s*=""")


@frozen
class Config:
    """What a configuration file says."""

    file: Path
    values: Mapping[str, Any]
    """Options under their names as on the command line, without the dashes before; paths from the present folder."""
    lines: Mapping[str, int]
    """The line on which each option stands."""

    def place(self, name: str) -> str:
        """The file and line of an option."""
        return f"{_near(self.file)}:{self.lines[name]}" if name in self.lines else _near(self.file)


def find(folder: Path) -> Path | None:
    """The nearest configuration file in a folder or above it; `checker.toml` before `pyproject.toml`."""
    for each in (folder, *folder.parents):
        if (each / _OWN).is_file():
            return each / _OWN
        shared = each / _SHARED
        # Most projects' files need not be parsed to see that they say nothing of checker.
        if shared.is_file() and b"checker" in shared.read_bytes() and "checker" in _document(shared).get("tool", {}):
            return shared
    return None


def read_config(file: Path) -> Config:
    """What a file says. Raises UsageError, which names every mistake with its line."""
    document = _document(file)
    if file.name == _SHARED:
        document = document.get("tool", {}).get("checker", {})
    values = {name: _plain(value) for name, value in document.items()}
    if isinstance(values.get("params"), dict):
        values["params"] = dict(_flat(values["params"]))
    lines = dict(_lines(file))
    problems = _problems(values)
    if problems:
        raise UsageError("\n".join(_said(file, lines, problem) for problem in problems))
    return Config(file, {name: _from(file.parent, name, value) for name, value in values.items()}, lines)


def _document(file: Path) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(file.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise UsageError(f"{file} is not UTF-8 text. Save it with the encoding UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{file} is not TOML: {error}.") from None


def _plain(value: Any) -> Any:
    """Dates as text, as on the command line."""
    return value.isoformat() if isinstance(value, date) else value


def _flat(table: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """`core.age = 3` is a table within a table for TOML, and the name of a parameter here."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", _plain(value)


def _problems(values: Mapping[str, Any]) -> tuple[Problem, ...]:
    import json

    from checker.schemas import Schema

    schema = Schema(json.loads((SCHEMAS / "config.schema.json").read_text(encoding="utf-8")))
    return schema.explain(values, lambda path: None, "configuration")


def _lines(file: Path) -> Iterator[tuple[str, int]]:
    """The line of every option; of one with a table of its own, the table's."""
    own = "" if file.name == _OWN else "tool.checker"
    table = ""
    for number, line in enumerate(file.read_text(encoding="utf-8-sig").splitlines(), 1):
        if found := _TABLE.fullmatch(line):
            table = re.sub(r"[\s\"']", "", found[1])
            if table.startswith(f"{own}." if own else ""):
                yield table.removeprefix(f"{own}." if own else "").partition(".")[0], number
        elif table == own and (found := _KEY.match(line)):
            yield found[1].partition(".")[0], number


def _from(folder: Path, name: str, value: Any) -> Any:
    """Paths that begin at a folder, as seen from the present one."""
    if name == "format":
        return [_output(folder, each) for each in ([value] if isinstance(value, str) else value)]
    if name not in _PATHS or value == "-":
        return value
    if isinstance(value, list):
        return [_from(folder, name, each) for each in value]
    if isinstance(value, dict):
        return {key: _from(folder, name, each) for key, each in value.items()}
    return _near(folder / value)


def _output(folder: Path, value: str) -> str:
    format_, _, file = value.partition(":")
    return value if file in ("", "-") else f"{format_}:{_near(folder / file)}"


def _near(path: Path) -> str:
    try:
        return os.path.relpath(path)
    except ValueError:  # on another drive
        return str(path)


def _said(file: Path, lines: Mapping[str, int], problem: Problem) -> str:
    first = str(problem.path[0]) if problem.path else ""
    named = next((name for name in lines if name == first or f" {name}" in f" {problem.message}"), "")
    place = f"{_near(file)}:{lines[named]}" if named else _near(file)
    return f"{place}: {problem.message}{f'. {problem.hint}' if problem.hint else ''}"
