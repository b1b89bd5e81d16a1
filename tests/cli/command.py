"""The real command, started as a user's shell starts it."""

from __future__ import annotations

import ctypes
import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from digitize.cli import commands
from digitize.confine import Pool
from digitize.pipeline import layout_pictures, measure, workshop

SCRIPT = Path(sys.executable).with_name("digitize")
MARK = "DIGITIZE_TEST_MARK"
"""Variable by which everything that a command has started is found again."""
_TIMEOUT_S = 120


@dataclass(frozen=True)
class Finished:
    """A command that has ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    def clean(self) -> Finished:
        """The same, if it ended as a program for people should: without a traceback."""
        assert "Traceback" not in self.err + self.out, self.err
        assert "Error ignored" not in self.err and "Exception ignored" not in self.err, self.err
        return self


def environment(**variables: str) -> dict[str, str]:
    """A user's environment: no width of the test's own terminal, no settings."""
    kept = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES", "NO_COLOR")}
    return {**kept, "TERM": "xterm-256color", **variables}


def digitize(
    *arguments: str | Path,
    cwd: Path | None = None,
    prepare: Callable[[], None] | None = None,
    variables: Mapping[str, str] | None = None,
) -> Finished:
    """Runs a command to its end.

    Args:
        arguments: After ``digitize``.
        cwd: Where.
        prepare: Called in the child before it becomes the command.
        variables: Of its environment.
    """
    done = subprocess.run(
        [SCRIPT, *arguments],
        cwd=cwd,
        preexec_fn=prepare,
        env=environment(**(variables or {})),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=_TIMEOUT_S,
    )
    return Finished(done.returncode, done.stdout.decode(), done.stderr.decode()).clean()


class _Lasting(Pool):
    """A pool that goes on when a command has done with it: its worker takes longer to start than most commands do."""

    def close(self) -> None:
        """Does nothing; the worker ends with this process."""


@cache
def _workers() -> Pool:
    return _Lasting(1, 4 << 30)


def inside(*arguments: str | Path) -> Finished:
    """The same as :func:`digitize` within this process: quicker, for what touches neither streams, signals nor engines.

    All such commands have one worker, that of the first: it does not see what a test changes of the environment.
    """
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err), pytest.MonkeyPatch.context() as patch:
        for room in (workshop, layout_pictures, measure):
            patch.setattr(room, "Pool", lambda *_: _workers())
        try:
            commands.app([str(argument) for argument in arguments], prog_name="digitize")
        except SystemExit as ended:
            code = ended.code
    return Finished(int(code or 0), out.getvalue(), err.getvalue()).clean()


def shell(line: str, cwd: Path) -> Finished:
    """Runs a line of bash in which ``digitize`` is the command; its exit code is that of the first command in a pipe."""
    program = f'digitize() {{ "{SCRIPT}" "$@"; }}\n{line}\nexit "${{PIPESTATUS[0]}}"'
    done = subprocess.run(
        ["bash", "-c", program],
        cwd=cwd,
        env=environment(),
        capture_output=True,
        check=False,
        timeout=_TIMEOUT_S,
    )
    return Finished(done.returncode, done.stdout.decode(), done.stderr.decode()).clean()


def obey_permissions() -> None:
    """Makes root obey the permissions of files, as everybody else does (drops two capabilities of what is run next)."""
    system = ctypes.CDLL(None)
    for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
        system.prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP; refused to others than root, who need it not


class Started:
    """A command under way, in a session of its own, with a folder of its own for temporary files."""

    def __init__(self, place: Path, *arguments: str | Path, **variables: str) -> None:
        self.temporary = place / "temporary"
        self.temporary.mkdir(exist_ok=True)
        self._mark = f"{place}-{time.monotonic_ns()}"
        self.process = subprocess.Popen(
            [SCRIPT, *arguments],
            env=environment(**{MARK: self._mark, "TMPDIR": str(self.temporary)}, **variables),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def processes(self) -> list[str]:
        """Command lines of all its processes that are still there."""
        return sorted(self._find())

    def _find(self) -> Iterator[str]:
        wanted = f"{MARK}={self._mark}".encode()
        for entry in Path("/proc").iterdir():
            if entry.name.isdecimal():
                try:
                    if wanted in (entry / "environ").read_bytes().split(b"\0"):
                        yield (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                except OSError:  # it has ended, or is another user's
                    continue

    def wait_until(self, condition: Callable[[], bool]) -> None:
        """Waits for something to come true while the command runs."""
        deadline = time.monotonic() + _TIMEOUT_S
        while not condition():
            assert self.process.poll() is None, self.finish().err
            assert time.monotonic() < deadline, self.processes()
            time.sleep(0.02)

    def wait_for_engine(self) -> None:
        """Waits until an engine reads a page."""
        self.wait_until(lambda: any("hocr" in line for line in self.processes()))

    def finish(self) -> Finished:
        """Waits for the end."""
        out, err = self.process.communicate(timeout=_TIMEOUT_S)
        return Finished(self.process.returncode, out.decode(), err.decode()).clean()

    def remains(self) -> list[str]:
        """Processes that are there some seconds after the end; none, most of the time at once."""
        deadline = time.monotonic() + 10
        while self.processes() and time.monotonic() < deadline:
            time.sleep(0.05)
        return self.processes()
