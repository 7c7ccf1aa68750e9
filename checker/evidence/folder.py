"""The folder of evidence files. Names of files come from records, so from others: none may lead out of the folder."""

from __future__ import annotations

import os
import stat
from dataclasses import field
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import BinaryIO

from checker.errors import UsageError
from checker.frozen import frozen

MOST_BYTES = 256 * 1024 * 1024
"""How large an evidence file may be, unless the user says otherwise."""
_CHUNK = 1024 * 1024
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


@frozen
class Found:
    """What a name in a record led to: a file with this sha256, or a refusal."""

    sha256: str = ""
    refusal: str = ""
    """Why it is no evidence, to follow the file's name in a sentence; empty where it is."""


class _Refused(Exception):
    pass


@frozen
class Folder:
    """A folder of evidence; every file in it is read at most once in a run.

    Raises UsageError where it is no folder.
    """

    root: Path
    most_bytes: int = MOST_BYTES
    _seen: dict[str, Found] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.root.is_dir():
            found = "is not a folder" if self.root.exists() else "does not exist"
            raise UsageError(f"The evidence root {self.root} {found}; name the folder that the evidence files are in.")

    def look(self, name: str) -> Found:
        """The file of this name, relative to the folder."""
        if name not in self._seen:
            try:
                self._seen[name] = Found(sha256=self._read(name))
            except _Refused as refused:
                self._seen[name] = Found(refusal=str(refused))
            except (OSError, ValueError) as error:
                reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
                self._seen[name] = Found(refusal=f"cannot be read: {reason[:1].lower()}{reason[1:]}")
        return self._seen[name]

    def _read(self, name: str) -> str:
        path = self._inside(name)
        if not stat.S_ISREG(path.stat().st_mode):
            raise _Refused("is not a regular file")
        # What was a plain file a moment ago may be a link or a pipe now: do not follow it, do not wait for it.
        with os.fdopen(os.open(path, _FLAGS), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise _Refused("is not a regular file")
            return self._hash(file)

    def _hash(self, file: BinaryIO) -> str:
        import hashlib

        digest, read = hashlib.sha256(), 0
        while chunk := file.read(_CHUNK):
            read += len(chunk)
            if read > self.most_bytes:
                raise _Refused(f"is larger than {self.most_bytes} bytes; raise --max-evidence-bytes if it should be")
            digest.update(chunk)
        return digest.hexdigest()

    def _inside(self, name: str) -> Path:
        if not name.strip():
            raise _Refused("names no file")
        posix, windows = PurePosixPath(name), PureWindowsPath(name)
        if posix.is_absolute() or windows.root or windows.drive:
            raise _Refused("is an absolute path; write it relative to the evidence root")
        if ".." in windows.parts:
            raise _Refused('leads upwards with ".."; write it relative to the evidence root')
        root = self.root.resolve(strict=True)
        try:
            path = (root / name).resolve(strict=True)
        except (FileNotFoundError, NotADirectoryError):
            raise _Refused("is not in the evidence root") from None
        except RuntimeError:
            raise _Refused("is a link that leads to itself") from None
        if not path.is_relative_to(root):
            raise _Refused("is a link that leads out of the evidence root")
        return path
