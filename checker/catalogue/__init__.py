"""A catalogue of packs for people who read no code: what each policy requires, in English made from its conditions.

    books(policies, kinds) -> Book for each pack      markdown.files(book), html.file(book) -> texts
    folder.write(files, FOLDER) -> what was done

Its examples come from the tests beside the policies, and are run before they are shown.
"""

from __future__ import annotations

from collections.abc import Iterator

from checker.catalogue.policypage import data_tables, decision_page, key_of, parameter_table, policy_page, sources
from checker.catalogue.text import (
    Badge,
    Block,
    Book,
    Code,
    Entries,
    Heading,
    Item,
    Items,
    Line,
    Link,
    Page,
    Paragraph,
    Quote,
    Strong,
    Table,
    capital,
)
from checker.lang import PolicySet
from checker.lang.policy import CheckedDecision, CheckedPolicy, Pack
from checker.policytest.fixtures import Fixtures
from checker.schemas import Kinds

__all__ = ["Book", "books"]

_NO_ADVICE = "This catalogue is no legal advice."


def books(loaded: PolicySet, kinds: Kinds) -> list[Book]:
    """The catalogue of every pack that has a policy or a decision table among those loaded, by the pack's id."""
    packs = {pack.id: pack for pack in loaded.packs}
    ids = [policy.summary.id for policy in loaded.policies] + [decision.id for decision in loaded.decisions]
    fixtures = Fixtures(kinds)
    return [_book(packs.get(id_) or _no_pack(id_), loaded, fixtures) for id_ in sorted({_owner(id_) for id_ in ids})]


def _owner(id_: str) -> str:
    return id_.partition("/")[0]


def _no_pack(id_: str) -> Pack:
    """For policies that lie in no pack."""
    return Pack(id_, id_, "", "", "", "")


def _book(pack: Pack, loaded: PolicySet, fixtures: Fixtures) -> Book:
    policies = [policy for policy in loaded.policies if _owner(policy.summary.id) == pack.id]
    decisions = [decision for decision in loaded.decisions if _owner(decision.id) == pack.id]
    tables = {decision.fact.name: key_of(decision.id) for decision in decisions}
    pages = [policy_page(policy, pack, loaded.parameters, tables, fixtures) for policy in policies]
    pages += [decision_page(decision, pack, loaded.parameters) for decision in decisions]
    return Book(pack.id, _index(pack, policies, decisions, loaded), tuple(sorted(pages, key=lambda page: page.key)))


def _index(pack: Pack, policies: list[CheckedPolicy], decisions: list[CheckedDecision], loaded: PolicySet) -> Page:
    own = [each for each in loaded.parameters if _owner(each.name.partition(".")[0]) == pack.id]
    parameters: tuple[Block, ...] = (Heading(2, ("Parameters",)), _PARAMETERS, parameter_table(own)) if own else ()
    blocks = (
        *_about(pack),
        *_how_to_read(),
        *_by_topic(policies, decisions),
        *parameters,
        *data_tables(pack.tables, "Reference data"),
        *sources(pack.sources),
    )
    return Page("", pack.title, blocks)


def _about(pack: Pack) -> Iterator[Block]:
    entries: list[tuple[str, Line]] = [("Pack", (Code(pack.id),))]
    entries += [
        (label, (text,)) for label, text in (("Version", pack.version), ("Jurisdiction", pack.jurisdiction)) if text
    ]
    if pack.extends:
        entries.append(("Extends", (", ".join(pack.extends),)))
    yield Entries(tuple(entries))
    if pack.description:
        yield Paragraph((pack.description,))
    yield Quote((Strong("Disclaimer. "), pack.disclaimer or _NO_ADVICE))


def _how_to_read() -> Iterator[Block]:
    yield Heading(2, ("How to read this",))
    yield Items(tuple(Item(line) for line in _READING))


_READING: tuple[Line, ...] = (
    ("What a policy requires is said in English that is made from the conditions themselves: it is what is checked.",),
    (
        "The name of a field is followed by where it stands in a record: “issued on (",
        Code("issued_on"),
        ")”.",
    ),
    ("A policy passes if all that it requires holds, and fails if something does not.",),
    ("It is incomplete if something that it needs is not recorded: what nobody wrote down never passes.",),
    ("It is skipped for records that it does not apply to, and outside of the time in which it is in force.",),
    ("“Today” is the day as of which records are judged; beside a time of day, a date means its 00:00 UTC.",),
)
_PARAMETERS = Paragraph(
    ("A run may set them differently (", Code("--param NAME=VALUE"), "); every report then says so.")
)


def _by_topic(policies: list[CheckedPolicy], decisions: list[CheckedDecision]) -> Iterator[Block]:
    yield Heading(2, ("Policies",))
    for topic in sorted({key_of(policy.summary.id).partition("/")[0] for policy in policies}):
        yield Heading(3, (capital(topic.replace("-", " ")),))
        rows: list[tuple[Line, ...]] = []
        for summary in (policy.summary for policy in policies):
            if key_of(summary.id).startswith(f"{topic}/"):
                link = Link(summary.title, key_of(summary.id))
                rows.append(((link,), (Badge(summary.severity.label),), (f"{summary.applies_to} records",)))
        yield Table((("Policy",), ("Severity",), ("Applies to",)), tuple(rows))
    if decisions:
        yield Heading(2, ("Decision tables",))
        rows = [((Link(each.title, key_of(each.id)),), (Code(f"facts.{each.fact.name}"),)) for each in decisions]
        yield Table((("Table",), ("Its outcome",)), tuple(rows))
