"""Whether a page stands upright, by the look of its letters: taken for granted until the page has been read.

Script detection costs as much as a quarter of the reading of a typescript. Where the stems of the letters and the rows of the lines speak
for an upright page, it is read as it stands; the reading says whether that was right, and only where it makes no sense is the page looked at
more closely (``pipeline/orientation.py``).
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from digitize.model.raster import Raster
from digitize.pipeline.orientation import Orientation, makes_sense
from digitize.preprocess.handedness import handedness
from digitize.preprocess.letters import LetterSize
from digitize.preprocess.quick_look import QuickLook, lines_are_level, quick_look, write_grey
from digitize.recognize.engine import Reading
from digitize.recognize.outcome import outcome
from digitize.recognize.tesseract import read_orientation

_WINDOWS_PX = (600, 1_400)
"""Sides of the parts that are looked at: twelve lines of a column show most pages for what they are, sixty some more."""
_STEMS = 0.0
"""Standard errors by which letters have their stems on the left. Letters upside down have them on the right, mostly by three and more; where
they are nearly even the page is rather upright than not, since most are, and the reading tells."""
_FEW_LETTERS = 25
"""Letters at least, of the fivefold at most, by which the script is told: half of what is needed to tell the way up by."""
_WHY = "level lines, stems of letters on their left, and so it was read"


def upright_at_first_glance(page: Raster, letters: LetterSize, *, with_script: bool) -> Orientation | None:
    """An upright page, which its reading has yet to confirm; ``None`` where its letters do not show it.

    A page that is both mirrored and upside down has its stems on the left, too.

    Args:
        page: The page as its file shows it, grey, black on white.
        letters: Size of its letters.
        with_script: Whether the script is needed: then script detection must find the page upright, if not how surely.
    """
    look = quick_look(page, letters, _WINDOWS_PX[0])
    if not _looks_upright(look):
        wider = quick_look(page, letters, _WINDOWS_PX[1])
        if wider.raster.pixels.shape == look.raster.pixels.shape or not _looks_upright(wider):
            return None
    if not with_script:
        return Orientation(0, None, _WHY, 0, assumed=True)
    with tempfile.TemporaryDirectory(prefix="digitize-") as folder:
        image = Path(folder) / "look.pgm"
        write_grey(look.raster, image)
        found = read_orientation(image, _FEW_LETTERS)
    if found is None or int(found["rotate"]) != 0:
        return None
    return Orientation(0, str(found["script"]), f"script detection: {found['script']}; {_WHY}", 1, assumed=True)


def reads_upright(readings: tuple[Reading, ...]) -> bool:
    """Whether a page makes sense as it was read."""
    return makes_sense(outcome(readings))


def _looks_upright(look: QuickLook) -> bool:
    stems = handedness(look.raster.pixels, look.x_height_px)
    return stems is not None and stems >= _STEMS and lines_are_level(look)
