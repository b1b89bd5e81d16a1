"""Reading reference texts in a worker, within limits; and where a run finds them."""

from __future__ import annotations

from pathlib import Path

import pytest

from digitize.confine import Pool
from digitize.errors import InputError
from digitize.ingest.texts import read_text
from digitize.pipeline.find import find_candidates
from digitize.pipeline.reference_texts import read_reference
from digitize.pipeline.workshop import Workshop
from digitize.settings import load_settings


def test_a_text_comes_from_a_worker_as_it_was_read(tmp_path: Path, pool: Pool) -> None:
    """Words, places of breaks, notices: all of it crosses the border."""
    path = tmp_path / "t.txt"
    path.write_bytes("Собрание открылось в семь часов.\n\nКонец.".encode("cp1251"))
    with Workshop(load_settings(output=tmp_path / "out"), pool=pool) as shop:
        assert read_reference(path, shop) == read_text(path)


def test_a_fault_of_the_text_is_told(tmp_path: Path, pool: Pool) -> None:
    """As the error that it is."""
    path = tmp_path / "t.xml"
    path.write_bytes(b"<?xml version='1.0'?><TEI>")
    with (
        Workshop(load_settings(output=tmp_path / "out"), pool=pool) as shop,
        pytest.raises(InputError, match="broken XML"),
    ):
        read_reference(path, shop)


def test_a_text_that_takes_too_long_is_refused(tmp_path: Path) -> None:
    """The worker is ended, the file named, and a way out told."""
    path = tmp_path / "t.md"
    path.write_bytes(b"*a_ " * 200_000)
    with (
        Pool(1, 4 << 30) as pool,
        Workshop(load_settings(output=tmp_path / "out", page_timeout_s=0.2), pool=pool) as shop,
        pytest.raises(InputError, match=r"t\.md") as caught,
    ):
        read_reference(path, shop)
    assert "split it" in str(caught.value.hint)


def test_references_reach_the_run(tmp_path: Path) -> None:
    """What stands beside a scan is handed on with it."""
    for name in ("a.png", "a.txt", "a.reference.odt"):
        (tmp_path / name).write_bytes(b"x")
    (candidate,) = find_candidates([tmp_path], tmp_path / "out").candidates
    assert [path.name for path in candidate.references] == ["a.reference.odt", "a.txt"]
