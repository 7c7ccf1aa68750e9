"""Values as explanations and messages write them."""

from __future__ import annotations

import json
import math
from typing import Any

from checker.engine.functions.convert import string_of
from checker.engine.runtime import key_value
from checker.engine.unknown import Failure, Masked, Unknown
from checker.record import MASK
from checker.values import DAY, Duration, Option, Timestamp, TypeValue, UInt

_MOST = 6
_DEEPEST = 4


def show(value: Any, depth: int = 0) -> str:
    """A value as an author would write it; long lists and deep ones are cut."""
    match value:
        case list() | dict() if value and depth == _DEEPEST:
            return "…"
        case Timestamp() | Duration():
            return value.text()
        case str():
            return json.dumps(value, ensure_ascii=False)
        case float() if math.isfinite(value):
            return str(string_of(float(f"{value:.12g}")))
        case UInt():
            return f"{int(value)}u"
        case bool() | int() | float():
            return str(string_of(value))
        case bytes():
            return f"b{show(value.decode(errors='backslashreplace'))}"
        case TypeValue(name=name):
            return name
        case Option():
            return f"optional.of({show(value.value)})" if value.has else "optional.none()"
        case list() if any(isinstance(item, dict) for item in value):
            return "1 item" if len(value) == 1 else f"{len(value)} items"
        case list():
            shown = [show(item, depth + 1) for item in value[:_MOST]] + (["…"] if len(value) > _MOST else [])
            return f"[{', '.join(shown)}]"
        case dict():
            items = [f"{key_value(key)}: {show(item, depth + 1)}" for key, item in list(value.items())[:_MOST]]
            return f"{{{', '.join(items + (['…'] if len(value) > _MOST else []))}}}"
        case Unknown():
            return "(not recorded)"
        case Failure():
            return f"({value.message})"
        case Masked():
            return MASK
        case _:
            return "null"


def plain(value: Any) -> str:
    """A value inside a sentence: texts without quotes."""
    return value if isinstance(value, str) else show(value)


def days(value: Duration) -> str:
    """A duration in days where it is whole days or longer than two, otherwise exactly."""
    count = int(value) // DAY
    if int(value) % DAY and abs(count) < 2:
        return value.text()
    return f"{count} day" if count in (1, -1) else f"{count} days"
