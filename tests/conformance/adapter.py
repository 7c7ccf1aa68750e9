"""Plain CEL by way of the row engine: an expression and variables in, a value or an error out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checker.engine.env import Env, evaluate
from checker.engine.evaluate import new_program
from checker.engine.unknown import Failure, Unknown
from checker.lang.faults import SyntaxFault
from checker.lang.lattice import ANY
from checker.lang.parser import parse
from checker.lang.typecheck import Scope, check


def run(text: str, bindings: Mapping[str, Any], *, checked: bool = True) -> Any:
    """The value of an expression, or a Failure: what is wrong with its text, its types or its evaluation.

    Values are those of `checker/values.py` and plain Python; without `checked`, types are looked at only when it runs.
    """
    try:
        tree = parse(text)
    except SyntaxFault as problem:
        return Failure(problem.fault.message)
    typed, faults = check(tree, Scope(dict.fromkeys(bindings, ANY), strict=False))
    if faults and checked:
        return Failure(faults[0].message)
    found = evaluate(typed, Env(new_program(), bindings))
    return Failure("no such field, key or index") if isinstance(found, Unknown) else found
