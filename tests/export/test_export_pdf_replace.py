"""The text of single pages of a finished PDF exchanged: the same bytes as a fresh export, or a refusal."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import img2pdf  # type: ignore[import-untyped]
import pikepdf
import pytest

from digitize.export.pdf import pdf_conformance
from digitize.export.pdf_replace import NotReplaceableError, replace_page_text
from digitize.model.geometry import Transform
from digitize.model.transcription import TranscribedPage
from tests.export.pdf_drawing import CYRILLIC, DPI, Drawn, Shelf, draw, jpeg
from tests.export.pdf_readers import READERS, composed, image_streams, qpdf_complaints, read_by_all

PDF = "application/pdf"


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    made = Shelf(tmp_path)
    for number in (1, 2, 3):
        drawn = draw(CYRILLIC[number : number + 8], size=(500, 300), number=number)
        made.page(made.put(jpeg(drawn), f"{number}.jpg", "image/jpeg"), drawn)
    return made


def with_word(page: TranscribedPage, text: str) -> TranscribedPage:
    """The page with another first word."""
    region = page.regions[0]
    line = region.lines[0]
    word = replace(line.words[0], text=text, reading=text)
    line = replace(line, words=(word, *line.words[1:]))
    return replace(page, regions=(replace(region, lines=(line, *region.lines[1:])), *page.regions[1:]))


def _exchange(shelf: Shelf, pdf: Path, *changed: int) -> Path:
    target = shelf.folder / f"replaced-{len(list(shelf.folder.glob('replaced-*')))}.pdf"
    replace_page_text(pdf, target, shelf.document(), changed, shelf)
    return target


def _finished(shelf: Shelf) -> Path:
    kept = shelf.folder / "before.pdf"
    shelf.export().replace(kept)
    return kept


def test_one_page_is_exchanged_as_if_exported_anew(shelf: Shelf) -> None:
    """All readers find the new word and the old ones around it; the bytes are those of a fresh export, the images as they were."""
    before = _finished(shelf)
    shelf.pages[1] = with_word(shelf.pages[1], "ПРОВѢРЕНО")
    made = _exchange(shelf, before, 2)
    expected = composed([word.text for page in shelf.pages for word in page.words])
    assert read_by_all(made) == dict.fromkeys(READERS, expected)
    assert image_streams(made) == image_streams(before)
    assert made.read_bytes() == shelf.export().read_bytes() != before.read_bytes()
    assert (pdf_conformance(made), qpdf_complaints(made)) == ("PDF/A-2U", "")


def test_exchanged_again_and_back(shelf: Shelf) -> None:
    """A second exchange works on the first one's result; with the first text again the first bytes are back."""
    before, first = _finished(shelf), shelf.pages[0]
    shelf.pages[0] = with_word(first, "одинъ")
    once = _exchange(shelf, before, 1)
    shelf.pages[2] = with_word(shelf.pages[2], "два")
    twice = _exchange(shelf, once, 3)
    assert twice.read_bytes() == shelf.export().read_bytes()
    shelf.pages[0], third = first, shelf.pages[2]
    shelf.pages[2] = with_word(third, CYRILLIC[3])
    assert _exchange(shelf, twice, 1, 3).read_bytes() == before.read_bytes()


@pytest.mark.parametrize("word", ["\U0001d509рактура", "ჭიქა", "\U0001d50c\U0001d509"])
def test_letters_that_the_font_had_no_meaning_for(shelf: Shelf, word: str) -> None:
    """Its map grows; where letters beyond the basic plane get other codes, all pages that have such follow."""
    shelf.pages[2] = with_word(shelf.pages[2], "\U0001d509")
    before = _finished(shelf)
    shelf.pages[0] = with_word(shelf.pages[0], word)
    made = _exchange(shelf, before, 1)
    assert made.read_bytes() == shelf.export().read_bytes()
    assert composed([word])[0] in read_by_all(made)["poppler"]


