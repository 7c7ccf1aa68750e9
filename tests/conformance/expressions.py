"""Writes well-typed CEL expressions, and values for the variables that they use, from `grammar.py`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final, TypeVar

from hypothesis import strategies as st

from checker.values import DAY, NANOS, Duration, Timestamp, UInt
from tests.conformance.grammar import ANY_TYPE, ATOMS, GRAMMAR, VARIABLE_TYPES

Item = TypeVar("Item")
_PART = re.compile(r"<([a-zA-Z(),]+)>|\$([a-zA-Z]+)|(~)|\b([A-Z]{4,})\b")
_SPECIAL = frozenset(ATOMS) - {"timestamp", "duration", "null", "type"}
_INTS = "0 1 2 3 -1 -2 7 10 255 -128 1000000 9007199254740993 9223372036854775807 -9223372036854775808".split()
_DOUBLES = "0.0 1.0 -1.0 0.5 1.5 -2.5 3.0 0.1 100.0 1e300 -1e300 5e-324 -0.0 123456.75".split()
_TEXTS = (
    "",
    "a",
    "b",
    "abc",
    "ABC",
    "ab,c",
    " a ",
    "é",
    "𝄞é",
    "aaa",
    "1",
    "true",
    "x\ny",
    '"',
    "\\",
    "ß",
    "a\u00a0",
    "\u3000b",
)
_BYTES = ("b''", "b'a'", "b'abc'", r"b'\xff'", r"b'\xc3\xa9'", "b'\u00e9'", r"b'\000'")
_ROOTS = (
    "bool bool bool int int uint double string string bytes timestamp duration type dyn dyn list(int) list(string) "
    "list(list(int)) list(map(string,int)) map(string,int) map(int,string) map(bool,double) opt(int) opt(string) "
    "list(uint) list(timestamp) map(string,list(int))"
).split()


def _near_moments() -> st.SearchStrategy[Timestamp]:
    return st.integers(-60 * 365 * 86_400_000_000, 100 * 365 * 86_400_000_000).map(
        lambda micros: Timestamp(micros * 1000)
    )


def _scalars() -> st.SearchStrategy[Any]:
    return st.one_of(
        st.none(), st.booleans(), st.integers(-3, 5), st.sampled_from([0.0, 1.0, 1.5, -0.5]), st.sampled_from(_TEXTS)
    )


def _dynamic() -> st.SearchStrategy[Any]:
    names = st.sampled_from("abx")
    return st.one_of(
        _scalars(),
        st.lists(_scalars(), max_size=3),
        st.dictionaries(names, _scalars() | st.lists(_scalars(), max_size=2)),
    )


_WHOLE = st.one_of(st.integers(-3, 5), st.sampled_from([int(text) for text in _INTS]))
VARIABLES: Final[Mapping[str, tuple[str, st.SearchStrategy[Any]]]] = {
    "p": ("bool", st.booleans()),
    "q": ("bool", st.booleans()),
    "i": ("int", _WHOLE),
    "j": ("int", st.integers(-3, 5)),
    "u": ("uint", st.one_of(st.integers(0, 5), st.just(2**64 - 1)).map(UInt)),
    "f": ("double", st.one_of(st.sampled_from([float(text) for text in _DOUBLES]), st.floats(-1e6, 1e6))),
    "s": (
        "string",
        st.one_of(st.sampled_from(_TEXTS), st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))),
    ),
    "t": ("string", st.sampled_from(_TEXTS)),
    "b": ("bytes", st.binary(max_size=4).map(lambda octets: octets.replace(b"\0", b"\1"))),
    "at": ("timestamp", _near_moments()),
    "near": ("near", _near_moments()),
    "long": (
        "duration",
        st.integers(-(90 * DAY * 365) // 1000, 90 * DAY * 365 // 1000).map(lambda n: Duration(n * 1000)),
    ),
    "short": ("short", st.integers(-NANOS // 1000, 400 * DAY // 1000).map(lambda n: Duration(n * 1000))),
    "li": ("list(int)", st.lists(_WHOLE, max_size=3)),
    "ls": ("list(string)", st.lists(st.sampled_from(_TEXTS), max_size=3)),
    "ld": ("list(dyn)", st.lists(_dynamic(), max_size=3)),
    "lm": ("list(map(string,int))", st.lists(st.dictionaries(st.sampled_from("ab"), st.integers(-1, 3)), max_size=3)),
    "mi": ("map(string,int)", st.dictionaries(st.sampled_from("abc"), _WHOLE)),
    "ms": ("map(int,string)", st.dictionaries(st.integers(-1, 3), st.sampled_from(_TEXTS), max_size=3)),
    "md": ("map(string,dyn)", st.dictionaries(st.sampled_from("abc"), _dynamic())),
    "mm": (
        "map(string,map(string,int))",
        st.dictionaries(st.sampled_from("ab"), st.dictionaries(st.sampled_from("ab"), st.integers(0, 3))),
    ),
    "d": ("dyn", _dynamic()),
    "e": ("dyn", _dynamic()),
}
"""The variables of every expression: their types and what they may hold."""
# Google's Python binding cuts strings at NUL, has no moments beyond 64 bits of nanoseconds and none finer than 1 µs.


@cache
def _parts(template: str) -> tuple[tuple[str, str], ...]:
    """A template as texts, holes, new variables and the places from where on these are seen."""
    found, end = [], 0
    for part in _PART.finditer(template):
        found.append(("text", template[end : part.start()]))
        hole, variable, _, special = part.groups()
        found.append(("hole", hole or special) if hole or special else ("new", variable) if variable else ("see", ""))
        end = part.end()
    return (*found, ("text", template[end:]))


def arguments(type_: str) -> list[str]:
    """The parameters of a type: of `map(string,list(int))` these are `string` and `list(int)`."""
    found, depth, start = [], 0, type_.find("(") + 1
    for place in range(start, len(type_) if start else 0):
        mark = type_[place]
        if depth == 0 and mark in ",)":
            found.append(type_[start:place])
            start = place + 1
        depth += (mark == "(") - (mark == ")")
    return found


@cache
def _templates(type_: str) -> tuple[tuple[str, Mapping[str, str]], ...]:
    """The templates that give a value of a type, each with what its variables then stand for."""
    found: list[tuple[str, Mapping[str, str]]] = []
    for pattern, texts in GRAMMAR.items():
        meant = _matched(pattern, type_)
        if meant is not None:
            found += [(line.strip(), meant) for line in texts.strip().splitlines()]
    if type_ in ("num", "dyn"):
        return tuple(found)
    if not type_.startswith("opt("):
        found += [(line.strip(), {"T": type_}) for line in ANY_TYPE.strip().splitlines()]
    return tuple(found)


def _matched(pattern: str, type_: str) -> Mapping[str, str] | None:
    if pattern == type_:
        return {}
    if pattern in VARIABLE_TYPES:
        return {pattern: type_}
    wanted, given = arguments(pattern), arguments(type_)
    if not wanted or len(wanted) != len(given) or pattern.split("(")[0] != type_.split("(")[0]:
        return None
    parts = [_matched(*pair) for pair in zip(wanted, given, strict=True)]
    return None if None in parts else {name: meant for part in parts if part for name, meant in part.items()}


@dataclass
class Writer:
    """Writes one expression: `draw` chooses."""

    draw: st.DrawFn
    room: int = 20
    """How many more templates may be used."""
    used: set[str] = field(default_factory=set)
    """The variables that the expression uses."""
    seen: list[tuple[str, str]] = field(default_factory=list)
    """The variables of macros around this place, with their types."""
    made: int = 0

    def write(self, type_: str, depth: int) -> str:
        """An expression of a type."""
        if type_ in _SPECIAL:
            return self.pick([*ATOMS[type_], *self.variables(type_)])
        templates = _templates(type_)
        if self.room > 0 and depth > 0 and templates and self.draw(st.integers(0, 7)):
            self.room -= 1
            template, meant = self.pick(templates)
            return self.fill(template, meant, depth - 1)
        return self.pick([*self.atoms(type_), *self.variables(type_) * 3])

    def pick(self, choices: Sequence[Item]) -> Item:
        """One of several."""
        chosen = choices[self.draw(st.integers(0, len(choices) - 1))]
        if isinstance(chosen, str) and chosen in VARIABLES and not any(chosen == name for name, _ in self.seen):
            self.used.add(chosen)
        return chosen

    def fill(self, template: str, given: Mapping[str, str], depth: int) -> str:
        """A template with all its holes filled."""
        meant, fresh, written = dict(given), [], []
        with self.inside():
            for kind, text in _parts(template):
                if kind == "hole":
                    written.append(self.write(self.type(text, meant), depth))
                elif kind == "new":
                    self.made += 1
                    fresh.append((f"v{self.made}", self.type(text, meant)))
                    written.append(fresh[-1][0])
                elif kind == "see":
                    self.seen += fresh
                else:
                    written.append(text)
        return "".join(written)

    @contextmanager
    def inside(self) -> Iterator[None]:
        """What a macro names is seen in the macro alone."""
        seen = list(self.seen)
        yield
        self.seen = seen

    def type(self, text: str, meant: dict[str, str]) -> str:
        """The type of a hole, with its type variables replaced; a new one is chosen."""
        if text in ATOMS and text.isupper():
            return text
        for name in re.findall(r"\b[A-Z]\b", text):
            if name not in meant:
                meant[name] = self.pick(VARIABLE_TYPES[name])
        return re.sub(r"\b[A-Z]\b", lambda name: meant[name[0]], text)

    def variables(self, type_: str) -> list[str]:
        """The variables of a type that are seen here, those of macros first."""
        near = [name for name, its in self.seen if its == type_]
        return near * 2 + [name for name, (its, _) in VARIABLES.items() if its == type_]

    def atoms(self, type_: str) -> list[str]:
        """The simplest expressions of a type."""
        head, parts = type_.split("(")[0], arguments(type_)
        match head:
            case "bool":
                return ["true", "false"]
            case "int":
                return [*_INTS[:6], self.pick(_INTS)]
            case "uint":
                return ["0u", "1u", "2u", "18446744073709551615u"]
            case "double":
                return [*_DOUBLES, "(0.0/0.0)", "(1.0/0.0)"]
            case "string":
                return [quoted(self.draw(st.sampled_from(_TEXTS)))]
            case "bytes":
                return list(_BYTES)
            case "list":
                return ["[]", f"[{self.write(parts[0], 0)}]"]
            case "map":
                return ["{}", f"{{{self.write(parts[0], 0)}: {self.write(parts[1], 0)}}}"]
            case "opt":
                return [f"optional.of({self.write(parts[0], 0)})", "optional.none()"]
            case "dyn" | "num":
                return [f"dyn({self.write(self.pick(VARIABLE_TYPES['N' if head == 'num' else 'U']), 0)})"]
            case _:
                return ATOMS[type_]


def quoted(text: str) -> str:
    """A text as a literal of CEL."""
    escapes = {"'": "\\'", "\\": "\\\\", "\n": "\\n"}
    return "'" + "".join(escapes.get(mark, mark) for mark in text) + "'"


@st.composite
def examples(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """An expression, and a value for each variable in it."""
    writer = Writer(draw)
    type_ = writer.pick(_ROOTS)
    text = writer.write(type_, draw(st.integers(1, 5)))
    if type_.startswith("opt("):
        text = f"[?{text}]"
    elif type_ in ("timestamp", "duration"):
        text = f"string({text})"
    return text, {name: draw(VARIABLES[name][1]) for name in sorted(writer.used)}
