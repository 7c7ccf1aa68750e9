"""Mutation testing, on packs whose tests are known to be weak."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from checker.mutation import MutationReport, mutate
from checker.mutation.mutant import Mutant, mutants
from checker.policytest import suites
from checker.policytest.parts import Parts
from checker.schemas import load_kinds
from tests.policytest.lend import LOAN, PROPERTIES, Pack

ROOT = Path(__file__).resolve().parent.parent.parent
POLICY = "id: lend/loans/repaid\ntitle: A title\napplies_to: loan\nrequire:\n  - that: >-\n      {that}\n"
WEAK = """
base: due
as_of: 2026-06-01
cases:
  - {name: It is repaid, expect: pass}
  - {name: It is not, patch: {paid: false, amount: 500}, expect: fail, clauses: [1, 2]}
  - {name: It is not due, patch: {status: open}, expect: skip}
"""


def changes(pack: Pack, that: str) -> set[str]:
    """What every mutant of one clause says."""
    pack.write("lend/loans/repaid.yaml", POLICY.format(that=that))
    return {mutant.after for mutant in made(pack)}


def made(pack: Pack) -> list[Mutant]:
    """The mutants of the pack's policies and tables."""
    found: list[Mutant] = []
    finder = Parts()
    for suite in pack.suites():
        assert suite.subject is not None
        assert suite.record_type is not None
        for part in (*finder.of(suite), *finder.facts(suite)):
            found += mutants(part, suite.subject, suite.record_type)
    return found


def tried(pack: Pack) -> MutationReport:
    """What became of the pack's mutants."""
    return mutate(pack.suites(), pack.kinds())


def survivors(pack: Pack) -> list[str]:
    """The mutants that no case notices."""
    return [f"{each.mutant.part.name}: {each.mutant.after}" for each in tried(pack).survivors]


@pytest.mark.parametrize(
    ("that", "wanted"),
    [
        ("loan.paid", {"true", "!loan.paid"}),
        ("!loan.paid", {"true", "loan.paid"}),
        ("loan.amount < 5", {"true", "loan.amount <= 5", "loan.amount < 6", "loan.amount < 4"}),
        ('loan.status == "due"', {"true", 'loan.status != "due"', 'loan.status == "open"'}),
        (
            "loan.paid || loan.debtor.rating > 5",
            {
                "true",
                "loan.paid && loan.debtor.rating > 5",
                "false || loan.debtor.rating > 5",
                "!loan.paid || loan.debtor.rating > 5",
                "loan.paid || false",
                "loan.paid || loan.debtor.rating >= 5",
                "loan.paid || loan.debtor.rating > 6",
                "loan.paid || loan.debtor.rating > 4",
            },
        ),
        (
            'loan.id in ["a", "b"]',
            {
                "true",
                '!(loan.id in ["a", "b"])',
                'loan.id in ["b"]',
                'loan.id in ["a"]',
                'loan.id in ["a~", "b"]',
                'loan.id in ["a", "b~"]',
            },
        ),
        ("has(loan.paid)", {"true", "false", "!has(loan.paid)"}),
        (
            "[loan.amount].all(a, a * 2 == 4)",
            {
                "true",
                "![loan.amount].all(a, a * 2 == 4)",
                "[loan.amount].exists(a, a * 2 == 4)",
                "[loan.amount].exists_one(a, a * 2 == 4)",
                "[loan.amount].all(a, a * 2 != 4)",
                "[loan.amount].all(a, a / 2 == 4)",
                "[loan.amount].all(a, a * 3 == 4)",
                "[loan.amount].all(a, a * 1 == 4)",
                "[loan.amount].all(a, a * 2 == 5)",
                "[loan.amount].all(a, a * 2 == 3)",
            },
        ),
        (
            'today - date("2026-03-01") > duration("36h")',
            {
                "true",
                'today - date("2026-03-01") >= duration("36h")',
                'today - date("2026-03-02") > duration("36h")',
                'today - date("2026-02-28") > duration("36h")',
                'today - date("2026-03-01") > duration("216000s")',
                'today - date("2026-03-01") > duration("43200s")',
            },
        ),
        (
            'today > timestamp("2026-03-01T00:00:00Z")',
            {
                "true",
                'today >= timestamp("2026-03-01T00:00:00Z")',
                'today > timestamp("2026-03-02T00:00:00Z")',
                'today > timestamp("2026-02-28T00:00:00Z")',
            },
        ),
        (
            "double(loan.amount) / 2.5 > 0.0",
            {
                "true",
                "double(loan.amount) * 2.5 > 0.0",
                "double(loan.amount) / 3.5 > 0.0",
                "double(loan.amount) / 1.5 > 0.0",
                "double(loan.amount) / 2.5 >= 0.0",
                "double(loan.amount) / 2.5 > 1.0",
                "double(loan.amount) / 2.5 > -1.0",
            },
        ),
    ],
)
def test_each_slip_of_an_author_is_made_once(pack: Pack, that: str, wanted: set[str]) -> None:
    """Operators, numbers, days, texts, quantifiers, `!`, `has` and whole clauses; nothing that would not load."""
    assert changes(pack, that) == wanted
    assert len(made(pack)) == len(wanted)


