"""A page for an auditor: one file that needs no network, readable without JavaScript, better with it."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import TextIO

from checker.model import Outcome, Report, Severity
from checker.reports import Options
from checker.reports._html.charts import by_policy, expiries
from checker.reports._html.findings import SHOWN, findings
from checker.reports._html.tables import tables
from checker.reports._html.tags import outcome, section, table, text
from checker.reports.layout.sheet import Column
from checker.reports.layout.verdict import verdict

TEXTS = True
_HEADING = re.compile(r'<h2 id="([a-z-]+)">')
_PARTS = Path(__file__).parent / "_html"


def write(report: Report, stream: TextIO, options: Options) -> None:
    """Writes the page; the options change nothing."""
    for part in _page(report):
        stream.write(part)


def _page(report: Report) -> Iterator[str]:
    style = (_PARTS / "style.css").read_text(encoding="utf-8")
    script = (_PARTS / "script.js").read_text(encoding="utf-8")
    is_ = Outcome.FAIL if report.failed else Outcome.PASS
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; form-action 'none'"
    )
    yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f"<title>checker: {is_.value}, as of {report.as_of}</title>\n<style>{style}</style>\n</head>\n<body>\n"
    yield '<a class="skip-link" href="#findings">To the findings</a>\n'
    yield f"<header><h1>checker: {outcome(is_)}</h1>\n<p>{text(verdict(report))}</p>\n"
    read = f"{len(report.records)} records in {report.files} files, {len(report.policies)} policies"
    yield f'<p class="meta">{read}, as of {report.as_of}; checker {text(report.version)}.</p>\n'
    found = list(findings(report))
    sections = list(tables(report))
    yield _links(["findings", *(found for each in sections for found in _HEADING.findall(each))])
    yield f"</header>\n<main>\n{_overview(report)}"
    yield section("findings", "Findings", "".join(_findings(report, [part for _, part in found])))
    yield from sections
    yield "</main>\n<footer><p class='meta'>checker and its packs are no legal advice.</p></footer>\n"
    yield f"<script>{script}</script>\n</body>\n</html>\n"


def _links(ids: list[str]) -> str:
    items = "".join(f'<li><a href="#{id_}">{id_.replace("-", " ")}</a></li>' for id_ in ids)
    return f'<nav aria-label="Parts of the report"><ul>{items}</ul></nav>\n'


def _overview(report: Report) -> str:
    counts = [(each, report.counts.get(each, 0)) for each in Outcome]
    rows = [[outcome(each), str(number)] for each, number in counts if number]
    columns = [Column("outcome"), Column("records", number=True)]
    charts = by_policy(report) + expiries(report)
    return section("overview", "Overview", table("Records by outcome", columns, rows) + charts)


def _findings(report: Report, found: list[str]) -> Iterator[str]:
    if not found:
        yield "<p>There are none.</p>"
        return
    policies = sorted(
        {result.policy.id for record in report.records for result in record.results if result.outcome in SHOWN}
    )
    vendors = sorted({vendor for record in report.records for vendor in record.vendors})
    outcomes = [*(each.value for each in SHOWN), "invalid", "unreadable"]
    yield '<form role="search" aria-label="Filter the findings">'
    yield _choice("severity", [each.label for each in reversed(Severity)])
    yield _choice("outcome", outcomes)
    yield _choice("policy", policies)
    if vendors:
        yield _choice("vendor", vendors)
    else:
        yield '<input type="hidden" name="vendor" value="">'
    yield '<label>text<input name="text" type="search"></label>'
    yield _choice("sort", ["severity", "record", "policy", "outcome"], "file")
    yield '<button type="reset">Show all</button></form>\n'
    yield f'<p id="shown" class="meta" aria-live="polite">{len(found)} findings</p>\n<div id="list">\n'
    yield from found
    yield "</div>\n"


def _choice(name: str, values: list[str], first: str = "") -> str:
    options = "".join(f'<option value="{text(each)}">{text(each)}</option>' for each in values)
    blank = f'<option value="{first}">{first or "all"}</option>'
    return f'<label>{name}<select name="{name}">{blank}{options}</select></label>'


def _hash(part: str) -> str:
    return f"'sha256-{b64encode(sha256(part.encode()).digest()).decode()}'"
