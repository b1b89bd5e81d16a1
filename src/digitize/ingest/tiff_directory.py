"""Reads the chain of image directories of a TIFF, without trusting it.

Layout: TIFF 6.0, section 2, and the BigTIFF proposal (8-byte offsets). Pillow reads the pixels; this answers only which
images in the file are pages, in linear time and whatever the chain does.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import BinaryIO

_NEW_SUBFILE_TYPE = 254
_REDUCED_COPY, _MASK = 1, 4
"""Bits of NewSubfileType: a thumbnail or pyramid level, a transparency mask."""

_MAX_ENTRIES = 4096
_MOST_IMAGES = 1_000_000
"""A chain of more directories is no document; following it is ended as if it were cut off."""


@dataclass(frozen=True, slots=True)
class Directories:
    """The images in a TIFF.

    Args:
        count: How many images there are, pages or not.
        pages: Indices of those that are pages: no reduced copies or masks of others.
        circular: Whether the chain leads back to an image already counted.
        cut_off: Whether the chain leads to a place where the file holds no further image.
    """

    count: int
    pages: tuple[int, ...]
    circular: bool
    cut_off: bool


@dataclass(frozen=True, slots=True)
class _Layout:
    """Sizes and formats of one of the two kinds of TIFF."""

    order: str
    offset: str
    count: str
    entry_bytes: int
    start: int


def read_directories(file: BinaryIO, limit: int) -> Directories:
    """Follows the chain of directories until it ends, breaks, or has more than ``limit`` pages.

    Args:
        file: An open TIFF; its position is moved.
        limit: Number of pages after which counting stops.
    """
    size = file.seek(0, 2)
    file.seek(0)
    head = file.read(16)
    order = "<" if head[:2] == b"II" else ">"
    big = head[2:4] in (b"+\0", b"\0+")
    layout = _Layout(order, "Q", "Q", 20, 8) if big else _Layout(order, "I", "H", 12, 4)
    next_offset = _number(head[layout.start :], layout.order + layout.offset)
    visited: set[int] = set()
    kinds: list[int] = []
    pages: list[int] = []
    circular, cut_off = False, next_offset is None
    while next_offset and len(pages) <= limit:
        if next_offset in visited:
            circular = True
            break
        visited.add(next_offset)
        found = _directory(file, next_offset, layout) if next_offset < size else None
        if found is None or len(kinds) == _MOST_IMAGES:
            cut_off = True
            break
        kind, next_offset = found
        if not kind & (_REDUCED_COPY | _MASK):
            pages.append(len(kinds))
        kinds.append(kind)
    return Directories(len(kinds), tuple(pages or range(len(kinds))), circular, cut_off)


def _directory(file: BinaryIO, offset: int, layout: _Layout) -> tuple[int, int] | None:
    """Kind of the image whose directory lies there and offset of the next; ``None`` if it cannot be read."""
    file.seek(offset)
    count_bytes = struct.calcsize(layout.order + layout.count)
    offset_bytes = struct.calcsize(layout.order + layout.offset)
    count = _number(file.read(count_bytes), layout.order + layout.count)
    if not count or count > _MAX_ENTRIES:
        return None
    table = file.read(count * layout.entry_bytes + offset_bytes)
    after = _number(table[count * layout.entry_bytes :], layout.order + layout.offset)
    if after is None:
        return None
    kind = 0
    for start in range(0, count * layout.entry_bytes, layout.entry_bytes):
        entry = table[start : start + layout.entry_bytes]
        if struct.unpack_from(layout.order + "H", entry)[0] == _NEW_SUBFILE_TYPE:
            value = entry[12:16] if layout.entry_bytes == 20 else entry[8:12]
            kind = struct.unpack(layout.order + "I", value)[0]
    return kind, after


def _number(data: bytes, form: str) -> int | None:
    size = struct.calcsize(form)
    return int(struct.unpack(form, data[:size])[0]) if len(data) >= size else None
