"""Commands whose options may stand in a configuration file or in the environment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from checker.config import Config, find, read_config

PREFIX = "CHECKER"
WAIVERS = "waivers.yaml"
_META = "checker.config"
_SHARED = ("policies", "schemas", "params", "as_of")


class Configured(click.Command):
    """The command line beats the environment (CHECKER_FAIL_ON), and that beats the file."""

    def taken(self, values: dict[str, Any]) -> dict[str, Any]:
        """What of the file's values the command takes, by the names of its parameters."""
        return values

    def __init__(self, *args: Any, **more: Any) -> None:
        more["context_settings"] = {**more.get("context_settings", {}), "auto_envvar_prefix": PREFIX}
        super().__init__(*args, **more)
        self.params += [
            click.Option(
                ["--config"],
                type=click.Path(path_type=Path, exists=True, dir_okay=False),
                help="The configuration file, instead of the nearest one above the records.",
                expose_value=False,
            ),
            click.Option(["--no-config"], is_flag=True, help="Read no configuration file.", expose_value=False),
        ]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Reads the file that stands nearest to the records, before the command line is made sense of."""
        given, _, _ = self.make_parser(ctx).parse_args(args=list(args))
        if not ctx.resilient_parsing and given.get("help") is not True:
            config = _config(given)
            ctx.meta[_META] = config
            ctx.default_map = self.taken(_defaults(config))
        left = super().parse_args(ctx, args)
        for param in self.params:
            _merge(ctx, param)
        return left


class Shared(Configured):
    """A command that is no `check`, and shares a few of its options."""

    def taken(self, values: dict[str, Any]) -> dict[str, Any]:
        """The policies, the kinds of record and the parameters; not, for example, how a check reports."""
        return {name: value for name, value in values.items() if name in _SHARED}


class OfPolicies(Shared):
    """A command whose paths are policies: without any, those of the file."""

    def taken(self, values: dict[str, Any]) -> dict[str, Any]:
        """As for others, and the policies as paths."""
        found = super().taken(values)
        return {**found, "paths": found["policies"]} if "policies" in found else found


def config_of(ctx: click.Context) -> Config | None:
    """The configuration file of a command that is running."""
    found: Config | None = ctx.meta.get(_META)
    return found


def source_of(ctx: click.Context, param: click.Parameter) -> str:
    """Where the value of an option comes from, in words: a variable, the file and line, or nothing that was said."""
    config, source = config_of(ctx), ctx.get_parameter_source(param.name or "")
    name = _key(param)
    if source is ParameterSource.ENVIRONMENT:
        return f"{PREFIX}_{(param.name or '').upper()}"
    if source is ParameterSource.DEFAULT_MAP:
        return config.place(name) if config and name in config.values else _found(config)
    return "command line" if source is ParameterSource.COMMANDLINE else "default"


def _config(given: Mapping[str, Any]) -> Config | None:
    if given.get("no_config") is True:
        return None
    named = given.get("config")
    if isinstance(named, str):
        return read_config(Path(named)) if Path(named).is_file() else None
    # What is not given is a sign of click's own, not None.
    paths = given.get("paths", given.get("record"))
    named = [paths] if isinstance(paths, str) else paths if isinstance(paths, (list, tuple)) else []
    file = find(_common([str(path) for path in named]))
    return None if file is None else read_config(file)


def _common(paths: list[str]) -> Path:
    """The deepest folder that holds all of these; of a glob, what stands before the first sign."""
    folders = []
    for path in paths:
        parts = Path.cwd().joinpath("" if path == "-" else path).parts
        plain = next((n for n, part in enumerate(parts) if any(sign in part for sign in "*?[")), len(parts))
        folder = Path(*parts[:plain])
        folders.append(folder if folder.is_dir() else folder.parent)
    common = folders[0] if folders else Path.cwd()
    for folder in folders[1:]:
        while not folder.is_relative_to(common):
            common = common.parent
    return common


def _defaults(config: Config | None) -> dict[str, Any]:
    """The file's values as the command line would have them, by the names of parameters."""
    values = dict(config.values) if config else {}
    waivers = (config.file.parent if config else Path.cwd()) / WAIVERS
    if "waivers" not in values and waivers.is_file():
        values["waivers"] = str(waivers if config and config.file.parent != Path.cwd() else Path(WAIVERS))
    return {
        name.replace("-", "_"): [f"{key}={_text(each)}" for key, each in value.items()] if _is_table(value) else value
        for name, value in values.items()
    }


def _merge(ctx: click.Context, param: click.Parameter) -> None:
    """Of options with names and values, the file's stay where the command line does not name them too."""
    values = (ctx.default_map or {}).get(param.name or "")
    if param.callback is None or not isinstance(ctx.params.get(param.name or ""), dict) or not values:
        return
    from_file: Mapping[str, Any] = param.callback(ctx, param, tuple(values))
    ctx.params[param.name or ""] = {**from_file, **ctx.params[param.name or ""]}


def _is_table(value: object) -> bool:
    return isinstance(value, dict)


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _key(param: click.Parameter) -> str:
    return (param.name or "").replace("_", "-")


def _found(config: Config | None) -> str:
    return f"found beside {config.file.name}" if config else "found in the present folder"


def configured(function: Callable[..., Any]) -> Configured:
    """Makes a command of a function, as `click.command` does."""
    return click.command(cls=Configured)(function)
