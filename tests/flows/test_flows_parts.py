"""The child processes of the service."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from digitize_flows.parts import Part, end_all

_SLEEP = "import time; print('up', flush=True); time.sleep(3600)"
_STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + _SLEEP
_WITH_CHILD = (
    "import subprocess, sys, time\n"
    "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(3600)'])\n"
    "print('child', child.pid, flush=True); time.sleep(3600)"
)


def part(tmp_path: Path, code: str) -> Part:
    return Part("part", ["-c", code], dict(os.environ), tmp_path / "logs" / "part.log")


def wait_for_log(it: Part, word: str) -> str:
    """The log's whole lines, once one of them has the word: a line may be written in pieces."""
    while word not in (text := it.log.read_text("utf-8").rpartition("\n")[0]):
        time.sleep(0.02)
    return text


def is_there(pid: int) -> bool:
    """Whether a process runs; one that has ended and waits to be reaped does not."""
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False


@pytest.mark.parametrize("code", [_SLEEP, _STUBBORN], ids=["obedient", "stubborn"])
def test_a_part_ends_when_it_is_told_to(tmp_path: Path, code: str) -> None:
    """Whether or not it listens."""
    it = part(tmp_path, code)
    it.start()
    wait_for_log(it, "up")
    assert it.runs
    end_all([it], 0.3)
    assert not it.runs


def test_what_a_part_has_started_ends_with_it(tmp_path: Path) -> None:
    """The whole process group goes."""
    it = part(tmp_path, _WITH_CHILD)
    it.start()
    child = int(wait_for_log(it, "child").split()[1])
    assert is_there(child)
    end_all([it], 5)
    while is_there(child):
        time.sleep(0.02)


def test_a_part_that_died_is_started_again(tmp_path: Path) -> None:
    """Each death is told once, with the pause until the next start."""
    it = part(tmp_path, "import os; print('up', os.getpid(), flush=True)")
    it.start()
    while it.runs:
        time.sleep(0.02)
    assert it.revive() == 1.0
    assert it.revive() is None
    while it.log.read_text("utf-8").count("up") < 2:
        it.revive()
        time.sleep(0.05)
    end_all([it], 0)


def test_a_large_log_is_put_aside_at_the_start(tmp_path: Path) -> None:
    """Months of restarts do not fill the disk with one file."""
    it = part(tmp_path, "print('up', flush=True)")
    it.log.parent.mkdir()
    it.log.write_bytes(b"x" * 6_000_000)
    it.start()
    wait_for_log(it, "up")
    end_all([it], 5)
    assert it.log.stat().st_size < 1000
    assert it.log.with_suffix(".old.log").stat().st_size == 6_000_000


def test_a_part_does_not_outlive_a_killed_parent(tmp_path: Path) -> None:
    """The parent cannot clean up after SIGKILL; the pipe between them does."""
    code = "from digitize_flows.lifeline import end_with_parent; end_with_parent(); " + _WITH_CHILD.replace("\n", "; ")
    parent_code = (
        "import os, sys, time\n"
        "from pathlib import Path\n"
        "from digitize_flows.parts import Part\n"
        "it = Part('part', ['-c', sys.argv[1]], dict(os.environ), Path(sys.argv[2]))\n"
        "it.start(); time.sleep(3600)"
    )
    log = tmp_path / "part.log"
    with subprocess.Popen([sys.executable, "-c", parent_code, code, str(log)]) as parent:
        while not (log.exists() and "child" in log.read_text("utf-8")):
            assert parent.poll() is None
            time.sleep(0.02)
        child = int(log.read_text("utf-8").split()[1])
        assert is_there(child)
        parent.kill()
        while is_there(child):
            time.sleep(0.02)
