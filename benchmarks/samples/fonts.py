"""The fonts of the samples: free ones, from Debian packages, found by their file name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from PIL import ImageFont

SCALE = 4
"""Type is drawn so many times larger and then reduced, which frees it from hinting and whole pixels."""

FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts")


class FontMissingError(RuntimeError):
    """A font file is not installed; the message names the Debian package that brings it."""


@dataclass(frozen=True, slots=True)
class Face:
    """One font file.

    Args:
        file: Its name.
        package: The Debian package that brings it.
    """

    file: str
    package: str


FACES: dict[str, Face] = {
    "old-roman": Face("OldStandard-Regular.ttf", "fonts-oldstandard"),
    "old-bold": Face("OldStandard-Bold.ttf", "fonts-oldstandard"),
    "old-italic": Face("OldStandard-Italic.ttf", "fonts-oldstandard"),
    "modern-roman": Face("cmunrm.ttf", "fonts-cmu"),
    "modern-bold": Face("cmunbx.ttf", "fonts-cmu"),
    "modern-narrow": Face("cmunrb.ttf", "fonts-cmu"),
    "modern-italic": Face("cmunti.ttf", "fonts-cmu"),
    "sans-demi": Face("cmunssdc.ttf", "fonts-cmu"),
    "serif-roman": Face("PTF55F.ttf", "fonts-paratype"),
    "serif-italic": Face("PTF56F.ttf", "fonts-paratype"),
    "serif-bold": Face("PTF75F.ttf", "fonts-paratype"),
    "sans-narrow-bold": Face("PTN77F.ttf", "fonts-paratype"),
    "sans-bold": Face("PTC75F.ttf", "fonts-paratype"),
    "sans-narrow": Face("PTN57F.ttf", "fonts-paratype"),
    "georgian": Face("DejaVuSerif.ttf", "fonts-dejavu-core"),
    "typewriter-even": Face("cmuntt.ttf", "fonts-cmu"),
    "typewriter-more": Face("PTM55F.ttf", "fonts-paratype"),
    "typewriter": Face("GNUTypewriter.ttf", "fonts-gnutypewriter"),
}


@dataclass(frozen=True, slots=True)
class Font:
    """A face at a size.

    Args:
        face: Name in :data:`FACES`.
        size_px: Em size in pixels.
        stretch: Horizontal scale; below 1 condensed.
    """

    face: str
    size_px: float
    stretch: float = 1.0


@cache
def font_path(face: str) -> Path:
    """Where the file of a face lies.

    Raises:
        FontMissingError: If it is not installed.
    """
    wanted = FACES[face]
    for folder in FOLDERS:
        for path in sorted(folder.rglob(wanted.file)):
            return path
    raise FontMissingError(f"font {wanted.file} is not installed; run: apt-get install {wanted.package}")


@cache
def _loaded(face: str, size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(font_path(face)), size, layout_engine=ImageFont.Layout.BASIC)


def enlarged(font: Font) -> ImageFont.FreeTypeFont:
    """The font at :data:`SCALE` times its size, not stretched."""
    return _loaded(font.face, font.size_px * SCALE)


@lru_cache(maxsize=200_000)
def advance_px(text: str, font: Font) -> float:
    """Width that ``text`` takes up on a line, in pixels."""
    return enlarged(font).getlength(text) * font.stretch / SCALE


@lru_cache(maxsize=200_000)
def ink_extent(text: str, font: Font) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of the ink in pixels, relative to the pen on the baseline (y grows downwards)."""
    mask, (x, y) = enlarged(font).getmask2(text, mode="L", anchor="ls")
    left, top, right, bottom = mask.getbbox() or (0, 0, 1, 1)
    across = font.stretch / SCALE
    return ((x + left) * across, (y + top) / SCALE, (x + right) * across, (y + bottom) / SCALE)
