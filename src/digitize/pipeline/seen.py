"""What both steps that look at a frame begin with: it is decoded, made black on white, and its letters are measured.

The step that looks for two facing pages comes first, and what it has found out is handed on to the one that prepares the page.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from digitize.ingest import decode_page
from digitize.model.page import DecodedPage, SourceFile
from digitize.model.raster import Raster
from digitize.preprocess.letters import LetterSize, grey_of, measure_letters
from digitize.preprocess.polarity import Polarity, polarity_of
from digitize.preprocess.straighten import inverted

_KEPT_PX = 64_000_000
"""Larger pages are not kept in memory between the steps."""

_Key = tuple[Path, SourceFile, int, int]

_kept: dict[_Key, DecodedPage] = {}
"""The page that this worker has decoded last, where it may be wanted at once again: that of a file with one page."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of a frame as its file shows it.

    Args:
        polarity: Whether it is a negative.
        letters: Size of its letters, if there are enough to tell.
    """

    polarity: Polarity
    letters: LetterSize | None


def decode_frame(path: Path, source: SourceFile, frame: int, max_pixels: int, *, again: bool = False) -> DecodedPage:
    """Decodes a frame, unless this worker has just done so.

    Args:
        path: The kept original.
        source: The source file.
        frame: Index of the page in it.
        max_pixels: Largest page that is decoded.
        again: Whether the same frame may be asked for next.

    Raises:
        InputError: If it cannot be decoded.
    """
    key = (path, source, frame, max_pixels)
    decoded = _kept.pop(key, None)
    _kept.clear()
    if decoded is None:
        decoded = decode_page(path, source, frame, max_pixels=max_pixels)
    if again and source.frames == 1 and decoded.raster.width * decoded.raster.height <= _KEPT_PX:
        _kept[key] = decoded
    return decoded


def black_on_white(decoded: DecodedPage, seen: Seen | None) -> tuple[Raster, Seen]:
    """The frame in grey, inverted where it is a negative, and what is known of it.

    Args:
        decoded: The frame.
        seen: What is known already.
    """
    page = Raster(grey_of(decoded.raster.pixels), decoded.raster.dpi, decoded.raster.bitonal)
    polarity = seen.polarity if seen else polarity_of(page.pixels)
    if polarity.negative:
        page = inverted(page)
    return page, seen or Seen(polarity, measure_letters(page))
