"""The PDF as a whole: always the same bytes, its metadata, its weight, and no trace beside it."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from digitize import __version__
from digitize.errors import ExportError
from digitize.export.pdf import export_pdf, pdf_conformance
from digitize.export.pdf_pages import Assembler
from digitize.export.pdf_replace import replace_page_text
from digitize.model.reference import Proposal, SourceReference
from digitize.model.transcription import Doubt, PageStatus, RegionKind
from tests.export.documents import MemorySink
from tests.export.pdf_drawing import CYRILLIC, Drawn, Shelf, draw, jpeg
from tests.export.pdf_readers import poppler_raw, qpdf_complaints, rendered

ROOT = Path(__file__).parents[2]
ONE_PAGE = draw(CYRILLIC[:12], size=(500, 300))


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    made = Shelf(tmp_path)
    made.page(made.put(jpeg(ONE_PAGE), "a.jpg", "image/jpeg"), ONE_PAGE)
    return made


def _pages(shelf: Shelf, count: int) -> None:
    """As many pages as wanted, the fixture's one included."""
    for number in range(2, count + 1):
        drawn = draw(CYRILLIC[number : number + 8], size=(500, 300), number=number)
        shelf.page(shelf.put(jpeg(drawn), f"{number}.jpg", "image/jpeg"), drawn)


_ALONE = """
import hashlib, sys
from pathlib import Path
from tests.export.test_export_pdf import ONE_PAGE
from tests.export.pdf_drawing import Shelf, jpeg
shelf = Shelf(Path(sys.argv[1]))
shelf.page(shelf.put(jpeg(ONE_PAGE), "a.jpg", "image/jpeg"), ONE_PAGE)
shelf.export()
"""


def test_the_same_document_gives_the_same_bytes_in_silence(shelf: Shelf, tmp_path: Path) -> None:
    """Another process, another moment, another hash seed and folder: equal bytes; nothing is printed."""
    first = shelf.export().read_bytes()
    other = tmp_path / "other"
    other.mkdir()
    environment = {
        "PYTHONHASHSEED": "7",
        "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}",
        "TMPDIR": str(other),
        "PATH": "/usr/bin:/bin",
    }
    done = subprocess.run(
        [sys.executable, "-c", _ALONE, str(other)], env=environment, capture_output=True, check=True, cwd=ROOT
    )
    assert (done.stdout, done.stderr) == (b"", b"")
    assert (other / "out.pdf").read_bytes() == first


def test_threads_may_export_at_the_same_time(shelf: Shelf, tmp_path: Path) -> None:
    """Two documents exported side by side come out as they do alone."""
    second = Shelf(tmp_path)
    drawn = draw(CYRILLIC[20:30], size=(400, 200))
    second.page(second.put(jpeg(drawn), "b.jpg", "image/jpeg"), drawn)
    alone = [shelf.export().read_bytes(), second.export().read_bytes()]

    def run(work: Shelf) -> bytes:
        sink = MemorySink()
        export_pdf(work.document(), work, sink)
        return sink.files["вестник.pdf"]

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(run, [shelf, second])) == alone


def test_standard_error_is_left_as_it_was(shelf: Shelf) -> None:
    """What is said after an export is heard: the libraries do not keep standard error for themselves."""
    before = sys.stderr
    shelf.export()
    assert sys.stderr is before


