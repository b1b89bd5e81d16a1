"""``digitize review`` as a process of its own, which can be killed at any moment and started again at the same address."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

_DIGITIZE = Path(sys.executable).with_name("digitize")
_BETWEEN_S = 0.02
"""Between two looks whether it listens."""


class AppProcess:
    """The app; a context manager that ends it on leaving.

    Args:
        output: The output folder.
        said: The file that what it says is added to.
    """

    def __init__(self, output: Path, said: Path) -> None:
        self._output = output
        self._said = said
        self._port = _free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self.kills = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Starts it, and waits until it answers.

        Raises:
            RuntimeError: If it ends instead.
        """
        command: list[str | Path] = [
            _DIGITIZE,
            "review",
            "--port",
            str(self._port),
            "--output",
            self._output,
            "--name",
            "Анна",
        ]
        with self._said.open("ab") as said:
            self._process = subprocess.Popen(command, stdout=said, stderr=said, start_new_session=True)
        while not self._answers():
            if self._process.poll() is not None:
                raise RuntimeError(f"the app has not started: {self._said.read_text(encoding='utf-8')}")
            time.sleep(_BETWEEN_S)

    def _answers(self) -> bool:
        asked = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        try:
            asked.request("GET", "/static/icon.svg")
            return asked.getresponse().status == http.HTTPStatus.OK
        except (ConnectionError, http.client.HTTPException):
            return False
        finally:
            asked.close()

    def kill(self) -> None:
        """Ends it as a power cut would, by SIGKILL."""
        self._end(signal.SIGKILL)
        self.kills += 1

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end(signal.SIGTERM)

    def _end(self, number: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        os.kill(process.pid, number)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def run_digitize(*arguments: str | Path) -> None:
    """Runs a command to its end.

    Raises:
        CalledProcessError: If it fails.
    """
    subprocess.run([_DIGITIZE, *arguments], check=True)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
