"""What the strict parser finds wrong with a text, in the user's words."""

from __future__ import annotations

_WORDS = {
    "mapping values are not allowed": (
        "no field can begin here; check the indentation, and put a text with a colon into quotes"
    ),
    "could not find expected ':'": ("this line has no colon; write a field and its value, or check its indentation"),
    "did not find expected key": (
        "this belongs neither to the value before it nor to a new field; mend indentation or quotes"
    ),
    "did not find expected '-' indicator": "this line does not go on with the list before it; check its indentation",
    "block sequence entries are not allowed": "a list cannot begin here; put it on a line of its own, or in [ ]",
    "did not find expected ',' or ']'": "a list that begins with [ is not closed, or misses a comma",
    "did not find expected ',' or '}'": "a group that begins with { is not closed, or misses a comma",
    "found unexpected end of stream": "a text begins with a quote that is never closed",
    "found unexpected document indicator": "a text begins with a quote that is not closed before the next document",
    "expected alphabetic or numeric character": "a text that begins with & or * must stand in quotes",
    "did not find expected <document start>": "something follows the end of the record; check the indentation",
    "found unknown escape character": (
        r"a text in double quotes has an unknown escape; write \\ for \, or use single quotes"
    ),
    "expected comment or line break": "a text after | or > must begin on the next line",
    "unknown directive": "a text cannot begin with %; put it in quotes",
    "found undefined tag handle": "a text that begins with ! must stand in quotes",
    "did not find expected node content": "a value is missing here, or a [ or { before it is not closed",
    "found a tab character": "a tab indents this line; indent with spaces",
}


def in_words(problem: str, char: str) -> str:
    """The parser's problem, and the character it stands at, as a sentence for the author of the text."""
    if "cannot start any token" in problem:
        if char == "\t":
            return "a tab stands where only spaces may; indent with spaces"
        return f"a text cannot begin with {char}; put it in quotes"
    return next((words for part, words in _WORDS.items() if part in problem), problem)
