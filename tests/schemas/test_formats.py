"""The four formats that are asserted."""

from __future__ import annotations

import pytest

from checker.schemas.formats import FORMATS

ACCEPTED = {
    "date": ["2026-01-31", "2024-02-29", "0001-01-01", "9999-12-31"],
    "date-time": ["2026-01-31T09:00:00Z", "2026-01-31t09:00:00.5+02:00", "1985-04-12T23:20:50.52z"],
    "email": ["name@company.example", "a.b+c@x-y.example", "root@localhost", "o'hara@example.ie"],
    "uri": [
        "https://company.example/contract?id=3#top",
        "urn:engagement-checker:schema:vendor:1",
        "mailto:a@b.example",
        "http://[::1]:8080/",
        "https://example.com/%C3%A9",
    ],
}
REFUSED = {
    "date": [
        "2026-02-30",
        "2026-1-1",
        "31.01.2026",
        "2026-01-31T00:00:00Z",
        "",
        "2026-01-31\n",
        "٢٠٢٦-01-31",
        "0000-01-01",
    ],
    "date-time": [
        "2026-01-31",
        "2026-01-31T09:00:00",
        "2026-01-31 09:00:00Z",
        "2026-02-30T09:00:00Z",
        "2026-01-31T25:00:00Z",
    ],
    "email": [
        "name",
        "@company.example",
        "name@",
        "a b@c.example",
        "a@b@c.example",
        "name@company.example\n",
        "a@-b.example",
    ],
    "uri": [
        "example.com",
        "/contract",
        "https://",
        "https:///path",
        "https://a b.example/",
        "https://x.example/%zz",
        "a#b#c",
        "",
    ],
}


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in ACCEPTED.items() for text in texts])
def test_accepts(name: str, text: str) -> None:
    """A text of the format is accepted."""
    assert FORMATS[name](text)


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in REFUSED.items() for text in texts])
def test_refuses(name: str, text: str) -> None:
    """A text that looks like the format, but is not of it, is refused."""
    assert not FORMATS[name](text)
