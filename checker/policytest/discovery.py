"""Finds policies and the test files beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from checker.errors import UsageError
from checker.lang.packs import policy_files

_SUFFIX = "_test.yaml"


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
        found = {_pair(file) for file in (*policy_files(path), *_test_files(path))}
        if not found:
            raise UsageError(f"{path} holds no policies. Name a policy, a test file or a folder of policies.")
        pairs |= found
    return sorted(pairs)


def _test_files(path: Path) -> Iterator[Path]:
    for file in path.rglob(f"*{_SUFFIX}"):
        if not any(part.startswith(".") for part in file.relative_to(path).parts):
            yield file


def _pair(file: Path) -> Pair:
    if file.name.endswith(_SUFFIX):
        return Pair(file.with_name(f"{file.name.removesuffix(_SUFFIX)}.yaml"), file)
    return Pair(file, file.with_name(f"{file.stem}{_SUFFIX}"))
