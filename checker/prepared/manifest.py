"""Everything that the policies and schemas of a run rest on: the files that could matter, and what they hold."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from checker.frozen import frozen
from checker.lang.homes import home_of
from checker.resources import SCHEMAS
from checker.version import VERSION

_CODE = Path(__file__).resolve().parents[1]
_SUFFIXES = (".yaml", ".csv", ".json")


@frozen
class Manifest:
    """A run's policies and schemas, as far as files go."""

    asked: str
    """What was asked for, from where, and of which checker, so that each combination has an entry of its own."""
    folders: frozenset[str]
    """The folders that were looked through."""
    files: tuple[tuple[str, bytes], ...]
    """Absolute paths and contents, sorted."""

    def covers(self, homes: Iterable[Path]) -> bool:
        """Whether these folders were looked through, each by itself or with one above it."""
        return all(
            any(str(each) in self.folders for each in (home.absolute(), *home.absolute().parents)) for home in homes
        )

    def octets(self) -> bytes:
        """All of it, unambiguously."""
        parts = [self.asked.encode(errors="surrogatepass")]
        for name, content in self.files:
            parts += [f"{name}\0{len(content)}\0".encode(errors="surrogatepass"), content]
        return b"\0".join([str(len(parts)).encode(), *parts])


def manifest(
    policies: Sequence[Path], schemas: Mapping[str, Path], params: Mapping[str, str], show_sensitive: bool = False
) -> Manifest | None:
    """What these policies, kinds and parameters rest on; None where a part of it cannot be read.

    More files are in it than are used: of every pack that is involved, or stands beside one that extends others, all
    that could be read. An entry of the cache is then stale too early at worst.
    """
    asked = [os.getcwd(), VERSION, sys.version, _code(), str(show_sensitive), *map(str, policies)]
    asked += [f"{name}={path}" for table in (schemas, params) for name, path in sorted(table.items())]
    try:
        folders = _folders(policies)
        named = [SCHEMAS, *schemas.values(), *policies, *folders]
        files = {str(file.absolute()): file for each in named for file in _files(each)}
        contents = tuple((name, file.read_bytes()) for name, file in sorted(files.items()))
    except OSError:
        return None
    return Manifest("\0".join(asked), frozenset(str(folder) for folder in folders), contents)


def _folders(policies: Sequence[Path]) -> set[Path]:
    """The folders of the paths, and the packs that they lie in, with those beside them that these may extend."""
    found = {path.absolute() if path.is_dir() else path.absolute().parent for path in policies}
    for folder in [*found]:
        home = home_of(folder)
        found |= {home} if home else set()
    packs = {Path(file).parent for folder in found for file in _files(folder) if file.name == "pack.yaml"}
    for pack in packs:
        if b"extends" in (pack / "pack.yaml").read_bytes():
            found |= {file.parent for file in pack.parent.glob("*/pack.yaml")}
    return found


def _files(path: Path) -> Iterator[Path]:
    """The files at or under a path that can hold a part of a policy, a pack or a schema."""
    if not path.is_dir():
        yield path
        return
    for folder, folders, names in os.walk(path):
        folders[:] = [name for name in folders if not name.startswith(".") and name != "fixtures"]
        for name in names:
            if name.endswith(_SUFFIXES) and not name.endswith("_test.yaml"):
                yield Path(folder, name)


def _code() -> str:
    """The state of the code that checks policies: in a checkout it changes without a new version."""
    rooms = (_CODE, _CODE / "lang", _CODE / "schemas", _CODE / "yaml12")
    files = sorted(entry.path for room in rooms for entry in os.scandir(room) if entry.name.endswith(".py"))
    return " ".join(f"{found.st_mtime_ns}.{found.st_size}" for found in map(os.stat, files))
