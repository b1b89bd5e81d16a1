"""Texts without places: a published edition, a typed copy, a quotation, or what was read from a scan, word after word.

A textual scholar's word: a witness is one text among several of the same work. It is kept exactly: :attr:`Witness.text`
gives back every character, white space included, of the text that was read from its source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from digitize.model.transcription import Emphasis, RegionKind, TextLine, TranscribedPage, Word

_TOKEN = re.compile(r"(\s*)(\S+)")

LINE, PARAGRAPH, PAGE = "\n", "\n\n", "\f"
"""White space before the first word of a line, paragraph and page."""


class TextPart(StrEnum):
    """What a word belongs to. Only :attr:`BODY` and :attr:`HEADING` are expected to stand in every witness."""

    BODY = "body"
    HEADING = "heading"
    NOTE = "note"
    FURNITURE = "furniture"
    """Running heads, page numbers, catchwords: of the page, not of the text."""


_PARTS = {
    RegionKind.HEADING: TextPart.HEADING,
    RegionKind.HEADER: TextPart.FURNITURE,
    RegionKind.FOOTER: TextPart.FURNITURE,
    RegionKind.PAGE_NUMBER: TextPart.FURNITURE,
}


def is_furniture(kind: RegionKind) -> bool:
    """Whether what stands in a region of this kind is of the page, not of the text."""
    return _PARTS.get(kind) is TextPart.FURNITURE


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a witness with the punctuation that touches it.

    Args:
        text: Its characters. Never empty, no white space.
        before: White space between it and the word before it, as in the source; ``""`` where there is none.
        emphasis: How it is set off, in the order of :class:`Emphasis`.
        part: What it belongs to.
    """

    text: str
    before: str = " "
    emphasis: tuple[Emphasis, ...] = ()
    part: TextPart = TextPart.BODY

    def __post_init__(self) -> None:
        if not self.text or any(c.isspace() for c in self.text):
            raise ValueError(f"not a word: {self.text!r}")
        if self.before.strip():
            raise ValueError(f"not white space: {self.before!r}")

    @property
    def begins_line(self) -> bool:
        """Whether a line, paragraph or page begins with it."""
        return any(c in self.before for c in "\n\f\r")


@dataclass(frozen=True, slots=True)
class Witness:
    """One text.

    Args:
        name: What it is called: ``ocr-1``, ``reference-NAME``, a file's name.
        tokens: Its words, in order; may be none.
        after: White space after the last word.
        tells_emphasis: Whether its source could tell that a word is set off (plain text cannot), so that a word without
            emphasis is known to have none.
    """

    name: str
    tokens: tuple[Token, ...]
    after: str = ""
    tells_emphasis: bool = False

    def __post_init__(self) -> None:
        if self.after.strip():
            raise ValueError(f"not white space: {self.after!r}")

    @property
    def text(self) -> str:
        """The whole text, character for character."""
        return "".join(token.before + token.text for token in self.tokens) + self.after

    @staticmethod
    def of_text(name: str, text: str) -> Witness:
        """A witness of plain text; its words are what stands between white space."""
        tokens = tuple(Token(match[2], match[1]) for match in _TOKEN.finditer(text))
        return Witness(name, tokens, text[len(text.rstrip()) :] if tokens else text)

    @staticmethod
    def of_pages(name: str, pages: Iterable[TranscribedPage]) -> Witness:
        """The printed layer of pages, line by line in reading order; lines in doubt are no text.

        Its tokens are the words that :func:`words_of` yields, one for one.
        """
        tokens: list[Token] = []
        before_page = ""
        for page in pages:
            before = before_page
            for region in page.regions:
                lines = [line for line in region.lines if line.doubt is None]
                part = _PARTS.get(region.kind, TextPart.BODY)
                for line in lines:
                    for word in line.words:
                        tokens.append(Token(word.text, before, word.emphasis, part))
                        before = " "
                    before = LINE
                if lines:
                    before = PARAGRAPH
            if tokens:
                before_page = PAGE
        return Witness(name, tuple(tokens), LINE if tokens else "", tells_emphasis=True)


@dataclass(frozen=True, slots=True)
class PlacedWord:
    """A word of a document with all that it stands in.

    Args:
        page: Its page.
        line: Its line.
        word: The word.
    """

    page: TranscribedPage
    line: TextLine
    word: Word


def words_of(pages: Iterable[TranscribedPage]) -> Iterator[PlacedWord]:
    """The words of pages in reading order, with their places; lines in doubt are no text."""
    for page in pages:
        for line in page.lines:
            if line.doubt is None:
                for word in line.words:
                    yield PlacedWord(page, line, word)
