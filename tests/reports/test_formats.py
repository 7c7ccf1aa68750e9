"""Every format renders one and the same report: the golden files are what a user sees."""

from __future__ import annotations

import io
import json
import os
import random
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from checker import reports
from checker.model import Outcome, Report, Severity
from checker.reports import FORMATS, Options, is_binary
from checker.reports.envelope import publish
from checker.resources import SCHEMAS

GOLDEN = Path(__file__).parent / "golden"
LAYOUTS = {
    "text": ("text", Options()),
    "text-verbose": ("text", Options(verbose=True)),
    "text-ascii": ("text", Options(ascii=True)),
    "text-colour": ("text", Options(colour=True)),
    "text-quiet": ("text", Options(quiet=True)),
    "table": ("table", Options()),
    **{name: (name, Options()) for name in FORMATS if name not in ("text", "table") and not is_binary(name)},
}


def rendered(report: Report, format: str = "text", options: Options | None = None) -> str:
    """The report in a format, as text."""
    stream = io.StringIO(newline="")
    reports.writer(format)(report, stream, options or Options())
    return stream.getvalue()


@pytest.mark.parametrize("name", sorted(LAYOUTS))
def test_output_is_as_the_golden_file_has_it(name: str, report: Report) -> None:
    """What is printed changes only together with its golden file; UPDATE_GOLDEN=1 writes the files anew."""
    file = GOLDEN / f"{name}.txt"
    shown = rendered(report, *LAYOUTS[name])
    if os.environ.get("UPDATE_GOLDEN"):
        file.write_text(shown, encoding="utf-8", newline="")
    assert shown == file.read_bytes().decode("utf-8")


def test_every_format_has_a_golden_file() -> None:
    """A new format comes with its golden file; a binary one is read back in tests of its own."""
    assert {format for format, _ in LAYOUTS.values()} == {name for name in FORMATS if not is_binary(name)}


@pytest.mark.parametrize("name", ["text", "text-verbose", "text-ascii", "text-quiet", "table"])
def test_output_for_people_fits_80_columns(name: str, report: Report) -> None:
    """Nothing that can be broken goes beyond the width."""
    assert [line for line in rendered(report, *LAYOUTS[name]).splitlines() if len(line) > 80] == []


def test_ascii_output_is_ascii(report: Report) -> None:
    """A stream that lacks our marks gets ASCII ones."""
    assert rendered(report, "text", Options(ascii=True, verbose=True)).isascii()


@pytest.mark.parametrize("format", [name for name in FORMATS if not is_binary(name)])
def test_no_character_of_a_record_acts_on_a_terminal(format: str, report: Report) -> None:
    """Control characters and bidirectional overrides are spelt out in every format."""
    shown = rendered(report, format, Options(verbose=True))
    assert [char for char in shown if not char.isprintable() and char not in "\n\r\ufeff"] == []
    assert "ENG-" in shown


def test_json_is_as_its_schema_says(report: Report) -> None:
    """The JSON report is valid against the published schema, and gives hostile texts back unchanged."""
    schema = json.loads((SCHEMAS / "report.schema.json").read_text(encoding="utf-8"))
    made = json.loads(rendered(report, "json"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(made)
    assert made["version"] == "1"
    assert made["records"][2]["id"] == "ENG-\x1b[31m7\u202e"
    broken = {key: value for key, value in made.items() if key != "counts"}
    assert not jsonschema.Draft202012Validator(schema).is_valid(broken)


def test_published_schema_is_up_to_date() -> None:
    """The schema file is what the classes say; `python -m checker.reports.envelope.publish` writes it."""
    assert (SCHEMAS / "report.schema.json").read_text(encoding="utf-8") == publish.text()


def test_json_counts_every_outcome(report: Report) -> None:
    """A reader of the JSON report finds every outcome counted, those that did not occur too."""
    made = json.loads(rendered(report, "json"))
    assert made["counts"] == {outcome.value: report.counts.get(outcome, 0) for outcome in Outcome}


def _only(report: Report, *outcomes: Outcome) -> Report:
    records = tuple(record for record in report.records if record.outcome in outcomes)
    return replace(report, records=records, unreadable=())


def test_the_last_line_says_pass(report: Report) -> None:
    """A run without findings ends with PASS."""
    assert rendered(_only(report, Outcome.PASS)).splitlines()[-1].startswith("PASS  Nothing failed")


def test_the_last_line_says_what_is_below_the_threshold(report: Report) -> None:
    """Findings below --fail-on are shown and counted, and the run passes."""
    only = replace(_only(report, Outcome.INCOMPLETE), fail_on=Severity.CRITICAL)
    shown = rendered(only)
    assert "INCOMPLETE" in shown
    assert shown.splitlines()[-1] == "PASS  Nothing at or above critical failed; 1 result below it did."


def test_a_run_in_which_every_policy_was_skipped_says_so(report: Report) -> None:
    """Passing because nothing applied is not the same as passing."""
    assert "no policy applied to any record" in rendered(_only(report, Outcome.SKIP)).replace("\n      ", " ")


def test_a_record_that_no_policy_is_about_is_named(report: Report) -> None:
    """A record that nothing was checked for is counted, and named with --verbose."""
    assert "1 site record not checked" in rendered(report)
    assert "SKIP  not checked  SITE-1" in rendered(report, "text", Options(verbose=True))


def test_a_long_value_is_cut_and_json_has_it_whole(report: Report) -> None:
    """A value of a million characters does not flood the terminal."""
    first = report.records[0]
    record = replace(first, ref=replace(first.ref, id="x" * 10**6))
    only = replace(report, records=(record,), unreadable=())
    assert len(rendered(only, "text", Options(verbose=True))) < 6000
    assert len(rendered(only, "table")) < 6000
    assert "x" * 10**6 in rendered(only, "json")


def test_the_same_report_gives_the_same_bytes(report: Report) -> None:
    """Rendering has no memory, clock or hash order in it."""
    order = [name for name in FORMATS if not is_binary(name)] * 2
    random.Random(1).shuffle(order)
    seen: dict[str, str] = {}
    for format in order:
        assert seen.setdefault(format, rendered(report, format)) == rendered(report, format)
