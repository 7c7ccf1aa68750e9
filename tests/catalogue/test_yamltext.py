"""Parts of records as YAML: what is written is read back, and looks as the records of this project do."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from checker.catalogue.yamltext import yaml_text
from checker.engine.unknown import Masked
from checker.record import MASK
from checker.values import Duration, Timestamp, parse_date
from checker.yaml12 import Limits, load_all

WORDS = st.sampled_from(
    ["on", "no", "null", "True", "~", "1.0", "0x1", "2026-01-01", "a: b", "a #b", "- a", "", " a", "é"]
)
TEXTS = WORDS | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)
SCALARS = TEXTS | st.booleans() | st.integers(-(1 << 63), (1 << 63) - 1) | st.floats(-1e6, 1e6)
VALUES: st.SearchStrategy[Any] = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(TEXTS, VALUES, min_size=1, max_size=4))
def test_what_is_written_is_read_back(value: dict[str, Any]) -> None:
    """Any value is the same after it has been written and read."""
    assert load_all(yaml_text(value), Limits()) == [value]


def test_records_look_as_people_write_them() -> None:
    """Short lists and objects stand on one line, long and nested ones below each other; dates have no quotes."""
    day = parse_date("2026-01-01")
    value = {
        "dates": {"start": day, "notice": Duration(86_400_000_000_000)},
        "sites": [{"type": "home", "share": 1.0}, {"type": "client_site", "on": None}],
        "linked": [{"inner": {"a": [1, 2]}, "name": Masked()}, []],
        "long": {f"field_{number}": "x" * 20 for number in range(4)},
        "at": Timestamp(day + 1_000_000_000) if day else None,
        "empty": {},
    }
    assert yaml_text(value).split("\n") == [
        "dates: {start: 2026-01-01, notice: 1 day}",
        "sites:",
        "  - {type: home, share: 1.0}",
        "  - {type: client_site, on: null}",
        "linked:",
        "  - inner:",
        "      a: [1, 2]",
        f"    name: {MASK}",
        "  - []",
        "long:",
        *(f"  field_{number}: {'x' * 20}" for number in range(4)),
        "at: 2026-01-01T00:00:01Z",
        "empty: {}",
    ]
