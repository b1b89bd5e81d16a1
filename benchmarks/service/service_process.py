"""The service, or the watched folder alone, as processes that can be killed at any moment and started again."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

from benchmarks.service.processes import MARK, Process, kill_all, marked, wait_until_gone

DIGITIZE = Path(sys.executable).with_name("digitize")
_BETWEEN_S = 0.2
_ENDING_S = 60.0
"""The service promises a few seconds; on a busy machine they are longer."""
_LEFT_S = 20.0
"""Within which everything ends that the killed service has started."""


class ServiceProcess:
    """The service; a context manager that ends it, and everything it started, on leaving.

    Args:
        root: Its folder: ``inbox``, ``done``, ``failed``, ``output``, ``tmp``, and ``said``, what it has said.
        command: Arguments of ``digitize``.
        environment: Of the process.
        health: An address that answers when it is ready; empty where there is none.
    """

    def __init__(self, root: Path, command: Sequence[str], environment: Mapping[str, str], health: str = "") -> None:
        self.mark = uuid.uuid4().hex
        self.health = health
        self.said = root / "said"
        self.temporary = root / "tmp"
        self.temporary.mkdir(parents=True, exist_ok=True)
        self._command = [str(DIGITIZE), *command]
        self._environment = {**environment, MARK: self.mark, "TMPDIR": str(self.temporary)}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """Of the service's own process."""
        if self._process is None:
            raise RuntimeError("it has not been started")
        return self._process.pid

    @property
    def runs(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def processes(self) -> list[Process]:
        """Everything that it has started, and itself."""
        return marked(self.mark)

    def start(self) -> None:
        """Starts it; does not wait."""
        with self.said.open("ab") as said:
            self._process = subprocess.Popen(
                self._command,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )

    def wait_until_ready(self, within_s: float = 900.0) -> float:
        """Waits until it answers.

        Returns:
            Seconds that it took.

        Raises:
            RuntimeError: If it ends instead, or takes longer.
        """
        began = time.monotonic()
        while not answers(self.health):
            if not self.runs or time.monotonic() - began > within_s:
                raise RuntimeError(f"it has not started:\n{self.said.read_text('utf-8', 'replace')[-4000:]}")
            time.sleep(_BETWEEN_S)
        return time.monotonic() - began

    def kill(self) -> list[Process]:
        """Kills the service's own process alone; what it had started, and still runs some time later."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        left = wait_until_gone(self.mark, _LEFT_S)
        kill_all(self.mark)
        return left

    def kill_everything(self) -> int:
        """Kills every process at once, as a power cut does; how many."""
        killed = kill_all(self.mark)
        if self._process is not None:
            self._process.wait()
        return killed

    def clear_temporary(self) -> None:
        """What the system does to temporary files when it starts after a power cut."""
        shutil.rmtree(self.temporary)
        self.temporary.mkdir()

    def end(self) -> tuple[int | None, list[Process]]:
        """SIGTERM.

        Returns:
            Its exit status, ``None`` when it has not ended in time, and what is left of its processes.
        """
        if self._process is None:
            return None, []
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
        try:
            status: int | None = self._process.wait(_ENDING_S)
        except subprocess.TimeoutExpired:
            status = None
        left = wait_until_gone(self.mark, 2.0)
        self.kill_everything()
        return status, left

    def verified(self, output: Path) -> list[str]:
        """What ``digitize verify`` finds in an output folder, a line each."""
        command = [str(DIGITIZE), "verify", "--output", str(output)]
        answer = subprocess.run(command, env=self._environment, capture_output=True, text=True, check=False)
        lines = answer.stdout.splitlines()
        return lines if lines or not answer.returncode else [f"exit status {answer.returncode}: {answer.stderr[-500:]}"]

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill_everything()


def answers(address: str) -> bool:
    """Whether something answers there; without an address, yes."""
    if not address:
        return True
    try:
        return httpx.get(address, timeout=5.0, trust_env=False).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False


def serve(root: Path, environment: Mapping[str, str], port: int, review_port: int) -> ServiceProcess:
    """``digitize serve`` in a folder of its own; not started."""
    command = ["serve", str(root / "inbox"), "--output", str(root / "output"), "--port", str(port)]
    health = f"http://127.0.0.1:{port}/api/health"
    return ServiceProcess(root, [*command, "--review-port", str(review_port)], environment, health)


def watch(root: Path, environment: Mapping[str, str]) -> ServiceProcess:
    """``digitize watch``: the watched folder alone, which starts in a second; not started."""
    return ServiceProcess(root, ["watch", str(root / "inbox"), "--output", str(root / "output")], environment)


def end_by_sigterm() -> None:
    """Lets SIGTERM end this process as Ctrl-C does, so that what it has started ends with it."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


def base_environment() -> dict[str, str]:
    """This process's, without settings of digitize and Prefect."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DIGITIZE_", "PREFECT_"))}
    return kept | {"OMP_THREAD_LIMIT": "1"}
