"""`checker check` from the outside: what it prints, where, and the exit code of every way out."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import FAILING, PASSING, RECORD, Run, write

COMMAND = [sys.executable, "-m", "checker"]


def test_clean_records_exit_with_0(checker: Run) -> None:
    """Records that pass end the run with PASS and 0."""
    result = checker("check", "records/1.yaml")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1].startswith("PASS")
    assert "as of 2026-06-01" in result.stdout


def test_findings_are_explained_and_exit_with_1(checker: Run) -> None:
    """What fails, with its place, message, reason and remedy; what is missing, with its values; then the counts."""
    result = checker("check", "records")
    assert result.exit_code == 1
    assert result.stderr == ""
    assert result.stdout == (
        "FAIL  mini/staff/dismissal  high   ENG-2  records/2.yaml:8\n"
        "      Remote staff are dismissed by the client\n"
        "      ✗ The provider dismisses, not the client.\n"
        '        engagement.control.dismisses = "provider", not "client"\n'
        "      → Let the client decide.\n"
        "\n"
        "INCOMPLETE  mini/staff/dismissal  high   ENG-3  records/3.yaml:6\n"
        "      Remote staff are dismissed by the client\n"
        "      ? engagement.control.dismisses is not recorded (who may end the\n"
        "        engagement: client, provider, worker, shared or nobody)\n"
        "\n"
        "4 records in 4 files, checked against 2 policies, as of 2026-06-01\n"
        "  pass           2\n"
        "  incomplete     1\n"
        "  fail           1\n"
        "\n"
        "FAIL  Of 4 records, 1 fails and 1 lacks facts. Put right what the findings name,\n"
        "      then check again. `checker missing` lists the facts that are still to be\n"
        "      recorded.\n"
    )


def test_fail_on_leaves_lesser_policies_out_of_the_exit_code(checker: Run) -> None:
    """With --fail-on critical a failing policy of severity high is shown, and the run passes."""
    result = checker("check", "records", "--fail-on", "critical")
    assert result.exit_code == 0
    assert "FAIL  mini/staff/dismissal" in result.stdout
    assert checker("check", "records", "--fail-on", "high").exit_code == 1


def test_quiet_prints_the_last_line(checker: Run) -> None:
    """--quiet leaves the verdict."""
    assert checker("check", "records/1.yaml", "--quiet").stdout.startswith("PASS  ")


def test_verbose_shows_what_passed_and_what_did_not_run(checker: Run) -> None:
    """--verbose names the passing policies, and says that evidence files were not compared."""
    result = checker("check", "records/1.yaml", "--verbose")
    assert "PASS  mini/staff/dismissal  high   ENG-1" in result.stdout
    assert "Evidence files are not compared" in result.stderr


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        (["--select", "mini/staff/dismissal"], ["mini/staff/dismissal"]),
        (["--select", "mini/*"], ["mini/staff/dismissal", "mini/vendors/status"]),
        (["--select", "tag:vendors"], ["mini/vendors/status"]),
        (["--ignore", "tag:vend*"], ["mini/staff/dismissal"]),
        (["--select", "mini/*", "--ignore", "mini/staff/*"], ["mini/vendors/status"]),
    ],
)
def test_policies_are_selected_by_id_glob_and_tag(checker: Run, options: list[str], ids: list[str]) -> None:
    """--select and --ignore take ids, globs over ids, and tags."""
    report = json.loads(checker("check", "records", "--format", "json", *options).stdout)
    assert [policy["id"] for policy in report["policies"]] == ids


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["records", "--select", "mini/staff/dismisal"], "no policy has this id. Did you mean mini/staff/dismissal"),
        (["records", "--select", "tag:vendor"], "no policy has this tag. Did you mean tag:vendors"),
        (["records", "--ignore", "nothing"], "--ignore nothing: no policy has this id."),
        (["records", "--ignore", "*"], "leave no policy to apply"),
        (["records", "--select", "checker/*"], "say with --evidence-root where those are"),
        (["records", "--evidence-root", "nowhere"], "The evidence root nowhere does not exist"),
        (["records", "--evidence-root", "records/1.yaml"], "The evidence root records/1.yaml is not a folder"),
        (["records", "--format", "xml"], "there is no format xml. There are"),
        (["records", "--fail-on", "much"], "'much' is not one of"),
        (["records", "--as-of", "2026-02-30"], "2026-02-30 is no date of the calendar"),
        (["records", "--schema", "site"], "site should be KIND=PATH"),
        (["records", "--schema", "site=none.json"], "none.json: the schema cannot be read"),
        (["records", "--policies", "nowhere"], "no policy file or folder nowhere"),
        (["records", "--policies", "records/sub"], "no policy file or folder records/sub"),
        (["records", "--max-depth", "0"], "0 is not in the range"),
        (["records", "--stdin-format", "word"], "'word' is not one of"),
        (["records", "--forma", "json"], "No such option '--forma'"),
        (["records", "--output", "no/such/folder.json"], "The report cannot be written to no/such/folder.json"),
        (["records", "--output", "records"], "The report cannot be written to records"),
        (["nowhere"], "nowhere"),
        ([], "Missing argument 'PATH…'"),
    ],
)
def test_wrong_usage_exits_with_2_and_says_what_to_do(checker: Run, arguments: list[str], message: str) -> None:
    """Every mistake in the request is named on standard error, and nothing looks like a report."""
    result = checker("check", *arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


def test_records_that_no_policy_is_about_are_an_error(checker: Run) -> None:
    """A run in which nothing was checked is no success."""
    result = checker("check", "records/v.yaml", "--select", "mini/staff/*")
    assert result.exit_code == 2
    assert "Nothing was checked: the records are of kind vendor" in result.stderr
    assert "the policies are about engagement." in result.stderr


def test_a_record_that_no_policy_is_about_is_reported_beside_others(checker: Run) -> None:
    """Among other records, one that nothing was checked for is counted and named."""
    result = checker("check", "records/v.yaml", "records/1.yaml", "--select", "mini/staff/*", "-v")
    assert result.exit_code == 0
    assert "1 vendor record not checked" in result.stdout
    assert "SKIP  not checked  VEN-1  records/v.yaml" in result.stdout


def test_a_folder_without_records_is_an_error(checker: Run, folder: Path) -> None:
    """Nothing to check is no success."""
    (folder / "empty").mkdir()
    result = checker("check", "empty")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "empty" in result.stderr


def test_bad_policies_are_listed_all_and_exit_with_2(checker: Run, folder: Path) -> None:
    """Every mistake of every policy is shown with its caret, then how many there are."""
    file = folder / "policies/mini/staff/dismissal.yaml"
    write(file, file.read_text(encoding="utf-8").replace("control.dismisses", "control.dismises"))
    result = checker("check", "records")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "policies/mini/staff/dismissal.yaml:6:30  L012 unknown field" in result.stderr
    assert "did you mean dismisses?" in result.stderr
    assert result.stderr.endswith("Error: 2 mistakes in the policies; nothing was checked.\n")


def test_invalid_and_unreadable_records_fail_and_the_others_are_checked(checker: Run, folder: Path) -> None:
    """A record of the wrong form and a broken file are counted, explained and fail the run; nothing else is lost."""
    write(folder / "records/bad.yaml", RECORD.format(id="ENG-9") + "  dismisses: cleint\n")
    write(folder / "records/broken.yaml", 'kind: "engagement\n')
    result = checker("check", "records", "--select", "mini/vendors/*")
    assert result.exit_code == 1
    assert "INVALID  engagement  ENG-9  records/bad.yaml" in result.stdout
    assert "Did you mean client?" in result.stdout
    assert "UNREADABLE  records/broken.yaml" in result.stdout
    assert "First correct what cannot be read or is invalid" in result.stdout.replace("\n      ", " ")


def test_the_same_id_twice_is_reported(checker: Run, folder: Path) -> None:
    """Two records with one id are both invalid, whichever is named first."""
    write(folder / "records/again.yaml", PASSING)
    one = checker("check", "records/again.yaml", "records/1.yaml")
    other = checker("check", "records/1.yaml", "records/again.yaml")
    assert one.exit_code == 1
    assert one.stdout == other.stdout
    assert one.stdout.count("INVALID  engagement  ENG-1") == 2


@pytest.mark.parametrize("format", ["text", "table", "json"])
def test_the_order_of_the_paths_changes_nothing(checker: Run, format: str) -> None:
    """Shuffled input gives the same bytes, and so does a second run."""
    paths = [f"records/{name}.yaml" for name in "1 2 3 v".split()]
    first = checker("check", *paths, "--format", format).stdout_bytes
    assert checker("check", *reversed(paths), "--format", format).stdout_bytes == first
    assert checker("check", "records", "--format", format).stdout_bytes == first


def test_standard_input_is_read(checker: Run) -> None:
    """`-` is standard input, in the format that --stdin-format says."""
    result = checker("check", "-", "--stdin-format", "yaml", stdin=FAILING)
    assert result.exit_code == 1
    assert "FAIL  mini/staff/dismissal  high   ENG-2  -:8" in result.stdout


def test_hostile_texts_reach_no_terminal(checker: Run, folder: Path) -> None:
    """Escape sequences and bidirectional overrides of a record are spelt out in every format."""
    record = {
        "kind": "engagement",
        "id": "ENG\x1b[2J\u202e",
        "title": "a\nb\x07",
        "arrangement": {"declared": "remote_staffing"},
        "control": {"hires": "client"},
    }
    write(folder / "records/odd.json", json.dumps(record))
    for format in ("text", "table", "json"):
        result = checker("check", "records/odd.json", "--format", format)
        assert result.exit_code == 1
        assert [char for char in result.stdout if not char.isprintable() and char != "\n"] == []
    listed = checker("missing", "records/odd.json").stdout
    assert r"ENG\x1b[2J\u{202e}" in listed
    assert r"a\x0ab\x07" in listed


def test_output_goes_to_a_file_whole_or_not_at_all(checker: Run, folder: Path) -> None:
    """--output replaces a file once the report is whole; a run that makes no report leaves it as it was."""
    result = checker("check", "records", "--format", "json", "--output", "report.json")
    assert result.exit_code == 1
    assert result.stdout.startswith("The report is in report.json.\nFAIL  ")
    made = (folder / "report.json").read_text(encoding="utf-8")
    assert json.loads(made)["failed"] is True
    assert checker("check", "nowhere", "--format", "json", "--output", "report.json").exit_code == 2
    assert (folder / "report.json").read_text(encoding="utf-8") == made
    assert [file.name for file in folder.iterdir() if "part" in file.name] == []


def test_output_to_a_device_keeps_the_device(checker: Run) -> None:
    """A device or a pipe is written to, not replaced by a file."""
    assert checker("check", "records", "--output", os.devnull, "--quiet").exit_code == 1
    assert not Path(os.devnull).is_file()


def _start(folder: Path, *arguments: str, **env: str) -> subprocess.Popen[bytes]:
    """Start checker as a terminal does: one that ignores Ctrl-C (a job in the background) passes that on."""
    root = Path(__file__).resolve().parents[2]
    return subprocess.Popen(
        [*COMMAND, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(root), **env},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def test_an_ascii_terminal_gets_ascii(folder: Path) -> None:
    """Where the encoding cannot show our marks, or a record's letters, nothing fails."""
    write(folder / "records/2.yaml", RECORD.format(id="ENG-é") + "  dismisses: provider\n")
    run = _start(folder, "check", "records/2.yaml", "--policies", "policies", PYTHONIOENCODING="ascii")
    out, err = run.communicate(timeout=60)
    assert (run.returncode, err) == (1, b"")
    assert b"x The provider dismisses" in out
    assert b"ENG-\\xe9" in out


