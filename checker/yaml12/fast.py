"""The fast reader, for the texts that it is known to read as the strict one does."""

from __future__ import annotations

import re
from typing import Any

from checker.yaml12.core import Limits, excess

_RARE = re.compile(
    r"(?:^|[-:?,\[{])[ \t]*[&*!](?![&= ])"
    r"|(?<![^\s,\[\]{}:])(?:[-+]?[.0-9][0-9a-fA-Fxo.]*_|[-+]0[xo])"
    r"|[,\[{]\s*:|^%|^\.\.\.|\n---|[\0-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff]",
    re.MULTILINE,
)
"""What the fast parser reads differently, or cannot tell apart (anchors, aliases, tags, directives, numbers with an
underscore, several documents, control characters); such texts go to the strict one."""


def load_all(text: str, limits: Limits) -> list[Any]:
    """Every document of a text, in order; an empty text has none. Raises YamlError."""
    open_block = text[-1:] != "\n" and ("|" in text or ">" in text)
    if not open_block and _RARE.search(text) is None:
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
