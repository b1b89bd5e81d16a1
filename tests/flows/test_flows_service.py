"""``digitize serve``: the real thing, on a free port, in a folder of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from digitize.errors import EnvironmentFault, UsageError
from digitize.settings import load_settings
from digitize_flows.service import serve
from tests.flows.flow_pages import draw

_SERVE = """
import sys
from pathlib import Path
from digitize.flow_loader import load_flow_module
from digitize.settings import load_settings

root = Path(sys.argv[1])
settings = load_settings(output=root / "output", languages="eng", jobs=1)
load_flow_module("service").serve(settings, [root / "inbox"], "127.0.0.1", int(sys.argv[2]), review_port=int(sys.argv[3]), settle_s=0.5)
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def processes_of(root: Path) -> list[str]:
    """Command lines of processes whose environment names a folder: everything that the service has started."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            named = os.fsencode(root) in (process / "environ").read_bytes()
            line = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if named and line and int(process.name) != os.getpid():
            found.append(line)
    return found


@pytest.fixture
def service(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], str, str]]:
    """A running service, its address and that of its review app; it is ended whatever happens."""
    port, review_port = free_port(), free_port()
    process = subprocess.Popen(
        [sys.executable, "-c", _SERVE, str(tmp_path), str(port), str(review_port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        yield process, f"http://127.0.0.1:{port}", f"http://127.0.0.1:{review_port}"
    finally:
        process.terminate()
        process.communicate(timeout=60)


@pytest.mark.timeout(600)
def test_a_dropped_scan_is_digitised_and_both_forms_are_there(
    service: tuple[subprocess.Popen[str], str, str], tmp_path: Path
) -> None:
    """The PDF is made, the original is in done, run and deployments are in Prefect, the review app shows it; SIGTERM leaves no process."""
    process, url, review = service
    inbox = tmp_path / "inbox"
    inbox.mkdir(exist_ok=True)
    draw(inbox / "harvest.png")
    while not (tmp_path / "done" / "harvest.png").exists():
        assert process.poll() is None, process.communicate()[0]
        time.sleep(0.1)
    assert (tmp_path / "output" / "harvest" / "harvest.pdf").is_file()
    assert list(inbox.iterdir()) == []
    for name in ("digitize-document", "digitize-folder"):
        while (answer := httpx.get(f"{url}/api/deployments/name/{name}/local")).status_code != httpx.codes.OK:
            assert process.poll() is None
            time.sleep(0.1)
        form = answer.json()
        assert form["parameters"]["output"] == str(tmp_path / "output")
        assert form["parameter_openapi_schema"]["properties"]["source"]["description"]
        assert form["enforce_parameter_schema"]
    (run,) = httpx.post(f"{url}/api/flow_runs/filter", json={}).raise_for_status().json()
    assert (run["name"], run["state_name"]) == ("harvest.png", "Completed")
    assert httpx.get(url, follow_redirects=True).status_code == httpx.codes.OK
    assert "harvest" in httpx.get(review).text
    assert len(processes_of(tmp_path)) >= 4

    process.send_signal(signal.SIGTERM)
    told, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "Traceback" not in told
    for shown in (url, review, str(inbox), str(tmp_path / "done"), str(tmp_path / "failed"), str(tmp_path / "output")):
        assert shown in told
    while processes_of(tmp_path):
        time.sleep(0.05)


def test_a_port_in_use_is_told(tmp_path: Path) -> None:
    """Before anything is started; the message names the port and the way out."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = int(other.getsockname()[1])
        with pytest.raises(EnvironmentFault, match=rf"127\.0\.0\.1:{port}: .*--port"):
            serve(load_settings(output=tmp_path / "output", languages="eng"), [tmp_path / "inbox"], port=port)


def test_a_second_service_on_one_output_folder_is_refused(tmp_path: Path) -> None:
    """Two servers would block each other's database."""
    import fcntl

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
