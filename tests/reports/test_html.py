"""The HTML report: one file that holds no text of a record as markup, and works in a browser."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from checker import reports
from checker.model import Outcome, RecordReport, Report
from checker.reports import Options, wants_texts
from checker.source import Position
from tests.reports.hostile import TEXTS, hostile

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
VOID = {"meta", "input", "wbr"}
OURS = set(
    "html head meta title style body a header h1 h2 h3 p span nav ul li main section div table caption thead tbody tr "
    "th td figure svg text rect figcaption form label select option input button details summary code pre mark strong "
    "footer script wbr".split()
)


def page(report: Report) -> str:
    """The report as HTML."""
    stream = io.StringIO()
    reports.writer("html")(report, stream, Options())
    return stream.getvalue()


class Reader(HTMLParser):
    """Reads a page, and asserts that its elements are closed in order and are none but ours."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        assert tag in OURS, tag
        names = [name for name, _ in attrs]
        assert len(set(names)) == len(names)
        assert not any(name.startswith("on") or name in ("style", "src") for name in names), attrs
        values = dict(attrs)
        assert (values.get("href") or "#").startswith("#")
        self.ids.extend(str(value) for name, value in attrs if name == "id")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        assert self.open.pop() == tag


@given(TEXTS)
def test_no_text_becomes_markup(text: str) -> None:
    """Whatever records hold, the page has our elements only, each closed, and no two of one id."""
    reader = Reader()
    reader.feed(page(hostile(text)))
    assert reader.open == []
    assert len(set(reader.ids)) == len(reader.ids)


def test_nothing_is_fetched_or_run_but_our_own(report: Report) -> None:
    """The policy of the page allows its one style and its one script by their hashes, and nothing else."""
    made = page(report)
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', made)
    assert policy
    assert policy[1].startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy[1]
    assert not re.search(r"(src|href)=[\"']?(https?:)?//", made)


def test_the_lines_of_a_record_are_shown_with_the_place_marked(report: Report) -> None:
    """Two lines before and after; hostile ones as they are; of a file without text, none."""
    assert wants_texts("html")
    lines = "\n".join(f"line {number} <b>" for number in range(1, 60))
    made = page(replace(report, texts={"records/acme/eng-0042.yaml": lines}))
    assert "<mark>   31  line 31 &lt;b&gt;</mark>" in made
    assert "   33  line 33 &lt;b&gt;" in made
    assert "line 50" not in made
    assert "<pre" not in page(report)


