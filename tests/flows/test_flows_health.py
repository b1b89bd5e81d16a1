"""Whether the service answers, asked from outside."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from digitize_flows.health import answers, status_of


class Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(int(self.path.strip("/")))
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Tests are quiet."""


@pytest.fixture
def url() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def ask(*urls: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "digitize_flows.health", *urls]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_an_answer_is_told_from_a_fault(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that asks for a token is well, a fault of the server is not; a proxy of the machine is not asked."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert status_of(f"{url}/204") == 204
    assert answers(f"{url}/200") and answers(f"{url}/403")
    assert not answers(f"{url}/503")


def test_silence_is_no_answer(url: str) -> None:
    """Nobody listens, or what listens speaks no HTTP."""
    assert status_of("http://127.0.0.1:9/") is None
    assert not answers("http://127.0.0.1:9/")


def test_the_program_says_who_is_silent(url: str) -> None:
    """Exit code 0 and no word, or 1 and each address that does not answer."""
    well = ask(f"{url}/200", f"{url}/404")
    assert (well.returncode, well.stderr) == (0, "")
    ill = ask(f"{url}/200", f"{url}/500", "http://127.0.0.1:9/")
    assert ill.returncode == 1
    assert ill.stderr.splitlines() == [f"no answer: {url}/500", "no answer: http://127.0.0.1:9/"]
