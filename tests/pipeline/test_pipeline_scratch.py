"""Temporary files: they go with the run, and what a killed run left goes with the next."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from digitize.confine import Pool
from digitize.errors import EnvironmentFault
from digitize.pipeline.scratch import Scratch


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files, the tests' own."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_it_goes_with_the_run(place: Path) -> None:
    """With all that is in it; removing it twice does no harm."""
    scratch = Scratch()
    (scratch.folder / "page").mkdir()
    (scratch.folder / "page/crop.pgm").write_bytes(b"P5")
    assert scratch.folder.parent == place
    scratch.remove()
    scratch.remove()
    assert list(place.iterdir()) == []


def test_what_a_killed_run_left_is_removed(place: Path) -> None:
    """A folder whose lock nobody holds is an abandoned one; one that is held, and others' folders, stay."""
    abandoned = place / "digitize-run-abandoned"
    abandoned.mkdir()
    (abandoned / "lock").touch()
    (abandoned / "crop.pgm").touch()
    (place / "digitize-run-strange").mkdir()
    (place / "another").mkdir()
    first, second = Scratch(), Scratch()
    assert not abandoned.exists()
    assert first.folder.is_dir() and second.folder.is_dir() and (place / "digitize-run-strange").is_dir()
    first.remove()
    assert second.folder.is_dir()
    second.remove()
    assert {path.name for path in place.iterdir()} == {"digitize-run-strange", "another"}


def test_no_place_for_temporary_files(place: Path) -> None:
    """The surroundings' fault, with the variable that names another place."""
    place.rmdir()
    with pytest.raises(EnvironmentFault, match="TMPDIR"):
        Scratch()


def test_no_room_for_temporary_files(pool: Pool) -> None:
    """A full disk under a worker is the surroundings' fault, and no bug of one page."""
    with pytest.raises(EnvironmentFault, match="TMPDIR"):
        pool.run(60, Path("/dev/full").write_bytes, b"some")
