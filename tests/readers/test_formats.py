"""Each format gives its records as they say, with the place of every value."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker import readers
from checker.readers import FORMATS, Limits, read_paths
from checker.record import Path as ValuePath
from checker.record import Record, Unreadable
from checker.schemas import Kinds, load_kinds
from checker.source import Position

KINDS: Kinds = load_kinds()


def _read(text: str | bytes, name: str, limits: Limits | None = None) -> list[Record | Unreadable]:
    data = text.encode() if isinstance(text, str) else text
    return list(read_paths(["-"], KINDS, stdin_format=name, stdin=io.BytesIO(data), limits=limits))


def _values(text: str | bytes, name: str) -> list[Any]:
    found = _read(text, name)
    assert all(isinstance(item, Record) for item in found), found
    return [item.value for item in found if isinstance(item, Record)]


def _place(text: str, name: str, path: ValuePath, number: int = 0) -> Position | None:
    record = _read(text, name)[number]
    assert isinstance(record, Record)
    return record.locate(path)


def _refusal(text: str | bytes, name: str, limits: Limits | None = None) -> tuple[str, Position | None]:
    (found,) = _read(text, name, limits)
    assert isinstance(found, Unreadable), found
    return found.problem.message, found.problem.position


def test_the_formats_are_those_of_the_modules() -> None:
    """A format is a module of the folder."""
    modules = {module.name for module in iter_modules(readers.__path__) if not module.name.startswith("_")}
    assert set(FORMATS) == modules == {"csv", "json", "ndjson", "yaml"}


def test_documents_of_yaml_are_records() -> None:
    """Several documents in a file are several records, numbered from 1, with nulls dropped."""
    records = _read("kind: vendor\nid: V1\nparent: ~\n---\nkind: vendor\n", "yaml")
    assert [record.value for record in records if isinstance(record, Record)] == [
        {"kind": "vendor", "id": "V1"},
        {"kind": "vendor"},
    ]
    assert [record.number for record in records] == [1, 2]


def test_a_place_in_yaml_is_that_of_the_name() -> None:
    """A value stands at its field's name; one that is absent at its nearest parent."""
    text = "kind: vendor\ninsurance:\n  - kind: cyber\n"
    assert _place(text, "yaml", ("insurance", 0, "kind")) == Position(3, 5)
    assert _place(text, "yaml", ("insurance", 0, "expires_on")) == Position(3, 5)


def test_a_json_file_is_one_record_or_a_list_of_them() -> None:
    """A list at the top is several records; nulls are dropped."""
    assert _values('{"a": 1, "b": null}', "json") == [{"a": 1}]
    assert _values('[{"a": 1}, {"a": 2}]', "json") == [{"a": 1}, {"a": 2}]


@pytest.mark.parametrize(
    ("text", "message", "position"),
    [
        ('{"a": 1, "a": 2}', "the field a stands twice in one object", Position(1, 10)),
        ('{"a": NaN}', "NaN is no number that a record can hold", Position(1, 7)),
        ('{"a": 1e400}', "1e400 is no number that a record can hold", Position(1, 7)),
        ('{"a": 12345678901234567890}', "this number does not fit into 64 bits", Position(1, 7)),
        ('{"a": ' + "9" * 5000 + "}", "this number does not fit into 64 bits", Position(1, 7)),
        ('{"a": "\\ud800"}', "the text holds half of a character (an unpaired surrogate escape)", Position(1, 7)),
        ('{"a": 1', "this is no valid JSON: the text ends too early", Position(1, 8)),
        ('{"a" 1}', "this is no valid JSON: Expecting ':' delimiter", Position(1, 6)),
        ("[" * 10_000 + "]" * 10_000, "nested deeper than 64 levels; raise --max-depth", Position(1, 66)),
        ("[]", "the file holds an empty list", None),
    ],
)  # fmt: skip
def test_json_is_refused_where_it_says_too_much(text: str, message: str, position: Position | None) -> None:
    """A field twice, NaN, numbers and depths beyond the limits, and a truncated text are refused."""
    found, place = _refusal(text, "json")
    assert found.startswith(message)
    assert place == position


