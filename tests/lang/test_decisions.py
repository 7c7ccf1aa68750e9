"""Decision tables: what is read from them, and every mistake that loading them finds."""

from __future__ import annotations

import csv
import itertools
import os
import shutil
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.errors import PolicyError
from checker.lang import load_policies
from checker.lang.boxes import MOST_WORK, Cover, TooMuch
from checker.lang.expr import Decision
from checker.source import Diagnostic
from checker.types import String
from checker.yaml12 import Limits
from tests.cases.things import KINDS
from tests.lang.test_faults import OF_TABLES

HERE = Path(__file__).parent
GOLDEN = HERE / "tables.txt"
PACK = "id: mini\ntitle: A pack\nversion: 1.0.0\n"


@pytest.fixture
def tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The packs of these tests in a folder of their own, which is the present one."""
    shutil.copytree(HERE / "tables", tmp_path / "tables")
    monkeypatch.chdir(tmp_path)
    return Path("tables")


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty pack in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mini/topic").mkdir(parents=True)
    (tmp_path / "mini/pack.yaml").write_text(PACK, encoding="utf-8")
    return Path("mini")


def write(pack: Path, body: str, name: str = "table") -> None:
    """Writes a decision table, the part under `decide:`."""
    head = f"id: mini/topic/{name}\ntitle: A table\napplies_to: thing\ndecide:\n"
    text = head + textwrap.indent(textwrap.dedent(body), "  ")
    (pack / f"topic/{name}.yaml").write_text(text, encoding="utf-8")


def mistakes(path: Path) -> tuple[Diagnostic, ...]:
    """What is wrong with the tables of a folder; nothing where they load."""
    try:
        load_policies([path], KINDS)
    except PolicyError as error:
        return error.diagnostics
    return ()


def loaded(path: Path) -> Decision:
    """The one table of a folder that loads."""
    (decision,) = load_policies([path], KINDS).decisions
    assert isinstance(decision.fact.expr, Decision)
    return decision.fact.expr


def test_every_mistake_of_every_table_is_told_in_one_run(tables: Path) -> None:
    """The messages are those of the golden file, in the order of the files; UPDATE_GOLDEN=1 writes it anew."""
    with pytest.raises(PolicyError) as raised:
        load_policies([tables], KINDS)
    found = str(raised.value) + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.write_text(found, encoding="utf-8")
    assert found == GOLDEN.read_text(encoding="utf-8")
    assert {each.code for each in raised.value.diagnostics} >= OF_TABLES - {"L035"}


def test_a_pack_of_tables_is_read_as_it_is_written(tables: Path) -> None:
    """Tables come sorted by id; their outcomes are facts with a closed list of values, for policies and each other."""
    found = load_policies([tables / "good"], KINDS)
    assert [(each.id, each.fact.name, each.applies_to) for each in found.decisions] == [
        ("good/topic/look", "look", "thing"),
        ("good/topic/size", "how_large", "thing"),
    ]
    look, size = (each.fact.expr for each in found.decisions)
    assert look.type == String(("warm", "odd", "cold", "unknown"))
    assert size.type == String(("small", "middle", "old", "new", "large", "uncounted"))
    assert isinstance(size, Decision)
    assert (size.hit, size.table) == ("unique", "tables/good/topic/size.csv")
    assert [row.line for row in size.rows] == [2, 3, 4, 5, 6, 8]
    (policy,) = found.policies
    assert policy.facts.keys() == {"heavy", "look", "how_large"}


def test_a_policy_that_is_loaded_alone_has_the_outcomes_of_its_pack(tables: Path) -> None:
    """A policy file by itself loads with the tables of its pack, which are not among what was asked for."""
    found = load_policies([tables / "good/topic/uses.yaml"], KINDS)
    assert found.policies[0].facts.keys() == {"heavy", "look", "how_large"}
    assert found.decisions == ()


def test_a_pack_that_extends_another_uses_its_tables(tables: Path) -> None:
    """The outcomes of a pack's tables are facts of the packs that extend it."""
    heir = tables / "heir"
    (heir / "topic").mkdir(parents=True)
    (heir / "pack.yaml").write_text("id: heir\ntitle: An heir\nversion: 1.0.0\nextends: [good]\n", encoding="utf-8")
    text = "id: heir/topic/x\ntitle: X\napplies_to: thing\nrequire: [{that: facts.look == 'worm'}]\n"
    (heir / "topic/x.yaml").write_text(text, encoding="utf-8")
    (told,) = mistakes(heir)
    assert (told.code, told.message) == (
        "L014",
        '"worm" cannot occur here; did you mean warm? The values are warm, odd, cold, unknown',
    )


