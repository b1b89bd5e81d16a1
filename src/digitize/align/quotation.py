"""A quotation as a scholar writes it: what stands in the source, and what the one who quotes has put in or left out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from digitize.model.witness import Witness

_CUT = re.compile(r"[\[(<]\s*(?:\.{2,}|…)\s*[\])>]|(?:\.\s?){3,}|…")
"""``...``, ``[...]``, ``(…)``, ``<...>``."""
_REMARK = re.compile(
    r"[\[(]\s*(?:sic|так в (?:тексте|оригинале|документе)|!+|\?+|emphasis (?:added|mine|in (?:the )?original)|my emphasis|"
    r"(?:курсив|подчеркнуто|подчёркнуто|выделено|разрядка)\b[^\])]{0,60}|"
    r"(?:souligné|c'est nous qui soulignons|je souligne|italiques?)\b[^\])]{0,60}|hervorhebung\b[^\])]{0,60})\s*[!.]?\s*[\])]",
    re.IGNORECASE,
)
"""What an editor says about the text."""
_PUT_IN_WHOLE = re.compile(r"(?<!\w)\[[^\[\]]{2,80}\](?!\w)")
"""Whole words in square brackets explain, and do not stand in the source."""
_PUT_IN = re.compile(r"\[([^\W\d_]{1,12})\]")
"""Letters in square brackets complete or change a word: they may stand there, and are compared."""
_MARKED = re.compile(r"(\*{1,3}|_{1,3})(?=\S)(.+?)(?<=\S)\1")
_QUOTES = "«»„“”\"'‘’‹› \t\n"
_TOO_SHORT = 2
"""Letters that a piece between two cuts needs to be looked for."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """What is looked for.

    Args:
        raw: As it was given.
        parts: The pieces that should stand in the source, in order; cuts part them.
    """

    raw: str
    parts: tuple[Witness, ...]

    @property
    def words(self) -> int:
        return sum(len(part.tokens) for part in self.parts)


def read_quotation(text: str) -> Quotation:
    """A quotation with its cuts, the editor's remarks and the marks of emphasis understood.

    Marks around it, ``*emphasis*``, ``[sic]`` and explanations in square brackets are no part of the source; letters put in
    square brackets within a word are. ``...`` and ``[...]`` part it.
    """
    plain = _REMARK.sub(" ", text)
    pieces = [piece for piece in _CUT.split(plain) if piece is not None]
    parts = []
    for piece in pieces:
        bare = _PUT_IN.sub(r"\1", _PUT_IN_WHOLE.sub(" ", _unmarked(piece))).strip(_QUOTES)
        if sum(c.isalnum() for c in bare) >= _TOO_SHORT:
            parts.append(Witness.of_text("quotation", bare))
    return Quotation(text, tuple(parts))


def _unmarked(text: str) -> str:
    """A text without the marks of emphasis of Markdown, however nested."""
    while (plain := _MARKED.sub(r"\2", text)) != text:
        text = plain
    return text
