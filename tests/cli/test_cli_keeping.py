"""``status``, ``verify``, ``backup``, ``restore``: what they print, and how they end."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.command import digitize, inside
from tests.cli.conftest import Ready


@pytest.fixture
def output(ready: Ready, tmp_path: Path) -> Path:
    copied = tmp_path / "out"
    shutil.copytree(ready.output, copied)
    return copied


def test_verified_backed_up_and_restored(output: Path, tmp_path: Path) -> None:
    """From a sound folder to one that is damaged, and from its backup to a sound one; the exit codes tell which is which."""
    assert digitize("verify", "--output", output).code == 0
    made = inside("backup", tmp_path / "bk", "--output", output, "--json")
    assert made.code == 0 and made.json["documents"] == 1 and made.json["errors"] == []
    pdf = output / "urozhai" / "urozhai.pdf"
    pdf.write_bytes(pdf.read_bytes()[:-1])
    found = inside("verify", "--output", output)
    assert found.code == 1
    assert "damaged urozhai/urozhai.pdf: it is not what was written. digitize export urozhai" in found.out
    assert inside("verify", "urozhai", "--output", output, "--json").json["damaged"] == 1
    assert inside("verify", "--backup", tmp_path / "bk").code == 0
    assert inside("restore", tmp_path / "bk", "--output", tmp_path / "again").code == 0
    assert inside("verify", "--output", tmp_path / "again").code == 0
    refused = inside("restore", tmp_path / "bk", "--output", output)
    assert refused.code == 2 and "not empty" in refused.err
    assert inside("restore", tmp_path / "bk").code == 2
    assert inside("restore", tmp_path / "none", "--output", tmp_path / "third").code == 3
    assert inside("backup", output / "inside", "--output", output).code == 2
    assert inside("verify", "--output", tmp_path / "none").code == 3
    assert inside("verify", "none", "--output", output).code == 3


def test_status_of_a_folder_without_a_service(output: Path, tmp_path: Path) -> None:
    """It needs none; what is damaged makes it end with 1 and is named."""
    told = digitize("status", "--output", output, "--json")
    assert told.json["documents"] == 1 and told.json["service"]["runs"] is False
    assert told.code == (1 if told.json["look_at"] else 0)
    (output / "urozhai" / "report.json").write_text("{")
    shown = inside("status", "--output", output)
    assert shown.code == 1 and "urozhai cannot be read" in shown.out and "does not run" in shown.out
    assert inside("status", "--output", tmp_path / "none").code == 3
