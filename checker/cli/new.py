"""`checker new`: writes what a user would otherwise begin on an empty page."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from checker.cli import CLEAN, options
from checker.cli.streams import layout, replacing, stdout
from checker.errors import UsageError
from checker.reports.layout.page import Page

if TYPE_CHECKING:
    from checker.schemas import Kind, Kinds

_dir = click.option(
    "--dir",
    "folder",
    type=click.Path(path_type=Path),
    default=Path("policies"),
    show_default=True,
    help="The folder that holds packs.",
)
_force = click.option("--force", is_flag=True, help="Write over a file that is there already.")


@click.group(short_help="Begin a policy, a pack or a record.")
def command() -> None:
    """Begin a policy, a pack or a record.

    Exit codes: 0 it is written; 1 the record is not yet valid; 2 nothing could be written.
    """


@command.command("policy", short_help="Begin a policy with its tests.")
@click.argument("id", metavar="PACK/TOPIC/NAME")
@click.option("--kind", default="engagement", show_default=True, help="The kind of record that it judges.")
@_dir
@options.schema
@_force
def policy(id: str, kind: str, folder: Path, schemas: dict[str, Path], force: bool) -> int:
    """Write a policy and its tests, which load and pass, and say what to change.

    The files are DIR/PACK/TOPIC/NAME.yaml and NAME_test.yaml beside it.
    """
    from checker.scaffold.pack import no_such_pack, policy_id
    from checker.scaffold.policy import policy_files
    from checker.schemas import load_kinds

    pack_name, topic, name = policy_id(id)
    if not (folder / pack_name / "pack.yaml").is_file():
        others = sorted(file.parent.name for file in folder.glob("*/pack.yaml"))
        raise no_such_pack(pack_name, str(folder), others, _command("new", "pack", pack_name, *_folder(folder)))
    written = policy_files(id, _known(kind, load_kinds(schemas)))
    file = folder / pack_name / topic / f"{name}.yaml"
    test = file.with_name(f"{name}_test.yaml")
    _write({file: written.policy, test: written.test}, force)
    _told(f"Written: {file} and {test.name} beside it. Change what their comments name, and run the tests:")
    _next(_command("test", str(file), *_schemas(schemas)))
    return CLEAN


@command.command("pack", short_help="Begin a pack of policies.")
@click.argument("id", metavar="PACK")
@click.option("--title", help="What the pack is, in one line.")
@_dir
@_force
def pack(id: str, title: str | None, folder: Path, force: bool) -> int:
    """Write DIR/PACK/pack.yaml, which makes the folder a pack of policies."""
    from checker.scaffold.pack import pack_file, pack_id

    file = folder / pack_id(id) / "pack.yaml"
    if title is not None and not title.strip():
        raise UsageError("--title is empty. Write what the pack is, in one line, or leave the option out.")
    _write({file: pack_file(id, title or f"The policies of {id}")}, force)
    _told(f"Written: {file}. Change what its comments name, and begin its first policy:")
    _next(_command("new", "policy", f"{id}/TOPIC/NAME", *_folder(folder)))
    return CLEAN


@command.command("record", short_help="Begin a record, by comments or by questions.")
@click.argument("kind", metavar="KIND")
@click.option("--output", "-o", type=click.Path(path_type=Path), help="The file to write, instead of standard output.")
@click.option("--interactive", "-i", is_flag=True, help="Ask field by field; needs --output, and goes on where it was.")
@options.schema
@options.choice
@options.as_of
@_force
def record(
    kind: str,
    output: Path | None,
    interactive: bool,
    schemas: dict[str, Path],
    as_of: date,
    force: bool,
    **given: Any,
) -> int:
    """Write a record of a KIND (engagement, vendor, or one of your own) as YAML.

    Without --interactive, every field stands there with a comment and an example, and what is optional is commented
    out. With it, every field is asked for: first what the schema requires, then what the policies need.
    """
    from checker.scaffold.record import commented
    from checker.schemas import load_kinds

    kinds = load_kinds(schemas)
    wanted = _known(kind, kinds)
    if output is not None and output.suffix.lower() not in (".yaml", ".yml"):
        raise UsageError(f"{output}: the record is written as YAML; name a file that ends in .yaml.")
    if interactive:
        if output is None:
            raise UsageError("--interactive saves after every answer: say with -o FILE where.")
        from checker.cli.asking import interview

        return interview(
            wanted, kinds, output, options.chosen(given), as_of, force, [*_schemas(schemas), *_chosen(given)]
        )
    option = next(_chosen(given), None)
    if option is not None:
        raise UsageError(f"{option} says what is asked for first, with --interactive; add that, or leave {option} out.")
    text = commented(wanted)
    if output is None:
        stdout().write(text)
        return CLEAN
    _write({output: text}, force)
    _told(f"Written: {output}. Write your own values, take away the # before what is established, and check it:")
    _next(_command("validate", str(output), *_schemas(schemas)))
    return CLEAN


def _known(name: str, kinds: Kinds) -> Kind:
    """The kind of a name; raises UsageError with the nearest where there is none."""
    from checker.schemas.names import nearest

    if name in kinds:
        return kinds[name]
    near = nearest(name, kinds)
    hint = f"Did you mean {near}?" if near else f"Known: {', '.join(sorted(kinds))}."
    raise UsageError(f"There is no kind of record {name}. {hint} Name the schema of your own with --schema KIND=PATH.")


def _write(texts: dict[Path, str], force: bool) -> None:
    """Writes all the files or, where one is there already and may not be replaced, none."""
    there = [str(file) for file in texts if file.exists() or file.is_symlink()]
    if there and not force:
        verb, them = ("is", "it") if len(there) == 1 else ("are", "them")
        raise UsageError(f"{' and '.join(there)} {verb} there already; use --force to replace {them}.")
    for file, text in texts.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        with replacing(file, "The file") as stream:
            stream.write(text)


def _told(text: str) -> None:
    screen = stdout()
    Page(screen, layout(screen)).line(text)


def _next(text: str) -> None:
    screen = stdout()
    screen.write(f"  {Page(screen, layout(screen)).safe(text)}\n")


def _command(*words: str) -> str:
    return shlex.join(["checker", *words])


def _folder(folder: Path) -> tuple[str, ...]:
    return () if folder == Path("policies") else ("--dir", str(folder))


def _schemas(schemas: dict[str, Path]) -> tuple[str, ...]:
    return tuple(word for kind, path in schemas.items() for word in ("--schema", f"{kind}={path}"))


def _chosen(given: dict[str, Any]) -> Iterator[str]:
    """The options of `options.choice` and `options.as_of` as the user gave them, for the next command."""
    for name in ("policies", "select", "ignore"):
        yield from (word for value in given[name] for word in (f"--{name}", str(value)))
    yield from (word for name, value in given["params"].items() for word in ("--param", f"{name}={value}"))
    context = click.get_current_context()
    if context.get_parameter_source("as_of") is not ParameterSource.DEFAULT:
        yield from ("--as-of", context.params["as_of"].isoformat())
