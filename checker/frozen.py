"""`@frozen`: a dataclass with slots whose values never change, made at a quarter of the usual cost.

A cold run makes some sixty such classes, and `dataclasses` compiles six functions for each of them: a fifth of the
run. Here one is compiled, the constructor. mypy refuses to set a field, so nothing watches for that at run time.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any, TypeVar, cast, dataclass_transform

_T = TypeVar("_T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[_T]) -> type[_T]:
    """The class with a constructor, equality, hash and representation by its fields, as of `dataclass(frozen=True)`."""
    made: Any = dataclass(slots=True, eq=False, repr=False)(cls)
    shown = [each.name for each in fields(made) if each.repr]
    key = attrgetter(*(each.name for each in fields(made) if each.compare))

    def equal(self: Any, other: object) -> bool:
        return key(self) == key(other) if isinstance(other, made) else NotImplemented

    def represented(self: Any) -> str:
        return f"{made.__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in shown)})"

    for name, method in (
        ("__eq__", equal),
        ("__hash__", lambda self: hash(key(self))),
        ("__repr__", represented),
    ):
        setattr(made, name, method)
    return cast("type[_T]", made)
