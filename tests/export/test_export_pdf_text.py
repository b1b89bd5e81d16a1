"""The text layer as four strangers read it: the same words, in order, where they stand."""

from __future__ import annotations

import math
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.export.pdf_font import CUTS, TALL, USUAL, CodeTable, font_program
from digitize.export.pdf_text import text_stream
from digitize.model.geometry import Box, Transform
from digitize.model.transcription import PageStatus, RegionKind, TextLine, TextRegion, TranscribedPage, Word
from tests.export.pdf_drawing import CYRILLIC, DPI, Drawn, Shelf, draw, jpeg
from tests.export.pdf_readers import READERS, composed, pdfium_boxes, pdfminer_chars, places, read_by_all

POINTS = 72 / DPI
PLAIN = [word for word in CYRILLIC if not word.endswith("-")]
"""Without a hyphen at a word's end: readers join such a word with the next where it falls at a line's end."""


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def _export(shelf: Shelf, drawn: Drawn) -> Path:
    shelf.page(shelf.put(jpeg(drawn), "a.jpg", "image/jpeg"), drawn)
    return shelf.export()


@pytest.mark.parametrize("columns", [1, 5])
def test_every_reader_finds_the_words_in_order(shelf: Shelf, columns: int) -> None:
    """Justified Cyrillic with old letters, in one column and in five, comes out as it stands, word for word."""
    drawn = draw(PLAIN * 4 * columns, columns=columns, size=(560 * columns, 1000))
    assert read_by_all(_export(shelf, drawn)) == dict.fromkeys(READERS, composed(drawn.words))


@pytest.mark.parametrize("lean_deg", [-4.0, -3.0, 0.8, 2.0, 3.0])
def test_leaning_lines_keep_their_words_whole(shelf: Shelf, lean_deg: float) -> None:
    """On a page scanned askew readers find whole words; in order too, but for those that analyse the page themselves."""
    drawn = draw(PLAIN * 6, columns=2, lean_deg=lean_deg, size=(1500, 1000))
    found = read_by_all(_export(shelf, drawn))
    words = composed(drawn.words)
    for analysing in ["poppler"] if abs(lean_deg) < 3 else ["poppler", "pdfminer"]:
        assert Counter(found.pop(analysing)) == Counter(words), analysing
    assert found == dict.fromkeys(found, words)


@pytest.mark.parametrize(("lean_deg", "is_tall"), [(0.0, False), (0.4, False), (3.0, True), (-3.0, True)])
def test_only_pages_that_lean_are_set_in_the_tall_cut(shelf: Shelf, lean_deg: float, is_tall: bool) -> None:
    """The cut of the font that costs poppler's order is taken only where lines stand as high as their neighbours."""
    _export(shelf, draw(PLAIN * 6, columns=2, lean_deg=lean_deg, size=(1500, 1000)))
    shown = text_stream(shelf.pages[0], Transform.scale(POINTS), CodeTable())
    assert (TALL.key.encode() in shown, USUAL.key.encode() in shown) == (is_tall, not is_tall)


@pytest.mark.parametrize("lean_deg", [0.0, 2.5])
def test_words_stand_on_their_ink(shelf: Shelf, lean_deg: float) -> None:
    """poppler's boxes meet the drawn words' boxes: sides within a pixel, heights within the line's own.

    On a leaning page the words at the ends of lines may stand higher or lower, so that pdf.js sees new lines.
    """
    drawn = draw(PLAIN * 3, lean_deg=lean_deg)
    (found,) = places(_export(shelf, drawn))
    assert len(found) == len(drawn.boxes)
    for word, box in zip(drawn.words, drawn.boxes, strict=True):
        alike = [place[1:] for place in found if composed([place[0]]) == composed([word])]
        x0, y0, x1, y1 = min(
            ([value / POINTS for value in place] for place in alike),
            key=lambda p: abs(p[0] - box.x0) + abs(p[1] - box.y0),
        )
        assert abs(x0 - box.x0) < 1
        assert abs(x1 - box.x1) < 1
        assert abs((y0 + y1) / 2 - (box.y0 + box.y1) / 2) < (15 if lean_deg else 9)
        assert 12 < y1 - y0 < 36


def test_steeply_leaning_line_is_set_along_its_baseline(shelf: Shelf) -> None:
    """A line leaning by 12 degrees gives characters that climb with it, from the first word's ink to the last's."""
    drawn = draw(PLAIN[:6], lean_deg=12.0, size=(1200, 1000))
    characters = [c for c in pdfminer_chars(_export(shelf, drawn)) if not c.get_text().isspace()]
    first, last = drawn.boxes[0], drawn.boxes[-1]
    assert abs(characters[0].x0 / POINTS - first.x0) < 8
    assert abs(characters[-1].x1 / POINTS - last.x1) < 8
    sunk, run = characters[0].y0 - characters[-1].y0, characters[-1].x0 - characters[0].x0
    assert abs(sunk / run - math.tan(math.radians(12))) < 0.01
    assert all(abs(c.matrix[1] / c.matrix[0] + 0.2126) < 0.01 for c in characters)


def test_pdfium_sees_no_gap_inside_a_line(shelf: Shelf) -> None:
    """Words and spaces of a line follow each other without a hole, so that a search highlights it as one."""
    found = pdfium_boxes(_export(shelf, draw(PLAIN[:5])))
    assert all(abs(a[2] - b[1]) < 0.2 for a, b in pairwise(found))


