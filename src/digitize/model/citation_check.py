"""Compares a citation as somebody gave it with where the text was found, level by level."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from digitize.model.cited import CitedPlace
from digitize.model.date_match import may_be_same_date
from digitize.model.numbers_cited import number_ranges, overlap
from digitize.model.reference import SourceReference
from digitize.model.romanised import romanised, same_name
from digitize.model.transcription import Place

_WORDS_BEFORE = re.compile(r"^(?:[^\W\d_]+(?:\.\s*|\s+)|[№#\u00b0\u00ba]\s*)+(?=\d)")
_VERSO = re.compile(r"\s?(?:об|ob)\b\.?", re.IGNORECASE)
_SEGMENTS = re.compile(r"[,;:.()\u00ab\u00bb\u201c\u201d\u201e\"*_]|//")
_IMAGE = ", image "
_BY_NUMBER = ("document", "fond", "opis", "delo", "reel", "container", "folder", "item")


class Agreement(StrEnum):
    """What the comparison of one level says."""

    AGREES = "agrees"
    DIFFERS = "differs"
    NOT_STATED = "not-stated"
    """The citation, or the reference of the document, says nothing of it."""


@dataclass(frozen=True, slots=True)
class LevelCheck:
    """The comparison of one level.

    Args:
        level: ``title``, ``date``, ``page`` and so on: a field of :class:`~digitize.model.reference.SourceReference`.
        agreement: What it says.
        cited: What the citation says; ``None`` when nothing.
        found: What is stated of the document or was found; ``None`` when nothing.
    """

    level: str
    agreement: Agreement
    cited: str | None
    found: str | None


@dataclass(frozen=True, slots=True)
class CitationCheck:
    """A citation compared with where the text was found.

    Args:
        levels: Every level of which the citation or the document says something, from the title down to the place.
    """

    levels: tuple[LevelCheck, ...]

    @property
    def agreement(self) -> Agreement:
        """``differs`` where a level does, else ``agrees`` where one does."""
        told = {level.agreement for level in self.levels}
        return next((each for each in (Agreement.DIFFERS, Agreement.AGREES) if each in told), Agreement.NOT_STATED)

    @property
    def differing(self) -> tuple[LevelCheck, ...]:
        """The levels that differ."""
        return tuple(level for level in self.levels if level.agreement is Agreement.DIFFERS)


def check_citation(
    cited: CitedPlace,
    reference: SourceReference,
    page_label: str,
    columns: tuple[int, int] | None = None,
    place: Place | None = None,
) -> CitationCheck:
    """Compares a citation with where the text was found.

    A range agrees with what lies in it, ``1927`` with every day of that year, Cyrillic with Latin letters. A running number
    of an image is no page: without a stated page or leaf those are not compared.

    Args:
        cited: The citation as it was given.
        reference: How the document is cited.
        page_label: What the page is called (:func:`~digitize.model.citation.page_label`).
        columns: First and last of the columns in which it was found; ``None`` when in none, or the page has but one.
        place: Third of the column.
    """
    known = page_label if _IMAGE not in page_label else None
    page = known if reference.page is not None else None
    leaf = reference.list if reference.page is not None else known if reference.list is not None else None
    found_columns = (
        None if columns is None else str(columns[0]) if columns[0] == columns[1] else "{}-{}".format(*columns)
    )
    levels = [
        _names("title", cited.title, cited.lead, reference.title),
        _dates(cited, reference.date),
        _numbers("issue", cited.issue, reference.issue),
        *(_by_lead(name, cited.lead, getattr(reference, name)) for name in ("repository", "collection")),
        *(_numbers(name, getattr(cited, name), getattr(reference, name)) for name in _BY_NUMBER),
        _numbers("list", cited.list, leaf),
        _numbers("page", cited.page, page),
        _numbers("columns", cited.columns, found_columns),
        _level("place", cited.place and cited.place.value, place and place.value, lambda one, other: one == other),
    ]
    return CitationCheck(tuple(level for level in levels if (level.cited, level.found) != (None, None)))


def _level(level: str, cited: str | None, found: str | None, same: Callable[[str, str], bool]) -> LevelCheck:
    if cited is None or found is None:
        return LevelCheck(level, Agreement.NOT_STATED, cited, found)
    return LevelCheck(level, Agreement.AGREES if same(cited, found) else Agreement.DIFFERS, cited, found)


def _names(level: str, cited: str | None, lead: str, found: str | None) -> LevelCheck:
    """A title; one that is not plainly told may still stand somewhere in what comes first."""
    by_lead = _by_lead(level, lead, found)
    return by_lead if by_lead.agreement is Agreement.AGREES else _level(level, cited, found, same_name)


def _by_lead(level: str, lead: str, found: str | None) -> LevelCheck:
    """A name that may stand in what comes first; that it does not stand there says nothing."""
    here = (part.strip() for part in (*_SEGMENTS.split(lead), lead))
    cited = None if found is None else next((part for part in here if part and same_name(part, found)), None)
    return _level(level, cited, found, same_name)


def _dates(cited: CitedPlace, found: str | None) -> LevelCheck:
    """A date in doubt agrees where one of its readings does."""
    readings = (cited.date,) if cited.date is not None else cited.readings
    told = " or ".join(readings) or None
    return _level("date", told, found, lambda _, date: any(may_be_same_date(reading, date) for reading in readings))


def _numbers(level: str, cited: str | None, found: str | None) -> LevelCheck:
    return _level(level, cited, found, _same_number)


def _same_number(one: str, other: str) -> bool:
    """Whether they have a number in common, whatever words stand before it; the back of a leaf is not its front."""
    bare = [_WORDS_BEFORE.sub("", text.strip()) for text in (one, other)]
    some, others = (number_ranges(_VERSO.sub("", text)) for text in bare)
    if some is None or others is None:
        return len({romanised(text).replace(" ", "") for text in bare}) == 1
    single = all(len(ranges) == 1 and len(ranges[0]) == 1 for ranges in (some, others))
    backs = {_VERSO.search(text) is not None for text in bare}
    return overlap(some, others) and not (single and len(backs) > 1)
