"""The gate: jsonschema_rs decides whether a value fits a schema. Nothing of it is loaded before a value is judged."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

from checker.errors import SchemaError
from checker.record import Locate, Problem
from checker.schemas.formats import FORMATS, UNASSERTED
from checker.schemas.shape import Node, Shapes

if TYPE_CHECKING:
    from jsonschema_rs import Draft202012Validator

DIALECT = "https://json-schema.org/draft/2020-12/schema"


class Schema:
    """A JSON Schema 2020-12 that judges values and explains its refusals.

    The formats date, date-time, uri and email are asserted. References lead within the schema; nothing is fetched.
    """

    __slots__ = ("_accepts", "document", "shapes")

    def __init__(self, document: Node) -> None:
        self.document = document
        self.shapes = Shapes(document)
        self._accepts: Callable[[Any], bool] | None = None

    def is_valid(self, value: Any) -> bool:
        """Whether a value fits; raises SchemaError where the schema itself is none."""
        if self._accepts is None:
            self._accepts = compiled(self.document).is_valid
        try:
            return self._accepts(value)
        except ValueError:
            # It holds what JSON cannot: a key that is no text, half of a surrogate pair. `explain` says which.
            return False

    def explain(self, value: Any, locate: Locate, root: str = "document") -> tuple[Problem, ...]:
        """What is wrong with a value, one problem for each wrong thing, best first; empty for one that fits.

        `root` is the word for the whole value, for example `record` or `policy`.
        """
        if self.is_valid(value):
            return ()
        from checker.schemas.explain import problems

        return problems(self, value, locate, root)

    def refusal(self, value: Any) -> str:
        """The gate's own words for its first objection: the last resort of an explanation."""
        return next((error.message for error in compiled(self.document).iter_errors(value)), "no reason is known")


def compiled(document: Node) -> Draft202012Validator:
    """The validator of a schema; raises SchemaError where it is no JSON Schema 2020-12 or leads outside of itself."""
    from jsonschema_rs import Draft202012Validator, ValidationError

    dialect = document.get("$schema", DIALECT)
    if not isinstance(dialect, str) or dialect.rstrip("#") != DIALECT:
        raise SchemaError(f'it is written for "{dialect}"; write it for JSON Schema 2020-12 ("$schema": "{DIALECT}")')
    formats: dict[str, Callable[..., bool]] = {**dict.fromkeys(UNASSERTED, _any), **FORMATS}
    try:
        return Draft202012Validator(dict(document), formats=formats, validate_formats=True, offline=True)
    except ValidationError as error:
        where = "/".join(map(str, error.instance_path))
        at = f" (at {where})" if where else ""
        raise SchemaError(f"it is no valid JSON Schema 2020-12: {error.message}{at}") from None
    except ValueError as error:
        raise SchemaError(f"it is no valid JSON Schema 2020-12: {error}") from None


@cache
def holds(keyword: str, limit: str | float | bool) -> Callable[[Any], bool]:
    """The gate's own judgement of one keyword, for explanations: patterns and fractions differ between libraries."""
    return compiled({keyword: limit}).is_valid


def _any(_: str) -> bool:
    return True
