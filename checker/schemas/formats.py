"""The formats that are asserted: `date`, `date-time`, `uri` and `email`, each decided here and nowhere else.

The gate, its explanations and the conversion to language values use the same functions, so that they cannot disagree.
Every other `format` is a note to people, as JSON Schema 2020-12 has it by default.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from checker.patterns import lazy
from checker.values import parse_date, parse_timestamp

_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_EMAIL = lazy(rf"[A-Za-z0-9.!#$%&'*+/=?^_`{{|}}~-]{{1,64}}@(?=.{{1,253}}\Z)(?:{_LABEL}\.)*{_LABEL}")
_PART = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/?\[\]-]|%[0-9A-Fa-f]{2})"
_URI = lazy(rf"([A-Za-z][A-Za-z0-9+.-]*):({_PART}+)(?:#{_PART}*)?")
UNASSERTED = (  # known to jsonschema_rs, which would assert them
    "duration hostname idn-email idn-hostname ipv4 ipv6 iri iri-reference json-pointer regex "
    "relative-json-pointer time uri-reference uri-template uuid"
).split()


def is_date(text: str) -> bool:
    """Whether the text is a day of the calendar, written YYYY-MM-DD."""
    return parse_date(text) is not None


def is_date_time(text: str) -> bool:
    """Whether the text is a moment with its time zone, as RFC 3339 writes it."""
    return parse_timestamp(text) is not None


def is_email(text: str) -> bool:
    """Whether the text is one e-mail address: name, @, domain."""
    return _EMAIL.fullmatch(text) is not None


def is_uri(text: str) -> bool:
    """Whether the text is a full address with its scheme; one of the web also needs a host."""
    found = _URI.fullmatch(text)
    if found is None:
        return False
    scheme, rest = found.groups()
    return scheme.lower() not in ("http", "https") or re.match("//[^/?]", rest) is not None


FORMATS: Mapping[str, Callable[[str], bool]] = {
    "date": is_date,
    "date-time": is_date_time,
    "email": is_email,
    "uri": is_uri,
}
