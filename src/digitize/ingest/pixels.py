"""Turns Pillow's images of all modes into grey or RGB pixels of 8 bits, strip by strip to spare memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops

from digitize.model.page import Colour
from digitize.model.raster import Pixels

_STRIP_PIXELS = 1 << 18
"""Strips of a megabyte are taken from memory that is at hand; for larger ones each time new memory is asked of the system."""
_SAMPLE_ROWS = 8
_SAMPLES = 16

_Strip = Callable[[Image.Image], Pixels]
"""From a strip of the image to ``(rows, width)`` or ``(rows, width, 3)`` pixels."""


@dataclass(frozen=True, slots=True)
class Converted:
    """Pixels, and what was found on the way.

    Args:
        pixels: ``(height, width)`` grey, or ``(height, width, 3)`` RGB where the image holds any colour.
        colour: What the image's pixels can hold, but for colour that none of them uses.
        flattened: Whether anything was transparent and is white now.
    """

    pixels: Pixels
    colour: Colour
    flattened: bool


def converted(image: Image.Image, *, white_is_zero: bool = False, inks_inverted: bool = False) -> Converted:
    """Converts an image that is decoded.

    More than 8 bits are scaled by the brightest value that occurs; transparency becomes white; CMYK is converted
    without a profile; RGB whose channels are all alike becomes grey.

    Args:
        image: The image, loaded.
        white_is_zero: Whether 0 is white in an image of more than 8 bits (Pillow sees to it in all others).
        inks_inverted: Whether CMYK values are the inverse of what Pillow takes them for.
    """
    mode = image.mode
    if mode == "P":
        return _palette(image)
    if mode in ("I", "F") or mode.startswith("I;"):
        scaled = _scale_by_white(image, white_is_zero=white_is_zero)
        return Converted(_assembled(image, scaled), Colour.GREY, flattened=False)
    if mode == "1" and "transparency" not in image.info:
        return Converted(_assembled(image, lambda strip: _array(strip.convert("L"))), Colour.BITONAL, flattened=False)
    if mode == "L" and "transparency" not in image.info:
        return Converted(_assembled(image, _array), Colour.GREY, flattened=False)
    if mode == "LAB":  # Pillow converts it by profiles only; its lightness is what is read
        return Converted(_assembled(image, lambda strip: _array(strip.getchannel(0))), Colour.GREY, flattened=False)
    flatten = _Flatten()
    pixels = _grey_where_alike(image, _colour_strip(image, flatten, inks_inverted=inks_inverted))
    return Converted(pixels, Colour.GREY if pixels.ndim == 2 else Colour.COLOUR, flatten.met_transparency)


def _colour_strip(image: Image.Image, flatten: _Flatten, *, inks_inverted: bool) -> _Strip:
    """How a strip of this image becomes RGB (or grey, for grey with alpha)."""
    if image.mode in ("LA", "La") or (image.mode in ("1", "L") and "transparency" in image.info):
        return lambda strip: flatten(_array(strip.convert("LA")))
    if image.has_transparency_data:
        return lambda strip: flatten(_array(strip.convert("RGBA")))
    if image.mode == "CMYK" and inks_inverted:
        return lambda strip: _array(ImageChops.invert(strip).convert("RGB"))
    if image.mode == "RGB":
        return _array
    return lambda strip: _array(strip.convert("RGB"))


class _Flatten:
    """Lays pixels with an alpha channel on white, and remembers whether that changed anything."""

    def __init__(self) -> None:
        self.met_transparency = False

    def __call__(self, pixels: Pixels) -> Pixels:
        alpha = pixels[..., -1:]
        colour = pixels[..., :-1] if pixels.shape[2] == 4 else pixels[..., 0:1]
        if (alpha != 255).any():
            self.met_transparency = True
            weight = alpha.astype(np.uint16)
            colour = ((colour * weight + 255 * (255 - weight) + 127) // 255).astype(np.uint8)
        return colour if pixels.shape[2] == 4 else colour[..., 0]


def _palette(image: Image.Image) -> Converted:
    """Through a table of 256 colours; what counts is the colours in use."""
    used = [index for _, index in image.getcolors(256) or () if isinstance(index, int)]
    flatten = _Flatten()
    colours = flatten(_palette_table(image)[used][None])[0]
    table = np.zeros((256, 3), np.uint8)
    table[used] = colours
    if not (colours == colours[:, :1]).all():
        return Converted(_assembled(image, lambda strip: table[_array(strip)]), Colour.COLOUR, flatten.met_transparency)
    bitonal = bool(np.isin(colours, (0, 255)).all())
    grey = np.ascontiguousarray(table[:, 0])
    pixels = _assembled(image, lambda strip: grey[_array(strip)])
    return Converted(pixels, Colour.BITONAL if bitonal else Colour.GREY, flatten.met_transparency)


def _palette_table(image: Image.Image) -> Pixels:
    """The palette as ``(256, 4)`` RGBA."""
    table = np.zeros((256, 4), np.uint8)
    table[:, 3] = 255
    listed = np.array(image.getpalette("RGBA") or (), np.uint8).reshape(-1, 4)[:256]
    table[: len(listed)] = listed
    transparency = image.info.get("transparency")
    if isinstance(transparency, int) and 0 <= transparency < 256:
        table[transparency, 3] = 0
    elif isinstance(transparency, bytes):
        alphas = np.frombuffer(transparency[:256], np.uint8)
        table[: len(alphas), 3] = alphas
    return table


def _scale_by_white(image: Image.Image, *, white_is_zero: bool) -> _Strip:
    """How values of more than 8 bits become 8: the brightest that occurs is white, 0 is black.

    Scanners store 10, 12 or 14 bits in 16 without saying so; dropping the lower byte would leave the page black. Values
    that fit 8 bits are left as they are, so that a black page does not become a bright one.
    """
    brightest = max((_brightest(strip) for strip in _strips(image)), default=0.0)
    fraction = image.mode == "F" and brightest <= 1.0
    white = max(1.0 if fraction else 255.0, brightest)

    def scaled(strip: Image.Image) -> Pixels:
        values = np.nan_to_num(_raw(strip).astype(np.float32), posinf=white, neginf=0.0)
        grey: Pixels = np.clip(np.rint(values * (255.0 / white)), 0, 255).astype(np.uint8)
        return 255 - grey if white_is_zero else grey

    return scaled


def _brightest(strip: Image.Image) -> float:
    values = _raw(strip)
    if values.dtype.kind == "f":
        values = values[np.isfinite(values)]
    return float(values.max()) if values.size else 0.0


def grey_if_alike(pixels: Pixels) -> Pixels:
    """``(height, width, 3)`` pixels, or one channel of them if all three are alike."""
    rows = max(1, _STRIP_PIXELS // pixels.shape[1])
    if _alike(pixels[:: max(1, pixels.shape[0] // _SAMPLES)]) and all(
        _alike(pixels[top : top + rows]) for top in range(0, pixels.shape[0], rows)
    ):
        return np.ascontiguousarray(pixels[..., 0])
    return pixels


def _grey_where_alike(image: Image.Image, strip: _Strip) -> Pixels:
    """RGB pixels, or grey ones if the channels are alike everywhere; a sample settles most coloured pages."""
    if strip(image.crop((0, 0, image.width, 1))).ndim == 2:
        return _assembled(image, strip)
    step = max(_SAMPLE_ROWS, image.height // _SAMPLES)
    for top in range(0, image.height, step):
        if not _alike(strip(image.crop((0, top, image.width, min(top + _SAMPLE_ROWS, image.height))))):
            return _assembled(image, strip)
    grey = np.empty((image.height, image.width), np.uint8)
    top = 0
    for part in _strips(image):
        pixels = strip(part)
        if not _alike(pixels):
            return _assembled(image, strip)
        grey[top : top + part.height] = pixels[..., 0]
        top += part.height
    return grey


def _alike(pixels: Pixels) -> bool:
    return bool((pixels[..., 0] == pixels[..., 1]).all() and (pixels[..., 1] == pixels[..., 2]).all())


def _assembled(image: Image.Image, strip: _Strip) -> Pixels:
    pixels: Pixels | None = None
    top = 0
    for part in _strips(image):
        rows = strip(part)
        if pixels is None:
            pixels = np.empty((image.height, *rows.shape[1:]), np.uint8)
        pixels[top : top + part.height] = rows
        top += part.height
    if pixels is None:
        raise ValueError("an image without pixels")
    return pixels


def _strips(image: Image.Image) -> Iterator[Image.Image]:
    """The image in strips of its full width, from the top."""
    rows = max(1, _STRIP_PIXELS // image.width)
    for top in range(0, image.height, rows):
        yield image.crop((0, top, image.width, min(top + rows, image.height)))


def _raw(strip: Image.Image) -> NDArray[Any]:
    return np.asarray(strip)


def _array(strip: Image.Image) -> Pixels:
    pixels: Pixels = np.asarray(strip)
    return pixels
