"""Which files are known to be whole, and taken sooner."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from digitize.watch import wholeness
from digitize.watch.inbox import look
from digitize.watch.settling import QUICK_S, Settling
from digitize.watch.wholeness import is_whole


@pytest.fixture(autouse=True)
def local(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the disk of the test is."""
    monkeypatch.setattr(wholeness, "_is_on_local_disk", lambda device: True)


def scan(path: Path) -> Path:
    Image.new("L", (40, 40), 255).save(path)
    return path


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.JPEG"])
def test_a_closed_picture_is_whole(tmp_path: Path, name: str) -> None:
    """With its last bytes, and nobody writing."""
    assert is_whole(scan(tmp_path / name))


@pytest.mark.parametrize("name", ["a.png", "a.jpg"])
def test_half_a_picture_is_not(tmp_path: Path, name: str) -> None:
    """Nor one that a byte is missing of."""
    path = scan(tmp_path / name)
    path.write_bytes(path.read_bytes()[:-1])
    assert not is_whole(path)


def test_a_picture_that_is_open_to_write_is_not(tmp_path: Path) -> None:
    """Even when it looks whole."""
    with scan(tmp_path / "a.png").open("ab"):
        assert not is_whole(tmp_path / "a.png")
    assert is_whole(tmp_path / "a.png")


@pytest.mark.parametrize("name", ["a.tif", "a.pdf", "a.gif"])
def test_of_what_can_grow_nothing_is_known(tmp_path: Path, name: str) -> None:
    """Another page may be added."""
    assert not is_whole(scan(tmp_path / name))


def test_on_a_share_nothing_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another machine may be writing."""
    monkeypatch.setattr(wholeness, "_is_on_local_disk", lambda device: False)
    assert not is_whole(scan(tmp_path / "a.png"))


def test_links_and_pipes_are_not_opened(tmp_path: Path) -> None:
    """They are no scans."""
    (tmp_path / "link.png").symlink_to(scan(tmp_path / "a.png"))
    assert not is_whole(tmp_path / "link.png")
    assert not is_whole(tmp_path / "absent.png")


def test_a_whole_picture_settles_sooner(tmp_path: Path) -> None:
    """After ``QUICK_S``; what is not known to be whole waits for the full time."""
    now = [100.0]
    settling = Settling(5.0, lambda: now[0], lambda path: path.name == "whole.png")
    for name in ("whole.png", "half.png"):
        (tmp_path / name).write_bytes(b"x")
    ready = []
    for after_s in (0.0, QUICK_S - 0.1, QUICK_S, 4.9, 5.0):
        now[0] = 100.0 + after_s
        ready.append([entry.path.name for entry in settling.ready(look(tmp_path))])
    assert ready == [[], [], ["whole.png"], ["whole.png"], ["half.png", "whole.png"]]