def test_results_of_a_conditional_become_another_result(pack: Pack) -> None:
    """A text that is chosen is a value like any other."""
    found = changes(pack, 'loan.id == (loan.paid ? "safe" : "risky")')
    assert 'loan.id == (loan.paid ? "risky" : "risky")' in found
    assert 'loan.id == (loan.paid ? "safe" : "safe")' in found
    assert 'loan.id == (!loan.paid ? "safe" : "risky")' in found


def test_when_is_dropped_and_negated(pack: Pack) -> None:
    """Beside the changes that any condition has."""
    found = {mutant.change: mutant.after for mutant in made(pack) if mutant.part.name == "when"}
    assert found == {
        "dropped": "true",
        "negated": '!(loan.status == "due")',
        "became !=": 'loan.status != "due"',
        'became "open"': 'loan.status == "open"',
    }


def test_the_days_of_a_policy_are_moved(pack: Pack) -> None:
    """A case on the first day in force, the day before, the last day and the day after notice it."""
    policy = POLICY.format(that="loan.paid").replace(
        "require:", "in_force: {from: 2026-01-01, until: 2026-06-30}\nrequire:"
    )
    pack.write("lend/loans/repaid.yaml", policy)
    tests = BIG.replace("{amount: 500}", "{paid: false}")
    pack.write("lend/loans/repaid_test.yaml", f"{tests}]\n")
    assert survivors(pack) == [
        "in force from: 2026-01-02",
        "in force from: 2025-12-31",
        "in force until: 2026-07-01",
        "in force until: 2026-06-29",
    ]
    assert "lend/loans/repaid.yaml:4:18  lend/loans/repaid in force from\n" in pack.test("--mutate").stdout
    inside = ", ".join(f"{{name: {day}, as_of: {day}, expect: pass}}" for day in ("2026-01-01", "2026-06-30"))
    outside = ", ".join(f"{{name: {day}, as_of: {day}, expect: skip}}" for day in ("2025-12-31", "2026-07-01"))
    pack.write("lend/loans/repaid_test.yaml", f"{tests}, {inside}, {outside}]\n")
    assert survivors(pack) == []


def test_the_days_of_a_clause_are_moved(pack: Pack) -> None:
    """And a change of the clause leaves its days as they are."""
    policy = POLICY.format(that="loan.paid").rstrip() + "\n    in_force: {from: 2026-01-01}\n"
    assert policy.count("in_force") == 1
    pack.write("lend/loans/repaid.yaml", policy)
    pack.write("lend/loans/repaid_test.yaml", f"{BIG.replace('{amount: 500}', '{paid: false}')}]\n")
    assert sorted(survivors(pack)) == ["clause 1 in force from: 2025-12-31", "clause 1 in force from: 2026-01-02"]


