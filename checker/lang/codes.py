"""What each code of a diagnostic means: the pages of `codes.md`, one under each code's heading."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from checker.frozen import frozen

_HEADING = re.compile(r"^## ([LN][0-9]{3}) (.+)$", re.MULTILINE)


@frozen
class Page:
    """What a code means, with an example that gives it, and how to put it right."""

    code: str
    title: str
    text: str
    """Markdown, without the heading."""


@cache
def pages() -> dict[str, Page]:
    """Every page by its code."""
    text = Path(__file__).with_name("codes.md").read_text(encoding="utf-8")
    found = list(_HEADING.finditer(text))
    ends = [each.start() for each in found[1:]] + [len(text)]
    return {
        each[1]: Page(each[1], each[2].strip(), text[each.end() : end].strip())
        for each, end in zip(found, ends, strict=True)
    }


def page(code: str) -> Page:
    """The page of a code; KeyError where there is no such code."""
    return pages()[code]
