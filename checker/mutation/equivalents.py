"""`equivalents.yaml` beside a pack.yaml: the mutants that no test can notice, each with the reason.

An entry that fits no mutant, that fits several, or whose mutant a test does notice, is stale: it fails the run.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from checker.errors import UsageError
from checker.frozen import frozen
from checker.lang.packs import near
from checker.mutation.mutant import Mutant
from checker.resources import SCHEMAS
from checker.schemas import Schema
from checker.source import Position
from checker.yaml12 import Limits, Locations, YamlError, load_all

NAME = "equivalents.yaml"


@frozen
class Equivalent:
    """A change that is said to change nothing."""

    owner: str
    """The id of the policy or table, or `PACK facts`."""
    part: str
    """As `Part.name` has it."""
    before: str
    after: str
    reason: str
    file: str
    position: Position | None

    def fits(self, mutant: Mutant) -> bool:
        """Whether this is the mutant that is meant."""
        if (self.owner, self.part) != (mutant.part.owner, mutant.part.name):
            return False
        text, before, after, wanted = map(_folded, (mutant.before, self.before, self.after, mutant.after))
        at = text.find(before)
        while at >= 0:
            if f"{text[:at]}{after}{text[at + len(before) :]}" == wanted:
                return True
            at = text.find(before, at + 1)
        return False


def load_equivalents(home: Path) -> tuple[Equivalent, ...]:
    """What is listed beside a pack; nothing where there is no file. Raises UsageError with the line."""
    file = near(home / NAME)
    if not file.is_file():
        return ()
    try:
        text = file.read_bytes().decode("utf-8-sig")
        documents = load_all(text, Limits())
    except UnicodeDecodeError as error:
        raise UsageError(f"{file}: byte {error.start + 1} is not UTF-8. Save the file as UTF-8.") from error
    except YamlError as error:
        raise UsageError(f"{_at(file, error.position)}: {error.message}") from error
    if len(documents) != 1:
        raise UsageError(f"{file} holds {len(documents)} YAML documents. Write all entries in one.")
    locations = Locations(text)
    for problem in _schema().explain(documents[0], lambda path: locations.position(0, path), NAME):
        raise UsageError(f"{_at(file, problem.position)}: {problem.message} {problem.hint}".rstrip())
    return tuple(_entries(documents[0]["equivalents"], home.name, file, locations))


def _entries(listed: Sequence[Mapping[str, Any]], pack: str, file: Path, locations: Locations) -> Iterator[Equivalent]:
    for number, each in enumerate(listed):
        position = locations.position(0, ("equivalents", number))
        if ("fact" in each) == ("policy" in each) or ("policy" in each) != ("part" in each):
            raise UsageError(
                f"{_at(file, position)}: this entry does not say what is changed. Write policy and part, or fact."
            )
        owner, part = (f"{pack} facts", f"fact {each['fact']}") if "fact" in each else (each["policy"], each["part"])
        yield Equivalent(owner, part, each["from"], each["to"], each["reason"], str(file), position)


@cache
def _schema() -> Schema:
    return Schema(json.loads((SCHEMAS / "equivalents.schema.json").read_text(encoding="utf-8")))


def _at(file: Path, position: Position | None) -> str:
    return f"{file}:{position.line}" if position else str(file)


def _folded(text: str) -> str:
    return " ".join(text.split())
