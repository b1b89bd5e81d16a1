"""What every flow does around its work: takes its turn, ends when it is cancelled, tries again what may pass by itself."""

from __future__ import annotations

import errno
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any, TypeVar

from prefect import State, get_run_logger
from prefect.exceptions import MissingContextError
from prefect.runtime import deployment, flow_run
from prefect.states import Cancelled

from digitize.confine import PoolClosedError
from digitize.errors import DigitizeError, EnvironmentFault
from digitize.pipeline.standby import pool_on_loan
from digitize.pipeline.workshop import Workshop
from digitize.settings import Settings, load_settings
from digitize.store.turns import alive, turn
from digitize_flows.cancelling import Ending, ended_when_cancelled, show_state
from digitize_flows.run_log import pipeline_log
from digitize_flows.states import stopped_by

T = TypeVar("T")

TRIES_AFTER_S = (30.0, 120.0, 480.0)
"""Seconds until a run from a form is tried again when its surroundings fail. A file of the watched folder stays in the
inbox meanwhile, and the watcher tries it again; a command in a shell says at once what is wrong."""

_STAYS = frozenset(
    {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.EINVAL}
    | {errno.ELOOP, errno.ENAMETOOLONG, errno.ENODEV, errno.EEXIST}
)
"""Faults of the surroundings that no waiting mends."""

_in_line: ContextVar[bool] = ContextVar("in_line", default=True)


@contextmanager
def out_of_line() -> Iterator[None]:
    """Runs in this block do not wait for a turn: a person in a shell is not held up by the service."""
    before = _in_line.set(False)
    try:
        yield
    finally:
        _in_line.reset(before)


def in_flow(
    flags: dict[str, Any],
    work: Callable[[Settings, Ending], T],
    end: Callable[[T], State[Any]],
    *,
    takes_turn: bool,
    waits: Callable[[], None] | None = None,
) -> State[Any]:
    """Does the work of a flow run.

    There is no limit of time for a whole run: a folder may rightly take days. Each step on a page has one
    (``page_timeout_s``), so nothing hangs, and a person can cancel.

    Args:
        flags: Settings, by name; variables and ``digitize.toml`` give the others.
        work: Does it. Runs again from the start when its surroundings fail for a while: what is finished is in the cache.
        end: The final state for its result.
        takes_turn: Whether it waits for others that read pages. What takes seconds does not.
        waits: Called when there is something to wait for, before the wait.

    Returns:
        The flow run's final state.
    """
    name = flow_run.name or "a run"
    with ended_when_cancelled() as ending:
        try:
            settings = load_settings(**flags)
            locks = _locks_of_service(settings)

            def in_turn() -> T:
                if not takes_turn or locks is None:
                    return work(settings, ending)
                stood = False

                def told(ahead: int, first: str) -> None:
                    nonlocal stood
                    if waits is not None and not stood:
                        waits()
                    stood = True
                    others = f"{ahead} runs come first, now {first}" if ahead > 1 else f"{first} comes first"
                    wait_in_sight(f"waits for its turn: {others}")

                with turn(locks, name, settings.runs, told, ending.pause):
                    if stood:
                        show_state("Running")
                        logger().info("it is this run's turn")
                    return work(settings, ending)

            with _shown_alive(locks), pipeline_log():
                return end(_tried_again(in_turn, ending))
        except PoolClosedError:
            if not ending.asked.is_set():
                raise
            return Cancelled(message="Cancelled by a person. Finished pages are kept: another run goes on from there.")
        except DigitizeError as error:
            return stopped_by(error)


@contextmanager
def workshop(settings: Settings, ending: Ending) -> Iterator[Workshop]:
    """A workshop that is closed when the run is cancelled."""
    with Workshop(settings, pool=pool_on_loan(settings)) as shop:
        ending.ends(shop.pool)
        yield shop


def wait_in_sight(message: str) -> None:
    """Shows in the run's state and log that it waits, and for what."""
    logger().info("%s", message)
    show_state("Waiting", f"{message[:1].upper()}{message[1:]}.")


def logger() -> logging.Logger | logging.LoggerAdapter[Any]:
    """The log of the run; outside of one, that of the program."""
    try:
        return get_run_logger()
    except MissingContextError:
        return logging.getLogger("digitize.flows")


def may_pass(error: BaseException) -> bool:
    """Whether a fault of the surroundings may pass by itself: a full disk, a database that is locked, a share that is away."""
    if not isinstance(error, EnvironmentFault):
        return False
    cause = error.__cause__
    return not (isinstance(cause, OSError) and cause.errno in _STAYS)


def _tried_again(work: Callable[[], T], ending: Ending) -> T:
    """Does the work, and again after ever longer pauses, when it is a form's run and its surroundings fail."""
    for pause_s in TRIES_AFTER_S if deployment.id else ():
        try:
            return work()
        except EnvironmentFault as error:
            if not may_pass(error):
                raise
            wait_in_sight(f"{error}. It is tried again in {pause_s:g} s")
        ending.pause(pause_s)
        show_state("Running")
    return work()


def _locks_of_service(settings: Settings) -> Path | None:
    """The locks that all runs of this machine share, wherever their results go; ``None`` where no service runs this one."""
    if not flow_run.id or not _in_line.get():
        return None
    return Path(os.environ.get("DIGITIZE_OUTPUT") or settings.output).absolute() / ".digitize" / "locks"


@contextmanager
def _shown_alive(locks: Path | None) -> Iterator[None]:
    if locks is None:
        yield
        return
    with alive(locks, str(flow_run.id)):
        yield
