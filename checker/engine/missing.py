"""Names what is not recorded: unknown paths with the titles and allowed values of their schema."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from checker.model import Missing
from checker.record import MASK, Path, Place, dotted
from checker.types import Field, List, Map, Object, String, Type


def missing(
    paths: Iterable[Path],
    kind: Object,
    value: Mapping[str, Any],
    locate: Callable[[Path], Place | None],
    hide_keys: bool = False,
    data: Mapping[str, Any] | None = None,
) -> tuple[Missing, ...]:
    """One entry for every unknown path (whose first step is the record's kind, or `data`), sorted.

    With `hide_keys`, the keys and positions in the paths are not shown: they are values that must not be. `data` are
    the tables of the policy's pack.
    """
    found = {
        _one(path, kind, value, locate, hide_keys)
        if data is None or path[0] != "data"
        else _no_entry(path[1:], data, hide_keys)
        for path in paths
        if path
    }
    return tuple(sorted(found, key=lambda each: each.path))


def _one(
    path: Path, kind: Object, value: Mapping[str, Any], locate: Callable[[Path], Place | None], hide_keys: bool
) -> Missing:
    root, steps = str(path[0]), path[1:]
    shown = list(steps)
    owner: Type = kind
    found: Field | None = None
    here: Any = value
    for number, step in enumerate(steps):
        owner = found.type if found else owner
        owner = owner.case(here) if isinstance(owner, Object) else owner
        if isinstance(owner, (List, Map)):
            if hide_keys or (isinstance(owner, Map) and found is not None and found.sensitive):
                shown[number] = MASK
            inner = owner.item if isinstance(owner, List) else owner.value
            found = Field(inner, title=found.title if found else "", sensitive=found is not None and found.sensitive)
        elif isinstance(owner, Object) and step in owner.fields:
            found = owner.fields[str(step)]
            if found.joined_by is not None and not _has(here, step):
                place = locate((*steps[:number], str(found.joined_by)))
                return _joined(root, tuple(shown[:number]), found, owner, here, place)
        else:
            break
        here = here[step] if _has(here, step) else None
    field = found or Field(owner)
    if here is not None:
        note = "does not hold all that the policy reads from it"
        return Missing(dotted(tuple(shown), root), field.title, field.description, (), "more", locate(steps), note)
    allowed = field.type.values if isinstance(field.type, String) and field.type.values else ()
    return Missing(
        path=dotted(tuple(shown), root),
        title=field.title,
        description=field.description,
        allowed=allowed,
        type="" if allowed else str(field.type),
        place=locate(steps),
    )


def _no_entry(steps: Path, data: Mapping[str, Any], hide_keys: bool) -> Missing:
    """A table has no entry of the key that was looked up, or the entry lacks a field."""
    table, key, *rest = steps
    entry = f'entry "{MASK if hide_keys else key}"'
    lacks = f"no {dotted(tuple(rest))} in its {entry}" if rest and key in data[str(table)] else f"no {entry}"
    return Missing(f"data.{table}", "", type="more", note=f"has {lacks}; add it, or correct the record")


def _joined(root: str, shown: Path, field: Field, owner: Object, here: Any, place: Place | None) -> Missing:
    """A joined record is not there: either its id is not recorded, or no record of the run has that id."""
    name = str(field.joined_by)
    path = dotted((*shown, name), root)
    told = owner.fields[name]
    if not _has(here, name):
        return Missing(path, told.title, told.description, (), str(told.type), place)
    ids = here[name]
    wanted = MASK if told.sensitive else ", ".join(ids) if isinstance(ids, list) else str(ids)
    note = f"names {field.kind} {wanted}, of which this run has no valid record; check it together with this one"
    return Missing(path, told.title, told.description, (), "record", place, note)


def _has(here: Any, step: str | int) -> bool:
    if isinstance(here, Mapping):
        return step in here
    return isinstance(here, list) and isinstance(step, int) and 0 <= step < len(here)
