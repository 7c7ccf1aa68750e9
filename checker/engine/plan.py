"""A policy made ready to judge records as of a day: the results that need no words, and its code once that pays."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

from checker.engine.env import Env, evaluate
from checker.lang.expr import Expr, FactRef, children
from checker.lang.policy import CheckedPolicy
from checker.model import Outcome, PolicyResult

if TYPE_CHECKING:
    from checker.engine.hidden import Hidden

_Code: TypeAlias = Callable[[Mapping[str, Any], dict[str, Any]], Any]
_NO_FACTS: dict[str, Any] = {}


class Plan:
    """How a policy is judged: by compiled code where it has an answer, and by the exact evaluation."""

    __slots__ = (
        "_code",
        "_each",
        "_hidden",
        "_uses_facts",
        "conditions",
        "facts",
        "out",
        "passed",
        "policy",
        "skipped",
    )

    def __init__(self, policy: CheckedPolicy, as_of: date) -> None:
        self.policy = policy
        self.facts = policy.fact_exprs
        self.passed = PolicyResult(policy.summary, Outcome.PASS)
        self.skipped = PolicyResult(policy.summary, Outcome.SKIP, "it is not about this record")
        self.out = _not_in_force(policy, as_of)
        """Its result on every record where it is not in force."""
        clauses = policy.require if policy.when is None else (policy.when, *policy.require)
        self.conditions = tuple(clause.expr for clause in clauses)
        """Its `when`, if it has one, and its clauses."""
        self._uses_facts = False
        self._code: _Code | None = None
        self._each: _Code | None = None
        self._hidden: Hidden | None = None

    def compile(self) -> None:
        """Makes the policy's code; one that is not made into code stays with the exact evaluation."""
        from checker.engine.compiled import Unsupported, compile_policy

        self._uses_facts = any(isinstance(node, FactRef) for each in self.conditions for node in _nodes(each))
        guarded = self.policy.when is not None
        when = self.conditions[0] if guarded else None
        with suppress(Unsupported):
            self._code = compile_policy(when, self.conditions[guarded:], self.facts)

    def hidden(self) -> Hidden:
        """What explanations of the policy must not show."""
        if self._hidden is None:
            from checker.engine.hidden import Hidden

            self._hidden = Hidden(self.facts)
        return self._hidden

    def quickly(self, base: Mapping[str, Any], known: dict[int, dict[str, Any]]) -> PolicyResult | None:
        """The result where no words are needed for it: a pass or a skip that the code can tell."""
        if self._code is None or self.out is not None:
            return self.out
        found = self._code(base, self._known(known))
        return self.passed if found else self.skipped if found is None else None

    def values(self, env: Env, known: dict[int, dict[str, Any]]) -> Iterator[object]:
        """What each condition comes to, in turn."""
        if self._code is None:
            yield from (evaluate(each, env) for each in self.conditions)
            return
        from checker.engine.compiled import LEFT, compile_each

        if self._each is None:
            self._each = compile_each(self.conditions, self.facts)
        for condition, value in zip(self.conditions, self._each(env.base, self._known(known)), strict=True):
            yield evaluate(condition, env) if value is LEFT else value

    def _known(self, known: dict[int, dict[str, Any]]) -> dict[str, Any]:
        """The facts that code has found for this record, of the policies of one pack."""
        if not self._uses_facts:
            return _NO_FACTS
        group = id(self.policy.facts)
        if group not in known:
            known[group] = {}
        return known[group]


def _nodes(node: Expr) -> Iterator[Expr]:
    yield node
    for child in children(node):
        yield from _nodes(child)


def _not_in_force(policy: CheckedPolicy, as_of: date) -> PolicyResult | None:
    reason = ""
    if policy.in_force_from and as_of < policy.in_force_from:
        reason = f"in force from {policy.in_force_from}"
    elif policy.in_force_until and as_of > policy.in_force_until:
        reason = f"in force until {policy.in_force_until}"
    return PolicyResult(policy.summary, Outcome.SKIP, reason) if reason else None