def test_a_place_in_json_is_found_in_lists_and_after_escapes() -> None:
    """Positions are right with escapes, nesting and several lines."""
    text = '[{"x\\"": [1, {"y": 2}],\n  "z": {"w": [true, null, "é"]}}]'
    assert _place(text, "json", ('x"', 1, "y")) == Position(1, 15)
    assert _place(text, "json", ("z", "w", 2)) == Position(2, 27)
    assert _place(text, "json", ("z", "q")) == Position(2, 3)


def test_a_bad_line_of_ndjson_spares_the_others() -> None:
    """A line that cannot be read is reported with its number; the others are records."""
    good, bad, after = _read('{"a": 1}\n{"a": \n\n{"a": 3}\n', "ndjson")
    assert isinstance(good, Record) and isinstance(after, Record)
    assert isinstance(bad, Unreadable) and bad.problem.position == Position(2, 7) and bad.number == 2
    assert (after.value, after.locate(("a",))) == ({"a": 3}, Position(4, 2))


CSV = (
    "\ufeffkind;id;title;arrangement.declared;notice_days.client;location.sites[0].share_of_time;integration;"
    "evidence[0].kind\r\n"
    'engagement;E1;"Pay; and\nroll";outsourcing;30;0.5;TRUE;payslip\r\n'
    "engagement;E2;T;outsourcing;;;;\r\n"
)


def test_a_row_of_csv_is_a_record_typed_by_its_schema() -> None:
    """Paths build the record, an empty cell is absent; BOM, `;` and line breaks in cells are understood."""
    first, second = _values(CSV, "csv")
    assert first == {
        "kind": "engagement",
        "id": "E1",
        "title": "Pay; and\nroll",
        "arrangement": {"declared": "outsourcing"},
        "notice_days": {"client": 30},
        "location": {"sites": [{"share_of_time": 0.5}]},
        "integration": True,
        "evidence": [{"kind": "payslip"}],
    }
    assert second == {"kind": "engagement", "id": "E2", "title": "T", "arrangement": {"declared": "outsourcing"}}


def test_a_place_in_csv_is_that_of_the_cell() -> None:
    """Line and column of a cell, also after a line break in quotes; of the row where the column is not there."""
    assert _place(CSV, "csv", ("id",)) == Position(2, 12)
    assert _place(CSV, "csv", ("notice_days", "client")) == Position(3, 19)
    assert _place(CSV, "csv", ("id",), 1) == Position(4, 12)
    assert _place(CSV, "csv", ("control", "hires")) == Position(2, 1)


@pytest.mark.parametrize("cell", ["12x", "1_000", "0x1F", "yes", "1.5", " ", "9" * 30])
def test_a_cell_that_is_no_number_stays_text(cell: str) -> None:
    """A cell is never guessed at: what is no whole number stays as it is, for the schema to refuse."""
    (value,) = _values(f"kind,notice_days.client,id\nengagement,{cell},E\n", "csv")
    assert value.get("notice_days", {}).get("client", "absent") == (cell if cell.strip() else "absent")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("kind,kind\na,b\n", "the header cannot be read: two columns are named kind"),
        ("kind,a b\nx,y\n", "the header cannot be read: 'a b' is no path such as control.hires or evidence[0].kind"),
        ("kind,[0]\nx,y\n", "the header cannot be read: '[0]' is no path"),
        ("kind,\nx,y\n", "the header cannot be read: column 2 has no name"),
        ("kind,id\n", "the table has a header and no rows"),
        ("id,title\nA,B\n", "the table has no column kind"),
        ("kind,a[0],a.b\nx,,\n", "the header cannot be read: a is a list in one column and a group in another"),
        ("kind" + ",a" + ".a" * 64 + "\n", "the header cannot be read: a… is nested deeper than 64 levels; raise"),
        ("kind,id\nvendor," + "x" * 140_000, "the row cannot be read: a cell is longer than 131,072 characters"),
        ("kind,id\na,b,c\n", "the row has 3 cells, the header only 2"),
        ("kind,evidence[1].kind\nengagement,x\n", "evidence[1].kind is filled in, and an item before it is not"),
        ("kind,a,a.b\nengagement,x,y\n", "the header cannot be read: a is a cell in one column and a group in another"),
        ('kind,id\n"a"b,c\n', "the row cannot be read: text follows the closing quote of a cell"),
        ('kind,id\n"a,c\n', "the row cannot be read: a cell begins with a quote that is never closed"),
    ],
)
def test_a_table_that_is_wrong_is_refused(text: str, message: str) -> None:
    """Columns named twice, cells that are no paths, rows too long and gaps in lists are reported."""
    found, _ = _refusal(text, "csv")
    assert found.startswith(message)


