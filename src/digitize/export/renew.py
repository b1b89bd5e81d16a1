"""The files of a document renewed in which a few pages have changed: the same bytes as a fresh export, and the rest not made again.

What a fresh export would write of the changed pages is written of them alone (an excerpt of the document), and put in the place of what stands there.
First the same is done with their text of before: what comes of that must be what stands there. So files that another version of this program
wrote, or that somebody has changed, are told from its own.
"""

from __future__ import annotations

import mmap
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from digitize.export.alto import export_alto
from digitize.export.hocr import export_hocr
from digitize.export.page_facts import Facts
from digitize.export.page_xml import export_page
from digitize.export.plain_text import page_text
from digitize.export.sink import Sink
from digitize.export.tei import export_tei
from digitize.export.tei_pieces import renew_tei
from digitize.model.document import Document

PER_PAGE = {"alto": "xml", "page": "xml", "hocr": "html"}
"""Folders with a file for each page, and how their names end."""


class NotRenewableError(ValueError):
    """A file is not as this program would have written it; a fresh export is the way out."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Pages of a document whose files change.

    Args:
        before: The document with these pages alone, with their text that the files tell; and its last page, so that pages are counted
            rightly.
        now: The same with their text of now.
        numbers: Of the pages that change.
        all_numbers: Of all pages.
        facts_before: What is told of all pages, as the files tell it.
        facts: The same of now.
    """

    before: Document
    now: Document
    numbers: tuple[int, ...]
    all_numbers: tuple[int, ...]
    facts_before: Facts
    facts: Facts


def files_of(number: int) -> list[str]:
    """Paths of the files of one page."""
    return [f"{folder}/{number:04d}.{ending}" for folder, ending in PER_PAGE.items()]


def renew_files(excerpt: Excerpt, folder: Path, sink: Sink) -> None:
    """Renews all files of a document but the PDFs, ``transcription.json`` and the report.

    Args:
        excerpt: What has changed.
        folder: The document's folder; what stands there is read.
        sink: Receives the files.

    Raises:
        NotRenewableError: If a file is not as this program would have written it; nothing was written then.
        OSError: If a file cannot be read.
    """
    before, now = _exported(excerpt.before, excerpt.facts_before), _exported(excerpt.now, excerpt.facts)
    changed = [path for number in excerpt.numbers for path in files_of(number)]
    if any((folder / path).read_bytes() != before[path] for path in changed):
        raise NotRenewableError("a page is not as it would be written now")
    name = excerpt.now.id
    text = _text(excerpt, (folder / f"{name}.txt").read_bytes())
    tei = f"{name}.tei.xml"
    with (
        (folder / tei).open("rb") as stream,
        mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as old,
        sink.file(tei) as target,
        target.open("wb") as out,
    ):
        try:
            renew_tei(old, before[tei], now[tei], excerpt.numbers, out.write)
        except ValueError as error:
            raise NotRenewableError(str(error)) from error
    for path in changed:
        sink.write(path, now[path])
    sink.write(f"{name}.txt", text)


def _exported(document: Document, facts: Facts) -> dict[str, bytes]:
    sink = _Held()
    export_alto(document, sink)
    export_page(document, sink)
    export_hocr(document, sink)
    export_tei(document, sink, facts)
    return sink.files


def _text(excerpt: Excerpt, old: bytes) -> bytes:
    """The plain text with the pages of now."""
    pieces = old.split(b"\f")
    if len(pieces) != len(excerpt.all_numbers):
        raise NotRenewableError("the plain text has other pages")
    texts = [
        {page.page_number: f"{page_text(page)}\n".encode() for page in document.transcription.pages}
        for document in (excerpt.before, excerpt.now)
    ]
    for number in excerpt.numbers:
        at = excerpt.all_numbers.index(number)
        if pieces[at] != texts[0][number]:
            raise NotRenewableError("the plain text is not as it would be written now")
        pieces[at] = texts[1][number]
    return b"\f".join(pieces)


@dataclass
class _Held:
    """Keeps what is written."""

    files: dict[str, bytes] = field(default_factory=dict)

    def write(self, path: str, data: bytes) -> None:
        self.files[path] = data

    @contextmanager
    def file(self, path: str) -> Iterator[Path]:
        with TemporaryDirectory(prefix="digitize-renew-") as folder:
            temporary = Path(folder) / "part"
            yield temporary
            self.files[path] = temporary.read_bytes()


def excerpt_of(document: Document, numbers: Collection[int], *, last: bool = True) -> Document:
    """Some pages of a document, and its last one, so that its pages are counted as before.

    Args:
        document: The document.
        numbers: Of the pages.
        last: Whether the last one is wanted in any case.
    """
    wanted = {*numbers, document.pages[-1].image.page_number} if last else set(numbers)
    chosen = [at for at, page in enumerate(document.transcription.pages) if page.page_number in wanted]
    pages = tuple(document.transcription.pages[at] for at in chosen)
    return replace(
        document,
        pages=tuple(document.pages[at] for at in chosen),
        transcription=replace(document.transcription, pages=pages),
    )
