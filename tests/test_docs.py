"""The documentation is true: its files exist, its commands run, and they print what it shows.

In a fenced `console` block, lines that begin with `$ ` are commands, and the lines after them are their output. A line
`…` stands for any lines left out. A `yaml`, `json` or `toml` block whose fence names a file (```yaml my/policy.yaml) is
it. The blocks of a document run in order, in one folder that holds copies of examples/, policies/ and schemas/. Each
line of a `cel` block is an expression with what it comes to behind `//`: a value as JSON, `error: MESSAGE` or
`refused: CODE`.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from checker.cli import main
from checker.lang import Scope, compile_expression
from checker.schemas import load_kinds
from checker.types import TIMESTAMP

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
SET_UP = re.compile(r"([A-Z_]+=\S+ )*((git|make|cd|pip|pipx|python3?) |\.venv/)")
_BLOCK = re.compile(r"^(?P<fence>`{3,})(?P<info>[^\n`]*)\n(?P<body>.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\((?!https?://|mailto:|#)([^)#\s]+)")


@dataclass(frozen=True, slots=True)
class Step:
    """A command of a document with the output that it shows, or a file that it writes."""

    line: int
    command: str = ""
    output: tuple[str, ...] = ()
    file: str = ""
    content: str = ""


def _steps(text: str) -> list[Step]:
    steps = []
    for block in _BLOCK.finditer(text):
        language, _, name = block["info"].strip().partition(" ")
        line = text.count("\n", 0, block.start()) + 1
        if language in ("yaml", "json", "toml") and name:
            steps.append(Step(line, file=name.strip(), content=block["body"]))
        elif language == "console":
            parts = re.split(r"^\$ ", block["body"], flags=re.MULTILINE)
            assert not parts[0].strip(), f"line {line}: a console block begins with a command"
            for part in parts[1:]:
                command, *output = part.rstrip("\n").split("\n")
                steps.append(Step(line, command=command, output=tuple(output)))
    return steps


def _shown_as(output: tuple[str, ...]) -> re.Pattern[str]:
    lines = [r"(?:[^\n]*\n)*?" if line.strip() == "…" else re.escape(line.rstrip()) + r"[ ]*\n" for line in output]
    return re.compile("".join(lines))


@pytest.fixture(scope="module")
def command_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the command `checker` that runs this checkout, installed or not."""
    folder = tmp_path_factory.mktemp("bin")
    command = folder / "checker"
    run = f"import sys; sys.path[0] = {str(ROOT)!r}; from checker.cli import main; main(prog_name='checker')"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -c "{run}" "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    return folder


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_commands_print_what_the_document_shows(document: Path, tmp_path: Path, command_folder: Path) -> None:
    """Every command of the document runs, and prints the output that the document shows after it."""
    for folder in ("examples", "policies", "schemas"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    env = {**os.environ, "PATH": f"{command_folder}{os.pathsep}{os.environ['PATH']}"}
    for step in _steps(document.read_text(encoding="utf-8")):
        where = f"{document.name}:{step.line}: {step.command}"
        if step.file:
            file = (tmp_path / step.file).resolve()
            assert file.is_relative_to(tmp_path.resolve()), where
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(step.content, encoding="utf-8")
            continue
        if SET_UP.match(step.command):
            continue
        run = subprocess.run(
            ["bash", "-c", step.command],
            cwd=tmp_path,
            env=env,
            text=True,
            check=False,
            capture_output=True,
            timeout=120,
        )
        printed = run.stdout + run.stderr
        if not step.output:
            assert run.returncode in (0, 1), f"{where}\n{printed}"
        elif not _shown_as(step.output).fullmatch(printed.rstrip("\n") + "\n"):
            assert printed.rstrip("\n").split("\n") == list(step.output), where


def _examples() -> list[tuple[str, str]]:
    """The expressions of docs/language.md, each with what it comes to."""
    text = (ROOT / "docs" / "language.md").read_text(encoding="utf-8")
    blocks = [block["body"] for block in _BLOCK.finditer(text) if block["info"].strip() == "cel"]
    lines = [line.rpartition(" // ") for block in blocks for line in block.splitlines()]
    return [(expression.strip(), wanted.strip()) for expression, _, wanted in lines]


@pytest.mark.parametrize(("expression", "wanted"), _examples())
def test_expressions_come_to_what_the_document_says(expression: str, wanted: str) -> None:
    """Each expression of the language's page, on the example record that it names."""
    record = str(ROOT / "examples" / "passing" / "remote-home.yaml")
    kinds = load_kinds()
    scope = Scope({"engagement": kinds["engagement"].type, "today": TIMESTAMP})
    codes = [fault.code for fault in compile_expression(expression, scope)[1]]
    run = CliRunner().invoke(main, ["eval", expression, record, "--as-of", "2026-11-23"])
    if wanted.startswith("refused: "):
        assert codes == [wanted.removeprefix("refused: ")]
        return
    assert codes == []
    if wanted.startswith("error: "):
        assert (run.exit_code, run.stderr) == (2, f"Error: {wanted.removeprefix('error: ')}\n")
    else:
        assert (run.exit_code, run.stdout.strip()) == (0, wanted)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path) -> None:
    """Every relative link of the document leads to a file or folder of the repository."""
    links = _LINK.findall(_BLOCK.sub("", document.read_text(encoding="utf-8")))
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_a_document_that_is_wrong_is_noticed() -> None:
    """Output that differs from what is shown does not match, and what is left out does."""
    text = "```console\n$ one\nfirst\n…\nlast\n$ two\n```\n\n```yaml a/b.yaml\nid: x\n```\n"
    one, two, file = _steps(text)
    assert (one.command, two.command, two.output) == ("one", "two", ())
    assert (file.file, file.content) == ("a/b.yaml", "id: x\n")
    assert _shown_as(one.output).fullmatch("first\nany\nmore\nlast\n")
    assert _shown_as(one.output).fullmatch("first\nlast\n")
    assert not _shown_as(one.output).fullmatch("first\nany\n")
