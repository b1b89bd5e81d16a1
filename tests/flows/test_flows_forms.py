"""The flows behind the forms: digitise again, align, export again, evaluate; and a run that finds its work done."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
from prefect import Flow, State

from digitize.errors import ExitCode
from digitize.settings import Settings
from digitize.store.turns import turn
from digitize_flows.align_reference import align_reference
from digitize_flows.digitize_again import digitize_again
from digitize_flows.digitize_document import digitize_document
from digitize_flows.evaluate import evaluate
from digitize_flows.export_again import export_again
from digitize_flows.form_script import main
from tests.flows.flow_pages import draw
from tests.pipeline import work
from tests.shared_folder import made_once

FLOWS = Path(__file__).parents[2] / "flows"
TEXT = "The harvest of village 1 was gathered " * 4
_PATIENCE_S = 120.0


def _make_output(root: Path) -> Path:
    work.run(root / "output", draw(root / "report.png"), languages="eng", engine="tesseract")
    return root / "output"


@pytest.fixture
def output(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Path:
    """An output folder with the document ``report``, read from one page; its scan is not there any more."""
    made = made_once(tmp_path_factory, "forms", _make_output)
    shutil.copytree(made, tmp_path / "output")
    return tmp_path / "output"


def run(flow: Any, **parameters: Any) -> State[Any]:
    """Runs a flow as a form does: with parameters of JSON."""
    return cast("State[Any]", flow(**parameters, return_state=True))


def artifacts(api: str, state: State[Any]) -> dict[str, str]:
    wanted = {"flow_runs": {"id": {"any_": [str(state.state_details.flow_run_id)]}}}
    found = httpx.post(f"{api}/artifacts/filter", json=wanted).raise_for_status().json()
    return {each["key"] or "": str(each["data"]) for each in found}


def test_again_with_other_settings_is_another_version(api: str, output: Path) -> None:
    """The version before is kept; with nothing changed the run ends as Same."""
    del api
    same = run(digitize_again, document=" report ", output=str(output), jobs=1)
    assert (same.type.value, same.name) == ("COMPLETED", "Same"), same.message
    other = run(digitize_again, document="report", languages="fra", output=str(output), jobs=1)
    assert (other.type.value, other.name) == ("COMPLETED", "Completed"), other.message
    assert work.versions(output / "report") == ["ocr-1", "ocr-2"]
    told = work.report(output / "report")["provenance"]["settings"]
    assert (told["languages"], told["engine"]) == ("fra", "tesseract")
    twice = run(digitize_again, document="report", output=str(output), jobs=1)
    assert twice.name == "Same"
    assert "Done already by the run report, again of 2" in str(twice.message)


def test_a_text_is_aligned(api: str, output: Path, tmp_path: Path) -> None:
    """It is kept under its name, and the run shows how much of it lies on the scan."""
    text = tmp_path / "typed copy.txt"
    text.write_text(TEXT)
    state = run(align_reference, document="report", reference=text.as_uri(), name="copy", output=str(output))
    assert state.is_completed(), state.message
    assert "Kept as report@reference-copy" in str(state.message)
    assert (output / "report" / "alignments" / "reference-copy" / "alignment.html").is_file()
    assert "words of the reference" in "".join(artifacts(api, state).values())


def test_files_are_written_again(api: str, output: Path) -> None:
    """Those that were asked for, and no others; the facing PDF on request."""
    del api
    folder = output / "report"
    for lost in ("report.txt", "report.tei.xml"):
        (folder / lost).unlink()
    state = run(export_again, document="report", formats=["txt"], pdf="facing", output=str(output))
    assert state.is_completed(), state.message
    assert (folder / "report.txt").is_file()
    assert (folder / "report.facing.pdf").is_file()
    assert not (folder / "report.tei.xml").exists()


def test_accuracy_is_measured(api: str, tmp_path: Path) -> None:
    """Against the text beside the image; the whole report is an artifact."""
    (tmp_path / "truth").mkdir()
    draw(tmp_path / "truth" / "page.png")
    (tmp_path / "truth" / "page.gt.txt").write_text("\n".join(["The harvest of village 1 was gathered"] * 4))
    state = run(
        evaluate,
        ground_truth=str(tmp_path / "truth"),
        languages="eng",
        engine="tesseract",
        output=str(tmp_path / "output"),
        jobs=1,
    )
    assert state.is_completed(), state.message
    (report,) = [data for key, data in artifacts(api, state).items() if key.startswith("evaluation")]
    assert "CER" in report


@pytest.mark.parametrize(
    ("flow", "more"),
    [(digitize_again, {}), (align_reference, {"reference": "text.txt"}), (export_again, {})],
    ids=["digitize-again", "align-reference", "export-again"],
)
def test_an_unknown_document_is_a_failed_run(
    api: str, output: Path, flow: Flow[..., Any], more: dict[str, str]
) -> None:
    """The message names it, the folder that was looked in, and the way out."""
    del api
    state = run(flow, document="gazeta", output=str(output), **more)
    assert state.is_failed()
    assert f"no document 'gazeta' in {output}" in str(state.message)
    assert "digitize documents" in str(state.message)


def test_a_double_trigger_is_one_run(api: str, output: Path, tmp_path: Path) -> None:
    """A run that waited while another read the same content, and put the scan away, finds the work done: Same."""
    source = draw(tmp_path / "dropped.png")
    assert not (output / "dropped").exists()
    before = work.exports(output / "report")

    def run_second() -> State[Any]:
        return run(
            digitize_document, source=str(source), output=str(output), languages="eng", engine="tesseract", jobs=1
        )

    locks = output / ".digitize" / "locks"
    with ThreadPoolExecutor(1) as threads:
        with turn(locks, "dropped.png", 1, lambda *_: None, time.sleep):
            second = threads.submit(copy_context().run, run_second)
            wait_until(lambda: len(waiting(api)) == 1)
            source.rename(tmp_path / "done.png")
        state = second.result(_PATIENCE_S)
    assert (state.type.value, state.name) == ("COMPLETED", "Same"), state.message
    assert str(output / "report") in str(state.message)
    after = work.exports(output / "report")
    assert {path: after[path] for path in before if "manifest" not in path} == {
        path: data for path, data in before.items() if "manifest" not in path
    }
    assert work.versions(output / "report") == ["ocr-1"]


def waiting(api: str) -> list[Any]:
    wanted = {"flow_runs": {"state": {"name": {"any_": ["Waiting"]}}}}
    found: list[Any] = httpx.post(f"{api}/flow_runs/filter", json=wanted).raise_for_status().json()
    return found


def wait_until(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + _PATIENCE_S
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.1)


def test_without_a_server_the_exit_codes_are_those_of_the_contract(output: Path) -> None:
    """``python flows/export_again.py`` with an unknown document: bad input, said in one line."""
    answer = subprocess.run(
        [sys.executable, FLOWS / "export_again.py", "gazeta", "--output", output],
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == ExitCode.BAD_INPUT, answer.stderr
    assert "no document 'gazeta'" in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize(
    ("flow", "arguments", "message"),
    [
        (digitize_again, ["a/b"], "document: "),
        (digitize_again, ["gazeta", "--languages", "r u s"], "languages: "),
        (align_reference, ["gazeta", "text.txt", "--equal", "Points"], "equal"),
        (evaluate, ["truth", "--jobs", "0"], "jobs"),
    ],
)
def test_a_wrong_value_is_wrong_usage(
    flow: Flow[..., Any], arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Told before a server is started for nothing."""
    assert main(flow, arguments) is ExitCode.USAGE
    assert message in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["gazeta", "--engine", "kraken"], ["gazeta", "--formats", "txt"]])
def test_what_the_form_does_not_have_is_wrong_usage(arguments: list[str]) -> None:
    """A missing document, an unknown recogniser, a flag of another flow."""
    with pytest.raises(SystemExit) as end:
        main(digitize_again, arguments)
    assert end.value.code == ExitCode.USAGE
    assert Settings.model_fields["runs"].default == 1
