"""Finds the characters of a decoded YAML text in its file, so that a caret stands in the right place."""

from __future__ import annotations


def align(raw: str, value: str) -> list[int] | None:
    """For every character of `value`, and for its end, the offset in `raw` (the scalar as the file has it).

    Folding only changes white space, so all other characters are found in order. None where that does not work out:
    a quoted text with escapes other than of quotes and backslashes.
    """
    offsets: list[int] = []
    at = _body(raw)
    for char in value:
        if char.isspace():
            offsets.append(min(at, len(raw)))
            at = min(at + 1, len(raw)) if at < len(raw) and raw[at].isspace() else at
            continue
        while at < len(raw) and raw[at] != char:
            escape = raw[at - 1 : at + 1] == "''" or (raw[0] == '"' and raw[at] == "\\")
            if not (raw[at].isspace() or escape):
                return None
            at += 1
        if at == len(raw):
            return None
        offsets.append(at)
        at += 1
    return [*offsets, at]


def _body(raw: str) -> int:
    """Where the text begins: after a block scalar's header line, after an opening quote."""
    if raw[:1] in (">", "|"):
        return raw.find("\n") + 1
    return 1 if raw[:1] in ("'", '"') else 0
