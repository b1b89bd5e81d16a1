"""``python flows/digitize_folder.py FOLDER``: no server, no installation of one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from prefect import Flow

from digitize.errors import ExitCode
from digitize_flows.digitize_document import digitize_document
from digitize_flows.digitize_folder import digitize_folder
from digitize_flows.script import main
from tests.flows.flow_pages import draw

FLOWS = Path(__file__).parents[2] / "flows"


def start(script: str, *arguments: str | Path, home: Path) -> subprocess.CompletedProcess[str]:
    """Runs a flow's file in a folder of its own, without the tester's Prefect."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    return subprocess.run(
        [sys.executable, FLOWS / script, *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=home,
        env={**environment, "HOME": str(home), "TMPDIR": str(home), "COLUMNS": "200"},
    )


def test_a_folder_is_digitised_without_a_server(tmp_path: Path) -> None:
    """The table, the errors once, exit code 1 because one file is bad; of Prefect nothing remains, not even a folder."""
    scans = tmp_path / "scans"
    scans.mkdir()
    draw(scans / "good.png")
    (scans / "bad.pdf").write_bytes(b"no scan")
    home = tmp_path / "home"
    home.mkdir()
    answer = start("digitize_folder.py", scans, "--output", tmp_path / "output", "--languages", "eng", home=home)
    assert answer.returncode == 1, answer.stderr
    table = {line.split()[0]: line.split()[1:3] for line in answer.stdout.splitlines()}
    assert table == {"document": ["status", "pages"], "good": ["done", "1"], "bad": ["failed", "0"]}
    assert answer.stderr.count("bad.pdf") == 1
    assert "Traceback" not in answer.stderr
    assert (tmp_path / "output" / "good" / "good.pdf").is_file()
    assert [path for path in home.rglob("*") if path.is_file()] == []
    assert list(home.glob("digitize-*")) == []


def test_wrong_usage_is_told_before_a_server_is_started(tmp_path: Path) -> None:
    """Exit code 2 and a message, no traceback."""
    answer = start("digitize_document.py", "a.png", "--pages", "first", home=tmp_path)
    assert answer.returncode == 2
    assert "error not a list of pages: 'first'. Write it like 1-3,7" in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--pages", "0"], "not a list of pages"),
        (["--languages", "r u s"], "'languages'"),
        (["--jobs", "0"], "'jobs'"),
        (["--jobs", "1000"], "'jobs'"),
    ],
)
@pytest.mark.parametrize("flow", [digitize_document, digitize_folder], ids=["digitize-document", "digitize-folder"])
def test_a_wrong_value_is_named(
    flow: Flow[..., Any], arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """In both flows alike, with the exit code of the contract."""
    assert main(flow, ["a.png", *arguments]) is ExitCode.USAGE
    assert message in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["a.png", "--profile", "poster"], ["a.png", "--as-document"]])
def test_what_a_script_does_not_know_is_wrong_usage(arguments: list[str]) -> None:
    """A missing source, an unknown profile, a flag of the other flow."""
    with pytest.raises(SystemExit) as end:
        main(digitize_document, arguments)
    assert end.value.code == ExitCode.USAGE
