"""`@frozen`: a dataclass with slots whose values never change, made at a fraction of the usual cost.

A cold run makes some seventy such classes, and `dataclasses` compiles six functions for each of them: a fifth of the
run. Here a class gets its slots, and all that depends on its fields is made when it is first asked for; for many
classes it never is. mypy refuses to set a field, so nothing watches for that at run time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, dataclass, field, fields
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar, cast, dataclass_transform

_T = TypeVar("_T")
_LATER = ("__dataclass_fields__", "__dataclass_params__", "__match_args__")


class _Later:
    """What `dataclasses` keeps in a class, made when it is looked at, there or in a class that inherits from it."""

    def __init__(self, name: str, plain: type) -> None:
        self._name, self._plain = name, plain

    def __get__(self, instance: object, owner: type) -> Any:
        if self._name not in self._plain.__dict__:
            dataclass(eq=False, repr=False, init=False)(self._plain)
        return getattr(self._plain, self._name)


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[_T]) -> type[_T]:
    """The class with a constructor, equality, hash and representation by its fields, as of `dataclass(frozen=True)`."""
    own = [name for name, kind in cls.__annotations__.items() if kind != "KW_ONLY"]
    space = {name: part for name, part in cls.__dict__.items() if name not in (*own, "__dict__", "__weakref__")}
    space |= {name: _Later(name, cls) for name in _LATER}
    space |= {"__qualname__": cls.__qualname__, "__slots__": tuple(own)}
    space |= {"__eq__": _equal, "__hash__": _hash, "__repr__": _shown}
    made: Any = type(cls.__name__, cls.__bases__, space)
    if "__init__" not in space:

        def construct(self: Any, *args: Any, **named: Any) -> None:
            made.__init__ = constructor = _constructor(fields(made), hasattr(made, "__post_init__"))
            constructor(self, *args, **named)

        made.__init__ = construct
    return cast("type[_T]", made)


@cache
def _key(cls: Any) -> Callable[[object], Any]:
    return attrgetter(*(each.name for each in fields(cls) if each.compare))


def _equal(self: Any, other: object) -> bool:
    cls: Any = type(self)
    return _key(cls)(self) == _key(cls)(other) if isinstance(other, cls) else NotImplemented


def _hash(self: Any) -> int:
    cls: Any = type(self)
    return hash(_key(cls)(self))


def _shown(self: Any) -> str:
    shown = (f"{each.name}={getattr(self, each.name)!r}" for each in fields(self) if each.repr)
    return f"{type(self).__qualname__}({', '.join(shown)})"


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
