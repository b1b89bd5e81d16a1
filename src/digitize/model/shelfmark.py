"""Where a document lies in an archive, in the words of a citation: ``RGASPI, f. 3, op. 24, d. 163, l. 179-181``."""

from __future__ import annotations

import re

from digitize.model.citation_style import CitationStyle, Letters
from digitize.model.numbers_cited import number_range
from digitize.model.reference import SHELFMARK, SourceReference

_WORDS = {
    Letters.LATIN: {
        "fond": "f.",
        "opis": "op.",
        "delo": "d.",
        "list": "l.",
        "reel": "reel",
        "container": "container",
        "folder": "folder",
        "item": "item",
    },
    Letters.CYRILLIC: {
        "fond": "Ф.",
        "opis": "Оп.",
        "delo": "Д.",
        "list": "Л.",
        "reel": "Пленка",
        "container": "Контейнер",
        "folder": "Папка",
        "item": "№",
    },
}
_BRINGS_ITS_WORD = re.compile(r"[^\W\d_]+(?:\.\s*|\s+)\S|[№#]")
_DASH_OF_A_RANGE = re.compile(r"(?<=\d)\s*[-\u2013]\s*(?=\d)")


def worded(value: str, word: str) -> str:
    """``f. 3`` for ``3``; a value that brings its own word (``Papka No. 28``, ``№ 7``) stays as given."""
    return value if _BRINGS_ITS_WORD.match(value) else f"{word} {value}"


def separator(style: CitationStyle) -> str:
    """What stands between the parts of a shelfmark."""
    return ". " if style.shelfmarks is Letters.CYRILLIC else ", "


def shelfmark(reference: SourceReference, style: CitationStyle, *, leaves: bool) -> list[str]:
    """The parts of a shelfmark, from the repository down to the leaf; those that are stated.

    A bare number of an item follows its collection without a word: ``Trotsky Archive 4782``.

    Args:
        reference: How the document is cited.
        style: How citations look.
        leaves: Whether leaves are among them.
    """
    parts = [style.text(part) for part in (reference.repository, reference.collection) if part]
    stated = {name: getattr(reference, name) for name in SHELFMARK if getattr(reference, name)}
    if not leaves:
        stated.pop("list", None)
    if list(stated) == ["item"] and reference.collection and stated["item"][0].isdecimal():
        parts[-1] += f" {style.text(stated['item'])}"
        return parts
    return parts + [_level(name, value, style) for name, value in stated.items()]


def leaf_label(stated: str, page_number: int, pages: int | None, style: CitationStyle) -> str:
    """What a page is called that is a leaf in an archive: ``l. 180``.

    Leaves are counted on where an extent is stated that the pages of the document do not exceed: more pages than leaves mean
    that some are backs of leaves, and which ones nobody has said. Otherwise the running number of the image is told.

    Args:
        stated: The leaf or extent as stated.
        page_number: Running number of the page in the document, from 1.
        pages: How many pages the document has; ``None`` when that is not known.
        style: How citations look.
    """
    extent = number_range(stated)
    if extent is not None and len(extent) > 1 and max(pages or 1, page_number) <= len(extent):
        return _level("list", str(extent[page_number - 1]), style)
    label = _level("list", stated, style)
    return label if page_number == 1 else f"{label}, image {page_number}"


def _level(name: str, value: str, style: CitationStyle) -> str:
    if name == "list" and style.shelfmarks is Letters.CYRILLIC:
        value = _DASH_OF_A_RANGE.sub("\u2014", value)
    return style.text(worded(value, _WORDS[style.shelfmarks][name]))
