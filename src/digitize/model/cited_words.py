"""The words by which citations name their levels, in English, French, German and Russian."""

from __future__ import annotations

import re

from digitize.model.dates_cited import MONTH
from digitize.model.transcription import Place

_DASH = r"\s*[-\u2010-\u2014\u2212/]\s*"
_NUMBER = rf"\d+[a-zа-я]?(?!\w)(?:{_DASH}\d+[a-zа-я]?(?!\w)){{0,3}}"
_NO_DATE = rf"(?!\s*[-./]\s*\d|(?:st|nd|rd|th|er|-?го)?\.?\s*(?:of\s+|de\s+)?{MONTH})"
"""After a number of a list: it does not begin a date."""
_AND = r"\s*(?:,|;|&|\band\b|\bet\b|\bund\b|(?<!\w)и(?!\w))\s*"
_NEXT = rf"(?:{_AND}\d{{1,3}}(?!\w)(?:{_DASH}\d{{1,3}}(?!\w))?{_NO_DATE})"
_ORDINAL = r"(?<!\w)(?P<value>\d+)(?:st|nd|rd|th|er|re|e|ère|ème|-?[яй]|-?ая|\.)\s+"
_VERSO = r"(?:\s?(?:об|ob)\b\.?)?"
_LEAVES = rf"\d+[a-zа-я]?{_VERSO}(?!\w)(?:{_DASH}\d+[a-zа-я]?{_VERSO}(?!\w))?"
_NEXT_LEAVES = rf"(?:{_AND}{_LEAVES}{_NO_DATE})"
_MARK = r"(?:no\.?|nr\.?|n[\u00b0\u00ba]|№|#)?\s*"
_SHELF = r"(?P<value>(?:[A-Za-zА-Яа-яЁё]{1,2}[-\u2013])?\d+[a-zа-я]?)(?!\w)"


def _labelled(words: str, value: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{words})\s*{value}", re.IGNORECASE)


def _counted(words: str) -> re.Pattern[str]:
    """A word, perhaps a sign for number, and a number."""
    return _labelled(words, rf"{_MARK}(?P<value>\d+)(?!\w)")


EXTENT = re.compile(r"(?<!\w)(?:na|на)\s+\d+\s*(?:ll?\.|лл?\.|листах?|listakh?)", re.IGNORECASE)
"""How many leaves a document has (``Na 3 ll.``): not which ones."""

NUMBERED = {
    "folder": (_counted(r"folder|papka|папка|mappe"),),
    "reel": (_counted(r"reel|katushka|катушка|пл[её]нка"),),
    "container": (_counted(r"container|контейнер"),),
    "document": (_counted(r"doc(?:ument)?\.?|dok(?:ument)?\.?|док(?:умент)?\.?"),),
    "item": (_counted(r"item"),),
    "page": (
        _labelled(
            r"pages?|pp?\.?|стр\.?|страниц[аеуы]|с\.|s\.|seiten?",
            rf"(?P<value>{_NUMBER})",
        ),
        _labelled(r"pages?|pp?\.|стр\.|seiten?", rf"(?P<value>[ivxlc]+(?!\w)(?:{_DASH}[ivxlc]+(?!\w))?)"),
        re.compile(rf"{_ORDINAL}(?:page|страниц\w+|seite)(?!\w)", re.IGNORECASE),
    ),
    "columns": (
        _labelled(
            r"cols?\.?|columns?|colonnes?|кол\.|колонк\w+|столб(?:\.|\w+)|сто?лб\.|стб\.|sp\.|spalten?",
            rf"(?P<value>{_NUMBER}{_NEXT}*)",
        ),
        re.compile(rf"{_ORDINAL}(?:col(?:umn|onne|\.)|колонк\w+|столб\w+|spalte)(?!\w)", re.IGNORECASE),
    ),
    "issue": (_labelled(r"№+|#+|n[\u00b0\u00bao]s?\.?|nr\.?|num[ée]ros?|issue|номер", rf"(?P<value>{_NUMBER})"),),
}
"""Levels that are a word and a number, in the order in which they are looked for: a folder may have a ``No.`` of its own."""

CLEAR_SHELFMARKS = {
    "fond": _labelled(r"fond\.?|фонд|ф\.", _SHELF),
    "opis": _labelled(r"opis[\u2019'\u02b9]?|опись|оп\.", _SHELF),
    "delo": _labelled(r"delo|дело|д\.|ед\.\s?хр\.|ed\.\s?khr\.", _SHELF),
    "list": _labelled(r"listy?|листы?|лл?\.", rf"(?P<value>{_LEAVES}{_NEXT_LEAVES}*)"),
}
"""Levels of an archive by words that mean nothing else."""

SHORT_SHELFMARKS = {
    "fond": _labelled(r"f\.", _SHELF),
    "opis": _labelled(r"op\.", _SHELF),
    "delo": _labelled(r"d\.", _SHELF),
    "list": _labelled(r"ll?\.", rf"(?P<value>{_LEAVES}{_NEXT_LEAVES}*)"),
}
"""The same in Latin abbreviations: ``l. 4`` may be a line, ``f. 3`` a folio."""

ABBREVIATED_IN_LATIN = {"fond", "opis"}
"""One of these at least must stand beside another level, for Latin abbreviations to be taken for a shelfmark."""

_PLACE_WORDS = {
    Place.TOP: r"top|haut|сверху|вверху|наверху|верх|oben",
    Place.MIDDLE: r"middle|cent(?:er|re)|milieu|в\s+середине|середина|посередине|mitte",
    Place.BOTTOM: r"bottom|foot|bas|снизу|внизу|низ|unten",
}
PLACES = {place.value: place for place in Place}
"""Places by the names of the groups in the patterns for them."""
_ANY_PLACE = "|".join(rf"(?P<{place.value}>{words})" for place, words in _PLACE_WORDS.items())
PLACE_AFTER = re.compile(rf"[\s,;:(]*(?:(?:at|in|the|en|au|à)\s+)*(?:{_ANY_PLACE})(?!\w)", re.IGNORECASE)
"""A place right after page or column."""
PLACE_BEFORE = re.compile(rf"(?<!\w)(?:{_ANY_PLACE})\s*(?:,|of|de|du)?\s*(?:the\s+|la\s+)?$", re.IGNORECASE)
"""A place right before page or column."""

VISITED = re.compile(
    r"(?:accessed|retrieved|consulté(?:e?)(?:\s+le)?|дата\s+обращения|abgerufen(?:\s+am)?)[\s:]*(?:on\s+)?$",
    re.IGNORECASE,
)
"""Before the date on which somebody looked at a page of the web."""
