"""The units for systemd: what systemd says of them, and that they run commands that there are."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.command import inside

UNITS = Path(__file__).parents[2] / "docker" / "systemd"
PROGRAM = "/opt/digitize/.venv/bin/digitize"


def unit_files() -> list[Path]:
    return sorted(UNITS.iterdir())


def test_systemd_has_nothing_to_say(tmp_path: Path) -> None:
    """All units are read, and every line of them is understood; where there is no systemd, their form is looked at."""
    for unit in unit_files():
        text = unit.read_text("utf-8")
        assert re.search(r"^\[Unit\]\nDescription=", text, re.MULTILINE), unit.name
        (tmp_path / unit.name).write_text(text.replace(PROGRAM, "/bin/true"), encoding="utf-8")
    analyze = shutil.which("systemd-analyze")
    if analyze is not None:
        names = [tmp_path / unit.name for unit in unit_files()]
        done = subprocess.run([analyze, "verify", "--man=no", *names], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr.strip()) == (0, "")


@pytest.mark.parametrize("unit", [unit.name for unit in unit_files() if unit.suffix == ".service"])
def test_they_run_what_there_is(unit: str) -> None:
    """Each command and each of its flags is one of ours; nothing runs as root, and nothing but the folders named can be written."""
    text = (UNITS / unit).read_text("utf-8")
    (line,) = re.findall(rf"^ExecStart={PROGRAM} (.+)$", text, re.MULTILINE)
    command, *arguments = line.split()
    shown = inside(command, "--help").out
    for flag in (each for each in arguments if each.startswith("--")):
        assert flag in shown, flag
    assert "\nUser=digitize\n" in text and "\nProtectSystem=strict\n" in text and "\nReadWritePaths=" in text


def test_every_timer_has_its_service() -> None:
    """What a timer starts is there."""
    names = {unit.name for unit in unit_files()}
    timers = [name for name in names if name.endswith(".timer")]
    assert timers and all(name.replace(".timer", ".service") in names for name in timers)
