"""The fast reader, for the texts that it is known to read as the strict one does."""

from __future__ import annotations

import re
from typing import Any

from checker.yaml12.core import Limits, excess

_MARKS = (
    "&",
    "*",
    "!",
    "%",
    "\n---",
    "\n...",
    "-0o",
    "-0x",
    "+0o",
    "+0x",
    "::",
    ",:",
    "[:",
    "{:",
    "\u2028",
    "\u2029",
    "\ufeff",
)
_CONTROL = re.compile(r"[\0-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_UNDERSCORE = re.compile(r"[0-9.][0-9a-fA-Fxo.]*_")
_RARE = re.compile(
    r"(?:^|[-:?,\[{])[ \t]*[&*!](?![&= ])"
    r"|(?<![^\s,\[\]{}:])(?:[-+]?[.0-9][0-9a-fA-Fxo.]*_|[-+]0[xo])"
    r"|[:,\[{]:|^%|^\.\.\.|\n---|[\u2028\u2029\ufeff]",
    re.MULTILINE,
)


def _rare(text: str) -> bool:
    """Whether a text holds what the fast parser reads differently, or cannot tell apart.

    Anchors, aliases, tags, directives, numbers with an underscore or a signed prefix, several documents, control
    characters; and a block of text that ends without a line break.
    """
    if text[-1:] != "\n" and ("|" in text or ">" in text):
        return True
    if _CONTROL.search(text) is not None:
        return True
    hinted = any(mark in text for mark in _MARKS) or text[:3] == "..." or _UNDERSCORE.search(text) is not None
    return hinted and _RARE.search(text) is not None


def load_all(text: str, limits: Limits) -> list[Any]:
    """Every document of a text, in order; an empty text has none. Raises YamlError."""
    if not _rare(text):
        import yaml_rs

        try:
            document = yaml_rs.loads(text, parse_datetime=False)
        except (yaml_rs.YAMLDecodeError, RecursionError, ValueError, TypeError):
            return _strictly(text, limits)
        if document is not None and not excess(document, limits):
            return [document]
    return _strictly(text, limits)


def _strictly(text: str, limits: Limits) -> list[Any]:
    from checker.yaml12.strict import nodes, value_of

    return [value_of(node) for node in nodes(text, limits)]
