"""What the command finds around it: engine, languages, disk, permissions, other processes, a terminal."""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from digitize.errors import ExitCode
from digitize.store.files import sha256_of
from tests.cli.command import Finished, digitize, obey_permissions
from tests.cli.conftest import Ready
from tests.pipeline import scans, work
from tests.recognize.bars import write_network


def test_without_the_engine(tmp_path: Path, ready: Ready) -> None:
    """Exit code 4, and what to type; in JSON too."""
    said = digitize("run", ready.scan, "-o", tmp_path / "out", "--json", variables={"PATH": str(tmp_path)})
    assert said.code == ExitCode.MISSING_DEPENDENCY
    assert "Tesseract is not installed" in said.err and "apt-get install tesseract-ocr" in said.err
    assert said.json[0]["errors"][0]["message"] == "Tesseract is not installed"


def test_a_language_that_is_not_installed(tmp_path: Path, ready: Ready) -> None:
    """Exit code 4, with the package's name; nothing is begun."""
    said = digitize("run", ready.scan, "-o", tmp_path / "out", "--languages", "rus+jpn")
    assert said.code == ExitCode.MISSING_DEPENDENCY
    assert "'jpn' is not installed" in said.err and "tesseract-ocr-jpn" in said.err
    assert not (tmp_path / "out").exists()


def test_an_engine_that_is_none(tmp_path: Path, ready: Ready) -> None:
    """A program of that name that answers nonsense, or dies, is as good as none."""
    program = tmp_path / "tesseract"
    for content in ("#!/bin/sh\necho hello\n", "#!/bin/sh\nkill -9 $$\n"):
        program.write_text(content)
        program.chmod(0o755)
        path = f"{tmp_path}:{os.environ['PATH']}"
        said = digitize("run", ready.scan, "-o", tmp_path / "out", variables={"PATH": path})
        assert said.code == ExitCode.MISSING_DEPENDENCY, content


def test_doctor(tmp_path: Path) -> None:
    """Names what is there, what is missing and how to get it; exit code 4 when nothing can work."""
    said = digitize("doctor")
    assert said.code == 0
    assert re.search(r"^tesseract +ok +\d", said.out, re.MULTILINE)
    assert re.search(r"^language rus +ok +Russian$", said.out, re.MULTILINE)
    said = digitize("doctor", "--json", variables={"PATH": str(tmp_path)})
    assert said.code == ExitCode.MISSING_DEPENDENCY
    found = {finding["name"]: finding for finding in said.json}
    assert found["tesseract"]["state"] == "missing" and "apt-get install" in found["tesseract"]["hint"]
    assert found["language rus"]["hint"] == "apt-get install tesseract-ocr-rus"


def test_doctor_looks_at_our_own_model(tmp_path: Path) -> None:
    """Sound, missing or broken: which file, which release, what to do. It is not needed: Tesseract reads without it."""
    model = write_network(tmp_path / "bars.onnx")
    damaged = tmp_path / "damaged.onnx"
    damaged.write_bytes(model.read_bytes()[:500])
    for path, state, found in (
        (model, "ok", "bars-1 sha256:"),
        (damaged, "broken", f"{damaged}: the model file of our own recogniser is damaged"),
        (
            tmp_path / "gone.onnx",
            "missing",
            f"{tmp_path / 'gone.onnx'}: the model file of our own recogniser is missing",
        ),
    ):
        said = digitize("doctor", "--json", variables={"DIGITIZE_OWN_MODEL": str(path)})
        assert said.code == 0
        (finding,) = [each for each in said.json if each["name"] == "own recogniser"]
        assert (finding["state"], finding["required"]) == (state, False)
        assert finding["found"].startswith(found)
        assert (finding["hint"] is None) == (state == "ok")


def test_a_model_that_is_missing_is_told_on_the_terminal(tmp_path: Path, ready: Ready) -> None:
    """What was asked for and cannot be had is said on standard error; the run goes on by Tesseract, and all is good."""
    gone = tmp_path / "gone.onnx"
    variables = {"DIGITIZE_OWN_MODEL": str(gone)}
    said = digitize("run", ready.scan, "-o", tmp_path / "out", "--engine", "own", variables=variables)
    assert said.clean().code == 0
    assert f"{gone}: the model file of our own recogniser is missing" in said.err
    assert "Tesseract reads alone" in said.err


