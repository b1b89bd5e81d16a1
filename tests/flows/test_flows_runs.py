"""The flows against a Prefect server and with the real engine: tasks, states, artifacts."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import httpx
import pytest
from prefect import State
from prefect.logging import disable_run_logger

from digitize.errors import DigitizeError, EngineError, MissingDependencyError, UsageError
from digitize.pipeline.intake import DocumentPlan, PlannedPage
from digitize.pipeline.page import PageOutcome, digitise_page
from digitize.pipeline.workshop import Tally, Workshop
from digitize.settings import Settings
from digitize_flows.automation import MADE, keep_automation
from digitize_flows.deployments import listing
from digitize_flows.digitize_document import digitize_document
from digitize_flows.digitize_folder import digitize_folder
from digitize_flows.events import NEEDS_REVIEW
from digitize_flows.list_for_review import list_for_review
from digitize_flows.run import digitise_in_flow
from digitize_flows.states import results_of
from tests.flows.flow_pages import draw, outcome


@pytest.fixture
def no_automation(api: str) -> None:
    """Takes from the server what an earlier test has made there."""
    httpx.delete(f"{api}/variables/name/{MADE}")
    for made in httpx.post(f"{api}/automations/filter", json={}).json():
        httpx.delete(f"{api}/automations/{made['id']}").raise_for_status()


def run_document(source: Path, output: Path, **parameters: object) -> State[Any]:
    answer = digitize_document(source=source, output=output, **{"languages": "eng", **parameters}, return_state=True)
    return cast("State[Any]", answer)


def ask(api: str, what: str, flow_run: object) -> list[dict[str, Any]]:
    """Task runs or artifacts of a flow run."""
    answer = httpx.post(f"{api}/{what}/filter", json={"flow_runs": {"id": {"any_": [str(flow_run)]}}})
    found: list[dict[str, Any]] = answer.raise_for_status().json()
    return found


def test_a_document_is_digitised_page_by_page(api: str, tmp_path: Path) -> None:
    """One task per page, whose result is a cache key; the files are there; the table shows both pages."""
    source = draw(tmp_path / "report.tif", pages=2)
    state = run_document(source, tmp_path / "output")
    assert (state.is_completed(), state.name) == (True, "Completed")
    (result,) = results_of(state)
    assert (result.id, result.pages) == ("report", 2)
    assert (tmp_path / "output" / "report" / "report.pdf").is_file()
    assert "harvest of village 2" in (tmp_path / "output" / "report" / "report.txt").read_text("utf-8")
    flow_run = state.state_details.flow_run_id
    tasks = {task["name"]: task["state_type"] for task in ask(api, "task_runs", flow_run)}
    assert tasks == {"report, page 1": "COMPLETED", "report, page 2": "COMPLETED"}
    shown = {artifact["key"]: artifact for artifact in ask(api, "artifacts", flow_run)}
    assert set(shown) == {"pages-report", "progress-report"}
    table = shown["pages-report"]["data"]
    assert re.search(r"\| 2 \| !\[page 2\]\(data:image/webp;base64,[^)]+\) \| recognised \|", table)
    assert "| eng, 1 column |" in table
    assert len(table) < 10_000
    assert (shown["progress-report"]["type"], float(shown["progress-report"]["data"])) == ("progress", 100.0)
    assert shown["progress-report"]["description"] == "report: 2 of 2 pages; delivered"


def test_what_is_shown_is_told_to_the_server_in_a_few_words(
    api: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A document costs two artifacts and one change of tags, however many pages it has; progress comes on top, once a second."""
    asked: list[tuple[str, str]] = []
    send = httpx.Client.send

    def note(client: httpx.Client, request: httpx.Request, **how: Any) -> httpx.Response:
        told = (request.method, request.url.path.removeprefix("/api").split("/")[1])
        if told != ("PATCH", "artifacts"):
            asked.append(told)
        return send(client, request, **how)

    monkeypatch.setattr(httpx.Client, "send", note)
    monkeypatch.setattr(
        "digitize_flows.document.digitise_page", lambda plan, planned, shop, tally: outcome(planned.page_number, (0.9,))
    )
    run_document(draw(tmp_path / "long.tif", pages=12), tmp_path / "output")
    assert asked.count(("POST", "artifacts")) == 2
    assert asked.count(("PATCH", "flow_runs")) == 2, "Prefect names the run, and we add tags"


