"""YAML 1.2, core schema, read as it is written: no tags, no duplicate keys, aliases bounded, dates stay text.

    load_all(text, limits) -> list of documents         raises YamlError
    Locations(text).position(number, path)              where a value stands, computed when asked

Most texts go through a fast parser; those with anything rare in them (aliases, tags, directives) through a slow and
strict one, which defines what is right. A differential test holds the two equal.
"""

from __future__ import annotations

from checker.yaml12.core import Limits, YamlError, excess
from checker.yaml12.fast import load_all
from checker.yaml12.places import Locations

__all__ = ["Limits", "Locations", "YamlError", "excess", "load_all"]
