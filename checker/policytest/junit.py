"""JUnit XML, as continuous integration reads it: a test suite for each policy, a test case for each case."""

from __future__ import annotations

import re
from typing import TextIO
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from checker.policytest.results import CaseResult, FileResult, TestReport
from checker.record import Problem
from checker.reports.layout.printable import printable

# `printable` spells out control characters; of the others, XML has no place for these two.
_NO_XML = re.compile("[\ufffe\uffff]")


def write(report: TestReport, stream: TextIO) -> None:
    """Writes the results of all cases; a mistake in a test file is a test case of its own, with an error."""
    root = Element("testsuites", name="checker test")
    for file in report.files:
        root.append(_suite(file))
    for name in ("tests", "failures", "errors"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    indent(root)
    stream.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    stream.write(tostring(root, encoding="unicode") + "\n")


def _suite(file: FileResult) -> Element:
    wrong = [case for case in file.cases if case.expected]
    broken = [case for case in file.cases if case.cannot]
    suite = Element("testsuite", name=_text(file.policy or file.file), file=_text(file.file))
    suite.set("tests", str(len(file.cases) + len(file.problems)))
    suite.set("failures", str(len(wrong)))
    suite.set("errors", str(len(broken) + len(file.problems)))
    for problem in file.problems:
        _problem(suite, file, problem)
    for case in file.cases:
        _case(suite, file, case)
    return suite


def _problem(suite: Element, file: FileResult, problem: Problem) -> None:
    line = problem.position.line if problem.position else None
    found = _test(suite, file, "the test file is in order", line)
    error = SubElement(found, "error", message=_text(problem.message))
    error.text = _text(problem.hint)


def _case(suite: Element, file: FileResult, case: CaseResult) -> None:
    found = _test(suite, file, case.name, case.position.line if case.position else None)
    if case.cannot:
        SubElement(found, "error", message=_text(case.cannot))
    elif case.expected:
        failure = SubElement(found, "failure", message=_text(case.message))
        failure.text = "\n".join(_text(line) for line in case.details)


def _test(suite: Element, file: FileResult, name: str, line: int | None) -> Element:
    found = SubElement(suite, "testcase", classname=_text(file.policy or file.file), name=_text(name))
    found.set("file", _text(file.file))
    if line is not None:
        found.set("line", str(line))
    return found


def _text(text: str) -> str:
    return _NO_XML.sub(lambda found: f"\\u{{{ord(found[0]):x}}}", printable(text))
