"""checker: records of remote staff, outsourcing and vendors against written policies, every answer explained.

    paths ─read→ Record ─validate→ ValidRecord ─link→ LinkedRecord ─┐
                                                                    ├─check→ PolicyResult → RecordReport → Report
    policy files ─load_policies→ CheckedPolicy ─────────────────────┘

    from datetime import date
    import checker

    report = checker.check(checker.Inputs(["records/"]), as_of=date(2026, 6, 1))
    for record in report.records:
        print(record.ref.id, record.outcome.value)

Nothing is loaded until it is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from checker.version import VERSION as __version__

if TYPE_CHECKING:
    from checker.audit import Choice, Inputs, validate
    from checker.audit import run as check
    from checker.errors import CheckerError, PolicyError, SchemaError, UsageError
    from checker.evidence import Folder
    from checker.excuses import Exceptions
    from checker.lang import load_policies
    from checker.model import Outcome, Report, Severity
    from checker.readers import Limits
    from checker.reports import write_report
    from checker.schemas import load_kinds

__all__ = [
    "CheckerError",
    "Choice",
    "Exceptions",
    "Folder",
    "Inputs",
    "Limits",
    "Outcome",
    "PolicyError",
    "Report",
    "SchemaError",
    "Severity",
    "UsageError",
    "__version__",
    "check",
    "load_kinds",
    "load_policies",
    "validate",
    "write_report",
]

_HOMES = {
    "CheckerError": "errors",
    "Choice": "audit",
    "Exceptions": "excuses",
    "Folder": "evidence",
    "Inputs": "audit",
    "Limits": "readers",
    "Outcome": "model",
    "PolicyError": "errors",
    "Report": "model",
    "SchemaError": "errors",
    "Severity": "model",
    "UsageError": "errors",
    "check": "audit",
    "load_kinds": "schemas",
    "load_policies": "lang",
    "validate": "audit",
    "write_report": "reports",
}
_INSIDE = {"check": "run"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"checker.{_HOMES[name]}"), _INSIDE.get(name, name))
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
