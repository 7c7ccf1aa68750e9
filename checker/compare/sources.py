"""Which files two reports rest on, where the two differ."""

from __future__ import annotations

from checker.compare.document import Document
from checker.frozen import frozen


@frozen
class SourceChange:
    """A file that is not the same for both."""

    role: str
    """`record`, `policy`, `schema`, `waivers` or `baseline`."""
    file: str
    what: str
    """In words that follow the file: `has changed`, `is new`, `is gone`."""


def changes(old: Document, new: Document) -> tuple[SourceChange, ...]:
    """What the second rests on that the first did not, and the other way round, sorted by role and file."""
    before, after = _digests(old), _digests(new)
    found = []
    for role, file in sorted({*before, *after}):
        was, is_ = before.get((role, file)), after.get((role, file))
        if was != is_:
            what = "is new" if was is None else "is gone" if is_ is None else "has changed"
            found.append(SourceChange(role, file, what))
    return tuple(found)


def _digests(report: Document) -> dict[tuple[str, str], str]:
    return {(each["role"], each["file"]): each["sha256"] for each in report["sources"]}
