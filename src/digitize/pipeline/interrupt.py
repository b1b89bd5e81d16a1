"""Ctrl-C and its kin: all work ends at once, everything that was begun is cleared away."""

from __future__ import annotations

import queue
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from digitize.confine import Pool, PoolClosedError

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

open_pools: set[Pool] = set()
"""Pools that a signal closes; a workshop enters its own."""


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Makes SIGINT, SIGTERM and SIGHUP end all workers at once and raise ``KeyboardInterrupt``.

    Threads that wait for a worker could not be interrupted: they end because their worker does. Further signals are
    passed over, so that nothing interrupts the clearing away. A signal that the caller has told us to ignore (``nohup``)
    stays ignored.

    Raises:
        KeyboardInterrupt: When a signal has come.
    """
    if threading.current_thread() is not threading.main_thread():  # no other is told of signals
        yield
        return
    interrupted = False
    told: queue.SimpleQueue[bool] = queue.SimpleQueue()  # the one that a signal handler may write to

    def handle(number: int, frame: FrameType | None) -> None:
        nonlocal interrupted
        del number, frame
        if not interrupted:
            interrupted = True
            told.put(True)
            raise KeyboardInterrupt

    def close_when_told() -> None:
        if told.get():
            for pool in list(open_pools):
                pool.close()

    closer = threading.Thread(target=close_when_told, daemon=True)
    closer.start()
    ours = [number for number in _SIGNALS if signal.getsignal(number) is not signal.SIG_IGN]
    before = {number: signal.signal(number, handle) for number in ours}
    try:
        yield
    except PoolClosedError:
        if interrupted:
            raise KeyboardInterrupt from None
        raise
    finally:
        told.put(False)
        closer.join()
        for number, handler in before.items():
            signal.signal(number, handler)
