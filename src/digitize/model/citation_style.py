"""How a citation looks: the title set off or not, the order of a date, the letters of a shelfmark."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from digitize.model.dates import date_in_words

_MARKS_OF_MARKDOWN = re.compile(r"([\\`*_\[\]<])")


class Markup(StrEnum):
    """What a citation is written in."""

    PLAIN = "plain"
    MARKDOWN = "markdown"


class DateOrder(StrEnum):
    """Which comes first, the day or the month."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


class Letters(StrEnum):
    """The letters in which an archive's abbreviations are written: ``f. 3, op. 24`` or ``Ф. 3. Оп. 24``."""

    LATIN = "latin"
    CYRILLIC = "cyrillic"


@dataclass(frozen=True, slots=True)
class CitationStyle:
    """How a citation looks.

    Args:
        markup: With Markdown the title of a newspaper stands in italics, and marks of Markdown in values are escaped.
        dates: ``2 November 1927`` or ``November 2, 1927``.
        shelfmarks: The letters of shelfmarks, and what parts them.
    """

    markup: Markup = Markup.PLAIN
    dates: DateOrder = DateOrder.DAY_FIRST
    shelfmarks: Letters = Letters.LATIN

    def text(self, value: str) -> str:
        """A stated value, so that it reads the same in the style's markup."""
        return _MARKS_OF_MARKDOWN.sub(r"\\\1", value) if self.markup is Markup.MARKDOWN else value

    def title(self, value: str) -> str:
        """The title of a newspaper."""
        return f"*{self.text(value)}*" if self.markup is Markup.MARKDOWN else value

    def date(self, edtf: str) -> str:
        """A valid EDTF date in words."""
        return date_in_words(edtf, month_first=self.dates is DateOrder.MONTH_FIRST)


BRITISH = CitationStyle()
AMERICAN = CitationStyle(Markup.MARKDOWN, DateOrder.MONTH_FIRST)
"""``*Pravda*, November 2, 1927, p. 4, col. 3, top``."""
RUSSIAN_ARCHIVES = CitationStyle(shelfmarks=Letters.CYRILLIC)
"""``РГАСПИ. Ф. 3. Оп. 24. Д. 163. Л. 179—181``; what is no shelfmark stays English."""
