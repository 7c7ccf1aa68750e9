"""A pack with one of everything that a catalogue tells, and what is written of it."""

from __future__ import annotations

from pathlib import Path

import pytest

PACK = {
    "base/pack.yaml": """\
id: base
title: What others build on
version: 0.1.0
params:
  floor: {type: double, default: 0.5, says: The least share.}
""",
    "acme/pack.yaml": """\
id: acme
title: What Acme asks
version: 1.0.0
jurisdiction: IT
description: For our engagements.
extends: [base]
sources:
  - {title: A law, section: "§ 1", url: "https://example.org/law(1)", as_of: 2026-01-01, status: unverified}
params:
  longest: {type: int, default: 90, says: How long a notice period may be.}
  unused: {type: int, default: 1, says: Nobody reads this.}
""",
    "acme/facts.yaml": """\
facts:
  open_ended: {says: It has no end., is: "!has(engagement.dates.end)"}
  unused: {says: Nobody uses this., is: has(engagement.dates.start)}
""",
    "acme/data/countries.schema.json": """\
{"title": "Where we work", "x-key": "code", "type": "object", "required": ["code", "open"],
 "x-source": {"title": "Our own list", "section": "2", "as_of": "2026-02-01", "status": "judgement"},
 "properties": {"code": {"type": "string"}, "open": {"type": "boolean", "title": "Open for hiring"}}}
""",
    "acme/data/countries.yaml": """\
- {code: IT, open: true}
""",
    "acme/status/managed.yaml": """\
id: acme/status/managed
title: Who manages the people
decide:
  inputs:
    who: engagement.control.manages_performance
    months: engagement.dates.start.monthsUntil(today)
    lasting: facts.open_ended
  rows:
    - {who: client, months: ">= 6 and < 12", outcome: staff}
    - {who: client | shared, lasting: true, outcome: staff for good}
    - {who: [provider, not recorded], months: "!= 3", outcome: provider}
  otherwise: unclear
""",
    "acme/terms/notice.yaml": """\
id: acme/terms/notice
title: Notice is short, and everybody has a name
severity: low
in_force: {from: 2024-01-01, until: 2030-12-31}
when: facts.managed != "provider"
require:
  - that: engagement.notice_days.client <= params.longest
    message: The notice of {engagement.notice_days.client} days is longer than {params.longest} {{days}}.
  - that: engagement.approvals.exists(a, a.name != "nobody" && a.role == "approver")
  - that: engagement.location.sites.exists(s, s.share_of_time > params.floor)
  - that: engagement.location.sites.all(s, data.countries[s.country].open)
rationale: Long notice binds.
remediation: Agree on less.
references:
  - {title: Another law, url: "javascript:alert(1)", status: judgement}
tags: [terms]
""",
    "acme/terms/notice_test.yaml": """\
base:
  kind: engagement
  id: ENG-1
  title: A secret title that no page shows
  arrangement: {declared: remote_staffing}
  control: {manages_performance: client}
  dates: {start: 2024-01-01, end: 2027-01-01}
  notice_days: {client: 30, provider: 20}
  location: {sites: [{type: home, country: IT, share_of_time: 1.0}]}
  approvals: [{role: approver, name: A. Person, decision: approved, on: 2024-01-02}]
as_of: 2026-06-01
cases:
  - name: A month
    expect: pass
  - name: A year
    patch: {notice_days: {client: 365}, dates: {end: null}}
    expect: fail
    clauses: [1]
  - name: Nobody approved
    patch: {approvals: [{role: approver, name: nobody, decision: approved, on: 2024-01-02}]}
    expect: fail
    clauses: [2]
""",
}


@pytest.fixture
def packs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The packs in a folder, which is the present one."""
    for name, text in PACK.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path
