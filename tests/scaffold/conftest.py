"""Kinds of record of a user's own, which ask for everything that JSON Schema can ask for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from checker.schemas import Kinds, load_kinds

OWN: Mapping[str, Mapping[str, Any]] = {
    "plain": {
        "title": "Plain record",
        "required": ["name", "places"],
        "properties": {
            "name": {"type": "string", "minLength": 5},
            "places": {"type": "array", "minItems": 2, "items": {"type": "string"}},
            "note": {"type": "string"},
            "size": {"type": "integer", "minimum": 3},
            "seen": {"type": "string", "format": "date-time"},
        },
    },
    "site": {
        "title": "Site\nwith a title on two lines",
        "required": ["form", "rooms"],
        "properties": {
            "form": {"title": "Form", "enum": ["office", "home"]},
            "rooms": {
                "type": "array",
                "minItems": 1,
                "maxItems": 2,
                "items": {
                    "type": "object",
                    "required": ["floor"],
                    "properties": {"floor": {"type": "integer"}, "lift": {"type": "boolean"}},
                    "additionalProperties": False,
                    "examples": [{"floor": 3, "lift": True}],
                },
            },
            "landlord": {"type": "string", "minLength": 1, "x-sensitive": True},
            "contact": {
                "type": "object",
                "properties": {
                    "note": {"type": "string"},
                    "phone": {"type": "string"},
                    "email": {"type": "string", "format": "email"},
                },
                "anyOf": [{"required": ["phone"]}, {"required": ["email"]}],
            },
            "open-from": {"type": "string", "format": "date"},
        },
        "if": {"properties": {"form": {"const": "home"}}, "required": ["form"]},
        "then": {"required": ["landlord", "contact"]},
        "additionalProperties": False,
    },
    "asset": {
        "required": ["item"],
        "properties": {
            "item": {
                "type": "object",
                "required": ["type"],
                "oneOf": [
                    {"properties": {"type": {"const": "car"}, "wheels": {"type": "integer"}}, "required": ["wheels"]},
                    {"properties": {"type": {"const": "desk"}, "area": {"type": "number"}}, "required": ["area"]},
                ],
            },
            "parts": {"$ref": "#/$defs/part"},
            "labels": {"type": "object", "additionalProperties": {"type": "string"}},
            "anything": {},
        },
        "$defs": {
            "part": {
                "type": "object",
                "properties": {
                    "name": {"type": "string"},
                    "of": {"$ref": "#/$defs/part"},
                    "all": {"type": "array", "items": {"$ref": "#/$defs/part"}},
                },
            }
        },
    },
    "loose": {
        "required": ["dates", "version", "extra"],
        "properties": {
            "in": {"enum": ["a", "b"]},
            "dates": {
                "type": "object",
                "properties": {"start": {"type": "string", "format": "date"}, "open": {"type": "boolean"}},
            },
            "version": {"const": "1"},
            "secret": {"type": "boolean", "x-sensitive": True},
            "thing": {
                "oneOf": [
                    {
                        "type": "object",
                        "properties": {"wheels": {"type": "integer"}, "type": {"const": "car"}},
                        "required": ["type", "wheels"],
                        "additionalProperties": False,
                    },
                    {
                        "type": "object",
                        "properties": {"area": {"type": "number"}, "type": {"const": "desk"}},
                        "required": ["type", "area"],
                        "additionalProperties": False,
                    },
                ],
            },
        },
    },
    "bare": {"required": ["id"], "properties": {"id": {"type": "string", "pattern": "^[A-Z]{3}-[0-9]+$"}}},
}
"""By name; each gets its `kind`, and is an object."""
PATTERNED = {"bare": {"examples": [{"id": "ABC-7"}]}}
"""What tells a value that nobody could guess from a pattern."""

Schemas: TypeAlias = Mapping[str, Path]


def schema(name: str, **more: Any) -> dict[str, Any]:
    """The schema of one of these kinds."""
    own = OWN[name]
    properties = {"kind": {"const": name}, "id": {"type": "string"}, **own["properties"]}
    return {"type": "object", **own, "properties": properties, **more}


@pytest.fixture(scope="session")
def schemas(tmp_path_factory: pytest.TempPathFactory) -> Schemas:
    """The files of these schemas, by kind."""
    folder = tmp_path_factory.mktemp("schemas")
    files = {name: folder / f"{name}.schema.json" for name in OWN}
    for name, file in files.items():
        file.write_text(json.dumps(schema(name, **PATTERNED.get(name, {}))), encoding="utf-8")
    return files


@pytest.fixture(scope="session")
def kinds(schemas: Schemas) -> Kinds:
    """These kinds, and those that travel with checker."""
    return load_kinds(schemas)
