"""A TEI file in pieces, so that those of a few pages can be exchanged and the rest stays as it lies on the disk."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from mmap import mmap

from digitize.export.tei_elements import NAMESPACE

_NS = NAMESPACE.encode("ascii")
_SURFACE = b'\n<surface xmlns="%b" xml:id="z_p' % _NS
_DIVISION = b'\n<div xmlns="%b" type="page" n="' % _NS
_NOTE = b'\n<note xmlns="%b" type="repair" target="#p' % _NS
_AFTER_SURFACES, _AFTER_DIVISIONS, _AFTER_NOTES = (
    b"\n</facsimile>",
    b"\n</body></text>\n",
    b"\n</listAnnotation></standOff>\n",
)

_NUMBER = re.compile(rb"[0-9]{1,9}")

Span = tuple[int, int]
"""First byte, and the one after the last."""


class OtherFormError(ValueError):
    """The file is not as this program writes it now."""


@dataclass(frozen=True, slots=True)
class _Pieces:
    """Where things stand in a file.

    Args:
        data: Its content.
        surfaces: The zones of each page, by number.
        between: What parts the zones from the text.
        divisions: The text of each page.
        opening: What comes before the notes; empty without any.
        notes: The repairs of each page that has some.
    """

    data: bytes | mmap
    surfaces: dict[int, Span]
    between: Span
    divisions: dict[int, Span]
    opening: Span
    notes: dict[int, Span]

    def of(self, number: int) -> tuple[bytes, bytes, bytes]:
        """All that stands there of one page."""
        return (
            _cut(self.data, self.surfaces[number]),
            _cut(self.data, self.divisions[number]),
            _cut(self.data, self.notes.get(number, (0, 0))),
        )


def renew_tei(
    old: bytes | mmap, before: bytes, now: bytes, pages: Collection[int], write: Callable[[bytes | memoryview], object]
) -> None:
    """Writes a TEI file with the pieces of some pages exchanged.

    Args:
        old: The file.
        before: A file of these pages alone, with their text that the old file holds.
        now: The same with their text of now, under the header of now.
        pages: Their numbers.
        write: Receives the new file, part by part.

    Raises:
        OtherFormError: If the old file does not hold these pages as they would be written now; nothing was written then.
    """
    was, expected, made = _pieces(old), _pieces(before), _pieces(now)
    if any(was.of(number) != expected.of(number) for number in pages):
        raise OtherFormError("its pages are not as they would be written now")
    numbers = list(was.surfaces)
    if numbers != list(was.divisions):
        raise OtherFormError("its parts are of other pages")
    chosen = [made if number in pages else was for number in numbers]
    with memoryview(old) as lying:

        def put(of: _Pieces, span: Span) -> None:
            write(lying[span[0] : span[1]] if of is was else _cut(of.data, span))

        put(made, (0, min(made.surfaces.values())[0]))
        for number, of in zip(numbers, chosen, strict=True):
            put(of, of.surfaces[number])
        put(made, made.between)
        for number, of in zip(numbers, chosen, strict=True):
            put(of, of.divisions[number])
        write(_AFTER_DIVISIONS[1:])
        noted = [(of, of.notes[number]) for number, of in zip(numbers, chosen, strict=True) if number in of.notes]
        if noted:
            of = made if made.notes else was
            put(of, of.opening)
            for of, span in noted:
                put(of, span)
            write(_AFTER_NOTES[1:])
        write(b"</TEI>")


def _pieces(data: bytes | mmap) -> _Pieces:
    """Finds the pieces.

    Raises:
        OtherFormError: If there are none.
    """
    after_surfaces, after_divisions = data.find(_AFTER_SURFACES) + 1, data.find(_AFTER_DIVISIONS) + 1
    if not 0 < after_surfaces < after_divisions:
        raise OtherFormError("no TEI of ours")
    surfaces = _found(_SURFACE, data, 0, after_surfaces)
    divisions = _found(_DIVISION, data, after_surfaces, after_divisions)
    if not surfaces or not divisions:
        raise OtherFormError("no pages")
    start = after_divisions + len(_AFTER_DIVISIONS) - 1
    after_notes = data.find(_AFTER_NOTES, start) + 1
    notes = _found(_NOTE, data, start, after_notes) if after_notes else {}
    end = after_notes + len(_AFTER_NOTES) - 1 if after_notes else start
    if _cut(data, (end, len(data))) != b"</TEI>":
        raise OtherFormError("it ends in another way")
    opening = (start, min(notes.values())[0]) if notes else (start, start)
    return _Pieces(data, surfaces, (after_surfaces, min(divisions.values())[0]), divisions, opening, notes)


def _found(mark: bytes, data: bytes | mmap, start: int, end: int) -> dict[int, Span]:
    """The pieces that begin with a mark, each to the next one's beginning; neighbours of one page are one piece."""
    found: dict[int, Span] = {}
    last = None
    at = data.find(mark, max(0, start - 1), end)
    while at >= 0:
        number = _NUMBER.match(data, at + len(mark))
        if number is None:
            raise OtherFormError("a piece of no page")
        if last is not None:
            found[last] = (found[last][0], at + 1)
        last = int(number[0])
        found.setdefault(last, (at + 1, end))
        at = data.find(mark, at + 1, end)
    if last is not None:
        found[last] = (found[last][0], end)
    return found


def _cut(data: bytes | mmap, span: Span) -> bytes:
    return bytes(data[span[0] : span[1]])
