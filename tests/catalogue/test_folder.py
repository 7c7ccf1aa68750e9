"""Writing a catalogue: over its own pages only, atomically, and without what is no longer made."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.catalogue import html, markdown
from checker.catalogue.folder import Written, write
from checker.errors import UsageError

PAGE = f"{markdown.MARKER}\n\n# One\n"
OTHER = f"{markdown.MARKER}\n\n# Two\n"


def test_files_are_written_once(tmp_path: Path) -> None:
    """What is as before is not written again; what differs is, with the line ends that it should have."""
    assert write({"a/x/y.md": PAGE, "a/README.md": PAGE}, tmp_path / "new") == Written(2, 0, 0)
    file = tmp_path / "new/a/x/y.md"
    before = (file.stat().st_ino, file.stat().st_mtime_ns)
    assert write({"a/x/y.md": PAGE, "a/README.md": OTHER}, tmp_path / "new") == Written(1, 1, 0)
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == before
    assert (tmp_path / "new/a/README.md").read_bytes() == OTHER.encode()
    file.write_bytes(PAGE.replace("\n", "\r\n").encode())
    assert write({"a/x/y.md": PAGE}, tmp_path / "new") == Written(1, 0, 1)
    assert file.read_bytes() == PAGE.encode()


def test_only_pages_of_its_own_packs_are_removed(tmp_path: Path) -> None:
    """A page that is no longer made goes, with its folder; other packs, other files and links stay."""
    write({"a/x/y.md": PAGE, "a/z/y.md": PAGE, "b/x/y.md": PAGE}, tmp_path)
    mine = tmp_path / "a/z/mine.md"
    mine.write_text("Mine.\n", encoding="utf-8")
    (tmp_path / "a/link.md").symlink_to(tmp_path / "b/x/y.md")
    assert write({"a/README.md": PAGE}, tmp_path) == Written(1, 0, 2)
    left = sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*"))
    assert left == ["a", "a/README.md", "a/link.md", "a/z", "a/z/mine.md", "b", "b/x", "b/x/y.md"]


def test_a_file_that_is_none_of_ours_is_not_overwritten(tmp_path: Path) -> None:
    """Then nothing at all is written, and the message says which file it is; with force it is."""
    (tmp_path / "a.html").write_text("Mine.\n", encoding="utf-8")
    page = f"<!doctype html>\n{html.MARKER}\n"
    with pytest.raises(UsageError, match=r"a\.html is no page of a catalogue, and would be overwritten"):
        write({"A.html": page, "a.html": page}, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["a.html"]
    assert (tmp_path / "a.html").read_text(encoding="utf-8") == "Mine.\n"
    write({"a.html": page}, tmp_path, force=True)
    assert (tmp_path / "a.html").read_text(encoding="utf-8") == page


def test_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    """Where nothing can be written, the message names the file and the reason, and leaves nothing behind."""
    (tmp_path / "a").write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match=r"README\.md cannot be (read|written): Not a directory\."):
        write({"a/README.md": PAGE}, tmp_path)
    (tmp_path / "b").mkdir()
    (tmp_path / "b/README.md").mkdir()
    with pytest.raises(UsageError, match=r"b/README\.md cannot be read: Is a directory\."):
        write({"b/README.md": PAGE}, tmp_path)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["README.md", "a", "b"]


def test_what_was_there_stays_until_all_is_written(tmp_path: Path) -> None:
    """A page that cannot be written as text leaves the old one in place, and no part of itself."""
    write({"a/README.md": PAGE}, tmp_path)
    with pytest.raises(UnicodeEncodeError):
        write({"a/README.md": f"{PAGE}\ud800"}, tmp_path)
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["README.md"]
    assert (tmp_path / "a/README.md").read_text(encoding="utf-8") == PAGE
