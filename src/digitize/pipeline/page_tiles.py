"""The page image in square pieces, as sharp as the scan: what a viewer shows when it is zoomed in."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
from PIL import Image

from digitize.pipeline.page_images import PageImageFile, read_pixels
from digitize.pipeline.workshop import Workshop

TILE_PX = 1024
"""Width and height of a piece; those at the right and lower edge are smaller."""
_QUALITY = 75


@dataclass(frozen=True, slots=True)
class PageTiles:
    """All pieces of a page.

    Args:
        pieces: JPEG files, by column and row from 0.
    """

    pieces: dict[tuple[int, int], bytes]


def tiles_of_page(file: PageImageFile, shop: Workshop) -> PageTiles:
    """Cuts a page into pieces: all at once, since decoding it takes longer than cutting it.

    Args:
        file: The page's canonical image.
        shop: Has the workers.

    Raises:
        InputError: If the page image cannot be read.
    """
    return shop.pool.run(shop.settings.page_timeout_s, _cut, file, shop.settings.max_pixels)


def _cut(file: PageImageFile, max_pixels: int) -> PageTiles:
    """Cuts the pieces; in a worker."""
    pixels = read_pixels(file, max_pixels)
    pieces: dict[tuple[int, int], bytes] = {}
    for row in range(-(-file.height // TILE_PX)):
        for column in range(-(-file.width // TILE_PX)):
            y, x = row * TILE_PX, column * TILE_PX
            piece = Image.fromarray(np.ascontiguousarray(pixels[y : y + TILE_PX, x : x + TILE_PX]))
            out = io.BytesIO()
            piece.save(out, "JPEG", quality=_QUALITY)
            pieces[column, row] = out.getvalue()
    return PageTiles(pieces)
