"""Image files as PDF images: the compressed data as they are where PDF/A allows it, else without loss.

JPEG, JPEG 2000 and PNG go through img2pdf, which knows their many forms; the one strip of a TIFF in CCITT group 4 or in
deflate is cut out of its file, the strips of one in JPEG are joined. What PDF cannot hold as it is (LZW, several strips, alpha, WebP) is decoded and packed again.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import img2pdf  # type: ignore[import-untyped]
import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf
from PIL import Image, TiffImagePlugin

from digitize.export.pdf_jpeg2000 import jpeg2000_is_archival
from digitize.export.pdf_tiff_jpeg import join_strips

_BITS_IN_BYTE_REVERSED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
_NEW_SUBFILE_TYPE, _ORIENTATION = 254, 274
_SAMPLES_PER_PIXEL, _PLANAR, _EXTRA_SAMPLES, _JPEG_TABLES = 277, 284, 338, 347
_NO_PAGE = 1 | 4
"""Bits of the subfile type: a reduced copy, a transparency mask."""
_TURN_BACK = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""What makes stored pixels of upright ones, by EXIF orientation."""
_PROFILE_CHANNELS = {b"GRAY": 1, b"RGB ": 3, b"CMYK": 4}
_PROFILE_CLASSES = (b"scnr", b"mntr", b"prtr", b"spac")
_ALPHA_MODES = ("RGBA", "LA", "PA", "RGBa", "La")


@dataclass(frozen=True, slots=True)
class PlacedImage:
    """An image that has become part of a PDF.

    Args:
        image: The image XObject.
        width: In stored pixels.
        height: In stored pixels.
        canonical: Whether it is the canonical page image and not the source file's own.
    """

    image: Object
    width: int
    height: int
    canonical: bool = False


@dataclass(frozen=True, slots=True)
class OpenImage:
    """An image file, its header read.

    Args:
        path: The file.
        image: The file as Pillow sees it.
        frames: Pillow's indexes of the images in it that are pages.
    """

    path: Path
    image: Image.Image
    frames: tuple[int, ...]


@contextmanager
def open_image(path: Path, max_pixels: int) -> Iterator[OpenImage]:
    """Opens an image file.

    Args:
        path: The file.
        max_pixels: Most pixels that the image may have.

    Raises:
        OSError, ValueError, SyntaxError: If it is no image.
    """
    with _room_for(max_pixels):
        image = Image.open(path)
    with image:
        yield OpenImage(path, image, _page_frames(image))


def _page_frames(image: Image.Image) -> tuple[int, ...]:
    """Pages of a TIFF; thumbnails and masks that lie between them are not counted, unless there is nothing else."""
    if not isinstance(image, TiffImagePlugin.TiffImageFile):
        return (0,)
    kinds: list[int] = []
    while True:
        try:
            image.seek(len(kinds))
        except EOFError:
            break
        kinds.append(int(image.tag_v2.get(_NEW_SUBFILE_TYPE, 0)))
    pages = [index for index, kind in enumerate(kinds) if not kind & _NO_PAGE]
    return tuple(pages or range(len(kinds)))


def embed_image(pdf: Pdf, source: OpenImage, frame: int, canonical: Path | None) -> PlacedImage:
    """Adds one page of an image file to ``pdf``.

    Args:
        pdf: The PDF that receives the image.
        source: The image file.
        frame: Index of the page in its file, from 0.
        canonical: The canonical page image, taken where the file must be decoded anyway and loses nothing by it.

    Raises:
        OSError, ValueError, SyntaxError, IndexError: If the image cannot be read.
    """
    image, path = source.image, source.path
    if image.format in ("JPEG", "MPO") and frame == 0:
        return _through_img2pdf(pdf, path.read_bytes())
    if image.format == "JPEG2000" and jpeg2000_is_archival(data := path.read_bytes()):
        return _through_img2pdf(pdf, data)
    if image.format == "PNG" and frame == 0 and not _has_alpha(image):
        return _through_img2pdf(pdf, path.read_bytes())
    if image.tell() != source.frames[frame]:
        image.seek(source.frames[frame])
    strip = _fax_strip(pdf, path, image) or _deflated_strip(pdf, path, image) or _jpeg_strips(pdf, path, image)
    if strip is not None:
        return strip
    if canonical is not None and _is_eight_bit(image):
        with open_image(canonical, image.width * image.height) as kept:
            placed = embed_image(pdf, kept, 0, None)
        return PlacedImage(placed.image, placed.width, placed.height, canonical=True)
    return _packed(pdf, _decoded(image))


def _decoded(image: Image.Image) -> Image.Image:
    """The pixels as stored: Pillow turns TIFFs by their orientation tag, which is taken back."""
    orientation = image.tag_v2.get(_ORIENTATION, 1) if isinstance(image, TiffImagePlugin.TiffImageFile) else 1
    image.load()
    back = _TURN_BACK.get(orientation)
    return image if back is None else image.transpose(back)


