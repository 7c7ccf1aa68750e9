"""Which conditions the cases have shown, on packs whose tests leave some out."""

from __future__ import annotations

import pytest

from checker.policytest import suites
from checker.policytest.coverage import Unit, coverage
from tests.policytest.lend import Pack

POLICY = """
    id: lend/loans/repaid
    title: Loans are repaid, or small
    applies_to: loan
    when: {when}
    require:
      - that: {that}
"""
TABLE = """
    id: lend/loans/size
    title: How large a loan is
    applies_to: loan
    decide:
      inputs: {amount: loan.amount}
      rows:
        - {amount: "< 10", outcome: small}
        - {amount: "< 100", outcome: middling}
        - {amount: "not recorded", outcome: unclear}
      otherwise: large
"""


def seen(pack: Pack) -> dict[str, str]:
    """What the cases did not show, by what it is about."""
    units = [unit for group in coverage(pack.suites()).groups for unit in group.units]
    assert len({unit.about + str(unit.span) for unit in units}) == len(units)
    return {f"{unit.about}: {shown(unit)}": unit.unseen for unit in units}


def shown(unit: Unit) -> str:
    """The text of a condition."""
    return unit.part.text[unit.span.start : unit.span.end]


def write(pack: Pack, when: str, that: str, *patches: str) -> None:
    """A policy with a case for a repaid loan and one for each patch; what they expect is of no interest."""
    pack.write("lend/loans/repaid.yaml", POLICY.format(when=when, that=that))
    cases = "".join(f"  - {{name: A{n}, patch: {patch}, expect: pass}}\n" for n, patch in enumerate(patches))
    both = "  - {name: Y, expect: pass}\n  - {name: Z, expect: fail, clauses: [1]}\n"
    text = f"base: due\nas_of: 2026-06-01\ncases:\n{cases}{both}"
    pack.write("lend/loans/repaid_test.yaml", text)


def test_conditions_that_nobody_evaluated_were_not_seen(pack: Pack) -> None:
    """An operand after the one that decided is not seen, whatever it would have come to."""
    write(pack, "loan.status == 'due'", "loan.paid || loan.amount < 10")
    assert seen(pack) == {
        "lend/loans/repaid when: loan.status == 'due'": "never false",
        "lend/loans/repaid clause 1: loan.paid || loan.amount < 10": "never false",
        "lend/loans/repaid clause 1, operand of ||: loan.paid": "never false",
        "lend/loans/repaid clause 1, operand of ||: loan.amount < 10": "never true and never false",
    }


def test_clauses_count_only_where_when_is_true(pack: Pack) -> None:
    """A record that the policy is not about shows nothing of the clauses; an unknown is neither true nor false."""
    write(pack, "loan.status == 'due'", "loan.paid", "{status: open, paid: false}", "{paid: null}")
    assert seen(pack) == {
        "lend/loans/repaid when: loan.status == 'due'": "",
        "lend/loans/repaid clause 1: loan.paid": "never false",
    }


@pytest.mark.parametrize(
    ("patches", "unseen"),
    [([], "never true"), (["{amount: 500}"], ""), (["{amount: null}"], "never true")],
)
def test_the_condition_of_a_conditional_is_watched(pack: Pack, patches: list[str], unseen: str) -> None:
    """Both its branches count as seen with it; a result that is written out is no condition."""
    write(pack, "loan.status == 'due'", '"loan.amount > 100 ? loan.paid : true"', *patches)
    found = seen(pack)
    assert found["lend/loans/repaid clause 1, condition of ?:: loan.amount > 100"] == unseen
    assert len(found) == 3


def test_facts_are_watched_once_for_all_policies(pack: Pack) -> None:
    """What one policy's cases show of a fact, no other need show; facts that nobody uses are left out."""
    pack.write(
        "lend/facts.yaml",
        """
        facts:
          small: {says: It is small., is: loan.amount < 100, applies_to: loan}
          idle: {says: Nobody asks., is: loan.paid, applies_to: loan}
        """,
    )
    write(pack, "loan.status == 'due'", "facts.small")
    assert seen(pack)["lend facts fact small: loan.amount < 100"] == "never false"
    other = POLICY.format(when="loan.status == 'due'", that="facts.small").replace("loans/repaid", "loans/other")
    pack.write("lend/loans/other.yaml", other)
    cases = "{name: A, patch: {amount: 500}, expect: fail, clauses: [1]}, {name: B, expect: pass}"
    pack.write("lend/loans/other_test.yaml", f"base: due\nas_of: 2026-06-01\ncases: [{cases}]\n")
    assert seen(pack)["lend facts fact small: loan.amount < 100"] == ""
    assert not any("idle" in about for about in seen(pack))


