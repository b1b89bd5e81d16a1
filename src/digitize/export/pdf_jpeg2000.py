"""JPEG 2000 and PDF/A-2: allowed there within limits, but not known to the validator that OCRmyPDF uses."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

import pikepdf
from pikepdf import Name, Pdf, Stream
from pikepdf.pdfa import check, prepare

_SIGNATURE = b"\x00\x00\x00\x0cjP  \r\n\x87\n"
_COLOURS = (16, 17, 18)
"""Enumerated colour spaces that PDF/A-2 allows and readers know: sRGB, grey, sYCC (ISO 19005-2, 6.2.8.3)."""
_NOT_KNOWN = ("pikepdf:schema-ImageXObject", "JPEG 2000 images are not supported")


def claim_pdfa_despite_jpeg2000(path: Path, pdf: Pdf) -> bool:
    """Prepares ``pdf`` for PDF/A-2b where nothing but unknown JPEG 2000 images kept OCRmyPDF from it.

    Those images are checked here instead.

    Args:
        path: The file that ``pdf`` was opened from; a second copy is tried first.
        pdf: Changed only when it can be PDF/A.

    Returns:
        Whether it is now fit for the claim.
    """
    images = list(_jpeg2000_images(pdf))
    if not images or not all(_is_allowed(image) for image in images):
        return False
    with pikepdf.open(path) as trial:
        prepare(trial, "2b")
        findings = check(trial, "2b").findings
    if any((finding.rule, _NOT_KNOWN[1] in finding.message) != (_NOT_KNOWN[0], True) for finding in findings):
        return False
    prepare(pdf, "2b")
    return True


def _jpeg2000_images(pdf: Pdf) -> Iterator[Stream]:
    for obj in pdf.objects:
        if isinstance(obj, Stream) and "/JPXDecode" in str(obj.get(Name.Filter)):
            yield obj


def _is_allowed(image: Stream) -> bool:
    plain = image.get(Name.Filter) == Name.JPXDecode and not int(image.get(Name.SMaskInData, 0))
    return plain and Name.ColorSpace in image and jpeg2000_is_archival(image.read_raw_bytes())


def jpeg2000_is_archival(data: bytes) -> bool:
    """Whether PDF/A-2 allows this JPEG 2000 file as it is (ISO 19005-2, 6.2.8.3).

    Allowed are JP2 files (not bare codestreams) of one or three channels without alpha or palette, whose one colour
    specification is an enumerated space or a profile.
    """
    if not data.startswith(_SIGNATURE):
        return False
    header = next((body for kind, body in _boxes(data) if kind == b"jp2h"), b"")
    boxes = list(_boxes(header))
    kinds = [kind for kind, _ in boxes]
    if kinds.count(b"colr") != 1 or b"ihdr" not in kinds or {b"pclr", b"cmap", b"cdef"} & set(kinds):
        return False
    body = dict(boxes)
    channels = struct.unpack(">H", body[b"ihdr"][8:10])[0]
    method = body[b"colr"][0]
    enumerated = struct.unpack(">I", body[b"colr"][3:7])[0] if method == 1 else 0
    return channels in (1, 3) and (method == 2 or enumerated in _COLOURS)


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The boxes of a JP2 file or super box: type and content."""
    at = 0
    while at + 8 <= len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        head = 8
        if length == 1 and at + 16 <= len(data):
            length, head = struct.unpack(">Q", data[at + 8 : at + 16])[0], 16
        if length == 0:
            length = len(data) - at
        if length < head:
            return
        yield kind, data[at + head : at + length]
        at += length