def test_a_reader_that_goes_away_is_no_crash(folder: Path) -> None:
    """`checker check … | head -1` ends quietly, with 2, since the report was not delivered."""
    for number in range(300):
        write(folder / f"many/{number}.yaml", RECORD.format(id=f"N-{number}"))
    run = _start(folder, "check", "many", "--policies", "policies")
    assert run.stdout is not None
    run.stdout.close()
    run.stdout = None
    assert run.communicate(timeout=60)[1] == b""
    assert run.returncode == 2


def test_help_that_nobody_reads_exits_with_2(folder: Path) -> None:
    """Exit code 1 is kept for reports that were made."""
    run = _start(folder, "--help")
    assert run.stdout is not None
    run.stdout.close()
    run.stdout = None
    assert run.communicate(timeout=60)[1] == b""
    assert run.returncode == 2


def test_an_interruption_exits_with_2(folder: Path) -> None:
    """Ctrl-C ends the run with a sentence, not with a traceback."""
    run = _start(folder, "check", "-", "--stdin-format", "yaml", "--policies", "policies", "-v")
    assert run.stderr is not None
    assert b"Evidence" in run.stderr.readline()
    run.send_signal(signal.SIGINT)
    out, err = run.communicate(timeout=60)
    assert (run.returncode, out) == (2, b"")
    assert err.strip() == b"Error: stopped before the end; no report was made."


def test_a_kill_leaves_the_old_report_or_the_new_one(folder: Path) -> None:
    """Whenever it comes, the file is one of the two, and whole."""
    arguments = ("check", "records", "--policies", "policies", "-f", "json", "-o", "report.json", "--as-of")
    report = folder / "report.json"
    days = set()
    _start(folder, *arguments, "2026-06-01").communicate(timeout=60)
    for number in range(12):
        run = _start(folder, *arguments, "2026-06-02")
        with contextlib.suppress(subprocess.TimeoutExpired):
            run.wait(timeout=0.06 + number * 0.02)
        run.kill()
        run.communicate(timeout=60)
        days.add(json.loads(report.read_text(encoding="utf-8"))["as_of"])
    assert days <= {"2026-06-01", "2026-06-02"}
