"""Small scans, sound and broken, each with a content of its own; drawn in memory from a seed."""

from __future__ import annotations

import io
import random
import struct
import time
import zlib
from collections.abc import Callable
from functools import cache

import pikepdf
from PIL import Image, ImageDraw, ImageFont

_SIZE = (520, 360)
_DPI = 150
_THEN = time.gmtime(1_000_000_000)
_BOMB_PX = 60_000


class Press:
    """Draws scans, no two alike.

    Args:
        chance: Decides what stands on them.
    """

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._drawn = 0

    def sound(self, kind: str) -> bytes:
        """A scan that can be read: ``png``, ``jpg``, ``tif`` (of one page or two) or ``pdf``."""
        return _SOUND[kind](self)

    def broken(self, kind: str) -> bytes:
        """One that cannot: see :data:`BROKEN`."""
        return _BROKEN[kind](self)

    def page(self) -> Image.Image:
        """A page with a few lines."""
        self._drawn += 1
        image = Image.new("L", _SIZE, 245)
        draw, font = ImageDraw.Draw(image), _font()
        mark = self._chance.getrandbits(48)
        for row, text in enumerate(("The session of the village", f"number {mark}", f"page {self._drawn}", "was held")):
            draw.text((50, 40 + 70 * row), text, font=font, fill=20)
        return image

    def noise(self, size: int) -> bytes:
        """Bytes of no meaning."""
        return self._chance.randbytes(size)


@cache
def _font() -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(26)


def _saved(image: Image.Image, form: str, **options: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, form, dpi=(_DPI, _DPI), **options)
    return stream.getvalue()


def _tiff(press: Press) -> bytes:
    pages = [press.page() for _ in range(press.noise(1)[0] % 2 + 1)]
    return _saved(pages[0], "TIFF", compression="tiff_lzw", save_all=True, append_images=pages[1:])


def _pdf(press: Press) -> bytes:
    stream = io.BytesIO()
    press.page().save(stream, "PDF", resolution=_DPI, creationDate=_THEN, modDate=_THEN)
    return stream.getvalue()


def _locked_pdf(press: Press) -> bytes:
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(_pdf(press))) as pdf:
        pdf.save(stream, encryption=pikepdf.Encryption(owner="owner", user="user"))
    return stream.getvalue()


def _bomb(press: Press) -> bytes:
    """A PNG of a few kilobytes that says it has 3.6 gigapixels."""
    head = struct.pack(">IIBBBBB", _BOMB_PX, _BOMB_PX, 8, 0, 0, 0, 0)
    body = zlib.compress(bytes(1_000_000), 9)
    mark = b"mark\0" + press.noise(12).hex().encode()
    chunks = ((b"IHDR", head), (b"tEXt", mark), (b"IDAT", body), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


def _cut(data: bytes) -> bytes:
    return data[: len(data) // 3]


_SOUND: dict[str, Callable[[Press], bytes]] = {
    "png": lambda press: _saved(press.page(), "PNG"),
    "jpg": lambda press: _saved(press.page(), "JPEG", quality=80),
    "tif": _tiff,
    "pdf": _pdf,
}
_BROKEN: dict[str, Callable[[Press], bytes]] = {
    "cut.png": lambda press: _cut(_saved(press.page(), "PNG")),
    "cut.tif": lambda press: _cut(_tiff(press)),
    "cut.pdf": lambda press: _cut(_pdf(press)),
    "empty.jpg": lambda _: b"",
    "text.png": lambda press: b"This is no image. " + press.noise(9).hex().encode(),
    "noise.pdf": lambda press: press.noise(3000),
    "locked.pdf": _locked_pdf,
    "bomb.png": _bomb,
    "notes.zip": lambda press: b"PK\x03\x04" + press.noise(500),
}
SOUND = tuple(_SOUND)
BROKEN = tuple(_BROKEN)
"""What is wrong with it, and its ending."""
