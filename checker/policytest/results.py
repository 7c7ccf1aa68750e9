"""What came of testing policies, for `checker test` to render."""

from __future__ import annotations

from dataclasses import dataclass

from checker.record import Problem
from checker.source import Position


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What came of one case of a test file."""

    name: str
    position: Position | None
    """Where the case begins in its test file."""
    cannot: str = ""
    """Why the case cannot be run; empty where it can."""
    expected: str = ""
    """What was expected, where something else was found; empty where the case passed."""
    found: str = ""
    """What was found instead."""
    details: tuple[str, ...] = ()
    """The explanation of what was found, line by line, indented by two spaces a level."""

    @property
    def message(self) -> str:
        """Empty where the case passed; else what was expected and what was found, or why the case cannot be run."""
        return self.cannot or (f"expected {self.expected}, found {self.found}" if self.expected else "")

    @property
    def passed(self) -> bool:
        """Whether the policy did what the case expects."""
        return not self.message


@dataclass(frozen=True, slots=True)
class FileResult:
    """What came of one policy with its test file."""

    policy: str
    """The policy's id; empty where there is no policy beside the test file."""
    file: str
    """The test file, or the policy where the test file is missing."""
    cases: tuple[CaseResult, ...] = ()
    problems: tuple[Problem, ...] = ()
    """What is wrong with the test file itself; each fails the run."""

    @property
    def passed(self) -> bool:
        """Whether the test file is in order and all its cases passed."""
        return not self.problems and all(case.passed for case in self.cases)


@dataclass(frozen=True, slots=True)
class TestReport:
    """The result of a run, sorted by file."""

    __test__ = False

    files: tuple[FileResult, ...]

    @property
    def passed(self) -> int:
        """How many cases passed."""
        return sum(case.passed for file in self.files for case in file.cases)

    @property
    def failed(self) -> int:
        """How many cases did not pass, and problems with test files."""
        return sum(len(file.problems) + sum(not case.passed for case in file.cases) for file in self.files)

    @property
    def ok(self) -> bool:
        """Whether every policy has tests, and all of them passed."""
        return all(file.passed for file in self.files)
