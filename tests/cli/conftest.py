"""One small scan, and one run over it by the real command, which tests look at and do not change."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.command import Finished, digitize
from tests.pipeline import scans


@dataclass(frozen=True)
class Ready:
    """A scan, the folder that it was digitised into, and what the command said."""

    scan: Path
    output: Path
    said: Finished

    @property
    def folder(self) -> Path:
        return self.output / "urozhai"


@pytest.fixture(scope="session")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Ready:
    root = tmp_path_factory.mktemp("ready")
    scan = scans.png(root / "urozhai.png", scans.page(scans.RUSSIAN[:3], height=300))
    output = root / "out"
    return Ready(scan, output, digitize("run", scan, "--output", output, "--languages", "rus"))


@pytest.fixture
def blank(tmp_path: Path) -> Path:
    """A page without text, done in a second."""
    return scans.png(tmp_path / "blank.png", scans.page((), width=90, height=90))
