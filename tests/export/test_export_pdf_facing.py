"""The facing transcription: every word once and in order, beside its part of the scan, with its marks."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageStat

from digitize.errors import ExportError
from digitize.export import pdf_type, typeface
from digitize.export.pdf import pdf_conformance
from digitize.export.pdf_facing import export_facing
from digitize.export.pdf_facing_layout import BOTTOM, HEIGHT, MARGIN, TOP, WIDTH, Opening, openings_of
from digitize.export.pdf_facing_notes import note_of
from digitize.export.pdf_type import measured, shown
from digitize.model.geometry import Transform
from digitize.model.transcription import (
    Alternative,
    Doubt,
    PageStatus,
    PredictedErrors,
    RegionKind,
    Repair,
    TranscribedPage,
    Word,
)
from tests.export.documents import MemorySink, R, W, page, rich_document
from tests.export.pdf_drawing import CYRILLIC, Shelf, draw, jpeg
from tests.export.pdf_readers import composed, image_streams, poppler_raw, qpdf_complaints, rendered


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def _put(shelf: Shelf, **options: object) -> None:
    drawn = draw(number=len(shelf.pages) + 1, **options)  # type: ignore[arg-type]
    shelf.page(shelf.put(jpeg(drawn), f"{len(shelf.pages)}.jpg", "image/jpeg"), drawn)


def _facing(shelf: Shelf, finished: Path | None = None, **changes: object) -> Path:
    sink = MemorySink()
    export_facing(shelf.document(**changes), shelf, sink, finished)
    (name,) = sink.files
    assert name == "вестник.facing.pdf"
    path = shelf.folder / "facing.pdf"
    path.write_bytes(sink.files[name])
    return path


def _set_words(openings: tuple[Opening, ...]) -> list[str]:
    return [word.text for opening in openings for chunk in opening.chunks for word in chunk.words if not word.remark]


def test_a_facing_transcription(shelf: Shelf) -> None:
    """Title page and openings; each word once, in order, and none of the hidden layer; archival; images as they were; labels, outline."""
    _put(shelf, columns=2, words=CYRILLIC * 5)
    _put(shelf, words=CYRILLIC[:30])
    searchable = shelf.export()
    path = _facing(shelf, searchable)
    assert (pdf_conformance(path), qpdf_complaints(path)) == ("PDF/A-2U", "")
    assert image_streams(path) == image_streams(searchable)
    expected = [word.text for each in shelf.pages for word in each.words]
    found = poppler_raw(path)
    start = found.index("Facing")
    body = [word for word in composed(found[start:]) if word in set(composed(expected))]
    title = body[: len(body) - len(expected)]
    assert body[len(title) :] == composed(expected)
    with pikepdf.open(path) as pdf:
        labels = [str(each.get("/P", "")) for each in list(pdf.Root.PageLabels.Nums)[1::2]]
        assert labels[0] == "title" and len(labels) == 3 and labels[1].startswith("3") and labels[2].startswith("4")
        with pdf.open_outline() as outline:
            assert [item.title for item in outline.root] == ["Page 3", "Page 4"]
        assert str(pdf.docinfo["/Title"]) == "Вестник: facing transcription"


def test_the_same_bytes_with_and_without_the_searchable_pdf(shelf: Shelf) -> None:
    """Made from the PDF that is there, from none, or past one that says something else: the same file."""
    _put(shelf, size=(500, 300), words=CYRILLIC[:8])
    searchable = shelf.export()
    expected = _facing(shelf, searchable).read_bytes()
    assert _facing(shelf, shelf.folder / "missing.pdf").read_bytes() == expected
    with pikepdf.open(searchable, allow_overwriting_input=True) as pdf:
        pdf.pages[0].Rotate = 180
        pdf.save(searchable)
    assert _facing(shelf, searchable).read_bytes() == expected


@pytest.mark.parametrize("turn", [0, 90])
def test_the_scan_stands_beside_its_text(shelf: Shelf, turn: int) -> None:
    """What is seen on the left is that part of the page which the layout names, in its size and place, on turned scans too."""
    drawn = draw(CYRILLIC[:30], size=(900, 500))
    turned = replace(drawn, image=drawn.image.rotate(turn, expand=True))
    to_canonical = Transform.turn(turn, *turned.image.size)
    sha = shelf.put(jpeg(turned), "a.jpg", "image/jpeg")
    shelf.page(sha, drawn, turn_deg=turn, to_canonical=to_canonical)
    path = _facing(shelf)
    dpi = 144
    seen = rendered(path, 2, dpi)
    (opening,) = openings_of(shelf.pages[0])
    boxes = iter(drawn.boxes)
    for chunk in opening.chunks:
        part, zoom = chunk.part, chunk.scale * dpi / 72
        left, top = round(chunk.x * dpi / 72), round(chunk.y * dpi / 72)
        size = (round(part.width * zoom), round(part.height * zoom))
        here = seen.crop((left, top, left + size[0], top + size[1]))
        there = drawn.image.crop((part.x0, part.y0, part.x1, part.y1)).resize(size)
        coarse = (here.reduce(6), there.reduce(6))  # letters fall between pixels as they may
        assert ImageStat.Stat(ImageChops.difference(*coarse)).mean[0] < 10
        flipped = ImageChops.difference(coarse[0], coarse[1].transpose(Image.Transpose.ROTATE_180))
        assert ImageStat.Stat(flipped).mean[0] > 20
        for word in chunk.words:
            box = next(boxes)
            middle = chunk.y + chunk.scale * ((box.y0 + box.y1) / 2 - part.y0)
            assert abs(word.y - middle) < word.size * 1.5


def _assert_sound(openings: tuple[Opening, ...]) -> None:
    """Nothing outside the sheet or below its foot, no word over another of its chunk."""
    for opening in openings:
        for chunk in opening.chunks:
            assert chunk.x >= MARGIN and chunk.y >= TOP
            assert chunk.y + chunk.scale * chunk.part.height <= BOTTOM + 1
            rows = sorted({word.y for word in chunk.words})
            size = max((word.size for word in chunk.words), default=0)
            assert all(b - a > 0.9 * size * 0.8 for a, b in itertools.pairwise(rows))
            for word in chunk.words:
                assert chunk.x < word.x and word.x + word.width <= WIDTH - MARGIN + 1
                assert TOP <= word.y <= HEIGHT - MARGIN
            for left, right in zip(chunk.words, chunk.words[1:], strict=False):
                assert left.y < right.y or left.x + left.width <= right.x
        assert all(note.y <= BOTTOM + 1 for note in opening.notes)


def test_six_columns_go_over_several_openings() -> None:
    """A broadsheet page stays legible: type of 8 points at least, every word in reading order, columns named."""
    made = draw(CYRILLIC * 60, columns=6, size=(3000, 4000), font_px=28)
    broadsheet = TranscribedPage(1, 3000, 4000, PageStatus.RECOGNISED, made.regions, 6, "rus")
    openings = openings_of(broadsheet)
    assert len(openings) > 3
    _assert_sound(openings)
    assert _set_words(openings) == [shown(word) for word in made.words]
    assert min(word.size for o in openings for chunk in o.chunks for word in chunk.words) >= 8.0
    labels = [chunk.label for o in openings for chunk in o.chunks if chunk.label]
    assert list(dict.fromkeys(labels)) == [f"col. {number}" for number in range(1, 7)]


def test_all_that_a_page_may_hold() -> None:
    """Headings, stamps, tables, pictures, what could not be read, strange letters: named or set, nothing left out."""
    first = rich_document().transcription.pages[0]
    openings = openings_of(first)
    _assert_sound(openings)
    expected = [shown(w.text) for line in first.lines if line.doubt is None for w in line.words]
    assert _set_words(openings) == expected
    assert "[U+FFFE]" in "".join(expected) and "[U+D800]" in expected
    remarks = [w.text for o in openings for chunk in o.chunks for w in chunk.words if w.remark]
    assert {"[picture]", "[stamp]", "[handwriting]", "[table]", "[caption]", "[unreadable]"} <= set(remarks)
    assert any(word.bold and word.text == "Урожай" for o in openings for c in o.chunks for word in c.words)


_WORDS = st.builds(
    W,
    st.text(st.characters(exclude_categories=["Z", "Cs", "Cc"]), min_size=1, max_size=30).filter(
        lambda text: not any(map(str.isspace, text))
    ),
    confidence=st.sampled_from([None, 0.1, 0.6, 0.95]),
    alternatives=st.sampled_from([(), (Alternative("иное чтение", 0.5, "own"),)]),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(_WORDS, min_size=1, max_size=12), min_size=1, max_size=60), st.integers(60, 1000))
def test_whatever_stands_on_a_page(lines: list[list[W]], width: int) -> None:
    """Any words in any number of lines, wide or narrow: each is set once, in order, within the sheet."""
    made = page(1, [R(RegionKind.PARAGRAPH, lines, 1, width=width)], columns=1)
    openings = openings_of(made)
    _assert_sound(openings)
    assert _set_words(openings) == [shown(word.text) for word in made.words]


def test_a_line_without_end() -> None:
    """Thousands of words on one line, a word of a thousand letters: still on the sheet."""
    lines = [[W("слово")] * 900, [W("щ" * 1000)]]
    openings = openings_of(page(1, [R(RegionKind.PARAGRAPH, lines, width=900)]))
    assert len(_set_words(openings)) == 901
    assert all(w.x + w.width <= WIDTH - MARGIN + 1 for o in openings for c in o.chunks for w in c.words)
    assert all(w.y <= HEIGHT - MARGIN for o in openings for c in o.chunks for w in c.words)


def _word(text: str, **changes: object) -> Word:
    plain = page(1, [R(RegionKind.PARAGRAPH, [[W(text)]])])
    return replace(next(plain.words), **changes)  # type: ignore[arg-type]


def test_doubt_is_marked_by_how_much_and_what_else_was_read_is_told() -> None:
    """Dots below 0.8, a question mark too below 0.5; notes for repairs, a person's readings, and the rivals of doubtful words."""
    other = (Alternative("садъ", 0.4, "own"),)
    homoglyph = (Repair("homoglyph", "printed", "ХIХ", "XIX", "Latin doubles"),)
    words = [
        _word("сад", confidence=0.9, alternatives=other),
        _word("сад", confidence=0.79, alternatives=other),
        _word("сад", confidence=0.49),
        _word("сад", confidence=None),
        _word("сад", confidence=0.1, decision=3, alternatives=other),
        _word("XIX", confidence=0.9, repairs=homoglyph),
        _word("раз-", repairs=(Repair("join-hyphen", "reading", "раз-", "разговор", "hyphen"),)),
    ]
    line = replace(next(page(1, [R(RegionKind.PARAGRAPH, [[W("а")]])]).lines), words=tuple(words))
    region = replace(page(1, [R(RegionKind.PARAGRAPH, [[W("а")]])]).regions[0], lines=(line,))
    (opening,) = openings_of(TranscribedPage(1, 1200, 1600, PageStatus.RECOGNISED, (region,), 1, "rus"))
    set_ = [word for chunk in opening.chunks for word in chunk.words]
    assert [word.doubt for word in set_] == [0, 1, 2, 0, 0, 0, 0]
    assert [word.note for word in set_] == [None, 1, None, None, 2, 3, None]
    assert [note_of(word) for word in words if note_of(word)] == [
        "сад: also read “садъ”",
        "сад: a person’s reading; the machine read “садъ”",
        "XIX: read as “ХIХ”; repaired (homoglyph)",
    ]
    told = re.sub(r"\s+", " ", " ".join(note.text for note in opening.notes))
    assert (
        told
        == "1 сад: also read “садъ” 2 сад: a person’s reading; the machine read “садъ” 3 XIX: read as “ХIХ”; repaired (homoglyph)"
    )


