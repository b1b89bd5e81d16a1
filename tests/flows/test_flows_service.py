"""``digitize serve``: the real thing, on free ports, in a folder of its own, as the operations guide starts it."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from digitize.cli import commands
from digitize.errors import EnvironmentFault, UsageError
from digitize.settings import load_settings
from digitize.watch import local
from digitize_flows import service
from digitize_flows.service import serve
from tests.flows.flow_pages import draw
from tests.flows.guide import GUIDE, blocks, filled_in

ROOT = Path(__file__).parents[2]
ATTENTION = {"status": 1}
"""Commands of digitize that end with another code than 0 when something wants attention, which is no fault of theirs."""

_WATCHES_CONNECTIONS = """
import os, sys
def note(event, arguments):
    if event == "socket.connect":
        address = arguments[1]
    elif event == "socket.getaddrinfo":
        address = arguments[0]
    else:
        return
    host = address[0] if isinstance(address, tuple) else address
    if isinstance(host, bytes):
        host = host.decode(errors="replace")
    if isinstance(address, str) and event == "socket.connect" or host in (None, "", "localhost", "127.0.0.1", "::1", "0.0.0.0"):
        return
    with open(os.environ["CONNECTIONS"], "a") as file:
        file.write(f"{event} {address!r} {sys.argv}\\n")
sys.addaudithook(note)
"""
"""Python's own hook: every address that a part looks up or connects to, besides this machine's own, is written down."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def processes_of(root: Path) -> list[str]:
    """Command lines of processes whose environment names a folder: everything that the service has started."""
    return list(_processes_of(root).values())


def _processes_of(root: Path) -> dict[int, str]:
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            named = os.fsencode(root) in (process / "environ").read_bytes()
            line = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if named and line and int(process.name) != os.getpid():
            found[int(process.name)] = line
    return found


