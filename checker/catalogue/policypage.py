"""The page of one policy, and that of a decision table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from checker.catalogue.claim import told
from checker.catalogue.constants import constant
from checker.catalogue.english import clause_claim, speaker
from checker.catalogue.exampleblocks import example_blocks
from checker.catalogue.facts import Known, decision_blocks, fact_item
from checker.catalogue.fields import meaning
from checker.catalogue.reads import conditions, facts_of, params_of, tables_of
from checker.catalogue.speaker import Speaker
from checker.catalogue.text import (
    Badge,
    Block,
    Code,
    Entries,
    Heading,
    Item,
    Items,
    Line,
    Link,
    Page,
    Paragraph,
    Part,
    Strong,
    Table,
    Term,
)
from checker.catalogue.values import value
from checker.lang.expr import Decision, Expr, FactRef
from checker.lang.policy import CheckedDecision, CheckedPolicy, Clause, DataTable, Fact, Pack
from checker.model import Parameter, Reference
from checker.policytest.fixtures import Fixtures

STATUS = {
    "verified": "read in the source",
    "unverified": "not yet read in the source",
    "judgement": "our own judgement; no text says so",
}


def policy_page(
    policy: CheckedPolicy, pack: Pack, parameters: Iterable[Parameter], pages: Mapping[str, str], fixtures: Fixtures
) -> Page:
    """Everything about one policy. `pages` names the page of each fact that a decision table makes."""
    blocks: tuple[Block, ...] = (
        *_head(policy, pack),
        *_required(policy),
        *_background(policy),
        *example_blocks(policy, fixtures),
        *_facts(policy, pages),
        *_beside(policy.summary.id, _with_facts(conditions(policy), policy.facts), pack, parameters),
        *sources(policy.summary.references),
    )
    return Page(key_of(policy.summary.id), policy.summary.title, blocks)


def decision_page(decision: CheckedDecision, pack: Pack, parameters: Iterable[Parameter]) -> Page:
    """A decision table with what it looks at."""
    tree = decision.fact.expr
    assert isinstance(tree, Decision)
    known = Known(decision, decision.applies_to)
    entries = (
        ("Decision table", (Code(decision.id),)),
        ("Fact", (Code(f"facts.{decision.fact.name}"), ", which policies read")),
        ("Applies to", (f"{decision.applies_to} records",)),
        ("Pack", _pack(pack)),
    )
    items = tuple(fact_item(fact, known) for fact in facts_of([tree], decision.facts).values() if fact.text)
    facts: tuple[Block, ...] = (Heading(2, ("Facts",)), Items(items)) if items else ()
    blocks: tuple[Block, ...] = (
        Entries(entries),
        Heading(2, ("What it looks at, and what comes of it",)),
        *decision_blocks(tree, known),
        *facts,
        *_beside(decision.id, _with_facts([tree], decision.facts), pack, parameters),
    )
    return Page(key_of(decision.id), decision.title, blocks)


def key_of(id_: str) -> str:
    """The key of a page: the id without the pack."""
    return id_.partition("/")[2]


def _pack(pack: Pack) -> Line:
    return (Link(pack.title, ""), *([f", version {pack.version}"] if pack.version else []))


def _head(policy: CheckedPolicy, pack: Pack) -> Iterator[Block]:
    summary = policy.summary
    first, last = policy.in_force_from, policy.in_force_until
    since = [f"from {first}"] if first else []
    until = [f"until {last} (the last day)"] if last else []
    entries: list[tuple[str, Line]] = [
        ("Policy", (Code(summary.id),)),
        ("Severity", (Badge(summary.severity.label),)),
        ("Applies to", (f"{summary.applies_to} records",)),
        ("In force", (" ".join([*since, *until]) or "always",)),
        ("Pack", _pack(pack)),
    ]
    yield Entries((*entries, *([("Tags", (", ".join(summary.tags),))] if summary.tags else [])))


def _required(policy: CheckedPolicy) -> Iterator[Block]:
    kind = policy.summary.applies_to
    yield Heading(2, ("What it requires",))
    if policy.when is None:
        yield Paragraph((f"It applies to every {kind} record.",))
    else:
        claim = told(clause_claim(policy.when, policy))
        yield Paragraph((f"It applies to {kind} records where ", *_uncapital(claim.line)))
        if claim.under:
            yield Items(claim.under)
        yield Paragraph(("Where that does not hold, the policy is skipped.",))
    yield Paragraph(("This must hold:" if len(policy.require) == 1 else "All of these must hold:",))
    yield Items(tuple(_clause(policy, clause) for clause in policy.require), ordered=True)
    yield Paragraph(
        (
            "Where something that is needed to tell is not recorded, the policy neither passes nor fails: "
            "it is incomplete, and the report asks for it.",
        )
    )


def _uncapital(line: Line) -> Line:
    first, *rest = line
    if isinstance(first, str):
        return (first[:1].lower() + first[1:], *rest)
    return (Term(first.text[:1].lower() + first.text[1:]), *rest) if isinstance(first, Term) else line


def _clause(policy: CheckedPolicy, clause: Clause) -> Item:
    item = told(clause_claim(clause, policy))
    say = speaker(clause.says, policy.summary.applies_to, policy.facts, policy.values)
    parts: list[Part] = []
    for each in clause.message:
        parts.extend([" ".join(each.split("\n"))] if isinstance(each, str) else _hole(say, each))
    return replace(item, note=(Strong("Otherwise: "), "“", *parts, "”")) if parts else item


def _hole(say: Speaker, node: Expr) -> Line:
    """What a message puts in: a value of the record in brackets, as a form has it; a constant as it is."""
    if constant(say, node) is not None:
        return value(say, node)[:1]
    return ("[", *(meaning(say, node) if isinstance(node, FactRef) else value(say, node)), "]")


def _background(policy: CheckedPolicy) -> Iterator[Block]:
    for title, text in (("Why", policy.summary.rationale), ("What to do where it fails", policy.summary.remediation)):
        if text:
            yield Heading(2, (title,))
            yield Paragraph((text,))


def _facts(policy: CheckedPolicy, pages: Mapping[str, str]) -> Iterator[Block]:
    used = facts_of(conditions(policy), policy.facts)
    if not used:
        return
    known = Known(policy, policy.summary.applies_to)
    yield Heading(2, ("Facts that it uses",))
    items = []
    tables = []
    for name, fact in used.items():
        if not isinstance(fact.expr, Decision):
            items.append(fact_item(fact, known))
        elif name in pages:
            items.append(Item((Code(f"facts.{name}"), ": ", Link(fact.says, pages[name]), ", a decision table.")))
        else:
            tables.append((fact, fact.expr))
    if items:
        yield Items(tuple(items))
    for fact, tree in tables:
        yield Heading(3, (Code(f"facts.{fact.name}"), ": ", fact.says))
        yield from decision_blocks(tree, known)


def _beside(id_: str, trees: Iterable[Expr], pack: Pack, parameters: Iterable[Parameter]) -> Iterator[Block]:
    """The parameters and data tables that expressions read; of two parameters with one name, that which is nearer."""
    trees = list(trees)
    owned = {each.name: each for each in parameters}
    found = []
    for name in params_of(trees):
        names = [f"{owner}.{name}" for owner in (id_, pack.id, *pack.extends)]
        found.extend([owned[each] for each in names if each in owned][:1])
    if found:
        yield Heading(2, ("Parameters that it uses",))
        yield parameter_table(found)
    read = tables_of(trees)
    yield from data_tables([table for table in pack.tables if table.name in read], "Reference data that it uses")


def _with_facts(trees: list[Expr], facts: Mapping[str, Fact]) -> list[Expr]:
    """Expressions, and those of the facts that they use."""
    return trees + [fact.expr for fact in facts_of(trees, facts).values()]


def data_tables(tables: Iterable[DataTable], title: str) -> Iterator[Block]:
    """Data tables with their sources; nothing where there is none."""
    rows = [((Code(f"data.{each.name}"), f": {each.title}"), *_source(each.source)) for each in tables]
    if rows:
        yield Heading(2, (title,))
        yield Table((("Data",), ("Source",), ("Section",), ("As of",), ("Status",)), tuple(rows))


def parameter_table(parameters: Iterable[Parameter]) -> Table:
    """Parameters with their defaults; a value that this run has set stands beside it."""
    rows = []
    for each in parameters:
        set_: Line = () if each.value == each.default else (", here ", Code(each.value))
        rows.append(((Code(each.name),), (Code(each.default), *set_), (each.says,)))
    return Table((("Parameter",), ("Default",), ("Meaning",)), tuple(rows))


def sources(references: Iterable[Reference], title: str = "Sources") -> Iterator[Block]:
    """Where rules come from; nothing where nobody says."""
    rows = tuple(_source(each) for each in references)
    if rows:
        yield Heading(2, (title,))
        yield Table((("Source",), ("Section",), ("As of",), ("Status",)), rows)


def _source(source: Reference) -> tuple[Line, ...]:
    """The cells of a reference; what is no address on the web is no link."""
    name: Part = Link(source.title, source.url) if source.url.startswith(("https://", "http://")) else source.title
    address: Line = (" ", Code(source.url)) if source.url and isinstance(name, str) else ()
    as_of: Line = (Code(source.as_of),) if source.as_of else ()
    return ((name, *address), (source.section,), as_of, (STATUS.get(source.status, source.status),))
