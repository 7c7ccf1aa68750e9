"""Running the tests beside policies, on a pack and kinds of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.errors import PolicyError
from checker.policytest import run
from tests.policytest.lend import REPAID, TESTS, Pack


def test_cases_that_hold_pass(pack: Pack) -> None:
    """Every outcome can be expected, and what holds is counted as passed."""
    report = run([pack.folder / "lend"], pack.kinds())
    assert [case.message for file in report.files for case in file.cases] == [""] * 5
    assert (report.ok, report.passed, report.failed) == (True, 5, 0)
    assert report.files[0].policy == "lend/loans/repaid"


@pytest.mark.parametrize(
    ("case", "message"),
    [
        ("expect: skip", "expected skip, found pass"),
        ("expect: fail\nclauses: [2]", "expected fail of clause 2, found pass"),
        (
            "patch: {paid: false, amount: 200}\nexpect: fail\nclauses: [2]",
            "expected fail of clause 2, found fail of clauses 1 and 2",
        ),
        ("patch: {paid: false}\nexpect: pass", "expected pass, found fail of clause 1"),
        (
            "patch: {paid: null, amount: null}\nexpect: incomplete\nmissing: [loan.paid]",
            "expected incomplete for lack of loan.paid, found incomplete for lack of loan.amount and loan.paid",
        ),
        ("patch: {status: null}\nexpect: skip", "expected skip, found incomplete for lack of loan.status"),
    ],
)
def test_a_case_that_does_not_hold_says_what_was_expected_and_found(pack: Pack, case: str, message: str) -> None:
    """The outcome, the failing clauses and the missing paths must all agree."""
    assert pack.case(case) == message
    report = run([pack.folder / "lend"], pack.kinds())
    assert (report.ok, report.passed, report.failed) == (False, 5, 1)


def test_the_explanation_comes_with_what_was_found(pack: Pack) -> None:
    """A case that does not hold shows the clause, its message and the value that decided."""
    pack.case("patch: {paid: false, amount: null}\nexpect: pass")
    case = pack.run().cases[-1]
    assert case.position is not None
    assert case.position.line == TESTS.count("\n") + 1
    assert case.details[0] == "clause 1 (fail): loan.paid"
    assert "  Loan L-1 is not repaid." in case.details
    assert "clause 2 (incomplete): loan.amount < 100" in case.details
    assert "  loan.amount is not recorded" in case.details


def test_a_negated_clause_fails_the_tests(pack: Pack) -> None:
    """A policy that says the opposite is caught."""
    pack.write("lend/loans/repaid.yaml", REPAID.replace("that: loan.paid", "that: '!loan.paid'"))
    assert [case.passed for case in pack.run().cases] == [False, False, False, True, True]


@pytest.mark.parametrize(
    ("case", "parts"),
    [
        ("base: riich\nexpect: pass", ['there is no fixture "riich"', "did you mean rich?"]),
        ("patch: {amount: many}\nexpect: pass", ["the schema refuses the record of this case", "amount", '"many"']),
        ("patch: {status: opne}\nexpect: pass", ["the schema refuses the record of this case", "status", "open"]),
        ("base: rich\nexpect: pass", ["the record's kind is debtor, and the policy applies to loan"]),
        ("with: [due]\nexpect: pass", ["the records of this case do not go together", "L-1"]),
        ("base: {kind: ship, id: S}\nexpect: pass", ["the schema refuses the record of this case", "ship"]),
    ],
)
def test_a_case_without_a_valid_record_says_why(pack: Pack, case: str, parts: list[str]) -> None:
    """A case that cannot be run has not passed, and its message leads to the mistake."""
    message = pack.case(case)
    assert [part for part in parts if part not in message] == []


def test_the_records_of_with_are_linked(pack: Pack) -> None:
    """A policy sees the records that the case's record refers to, named or written out."""
    pack.write(
        "lend/loans/repaid.yaml",
        """
        id: lend/loans/repaid
        title: Only safe debtors borrow
        severity: low
        applies_to: loan
        require:
          - that: loan.debtor.rating > 5
        """,
    )
    pack.write(
        "lend/loans/repaid_test.yaml",
        """
        base: {kind: loan, id: L-2, debtor_id: D-1}
        as_of: 2026-06-01
        cases:
          - name: A good rating
            with: [rich]
            expect: pass
          - name: A bad rating
            with: [{kind: debtor, id: D-1, rating: 2}]
            expect: fail
            clauses: [1]
          - name: No rating
            with: [{kind: debtor, id: D-1, rating: null}]
            expect: incomplete
            missing: [loan.debtor.rating]
        """,
    )
    assert [case.message for case in pack.run().cases] == ["", "", ""]


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ("as_of: 2026-06-01", "as_off: 2026-06-01", ["as_off", "as_of"]),
        ("as_of: 2026-06-01", "as_of: 2026-06-31", ["2026-06-31"]),
        ("expect: skip", "expects: skip", ["expect"]),
        ("expect: skip", "expect: skipped", ["skipped", "skip"]),
        ("clauses: [1, 2]", "clauses: 1", ["clauses"]),
        ("as_of: 2026-06-01", "", ['case "It is repaid" has no as-of date']),
        ("base: due", "", ['case "It is repaid" has no record to start from']),
        ("clauses: [1, 2]", "", ['case "It is not, and it is large" does not say which clauses fail']),
        ("missing: [loan.paid]", "", ['case "Nobody knows" does not say which facts are missing']),
        ("expect: skip", "expect: skip\n        clauses: [1]", ['case "It is not due" lists failing clauses']),
        ("expect: skip", "expect: skip\n        missing: [loan.x]", ['case "It is not due" lists missing facts']),
        ("expect: pass", "expect: skip", ["no case passes", "Add a case with expect: pass."]),
        ("cases:", "cases: []\n    more:", ["more"]),
        ("base: due", "base: [due", ["line"]),
        ("base: due", "base: due\n    ---", ["2 YAML documents"]),
    ],
)
def test_a_test_file_that_is_wrong_is_reported(pack: Pack, old: str, new: str, parts: list[str]) -> None:
    """A mistake in the test file is a problem with a message, and fails the run."""
    assert old in TESTS
    pack.write("lend/loans/repaid_test.yaml", TESTS.replace(old, new))
    result = pack.run()
    said = " ".join(f"{problem.message} {problem.hint} line {problem.position}" for problem in result.problems)
    assert [part for part in parts if part not in said] == []
    assert not result.passed


