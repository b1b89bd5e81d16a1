"""Puts the words of a marked-up text together: pieces of text, breaks and emphasis in, a witness out.

Markup may part a word (half of it bold) and white space may stand anywhere in it. What counts is what a reader sees:
white space that XML takes for one space is one; of breaks that meet, the weightiest stays; a word is set off in a way
when at least half of its letters are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from digitize.model.transcription import Emphasis
from digitize.model.witness import LINE, PAGE, PARAGRAPH, TextPart, Token, Witness

_XML_SPACE = re.compile(r"[ \t\r\n]+")
_PIECE = re.compile(r"\s+|\S+")
_WEIGHT = {LINE: 1, PARAGRAPH: 2, PAGE: 3}
HYPHENS = ("-", "\u2010", "\u00ad", "\u00ac", "\u2e17")
"""What may stand at the end of a line within a word."""


class Composer:
    """Takes text in reading order and makes words of it."""

    def __init__(self) -> None:
        self.emphasis: tuple[Emphasis, ...] = ()
        """How the text that comes next is set off, in any order."""
        self.part = TextPart.BODY
        """What the words that begin next belong to."""
        self._tokens: list[Token] = []
        self._shared: dict[Token, Token] = {}
        self._pieces: list[tuple[str, tuple[Emphasis, ...]]] = []
        self._word_part = TextPart.BODY
        self._before = ""
        self._break = ""
        self._after_word = ""
        self._goes_on = False

    @property
    def is_empty(self) -> bool:
        """Whether no word has come yet."""
        return not self._tokens and not self._pieces

    @property
    def within_paragraph(self) -> bool:
        """Whether words have come since the last break between paragraphs."""
        return not self.is_empty and self._weight_since < _WEIGHT[PARAGRAPH]

    @property
    def _weight_since(self) -> int:
        """How weighty the break is that has come since the last word; while there is a word, it stands before that."""
        return 0 if self._pieces else _WEIGHT.get(self._break, 0)

    def text(self, text: str) -> None:
        """Text in which the white space of XML is one space, however much of it there is."""
        self.exactly(_XML_SPACE.sub(" ", text))

    def exactly(self, text: str) -> None:
        """Text whose white space is what it is."""
        for piece in _PIECE.findall(text):
            if piece.isspace():
                if not self._goes_on:
                    self._space(piece)
                continue
            self._goes_on = False
            if not self._pieces:
                self._word_part = self.part
            self._pieces.append((piece, self.emphasis))

    def space(self) -> None:
        """Parts words, unless they are parted already."""
        if self._pieces or not (self._before or self._break):
            self._space(" ")

    def line(self) -> None:
        """Begins a line."""
        self._breaks(LINE)

    def paragraph(self) -> None:
        """Begins a paragraph."""
        self._breaks(PARAGRAPH)

    def page(self) -> None:
        """Begins a page."""
        self._breaks(PAGE)

    def break_within_word(self, kind: str) -> None:
        """A line or page that begins in the middle of a word: the word goes on, and the break stands after it.

        Where a hyphen that is text parts the word it stays parted, as in print; a paragraph that has ended has ended.

        Args:
            kind: :data:`~digitize.model.witness.LINE` or ``PAGE``.
        """
        last = self._pieces[-1][0] if self._pieces else self._tokens[-1].text if self._tokens else ""
        if last.endswith(HYPHENS) or self._weight_since > _WEIGHT[LINE] or not last:
            self._breaks(kind)
            return
        if not self._pieces:
            token = self._tokens.pop()
            self._pieces = [(token.text, token.emphasis)]
            self._word_part, self._before, self._break = token.part, token.before, ""
        if _WEIGHT[kind] > _WEIGHT.get(self._after_word, 0):
            self._after_word = kind
        self._goes_on = True

    def witness(self, name: str, *, tells_emphasis: bool) -> Witness:
        """Everything that has come, as a witness."""
        self._end_word()
        return Witness(name, tuple(self._tokens), LINE if self._tokens else "", tells_emphasis)

    def _space(self, space: str) -> None:
        self._end_word()
        if space != " " or not self._before.endswith(" "):
            self._before += space

    def _breaks(self, kind: str) -> None:
        self._end_word()
        self._goes_on = False
        if _WEIGHT[kind] > _WEIGHT.get(self._break, 0):
            self._break = kind

    def _end_word(self) -> None:
        if not self._pieces:
            return
        text = "".join(piece for piece, _ in self._pieces)
        before = self._break or self._before if self._tokens else ""
        token = Token(text, before, _of_most(self._pieces), self._word_part)
        self._tokens.append(self._shared.setdefault(token, token))
        self._pieces, self._before, self._break, self._after_word = [], "", self._after_word, ""


def _of_most(pieces: Iterable[tuple[str, tuple[Emphasis, ...]]]) -> tuple[Emphasis, ...]:
    """The ways in which at least half of a word's letters (signs, if it has none) are set off."""
    told = [(text, emphasis) for text, emphasis in pieces]
    if not any(emphasis for _, emphasis in told):
        return ()
    letters = [(sum(map(str.isalnum, text)), emphasis) for text, emphasis in told]
    if not any(count for count, _ in letters):
        letters = [(len(text), emphasis) for text, emphasis in told]
    whole = sum(count for count, _ in letters)
    return tuple(
        kind for kind in Emphasis if 2 * sum(count for count, emphasis in letters if kind in emphasis) >= whole
    )


def plain_tokens(text: str) -> tuple[tuple[Token, ...], str]:
    """The words of plain text, and the white space after the last one. Words that are alike share one value.

    A long text has few words that are unlike: it takes a tenth of the memory, and of the time to hand it over.
    """
    shared: dict[tuple[str, str], Token] = {}
    tokens: list[Token] = []
    end = 0
    for match in re.finditer(r"(\s*)(\S+)", text):
        key = (match[1], match[2])
        token = shared.get(key)
        if token is None:
            token = shared[key] = Token(key[1], key[0])
        tokens.append(token)
        end = match.end()
    return tuple(tokens), text[end:]
