"""Policies held to the rules of the language, without any record: every mistake, and notes on what loads.

lint(paths, kinds) -> Findings          a format is a module here with write(findings, stream)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any, TextIO, cast

from checker.errors import PolicyError
from checker.frozen import frozen
from checker.source import Diagnostic

if TYPE_CHECKING:
    from checker.schemas import Kinds

FORMATS: tuple[str, ...] = tuple(sorted(module.name for module in iter_modules(__path__)))
"""The names of the formats, which are those of the modules in this folder."""


@frozen
class Findings:
    """What is to be said of the policies, in the order of their files."""

    mistakes: tuple[Diagnostic, ...]
    """Each keeps the policies from being loaded."""
    notes: tuple[Diagnostic, ...]
    policies: int
    """How many loaded; none where there is a mistake."""

    @property
    def all(self) -> tuple[Diagnostic, ...]:
        """Mistakes and notes."""
        return (*self.mistakes, *self.notes)


def lint(paths: Sequence[Path], kinds: Kinds, params: Mapping[str, str] | None = None) -> Findings:
    """Everything that is to be said of the policies under some files and folders.

    Raises UsageError where a path does not exist or no policy is found at all.
    """
    from checker.lang import load_policies

    try:
        loaded = load_policies(paths, kinds, params)
    except PolicyError as problem:
        return Findings(problem.diagnostics, (), 0)
    from checker.lang.files import read_file
    from checker.lang.notes import notes
    from checker.lang.unused import unused

    found: list[Diagnostic] = []
    for policy in loaded.policies:
        file = read_file(Path(policy.summary.file), "policy", [])
        if file is not None:
            found.extend(notes(policy, file))
    whole = [path.resolve() for path in paths]
    found.extend(unused(loaded, [home for home in loaded.homes if any(map(home.resolve().is_relative_to, whole))]))
    return Findings((), tuple(sorted(found, key=_order)), len(loaded.policies))


def write(findings: Findings, format: str, stream: TextIO) -> None:
    """Writes the findings in a format."""
    cast("Any", import_module(f"{__name__}.{format}")).write(findings, stream)


def _order(each: Diagnostic) -> tuple[str, tuple[int, int], str]:
    return each.file, each.position or (0, 0), each.code
