"""`checker policies doc`, and the catalogue of this repository."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from checker.catalogue import books, markdown
from checker.cli import main
from checker.lang import load_policies
from checker.resources import POLICIES
from checker.schemas import load_kinds

ROOT = Path(__file__).parent.parent.parent


def run(*arguments: str) -> Result:
    """What the command does."""
    return CliRunner().invoke(main, ["policies", "doc", *arguments])


def test_the_catalogue_of_this_repository_is_up_to_date() -> None:
    """docs/policies/ is what the policies make now; where it is not, write it with `make docs`, and commit it."""
    kinds = load_kinds()
    made = {
        name: text
        for book in books(load_policies([POLICIES], kinds), kinds)
        for name, text in markdown.files(book).items()
    }
    folder = ROOT / "docs" / "policies"
    there = {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in folder.rglob("*.md")}
    advice = "is not what the policies say now; run `make docs` (checker policies doc -o docs/policies)"
    assert there.keys() == made.keys(), f"the set of pages {advice}"
    assert [name for name in made if there[name] != made[name]] == [], advice


def test_pages_go_to_the_folder_or_to_standard_output(packs: Path) -> None:
    """With -o the files are written and counted, without it all is printed, one page after another."""
    done = run("acme", "-o", "out")
    assert (done.exit_code, done.stdout) == (0, "3 pages in out: 3 written, 0 as before, 0 removed.\n")
    assert run("acme", "-o", "out").stdout == "3 pages in out: 0 written, 3 as before, 0 removed.\n"
    names = ["README.md", "status/managed.md", "terms/notice.md"]
    texts = [(packs / "out/acme" / name).read_text(encoding="utf-8") for name in names]
    assert run("acme").stdout == "\n".join(texts)
    assert run("acme", "-f", "html", "-o", "out").stdout == "1 page in out: 1 written, 0 as before, 0 removed.\n"
    assert run("acme", "-f", "html").stdout == (packs / "out/acme.html").read_text(encoding="utf-8")


def test_where_the_folder_lies_makes_no_difference(packs: Path) -> None:
    """The same policies give the same bytes, however their folder is named."""
    assert run(str(packs / "acme"), "-f", "html").stdout == run("acme", "-f", "html").stdout


def test_a_parameter_can_be_set(packs: Path) -> None:
    """--param shows a value in place of the default; one that there is not is refused."""
    assert "is at most 14 (`params.longest`)" in run("acme", "--param", "acme.longest=14").stdout
    refused = run("acme", "--param", "acme.longets=14")
    assert refused.exit_code == 2
    assert "There is no parameter acme.longets; did you mean acme.longest?" in refused.stderr


def test_mistakes_are_told(packs: Path) -> None:
    """A folder without policies, a file of the user's own and a policy with a mistake end with exit code 2."""
    (packs / "empty").mkdir()
    nothing = run("empty")
    assert (nothing.exit_code, nothing.stdout) == (2, "")
    assert nothing.stderr.startswith("Error: No policies in empty.")
    (packs / "out/acme").mkdir(parents=True)
    (packs / "out/acme/README.md").write_text("Mine.\n", encoding="utf-8")
    refused = run("acme", "-o", "out")
    assert refused.exit_code == 2
    assert refused.stderr == (
        "Error: out/acme/README.md is no page of a catalogue, and would be overwritten; choose another folder with -o, "
        "or overwrite it with --force.\n"
    )
    assert run("acme", "-o", "out", "--force").exit_code == 0
    (packs / "acme/terms/notice.yaml").write_text("id: acme/terms/notice\ntitle: X\n", encoding="utf-8")
    broken = run("acme", "-o", "out")
    assert broken.exit_code == 2
    assert "acme/terms/notice.yaml" in broken.stderr


def test_help_names_the_command() -> None:
    """`checker policies --help` lists doc beside list and show."""
    text = CliRunner().invoke(main, ["policies", "--help"]).stdout
    assert [line.split()[0] for line in text.partition("Commands:\n")[2].splitlines()] == ["list", "show", "doc"]
