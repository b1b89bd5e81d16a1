"""Citations as users write them, read into their levels: ``*Pravda*, November 2, 1927, p. 4, col. 3, top``.

Nothing is guessed: a level that is not plainly there is ``None``, and the string itself is kept.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from digitize.model.cited_words import (
    ABBREVIATED_IN_LATIN,
    CLEAR_SHELFMARKS,
    EXTENT,
    NUMBERED,
    PLACE_AFTER,
    PLACE_BEFORE,
    PLACES,
    SHORT_SHELFMARKS,
    VISITED,
)
from digitize.model.dates_cited import DateCited, find_dates
from digitize.model.reference import SHELFMARK
from digitize.model.transcription import Place

_MOST_CHARACTERS, _NEAR = 1000, 40
"""How much of a citation is read; how far before a level the words stand that belong to it."""
_TAKEN = "\x1f"
"""Stands for each character that has been read. It is white space to patterns: ``1927, no. 251, 2 November`` is one date."""
_ITALIC = re.compile(r"(?<![\w*])[*_]+([^*_]+)[*_]+(?![\w*])")
_QUOTED = re.compile(r"\u00ab[^\u00bb]*\u00bb|\u201e[^\u201c\u201d]*[\u201c\u201d]|\u201c[^\u201d]*\u201d|\"[^\"]*\"")
_CONNECTS_BEFORE = re.compile(r"^(?:see|cf\.?|in:?|voir|см\.|vgl\.|siehe)\s+", re.IGNORECASE)
_CONNECTS_AFTER = re.compile(r"(?:^|\s)(?:from|of|for|on|du|de|le|от|за|vom|am|в|г)$", re.IGNORECASE)
_MARKS = f' \t\n\r.,;:*_"\u00ab\u00bb\u201c\u201d\u201e-\u2013\u2014/{_TAKEN}'
_SINGLE_QUOTED = re.compile(r"(['\u2018])(.*)['\u2019]")
_SEVERAL = re.compile(r"\s*(?:[,;&]|\band\b|\bet\b|\bund\b|(?<!\w)и(?!\w))\s*")


@dataclass(frozen=True, slots=True)
class CitedPlace:
    """What a citation says of where something stands, level by level; each as it is written there.

    Args:
        raw: The citation, verbatim.
        lead: What stands before the first level that was recognised: the title, and what precedes it.
        title: The title, where the lead is nothing else.
        date: EDTF date; ``None`` where there is none, or none that is sure.
        readings: Dates that it may mean, where ``date`` is ``None`` for doubt: day and month in either order, two dates.
        issue: Number of the issue.
        page: Page, or pages.
        columns: Column or columns, from the left.
        place: Third of the column.
        document: Number in an edition of documents.
        fond: Fond.
        opis: Opis.
        delo: Delo.
        list: Leaf or leaves.
        reel: Reel of microfilm.
        container: Container.
        folder: Folder, papka.
        item: Number of the item.
    """

    raw: str
    lead: str = ""
    title: str | None = None
    date: str | None = None
    readings: tuple[str, ...] = ()
    issue: str | None = None
    page: str | None = None
    columns: str | None = None
    place: Place | None = None
    document: str | None = None
    fond: str | None = None
    opis: str | None = None
    delo: str | None = None
    list: str | None = None
    reel: str | None = None
    container: str | None = None
    folder: str | None = None
    item: str | None = None


@dataclass(frozen=True, slots=True)
class _Level:
    """A level found in a text."""

    name: str
    value: str
    start: int
    end: int


def parse_citation(text: str) -> CitedPlace:
    """Reads a citation; in English, French, German or Russian.

    Args:
        text: As written. Only its first 1,000 characters are read.
    """
    rest = unicodedata.normalize("NFC", text[:_MOST_CHARACTERS])
    rest = EXTENT.sub(lambda match: _TAKEN * len(match[0]), rest)
    levels: list[_Level] = []
    for found in (_numbered, _shelfmark):
        here = list(found(rest))
        levels += here
        rest = _without(rest, here)
    dates = [date for date in find_dates(rest) if not _is_visit(rest, date)]
    place, start = _place(rest, levels)
    begins = min([level.start for level in levels] + [date.start for date in dates] + [start], default=len(rest))
    lead = rest[:begins]
    values = {name: _value(levels, name) for name in dict.fromkeys(level.name for level in levels)}
    if _several(levels, "page"):
        values.pop("columns", None)  # which belongs to which page is not plain
        place = None
    date, readings = _date(dates)
    title = None if any(name in SHELFMARK for name in values) else _title(lead)
    return CitedPlace(text, _bare(lead), title, date, readings, place=place, **values)


def _is_visit(text: str, date: DateCited) -> bool:
    return VISITED.search(text, max(0, date.start - _NEAR), date.start) is not None


def _without(text: str, levels: list[_Level]) -> str:
    for level in levels:
        text = text[: level.start] + _TAKEN * (level.end - level.start) + text[level.end :]
    return text


def _numbered(text: str) -> Iterator[_Level]:
    """Levels that are a word and a number; what one pattern has taken, the next no longer sees."""
    for name, patterns in NUMBERED.items():
        for pattern in patterns:
            found = [_Level(name, match["value"], *match.span()) for match in pattern.finditer(text)]
            yield from found
            text = _without(text, found)


def _shelfmark(text: str) -> Iterator[_Level]:
    """Fond, opis, delo and leaves; Latin abbreviations of one letter only where two levels confirm each other."""
    clear = [
        _Level(n, match["value"], *match.span()) for n, p in CLEAR_SHELFMARKS.items() for match in p.finditer(text)
    ]
    text = _without(text, clear)
    short = [
        _Level(n, match["value"], *match.span()) for n, p in SHORT_SHELFMARKS.items() for match in p.finditer(text)
    ]
    names = {level.name for level in (*clear, *short)}
    if len(names) > 1 and names & ABBREVIATED_IN_LATIN:
        clear += short
    return iter(clear)


def _several(levels: list[_Level], name: str) -> bool:
    return len({level.value for level in levels if level.name == name}) > 1


def _value(levels: list[_Level], name: str) -> str:
    """All that is said of a level, in order: ``41, 52-53``."""
    said = [level.value for level in sorted(levels, key=lambda level: level.start) if level.name == name]
    whole = ", ".join(dict.fromkeys(said))
    return _SEVERAL.sub(", ", " ".join(whole.split()))


def _place(text: str, levels: list[_Level]) -> tuple[Place | None, int]:
    """The place in the column, told right after or before page or column, and where it begins; ``None`` where several are told."""
    found: dict[Place, int] = {}
    for level in levels:
        if level.name in ("page", "columns"):
            after = PLACE_AFTER.match(text, level.end)
            before = PLACE_BEFORE.search(text, max(0, level.start - _NEAR), level.start)
            for match in filter(None, (after, before)):
                found.setdefault(PLACES[match.lastgroup or ""], match.start())
    if len(found) != 1:
        return None, len(text)
    return next(iter(found.items()))


def _date(dates: list[DateCited]) -> tuple[str | None, tuple[str, ...]]:
    """The date where one is sure, else what it may be. A year told besides a day of that year says nothing new."""
    sure = list(dict.fromkeys(reading for date in dates if date.sure for reading in date.readings))
    told = [date for date in sure if not any(other != date and other.startswith(f"{date}-") for other in sure)]
    if len(told) == 1 and all(date.sure for date in dates):
        return told[0], ()
    return None, tuple(dict.fromkeys(reading for date in dates for reading in date.readings))


def _title(lead: str) -> str | None:
    """The title in what stands before the first level, where it is plain which part that is."""
    italic = _ITALIC.findall(lead)
    if italic:
        return str(italic[0]).strip() if len(italic) == 1 else None
    last = _bare(lead.rpartition("//")[2])
    unquoted = _bare(_QUOTED.sub(" ", lead.rpartition("//")[2]))
    if unquoted and unquoted != last:
        return None  # the title of an article, and something else
    title = _bare(_CONNECTS_AFTER.sub("", _CONNECTS_BEFORE.sub("", last)))
    is_plain = not any(mark in title for mark in f",;:{_TAKEN}") and not any(map(str.isdecimal, title))
    return title if title and is_plain else None


def _bare(text: str) -> str:
    """Without punctuation and quotation marks around it; a closing bracket and the apostrophe of a soft sign stay."""
    bare = text.lstrip(f"{_MARKS})]").rstrip(f"{_MARKS}([")
    quoted = _SINGLE_QUOTED.fullmatch(bare)
    return quoted[2] if quoted else bare
