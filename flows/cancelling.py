"""A run that a person cancels in the UI: noticed wherever the run has its process, and all its work ended at once.

A runner kills the process of a run that it has started; a run of the watched folder has no runner. So every run asks the
server for its own state, now and then.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import copy_context
from functools import partial
from uuid import UUID

from prefect import State
from prefect.client.orchestration import get_client
from prefect.context import FlowRunContext
from prefect.states import Running

from digitize.confine import Pool, PoolClosedError

_LOOK_S = 2.0
_LEAVE_S = 1.0


class Ending:
    """Whether the run was cancelled. Safe to use from several threads."""

    def __init__(self) -> None:
        self.asked = threading.Event()
        self._pools: set[Pool] = set()
        self._lock = threading.Lock()

    def ends(self, pool: Pool) -> None:
        """Has the pool closed when the run is cancelled."""
        with self._lock:
            self._pools.add(pool)
        if self.asked.is_set():
            pool.close()

    def pause(self, seconds: float) -> None:
        """Waits.

        Raises:
            PoolClosedError: As soon as the run is cancelled.
        """
        if self.asked.wait(seconds):
            raise PoolClosedError

    def ask(self) -> None:
        """Ends the work: whoever waits for a worker gets ``PoolClosedError``."""
        self.asked.set()
        with self._lock:
            pools = list(self._pools)
        for pool in pools:
            pool.close()


@contextmanager
def ended_when_cancelled() -> Iterator[Ending]:
    """Looks after the flow run that runs in this thread, for the time of the block."""
    ending, over = Ending(), threading.Event()
    context = FlowRunContext.get()
    if context is None or context.flow_run is None:
        yield ending
        return
    settings = copy_context()  # they say where the server is, and a thread does not have them by itself
    asking = partial(settings.run, _watch, context.flow_run.id, ending, over)
    watch = threading.Thread(target=asking, name="cancelling", daemon=True)
    watch.start()
    try:
        yield ending
    finally:
        over.set()
        watch.join(_LEAVE_S)  # a server that does not answer holds up nobody


def _watch(flow_run: UUID, ending: Ending, over: threading.Event) -> None:
    with get_client(sync_client=True) as client:
        while not over.wait(_LOOK_S):
            with suppress(Exception):  # the server is away: it is asked again
                state = client.read_flow_run(flow_run).state
                if state is not None and (state.is_cancelling() or state.is_cancelled()):
                    ending.ask()
                    return


def show_state(name: str, message: str | None = None) -> None:
    """Gives the flow run of this thread a state of type running that the UI shows; a server that is away is left alone."""
    context = FlowRunContext.get()
    if context is None or context.flow_run is None:
        return
    with suppress(Exception), get_client(sync_client=True) as client:
        now = client.read_flow_run(context.flow_run.id).state
        if now is not None and now.is_running():
            shown: State[object] = Running(name=name, message=message)
            client.set_flow_run_state(context.flow_run.id, shown, force=True)
