"""What the schemas of engagements and vendors say: of every field to people, and of every value to the checker."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from checker.lang.lexer import RESERVED
from checker.resources import SCHEMAS

Schema = dict[str, Any]

KINDS = ("engagement", "vendor")
LOADED: dict[str, Schema] = {
    kind: json.loads((SCHEMAS / f"{kind}.schema.json").read_text(encoding="utf-8")) for kind in KINDS
}
PLAIN = set(
    """$comment $defs $id $ref $schema additionalProperties const description enum examples format items maxLength
    maximum minLength minimum pattern patternProperties properties required title type x-references
    x-sensitive""".split()
)
POWERS = """hires instructs_what instructs_how sets_hours sets_location manages_performance disciplines dismisses trains
    sets_pay_rate pays keeps_employment_records provides_tools""".split()
BARE: dict[str, Any] = {
    "engagement": {"kind": "engagement", "id": "E-1", "title": "A", "arrangement": {"declared": "blurred"}},
    "vendor": {"kind": "vendor", "id": "V-1", "legal_name": "B"},
}


def subschemas(kind: str) -> Iterator[tuple[str, Schema]]:
    """Every schema that describes a value: the record, each field, each list's items, each definition."""

    def walk(path: str, schema: Schema) -> Iterator[tuple[str, Schema]]:
        yield path, schema
        for name, part in schema.get("properties", {}).items():
            yield from walk(f"{path}.{name}", part)
        if "items" in schema and set(schema["items"]) != {"$ref"}:
            yield from walk(f"{path}[]", schema["items"])

    yield from walk(kind, LOADED[kind])
    for name, part in LOADED[kind]["$defs"].items():
        yield from walk(f"{kind}#{name}", part)


EVERY = [(kind, path, schema) for kind in KINDS for path, schema in subschemas(kind)]
OBJECTS = [(kind, path, schema) for kind, path, schema in EVERY if schema.get("type") == "object"]


def validator(kind: str, part: Schema | None = None) -> Draft202012Validator:
    """A validator of a kind's records, or of one part of its schema, that asserts formats."""
    schema = LOADED[kind] if part is None else {**part, "$defs": LOADED[kind]["$defs"]}
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def accepts(kind: str, **changes: object) -> bool:
    """Whether the barest record of a kind is still valid with these members."""
    return bool(validator(kind).is_valid(BARE[kind] | changes))


def lei_is_sound(lei: str) -> bool:
    """The check of ISO 17442: letters become 10 to 35, and the number leaves 1 when divided by 97."""
    return int("".join(str(int(char, 36)) for char in lei)) % 97 == 1


