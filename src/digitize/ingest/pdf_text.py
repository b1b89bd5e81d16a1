"""Text that a page of a PDF has of its own: how many words, and whether anything could be found by it."""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium
from pypdfium2 import raw

from digitize.ingest.opening import open_regular
from digitize.ingest.pdf_contents import Rectangle, TextKind
from digitize.ingest.pdf_page import ODDITIES, OpenPage, opened_page
from digitize.model.own_text import OwnText, OwnTextKind

_MOST_CHARACTERS = 500_000
_MOSTLY = 0.9
"""Share of characters that must be known, and of words that must stand on the page."""
_LETTERS = 0.5
"""Share of characters that must be letters or digits."""
_SCATTERED = 0.5
"""Share of words that must stand each in a place of its own."""
_LONG = 0.5
"""Share of words that must have more than one character."""
_FEW = 5
"""So few words may be short, or stand in one place."""
_UNKNOWN = frozenset({"Cc", "Cn", "Co", "Cs"})
"""Categories of what no program can take for a letter: controls, private and unassigned numbers, halves of pairs."""
_HYPHENS = "\x02\ufffe"
"""What PDFium puts for a hyphen at the end of a line."""


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a page.

    Args:
        text: Its characters.
        place: Where its first one stands, in points of the page's user space; ``None`` where that is not known.
        hidden: Whether its first one is not painted.
    """

    text: str
    place: tuple[float, float] | None
    hidden: bool


def page_own_text(path: Path, frame: int) -> OwnText | None:
    """Text that a page of a PDF has of its own.

    Args:
        path: The PDF.
        frame: Index of the page, from 0.

    Returns:
        ``None`` where it has none.

    Raises:
        InputError: If the page cannot be read.
    """
    with opened_page(path, frame, f"page {frame + 1}") as page:
        if page.contents.text is TextKind.NONE:
            return None
        kind = OwnTextKind(page.contents.text.value)
        try:
            with _shown(page) as (shown, text):
                words, box = tuple(_words(text)), Rectangle(*shown.get_bbox())
        except ODDITIES:
            return OwnText(kind, 0, unfit="it cannot be read")
    hidden = [word for word in words if word.hidden] if kind is OwnTextKind.VISIBLE else []
    return OwnText(kind, len(words) - len(hidden), len(hidden), _unfit(hidden or words, box))


def page_words(path: Path, frame: int) -> tuple[str, ...]:
    """The words of a page's own text, in the order in which it has them; words broken at the ends of lines are joined.

    Raises:
        InputError: If the page cannot be read.
    """
    with opened_page(path, frame, f"page {frame + 1}") as page, _shown(page) as (_, text):
        return tuple(word.text for word in _words(text))


@contextmanager
def _shown(page: OpenPage) -> Iterator[tuple[pdfium.PdfPage, pdfium.PdfTextPage]]:
    """The page and its text in PDFium."""
    with (
        open_regular(page.path) as file,
        pdfium.PdfDocument(file) as document,
        closing(document[page.frame]) as shown,
        closing(shown.get_textpage()) as text,
    ):
        yield shown, text


def _words(page: pdfium.PdfTextPage) -> Iterator[_Word]:
    """Runs of characters between spaces; a hyphen at the end of a line is no end."""
    letters: list[str] = []
    first = 0
    broken = False
    for index in range(min(page.count_chars(), _MOST_CHARACTERS)):
        code = raw.FPDFText_GetUnicode(page, index)
        character = chr(code) if 0 < code < 0x110000 else "\ufffd"
        if character in _HYPHENS:
            broken = True
        elif character.isspace():
            if letters and not broken:
                yield _word(page, letters, first)
                letters = []
        else:
            broken = False
            if not letters:
                first = index
            letters.append("\ufffd" if raw.FPDFText_HasUnicodeMapError(page, index) == 1 else character)
    if letters:
        yield _word(page, letters, first)


def _word(page: pdfium.PdfTextPage, letters: Sequence[str], first: int) -> _Word:
    x, y = ctypes.c_double(), ctypes.c_double()
    known = raw.FPDFText_GetCharOrigin(page, first, x, y)
    shown = raw.FPDFText_GetTextObject(page, first)
    hidden = bool(shown) and raw.FPDFTextObj_GetTextRenderMode(shown) == raw.FPDF_TEXTRENDERMODE_INVISIBLE
    return _Word("".join(letters), (x.value, y.value) if known else None, hidden)


def _unfit(words: Sequence[_Word], page: Rectangle) -> str:
    """Why nothing could be found by these words; empty where something could."""
    characters = "".join(word.text for word in words)
    if not characters:
        return "it has no words"
    known = [c for c in characters if unicodedata.category(c) not in _UNKNOWN and c != "\ufffd"]
    if len(known) < _MOSTLY * len(characters):
        return "its characters have no meaning"
    if sum(c.isalnum() for c in known) < _LETTERS * len(known):
        return "it is signs rather than letters"
    if len(words) > _FEW and sum(len(word.text) > 1 for word in words) < _LONG * len(words):
        return "it is single letters rather than words"
    places = [word.place for word in words if word.place is not None]
    if sum(page.holds(Rectangle(x, y, x, y)) for x, y in places) < _MOSTLY * len(words):
        return "it does not stand on the page"
    apart = {(round(x), round(y)) for x, y in places}
    if len(words) > _FEW and len(apart) < _SCATTERED * len(words):
        return "its words stand in one place"
    return ""
