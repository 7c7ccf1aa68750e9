"""The functions of the language, by the key of their signature (`checker/lang/functions.py`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from checker.engine.functions.convert import CONVERSIONS
from checker.engine.functions.numbers import NUMBERS
from checker.engine.functions.optionals import OPTIONALS
from checker.engine.functions.texts import TEXTS
from checker.engine.functions.times import TIMES

LIBRARY: dict[str, Callable[..., Any]] = {
    "size": len,
    **TEXTS,
    **NUMBERS,
    **TIMES,
    **CONVERSIONS,
    **OPTIONALS,
}
