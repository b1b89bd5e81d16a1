"""Ctrl-C and its kin: no process, no half file and no temporary file is left, and the next run goes on from there."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from digitize import cli
from digitize.cli import console
from digitize.errors import ExitCode
from tests.cli.command import Started, digitize
from tests.pipeline import fake_engine, scans, work

READ_BY = ("--languages", "rus", "--engine", "tesseract")
"""By the engine that hangs: what our own recogniser is sure of, it would not be asked to read."""
WIDTH = 900


@pytest.fixture(autouse=True)
def _hangup() -> Iterator[None]:
    """Programs started here heed SIGHUP, though the tests themselves be run under ``nohup``."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A TIFF of two pages; the engine hangs on the second."""
    pages = [scans.page(scans.RUSSIAN[:2], width=width, height=200) for width in (1000, WIDTH)]
    return scans.tiff(tmp_path_factory.mktemp("two") / "dva.tif", pages)


def start(place: Path, scan: Path) -> Started:
    """A run that has read the first page and hangs on the second."""
    fake_engine.install(place / "bin", fake_engine.ACTIONS["hang"], width=WIDTH, only="rus")
    path = f"{place / 'bin'}:{os.environ['PATH']}"
    started = Started(place, "run", scan, "--output", place / "out", *READ_BY, "--jobs", "2", PATH=path)
    cache = place / "out/.digitize/cache"
    started.wait_until(lambda: sum(path.is_file() for path in cache.rglob("[0-9a-f]" * 6 + "*")) == 5)
    started.wait_for_engine()
    return started


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_nothing_behind(tmp_path: Path, two: Path, number: signal.Signals) -> None:
    """Exit code 130 and one sentence; no worker, no engine, no temporary file, no half file."""
    started = start(tmp_path, two)
    started.process.send_signal(number)
    finished = started.finish()
    assert finished.code == ExitCode.INTERRUPTED
    assert "the same command goes on from there" in finished.err
    assert started.remains() == []
    assert list(started.temporary.iterdir()) == []
    assert work.leftovers(tmp_path / "out") == []


def test_many_signals_are_one(tmp_path: Path, two: Path) -> None:
    """An impatient user does not interrupt the clearing away."""
    started = start(tmp_path, two)
    for _ in range(20):
        started.process.send_signal(signal.SIGINT)
    assert started.finish().code == ExitCode.INTERRUPTED
    assert started.remains() == []
    assert list(started.temporary.iterdir()) == []


def test_the_next_run_goes_on(tmp_path: Path, two: Path) -> None:
    """After SIGKILL nothing of the run is left running; the page that was read is not read again."""
    started = start(tmp_path, two)
    started.process.kill()
    started.process.communicate()
    assert started.remains() == []
    again = ("run", two, "--output", tmp_path / "out", *READ_BY, "--json")
    finished = digitize(*again, variables={"TMPDIR": str(started.temporary)})
    assert finished.code == 0
    (told,) = finished.json
    assert (told["pages"], told["pages_from_cache"]) == (2, 1)
    assert work.leftovers(tmp_path / "out") == []
    assert list(started.temporary.iterdir()) == []  # what the killed run left is swept up


def test_a_signal_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """While the program is still being loaded: exit code 130, no traceback."""

    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(console, "open_streams", interrupted)
    with pytest.raises(SystemExit) as caught:
        cli.main()
    assert caught.value.code == ExitCode.INTERRUPTED


def test_a_signal_that_is_to_be_ignored(tmp_path: Path) -> None:
    """Under ``nohup`` the run goes on when the terminal closes."""
    fake_engine.install(tmp_path / "bin", "time.sleep(2)", width=WIDTH)
    scan = scans.png(tmp_path / "odna.png", scans.page(scans.RUSSIAN[:1], width=WIDTH, height=120))
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        path = f"{tmp_path / 'bin'}:{os.environ['PATH']}"
        started = Started(tmp_path, "run", scan, "--output", tmp_path / "out", "--languages", "rus", PATH=path)
    finally:
        signal.signal(signal.SIGHUP, before)
    started.wait_until(lambda: any("tesseract" in line and "-l" in line for line in started.processes()))
    started.process.send_signal(signal.SIGHUP)
    assert started.finish().code == 0
