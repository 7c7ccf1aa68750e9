"""A small pack about loans, with kinds of record of its own, one policy and its tests."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path

from click.testing import CliRunner, Result

from checker.cli import main
from checker.policytest import FileResult, Suite, run, suites
from checker.schemas import Kinds, load_kinds

PROPERTIES = {
    "kind": {"const": "loan"},
    "id": {"type": "string", "title": "Id"},
    "status": {"enum": ["open", "due"], "title": "Status"},
    "paid": {"type": "boolean", "title": "Paid"},
    "amount": {"type": "integer", "title": "Amount"},
    "debtor_id": {"type": "string", "title": "Debtor", "x-references": {"kind": "debtor", "as": "debtor"}},
}
LOAN = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Loan",
    "type": "object",
    "required": ["kind", "id"],
    "additionalProperties": False,
    "properties": PROPERTIES,
}
DEBTOR = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Debtor",
    "type": "object",
    "required": ["kind", "id"],
    "additionalProperties": False,
    "properties": {
        "kind": {"const": "debtor"},
        "id": {"type": "string", "title": "Id"},
        "rating": {"type": "integer", "title": "Rating"},
    },
}
REPAID = """
    id: lend/loans/repaid
    title: Loans that are due are repaid
    severity: high
    applies_to: loan
    when: loan.status == "due"
    require:
      - that: loan.paid
        message: Loan {loan.id} is not repaid.
      - that: loan.amount < 100
"""
TESTS = """
    base: due
    as_of: 2026-06-01
    cases:
      - name: It is repaid
        expect: pass
      - name: It is not
        patch: {paid: false}
        expect: fail
        clauses: [1]
      - name: It is not, and it is large
        patch: {paid: false, amount: 500}
        expect: fail
        clauses: [1, 2]
      - name: Nobody knows
        patch: {paid: null}
        expect: incomplete
        missing: [loan.paid]
      - name: It is not due
        patch: {status: open}
        expect: skip
"""


class Pack:
    """A pack in a folder of its own, with one policy about loans and its tests."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.write("lend/pack.yaml", "id: lend\ntitle: Lending\nversion: 1.0.0\n")
        self.write("lend/loans/repaid.yaml", REPAID)
        self.write("lend/loans/repaid_test.yaml", TESTS)
        self.write("lend/fixtures/due.yaml", "{kind: loan, id: L-1, status: due, paid: true, amount: 20}")
        self.write("lend/fixtures/rich.yaml", "{kind: debtor, id: D-1, rating: 9}")
        self.write("schemas/loan.json", json.dumps(LOAN))
        self.write("schemas/debtor.json", json.dumps(DEBTOR))

    def write(self, name: str, text: str) -> None:
        """Writes a file of the pack, indented as the caller likes."""
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(textwrap.dedent(text), encoding="utf-8")

    def kinds(self) -> Kinds:
        """The kinds of record that the pack is about."""
        schemas = self.folder / "schemas"
        return load_kinds({"loan": schemas / "loan.json", "debtor": schemas / "debtor.json"})

    def suites(self) -> tuple[Suite, ...]:
        """Its policies and tables with their cases."""
        return suites([self.folder / "lend"], self.kinds())

    def test(self, *args: str) -> Result:
        """`checker test` on the pack, with further arguments."""
        schemas = [f"--schema={kind}={self.folder}/schemas/{kind}.json" for kind in ("loan", "debtor")]
        return CliRunner().invoke(main, ["test", str(self.folder / "lend"), *schemas, *args])

    def run(self) -> FileResult:
        """The result of the pack's one policy."""
        (result,) = run([self.folder / "lend"], self.kinds()).files
        return result

    def case(self, text: str) -> str:
        """The message of one further case, given as YAML of the case's members."""
        case = textwrap.indent(textwrap.dedent(text).strip(), "    ").strip()
        self.write("lend/loans/repaid_test.yaml", f"{textwrap.dedent(TESTS)}  - name: One more\n    {case}\n")
        result = self.run()
        assert result.problems == ()
        assert all(known.passed for known in result.cases[:-1])
        return result.cases[-1].message
