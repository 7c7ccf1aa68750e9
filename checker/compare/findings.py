"""Which findings of one report are not in another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from checker.compare.document import Document
from checker.frozen import frozen

_BAD = ("fail", "incomplete", "error", "invalid", "unreadable")
"""The outcomes that are findings, from the least to the worst but for the order of the first two."""
_WORSE = {"incomplete": 1, "fail": 2, "error": 3, "invalid": 4, "unreadable": 5}
_Key: TypeAlias = tuple[str, str, str]
"""The record's kind and id (its file and number where it has none), and the policy; for a form, no policy."""


@frozen
class Change:
    """What became of one policy on one record, in two reports."""

    record: str
    """Its id; its file, with its number in it, where it has none."""
    policy: str
    """Empty where the record is invalid, or the file unreadable, in one of the two."""
    before: str
    """The outcome; empty where the record or the policy had no part in that report."""
    after: str
    details: tuple[str, ...] = ()
    """What is found now (of a finding that has gone, what was): messages, facts that are missing."""

    @property
    def worse(self) -> bool:
        """Whether the second report has something that the first did not, and not the other way round only."""
        return _WORSE.get(self.after, 0) > _WORSE.get(self.before, 0)


@frozen
class Differences:
    """The second report against the first, each list sorted."""

    new: tuple[Change, ...]
    fixed: tuple[Change, ...]
    changed: tuple[Change, ...]
    """Findings in both, but with another outcome, or of other clauses or facts."""

    def __bool__(self) -> bool:
        return bool(self.new or self.fixed or self.changed)


@frozen
class _Found:
    outcome: str
    clauses: tuple[tuple[Any, ...], ...] = ()
    """What makes it the same finding: the fingerprints, and the facts that are missing."""
    details: tuple[str, ...] = ()


def differences(old: Document, new: Document) -> Differences:
    """What `new` found that `old` did not, and the other way round."""
    before, after = dict(_findings(old)), dict(_findings(new))
    added, fixed, changed = [], [], []
    for key in sorted({*before, *after}):
        was, is_ = before.get(key), after.get(key)
        bad = [found is not None and found.outcome in _BAD for found in (was, is_)]
        change = _change(key, was, is_)
        if bad == [False, True]:
            added.append(change)
        elif bad == [True, False]:
            fixed.append(change)
        elif bad == [True, True] and was and is_ and (was.outcome, was.clauses) != (is_.outcome, is_.clauses):
            changed.append(change)
    return Differences(tuple(added), tuple(fixed), tuple(changed))


def _change(key: _Key, was: _Found | None, is_: _Found | None) -> Change:
    shown = is_ if is_ is not None and is_.outcome in _BAD else was
    return Change(
        record=key[1],
        policy=key[2],
        before="" if was is None else was.outcome,
        after="" if is_ is None else is_.outcome,
        details=() if shown is None else shown.details,
    )


def _findings(report: Document) -> Iterator[tuple[_Key, _Found]]:
    for record in report["records"]:
        name = record["id"] or f"{record['file']}, record {record['number']}"
        if record["outcome"] == "invalid":
            problems = tuple(problem["message"] for problem in record["problems"])
            yield (record["kind"], name, ""), _Found("invalid", (problems,), problems)
        for result in record["results"]:
            yield (record["kind"], name, result["policy"]), _found(result)
    for unreadable in report["unreadable"]:
        number = "" if unreadable["number"] is None else f", record {unreadable['number']}"
        message = unreadable["problem"]["message"]
        yield ("", f"{unreadable['file']}{number}", ""), _Found("unreadable", ((message,),), (message,))


def _found(result: Mapping[str, Any]) -> _Found:
    marks = tuple((each["fingerprint"], *(gap["path"] for gap in each["missing"])) for each in result["clauses"])
    return _Found(result["outcome"], marks, tuple(line for each in result["clauses"] for line in _told(each)))


def _told(clause: Mapping[str, Any]) -> Iterator[str]:
    if clause["message"]:
        yield clause["message"]
    elif clause["outcome"] != "incomplete":
        yield from (reason["text"] for reason in clause["reasons"])
    for gap in clause["missing"]:
        yield f"{gap['path']} is not recorded"
