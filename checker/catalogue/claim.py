"""What conditions say, and how several of them are said together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from checker.catalogue.text import Code, Item, Line, Part, Term, listed, sentence, words
from checker.frozen import frozen

_LONGEST = 110
"""How many characters two conditions may have to be said in one sentence."""


@frozen
class Claim:
    """A statement: what is said (`verb`) of something (`subject`), and what is listed beneath it."""

    verb: Line
    subject: Line = ()
    under: tuple[Claim, ...] = ()
    joined: bool = False
    """Whether it holds several conditions, so that another `and` or `or` after it would be misread."""

    @property
    def line(self) -> Line:
        """The statement itself, without what is beneath."""
        return (*self.subject, " ", *self.verb) if self.subject else self.verb


def together(claims: list[Claim], word: str) -> Claim:
    """Claims of which all (`and`) or one (`or`) hold: in one sentence where that is short, else as a list."""
    merged = list(_merged(claims, word))
    if len(merged) == 1:
        return merged[0]
    plain = not any(claim.under or claim.joined for claim in merged)
    if plain and len(merged) == 2 and sum(len(words(claim.line)) for claim in merged) <= _LONGEST:
        first, second = merged
        return Claim((*first.line, f", {word} ", *second.line), joined=True)
    verb = "all of these hold" if word == "and" else "at least one of these holds"
    return Claim((verb,), under=tuple(merged), joined=True)


def inline(claim: Claim) -> Line:
    """A claim with all that is beneath it in one line, in brackets where it could be misread."""
    if not claim.under:
        return claim.line
    parts: list[Part] = [*claim.line, " ("]
    for number, each in enumerate(claim.under):
        parts.extend(["; "] if number else [])
        parts.extend(inline(each))
    return (*parts, ")")


def after(before: Line, claim: Claim) -> Claim:
    """A claim with words before it; it is then no longer said of a subject alone."""
    return replace(claim, subject=(), verb=(*before, *claim.line), joined=True)


def beneath(before: Line, link: str, claim: Claim) -> Claim:
    """A claim with words before it that rule it; one that is long and has such words itself stands beneath them."""
    if claim.joined and not claim.under and len(words((*before, *claim.line))) > _LONGEST:
        return Claim((*before, f"{link}this holds"), under=(claim,), joined=True)
    return after((*before, link), claim)


def told(claim: Claim) -> Item:
    """A claim as a list's entry: each field with its path where it is first named, sentences with capital and stop."""
    titles: dict[str, set[str]] = {}
    for term in _terms(claim):
        titles.setdefault(_known(term), set()).add(term.key)
    seen: set[str] = set()
    return _told(claim, {title for title, keys in titles.items() if len(keys) > 1}, seen)


def _told(claim: Claim, shared: set[str], seen: set[str]) -> Item:
    line = sentence(_introduced(claim.line, shared, seen))
    return Item((*line, ":" if claim.under else "."), tuple(_told(each, shared, seen) for each in claim.under))


def introduced(line: Line) -> Line:
    """A line in which each field has its path where it is first named."""
    titles: dict[str, set[str]] = {}
    for term in (part for part in line if isinstance(part, Term)):
        titles.setdefault(_known(term), set()).add(term.key)
    return _introduced(line, {title for title, keys in titles.items() if len(keys) > 1}, set())


def _introduced(line: Line, shared: set[str], seen: set[str]) -> Line:
    found: list[Part] = []
    for part in line:
        found.append(part)
        if isinstance(part, Term) and part.path and (part.key not in seen or _known(part) in shared):
            seen.add(part.key)
            if part.path != _known(part) or _known(part) in shared:
                found.extend([" (", Code(part.path), ")"])
    return tuple(found)


def _known(term: Term) -> str:
    return term.text.lower()


def _terms(claim: Claim) -> Iterator[Term]:
    yield from (part for part in claim.line if isinstance(part, Term))
    for each in claim.under:
        yield from _terms(each)


def _merged(claims: list[Claim], word: str) -> Iterator[Claim]:
    """Neighbours that say something of one subject are said together: `x is recorded and is before y`."""
    for _, group in groupby(enumerate(claims), lambda each: _subject(*each)):
        same = [claim for _, claim in group]
        verbs = listed([claim.verb for claim in same], f", {word}")
        yield same[0] if len(same) == 1 else replace(same[0], verb=verbs, joined=True)


def _subject(number: int, claim: Claim) -> Line | int:
    """What a claim is said of; claims that must stand alone have none in common."""
    return number if claim.under or claim.joined or not claim.subject else claim.subject
