"""The slow reader that defines what is right: PyYAML's parser for the syntax, the core schema for the values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from checker.source import Position, Source
from checker.yaml12.core import Limits, YamlError, plain, too_deep, too_many
from checker.yaml12.words import in_words

_BREAKS = "\x85\u2028\u2029"
_ODD = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Node:
    """A value with its place: offsets in code points, line and column of its start."""

    value: Any
    """The scalar's value; for lists and mappings, None."""
    start: int
    end: int
    position: Position
    style: str | None
    """Of a scalar: None (plain), `'`, `"`, `|` or `>`."""
    items: list[Node] | None = None
    members: dict[str, tuple[Node, Node]] | None = None
    """Key → the key's node and the value's node."""
    size: int = 1
    """How many values it comes to, aliases counted in full."""
    key: Node | None = field(default=None, repr=False)
    """Of a mapping that is being read: the key whose value comes next."""


def nodes(text: str, limits: Limits) -> Iterator[Node]:
    """The documents of a text. Raises YamlError."""
    stack: list[Node] = []
    anchors: dict[str, Node] = {}
    open_anchors: dict[int, str] = {}
    for event in _events(text):
        match event:
            case yaml.DocumentStartEvent():
                anchors.clear()
            case yaml.ScalarEvent() | yaml.SequenceStartEvent() | yaml.MappingStartEvent():
                if event.tag is not None:
                    message = f"the tag {event.tag} is not read; put a text that begins with ! in quotes, or after >-"
                    raise YamlError(message, _position(event))
                node = _node(event)
                if isinstance(event, yaml.ScalarEvent):
                    if event.anchor:
                        anchors[event.anchor] = node
                    _finished(stack, node, limits)
                    if not stack:
                        yield node
                    continue
                if event.anchor:
                    open_anchors[id(node)] = event.anchor
                stack.append(node)
                if len(stack) > limits.depth:
                    raise YamlError(too_deep(limits), _position(event))
            case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                node = stack.pop()
                node.end = _end(event)
                if id(node) in open_anchors:
                    anchors[open_anchors.pop(id(node))] = node
                _finished(stack, node, limits)
                if not stack:
                    yield node
            case yaml.AliasEvent():
                found = anchors.get(event.anchor or "")
                if found is None:
                    raise YamlError(f"the alias *{event.anchor} stands for nothing that came before", _position(event))
                _finished(stack, found, limits)
            case _:
                pass


def value_of(node: Node) -> Any:
    """The plain value of a node."""
    if node.items is not None:
        return [value_of(item) for item in node.items]
    if node.members is not None:
        return {key: value_of(value) for key, (_, value) in node.members.items()}
    return node.value


def _finished(stack: list[Node], node: Node, limits: Limits) -> None:
    """Puts a finished node into the list or mapping that is open."""
    if not stack:
        return
    parent = stack[-1]
    parent.size += node.size
    if parent.size > limits.nodes:
        raise YamlError(too_many(limits), node.position)
    if parent.items is not None:
        parent.items.append(node)
    elif parent.key is None:
        if node.items is not None or node.members is not None or not isinstance(node.value, str):
            raise YamlError("a field's name must be text; put it in quotes", node.position)
        parent.key = node
    else:
        assert parent.members is not None
        name = parent.key.value
        if name in parent.members:
            first = parent.members[name][0].position
            raise YamlError(f"the field {name} stands twice, first in line {first.line}", parent.key.position)
        parent.members[name] = (parent.key, node)
        parent.key = None


def _node(event: Any) -> Node:
    made = Node(None, event.start_mark.index, _end(event), _position(event), None)
    if isinstance(event, yaml.SequenceStartEvent):
        made.items = []
    elif isinstance(event, yaml.MappingStartEvent):
        made.members = {}
    else:
        made.style = event.style or None
        try:
            made.value = plain(event.value) if made.style is None else event.value
        except ValueError as problem:
            raise YamlError(str(problem), made.position) from None
    return made


def _events(text: str) -> Iterator[Any]:
    odd = _ODD.search(text)
    if odd:
        problem = "is a line break to some readers and not to others" if odd.group() in _BREAKS else "is no text"
        message = f"the character U+{ord(odd.group()):04X} {problem}; remove it"
        raise YamlError(message, Source("", text).position(odd.start()))
    try:
        yield from yaml.parse(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as problem:
        raise _in_words(text, problem) from None
    except yaml.YAMLError as problem:
        raise YamlError(f"this is no valid YAML: {in_words(str(problem).splitlines()[0], '')}", None) from None


def _in_words(text: str, problem: yaml.MarkedYAMLError) -> YamlError:
    said = problem.problem or problem.context or ""
    mark = problem.problem_mark or problem.context_mark
    if problem.context_mark and ("end of stream" in said or "expected ':'" in said):
        mark = problem.context_mark
    if mark is None:
        return YamlError(f"this is no valid YAML: {in_words(said, '')}", None)
    message = f"this is no valid YAML: {in_words(said, text[mark.index : mark.index + 1])}"
    if problem.context_mark and "' or '" in said:
        message += f" (it begins in line {problem.context_mark.line + 1})"
    return YamlError(message, Position(mark.line + 1, mark.column + 1))


def _end(event: Any) -> int:
    end: int = event.end_mark.index
    return end


def _position(event: Any) -> Position:
    return Position(event.start_mark.line + 1, event.start_mark.column + 1)