def test_the_title_page(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """Source, version, tools, expected errors, date from the clock, marks and pages; a page that failed says why, with its whole scan."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    _put(shelf, size=(500, 300), words=CYRILLIC[:8])
    shelf.pages[0] = replace(shelf.pages[0], predicted=PredictedErrors(0.012, 0.004, 0.05))
    drawn = draw(size=(500, 300))
    shelf.page(shelf.put(jpeg(drawn), "b.jpg", "image/jpeg"), drawn, status=PageStatus.FAILED)
    path = _facing(shelf)
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages) == 3
        pdf.pages[1:] = []
        pdf.save(shelf.folder / "title.pdf")
    told = " ".join(poppler_raw(shelf.folder / "title.pdf"))
    for expected in (
        "Вестник. 1927. № 7. С. 3",
        "ocr-1: read by machine; no person has looked through it",
        "digitize 0.1.0",
        "about 1.2 % of all characters",
        "2 January 1970",
        "8 words, about 1.2 % wrong",
        "could not be read: the engine crashed",
        shelf.sources[0].sha256[:20],
    ):
        assert expected in told
    (opening,) = openings_of(shelf.pages[1])
    assert opening.chunks[0].part.width == 500 and opening.chunks[0].words == ()


def test_unreadable_and_stamped_lines_are_not_given_as_text() -> None:
    """What stands in a line in doubt is not printed as if it had been read."""
    regions = [R(RegionKind.FOOTER, [[W("Вѣ?рно")]], doubt=doubt, top=100 + 60 * i) for i, doubt in enumerate(Doubt)]
    openings = openings_of(page(1, regions))
    assert [w.text for o in openings for c in o.chunks for w in c.words] == [f"[{doubt}]" for doubt in Doubt]


def test_a_typeface_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """Said as such, with the way out."""
    monkeypatch.setattr(typeface, "_FILE", "data/Nowhere.ttf")
    pdf_type._face.cache_clear()
    measured.cache_clear()
    try:
        with pytest.raises(ExportError, match=r"Nowhere\.ttf.*Install OCRmyPDF anew"):
            measured("новое слово")
    finally:
        pdf_type._face.cache_clear()
