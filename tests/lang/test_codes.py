"""The pages of the codes: each code has one, and the example on it gives that code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from checker.cli import main
from checker.lang.codes import pages
from checker.lang.faults import CODES
from checker.lint import lint
from checker.schemas import load_kinds

_BLOCK = re.compile(r"^```(yaml|json|cel) ?(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PACK = "id: acme\ntitle: Acme\nversion: '1'\n"
_POLICY = "id: acme/topic/policy\ntitle: An example\nrequire:\n  - that: >-\n      {}"
WITHOUT_EXAMPLE = {"L035"}
"""Tables of which a small one cannot be written; tests/lang/test_decisions.py has one."""


def test_every_code_has_its_page() -> None:
    """With the title that diagnostics show."""
    assert {code: page.title for code, page in pages().items()} == CODES


@pytest.mark.parametrize("code", sorted(CODES.keys() - WITHOUT_EXAMPLE))
def test_the_example_of_a_page_gives_its_code(code: str, tmp_path: Path) -> None:
    """Its files make a pack, whose mistakes (or notes) have the code and no other."""
    home = tmp_path / "acme"
    files = {"pack.yaml": _PACK}
    for language, name, body in _BLOCK.findall(pages()[code].text):
        if language == "cel":
            files["topic/policy.yaml"] = _POLICY.format(body)
        else:
            files[name] = body
    if not any(name.startswith("topic/") for name in files):
        files["topic/policy.yaml"] = _POLICY.format('engagement.title != ""\n    message: There is no title.\n')
    for name, body in files.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(body, encoding="utf-8")
    assert {each.code for each in lint([home], load_kinds()).all} == {code}


def test_a_code_is_explained() -> None:
    """By its page; without one the codes are listed, and an unknown one is refused with the nearest."""
    shown = CliRunner().invoke(main, ["explain", "l012"])
    assert shown.exit_code == 0
    assert shown.stdout.startswith("L012  unknown field\n\nThe schema of the record does not name this field.")
    listed = CliRunner().invoke(main, ["explain"])
    assert listed.stdout.splitlines() == [f"{code}  {title}" for code, title in CODES.items()]
    unknown = CliRunner().invoke(main, ["explain", "L0012"])
    assert (unknown.exit_code, unknown.stderr) == (2, "Error: There is no code L0012; did you mean L012?\n")
