"""Turns, cancelling and trying again: what every flow does around its work. Against a Prefect server, without an engine."""

from __future__ import annotations

import errno
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import httpx
import pytest
from prefect import State, flow
from prefect.logging import disable_run_logger
from prefect.states import Completed

from digitize.errors import EngineError, EnvironmentFault, InputError, WorkerKilledError
from digitize.settings import Settings
from digitize.store.turns import turn
from digitize_flows.cancelling import Ending
from digitize_flows.document import Desk, read_page
from digitize_flows.work import in_flow, may_pass, out_of_line, workshop
from tests.flows.flow_pages import outcome

Work = Callable[[Settings, Ending], str]
_PATIENCE_S = 120.0


def nothing(settings: Settings, ending: Ending) -> str:
    del settings, ending
    return "done"


def flow_doing(work: Work, output: Path) -> Callable[[], State[Any]]:
    """A flow that does some work in turn."""

    @flow(name="probe", persist_result=False)
    def probe() -> State[Any]:
        return in_flow({"output": output, "jobs": 1}, work, lambda told: Completed(message=told), takes_turn=True)

    return lambda: cast("State[Any]", probe(return_state=True))


@contextmanager
def begun(run: Callable[[], State[Any]]) -> Iterator[Future[State[Any]]]:
    """The flow run in a thread, which knows the server as this one does."""
    with ThreadPoolExecutor(1) as threads:
        yield threads.submit(copy_context().run, run)


def states_of(api: str, flow_run: str) -> list[tuple[str, str]]:
    """Type and name of the states that a run went through."""
    answer = httpx.get(f"{api}/flow_run_states/", params={"flow_run_id": flow_run})
    return [(state["type"], state["name"]) for state in answer.raise_for_status().json()]


def newest_in(api: str, name: str, after: set[str]) -> dict[str, Any]:
    """The run that has come to be in a state of that name, other than those known before."""
    until = time.monotonic() + _PATIENCE_S
    while time.monotonic() < until:
        wanted = {"flow_runs": {"state": {"name": {"any_": [name]}}}}
        for run in httpx.post(f"{api}/flow_runs/filter", json=wanted).raise_for_status().json():
            if run["id"] not in after:
                found: dict[str, Any] = run
                return found
        time.sleep(0.1)
    raise AssertionError(f"no run is {name}")


def known(api: str) -> set[str]:
    return {run["id"] for run in httpx.post(f"{api}/flow_runs/filter", json={}).raise_for_status().json()}


def cancel(api: str, flow_run: str) -> None:
    """What the button in the UI does."""
    state = {"type": "CANCELLING", "name": "Cancelling"}
    httpx.post(f"{api}/flow_runs/{flow_run}/set_state", json={"state": state}).raise_for_status()


def locks(output: Path) -> Path:
    return output / ".digitize" / "locks"


def test_a_run_waits_for_its_turn_in_sight(api: str, tmp_path: Path) -> None:
    """Its state says for whom; then it runs, and is completed."""
    before = known(api)
    with begun_while_another_works(nothing, tmp_path) as (future, release):
        waiting = newest_in(api, "Waiting", before)
        assert waiting["state"]["message"] == "Waits for its turn: gazeta.pdf comes first."
        release.set()
        assert future.result(_PATIENCE_S).message == "done"
    assert [name for _, name in states_of(api, waiting["id"])] == [
        "Pending",
        "Running",
        "Waiting",
        "Running",
        "Completed",
    ]
    assert list((locks(tmp_path) / "runs").iterdir()) == []


@contextmanager
def begun_while_another_works(work: Work, output: Path) -> Iterator[tuple[Future[State[Any]], threading.Event]]:
    """The flow run in a thread while another run has the turn, until it is told to give it up."""
    release, held = threading.Event(), threading.Event()

    def hold() -> None:
        with turn(locks(output), "gazeta.pdf", 1, lambda *_: None, time.sleep):
            held.set()
            release.wait(_PATIENCE_S)

    holder = threading.Thread(target=hold)
    holder.start()
    assert held.wait(_PATIENCE_S)
    try:
        with begun(flow_doing(work, output)) as future:
            try:
                yield future, release
            finally:
                release.set()
    finally:
        holder.join(_PATIENCE_S)


def test_a_run_that_waits_can_be_cancelled(api: str, tmp_path: Path) -> None:
    """It leaves the line without having worked."""

    def work(settings: Settings, ending: Ending) -> str:
        raise AssertionError((settings, ending))

    before = known(api)
    with begun_while_another_works(work, tmp_path) as (future, _):
        run = newest_in(api, "Waiting", before)
        cancel(api, run["id"])
        state = future.result(_PATIENCE_S)
    assert state.is_cancelled()
    assert "Cancelled by a person" in str(state.message)
    assert states_of(api, run["id"])[-1] == ("CANCELLED", "Cancelled")


