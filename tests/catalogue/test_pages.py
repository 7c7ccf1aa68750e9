"""The pages of a catalogue: everything that a policy says, and examples that were run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from checker.catalogue import books, html, markdown
from checker.lang import load_policies
from checker.schemas import load_kinds

GOLDEN = Path(__file__).parent / "golden"
KINDS = load_kinds()


def pages(*paths: str) -> dict[str, str]:
    """The Markdown pages about the policies at the paths, by their names."""
    loaded = load_policies([Path(path) for path in paths], KINDS)
    return {name: text for book in books(loaded, KINDS) for name, text in markdown.files(book).items()}


def change(name: str, before: str, after: str) -> None:
    """Replaces a text in a file that has it once."""
    text = Path(name).read_text(encoding="utf-8")
    assert text.count(before) == 1
    Path(name).write_text(text.replace(before, after), encoding="utf-8")


@pytest.mark.parametrize("page", ["README.md", "terms/notice.md", "status/managed.md"])
def test_each_page_says_everything(packs: Path, page: str) -> None:
    """The index, the page of a policy and that of a decision table are the golden ones; UPDATE_GOLDEN=1 writes them."""
    found = pages("acme")[f"acme/{page}"]
    golden = GOLDEN / page.replace("/", "-")
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")


def test_html_says_what_markdown_says(packs: Path) -> None:
    """One file holds the index and each page, with its links inside of it, no script, and light and dark colours."""
    (book,) = books(load_policies([Path("acme")], KINDS), KINDS)
    ((name, text),) = html.files(book).items()
    assert name == "acme.html"
    assert text.startswith('<!doctype html>\n<html lang="en">')
    assert '<a href="#terms/notice">' in text
    assert '<article id="terms/notice">' in text
    assert '<a href="https://example.org/law(1)">A law</a>' in text
    assert "prefers-color-scheme: dark" in text
    assert "<script" not in text
    assert 'href="javascript' not in text


def test_every_link_leads_to_a_page(packs: Path) -> None:
    """The links of all pages, of the core pack too, lead to pages that are written."""
    import re

    from checker.resources import POLICIES

    for made in (pages("acme"), pages(str(POLICIES))):
        for name, text in made.items():
            for link in re.findall(r"\]\((?!https)([^)]+)\)", text):
                assert os.path.normpath(os.path.join(os.path.dirname(name), link)) in made, (name, link)


def test_a_pack_without_a_disclaimer_has_one(packs: Path) -> None:
    """Every index says that it is no legal advice; in the words of the pack where it has some."""
    assert "> **Disclaimer.** This catalogue is no legal advice." in pages("acme")["acme/README.md"]
    change("acme/pack.yaml", "title: What Acme asks\n", "title: What Acme asks\ndisclaimer: Ask a lawyer.\n")
    assert "> **Disclaimer.** Ask a lawyer." in pages("acme")["acme/README.md"]


def test_policies_without_a_pack_have_an_index(packs: Path) -> None:
    """A policy file that lies in no pack is told by itself, under the first part of its id."""
    Path("loose").mkdir()
    Path("loose/x.yaml").write_text("id: a/b/x\ntitle: X\nrequire: [{that: has(engagement.dates)}]\n", encoding="utf-8")
    found = pages("loose")
    assert list(found) == ["a/README.md", "a/b/x.md"]
    assert "1. *Dates* is recorded.\n" in found["a/b/x.md"]
    assert "There are none: no test beside this policy shows" in found["a/b/x.md"]


def test_a_value_that_is_set_stands_beside_the_default(packs: Path) -> None:
    """With --param, sentences have the value that is set, and the table of parameters has both."""
    loaded = load_policies([Path("acme")], KINDS, {"acme.longest": "14"})
    (book,) = books(loaded, KINDS)
    page = markdown.files(book)["acme/terms/notice.md"]
    assert "is at most 14 (`params.longest`)" in page
    assert "| `acme.longest` | `90`, here `14` | How long" in page


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("expect: fail\n    clauses: [1]", "expect: fail\n    clauses: [3]"),
        ("expect: fail\n    clauses: [1]", "expect: fail\n    clauses: [1]\n    message: Not what it says."),
        ("name: A year\n    patch: {notice_days: {client: 365}", "name: A year\n    patch: {notice_days: {client: x}"),
        ("name: A year\n    patch:", "name: A year\n    base: unheard-of\n    patch:"),
    ],
)
def test_examples_are_only_what_comes_out_as_expected(packs: Path, before: str, after: str) -> None:
    """A case that fails differently, whose record is invalid or cannot be made, is no example; the next one is."""
    change("acme/terms/notice_test.yaml", before, after)
    page = pages("acme")["acme/terms/notice.md"]
    assert "### Fails: Nobody approved" in page
    assert "A year" not in page


def test_tests_that_cannot_be_read_give_no_examples(packs: Path) -> None:
    """A test file that is broken costs the examples, and nothing else."""
    Path("acme/terms/notice_test.yaml").write_text("cases: [", encoding="utf-8")
    page = pages("acme")["acme/terms/notice.md"]
    assert "There are none: no test beside this policy shows a record that passes, or one that fails." in page


def test_what_is_sensitive_is_not_shown(packs: Path) -> None:
    """Names of people are masked in examples, also where they are what differs."""
    change("acme/terms/notice_test.yaml", "expect: fail\n    clauses: [1]", "expect: pass")
    page = pages("acme")["acme/terms/notice.md"]
    assert "A. Person" not in page
    assert page.count("name: •••") == 2
    assert "stands for a value that is not shown" in page
