"""The exceptions that a caller of checker can meet.

CheckerError
├── UsageError      a wrong option value, an unknown name, nothing to check
├── SchemaError     a JSON Schema that cannot be used
└── PolicyError     policies that do not load; carries every diagnostic of every file

What is wrong with a *record* is never raised: it is counted and reported (`Unreadable`, `InvalidRecord`,
`PolicyResult`).
The command line maps every one of these to exit code 2: no trustworthy report was made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checker.source import Diagnostic


class CheckerError(Exception):
    """The root of the tree; its text is written for the user and names the next step."""


class UsageError(CheckerError):
    """The request itself cannot be carried out: an unknown name or format, no records, no policies."""


class SchemaError(CheckerError):
    """A schema file is missing, is no JSON Schema 2020-12, or declares a reference that cannot work."""


class PolicyError(CheckerError):
    """One or more policies cannot be loaded. `diagnostics` holds all errors of all files, in file order."""

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n\n".join(d.render() for d in self.diagnostics))
