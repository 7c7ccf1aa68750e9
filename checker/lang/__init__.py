"""The policy language, usable on its own: policy files and expressions to checked ones.

    load_policies(paths, kinds) -> PolicySet          policy files; raises PolicyError with every diagnostic
    compile_expression(text, scope) -> (expr, faults)  one expression

Its conditions are expressions of the Common Expression Language (cel-spec), its types come from JSON Schemas.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from checker.lang.compile import compile_expression
    from checker.lang.load import load_policies
    from checker.lang.policy import CheckedPolicy, PolicySet
    from checker.lang.typecheck import Scope

__all__ = ["CheckedPolicy", "PolicySet", "Scope", "compile_expression", "load_policies"]
_HOMES = {
    "CheckedPolicy": "policy",
    "PolicySet": "policy",
    "Scope": "typecheck",
    "compile_expression": "compile",
    "load_policies": "load",
}


def __getattr__(name: str) -> Any:
    """Loads what is asked for: a run whose policies are in the cache needs none of the compiler."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
