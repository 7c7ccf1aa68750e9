"""Mutation testing: policies are changed a little, one change at a time, and their cases must notice each change.

    mutate(suites, kinds) -> MutationReport

A policy's cases judge the changes to the policy. Changes to a fact are judged by the cases of all policies and tables
of its pack that use it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from checker.lang.homes import home_of
from checker.mutation.bench import Bench
from checker.mutation.equivalents import Equivalent, load_equivalents
from checker.mutation.mutant import mutants
from checker.mutation.results import MutationReport, Stale, Tried
from checker.policytest.discovery import discover
from checker.policytest.parts import Part, Parts
from checker.policytest.suite import Suite, suites
from checker.schemas import Kinds

__all__ = ["MutationReport", "Stale", "Tried", "mutate"]


@dataclass(slots=True)
class _Target:
    """A part that is changed, the suite that it was found in, and those whose cases judge it."""

    part: Part
    suite: Suite
    judges: list[Suite] = field(default_factory=list)


def mutate(chosen: Sequence[Suite], kinds: Kinds) -> MutationReport:
    """What the cases notice of every change to the policies of the suites and to the facts that these use.

    Raises UsageError where an equivalents.yaml cannot be used, and what `suites` raises for the other policies of
    their packs, whose cases judge the facts too.
    """
    homes = sorted({home for suite in chosen if (home := home_of(suite.policy.parent)) is not None})
    listed = [entry for home in homes for entry in load_equivalents(home)]
    whole = _whole(chosen, homes, kinds)
    targets = _targets(chosen, whole, homes)
    held: dict[int, bool] = {}
    tried = tuple(each for target in targets for each in _tried(target, listed, held))
    known = {(target.part.owner, target.part.name) for target in targets}
    # Of packs of which only a part is tested, entries about the rest are left alone.
    owners = {suite.id for suite in chosen} if len(chosen) < len(whole) else {entry.owner for entry in listed}
    about = [entry for entry in listed if entry.owner in owners or (entry.owner, entry.part) in known]
    return MutationReport(tried, tuple(_stale(about, tried, known)))


def _whole(chosen: Sequence[Suite], homes: Sequence[Path], kinds: Kinds) -> Sequence[Suite]:
    """The suites of the whole packs of some, and those without a pack."""
    have = {suite.policy.resolve() for suite in chosen}
    if all(pair.policy.resolve() in have for home in homes for pair in discover([home])):
        return chosen
    alone = [suite for suite in chosen if home_of(suite.policy.parent) is None]
    return (*suites(homes, kinds), *alone)


def _targets(chosen: Sequence[Suite], whole: Sequence[Suite], homes: Sequence[Path]) -> list[_Target]:
    """What is changed: the chosen policies, and the facts of their own packs that they use."""
    finder = Parts()
    wanted = {suite.policy.resolve() for suite in chosen}
    targets: dict[object, _Target] = {}
    facts: dict[object, _Target] = {}
    for suite in whole:
        is_chosen = suite.policy.resolve() in wanted
        if is_chosen:
            targets |= {part.key: _Target(part, suite, [suite]) for part in finder.of(suite)}
        for part in finder.facts(suite):
            if home_of(Path(part.file.name).parent) in homes:
                target = facts.setdefault(part.key, _Target(part, suite))
                target.judges.append(suite)
                if is_chosen:
                    targets[part.key] = target
    return list(targets.values())


def _tried(target: _Target, listed: Sequence[Equivalent], held: dict[int, bool]) -> Iterator[Tried]:
    subject, record_type = target.suite.subject, target.suite.record_type
    assert subject is not None
    assert record_type is not None
    bench = Bench(target.part, target.judges, held)
    for mutant in mutants(target.part, subject, record_type):
        entry = next((each for each in listed if each.fits(mutant)), None)
        yield Tried(mutant, bench.killer(mutant), entry)


def _stale(listed: Sequence[Equivalent], tried: Sequence[Tried], known: set[tuple[str, str]]) -> Iterator[Stale]:
    """The entries that do not hold; `known` are the parts that are changed."""
    for entry in listed:
        found = [each for each in tried if entry.fits(each.mutant)]
        if (entry.owner, entry.part) not in known:
            yield Stale(entry, f"there is no {entry.part} in {entry.owner}")
        elif not found:
            yield Stale(entry, "no change that is made gives this")
        elif len(found) > 1:
            yield Stale(entry, f"this fits {len(found)} changes; give more of the text in from and to")
        elif found[0].killer:
            yield Stale(entry, f"the case {found[0].killer} notices the change")
