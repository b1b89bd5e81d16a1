"""JPEG inside TIFF: the strips of a page, each a JPEG of its own, joined into one without decoding.

A TIFF cuts a page into strips and keeps their tables once. A JPEG may restart its coding after every so many blocks, and a
strip is just such a stretch: joined with restart markers between them, the strips are one JPEG with the data as stored.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Sequence
from dataclasses import dataclass

_SOI, _EOI = b"\xff\xd8", b"\xff\xd9"
_SOF, _SOS, _DRI, _TABLES = 0xC0, 0xDA, 0xDD, (0xC4, 0xDB)
_FIRST_RESTART = 0xD0
_RESTARTS = 8
_MOST_BLOCKS = 0xFFFF
"""The longest stretch between restarts that a JPEG can state."""


@dataclass(frozen=True, slots=True)
class _Stream:
    """A JPEG taken apart.

    Args:
        tables: Its quantisation and Huffman tables, as segments.
        frame: The body of its frame header: depth, height, width, channels with their sampling.
        scan: The body of its scan header.
        data: The coded blocks.
    """

    tables: bytes
    frame: bytes
    scan: bytes
    data: bytes


def join_strips(tables: bytes, strips: Sequence[bytes], size: tuple[int, int], rows_per_strip: int) -> bytes | None:
    """One baseline JPEG of the strips of a page; ``None`` where they are not of a kind that can be joined.

    Args:
        tables: The tables that all strips share, a JPEG without an image; may be empty.
        strips: In order.
        size: Width and height of the page.
        rows_per_strip: Rows of each strip but the last.
    """
    parts = [_taken_apart(strip) for strip in strips]
    shared = _taken_apart(tables, with_image=False) if tables else _Stream(b"", b"", b"", b"")
    first = parts[0] if parts else None
    if first is None or shared is None or len(first.frame) < 9:
        return None
    across, down = max(c >> 4 for c in first.frame[7::3]), max(c & 15 for c in first.frame[7::3])
    width, height = size
    blocks = math.ceil(width / (8 * across)) * (rows_per_strip // (8 * down)) if across and down else 0
    several = len(parts) > 1
    if several and (not 0 < blocks <= _MOST_BLOCKS or rows_per_strip % (8 * down)):
        return None
    coded = []
    for number, part in enumerate(parts):
        rows = min(rows_per_strip, height - number * rows_per_strip)
        if part is None or not _continues(part, first, width, rows):
            return None
        coded.append(part.data)
    joined = coded[0]
    for number, data in enumerate(coded[1:]):
        joined += bytes((0xFF, _FIRST_RESTART + number % _RESTARTS)) + data
    frame = first.frame[:1] + struct.pack(">HH", height, width) + first.frame[5:]
    restarts = _segment(_DRI, struct.pack(">H", blocks)) if several else b""
    head = shared.tables + first.tables + _segment(_SOF, frame) + restarts + _segment(_SOS, first.scan)
    return _SOI + head + joined + _EOI


def _continues(part: _Stream, first: _Stream, width: int, rows: int) -> bool:
    """Whether a strip is coded like the first and has the size that it should have."""
    height_there, width_there = struct.unpack(">HH", part.frame[1:5])
    alike = (part.frame[:1], part.frame[5:], part.scan) == (first.frame[:1], first.frame[5:], first.scan)
    return alike and part.tables in (b"", first.tables) and (width_there, height_there) == (width, rows)


def _taken_apart(jpeg: bytes, *, with_image: bool = True) -> _Stream | None:
    """The parts of a baseline JPEG without restarts; ``None`` when it is another kind, or damaged."""
    if not jpeg.startswith(_SOI):
        return None
    tables = frame = b""
    at = 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF:
        kind, length = jpeg[at + 1], struct.unpack(">H", jpeg[at + 2 : at + 4])[0]
        body = jpeg[at + 4 : at + 2 + length]
        at += 2 + length
        if kind in _TABLES:
            tables += _segment(kind, body)
        elif kind == _SOF:
            frame = body
        elif kind == _SOS:
            end = jpeg.rfind(_EOI)
            data = jpeg[at:end] if end > at else jpeg[at:]
            return _Stream(tables, frame, body, data) if with_image and len(frame) >= 9 and _is_plain(data) else None
        elif kind == _DRI or 0xC1 <= kind <= 0xCF:
            return None
    return None if with_image else _Stream(tables, b"", b"", b"")


def _is_plain(data: bytes) -> bool:
    """Whether coded blocks hold no marker: a 0xFF in them is followed by 0."""
    return data.count(b"\xff") == data.count(b"\xff\x00")


def _segment(kind: int, body: bytes) -> bytes:
    return bytes((0xFF, kind)) + struct.pack(">H", len(body) + 2) + body
