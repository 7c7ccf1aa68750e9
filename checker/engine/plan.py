"""A policy made ready to judge records as of a day: the results that need no words, and its code once that pays."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

from checker.engine.env import Env, evaluate
from checker.lang.expr import FactRef, walk
from checker.lang.policy import CheckedPolicy, Clause
from checker.model import Outcome, PolicyResult

if TYPE_CHECKING:
    from checker.engine.hidden import Hidden

_Code: TypeAlias = Callable[[Mapping[str, Any], dict[Any, Any]], Any]
Known: TypeAlias = dict[Any, dict[str, Any]]
"""The facts known of a record, for every pack: those that code has found, and those of the exact evaluation."""


INCOMPLETE = object()


class Plan:
    """How a policy is judged: by compiled code where it has an answer, and by the exact evaluation."""

    __slots__ = (
        "_compiled",
        "_each",
        "_hidden",
        "clauses",
        "conditions",
        "facts",
        "out",
        "passed",
        "policy",
        "quickly",
        "skipped",
    )

    def __init__(self, policy: CheckedPolicy, as_of: date) -> None:
        self.policy = policy
        self.facts = policy.fact_exprs
        self.passed = PolicyResult(policy.summary, Outcome.PASS)
        self.skipped = PolicyResult(policy.summary, Outcome.SKIP, "it is not about this record")
        self.out = _not_in_force(policy, as_of)
        """Its result on every record where it, or every one of its clauses, is not in force."""
        numbered = enumerate(policy.require, 1)
        self.clauses = tuple((number, each) for number, each in numbered if not out_of_force(each, as_of))
        """Its clauses that are in force, with their numbers."""
        clauses = [clause for _, clause in self.clauses]
        self.conditions = tuple(clause.expr for clause in (clauses if policy.when is None else [policy.when, *clauses]))
        """Its `when`, if it has one, and those clauses."""
        out = self.out
        self.quickly: _Code = lambda base, known: out
        """The result where no words are needed for it: it is not in force, or its code can tell.

        INCOMPLETE where its code can tell no more than that, False or None where it cannot tell.
        """
        self._compiled = False
        self._each: _Code | None = None
        self._hidden: Hidden | None = None

    def compile(self) -> None:
        """Makes the policy's code; one that is not made into code stays with the exact evaluation."""
        from checker.engine.compiled import Unsupported
        from checker.engine.verdicts import compile_policy

        guarded = self.policy.when is not None
        when = self.conditions[0] if guarded else None
        try:
            code = compile_policy(when, self.conditions[guarded:], self.facts, self.skipped, self.passed, INCOMPLETE)
        except Unsupported:
            return
        self._compiled = True
        if self.out is None:
            uses_facts = any(isinstance(node, FactRef) for each in self.conditions for node in walk(each))
            self.quickly = (lambda base, known: code(base, self._known(known))) if uses_facts else code

    def hidden(self) -> Hidden:
        """What explanations of the policy must not show."""
        if self._hidden is None:
            from checker.engine.hidden import Hidden

            self._hidden = Hidden(self.facts)
        return self._hidden

    def values(self, env: Env, known: Known) -> Iterator[object]:
        """What each condition comes to, in turn."""
        if not self._compiled:
            yield from (evaluate(each, env) for each in self.conditions)
            return
        from checker.engine.compiled import LEFT, compile_each

        if self._each is None:
            self._each = compile_each(self.conditions, self.facts)
        for condition, value in zip(self.conditions, self._each(env.base, self._known(known)), strict=True):
            yield evaluate(condition, env) if value is LEFT else value

    def _known(self, known: Known) -> dict[str, Any]:
        """The facts that code has found for this record, of the policies of one pack."""
        return known.setdefault(("quick", id(self.policy.facts)), {})


def out_of_force(each: CheckedPolicy | Clause, as_of: date) -> str:
    """Why a policy or a clause asks for nothing on a day; empty where it does ask."""
    if each.in_force_from and as_of < each.in_force_from:
        return f"in force from {each.in_force_from}"
    if each.in_force_until and as_of > each.in_force_until:
        return f"in force until {each.in_force_until}"
    return ""


def _not_in_force(policy: CheckedPolicy, as_of: date) -> PolicyResult | None:
    reason = out_of_force(policy, as_of)
    reasons = dict.fromkeys(out_of_force(clause, as_of) for clause in policy.require)
    if not reason and "" not in reasons:
        reason = f"none of its clauses is in force ({', '.join(reasons)})"
    return PolicyResult(policy.summary, Outcome.SKIP, reason) if reason else None
