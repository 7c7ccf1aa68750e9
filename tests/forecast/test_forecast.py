"""What is ahead: the same as judging every day, told to people, programs and calendars."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from checker.audit import Choice, Inputs, gather
from checker.cli import main
from checker.engine.rows import Rows
from checker.forecast import forecast
from checker.model import Outcome
from checker.prepared import prepare
from tests.cli.conftest import write

ROOT = Path(__file__).resolve().parents[2]
AS_OF = date(2026, 11, 23)
PACK = "id: mini\ntitle: Mini\nversion: '1'\n"
POLICY = """\
id: mini/staff/review
title: Reviews are recent
severity: high
in_force: {from: 2026-06-10}
require:
  - that: engagement.evidence.exists(e, e.kind == "performance_review" && today - e.issued_on < days(30))
    message: No review of the last 30 days.
  - that: engagement.dates.start.monthsUntil(today) < 18
    message: It has gone on for 18 months, and nobody has looked at it again; see a, b; c.
    in_force: {from: 2026-07-15, until: 2026-08-31}
"""
RECORD = """\
kind: engagement
id: ENG-1
title: Tester
arrangement: {declared: remote_staffing}
dates: {start: 2025-02-01}
evidence: [{id: EV-1, kind: performance_review, issued_by: client, issued_on: 2026-06-05}]
"""
WAIVER = """\
waivers:
  - {policy: mini/staff/review, clause: 1, record: ENG-1, owner: a, approved_by: b, reason: r, ticket: T-1,
     granted: 2026-07-10, expires: 2026-07-20}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A policy with days of its own, and a record."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "policies/mini/pack.yaml", PACK)
    write(tmp_path / "policies/mini/staff/review.yaml", POLICY)
    write(tmp_path / "records/1.yaml", RECORD)
    return tmp_path


def checker(*more: str, paths: tuple[str, ...] = ("records",)) -> Result:
    """The forecast from the first of June on."""
    fixed = ["--policies", "policies", "--as-of", "2026-06-01", "--until", "2026-12-31"]
    return CliRunner().invoke(main, ["forecast", *paths, *fixed, *more])


def test_the_examples_change_as_they_do_day_by_day() -> None:
    """Each policy's outcome on each example, over more than a year, against judging every single day."""
    until = date(2028, 1, 1)
    choice = Choice([ROOT / "policies"])
    inputs = Inputs([str(ROOT / "examples" / "passing")])
    found = forecast(inputs, choice, as_of=AS_OF, until=until)
    solved = {(turn.day, turn.ref.id, turn.policy.id, turn.before, turn.after.outcome) for turn in found.turns}
    prepared = prepare(choice.policies)
    records = gather(inputs, prepared.kinds).linked
    daily = set()
    before: dict[tuple[str, str], Outcome] = {}
    for number in range((until - AS_OF).days + 1):
        day = AS_OF + timedelta(days=number)
        rows = Rows(prepared.policies.policies, day)
        now = {(each.ref.id, result.policy.id): result.outcome for each in records for result in rows.check(each)}
        daily |= {(day, *key, was, now[key]) for key, was in before.items() if now[key] is not was}
        before = now
    assert solved == daily
    assert len(solved) > 20


def test_everything_that_turns_is_told_in_its_order(folder: Path) -> None:
    """A policy comes into force, evidence grows old, a waiver begins and ends, a clause comes and goes."""
    write(folder / "waivers.yaml", WAIVER)
    document = json.loads(checker("-f", "json").stdout)
    turns = [(each["day"], each["before"], each["after"]) for each in document["turns"]]
    assert turns == [
        ("2026-06-10", "skip", "pass"),
        ("2026-07-05", "pass", "fail"),
        ("2026-07-10", "fail", "waived"),
        ("2026-07-21", "waived", "fail"),
    ]
    assert [each["worse"] for each in document["turns"]] == [False, True, False, True]
    assert document["turns"][2]["why"] == "A waiver covers it until 2026-07-20 (T-1)."
    assert document["turns"][3]["why"].startswith("No review of the last 30 days. The waiver at waivers.yaml:2 expired")
    write(folder / "records/1.yaml", RECORD.replace("2026-06-05", "2027-01-01"))
    document = json.loads(checker("-f", "json", "--no-waivers").stdout)
    assert [(each["day"], each["after"]) for each in document["turns"]] == [
        ("2026-06-10", "pass"),
        ("2026-08-01", "fail"),
        ("2026-09-01", "pass"),
    ]


