"""Bytes of a PDF found in its file."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digitize.export import pdf_write


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.text("ab", max_size=40), wanted=st.text("ab", min_size=1, max_size=6), piece=st.integers(1, 9))
def test_bytes_are_found_wherever_the_pieces_of_the_file_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: str, wanted: str, piece: int
) -> None:
    """All places of some bytes are told, those that overlap and those that go from one piece read into the next."""
    monkeypatch.setattr(pdf_write, "_PIECE_BYTES", piece)
    path = tmp_path / "file"
    path.write_bytes(data.encode("ascii"))
    all_places = [at for at in range(len(data)) if data.startswith(wanted, at)]
    assert list(pdf_write.places_in_file(path, wanted.encode("ascii"))) == all_places
