"""The cache of checked policies: it changes nothing but time, and believes nothing that is not as it was."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path

import pytest

from checker.audit import Choice, Inputs, run
from checker.prepared import prepare, store
from checker.prepared.manifest import manifest
from checker.reports import Options
from checker.reports import json as json_report

SCHEMA = """{
  "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "title": "Site",
  "properties": {
    "kind": {"const": "site"}, "id": {"type": "string"}, "title": {"type": "string"}, "size": {"type": "integer"},
    "country": {"type": "string"}, "checked": {"type": "string", "format": "date"}
  },
  "required": ["kind", "id"]
}"""
UNITS = """{
  "title": "Countries", "x-key": "code", "type": "object", "required": ["code"],
  "x-source": {"title": "A list", "section": "1", "url": "https://example.org/m", "as_of": "2026-01-01"},
  "properties": {"code": {"type": "string"}, "most": {"type": "integer"}}
}"""
FILES = {
    "site.schema.json": SCHEMA,
    "records/one.yaml": "kind: site\nid: S-1\nsize: 5\ncountry: NO\nchecked: 2026-01-01\n",
    "packs/base/pack.yaml": "id: base\ntitle: Base\nversion: '1'\n",
    "packs/base/facts.yaml": "facts:\n  small: {says: It is small., is: site.size < 10, applies_to: site}\n",
    "packs/own/pack.yaml": (
        "id: own\ntitle: Own\nversion: '1'\nextends: [base]\n"
        "params:\n  age: {type: int, default: 365, min: 1, says: How old in days.}\n"
    ),
    "packs/own/data/countries.schema.json": UNITS,
    "packs/own/data/countries.csv": "code,most\nNO,9\nSE,9\n",
    "packs/own/size/small.yaml": (
        "id: own/size/small\ntitle: Small\napplies_to: site\nrequire:\n  - that: facts.small\n    message: Not small.\n"
        "  - that: site.size <= data.countries[site.country].most\n    message: Too large.\n"
        "  - that: today - site.checked < days(params.age)\n    message: Too old.\n"
    ),
    "packs/own/size/table.yaml": (
        "id: own/size/table\ntitle: How large\napplies_to: site\ndecide:\n  fact: how\n"
        "  inputs: {small: facts.small}\n  table: table.csv\n"
    ),
    "packs/own/size/table.csv": "small,outcome\ntrue,little\nfalse,much\n,much\n",
    "packs/own/size/how.yaml": (
        "id: own/size/how\ntitle: How\napplies_to: site\nrequire:\n"
        "  - that: facts.how == 'little'\n    message: It is {facts.how}.\n"
    ),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a pack that uses everything that a pack can have, and an empty cache."""
    for name, text in FILES.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(store.FOLDER, str(tmp_path / "cache"))
    return tmp_path


def report(**params: str) -> str:
    """The report of a run on everything, as JSON; what goes wrong, as text."""
    inputs = Inputs(["records"], {"site": Path("site.schema.json")})
    made = run(inputs, Choice([Path("packs/own")], params=params), as_of=date(2026, 6, 1))
    stream = StringIO()
    json_report.write(made, stream, Options())
    return stream.getvalue()


def kept() -> object | None:
    """What the cache gives for that run."""
    rests_on = manifest([Path("packs/own")], {"site": Path("site.schema.json")}, {})
    assert rests_on is not None
    return store.load(rests_on)


def entries(folder: Path) -> list[Path]:
    """What the cache holds."""
    return sorted((folder / "cache").glob("*"))


def test_a_second_run_takes_what_the_first_has_kept(folder: Path) -> None:
    """It does not load the compiler, and says the same."""
    code = (
        "import sys; from pathlib import Path; from checker.prepared import prepare; "
        "prepare([Path('packs/own')], {'site': Path('site.schema.json')}); print('checker.lang.load' in sys.modules)"
    )
    root = str(Path(__file__).resolve().parents[2])
    environment = {**os.environ, "PYTHONPATH": root}
    said = [
        subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    ]
    assert said == ["True\n", "False\n"]
    first = report()
    assert report() == first
    assert len(entries(folder)) == 1


