"""What a case may expect beside an outcome, and how a case that does not hold is shown."""

from __future__ import annotations

import pytest

from tests.policytest.lend import REPAID, TESTS, Pack


@pytest.mark.parametrize(
    ("case", "message"),
    [
        ('patch: {paid: false}\nexpect: fail\nclauses: [1]\nmessage: "Loan L-1 is not repaid."', ""),
        (
            'patch: {paid: false}\nexpect: fail\nclauses: [1]\nmessage: ["Loan L-2 is not repaid."]',
            'expected the message "Loan L-2 is not repaid.", found the message "Loan L-1 is not repaid."',
        ),
        (
            "patch: {paid: false, amount: 500}\nexpect: fail\nclauses: [1, 2]\n"
            'message: ["Loan L-1 is not repaid.", ""]',
            "",
        ),
        (
            'patch: {paid: false, amount: 500}\nexpect: fail\nclauses: [1, 2]\nmessage: ["", "It is large."]',
            'expected the messages "" and "It is large.", found the messages "Loan L-1 is not repaid." and ""',
        ),
        (
            "patch: {amount: 500}\nexpect: fail\nclauses: [1]\nmessage: no",
            "expected fail of clause 1, found fail of clause 2",
        ),
    ],
)
def test_messages_of_failing_clauses_are_compared(pack: Pack, case: str, message: str) -> None:
    """One text for one failing clause, a list for several; the clauses are compared first."""
    assert pack.case(case) == message


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "clauses: [1, 2]",
            "clauses: [1, 7]",
            'case "It is not, and it is large" names clause 7, which the policy does not have It has 2 clauses',
        ),
        (
            "expect: skip",
            "expect: skip\n        message: x",
            'case "It is not due" has a message but does not expect to fail',
        ),
        (
            "clauses: [1, 2]",
            "clauses: [1, 2]\n        message: x",
            'case "It is not, and it is large" does not have one message for each of its failing clauses',
        ),
        ("clauses: [1, 2]", "clauses: [1, 2]\n        message: 7", "message"),
    ],
)
def test_an_expectation_that_cannot_be_met_is_reported_with_its_line(pack: Pack, old: str, new: str, said: str) -> None:
    """A clause that the policy does not have, or a message where nothing fails, is a mistake in the test file."""
    pack.write("lend/loans/repaid_test.yaml", TESTS.replace(old, new))
    (problem,) = pack.run().problems
    assert said in f"{problem.message} {problem.hint}"
    assert problem.position is not None
    case = TESTS[: TESTS.index("It is not due" if old == "expect: skip" else "It is not, and")].count("\n") + 1
    assert case <= problem.position.line <= case + 4


def test_the_line_of_a_clause_that_does_not_exist_is_shown(pack: Pack) -> None:
    """Not the case's line, but that of the number; a policy with one clause is told so."""
    pack.write("lend/loans/repaid.yaml", REPAID.replace("      - that: loan.amount < 100\n", ""))
    result = pack.test()
    assert result.exit_code == 1
    line = TESTS[: TESTS.index("clauses: [1, 2]")].count("\n") + 1
    assert f"✗ line {line}: case" in result.stdout
    assert "→ It has one clause, number 1." in result.stdout


def test_a_wrong_outcome_shows_expected_and_found_below_each_other(pack: Pack) -> None:
    """Then the explanation of what was found."""
    pack.case("patch: {paid: false}\nexpect: pass")
    result = pack.test()
    assert result.exit_code == 1
    lines = [line.strip() for line in result.stdout.splitlines()]
    at = lines.index("expected  pass")
    assert lines[at - 1].endswith("One more")
    assert lines[at + 1] == "found     fail of clause 1"
    assert lines[at + 2] == "clause 1 (fail): loan.paid"


def test_a_patch_that_makes_the_record_invalid_is_shown_with_the_line_of_its_case(pack: Pack) -> None:
    """With what the schema wants, and without an expected and a found that would mislead."""
    pack.case("patch: {status: opne}\nexpect: pass")
    result = pack.test()
    assert result.exit_code == 1
    assert (
        f"✗ line {TESTS.count(chr(10)) + 1}: One more\n    the schema refuses the record of this case" in result.stdout
    )
    assert "expected  " not in result.stdout
