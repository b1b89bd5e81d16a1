"""The supervisor, with parts that are small programs of these tests: what dies or hangs is started again."""

from __future__ import annotations

import errno
import io
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Self

import pytest

from digitize.errors import EnvironmentFault
from digitize_flows.parts import Part
from digitize_flows.screen import Screen
from digitize_flows.supervisor import Supervisor

_STAYS = "import time; time.sleep(3600)"
_ANSWERS = """
import http.server, sys
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
    def log_message(self, *_): pass
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Answer).serve_forever()
"""


class Service:
    """Parts, watched in a thread."""

    def __init__(self, *parts: Part, silence_s: float = 300.0) -> None:
        self.parts = parts
        self.stop = Event()
        self.told = io.StringIO()
        self.supervisor = Supervisor(parts, Screen(self.told), self.stop, ask_s=0.05, silence_s=silence_s)
        self._thread = threading.Thread(target=self.supervisor.watch)

    def __enter__(self) -> Self:
        self.supervisor.start()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        self._thread.join()
        self.supervisor.end()


def part(tmp_path: Path, name: str, code: str, *arguments: str, url: str | None = None) -> Part:
    return Part(name, ["-c", code, *arguments], dict(os.environ), tmp_path / f"{name}.log", url=url)


def until(is_so: Callable[[], bool]) -> None:
    while not is_so():
        time.sleep(0.02)


def test_each_part_that_is_killed_is_started_again(tmp_path: Path) -> None:
    """Also twice, with a longer pause; the others go on, and each death is told once with the log to read."""
    with Service(part(tmp_path, "server", _STAYS), part(tmp_path, "inbox", _STAYS)) as service:
        server, inbox = service.parts
        first = inbox.pid
        for restarts in (1, 2):
            assert server.pid is not None
            os.kill(server.pid, signal.SIGKILL)
            until(lambda wanted=restarts: server.restarts == wanted and server.runs)  # type: ignore[misc]
        assert (inbox.pid, inbox.restarts) == (first, 0)
        assert service.supervisor.told() == "all 2 parts up"
    assert service.told.getvalue().splitlines() == [
        f"the part 'server' has ended, and starts again in {pause} s; see {server.log}" for pause in (1, 2)
    ]
    assert not any(each.runs for each in service.parts)


def test_a_part_that_hangs_is_started_again(tmp_path: Path) -> None:
    """It runs, and no longer answers: a process that was stopped, or waits for itself."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    server = part(tmp_path, "server", _ANSWERS, str(port), url=f"http://127.0.0.1:{port}/")
    with Service(server, silence_s=3.0) as service:
        until(lambda: service.supervisor._last_answer_s.get("server") is not None)
        first = server.pid
        assert first is not None
        os.kill(first, signal.SIGSTOP)
        until(lambda: server.restarts == 1 and server.pid not in (None, first))
    assert "has not answered for 3 s" in service.told.getvalue()


def test_a_part_that_cannot_be_started_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No room for its log, no memory for a process: the others go on, and it is told what is wrong."""
    monkeypatch.setattr("digitize_flows.parts._RETRY_S", 0.1)
    failing = part(tmp_path, "inbox", _STAYS)
    start, faults = failing.start, [OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))] * 2

    def start_or_fail() -> None:
        if faults and failing.pid is None and failing.restarts == 0 and service.supervisor.parts[0].runs:
            raise faults.pop()
        start()

    with Service(part(tmp_path, "server", _STAYS), failing) as service:
        monkeypatch.setattr(failing, "start", start_or_fail)
        assert failing.pid is not None
        os.kill(failing.pid, signal.SIGKILL)
        until(lambda: failing.restarts == 1 and failing.runs)
    assert service.told.getvalue().count("'inbox' cannot be started: No space left on device; later again") == 2


def test_a_part_that_is_down_is_named(tmp_path: Path) -> None:
    """As long as it is."""
    supervisor = Supervisor([part(tmp_path, "server", "")], Screen(io.StringIO()), Event())
    assert supervisor.told() == "down: server"


def test_a_start_that_fails_says_what_the_log_says(tmp_path: Path) -> None:
    """The last line of the log is in the message, and the log is named."""
    failing = part(tmp_path, "server", "import sys; sys.exit('no such table: flow')")
    supervisor = Supervisor([failing], Screen(io.StringIO()), Event())
    supervisor.start()
    with pytest.raises(EnvironmentFault, match=r"'server' ended while it started \(no such table: flow\)") as fault:
        supervisor.wait_until(lambda: False)
    supervisor.end()
    assert str(failing.log) in str(fault.value)


def test_what_is_killed_while_the_service_starts_is_started_again(tmp_path: Path) -> None:
    """A kill is no fault of the part: the start goes on, and nothing that works already is ended."""
    server, other = part(tmp_path, "server", _STAYS), part(tmp_path, "inbox", _STAYS)
    supervisor = Supervisor([server, other], Screen(io.StringIO()), Event())
    supervisor.start()
    try:
        assert other.pid is not None
        first = server.pid
        os.kill(other.pid, signal.SIGKILL)
        supervisor.wait_until(lambda: other.restarts == 1 and other.runs)
        assert server.runs and server.pid == first
    finally:
        supervisor.end()


def test_the_server_ends_last(tmp_path: Path) -> None:
    """Flows that are ended have still to tell it."""
    order = tmp_path / "order"
    code = (
        "import signal, sys, time\n"
        "def end(*_):\n    time.sleep(0.2)\n    open(sys.argv[1], 'a').write(sys.argv[2] + ' ')\n    sys.exit()\n"
        "signal.signal(signal.SIGTERM, end); print('up', flush=True); time.sleep(3600)"
    )
    parts = [part(tmp_path, name, code, str(order), name) for name in ("server", "inbox", "review")]
    supervisor = Supervisor(parts, Screen(io.StringIO()), Event())
    supervisor.start()
    until(lambda: all("up" in each.log.read_text("utf-8") for each in parts))
    supervisor.end()
    assert order.read_text("utf-8").split()[-1] == "server"
    assert sorted(order.read_text("utf-8").split()) == ["inbox", "review", "server"]


def test_what_a_part_says_is_heard_line_by_line(tmp_path: Path) -> None:
    """Its standard output, in order, whatever bytes it holds; its log has the rest."""
    heard: list[str] = []
    code = "import os; os.write(1, b'taken: \\xff.png\\ndone'); os.write(1, b': x\\n'); os.write(2, b'log')"
    it = Part("inbox", ["-c", code], dict(os.environ), tmp_path / "inbox.log", hear=heard.append)
    it.start()
    until(lambda: len(heard) == 2 and not it.runs)
    it.end()
    assert heard == ["taken: \ufffd.png", "done: x"]
    assert it.last_words == "log"
