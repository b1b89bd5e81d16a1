"""Which documents of the library a person has asked to see, and in which order. It stands in the address of the page."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from digitize.ingest.names import natural_key
from digitize.pipeline.catalogue import CatalogueRow, Stage
from digitize.review.asked import choice, page_number, searched_text
from digitize.review.shelf import Counted

STEP = 100
"""Documents on a page."""


class Sort(StrEnum):
    """By what documents are put in order."""

    CHANGED = "changed"
    TITLE = "title"
    DATE = "date"
    PAGES = "pages"
    CER = "cer"
    OPEN = "open"

    @property
    def falls(self) -> bool:
        """Whether the largest comes first, unless it is asked for the other way round."""
        return self in (Sort.CHANGED, Sort.PAGES, Sort.CER, Sort.OPEN)


class Which(StrEnum):
    """Which documents are shown."""

    ALL = "all"
    NEW = "new"
    STARTED = "started"
    REVIEWED = "reviewed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Browsed:
    """What is asked for.

    Args:
        text: Only documents that have this in their title, citation or id; case and accents do not matter.
        which: Only these.
        sort: By what they are put in order.
        reverse: Whether the other way round.
        page: Which page of the list, from 1.
    """

    text: str = ""
    which: Which = Which.ALL
    sort: Sort = Sort.CHANGED
    reverse: bool = False
    page: int = 1

    @staticmethod
    def of(told: Mapping[str, Any]) -> Browsed:
        """From the parameters of an address; empty ones count as not given.

        Raises:
            Refused: If one of them is not valid.
        """
        return Browsed(
            text=searched_text(told, "text").strip(),
            which=choice(told, "which", Which.ALL),
            sort=choice(told, "sort", Sort.CHANGED),
            reverse=bool(told.get("reverse")),
            page=page_number(told, "page") or 1,
        )

    def query(self, **changes: Any) -> str:
        """The parameters of an address that asks for the same, with some changes."""
        asked, plain = replace(self, **changes), Browsed()
        told = {name: getattr(asked, name) for name in self.__slots__}
        told["reverse"] = "1" if asked.reverse else False
        return urlencode({name: value for name, value in told.items() if value != getattr(plain, name)})

    def sorted_by(self, name: str) -> str:
        """The parameters of an address by which the list is in that order; the other way round if it is in it already."""
        sort = Sort(name)
        return self.query(sort=sort, reverse=sort is self.sort and not self.reverse, page=1)

    def direction(self, name: str) -> str:
        """What ``aria-sort`` says of a column."""
        if Sort(name) is not self.sort:
            return "none"
        return "descending" if self.sort.falls != self.reverse else "ascending"


def browse(rows: Iterable[CatalogueRow], counts: Mapping[str, Counted], asked: Browsed) -> list[CatalogueRow]:
    """The rows that are asked for, all of them, in order; those of which the order is not known come last."""
    shown = [row for row in rows if _is_shown(row, asked)]
    shown.sort(key=lambda row: (natural_key(row.name), row.id))
    if asked.sort is Sort.TITLE:
        return shown[::-1] if asked.reverse else shown
    key = _KEYS[asked.sort]
    told = [(key(row, counts.get(row.id)), row) for row in shown]
    known = [(value, row) for value, row in told if value is not None]
    known.sort(key=lambda each: each[0], reverse=asked.sort.falls != asked.reverse)
    return [row for _, row in known] + [row for value, row in told if value is None]


def _is_shown(row: CatalogueRow, asked: Browsed) -> bool:
    if asked.text and folded(asked.text) not in folded(f"{row.title or ''}\n{row.cited}\n{row.id}"):
        return False
    match asked.which:
        case Which.ALL:
            return True
        case Which.FAILED:
            return row.failed > 0 or row.fault is not None
        case _:
            return row.fault is None and row.stage is Stage(asked.which)


def folded(text: str) -> str:
    """Text without case and accents, for looking through."""
    plain = unicodedata.normalize("NFD", text.casefold())
    return "".join(each for each in plain if unicodedata.category(each) != "Mn")


def _open(counted: Counted | None) -> int | None:
    return None if counted is None or counted.places is None else counted.places.open


_KEYS: dict[Sort, Callable[[CatalogueRow, Counted | None], Any]] = {
    Sort.CHANGED: lambda row, _: row.changed,
    Sort.DATE: lambda row, _: row.dated,
    Sort.PAGES: lambda row, _: None if row.fault is not None else row.pages,
    Sort.CER: lambda row, _: row.predicted_cer,
    Sort.OPEN: lambda _, counted: _open(counted),
}
