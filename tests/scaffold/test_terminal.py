"""`checker new record --interactive` on a terminal: a process behind a pseudo-terminal asks, and is interrupted."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from checker.yaml12 import Limits, load_all

fcntl, pty, termios = map(pytest.importorskip, ("fcntl", "pty", "termios"))
ROOT = Path(__file__).resolve().parents[2]
_COLOURS = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")
_PATIENCE = 20


class Terminal:
    """The command on a pseudo-terminal: what its screen shows, and what is typed."""

    def __init__(self, *arguments: str) -> None:
        self._ours, theirs = pty.openpty()
        termios.tcsetwinsize(theirs, (40, 120))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "checker", *arguments],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "PYTHONUTF8": "1"},
            preexec_fn=_own_terminal,
        )
        os.close(theirs)
        self._unread = ""

    def shows(self, wanted: str) -> str:
        """Reads until the screen shows a text; gives what it has shown since the last time."""
        end = time.monotonic() + _PATIENCE
        while wanted not in self._unread:
            assert time.monotonic() < end, f"waited for {wanted!r}, found {self._unread!r}"
            assert self._read(), f"wanted {wanted!r} at the end, found {self._unread!r}"
        before, _, self._unread = self._unread.partition(wanted)
        return before + wanted

    def type(self, text: str) -> None:
        """Types a line."""
        os.write(self._ours, f"{text}\n".encode())

    def press(self, key: bytes) -> None:
        """Presses one key."""
        os.write(self._ours, key)

    def answer(self, prompt: str, text: str) -> str:
        """Waits for a prompt, and types a line; gives what was shown before it."""
        shown = self.shows(f"{prompt}: ")
        self.type(text)
        return shown

    def interrupt(self) -> tuple[int, str]:
        """Presses Ctrl-C, and again where nothing happens, as people do; gives what `end` gives.

        A signal between the last character of a prompt and the wait for input is seen only after the next key.
        """
        for _ in range(5):
            time.sleep(0.2)
            self.press(b"\x03")
            end = time.monotonic() + 3
            while time.monotonic() < end:
                if not self._read():
                    return self.end()
        return self.end()

    def end(self) -> tuple[int, str]:
        """The exit code, and what was shown last."""
        end = time.monotonic() + _PATIENCE
        while self._read():
            assert time.monotonic() < end, f"waited for the end, found {self._unread!r}"
        return self._process.wait(_PATIENCE), self._unread

    def close(self) -> None:
        """Ends the process if it has not ended."""
        self._process.kill()
        self._process.wait()
        os.close(self._ours)

    def _read(self) -> bool:
        """Adds what the screen shows now; false where the process has closed it."""
        if not select.select([self._ours], [], [], 1)[0]:
            return True
        try:
            new = os.read(self._ours, 65536)
        except OSError:
            return False
        self._unread += _COLOURS.sub("", new.decode("utf-8", "replace")).replace("\r\n", "\n")
        return bool(new)


def _own_terminal() -> None:
    """Makes the pseudo-terminal the one whose Ctrl-C reaches the process, even where our own parent ignores it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.setsid()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Terminal]]:
    """Opens terminals in an empty folder, and closes them."""
    monkeypatch.chdir(tmp_path)
    opened: list[Terminal] = []

    class _Terminal(Terminal):
        def __init__(self, *arguments: str) -> None:
            super().__init__(*arguments)
            opened.append(self)

    yield _Terminal
    for each in opened:
        each.close()


ASK = ("new", "record", "engagement", "--interactive", "-o", "eng.yaml", "--as-of", "2026-11-24")


def test_a_record_is_asked_for_interrupted_and_finished(terminal: type[Terminal]) -> None:
    """Ctrl-C midway keeps every answer; the same command goes on there; what it ends with is valid."""
    first = terminal(*ASK)
    assert "A new record of the kind engagement, saved to eng.yaml after every answer." in first.answer("id", "ENG-1")
    assert "Title  required" in first.answer("title", "Bookkeeper at home")
    assert "   2 remote_staffing\n" in first.answer("arrangement.declared", "7")
    shown = first.answer("arrangement.declared", "?")
    assert '✗ arrangement.declared (Declared arrangement) is "7", not one of outsourcing,' in shown
    assert "  What the client calls it: outsourcing (a provider" in first.answer("arrangement.declared", "2")
    assert "Status  needed by 1 policy" in first.answer("status", "active")
    first.shows("control.hires: ")
    code, shown = first.interrupt()
    assert code == 2
    assert "Interrupted. eng.yaml holds every answer; to go on from there:\n" in shown
    assert "  checker new record engagement --interactive -o eng.yaml --as-of 2026-11-24\n" in shown

    second = terminal(*ASK)
    shown = second.answer("control.hires", "client")
    assert "Going on with eng.yaml, which records 5 fields of the kind engagement." in shown
    assert "Engagement id" not in shown
    second.answer("control.instructs_how", "1")
    second.answer("control.manages_performance", "back")
    second.answer("control.instructs_how", "2")
    for power in ("control.manages_performance", "control.dismisses", "control.pays"):
        second.answer(power, "1")
    for power in ("hires", "instructs_how", "manages_performance", "dismisses", "pays"):
        second.answer(f"contracted_control.{power}", "")
    assert "Places: add one?" in second.answer("location.sites (y/n)", "y")
    second.answer("location.sites[0].type", "home")
    assert "One of 249 values" in second.answer("location.sites[0].country", "de")
    assert "Did you mean DE?" in second.answer("location.sites[0].country", "DE")
    second.answer("location.sites[0].share_of_time", "1")
    second.answer("location.sites[0].description", "")
    assert "Places: add another?" in second.answer("location.sites (y/n)", "n")
    second.answer("evidence (y/n)", "")
    second.answer("approvals (y/n)", "n")
    second.answer("Go on with every other field? (y/n)", "n")
    code, shown = second.end()
    assert code == 0
    assert "eng.yaml is saved, and a valid record.\nPolicies still lack 7 facts:\n" in shown
    assert "[ ] engagement.evidence: Evidence\n" in shown
    assert shown.endswith("To hold it to the policies:\n  checker check eng.yaml --as-of 2026-11-24\n")

    validated = terminal("validate", "eng.yaml")
    assert validated.end()[0] == 0
    (record,) = load_all(Path("eng.yaml").read_text(encoding="utf-8"), Limits())
    assert list(record)[:5] == ["kind", "id", "title", "status", "arrangement"]
    assert record["control"]["instructs_how"] == "provider"
    assert record["location"]["sites"] == [{"type": "home", "country": "DE", "share_of_time": 1, "description": None}]
    assert (record["evidence"], record["contracted_control"]["hires"]) == (None, None)


def test_the_end_of_input_keeps_every_answer(terminal: type[Terminal]) -> None:
    """Ctrl-D is an interruption too."""
    screen = terminal("new", "record", "vendor", "-i", "-o", "v.yaml")
    screen.answer("id", "VEN-1")
    screen.shows("legal_name: ")
    screen.press(b"\x04")
    code, shown = screen.end()
    assert code == 2
    assert "Interrupted. v.yaml holds every answer" in shown
    (record,) = load_all(Path("v.yaml").read_text(encoding="utf-8"), Limits())
    assert record == {"kind": "vendor", "id": "VEN-1"}
    assert [file.name for file in Path().iterdir()] == ["v.yaml"]