def test_facts_of_a_pack_that_is_extended_are_watched_once(pack: Pack) -> None:
    """What the cases of both packs show of a fact is put together."""
    pack.write("lend/facts.yaml", "facts: {small: {says: It is., is: 'loan.amount < 100', applies_to: loan}}\n")
    write(pack, "loan.status == 'due'", "facts.small")
    pack.write("more/pack.yaml", "id: more\ntitle: More\nversion: 1.0.0\nextends: [lend]\n")
    other = POLICY.format(when="loan.status == 'due'", that="facts.small").replace(
        "lend/loans/repaid", "more/loans/other"
    )
    pack.write("more/loans/other.yaml", other)
    base = "base: {kind: loan, id: L-1, status: due, amount: 500}"
    cases = "{name: A, expect: fail, clauses: [1]}, {name: B, patch: {amount: 5}, expect: pass}"
    pack.write("more/loans/other_test.yaml", f"{base}\nas_of: 2026-06-01\ncases: [{cases}]\n")
    both = coverage(suites([pack.folder / "lend", pack.folder / "more"], pack.kinds()))
    (facts,) = (group for group in both.groups if group.name == "lend facts")
    assert (facts.seen, facts.total) == (2, 2)


def test_rows_of_a_table_are_seen_where_they_were_chosen(pack: Pack) -> None:
    """By its own cases and by those of policies that use it; `otherwise` is a row too."""
    pack.write("lend/loans/size.yaml", TABLE)
    cases = "{name: A, patch: {amount: 5}, outcome: small}, {name: B, outcome: middling}"
    pack.write("lend/loans/size_test.yaml", f"base: due\nas_of: 2026-06-01\ncases: [{cases}]\n")
    write(pack, "loan.status == 'due'", "facts.size != 'large'", "{amount: null}")
    found = {about: unseen for about, unseen in seen(pack).items() if about.startswith("lend/loans/size")}
    assert list(found.values()) == ["", "", "", "never chosen"]
    assert list(found)[-1].startswith("lend/loans/size otherwise")


def test_what_was_not_seen_is_printed_with_carets(pack: Pack) -> None:
    """With the file, line and column; then a table of all policies, and the share."""
    write(pack, "loan.status == 'due'", "loan.paid || loan.amount < 10", "{paid: false}", "{status: open}")
    lines = pack.test("--coverage").stdout.splitlines()
    at = next(n for n, line in enumerate(lines) if line.endswith("operand of ||"))
    assert lines[at].endswith("lend/loans/repaid.yaml:7:24  lend/loans/repaid clause 1, operand of ||")
    assert lines[at + 1] == "  7 |   - that: loan.paid || loan.amount < 10"
    assert lines[at + 2] == "    |                        ^^^^^^^^^^^^^^^^ never true"
    assert "lend/loans/repaid           4     7   8   87.5 %" in lines
    assert lines[-1].startswith("NOTE  87.5 % covered: 7 of 8 values were seen.")


def test_a_minimum_that_is_not_reached_fails(pack: Pack) -> None:
    """With exit code 1, and the share that was asked for."""
    write(pack, "loan.status == 'due'", "loan.paid")
    head = "base: due\nas_of: 2026-06-01\ncases:\n  - {name: A, expect: pass}\n"
    head += "  - {name: B, patch: {paid: false}, expect: fail, clauses: [1]}\n"
    pack.write("lend/loans/repaid_test.yaml", head + "  - {name: C, patch: {status: open}, expect: skip}\n")
    assert pack.test("--min-coverage", "100").exit_code == 0
    pack.write("lend/loans/repaid_test.yaml", head)
    assert pack.test("--coverage").exit_code == 0
    result = pack.test("--min-coverage", "75.1", "-q")
    assert result.exit_code == 1
    assert "FAIL  75 % covered: 3 of 4 values were seen, and 75.1 % were asked for." in result.stdout
    assert pack.test("--min-coverage", "75").exit_code == 0
