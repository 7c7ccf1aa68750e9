"""The turns as a calendar (iCalendar, RFC 5545): an event of a day for each, for those who have to act before it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import TextIO
from uuid import UUID, uuid5

from checker.forecast import Forecast, Turn
from checker.forecast.words import why
from checker.version import VERSION

_SPACE = UUID("3f0a7c36-8a53-5c0e-9d4c-6f7e1f0b9a21")
"""For the ids of events, so that the same turn is the same event in every calendar."""
_OCTETS = 75
_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def write(found: Forecast, stream: TextIO) -> None:
    """Writes the calendar; its lines end in CR LF, as the standard wants."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//checker//checker {VERSION}//EN", "CALSCALE:GREGORIAN"]
    for turn in found.turns:
        lines += _event(turn, found.as_of.strftime("%Y%m%dT000000Z"))
    for line in [*lines, "END:VCALENDAR"]:
        stream.write("\r\n ".join(_folded(line)) + "\r\n")


def _event(turn: Turn, stamp: str) -> list[str]:
    name = turn.ref.id or f"{turn.ref.file}, record {turn.ref.number}"
    what = (turn.day.isoformat(), turn.ref.kind, name, turn.policy.id, turn.before.value, turn.after.outcome.value)
    change = f"{turn.before.value} → {turn.after.outcome.value}"
    about = [turn.policy.title, f"{change}. {why(turn)}".strip(), f"{turn.ref.file}", turn.policy.remediation]
    return [
        "BEGIN:VEVENT",
        f"UID:{uuid5(_SPACE, _text(chr(10).join(what)))}",
        f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{turn.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{turn.day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_text(f'{name}: {turn.policy.id} {change}')}",
        f"DESCRIPTION:{_text(chr(10).join(part for part in about if part))}",
        f"CATEGORIES:{_text(turn.policy.severity.label)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _text(text: str) -> str:
    """TEXT of RFC 5545, section 3.3.11."""
    safe = _UNSAFE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    return safe.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """The line in pieces of at most 75 octets, the blank before each but the first among them."""
    piece, room = "", _OCTETS
    for char in line:
        octets = len(char.encode())
        if octets > room:
            yield piece
            piece, room = "", _OCTETS - 1
        piece += char
        room -= octets
    yield piece
