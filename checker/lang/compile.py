"""Documents to checked policies: parses and type-checks every expression of facts and policies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from checker.lang.always import always, never
from checker.lang.document import InForceDocument, PackDocument, PolicyDocument, ReferenceDocument
from checker.lang.expr import Decision, Expr, Ident, Select, children
from checker.lang.faults import Fault, SyntaxFault, did_you_mean
from checker.lang.files import YamlFile
from checker.lang.lattice import ANY, described
from checker.lang.message import parse_message
from checker.lang.narrow import narrowed
from checker.lang.packs import DecisionEntry, LoadedPack
from checker.lang.parser import parse
from checker.lang.policy import CheckedPolicy, Clause, Fact, Message
from checker.lang.settings import Settings
from checker.lang.typecheck import Scope, check
from checker.model import PolicySummary, Reference, Severity
from checker.record import Path
from checker.schemas import Kinds
from checker.source import Diagnostic
from checker.types import BOOL, TIMESTAMP, Type


@dataclass(slots=True)
class Facts:
    """The checked facts of a pack, by the kind of record that they are about."""

    by_kind: dict[str, dict[str, Fact]] = field(default_factory=dict)
    types: dict[str, tuple[str, Type]] = field(default_factory=dict)
    """Name → kind and type; the type of a fact that has a fault fits everything."""
    complete: bool = True
    """Whether all facts could be read; where not, one that is missing is no fault of the policy that uses it."""
    settings: Settings = field(default_factory=Settings)

    def scope(self, kind: str, record: Type, settings: Settings | None = None) -> Scope:
        """What an expression about this kind of record may use; `settings` are the pack's where none are given."""
        other = {
            name: f"the fact {name} is about {known} records, this is about {kind} records"
            for name, (known, _) in self.types.items()
            if known != kind
        }
        fitting = {name: type_ for name, (known, type_) in self.types.items() if known == kind}
        beside = (settings or self.settings).types
        return Scope({kind: record, "today": TIMESTAMP, **beside}, fitting, other, self.complete)


def compile_facts(pack: LoadedPack, kinds: Kinds, settings: Settings, diagnostics: list[Diagnostic]) -> Facts:
    """Checks a pack's facts, each after those that it uses."""
    facts = Facts(complete=pack.complete, settings=settings)
    trees: dict[str, Expr] = {}
    for name, entry in pack.facts.items():
        tree: Expr | None
        if isinstance(entry, DecisionEntry):
            from checker.lang.decision import parse_decision

            tree = parse_decision(entry, diagnostics)
        else:
            tree = _parse(entry.file, entry.at, entry.document.is_, diagnostics)
        if tree is None or entry.document.applies_to not in kinds:
            facts.types[name] = (entry.document.applies_to, ANY)
        if entry.document.applies_to not in kinds:
            diagnostics.append(_unknown_kind(entry.file, entry.kind_at, entry.document.applies_to, kinds))
        elif tree is not None:
            trees[name] = tree
    for name in _ordered(trees, pack, facts, diagnostics):
        entry = pack.facts[name]
        kind = entry.document.applies_to
        tree, scope, known = trees[name], facts.scope(kind, kinds[kind].type), facts.by_kind.setdefault(kind, {})
        if isinstance(entry, DecisionEntry):
            from checker.lang.decision import check_decision

            assert isinstance(tree, Decision)
            exprs = {other: fact.expr for other, fact in known.items()}
            decision = check_decision(entry, tree, scope, exprs, diagnostics)
            facts.types[name] = (kind, ANY if decision is None else decision.type)
            if decision is not None:
                known[name] = Fact(name, entry.document.title, "", decision)
            continue
        typed, faults = check(tree, scope)
        _report(entry.file, entry.at, faults or tuple(always(typed)), diagnostics)
        facts.types[name] = (kind, ANY if faults else typed.type)
        known[name] = Fact(name, entry.document.says, entry.document.is_, typed)
    return facts


def compile_policy(
    file: YamlFile,
    document: PolicyDocument,
    pack: PackDocument | None,
    facts: Facts,
    settings: Settings,
    kinds: Kinds,
    diagnostics: list[Diagnostic],
) -> CheckedPolicy | None:
    """Checks a policy's expressions against the schema of its kind; None where there is no such kind."""
    kind = kinds.get(document.applies_to)
    if kind is None:
        diagnostics.append(_unknown_kind(file, ("applies_to",), document.applies_to, kinds))
        return None
    scope = facts.scope(kind.name, kind.type, settings)
    when = None
    if document.when:
        when = _clause(file, ("when",), document.when, scope, diagnostics)
        # The clauses count only where it is true.
        scope = replace(scope, variables=narrowed(when.expr, True, scope.variables))
    require = []
    for number, given in enumerate(document.require):
        clause = _clause(file, ("require", number, "that"), given.that, scope, diagnostics)
        message = _message(file, ("require", number, "message"), given.message, scope, diagnostics)
        days = _in_force(file, ("require", number, "in_force"), given.in_force, "clause", diagnostics)
        require.append(
            replace(clause, message=message, says=given.message, in_force_from=days[0], in_force_until=days[1])
        )
    since, until = _in_force(file, ("in_force",), document.in_force, "policy", diagnostics)
    return CheckedPolicy(
        summary=_summary(file, document, pack),
        when=when,
        require=tuple(require),
        record_type=kind.type,
        in_force_from=since,
        in_force_until=until,
        facts=facts.by_kind.get(kind.name, {}),
        values=settings.values,
    )


