"""`@frozen`: a dataclass with slots whose values never change, made at a quarter of the usual cost.

A cold run makes some seventy such classes, and `dataclasses` compiles six functions for each of them: a fifth of the
run. Here one is compiled, the constructor, and only when the first value is made; many classes never get there. mypy
refuses to set a field, so nothing watches for that at run time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, dataclass, field, fields
from operator import attrgetter
from typing import Any, TypeVar, cast, dataclass_transform

_T = TypeVar("_T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[_T]) -> type[_T]:
    """The class with a constructor, equality, hash and representation by its fields, as of `dataclass(frozen=True)`."""
    made: Any = dataclass(slots=True, eq=False, repr=False, init=False)(cls)
    own = made.__dict__.get("__init__")
    shown = [each.name for each in fields(made) if each.repr]
    key = attrgetter(*(each.name for each in fields(made) if each.compare))

    def construct(self: Any, *args: Any, **named: Any) -> None:
        made.__init__ = constructor = _constructor(fields(made), hasattr(made, "__post_init__"))
        constructor(self, *args, **named)

    def equal(self: Any, other: object) -> bool:
        return key(self) == key(other) if isinstance(other, made) else NotImplemented

    def represented(self: Any) -> str:
        return f"{made.__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in shown)})"

    for name, method in (
        ("__init__", own or construct),
        ("__eq__", equal),
        ("__hash__", lambda self: hash(key(self))),
        ("__repr__", represented),
    ):
        setattr(made, name, method)
    return cast("type[_T]", made)


def _constructor(of: tuple[Field[Any], ...], ends: bool) -> Callable[..., None]:
    """A function that sets the fields, and then lets `__post_init__` do its part where there is one."""
    given = [each for each in of if each.init]
    parameters = [_parameter(each) for each in given if not each.kw_only]
    if any(each.kw_only for each in given):
        parameters += ["*", *(_parameter(each) for each in given if each.kw_only)]
    lines = [
        f"self.{each.name} = {each.name}"
        if each.default_factory is MISSING
        else f"self.{each.name} = _made_{each.name}() if {each.name} is _MISSING else {each.name}"
        for each in given
    ]
    if ends:
        lines.append("self.__post_init__()")
    names: dict[str, Any] = {"_MISSING": MISSING}
    names |= {f"_made_{each.name}": each.default_factory for each in given}
    names |= {f"_default_{each.name}": each.default for each in given}
    body = "\n ".join(lines or ["pass"])
    # Compiled first: of an interruption within exec of a text, Python remembers that nobody caught it.
    exec(compile(f"def __init__(self, {', '.join(parameters)}):\n {body}", "<frozen>", "exec"), names)
    return cast("Callable[..., None]", names["__init__"])


def _parameter(each: Field[Any]) -> str:
    if each.default_factory is not MISSING:
        return f"{each.name}=_MISSING"
    return each.name if each.default is MISSING else f"{each.name}=_default_{each.name}"
