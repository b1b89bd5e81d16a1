"""The last write of our PDFs: one way to store streams, and an identifier made of what the file says.

A file whose text was replaced page by page (:mod:`digitize.export.pdf_replace`) is to be the same, byte for byte, as one
that was exported anew. So every stream is stored the way it would be after being read and written once more. The
identifier stands for the text, the places and the sources, and not for a digest of the whole file, which would cost more
than writing it. By it a file is known again that no other program has changed.
"""

from __future__ import annotations

import hashlib
import mmap
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, Stream
from pikepdf.pdfa import resolve_save_kwargs

from digitize.errors import ExportError
from digitize.export.pdf_font import CUTS, FONT_NAME
from digitize.export.pdf_metadata import CLAIM
from digitize.model.document import Document

_STANDING_ID = b"31415926535897932384626433832795"
"""What qpdf writes for an identifier that is to be always the same."""
_PLAIN_CODES = frozenset({"/ASCIIHexDecode", "/ASCII85Decode", "/LZWDecode", "/RunLengthDecode", "/FlateDecode"})
"""Filters that qpdf takes off when it writes."""
_MATRIX = re.compile(rb"q [-0-9. ]+ cm\n")
"""What stands before a layer whose page has its corner elsewhere than at the origin."""
_PIECE_BYTES = 1 << 20
_PAGE_KEYS = ("/MediaBox", "/CropBox", "/Rotate", "/UserUnit")


def write_pdf(pdf: Pdf, target: Path, document: Document) -> None:
    """Writes a finished PDF of ours; what is written is the same when it is read and written again.

    Args:
        pdf: The PDF, its metadata and all else in place.
        target: Receives it.
        document: The document.
    """
    settle_streams(pdf)
    identifier = identifier_of(pdf, document)
    if "/ID" in pdf.trailer:
        del pdf.trailer["/ID"]
    options = resolve_save_kwargs("2b", deterministic_id=False)
    pdf.save(target, **{**options, "static_id": True})
    _put_identifier(target, identifier.hex().encode("ascii"))


def identifier_of(pdf: Pdf, document: Document) -> bytes:
    """Sixteen bytes that stand for what the file shows, says of itself and was made from."""
    digest = hashlib.md5(usedforsecurity=False)
    for source in document.sources:
        digest.update(source.sha256.encode("ascii", "replace"))
    digest.update(plain_packet(pdf))
    fonts: dict[tuple[int, int], bytes] = {}
    for page in pdf.pages:
        digest.update(Dictionary({key: page.obj[key] for key in _PAGE_KEYS if key in page.obj}).unparse(resolved=True))
        for stream in content_streams(page):
            digest.update(stream.read_bytes())
        for key, meaning in _meanings(page):
            fonts.setdefault(key, meaning)
    for meaning in sorted(set(fonts.values())):
        digest.update(meaning)
    return digest.digest()


def is_as_written(pdf: Pdf, document: Document) -> bool:
    """Whether a PDF is one of this document as we wrote it, and no other program has changed it since."""
    stated = pdf.trailer.get("/ID")
    if not isinstance(stated, Array) or len(stated) != 2 or Name.Metadata not in pdf.Root:
        return False
    return bytes(stated[0]) == bytes(stated[1]) == identifier_of(pdf, document)


def plain_packet(pdf: Pdf) -> bytes:
    """The metadata with the claim's lower level: it is raised after the file is written."""
    packet = pdf.Root.Metadata.read_bytes()
    level_b, level_u = (CLAIM.format(level=level).encode("ascii") for level in "BU")
    return packet.replace(level_u, level_b)


def content_streams(page: Page) -> list[Stream]:
    """The content streams of a page, in order."""
    contents = page.obj.get(Name.Contents)
    found = list(contents) if isinstance(contents, Array) else [contents]
    return [stream for stream in found if isinstance(stream, Stream)]


def our_fonts(page: Page) -> list[Object]:
    """The cuts of our text layer's font among the fonts of a page, the usual one first; others use its name too."""
    fonts = page.obj.get(Name.Resources, Dictionary()).get(Name.Font)
    found = [fonts.get(cut.key) for cut in CUTS] if isinstance(fonts, Dictionary) else []
    return [font for font in found if isinstance(font, Dictionary) and font.get(Name.BaseFont) == Name("/" + FONT_NAME)]


def layer_index(page: Page) -> int | None:
    """Which of a page's content streams is our text layer; ``None`` when it has none."""
    if not our_fonts(page):
        return None
    streams = content_streams(page)
    at = 1 if streams and _MATRIX.fullmatch(streams[0].read_bytes()) else 0
    return at if at < len(streams) else None


def packed(pdf: Pdf, data: bytes) -> Stream:
    """A compressed stream, as it stays when the file is written again."""
    stream = pdf.make_stream(b"")
    stream.write(zlib.compress(data), filter=Name.FlateDecode)
    return stream


def places_in_file(path: Path, wanted: bytes) -> Iterator[int]:
    """Where those bytes stand in a file, as offsets, lowest first.

    Reads piece by piece: of a file mapped into memory all that is looked through would stay there.
    """
    with path.open("rb") as stream:
        start, held = 0, b""
        while piece := stream.read(_PIECE_BYTES):
            held += piece
            at = held.find(wanted)
            while at >= 0:
                yield start + at
                at = held.find(wanted, at + 1)
            kept = held[max(0, len(held) - len(wanted) + 1) :]
            start += len(held) - len(kept)
            held = kept


def settle_streams(pdf: Pdf) -> None:
    """Compresses what qpdf would on writing; images and metadata are left to it."""
    for found in pdf.objects:
        if isinstance(found, Stream) and found.get(Name.Subtype) not in (Name.Image, Name.XML) and _is_loose(found):
            found.write(zlib.compress(found.read_bytes()), filter=Name.FlateDecode)


def _is_loose(stream: Stream) -> bool:
    stated = stream.get(Name.Filter)
    names = [str(name) for name in stated] if isinstance(stated, Array) else [str(stated)] if stated is not None else []
    return names != ["/FlateDecode"] and _PLAIN_CODES.issuperset(names)


def _meanings(page: Page) -> list[tuple[tuple[int, int], bytes]]:
    """What the codes of a page's fonts stand for, with the identity of each map."""
    fonts = page.obj.get(Name.Resources, Dictionary()).get(Name.Font)
    maps = [font.get(Name.ToUnicode) for font in fonts.values()] if isinstance(fonts, Dictionary) else []
    return [(each.objgen, each.read_bytes()) for each in maps if isinstance(each, Stream)]


def _put_identifier(path: Path, identifier: bytes) -> None:
    """Puts the identifier in the place of the standing one: the same length, in the file's last section."""
    wanted = b"<" + _STANDING_ID + b">"
    with path.open("r+b") as stream, mmap.mmap(stream.fileno(), 0) as data:
        at = data.rfind(b"/ID [" + wanted + wanted + b"]")
        if at < 0:
            raise ExportError(
                "the PDF has no place for its identifier", where=path.name, hint="Please report this with the file"
            )
        start = at + len(b"/ID [")
        made = b"<" + identifier + b">"
        data[start : start + 2 * len(made)] = made + made
