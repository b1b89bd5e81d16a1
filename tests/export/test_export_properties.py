"""Arbitrary small documents: valid in every format, the same words everywhere, and read back exactly."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from digitize.export.markup import clean
from digitize.export.transcription_json import read_transcription
from digitize.model.document import Document
from digitize.model.geometry import Box, Polygon
from digitize.model.language import Orthography
from digitize.model.transcription import (
    PageStatus,
    Place,
    RegionKind,
    Repair,
    TextLine,
    TextRegion,
    TranscribedPage,
    Word,
)
from tests.export import extractors, schemas
from tests.export.documents import HEIGHT, WIDTH, document, exported

SPACES = "".join(c for c in map(chr, range(sys.maxunicode + 1)) if c.isspace())
LOW_SURROGATES = "".join(map(chr, range(0xDC00, 0xE000)))
"""Left out, so that no two halves come together: no encoding tells those from the one character they make."""

ANY_TEXT = st.text(st.characters(exclude_categories=(), exclude_characters=LOW_SURROGATES), max_size=8)
PRINTED = st.text(
    st.characters(exclude_categories=(), exclude_characters=LOW_SURROGATES + SPACES), min_size=1, max_size=8
)
LANGUAGES = st.sampled_from([None, "rus", "fra", "deu", "kpv"])
COLUMNS = st.none() | st.integers(1, 4)
SPANS = st.none() | st.tuples(st.integers(1, 2), st.integers(3, 4))


@st.composite
def boxes(draw: st.DrawFn) -> Box:
    """Some reach beyond the page."""
    x, y = draw(st.integers(0, 2 * WIDTH)), draw(st.integers(0, 2 * HEIGHT))
    return Box(x, y, x + draw(st.integers(1, WIDTH)), y + draw(st.integers(1, HEIGHT)))


COORDINATES = st.floats(-100, 3000, allow_nan=False)


def polygons(least: int) -> st.SearchStrategy[Polygon]:
    return st.lists(st.tuples(COORDINATES, COORDINATES), min_size=least, max_size=5).map(tuple)


@st.composite
def words(draw: st.DrawFn, id_: str) -> Word:
    text = draw(PRINTED)
    rules = ANY_TEXT | st.just("modernise-yat")
    repairs = st.builds(Repair, rules, st.sampled_from(["printed", "reading"]), ANY_TEXT, ANY_TEXT, ANY_TEXT)
    return Word(
        id=id_,
        text=text,
        reading=draw(st.just(text) | st.just("") | PRINTED),
        box=draw(boxes()),
        confidence=draw(st.none() | st.floats(0, 1)),
        language=draw(LANGUAGES),
        script=draw(st.sampled_from([None, "Cyrl", "Latn", "Zyyy", "Zzzz"])),
        repairs=tuple(draw(st.lists(repairs, max_size=2))),
    )


@st.composite
def regions(draw: st.DrawFn, id_: str) -> TextRegion:
    spans = draw(SPANS)
    lines = tuple(
        TextLine(
            id=line_id,
            box=draw(boxes()),
            polygon=draw(polygons(0)),
            baseline=draw(polygons(2)),
            words=tuple(draw(words(f"{line_id}_w{w:03d}")) for w in range(1, draw(st.integers(2, 4)))),
            column=None if spans else draw(COLUMNS),
            place=draw(st.none() | st.sampled_from(Place)),
            columns=spans,
        )
        for line_id in (f"{id_}_l{number:03d}" for number in range(1, draw(st.integers(1, 3))))
    )
    kind = draw(st.sampled_from(RegionKind))
    return TextRegion(id_, kind, draw(boxes()), draw(polygons(0)), lines, draw(COLUMNS))


@st.composite
def pages(draw: st.DrawFn, number: int) -> TranscribedPage:
    status = draw(st.sampled_from(PageStatus))
    failed = status is PageStatus.FAILED
    made = tuple(draw(regions(f"p{number:04d}_r{r:03d}")) for r in range(1, draw(st.integers(1, 4))))
    return TranscribedPage(
        page_number=number,
        width=WIDTH,
        height=HEIGHT,
        status=status,
        regions=made if status is PageStatus.RECOGNISED else (),
        columns=draw(st.integers(0, 4)),
        language=draw(LANGUAGES),
        failure=draw(ANY_TEXT.filter(bool)) if failed else None,
        orthography=draw(st.none() | st.sampled_from(Orthography)),
    )


@st.composite
def documents(draw: st.DrawFn) -> Document:
    return document([draw(pages(number)) for number in range(1, draw(st.integers(2, 4)))])


@given(made=documents())
def test_any_document_is_valid_and_has_the_same_words_everywhere(official_schemas: Path, made: Document) -> None:
    """Whatever a recogniser emits, ALTO, PAGE and TEI are valid, nothing stands outside its page, and all formats agree on the words."""
    files = exported(made)
    schemas.assert_valid(files, official_schemas)
    printed = [clean(word.text) for page in made.transcription.pages for word in page.words]
    assert extractors.alto_words(files) == extractors.page_words(files) == printed
    assert extractors.hocr_words(files) == extractors.tei_words(files) == printed
    assert extractors.off_page(files, WIDTH, HEIGHT) == []
    reading = [clean(word.reading) for page in made.transcription.pages for word in page.words]
    assert extractors.tei_words(files, "reg") == reading
    assert len(files["вестник-1927.txt"].decode().split("\f")) == len(made.pages)


@given(made=documents())
def test_any_document_reads_back_and_exports_the_same(made: Document) -> None:
    """A transcription read back gives the same bytes in every format: exports can be made anew from it alone."""
    files = exported(made)
    schemas.own("transcription").validate(json.loads(files["transcription.json"]))
    read = read_transcription(files["transcription.json"])
    assert exported(replace(made, transcription=read.transcription)) == files
    rounded = [
        replace(word, confidence=None if word.confidence is None else round(word.confidence, 4))
        for page in made.transcription.pages
        for word in page.words
    ]
    assert [word for page in read.transcription.pages for word in page.words] == rounded
