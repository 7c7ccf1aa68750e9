"""Files, folders, globs and standard input: which are read, in which order, and what is reported instead."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from checker.errors import UsageError
from checker.readers import Limits, read_paths
from checker.record import Record, Unreadable
from checker.schemas import load_kinds

KINDS = load_kinds()


def _files(*paths: Path | str) -> list[str]:
    return [item.file for item in read_paths([str(path) for path in paths], KINDS)]


def _problem(path: Path, limits: Limits | None = None) -> str:
    (found,) = read_paths([str(path)], KINDS, limits=limits)
    assert isinstance(found, Unreadable)
    return found.problem.message


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with records of all formats, a hidden one and one that is no record."""
    for name in ("b.yaml", "a.json", "sub/c.yml", "sub/d.ndjson", ".hidden/e.yaml", ".f.yaml", "notes.txt"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text('{"kind": "vendor"}\n')
    return tmp_path


def test_a_folder_is_read_whole_and_sorted(folder: Path) -> None:
    """Folders are recursive, sorted, without hidden files and files of other kinds."""
    assert _files(folder) == [str(folder / name) for name in ("a.json", "b.yaml", "sub/c.yml", "sub/d.ndjson")]


def test_the_order_of_paths_does_not_matter(folder: Path) -> None:
    """Shuffled paths give the same order, and a file that is named twice is read once."""
    one, two = folder / "b.yaml", folder / "sub"
    assert _files(two, one, one, folder / "sub" / ".." / "b.yaml") == _files(one, two)


def test_globs_are_expanded(folder: Path) -> None:
    """A glob gives its files, folders among them read whole."""
    assert _files(folder / "*.yaml") == [str(folder / "b.yaml")]
    assert _files(folder / "s*") == [str(folder / "sub/c.yml"), str(folder / "sub/d.ndjson")]


def test_a_deep_glob_does_not_go_in_circles(folder: Path) -> None:
    """`**` finds files at every depth, without hidden ones, and does not go through links to folders."""
    for name in ("one", "two"):
        (folder / "sub" / name).symlink_to(folder)
    wanted = [str(folder / name) for name in ("b.yaml", "sub/c.yml")]
    assert _files(folder / "**" / "*.y*ml") == wanted
    assert _files(folder / "**") == _files(folder)


def test_a_pattern_that_is_none_is_an_error(tmp_path: Path) -> None:
    """A pattern that cannot be used is a mistake in the request."""
    with pytest.raises(UsageError, match="is no pattern of files"):
        _files(f"{tmp_path}/**x")


def test_a_file_with_two_names_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the order of the paths, the same one of its names is shown."""
    monkeypatch.chdir(tmp_path)
    Path("b.yaml").write_text("kind: vendor")
    Path("a.yaml").symlink_to("b.yaml")
    Path("c.yaml").hardlink_to("b.yaml")
    names = ["b.yaml", "./b.yaml", "a.yaml", "c.yaml", str(tmp_path / "b.yaml"), "."]
    for paths in (names, names[::-1]):
        assert _files(*paths) == [str(tmp_path / "b.yaml")]


def test_a_folder_that_cannot_be_read_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What lies in it is not silently left out, and the other files are read."""
    (tmp_path / "a.yaml").write_text("kind: vendor")
    monkeypatch.chdir(tmp_path)
    for _ in range(18):
        os.mkdir("d" * 250)
        os.chdir("d" * 250)
    found = list(read_paths([str(tmp_path)], KINDS))
    assert [type(item) for item in found] == [Unreadable, Record]
    assert isinstance(found[0], Unreadable)
    assert found[0].problem.message == "the folder cannot be read: File name too long"


@pytest.mark.parametrize("name", ["nothing.yaml", "no*.yaml"])
def test_a_path_that_leads_nowhere_is_an_error(tmp_path: Path, name: str) -> None:
    """A path or glob without files is a mistake in the request."""
    with pytest.raises(UsageError, match="There is no file or folder"):
        _files(tmp_path / name)


def test_a_folder_without_records_is_an_error(tmp_path: Path) -> None:
    """An empty folder is never a success."""
    with pytest.raises(UsageError, match=r"No records in the folder .*: no file there ends in .csv, .json"):
        _files(tmp_path)


def test_standard_input_needs_its_format() -> None:
    """The name `-` says nothing of the format."""
    with pytest.raises(UsageError, match=r"Say with --stdin-format .*: csv, json, ndjson, yaml"):
        list(read_paths(["-"], KINDS, stdin=io.BytesIO(b"a: 1")))
    (record,) = read_paths(["-"], KINDS, stdin=io.BytesIO(b"a: 1"), stdin_format="yaml")
    assert isinstance(record, Record) and record.file == "-"


def test_an_unknown_format_is_named() -> None:
    """A format that is not there is an error with those that are."""
    with pytest.raises(UsageError, match="There is no format xml; known: csv, json, ndjson, yaml"):
        list(read_paths(["-"], KINDS, stdin=io.BytesIO(b"a"), stdin_format="xml"))


def test_a_file_with_an_unknown_ending_is_reported(tmp_path: Path) -> None:
    """A file that is named and whose ending says nothing is unreadable, with the endings that are known."""
    file = tmp_path / "record.txt"
    file.write_text("kind: vendor")
    (found,) = read_paths([str(file)], KINDS)
    assert isinstance(found, Unreadable)
    assert found.problem.message == "the file's ending names no format that is read"
    assert ".yaml" in found.problem.hint


def test_a_pipe_is_reported_and_not_opened(tmp_path: Path) -> None:
    """What is no regular file is reported without waiting for it."""
    os.mkfifo(tmp_path / "p.yaml")
    assert _problem(tmp_path / "p.yaml") == "this is a named pipe, not a regular file"


def test_a_device_is_reported(tmp_path: Path) -> None:
    """A device behind a link is no record."""
    (tmp_path / "zero.yaml").symlink_to("/dev/zero")
    assert _problem(tmp_path / "zero.yaml") == "this is a device, not a regular file"


def test_a_link_that_leads_nowhere_is_reported(tmp_path: Path) -> None:
    """A dangling link is unreadable, and the others are read."""
    (tmp_path / "a.yaml").symlink_to(tmp_path / "gone.yaml")
    (tmp_path / "b.yaml").write_text("kind: vendor")
    first, second = read_paths([str(tmp_path)], KINDS)
    assert isinstance(first, Unreadable) and "No such file" in first.problem.message
    assert isinstance(second, Record)


def test_a_loop_of_folders_ends(tmp_path: Path) -> None:
    """Links to folders are not followed inside a folder."""
    (tmp_path / "a.yaml").write_text("kind: vendor")
    (tmp_path / "loop").symlink_to(tmp_path)
    assert _files(tmp_path) == [str(tmp_path / "a.yaml")]


def test_a_huge_file_is_not_read_whole(tmp_path: Path) -> None:
    """Two hundred megabytes are refused at the limit."""
    file = tmp_path / "huge.yaml"
    with file.open("wb") as stream:
        stream.truncate(200 * 1024 * 1024)
    assert _problem(file) == "the file is larger than 67,108,864 bytes"
