"""equivalents.yaml: changes that no test can notice, each with its reason, and entries that do not hold."""

from __future__ import annotations

import pytest

from checker.errors import UsageError
from checker.mutation import MutationReport, mutate
from checker.policytest import suites
from tests.policytest.lend import Pack
from tests.policytest.test_mutation import FACTS, POLICY, WEAK

ENTRY = "{policy: lend/loans/repaid, part: clause 2, from: '< 100', to: '<= 100', reason: Loans are odd.}"


def listed(pack: Pack, *entries: str) -> MutationReport:
    """What becomes of the pack's mutants with some entries."""
    pack.write("lend/equivalents.yaml", "equivalents:\n" + "".join(f"  - {entry}\n" for entry in entries))
    pack.write("lend/loans/repaid_test.yaml", WEAK)
    return mutate(pack.suites(), pack.kinds())


def test_a_listed_change_is_not_counted(pack: Pack) -> None:
    """It neither lowers the score nor raises it, and is told beside it."""
    report = listed(pack, ENTRY)
    assert (report.killed, report.counted, report.equivalent, report.stale) == (7, 9, 1, ())
    assert len(report.survivors) == 2
    result = pack.test("--mutate", "-q")
    assert result.exit_code == 0
    said = " ".join(result.stdout.split())
    assert "77.7 % of the changes are noticed: 7 of 9, beside 1 equivalent with a reason." in said


def test_all_of_what_survives_may_be_listed(pack: Pack) -> None:
    """Then the score is 100 %."""
    more = [ENTRY.replace("'<= 100'", f"'{to}'") for to in ("< 101", "< 99")]
    report = listed(pack, ENTRY, *more)
    assert report.survivors == ()
    assert pack.test("--min-mutation-score", "100").exit_code == 0


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("'< 100', to: '<= 100'", "'< 100', to: '> 100'", "no change that is made gives this"),
        ("'< 100', to: '<= 100'", "'< 99', to: '<= 99'", "no change that is made gives this"),
        ("clause 2", "clause 3", "there is no clause 3 in lend/loans/repaid"),
        ("loans/repaid", "loans/paid", "there is no clause 2 in lend/loans/paid"),
        ("policy: lend/loans/repaid, part: clause 2", "fact: small", "there is no fact small in lend facts"),
        (
            "clause 2, from: '< 100', to: '<= 100'",
            "when, from: '==', to: '!='",
            'the case "It is not due" of lend/loans/repaid notices the change',
        ),
    ],
)
def test_an_entry_that_does_not_hold_is_stale(pack: Pack, old: str, new: str, why: str) -> None:
    """It fails the run, with its line and the reason."""
    assert old in ENTRY
    report = listed(pack, ENTRY.replace(old, new))
    assert [stale.why for stale in report.stale] == [why]
    result = pack.test("--mutate")
    assert result.exit_code == 1
    assert "equivalents.yaml:2  " in result.stdout
    assert "FAIL  1 entry of equivalents.yaml does not hold.\n" in result.stdout


def test_an_entry_must_mean_one_change(pack: Pack) -> None:
    """Where a short text stands twice, more of it tells which is meant; line breaks do not matter."""
    pack.write("lend/loans/repaid.yaml", POLICY.format(that="loan.amount < 9\n        || loan.debtor.rating < 9"))
    entry = "{policy: lend/loans/repaid, part: clause 1, from: < 9, to: <= 9, reason: None.}"
    report = listed(pack, entry)
    assert [stale.why for stale in report.stale] == ["this fits 2 changes; give more of the text in from and to"]
    report = listed(pack, entry.replace("< 9, to: <= 9", "'< 9 ||', to: '<= 9 ||'"))
    assert report.stale == ()


def test_entries_about_facts_and_rows(pack: Pack) -> None:
    """A fact is named by its name; a row by its text and what became of it."""
    pack.write("lend/facts.yaml", FACTS)
    pack.write(
        "lend/loans/repaid.yaml", POLICY.format(that="facts.small").replace("require", "when: loan.paid\nrequire")
    )
    table = "id: lend/loans/size\ntitle: A table\napplies_to: loan\ndecide:\n  inputs: {amount: loan.amount}\n"
    table += "  rows: [{amount: '< 10', outcome: small}, {amount: '< 100', outcome: middling}]\n  otherwise: large\n"
    pack.write("lend/loans/size.yaml", table)
    head = (
        "base: due\nas_of: 2026-06-01\ncases: [{name: A, outcome: middling}, {name: B, patch: {amount: 500}, outcome: "
    )
    pack.write("lend/loans/size_test.yaml", f"{head}large}}]\n")
    fact = "{fact: small, from: '< 100', to: '<= 100', reason: So.}"
    row = "{policy: lend/loans/size, part: rows, from: 'row 1: amount < 10 → small', to: row 1 dropped, reason: So.}"
    report = listed(pack, fact, row)
    assert report.stale == ()
    assert [each.mutant.after for each in report.tried if each.equivalent] == ["loan.amount <= 100", "row 1 dropped"]


def test_entries_about_what_is_not_tested_are_left_alone(pack: Pack) -> None:
    """One policy of a pack can be tested alone, whatever is listed of the others."""
    pack.write("lend/loans/other.yaml", POLICY.format(that="loan.paid").replace("repaid", "other"))
    cases = "{name: A, expect: pass}, {name: B, patch: {paid: false}, expect: fail, clauses: [1]}"
    pack.write("lend/loans/other_test.yaml", f"base: due\nas_of: 2026-06-01\ncases: [{cases}]\n")
    listed(pack, ENTRY, ENTRY.replace("loans/repaid", "loans/gone"))
    alone = suites([pack.folder / "lend/loans/other.yaml"], pack.kinds())
    assert mutate(alone, pack.kinds()).stale == ()
    assert len(mutate(pack.suites(), pack.kinds()).stale) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("equivalents: [", "equivalents.yaml:2: "),
        ("equivalents: {}", "equivalents.yaml:1: equivalents"),
        ("equivalents:\n  - {policy: a, part: when, from: x, to: y}", "equivalents.yaml:2: "),
        ("equivalents:\n  - {polcy: a, part: when, from: x, to: y, reason: z}", "Did you mean policy?"),
        (
            "equivalents:\n  - {policy: a, from: x, to: y, reason: z}",
            "equivalents.yaml:2: this entry does not say what",
        ),
        (
            "equivalents:\n  - {fact: a, policy: b, part: when, from: x, to: y, reason: z}",
            "Write policy and part, or fact.",
        ),
        ("equivalents:\n  - {part: when, from: x, to: y, reason: z}", "Write policy and part, or fact."),
        ("equivalents: []\n---\nequivalents: []", "holds 2 YAML documents"),
    ],
)
def test_a_file_that_is_wrong_is_an_error(pack: Pack, text: str, said: str) -> None:
    """With the line; no score is claimed."""
    pack.write("lend/equivalents.yaml", text)
    with pytest.raises(UsageError) as error:
        mutate(pack.suites(), pack.kinds())
    assert said in str(error.value)
    assert pack.test("--mutate").exit_code == 2


def test_bytes_that_are_no_text_are_an_error(pack: Pack) -> None:
    """As in every file of a pack."""
    (pack.folder / "lend/equivalents.yaml").write_bytes(b"equivalents: \xff")
    with pytest.raises(UsageError, match="byte 14 is not UTF-8"):
        mutate(pack.suites(), pack.kinds())


def test_the_file_is_no_policy(pack: Pack) -> None:
    """It stands among the policies, and the run counts one policy as before."""
    listed(pack, ENTRY)
    assert len(pack.suites()) == 1
