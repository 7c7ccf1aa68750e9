"""Names what is not recorded: unknown paths with the titles and allowed values of their schema."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from checker.model import Missing, Path, Place, dotted
from checker.types import Field, List, Map, Object, String, Type


def missing(
    paths: Iterable[Path],
    kind: Object,
    value: Mapping[str, Any],
    locate: Callable[[Path], Place | None],
) -> tuple[Missing, ...]:
    """One entry for every unknown path (whose first step is the record's kind), sorted."""
    found = {_one(path, kind, value, locate) for path in paths if path}
    return tuple(sorted(found, key=lambda each: each.path))


def _one(path: Path, kind: Object, value: Mapping[str, Any], locate: Callable[[Path], Place | None]) -> Missing:
    root, steps = str(path[0]), path[1:]
    owner: Type = kind
    found: Field | None = None
    here: Any = value
    for number, step in enumerate(steps):
        owner = found.type if found else owner
        if isinstance(owner, (List, Map)):
            found = Field(owner.item if isinstance(owner, List) else owner.value, title=found.title if found else "")
        elif isinstance(owner, Object) and step in owner.fields:
            found = owner.fields[str(step)]
            if found.joined_by is not None and not _has(here, step):
                return _joined(root, steps[:number], found, owner, here, locate)
        else:
            break
        here = here[step] if _has(here, step) else None
    field = found or Field(owner)
    if here is not None:
        note = "does not hold all that the policy reads from it"
        return Missing(dotted(steps, root), field.title, field.description, (), "more", locate(steps), note)
    allowed = field.type.values if isinstance(field.type, String) and field.type.values else ()
    return Missing(
        path=dotted(steps, root),
        title=field.title,
        description=field.description,
        allowed=allowed,
        type="" if allowed else str(field.type),
        place=locate(steps),
    )


def _joined(
    root: str, parent: Path, field: Field, owner: Object, here: Any, locate: Callable[[Path], Place | None]
) -> Missing:
    """A joined record is not there: either its id is not recorded, or no record of the run has that id."""
    name = str(field.joined_by)
    path = (*parent, name)
    told = owner.fields[name]
    if not _has(here, name):
        return Missing(dotted(path, root), told.title, told.description, (), str(told.type), locate(path))
    ids = here[name]
    wanted = ", ".join(ids) if isinstance(ids, list) else str(ids)
    note = f"names {field.kind} {wanted}, of which this run has no valid record; check it together with this one"
    return Missing(dotted(path, root), told.title, told.description, (), "record", locate(path), note)


def _has(here: Any, step: str | int) -> bool:
    if isinstance(here, Mapping):
        return step in here
    return isinstance(here, list) and isinstance(step, int) and 0 <= step < len(here)
