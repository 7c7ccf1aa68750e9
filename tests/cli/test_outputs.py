"""Several reports of one run, each in its place; what must not be shown; progress on a terminal."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import struct
import sys
import termios
from datetime import date
from pathlib import Path

import pytest

from checker.audit import Choice, Inputs, run
from checker.model import Report
from checker.record import MASK
from tests.cli.conftest import FAILING, RECORD, Run, write

OWNER = "beneficial_owners: [{name: Wanda Kowal, share: 0.75}]\n"


def test_several_reports_come_of_one_run(folder: Path, checker: Run) -> None:
    """One on standard output, the others in files; each says the same."""
    result = checker("check", "records", "-f", "table", "-f", "json:a.json", "-f", "text:b.txt")
    assert result.exit_code == 1
    assert result.stdout.startswith("Records: ")
    assert json.loads((folder / "a.json").read_text(encoding="utf-8"))["failed"] is True
    assert "FAIL  mini/staff/dismissal" in (folder / "b.txt").read_text(encoding="utf-8")


def test_where_all_go_to_files_the_screen_says_where(checker: Run) -> None:
    """With the verdict; --quiet leaves out both."""
    shown = checker("check", "records/1.yaml", "-f", "json:a.json", "-f", "text:b.txt").stdout
    assert shown.startswith("The report is in a.json.\nThe report is in b.txt.\nPASS")
    assert checker("check", "records/1.yaml", "-f", "json", "-o", "a.json", "-q").stdout == ""


def test_output_is_where_the_format_without_a_file_goes(folder: Path, checker: Run) -> None:
    """And only that one."""
    checker("check", "records/1.yaml", "-f", "json", "-f", "text:b.txt", "-o", "c.json")
    assert json.loads((folder / "c.json").read_text(encoding="utf-8"))["failed"] is False
    assert checker("check", "records/1.yaml", "-f", "json:-").stdout.startswith("{")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-f", "table", "-f", "json"], "table and json would both go to standard output"),
        (["-f", "json:a", "-f", "text:a"], "a is named for two reports; give each its own file."),
        (["-f", "json:a", "-f", "json:./a"], "is named for two reports"),
        (["-f", "json:a", "-o", "b"], "--output is the file of one format"),
        (["-f", "json:records/a.json"], "records/a.json lies in records, which is read as records"),
        (["-f", "text:records/2.yaml"], "records/2.yaml lies in records"),
        (["records/2.yaml", "-f", "text:records/2.yaml"], "records/2.yaml"),
        (["-f", "json:none/a.json"], "there is no folder none."),
        (["-f", "json:policies"], "The report cannot be written to policies: it is a folder."),
        (["-f", "json:"], "json: names no file"),
        (["-f", "jsn:a"], "there is no format jsn. Did you mean json?"),
    ],
)
def test_reports_that_cannot_be_delivered_are_refused_before_the_run(
    folder: Path, checker: Run, arguments: list[str], said: str
) -> None:
    """Exit code 2, and no file is left."""
    before = sorted(folder.rglob("*"))
    result = checker("check", "records", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert sorted(folder.rglob("*")) == before


def test_a_report_beside_records_of_another_ending_is_fine(checker: Run) -> None:
    """Nothing would read it."""
    assert checker("check", "records", "-f", "text:records/a.txt").exit_code == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full disk to write to")
def test_a_full_disk_is_an_error(checker: Run) -> None:
    """With a sentence, whichever way the bytes go."""
    result = checker("check", "records", "-f", "text", "-f", "json:/dev/full")
    assert result.exit_code == 2
    assert "The report cannot be written to /dev/full: No space left on device." in result.stderr


def judged(*paths: str, show_sensitive: bool = False) -> Report:
    """A report with texts."""
    inputs = Inputs(paths, show_sensitive=show_sensitive)
    as_of = date(2026, 6, 1)
    return run(inputs, Choice([Path("policies")]), as_of=as_of, texts=True)


def test_texts_are_there_for_what_is_not_in_order(folder: Path) -> None:
    """A file whose records all pass needs none; without being asked for, none are held."""
    report = judged("records")
    assert sorted(report.texts) == ["records/2.yaml", "records/3.yaml"]
    assert report.texts["records/2.yaml"] == FAILING
    inputs = Inputs(["records"])
    assert run(inputs, Choice([Path("policies")]), as_of=report.as_of).texts == {}


def test_lines_with_sensitive_values_are_masked_in_texts(folder: Path) -> None:
    """Whole, whatever else stands on them, and as far as the value goes."""
    vendor = "kind: vendor\nid: VEN-2\nlegal_name: A\nstatus: draft\n"
    owners = "beneficial_owners:\n  - name: >\n      Wanda\n      Kowal\n    share: 0.75\n"
    write(folder / "records/w.yaml", f"{vendor}{owners}---\n{vendor.replace('VEN-2', 'VEN-3')}")
    shown = judged("records").texts["records/w.yaml"]
    assert "Wanda" not in shown
    assert "Kowal" not in shown
    assert MASK in shown
    assert "status: draft" in shown
    assert shown.count("\n") == (folder / "records/w.yaml").read_text(encoding="utf-8").count("\n")
    assert "Kowal" in judged("records", show_sensitive=True).texts["records/w.yaml"]


def test_sensitive_values_are_shown_on_demand(folder: Path, checker: Run) -> None:
    """And only then."""
    rule = "that: vendor.beneficial_owners.exists(o, o.name == 'Nobody')"
    file = folder / "policies/mini/vendors/status.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace('that: vendor.status == "approved"', rule))
    write(folder / "v.yaml", f"kind: vendor\nid: VEN-2\nlegal_name: A\n{OWNER}")
    assert "Wanda" not in checker("check", "v.yaml").stdout
    assert 'name = "Wanda Kowal"' in checker("check", "v.yaml", "--show-sensitive").stdout


def test_a_width_and_colours_can_be_chosen(checker: Run) -> None:
    """Where output is no terminal, there are 80 columns and no colour otherwise."""
    plain = checker("check", "records/2.yaml").stdout
    assert "\x1b" not in plain
    assert "\x1b[1;31mFAIL" in checker("check", "records/2.yaml", "--color", "always").stdout
    assert max(map(len, checker("check", "records/2.yaml", "--width", "50").stdout.splitlines())) <= 50


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
@pytest.mark.parametrize(("number", "drawn"), [(250, True), (5, False)])
def test_long_work_draws_a_bar_on_a_terminal(folder: Path, number: int, drawn: bool) -> None:
    """On standard error, with a count, a rate and the time left; in CI, and for little work, there is none."""
    for each in range(number):
        write(folder / f"many/{each}.yaml", RECORD.format(id=f"ENG-{each}"))
    shown = on_a_terminal("check", "many", "--policies", "policies", "-f", "json:r.json")
    assert ("reading:" in shown and "files/s" in shown and f"/{number}" in shown) is drawn
    assert "reading:" not in on_a_terminal("check", "many", "--policies", "policies", "-f", "json:r.json", CI="true")


def on_a_terminal(*arguments: str, **environment: str) -> str:
    """What the command shows on a terminal."""
    root = str(Path(__file__).resolve().parents[2])
    without = {name: value for name, value in os.environ.items() if name != "CI"}
    child, terminal = pty.fork()
    if child == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        os.execve(
            sys.executable,
            [sys.executable, "-m", "checker", *arguments],
            {**without, "PYTHONPATH": root, "TERM": "xterm", **environment},
        )
    shown = b""
    while True:
        try:
            more = os.read(terminal, 65536)
        except OSError:
            break
        if not more:
            break
        shown += more
    os.waitpid(child, 0)
    return shown.decode(errors="replace")
