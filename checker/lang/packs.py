"""Finds policy files and the packs that they belong to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from pathlib import Path

from checker.errors import UsageError
from checker.frozen import frozen
from checker.lang.document import (
    DecisionDocument,
    FactDocument,
    PackDocument,
    decision_document,
    facts_document,
    pack_document,
)
from checker.lang.files import YamlFile, read_file
from checker.record import Path as ValuePath
from checker.source import Diagnostic

_NOT_POLICIES = ("pack.yaml", "facts.yaml", "equivalents.yaml")
_NOT_FOLDERS = ("data", "fixtures")
_MAY_DECIDE = re.compile(rb"""\bdecide["']?[ \t]*:""")


@frozen
class FactEntry:
    """A fact with the file that it stands in."""

    file: YamlFile
    document: FactDocument
    name: str

    @property
    def at(self) -> ValuePath:
        """Where in the file it says what it is."""
        return ("facts", self.name, "is")

    @property
    def kind_at(self) -> ValuePath:
        """Where in the file it says what records it is about."""
        return ("facts", self.name, "applies_to")


@frozen
class DecisionEntry:
    """A decision table with the file that it stands in; its outcome is a fact."""

    file: YamlFile
    document: DecisionDocument

    @property
    def name(self) -> str:
        """The name of its fact."""
        return self.document.decide.fact or self.document.id.rpartition("/")[2].replace("-", "_")

    @property
    def at(self) -> ValuePath:
        """Where in the file it says what its outcome rests on."""
        return ("decide", "inputs")

    @property
    def kind_at(self) -> ValuePath:
        """Where in the file it says what records it is about."""
        return ("applies_to",)


@frozen
class PackSource:
    """A pack's folder, and what its pack.yaml says."""

    home: Path
    file: YamlFile
    document: PackDocument


@frozen
class LoadedPack:
    """A pack, and the facts that its policies may use: its own, and those of the packs that it extends."""

    document: PackDocument
    facts: dict[str, FactEntry | DecisionEntry]
    complete: bool
    """Whether all its facts could be read."""
    sources: tuple[PackSource, ...] = ()
    """Itself and the packs that it extends."""
    decisions: Mapping[Path, YamlFile | None] = field(default_factory=dict)
    """The files of its own decision tables, as they resolve; None for one that cannot be used."""


def policy_files(path: Path) -> Iterator[Path]:
    """A policy file itself, or those under a folder: without tests, packs, facts, data, fixtures and hidden files.

    Raises UsageError where there is no such file or folder.
    """
    if path.is_file():
        yield path
    elif path.is_dir():
        for found in path.rglob("*.yaml"):
            parts = found.relative_to(path).parts
            hidden = any(part.startswith(".") or part in _NOT_FOLDERS for part in parts)
            if not hidden and found.name not in _NOT_POLICIES and not found.stem.endswith("_test"):
                yield found
    else:
        raise UsageError(f"There is no policy file or folder {path}.")


def load_pack(home: Path, diagnostics: list[Diagnostic]) -> LoadedPack | None:
    """The pack of a folder; None where its pack.yaml cannot be used."""
    source = read_file(near(home / "pack.yaml"), "pack", diagnostics)
    if source is None:
        return None
    document = pack_document(source.value)
    if document.id != home.resolve().name:
        message = f"this pack lies in the folder {home.resolve().name}; give both one name"
        diagnostics.append(source.diagnostic("L021", ("id",), message))
    facts: dict[str, FactEntry | DecisionEntry] = {}
    decisions: dict[Path, YamlFile | None] = {}
    sources = [PackSource(home, source, document)]
    complete = True
    for number, folder in enumerate([home, *(home.parent / name for name in document.extends)]):
        if number and not (folder / "pack.yaml").is_file():
            message = f"there is no pack {folder.name} beside this one (no {near(folder / 'pack.yaml')})"
            diagnostics.append(source.diagnostic("L025", ("extends", number - 1), message))
            complete = False
            continue
        if number:
            other = read_file(near(folder / "pack.yaml"), "pack", diagnostics)
            sources.extend([] if other is None else [PackSource(folder, other, pack_document(other.value))])
        if (folder / "facts.yaml").is_file():
            complete = _add_facts(folder, facts, diagnostics) and complete
        read = _add_decisions(folder, facts, diagnostics)
        complete = complete and None not in read.values()
        decisions = decisions if number else read
    return LoadedPack(document, facts, complete, tuple(sources), decisions)


def near(path: Path) -> Path:
    """A path as people would name it: without the present folder, where it lies in that."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _add_facts(folder: Path, facts: dict[str, FactEntry | DecisionEntry], diagnostics: list[Diagnostic]) -> bool:
    file = read_file(near(folder / "facts.yaml"), "facts", diagnostics)
    if file is None:
        return False
    for name, fact in facts_document(file.value).facts.items():
        if name in facts:
            message = f"a fact {name} is in {facts[name].file.name} too"
            diagnostics.append(file.diagnostic("L020", ("facts", name), message))
        else:
            facts[name] = FactEntry(file, fact, name)
    return True


def _add_decisions(
    folder: Path, facts: dict[str, FactEntry | DecisionEntry], diagnostics: list[Diagnostic]
) -> dict[Path, YamlFile | None]:
    """Adds the outcomes of a pack's decision tables to its facts; gives their files."""
    found: dict[Path, YamlFile | None] = {}
    for path in sorted(policy_files(folder)):
        if not _may_decide(path):
            continue
        file = read_file(near(path), "policy", diagnostics)
        if file is not None and "decide" not in file.value:
            continue
        found[path.resolve()] = file
        if file is None:
            continue
        entry = DecisionEntry(file, decision_document(file.value))
        if entry.name in facts:
            message = f"a fact {entry.name} is in {facts[entry.name].file.name} too; name this one with fact:"
            diagnostics.append(file.diagnostic("L020", ("id",), message))
        else:
            facts[entry.name] = entry
    return found


def _may_decide(path: Path) -> bool:
    """Whether a file may hold a decision table, at a glance."""
    try:
        return _MAY_DECIDE.search(path.read_bytes()) is not None
    except OSError:
        return False