def test_a_failed_page_is_a_failed_task_of_a_partial_run(
    api: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others are delivered; the page is named in the state, the table and the task; it is tried once only."""
    tried: list[int] = []

    def fail_the_second(plan: DocumentPlan, planned: PlannedPage, shop: Workshop, tally: Tally) -> PageOutcome:
        tried.append(planned.page_number)
        if planned.page_number == 2:
            return outcome(2, failure=EngineError("the process died", where="report.tif, page 2"))
        return digitise_page(plan, planned, shop, tally)

    monkeypatch.setattr("digitize_flows.document.digitise_page", fail_the_second)
    state = run_document(draw(tmp_path / "report.tif", pages=2), tmp_path / "output")
    assert (state.is_completed(), state.name) == (True, "Partial")
    assert "report.tif, page 2: the process died" in str(state.message)
    assert tried.count(2) == 1
    flow_run = state.state_details.flow_run_id
    tasks = {task["name"]: task["state_type"] for task in ask(api, "task_runs", flow_run)}
    assert tasks == {"report, page 1": "COMPLETED", "report, page 2": "FAILED"}
    shown = {artifact["key"]: artifact["data"] for artifact in ask(api, "artifacts", flow_run)}
    assert "**1 page could not be read**" in shown["pages-report"]
    assert re.search(r"\| 2 \| [^|]*\| \*\*failed\*\* \|", shown["pages-report"])
    (run,) = httpx.post(f"{api}/flow_runs/filter", json={"flow_runs": {"id": {"any_": [str(flow_run)]}}}).json()
    assert {"document:report", "failed-pages", "needs-review"} <= set(run["tags"])


def test_a_folder_delivers_the_good_among_the_bad(api: str, tmp_path: Path) -> None:
    """A table for the page of the good document, one for all documents, and a run that is partial."""
    (tmp_path / "scans").mkdir()
    draw(tmp_path / "scans" / "good.png")
    (tmp_path / "scans" / "bad.pdf").write_bytes(b"no scan")
    state = cast(
        "State[Any]",
        digitize_folder(source=tmp_path / "scans", output=tmp_path / "output", languages="eng", return_state=True),
    )
    assert state.name == "Partial"
    assert sorted((result.name, result.delivered) for result in results_of(state)) == [("bad", False), ("good", True)]
    shown = {item["key"]: item for item in ask(api, "artifacts", state.state_details.flow_run_id)}
    assert {key.split("-")[0] for key in shown} == {"pages", "documents", "progress"}
    (documents,) = (item["data"] for key, item in shown.items() if key.startswith("documents"))
    assert "**failed**" in documents
    assert "is no scan" in shown["pages-bad"]["data"] or "**Failed:**" in shown["pages-bad"]["data"]
    (of_folder,) = (item for key, item in shown.items() if key.startswith("progress") and "scans" in key)
    assert float(of_folder["data"]) == 100.0


def test_a_document_that_needs_review_starts_what_answers_to_it(
    api: str, no_automation: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The event tells why and where; the automation plans a run of list-for-review, which lists the document with a link."""
    deployment = cast("UUID", listing(Settings(output=tmp_path / "output")).apply())
    assert keep_automation(deployment, timedelta(0))
    monkeypatch.setenv("DIGITIZE_REVIEW_URL", "http://127.0.0.1:8484")

    def fail_the_second(plan: DocumentPlan, planned: PlannedPage, shop: Workshop, tally: Tally) -> PageOutcome:
        if planned.page_number == 2:
            return outcome(2, failure=EngineError("the process died", where="ledger.tif, page 2"))
        return digitise_page(plan, planned, shop, tally)

    monkeypatch.setattr("digitize_flows.document.digitise_page", fail_the_second)
    run_document(draw(tmp_path / "ledger.tif", pages=2), tmp_path / "output")
    # Other tests' documents need review too, on the same server.
    wanted = {"event": {"name": [NEEDS_REVIEW]}, "resource": {"id": ["digitize.document.ledger"]}}
    event = awaited(api, "events", {"filter": wanted}, "events")
    assert event["payload"]["reasons"][0] == "1 page could not be read"
    assert event["payload"]["failed_pages"] == [2]
    assert event["payload"]["links"]["review"] == "http://127.0.0.1:8484/documents/ledger/review"
    planned = awaited(api, "flow_runs", {"flow_runs": {"deployment_id": {"any_": [str(deployment)]}}})
    assert planned["created_by"]["type"] == "AUTOMATION"

    state = cast("State[Any]", list_for_review(output=tmp_path / "output", return_state=True))
    assert state.message == "1 document to review"
    (listed,) = ask(api, "artifacts", state.state_details.flow_run_id)
    assert listed["key"] == "to-review"
    assert "[ledger](http://127.0.0.1:8484/documents/ledger)" in listed["data"]
    again = cast("State[Any]", list_for_review(output=tmp_path / "output", return_state=True))
    assert ask(api, "artifacts", again.state_details.flow_run_id) == []


def test_the_automation_is_made_once_and_then_belongs_to_people(api: str, no_automation: None) -> None:
    """What was switched off stays off, and what was deleted is not made again."""
    assert keep_automation(UUID(int=1))
    (made,) = httpx.post(f"{api}/automations/filter", json={}).json()
    httpx.patch(f"{api}/automations/{made['id']}", json={"enabled": False}).raise_for_status()
    assert not keep_automation(UUID(int=1))
    assert [each["enabled"] for each in httpx.post(f"{api}/automations/filter", json={}).json()] == [False]
    httpx.delete(f"{api}/automations/{made['id']}").raise_for_status()
    assert not keep_automation(UUID(int=1))
    assert httpx.post(f"{api}/automations/filter", json={}).json() == []


def awaited(api: str, what: str, body: dict[str, Any], inside: str | None = None) -> dict[str, Any]:
    """The first that the server knows of, which it may learn of a little later."""
    while True:
        answer = httpx.post(f"{api}/{what}/filter", json=body).raise_for_status().json()
        found = answer[inside] if inside else answer
        if found:
            first: dict[str, Any] = found[0]
            return first
        time.sleep(0.1)


def test_nothing_delivered_is_a_failed_run(tmp_path: Path) -> None:
    """The message says which file and why."""
    (tmp_path / "bad.pdf").write_bytes(b"no scan")
    with disable_run_logger():
        state = digitise_in_flow(
            tmp_path / "bad.pdf", as_document=True, pages="", output=tmp_path / "output", languages="eng"
        )
    assert state.is_failed()
    assert "Nothing was delivered. " in str(state.message)
    assert "bad.pdf" in str(state.message)


@pytest.mark.parametrize(
    ("flags", "error", "message"),
    [({"languages": "xxx"}, MissingDependencyError, "'xxx'"), ({"page_timeout_s": -1}, UsageError, "page_timeout_s")],
    ids=["language not installed", "setting out of range"],
)
def test_a_run_that_cannot_begin_is_failed_and_says_why(
    tmp_path: Path, flags: dict[str, object], error: type[DigitizeError], message: str
) -> None:
    """The caller gets the error, with its exit code."""
    source = draw(tmp_path / "a.png")
    with disable_run_logger():
        state = digitise_in_flow(source, as_document=True, pages="", output=tmp_path / "output", **flags)
    assert state.is_failed()
    assert message in str(state.message)
    with pytest.raises(error):
        results_of(state)