class Sandbox:
    """A folder in which the commands of the guide are run, and what their words stand for there."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.inbox = root / "srv" / "scans" / "inbox"
        self.output = root / "srv" / "digitised"
        self.connections = root / "connections"
        self.port, self.review_port = free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.review = f"http://127.0.0.1:{self.review_port}"
        self.values = {
            "/srv/scans": str(root / "srv" / "scans"),
            "/srv/digitised": str(self.output),
            "/srv/backup": str(root / "srv" / "backup"),
            "/srv/restored": str(root / "srv" / "restored"),
            "/api": "/api",
            **{number: str(self.port) for number in ("4200", "4201")},
            **{number: str(self.review_port) for number in ("8484", "8485")},
        }
        programs = root / "programs"
        programs.mkdir()
        (programs / "python").symlink_to(sys.executable)
        digitize = programs / "digitize"
        digitize.write_text(f"#!{sys.executable}\nfrom digitize.cli import main\nmain()\n", "utf-8")
        digitize.chmod(0o755)
        (root / "site").mkdir()
        (root / "site" / "sitecustomize.py").write_text(_WATCHES_CONNECTIONS, "utf-8")
        (root / "flows").symlink_to(ROOT / "flows")
        (root / "scans" / "samples").mkdir(parents=True)
        draw(root / "scans" / "samples" / "otchet-1938.tif")
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")},
            "PATH": f"{programs}:{os.environ['PATH']}",
            "PYTHONPATH": ":".join([str(root / "site"), *sys.path]),
            "PREFECT_API_URL": f"{self.url}/api",
            "PREFECT_HOME": str(root / "prefect"),
            "CONNECTIONS": str(self.connections),
            "DIGITIZE_LANGUAGES": "eng",
            "DIGITIZE_JOBS": "1",
        }

    def start(self, words: list[str]) -> subprocess.Popen[str]:
        program = shutil.which(words[0], path=self.environment["PATH"])
        assert program is not None, f"no program of that name: {words[0]}"
        return subprocess.Popen(
            [program, *words[1:]],
            cwd=self.root,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )


@pytest.fixture
def sandbox(tmp_path: Path) -> Sandbox:
    return Sandbox(tmp_path)


@contextmanager
def ended(process: subprocess.Popen[str]) -> Iterator[subprocess.Popen[str]]:
    """Whatever happens within the block, the process is ended after it."""
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            process.communicate(timeout=60)
        elif process.stdout is not None:
            process.stdout.close()


def until(is_so: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    while not is_so():
        assert process.poll() is None, process.communicate()[0]
        time.sleep(0.1)


def read_until(process: subprocess.Popen[str], words: str) -> str:
    """What it says until then."""
    assert process.stdout is not None
    said = ""
    while words not in said:
        line = process.stdout.readline()
        assert line, f"it ended: {said}"
        said += line
    return said


def children_of(process: subprocess.Popen[str], module: str) -> list[int]:
    """Numbers of the processes that it started to run a module."""
    numbers = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text("ascii").split()
    return [int(n) for n in numbers if module.encode() in Path(f"/proc/{n}/cmdline").read_bytes()]


@pytest.mark.timeout(900)
def test_the_service_and_the_commands_of_the_guide(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """The guide's own command starts the service; it works, heals, opens no outside connection, and leaves no process.

    One service for all of it, since it takes long to start: scans are digitised, runs and forms are in Prefect, documents in
    the review app; a damaged database does not keep it from starting; a killed watcher comes back. Every other
    command of the guide that is not marked is run as well, and ends well.
    """
    commands_run = [
        filled_in(command, sandbox.values)
        for block in blocks(GUIDE.read_text("utf-8"))
        if block.kind == "sh" and block.reason is None
        for command in block.commands
    ]
    serving = [words for words in commands_run if words[:2] == ["digitize", "serve"]]
    watching = [words for words in commands_run if words[:2] == ["digitize", "watch"]]
    others = [words for words in commands_run if words not in serving and words not in watching]
    assert len(serving) >= 2 and watching and others
    _watch(sandbox, watching[-1])
    for words in [*watching[:-1], *serving[:-1]]:
        _only_begun(sandbox, words, monkeypatch)

    damaged = sandbox.output / ".digitize" / "prefect" / "prefect.db"
    damaged.parent.mkdir(parents=True, exist_ok=True)
    damaged.write_bytes(b"this is no database" * 1000)
    with ended(sandbox.start(serving[-1])) as process:
        draw(sandbox.inbox / "harvest.png")
        said = read_until(process, "logs  ")
        assert "Prefect's database is damaged" in said
        for shown in (sandbox.url, sandbox.review, "scans/inbox", "scans/done", "scans/failed", str(sandbox.output)):
            assert shown in said
        _works(sandbox, process, "harvest.png")
        _heals(sandbox, process)
        for words in others:
            _run(sandbox, words)
        assert len(processes_of(sandbox.root)) >= 5

        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate(timeout=60)
        assert process.returncode == 0
        assert "Traceback" not in said and "ended, in" in said
    while processes_of(sandbox.root):
        time.sleep(0.05)
    assert not sandbox.connections.exists(), sandbox.connections.read_text("utf-8")


def _watch(sandbox: Sandbox, words: list[str]) -> None:
    """It watches, and SIGTERM ends it in good order."""
    process = sandbox.start(words)
    with ended(process):
        read_until(process, "watching ")
        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate(timeout=60)
        assert process.returncode == 0, said


def _only_begun(sandbox: Sandbox, words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Another form of a command that is run whole besides: its folders, lock and ports are looked at, and no more."""
    asked: list[Any] = []
    ports = ["--port", str(sandbox.port), "--review-port", str(sandbox.review_port)]
    with monkeypatch.context() as patch:
        patch.chdir(sandbox.root)
        patch.setattr(service, "_run", lambda *arguments: asked.append(arguments))
        patch.setattr(local, "watch", lambda *arguments, **_: asked.append(arguments))
        commands.app([*words[1:], *(ports if words[1] == "serve" else [])], standalone_mode=False)
    assert len(asked) == 1


def _works(sandbox: Sandbox, process: subprocess.Popen[str], name: str) -> None:
    stem = Path(name).stem
    until((sandbox.inbox.parent / "done" / name).exists, process)
    assert (sandbox.output / stem / f"{stem}.pdf").is_file()
    assert not (sandbox.inbox / name).exists()
    for flow in ("digitize-document", "digitize-folder"):
        form = httpx.get(f"{sandbox.url}/api/deployments/name/{flow}/local").raise_for_status().json()
        assert form["parameters"]["output"] == str(sandbox.output)
        assert form["parameter_openapi_schema"]["properties"]["source"]["description"]
        assert form["enforce_parameter_schema"]
    runs = httpx.post(f"{sandbox.url}/api/flow_runs/filter", json={}).raise_for_status().json()
    assert ("Completed", name) in {(run["state_name"], run["name"]) for run in runs}
    assert httpx.get(sandbox.url, follow_redirects=True).status_code == httpx.codes.OK
    assert stem in httpx.get(sandbox.review).text


