"""Where a line stands, in the words of a citation: ``Pravda, 2 November 1927, p. 4, col. 3, bottom``.

Only what is stated or measured goes into it. Of the page, the label that the source reference states wins over the
running number.
"""

from __future__ import annotations

import re

from digitize.model.dates import date_in_words
from digitize.model.reference import SourceReference
from digitize.model.transcription import TextLine

_NUMBERS = re.compile(r"(\d+)(?:\s*[-\u2013]\s*(\d+))?", re.ASCII)
_OWN_WORD = re.compile(r"[^\W\d_]+\.?\s")
"""A label that brings its own word (``l. 179``, ``S. 4``) and needs no ``p.`` before it."""


def page_label(reference: SourceReference, page_number: int) -> str:
    """What a page is called: ``4``.

    A stated page is that of the document's first page. A number counts on from there, a range as far as it goes; after
    any other label, or beyond the range, the running number of the image is told beside it.

    Args:
        reference: How the document is cited.
        page_number: Running number of the page in the document, from 1.
    """
    stated = reference.page
    if stated is None:
        return str(page_number)
    numbers = _NUMBERS.fullmatch(stated.strip())
    if numbers is not None:
        first, last = int(numbers[1]), numbers[2]
        label = first + page_number - 1
        if last is None or label <= int(last):
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
    parts = [label if _OWN_WORD.match(label) else f"p. {label}"]
    if line.columns is not None:
        parts.append("cols {}-{}".format(*line.columns))
    elif line.column is not None and columns > 1:
        parts.append(f"col. {line.column}")
    if line.place is not None:
        parts.append(line.place.value)
    return ", ".join(parts)


def cite(reference: SourceReference, place: str) -> str:
    """A place (:func:`place_of`) with what is stated of its source before it: title, issue, date.

    A reference that states nothing but a verbatim citation is cited by that; one that states nothing, by the place alone.
    """
    source = cite_source(reference)
    if source and source == reference.citation:
        return f"{source.rstrip(' .')}; {place}"
    return f"{source}, {place}" if source else place


def cite_source(reference: SourceReference) -> str:
    """What is stated of a source: ``Pravda, no. 251, 2 November 1927``; empty when that is nothing."""
    parts = [reference.title, _issue(reference.issue), date_in_words(reference.date) if reference.date else None]
    return ", ".join(part for part in parts if part) or reference.citation or ""


def _issue(issue: str | None) -> str | None:
    """A bare number becomes ``no. 251``, several ``nos 52-53``; anything else stays as given."""
    if issue is None or not issue[:1].isdecimal():
        return issue
    return f"no. {issue}" if issue.isdecimal() else f"nos {issue}"
