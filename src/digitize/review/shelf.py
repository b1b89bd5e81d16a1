"""What the library shows, kept up to date behind the pages: rows of documents, and how many places of each are open.

A thread reads what has changed, the newest first, and then counts open places, one document at a time: that finds them as well, so
that a review opens at once. It works while somebody looks.
"""

from __future__ import annotations

import hashlib
import json
import logging
import time
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from threading import Event, Lock, Thread

from digitize.errors import DigitizeError
from digitize.pipeline.catalogue import (
    CatalogueRow,
    Found,
    OpenPlaces,
    count_open,
    find_documents,
    keep_rows,
    kept_rows,
    read_row,
)
from digitize.pipeline.review_pairs import ReviewPair, pairs_of
from digitize.pipeline.workshop import Workshop

_log = logging.getLogger(__name__)

_FRESH_S = 1.0
"""The folder is looked through again after so long at the earliest."""
_WATCHED_S = 600.0
"""So long after somebody has looked the thread goes on working."""
_RESTED_S = 5.0
"""Places are counted again when the files have rested so long: a person who decides needs the processor."""
_KEPT_S = 30.0
_MOST_COUNTS = 2_000
_END_S = 1.0

Key = tuple[str, str, str | None]
"""A document, the version that is looked at, and what it is compared with."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many places are open.

    Args:
        stamp: Of the document's files when they were counted.
        left: The version that is looked at.
        right: What it is compared with.
        places: How many; ``None`` when they cannot be found.
        fault: Why not.
    """

    stamp: str
    left: str
    right: str | None
    places: OpenPlaces | None
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """What is known now.

    Args:
        rows: A row for each document that has been read.
        counts: Open places of documents, by their id, for the pair that is looked at first.
        unread: Documents that are still being read.
        revision: Another one when anything of this is.
        texts: Another one when a document, or the text in force of one, is.
    """

    rows: tuple[CatalogueRow, ...]
    counts: dict[str, Counted]
    unread: int
    revision: str
    texts: str


