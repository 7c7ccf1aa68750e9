"""What makes a finding the same finding in another run, and two runs the same run.

A finding is known by whose record it is about, which policy, which clause, and how it came out. Neither the place in
the file nor the values found count, so that a record may be moved, reordered and reformatted; what was incomplete and
now fails is another finding.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from checker.model import ClauseResult, Source
from checker.record import RecordRef

_LENGTH = 32


def fingerprint(ref: RecordRef, policy: str, clause: ClauseResult) -> str:
    """32 hexadecimal digits. A record without an id is known by its file and number."""
    record = ref.id or f"{ref.file}#{ref.number}"
    parts = ("1", ref.kind, record, policy, " ".join(clause.text.split()), clause.outcome.value)
    return sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()[:_LENGTH]


def combined(sources: Sequence[Source]) -> str:
    """The sha256 of everything that a run rests on, taken together; the same whatever machine it ran on."""
    lines = sorted(f"{each.role} {each.file} {each.sha256}\n" for each in sources)
    return sha256("".join(lines).encode(errors="surrogatepass")).hexdigest()