def test_every_outcome_has_its_name(report: Report) -> None:
    """Colour alone tells nobody anything."""
    made = page(report)
    for outcome in set(Outcome) - {Outcome.PASS, Outcome.SKIP}:
        assert f'<span class="o {outcome.value}">{outcome.value}</span>' in made


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Headless Chromium, driven by chromedriver."""
    if not CHROMIUM or not DRIVER:
        pytest.skip("there is no chromium with chromedriver here; Debian's packages are chromium and chromium-driver")
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1280,1000"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
    yield driver
    driver.quit()


@pytest.fixture
def shown(browser: Any, report: Report, tmp_path: Path) -> Any:
    """The report in the browser; whatever a test does, the browser has nothing to complain of."""
    file = tmp_path / "report.html"
    lines = "\n".join(f"line {number}" for number in range(1, 60))
    file.write_text(page(replace(report, texts={"records/acme/eng-0042.yaml": lines})), encoding="utf-8")
    browser.get(file.as_uri())
    yield browser
    assert browser.get_log("browser") == []


def visible(browser: Any) -> list[str]:
    """The findings that can be seen, by outcome."""
    script = "return [...document.querySelectorAll('details.f')].filter(e => !e.hidden).map(e => e.dataset.outcome)"
    found: list[str] = browser.execute_script(script)
    return found


def choose(browser: Any, name: str, value: str) -> None:
    """Sets a filter as a user does."""
    browser.execute_script(
        "const e = document.querySelector('form').elements[arguments[0]]; e.value = arguments[1];"
        "e.dispatchEvent(new Event('input', {bubbles: true}))",
        name,
        value,
    )


def test_findings_are_filtered(shown: Any) -> None:
    """By outcome, severity, policy, vendor and words; the number that is left is said."""
    assert len(visible(shown)) == 10
    choose(shown, "outcome", "incomplete")
    assert set(visible(shown)) == {"incomplete"}
    assert shown.find_element("id", "shown").text == "2 of 10 findings shown"
    choose(shown, "outcome", "")
    choose(shown, "vendor", "VEN-7")
    assert visible(shown) == ["waived", "known", "fail"]
    choose(shown, "text", "no NOTICE")
    assert visible(shown) == ["fail"]
    shown.find_element("css selector", "form button").click()
    shown.execute_async_script("setTimeout(arguments[0], 20)")
    assert len(visible(shown)) == 10


def test_findings_and_tables_are_sorted(shown: Any) -> None:
    """Findings by severity; a table by its column, up and down."""
    choose(shown, "sort", "severity")
    assert visible(shown)[:3] == ["invalid", "unreadable", "unreadable"]
    head = shown.find_element("css selector", "#records + .wide th:first-child button")
    last = "return document.querySelector('#records + .wide tbody tr:last-child th').textContent"
    head.click()
    assert shown.execute_script(last) == "SITE-1"
    head.click()
    assert shown.execute_script(last) != "SITE-1"


def test_a_link_opens_its_finding(shown: Any) -> None:
    """Also where a filter hides it."""
    id_ = shown.find_element("css selector", "details.f").get_attribute("id")
    choose(shown, "outcome", "invalid")
    shown.execute_script(f"location.hash = '#{id_}'")
    shown.execute_async_script("setTimeout(arguments[0], 50)")
    finding = shown.find_element("id", id_)
    assert finding.get_attribute("open")
    assert "What to do:" in finding.text
    assert "line 31" in finding.find_element("tag name", "mark").text or finding.find_elements("tag name", "mark")


def test_it_prints(shown: Any) -> None:
    """To a PDF of several pages, with the findings open."""
    import base64

    made = base64.b64decode(shown.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})["data"])
    assert made.startswith(b"%PDF")
    assert made.count(b"/Type /Page\n") + made.count(b"/Type /Page ") >= 2 or len(made) > 20_000


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_keeps_anybody_out(shown: Any, scheme: str) -> None:
    """axe-core finds no violation, with everything open, by day and by night."""
    import axe_core_python

    features = [{"name": "prefers-color-scheme", "value": scheme}]
    shown.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    shown.execute_script("document.querySelectorAll('details').forEach(e => { e.open = true })")
    axe = next(Path(axe_core_python.__file__).parent.rglob("axe.min.js"))
    shown.execute_cdp_cmd("Runtime.evaluate", {"expression": axe.read_text(encoding="utf-8")})
    violations = "r.violations.map(v => [v.id, v.nodes[0].html])"
    found = shown.execute_async_script(f"axe.run().then(r => arguments[0]({violations}))")
    assert found == []


def test_ten_thousand_findings_stay_usable(browser: Any, report: Report, tmp_path: Path) -> None:
    """To filter them takes a few times as long as to read their texts once, measured in the same page."""
    one = report.records[1]
    many = tuple(
        RecordReport(replace(one.ref, id=f"ENG-{number}", position=Position(1, 1)), one.outcome, one.results)
        for number in range(3334)
    )
    file = tmp_path / "many.html"
    file.write_text(page(replace(report, records=many, unreadable=())), encoding="utf-8")
    browser.get(file.as_uri())
    assert len(visible(browser)) == 10_002
    took = browser.execute_script(
        "const list = [...document.querySelectorAll('details.f')];"
        "let begin = performance.now(); let n = 0; for (const e of list) n += e.textContent.length;"
        "const reading = performance.now() - begin; begin = performance.now();"
        "const e = document.querySelector('form').elements.text; e.value = 'ENG-77';"
        "e.dispatchEvent(new Event('input', {bubbles: true}));"
        "return [reading, performance.now() - begin]"
    )
    assert took[1] < 20 * max(took[0], 5)
    assert 0 < len(visible(browser)) < 10_002
