"""The PDF before strangers who judge: veraPDF on every kind of page, pdf.js on words, lines and broken words."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import img2pdf  # type: ignore[import-untyped]
import pikepdf
import pytest
from PIL import Image

from benchmarks.pdf.boxes import edges
from benchmarks.pdf.readers import READERS, PdfjsAnswer, PdfjsOrder, ask_pdfjs, pdfium_finds
from benchmarks.pdf.verapdf import passes
from benchmarks.pdf.words import Agreement, ExpectedPage, agreement, as_joined_by
from digitize.export.pdf import pdf_conformance
from digitize.model.geometry import Transform
from digitize.model.transcription import PageStatus
from digitize.repair.hyphens import join_hyphens
from tests.export.pdf_drawing import CYRILLIC, DPI, Drawn, Shelf, draw, jpeg
from tests.export.pdf_readers import composed

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "scans" / "samples"
SMALL = draw(CYRILLIC[:30], size=(700, 500))
WHOLE = [word for word in CYRILLIC if not word.endswith("-")]


def _pages_of_widths() -> Iterator[Drawn]:
    for width in range(500, 900, 10):
        yield draw(CYRILLIC, size=(width, 800))


def _ends(drawn: Drawn) -> list[str]:
    return [line.words[-1].text for region in drawn.regions for line in region.lines]


def _shelf(folder: Path) -> Shelf:
    folder.mkdir()
    return Shelf(folder)


def _saved(drawn: Drawn, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    drawn.image.save(buffer, kind, **options)
    return buffer.getvalue()


def _one(data: bytes, media_type: str, drawn: Drawn = SMALL) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        shelf = _shelf(folder)
        shelf.page(shelf.put(data, "a", media_type), drawn)
        return shelf.export()

    return make


def _turned(folder: Path) -> Path:
    """A scan that lies on its side."""
    shelf = _shelf(folder)
    stored = SMALL.image.rotate(90, expand=True)
    sha = shelf.put(_saved(Drawn(stored, ()), "JPEG"), "a.jpg", "image/jpeg")
    shelf.page(sha, SMALL, turn_deg=90, to_canonical=Transform.turn(90, *stored.size))
    return shelf.export()


def _from_pdf(folder: Path) -> Path:
    """A scanned PDF of two pages with an old OCR layer in a font that is not embedded."""
    shelf = _shelf(folder)
    layout = img2pdf.get_fixed_dpi_layout_fun((DPI, DPI))
    with pikepdf.open(io.BytesIO(img2pdf.convert([jpeg(SMALL)] * 2, layout_fun=layout))) as pdf:
        page = pdf.pages[0]
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Courier)
        page.Resources.Font = pikepdf.Dictionary(Old=font)
        page.contents_add(b"q BT 3 Tr /Old 20 Tf 40 90 Td (OLD) Tj ET Q")
        buffer = io.BytesIO()
        pdf.save(buffer)
    sha = shelf.put(buffer.getvalue(), "a.pdf", "application/pdf")
    for frame in range(2):
        shelf.page(sha, SMALL, frame=frame, to_canonical=Transform.scale(DPI / 72))
    return shelf.export()


def _broken(folder: Path) -> Path:
    """A page with a word that is broken at the end of a line, and that a rule has joined."""
    shelf = _shelf(folder)
    drawn = next(page for page in _pages_of_widths() if "про-" in _ends(page))
    shelf.page(shelf.put(jpeg(drawn), "a.jpg", "image/jpeg"), drawn)
    shelf.pages[:] = join_hyphens(tuple(shelf.pages))
    return shelf.export()


def _several(folder: Path) -> Path:
    """Pages of several kinds and sizes: with words, leaning, empty, failed; with a heading and printed page numbers."""
    shelf = _shelf(folder)
    leaning = draw(CYRILLIC, lean_deg=2, size=(900, 700))
    shelf.page(shelf.put(jpeg(SMALL), "a.jpg", "image/jpeg"), SMALL)
    shelf.page(shelf.put(_saved(leaning, "PNG"), "b.png", "image/png"), leaning)
    shelf.page(shelf.put(jpeg(leaning), "c.jpg", "image/jpeg"), leaning, status=PageStatus.EMPTY)
    shelf.page(shelf.put(b"no image", "d.jpg", "image/jpeg"), SMALL, status=PageStatus.FAILED)
    return shelf.export()


def _sample(name: str) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        path = SAMPLES / name
        with Image.open(path) as image:
            drawn = draw(CYRILLIC * 40, columns=4, size=image.size, font_px=image.width // 90)
        media_type = "image/jpeg" if path.suffix == ".jpg" else "image/tiff"
        return _one(path.read_bytes(), media_type, drawn)(folder)

    return make


BILEVEL = draw(CYRILLIC[:30], size=(700, 500), mode="1")
COLOURED = draw(CYRILLIC[:30], size=(700, 500), mode="RGB")
KINDS: dict[str, Callable[[Path], Path]] = {
    "jpeg": _one(jpeg(SMALL), "image/jpeg"),
    "colour-jpeg": _one(jpeg(COLOURED), "image/jpeg"),
    "fax": _one(_saved(BILEVEL, "TIFF", compression="group4", dpi=(DPI, DPI)), "image/tiff", BILEVEL),
    "lzw": _one(_saved(SMALL, "TIFF", compression="tiff_lzw"), "image/tiff"),
    "grey-png": _one(_saved(SMALL, "PNG"), "image/png"),
    "jpeg2000": _one(_saved(SMALL, "JPEG2000"), "image/jp2"),
    "turned": _turned,
    "from-pdf": _from_pdf,
    "several": _several,
    "broken": _broken,
} | {path.stem: _sample(path.name) for path in sorted(SAMPLES.iterdir()) if path.suffix in (".jpg", ".tif")}


def test_verapdf_passes_every_kind(tmp_path: Path) -> None:
    """The reference validator finds PDF/A-2u in what claims it, for each kind of page; and none in a plain PDF."""
    plain = tmp_path / "plain.pdf"
    with pikepdf.Pdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(plain)
    made = {name: make(tmp_path / name) for name, make in KINDS.items()}
    assert len(made) > 12
    assert {name: pdf_conformance(path) for name, path in made.items()} == dict.fromkeys(made, "PDF/A-2U")
    judged = passes([*made.values(), plain])
    assert {name: judged[path] for name, path in made.items()} == dict.fromkeys(made, True)
    assert not judged[plain]


@pytest.fixture(scope="module")
def lean_pages(tmp_path_factory: pytest.TempPathFactory) -> dict[float, tuple[Drawn, Path]]:
    """Pages in two columns that lean a little, more, and so much that a line ends as high as the next one begins."""
    made = {}
    for lean in (0.0, 0.8, 2.9, -2.9):
        drawn = draw(WHOLE * 4, columns=2, size=(1300, 900), lean_deg=lean)
        shelf = Shelf(tmp_path_factory.mktemp("lean"))
        shelf.page(shelf.put(jpeg(drawn), "a.jpg", "image/jpeg"), drawn)
        made[lean] = drawn, shelf.export()
    return made


def test_pdfjs_finds_words_and_phrases_in_order(lean_pages: dict[float, tuple[Drawn, Path]]) -> None:
    """The viewer of browsers gives the words in order, and its find bar finds a phrase that goes over a line's end."""
    phrase = "яблок и груш. Погода стояла тёплая, и рабочіе съ утра"
    answers = ask_pdfjs([PdfjsOrder(path, (phrase, "нет такого")) for _, path in lean_pages.values()])
    for (drawn, _), answer in zip(lean_pages.values(), answers, strict=True):
        assert composed(answer.pages[0].split()) == composed(drawn.words)
        assert answer.found == [[4], [0]]


