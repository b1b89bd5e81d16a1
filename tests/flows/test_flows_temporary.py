"""The folder of the service for what is temporary."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from digitize.errors import EnvironmentFault
from digitize_flows.temporary import emptied_folder


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_what_a_killed_service_left_is_gone(tmp_path: Path) -> None:
    """Files, folders and links, but not what a link leads to; nobody else looks in."""
    other = tmp_path / "other"
    other.mkdir()
    (other / "kept").touch()
    folder = emptied_folder(tmp_path / "output")
    (folder / "deep" / "er").mkdir(parents=True)
    (folder / "deep" / "file").touch()
    (folder / "link").symlink_to(other)
    assert emptied_folder(tmp_path / "output") == folder
    assert list(folder.iterdir()) == []
    assert (other / "kept").exists()
    assert folder.stat().st_mode & 0o777 == 0o700


def test_each_output_folder_has_its_own(tmp_path: Path) -> None:
    """Two services do not empty each other's."""
    first = emptied_folder(tmp_path / "a")
    (first / "in use").touch()
    assert emptied_folder(tmp_path / "b") != first
    assert (first / "in use").exists()


@pytest.mark.parametrize("kind", ["file", "link"])
def test_what_is_not_ours_is_neither_used_nor_emptied(tmp_path: Path, kind: str) -> None:
    """In a folder where everybody may write, somebody may have been there first."""
    folder = emptied_folder(tmp_path / "output")
    folder.rmdir()
    others = tmp_path / "others"
    others.mkdir()
    (others / "kept").touch()
    folder.symlink_to(others) if kind == "link" else folder.touch()
    with pytest.raises(EnvironmentFault, match="not its own"):
        emptied_folder(tmp_path / "output")
    assert (others / "kept").exists()


def test_no_folder_for_temporary_files_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the way out."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "absent"))
    with pytest.raises(EnvironmentFault, match="TMPDIR"):
        emptied_folder(tmp_path / "output")