def test_nothing_is_left_in_the_temporary_folder(shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither success nor failure leaves files behind."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    shelf.export()
    assert list(folder.iterdir()) == []
    shelf.page(shelf.put(b"rubbish", "b.jpg", "image/jpeg"), ONE_PAGE)
    with pytest.raises(ExportError):
        shelf.export()
    assert list(folder.iterdir()) == []


def test_a_failed_export_delivers_no_file(shelf: Shelf) -> None:
    """An error on page two leaves nothing in the sink."""
    shelf.page(shelf.put(b"rubbish", "b.jpg", "image/jpeg"), ONE_PAGE)
    sink = MemorySink()
    with pytest.raises(ExportError):
        export_pdf(shelf.document(), shelf, sink)
    assert sink.files == {}


def test_page_by_page_the_pdf_weighs_little_more_than_its_images(shelf: Shelf) -> None:
    """Beyond the image data: at most 5 %, 30 kB a page and 60 kB."""
    _pages(shelf, 6)
    images = sum(source.size_bytes for source in shelf.sources)
    assert shelf.export().stat().st_size < images * 1.05 + 6 * 30_000 + 60_000


@pytest.mark.parametrize(("limit", "value"), [("_PART_BYTES", 20_000), ("_PART_IMAGES", 3)])
def test_a_long_document_is_written_in_parts(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch, limit: str, value: int
) -> None:
    """Image data are not gathered in memory, nor are pages; those of all parts are there, in order, and text is exchanged in them."""
    monkeypatch.setattr(f"digitize.export.pdf_pages.{limit}", value)
    written: list[int] = []
    close = Assembler._close_part

    def noted(self: Assembler) -> None:
        written.append(len(self.part.pages))
        close(self)

    monkeypatch.setattr(Assembler, "_close_part", noted)
    _pages(shelf, 7)
    path = shelf.export()
    assert len(written) > 1
    assert sum(written) == len(shelf.pages)
    words = [word.text for page in shelf.pages for word in page.words]
    assert poppler_raw(path) == words
    assert pdf_conformance(path) == "PDF/A-2U"
    assert qpdf_complaints(path) == ""
    again = shelf.folder / "again.pdf"
    replace_page_text(path, again, shelf.document(), [5], shelf)
    assert again.read_bytes() == path.read_bytes()


def _described(path: Path) -> tuple[dict[str, object], dict[str, str]]:
    with pikepdf.open(path) as pdf:
        # Not as a context: leaving it would write the one into the other.
        return dict(pdf.open_metadata()), {str(key): str(value) for key, value in pdf.docinfo.items()}


_XMP = "{http://ns.adobe.com/xap/1.0/}"
_DC = "{http://purl.org/dc/elements/1.1/}"


def test_metadata_agree_in_both_places(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """Title, source reference, dates and tool stand in XMP and in the document information alike."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    citation = "Вестник <садовода> & Co. 1927. № 7"
    path = shelf.export(reference=SourceReference(title="Вестник", date="1927-03-05", citation=citation))
    xmp, info = _described(path)
    assert xmp[f"{_DC}title"] == info["/Title"] == "Вестник"
    assert xmp[f"{_DC}description"] == info["/Subject"] == citation
    assert xmp[f"{_DC}source"] == citation
    assert xmp[f"{_DC}date"] == ["1927-03-05"]
    assert xmp[f"{_DC}language"] == {"ru"}
    assert xmp[f"{_XMP}CreatorTool"] == info["/Creator"] == f"digitize {__version__}"
    assert xmp["{http://ns.adobe.com/pdf/1.3/}Producer"] == info["/Producer"]
    for key in ("CreateDate", "ModifyDate", "MetadataDate"):
        assert xmp[f"{_XMP}{key}"] == "1970-01-02T00:00:00+00:00"
    assert info["/CreationDate"] == info["/ModDate"] == "D:19700102000000+00'00'"
    with pikepdf.open(path) as pdf:
        assert str(pdf.Root.Lang) == "ru"
    assert pdf_conformance(path) == "PDF/A-2U"


def test_a_date_that_is_no_day_is_no_date_for_xmp(shelf: Shelf) -> None:
    """An uncertain or open date is kept as text: XMP knows calendar dates only, and a guess would be worse."""
    for date in ("192X", "1927-03~", "1927/1929", "1927-21"):
        path = shelf.export(reference=SourceReference(date=date))
        xmp, _ = _described(path)
        assert f"{_DC}date" not in xmp
        assert xmp[f"{_DC}coverage"] == date
        assert pdf_conformance(path) == "PDF/A-2U"


def test_without_a_reference_the_id_is_the_title(shelf: Shelf) -> None:
    """Nothing is invented: no subject, no date; proposals from the file name are not metadata."""
    proposal = Proposal("page", "7", "the name ends in 7")
    path = shelf.export(reference=SourceReference(proposals=(proposal,)))
    xmp, info = _described(path)
    assert info["/Title"] == "вестник"
    assert "/Subject" not in info
    assert {f"{_DC}source", f"{_DC}date", f"{_DC}coverage"}.isdisjoint(xmp)
    with pikepdf.open(path) as pdf:
        assert "/PageLabels" not in pdf.Root


def test_hostile_metadata_stay_archival(shelf: Shelf) -> None:
    """Control characters, brackets and half characters in a title do not break the packet."""
    reference = SourceReference(title="a<b>&\"'\x01\ud800\ufffe\n]]>", citation="\U0001d509 (x) \\ \r\n")
    path = shelf.export(reference=reference)
    _, info = _described(path)
    assert info["/Title"] == "a<b>&\"'  ]]>"
    assert pdf_conformance(path) == "PDF/A-2U"


@pytest.mark.parametrize(
    ("printed", "labels"),
    [("3", ["3", "4", "5"]), ("12об", ["1", "2", "3"]), (None, ["1", "2", "3"]), ("0", ["1", "2", "3"])],
)
def test_pages_are_labelled_as_printed(shelf: Shelf, printed: str | None, labels: list[str]) -> None:
    """A stated number of the first page labels it and those after it; a leaf number is left alone."""
    _pages(shelf, 3)
    path = shelf.export(reference=SourceReference(page=printed))
    with pikepdf.open(path) as pdf:
        assert [str(page.label) for page in pdf.pages] == labels


def _outline(path: Path) -> list[tuple[str, int, list[tuple[str, int]]]]:
    """Titles with the page that they lead to (from 0), and what is below them."""

    def target(pdf: pikepdf.Pdf, item: pikepdf.OutlineItem) -> int:
        destination = item.destination
        assert isinstance(destination, pikepdf.Array)
        return pdf.pages.index(pikepdf.Page(destination[0]))

    with pikepdf.open(path) as pdf, pdf.open_outline() as outline:
        return [
            (item.title, target(pdf, item), [(below.title, target(pdf, below)) for below in item.children])
            for item in outline.root
        ]


def _headed(shelf: Shelf, index: int) -> str:
    """Makes the region of a page a heading; its text."""
    page = shelf.pages[index]
    region = replace(page.regions[0], kind=RegionKind.HEADING)
    shelf.pages[index] = replace(page, regions=(region,))
    return " ".join(word.text for word in page.words)


def test_the_outline_names_pages_and_headings(shelf: Shelf) -> None:
    """Pages stand in the outline by their printed numbers, headings below the page that they stand on."""
    _pages(shelf, 3)
    heading = _headed(shelf, 1)
    path = shelf.export(reference=SourceReference(page="3"))
    assert _outline(path) == [("3", 0, []), ("4", 1, [(heading, 1)]), ("5", 2, [])]
    assert pdf_conformance(path) == "PDF/A-2U"


def test_the_outline_of_one_page_is_its_headings(shelf: Shelf) -> None:
    """A single page is not named; a long heading is cut, one in doubt is none."""
    assert _outline(shelf.export()) == []
    heading = _headed(shelf, 0)
    (page,) = shelf.pages
    ((title, target, below),) = _outline(shelf.export())
    assert (target, below) == (0, [])
    assert title == heading if len(heading) <= 120 else title == heading[:119].rstrip() + "…"
    region = page.regions[0]
    lines = tuple(replace(line, doubt=Doubt.UNREADABLE) for line in region.lines)
    shelf.pages[0] = replace(page, regions=(replace(region, lines=lines),))
    assert _outline(shelf.export()) == []


def test_the_claim_of_a_plain_pdf_is_none(tmp_path: Path) -> None:
    """A PDF that claims nothing conforms to nothing."""
    path = tmp_path / "plain.pdf"
    with pikepdf.Pdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(path)
    assert pdf_conformance(path) is None


def test_a_document_without_any_words(tmp_path: Path) -> None:
    """A document of empty pages is a PDF of its scans, archival, without a font."""
    shelf = Shelf(tmp_path)
    shelf.page(shelf.put(jpeg(ONE_PAGE), "a.jpg", "image/jpeg"), ONE_PAGE, status=PageStatus.EMPTY)
    path = shelf.export(languages=())
    with pikepdf.open(path) as pdf:
        assert "/Font" not in pdf.pages[0].Resources
        assert "/Lang" not in pdf.Root
    assert pdf_conformance(path) == "PDF/A-2U"


def test_the_scan_looks_the_same_with_and_without_words(shelf: Shelf, tmp_path: Path) -> None:
    """The text layer changes nothing that is seen."""
    bare = Shelf(tmp_path / "bare")
    bare.folder.mkdir()
    bare.page(bare.put(jpeg(ONE_PAGE), "a.jpg", "image/jpeg"), Drawn(ONE_PAGE.image, ()), status=PageStatus.EMPTY)
    assert rendered(shelf.export(), dpi=150).tobytes() == rendered(bare.export(), dpi=150).tobytes()


def test_a_layer_that_gets_lost_is_an_error(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """Should OCRmyPDF leave a page's words out, the export says so instead of delivering a page without them."""
    monkeypatch.setattr("digitize.export.pdf_plugin.Work.is_due", lambda _self, _index: False)
    with pytest.raises(ExportError, match="left out the text of a page"):
        shelf.export()


def test_a_page_of_nothing_but_doubt_has_no_text(shelf: Shelf) -> None:
    """Scribbles alone: a PDF of the image, no failure; with one line that is text, that line."""
    (page,) = shelf.pages
    (region,) = page.regions
    doubtful = tuple(replace(line, doubt=Doubt.UNREADABLE) for line in region.lines)
    shelf.pages[0] = replace(page, regions=(replace(region, lines=doubtful),))
    assert poppler_raw(shelf.export()) == []
    shelf.pages[0] = replace(page, regions=(replace(region, lines=(region.lines[0], *doubtful[1:])),))
    assert poppler_raw(shelf.export()) == [word.text for word in region.lines[0].words]
