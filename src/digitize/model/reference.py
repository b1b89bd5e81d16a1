"""What a scholar cites: the source reference, every part of it optional."""

from __future__ import annotations

import re
from dataclasses import KW_ONLY, dataclass
from enum import StrEnum
from urllib.parse import urlsplit

EDTF_PATTERN = re.compile(
    r"""
    (?P<year>-?(?!0000)\d{4}|0000|\d{3}X|\d{2}XX)   # 1927, 192X, 19XX; there is no -0000
    (?:-(?P<month>0[1-9]|1[0-2]|2[1-4]|XX)          # month, or season 21-24
       (?:-(?P<day>0[1-9]|[12]\d|3[01]|XX))?
    )?
    [?~%]?                                          # uncertain, approximate, both
    """,
    re.VERBOSE | re.ASCII,
)


def is_edtf(text: str) -> bool:
    """Whether ``text`` is a date of EDTF (ISO 8601-2:2019), levels 0 and 1: a date, or an interval of two.

    Of level 2, a day in an unspecified year is taken as well (``19XX-05-03``: file names give such). Times of day and
    years of more than four digits, which no printed page needs, are left out.
    """
    ends = text.split("/")
    dates = [end for end in ends if end not in ("", "..")]
    return len(ends) <= 2 and bool(dates) and all(map(_is_edtf_date, dates))


_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _is_edtf_date(text: str) -> bool:
    match = EDTF_PATTERN.fullmatch(text)
    if match is None:
        return False
    year, month, day = match["year"], match["month"], match["day"]
    if month is None or day is None:
        return True
    if month == "XX":
        return day == "XX"
    if int(month) > 12:
        return False  # a season has no days
    if day == "XX":
        return True
    if month == "02" and day == "29" and "X" not in year:
        return int(year) % 4 == 0 and (int(year) % 100 != 0 or int(year) % 400 == 0)
    return int(day) <= _DAYS[int(month) - 1]


def is_web_address(text: str) -> bool:
    """Whether ``text`` is a complete address of the web: ``http`` or ``https``, with a host, printable, without spaces."""
    if not text.isprintable() or any(map(str.isspace, text)):
        return False
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


class Certainty(StrEnum):
    """Whether a value was stated by a person or is a machine's proposal."""

    STATED = "stated"
    PROPOSED = "proposed"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A value that a file name suggests: to be confirmed by a person, never a fact.

    Args:
        field: ``date`` or ``page``.
        value: In the field's own form (EDTF for a date).
        evidence: The part of the name and the rule that reads it so.
    """

    field: str
    value: str
    evidence: str
    certainty: Certainty = Certainty.PROPOSED


@dataclass(frozen=True, slots=True)
class SourceReference:
    """How the source is cited. Only stated values, each as given; what a file name suggests is in ``proposals``.

    A newspaper has a title, an issue and a page; a document in an archive has a repository and its shelfmark there. Where
    the original is, where the copy is that was scanned, and where it can be seen are three things.

    Args:
        title: Title of the newspaper, journal, edition or document.
        date: EDTF date, as given.
        page: The printed page number on which the document begins.
        citation: The verbatim citation string.
        proposals: Readings of the file name.
        issue: Number of the issue (``251``, ``52-53``).
        edition: Which edition of the newspaper, or of the day (``Moscow``, ``5 h. du soir``).
        columns: The column or columns as cited (``3``, ``1, 3, 5-6``), from the left.
        place: The place in the column as cited (``top``).
        subhead: The subhead under which it stands.
        document: Number of the document in an edition of documents.
        entry: Number of the entry in a list.
        repository: The archive or library to which the shelfmark belongs.
        collection: The collection there (``Trotsky Archive``).
        fond: Fond.
        opis: Opis.
        delo: Delo.
        list: Leaf or extent (``12 об.``, ``179-181``).
        reel: Reel of microfilm.
        container: Container.
        folder: Folder, papka.
        item: Number of the item.
        original_holder: Who has the original, where that is not the repository.
        copy_holder: Who has the copy that was scanned.
        url: Where it can be seen (``https``, ``http``).
    """

    title: str | None = None
    date: str | None = None
    page: str | None = None
    citation: str | None = None
    proposals: tuple[Proposal, ...] = ()
    _: KW_ONLY
    issue: str | None = None
    edition: str | None = None
    columns: str | None = None
    place: str | None = None
    subhead: str | None = None
    document: str | None = None
    entry: str | None = None
    repository: str | None = None
    collection: str | None = None
    fond: str | None = None
    opis: str | None = None
    delo: str | None = None
    list: str | None = None
    reel: str | None = None
    container: str | None = None
    folder: str | None = None
    item: str | None = None
    original_holder: str | None = None
    copy_holder: str | None = None
    url: str | None = None

    def __post_init__(self) -> None:
        if self.date is not None and not is_edtf(self.date):
            raise ValueError(f"not a date in EDTF: {self.date!r}")
        if self.url is not None and not is_web_address(self.url):
            raise ValueError(f"not an address of the web: {self.url!r}")

    @property
    def stated(self) -> dict[str, str]:
        """What is stated, by field, in the order of :data:`FIELDS`."""
        values = ((name, getattr(self, name)) for name in FIELDS)
        return {name: value for name, value in values if value is not None}


FIELDS = (
    *("title", "edition", "issue", "date", "page", "columns", "place", "subhead", "document", "entry"),
    *("repository", "collection", "fond", "opis", "delo", "list", "reel", "container", "folder", "item"),
    *("original_holder", "copy_holder", "url", "citation"),
)
"""What can be stated of a source, in the order in which it is told: also the keys of a sidecar and of the JSON files."""

SHELFMARK = ("fond", "opis", "delo", "list", "reel", "container", "folder", "item")
"""The fields that say where a document lies within its repository and collection."""
