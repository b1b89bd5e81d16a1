"""The child processes of the service: started together, started again when they die, ended with all they started."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import IO

_LOG_BYTES = 5_000_000
_LONGEST_PAUSE_S = 60.0
_RETRY_S = 10.0
_STEADY_S = 60.0
"""A part that ran so long before it died is started again at once."""

_ERROR = re.compile(r"[\w.]*(Error|Exception|Fault)\b")
"""How the line of a traceback begins that says what went wrong; what follows it may be long."""

Hear = Callable[[str], None]
"""Receives a line that a part has said."""


class Part:
    """One child process, the leader of a process group of its own.

    Args:
        name: Of the part, and of its log.
        arguments: What Python is to run: ``-m MODULE ...``.
        environment: Of the process.
        log: Receives its standard error.
        hear: Receives the lines of its standard output, in a thread; they go to the log when ``None``.
        url: Where it answers when it is well; ``None`` for a part that has no address.
    """

    def __init__(
        self,
        name: str,
        arguments: Sequence[str],
        environment: Mapping[str, str],
        log: Path,
        *,
        hear: Hear | None = None,
        url: str | None = None,
    ) -> None:
        self.name = name
        self.log = log
        self.url = url
        self.restarts = 0
        """How often it was started again."""
        self._arguments = [sys.executable, *arguments]
        self._environment = dict(environment)
        self._hear = hear
        self._process: subprocess.Popen[bytes] | None = None
        self._started_s = 0.0
        self._deaths = 0

    def start(self) -> None:
        """Starts the process."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > _LOG_BYTES:
            self.log.replace(self.log.with_suffix(".old.log"))
        with self.log.open("ab") as stream:
            self._process = subprocess.Popen(
                self._arguments,
                stdin=subprocess.PIPE,  # the lifeline
                stdout=stream if self._hear is None else subprocess.PIPE,
                stderr=stream,
                env=self._environment,
                start_new_session=True,
            )
        if self._hear is not None and self._process.stdout is not None:
            threading.Thread(target=_listen, args=(self._process.stdout, self._hear), daemon=True).start()
        self._started_s = time.monotonic()

    @property
    def pid(self) -> int | None:
        """The process's number; ``None`` when there is none."""
        return None if self._process is None else self._process.pid

    @property
    def runs(self) -> bool:
        """Whether the process has not ended; it is not reaped by asking."""
        if self._process is None or self._process.returncode is not None:
            return False
        return os.waitid(os.P_PID, self._process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None

    def revive(self) -> float | None:
        """Starts the process again if it has died, after a pause that grows with each death.

        Returns:
            Seconds until then, once for each death; otherwise ``None``.

        Raises:
            OSError: If it cannot be started: the disk is full, no process or memory is left. The next try is a pause later.
        """
        if self.runs:
            return None
        now = time.monotonic()
        if self._process is not None:
            self._deaths = 1 if now - self._started_s > _STEADY_S else self._deaths + 1
            pause_s = min(2.0 ** (self._deaths - 1), _LONGEST_PAUSE_S)
            self.end()
            self._started_s = now + pause_s
            return pause_s
        if now >= self._started_s:
            self._started_s = now + _RETRY_S
            self.start()
            self.restarts += 1
        return None

    def ask_to_end(self) -> None:
        """Sends the process SIGTERM."""
        if self._process is not None and self.runs:
            self._process.terminate()

    def kill(self) -> None:
        """Sends the process and its whole group SIGKILL, even where they hang or are stopped."""
        if self._process is not None and self.runs:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def end(self) -> None:
        """Ends the process and its whole group, now."""
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)  # before the leader is reaped, so the number is still its own
        self._process.wait()
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process = None

    @property
    def last_words(self) -> str:
        """What the log says last: its last line that names an error, or else its last line; ``""`` when there is none."""
        with contextlib.suppress(OSError), self.log.open("rb") as stream:
            stream.seek(max(0, stream.seek(0, os.SEEK_END) - 8192))
            lines = [line.strip() for line in stream.read().decode("utf-8", "replace").split("\n") if line.strip()]
            return next((line for line in reversed(lines) if _ERROR.match(line)), lines[-1] if lines else "")
        return ""


def end_all(parts: Iterable[Part], within_s: float) -> None:
    """Asks all to end, waits so long, and ends those that are still there."""
    parts = list(parts)
    for part in parts:
        part.ask_to_end()
    deadline = time.monotonic() + within_s
    while any(part.runs for part in parts) and time.monotonic() < deadline:
        time.sleep(0.05)
    for part in parts:
        part.end()


def _listen(stream: IO[bytes], hear: Hear) -> None:
    """Hands on each line, until all who may write have ended."""
    with stream:
        for line in stream:
            hear(line.decode("utf-8", "replace").rstrip("\n"))