def test_text_is_invisible_and_not_in_a_form(shelf: Shelf) -> None:
    """The layer is in rendering mode 3, in the page's own content, with the same fonts for all pages."""
    drawn = draw(PLAIN)
    sha = shelf.put(jpeg(drawn), "a.jpg", "image/jpeg")
    for _ in range(3):
        shelf.page(sha, drawn)
    with pikepdf.open(shelf.export()) as pdf:
        fonts = {tuple(page.Resources.Font[cut.key].objgen for cut in CUTS) for page in pdf.pages}
        assert len(fonts) == 1
        for page in pdf.pages:
            modes = [i.operands[0] for i in pikepdf.parse_content_stream(page) if str(i.operator) == "Tr"]
            assert modes == [3]
            assert [str(name) for name in page.Resources.XObject.keys()] == ["/Im0"]  # noqa: SIM118


def _page(*words: tuple[str, Box]) -> TranscribedPage:
    made = tuple(Word.read(f"w{i}", text, box, None, None) for i, (text, box) in enumerate(words))
    box = Box.around([word.box for word in made])
    line = TextLine("l1", box, box.polygon, ((box.x0, box.y1), (box.x1, box.y1)), made)
    region = TextRegion("r1", RegionKind.PARAGRAPH, box, box.polygon, (line,))
    return TranscribedPage(1, 1000, 1000, PageStatus.RECOGNISED, (region,), 1, None)


def _drawn(*words: tuple[str, Box]) -> Drawn:
    page = _page(*words)
    blank = draw([], size=(1000, 1000))
    return Drawn(blank.image, page.regions)


def test_rare_characters_survive(shelf: Shelf) -> None:
    """Letters beyond the basic plane, combining marks and signs come out as they went in."""
    words = ["\U0001d509raktur", "Ꙗко", "а\u0301", "№", "«Suite»", "\U00010400"]
    drawn = _drawn(*((word, Box(50 + 150 * i, 100, 170 + 150 * i, 140)) for i, word in enumerate(words)))
    assert read_by_all(_export(shelf, drawn)) == dict.fromkeys(READERS, composed(words))


def test_overlapping_words_stay_two_words(shelf: Shelf) -> None:
    """Where the engine's boxes touch or overlap, a space still stands between the words."""
    drawn = _drawn(
        ("первое", Box(100, 100, 260, 140)), ("второе", Box(250, 100, 400, 140)), ("третье", Box(400, 100, 550, 140))
    )
    assert read_by_all(_export(shelf, drawn)) == {name: ["первое", "второе", "третье"] for name in READERS}


def test_a_line_of_dashes_takes_the_size_of_its_region() -> None:
    """A row of dashes is no line of tiny type: its font size is that of the lines about it."""
    text = _page(("слово", Box(100, 100, 260, 140)))
    dashes = _page(("———", Box(100, 170, 260, 174)))
    both = TextRegion(
        "r1", RegionKind.PARAGRAPH, Box(0, 0, 9, 9), (), (*text.regions[0].lines, *dashes.regions[0].lines)
    )
    page = TranscribedPage(1, 1000, 1000, PageStatus.RECOGNISED, (both,), 1, None)
    stream = text_stream(page, Transform(1, 0, 0, 0, -1, 1000), CodeTable())
    sizes = [line.split()[1] for line in stream.splitlines() if line.endswith(b"Tf")]
    assert sizes == [b"47.06", b"47.06"]


def test_no_words_give_no_stream() -> None:
    """A page without words has no text layer, not an empty one."""
    page = TranscribedPage(1, 10, 10, PageStatus.EMPTY, (), 0, None)
    assert text_stream(page, Transform(), CodeTable()) == b""


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20))
def test_codes_mean_their_characters(text: str) -> None:
    """What the codes of a text mean by the ToUnicode map is the text, less the signs that no code may mean."""
    table = CodeTable.of([text])
    meaning = _meanings(table.to_unicode())
    codes = table.encode(text)
    decoded = "".join(meaning[codes[i : i + 2]] for i in range(0, len(codes), 2))
    assert decoded == "".join(c for c in text if c not in "\ufeff\ufffe\uffff\x00")


def _meanings(cmap: bytes) -> dict[bytes, str]:
    found: dict[bytes, str] = {}
    for line in cmap.decode("ascii").splitlines():
        parts = [bytes.fromhex(part.strip("<>")) for part in line.split() if part.startswith("<")]
        if len(parts) == 3:
            first, last = int.from_bytes(parts[0], "big"), int.from_bytes(parts[1], "big")
            assert first >> 8 == last >> 8, "a range must not leave its row"
            found |= {code.to_bytes(2, "big"): chr(code) for code in range(first, last + 1)}
        elif len(parts) == 2 and line != "<0000> <FFFF>":
            found[parts[0]] = parts[1].decode("utf-16-be")
    return found


def test_a_lone_surrogate_is_left_out() -> None:
    """Half a character cannot be written; the rest of the word is."""
    assert CodeTable.of(["а\ud800б"]).encode("а\ud800б") == "аб".encode("utf-16-be")


def test_the_font_is_small_and_always_the_same() -> None:
    """The font program weighs under a kilobyte and is made of the same bytes each time."""
    first = [font_program(cut) for cut in CUTS]
    font_program.cache_clear()
    assert [font_program(cut) for cut in CUTS] == first
    assert max(map(len, first)) < 1024
