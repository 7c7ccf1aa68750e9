"""Values that fit a JSON Schema, written by hypothesis: a walk over the schema that draws what each part allows.

It reads schemas on its own, without checker's shapes, so that tests compare two readings. A choice (`oneOf`, `anyOf`,
`if`) is made by drawing one branch and letting it hold beside all else; what several branches forbid is left to the
validator to refuse.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

Draw = Callable[[st.SearchStrategy[Any]], Any]
Node = Mapping[str, Any]

WORDS = ("a", "b", "Ada Lund", "ENG-1", "VEN-1", "é", "x-y_z", "  ", "2026-01-31", "client")
DATES = (
    "2026-06-01", "2026-05-31", "2026-06-02", "2025-06-01", "2024-02-29", "2026-01-31", "2020-12-31", "2027-01-01",
    "0001-01-01", "9999-12-31",
)  # fmt: skip
MOMENTS = ("2026-06-01T00:00:00Z", "2026-05-31T23:59:59.5-02:00", "1999-12-31T12:00:00+14:00")
WHOLE = (0, 1, 2, -1, 3, 7, 30, 365, 2**53, 2**63 - 1, -(2**63))
PARTS = (0.0, 0.5, 1.0, 0.25, 0.1, -0.5, 1e9, 1e15, 3.0)
ANYTHING: tuple[Any, ...] = (0, 1.5, True, "a", "2026-01-31", [], ["a", 1], {"a": {"b": [1]}})
FORMS = {"date": DATES, "date-time": MOMENTS, "email": ("a@b.example",), "uri": ("https://a.example/b",)}
DEEP = 5


@st.composite
def values(draw: Draw, document: Node) -> Any:
    """Values of which nearly all fit the schema."""
    return _Writer(draw, document).value([document], 0)


class _Writer:
    def __init__(self, draw: Draw, document: Node) -> None:
        self.draw = draw
        self.document = document
        self.names = sorted(_names(document))

    def value(self, nodes: Sequence[Any], depth: int) -> Any:
        """A value for which all these schemas hold."""
        parts = self.flat([node for node in nodes if isinstance(node, Mapping)])
        closed = [part["enum"] for part in parts if "enum" in part]
        closed += [[part["const"]] for part in parts if "const" in part]
        if closed:
            return self.one([v for v in closed[0] if all(v in more for more in closed) and v is not None] or closed[0])
        kinds = [
            {part["type"]} if isinstance(part["type"], str) else set(part["type"]) for part in parts if "type" in part
        ]
        if not kinds:
            return self.one(ANYTHING)
        both = set.intersection(*({*kind, "integer"} if "number" in kind else kind for kind in kinds)) - {"null"}
        kind = self.one(sorted(both - {"integer"} if "number" in both else both) or ["null"])
        made = getattr(self, f"of_{kind}")(parts, depth)
        return made

    def one(self, items: Sequence[Any]) -> Any:
        """One of some things."""
        return items[0] if len(items) == 1 else self.draw(st.sampled_from(items))

    def flat(self, nodes: Sequence[Node]) -> list[Node]:
        """All schemas that hold with these, of every choice one branch."""
        found: list[Node] = []
        waiting = list(nodes)
        while waiting:
            node = waiting.pop(0)
            if any(node is each for each in found):
                continue
            found.append(node)
            if "$ref" in node:
                waiting.append(self.target(node["$ref"]))
            waiting.extend(part for part in node.get("allOf", ()) if isinstance(part, Mapping))
            for keyword in ("oneOf", "anyOf"):
                branches = [part for part in node.get(keyword, ()) if part != {"type": "null"} and part is not False]
                if branches:
                    chosen = self.one(branches)
                    waiting.extend([chosen] if isinstance(chosen, Mapping) else [])
            if "if" in node:
                holds = self.draw(st.booleans())
                waiting.extend([node["if"]] if holds else [])
                waiting.extend(part for part in [node.get("then" if holds else "else")] if isinstance(part, Mapping))
        return found

    def target(self, reference: str) -> Node:
        """What a reference within the document leads to."""
        part: Any = self.document
        for step in reference.removeprefix("#").split("/")[1:]:
            part = part[step]
        found: Node = part
        return found

    def of_null(self, parts: Sequence[Node], depth: int) -> None:
        """Nothing."""

    def of_boolean(self, parts: Sequence[Node], depth: int) -> bool:
        """True or false."""
        return bool(self.draw(st.booleans()))

    def of_string(self, parts: Sequence[Node], depth: int) -> str:
        """A text of the form, length and pattern that is wanted."""
        form = next((FORMS[part["format"]] for part in parts if part.get("format") in FORMS), None)
        if form:
            return str(self.one(form))
        if any("pattern" in part for part in parts):
            return str(self.one(next(part["examples"] for part in parts if "examples" in part)))
        least = max((part.get("minLength", 0) for part in parts), default=0)
        return str(self.one([word for word in WORDS if len(word) >= least]))

    def of_integer(self, parts: Sequence[Node], depth: int) -> int:
        """A whole number, the least and the greatest that are allowed among them."""
        least, most = self.bounds(parts, -(2**63), 2**63 - 1)
        return int(self.one([least, most, *(each for each in WHOLE if least <= each <= most)]))

    def of_number(self, parts: Sequence[Node], depth: int) -> int | float:
        """A number, whole ones written either way."""
        least, most = self.bounds(parts, -1e300, 1e300)
        found: int | float = self.one([least, most, *(each for each in (*PARTS, *WHOLE[:6]) if least <= each <= most)])
        return found

    def bounds(self, parts: Sequence[Node], least: Any, most: Any) -> tuple[Any, Any]:
        """The least and the greatest number that may stand there."""
        return max([least, *(p["minimum"] for p in parts if "minimum" in p)]), min(
            [most, *(p["maximum"] for p in parts if "maximum" in p)]
        )

    def of_array(self, parts: Sequence[Node], depth: int) -> list[Any]:
        """A list of none to three items."""
        least = max((part.get("minItems", 0) for part in parts), default=0)
        prefix: list[Node] = next((part["prefixItems"] for part in parts if "prefixItems" in part), [])
        count = max(least, 0 if depth > DEEP else self.draw(st.integers(0, 3)))
        made = [self.value([part], depth + 1) for part in prefix[:count]]
        rest = [part["items"] for part in parts if "items" in part]
        if False not in rest:
            made += [self.value(rest, depth + 1) for _ in range(count - len(made))]
        return made

    def of_object(self, parts: Sequence[Node], depth: int) -> dict[str, Any]:
        """An object with what is required and some of the rest."""
        properties: dict[str, list[Any]] = {}
        for part in parts:
            for name, inner in part.get("properties", {}).items():
                properties.setdefault(name, []).append(inner)
        required = {name for part in parts for name in part.get("required", ())}
        free = [name for name in properties if name not in required and False not in properties[name]]
        mask = 0 if depth > DEEP or not free else self.draw(st.integers(0, 2 ** len(free) - 1))
        chosen = [name for name in properties if name in required or (name in free and mask >> free.index(name) & 1)]
        made = {name: self.value(properties[name], depth + 1) for name in chosen}
        made |= {name: self.one(ANYTHING) for name in required - properties.keys()}
        more = [part["additionalProperties"] for part in parts if "additionalProperties" in part]
        if not properties and False not in more and depth <= DEEP:
            for name in self.draw(st.sampled_from([(), ("a",), ("a", "PL")])):
                made[name] = self.value(more, depth + 1)
        if any("^x-" in part.get("patternProperties", {}) for part in parts) and mask & 3 == 1:
            made["x-own"] = self.one(ANYTHING)
        closed = any(False in (p.get("additionalProperties"), p.get("unevaluatedProperties")) for p in parts)
        if properties and not closed and not more and self.draw(st.integers(0, 3)) == 3:
            made.setdefault(self.one(self.names), self.one(ANYTHING))
        return made


def _names(part: Any) -> set[str]:
    """The names of all fields that a schema knows: where one is not forbidden it may hold anything."""
    if isinstance(part, list):
        return {name for each in part for name in _names(each)}
    if not isinstance(part, Mapping):
        return set()
    own = part["properties"].keys() if isinstance(part.get("properties"), Mapping) else set()
    return set(own) | {name for each in part.values() for name in _names(each)}