@pytest.mark.parametrize("kind", KINDS)
def test_is_a_2020_12_schema_with_a_name_of_its_own(kind: str) -> None:
    """Each schema is a JSON Schema 2020-12 with an id that names its kind and version."""
    Draft202012Validator.check_schema(LOADED[kind])
    assert LOADED[kind]["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert LOADED[kind]["$id"] == f"urn:engagement-checker:schema:{kind}:1"
    assert LOADED[kind]["properties"]["kind"]["const"] == kind


def test_few_fields_are_required() -> None:
    """A record needs its kind, its id, a name, and for an engagement what it is said to be; the rest may come later."""
    assert LOADED["engagement"]["required"] == ["kind", "id", "title", "arrangement"]
    assert LOADED["engagement"]["properties"]["arrangement"]["required"] == ["declared"]
    assert LOADED["vendor"]["required"] == ["kind", "id", "legal_name"]
    assert accepts("engagement") and accepts("vendor")
    for kind in KINDS:
        for name in LOADED[kind]["required"]:
            assert not validator(kind).is_valid({k: v for k, v in BARE[kind].items() if k != name})


@pytest.mark.parametrize(("kind", "path", "schema"), EVERY, ids=[path for _, path, _ in EVERY])
def test_every_field_speaks_to_people(kind: str, path: str, schema: Schema) -> None:
    """Every field has a short title and a description in whole sentences."""
    title, description = schema["title"], schema["description"]
    assert 2 <= len(title) <= 40 and title[0].isupper() and not title.endswith(".")
    assert 15 <= len(description) <= 500 and description[0].isupper() and description.endswith(".")
    assert description.rstrip(".").lower() != title.lower()


@pytest.mark.parametrize(("kind", "path", "schema"), EVERY, ids=[path for _, path, _ in EVERY])
def test_every_example_is_valid(kind: str, path: str, schema: Schema) -> None:
    """Every field has an example, and its examples are what the field accepts."""
    if path.endswith("#own_field"):
        assert schema.keys() == {"title", "description"}, "a field of one's own may hold anything"
        return
    assert schema["examples"]
    for example in schema["examples"]:
        assert not [error.message for error in validator(kind, schema).iter_errors(example)]


@pytest.mark.parametrize(("kind", "path", "schema"), EVERY, ids=[path for _, path, _ in EVERY])
def test_only_plain_constructs(kind: str, path: str, schema: Schema) -> None:
    """Types can be derived from every field: one type each, no alternatives, no conditions, whole numbers bounded."""
    assert set(schema) <= PLAIN
    if schema.get("type") == "integer":
        assert -(2**63) <= schema["minimum"] <= schema["maximum"] < 2**63
    if schema.get("type") == "number":
        assert abs(schema["minimum"]) < 2**53 and abs(schema["maximum"]) < 2**53
    if "pattern" in schema:
        assert "maxLength" in schema, "Python's $ lets a line break through, others do not: the length settles it"


@pytest.mark.parametrize(("kind", "path", "schema"), EVERY, ids=[path for _, path, _ in EVERY])
def test_choices_are_closed_and_lower_snake_case(kind: str, path: str, schema: Schema) -> None:
    """Choices are in lower snake case, but for the codes of countries and currencies, and none is there twice."""
    choices = schema.get("enum")
    if choices is None:
        return
    form = r"[A-Z]{2,3}" if path.endswith(("#country", "#currency")) else r"[a-z][a-z0-9]*(_[a-z0-9]+)*"
    assert all(re.fullmatch(form, choice) for choice in choices)
    assert len(set(choices)) == len(choices) >= 2
    assert not validator(kind, schema).is_valid("no_such_choice")


@pytest.mark.parametrize(("kind", "path", "schema"), OBJECTS, ids=[path for _, path, _ in OBJECTS])
def test_unknown_fields_are_refused_and_own_fields_are_not(kind: str, path: str, schema: Schema) -> None:
    """A misspelt field is refused at every level; a name that begins with x- is the user's own."""
    check, example = validator(kind, schema), schema["examples"][0]
    assert not check.is_valid(example | {"no_such_field": 1})
    assert not check.is_valid(example | {"ax-cost-centre": 1})
    assert check.is_valid(example | {"x-cost-centre": {"any": ["value", 1, True]}})


@pytest.mark.parametrize(("kind", "path", "schema"), OBJECTS, ids=[path for _, path, _ in OBJECTS])
def test_names_can_be_written_in_expressions(kind: str, path: str, schema: Schema) -> None:
    """Every field's name is a name of the policy language, and none of its reserved words."""
    for name in schema["properties"]:
        assert re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name) and name not in RESERVED


def test_the_references_between_records() -> None:
    """An engagement points to its provider's vendor record and to related engagements, and to nothing else."""
    found = {path: schema["x-references"] for _, path, schema in EVERY if "x-references" in schema}
    assert found == {
        "engagement.provider.vendor_id": {"kind": "vendor", "as": "vendor"},
        "engagement.arrangement.related_engagements": {"kind": "engagement", "as": "related"},
    }


def test_what_tells_of_people_is_sensitive() -> None:
    """Names, ways to reach somebody, numbers of documents, pay, absences and addresses of people are marked."""
    assert {path for _, path, schema in EVERY if schema.get("x-sensitive")} == {
        "engagement.worker.legal_name",
        "engagement.scope.tasks[].accepted_by",
        "engagement.independence.hourly_rate",
        "engagement.duration.breaks[].reason",
        "engagement.location.sites[].description",
        "engagement.determinations[].by",
        "engagement.approvals[].name",
        "engagement#identifier.id",
        "vendor#identifier.id",
        "vendor.due_diligence.by",
        "vendor.beneficial_owners[].name",
        "vendor.data_protection_contact.name",
        "vendor.data_protection_contact.email",
        "vendor.data_protection_contact.phone",
    }


