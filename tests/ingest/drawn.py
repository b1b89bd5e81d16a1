"""Pages and files that the tests of this room draw for themselves."""

from __future__ import annotations

import io
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
from PIL import Image, ImageChops, ImageDraw

from digitize.ingest import decode_page, identify
from digitize.model.page import DecodedPage, SourceFile
from digitize.model.raster import Pixels

MANY = 10_000_000
"""A limit of pixels or bytes that no drawn file reaches."""


def page(width: int = 120, height: int = 160, mode: str = "L") -> Image.Image:
    """A page with some black bars, different in every corner."""
    image = Image.new("L", (width, height), 255)
    draw = ImageDraw.Draw(image)
    for row in range(10, height - 10, 12):
        draw.rectangle((8, row, max(8, width - 10 - row % 37), row + 4), fill=0)
    draw.rectangle((2, 2, 6, 6), fill=0)
    return image.convert(mode)


def gradient(width: int = 64, height: int = 64) -> Pixels:
    """All grey levels from the left to the right."""
    return np.tile(np.linspace(0, 255, width).astype(np.uint8), (height, 1))


def saved(path: Path, image: Image.Image, form: str, **options: Any) -> Path:
    image.save(path, form, **options)
    return path


def encoded(image: Image.Image, form: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def known(path: Path, *, max_pages: int = 100) -> SourceFile:
    return identify(path, max_file_bytes=MANY * 10, max_pages=max_pages)


def decoded(path: Path, frame: int = 0, *, max_pixels: int = MANY) -> DecodedPage:
    return decode_page(path, known(path), frame, max_pixels=max_pixels)


def tiff(
    data: bytes, tags: dict[int, tuple[str, tuple[int, ...]]], *, order: str = "<", big: bool = False, nexts: int = 0
) -> bytes:
    """A TIFF of one strip, written by hand: for what Pillow reads and does not write.

    Args:
        data: The strip.
        tags: Values by tag, each with its type: ``H`` or ``I``. Offset and length of the strip are added.
        order: Byte order.
        big: BigTIFF.
        nexts: Offset of the next directory; -1 for this directory itself.
    """
    start = 16 if big else 8
    tags = {**tags, 273: ("I", (start,)), 279: ("I", (len(data),))}
    directory = start + len(data) + len(data) % 2
    size = 20 if big else 12
    inline = 8 if big else 4
    after = directory + (8 if big else 2) + size * len(tags) + (8 if big else 4)
    entries, extra = b"", b""
    for tag, (kind, values) in sorted(tags.items()):
        packed = struct.pack(f"{order}{len(values)}{kind}", *values)
        if len(packed) > inline:
            where = after + len(extra)
            extra += packed
            packed = struct.pack(order + ("Q" if big else "I"), where)
        code = {"H": 3, "I": 4}[kind]
        entries += struct.pack(order + ("HHQ" if big else "HHI"), tag, code, len(values)) + packed.ljust(inline, b"\0")
    mark = b"II" if order == "<" else b"MM"
    head = (
        mark + struct.pack(order + "HHHQ", 43, 8, 0, directory)
        if big
        else mark + struct.pack(order + "HI", 42, directory)
    )
    following = directory if nexts < 0 else nexts
    count = struct.pack(order + ("Q" if big else "H"), len(tags))
    return (
        head
        + data
        + b"\0" * (len(data) % 2)
        + count
        + entries
        + struct.pack(order + ("Q" if big else "I"), following)
        + extra
    )


def grey_tags(width: int, height: int, bits: int = 8, photometric: int = 1) -> dict[int, tuple[str, tuple[int, ...]]]:
    """The least that describes a grey TIFF."""
    return {
        256: ("I", (width,)),
        257: ("I", (height,)),
        258: ("H", (bits,)),
        259: ("H", (1,)),
        262: ("H", (photometric,)),
        277: ("H", (1,)),
        278: ("I", (height,)),
    }


def with_subfile_types(path: Path, kinds: list[int]) -> Path:
    """A TIFF of images 10, 20, ... pixels wide, each marked as page (0) or reduced copy (1)."""
    images = [page(10 * (number + 1), 10) for number in range(len(kinds))]
    saved(path, images[0], "TIFF", save_all=True, append_images=images[1:], tiffinfo={254: 0})
    data = bytearray(path.read_bytes())
    (offset,) = struct.unpack_from("<I", data, 4)
    for kind in kinds:
        (count,) = struct.unpack_from("<H", data, offset)
        for entry in range(offset + 2, offset + 2 + 12 * count, 12):
            if struct.unpack_from("<H", data, entry)[0] == 254:
                struct.pack_into("<I", data, entry + 8, kind)
        (offset,) = struct.unpack_from("<I", data, offset + 2 + 12 * count)
    path.write_bytes(data)
    return path


def g4_strip(image: Image.Image) -> bytes:
    """The CCITT G4 data of a bitonal image, black runs for black."""
    data = encoded(ImageChops.invert(image), "TIFF", compression="group4", strip_size=1 << 30)
    with Image.open(io.BytesIO(data)) as written:
        tags: Any = written
        (offset,), (length,) = tags.tag_v2[273], tags.tag_v2[279]
    return data[offset : offset + length]


class PdfDrawing:
    """A PDF of one page, put together from raw parts."""

    def __init__(self, width: float = 240, height: float = 320) -> None:
        self.pdf = pikepdf.new()
        self.page = self.pdf.add_blank_page(page_size=(100, 100))
        self.page.obj.MediaBox = pikepdf.Array([0, 0, width, height])
        self.page.obj.Resources = pikepdf.Dictionary(
            XObject=pikepdf.Dictionary(),
            Font=pikepdf.Dictionary(
                F1=pikepdf.Dictionary(
                    Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
                )
            ),
        )
        self.content = b""

    def image(self, name: str, data: bytes, width: int, height: int, **keys: Any) -> pikepdf.Stream:
        """Adds an image to the page's resources; it is painted by ``content``."""
        stream = pikepdf.Stream(self.pdf, data)
        stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        stream.Width, stream.Height = width, height
        for key, value in {"BitsPerComponent": 8, "ColorSpace": pikepdf.Name.DeviceGray, **keys}.items():
            if value is not None:
                stream["/" + key] = value
        self.page.obj.Resources.XObject["/" + name] = self.pdf.make_indirect(stream)
        return stream

    def jpeg(self, name: str, image: Image.Image) -> bytes:
        data = encoded(image, "JPEG", quality=90)
        space = {"L": "/DeviceGray", "RGB": "/DeviceRGB", "CMYK": "/DeviceCMYK"}[image.mode]
        self.image(name, data, *image.size, ColorSpace=pikepdf.Name(space), Filter=pikepdf.Name.DCTDecode)
        return data

    def draw(self, content: str) -> PdfDrawing:
        self.content += content.encode() + b"\n"
        return self

    def save(self, path: Path) -> Path:
        self.page.obj.Contents = self.pdf.make_stream(self.content)
        self.pdf.save(path, deterministic_id=True)
        return path


def pdf_pages(path: Path, count: int) -> Path:
    """A PDF of blank pages."""
    pdf = pikepdf.new()
    for _ in range(count):
        pdf.add_blank_page(page_size=(200, 300))
    pdf.save(path)
    return path
