"""The tools of the house: licences, the product's part of the lock, system packages."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tools import check_licences, product_lock
from tools.check_licences import Verdict, verdict_on

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("licence", "verdict"),
    [
        ("MIT", Verdict.PERMISSIVE),
        ("The MIT License (MIT)", Verdict.PERMISSIVE),
        ("Apache-2.0 OR BSD-3-Clause", Verdict.PERMISSIVE),
        ("BSD-3-Clause AND 0BSD AND CC0-1.0", Verdict.PERMISSIVE),
        ("3-Clause BSD License", Verdict.PERMISSIVE),
        ("GPL-3.0-only OR MIT", Verdict.PERMISSIVE),
        ("MPL-2.0 AND (Apache-2.0 OR MIT)", Verdict.WEAK_COPYLEFT),
        ("GNU Lesser General Public License v3 (LGPLv3)", Verdict.WEAK_COPYLEFT),
        ("LGPL-3.0-only", Verdict.WEAK_COPYLEFT),
        ("GPL-3.0-or-later", Verdict.REFUSED),
        ("GNU General Public License v2 (GPLv2)", Verdict.REFUSED),
        ("MIT AND GPL-3.0-only", Verdict.REFUSED),
        ("AGPL-3.0-only", Verdict.REFUSED),
        ("GNU Affero General Public License v3", Verdict.REFUSED),
        ("Permission is granted to the bearer", Verdict.REFUSED),
        ("", Verdict.REFUSED),
    ],
)
def test_verdicts(licence: str, verdict: Verdict) -> None:
    """Permissive and weak copyleft pass, GPL, AGPL and the unknown do not; OR may please, AND must."""
    assert verdict_on(licence) is verdict


def test_no_dependency_of_the_product_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """The licences of what is installed here are in order, and the table names every package once."""
    code = check_licences.main()
    lines = capsys.readouterr().out.splitlines()
    names = [line.split()[0] for line in lines[:-1]]
    assert (code, lines[-1].split(", ")[1]) == (0, "0 refused")
    assert len(names) == len(set(names)) > 100
    assert {"prefect", "ocrmypdf", "numpy", "fpdf2"} <= set(names)
    assert {"pytest", "ruff", "mypy", "digitize"}.isdisjoint(names)


def test_every_reasoned_licence_is_still_needed() -> None:
    """An exception for a package that is no longer there, or no longer refused, is taken off the list."""
    packages = check_licences.product_closure("digitize")
    needed = {name for name, each in packages.items() if check_licences.look_at(each).verdict is Verdict.REASONED}
    assert needed == set(check_licences.REASONED)


def test_the_product_lock_follows_who_asked_for_what() -> None:
    """What only the tools of development asked for stays out; what the product asked for, through others, stays in."""
    lock = (
        "# header\n"
        "a==1 \\\n    --hash=sha256:00\n    # via digitize (pyproject.toml)\n"
        "b==1 \\\n    --hash=sha256:01\n    # via\n    #   a\n    #   tool\n"
        "c==1 \\\n    --hash=sha256:02\n    # via tool\n"
        "tool==1 \\\n    --hash=sha256:03\n    # via digitize (pyproject.toml:dev)\n"
    )
    assert [line for line in product_lock.product_part(lock).splitlines() if "==" in line] == ["a==1 \\", "b==1 \\"]


def test_the_product_lock_is_the_installed_closure() -> None:
    """The lock's comments and the metadata of the installed packages agree on what the product needs."""
    from_lock = set(product_lock.sections(product_lock.product_part(product_lock.LOCK.read_text(encoding="utf-8"))))
    installed = set(check_licences.product_closure("digitize"))
    assert installed - from_lock == set()


class Machine:
    """A pretended machine: programs in a folder of their own that stand before the real ones, and write down their calls."""

    def __init__(self, folder: Path) -> None:
        self.calls = folder / "calls"
        self.programs = folder / "programs"
        self.programs.mkdir()
        self.calls.touch()
        self.has("apt-get", f'echo "apt-get $*" >> {self.calls}')

    def has(self, name: str, body: str) -> None:
        path = self.programs / name
        path.write_text(f"#!/bin/bash\n{body}\n", encoding="utf-8")
        path.chmod(0o755)

    def without(self, *packages: str) -> None:
        """Debian packages that are not installed; all others are."""
        absent = "|".join(packages) or "none"
        self.has("dpkg-query", f'case "${{@: -1}}" in {absent}) exit 1;; *) echo -n installed;; esac')

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [ROOT / "tools" / "system_packages.sh", *arguments],
            env={**os.environ, "PATH": f"{self.programs}:{os.environ['PATH']}"},
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    machine = Machine(tmp_path)
    machine.has("id", "echo 0")
    return machine


def test_nothing_is_installed_when_nothing_is_missing(machine: Machine) -> None:
    """A second run leaves apt, and with it the network, alone."""
    machine.without()
    assert machine.run("run", "test").returncode == 0
    assert machine.calls.read_text() == ""


def test_only_what_is_missing_is_installed(machine: Machine) -> None:
    """The index is read once, then the missing packages come, without what they merely recommend."""
    machine.without("qpdf", "tesseract-ocr-fra")
    assert machine.run("run").returncode == 0
    update, install = machine.calls.read_text().splitlines()
    assert update.endswith(" update")
    assert install.endswith(" install --yes --no-install-recommends tesseract-ocr-fra qpdf")


def test_fonts_of_the_tests_are_not_asked_for_by_a_run(machine: Machine) -> None:
    """``make run`` needs no more than the product needs."""
    machine.without("fonts-cmu")
    assert machine.run("run").returncode == 0
    assert machine.calls.read_text() == ""
    assert machine.run("run", "test").returncode == 0
    assert "fonts-cmu" in machine.calls.read_text()


def test_without_root_the_command_to_type_is_printed(machine: Machine) -> None:
    """No rights, no attempt: exit code 4 and the exact command."""
    machine.without("qpdf")
    machine.has("id", "echo 1000")
    machine.has("sudo", "exit 1")
    answer = machine.run("run")
    assert answer.returncode == 4
    assert "apt-get install --no-install-recommends qpdf" in answer.stderr
    assert machine.calls.read_text() == ""


def test_sudo_is_used_where_it_asks_for_no_password(machine: Machine) -> None:
    """Passwordless sudo is as good as root."""
    machine.without("qpdf")
    machine.has("id", "echo 1000")
    machine.has("sudo", 'shift; exec "$@"')
    assert machine.run("run").returncode == 0
    assert "install --yes --no-install-recommends qpdf" in machine.calls.read_text()


def test_every_listed_package_says_what_for() -> None:
    """Each line of the list has a name, who needs it, and a purpose."""
    lines = (ROOT / "tools" / "system_packages.txt").read_text(encoding="utf-8").splitlines()
    packages = [line.split(maxsplit=2) for line in lines if line and not line.startswith("#")]
    assert all(len(each) == 3 and each[1] in {"run", "test"} for each in packages)
    assert {"tesseract-ocr", "tesseract-ocr-osd", "poppler-utils"} <= {each[0] for each in packages if each[1] == "run"}