@contextmanager
def _room_for(max_pixels: int) -> Iterator[None]:
    """Lets Pillow open an image of that size: the page was let in under the product's own limit."""
    before = Image.MAX_IMAGE_PIXELS
    if before is not None and before < max_pixels:
        Image.MAX_IMAGE_PIXELS = max_pixels
    try:
        yield
    finally:
        Image.MAX_IMAGE_PIXELS = before


def _through_img2pdf(pdf: Pdf, data: bytes) -> PlacedImage:
    """The image as img2pdf embeds it: the data untouched, its own orientation left to the page."""
    try:
        made = img2pdf.convert(
            data, rotation=img2pdf.Rotation.none, layout_fun=_any_layout, nodate=True, engine=img2pdf.Engine.internal
        )
    except Exception as error:  # for a damaged PNG img2pdf raises nothing more particular
        raise ValueError(f"{type(error).__name__}: {error}") from error
    with pikepdf.open(io.BytesIO(made)) as source:
        image = pdf.copy_foreign(source.pages[0].obj.Resources.XObject.Im0)
        # The copy would go on reading from `source`; its own bytes let that be closed.
        own = pdf.make_stream(image.read_raw_bytes(), dict(image.items()))
        _check_profile(pdf, own)
    return PlacedImage(own, int(own.Width), int(own.Height))


def _check_profile(pdf: Pdf, image: pikepdf.Stream) -> None:
    """Drops a colour profile that speaks of other channels than the image has: PDF/A forbids it, readers disagree."""
    colour_space = image.get(Name.ColorSpace)
    if not isinstance(colour_space, Array) or colour_space[0] != Name.ICCBased:
        return
    profile = colour_space[1]
    data, channels = profile.read_bytes(), int(profile.N)
    if _PROFILE_CHANNELS.get(data[16:20]) != channels or data[12:16] not in _PROFILE_CLASSES:
        image.ColorSpace = profile.Alternate
    else:
        # Its own bytes, so that the file it was read from can be closed.
        own = pdf.make_stream(data, N=channels, Alternate=profile.Alternate)
        image.ColorSpace = Array([Name.ICCBased, own])


def _any_layout(width: int, height: int, dpi: tuple[float, float]) -> tuple[float, float, float, float]:
    del width, height, dpi
    return (72.0, 72.0, 72.0, 72.0)


def _has_alpha(image: Image.Image) -> bool:
    return image.mode in _ALPHA_MODES or "transparency" in image.info


def _is_eight_bit(image: Image.Image) -> bool:
    bits = getattr(image, "tag_v2", {}).get(TiffImagePlugin.BITSPERSAMPLE, (8,))
    return image.mode in ("1", "L", "P", "RGB", *_ALPHA_MODES) and max(bits) <= 8


def _single_strip(path: Path, image: TiffImagePlugin.TiffImageFile) -> bytes | None:
    """The stored bytes of a TIFF frame that is one strip; ``None`` when there are several, or tiles."""
    tags = image.tag_v2
    offsets, counts = tags.get(TiffImagePlugin.STRIPOFFSETS, ()), tags.get(TiffImagePlugin.STRIPBYTECOUNTS, ())
    if len(offsets) != 1 or len(counts) != 1:
        return None
    with path.open("rb") as stream:
        stream.seek(offsets[0])
        return stream.read(counts[0])


def _fax_strip(pdf: Pdf, path: Path, image: Image.Image) -> PlacedImage | None:
    """The single group 4 strip of a TIFF frame, bytes as stored; ``None`` when the frame is none."""
    if not isinstance(image, TiffImagePlugin.TiffImageFile) or image.info.get("compression") != "group4":
        return None
    tags = image.tag_v2
    photometric = tags.get(TiffImagePlugin.PHOTOMETRIC_INTERPRETATION)
    data = _single_strip(path, image) if photometric in (0, 1) else None
    if data is None:
        return None
    if tags.get(TiffImagePlugin.FILLORDER, 1) == 2:
        data = data.translate(_BITS_IN_BYTE_REVERSED)
    width, height = int(tags[TiffImagePlugin.IMAGEWIDTH]), int(tags[TiffImagePlugin.IMAGELENGTH])
    return _fax_image(pdf, data, width, height, black_is_1=photometric == 1)