def test_a_change_without_which_the_clauses_do_not_load_is_not_made(pack: Pack) -> None:
    """Where `when` says which case of a union a record is, the clauses rest on that."""
    cases = [
        {"type": "object", "required": ["t"], "properties": {"t": {"const": name}, "v": {"type": type_}}}
        for name, type_ in (("a", "string"), ("b", "integer"))
    ]
    pack.write("schemas/loan.json", json.dumps({**LOAN, "properties": {**PROPERTIES, "x": {"oneOf": cases}}}))
    policy = POLICY.format(that="size(loan.x.v) > 3").replace("require:", "when: loan.x.t == 'a'\nrequire:")
    pack.write("lend/loans/repaid.yaml", policy + "    message: It is {loan.x.v}.\n")
    found = [mutant.after for mutant in made(pack) if mutant.part.name == "when"]
    assert found == []
    assert any(mutant.after == "size(loan.x.v) >= 3" for mutant in made(pack))


def test_good_tests_notice_every_change(pack: Pack) -> None:
    """A case on each side of every limit, and one for each operand."""
    edge = "  - {name: Just too large, patch: {amount: 100}, expect: fail, clauses: [2]}\n"
    edge += "  - {name: Just small enough, patch: {amount: 99}, expect: pass}\n"
    pack.write("lend/loans/repaid_test.yaml", WEAK + edge)
    assert survivors(pack) == []
    report = tried(pack)
    assert (report.killed, report.counted, report.equivalent) == (len(report.tried), len(report.tried), 0)


def test_a_weak_test_leaves_survivors(pack: Pack) -> None:
    """Nobody asked about a loan of 100: three changes of that limit go unnoticed."""
    pack.write("lend/loans/repaid_test.yaml", WEAK)
    assert survivors(pack) == [
        "clause 2: loan.amount <= 100",
        "clause 2: loan.amount < 101",
        "clause 2: loan.amount < 99",
    ]


def test_survivors_are_printed_with_carets_and_the_score(pack: Pack) -> None:
    """The policy, the line, the changed part underlined, and what it became."""
    pack.write("lend/loans/repaid_test.yaml", WEAK)
    result = pack.test("--mutate")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    at = next(n for n, line in enumerate(lines) if line.endswith("clause 2"))
    assert lines[at].endswith("lend/loans/repaid.yaml:10:23  lend/loans/repaid clause 2")
    assert lines[at + 1] == "  10 |   - that: loan.amount < 100"
    assert lines[at + 2] == "     |                       ^ became <="
    assert "NOTE  70 % of the changes are noticed: 7 of 10." in result.stdout


def test_a_minimum_that_is_not_reached_fails(pack: Pack) -> None:
    """With exit code 1; a minimum alone asks for mutation testing."""
    pack.write("lend/loans/repaid_test.yaml", WEAK)
    result = pack.test("--min-mutation-score", "80", "-q")
    assert result.exit_code == 1
    assert "FAIL  70 % of the changes are noticed: 7 of 10, and 80 % were asked for." in result.stdout
    assert pack.test("--min-mutation-score", "70").exit_code == 0


def test_tests_that_fail_notice_nothing(pack: Pack) -> None:
    """A policy is changed only where its cases hold; -k does not hide one that does not."""
    pack.write("lend/loans/repaid_test.yaml", WEAK.replace("expect: skip", "expect: pass"))
    result = pack.test("--mutate", "-k", "repaid")
    assert result.exit_code == 1
    assert "Nothing was changed: only tests that pass can notice a change." in result.stdout


def test_all_cases_of_a_selected_policy_judge_its_changes(pack: Pack) -> None:
    """A case alone cannot show what the others would have noticed."""
    pack.write("lend/loans/repaid_test.yaml", WEAK)
    assert "70 % of the changes" in pack.test("--mutate", "-k", "it is not due").stdout


FACTS = "facts:\n  small: {says: It is small., is: 'loan.amount < 100', applies_to: loan}\n"
BIG = "base: due\nas_of: 2026-06-01\ncases: [{name: A, expect: pass}, "
BIG += "{name: B, patch: {amount: 500}, expect: fail, clauses: [1]}"


