"""The workbook, part by part, against the XML Schemas of ECMA-376 (Office Open XML, transitional).

The schemas are not ours to hand on: unpack those of part 4, and of part 2 (packaging), into one folder, and name it in
CHECKER_OOXML_XSD.
"""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest
import xmlschema

from checker import reports
from checker.model import Report
from checker.reports import Options
from tests.reports.hostile import EVIL, hostile

FOLDER = os.environ.get("CHECKER_OOXML_XSD", "")
SCHEMAS = {
    "[Content_Types].xml": "opc-contentTypes.xsd",
    "_rels": "opc-relationships.xsd",
    "docProps/app.xml": "shared-documentPropertiesExtended.xsd",
    "xl/s": "sml.xsd",
    "xl/w": "sml.xsd",
}

pytestmark = pytest.mark.skipif(not FOLDER, reason="CHECKER_OOXML_XSD names no folder with ECMA-376's schemas")


@pytest.fixture(scope="module")
def schemas() -> dict[str, xmlschema.XMLSchema]:
    """The schemas that are needed, read once."""
    return {name: xmlschema.XMLSchema(Path(FOLDER, name)) for name in set(SCHEMAS.values())}


def held(report: Report, schemas: dict[str, xmlschema.XMLSchema]) -> set[str]:
    """The parts of a workbook that were held to a schema; each fits."""
    stream = io.BytesIO()
    reports.writer("xlsx")(report, stream, Options())
    book = zipfile.ZipFile(stream)
    found = set()
    for part in book.namelist():
        name = next((SCHEMAS[each] for each in SCHEMAS if part.startswith(each) or f"/{each}/" in part), "")
        if name:
            # XML's own attribute, which Excel writes and reads there too, is not named in the schema.
            schemas[name].validate(book.read(part).decode().replace(' xml:space="preserve"', ""))
            found.add(part)
    return found


def test_the_workbook_is_as_its_schemas_say(report: Report, schemas: dict[str, xmlschema.XMLSchema]) -> None:
    """All parts but the theme and the core properties, which are the library's own."""
    parts = held(report, schemas)
    assert {"xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet11.xml"} <= parts


@pytest.mark.parametrize("text", EVIL)
def test_hostile_texts_keep_it_so(text: str, schemas: dict[str, xmlschema.XMLSchema]) -> None:
    """Whatever the records hold."""
    assert held(hostile(text), schemas)