def test_a_disk_that_is_full(tmp_path: Path, ready: Ready) -> None:
    """A file that finds no room is named, nothing half written is left, and the same command goes on later."""
    output = tmp_path / "out"
    shutil.copytree(ready.output, output)
    pdf = output / "urozhai/urozhai.pdf"
    largest = pdf.stat().st_size - 100

    def limit_file_size() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))

    pdf.unlink()
    command = ("run", ready.scan, "-o", output, "-l", "rus")
    said = digitize(*command, prepare=limit_file_size)
    assert said.code == ExitCode.ENVIRONMENT
    assert "urozhai.pdf: cannot be written" in said.err
    assert not pdf.exists() and work.leftovers(output) == []
    said = digitize(*command, "--json")
    assert said.code == 0 and said.json[0]["engine_calls"] == 0
    assert pdf.read_bytes() == (ready.folder / "urozhai.pdf").read_bytes()


@pytest.mark.parametrize("closed", ["out", "out/.digitize/locks", "out/urozhai"])
def test_an_output_folder_without_permission(tmp_path: Path, ready: Ready, closed: str) -> None:
    """Exit code 5 and another folder proposed, whichever part of it cannot be written to."""
    output = tmp_path / "out"
    if closed == "out":
        output.mkdir()
    else:
        shutil.copytree(ready.output, output)
        shutil.rmtree(output / ".digitize/locks")
        (output / ".digitize/locks").mkdir()
        (output / "urozhai/urozhai.txt").unlink()
    (tmp_path / closed).chmod(0o555)
    said = digitize("run", ready.scan, "-o", output, "-l", "rus", prepare=obey_permissions)
    assert said.code == ExitCode.ENVIRONMENT
    assert "ermission" in said.err and "--output" in said.err
    (tmp_path / closed).chmod(0o755)
    assert work.leftovers(tmp_path) == []


def test_an_output_folder_that_is_a_file(ready: Ready) -> None:
    """Exit code 5; the file stays."""
    said = digitize("run", ready.scan, "-o", ready.scan)
    assert said.code == ExitCode.ENVIRONMENT
    assert f"{ready.scan}: the output folder cannot be used" in said.err


def test_results_that_may_only_be_read(tmp_path: Path, ready: Ready) -> None:
    """Looking at results needs no right to write."""
    output = tmp_path / "out"
    shutil.copytree(ready.output, output)
    for path in (output, *output.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    assert "urozhai" in digitize("documents", "-o", output, prepare=obey_permissions).out
    assert digitize("show", "urozhai", "-o", output, prepare=obey_permissions).code == 0
    for path in (output, *output.rglob("*")):
        path.chmod(0o755)


def test_two_processes_in_one_folder(tmp_path: Path) -> None:
    """The same scan and another, at the same time: every document whole, each page read once, ids distinct."""
    same = scans.png(tmp_path / "one/scan.png", scans.page(scans.RUSSIAN[:2], height=200))
    other = scans.png(tmp_path / "two/scan.png", scans.page(scans.RUSSIAN[2:4], height=200))
    output = tmp_path / "out"

    def run(*inputs: Path) -> Finished:
        return digitize("run", *inputs, "-o", output, "-l", "rus", "--jobs", "1", "--json")

    with ThreadPoolExecutor(3) as threads:
        runs = list(threads.map(lambda inputs: run(*inputs), [(same, other), (other, same), (same,)]))
    assert [finished.code for finished in runs] == [0, 0, 0]
    told = [document for finished in runs for document in finished.json]
    ids = {document["id"] for document in told}
    assert len(ids) == 2 and "scan" in ids
    assert sum(document["pages_from_cache"] for document in told) == 3
    assert work.leftovers(output) == []
    alone = tmp_path / "alone"
    first = json.loads((output / "scan/report.json").read_text())["sources"][0]["sha256"]
    order = (same, other) if first == sha256_of(same) else (other, same)
    digitize("run", *order, "-o", alone, "-l", "rus", "--jobs", "1")
    assert work.contents(alone) == work.contents(output)
