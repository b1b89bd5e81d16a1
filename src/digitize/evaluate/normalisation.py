"""What counts as the same text when a transcription is scored.

Truth and transcription are normalised alike before they are compared. Every fold is named and can be left out, and the
folds that were on are written into each report: a rate without its normalisation cannot be compared with another.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class Convention(StrEnum):
    """What a set's transcribers did that a score has to take into account."""

    NONE = "-"
    KOMI = "komi"
    MARKS = "marks"
    FRAKTUR = "fraktur"


_Table = dict[int, str]


def _fold(characters: str, to: str) -> _Table:
    """A table that turns each of ``characters`` into ``to``."""
    return dict.fromkeys(map(ord, characters), to)


_CONVENTION_FOLDS: dict[Convention, _Table] = {
    Convention.NONE: {},
    Convention.KOMI: _fold("ӧ", "о") | _fold("Ӧ", "О") | _fold("і", "и") | _fold("І", "И"),
    Convention.MARKS: _fold("~_^", ""),
    Convention.FRAKTUR: _fold("ſ", "s"),
}
_CONVENTION_STEPS = {
    Convention.KOMI: "komi: ӧ to о, і to и",
    Convention.MARKS: "marks: ~ _ ^ dropped",
    Convention.FRAKTUR: "fraktur: ſ to s, = at a line end is a hyphen",
}

_QUOTES = _fold("“”„«»", '"') | _fold("’‘‚`´", "'")
_DASHES = _fold("‐–—−⸗¬", "-")
_YO = _fold("ё", "е") | _fold("Ё", "Е")
_ELLIPSIS = _fold("…", "...")

_HYPHENS = "-‐¬⸗\u00ad"


def _line_end(hyphens: str) -> re.Pattern[str]:
    return re.compile(rf"(?<=\w)[{hyphens}][ \t]*\r?\n\s*(?=\w)")


_LINE_END = _line_end(_HYPHENS)
_LINE_END_FRAKTUR = _line_end(_HYPHENS + "=")
_LAST_EQUALS = re.compile(r"(?<=\w)=(?=\s*$)")


@dataclass(frozen=True, slots=True)
class Normalisation:
    """A named choice of folds.

    Args:
        compose: Unicode NFC, so that ``é`` is one character however it was written.
        join_hyphens: A word broken by a hyphen at a line end is joined.
        quotes: Quotation marks become ``"`` and ``'``.
        dashes: Dashes become ``-``.
        yo: ``ё`` becomes ``е``, as most print leaves the dots out.
        ellipsis: ``…`` becomes three full stops.
        collapse_space: A run of white space becomes one blank; none at the ends.
        convention: Folds that the truth's own conventions ask for.
    """

    compose: bool = True
    join_hyphens: bool = True
    quotes: bool = True
    dashes: bool = True
    yo: bool = True
    ellipsis: bool = True
    collapse_space: bool = True
    convention: Convention = Convention.NONE

    def apply(self, text: str) -> str:
        """The text of a page as one string, ready to be compared."""
        text = self._composed(text)
        if self.join_hyphens:
            line_end = _LINE_END_FRAKTUR if self.convention is Convention.FRAKTUR else _LINE_END
            text = line_end.sub("", text)
        return self._folded(text)

    def lines(self, text: str) -> tuple[str, ...]:
        """The lines of a page, each on its own: hyphens at line ends stay, lines without text are left out."""
        lines = self._composed(text).splitlines()
        if self.convention is Convention.FRAKTUR:
            lines = [_LAST_EQUALS.sub("-", line) for line in lines]
        folded = (self._folded(line) for line in lines)
        return tuple(line for line in folded if line and not line.isspace())

    @property
    def steps(self) -> tuple[str, ...]:
        """What is done, in order, in words for a report."""
        named = (
            (self.compose, "Unicode NFC"),
            (self.join_hyphens, "words hyphenated at a line end joined (not for line CER)"),
            (self.convention is not Convention.NONE, _CONVENTION_STEPS.get(self.convention, "")),
            (self.quotes, "quotation marks to \" and '"),
            (self.dashes, "dashes to -"),
            (self.yo, "ё to е"),
            (self.ellipsis, "… to ..."),
            (self.collapse_space, "white space collapsed"),
        )
        return tuple(name for on, name in named if on)

    def _composed(self, text: str) -> str:
        return unicodedata.normalize("NFC", text) if self.compose else text

    def _folded(self, text: str) -> str:
        text = text.translate(_CONVENTION_FOLDS[self.convention])
        for on, table in (
            (self.quotes, _QUOTES),
            (self.dashes, _DASHES),
            (self.yo, _YO),
            (self.ellipsis, _ELLIPSIS),
        ):
            if on:
                text = text.translate(table)
        return " ".join(text.split()) if self.collapse_space else text


def normalisation_for(convention: Convention) -> Normalisation:
    """Every fold on, with the convention of a page's truth."""
    return Normalisation(convention=convention)
