"""Parameters and data tables: what policies read from them, and how a run sets parameters."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from checker.engine.rows import WARM, Rows
from checker.errors import PolicyError, UsageError
from checker.lang import load_policies
from checker.model import Missing, Outcome, Parameter, PolicyResult
from checker.values import parse_date
from tests.cases.things import KINDS, thing

DAY = date(2026, 6, 15)
PACK = """
id: acme
title: A pack with parameters and data
version: 1.0.0
params:
  most: {type: int, default: 3, min: 1, max: 9, says: How many at most.}
  since: {type: date, default: 2026-01-01, min: 2020-01-01, says: From when on.}
  mode: {type: string, default: strict, values: [strict, lax], says: How strictly.}
  share: {type: double, default: 0.5, max: 1, says: How much.}
  on: {type: bool, default: true, says: Whether at all.}
"""
FACTS = """
facts:
  few: {says: There are few., is: thing.count <= params.most, applies_to: thing}
  heavy: {says: It is heavy., is: 'data.units[thing.name].grams > 10', applies_to: thing}
"""
UNITS = """{
  "title": "Units of weight", "x-key": "code",
  "x-source": {"title": "The metre convention", "section": "1", "url": "https://example.org/m", "as_of": "2026-01-01"},
  "type": "object", "required": ["code"],
  "properties": {
    "code": {"type": "string"}, "grams": {"type": "integer"}, "exact": {"type": "boolean"},
    "factor": {"type": "number"}, "since": {"type": "string", "format": "date"}
  }
}"""
CSV = "code,grams,exact,factor,since\nkg,1000,true,1,1889-09-28\ng,1,,0.001,\n"


class Pack:
    """A pack in a folder, of which each test writes the policy."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "acme"
        self.write("pack.yaml", PACK)
        self.write("facts.yaml", FACTS)
        self.write("data/units.schema.json", UNITS)
        self.write("data/units.csv", CSV)

    def write(self, name: str, text: str) -> None:
        """One file of the pack."""
        file = self.home / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def policy(self, *clauses: str, extra: str = "") -> None:
        """The one policy of the pack."""
        require = "".join(f"  - that: '{clause}'\n" for clause in clauses)
        self.write("t/p.yaml", f"id: acme/t/p\ntitle: P\napplies_to: thing\n{extra}require:\n{require}")

    def result(self, record: Mapping[str, Any], params: Mapping[str, str] | None = None) -> PolicyResult:
        """What becomes of the policy, which is the same from trees and from code."""
        policies = load_policies([self.home], KINDS, params).policies
        linked = thing(record)
        (cold,) = Rows(policies, DAY).check(linked)
        warm = Rows(policies, DAY)
        for _ in range(WARM):
            warm.check(linked)
        assert warm.check(linked) == (cold,)
        return cold

    def mistakes(self) -> list[str]:
        """The messages of what is wrong with the pack."""
        with pytest.raises(PolicyError) as raised:
            load_policies([self.home], KINDS)
        return [each.message for each in raised.value.diagnostics]


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    """A pack with parameters, facts and a table."""
    return Pack(tmp_path)


@pytest.mark.parametrize(
    "clause",
    [
        "params.most == 3",
        'params.since == date("2026-01-01")',
        'params.mode == "strict"',
        "params.share == 0.5",
        "params.on",
        "facts.few",
        'data.units["kg"].grams == 1000',
        'data.units["kg"].exact && data.units["kg"].factor == 1.0',
        'data.units["kg"].since == date("1889-09-28")',
        '!has(data.units["g"].since)',
        '"kg" in data.units && !("lb" in data.units)',
        "data.units.exists(c, data.units[c].grams == 1)",
        "facts.heavy",
    ],
)
def test_expressions_read_parameters_and_tables(pack: Pack, clause: str) -> None:
    """Each has its type, in clauses and in facts."""
    pack.policy(clause)
    assert pack.result({"count": 3, "name": "kg"}).outcome is Outcome.PASS


def test_a_run_sets_parameters(pack: Pack) -> None:
    """By their full names; what is in force comes with the default."""
    pack.policy("thing.count <= params.most", 'thing.day >= params.since && params.mode == "lax"')
    record = {"count": 5, "day": "2021-01-01"}
    assert pack.result(record).outcome is Outcome.FAIL
    given = {"acme.most": "5", "acme.since": "2021-01-01", "acme.mode": "lax"}
    assert pack.result(record, given).outcome is Outcome.PASS
    known = {each.name: each for each in load_policies([pack.home], KINDS, given).parameters}
    assert known["acme.most"] == Parameter("acme.most", "5", "3", "How many at most.")
    assert (known["acme.since"].value, known["acme.since"].default) == ("2021-01-01", "2026-01-01")
    assert [known[f"acme.{name}"].value for name in ("share", "on")] == ["0.5", "true"]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("acme.mots", "5", "There is no parameter acme.mots; did you mean acme.most?"),
        ("most", "5", "There is no parameter most"),
        ("acme.most", "10", "The parameter acme.most cannot be 10: it must be at most 9."),
        ("acme.most", "0", "The parameter acme.most cannot be 0: it must be at least 1."),
        ("acme.most", "1.5", "The parameter acme.most cannot be 1.5: it is no whole number."),
        ("acme.share", "nan", "The parameter acme.share cannot be nan: it is no number."),
        ("acme.on", "yes", "The parameter acme.on cannot be yes: it is neither true nor false."),
        ("acme.since", "2026-02-30", "it is no date of the calendar, written YYYY-MM-DD."),
        ("acme.since", "2019-12-31", "it must be at least 2020-01-01."),
        ("acme.mode", "lux", "its values are strict, lax."),
    ],
)
def test_a_value_that_a_parameter_cannot_have_is_refused(pack: Pack, name: str, text: str, message: str) -> None:
    """With what it may be."""
    pack.policy("facts.few")
    with pytest.raises(UsageError) as raised:
        load_policies([pack.home], KINDS, {name: text})
    assert message in str(raised.value)