def test_a_table_that_is_not_text_is_refused(pack: Path) -> None:
    """Octets that are no UTF-8 are told at the name of the file."""
    write(pack, "inputs: {flag: thing.flag}\ntable: t.csv\n")
    (pack / "topic/t.csv").write_bytes(b"flag,outcome\n\xff,a\n")
    (told,) = mistakes(pack)
    assert (told.code, told.message) == ("L003", "mini/topic/t.csv cannot be read: it is not UTF-8 text")


def test_a_table_that_is_too_large_is_refused(pack: Path) -> None:
    """More octets than any file may have are not looked at."""
    write(pack, "inputs: {flag: thing.flag}\ntable: t.csv\n")
    with (pack / "topic/t.csv").open("wb") as stream:
        stream.truncate(Limits().bytes + 1)
    (told,) = mistakes(pack)
    assert (told.code, told.message) == ("L003", f"mini/topic/t.csv is larger than {Limits().bytes} bytes")


def test_a_table_that_is_too_long_is_refused(pack: Path) -> None:
    """More than a thousand rows are not read."""
    write(pack, "inputs: {count: thing.count}\ntable: t.csv\notherwise: z\n")
    lines = "".join(f"{n},a\n" for n in range(1001))
    (pack / "topic/t.csv").write_text(f"count,outcome\n{lines}", encoding="utf-8")
    (told,) = mistakes(pack)
    assert told.message == "this table has 1001 rows, and at most 1000 are read; split it into several"


def test_quotes_take_a_text_as_it_is(pack: Path) -> None:
    """A text in quotes within a cell is no sign of the table's own."""
    write(pack, """inputs: {name: thing.name}\nrows: [{name: '"-" | "a | b" | ">= 3"', outcome: a}, {outcome: b}]\n""")
    cell = loaded(pack).rows[0].cells[0]
    assert cell is not None
    assert [test.value for (test,) in cell.alternatives] == ["-", "a | b", ">= 3"]


def test_what_is_always_recorded_needs_no_row_for_its_absence(pack: Path) -> None:
    """Required fields, has() and outcomes of tables cannot be unknown; any other input can."""
    write(pack, "inputs: {there: has(thing.box.lid)}\nrows: [{there: true, outcome: a}, {there: false, outcome: b}]\n")
    write(pack, "inputs: {table: facts.table}\nrows: [{table: a, outcome: c}, {table: b, outcome: d}]\n", "second")
    write(pack, "inputs: {kind: thing.kind}\nrows: [{kind: thing, outcome: e}]\n", "third")
    assert mistakes(pack) == ()
    write(pack, "inputs: {x: thing.flag}\nrows: [{x: true, outcome: a}, {x: false, outcome: b}]\n", "fourth")
    (told,) = mistakes(pack)
    assert told.message == "no row fits x not recorded; add a row for it, or say otherwise: OUTCOME"