TABLE = """\
id: mini/staff/phase
title: How long it has gone on
decide:
  inputs:
    months: engagement.dates.start.monthsUntil(today)
    ended: engagement.dates.start.addMonths(20) < today
  rows:
    - {months: "< 17", outcome: early}
    - {ended: true, outcome: over}
  otherwise: late
"""
PHASE = """\
id: mini/staff/early
title: It is early
require:
  - that: facts.phase == "early"
    message: It is {facts.phase}.
"""


def test_a_decision_table_is_looked_into(folder: Path) -> None:
    """Where an input is compared by a cell, or is a comparison itself, the days on which another row fits are found."""
    write(folder / "policies/mini/staff/phase.yaml", TABLE)
    write(folder / "policies/mini/staff/early.yaml", PHASE)
    (folder / "policies/mini/staff/review.yaml").unlink()
    document = json.loads(checker("-f", "json").stdout)
    assert [(each["day"], each["after"], each["why"]) for each in document["turns"]] == [
        ("2026-07-01", "fail", "It is late.")
    ]
    policy = PHASE.replace('facts.phase == "early"', 'facts.phase != "over"')
    write(folder / "policies/mini/staff/early.yaml", policy)
    document = json.loads(checker("-f", "json").stdout)
    assert [(each["day"], each["after"]) for each in document["turns"]] == [("2026-10-02", "fail")]


def test_a_report_names_what_is_not_in_force(folder: Path) -> None:
    """A policy before its day, and a clause outside of its days, in text and in JSON."""
    arguments = ["check", "records", "--policies", "policies", "--as-of"]
    shown = CliRunner().invoke(main, [*arguments, "2026-06-01"]).stdout
    assert "mini/staff/review asks for nothing: it is in force from 2026-06-10" in shown
    shown = CliRunner().invoke(main, [*arguments, "2026-06-20"]).stdout
    assert "mini/staff/review, clause 2 asks for nothing: it is in force from 2026-07-15" in shown
    document = json.loads(CliRunner().invoke(main, [*arguments, "2026-06-20", "-f", "json"]).stdout)
    reason = "in force from 2026-07-15"
    assert document["not_in_force"] == [{"policy": "mini/staff/review", "clause": 2, "reason": reason}]
    assert "asks for nothing" not in CliRunner().invoke(main, [*arguments, "2026-07-20"]).stdout


def test_the_text_says_what_to_do_before_when(folder: Path) -> None:
    """By day, with how far off it is, and what will be found."""
    result = checker()
    assert result.exit_code == 1
    assert result.stdout.startswith("2026-06-10  in 9 days\n  PASS  mini/staff/review  ENG-1  (was skip)\n")
    assert (
        "2026-07-05  in 34 days\n  FAIL  mini/staff/review  ENG-1  (was pass)\n      ✗ No review of the last 30 days.\n"
        in result.stdout
    )
    assert "AHEAD  2 changes of 1 record from 2026-06-01 until 2026-12-31, 1 for the worse.\n" in result.stdout
    assert checker("-q").stdout.count("\n") == 1


def test_the_table_fits_80_columns(folder: Path) -> None:
    """A row for each change."""
    result = checker("-f", "table")
    assert re.search(r"^2026-07-05  ENG-1   pass → fail  mini/staff/review", result.stdout, re.MULTILINE)
    assert max(map(len, result.stdout.splitlines())) <= 80


def test_nothing_ahead_is_said_and_exits_with_0(folder: Path) -> None:
    """An unchanged year is an answer."""
    result = checker("--until", "2026-06-05")
    assert (result.exit_code, result.stdout) == (
        0,
        "CLEAR  0 changes of 1 record from 2026-06-01 until 2026-06-05, 0 for the worse.\n",
    )