def _deflated_strip(pdf: Pdf, path: Path, image: Image.Image) -> PlacedImage | None:
    """The single deflated strip of a grey or RGB TIFF frame, bytes as stored; ``None`` when the frame is none."""
    if not isinstance(image, TiffImagePlugin.TiffImageFile):
        return None
    tags = image.tag_v2
    photometric, channels = tags.get(TiffImagePlugin.PHOTOMETRIC_INTERPRETATION), tags.get(_SAMPLES_PER_PIXEL, 1)
    bits = set(tags.get(TiffImagePlugin.BITSPERSAMPLE, (1,)))
    predictor = tags.get(TiffImagePlugin.PREDICTOR, 1)
    plain = (
        image.info.get("compression") == "tiff_adobe_deflate"
        and (photometric, channels) in ((0, 1), (1, 1), (2, 3))
        and bits in ({1}, {2}, {4}, {8})
        and predictor in (1, 2)
        and (predictor == 1 or bits == {8})
        and tags.get(TiffImagePlugin.FILLORDER, 1) == 1
        and tags.get(_PLANAR, 1) == 1
        and _EXTRA_SAMPLES not in tags
        and not image.info.get("icc_profile")
    )
    data = _single_strip(path, image) if plain else None
    if data is None:
        return None
    width, height = int(tags[TiffImagePlugin.IMAGEWIDTH]), int(tags[TiffImagePlugin.IMAGELENGTH])
    (depth,) = bits
    made = _image(pdf, data, (width, height), depth, Name.DeviceRGB if channels == 3 else Name.DeviceGray)
    made.Filter = Name.FlateDecode
    if predictor == 2:
        made.DecodeParms = Dictionary(Predictor=2, Colors=channels, BitsPerComponent=depth, Columns=width)
    if photometric == 0:
        made.Decode = Array([1, 0])
    return PlacedImage(made, width, height)


def _jpeg_strips(pdf: Pdf, path: Path, image: Image.Image) -> PlacedImage | None:
    """The strips of a grey or YCbCr TIFF frame in JPEG, joined without decoding; ``None`` when the frame is none."""
    if not isinstance(image, TiffImagePlugin.TiffImageFile) or image.info.get("compression") != "jpeg":
        return None
    tags = image.tag_v2
    kind = (tags.get(TiffImagePlugin.PHOTOMETRIC_INTERPRETATION), tags.get(_SAMPLES_PER_PIXEL, 1))
    offsets, counts = tags.get(TiffImagePlugin.STRIPOFFSETS, ()), tags.get(TiffImagePlugin.STRIPBYTECOUNTS, ())
    plain = tags.get(_PLANAR, 1) == 1 and not image.info.get("icc_profile") and len(offsets) == len(counts) > 0
    if kind not in ((1, 1), (6, 3)) or not plain:
        return None
    with path.open("rb") as stream:
        strips = [(stream.seek(at), stream.read(count))[1] for at, count in zip(offsets, counts, strict=True)]
    width, height = int(tags[TiffImagePlugin.IMAGEWIDTH]), int(tags[TiffImagePlugin.IMAGELENGTH])
    rows = min(height, int(tags.get(TiffImagePlugin.ROWSPERSTRIP, height)))
    joined = join_strips(bytes(tags.get(_JPEG_TABLES, b"")), strips, (width, height), rows)
    if joined is None:
        return None
    made = _image(pdf, joined, (width, height), 8, Name.DeviceRGB if kind == (6, 3) else Name.DeviceGray)
    made.Filter = Name.DCTDecode
    return PlacedImage(made, width, height)


def _fax_image(pdf: Pdf, data: bytes, width: int, height: int, *, black_is_1: bool) -> PlacedImage:
    parameters = Dictionary(K=-1, Columns=width, Rows=height, BlackIs1=black_is_1)
    image = _image(pdf, data, (width, height), 1, Name.DeviceGray)
    image.Filter = Name.CCITTFaxDecode
    image.DecodeParms = parameters
    return PlacedImage(image, width, height)


def _image(pdf: Pdf, data: bytes, size: tuple[int, int], bits: int, colour_space: Object) -> pikepdf.Stream:
    return pdf.make_stream(
        data,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=size[0],
        Height=size[1],
        BitsPerComponent=bits,
        ColorSpace=colour_space,
    )


def _packed(pdf: Pdf, image: Image.Image) -> PlacedImage:
    """Decoded pixels packed without loss: group 4 for black and white, else Flate; transparency over white."""
    if _has_alpha(image):
        over = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", over.size, "white"), over).convert("RGB")
    if image.mode == "1":
        return _fax_image(pdf, img2pdf.transcode_monochrome(image), *image.size, black_is_1=True)
    if image.mode == "CMYK":
        return _cmyk(pdf, image)
    if image.mode not in ("L", "P", "RGB", "I;16"):
        image = image.convert("I;16" if image.mode in ("I", "I;16B", "I;16L", "I;16N") else "RGB")
    buffer = io.BytesIO()
    image.save(buffer, format="PNG", icc_profile=None if image.mode == "P" else image.info.get("icc_profile"))
    return _through_img2pdf(pdf, buffer.getvalue())


def _cmyk(pdf: Pdf, image: Image.Image) -> PlacedImage:
    colour_space: Object = Name.DeviceCMYK
    profile = image.info.get("icc_profile")
    if profile:
        colour_space = Array([Name.ICCBased, pdf.make_stream(profile, N=4, Alternate=Name.DeviceCMYK)])
    made = _image(pdf, b"", image.size, 8, colour_space)
    made.write(zlib.compress(image.tobytes()), filter=Name.FlateDecode)
    return PlacedImage(made, image.width, image.height)
