"""What expressions see beside the record: parameters and data tables of a pack, and a policy's own parameters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field, replace
from typing import TYPE_CHECKING, Any

from checker.errors import UsageError
from checker.frozen import frozen
from checker.lang.document import ParamDocument
from checker.lang.faults import did_you_mean
from checker.lang.files import YamlFile
from checker.lang.packs import LoadedPack
from checker.model import Parameter
from checker.record import Path
from checker.source import Diagnostic
from checker.types import BOOL, DOUBLE, INT, STRING, TIMESTAMP, Field, Map, Object, String, Type
from checker.values import Timestamp, parse_date

_TYPES: Mapping[str, Type] = {"int": INT, "double": DOUBLE, "bool": BOOL, "string": STRING, "date": TIMESTAMP}
_NO = {
    "int": "it is no whole number",
    "double": "it is no number",
    "bool": "it is neither true nor false",
    "string": "it is no text",
    "date": "it is no date of the calendar, written YYYY-MM-DD",
}
_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?")


if TYPE_CHECKING:
    from checker.lang.tables import Table


@frozen
class Settings:
    """Variables of expressions that do not hang on the record."""

    types: Mapping[str, Type] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    parameters: tuple[Parameter, ...] = ()
    tables: tuple[Table, ...] = ()


def pack_settings(pack: LoadedPack, given: Mapping[str, str], diagnostics: list[Diagnostic]) -> Settings:
    """The parameters and tables of a pack and of those that it extends.

    `given` are values for parameters by their full names, as in `core.evidence_max_age_days`. Raises UsageError where
    one is no value of its parameter.
    """
    settings = Settings()
    for source in pack.sources:
        settings = with_params(settings, source.file, source.document.id, source.document.params, given, diagnostics)
    if not any((source.home / "data").is_dir() for source in pack.sources):
        return settings
    from checker.lang.tables import read_tables

    tables = read_tables(pack.sources, diagnostics)
    if not tables:
        return settings
    type_ = Object("data", {table.name: Field(Map(STRING, table.type), True, table.title) for table in tables})
    return replace(
        settings,
        types={**settings.types, "data": type_},
        values={**settings.values, "data": {table.name: table.entries for table in tables}},
        tables=tuple(tables),
    )


def with_params(
    settings: Settings,
    file: YamlFile,
    owner: str,
    documents: Mapping[str, ParamDocument],
    given: Mapping[str, str],
    diagnostics: list[Diagnostic],
) -> Settings:
    """The settings with the parameters that a file declares; `owner` is the id of its pack or policy."""
    if not documents:
        return settings
    known = settings.types.get("params")
    fields = dict(known.fields) if isinstance(known, Object) else {}
    values = dict(settings.values.get("params", {}))
    parameters = list(settings.parameters)
    for name, document in documents.items():
        if name in fields:
            other = next(each.name for each in parameters if each.name.endswith(f".{name}"))
            diagnostics.append(file.at_name("L020", ("params", name), f"{other} is a parameter with this name too"))
            continue
        type_ = _type(document)
        default = _declared(file, ("params", name), document, diagnostics)
        fields[name] = Field(type_, True, document.says, document.says)
        full = f"{owner}.{name}"
        values[name] = _given(full, given[full], document) if full in given else default
        parameters.append(Parameter(full, _text(values[name]), _text(default), document.says))
    return replace(
        settings,
        types={**settings.types, "params": Object("params", fields)},
        values={**settings.values, "params": values},
        parameters=tuple(parameters),
    )


def refuse_unknown(given: Mapping[str, str], known: Mapping[str, Parameter]) -> None:
    """Raises UsageError for a value whose parameter no pack or policy has."""
    for name in given:
        if name not in known:
            some = f"; there are {', '.join(sorted(known))}." if known else "; these policies have none."
            advice = did_you_mean(name, known) or some
            raise UsageError(f"There is no parameter {name}{advice}")


def _type(document: ParamDocument) -> Type:
    return String(document.values) if document.type == "string" and document.values else _TYPES[document.type]


def _declared(file: YamlFile, path: Path, document: ParamDocument, diagnostics: list[Diagnostic]) -> Any:
    """The default, and faults of what is declared."""
    limits = {}
    for key, raw in (("min", document.min), ("max", document.max)):
        if raw is not None:
            limits[key] = _typed(document, raw)
            if limits[key] is None or document.type in ("bool", "string"):
                message = f"a {document.type} has no such limit; write a number or a date of the parameter's own type"
                diagnostics.append(file.diagnostic("L040", (*path, key), message))
                return None
    if document.values and document.type != "string":
        diagnostics.append(file.diagnostic("L040", (*path, "values"), "only a string has a list of values"))
    default = _typed(document, document.default)
    why = _NO[document.type] if default is None else _outside(default, document)
    if why:
        diagnostics.append(file.diagnostic("L040", (*path, "default"), why))
    return default


def _given(name: str, text: str, document: ParamDocument) -> Any:
    raw: Any = text
    if document.type == "int":
        raw = int(text) if _WHOLE.fullmatch(text) else None
    elif document.type == "double":
        raw = float(text) if _NUMBER.fullmatch(text) else None
    elif document.type == "bool":
        raw = {"true": True, "false": False}.get(text)
    value = None if raw is None else _typed(document, raw)
    why = _NO[document.type] if value is None else _outside(value, document)
    if why:
        raise UsageError(f"The parameter {name} cannot be {text}: {why}.")
    return value


def _typed(document: ParamDocument, raw: Any) -> Any:
    """A value as the language has it; None where it is not of the parameter's type."""
    match document.type:
        case "int":
            return raw if type(raw) is int else None
        case "double":
            return float(raw) if type(raw) in (int, float) else None
        case "bool":
            return raw if type(raw) is bool else None
        case "date":
            return parse_date(raw) if isinstance(raw, str) else None
        case _:
            return raw if isinstance(raw, str) else None


def _outside(value: Any, document: ParamDocument) -> str:
    """Why a value is not allowed; empty where it is."""
    if document.type == "string" and document.values and value not in document.values:
        return f"its values are {', '.join(document.values)}"
    low, high = (None if raw is None else _typed(document, raw) for raw in (document.min, document.max))
    if low is not None and value < low:
        return f"it must be at least {_text(low)}"
    if high is not None and value > high:
        return f"it must be at most {_text(high)}"
    return ""


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.text() if isinstance(value, Timestamp) else str(value)
