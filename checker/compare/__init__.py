"""Two reports side by side, and a report beside the files that it rests on.

read_report(file) -> Document                       a JSON report; raises UsageError where it is none
differences(old, new) -> Differences                new, fixed and changed findings
changes(old, new) -> tuple[SourceChange, ...]       what the two rest on, where that differs
"""

from __future__ import annotations

from checker.compare.document import Document, read_report
from checker.compare.findings import Change, Differences, differences
from checker.compare.sources import SourceChange, changes

__all__ = ["Change", "Differences", "Document", "SourceChange", "changes", "differences", "read_report"]
