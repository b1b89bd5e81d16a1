"""A fixed number of worker processes, started when first needed, replaced when they die."""

from __future__ import annotations

import os
import queue
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, ParamSpec, TypeVar, cast

from digitize.confine import wire
from digitize.errors import DigitizeError, EngineError, EnvironmentFault, LimitError

P = ParamSpec("P")
T = TypeVar("T")

ONE_THREAD = dict.fromkeys(("OMP_THREAD_LIMIT", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""One process per core, each with one thread: several threads per process made Tesseract six times slower."""


class PoolClosedError(Exception):
    """The pool was closed while a call was running or waiting: the work was cancelled."""


class Pool:
    """Runs module-level functions in confined worker processes.

    Safe to use from several threads; each call blocks its thread until it is answered.

    Args:
        workers: How many processes may run at a time.
        memory_bytes: Address space that each worker, and each process it starts, may use.

    Raises:
        EnvironmentFault: If there is no room for temporary files.
    """

    def __init__(self, workers: int, memory_bytes: int) -> None:
        self.workers = workers
        self.scratch = _make_scratch()
        """Folder for temporary files, of the caller and of the workers; removed with the pool, however it ends."""
        self._memory_bytes = memory_bytes
        self._idle: queue.LifoQueue[_Worker | None] = queue.LifoQueue()
        self._alive: set[_Worker] = set()
        self._lock = threading.Lock()
        self._closed = False
        for _ in range(workers):
            self._idle.put(None)

    def run(self, timeout_s: float, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """``function(*args)`` in a worker.

        Args:
            timeout_s: Seconds that the call may take, once it has a worker.
            function: A module-level function; arguments and result are pickled.
            args: Its positional arguments.
            kwargs: Not supported; they are part of the signature for the type checker only.

        Raises:
            LimitError: If it ran out of time or memory; its processes are gone.
            EngineError: If the worker died (a crash in a decoder or recogniser).
            DigitizeError: What the function raised; any other exception arrives as ``InternalError``.
            PoolClosedError: If the pool was closed.
        """
        if kwargs:
            raise TypeError("calls to workers take positional arguments only")
        worker = self._take()
        try:
            done, value = worker.call(function, args, timeout_s)
        except BaseException as error:
            self._discard(worker)
            if self._closed and isinstance(error, Exception):  # an interrupt stays one
                raise PoolClosedError from None
            raise
        self._idle.put(worker)
        if not done:
            raise cast("DigitizeError", value)
        return cast("T", value)

    def close(self) -> None:
        """Ends all workers and everything they started, busy or not."""
        with self._lock:
            self._closed = True
            alive, self._alive = self._alive, set()
        for worker in alive:
            worker.kill()
        shutil.rmtree(self.scratch, ignore_errors=True)

    def __enter__(self) -> Pool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _take(self) -> _Worker:
        waiting = self._idle.get()
        try:
            with self._lock:
                if self._closed:
                    raise PoolClosedError
                if waiting is None:
                    waiting = _Worker(self._memory_bytes, self.scratch)
                    self._alive.add(waiting)
        except BaseException:
            self._idle.put(None)
            raise
        return waiting

    def _discard(self, worker: _Worker) -> None:
        with self._lock:
            self._alive.discard(worker)
        worker.kill()
        self._idle.put(None)


class _Worker:
    """One child process and the pipes to it."""

    def __init__(self, memory_bytes: int, scratch: Path) -> None:
        self._scratch = Path(tempfile.mkdtemp(prefix="worker-", dir=scratch))
        self._process = subprocess.Popen(
            # -P: a json.py among the user's scans is not to be imported
            [sys.executable, "-P", "-m", "digitize.confine.worker", str(memory_bytes), str(scratch)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={**os.environ, **ONE_THREAD, "TMPDIR": str(self._scratch)},
        )

    def call(self, function: Callable[..., Any], args: tuple[Any, ...], timeout_s: float) -> tuple[bool, Any]:
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise AssertionError("a worker has pipes")
        deadline = time.monotonic() + timeout_s
        try:
            wire.send(cast("Any", stdin), (function, args))
            if not _readable(stdout.fileno(), deadline):
                raise LimitError(
                    f"no answer within {timeout_s:g} s", hint="Raise DIGITIZE_PAGE_TIMEOUT_S if the page is worth it"
                )
            return cast("tuple[bool, Any]", wire.receive(cast("Any", stdout)))
        except (EOFError, BrokenPipeError):
            raise EngineError(
                f"the process that worked on it died ({_ending(self._process)})",
                hint="Try the page again; if it fails again, the file or the program reading it is damaged",
            ) from None

    def kill(self) -> None:
        """Ends the process group and removes what it left; harmless when it is gone."""
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self._process.wait()
        shutil.rmtree(self._scratch, ignore_errors=True)
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except BrokenPipeError:  # what was still to be sent has no reader any more
                    pass


def _make_scratch() -> Path:
    try:
        return Path(tempfile.mkdtemp(prefix="digitize-")).absolute()
    except OSError as error:
        raise EnvironmentFault(
            f"no temporary files can be made: {error.strerror}",
            where=os.environ.get("TMPDIR") or "the folder for temporary files",
            hint="Make room there, or name another folder in TMPDIR",
        ) from error


def _readable(descriptor: int, deadline: float) -> bool:
    poll = select.poll()
    poll.register(descriptor, select.POLLIN | select.POLLHUP)
    return bool(poll.poll(max(0.0, deadline - time.monotonic()) * 1000))


def _ending(process: subprocess.Popen[bytes]) -> str:
    try:
        code = process.wait(5)
    except subprocess.TimeoutExpired:
        return "it closed its output"
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit status {code}"
