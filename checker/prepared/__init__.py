"""The kinds and the checked policies of a run: loaded, or taken from the cache where nothing has changed since.

    prepare(policies, schemas, params) -> Prepared

The cache saves the work of reading and type-checking, and nothing else: an entry is used only where every file that
could matter holds the same bytes as when it was made (`manifest.py`), and the same version of checker made it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from checker.frozen import frozen
from checker.lang.policy import PolicySet
from checker.prepared.manifest import Manifest, manifest
from checker.prepared.store import load, save
from checker.schemas import Kinds

__all__ = ["Prepared", "prepare"]


@frozen
class Prepared:
    """What records are held to."""

    kinds: Kinds
    policies: PolicySet
    manifest: Manifest | None
    """The files that they rest on, with what those hold; None where one of them could not be read twice."""


def prepare(
    policies: Sequence[Path], schemas: Mapping[str, Path] | None = None, params: Mapping[str, str] | None = None
) -> Prepared:
    """The policies under these paths, checked against the kinds of these schemas and with these parameters.

    Raises UsageError, PolicyError and SchemaError as `load_policies` and `load_kinds` do.
    """
    schemas, params = schemas or {}, params or {}
    rests_on = manifest(policies, schemas, params)
    kept = load(rests_on) if rests_on else None
    if kept is not None:
        kinds, found = kept
        return Prepared(kinds, found, rests_on)
    from checker.lang.load import load_policies
    from checker.schemas import load_kinds

    kinds = load_kinds(schemas)
    found = load_policies(policies, kinds, params)
    # What changed while it was being read is not known to be what was checked.
    if rests_on is None or rests_on != manifest(policies, schemas, params) or not rests_on.covers(found.homes):
        return Prepared(kinds, found, None)
    save(rests_on, (kinds, found))
    return Prepared(kinds, found, rests_on)
