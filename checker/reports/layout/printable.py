"""Text from records, made safe to print: what a terminal would act on, and what nobody can see, is spelt out."""

from __future__ import annotations

import re

from checker.patterns import lazy

# Unicode's categories Cc, Cf, Cs, Zl and Zp, written out: a table kept by Python would differ between its versions.
_UNSAFE = (
    r"[\x00-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u2028-\u202e"
    r"\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3"
    r"\U0001d173-\U0001d17a\U000e0000-\U000e007f]"
)
_ONE = lazy(_UNSAFE)
_WITH_BACKSLASHES = lazy(rf"(\\*)(?:({_UNSAFE})|(?<=\\)(?=x[0-9a-f]{{2}}|u\{{[0-9a-f]+\}}))")


def printable(text: str) -> str:
    r"""The text with control, invisible and bidirectional characters written as `\x1b` or `\u{202e}`.

    Different texts stay different: where a text holds such an escape itself, its backslash is doubled.
    """
    if text.isprintable() and "\\" not in text:
        return text
    return _WITH_BACKSLASHES.sub(_spelt, text)


def json_safe(text: str) -> str:
    r"""JSON text with the same characters as JSON's own escapes (`\u202e`); it stays the same JSON value."""
    return _ONE.sub(lambda found: found[0] if found[0] == "\n" else _json_escape(ord(found[0])), text)


def shortened(text: str, most: int) -> str:
    """The text, or its beginning and how much more there is where it has more than `most` characters."""
    return text if len(text) <= most else f"{text[:most]}… ({len(text) - most} more characters)"


def _spelt(found: re.Match[str]) -> str:
    backslashes, unsafe = found.groups()
    if unsafe is None:
        return str(backslashes * 2)
    code = ord(unsafe)
    return backslashes * 2 + (f"\\x{code:02x}" if code < 0x100 else f"\\u{{{code:x}}}")


def _json_escape(code: int) -> str:
    if code < 0x10000:
        return f"\\u{code:04x}"
    high, low = divmod(code - 0x10000, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"