class Shelf:
    """The rows of the library. Safe to use from several threads.

    Args:
        shop: What documents are read with.
    """

    def __init__(self, shop: Workshop) -> None:
        self._shop = shop
        self._lock = Lock()
        self._scan = Lock()
        self._rows: dict[str, CatalogueRow] | None = None
        self._there: dict[str, Found] = {}
        self._unread: list[Found] = []
        self._first: dict[str, Counted] = {}
        self._counts: OrderedDict[Key, Counted] = OrderedDict()
        self._wanted: OrderedDict[Key, None] = OrderedDict()
        self._revision = 0
        self._texts = ""
        self._begun = time.time_ns()
        self._scanned = self._looked = float("-inf")
        self._kept = (0, float("-inf"))
        self._ended = Event()
        self._wake = Event()
        self._thread: Thread | None = None

    # Asked ---------------------------------------------------------------------------------------------------------

    def look(self, within_s: float = 0.2) -> Shown:
        """What is known now; changed documents are read for as long as that, the others behind the pages.

        Args:
            within_s: How long it may take, about.
        """
        self._start()
        self._refresh(time.monotonic() + within_s)
        with self._lock:
            rows = self._rows or {}
            return Shown(
                tuple(rows.values()),
                dict(self._first),
                len(self._unread),
                f"{self._begun}-{self._revision}",
                self._texts,
            )

    def counted(self, row: CatalogueRow, pairs: Iterable[ReviewPair]) -> dict[Key, Counted | None]:
        """Open places of some pairs of a document; of those that have not been counted ``None``: they are next.

        Args:
            row: The document's row.
            pairs: What is compared.
        """
        self._start()
        keys = [(row.id, pair.left, pair.right) for pair in pairs]
        with self._lock:
            found = {key: self._counts.get(key) for key in keys}
            for key in keys:
                known = found[key]
                if known is None or known.stamp != row.stamp:
                    self._wanted[key] = None
        self._wake.set()
        return found

    def row(self, document_id: str) -> CatalogueRow | None:
        """The row of one document as it is now; ``None`` when it is not there."""
        self._refresh(time.monotonic())
        with self._lock:
            found, row = self._there.get(document_id), (self._rows or {}).get(document_id)
        if found is None:
            return None
        return row if row is not None and row.stamp == found.stamp else self._read(found)

    def close(self) -> None:
        """Ends the thread, and keeps what was read for the next time."""
        self._ended.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(_END_S)
            self._keep(time.monotonic())

    # Rows ----------------------------------------------------------------------------------------------------------

    def _refresh(self, until: float) -> None:
        """Looks through the folder, unless that was done just now, and reads changed rows until a time."""
        with self._scan:
            self._looked = time.monotonic()
            if self._looked - self._scanned > _FRESH_S:
                self._look_through()
                self._scanned = time.monotonic()
            while time.monotonic() < until and self._read_one():
                pass

    def _look_through(self) -> None:
        there = find_documents(self._shop.settings.output)
        with self._lock:
            if self._rows is None:
                self._rows = {row.id: row for row in kept_rows(self._shop.output)}
            gone = self._rows.keys() - there.keys()
            for document_id in gone:
                del self._rows[document_id]
                self._first.pop(document_id, None)
            if gone or there != self._there:
                self._revision += 1
                self._texts = _digest(there.values())
            self._there = there
            unread = [each for each in there.values() if self._is_unread(each, self._rows)]
            self._unread = sorted(unread, key=lambda found: found.changed)
        self._wake.set()

    @staticmethod
    def _is_unread(found: Found, rows: dict[str, CatalogueRow]) -> bool:
        row = rows.get(found.id)
        return row is None or row.stamp != found.stamp

    def _read_one(self) -> bool:
        """Reads the row of one document; whether there was one to read."""
        with self._lock:
            if not self._unread:
                return False
            found = self._unread.pop()
        self._read(found)
        return True

    def _read(self, found: Found) -> CatalogueRow:
        row = read_row(found, self._shop.settings)
        with self._lock:
            if self._rows is not None and found.id in self._there:
                self._rows[found.id] = row
                self._revision += 1
        return row

    # Behind the pages ----------------------------------------------------------------------------------------------

    def _start(self) -> None:
        with self._lock:
            if self._thread is None and not self._ended.is_set():
                self._thread = Thread(target=self._work, name="library", daemon=True)
                self._thread.start()

    def _work(self) -> None:
        while not self._ended.is_set():
            self._wake.clear()
            if time.monotonic() - self._looked < _WATCHED_S:
                try:
                    rest = self._step()
                except Exception:  # noqa: BLE001  one document's fault stops no other
                    _log.exception("the library")
                    rest = 1.0
            else:
                rest = _WATCHED_S
            self._wake.wait(rest)

    def _step(self) -> float:
        """Does one thing; answers how many seconds there is nothing to do."""
        begun = time.monotonic()
        with self._scan:
            if self._read_one():
                return 0.0
        self._keep(begun)
        key = self._next_key()
        if key is None:
            return _FRESH_S
        self._count(key)
        return min(1.0, time.monotonic() - begun)

    def _keep(self, at: float) -> None:
        revision, when = self._kept
        if revision == self._revision or (at - when < _KEPT_S and not self._ended.is_set()):
            return
        with self._lock:
            rows = [row for row in (self._rows or {}).values() if row.id in self._there]
            self._kept = (self._revision, at)
        try:
            keep_rows(rows, self._shop.output)
        except DigitizeError as error:
            _log.warning("%s", error)

    def _next_key(self) -> Key | None:
        """What is counted next: what a page waits for, else a document of which it is not known, the newest first."""
        with self._lock:
            while self._wanted:
                key, _ = self._wanted.popitem(last=False)
                if key[0] in self._there:
                    return key
            now = time.time()
            rows = sorted((self._rows or {}).values(), key=lambda row: -row.changed)
            due = [row for row in rows if row.fault is None and self._is_due(row, now)]
        found = (self._first_key(row) for row in due)
        return next((each for each in found if each is not None), None)

    def _is_due(self, row: CatalogueRow, now: float) -> bool:
        known = self._first.get(row.id)
        if known is None:
            return True
        return known.stamp != row.stamp and now - self._rested_since(row) > _RESTED_S

    def _rested_since(self, row: CatalogueRow) -> float:
        """When the document's decisions were written last, or its report."""
        return max((int(part.rpartition("-")[2]) / 1e9 for part in row.stamp.split() if part != "-"), default=0.0)

    def _first_key(self, row: CatalogueRow) -> Key | None:
        """The pair of a document that a person looks at first: with a reference, or alone."""
        try:
            pair = first_pair(pairs_of(row.id, self._shop.settings))
        except DigitizeError as error:
            self._put(Counted(row.stamp, "", None, None, error.message), row.id, is_first=True)
            return None
        return row.id, pair.left, pair.right

    def _count(self, key: Key) -> None:
        document_id, left, right = key
        with self._lock:
            row = (self._rows or {}).get(document_id)
        if row is None:
            return
        is_first = self._first_key(row) == key
        try:
            counted = Counted(row.stamp, left, right, count_open(document_id, left, right, self._shop))
        except DigitizeError as error:
            counted = Counted(row.stamp, left, right, None, error.message)
        except Exception as error:  # noqa: BLE001  one document's fault stops no other
            if self._ended.is_set():
                return
            _log.exception("open places of %s", ascii(document_id))
            counted = Counted(row.stamp, left, right, None, f"internal error ({type(error).__name__})")
        self._put(counted, document_id, is_first=is_first)

    def _put(self, counted: Counted, document_id: str, *, is_first: bool) -> None:
        with self._lock:
            self._counts[document_id, counted.left, counted.right] = counted
            while len(self._counts) > _MOST_COUNTS:
                self._counts.popitem(last=False)
            if is_first and document_id in self._there:
                self._first[document_id] = counted
            self._revision += 1


def first_pair(pairs: Iterable[ReviewPair]) -> ReviewPair:
    """What a person looks at first: the text in force with a reference, or its doubts.

    Args:
        pairs: Of one document, as :func:`~digitize.pipeline.review_pairs.pairs_of` gives them.
    """
    told = list(pairs)
    return next((pair for pair in told if pair.right is not None and pair.right.startswith("reference-")), told[-1])


def _digest(there: Iterable[Found]) -> str:
    """Of the documents, with the stamps of their reports and of the texts in force."""
    told = sorted((each.id, *each.stamp.split()[:2]) for each in there)
    return hashlib.sha256(json.dumps(told).encode("ascii")).hexdigest()
