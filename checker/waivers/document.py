"""A file of waivers: YAML text in, waivers out, or everything that is wrong with the text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from checker.errors import CheckerError
from checker.model import Waiver
from checker.record import Locate, Place, Problem
from checker.resources import SCHEMAS
from checker.schemas import Schema
from checker.yaml12 import Limits, Locations, YamlError, load_all


class WaiverError(CheckerError):
    """A file of waivers cannot be used; the text names every mistake with its line."""

    def __init__(self, file: str, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(_said(file, problem) for problem in problems))


def read_waivers(file: Path) -> tuple[tuple[Waiver, ...], bytes]:
    """The waivers of a file, in its order, and the bytes that it holds.

    Raises WaiverError where it cannot be read or its form is wrong: no part of such a file counts.
    """
    name = str(file)
    try:
        octets = file.read_bytes()
        text = octets.decode("utf-8-sig")
        documents = load_all(text, Limits())
    except OSError as error:
        raise WaiverError(name, (Problem(f"the file cannot be read: {error.strerror}", "Check the path."),)) from None
    except UnicodeDecodeError as error:
        raise WaiverError(name, (Problem(f"byte {error.start + 1} is not UTF-8", "Save it as UTF-8."),)) from None
    except YamlError as error:
        raise WaiverError(name, (Problem(error.message, position=error.position),)) from None
    if len(documents) != 1:
        hint = "Write waivers: and below it a list."
        raise WaiverError(name, (Problem(f"the file holds {len(documents)} YAML documents, not one", hint),))
    locations = Locations(text)

    def locate(path: tuple[str | int, ...]) -> Any:
        return locations.position(0, path)

    schema = Schema(json.loads((SCHEMAS / "waivers.schema.json").read_text(encoding="utf-8")))
    problems = schema.explain(documents[0], locate, "file") or tuple(_inconsistencies(documents[0], locate))
    if problems:
        raise WaiverError(name, problems)
    return tuple(_waiver(each, name, locate, at) for at, each in enumerate(documents[0]["waivers"])), octets


def _inconsistencies(document: Mapping[str, Any], locate: Locate) -> Iterator[Problem]:
    for number, each in enumerate(document["waivers"]):
        path = ("waivers", number)
        if ("record" in each) == ("vendor" in each):
            wrong = "names a record and a vendor" if "record" in each else "names neither a record nor a vendor"
            hint = "Give it record: or vendor:, one of the two."
            yield Problem(f"waivers[{number}] {wrong}", hint, path, locate(path))
        if each["expires"] < each["granted"]:
            at = (*path, "expires")
            message = f"waivers[{number}] expires on {each['expires']}, before it is granted ({each['granted']})"
            yield Problem(message, "Correct one of the two dates.", at, locate(at))
        if "clause" in each and _is_glob(each["policy"]):
            at = (*path, "clause")
            hint = "Name one policy by its whole id, or leave clause out."
            yield Problem(f"waivers[{number}] names a clause, but more than one policy", hint, at, locate(at))


def _waiver(each: Mapping[str, Any], file: str, locate: Locate, number: int) -> Waiver:
    position = locate(("waivers", number))
    return Waiver(
        policy=each["policy"],
        clause=each.get("clause"),
        record=each.get("record", ""),
        vendor=each.get("vendor", ""),
        owner=each["owner"],
        approved_by=each["approved_by"],
        reason=each["reason"],
        ticket=each["ticket"],
        granted=date.fromisoformat(each["granted"]),
        expires=date.fromisoformat(each["expires"]),
        place=Place(file, position) if position else None,
    )


def _is_glob(text: str) -> bool:
    return any(sign in text for sign in "*?[")


def _said(file: str, problem: Problem) -> str:
    place = f"{file}:{problem.position.line}" if problem.position else file
    return f"{place}: {problem.message}{f'. {problem.hint}' if problem.hint else ''}"
