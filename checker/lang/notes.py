"""What a policy's author may want to know of a policy that loads: notes, which refuse nothing."""

from __future__ import annotations

from collections.abc import Iterator

from checker.lang.expr import Conditional, Expr, Has, Ident, Index, Literal, Select, access, children, walk
from checker.lang.faults import Fault
from checker.lang.files import YamlFile
from checker.lang.policy import CheckedPolicy
from checker.lang.unused import unused_parameters
from checker.lang.vary import parts, settled
from checker.source import Diagnostic
from checker.types import Object

_TOLD = {True: "always true", False: "never true"}
_SILENT = "without a message, reports show the values alone where this fails; write what is wrong as message: TEXT"


def notes(policy: CheckedPolicy, file: YamlFile) -> Iterator[Diagnostic]:
    """The notes on a policy, in the order of its file."""
    clauses = [(("require", number, "that"), clause) for number, clause in enumerate(policy.require)]
    if policy.when is not None:
        for fault in _open_when(policy.when.expr):
            yield file.diagnostic(fault.code, ("when",), fault.message, fault.span)
        for fault in (*_needless(policy.when.expr), *_idle(policy.when.expr)):
            yield file.diagnostic(fault.code, ("when",), fault.message, fault.span)
    yield from unused_parameters(policy, file)
    for path, clause in clauses:
        if not clause.says.strip():
            yield file.diagnostic("N007", path, _SILENT, clause.expr.span)
        for fault in (*_needless(clause.expr), *_idle(clause.expr), *_decided(policy, clause.expr)):
            yield file.diagnostic(fault.code, path, fault.message, fault.span)


def _open_when(tree: Expr) -> Iterator[Fault]:
    """Optional fields that decide whether the policy is about a record at all."""
    asked = {access(node.select) for node in walk(tree) if isinstance(node, Has)}
    told: set[str] = set()
    for node in _reads(tree):
        name = access(node)
        missing = _optional_step(node)
        if (
            name
            and missing
            and name not in told
            and not any(name == each or name.startswith(f"{each}.") for each in asked)
        ):
            told.add(name)
            what = name if missing == name else f"{missing} (and so {name})"
            message = (
                f"{what} is optional, and a record without it is incomplete here, since nobody can say whether the "
                f"policy is about it; where absence means that it is not, write has({name}) && …"
            )
            yield Fault("N001", node.span, message)


def _needless(tree: Expr) -> Iterator[Fault]:
    """Questions whether something is recorded that every valid record has."""
    for node in walk(tree):
        if isinstance(node, Has) and access(node.select) and not _optional_step(node.select):
            name = access(node.select)
            yield Fault("N002", node.span, f"every valid record has {name}, so this is always true")


def _idle(tree: Expr) -> Iterator[Fault]:
    """The outermost conditions that come to the same whatever a record says."""
    came = settled(tree)
    if came is None:
        for part in parts(tree):
            # A result of `?:` that is written out is what its author wants there.
            if not (isinstance(tree, Conditional) and isinstance(part, Literal)):
                yield from _idle(part)
    else:
        yield Fault("N003", tree.span, f"this is {_TOLD[came]}, whatever a record says, so nothing hangs on it")


def _decided(policy: CheckedPolicy, tree: Expr) -> Iterator[Fault]:
    """A clause that the policy's `when` has decided already."""
    if policy.when is None or settled(tree) is not None or settled(policy.when.expr) is not None:
        return
    came = settled(tree, policy.when.expr)
    if came is not None:
        what = "the clause asks for nothing more" if came else "no record that the policy is about can pass"
        yield Fault("N003", tree.span, f"wherever `when` is true, this is {_TOLD[came]}, so {what}")


def _optional_step(node: Expr) -> str:
    """The first field of a chain that a valid record may lack; empty where it has them all."""
    if not isinstance(node, Select):
        return ""
    before = _optional_step(node.operand)
    owner = node.operand.type
    field = owner.fields.get(node.field) if isinstance(owner, Object) else None
    if before or field is None:
        return before
    return "" if field.required else access(node)


def _reads(tree: Expr) -> Iterator[Expr]:
    """The chains of fields that an expression reads, outermost only; not those that it only asks about."""
    if isinstance(tree, Has) or (isinstance(tree, (Select, Index)) and tree.optional):
        return
    if isinstance(tree, Select) and _root(tree):
        yield tree
        return
    for child in children(tree):
        yield from _reads(child)


def _root(node: Expr) -> bool:
    while isinstance(node, Select) and not node.optional:
        node = node.operand
    return isinstance(node, Ident)
