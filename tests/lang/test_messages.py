"""Every message of the language is met: what its sources can say stands in a golden file, a table or a test."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import checker.lang
from checker.lang.faults import CODES
from checker.lang.functions import SIGNATURES
from checker.yaml12 import Limits, load_all

HERE = Path(__file__).parent
SOURCES = sorted(Path(checker.lang.__file__).parent.glob("*.py"))
WITHOUT_MESSAGES = {"__init__", "document", "expr", "functions", "publish"}
"""Modules whose texts no diagnostic shows: they describe fields and functions, or speak to programmers."""
PATTERNS = {"compile", "lazy", "split"}
"""Calls whose texts are patterns, or lists of words."""
TITLES = set(CODES.values())
LEAST_WORDS = 3
"""Texts of fewer words are parts of others, or names."""


def templates(source: Path) -> Iterator[tuple[int, str, str]]:
    """The texts of a module that may be told: line, text, and the pattern of what they come to."""
    tree = ast.parse(source.read_text(encoding="utf-8"))
    other = {id(part) for node in ast.walk(tree) for top in _no_messages(node) for part in ast.walk(top)}
    for node in ast.walk(tree):
        if id(node) not in other and isinstance(node, (ast.Constant, ast.JoinedStr)):
            texts = [part.value if isinstance(part, ast.Constant) else None for part in _parts(node)]
            text = "{}".join(each for each in texts if isinstance(each, str))
            if len(re.findall(r"[A-Za-z]{2,}", text)) >= LEAST_WORDS and " " in text.strip() and text not in TITLES:
                yield node.lineno, text, "".join(re.escape(each) if isinstance(each, str) else ".*?" for each in texts)


def _parts(text: ast.Constant | ast.JoinedStr) -> list[ast.expr]:
    return text.values if isinstance(text, ast.JoinedStr) else [text]


def _no_messages(node: ast.AST) -> Iterator[ast.AST]:
    """The parts of a node that are docstrings, pieces of a text that is met as a whole, patterns or lists of words."""
    if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)):
        yield from (each for each in node.body if isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant))
    elif isinstance(node, ast.JoinedStr):
        yield from (each for each in node.values if isinstance(each, ast.Constant))
    elif isinstance(node, ast.Call):
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        yield from (node,) if name in PATTERNS else ()


@pytest.fixture(scope="module")
def told() -> str:
    """Every text that the tests of the language and of `checker lint` expect."""
    goldens = [path.read_text(encoding="utf-8") for path in sorted(HERE.rglob("*.txt"))]
    (cases,) = load_all((HERE / "faults.yaml").read_text(encoding="utf-8"), Limits())
    tables = [fault["says"] for case in cases for fault in case["faults"]]
    written = [
        "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in _parts(node))
        for folder in (HERE, HERE.parent / "lint")
        for path in sorted(folder.glob("test_*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, (ast.Constant, ast.JoinedStr))
    ]
    return "\n".join([*goldens, *tables, *written])


@pytest.mark.parametrize(
    "source", [each for each in SOURCES if each.stem not in WITHOUT_MESSAGES], ids=lambda p: p.stem
)
def test_every_message_is_met(source: Path, told: str) -> None:
    """A message that nothing expects may be wrong, or can no longer occur."""
    assert [(line, text) for line, text, pattern in templates(source) if not re.search(pattern, told)] == []


@pytest.mark.parametrize("why", sorted({each.partial for each in SIGNATURES if each.partial}))
def test_every_reason_to_refuse_a_function_is_met(why: str, told: str) -> None:
    """What can go wrong with a function on a valid record is told where a policy calls it."""
    assert f" can fail on a valid record ({why}), and a policy must not" in told


def test_messages_are_found() -> None:
    """There are some hundred, so that the test above has something to ask for."""
    assert sum(len(list(templates(source))) for source in SOURCES if source.stem not in WITHOUT_MESSAGES) > 200
