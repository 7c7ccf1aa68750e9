"""Finds policies and the test files beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from checker.errors import UsageError

SUFFIX = "_test.yaml"
_NO_POLICIES = frozenset({"pack.yaml", "facts.yaml"})
_NO_POLICY_FOLDERS = frozenset({"fixtures", "data"})


@dataclass(frozen=True, slots=True, order=True)
class Pair:
    """Where a policy and its test file are, or would be."""

    policy: Path
    test: Path


def discover(paths: Sequence[Path]) -> list[Pair]:
    """The policies with their test files at or under the paths, sorted; either file of a pair may be missing.

    Raises UsageError where a path does not exist, or has no policy and no test file under it.
    """
    pairs: set[Pair] = set()
    for path in paths:
        if not path.exists():
            raise UsageError(f"{path} does not exist; name a policy, a test file or a folder of policies")
        found = {_pair(file) for file in _files(path)}
        if not found:
            raise UsageError(f"{path} holds no policies; name a policy, a test file or a folder of policies")
        pairs |= found
    return sorted(pairs)


def pack_folder(policy: Path) -> Path:
    """The folder of the pack that a policy belongs to: the nearest one above it with a pack.yaml."""
    return next((folder for folder in policy.parents if (folder / "pack.yaml").is_file()), policy.parent)


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
        return
    for file in path.rglob("*.yaml"):
        inside = file.relative_to(path).parts
        hidden = any(part.startswith(".") for part in inside)
        if not hidden and file.name not in _NO_POLICIES and not _NO_POLICY_FOLDERS.intersection(inside[:-1]):
            yield file


def _pair(file: Path) -> Pair:
    if file.name.endswith(SUFFIX):
        return Pair(file.with_name(f"{file.name.removesuffix(SUFFIX)}.yaml"), file)
    return Pair(file, file.with_name(f"{file.stem}{SUFFIX}"))
