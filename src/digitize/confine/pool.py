"""A fixed number of worker processes, started when first needed, replaced when they die."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import ParamSpec, Self, TypeVar, cast

from digitize.confine import wire
from digitize.confine.child import Child
from digitize.errors import DigitizeError, LimitError

P = ParamSpec("P")
T = TypeVar("T")


class PoolClosedError(Exception):
    """The pool was closed while a call was running or waiting: the work was cancelled."""


class Pool:
    """Runs module-level functions in confined worker processes.

    Safe to use from several threads; each call blocks its thread until it is answered.

    A worker has a temporary folder of its own, which is removed with it: what a function leaves in ``tempfile``'s
    folder when it is ended is gone too, and no path in it may be handed back.

    Args:
        workers: How many processes may run at a time.
        memory_bytes: Address space that each worker, and each process it starts, may use.
    """

    def __init__(self, workers: int, memory_bytes: int) -> None:
        self.workers = workers
        self.memory_bytes = memory_bytes
        self._idle: queue.LifoQueue[Child | None] = queue.LifoQueue()
        self._alive: set[Child] = set()
        self._lock = threading.Lock()
        self._closed = False
        for _ in range(workers):
            self._idle.put(None)

    @property
    def is_open(self) -> bool:
        """Whether it still takes calls."""
        return not self._closed

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
            DigitizeError: What the function raised; any other exception, and a result that cannot be pickled, arrives as
                ``InternalError``.
            EnvironmentFault: If no worker can be started.
            PoolClosedError: If the pool was closed.
        """
        if kwargs:
            raise TypeError("calls to workers take positional arguments only")
        call = wire.packed((function, args))
        worker = self._take()
        try:
            done, value = worker.call(call, timeout_s)
        except BaseException as error:
            self._discard(worker)
            if self._closed and isinstance(error, Exception):
                raise PoolClosedError from None
            raise
        if done:
            self._give_back(worker)
            return cast("T", value)
        if isinstance(value, LimitError):  # it may have left a process behind, and its memory in pieces
            self._discard(worker)
        else:
            self._give_back(worker)
        raise cast("DigitizeError", value)

    def close(self) -> None:
        """Ends all workers and everything they started, busy or not, and waits until they are gone."""
        with self._lock:
            self._closed = True
            alive, self._alive = self._alive, set()
        for worker in alive:
            worker.end()
        for worker in alive:
            worker.wait()
        for worker in self._not_busy():  # a busy one is released by the thread that waits for its answer
            worker.release()

    def _not_busy(self) -> list[Child]:
        slots: list[Child | None] = []
        with suppress(queue.Empty):
            while True:
                slots.append(self._idle.get_nowait())
        for _ in slots:
            self._idle.put(None)  # whoever waits for a worker wakes up and finds the pool closed
        return [worker for worker in slots if worker is not None]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _take(self) -> Child:
        worker = self._idle.get()
        try:
            with self._lock:
                if self._closed:
                    raise PoolClosedError
                if worker is not None and worker.is_there:
                    return worker
                if worker is not None:  # it died while it had nothing to do
                    self._alive.discard(worker)
                    worker.release()
                worker = Child(self.memory_bytes)
                self._alive.add(worker)
                return worker
        except BaseException:
            self._free(worker)
            raise

    def _give_back(self, worker: Child) -> None:
        with self._lock:
            if not self._closed:
                self._idle.put(worker)
                return
        self._free(worker)

    def _discard(self, worker: Child) -> None:
        with self._lock:
            self._alive.discard(worker)
        self._free(worker)

    def _free(self, worker: Child | None) -> None:
        """Makes room for another worker."""
        try:
            if worker is not None:
                worker.release()
        finally:
            self._idle.put(None)