def test_the_cache_can_be_switched_off(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With an empty name of the folder nothing is kept."""
    monkeypatch.setenv(store.FOLDER, "")
    before = report()
    assert not (folder / "cache").exists()
    monkeypatch.setenv(store.FOLDER, str(folder / "cache"))
    assert report() == before
    assert len(entries(folder)) == 1


def changed(name: str, old: str, new: str) -> Callable[[Path], None]:
    """Changes a file and its time stays what it was."""

    def change(folder: Path) -> None:
        file = folder / name
        text = file.read_text(encoding="utf-8")
        assert old in text
        times = file.stat()
        file.write_text(text.replace(old, new), encoding="utf-8")
        os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))

    return change


def added(name: str, text: str) -> Callable[[Path], None]:
    """Adds a file."""

    def change(folder: Path) -> None:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")

    return change


@pytest.mark.parametrize(
    "change",
    [
        changed("packs/own/size/small.yaml", "<= data", ">  data"),
        changed("packs/base/facts.yaml", "< 10", "< 04"),
        changed("packs/own/pack.yaml", "default: 365", "default: 009"),
        changed("packs/own/data/countries.csv", "NO,9", "NO,2"),
        changed("packs/own/size/table.csv", "true,little\nfalse,much", "true,much\nfalse,little"),
        changed("packs/own/size/small.yaml", "title: Small", "title: Tiny!"),
        changed("packs/own/size/how.yaml", "title: How", "title: Why"),
        changed("site.schema.json", '"title": "Site"', '"title": "Site", "minProperties": 9'),
        changed("site.schema.json", '"country": {"type": "string"}', '"country": {"type": "string", "title": "Land"}'),
        added("packs/own/size/new.yaml", FILES["packs/own/size/how.yaml"].replace("own/size/how", "own/size/new")),
        lambda folder: (folder / "packs/own/size/how.yaml").unlink(),
        lambda folder: (folder / "packs/own/size/how.yaml").rename(folder / "packs/own/size/how_test.yaml"),
    ],
)
def test_whatever_changes_counts_at_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], None]
) -> None:
    """Every part of a pack, of one that it extends and of a schema, even where size and time stay what they were."""
    before = report()
    change(folder)
    after = report()
    monkeypatch.setenv(store.FOLDER, "")
    assert after == report()
    if "Land" not in (folder / "site.schema.json").read_text(encoding="utf-8"):
        assert after != before


def test_parameters_and_folders_have_entries_of_their_own(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same files mean something else with another value, and are named differently from another folder."""
    assert report(**{"own.age": "9"}) != report()
    schemas = {"site": folder / "site.schema.json"}
    here = prepare([Path("packs/own")], schemas).policies
    monkeypatch.chdir(folder / "packs")
    there = prepare([Path("own")], schemas).policies
    assert here.policies[0].summary.file != there.policies[0].summary.file


@pytest.mark.parametrize("damage", [lambda octets: octets[:-1], lambda octets: octets[:40], lambda octets: b""])
def test_a_damaged_entry_is_made_anew(folder: Path, damage: Callable[[bytes], bytes]) -> None:
    """Half a file, or nothing, is no entry."""
    before = report()
    (entry,) = entries(folder)
    entry.write_bytes(damage(entry.read_bytes()))
    assert kept() is None
    assert report() == before
    assert kept() is not None


def test_an_entry_with_a_changed_byte_is_made_anew(folder: Path) -> None:
    """Wherever the byte stands."""
    before = report()
    (entry,) = entries(folder)
    whole = entry.read_bytes()
    for at in (0, 100, len(whole) // 2, len(whole) - 2):
        entry.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert kept() is None
        assert report() == before
        assert kept() is not None


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_an_entry_that_others_can_write_is_not_read(folder: Path) -> None:
    """To read it back is to run it."""
    report()
    (entry,) = entries(folder)
    assert kept() is not None
    entry.chmod(0o666)
    assert kept() is None


def test_a_folder_that_cannot_be_written_costs_time_only(folder: Path) -> None:
    """A file stands where the folder should be."""
    (folder / "cache").write_text("", encoding="utf-8")
    assert report() == report()


def test_mistakes_are_found_anew_each_time(folder: Path) -> None:
    """Policies that do not load are not kept."""
    changed("packs/own/size/small.yaml", "site.size", "site.sise")(folder)
    for _ in range(2):
        with pytest.raises(Exception, match="sise"):
            report()
    assert entries(folder) == []


def test_a_pack_that_is_extended_in_disguise_is_not_kept(folder: Path) -> None:
    """A name written with an escape is not seen at a glance; what then lies outside is not vouched for."""
    changed("packs/own/pack.yaml", "extends:", '"ext\\u0065nds":')(folder)
    report()
    assert entries(folder) == []


def test_few_entries_are_kept(folder: Path) -> None:
    """The oldest go first."""
    for age in range(1, store.MOST_ENTRIES + 4):
        report(**{"own.age": str(age)})
    assert len(entries(folder)) == store.MOST_ENTRIES


def test_users_have_a_folder_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the platform keeps such files, or nowhere where it does not say."""
    monkeypatch.delenv(store.FOLDER)
    monkeypatch.setenv("XDG_CACHE_HOME", "/somewhere")
    assert sys.platform == "win32" or store.folder() == Path("/somewhere/checker")
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert sys.platform == "win32" or store.folder() is None
