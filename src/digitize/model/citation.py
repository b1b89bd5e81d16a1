"""Where a line stands, in the words of a citation: ``Pravda, 2 November 1927, p. 4, col. 3, bottom``.

Only what is stated or measured goes into it. Of the page, the label that the source reference states wins over the
running number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from digitize.model.citation_style import BRITISH, CitationStyle, Letters
from digitize.model.numbers_cited import number_range
from digitize.model.reference import SHELFMARK, SourceReference
from digitize.model.shelfmark import leaf_label, separator, shelfmark, worded
from digitize.model.transcription import TextLine

_OWN_WORD = re.compile(r"[^\W\d_]+\.?\s")
"""A label that brings its own word (``l. 179``, ``S. 4``) and needs no ``p.`` before it."""
_ENDS = " ,;"


def page_label(
    reference: SourceReference, page_number: int, pages: int | None = None, style: CitationStyle = BRITISH
) -> str:
    """What a page is called: ``4``; ``l. 180`` where a leaf is stated and no page.

    A stated page is that of the document's first page. A number counts on from there, a range as far as it goes; after
    any other label, or beyond the range, the running number of the image is told beside it. Leaves are counted on where
    an extent is stated that holds all pages.

    Args:
        reference: How the document is cited.
        page_number: Running number of the page in the document, from 1.
        pages: How many pages the document has (:attr:`~digitize.model.document.Document.page_count`); ``None`` when that
            is not known.
        style: How citations look.
    """
    stated = reference.page
    if stated is None and reference.list is not None:
        return leaf_label(reference.list, page_number, pages, style)
    if stated is None:
        return str(page_number)
    numbers = number_range(stated)
    if numbers is not None:
        label = numbers.start + page_number - 1
        if len(numbers) == 1 or label in numbers:
            return str(label)
    elif page_number == 1:
        return stated
    return f"{stated}, image {page_number}"


def place_of(label: str, line: TextLine, columns: int) -> str:
    """The place of a line: ``p. 3, col. 2, bottom``; ``p. 3, cols 1-3, top``; ``p. 3, top`` on a page of one column.

    Args:
        label: What its page is called (:func:`page_label`).
        line: The line.
        columns: How many columns its page has.
    """
    parts = [_page(label)]
    if line.columns is not None:
        parts.append("cols {}-{}".format(*line.columns))
    elif line.column is not None and columns > 1:
        parts.append(f"col. {line.column}")
    if line.place is not None:
        parts.append(line.place.value)
    return ", ".join(parts)


def cite(reference: SourceReference, place: str, style: CitationStyle = BRITISH) -> str:
    """A place (:func:`place_of`) with what is stated of its source before it, and of where that is kept after it.

    A reference that states nothing but a verbatim citation is cited by that; one that states nothing, by the place alone.
    What is stated of the place of the whole document (columns, subhead) is not told of a line.

    Args:
        reference: How the document is cited.
        place: Where the line stands; with the leaf, if that is what its page is called.
        style: How citations look.
    """
    return _whole(reference, place, style, leaves=reference.page is not None)


def cite_source(reference: SourceReference, style: CitationStyle = BRITISH) -> str:
    """What is stated of a source, without a place in it: ``Pravda, no. 251, 2 November 1927``; empty when that is nothing."""
    return _whole(reference, "", style, leaves=True)


def cite_stated(reference: SourceReference, style: CitationStyle = BRITISH) -> str:
    """All that is stated: ``Pravda, 2 November 1927, p. 4, col. 3, top``; the verbatim citation where there is no title or the like."""
    numbers = None if reference.page is None else number_range(reference.page)
    several = numbers is not None and len(numbers) > 1
    parts = [
        reference.page and (f"pp. {reference.page}" if several else _page(reference.page)),
        reference.columns and _columns(reference.columns),
        reference.place,
        reference.subhead and f"subhead \u201c{reference.subhead}\u201d",
    ]
    return _whole(reference, _joined((style.text(part) for part in parts if part), ", "), style, leaves=True)


def _whole(reference: SourceReference, place: str, style: CitationStyle, *, leaves: bool) -> str:
    in_archive = shelfmark(reference, style, leaves=leaves)
    title = reference.title and (style.text if _is_archival(reference) else style.title)(reference.title)
    printed = [
        title,
        _stated(reference.edition, style),
        _stated(_issue(reference.issue), style),
        reference.date and style.date(reference.date),
        _stated(reference.document and worded(reference.document, "doc."), style),
        _stated(reference.entry and worded(reference.entry, "entry"), style),
    ]
    between = separator(style)
    whole = _joined([*filter(None, printed), _joined(in_archive, between)], ", ")
    if not whole and reference.citation:
        whole, between = _stated(reference.citation, style).rstrip(" .") if place else reference.citation, "; "
    elif not (in_archive and style.shelfmarks is Letters.CYRILLIC):
        between = ", "
    return _with_holders(_joined([whole, place], between), reference, style)


def _with_holders(cited: str, reference: SourceReference, style: CitationStyle) -> str:
    """Who has the original and the copy, and where it can be seen, after what is cited."""
    held = [
        reference.original_holder and f"original in {style.text(reference.original_holder)}",
        reference.copy_holder and f"copy in {style.text(reference.copy_holder)}",
    ]
    holders = _joined(filter(None, held), "; ")
    if holders:
        cited = f"{cited} ({holders})" if cited else holders
    return ", ".join(filter(None, [cited, reference.url]))


def _is_archival(reference: SourceReference) -> bool:
    return any(getattr(reference, name) is not None for name in SHELFMARK)


def _stated(value: str | None, style: CitationStyle) -> str:
    return style.text(value) if value else ""


def _joined(parts: Iterable[str], between: str) -> str:
    """The parts that say something, each parted from the next once, whatever separators they bring themselves."""
    whole = ""
    for part in filter(None, (part.strip(_ENDS) for part in parts)):
        dotted = between.startswith(".") and whole.endswith(".")
        whole += part if not whole else f" {part}" if dotted else f"{between}{part}"
    return whole


def _page(label: str) -> str:
    return label if _OWN_WORD.match(label) else f"p. {label}"


def _columns(columns: str) -> str:
    """A bare number becomes ``col. 3``, several ``cols 1, 3, 5-6``; anything else stays as given."""
    if not columns[:1].isdecimal():
        return columns
    return f"col. {columns}" if columns.isdecimal() else f"cols {columns}"


def _issue(issue: str | None) -> str | None:
    """A bare number becomes ``no. 251``, several ``nos 52-53``; anything else stays as given."""
    if issue is None or not issue[:1].isdecimal():
        return issue
    return f"no. {issue}" if issue.isdecimal() else f"nos {issue}"