@pytest.mark.parametrize("side", ["control", "contracted_control"])
def test_practice_and_contract_have_the_same_thirteen_powers(side: str) -> None:
    """Both sides of control hold the same powers, and each power takes the same five answers."""
    powers = LOADED["engagement"]["$defs"][side]["properties"]
    assert list(powers) == POWERS
    assert {power["$ref"] for power in powers.values()} == {"#/$defs/responsibility"}
    for power in POWERS:
        for who in ("client", "provider", "worker", "shared", "nobody"):
            assert accepts("engagement", **{side: {power: who}})
        assert not accepts("engagement", **{side: {power: "cleint"}})
        assert not accepts("engagement", **{side: {power: True}})


def test_definitions_that_both_kinds_have_are_the_same() -> None:
    """Money, countries, identifiers and licences mean the same in an engagement and in a vendor record."""
    engagement, vendor = LOADED["engagement"]["$defs"], LOADED["vendor"]["$defs"]
    assert {name: engagement[name] for name in vendor} == vendor


def test_countries_and_currencies_are_the_iso_codes() -> None:
    """Codes are those of ISO 3166-1 and ISO 4217: no UK, no EU, no currency that is gone."""
    codes = LOADED["engagement"]["$defs"]
    countries, currencies = codes["country"]["enum"], codes["currency"]["enum"]
    assert len(countries) == 249 and countries == sorted(countries) and currencies == sorted(currencies)
    assert {"DE", "GB", "NO", "PH", "US", "VN"} <= set(countries) and not {"UK", "EU", "EN", "de"} & set(countries)
    assert {"CHF", "EUR", "GBP", "PHP", "USD"} <= set(currencies) and not {"DEM", "XAU", "XXX"} & set(currencies)
    assert "ISO 3166-1" in codes["country"]["$comment"] and "ISO 4217" in codes["currency"]["$comment"]


def test_example_leis_have_sound_check_digits() -> None:
    """Every LEI that the schemas show passes the check of ISO 17442, and the check can tell."""
    text = json.dumps(LOADED)
    leis = set(re.findall(r'"scheme": "lei", "id": "([^"]+)"', text))
    assert leis and all(re.fullmatch(r"[A-Z0-9]{18}[0-9]{2}", lei) and lei_is_sound(lei) for lei in leis)
    assert not any(lei_is_sound(lei[:-1] + str((int(lei[-1]) + 1) % 10)) for lei in leis)


@pytest.mark.parametrize(
    "changes",
    [
        {"dates": {"start": "2026-02-30"}},
        {"dates": {"start": "01.02.2026"}},
        {"location": {"sites": [{"type": "home", "share_of_time": 1.01}]}},
        {"location": {"sites": [{"share_of_time": 1}]}},
        {"notice_days": {"client": -1}},
        {"notice_days": {"client": 30.5}},
        {"client": {"country": "UK"}},
        {"independence": {"hourly_rate": {"amount": 85}}},
        {"evidence": [{"id": "EV-1"}]},
        {"evidence": [{"kind": "payslip", "sha256": "A" * 64}]},
        {"evidence": [{"kind": "payslip", "sha256": "a" * 64 + "\n"}]},
        {"schema_version": "2"},
        {"title": ""},
        {"skill": "yes"},
    ],
    ids=json.dumps,
)
def test_wrong_values_are_refused(changes: dict[str, object]) -> None:
    """A date that is none, a share above 1, an amount without its currency and the like are not accepted."""
    assert accepts("engagement")
    assert not accepts("engagement", **changes)


def test_the_facts_of_court_cases_have_a_place() -> None:
    """The paths by which decided cases describe the parties' relations are fields of the engagement record."""
    assert accepts(
        "engagement",
        arrangement={"declared": "outsourcing", "legal_form": "sole_trader", "unit": "task"},
        control=dict.fromkeys(POWERS, "shared"),
        contracted_control=dict.fromkeys(POWERS, "worker"),
        duration={"years": 0.03},
        independence={
            "benefits": False,
            "exclusive": False,
            "investment": True,
            "other_clients": True,
            "own_premises": True,
            "payment_basis": "piece",
            "profit_or_loss": True,
            "substitution": {"right": True, "used": False, "client_may_reject": True},
        },
        integration=True,
        mutuality=False,
        skill=True,
        location={"sites": [{"type": "vehicle"}]},
        scope={"core_business": True, "deliverables": True, "named_individuals": False},
    )
