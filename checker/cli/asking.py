"""Asks for a record field by field: questions and answers are those of `checker.scaffold`, shown on a terminal."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from checker.cli import CLEAN, FAILED, NO_REPORT
from checker.cli.streams import layout, replacing, stdout
from checker.errors import UsageError
from checker.record import dotted
from checker.reports.layout.page import Page
from checker.reports.layout.words import counted, listed
from checker.scaffold import emit
from checker.scaffold.answers import answer, numbered
from checker.scaffold.fields import ordered, plain, value_at
from checker.scaffold.gaps import problems
from checker.scaffold.questions import Form, Question, State, step
from checker.scaffold.record import MANY, described, title, wanted
from checker.scaffold.sample import example_at

if TYPE_CHECKING:
    from checker.audit import Choice
    from checker.record import Problem
    from checker.scaffold.needs import Needs
    from checker.schemas import Kind, Kinds

_HEAD = (
    "# Written by `checker new record {kind} --interactive`; run again, it goes on from here.\n"
    "# null stands for what was asked and left open: it counts as not recorded.\n"
)


def interview(
    kind: Kind, kinds: Kinds, output: Path, choice: Choice, as_of: date, force: bool, options: Sequence[str]
) -> int:
    """Asks until nothing is left, or the user stops; after every answer the record is saved to `output`.

    `options` are those that the next commands need too. Gives the exit code. Raises UsageError where the file holds
    what would be lost, PolicyError where the policies do not load.
    """
    needs = _needs(kinds, choice, as_of)
    screen = stdout()
    record = _begun(kind, output, force)
    output.parent.mkdir(parents=True, exist_ok=True)
    asking = _Interview(kind, output, Page(screen, layout(screen)), needs, options)
    try:
        return asking.run(record)
    except (click.Abort, KeyboardInterrupt):
        asking.interrupted()
        return NO_REPORT


def _needs(kinds: Kinds, choice: Choice, as_of: date) -> Needs:
    from checker.lang import load_policies
    from checker.scaffold.needs import Needs
    from checker.selection import selected

    policies = load_policies(choice.policies, kinds, choice.params).policies
    chosen = selected([policy.summary for policy in policies], choice.select, choice.ignore)
    return Needs([policy for policy in policies if policy.summary.id in chosen], kinds, as_of)


def _begun(kind: Kind, output: Path, force: bool) -> Mapping[str, Any] | None:
    """The record that the file holds; None where there is no file."""
    from checker.yaml12 import Limits, YamlError, load_all

    if not output.exists():
        return None
    try:
        text = output.read_bytes().decode("utf-8-sig")
        documents = load_all(text, Limits())
    except UnicodeDecodeError:
        raise UsageError(f"{output} is not UTF-8 text, so no record to go on with. Name another file.") from None
    except YamlError as error:
        where = f":{error.position.line}" if error.position else ""
        raise UsageError(f"{output}{where}: {error.message}. Mend it, or name another file.") from None
    if len(documents) != 1 or not isinstance(documents[0], dict):
        raise UsageError(f"{output} does not hold one record, so there is none to go on with. Name another file.")
    record: dict[str, Any] = documents[0]
    if record.get("kind") != kind.name:
        raise UsageError(f"{output} does not hold a record of the kind {kind.name}. Name another file.")
    if _text(kind, record) != text and not force:
        raise UsageError(
            f"{output} has comments or a form of its own, which would be lost: name another file, or add --force to go "
            "on with what it records."
        )
    return record


def _text(kind: Kind, record: Mapping[str, Any]) -> str:
    return _HEAD.format(kind=kind.name) + "\n".join(emit.block(dict(record))) + "\n"


class _Interview:
    """One session: what was answered, so that it can be taken back, and where it is shown."""

    def __init__(self, kind: Kind, output: Path, page: Page, needs: Needs, options: Sequence[str]) -> None:
        self._kind = kind
        self._output = output
        self._page = page
        self._needs = needs
        self._options = options
        self._history: list[State] = []

    def run(self, record: Mapping[str, Any] | None) -> int:
        """Asks, saves and tells what is left; gives the exit code."""
        self._welcome(record)
        state = State(record or {"kind": self._kind.name})
        while True:
            state, question = step(self._kind, state, self._needs)
            self._save(state.record)
            if question is None and not state.everything and self._goes_on(state):
                state = replace(state, everything=True)
                continue
            if question is None:
                break
            after = self._asked(state, question)
            if after is None:
                break
            state = after
        return self._end(state)

    def interrupted(self) -> None:
        """Says where the answers are, and how to go on."""
        self._page.blank()
        self._page.line(f"Interrupted. {self._output} holds every answer; to go on from there:")
        self._command("new", "record", self._kind.name, "--interactive", "-o", str(self._output), *self._options)

    def _welcome(self, record: Mapping[str, Any] | None) -> None:
        page = self._page
        if record is None:
            page.line(f"A new record of the kind {self._kind.name}, saved to {self._output} after every answer.")
        else:
            fields = counted(len(plain(record)), "field")
            page.line(f"Going on with {self._output}, which records {fields} of the kind {self._kind.name}.")
        page.line(
            "An empty answer leaves a field open. ? explains it, back takes the last answer back, stop ends "
            '(in double quotes, they are answers: "back").'
        )

    def _asked(self, state: State, question: Question) -> State | None:
        """The state after a question is answered; None where the user stops."""
        self._tell(state, question)
        while True:
            text = self._prompt(question)
            if text == "stop":
                return None
            if text == "back" and self._history:
                return self._history.pop()
            if text == "back":
                self._page.line("There is no answer to take back.", at=2)
                continue
            if text == "?":
                self._help(state, question)
                continue
            after = answer(self._kind, state, question, text)
            if isinstance(after, State):
                self._history.append(state)
                return after
            self._refuse(after)

    def _prompt(self, question: Question) -> str:
        name = dotted(question.path)
        if question.form is not Form.VALUE:
            name += " (y/n)"
        return self._line(name)

    def _line(self, prompt: str) -> str:
        said: str = click.prompt(self._page.safe(prompt), default="", show_default=False)
        if not sys.stdin.isatty():
            # A terminal shows what is typed; of lines from a pipe, nothing else would.
            self._page.line(said)
        return said.strip()

    def _tell(self, state: State, question: Question) -> None:
        page, shape = self._page, self._kind.gate.shapes.at(question.path)
        needed = counted(len(question.waiting), "policy", "policies")
        notes = ["required"] * question.required + [f"needed by {needed}"] * bool(question.waiting)
        page.blank()
        page.line("  ".join([_asks(self._kind, state, question), *notes]))
        if question.problem:
            page.line(f"{question.problem}.", at=2, mark="✗ ")
        if question.form is not Form.VALUE:
            return
        if len(question.choices) > MANY:
            page.line(f"{wanted(self._kind, state.record, question.path)} ? lists them.", at=2)
        elif question.choices:
            for number, choice in enumerate(question.choices, start=1):
                mark = f"{number:>2} " if numbered(question.choices) else "-  "
                page.line(emit.scalar(choice), at=2, mark=mark)
        elif hint := wanted(self._kind, state.record, question.path):
            page.line(hint, at=2)
        elif shape.types is None:
            page.line("Any value, as YAML.", at=2)

    def _help(self, state: State, question: Question) -> None:
        page, record = self._page, state.record
        page.line(described(self._kind, record, question.path) or "The schema says no more of it.", at=2)
        if len(question.choices) > MANY:
            page.line(f"One of: {listed([emit.scalar(choice) for choice in question.choices])}.", at=2)
        example = next(example_at(self._kind, question.path), None)
        if example is not None and question.form is Form.VALUE:
            page.line(f"For example: {emit.scalar(example)}", at=2)
        if question.waiting:
            page.line(f"Needed by {', '.join(question.waiting)}.", at=2)

    def _refuse(self, problem: Problem) -> None:
        message = problem.message.rstrip(".")
        self._page.line(f"{message}. {problem.hint}".rstrip(), at=2, mark="✗ ")

    def _goes_on(self, state: State) -> bool:
        """Whether the user wants to be asked for what neither the schema nor a policy needs."""
        if step(self._kind, replace(state, everything=True), self._needs)[1] is None:
            return False
        self._page.blank()
        self._page.line("That is all that the schema and the policies need and can be asked for.")
        return self._line("Go on with every other field? (y/n)").lower() in ("y", "yes")

    def _save(self, record: Mapping[str, Any]) -> None:
        with replacing(self._output, "The record") as stream:
            stream.write(_text(self._kind, record))

    def _end(self, state: State) -> int:
        page, record = self._page, ordered(self._kind, state.record)
        self._save(record)
        page.blank()
        wrong = problems(self._kind, record)
        if wrong:
            page.line(f"{self._output} is saved, and not yet a valid record:")
            for problem in wrong:
                self._refuse(problem)
            page.line("To go on from there:")
            self._command("new", "record", self._kind.name, "--interactive", "-o", str(self._output), *self._options)
            return FAILED
        left = self._needs(record)
        page.line(f"{self._output} is saved, and a valid record.")
        if left:
            page.line(f"Policies still lack {counted(len(left), 'fact')}:")
        for item in left:
            about = item.missing.note or item.missing.title
            page.line(": ".join(part for part in (item.missing.path, about) if part), at=2, mark="[ ] ")
        page.line("To hold it to the policies:")
        self._command("check", str(self._output), *self._options)
        return CLEAN

    def _command(self, *words: str) -> None:
        self._page.stream.write(f"  {self._page.safe(shlex.join(['checker', *words]))}\n")


def _asks(kind: Kind, state: State, question: Question) -> str:
    said = title(kind, state.record, question.path)
    if question.form is Form.GROUP:
        return f"{said}: is there something to record?"
    if question.form is Form.ITEM:
        return f"{said}: add {'another' if value_at(state.record, question.path) else 'one'}?"
    return said
