"""Which files are policies, and which are their tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.errors import UsageError
from checker.policytest.discovery import Pair, discover


def _touch(folder: Path, *names: str) -> None:
    for name in names:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()


def test_policies_are_paired_with_the_tests_beside_them(tmp_path: Path) -> None:
    """Every policy is found with its test file, whether that exists or not; tests without a policy are found too."""
    _touch(tmp_path, "core/b/two.yaml", "core/a/one.yaml", "core/a/one_test.yaml", "core/a/lost_test.yaml")
    found = [(pair.policy.name, pair.test.name) for pair in discover([tmp_path])]
    assert found == [("lost.yaml", "lost_test.yaml"), ("one.yaml", "one_test.yaml"), ("two.yaml", "two_test.yaml")]


def test_what_is_no_policy_is_left_out(tmp_path: Path) -> None:
    """Packs, facts, fixtures, data and hidden files are not taken for policies."""
    _touch(tmp_path, "core/pack.yaml", "core/facts.yaml", "core/fixtures/x.yaml", "core/data/y.yaml", "core/a/one.yaml")
    _touch(tmp_path, ".git/z.yaml", "core/a/.one.yaml", "core/a/README.md")
    assert [pair.policy.name for pair in discover([tmp_path])] == ["one.yaml"]


@pytest.mark.parametrize("named", ["one.yaml", "one_test.yaml"])
def test_either_file_of_a_pair_names_it(tmp_path: Path, named: str) -> None:
    """A policy and its test file are two ways to name the same thing; naming both counts once."""
    _touch(tmp_path, "one.yaml", "one_test.yaml", "two.yaml")
    pair = Pair(tmp_path / "one.yaml", tmp_path / "one_test.yaml")
    assert discover([tmp_path / named]) == [pair]
    assert discover([tmp_path / named, tmp_path / "one.yaml"]) == [pair]


def test_a_path_without_policies_is_refused(tmp_path: Path) -> None:
    """A path that does not exist, or a folder without policies, is an error that names it, not a success."""
    with pytest.raises(UsageError, match="nowhere"):
        discover([tmp_path / "nowhere"])
    with pytest.raises(UsageError, match="holds no policies"):
        discover([tmp_path])