def test_edges_of_words_are_at_their_ink(lean_pages: dict[float, tuple[Drawn, Path]]) -> None:
    """Left and right sides of words lie within 3 px of the ink at 300 dpi in the median, leaning or not; leaning, boxes hold the lean."""
    for lean, (_, path) in lean_pages.items():
        sides = sorted(abs(edge.off_px) for edge in edges(path, DPI) if edge.sideways)
        assert len(sides) > 300
        assert sides[len(sides) // 2] <= (3 if not lean else 5)


@pytest.mark.parametrize("joined", [False, True])
def test_a_broken_word_is_found_whole(tmp_path: Path, joined: bool) -> None:
    """A word in two halves with a hyphen at the line's end: pdf.js finds it whole, poppler gives it whole.

    Where a rule has joined it, pdfium finds it too, and poppler gives it whole in the order of the stream as well.
    """
    drawn = next(page for page in _pages_of_widths() if "про-" in _ends(page))
    shelf = Shelf(tmp_path)
    shelf.page(shelf.put(jpeg(drawn), "a.jpg", "image/jpeg"), drawn)
    if joined:
        shelf.pages[:] = join_hyphens(tuple(shelf.pages))
    path = shelf.export()
    (answer,) = ask_pdfjs([PdfjsOrder(path, ("победитель проехал сорок вёрст", "проехал"))])
    assert isinstance(answer, PdfjsAnswer)
    assert answer.found == [[1], [1]]
    words = composed(drawn.words)
    expected = ExpectedPage(tuple(words), (words.index("про-"),))
    for name, read in READERS.items():
        (text,) = read(path)
        count = len(as_joined_by(expected, text.split()))
        assert agreement(expected, text) == Agreement(count, count, count), name
    assert "проехал" in READERS["poppler"](path)[0].split()
    assert pdfium_finds(path, 0, "проехал") is joined
    assert ("проехал" in READERS["poppler -raw"](path)[0].split()) is joined


def test_a_broken_word_with_what_is_no_character(tmp_path: Path) -> None:
    """Half a pair, as damaged files hold it, is left out of the whole word as it is out of its part."""
    drawn = next(page for page in _pages_of_widths() if "про-" in _ends(page))
    shelf = Shelf(tmp_path)
    shelf.page(shelf.put(jpeg(drawn), "a.jpg", "image/jpeg"), drawn)
    (page,) = join_hyphens(tuple(shelf.pages))
    (region,) = page.regions
    lines = tuple(
        replace(line, words=tuple(replace(w, text="пр\ud800о-") if w.text == "про-" else w for w in line.words))
        for line in region.lines
    )
    shelf.pages[:] = [replace(page, regions=(replace(region, lines=lines),))]
    assert pdfium_finds(shelf.export(), 0, "проехал")


def test_a_word_that_a_reader_loses_is_counted() -> None:
    """The measure itself: a lost word, a word too many and a changed order each cost; a joined word does not."""
    page = ExpectedPage(("со-", "брали", "яблоки"), (0,))
    assert agreement(page, "со-\nбрали яблоки") == Agreement(3, 3, 3)
    assert agreement(page, "собрали яблоки") == Agreement(2, 2, 2)
    assert agreement(page, "яблоки собрали") == Agreement(2, 2, 1)
    assert agreement(page, "со- брали") == Agreement(3, 2, 2)
    assert agreement(page, "собрали яблоки груши") == Agreement(3, 2, 2)
    assert agreement(page, "со-брали яблоки") == Agreement(2, 2, 2)
    at_the_end = ExpectedPage(("со-", "брали", "яблоки"), (), (0,))
    assert agreement(at_the_end, "собрали яблоки") == Agreement(2, 2, 2)
