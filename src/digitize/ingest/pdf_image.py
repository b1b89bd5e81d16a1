"""The raster stored in a PDF page that is one scan, taken out as it is and not rendered anew.

Only what is plain is taken: grey or RGB (calibrated or not), 1-bit, or through a palette; no masks, no CMYK, no odd
decode arrays. Everything else answers ``None``, and the caller renders the page.
"""

from __future__ import annotations

import ctypes
import io
import zlib
from dataclasses import dataclass
from typing import Any

import numpy as np
import pikepdf
from PIL import Image
from pypdfium2 import raw

from digitize.errors import InputError
from digitize.ingest.pixels import converted, grey_if_alike
from digitize.model.page import Colour
from digitize.model.raster import Pixels

_DEEPEST_FORM = 12
_PALETTE_COLOURS = 256


@dataclass(frozen=True, slots=True)
class StoredRaster:
    """The pixels of an image in a PDF, as stored."""

    pixels: Pixels
    colour: Colour


@dataclass(frozen=True, slots=True)
class _Space:
    """A colour space that is plain enough.

    Args:
        channels: 1 for grey or palette, 3 for RGB.
        palette: ``(n, 3)`` colours, or ``None``.
    """

    channels: int
    palette: Pixels | None = None


def find_image(page: pikepdf.Page) -> pikepdf.Stream | None:
    """The one image that a page paints, within forms or not; ``None`` if there is none, or several."""
    images = list(_painted_images(page.obj, page.obj.get("/Resources", page.resources), 0))
    return images[0] if len(images) == 1 else None


def _painted_images(container: Any, resources: Any, depth: int) -> list[pikepdf.Stream]:
    found: list[pikepdf.Stream] = []
    objects = resources.get("/XObject", {})
    source = container if isinstance(container, pikepdf.Stream) else pikepdf.Page(container)
    for instruction in pikepdf.parse_content_stream(source, "Do"):
        target = objects.get(str(instruction.operands[0]))
        kind = target.get("/Subtype") if isinstance(target, pikepdf.Stream) else None
        if isinstance(target, pikepdf.Stream) and kind == "/Image":
            found.append(target)
        elif isinstance(target, pikepdf.Stream) and kind == "/Form" and depth < _DEEPEST_FORM:
            found.extend(_painted_images(target, target.get("/Resources", resources), depth + 1))
    return found


def stored_raster(image: pikepdf.Stream, handle: object, where: str) -> StoredRaster | None:
    """Decodes an image as it is stored, if it is plain.

    Args:
        image: The image.
        handle: PDFium's object of the same image, used for bilevel codecs.
        where: Name of the page for messages.

    Raises:
        InputError: If the image is cut off or damaged.
    """
    space = _space(image.get("/ColorSpace"))
    if any(image.get(key) not in (None, False) for key in ("/ImageMask", "/SMask", "/Mask", "/SMaskInData")):
        return None
    codec = _codec(image)
    try:
        match codec:
            case "/DCTDecode" | "/JPXDecode":
                return _compressed(image, space, "JPEG" if codec == "/DCTDecode" else "JPEG2000")
            case "/CCITTFaxDecode" | "/JBIG2Decode":
                return _bilevel(image, handle)
            case None if space is not None:
                return _plain(image, space, where)
            case _:
                return None
    except (OSError, SyntaxError, zlib.error, pikepdf.PdfError) as error:
        text = "is cut off" if "truncated" in str(error) else "is damaged"
        raise InputError(f"the page's image {text}", where=where, hint="Scan or copy it again") from None


def stored_stream(image: pikepdf.Stream) -> tuple[str, bytes] | None:
    """A JPEG or JPEG 2000 image byte for byte, with the ending for its file; ``None`` for other images."""
    match _codec(image):
        case "/DCTDecode":
            return ".jpg", _codec_bytes(image)
        case "/JPXDecode":
            data = _codec_bytes(image)
            return (".j2k" if data.startswith(b"\xff\x4f") else ".jp2"), data
        case _:
            return None


_GENERAL_FILTERS = {"/FlateDecode", "/LZWDecode", "/RunLengthDecode", "/ASCII85Decode", "/ASCIIHexDecode"}


def _filters(image: pikepdf.Stream) -> list[str]:
    filters = image.get("/Filter")
    if filters is None:
        return []
    return [str(f) for f in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]


def _codec(image: pikepdf.Stream) -> str | None:
    """The image codec at the end of the chain of filters; ``None`` if the chain is of general filters only."""
    filters = _filters(image)
    if all(name in _GENERAL_FILTERS for name in filters):
        return None
    chain_is_read = len(filters) == 1 or (len(filters) == 2 and filters[0] == "/FlateDecode")
    return filters[-1] if chain_is_read else "unread"


def _codec_bytes(image: pikepdf.Stream) -> bytes:
    data = image.read_raw_bytes()
    return zlib.decompress(data) if len(_filters(image)) == 2 else data