def test_a_run_that_works_is_cancelled_with_its_workers(api: str, tmp_path: Path) -> None:
    """What a worker does is ended at once, whoever waits for it; no process is left."""
    pids: list[int] = []

    def work(settings: Settings, ending: Ending) -> str:
        with workshop(settings, ending) as shop:
            pids.append(shop.pool.run(60, own_pid))
            shop.pool.run(600, time.sleep, 600)
        raise AssertionError("it slept to the end")

    before = known(api)
    with begun(flow_doing(work, tmp_path)) as future:
        run = newest_in(api, "Running", before)
        until = time.monotonic() + _PATIENCE_S
        while not pids and time.monotonic() < until:
            time.sleep(0.05)
        assert Path(f"/proc/{pids[0]}").exists()
        cancel(api, run["id"])
        assert future.result(_PATIENCE_S).is_cancelled()
    assert not Path(f"/proc/{pids[0]}").exists()
    assert states_of(api, run["id"])[-1] == ("CANCELLED", "Cancelled")


def own_pid() -> int:
    import os

    return os.getpid()


def test_a_person_in_a_shell_is_not_held_up(api: str, tmp_path: Path) -> None:
    """Outside of the service no turn is waited for, and no lock is left behind."""
    del api
    with turn(locks(tmp_path), "gazeta.pdf", 1, lambda *_: None, time.sleep), out_of_line():
        assert flow_doing(nothing, tmp_path)().message == "done"
    assert not (locks(tmp_path) / "runs").exists()


def test_what_may_pass_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run from a form, after ever longer pauses; what is done in the end counts."""
    monkeypatch.setattr("digitize_flows.work.deployment", SimpleNamespace(id="form"))
    monkeypatch.setattr("digitize_flows.work.TRIES_AFTER_S", (0.0, 0.0, 0.0))
    tries: list[int] = []

    def work(settings: Settings, ending: Ending) -> str:
        del settings, ending
        tries.append(1)
        if len(tries) < 3:
            raise EnvironmentFault("the disk is full", hint="Make room")
        return "done"

    with disable_run_logger():
        state = in_flow({"output": tmp_path}, work, lambda told: Completed(message=told), takes_turn=True)
    assert (state.message, len(tries)) == ("done", 3)


@pytest.mark.parametrize("from_form", [True, False])
@pytest.mark.parametrize(
    "error", [InputError("is encrypted"), EnvironmentFault("is full")], ids=["bad input", "full disk"]
)
def test_only_a_form_is_tried_again_and_never_for_bad_input(
    error: InputError | EnvironmentFault, from_form: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The watched folder has tries of its own, and a shell wants to know at once. In the end the reason is told."""
    monkeypatch.setattr("digitize_flows.work.deployment", SimpleNamespace(id="form" if from_form else None))
    monkeypatch.setattr("digitize_flows.work.TRIES_AFTER_S", (0.0, 0.0, 0.0))
    tries: list[int] = []

    def work(settings: Settings, ending: Ending) -> str:
        del settings, ending
        tries.append(1)
        raise error

    with disable_run_logger():
        state = in_flow({"output": tmp_path}, work, lambda told: Completed(message=told), takes_turn=True)
    assert state.is_failed()
    assert str(state.message) == str(error)
    assert len(tries) == (4 if from_form and isinstance(error, EnvironmentFault) else 1)


@pytest.mark.parametrize(
    ("number", "passes"), [(errno.ENOSPC, True), (errno.ESTALE, True), (errno.EACCES, False), (errno.EROFS, False)]
)
def test_a_folder_that_may_not_be_written_to_stays_so(number: int, passes: bool) -> None:
    """No time is lost on what only a person can mend."""
    error = EnvironmentFault("cannot be written")
    error.__cause__ = OSError(number, "as it says")
    assert may_pass(error) is passes
    assert not may_pass(InputError("is empty"))


@pytest.mark.parametrize(("error", "tries"), [(WorkerKilledError("died"), 2), (EngineError("died"), 1)])
def test_a_page_whose_worker_was_killed_is_tried_again(api: str, error: EngineError, tries: int) -> None:
    """The machine had no memory left for a moment; a page that crashes the engine by itself does so again."""
    del api
    read: list[int] = []

    class OnePage(Desk):
        def __init__(self) -> None:
            self.outcomes = {}

        def read(self, page_number: int) -> Any:
            read.append(page_number)
            return outcome(page_number, (0.9,), failure=error if len(read) == 1 else None)

    state = read_page.with_options(retry_delay_seconds=0)("report", 1, OnePage(), return_state=True)
    assert len(read) == tries
    assert state.is_completed() is (tries == 2)