def _heals(sandbox: Sandbox, process: subprocess.Popen[str]) -> None:
    """The watcher is killed while a scan comes, which is digitised all the same, by the one that takes its place."""
    (first,) = children_of(process, "digitize_flows.inbox")
    draw(sandbox.inbox / "sowing.tif", pages=2)
    os.kill(first, signal.SIGKILL)
    until(lambda: set(children_of(process, "digitize_flows.inbox")) - {first} != set(), process)
    _works(sandbox, process, "sowing.tif")


def _run(sandbox: Sandbox, words: list[str]) -> None:
    with ended(sandbox.start(words)) as process:
        said, _ = process.communicate(timeout=300)
        assert process.returncode in (0, ATTENTION.get(words[1])), f"{words}: {said}"
        assert "Traceback" not in said


def test_a_port_in_use_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything is started; the message names the port and the way out."""
    monkeypatch.setattr(service, "_PORT_PATIENCE_S", 0.0)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = int(other.getsockname()[1])
        with pytest.raises(
            EnvironmentFault, match=rf"Prefect server .*127\.0\.0\.1:{port}|127\.0\.0\.1:{port}: .*--port"
        ):
            serve(load_settings(output=tmp_path / "output", languages="eng"), [tmp_path / "inbox"], port=port)
        with pytest.raises(EnvironmentFault, match=r"review app.*--review-port"):
            serve(
                load_settings(output=tmp_path / "output", languages="eng"),
                [tmp_path / "inbox"],
                port=free_port(),
                review_port=port,
            )


def test_a_port_that_is_given_back_in_a_moment_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server of a service that was killed may still hold it."""
    faults = iter(["Address already in use", "Address already in use", None, None])
    monkeypatch.setattr(service, "_fault_of_address", lambda *_: next(faults))
    started: list[Any] = []
    monkeypatch.setattr(service, "_run", lambda *arguments: started.append(arguments))
    serve(load_settings(output=tmp_path / "output", languages="eng"), [tmp_path / "inbox"], port=free_port())
    assert len(started) == 1


def test_one_port_for_both_is_wrong_usage(tmp_path: Path) -> None:
    """The second would not start."""
    with pytest.raises(UsageError, match=r"cannot share a port.*--review-port"):
        serve(load_settings(output=tmp_path / "output"), [tmp_path / "inbox"], port=4999, review_port=4999)


def test_a_second_service_on_one_output_folder_is_refused(tmp_path: Path) -> None:
    """Two servers would block each other's database."""
    locks = tmp_path / "output" / ".digitize" / "locks"
    locks.mkdir(parents=True)
    with (locks / "service").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(EnvironmentFault, match="another digitize serve"):
            serve(load_settings(output=tmp_path / "output", languages="eng"), [tmp_path / "inbox"], port=free_port())


def test_results_may_not_fall_into_the_inbox(tmp_path: Path) -> None:
    """They would be taken as new scans."""
    with pytest.raises(UsageError, match="watched folder"):
        serve(load_settings(output=tmp_path / "inbox" / "output", languages="eng"), [tmp_path / "inbox"])


def test_a_full_disk_is_told_before_anything_is_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Prefect's database would be the first to suffer."""

    class Usage:
        free = 5 << 20

    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage)
    with pytest.raises(EnvironmentFault, match=r"disk is full: 5 MiB are free.*--output"):
        serve(load_settings(output=tmp_path / "output"), [tmp_path / "inbox"], port=free_port())
    assert not (tmp_path / "output" / ".digitize" / "prefect").exists()


@pytest.mark.parametrize("place", ["output", "output/.digitize"])
def test_an_output_folder_that_cannot_be_written_is_told(tmp_path: Path, place: str) -> None:
    """A file stands where the folder should be: for every account, root too, as a folder without permission is for others."""
    blocked = tmp_path / place
    blocked.parent.mkdir(exist_ok=True)
    blocked.write_bytes(b"")
    with pytest.raises(EnvironmentFault, match=r"cannot be written.*--output"):
        serve(load_settings(output=tmp_path / "output"), [tmp_path / "inbox"], port=free_port())
