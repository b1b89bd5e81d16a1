"""Runs that a service left behind when it ended: no process works on them any more, and the server does not know.

A run holds a lock for as long as it has a process (:func:`digitize.store.turns.alive`); the system takes the lock from a
process that dies. So what the server calls running, and holds no lock, is not.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

from prefect import State
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterState, FlowRunFilterStateType
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.states import AwaitingRetry, Cancelled, Crashed

from digitize.store.turns import is_alive

SHUT_DOWN = "Runner is shutting down."
"""What Prefect's runner says of runs that it ends because it is told to end itself."""

_ENDED = "The service ended while this ran."
_STARTED_AGAIN = 3
_STARTING_S = 60.0
"""A run that has no lock yet may just be starting, unless its runner is gone."""
_AT_A_TIME = 200
_LOOK_BACK = timedelta(days=60)

_log = logging.getLogger("digitize.flows")


def settle_left_behind(locks: Path) -> tuple[str, ...]:
    """Gives runs without a process their final state, and starts again what a person had started from a form.

    To be called before the runner starts. What the runner had ended with itself is started again each time; what crashed
    with the service three times, so that a run that brings the machine down does not do so for ever. A run of the watched folder is not
    started again: its file is still in the inbox, and is taken again.

    Args:
        locks: The folder for locks of the service's output folder.

    Returns:
        Names of the runs that were settled.
    """
    settled: list[str] = []
    with get_client(sync_client=True) as client:
        for run in _open_runs(client, locks):
            if run.deployment_id or _age_s(run) > _STARTING_S:
                _settle(client, run)
                settled.append(run.name)
        for run in _runs(client, StateType.CANCELLED):
            if run.deployment_id and run.state is not None and run.state.message == SHUT_DOWN:
                _start_again(client, run)
                settled.append(run.name)
    return tuple(settled)


def settle_late(locks: Path) -> tuple[str, ...]:
    """Gives runs that no form began, and that have no process, their final state; beside a runner at work.

    Those that had begun within a minute before the service started again are left alone by :func:`settle_left_behind`.

    Args:
        locks: The folder for locks of the service's output folder.

    Returns:
        Names of the runs that were settled.
    """
    with get_client(sync_client=True) as client:
        left = [run for run in _open_runs(client, locks) if not run.deployment_id and _age_s(run) > _STARTING_S]
        for run in left:
            _settle(client, run)
    return tuple(run.name for run in left)


def _open_runs(client: SyncPrefectClient, locks: Path) -> list[FlowRun]:
    """Runs that are under way for the server, and have no process."""
    runs = _runs(client, StateType.RUNNING, StateType.PENDING, StateType.CANCELLING)
    return [run for run in runs if not is_alive(locks, str(run.id))]


def _settle(client: SyncPrefectClient, run: FlowRun) -> None:
    if run.state_type is StateType.CANCELLING:
        _set(client, run, Cancelled(message="Cancelled by a person; the service ended meanwhile."))
        return
    if not run.deployment_id:
        _set(client, run, Crashed(message=f"{_ENDED} A file of the watched folder is still there, and is taken again."))
        return
    if _crashes(client, run) >= _STARTED_AGAIN:
        hint = (
            "for the fourth time, and is not started again by itself: retry it, and it goes on from the finished pages."
        )
        _set(client, run, Crashed(message=f"{_ENDED.removesuffix('.')} {hint}"))
        return
    _set(client, run, Crashed(message=f"{_ENDED} It is started again."))
    _start_again(client, run)


def _crashes(client: SyncPrefectClient, run: FlowRun) -> int:
    return sum((state.message or "").startswith(_ENDED) for state in client.read_flow_run_states(run.id))


def _start_again(client: SyncPrefectClient, run: FlowRun) -> None:
    _set(client, run, AwaitingRetry(message="The service had ended; the run goes on from the finished pages."))


def _set(client: SyncPrefectClient, run: FlowRun, state: State[object]) -> None:
    _log.warning("%s: %s: %s", run.name, state.name, state.message)
    client.set_flow_run_state(run.id, state, force=True)


def _runs(client: SyncPrefectClient, *types: StateType) -> list[FlowRun]:
    """Runs of some states, the newest first; none that are old history."""
    wanted = FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=list(types))))
    found: list[FlowRun] = []
    while True:
        more = client.read_flow_runs(
            flow_run_filter=wanted, sort=FlowRunSort.START_TIME_DESC, limit=_AT_A_TIME, offset=len(found)
        )
        found += more
        if len(more) < _AT_A_TIME:
            return [run for run in found if _age_s(run) < _LOOK_BACK.total_seconds()]


def _age_s(run: FlowRun) -> float:
    """Seconds since the run came to be in its state."""
    return (datetime.now(UTC) - run.state.timestamp).total_seconds() if run.state else 0.0
