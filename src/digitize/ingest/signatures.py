"""What a file is, by its first bytes and never by its name."""

from __future__ import annotations

PDF = "application/pdf"
TIFF = "image/tiff"
JPEG = "image/jpeg"
PNG = "image/png"
JP2 = "image/jp2"
J2C = "image/j2c"
"""A bare JPEG 2000 codestream, without the boxes of a JP2 file."""
WEBP = "image/webp"
BMP = "image/bmp"
GIF = "image/gif"

HEAD_BYTES = 4096
"""How much of a file's beginning is looked at."""

TYPES_READ = "PDF, TIFF, JPEG, PNG, JPEG 2000, WebP, BMP and GIF are read"

_PDF_HEADER_BYTES = 1024
"""Readers accept other bytes before the header, if it begins within the first KiB (PDF 1.7, implementation note 13)."""

_IMAGES = (
    (b"II*\0", TIFF),
    (b"MM\0*", TIFF),
    (b"II+\0", TIFF),
    (b"MM\0+", TIFF),
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\0\0\0\x0cjP  \r\n\x87\n", JP2),
    (b"\xff\x4f\xff\x51", J2C),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
)
_BMP_HEADER_SIZES = {12, 16, 40, 52, 56, 64, 108, 124}

_OTHERS = (
    (b"AT&TFORM", "a DjVu document", "Make a PDF of it (ddjvu -format=pdf)"),
    (b"\xd0\xcf\x11\xe0", "an Office document of the old kind", "Save it as PDF"),
    (b"{\\rtf", "an RTF text document", "Save it as PDF"),
    (b"%!PS", "PostScript", "Make a PDF of it (ps2pdf)"),
    (b"\xc5\xd0\xd3\xc6", "encapsulated PostScript", "Make a PDF of it (ps2pdf)"),
    (b"8BPS", "a Photoshop document", "Save it as TIFF"),
    (b"\xff\x0a", "a JPEG XL image", "Save it as JPEG or PNG"),
    (b"\0\0\0\x0cJXL ", "a JPEG XL image", "Save it as JPEG or PNG"),
    (b"\x1f\x8b", "a gzip archive", "Unpack it"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "Unpack it"),
    (b"Rar!\x1a\x07", "a RAR archive", "Unpack it"),
    (b"\x7fELF", "a program", None),
    (b"MZ", "a program", None),
    (b"ID3", "a sound file", None),
)
_ISO_MEDIA = {
    b"heic": "a HEIC photograph",
    b"heix": "a HEIC photograph",
    b"mif1": "a HEIF photograph",
    b"avif": "an AVIF image",
}
_ZIP = (
    (b"word/", "a Word document", "Save it as PDF"),
    (b"xl/", "an Excel document", "Save it as PDF"),
    (b"ppt/", "a PowerPoint document", "Save it as PDF"),
    (b"[Content_Types].xml", "an Office document", "Save it as PDF"),
    (b"mimetypeapplication/vnd.oasis", "an OpenDocument file", "Save it as PDF"),
    (b"mimetypeapplication/epub", "an e-book (EPUB)", "Make a PDF of it"),
)


def media_type_of(head: bytes) -> str | None:
    """The media type of a file that begins with ``head`` (its first 4 KiB), or ``None`` if it is not one that is read."""
    for signature, media_type in _IMAGES:
        if head.startswith(signature):
            return media_type
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if head[:2] == b"BM" and int.from_bytes(head[14:18], "little") in _BMP_HEADER_SIZES:
        return BMP
    return PDF if b"%PDF-" in head[:_PDF_HEADER_BYTES] else None


def likeness(head: bytes) -> tuple[str, str | None]:
    """What a file that is not read looks like, and what its owner can do about it.

    Returns:
        A noun phrase ("a DjVu document"), and a way out where there is a special one.
    """
    for signature, what, hint in _OTHERS:
        if head.startswith(signature):
            return what, hint
    if head[4:8] == b"ftyp":
        return _ISO_MEDIA.get(head[8:12], "a video or sound file"), "Save it as JPEG or PNG"
    if head.startswith(b"PK\x03\x04"):
        return next(((what, hint) for mark, what, hint in _ZIP if mark in head), ("a ZIP archive", "Unpack it"))
    return _text_likeness(head)


def _text_likeness(head: bytes) -> tuple[str, str | None]:
    if not head.strip(b"\0"):
        return "a file of zero bytes only, as an interrupted copy leaves it", "Copy it again"
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:512].lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")) or b"<html" in start:
        return "a web page (HTML), as a failed download leaves it", "Download the scan itself"
    if start.startswith(b"<?xml"):
        return "an XML file", None
    return ("plain text", None) if _is_text(head) else ("no known type of file", None)


def _is_text(head: bytes) -> bool:
    if b"\0" in head:
        return False
    try:
        head.decode()
    except UnicodeDecodeError as error:
        return error.start > len(head) - 4 and len(head) == HEAD_BYTES  # a character cut in two
    return True
