"""Functions of texts: those of the standard library and of CEL's strings extension."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from checker.engine.bounds import LONGEST, TOO_LONG
from checker.engine.unknown import Failure

_LOWER = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")
_UPPER = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_WHITE = (
    "\t\n\v\f\r \x85\xa0\u1680"
    "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
_QUOTED = str.maketrans(
    {"\a": r"\a", "\b": r"\b", "\f": r"\f", "\n": r"\n", "\r": r"\r", "\t": r"\t", "\v": r"\v"}
    | {"\\": r"\\", '"': r"\""}
)
_OUTSIDE = Failure("the position lies outside of the text")


def _matches(text: str, pattern: str) -> bool | Failure:
    compiled = _compiled(pattern)
    return compiled if isinstance(compiled, Failure) else compiled.search(text) is not None


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> Any:
    import re2

    options = re2.Options()
    options.log_errors = False
    try:
        return re2.compile(pattern, options)
    except re2.error:
        return Failure(f"{pattern!r} is no RE2 pattern")


def _replace(text: str, old: str, new: str, most: int = -1) -> str | Failure:
    number = text.count(old)
    if most >= 0:
        number = min(number, most)
    if len(text) + number * (len(new) - len(old)) > LONGEST:
        return TOO_LONG
    return text.replace(old, new, max(most, -1))


def _split(text: str, separator: str, most: int = -1) -> list[str] | Failure:
    if most == 0:
        return []
    if most < 0 and text.count(separator) > LONGEST:
        return TOO_LONG
    if separator:
        return text.split(separator, most - 1 if most > 0 else -1)
    letters = list(text)
    return letters if most < 0 or len(letters) <= most else [*letters[: most - 1], "".join(letters[most - 1 :])]


def _join(parts: list[str], separator: str = "") -> str | Failure:
    if sum(map(len, parts)) + len(separator) * len(parts) > LONGEST:
        return TOO_LONG
    return separator.join(parts)


def _char_at(text: str, at: int) -> str | Failure:
    return text[at : at + 1] if 0 <= at <= len(text) else _OUTSIDE


def _substring(text: str, start: int, end: int | None = None) -> str | Failure:
    until = len(text) if end is None else end
    return text[start:until] if 0 <= start <= until <= len(text) else _OUTSIDE


def _index_of(text: str, part: str, start: int = 0) -> int | Failure:
    return text.find(part, start) if 0 <= start <= len(text) else _OUTSIDE


def _last_index_of(text: str, part: str, last: int | None = None) -> int | Failure:
    if last is None:
        return text.rfind(part)
    return text.rfind(part, 0, last + len(part)) if 0 <= last <= len(text) else _OUTSIDE


def _format(form: str, values: list[Any]) -> str | Failure:
    from checker.engine.functions.format import format_text

    return format_text(form, values)


TEXTS: dict[str, Callable[..., Any]] = {
    "contains": lambda text, part: part in text,
    "starts_with": str.startswith,
    "ends_with": str.endswith,
    "matches": _matches,
    "lower": lambda text: text.translate(_LOWER),
    "upper": lambda text: text.translate(_UPPER),
    "trim": lambda text: text.strip(_WHITE),
    "replace": _replace,
    "split": _split,
    "join": _join,
    "reverse": lambda text: text[::-1],
    "char_at": _char_at,
    "substring": _substring,
    "index_of": _index_of,
    "last_index_of": _last_index_of,
    "quote": lambda text: '"' + text.translate(_QUOTED) + '"',
    "format": _format,
}
