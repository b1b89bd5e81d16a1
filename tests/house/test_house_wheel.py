"""The built wheel, as somebody installs it who has no checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROGRAMS = Path(sys.executable).parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command: list[str | Path] = [PROGRAMS / "hatchling", "build", "--target", "wheel", "--directory", folder]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("digitize-*.whl"))


def test_the_wheel_holds_every_module_and_nothing_else(wheel: Path) -> None:
    """Product and flows are in it, each once; tests, benchmarks and samples are not."""
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    product = {f"digitize/{path.relative_to(ROOT / 'src/digitize')}" for path in (ROOT / "src/digitize").rglob("*.py")}
    flows = {f"digitize_flows/{path.relative_to(ROOT / 'flows')}" for path in (ROOT / "flows").rglob("*.py")}
    assert {name for name in packed if name.endswith(".py")} == product | flows
    assert "digitize_flows/__init__.py" in packed
    assert "digitize/py.typed" in packed
    assert {name.split("/")[0] for name in packed} == {"digitize", "digitize_flows"}


def test_the_installed_wheel_is_found_without_the_checkout(wheel: Path, tmp_path: Path) -> None:
    """Installed elsewhere, both packages import from there, and the command has its entry point."""
    site = tmp_path / "site"
    install: list[str | Path] = [
        PROGRAMS / "uv",
        "pip",
        "install",
        "--quiet",
        "--offline",
        "--no-deps",
        "--no-cache",
        "--target",
        site,
        wheel,
    ]
    subprocess.run(install, check=True, capture_output=True, cwd=tmp_path)
    script = (
        "import digitize, importlib.metadata as m, importlib.util as u\n"
        "print(digitize.__file__)\n"
        "print(u.find_spec('digitize_flows').origin)\n"
        "print([e.value for e in m.distribution('digitize').entry_points if e.name == 'digitize'])\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(site)}
    answer = subprocess.run(
        [sys.executable, "-c", script], env=environment, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert answer.stdout.splitlines() == [
        str(site / "digitize" / "__init__.py"),
        str(site / "digitize_flows" / "__init__.py"),
        "['digitize.cli:main']",
    ]
