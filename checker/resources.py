"""Where the policies and schemas that travel with checker are: in the wheel beside the code, in a checkout above it."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_ROOT = _PACKAGE / "_data" if (_PACKAGE / "_data").is_dir() else _PACKAGE.parent
POLICIES = _ROOT / "policies"
SCHEMAS = _ROOT / "schemas"