def test_a_fact_is_judged_by_every_policy_of_its_pack(pack: Pack) -> None:
    """Also by those that are not tested in this run."""
    pack.write("lend/facts.yaml", FACTS)
    pack.write("lend/loans/repaid.yaml", POLICY.format(that="facts.small"))
    pack.write("lend/loans/repaid_test.yaml", f"{BIG}]\n")
    assert len(survivors(pack)) == 3
    pack.write("lend/loans/other.yaml", POLICY.format(that="facts.small").replace("repaid", "other"))
    edges = "{name: C, patch: {amount: 100}, expect: fail, clauses: [1]}, {name: D, patch: {amount: 99}, expect: pass}"
    pack.write("lend/loans/other_test.yaml", f"{BIG}, {edges}]\n")
    assert survivors(pack) == []
    alone = suites([pack.folder / "lend/loans/repaid.yaml"], pack.kinds())
    report = mutate(alone, pack.kinds())
    assert {each.mutant.part.owner for each in report.tried} == {"lend/loans/repaid", "lend facts"}
    assert report.survivors == ()


def test_a_case_that_fails_anyway_notices_nothing(pack: Pack) -> None:
    """Of the policies that are not tested in this run, cases that do not hold say nothing about a change."""
    pack.write("lend/facts.yaml", FACTS)
    for name in ("repaid", "other"):
        pack.write(f"lend/loans/{name}.yaml", POLICY.format(that="facts.small").replace("repaid", name))
        pack.write(f"lend/loans/{name}_test.yaml", f"{BIG}]\n")
    wrong = "{name: C, patch: {amount: 5}, expect: fail, clauses: [1]}"
    pack.write("lend/loans/other_test.yaml", f"{BIG}, {wrong}]\n")
    alone = suites([pack.folder / "lend/loans/repaid.yaml"], pack.kinds())
    assert len(mutate(alone, pack.kinds()).survivors) == 3


def test_a_fact_that_a_change_reaches_through_another_is_judged_too(pack: Pack) -> None:
    """A fact within a fact is changed once, whoever uses it."""
    pack.write(
        "lend/facts.yaml", FACTS + "  safe: {says: It is safe., is: 'facts.small || loan.paid', applies_to: loan}\n"
    )
    pack.write("lend/loans/repaid.yaml", POLICY.format(that="facts.safe"))
    tests = BIG.replace("{amount: 500}", "{amount: 500, paid: false}")
    pack.write("lend/loans/repaid_test.yaml", f"{tests}]\n")
    names = [each.mutant.part.name for each in tried(pack).tried]
    assert set(names) == {"clause 1", "fact small", "fact safe"}
    assert names.count("fact small") == 3


def test_facts_of_a_pack_that_is_extended_are_judged_with_it(pack: Pack) -> None:
    """Tested alone, a pack changes its own parts; tested together, its policies judge the other's facts too."""
    pack.write("lend/facts.yaml", FACTS)
    pack.write("lend/loans/repaid.yaml", POLICY.format(that="facts.small"))
    pack.write("lend/loans/repaid_test.yaml", f"{BIG}]\n")
    pack.write("more/pack.yaml", "id: more\ntitle: More\nversion: 1.0.0\nextends: [lend]\n")
    pack.write(
        "more/loans/other.yaml", POLICY.format(that="facts.small").replace("lend/loans/repaid", "more/loans/other")
    )
    edges = "{name: C, patch: {amount: 100}, expect: fail, clauses: [1]}, {name: D, patch: {amount: 99}, expect: pass}"
    base = "base: {kind: loan, id: L-1, amount: 20}"
    pack.write("more/loans/other_test.yaml", f"{BIG}, {edges}]\n".replace("base: due", base))
    kinds = pack.kinds()
    alone = mutate(suites([pack.folder / "more"], kinds), kinds)
    assert {each.mutant.part.owner for each in alone.tried} == {"more/loans/other"}
    assert len(survivors(pack)) == 3
    both = mutate(suites([pack.folder / "lend", pack.folder / "more"], kinds), kinds)
    assert [each.mutant.part.name for each in both.tried].count("fact small") == 3
    assert both.survivors == ()


