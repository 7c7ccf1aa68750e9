"""What a policy reads of a record."""

from __future__ import annotations

import pytest

from checker.catalogue.reads import Tree, excerpt, facts_of, params_of, read_fields
from tests.catalogue.test_english import KNOWN, tree_of


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("has(engagement.dates.end)", {"dates": {"end": {}}}),
        ("engagement.?dates.?end.hasValue()", {"dates": {"end": {}}}),
        ("engagement.evidence.exists(e, e.issued_on < today)", {"evidence": {"*": {"issued_on": {}}}}),
        ('engagement.evidence[0].kind == "payslip"', {"evidence": {"*": {"kind": {}}}}),
        ("size(engagement.evidence) > 0", {"evidence": {}}),
        (
            'engagement.evidence.filter(e, e.kind == "payslip").all(x, has(x.file))',
            {"evidence": {"*": {"kind": {}, "file": {}}}},
        ),
        (
            "sum(engagement.location.sites.map(s, s.share_of_time)) > 0.5",
            {"location": {"sites": {"*": {"share_of_time": {}}}}},
        ),
        ("engagement.evidence.all(i, e, i > 0 || e.issued_on < today)", {"evidence": {"*": {"issued_on": {}}}}),
        ("cel.bind(d, engagement.dates, d.end > today)", {"dates": {"end": {}}}),
        ("facts.remote || facts.form == engagement.id", {"arrangement": {"declared": {}}, "integration": {}, "id": {}}),
        (
            "engagement.location.sites.all(s, engagement.location.schedule.exists(d, d.site == s.type))",
            {"location": {"sites": {"*": {"type": {}}}, "schedule": {"*": {"site": {}}}}},
        ),
        ("today > date('2026-01-01')", {}),
    ],
)
def test_the_fields_that_are_read_are_found(text: str, fields: Tree) -> None:
    """Through lists, names, filters and facts, down to the field itself."""
    tree, _ = tree_of(text)
    assert read_fields([tree], "engagement", KNOWN) == fields


def test_an_excerpt_has_what_is_read_and_nothing_else() -> None:
    """Fields that are not recorded are not made up."""
    record = {"a": [{"b": 1, "c": 2}, {"c": 3}], "d": {"e": 4, "f": 5}, "g": 6}
    assert excerpt(record, {"a": {"*": {"b": {}}}, "d": {}, "x": {}}) == {"a": [{"b": 1}, {}], "d": {"e": 4, "f": 5}}


def test_facts_and_parameters_are_named_once() -> None:
    """In the order in which an expression uses them."""
    tree, _ = tree_of('facts.form == "outsourcing" && facts.remote && facts.form != params.country && params.most > 0')
    assert list(facts_of([tree], KNOWN)) == ["form", "remote"]
    assert list(params_of([tree, tree])) == ["country", "most"]