def test_a_parameter_where_there_are_none_is_refused(pack: Pack) -> None:
    """It says so, since there is no name to name instead."""
    for name in ("pack.yaml", "facts.yaml", "data/units.csv", "data/units.schema.json"):
        (pack.home / name).unlink()
    pack.write("pack.yaml", "id: acme\ntitle: A pack\nversion: 1.0.0\n")
    pack.policy("thing.flag")
    with pytest.raises(UsageError) as raised:
        load_policies([pack.home], KINDS, {"acme.most": "5"})
    assert str(raised.value) == "There is no parameter acme.most; these policies have none."


def test_a_policy_has_parameters_of_its_own(pack: Pack) -> None:
    """Beside those of its pack; a name that the pack has is refused."""
    own = "params:\n  least: {type: int, default: 2, says: How many at least.}\n"
    pack.policy("thing.count >= params.least && thing.count <= params.most", extra=own)
    assert pack.result({"count": 2}).outcome is Outcome.PASS
    assert pack.result({"count": 2}, {"acme/t/p.least": "3"}).outcome is Outcome.FAIL
    pack.policy("facts.few", extra="params:\n  most: {type: int, default: 2, says: Again.}\n")
    assert pack.mistakes() == ["acme.most is a parameter with this name too"]


def test_expressions_about_them_are_checked(pack: Pack) -> None:
    """Unknown parameters, tables and fields, and values that cannot occur."""
    pack.policy(
        "params.mots == 1", "data.unit.size() > 0", 'data.units["kg"].gram > 1', 'params.mode == "loose"', "params.most"
    )
    assert pack.mistakes() == [
        "params has no field mots; did you mean most?",
        "data has no field unit; did you mean units?",
        "units has no field gram; did you mean grams?",
        '"loose" cannot occur here; the values are strict, lax',
        "this must be a condition (true or false), it is an int",
    ]


def test_what_a_table_does_not_have_is_unknown(pack: Pack) -> None:
    """The table is named, and the entry; what an entry lacks likewise."""
    pack.policy('data.units[thing.name].grams > 10 || thing.color == "red"')
    result = pack.result({"name": "lb", "color": "blue"})
    assert result.outcome is Outcome.INCOMPLETE
    note = 'has no entry "lb"; add it, or correct the record'
    assert result.clauses[0].missing == (Missing("data.units", "", type="more", note=note),)
    pack.policy('data.units[thing.name].since > date("1800-01-01")')
    (gap,) = pack.result({"name": "g"}).clauses[0].missing
    assert (gap.path, gap.note) == ("data.units", 'has no since in its entry "g"; add it, or correct the record')


def test_an_explanation_names_the_parameter_and_its_value(pack: Pack) -> None:
    """With the value in force, and no place in the record."""
    pack.policy("thing.count <= params.most", "today - thing.day <= days(params.most)")
    first, second = pack.result({"count": 5, "day": "2026-06-01"}).clauses
    assert first.reasons[0].text == "thing.count = 5, more than params.most = 3"
    assert second.reasons[0].text.endswith("14 days before today, more than 3 days (params.most)")


def test_packs_share_with_those_that_extend_them(pack: Pack) -> None:
    """Parameters and tables of the extended pack are read, and set, by its own name."""
    heir = pack.home.parent / "heir"
    (heir / "t").mkdir(parents=True)
    (heir / "pack.yaml").write_text("id: heir\ntitle: H\nversion: '1'\nextends: [acme]\n", encoding="utf-8")
    (heir / "t/q.yaml").write_text(
        "id: heir/t/q\ntitle: Q\napplies_to: thing\n"
        "require: [{that: 'thing.count <= params.most && data.units[\"g\"].grams == 1'}]\n",
        encoding="utf-8",
    )
    policies = load_policies([heir], KINDS, {"acme.most": "1"}).policies
    (result,) = Rows(policies, DAY).check(thing({"count": 2}))
    assert result.outcome is Outcome.FAIL


def test_a_yaml_table_is_read_too(pack: Pack) -> None:
    """As a list of entries; dates are moments."""
    (pack.home / "data/units.csv").unlink()
    pack.write("data/units.yaml", "- {code: kg, grams: 1000, since: 1889-09-28}\n- {code: g, grams: null}\n")
    pack.policy('data.units["kg"].since == date("1889-09-28") && !has(data.units["g"].grams)')
    assert pack.result({}).outcome is Outcome.PASS
    (policy,) = load_policies([pack.home], KINDS).policies
    assert policy.values["data"]["units"]["kg"]["since"] == parse_date("1889-09-28")


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("data/units.csv", b"\xff", "this file cannot be read: it is not UTF-8 text"),
        ("data/units.csv", b'code\n"kg', "this file cannot be read: unexpected end of data"),
        ("data/units.yaml", b"- {code: kg}\n", "there is both"),
        ("data/my-units.schema.json", UNITS.encode(), "my-units cannot be read as data.my-units"),
        ("data/units.schema.json", b'{"type": "nothing"}', "x-key is missing"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused(pack: Pack, name: str, text: bytes, message: str) -> None:
    """With its file, like every other mistake of a pack."""
    pack.policy("facts.few")
    (pack.home / name).write_bytes(text)
    with pytest.raises(PolicyError) as raised:
        load_policies([pack.home], KINDS)
    assert any(message in each.message and "units." in each.file for each in raised.value.diagnostics)