@pytest.mark.parametrize(
    ("data", "message", "position"),
    [
        (b"", "the file is empty", None),
        (b" \n\t\n", "the file is empty", None),
        (b"a: 1\nb: \xff\n", "the file is not UTF-8 text", Position(2, 4)),
        (b"\xef\xbb\xbf\xc3\xa9\xff\n", "the file is not UTF-8 text", Position(1, 2)),
        (b"a: 1\nb: \0\n", "the file holds a NUL byte, so it is no text", Position(2, 4)),
    ],
)
@pytest.mark.parametrize("name", FORMATS)
def test_what_is_no_text_is_refused(data: bytes, message: str, position: Position | None, name: str) -> None:
    """Empty files, bytes that are no UTF-8 and NUL bytes are refused in every format, with their place."""
    assert _refusal(data, name) == (message, position)


@settings(max_examples=150)
@given(st.binary(max_size=80), st.sampled_from(FORMATS))
def test_any_bytes_are_read_or_reported(data: bytes, name: str) -> None:
    """No bytes raise anything: they are records, or they are unreadable."""
    for item in _read(data, name):
        assert isinstance(item, Record | Unreadable)
        if isinstance(item, Record):
            item.locate(("a", 0))


JSON_TEXT = st.text(st.sampled_from('{}[]":,\\ \n0123456789.eE-+truefalsnNaI'), max_size=40)


@settings(max_examples=400)
@given(JSON_TEXT)
def test_json_agrees_with_the_standard_library(text: str) -> None:
    """What is read is what the standard library reads; the standard library's failures are refused."""
    found = _read(text, "json")
    try:
        wanted = json.loads(text)
    except ValueError:
        assert all(isinstance(item, Unreadable) for item in found)
        return
    if all(isinstance(item, Record) for item in found) and not isinstance(wanted, list):
        assert [item.value for item in found if isinstance(item, Record)] == [_bare(wanted)]


def _bare(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _bare(each) for key, each in value.items() if each is not None}
    return [_bare(each) for each in value] if isinstance(value, list) else value


def _cells(row: list[str]) -> dict[str, str]:
    return {name: cell.strip() for name, cell in zip(("x-a", "x-b"), row, strict=True) if cell.strip()}


@settings(max_examples=150)
@given(
    st.lists(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"))), min_size=2, max_size=2))
)
def test_csv_cells_come_back(rows: list[list[str]]) -> None:
    """What the standard library writes is read back, cell by cell."""
    stream = io.StringIO()
    csv.writer(stream).writerows([["kind", "x-a", "x-b"], *(["engagement", *row] for row in rows)])
    wanted = [{"kind": "engagement"} | _cells(row) for row in rows]
    if wanted:
        assert _values(stream.getvalue(), "csv") == wanted


def test_limits_hold_and_say_how_to_raise_them(tmp_path: Path) -> None:
    """Too large, too deep and too many are refused, each with its option."""
    for name, text in (("yaml", "a: {b: {c: 1}}"), ("json", '{"a": {"b": {"c": 1}}}')):
        assert "--max-depth" in _refusal(text, name, Limits(depth=2))[0]
        assert "--max-nodes" in _refusal(text, name, Limits(nodes=2))[0]
        assert _refusal(text, name, Limits(bytes=5))[0] == "the file is larger than 5 bytes"
