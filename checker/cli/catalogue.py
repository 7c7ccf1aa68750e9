"""`checker policies doc`: a catalogue of policies for people who read no code."""

from __future__ import annotations

from pathlib import Path

import click

from checker.cli import CLEAN, options
from checker.cli.configured import OfPolicies
from checker.cli.streams import layout, stdout
from checker.reports.layout.page import Page
from checker.reports.layout.words import counted
from checker.resources import POLICIES


@click.command("doc", cls=OfPolicies)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH…]")
@click.option("-f", "--format", "form", type=click.Choice(["markdown", "html"]), default="markdown", show_default=True)
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=Path),
    help="The folder to write to: PACK/README.md and a page for each policy, or PACK.html.  [default: standard output]",
)
@click.option("--force", is_flag=True, help="Overwrite files that are no pages of a catalogue.")
@options.schema
@options.params
def doc(
    paths: tuple[Path, ...],
    form: str,
    folder: Path | None,
    force: bool,
    schemas: dict[str, Path],
    params: dict[str, str],
) -> int:
    """Write a catalogue of policies: what each requires, in English, with examples from its tests.

    PATH is a policy or a folder of policies; without any, the policies that come with checker. Pages that an earlier
    run made and that are no longer needed are removed; other files are left alone.
    """
    from checker.catalogue import books, html, markdown
    from checker.catalogue.folder import write
    from checker.lang import load_policies
    from checker.schemas import load_kinds

    kinds = load_kinds(schemas)
    make = html.files if form == "html" else markdown.files
    made = [make(book) for book in books(load_policies(paths or (POLICIES,), kinds, params), kinds)]
    screen = stdout()
    if folder is None:
        screen.write("\n".join(text for files in made for text in files.values()))
        return CLEAN
    files = {path: text for each in made for path, text in each.items()}
    done = write(files, folder, force=force)
    page = Page(screen, layout(screen))
    page.line(
        f"{counted(len(files), 'page')} in {folder}: {done.written} written, {done.same} as before, "
        f"{done.removed} removed."
    )
    return CLEAN