def test_a_table_that_no_search_gets_through_is_refused_in_time(pack: Path) -> None:
    """Seven pigeons in six holes: rows that cover everything, which takes too long to see, are told as that."""
    pigeons, holes = range(7), range(6)
    names = {(p, h): f"p{p}h{h}" for p in pigeons for h in holes}
    rows = [{names[p, h]: "false | not recorded" for h in holes} for p in pigeons]
    rows += [{names[p, h]: "true", names[q, h]: "true"} for h in holes for p, q in itertools.combinations(pigeons, 2)]
    with (pack / "topic/t.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, [*names.values(), "outcome"])
        writer.writeheader()
        writer.writerows(row | {"outcome": "a"} for row in rows)
    inputs = ", ".join(f"{name}: thing.flag" for name in names.values())
    write(pack, f"inputs: {{{inputs}}}\ntable: t.csv\n")
    (told,) = mistakes(pack)
    assert (told.code, told.message) == (
        "L035",
        f"the rows overlap so much that {MOST_WORK:,} steps do not show whether they cover everything; "
        "split the table into several",
    )


def test_work_is_counted() -> None:
    """A search that may do nothing gives up at once."""
    with pytest.raises(TooMuch):
        Cover(0).gap((1,), [(1,)])


_VALUES: Mapping[str, tuple[Any, ...]] = {
    "color": ("red", "green", "blue", None),
    "flag": (True, False, None),
    "count": (-100, 0, 1, 2, 3, 4, 100, None),
    "name": ("a", "b", "other", None),
}
_CELLS: Mapping[str, st.SearchStrategy[str]] = {
    "color": st.lists(st.sampled_from(["red", "green", "blue", "not recorded", "!= red"]), max_size=3).map(" | ".join),
    "flag": st.sampled_from(["", "true", "false", "not recorded", "true | not recorded"]),
    "count": st.sampled_from(["", "< 2", ">= 2", "> 0 and < 3", "1 | 3", "!= 2 | not recorded", "not recorded"]),
    "name": st.sampled_from(["-", "a", "a | b", "!= a", "not recorded", "!= a | a"]),
}
_TABLES = st.lists(st.sampled_from(sorted(_VALUES)), min_size=1, max_size=3, unique=True).flatmap(
    lambda names: st.tuples(
        st.just(names), st.lists(st.tuples(*(_CELLS[name] for name in names)), min_size=1, max_size=7)
    )
)


def _fits(cell: str, value: Any) -> bool:
    """A cell, read naively."""
    if cell in ("", "-"):
        return True
    for part in cell.split(" | "):
        if part == "not recorded" or value is None:
            found = part == "not recorded" and value is None
        else:
            found = all(_compared(test, value) for test in part.split(" and "))
        if found:
            return True
    return False


def _compared(test: str, value: Any) -> bool:
    op, _, wanted = test.rpartition(" ")
    other: Any = int(wanted) if type(value) is int else wanted
    shown = str(value).lower() if type(value) is bool else value
    found = {"": shown == other, "!=": shown != other, "<": shown < other, ">=": shown >= other, ">": shown > other}
    return bool(found[op])


def _fitting(names: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[tuple[tuple[Any, ...], list[int]]]:
    """Every combination of values, and the rows that fit it."""
    for values in itertools.product(*(_VALUES[name] for name in names)):
        yield values, [n for n, row in enumerate(rows) if all(map(_fits, row, values))]


@settings(max_examples=300, deadline=None)
@given(table=_TABLES, hit=st.sampled_from(["first", "unique"]))
def test_the_verdict_is_that_of_trying_every_combination(
    tmp_path_factory: pytest.TempPathFactory, table: tuple[list[str], list[tuple[str, ...]]], hit: str
) -> None:
    """Gaps, overlaps and rows that never decide are found exactly where trying every combination finds them."""
    names, rows = table
    pack = tmp_path_factory.mktemp("random") / "mini"
    (pack / "topic").mkdir(parents=True)
    (pack / "pack.yaml").write_text(PACK, encoding="utf-8")
    inputs = ", ".join(f"{name}: thing.{name}" for name in names)
    with (pack / "topic/t.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([[*names, "outcome"], *([*row, f"o{n}"] for n, row in enumerate(rows))])
    write(pack, f"hit: {hit}\ninputs: {{{inputs}}}\ntable: t.csv\n")
    told = {(each.code, each.position.line if each.position else 0) for each in mistakes(pack)}
    found = [(values, fitting) for values, fitting in _fitting(names, rows)]
    gap = any(not fitting for _, fitting in found)
    deciding = {fitting[0] for _, fitting in found if fitting}
    alive = {row for _, fitting in found for row in fitting}
    overlapping = {(pair[0], pair[1]) for _, fitting in found for pair in itertools.combinations(fitting, 2)}
    idle = set(range(len(rows))) - (deciding if hit == "first" else alive)
    assert {code for code, _ in told} <= {"L032", "L033", "L034"}
    assert ("L034" in {code for code, _ in told}) == gap
    assert {line - 2 for code, line in told if code == "L032"} == idle
    if hit == "first" or len(overlapping) <= 10:
        wanted = {later for _, later in overlapping} if hit == "unique" else set()
        assert {line - 2 for code, line in told if code == "L033"} == wanted
