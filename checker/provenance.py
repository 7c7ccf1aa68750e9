"""What a run rests on, by what it holds: the same digests are the same inputs."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from checker.model import Source
from checker.prepared import Manifest
from checker.resources import POLICIES, SCHEMAS

_SCHEMA = ".schema.json"


def policy_sources(manifest: Manifest, kinds: Collection[str]) -> Iterator[Source]:
    """The policies, with the packs, facts and tables that they may use, and the schemas of these kinds of record."""
    for file, octets in manifest.files:
        if Path(file).parent == SCHEMAS and Path(file).name.removesuffix(_SCHEMA) not in kinds:
            continue
        yield Source("schema" if file.endswith(_SCHEMA) else "policy", _shown(Path(file)), octets)


def _shown(file: Path) -> str:
    """A path that is the same on another machine, where it lies here or came with checker."""
    if file.is_relative_to(POLICIES.parent):
        return f"checker:{file.relative_to(POLICIES.parent).as_posix()}"
    return file.relative_to(Path.cwd()).as_posix() if file.is_relative_to(Path.cwd()) else file.as_posix()
