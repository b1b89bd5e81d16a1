"""From readings of crops to the transcription of a page, in the frame of the canonical image."""

from __future__ import annotations

from dataclasses import replace

from digitize.model.transcription import PageStatus, Place, TextLine, TextRegion, TranscribedPage, Word
from digitize.pipeline.drafts import draft_regions
from digitize.pipeline.emphasis import find_emphasis, with_capitals
from digitize.pipeline.page_sureness import in_light_of_page
from digitize.pipeline.prediction import predicted_errors
from digitize.pipeline.prepare import PrepareResult
from digitize.recognize.engine import Reading


def assemble_page(
    page_number: int, prepared: PrepareResult, readings: tuple[Reading, ...], languages: tuple[str, ...]
) -> TranscribedPage:
    """The transcription of one page.

    Regions, lines and words are numbered in reading order; each line knows its column and the third of it in which it
    stands.

    Args:
        page_number: From 1.
        prepared: The page and its crops.
        readings: One per crop.
        languages: Models that read it.
    """
    page = prepared.page
    drafts = draft_regions(prepared, readings, languages, find_emphasis(prepared, readings))
    regions = _with_ids(_with_places([with_capitals(draft) for draft in drafts]), page_number)
    predicted = predicted_errors(line for region in regions for line in region.lines)
    regions = in_light_of_page(regions)
    words = [word for region in regions for line in region.lines for word in line.words]
    columns = max(1, len(page.segmented.columns)) if not prepared.whole_page else 1
    return TranscribedPage(
        page_number,
        page.width,
        page.height,
        PageStatus.RECOGNISED if words else PageStatus.EMPTY,
        regions,
        columns if words else 0,
        _commonest(words),
        predicted=predicted,
    )


def failed_page(page_number: int, width: int, height: int, reason: str) -> TranscribedPage:
    """A page that failed: it keeps its number."""
    return TranscribedPage(page_number, width, height, PageStatus.FAILED, (), 0, None, reason)


def _with_places(regions: list[TextRegion]) -> list[TextRegion]:
    """Top, middle or bottom: the third of its column's text in which a line stands.

    Of the page's text, for a line that stands in no single column.
    """
    extents: dict[int | None, tuple[int, int]] = {}
    for line in (line for region in regions for line in region.lines):
        for key in {line.column, None}:
            low, high = extents.get(key, (line.box.y0, line.box.y1))
            extents[key] = (min(low, line.box.y0), max(high, line.box.y1))
    return [replace(region, lines=tuple(_placed(line, extents) for line in region.lines)) for region in regions]


def _placed(line: TextLine, extents: dict[int | None, tuple[int, int]]) -> TextLine:
    return replace(line, place=Place.of(line.box, *extents[line.column]))


def _with_ids(regions: list[TextRegion], page_number: int) -> tuple[TextRegion, ...]:
    numbered = []
    for r, region in enumerate(regions, 1):
        region_id = f"p{page_number:04}_r{r:03}"
        lines = []
        for n, line in enumerate(region.lines, 1):
            line_id = f"{region_id}_l{n:03}"
            words = tuple(replace(word, id=f"{line_id}_w{w:03}") for w, word in enumerate(line.words, 1))
            lines.append(replace(line, id=line_id, words=words))
        numbered.append(replace(region, id=region_id, lines=tuple(lines)))
    return tuple(numbered)


def _commonest(words: list[Word]) -> str | None:
    counts: dict[str, int] = {}
    for word in words:
        if word.language and word.script != "Zyyy":
            counts[word.language] = counts.get(word.language, 0) + 1
    return max(sorted(counts), key=lambda language: counts[language]) if counts else None
