"""Which texts hold something that the fast YAML parser reads differently from YAML 1.2, or cannot live with.

What it gets wrong was found by comparing it with two other parsers over millions of generated texts: tags and anchors
are dropped silently, `1_000` and `0b1` are numbers to it, tabs and control characters are let pass, a list cannot be
told from several documents, and deep nesting ends the process. A text that is held for rare without need is only read
more slowly.
"""

from __future__ import annotations

import re

from checker.patterns import lazy

_CONTROL = bytes(set(range(32)) - {10, 13}) + b"\x7f"
_WIDE_CONTROL = lazy("[\x80-\x9f\u2028\u2029\ufeff\ud800-\udfff]")
_MARKER = lazy(r"^---(?=\s)", re.MULTILINE)
_NODE = lazy(r"[-:?,\[{][ \t]*[&*!]")
_LONE_RETURN = lazy(r"\r(?!\n)")
_UNDERSCORE = lazy(r"_(?:(?<=[0-9.]_)|(?=[0-9.]))")
_NUMBER = lazy(r"(?<![^\s,\[\]{}:])[-+]?(?:_|[0-9.][0-9a-zA-Z.+\-]*_|0[bBOX]|(?<=[-+])0[xo])")
_EMPTY_BLOCK = lazy(r"[|>][-+0-9]{0,2}[ \r]*(?:\n[ \r]*)+\Z")
_RUN = lazy(r"[ \t\-?:]{500}|[0-9]{500}")
_HARMLESS_SIZE = 4000
"""Nesting needs two characters a level, and the parser stands some thousand levels."""


def rare(text: str) -> bool:
    """Whether a text is one for the strict reader."""
    return (
        _controls(text)
        or text.startswith(("%", "..."))
        or "\n%" in text
        or "\n..." in text
        or ("\r" in text and _LONE_RETURN.search(text) is not None)
        or (_odd_number(text) and _NUMBER.search(text) is not None)
        or (text[-2:-1] in "|>-+0123456789 \r\n" and _EMPTY_BLOCK.search(text) is not None)
        or (("&" in text or "*" in text or "!" in text) and _nodes_with_properties(text))
        or dangerous(text)
    )


def dangerous(text: str) -> bool:
    """Whether the fast parser could overflow its stack, or take minutes over one number."""
    return len(text) > _HARMLESS_SIZE and _RUN.search(text) is not None


def documents_in(text: str) -> int:
    """How many documents the markers of a text make; for a text without directives and `...`."""
    if "---" not in text:
        return 1
    first = _MARKER.search(text)
    if first is None:
        return 1
    before = any(line.strip() and not line.lstrip().startswith("#") for line in text[: first.start()].split("\n"))
    return before + sum(1 for _ in _MARKER.finditer(text))


def _controls(text: str) -> bool:
    data = text.encode("utf-8", "surrogatepass")
    return len(data.translate(None, _CONTROL)) != len(data) or (
        not text.isascii() and _WIDE_CONTROL.search(text) is not None
    )


def _odd_number(text: str) -> bool:
    """A quick look for what `_NUMBER` then finds out."""
    prefixed = "0x" in text or "0o" in text or "0b" in text or "0X" in text or "0O" in text or "0B" in text
    return prefixed or ("_" in text and _UNDERSCORE.search(text) is not None)


def _nodes_with_properties(text: str) -> bool:
    """Whether a tag, an anchor or an alias may stand in a text.

    Conditions of policies have lines that begin with `&&`, `!=` or `!`. Those are no tags or anchors where they only go
    on with a text: the line is indented, names no field, and the line before it opened a block or left no value open.
    """
    if _NODE.search(text) is not None:
        return True
    before = ":"
    for line in text.split("\n"):
        bare = line.strip()
        if not bare or bare[0] == "#":
            continue
        if bare[0] in "&*!":
            if line[0] != " " or ": " in bare or bare[-1] == ":":
                return True
            opened = before.endswith(("|", ">", "|-", ">-", "|+", ">+"))
            if not opened and (bare[:3] not in ("&& ", "!= ") or before[-1] in "-:?,[{"):
                return True
        before = bare.partition(" #")[0].rstrip()
    return False
