"""Whether a waiver counts on a day: the rules that none may break, and its dates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fnmatch import fnmatchcase

from checker.model import Waiver, WaiverState
from checker.schemas.names import nearest

_ANYTHING = set("*?/")


def state(waiver: Waiver, as_of: date, most_days: int, policies: Mapping[str, int]) -> tuple[WaiverState | None, str]:
    """Why a waiver does not count on a day, in words that follow "it"; None where it does.

    `policies` are those that were loaded, each with the number of its clauses.
    """
    broken = _broken(waiver, most_days) or _about_nothing(waiver, policies)
    if broken:
        return WaiverState.VOID, broken
    if as_of > waiver.expires:
        return WaiverState.EXPIRED, f"expired on {waiver.expires}"
    if as_of < waiver.granted:
        return WaiverState.EARLY, f"is granted from {waiver.granted} on"
    return None, ""


def _broken(waiver: Waiver, most_days: int) -> str:
    if _same(waiver.owner, waiver.approved_by):
        return f"is approved by its own owner, {waiver.owner}; somebody else has to agree"
    if _fits_anything(waiver.policy) and _fits_anything(waiver.record or waiver.vendor):
        return "is about everything; name the policy, or the record"
    days = (waiver.expires - waiver.granted).days
    if days > most_days:
        return f"lasts {days} days, more than {most_days}; let it end earlier, or raise max-waiver-days"
    return ""


def _about_nothing(waiver: Waiver, policies: Mapping[str, int]) -> str:
    found = [id_ for id_ in policies if fnmatchcase(id_, waiver.policy)]
    if not found:
        near = nearest(waiver.policy, policies)
        return f"names the policy {waiver.policy}, which is not there{f'; did you mean {near}?' if near else ''}"
    if waiver.clause is not None and waiver.clause > policies[found[0]]:
        return f"names clause {waiver.clause}, and {found[0]} has {policies[found[0]]}"
    return ""


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def _fits_anything(pattern: str) -> bool:
    return set(pattern) <= _ANYTHING