def _in_force(
    file: YamlFile, path: Path, given: InForceDocument, what: str, diagnostics: list[Diagnostic]
) -> tuple[date | None, date | None]:
    """The first and the last day in force."""
    since = _day(file, (*path, "from"), given.from_, diagnostics)
    until = _day(file, (*path, "until"), given.until, diagnostics)
    if since and until and until < since:
        late = f"this lies before {since}, so the {what} would never be in force"
        diagnostics.append(file.diagnostic("L017", (*path, "until"), late))
    return since, until


def compile_expression(text: str, scope: Scope) -> tuple[Expr, tuple[Fault, ...]]:
    """Parses and checks one expression; an unreadable one has the fault L001. For use outside of policies."""
    try:
        return check(parse(text), scope)
    except SyntaxFault as problem:
        return Ident("", span=problem.fault.span), (problem.fault,)


def _parse(file: YamlFile, path: Path, text: str, diagnostics: list[Diagnostic]) -> Expr | None:
    try:
        return parse(text)
    except SyntaxFault as problem:
        _report(file, path, (problem.fault,), diagnostics)
        return None


def _clause(file: YamlFile, path: Path, text: str, scope: Scope, diagnostics: list[Diagnostic]) -> Clause:
    typed, faults = compile_expression(text, scope)
    if not faults and typed.type not in (BOOL, ANY):
        message = f"this must be a condition (true or false), it is {described(typed.type)}"
        faults = (Fault("L016", typed.span, message),)
    nobody = never(typed) if path == ("when",) else None
    _report(file, path, faults or ((nobody,) if nobody else tuple(always(typed))), diagnostics)
    return Clause(text, typed)


def _message(file: YamlFile, path: Path, text: str, scope: Scope, diagnostics: list[Diagnostic]) -> Message:
    try:
        parts = parse_message(text)
    except SyntaxFault as problem:
        _report(file, path, (problem.fault,), diagnostics)
        return ()
    message: list[str | Expr] = []
    for part in parts:
        if isinstance(part, str):
            message.append(part)
        else:
            typed, faults = check(part, scope)
            _report(file, path, faults, diagnostics)
            message.append(typed)
    return tuple(message)


def _report(file: YamlFile, path: Path, faults: tuple[Fault, ...], diagnostics: list[Diagnostic]) -> None:
    diagnostics.extend(file.diagnostic(fault.code, path, fault.message, fault.span) for fault in faults)


def _unknown_kind(file: YamlFile, path: Path, kind: str, kinds: Kinds) -> Diagnostic:
    advice = did_you_mean(kind, kinds) or f"; known: {', '.join(sorted(kinds))} (add your own with --schema kind=path)"
    return file.diagnostic("L023", path, f"there are no records of kind {kind}{advice}")


def _day(file: YamlFile, path: Path, text: str | None, diagnostics: list[Diagnostic]) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        diagnostics.append(file.diagnostic("L017", path, f"{text} is no date of the calendar"))
        return None


def _uses(tree: Expr) -> Iterator[str]:
    if isinstance(tree, Select) and isinstance(tree.operand, Ident) and tree.operand.name == "facts":
        yield tree.field
    for child in children(tree):
        yield from _uses(child)


def _ordered(trees: Mapping[str, Expr], pack: LoadedPack, facts: Facts, diagnostics: list[Diagnostic]) -> list[str]:
    """Facts after the facts that they use; those that use themselves are reported and left out."""
    order: list[str] = []
    state: dict[str, str] = {}

    def visit(name: str, trail: tuple[str, ...]) -> None:
        if state.get(name) == "open":
            cycle = " → ".join((*trail[trail.index(name) :], name))
            entry = pack.facts[name]
            diagnostics.append(entry.file.diagnostic("L022", entry.at, f"this fact rests on itself: {cycle}"))
            facts.types[name] = (entry.document.applies_to, ANY)
        if name in state or name not in trees:
            return
        state[name] = "open"
        for used in _uses(trees[name]):
            visit(used, (*trail, name))
        state[name] = "done"
        if name not in facts.types:
            order.append(name)

    for name in trees:
        visit(name, ())
    return order


def reference(document: ReferenceDocument) -> Reference:
    """A reference as reports have it."""
    return Reference(document.title, document.section, document.url, document.as_of, document.status)


def _summary(file: YamlFile, document: PolicyDocument, pack: PackDocument | None) -> PolicySummary:
    severity = document.severity or (pack.default_severity if pack else "medium")
    return PolicySummary(
        id=document.id,
        title=document.title,
        severity=Severity[severity.upper()],
        applies_to=document.applies_to,
        rationale=" ".join(document.rationale.split()),
        remediation=" ".join(document.remediation.split()),
        references=tuple(map(reference, document.references)),
        tags=document.tags,
        file=file.name,
    )
