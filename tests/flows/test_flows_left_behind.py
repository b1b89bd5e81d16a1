"""Runs without a process, after a service that was killed or ended: given their state, and started again where that is right."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from prefect import State
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.objects import FlowRun
from prefect.states import Cancelled, Cancelling, Completed, Pending, Running

from digitize.settings import load_settings
from digitize.store.turns import alive
from digitize_flows import left_behind
from digitize_flows.deployments import deployments
from digitize_flows.digitize_document import digitize_document
from digitize_flows.left_behind import SHUT_DOWN, settle_late, settle_left_behind


@pytest.fixture
def client(api: str) -> Iterator[SyncPrefectClient]:
    del api
    with get_client(sync_client=True) as made:
        yield made


@pytest.fixture
def form(api: str, tmp_path: Path) -> UUID:
    """The deployment of ``digitize-document``."""
    del api
    made: Any = deployments(load_settings(output=tmp_path / "output"))[0].apply(work_pool_name=None)
    return UUID(str(made))


def run_from(client: SyncPrefectClient, form: UUID, state: State[Any]) -> FlowRun:
    """A run that somebody has started from a form, in some state."""
    made = client.create_flow_run_from_deployment(form, parameters={"source": "/scans/gazeta.pdf"})
    client.set_flow_run_state(made.id, state, force=True)
    return made


def path_of(client: SyncPrefectClient, run: FlowRun) -> list[str]:
    """Names of the states that the run has gone through since it was made."""
    return [str(state.name) for state in client.read_flow_run_states(run.id)][1:]


def test_a_run_that_crashed_with_the_service_is_started_again_a_few_times(
    client: SyncPrefectClient, form: UUID, tmp_path: Path
) -> None:
    """A run that brings the machine down must not do so for ever; in the end it is said how to start it."""
    run = run_from(client, form, Running())
    assert run.name in settle_left_behind(tmp_path)
    assert path_of(client, run) == ["Running", "Crashed", "AwaitingRetry"]
    for _ in range(2):
        client.set_flow_run_state(run.id, Running(), force=True)
        settle_left_behind(tmp_path)
    assert path_of(client, run) == ["Running", "Crashed", "AwaitingRetry"] * 3
    waiting = client.read_flow_run(run.id)
    assert waiting.state is not None
    assert waiting.state.is_scheduled()
    assert waiting.next_scheduled_start_time is not None
    client.set_flow_run_state(run.id, Running(), force=True)
    assert run.name in settle_left_behind(tmp_path)
    crashed = client.read_flow_run(run.id).state
    assert crashed is not None
    assert crashed.is_crashed()
    assert "for the fourth time" in str(crashed.message)


def test_a_run_that_was_ended_with_the_service_goes_on(client: SyncPrefectClient, form: UUID, tmp_path: Path) -> None:
    """As often as the service is ended; what a person has cancelled stays cancelled."""
    ended = run_from(client, form, Cancelled(message=SHUT_DOWN))
    by_hand = run_from(client, form, Cancelled(message="Flow run was cancelled successfully."))
    for _ in range(2):
        settle_left_behind(tmp_path)
        client.set_flow_run_state(ended.id, Cancelled(message=SHUT_DOWN), force=True)
    assert path_of(client, ended) == ["Cancelled", "AwaitingRetry"] * 2 + ["Cancelled"]
    assert path_of(client, by_hand) == ["Cancelled"]
    settle_left_behind(tmp_path)


def test_what_was_being_cancelled_is_cancelled(client: SyncPrefectClient, form: UUID, tmp_path: Path) -> None:
    """A person wanted it to end, and it has."""
    run = run_from(client, form, Running())
    client.set_flow_run_state(run.id, Cancelling(), force=True)
    settle_left_behind(tmp_path)
    assert path_of(client, run) == ["Running", "Cancelling", "Cancelled"]


def test_a_run_that_has_a_process_is_let_alone(client: SyncPrefectClient, form: UUID, tmp_path: Path) -> None:
    """It holds its lock."""
    run = run_from(client, form, Running())
    with alive(tmp_path, str(run.id)):
        assert run.name not in settle_left_behind(tmp_path)
    assert path_of(client, run) == ["Running"]
    client.set_flow_run_state(run.id, Completed(), force=True)


def test_a_run_of_the_watched_folder_is_not_started_again(
    client: SyncPrefectClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its file is in the inbox still, and is taken again; one that may just be starting is let alone."""
    run = client.create_flow_run(digitize_document, parameters={"source": "/scans/gazeta.pdf"}, state=Pending())
    client.set_flow_run_state(run.id, Running(), force=True)
    settle_left_behind(tmp_path)
    assert path_of(client, run) == ["Running"]
    monkeypatch.setattr(left_behind, "_STARTING_S", -1.0)
    settle_left_behind(tmp_path)
    assert path_of(client, run) == ["Running", "Crashed"]


def test_the_upkeep_settles_what_had_just_begun_when_the_service_died(
    client: SyncPrefectClient, form: UUID, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run of the watched folder without a process; one of a form is left to its runner, one with a process goes on."""
    gone, going = (
        client.create_flow_run(digitize_document, parameters={"source": name}, state=Pending()) for name in ("a", "b")
    )
    of_a_form = run_from(client, form, Running())
    for run in (gone, going):
        client.set_flow_run_state(run.id, Running(), force=True)
    with alive(tmp_path, str(going.id)):
        assert gone.name not in settle_late(tmp_path)
        monkeypatch.setattr(left_behind, "_STARTING_S", -1.0)
        assert gone.name in settle_late(tmp_path)
    assert path_of(client, gone) == ["Running", "Crashed"]
    assert path_of(client, going) == ["Running"]
    assert path_of(client, of_a_form) == ["Running"]
    for run in (going, of_a_form):
        client.set_flow_run_state(run.id, Completed(), force=True)
