"""What the service shows: plain lines anywhere, the state on a terminal only."""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
from collections.abc import Iterator

import pytest

from digitize_flows.screen import Screen, say


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[Terminal]:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.delenv("NO_COLOR", raising=False)
    with Terminal() as stream:
        yield stream


def test_a_pipe_gets_plain_lines_and_no_state() -> None:
    """A journal does not fill with states, nor with colours."""
    with io.StringIO() as stream:
        screen = Screen(stream)
        screen.show("all parts up")
        screen.say("trouble", is_trouble=True)
        screen.show("")
        assert stream.getvalue() == "trouble\n"


def test_lines_come_above_the_state(terminal: Terminal) -> None:
    """The state is erased, the line written, the state drawn again."""
    screen = Screen(terminal)
    screen.show("state")
    screen.say("line")
    assert terminal.getvalue().endswith("\r\x1b[Kline\n\x1b[2mstate\x1b[0m")
    screen.show("")
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_the_state_fits_the_terminal_and_is_drawn_when_it_changes(terminal: Terminal) -> None:
    """A line that wraps could not be erased."""
    screen = Screen(terminal)
    screen.show("x" * 200)
    assert terminal.getvalue().count("x") == 39
    screen.show("x" * 200)
    assert terminal.getvalue().count("x") == 39


def test_no_colours_where_they_are_not_wanted(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    """``NO_COLOR`` is obeyed; a dumb terminal is a pipe."""
    monkeypatch.setenv("NO_COLOR", "1")
    screen = Screen(terminal)
    screen.show("state")
    screen.say("trouble", is_trouble=True)
    assert "\x1b[3" not in terminal.getvalue() and "\x1b[2m" not in terminal.getvalue()
    monkeypatch.setenv("TERM", "dumb")
    with Terminal() as dumb:
        Screen(dumb).show("state")
        assert dumb.getvalue() == ""


def test_a_reader_that_has_gone_does_not_end_the_work() -> None:
    """``digitize serve | head`` goes on; so does a service whose terminal was closed."""
    code = (
        "import os, signal, sys\n"
        "from digitize_flows.screen import Screen, say\n"
        "sys.stdin.read()\n"
        "screen = Screen()\n"
        "for _ in range(3): screen.say('x' * 100_000); say('y' * 100_000)\n"
        "os.write(2, b'went on')"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin and process.stdout and process.stderr
        process.stdout.close()
        process.stdin.close()
        assert process.stderr.read() == b"went on"
        assert process.wait() == 0


def test_a_closed_terminal_is_no_fault() -> None:
    """Writing to it fails with an error of input and output."""
    leader, follower = pty.openpty()
    with os.fdopen(follower, "w") as stream:
        screen = Screen(stream)
        screen.show("state")
        os.close(leader)
        screen.say("line")
        screen.show("")


def test_say_writes_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    """Into whatever standard output is now."""
    say("one\ntwo")
    assert capsys.readouterr().out == "one\ntwo\n"
