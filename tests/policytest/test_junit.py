"""JUnit XML of the cases."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from hypothesis import example, given
from hypothesis import strategies as st

from checker.policytest import CaseResult, FileResult, TestReport
from checker.policytest.junit import write
from tests.policytest.lend import TESTS, Pack


def test_every_case_is_a_test_case(pack: Pack) -> None:
    """A wrong outcome is a failure with its explanation, a record that cannot be made an error."""
    cases = "  - name: Wrong\n    expect: skip\n  - name: Broken\n    patch: {amount: many}\n    expect: pass\n"
    pack.write(
        "lend/loans/repaid_test.yaml", TESTS.rstrip() + "\n" + "".join(f"    {line}\n" for line in cases.splitlines())
    )
    file = pack.folder / "out.xml"
    assert pack.test("--junit", str(file)).exit_code == 1
    root = ElementTree.parse(file).getroot()
    assert [root.get(name) for name in ("tests", "failures", "errors")] == ["7", "1", "1"]
    (suite,) = root
    assert suite.get("name") == "lend/loans/repaid"
    assert [case.get("name") for case in suite][-2:] == ["Wrong", "Broken"]
    failure, error = suite.find("testcase/failure"), suite.find("testcase/error")
    assert failure is not None
    assert error is not None
    assert failure.get("message") == "expected skip, found pass"
    assert "the schema refuses the record" in error.get("message", "")
    line = TESTS[: TESTS.index("Nobody")].count("\n") + 1
    assert next(case for case in suite if case.get("name") == "Nobody knows").get("line") == str(line)


def test_a_test_file_that_is_wrong_is_an_error(pack: Pack) -> None:
    """A run that fails has something that fails in its XML too."""
    pack.write("lend/loans/repaid_test.yaml", TESTS.replace("expect: skip", "expect: pass").replace("as_of", "as_off"))
    file = pack.folder / "out.xml"
    assert pack.test("--junit", str(file)).exit_code == 1
    root = ElementTree.parse(file).getroot()
    assert root.get("errors") == root.get("tests") != "0"


def test_what_was_there_stays_where_the_file_cannot_be_written(pack: Pack) -> None:
    """The message names the file."""
    result = pack.test("--junit", str(pack.folder / "none" / "out.xml"))
    assert result.exit_code == 2
    assert "out.xml" in result.stderr


@example("\ufffe", "\uffff", ["\x00\x1b[0m"])
@given(st.text(), st.text(), st.lists(st.text(), max_size=2))
def test_any_name_gives_well_formed_xml(name: str, said: str, details: list[str]) -> None:
    """Control characters and characters that XML has no place for are spelt out."""
    from io import StringIO

    case = CaseResult(name, None, "", said or "x", said, tuple(details))
    stream = StringIO()
    write(TestReport((FileResult(name, name, (case,)),)), stream)
    root = ElementTree.fromstring(stream.getvalue().encode("utf-8", "strict"))
    assert len(root.findall("testsuite/testcase/failure")) == 1


def test_the_same_results_give_the_same_bytes(pack: Pack) -> None:
    """No time and no host is in the file, and what was there is replaced."""
    files = [pack.folder / name for name in ("one.xml", "two.xml")]
    for file in files:
        file.write_text("old", encoding="utf-8")
        assert pack.test("--junit", str(file)).exit_code == 0
    one, two = (file.read_bytes() for file in files)
    assert one == two
    assert [path.name for path in Path(pack.folder).glob("*.part")] == []
