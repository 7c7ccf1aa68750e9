"""A pack.yaml to begin with, and the names that packs and policies may have."""

from __future__ import annotations

import re
from collections.abc import Sequence

from checker.errors import UsageError
from checker.scaffold import emit
from checker.schemas.names import nearest

_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
_TAKEN = {"topic": ("data", "fixtures"), "name": ("pack", "facts")}
"""What these name in a pack is no policy."""
_EXAMPLE = "acme/remote-staff/direct-management"


def policy_id(given: str) -> tuple[str, str, str]:
    """The pack, topic and name of a policy's id; raises UsageError for a text that is none."""
    parts = given.split("/")
    if len(parts) != 3:
        raise UsageError(f"{given} is no id of a policy: write PACK/TOPIC/NAME, for example {_EXAMPLE}.")
    for what, part in zip(("pack", "topic", "name"), parts, strict=True):
        _check(given, what, part)
    return parts[0], parts[1], parts[2]


def pack_id(given: str) -> str:
    """The name of a pack; raises UsageError for a text that is none."""
    if "/" in given:
        raise UsageError(f"{given} is no name of a pack: write one word without /, for example acme.")
    _check(given, "pack", given)
    return given


def pack_file(id: str, title: str) -> str:
    """The pack.yaml of a pack."""
    lines = [
        "# A pack: a folder of policies that belong together. docs/language.md says what else may stand here.",
        "# The folder's name, and the first part of every policy's id.",
        *emit.field("id", id),
        "# What the pack is, in one line.",
        *emit.field("title", title),
        "# The pack's own version: raise it when its policies change.",
        "version: 0.1.0",
        "# Where its rules come from, for example EU, DE or any. Take away the # before what applies.",
        "#jurisdiction: any",
        "# What it is for, and for whom.",
        "#description: To be written.",
        "# For policies that name no severity: info, low, medium, high or critical.",
        "default_severity: medium",
        "# Packs beside this one whose facts, parameters and data its policies may use.",
        "#extends: [core]",
        "# Values that policies read as params.NAME, and that a run may set with --param.",
        "#params:\n#  max_age_days:\n#    type: int\n#    default: 365\n#    says: How many days old evidence may be.",
    ]
    return "\n".join(lines) + "\n"


def no_such_pack(id: str, folder: str, others: Sequence[str], command: str) -> UsageError:
    """What is said where the pack of a policy does not exist; `command` writes it."""
    near = nearest(id, others)
    hint = f" Did you mean {near}?" if near else ""
    return UsageError(f"There is no pack {id} in {folder} (no {id}/pack.yaml).{hint} `{command}` writes it.")


def _check(given: str, what: str, part: str) -> None:
    if not _NAME.fullmatch(part):
        said = f"its {what} is {part!r}" if part else f"it has no {what}"
        plain = "-".join(re.findall(r"[a-z0-9]+", part.lower()))
        near = f" (for example {plain})" if plain else ""
        raise UsageError(
            f"{given} cannot be an id: {said}. Write small letters, digits and hyphens{near}, as in {_EXAMPLE}."
        )
    if part in _TAKEN.get(what, ()):
        taken = f"{part}.yaml is never read as a policy" if what == "name" else f"folders named {part} hold no policies"
        raise UsageError(f"{given} cannot be an id: {taken}. Take another {what}, as in {_EXAMPLE}.")
