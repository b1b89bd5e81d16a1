"""The chaos run in short: files of all kinds, the watched folder and the service killed at random, nothing lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.service.lives import Lives
from benchmarks.service.places import free_port
from benchmarks.service.service_process import ServiceProcess, base_environment, serve, watch
from benchmarks.service.strain import Killing, Strain
from benchmarks.service.stub_engine import install, stubbed


def environment(root: Path) -> dict[str, str]:
    install(root / "stub")
    return stubbed(root / "stub", base_environment()) | {"DIGITIZE_JOBS": "1"}


def strained(root: Path, service: ServiceProcess, killing: Killing, files: int, kills: int, seed: int) -> Strain:
    return Strain(root, service, Lives(seed).plan(files), killing, kills, seed)


@pytest.mark.timeout(900)
def test_nothing_is_lost_while_the_watcher_is_killed(tmp_path: Path) -> None:
    """Every file is in the end in ``done`` with its document, in ``failed`` with a reason, or where it was left on purpose."""
    service = watch(tmp_path, environment(tmp_path))
    strain = strained(tmp_path, service, Killing({"service": 1, "everything": 1}), files=12, kills=2, seed=33)
    outcome = strain.run()
    assert outcome.faults == ()
    assert strain.killed.total() == 2
    assert outcome.rooms["done"] + outcome.rooms["failed"] >= 9


@pytest.mark.timeout(900)
def test_nothing_is_lost_while_the_service_is_killed(tmp_path: Path) -> None:
    """The whole service, in the middle of its work: started again, it does what is left, once, and ends without a trace."""
    service = serve(tmp_path, environment(tmp_path), free_port(), free_port())
    strain = strained(tmp_path, service, Killing({"everything": 1}), files=3, kills=1, seed=18)
    outcome = strain.run()
    assert outcome.faults == ()
    assert strain.killed.total() == 1