TABLE = """
    id: lend/loans/size
    title: How large a loan is
    applies_to: loan
    decide:
      inputs: {amount: loan.amount, paid: loan.paid}
      rows:
        - {amount: "< 10", paid: true, outcome: small}
        - {amount: "< 100", outcome: middling}
      otherwise: large
"""
CASES = """
    base: due
    as_of: 2026-06-01
    cases:
      - {name: A, patch: {amount: 5}, outcome: small}
      - {name: B, patch: {amount: 50}, outcome: middling}
"""


def test_rows_of_a_table_are_changed(pack: Pack) -> None:
    """A row dropped, a cell that takes anything, another outcome; judged by the table's own cases."""
    pack.write("lend/loans/size.yaml", TABLE)
    pack.write("lend/loans/size_test.yaml", CASES)
    rows = [each for each in tried(pack).tried if each.mutant.part.name == "rows"]
    assert {each.mutant.after: bool(each.killer) for each in rows} == {
        "row 1 dropped": True,
        "row 1: amount takes anything": True,
        "row 1: paid takes anything": False,
        "row 1 gives middling": True,
        "row 2 dropped": True,
        "row 2: amount takes anything": False,
        "row 2 gives large": True,
        "otherwise gives small": False,
    }
    assert rows[0].mutant.before == "row 1: amount < 10, paid true → small"


def test_cases_of_policies_judge_a_table_too(pack: Pack) -> None:
    """Its outcome is a fact; what survives is printed with the row's line."""
    pack.write("lend/loans/size.yaml", TABLE)
    pack.write("lend/loans/size_test.yaml", CASES)
    pack.write("lend/loans/repaid.yaml", POLICY.format(that='facts.size in ["small", "large"]'))
    small = "{name: C, patch: {amount: 5, paid: false}, expect: fail, clauses: [1]}"
    tests = BIG.replace("A, expect", "A, patch: {amount: 500}, expect").replace("B, patch: {amount: 500}", "B")
    pack.write("lend/loans/repaid_test.yaml", f"{tests}, {small}]\n")
    report = tried(pack)
    left = [each.mutant.after for each in report.survivors if each.mutant.part.name == "rows"]
    assert left == ["otherwise gives small"]
    lines = pack.test("--mutate").stdout.splitlines()
    at = next(n for n, line in enumerate(lines) if line.endswith("otherwise → large"))
    assert lines[at].endswith("lend/loans/size.yaml:10:14  lend/loans/size otherwise → large")
    assert lines[at + 1].strip() == "10 |   otherwise: large"


def test_rows_of_a_csv_file_have_its_lines(pack: Pack) -> None:
    """A survivor is found in the file that the row stands in."""
    rows = TABLE[TABLE.index("      rows:") : TABLE.index("      otherwise")]
    pack.write("lend/loans/size.yaml", TABLE.replace(rows, "      table: size.csv\n"))
    pack.write("lend/loans/size.csv", "amount,paid,outcome\n< 10,true,small\n< 100,,middling\n")
    pack.write("lend/loans/size_test.yaml", CASES)
    result = pack.test("--mutate")
    assert "lend/loans/size.csv:2  lend/loans/size line 2: amount < 10, paid true → small\n" in result.stdout
    assert "line 2: paid takes anything" in result.stdout
    coverage = pack.test("--coverage").stdout
    assert "otherwise" in coverage


def test_the_core_pack_notices_every_change() -> None:
    """All of it, without an exception that is not listed with its reason."""
    kinds = load_kinds()
    report = mutate(suites([ROOT / "policies"], kinds), kinds)
    assert [f"{each.mutant.part.owner} {each.mutant.part.name}: {each.mutant.after}" for each in report.survivors] == []
    assert report.stale == ()
    assert len(report.tried) > 600


def test_the_case_that_notices_a_change_is_named(pack: Pack) -> None:
    """With its policy, so that an entry that is no equivalent can be told why."""
    pack.write("lend/loans/repaid_test.yaml", WEAK)
    killers = {each.mutant.after: each.killer for each in tried(pack).tried}
    assert killers['!(loan.status == "due")'] == '"It is not due" of lend/loans/repaid'
    assert killers["loan.amount < 101"] == ""
