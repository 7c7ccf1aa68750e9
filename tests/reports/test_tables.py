"""The auditor's tables: what they count, and how they fit a page of any width."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker import reports
from checker.model import Evidence, Outcome, Report
from checker.reports import Options
from checker.reports._html.charts import expiries
from checker.reports.layout.grid import tell_grid
from checker.reports.layout.page import Page
from checker.reports.layout.sheet import Column, Sheet
from checker.reports.layout.sheets import sheets

WORDS = st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), max_size=60)


def told(columns: list[Column], rows: list[list[str]], width: int) -> list[str]:
    """The lines of a table on a page of a width."""
    stream = io.StringIO()
    tell_grid(Page(stream, Options(width=width)), columns, rows)
    return stream.getvalue().splitlines()


@given(st.lists(st.tuples(WORDS, WORDS, WORDS, WORDS), min_size=1, max_size=6), st.integers(40, 200))
def test_a_table_fits_every_width(rows: list[tuple[str, ...]], width: int) -> None:
    """No line is longer than the page, and the columns that had to go are named."""
    columns = [Column("first"), Column("second", 2), Column("third", 3, prose=True), Column("fourth", 1, prose=True)]
    lines = told(columns, [list(row) for row in rows], width)
    assert all(len(line) <= width for line in lines)
    heads = lines[0].split()
    out = [column.name for column in columns if column.name not in heads]
    said = re.search(r"\(([a-z, ]+) left out: the page", " ".join(lines))
    assert re.split(", | and ", said[1]) == out if said else not out


def test_what_has_the_highest_rank_is_left_out_first() -> None:
    """A narrow page keeps what matters, and says what it does not show."""
    columns = [Column("id"), Column("kind", 1), Column("title", 2, prose=True)]
    row = ["x" * 30, "k" * 20, "A title of a few words that go on"]
    assert told(columns, [row], 100)[0].split() == ["id", "kind", "title"]
    narrow = told(columns, [row], 60)
    assert narrow[0].split() == ["id", "kind"]
    assert "(title left out: the page is too narrow)" in narrow
    assert "(kind and title left out: the page is too narrow)" in " ".join(told(columns, [row], 40))


def test_names_lose_their_beginning_and_sentences_go_on_in_the_next_line() -> None:
    """The end of an id or path tells it from others; no word of a sentence is lost."""
    lines = told([Column("file"), Column("why", prose=True)], [["/a/long/path/" * 4 + "end.yaml", "so it is " * 9]], 60)
    assert lines[2].startswith("…")
    assert "end.yaml" in lines[2]
    assert " ".join(lines[2:]).count("is") == 9


def test_an_outcome_has_its_colour_where_colours_are_wanted() -> None:
    """Colour changes no width."""
    plain, coloured = io.StringIO(), io.StringIO()
    columns = [Column("record"), Column("outcome")]
    tell_grid(Page(plain, Options()), columns, [["A", Outcome.FAIL]])
    tell_grid(Page(coloured, Options(colour=True)), columns, [["A", Outcome.FAIL]])
    assert "\x1b[1;31mfail\x1b[0m" in coloured.getvalue()
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured.getvalue()) == plain.getvalue()


def of(report: Report, title: str) -> Sheet:
    """The table of a report with this title."""
    return next(sheet for sheet in sheets(report) if sheet.title == title)


def test_every_table_has_as_many_cells_as_columns(report: Report) -> None:
    """Each of the tables has rows in a report that holds everything, and none without rows is shown."""
    found = list(sheets(report))
    assert [sheet.title for sheet in found] == [
        *("Records", "Policies", "Severities", "Vendors", "Matrix"),
        *("Not recorded", "Not checked", "Waivers", "Evidence", "Parameters", "Inputs"),
    ]
    assert all(len(row) == len(sheet.columns) for sheet in found for row in sheet.rows)
    assert [sheet.title for sheet in sheets(replace(report, records=(), unreadable=(), waivers=()))] == [
        *("Policies", "Parameters", "Inputs")
    ]


def test_the_counts_of_all_tables_agree(report: Report) -> None:
    """By record, by policy and by severity the results are the same ones."""
    results = sum(len(record.results) for record in report.records)
    for title in ("Records", "Policies", "Severities"):
        sheet = of(report, title)
        counts = [at for at, column in enumerate(sheet.columns) if column.number]
        assert sum(int(str(row[at] or 0)) for row in sheet.rows for at in counts) == results


def test_a_missing_fact_is_listed_once_with_all_that_wait_for_it(report: Report) -> None:
    """Two policies that lack one fact make one line."""
    first = report.records[1]
    lacking = next(result for result in first.results if result.outcome is Outcome.INCOMPLETE)
    again = replace(lacking, policy=report.policies[0])
    only = replace(report, records=(replace(first, results=(lacking, again)),))
    rows = of(only, "Not recorded").rows
    assert [row[2] for row in rows] == ["engagement.control.dismisses", "engagement.provider.vendor_id"]
    assert rows[0][4] == "core/remote-staff/direct-management, core/remote-staff/dismissal"


def test_the_matrix_is_set_side_by_side_where_it_is_too_wide(report: Report) -> None:
    """Every policy has a number, and every number a column."""
    many = tuple(replace(report.policies[0], id=f"core/a/p{number:03}") for number in range(40))
    stream = io.StringIO()
    reports.writer("table")(replace(report, policies=(*report.policies, *many)), stream, Options())
    lines = stream.getvalue().splitlines()
    heads = [line.split()[1:] for line in lines if re.fullmatch(r"record +[0-9 ]+", line)]
    assert [int(number) for head in heads for number in head] == list(range(1, 46))
    assert len(heads) > 1
    assert all(len(line) <= 80 for line in lines)


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        (date(2026, 11, 23), "0 later than 2027-10; before that: evidence 1."),
        (date(2027, 10, 31), "0 later than 2027-10; before that: evidence 1."),
        (date(2027, 11, 1), "nothing ends in the 12 months ahead; 1 later than 2027-10"),
    ],
)
def test_the_chart_shows_what_ends_in_the_year_ahead(report: Report, ends: date, said: str) -> None:
    """From the month of the as-of day; what ends later is counted in words, what has ended is not ahead."""
    paper = (Evidence("evidence[0]", expires_on=ends), Evidence("evidence[1]", expires_on=date(2026, 11, 22)))
    chart = expiries(replace(report, records=(replace(report.records[0], register=lambda: paper),), waivers=()))
    assert said in chart
    assert ('class="evidence"' in chart) == ("before that" in said)


def test_there_is_no_chart_where_nothing_ends(report: Report) -> None:
    """An empty picture says less than none."""
    assert expiries(replace(report, records=(), waivers=())) == ""


def test_a_page_counts_what_it_has_no_room_for(report: Report) -> None:
    """A register of thousands of rows would keep the browser busy; the workbook has it."""
    many = replace(report.records[0], register=lambda: (Evidence("evidence[0]", "E-1", "nda"),) * 20_000)
    stream = io.StringIO()
    reports.writer("html")(replace(report, records=(many,)), stream, Options())
    assert "20000 rows are too many for this page; the format xlsx has them." in stream.getvalue()
    assert len(stream.getvalue()) < 200_000


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
def test_no_line_of_the_tables_is_broken(report: Report, width: int) -> None:
    """At every width that may be asked for."""
    stream = io.StringIO()
    reports.writer("table")(report, stream, Options(width=width))
    assert max(len(line) for line in stream.getvalue().splitlines()) <= width
