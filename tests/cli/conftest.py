"""One small scan, and one run over it by the real command, which tests look at and do not change."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.command import Finished, digitize
from tests.pipeline import scans
from tests.shared_folder import made_once


@dataclass(frozen=True)
class Ready:
    """A scan, the folder that it was digitised into, and what the command said."""

    scan: Path
    output: Path
    said: Finished

    @property
    def folder(self) -> Path:
        return self.output / "urozhai"


def _make_ready(root: Path) -> Ready:
    scan = scans.png(root / "urozhai.png", scans.page(scans.RUSSIAN[:3], height=300))
    output = root / "out"
    return Ready(scan, output, digitize("run", scan, "--output", output, "--languages", "rus"))


@pytest.fixture(scope="session")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Ready:
    return made_once(tmp_path_factory, "ready", _make_ready)


@pytest.fixture
def blank(tmp_path: Path) -> Path:
    """A page without text, done in a second."""
    return scans.png(tmp_path / "blank.png", scans.page((), width=90, height=90))
