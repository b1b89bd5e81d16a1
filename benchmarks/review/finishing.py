"""Reviews ended after an edit on one page, timed; what is written compared with a fresh export."""

from __future__ import annotations

import time
from dataclasses import dataclass

from benchmarks.review.long_document import LongDocument
from digitize.export import EXPORTERS
from digitize.model.decision import DecisionKind
from digitize.pipeline.again import export_again
from digitize.pipeline.decide import DecisionDesk, Wish
from digitize.pipeline.finish_review import finish_review
from digitize.pipeline.versions import read_version
from digitize.pipeline.workshop import Workshop
from digitize.store.files import sha256_of


@dataclass(frozen=True, slots=True)
class TimedReviews:
    """What ending reviews took.

    Args:
        pages: Of the document.
        seconds: Of each, until all files are written.
        anew_s: Seconds that writing all files anew takes.
        same: Whether that gave the same bytes.
        written_bytes: Size of the files that tell the whole document, which are written each time.
    """

    pages: int
    seconds: tuple[float, ...]
    anew_s: float
    same: bool
    written_bytes: int


def time_reviews(document: LongDocument, times: int) -> TimedReviews:
    """Times reviews of one edit each, in the middle of a document without reference texts.

    Args:
        document: The document; the versions stay in it.
        times: How many are timed; one more goes before, in which programs are loaded.
    """
    pages = read_version(document.folder, "ocr-1").transcription.pages
    words = [word for word in pages[len(pages) // 2].words if len(word.text) > 2]
    desk, parent, seconds = DecisionDesk(document.id, document.settings), "ocr-1", []
    with Workshop(document.settings) as shop:
        for number in range(times + 1):
            word = words[7 * number]
            wish = Wish(DecisionKind.EDIT, "Anna", parent, (word.id,), f"{word.text}ъ")
            desk.record(desk.log().sequence, [wish])
            started = time.perf_counter()
            parent = finish_review(document.id, parent, shop).transcription
            seconds.append(time.perf_counter() - started)
        before = _digests(document)
        started = time.perf_counter()
        export_again(document.id, tuple(EXPORTERS), shop)
        anew = time.perf_counter() - started
    whole = ["transcription.json", *(f"{document.id}.{ending}" for ending in ("pdf", "tei.xml", "txt"))]
    sizes = [(document.folder / path).stat().st_size for path in whole]
    return TimedReviews(document.pages, tuple(seconds[1:]), anew, before == _digests(document), sum(sizes) + sizes[0])


def _digests(document: LongDocument) -> dict[str, str]:
    files = (path for path in document.folder.rglob("*") if path.is_file())
    return {str(path.relative_to(document.folder)): sha256_of(path) for path in files}
