"""One worker as the pool sees it: its keeper's process, the pipes to the worker, its temporary folder."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from contextlib import suppress
from typing import Any

from digitize.confine import wire
from digitize.errors import EngineError, EnvironmentFault, InternalError, LimitError, WorkerKilledError

ONE_THREAD = dict.fromkeys(("OMP_THREAD_LIMIT", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""One process per core, each with one thread: several threads per process made Tesseract six times slower."""

_START = "import sys; sys.path[:] = sys.argv[3:]; from digitize.confine.worker import main; main()"
"""The worker finds modules where this process does, and never in the current folder, which may hold files from outside."""

_ENDING_S = 10.0
"""How long a keeper may take to end everything before it is ended itself."""
_LAST_WORD_S = 5.0
"""How long the way in which a worker ended is waited for, once it has closed its pipe."""


class Child:
    """A worker, its keeper and its temporary folder.

    Args:
        memory_bytes: Address space that the worker, and each process it starts, may use.

    Raises:
        EnvironmentFault: If it cannot be started.
    """

    def __init__(self, memory_bytes: int) -> None:
        try:
            self._scratch = tempfile.mkdtemp(prefix="digitize-worker-")
            self._process = self._start(memory_bytes)
        except OSError as error:
            raise EnvironmentFault(
                f"a worker process cannot be started: {error.strerror}",
                hint="Make room in the temporary folder (TMPDIR), or run fewer processes with --jobs",
            ) from error
        if self._process.stdin is None or self._process.stdout is None:
            raise AssertionError("a worker has pipes")
        self._calls, self._answers = self._process.stdin, self._process.stdout
        for pipe in (self._calls, self._answers):
            os.set_blocking(pipe.fileno(), False)

    def _start(self, memory_bytes: int) -> subprocess.Popen[bytes]:
        places = [place for place in sys.path if place]
        try:
            return subprocess.Popen(
                [sys.executable, "-c", _START, str(memory_bytes), self._scratch, *places],
                bufsize=0,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                env={**os.environ, **ONE_THREAD, "TMPDIR": self._scratch},
            )
        except OSError:
            shutil.rmtree(self._scratch, ignore_errors=True)
            raise

    @property
    def is_there(self) -> bool:
        return self._process.poll() is None

    def call(self, call: bytes, timeout_s: float) -> tuple[bool, Any]:
        """Sends a packed call and waits for its answer.

        Returns:
            Whether it went well, and the result or the error.

        Raises:
            LimitError: If it took too long.
            EngineError: If the worker died.
            InternalError: If the answer cannot be made again in this process.
        """
        deadline = time.monotonic() + timeout_s
        try:
            wire.send(self._calls.fileno(), call, deadline)
            answer = wire.receive(self._answers.fileno(), deadline)
        except wire.OverdueError:
            raise LimitError(
                f"no answer within {timeout_s:g} s", hint="Raise DIGITIZE_PAGE_TIMEOUT_S if the page is worth it"
            ) from None
        except (EOFError, BrokenPipeError):
            ending, by_force = self._ending()
            kind = WorkerKilledError if by_force else EngineError
            raise kind(
                f"the process that worked on it died ({ending})",
                hint="Try the page again; if it fails again, the file or the program reading it is damaged",
            ) from None
        try:
            done, value = wire.unpacked(answer)
        except Exception:  # noqa: BLE001 - whatever refuses to be made again here is one page's failure
            raise InternalError.from_traceback(traceback.format_exc()) from None
        return done, value

    def end(self) -> None:
        """Asks the keeper to end everything; does not wait. May be called from any thread, and again."""
        self._process.send_signal(signal.SIGTERM)

    def wait(self) -> None:
        """Waits until everything is gone."""
        try:
            self._process.wait(_ENDING_S)
        except subprocess.TimeoutExpired:
            self._end_by_force()

    def release(self) -> None:
        """Ends everything, waits until it is gone, and closes the pipes. Only for the thread that holds the worker."""
        self.end()
        self.wait()
        self._calls.close()
        self._answers.close()
        shutil.rmtree(self._scratch, ignore_errors=True)  # in case the keeper could not

    def _end_by_force(self) -> None:
        with suppress(ProcessLookupError, subprocess.TimeoutExpired):  # if it is stuck in the system, nobody can end it
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(_ENDING_S)

    def _ending(self) -> tuple[str, bool]:
        """How the worker ended, and whether somebody killed it."""
        try:
            code = self._process.wait(_LAST_WORD_S)
        except subprocess.TimeoutExpired:
            return "it closed its output", False
        told = f"signal {-code}: {signal.strsignal(-code)}" if code < 0 else f"exit status {code}"
        return told, code == -signal.SIGKILL
