"""The examples on the page of a policy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from checker.catalogue.examples import Example, changed, find_example, removed
from checker.catalogue.text import Block, Code, Heading, Item, Items, Line, Listing, Paragraph, Part, Strong
from checker.catalogue.yamltext import yaml_text
from checker.lang.policy import CheckedPolicy
from checker.model import Outcome, Reason
from checker.policytest.fixtures import Fixtures
from checker.record import MASK


def example_blocks(policy: CheckedPolicy, fixtures: Fixtures) -> Iterator[Block]:
    """An example that passes, and what is different in one that fails, with what checker says of it."""
    good, bad = (find_example(policy, outcome, fixtures) for outcome in (Outcome.PASS, Outcome.FAIL))
    yield Heading(2, ("Examples",))
    if good is None and bad is None:
        yield Paragraph(("There are none: no test beside this policy shows a record that passes, or one that fails.",))
        return
    if good is not None:
        yield Heading(3, ("Passes: ", good.name))
        yield Paragraph((f"As of {good.as_of}, with this in the record:",))
        yield from _listing(good.record)
    if bad is not None:
        yield Heading(3, ("Fails: ", bad.name))
        yield from _difference(good, bad)
        yield Paragraph(("checker then says:",))
        yield Items(tuple(_failure(policy, each.number, each.message, each.reasons) for each in bad.clauses))


def _listing(value: Mapping[str, Any]) -> Iterator[Block]:
    """A part of a record as YAML."""
    text = yaml_text(value)
    yield Listing(text)
    if MASK in text:
        yield Paragraph((Code(MASK), " stands for a value that is not shown, since its field is sensitive."))


def _difference(good: Example | None, bad: Example) -> Iterator[Block]:
    """What the record that fails has differently from the one that passes."""
    if good is None:
        yield Paragraph((f"As of {bad.as_of}, with this in the record:",))
        yield from _listing(bad.record)
        return
    found, lost = changed(good.whole, bad.whole, bad.record), list(removed(good.record, bad.record))
    if found:
        yield Paragraph((f"As of {bad.as_of}, the same but for this:",))
        yield from _listing(found)
    else:
        yield Paragraph((f"As of {bad.as_of}, {'the same but for what is left out' if lost else 'the same'}.",))
    if lost:
        paths: list[Part] = []
        for path in lost:
            paths.extend([", " if paths else "", Code(path)])
        yield Paragraph(("Not recorded here: ", *paths, "."))


def _failure(policy: CheckedPolicy, number: int, message: str, reasons: tuple[Reason, ...]) -> Item:
    said: Line = (f" of {len(policy.require)} does not hold",) if len(policy.require) > 1 else (" does not hold",)
    line: Line = (Strong(f"Requirement {number}"), *said, *((": “", message, "”") if message else (".",)))
    return Item(line, tuple(_reason(each) for each in reasons))


def _reason(reason: Reason) -> Item:
    return Item((reason.text,), tuple(_reason(each) for each in reason.children))