def test_what_cannot_be_looked_at_is_not_passed_over(folder: Path) -> None:
    """An invalid record or an unreadable file is shown, and the exit code is 1."""
    write(folder / "records/2.yaml", "kind: engagement\nid: ENG-2\n")
    write(folder / "records/3.yaml", "a: [")
    result = checker("--until", "2026-06-05")
    assert result.exit_code == 1
    assert "INVALID  engagement  ENG-2" in result.stdout
    assert "UNREADABLE  records/3.yaml" in result.stdout
    assert "2 records or files could not be looked at." in result.stdout
    document = json.loads(checker("-f", "json").stdout)
    assert (len(document["invalid"]), len(document["unreadable"])) == (1, 1)


def test_a_last_day_before_the_first_is_refused(folder: Path) -> None:
    """So is a day that is none; the default is a year ahead."""
    result = checker("--until", "2026-06-01")
    assert result.exit_code == 2
    assert "There is nothing between 2026-06-01 and 2026-06-01: choose a later day with --until." in result.stderr
    assert "2026-02-30 is no date of the calendar" in checker("--until", "2026-02-30").stderr
    plain = ["forecast", "records", "--policies", "policies", "--as-of", "2026-06-01", "-q"]
    assert "until 2027-06-01" in CliRunner().invoke(main, plain).stdout


def test_a_file_is_written_whole(folder: Path) -> None:
    """As reports are."""
    result = checker("-f", "json", "-o", "ahead.json")
    assert result.stdout == "The forecast is in ahead.json.\n"
    assert json.loads((folder / "ahead.json").read_text(encoding="utf-8"))["version"] == "1"
    assert "The forecast cannot be written to none/a.json" in checker("-f", "json", "-o", "none/a.json").stderr


def calendar(text: str) -> list[dict[str, str]]:
    """The events of a calendar, read as RFC 5545 has it; asserts its rules on lines, folding and nesting (3.1, 3.6)."""
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    lines = text[:-2].split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    unfolded = "\r\n".join(lines).replace("\r\n ", "").split("\r\n")
    assert (unfolded[0], unfolded[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    assert "VERSION:2.0" in unfolded
    assert any(line.startswith("PRODID:") for line in unfolded)
    events: list[dict[str, str]] = []
    for line in unfolded[1:-1]:
        name, _, value = line.partition(":")
        assert re.fullmatch(r"[A-Z-]+(;[A-Z]+=[A-Z]+)*", name), line
        if line == "BEGIN:VEVENT":
            events.append({})
        elif events and line != "END:VEVENT":
            assert name not in events[-1]
            events[-1][name] = re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], value)
    for each in events:
        assert {"UID", "DTSTAMP", "DTSTART;VALUE=DATE", "SUMMARY"} <= each.keys()
        assert re.fullmatch(r"\d{8}T\d{6}Z", each["DTSTAMP"])
    assert len({each["UID"] for each in events}) == len(events)
    return events


def test_the_calendar_is_one(folder: Path) -> None:
    """An event a day, the same in every run, with texts as they are."""
    write(folder / "records/1.yaml", RECORD.replace("2026-06-05", "2027-01-01").replace("ENG-1", "ENG-Ä;1,\\x"))
    shown = checker("-f", "ics").stdout_bytes.decode()
    first, second, _ = calendar(shown)
    assert first["DTSTART;VALUE=DATE"] == "20260610"
    assert second["SUMMARY"] == "ENG-Ä;1,\\x: mini/staff/review pass → fail"
    assert "nobody has looked at it again; see a, b; c." in second["DESCRIPTION"]
    assert shown == checker("-f", "ics").stdout_bytes.decode()


def test_a_calendar_cannot_be_forged(folder: Path) -> None:
    """A text from a file ends no event, and long ones are folded between characters."""
    evil = "E\\r\\nEND:VEVENT\\r\\nBEGIN:VEVENT\\r\\nUID:1\\e" + "é" * 90
    write(folder / "waivers.yaml", WAIVER.replace("T-1", f'"{evil}"'))
    assert len(calendar(checker("-f", "ics").stdout_bytes.decode())) == 4
