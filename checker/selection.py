"""Which policies of those loaded take part in a run: by id, by glob, by tag."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

from checker.errors import UsageError
from checker.model import PolicySummary

_TAG = "tag:"


def selected(policies: Sequence[PolicySummary], select: Sequence[str], ignore: Sequence[str]) -> frozenset[str]:
    """The ids that a pattern of `select` fits (all, where there is none) and no pattern of `ignore`.

    A pattern is an id, a glob over ids (`core/remote-staff/*`) or a tag (`tag:evidence`). Raises UsageError where a
    pattern fits no policy, and where no policy is left.
    """
    left = _matching(policies, select, "--select") if select else {policy.id for policy in policies}
    left -= _matching(policies, ignore, "--ignore")
    if not left:
        raise UsageError("--select and --ignore leave no policy to apply; see `checker policies list` for all of them.")
    return frozenset(left)


def nearest(wanted: str, known: Iterable[str]) -> str:
    """A sentence that names what the user may have meant, with a blank before it; empty where nothing is near."""
    import difflib

    names = sorted(set(known))
    tails = {name.rpartition("/")[2]: name for name in names}
    close = difflib.get_close_matches(wanted, names, n=2) or [
        tails[tail] for tail in difflib.get_close_matches(wanted.rpartition("/")[2], tails, n=2)
    ]
    return f" Did you mean {' or '.join(close)}?" if close else ""


def _matching(policies: Sequence[PolicySummary], patterns: Sequence[str], option: str) -> set[str]:
    found: set[str] = set()
    for pattern in patterns:
        ids = {policy.id for policy in policies if _fits(policy, pattern)}
        if not ids:
            raise UsageError(
                f"{option} {pattern}: no policy has this {'tag' if pattern.startswith(_TAG) else 'id'}."
                f"{nearest(pattern, _names(policies))} `checker policies list` shows all of them."
            )
        found |= ids
    return found


def _fits(policy: PolicySummary, pattern: str) -> bool:
    if pattern.startswith(_TAG):
        return any(fnmatchcase(tag, pattern.removeprefix(_TAG)) for tag in policy.tags)
    return fnmatchcase(policy.id, pattern)


def _names(policies: Sequence[PolicySummary]) -> Iterable[str]:
    for policy in policies:
        yield policy.id
        yield f"{policy.id.rpartition('/')[0]}/*"
        yield from (f"{_TAG}{tag}" for tag in policy.tags)
