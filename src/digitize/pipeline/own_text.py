"""Text layers that source PDFs have already: refused, or kept in the searchable PDF and told of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from digitize.errors import EngineError, InputError, LimitError
from digitize.export.sink import Materials
from digitize.ingest import page_own_text, page_words
from digitize.model.document import Document
from digitize.model.numbers_cited import in_ranges
from digitize.model.own_text import OwnTextKind, TextLayer
from digitize.model.page import SourceFile
from digitize.model.transcription import TranscribedPage
from digitize.pipeline.workshop import Workshop

_PDF = "application/pdf"
_HYPHENS = "-\u2010\u00ad\u00ac"


def refuse_own_text(pages: Sequence[tuple[SourceFile, int]], shop: Workshop) -> None:
    """Refuses a document of which a page has text already, where the settings say so.

    Args:
        pages: Source file and index in it of the pages to do.
        shop: What the run works with.

    Raises:
        InputError: Naming the file and the pages.
    """
    if shop.settings.text_layer is not TextLayer.REFUSE:
        return
    for source in dict.fromkeys(source for source, _ in pages if source.media_type == _PDF):
        frames = tuple(dict.fromkeys(frame for of, frame in pages if of == source))
        path = shop.output.original(source.sha256)
        found = shop.pool.run(shop.settings.page_timeout_s, _with_text, path, frames)
        if found:
            several = "s" if len(found) > 1 else ""
            raise InputError(
                f"has text already, on page{several} {in_ranges([frame + 1 for frame in found])}",
                where=source.name,
                hint="Run it with --text-layer replace, or keep",
            )


def _with_text(path: Path, frames: tuple[int, ...]) -> tuple[int, ...]:
    """Those of some pages that have text of their own; in a worker. What cannot be read fails later, and is told then."""
    found = []
    for frame in frames:
        try:
            own = page_own_text(path, frame)
        except (InputError, LimitError, EngineError):
            continue
        if own is not None and own.words + own.hidden_words:
            found.append(frame)
    return tuple(found)


@dataclass(slots=True)
class _Kept:
    """What is to be told of one source file."""

    kept: list[int] = field(default_factory=list)
    words: int = 0
    differ: int = 0
    unfit: dict[str, list[int]] = field(default_factory=dict)


def told_of_kept_text(document: Document, materials: Materials) -> tuple[str, ...]:
    """What a person should know of the text layers that the searchable PDF keeps, and of those that are of no use; in a worker.

    Args:
        document: The document; all other exports hold its transcription.
        materials: Its source files.
    """
    if document.text_layer is not TextLayer.KEEP:
        return ()
    names = {source.sha256: source.name for source in document.sources}
    told: dict[str, _Kept] = {}
    for index, record in enumerate(document.pages):
        image, own = record.image, record.own_text
        if own is None or not (own.hidden_words or own.kind is OwnTextKind.INVISIBLE):
            continue
        of = told.setdefault(image.source_sha256, _Kept())
        if document.keeps_text(index):
            words, differ = _compared(
                page_words(materials.original(image.source_sha256), image.frame), document.transcription.pages[index]
            )
            of.kept.append(image.page_number)
            of.words, of.differ = of.words + words, of.differ + differ
        else:
            of.unfit.setdefault(own.unfit, []).append(image.page_number)
    return tuple(each for sha256, of in told.items() for each in _sentences(names[sha256], of))


def _sentences(name: str, of: _Kept) -> Iterator[str]:
    if of.kept:
        yield (
            f"{name}, {_pages(of.kept)}: the PDF keeps the text that was there; it differs from the transcription in "
            f"{of.differ} of {of.words} words"
        )
    for unfit, numbers in of.unfit.items():
        yield f"{name}, {_pages(numbers)}: the text that was there is of no use ({unfit}), and is replaced"


def _pages(numbers: Sequence[int]) -> str:
    return f"page{'s' if len(numbers) > 1 else ''} {in_ranges(numbers)}"


def _compared(kept: Sequence[str], page: TranscribedPage) -> tuple[int, int]:
    """Of how many words, in the longer of two texts of a page, how many are not in the other; their order is not looked at."""
    ours = list(_whole_words(page))
    longer = max(len(kept), len(ours))
    return longer, longer - sum((Counter(kept) & Counter(ours)).values())


def _whole_words(page: TranscribedPage) -> Iterator[str]:
    """The printed words of a page, those broken at the ends of lines joined."""
    begun = ""
    for line in page.lines:
        words = [begun + line.words[0].text, *(word.text for word in line.words[1:])] if line.words else []
        begun = ""
        if words and len(words[-1]) > 1 and words[-1][-1] in _HYPHENS:
            begun = words.pop()[:-1]
        yield from words
    if begun:
        yield begun
