"""Small words: counts, lists, and what to write into a field."""

from __future__ import annotations

from collections.abc import Sequence

from checker.model import Missing
from checker.record import RecordRef

_TYPES = {
    "string": "text",
    "int": "a whole number",
    "double": "a number",
    "bool": "true or false",
    "timestamp": "a date, YYYY-MM-DD",
}


def counted(number: int, one: str, many: str = "") -> str:
    """`1 record`, `2 records`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def listed(items: Sequence[str], last: str = "or") -> str:
    """`a, b or c`."""
    return f" {last} ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def named(ref: RecordRef) -> str:
    """A record's id; where it has none, which record of its file it is."""
    return ref.id or f"record {ref.number}"


def identified(ref: RecordRef) -> str:
    """A record's id; where it has none, its file and which record of it it is."""
    return ref.id or f"{ref.file} #{ref.number}"


def wanted(missing: Missing) -> str:
    """What may be written where a fact is missing; empty where the schema says nothing that helps."""
    if missing.allowed:
        return listed(missing.allowed)
    return "a list" if missing.type.startswith("list(") else _TYPES.get(missing.type, "")


def lowered(title: str) -> str:
    """A title within a sentence: its first letter is small unless it begins an abbreviation."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]
