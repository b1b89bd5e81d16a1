"""Small pictures of single lines, cut from the canonical page image, for pages that show where a reading comes from."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass

import numpy as np
from PIL import Image

from digitize.model.geometry import Box
from digitize.model.raster import Pixels
from digitize.model.transcription import TextLine

_WIDEST_PX, _HIGHEST_PX = 1100, 84
_QUALITY = 35
"""Of WebP: letters of newsprint stay sharp, and a line takes two to six thousand bytes."""
_PAD = 0.22
"""Of a line's height, what is shown above and below it."""


@dataclass(frozen=True, slots=True)
class LinePicture:
    """A line as it stands on the scan.

    Args:
        data: A WebP file in grey.
        box: What it shows, in pixels of the canonical page image.
        width: Of the picture, in its own pixels.
        height: Likewise.
    """

    data: bytes
    box: Box
    width: int
    height: int

    @property
    def address(self) -> str:
        """The picture as a ``data:`` address."""
        return f"data:image/webp;base64,{base64.b64encode(self.data).decode('ascii')}"

    def frame(self, box: Box, pad: float = 1.5) -> tuple[float, float, float, float]:
        """A box of the page as ``x, y, width, height`` in the picture, grown a little, not out of it."""
        fx, fy = self.width / self.box.width, self.height / self.box.height
        x0, x1 = max(0.0, (box.x0 - self.box.x0) * fx - pad), min(self.width, (box.x1 - self.box.x0) * fx + pad)
        y0, y1 = max(0.0, (box.y0 - self.box.y0) * fy - pad), min(self.height, (box.y1 - self.box.y0) * fy + pad)
        return round(x0, 1), round(y0, 1), round(max(1.0, x1 - x0), 1), round(max(1.0, y1 - y0), 1)


def line_frame(line: Box, page_width: int, page_height: int) -> tuple[Box, int, int]:
    """What the picture of a line shows, in pixels of the canonical page image; and its own width and height.

    Args:
        line: The line's box.
        page_width: Of the canonical page image.
        page_height: Likewise.
    """
    box = line.inside(page_width, page_height)
    box = box.padded(max(2, round(_PAD * box.height)), page_width, page_height)
    scale = min(1.0, _WIDEST_PX / box.width, _HIGHEST_PX / box.height)
    return box, max(1, round(box.width * scale)), max(1, round(box.height * scale))


def cut_line(pixels: Pixels, line: TextLine) -> LinePicture:
    """Cuts a line out of its page.

    Args:
        pixels: The canonical page image, grey or RGB.
        line: The line.
    """
    height, width = pixels.shape[:2]
    box, *size = line_frame(line.box, width, height)
    cut = Image.fromarray(np.ascontiguousarray(pixels[box.y0 : box.y1, box.x0 : box.x1])).convert("L")
    out = io.BytesIO()
    cut.resize((size[0], size[1]), Image.Resampling.BICUBIC, reducing_gap=2.0).save(
        out, "WEBP", quality=_QUALITY, method=4
    )
    return LinePicture(out.getvalue(), box, size[0], size[1])
