"""The evidence register: every document of a record that is dated, with its issuer and its end.

    Register(kinds).of(record) -> tuple[Evidence, ...]

What counts is what the schema says, for kinds of the user's own too: each item of a list whose items have a date
`issued_on` or `expires_on`, such as the evidence of an engagement and the certifications of a vendor.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

from checker.frozen import frozen
from checker.model import Evidence
from checker.record import MASK, LinkedRecord, dotted
from checker.types import TIMESTAMP, Field, List, Object
from checker.values import Timestamp

if TYPE_CHECKING:
    from checker.schemas import Kinds

_DATES = ("issued_on", "expires_on")
_NUMBER = ("id", "number", "policy_number")
_KIND = ("kind", "standard")
_ISSUER = ("issued_by", "insurer")


@frozen
class _Listed:
    """A list of documents, as a kind's schema has it."""

    path: tuple[str, ...]
    item: Object
    sensitive: bool


_Item: TypeAlias = Mapping[str, Any]


class Register:
    """Where the records of each kind list their documents."""

    def __init__(self, kinds: Kinds) -> None:
        self._lists = {name: tuple(_lists(kinds[name].type)) for name in kinds}

    def of(self, record: LinkedRecord) -> tuple[Evidence, ...]:
        """The documents of a record, in the order of its schema and of its lists; sensitive texts are masked."""
        return tuple(
            _entry(listed, number, item)
            for listed in self._lists.get(record.ref.kind, ())
            for number, item in _at(record.value, listed.path)
        )


def _lists(
    within: Object, path: tuple[str, ...] = (), sensitive: bool = False, above: tuple[Object, ...] = ()
) -> Iterator[_Listed]:
    if within in above:  # a schema may refer to itself
        return
    for name, field in within.fields.items():
        if field.joined_by is not None:
            continue
        here, hidden = (*path, name), sensitive or field.sensitive
        if isinstance(field.type, Object):
            yield from _lists(field.type, here, hidden, (*above, within))
        elif isinstance(field.type, List) and isinstance(field.type.item, Object):
            item = field.type.item
            if any(each in item.fields and item.fields[each].type == TIMESTAMP for each in _DATES):
                yield _Listed(here, item, hidden)


def _at(value: Any, path: tuple[str, ...]) -> Iterator[tuple[int, _Item]]:
    for step in path:
        value = value.get(step) if isinstance(value, Mapping) else None
    for number, item in enumerate(value if isinstance(value, list) else ()):
        if isinstance(item, Mapping):
            yield number, item


def _entry(listed: _Listed, number: int, item: _Item) -> Evidence:
    fields = listed.item.case(item).fields

    def hidden(name: str) -> bool:
        field: Field | None = fields.get(name)
        return listed.sensitive or (field is not None and field.sensitive)

    def text(*names: str) -> str:
        name = next((each for each in names if isinstance(item.get(each), str)), None)
        return "" if name is None else MASK if hidden(name) else item[name]

    def day(name: str) -> date | None:
        found = item.get(name)
        return found.datetime().date() if isinstance(found, Timestamp) and not hidden(name) else None

    proves = item.get("supports")
    supports = tuple(map(str, proves)) if isinstance(proves, list) else ()
    return Evidence(
        path=dotted((*listed.path, number)),
        id=text(*_NUMBER),
        kind=text(*_KIND),
        issued_by=text(*_ISSUER),
        issued_on=day("issued_on"),
        expires_on=day("expires_on"),
        supports=(MASK,) if supports and hidden("supports") else supports,
        file=text("file"),
    )
