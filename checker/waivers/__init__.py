"""Exceptions with an owner, a reason and an end: from a file to what they do to the findings of a run.

    read_waivers(file) -> tuple[Waiver, ...]        raises WaiverError with every mistake of the file
    Waivers(waivers, as_of, most_days, policies)    .excused(result, …) marks what is waived; .uses() says what became
                                                    of each waiver

A file whose form is wrong is refused whole. A waiver that breaks a rule (approved by its owner, too broad, too long) is
void: what it was about is a finding again, with a note that says why.
"""

from __future__ import annotations

from checker.waivers.document import WaiverError, read_waivers
from checker.waivers.use import Waivers

__all__ = ["WaiverError", "Waivers", "read_waivers"]
