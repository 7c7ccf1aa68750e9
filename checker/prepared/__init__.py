"""The kinds and the checked policies of a run: loaded, or taken from the cache where nothing has changed since.

    prepare(policies, schemas, params) -> Prepared

The cache saves the work of reading and type-checking, and nothing else: an entry is used only where every file that
could matter holds the same bytes as when it was made (`manifest.py`), and the same version of checker made it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from checker.errors import UsageError
from checker.frozen import frozen
from checker.lang.policy import PolicySet
from checker.prepared.manifest import Manifest, manifest
from checker.prepared.store import load, save
from checker.schemas import Kinds

__all__ = ["Manifest", "Prepared", "prepare"]


@frozen
class Prepared:
    """What records are held to."""

    kinds: Kinds
    policies: PolicySet
    manifest: Manifest
    """The files that they rest on, with what those hold."""


def prepare(
    policies: Sequence[Path],
    schemas: Mapping[str, Path] | None = None,
    params: Mapping[str, str] | None = None,
    *,
    show_sensitive: bool = False,
) -> Prepared:
    """The policies under these paths, checked against the kinds of these schemas and with these parameters.

    Raises UsageError, PolicyError and SchemaError as `load_policies` and `load_kinds` do; UsageError, too, where a file
    changes while it is read.
    """
    schemas, params = schemas or {}, params or {}
    rests_on = manifest(policies, schemas, params, show_sensitive)
    kept = None if rests_on is None else load(rests_on)
    if rests_on is not None and kept is not None:
        kinds, found = kept
        return Prepared(kinds, found, rests_on)
    from checker.lang.load import load_policies
    from checker.schemas import load_kinds

    kinds = load_kinds(schemas, show_sensitive=show_sensitive)
    found = load_policies(policies, kinds, params)
    if rests_on is None or rests_on != manifest(policies, schemas, params, show_sensitive):
        raise UsageError(
            "A file among the policies or schemas changed while they were read, or cannot be read. Run again, "
            "and if this stays, look for files in the packs' folders that you may not read."
        )
    if rests_on.covers(found.homes):
        save(rests_on, (kinds, found))
    return Prepared(kinds, found, rests_on)
