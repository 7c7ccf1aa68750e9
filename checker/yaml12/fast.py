"""The fast reader, for the texts that it is known to read as they say; the others go to the strict one."""

from __future__ import annotations

from typing import Any

from checker.yaml12.core import Limits, YamlError, excess
from checker.yaml12.rare import dangerous, documents_in, rare

_UNREAD = object()


def load_all(text: str, limits: Limits) -> list[Any]:
    """Every document of a text, in order; an empty text has none. Raises YamlError.

    A byte-order mark is left out, and a last line without a line break is read as if it had one.
    """
    text = text.removeprefix("\ufeff")
    if text[-1:] not in ("\n", ""):
        text += "\n"
    if not rare(text):
        count = documents_in(text)
        found = _parsed(text)
        documents = found if count > 1 and isinstance(found, list) and len(found) == count else [found]
        plain = found is not _UNREAD and found is not None and (count < 2 or documents is found)
        if plain and not any(excess(document, limits) for document in documents):
            return documents
    return _strictly(text, limits)


def _parsed(text: str) -> Any:
    import yaml_rs

    try:
        return yaml_rs.loads(text, parse_datetime=False)
    except (yaml_rs.YAMLDecodeError, RecursionError, ValueError, TypeError):
        return _UNREAD


def _strictly(text: str, limits: Limits) -> list[Any]:
    """What the strict reader reads. Neither reader is without fault, so where the other one disagrees, none is trusted.

    Only the strict one refuses what cannot be recorded (tags, names that are not text), and its refusals stand.
    """
    from checker.yaml12.strict import nodes, value_of

    documents = [value_of(node) for node in nodes(text, limits)]
    other = _UNREAD if dangerous(text) else _parsed(text)
    found = documents[0] if len(documents) == 1 else documents or None
    if other is not _UNREAD and not _same(found, other):
        message = "this text can be read in more than one way; put names and texts with special characters in quotes"
        raise YamlError(message, None)
    return documents


def _same(strict: Any, other: Any) -> bool:
    """Whether two readings agree, apart from what the fast parser is known to read wrongly.

    It takes more texts for numbers than YAML 1.2 does (1_000, 0b1), and finds a line break in an empty block of text.
    """
    if isinstance(strict, dict):
        return isinstance(other, dict) and _same([*strict, *strict.values()], [*other, *other.values()])
    if isinstance(strict, list):
        same_length = isinstance(other, list) and len(strict) == len(other)
        return same_length and all(_same(one, two) for one, two in zip(strict, other, strict=True))
    if isinstance(strict, str) and isinstance(other, str):
        return strict.rstrip("\n") == other.rstrip("\n")
    if isinstance(strict, str):
        return isinstance(other, int | float) and not isinstance(other, bool)
    return type(strict) is type(other) and bool(strict == other)
