"""What makes a finding the same finding in another run: whose record, which policy, which clause, and how it came out.

Neither the place in the file nor the values found count, so that a record may be moved, reordered and reformatted; what
was incomplete and now fails is another finding.
"""

from __future__ import annotations

from hashlib import sha256

from checker.model import ClauseResult, RecordRef

_LENGTH = 32


def fingerprint(ref: RecordRef, policy: str, clause: ClauseResult) -> str:
    """32 hexadecimal digits. A record without an id is known by its file and number."""
    record = ref.id or f"{ref.file}#{ref.number}"
    parts = ("1", ref.kind, record, policy, " ".join(clause.text.split()), clause.outcome.value)
    return sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()[:_LENGTH]
