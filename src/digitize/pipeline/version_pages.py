"""Single pages of a stored version, read without the others: a person looks at one page of a book at a time."""

from __future__ import annotations

import json
import mmap
from collections import OrderedDict
from pathlib import Path
from threading import Lock

from digitize.errors import InputError
from digitize.ingest import printable
from digitize.model.transcription import TranscribedPage
from digitize.pipeline.library import read_stored
from digitize.store.page_codec import decode_page
from digitize.store.page_lines import page_spans

_KEPT = 24
"""Pages that are kept decoded; one takes about a megabyte."""


class VersionPages:
    """The pages of one version, by their numbers. Safe to use from several threads.

    Where each page stands in the file is found once; a version never changes.

    Args:
        path: Its file.

    Raises:
        InputError: If it cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()
        self._decoded: OrderedDict[int, TranscribedPage] = OrderedDict()
        self._all: dict[int, TranscribedPage] | None = None
        try:
            with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
                self._spans = page_spans(data)
        except OSError as error:
            raise InputError(f"the text cannot be read: {error.strerror}", where=printable(str(path))) from None
        except ValueError:  # not in the form that we write
            self._spans = {}
            self._all = {page.page_number: page for page in read_stored(path).transcription.pages}

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of its pages, in order."""
        return tuple(sorted(self._spans if self._all is None else self._all))

    def __contains__(self, number: int) -> bool:
        return number in (self._spans if self._all is None else self._all)

    def page(self, number: int) -> TranscribedPage:
        """One page.

        Raises:
            KeyError: If there is none of that number.
            InputError: If it cannot be read.
        """
        if self._all is not None:
            return self._all[number]
        start, length = self._spans[number]
        with self._lock:
            known = self._decoded.get(number)
            if known is not None:
                self._decoded.move_to_end(number)
                return known
        try:
            with self._path.open("rb") as stream:
                stream.seek(start)
                page = decode_page(json.loads(stream.read(length)))
        except (OSError, ValueError, KeyError, TypeError):
            raise InputError(f"page {number} cannot be read", where=printable(str(self._path))) from None
        with self._lock:
            self._decoded[number] = page
            while len(self._decoded) > _KEPT:
                self._decoded.popitem(last=False)
        return page
