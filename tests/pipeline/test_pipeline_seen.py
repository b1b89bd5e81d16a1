"""Frames that two steps look at: decoded once where the second follows the first."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps

from digitize.ingest import decode_page, identify
from digitize.model.page import DecodedPage, SourceFile
from digitize.pipeline.seen import black_on_white, decode_frame
from tests.pipeline import scans
from tests.preprocess.text_pages import text_page

LIMIT = 10**8


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The frames that were really decoded."""
    frames: list[int] = []

    def counted(path: Path, source: SourceFile, frame: int, *, max_pixels: int) -> DecodedPage:
        frames.append(frame)
        return decode_page(path, source, frame, max_pixels=max_pixels)

    monkeypatch.setattr("digitize.pipeline.seen.decode_page", counted)
    return frames


def source_of(path: Path) -> SourceFile:
    return identify(path, max_file_bytes=1 << 30, max_pages=10)


def test_a_page_is_decoded_once_for_two_steps(tmp_path: Path, decoded: list[int]) -> None:
    """It is kept for the second one, and no longer."""
    path = scans.png(tmp_path / "page.png", Image.new("L", (300, 400), 250))
    source = source_of(path)
    first = decode_frame(path, source, 0, LIMIT, again=True)
    assert decode_frame(path, source, 0, LIMIT) is first
    decode_frame(path, source, 0, LIMIT)
    assert decoded == [0, 0]


def test_another_page_is_another(tmp_path: Path, decoded: list[int]) -> None:
    """What was kept is let go when something else is asked for."""
    paths = [scans.png(tmp_path / f"{tone}.png", Image.new("L", (300, 400), tone)) for tone in (250, 90)]
    sources = [source_of(path) for path in paths]
    decode_frame(paths[0], sources[0], 0, LIMIT, again=True)
    assert int(decode_frame(paths[1], sources[1], 0, LIMIT).raster.pixels[0, 0]) == 90
    assert int(decode_frame(paths[0], sources[0], 0, LIMIT).raster.pixels[0, 0]) == 250
    assert decoded == [0, 0, 0]


def test_pages_of_a_longer_file_are_not_kept(tmp_path: Path, decoded: list[int]) -> None:
    """All of them are looked at before the first is prepared."""
    path = scans.tiff(tmp_path / "two.tif", [scans.page((), width=90, height=90)] * 2)
    source = source_of(path)
    for _ in range(2):
        decode_frame(path, source, 1, LIMIT, again=True)
    assert decoded == [1, 1]


def test_what_is_known_is_not_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A negative is inverted by what was found out before; its letters are not measured twice."""
    image = ImageOps.invert(text_page(760, 420, size_px=24, lines=9, seed=1).image)
    path = scans.png(tmp_path / "page.png", image)
    frame = decode_frame(path, source_of(path), 0, LIMIT)
    page, known = black_on_white(frame, None)
    assert known.polarity.negative and known.letters is not None
    monkeypatch.delattr("digitize.pipeline.seen.polarity_of")
    monkeypatch.delattr("digitize.pipeline.seen.measure_letters")
    again, same = black_on_white(frame, known)
    assert same == known and np.array_equal(again.pixels, page.pixels)
