"""The cache's folder: an entry a file, whole or not at all, that is only believed where it fits byte by byte."""

from __future__ import annotations

import os
import sys
from binascii import crc32
from contextlib import suppress
from pathlib import Path
from typing import Any

from checker.prepared.manifest import Manifest

FOLDER = "CHECKER_CACHE_DIR"
"""The environment's name for the folder; set and empty, nothing is kept."""
MOST_ENTRIES = 20
_SUFFIX = ".prepared"


def folder() -> Path | None:
    """Where entries are kept; None where nothing is."""
    given = os.environ.get(FOLDER)
    if given is not None:
        return Path(given) if given else None
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
        return Path(base, "checker", "cache") if base else None
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return Path(base, "checker") if os.path.isabs(base) else None


def load(rests_on: Manifest) -> Any | None:
    """What was kept for exactly these files; None where there is nothing, or it is damaged or somebody else's."""
    place = folder()
    if place is None:
        return None
    try:
        with open(_entry(place, rests_on), "rb") as file:
            if not _own(file.fileno()):
                return None
            content = file.read()
    except OSError:
        return None
    octets = rests_on.octets()
    check, rest = content[:4], content[4:]
    if check != _check(rest) or not rest.startswith(octets):
        return None
    import pickle

    return pickle.loads(memoryview(rest)[len(octets) :])


def save(rests_on: Manifest, value: Any) -> None:
    """Keeps a value for the next run; where it cannot, that run does the work again."""
    place = folder()
    if place is None:
        return
    import pickle
    from tempfile import NamedTemporaryFile

    rest = rests_on.octets() + pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    with suppress(OSError):
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=place, delete=False) as file:
            file.write(_check(rest) + rest)
        os.replace(file.name, _entry(place, rests_on))
        entries = sorted(place.glob(f"*{_SUFFIX}"), key=lambda each: each.stat().st_mtime)
        for old in entries[:-MOST_ENTRIES]:
            old.unlink()


def _entry(place: Path, rests_on: Manifest) -> Path:
    return place / f"{crc32(rests_on.asked.encode(errors='surrogatepass')):08x}{_SUFFIX}"


def _check(octets: bytes) -> bytes:
    return crc32(octets).to_bytes(4, "big")


def _own(descriptor: int) -> bool:
    """Whether nobody else could have written the file: what is read back is as good as code."""
    if sys.platform == "win32":
        return True
    found = os.fstat(descriptor)
    return found.st_uid == os.getuid() and not found.st_mode & 0o022
