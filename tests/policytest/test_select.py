"""`checker test -k`: some of the cases."""

from __future__ import annotations

import pytest

from checker.errors import UsageError
from checker.policytest.suite import selected
from tests.policytest.lend import REPAID, TESTS, Pack


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("NOBODY", ["Nobody knows"]),
        ("it is not", ["It is not", "It is not, and it is large", "It is not due"]),
        ("loans/REP", ["It is repaid", "It is not", "It is not, and it is large", "Nobody knows", "It is not due"]),
    ],
)
def test_cases_are_selected_by_their_name_or_their_policy(pack: Pack, text: str, names: list[str]) -> None:
    """Capitals or not; a text that is in the policy's id selects all its cases."""
    (suite,) = selected(pack.suites(), text)
    assert [each.case.name for each in suite.cases] == names


def test_only_selected_policies_are_counted(pack: Pack) -> None:
    """A policy of which no case is selected is not part of the run."""
    pack.write("lend/loans/late.yaml", REPAID.replace("loans/repaid", "loans/late"))
    pack.write("lend/loans/late_test.yaml", TESTS.replace("Nobody knows", "Somebody knows"))
    assert pack.test("-k", "somebody").stdout == "PASS  1 case of 1 policy: every one came out as expected.\n"


def test_nothing_selected_is_an_error_that_says_what_there_is(pack: Pack) -> None:
    """A run that tests nothing has proved nothing."""
    result = pack.test("-k", "overdue")
    assert result.exit_code == 2
    assert result.stderr == (
        'Error: No policy has "overdue" in its id, and no case in its name. There is lend/loans/repaid.\n'
    )
    assert pack.test("-k", "repiad").stderr.endswith("Did you mean repaid?\n")


def test_of_many_policies_the_first_are_named(pack: Pack) -> None:
    """The message does not list a whole catalogue."""
    for number in range(12):
        pack.write(f"lend/loans/rule{number}.yaml", REPAID.replace("loans/repaid", f"loans/rule{number}"))
        pack.write(f"lend/loans/rule{number}_test.yaml", TESTS)
    with pytest.raises(UsageError, match=r"There are lend/loans/repaid, .* and 5 more\.$"):
        selected(pack.suites(), "zzz")
