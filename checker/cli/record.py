"""The one record that a command is about, with the records that it may refer to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from checker.errors import CheckerError, UsageError
from checker.record import InvalidRecord, LinkedRecord, Unreadable, ValidRecord

if TYPE_CHECKING:
    from checker.schemas import Kinds


def one_record(path: str, number: int | None, kinds: Kinds, others: Sequence[str] = ()) -> LinkedRecord:
    """The record of a file, linked with those of other files.

    Raises UsageError where the file holds several and no number says which, CheckerError where it is not valid.
    """
    from checker.readers import Limits, read_paths
    from checker.references import link
    from checker.schemas import validate

    found = list(read_paths([path], kinds, limits=Limits(), stdin_format=None, stdin=None))
    if number is None and len(found) > 1:
        raise UsageError(f"{path} holds {len(found)} records; say which with --number 1 to --number {len(found)}.")
    if number is not None and number > len(found):
        raise UsageError(f"{path} has no record {number}; it holds {len(found)}.")
    beside = list(read_paths(others, kinds, limits=Limits(), stdin_format=None, stdin=None)) if others else []
    valid: list[ValidRecord] = []
    for each in (found[(number or 1) - 1], *beside):
        if isinstance(each, Unreadable):
            raise CheckerError(f"{each.file} could not be read: {each.problem.message}")
        checked = validate(each, kinds)
        if isinstance(checked, InvalidRecord):
            problem = checked.problems[0]
            raise CheckerError(
                f"{each.file} is invalid: {problem.message}\n`checker validate {each.file}` shows everything."
            )
        valid.append(checked)
    linked, twice = link(valid, kinds)
    if twice:
        raise CheckerError(f"{twice[0].ref.file} is invalid: {twice[0].problems[0].message}")
    return next(each for each in linked if each.ref is valid[0].ref)
