"""Finds the characters of a decoded YAML text in its file, so that a caret stands in the right place."""

from __future__ import annotations

from collections.abc import Iterator

_ESCAPES = {
    **{"0": "\0", "a": "\a", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b"},
    **{" ": " ", '"': '"', "/": "/", "\\": "\\", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029"},
}
_DIGITS = {"x": 2, "u": 4, "U": 8}


def align(raw: str, value: str) -> list[tuple[int, int]] | None:
    """For every character of `value`, and for its end, from where to where in `raw` (the scalar as the file has it).

    Folding only changes white space, so all other characters are found in order. None where that does not work out.
    """
    units = [*_units(raw), (len(raw), len(raw), "")]
    places: list[tuple[int, int]] = []
    here = 0
    for char in value:
        if not char.isspace():
            while units[here][2].isspace():
                here += 1
            if units[here][2] != char:
                return None
        places.append(units[here][:2])
        if here + 1 < len(units) and (not char.isspace() or units[here][2].isspace()):
            here += 1
    return [*places, units[here][:2]]


def _units(raw: str) -> Iterator[tuple[int, int, str]]:
    """What the text of a scalar is spelt with: from where to where each character stands."""
    at = _body(raw)
    while at < len(raw):
        char, width = raw[at], 1
        if raw[0] == '"' and char == "\\":
            char, width = _escaped(raw[at + 1 : at + 10])
        elif raw[0] == "'" and raw[at : at + 2] == "''":
            width = 2
        yield at, at + width, char
        at += width


def _escaped(rest: str) -> tuple[str, int]:
    """The character that an escape stands for, and how long it is; white space for one that joins lines."""
    kind = rest[:1]
    digits = _DIGITS.get(kind, 0)
    if digits:
        return chr(int(rest[1 : 1 + digits], 16)), 2 + digits
    return _ESCAPES.get(kind, " "), 2


def _body(raw: str) -> int:
    """Where the text begins: after a block scalar's header line, after an opening quote."""
    if raw[:1] in (">", "|"):
        return raw.find("\n") + 1
    return 1 if raw[:1] in ("'", '"') else 0