def test_an_unknown_key_is_shown_with_its_line(pack: Pack) -> None:
    """The problem names the key and the line where it stands."""
    pack.write("lend/loans/repaid_test.yaml", TESTS.replace("patch: {paid: null}", "pach: {paid: null}"))
    (problem,) = pack.run().problems
    assert "pach" in problem.message
    assert problem.position is not None
    assert problem.position.line == TESTS[: TESTS.index("patch: {paid: null}")].count("\n") + 1


def test_a_test_file_that_is_no_text_is_reported(pack: Pack) -> None:
    """Bytes that are not UTF-8 are a problem with the place, not a crash."""
    (pack.folder / "lend/loans/repaid_test.yaml").write_bytes(b"base: \xff\n")
    (problem,) = pack.run().problems
    assert problem.message == "byte 7 is not UTF-8"


def test_a_policy_without_tests_fails_the_run(pack: Pack) -> None:
    """An untested policy is reported with the file that is wanted."""
    (pack.folder / "lend/loans/repaid_test.yaml").unlink()
    report = run([pack.folder / "lend"], pack.kinds())
    (result,) = report.files
    assert [problem.message for problem in result.problems] == ["the policy has no tests"]
    assert "repaid_test.yaml" in result.problems[0].hint
    assert (report.ok, report.failed) == (False, 1)


def test_a_test_file_without_its_policy_fails_the_run(pack: Pack) -> None:
    """A test file that was left behind, or misnamed, is reported."""
    pack.write("lend/loans/late_test.yaml", TESTS)
    report = run([pack.folder / "lend"], pack.kinds())
    assert [(Path(file.file).name, file.passed) for file in report.files] == [
        ("late_test.yaml", False),
        ("repaid_test.yaml", True),
    ]
    assert report.files[0].problems[0].message == "there is no policy late.yaml beside it"


def test_policies_that_do_not_load_are_an_error(pack: Pack) -> None:
    """No test is claimed to have passed where a policy is wrong: the diagnostics come instead."""
    pack.write("lend/loans/repaid.yaml", REPAID.replace("loan.paid", "loan.payed"))
    with pytest.raises(PolicyError, match="payed"):
        pack.run()
