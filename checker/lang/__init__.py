"""The policy language, usable on its own: policy files and expressions to checked ones.

    load_policies(paths, kinds) -> PolicySet          policy files; raises PolicyError with every diagnostic
    compile_expression(text, scope) -> (expr, faults)  one expression

Its conditions are expressions of the Common Expression Language (cel-spec), its types come from JSON Schemas.
"""

from __future__ import annotations

from checker.lang.compile import compile_expression
from checker.lang.load import load_policies
from checker.lang.policy import CheckedPolicy, PolicySet
from checker.lang.typecheck import Scope

__all__ = ["CheckedPolicy", "PolicySet", "Scope", "compile_expression", "load_policies"]