def _space(value: Any) -> _Space | None:
    """The colour space, if it is grey, RGB, or a palette of these."""
    if value is None:
        return None
    name = str(value[0]) if isinstance(value, pikepdf.Array) else str(value)
    match name:
        case "/DeviceGray" | "/CalGray" | "/G":
            return _Space(1)
        case "/DeviceRGB" | "/CalRGB" | "/RGB":
            return _Space(3)
        case "/ICCBased":
            channels = int(value[1].get("/N", 0))
            return _Space(channels) if channels in (1, 3) else None
        case "/Indexed" | "/I":
            base = _space(value[1])
            if base is None or base.palette is not None:
                return None
            table = value[3].read_bytes() if isinstance(value[3], pikepdf.Stream) else bytes(value[3])
            colours = np.frombuffer(table[: _PALETTE_COLOURS * base.channels], np.uint8)
            rows = colours[: len(colours) // base.channels * base.channels].reshape(-1, base.channels)
            return _Space(1, np.ascontiguousarray(np.broadcast_to(rows, (len(rows), 3))))
        case _:
            return None


def _is_inverted(image: pikepdf.Stream) -> bool | None:
    """Whether the decode array turns black into white; ``None`` if it does anything else but leave it."""
    array = image.get("/Decode")
    if array is None:
        return False
    values = [float(value) for value in array]
    if values == [0.0, 1.0] * (len(values) // 2):
        return False
    return True if values == [1.0, 0.0] else None


def _is_untransformed(image: pikepdf.Stream) -> bool:
    """Whether the PDF says that a JPEG holds RGB as it is, against what its own bytes may say."""
    parameters = image.get("/DecodeParms")
    parameters = parameters[-1] if isinstance(parameters, pikepdf.Array) and len(parameters) else parameters
    return isinstance(parameters, pikepdf.Dictionary) and parameters.get("/ColorTransform", 1) != 1


def _compressed(image: pikepdf.Stream, space: _Space | None, form: str) -> StoredRaster | None:
    """JPEG or JPEG 2000, by Pillow."""
    if _is_inverted(image) is not False:
        return None
    if (space is None and form == "JPEG") or (space is not None and space.palette is not None):
        return None
    with Image.open(io.BytesIO(_codec_bytes(image)), formats=(form,)) as picture:
        channels = {"L": 1, "RGB": 3}.get(picture.mode)
        if channels is None or (space is not None and space.channels != channels):
            return None
        if picture.size != (int(image.Width), int(image.Height)) or (channels == 3 and _is_untransformed(image)):
            return None
        picture.load()
        result = converted(picture)
    return StoredRaster(result.pixels, result.colour)


def _bilevel(image: pikepdf.Stream, handle: object) -> StoredRaster | None:
    """CCITT fax and JBIG2, by PDFium, which minds the decode array and all parameters."""
    space = _space(image.get("/ColorSpace"))
    if space is None or space.channels != 1 or space.palette is not None:
        return None
    bitmap = raw.FPDFImageObj_GetBitmap(handle)
    if not bitmap:
        return None
    try:
        width, height = raw.FPDFBitmap_GetWidth(bitmap), raw.FPDFBitmap_GetHeight(bitmap)
        stride = raw.FPDFBitmap_GetStride(bitmap)
        # An inverting decode array makes a palette of it, which PDFium hands out as colour.
        channels = {raw.FPDFBitmap_Gray: 1, raw.FPDFBitmap_BGR: 3}.get(raw.FPDFBitmap_GetFormat(bitmap))
        if channels is None or (width, height) != (image.Width, image.Height):
            return None
        buffer = ctypes.cast(raw.FPDFBitmap_GetBuffer(bitmap), ctypes.POINTER(ctypes.c_ubyte))
        rows = np.ctypeslib.as_array(buffer, (height, stride))
        pixels = rows[:, : width * channels : channels].copy()
    finally:
        raw.FPDFBitmap_Destroy(bitmap)
    return StoredRaster(pixels, Colour.BITONAL)


def _plain(image: pikepdf.Stream, space: _Space, where: str) -> StoredRaster | None:
    """Samples that are compressed by general filters, or not at all."""
    width, height, bits = int(image.Width), int(image.Height), int(image.BitsPerComponent)
    inverted = _is_inverted(image)
    if (
        bits not in (1, 2, 4, 8, 16)
        or inverted is None
        or (inverted and (space.channels > 1 or space.palette is not None))
    ):
        return None
    row_bytes = (width * space.channels * bits + 7) // 8
    data = image.read_bytes(pikepdf.StreamDecodeLevel.generalized)
    if len(data) < row_bytes * height:
        raise InputError("the page's image is cut off", where=where, hint="Scan or copy it again")
    rows = np.frombuffer(data, np.uint8, row_bytes * height).reshape(height, row_bytes)
    samples = _samples(rows, width * space.channels, bits)
    if space.palette is not None:
        return _looked_up(samples, space.palette)
    samples = samples if bits >= 8 else samples * np.uint8(255 // ((1 << bits) - 1))
    if inverted:
        samples = 255 - samples
    if space.channels == 1:
        return StoredRaster(samples, Colour.BITONAL if bits == 1 else Colour.GREY)
    pixels = grey_if_alike(samples.reshape(height, width, 3))
    return StoredRaster(pixels, Colour.GREY if pixels.ndim == 2 else Colour.COLOUR)


def _samples(rows: Pixels, count: int, bits: int) -> Pixels:
    """Single samples of rows of packed bytes, each row padded to a byte; the high byte of 16-bit samples."""
    if bits == 8:
        return rows
    if bits == 16:
        return np.ascontiguousarray(rows[:, ::2])
    if bits == 1:
        return np.unpackbits(rows, axis=1, count=count)
    per_byte = 8 // bits
    samples = np.empty((rows.shape[0], rows.shape[1] * per_byte), np.uint8)
    for index in range(per_byte):
        samples[:, index::per_byte] = (rows >> (8 - bits * (index + 1))) & ((1 << bits) - 1)
    return samples[:, :count]


def _looked_up(samples: Pixels, palette: Pixels) -> StoredRaster | None:
    if int(samples.max()) >= len(palette):
        return None
    used = palette[np.unique(samples)]
    if not (used == used[:, :1]).all():
        return StoredRaster(palette[samples], Colour.COLOUR)
    bitonal = bool(np.isin(used, (0, 255)).all())
    return StoredRaster(palette[:, 0][samples], Colour.BITONAL if bitonal else Colour.GREY)
