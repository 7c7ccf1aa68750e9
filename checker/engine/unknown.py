"""The two results of an expression that are no value: a fact that is not recorded, and an error."""

from __future__ import annotations

from checker.frozen import frozen
from checker.record import MASK, Path


@frozen
class Unknown:
    """Something that was read is not recorded."""

    paths: frozenset[Path]
    """What is not recorded; the first step of a path is the variable, for example `engagement`."""


@frozen
class Failure:
    """Arithmetic on extreme values has no result."""

    message: str


class Masked:
    """Stands in explanations for a value that must not be shown."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Masked)

    def __hash__(self) -> int:
        return hash(Masked)

    def __repr__(self) -> str:
        return MASK


def joined(parts: list[object]) -> Unknown | Failure | None:
    """What operands come to where one is no value: unknown before error; None where all are values."""
    unknown = [part.paths for part in parts if type(part) is Unknown]
    if unknown:
        return Unknown(frozenset().union(*unknown))
    return next((part for part in parts if type(part) is Failure), None)
