"""The form of a policy, of a decision table, of a pack and of its facts: what stands in their YAML files.

`schemas/policy.schema.json`, `pack.schema.json` and `facts.schema.json` are generated from these classes
(`checker/lang/publish.py`). A file is held to its schema before one of these is made, so that a mistake in the form is
shown with its line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, field
from typing import Any, Literal, get_args

from checker.frozen import frozen

SeverityName = Literal["info", "low", "medium", "high", "critical"]
ParamType = Literal["int", "double", "bool", "string", "date"]
Status = Literal["verified", "unverified", "judgement"]
HitPolicy = Literal["first", "unique"]

_CLOSED = {"extra": "forbid"}
_ID = "^[a-z0-9][a-z0-9-]*/[a-z0-9][a-z0-9-]*/[a-z0-9][a-z0-9-]*$"
_DATE = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


def _said(description: str, **more: Any) -> dict[str, Any]:
    return {"description": description, **more}


@frozen
class InForceDocument:
    """The days on which the policy or the clause applies; outside of them it asks for nothing."""

    __pydantic_config__ = _CLOSED
    from_: str | None = field(
        default=None, metadata=_said("The first day, YYYY-MM-DD.", alias="from", pattern=_DATE, examples=["2024-01-01"])
    )
    until: str | None = field(
        default=None,
        metadata=_said("The last day, YYYY-MM-DD; null for no end.", pattern=_DATE, examples=["2026-12-31"]),
    )


@frozen
class ClauseDocument:
    """One condition that must hold."""

    __pydantic_config__ = _CLOSED
    that: str = field(
        metadata=_said(
            "The condition, an expression of the policy language.",
            min_length=1,
            examples=['engagement.control.manages_performance == "client"'],
        )
    )
    message: str = field(
        default="",
        metadata=_said(
            "What to say where it does not hold; {expression} puts a value in. Without it, the explanation speaks."
        ),
    )
    in_force: InForceDocument = field(
        default=InForceDocument(), metadata=_said("The days on which this clause applies, within those of the policy.")
    )


@frozen
class ReferenceDocument:
    """Where the rule comes from."""

    __pydantic_config__ = _CLOSED
    title: str = field(metadata=_said("The document, for example a law or a standard.", min_length=1))
    section: str = field(default="", metadata=_said("The article, section or paragraph.", examples=["Article 4(2)"]))
    url: str = field(default="", metadata=_said("Where it can be read."))
    as_of: str = field(
        default="",
        metadata=_said("The day on which it was read, YYYY-MM-DD.", pattern=f"{_DATE}|^$", examples=["2026-01-01"]),
    )
    status: Status = field(
        default="verified",
        metadata=_said("verified (read in the source), unverified, or judgement (our own reading, no text says so)."),
    )


@frozen
class ParamDocument:
    """A value with a name, which policies read as params.NAME and a run may set differently."""

    __pydantic_config__ = _CLOSED
    _: KW_ONLY
    type: ParamType = field(metadata=_said("int, double, bool, string or date."))
    default: Any = field(metadata=_said("The value where a run sets no other."))
    min: Any = field(default=None, metadata=_said("The least value that is allowed, of an int, double or date."))
    max: Any = field(default=None, metadata=_said("The greatest value that is allowed."))
    values: tuple[str, ...] = field(default=(), metadata=_said("The values that are allowed, of a string."))
    says: str = field(metadata=_said("What it means, in one sentence.", min_length=1))


@frozen
class PolicyDocument:
    """A policy as its author writes it."""

    __pydantic_config__ = _CLOSED
    _: KW_ONLY
    id: str = field(
        metadata=_said(
            "pack/topic/name, stable for ever; the file's path says the same.",
            pattern=_ID,
            examples=["acme/remote-staff/direct-management"],
        )
    )
    title: str = field(
        metadata=_said(
            "What holds where the policy passes, in one sentence.",
            min_length=1,
            examples=["Remote staff are managed directly by the client"],
        )
    )
    severity: SeverityName | None = field(
        default=None, metadata=_said("How much it matters; without it the pack's default severity.")
    )
    applies_to: str = field(
        default="engagement",
        metadata=_said(
            "The kind of record that it judges: engagement, vendor, or one of your own.",
            examples=["engagement", "vendor"],
        ),
    )
    when: str = field(
        default="",
        metadata=_said(
            "Which records it is about, an expression; the others are skipped. Without it, all.",
            examples=['engagement.arrangement.declared == "remote_staffing"'],
        ),
    )
    require: tuple[ClauseDocument, ...] = field(
        metadata=_said(
            "What must hold: a list of clauses, each written as - that: CONDITION with its message: TEXT, and each "
            "reported on its own.",
            min_length=1,
        )
    )
    rationale: str = field(default="", metadata=_said("Why the rule exists."))
    remediation: str = field(default="", metadata=_said("What to do where it fails."))
    references: tuple[ReferenceDocument, ...] = field(default=(), metadata=_said("Where the rule comes from."))
    in_force: InForceDocument = field(default=InForceDocument(), metadata=_said("The days on which it applies."))
    tags: tuple[str, ...] = field(
        default=(), metadata=_said("Words to select by (--select tag:NAME).", examples=[["remote-staff", "evidence"]])
    )
    params: dict[str, ParamDocument] = field(
        default_factory=dict, metadata=_said("Name → parameter of this policy alone, which it reads as params.NAME.")
    )


@frozen
class DecideDocument:
    """A table that gives an outcome for what its inputs come to."""

    __pydantic_config__ = _CLOSED
    _: KW_ONLY
    fact: str = field(
        default="",
        metadata=_said(
            "The name under which policies read the outcome, as facts.NAME; without it, the last part of the id, "
            "with _ for -.",
            pattern="^([a-zA-Z_][a-zA-Z0-9_]*)?$",
        ),
    )
    hit: HitPolicy = field(
        default="first",
        metadata=_said("first: the uppermost row that fits decides; unique: no two rows may fit together."),
    )
    inputs: dict[str, str] = field(
        metadata=_said("Column → expression of the policy language, for its value.", min_length=1)
    )
    rows: tuple[dict[str, Any], ...] = field(
        default=(),
        metadata=_said(
            "The rows: for each a cell per column, and its outcome. A cell is a value, several of them as a list, a "
            "comparison such as '>= 3', 'not recorded', or left out where it fits anything."
        ),
    )
    table: str = field(
        default="",
        metadata=_said(
            "Instead of rows, a CSV file beside this one: a column for each input, and the outcome as the last.",
            pattern=r"^([^/\\]+\.csv)?$",
        ),
    )
    otherwise: str | None = field(
        default=None, metadata=_said("The outcome where no row fits; without it, the rows must cover everything.")
    )


@frozen
class DecisionDocument:
    """A decision table as its author writes it."""

    __pydantic_config__ = _CLOSED
    _: KW_ONLY
    id: str = field(metadata=_said("pack/topic/name, stable for ever; the file's path says the same.", pattern=_ID))
    title: str = field(metadata=_said("What is decided, in one sentence.", min_length=1))
    applies_to: str = field(
        default="engagement",
        metadata=_said("The kind of record that it is about: engagement, vendor, or one of your own."),
    )
    decide: DecideDocument = field(metadata=_said("The table."))
    rationale: str = field(default="", metadata=_said("Why it is decided so."))
    references: tuple[ReferenceDocument, ...] = field(default=(), metadata=_said("Where the table comes from."))
    tags: tuple[str, ...] = field(default=(), metadata=_said("Words to find it by."))


@frozen
class FactDocument:
    """An expression with a name, which policies read as facts.NAME."""

    __pydantic_config__ = _CLOSED
    says: str = field(metadata=_said("What it means, in one sentence.", min_length=1))
    is_: str = field(metadata=_said("Its value, an expression of the policy language.", alias="is", min_length=1))
    applies_to: str = field(default="engagement", metadata=_said("The kind of record that it is about."))


@frozen
class FactsDocument:
    """The facts of a pack."""

    __pydantic_config__ = _CLOSED
    facts: dict[str, FactDocument] = field(metadata=_said("Name → fact; facts may use facts."))


@frozen
class PackDocument:
    """A pack: a folder of policies that belong together."""

    __pydantic_config__ = _CLOSED
    id: str = field(
        metadata=_said("The folder's name, and the first part of every policy's id.", pattern="^[a-z0-9][a-z0-9-]*$")
    )
    title: str = field(metadata=_said("What the pack is, in one line.", min_length=1))
    version: str = field(metadata=_said("The pack's own version, for example 1.0.0.", min_length=1))
    jurisdiction: str = field(default="", metadata=_said("Where its rules come from, for example EU, DE, or any."))
    description: str = field(default="", metadata=_said("What it is for and for whom."))
    sources: tuple[ReferenceDocument, ...] = field(default=(), metadata=_said("The documents it rests on."))
    disclaimer: str = field(default="", metadata=_said("What it is not, for example legal advice."))
    default_severity: SeverityName = field(default="medium", metadata=_said("For policies that name none."))
    extends: tuple[str, ...] = field(
        default=(), metadata=_said("Ids of packs whose facts, parameters and data its policies may use.")
    )
    params: dict[str, ParamDocument] = field(
        default_factory=dict, metadata=_said("Name → parameter, which its policies and facts read as params.NAME.")
    )


SEVERITIES: tuple[str, ...] = get_args(SeverityName)


def policy_document(value: Mapping[str, Any]) -> PolicyDocument:
    """A policy from its YAML, which `policy.schema.json` has accepted."""
    given = dict(value)
    given["require"] = tuple(_clause(clause) for clause in given["require"])
    given["references"] = _references(given.get("references", ()))
    given["tags"] = tuple(given.get("tags", ()))
    given["params"] = _params(given.get("params", {}))
    return PolicyDocument(**{**given, "in_force": _in_force(given)})


def _clause(given: Mapping[str, Any]) -> ClauseDocument:
    return ClauseDocument(**{**given, "in_force": _in_force(given)})


def _in_force(given: Mapping[str, Any]) -> InForceDocument:
    force = given.get("in_force") or {}
    return InForceDocument(from_=force.get("from"), until=force.get("until"))


def decision_document(value: Mapping[str, Any]) -> DecisionDocument:
    """A decision table from its YAML, which `decision.schema.json` has accepted."""
    given = dict(value)
    decide = {key: part for key, part in given["decide"].items() if part is not None}
    given["decide"] = DecideDocument(**{**decide, "rows": tuple(decide.get("rows", ()))})
    given["references"] = _references(given.get("references", ()))
    given["tags"] = tuple(given.get("tags", ()))
    return DecisionDocument(**given)


def rough_policy(value: Mapping[str, Any]) -> PolicyDocument:
    """What can be read of a policy whose form is not that of one, so that its expressions are checked all the same."""
    clauses = value.get("require")
    require = []
    for clause in clauses if isinstance(clauses, list) else ():
        given = clause if isinstance(clause, Mapping) else {}
        that, message = given.get("that"), given.get("message")
        condition = that if isinstance(that, str) and that else "true"
        require.append(ClauseDocument(condition, message if isinstance(message, str) else ""))
    when, kind = value.get("when"), value.get("applies_to")
    return PolicyDocument(
        id="",
        title="",
        applies_to=kind if isinstance(kind, str) else "engagement",
        when=when if isinstance(when, str) else "",
        require=tuple(require),
    )


def pack_document(value: Mapping[str, Any]) -> PackDocument:
    """A pack from its YAML, which `pack.schema.json` has accepted."""
    given = dict(value)
    given["sources"] = _references(given.get("sources", ()))
    given["extends"] = tuple(given.get("extends", ()))
    given["params"] = _params(given.get("params", {}))
    return PackDocument(**given)


def facts_document(value: Mapping[str, Any]) -> FactsDocument:
    """Facts from their YAML, which `facts.schema.json` has accepted."""
    facts = {}
    for name, fact in value["facts"].items():
        given = dict(fact)
        facts[name] = FactDocument(is_=given.pop("is"), **given)
    return FactsDocument(facts=facts)


def _references(values: Any) -> tuple[ReferenceDocument, ...]:
    return tuple(ReferenceDocument(**value) for value in values)


def _params(values: Mapping[str, Any]) -> dict[str, ParamDocument]:
    return {
        name: ParamDocument(**{**value, "values": tuple(value.get("values", ()))}) for name, value in values.items()
    }
