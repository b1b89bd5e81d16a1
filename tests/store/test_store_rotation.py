"""Logs begun anew while programs write to them."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest

from digitize.store.rotation import rotate


def test_a_full_log_is_begun_anew_for_those_who_write_to_it(tmp_path: Path) -> None:
    """A program that has it open goes on writing into the same file, which is short again; nothing is lost."""
    log = tmp_path / "server.log"
    with log.open("a") as writer:
        writer.write("before\n" * 20)
        writer.flush()
        assert rotate(log, 100) is True
        writer.write("after\n")
    assert log.read_text() == "after\n"
    assert (tmp_path / "server.log.1").read_text() == "before\n" * 20
    assert rotate(log, 100) is False


def test_only_so_many_are_kept(tmp_path: Path) -> None:
    """The oldest goes; their order is that of their numbers."""
    log = tmp_path / "server.log"
    for number in range(5):
        log.write_text(str(number) * 10)
        rotate(log, 5, kept=3)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["server.log", *(f"server.log.{n}" for n in (1, 2, 3))]
    assert [(tmp_path / f"server.log.{n}").read_text()[0] for n in (1, 2, 3)] == ["4", "3", "2"]


def test_a_full_disk_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The log stays as it is, nothing half copied is left, and the fault is told."""
    log = tmp_path / "server.log"
    log.write_text("x" * 100)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(shutil, "copyfileobj", full)
    with pytest.raises(OSError, match="No space"):
        rotate(log, 10)
    assert [path.name for path in tmp_path.iterdir()] == ["server.log"] and log.read_text() == "x" * 100


def test_a_missing_log_and_a_link_are_left(tmp_path: Path) -> None:
    """What a link points to may be anything."""
    (tmp_path / "elsewhere").write_text("x" * 100)
    (tmp_path / "link.log").symlink_to(tmp_path / "elsewhere")
    assert not rotate(tmp_path / "none.log", 10) and not rotate(tmp_path / "link.log", 10)
    assert (tmp_path / "elsewhere").read_text() == "x" * 100
