"""A record of a kind with the schema's words as comments: what is required stands there, the rest is commented out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from checker.record import Path
from checker.reports.layout.words import listed
from checker.scaffold import emit
from checker.scaffold.fields import Standing, field_at, fields_at, ordered, put, standing, value_at
from checker.scaffold.gaps import problems
from checker.scaffold.sample import candidates, fitting, record_of, simple
from checker.schemas import Kind
from checker.types import BOOL, DOUBLE, INT, TIMESTAMP, Field, List, Object, String, Type

MANY = 40
"""Of more values than these, comments do not list them."""
_WANTED: Mapping[Type, str] = {
    TIMESTAMP: "A date, YYYY-MM-DD.",
    BOOL: "true or false.",
    INT: "A whole number.",
    DOUBLE: "A number.",
}


def commented(kind: Kind) -> str:
    """The record as YAML. Where no valid one could be made, its first comment says what is to be filled in."""
    record = _filled(kind, record_of(kind))
    lines = _Writer(kind, record).fields((), 0)
    return "\n".join([*_head(kind, record), *lines]) + "\n"


def allowed(field: Field, shape_values: tuple[Any, ...] | None) -> tuple[Any, ...]:
    """The values that a field may have, where they are listed."""
    if isinstance(field.type, String) and field.type.values is not None:
        return field.type.values
    return tuple(value for value in shape_values or () if value is not None)


def wanted(kind: Kind, record: Any, path: Path) -> str:
    """What may be written at a path, as a sentence; empty where any text may."""
    field, shape = field_at(kind, record, path), kind.gate.shapes.at(path)
    values = [emit.scalar(value) for value in allowed(field, shape.values)]
    if len(values) > MANY:
        example = next(candidates(kind, record, path))
        return f"One of {len(values)} values, for example {emit.scalar(example)}."
    if values:
        return f"{'One of' if len(values) > 1 else 'Always'}: {listed(values)}."
    if shape.format == "date-time":
        return "A date and a time, YYYY-MM-DDThh:mm:ssZ."
    return _WANTED.get(field.type, "") if not isinstance(field.type, (List, Object, String)) else ""


def title(kind: Kind, record: Any, path: Path) -> str:
    """The title of the value at a path; its name where the schema gives none, and of the record that of its kind."""
    said = field_at(kind, record, path).title or kind.gate.shapes.at(path).title
    return " ".join(said.split()) or str((kind.name, *path)[-1])


def described(kind: Kind, record: Any, path: Path) -> str:
    """The description of the value at a path; empty where the schema gives none."""
    said = field_at(kind, record, path).description or kind.gate.shapes.at(path).description
    return " ".join(said.split())


class _Writer:
    """Writes the fields of one record; `parts` are the objects that are being written, outermost first."""

    def __init__(self, kind: Kind, record: dict[str, Any]) -> None:
        self._kind = kind
        self._record = record
        self._parts: list[Type] = []

    def fields(self, path: Path, depth: int) -> list[str]:
        """The fields of the object at a path: those that it has, then those that it may have."""
        fields = fields_at(self._kind, self._record, path)
        self._parts.append(field_at(self._kind, self._record, path).type)
        own = value_at(self._record, path) or {}
        lines: list[str] = []
        for name in [*(name for name in own if name in fields), *(name for name in fields if name not in own)]:
            type_ = field_at(self._kind, self._record, (*path, name)).type
            if name not in own and (type_.item if isinstance(type_, List) else type_) in self._parts:
                continue  # it holds more of its own kind, without end
            lines += [] if depth else [""]
            lines += self._field((*path, name), depth)
        lines += [line for name in own if name not in fields for line in emit.field(name, own[name], depth)]
        self._parts.pop()
        return lines

    def _field(self, path: Path, depth: int) -> list[str]:
        if standing(self._record, path) is Standing.RECORDED:
            return [*self._comment(path, depth), *self._body(path, depth)]
        whole = _Writer(self._kind, _whole(self._kind, self._record, path, tuple(self._parts)))
        whole._parts = list(self._parts)
        return [*self._comment(path, depth), *emit.indented(whole._body(path, depth + 1), "#")]

    def _body(self, path: Path, depth: int) -> list[str]:
        name, value = emit.name(str(path[-1])), value_at(self._record, path)
        type_ = field_at(self._kind, self._record, path).type
        if isinstance(type_, Object) and value:
            return [f"{name}:", *emit.indented(self.fields(path, depth + 2))]
        if isinstance(type_, List) and isinstance(type_.item, Object) and value:
            items = [self.fields((*path, number), depth + 4) for number in range(len(value))]
            return [f"{name}:", *(line for item in items for line in emit.indented(emit.listed(item)))]
        return emit.field(str(path[-1]), value, depth)

    def _comment(self, path: Path, depth: int) -> list[str]:
        shape = self._kind.gate.shapes.at(path)
        more = [wanted(self._kind, self._record, path)]
        if isinstance(shape.references, Mapping):
            more.append(f"Refers to {shape.references['kind']} records.")
        if field_at(self._kind, self._record, path).sensitive:
            more.append("Reports do not show it.")
        about = (_about(self._kind, self._record, path), " ".join(part for part in more if part))
        return [line for text in about for line in emit.comment(text, depth)]


def _about(kind: Kind, record: Any, path: Path) -> str:
    """The title and the description of the value at a path; empty where they only repeat its name."""
    named, told = title(kind, record, path), described(kind, record, path)
    if path and named == path[-1] and not told:
        return ""
    said = f"{named}: {told}" if told else named
    return said if said[-1] in ".?!" else f"{said}."


def _head(kind: Kind, record: dict[str, Any]) -> Iterator[str]:
    yield from emit.comment(_about(kind, record, ()))
    yield "#"
    wrong = problems(kind, record)
    if wrong:
        yield from emit.comment("To be filled in, before the record is valid:")
        for problem in wrong:
            yield from emit.comment(f"- {problem.message}. {problem.hint}".rstrip())
        yield "#"
    yield from emit.comment(
        "The values are examples: write your own. What is required comes first. Of the rest, record what is "
        "established: take away the # before a field and before the lines below it. A field that is left out counts as "
        "not recorded, which is no answer and never passes a policy that needs one."
    )


def _filled(kind: Kind, record: dict[str, Any]) -> dict[str, Any]:
    """The record in the schema's order, with one field in every object that would be empty."""
    for path in list(_empty(record, ())):
        name = next((name for name, field in fields_at(kind, record, path).items() if simple(field)), None)
        if name is not None:
            record = put(record, (*path, name), _example(kind, record, (*path, name)))
    return ordered(kind, record)