def test_the_metadata_follow_the_text(shelf: Shelf) -> None:
    """A document that becomes French by its review says so, as a fresh export does."""
    before = _finished(shelf)
    for number in (1, 2, 3):
        page = shelf.pages[number - 1]
        lines = tuple(
            replace(line, words=tuple(replace(word, language="fra") for word in line.words))
            for line in page.regions[0].lines
        )
        shelf.pages[number - 1] = replace(page, regions=(replace(page.regions[0], lines=lines),))
    made = _exchange(shelf, before, 1, 2, 3)
    assert made.read_bytes() == shelf.export().read_bytes()
    with pikepdf.open(made) as pdf:
        assert str(pdf.Root.Lang) == "fr"


@pytest.mark.parametrize("rotate", [0, 90])
def test_pages_of_a_pdf_that_are_turned_and_shifted(tmp_path: Path, rotate: int) -> None:
    """Boxes away from the origin, a crop box and a turn: the new text stands where a fresh export puts it."""
    drawn = draw(CYRILLIC[:12], size=(500, 300))
    stored = Drawn(drawn.image.rotate(rotate, expand=True), ())
    made = img2pdf.convert(jpeg(stored), layout_fun=img2pdf.get_fixed_dpi_layout_fun((DPI, DPI)))
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(made)) as pdf:
        page = pdf.pages[0]
        width, height = (float(value) for value in list(page.mediabox)[2:])
        page.contents_add(b"q 1 0 0 1 -100 50 cm", prepend=True)
        page.contents_add(b"Q")
        page.MediaBox = [-130, 20, width - 100, height + 90]
        page.CropBox = [-100, 50, width - 100, height + 50]
        page.Rotate = rotate
        pdf.save(buffer)
    shelf = Shelf(tmp_path)
    shelf.page(shelf.put(buffer.getvalue(), "a.pdf", PDF), drawn, to_canonical=Transform.scale(DPI / 72))
    before = _finished(shelf)
    shelf.pages[0] = with_word(shelf.pages[0], "иначе")
    assert _exchange(shelf, before, 1).read_bytes() == shelf.export().read_bytes()


def _saved_by_others(path: Path) -> None:
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.save(path)


def _other_text(path: Path) -> None:
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        standing = pdf.trailer.ID
        pdf.pages[0].contents_add(b"q Q")
        identifier = bytes(standing[0])
        pdf.save(path, static_id=True)
    fixed = bytes.fromhex("31415926535897932384626433832795")
    text = path.read_bytes()
    for old, new in ((fixed.hex().encode(), identifier.hex().encode()), (fixed, identifier)):
        text = text.replace(old, new)
    path.write_bytes(text)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def _page_more(path: Path) -> None:
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.add_blank_page()
        pdf.save(path)


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [(_saved_by_others, "not as this"), (_other_text, "not as this"), (_cut, ""), (_page_more, "has 4 pages, not 3")],
)
def test_a_file_that_is_not_as_we_wrote_it(shelf: Shelf, spoil: object, reason: str) -> None:
    """Saved by another program, changed under our identifier, cut off, with a page more: refused, nothing written over."""
    before = _finished(shelf)
    assert callable(spoil)
    spoil(before)
    spoiled = before.read_bytes()
    with pytest.raises(NotReplaceableError, match=rf"вестник\.pdf: .*{reason}.*Export the PDF anew"):
        _exchange(shelf, before, 1)
    assert before.read_bytes() == spoiled


def test_a_page_that_loses_or_gets_its_text(shelf: Shelf) -> None:
    """That is more than an exchange: refused, so that a fresh export is made."""
    before, page = _finished(shelf), shelf.pages[1]
    shelf.pages[1] = replace(page, regions=())
    with pytest.raises(NotReplaceableError, match="loses its last text"):
        _exchange(shelf, before, 2)
    empty = _finished(shelf)
    shelf.pages[1] = page
    with pytest.raises(NotReplaceableError, match="gets its first text"):
        _exchange(shelf, empty, 2)


def test_a_page_that_is_not_there(shelf: Shelf) -> None:
    """A number of no page is the caller's mistake, seen before anything is read."""
    with pytest.raises(ValueError, match=r"no such pages: \[7\]"):
        replace_page_text(Path("x.pdf"), Path("y.pdf"), shelf.document(), [7], shelf)