def _empty(value: Any, path: Path) -> Iterator[Path]:
    if value == {}:
        yield path
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, part in parts:
        yield from _empty(part, (*path, step))


def _whole(kind: Kind, record: dict[str, Any], path: Path, above: tuple[Type, ...]) -> dict[str, Any]:
    """The record with every field of the part at a path, each with an example."""
    type_ = field_at(kind, record, path).type
    if isinstance(type_, List) and isinstance(type_.item, Object):
        return record if type_.item in above else _whole(kind, record, (*path, 0), above)
    if not isinstance(type_, Object):
        return _put(record, path, _example(kind, record, path))
    record = _put(record, path, {})
    if type_.tag:
        record = _put(record, (*path, type_.tag), _example(kind, record, (*path, type_.tag)))
    for name in fields_at(kind, record, path):
        if name != type_.tag and field_at(kind, record, (*path, name)).type not in (*above, type_):
            record = _whole(kind, record, (*path, name), (*above, type_))
    return ordered(kind, record)


def _example(kind: Kind, record: dict[str, Any], path: Path) -> Any:
    """A value that fits or, where none could be guessed, one that shows what kind of value is meant."""
    return next(fitting(kind, record, path), next(candidates(kind, record, path)))


def _put(record: dict[str, Any], path: Path, value: Any) -> dict[str, Any]:
    changed: dict[str, Any] = put(record, path, value)
    return changed
