"""The outward contract: every file of a document, valid, with the same words; the original kept and untouched."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from pathlib import Path

import pikepdf
import pytest

from digitize.store.output import OutputFolder
from tests.export import extractors, schemas
from tests.pipeline import scans, work
from tests.pipeline.conftest import Delivered

PAGES = {"urozhai": 1, "mixed": 2, "listy": 3}


@pytest.fixture(params=sorted(PAGES))
def document(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_collection_is_delivered_whole(delivered: Delivered) -> None:
    """Each file is a document, the subfolder of images is one; natural order; nothing failed."""
    told = [(result.name, result.id, result.pages, result.errors) for result in delivered.results]
    assert told == [(name, name, PAGES[name], ()) for name in ("listy", "mixed", "urozhai")]


def test_every_file_of_the_contract_is_there(delivered: Delivered, document: str) -> None:
    """The files that the README promises, one per page where it says so, and no others."""
    found = {
        str(p.relative_to(delivered.folder(document))) for p in delivered.folder(document).rglob("*") if p.is_file()
    }
    numbers = [f"{number:04}" for number in range(1, PAGES[document] + 1)]
    expected = {f"{document}.pdf", f"{document}.txt", f"{document}.tei.xml"}
    expected |= {"transcription.json", "transcriptions/ocr-1.json", "report.json", "run.json", "manifest-sha256.txt"}
    expected |= (
        {f"alto/{n}.xml" for n in numbers} | {f"page/{n}.xml" for n in numbers} | {f"hocr/{n}.html" for n in numbers}
    )
    images = {path for path in found if path.startswith("images/")}
    assert found - images == expected
    assert {Path(path).stem for path in images} <= set(numbers)


def test_results_can_be_read_by_others(delivered: Delivered, document: str) -> None:
    """Result files are not for the owner's eyes alone, as temporary files are."""
    for path in delivered.folder(document).rglob("*"):
        if path.is_file():
            assert stat.S_IMODE(path.stat().st_mode) == 0o644, path


@pytest.mark.parametrize("name", ["transcription", "report", "run"])
def test_json_is_valid(delivered: Delivered, document: str, name: str) -> None:
    """Our own JSON files are valid against docs/schemas."""
    content = json.loads((delivered.folder(document) / f"{name}.json").read_bytes())
    assert list(schemas.own(name).iter_errors(content)) == []


def test_the_text_in_force_is_kept_as_a_version(delivered: Delivered, document: str) -> None:
    """``transcriptions/ocr-1.json`` has the bytes of ``transcription.json``."""
    folder = delivered.folder(document)
    assert (folder / "transcriptions/ocr-1.json").read_bytes() == (folder / "transcription.json").read_bytes()


def test_xml_is_valid(delivered: Delivered, document: str, official_schemas: Path) -> None:
    """ALTO, PAGE and TEI are valid against the official schemas."""
    files = work.contents(delivered.folder(document))
    assert f"{document}.tei.xml" in files
    schemas.assert_valid(files, official_schemas)


def test_the_same_words_in_every_format(delivered: Delivered, document: str) -> None:
    """ALTO, PAGE, hOCR, TEI and JSON have the same printed words in the same order; the text has the reading layer."""
    files = work.contents(delivered.folder(document))
    printed = extractors.json_words(files)
    assert len(printed) > 5
    assert extractors.alto_words(files) == printed
    assert extractors.page_words(files) == printed
    assert extractors.hocr_words(files) == printed
    assert extractors.tei_words(files) == printed
    reading = [word for word in extractors.json_words(files, "reading") if word]
    assert files[f"{document}.txt"].decode().split() == reading


@pytest.mark.parametrize("document", ["urozhai", "listy"])
def test_the_pdf_has_the_words(delivered: Delivered, document: str) -> None:
    """What a reader copies out of the PDF is the printed layer, page by page."""
    files = work.contents(delivered.folder(document))
    content = json.loads(files["transcription.json"])
    expected = [
        " ".join(w["text"] for region in page["regions"] for line in region["lines"] for w in line["words"])
        for page in content["pages"]
    ]
    assert work.pdf_text(delivered.folder(document) / f"{document}.pdf") == expected


def test_what_was_drawn_is_read(delivered: Delivered) -> None:
    """The words are those of the scan: this is no test of accuracy, but of having read this page and no other."""
    read = extractors.json_words(work.contents(delivered.folder("urozhai")))
    drawn = scans.words(scans.RUSSIAN)
    assert len(set(read) & set(drawn)) > 0.8 * len(set(drawn))


def test_pages_of_a_folder_are_in_natural_order(delivered: Delivered) -> None:
    """list2 stands before list10, and the report says which file each page is from."""
    told = work.report(delivered.folder("listy"))
    names = {source["sha256"]: source["name"] for source in told["sources"]}
    assert [names[page["source_sha256"]] for page in told["pages"]] == ["list1.png", "list2.png", "list10.png"]


def test_a_page_born_digital_is_not_doubled(delivered: Delivered) -> None:
    """A page with visible text of its own keeps it and gets none of ours; the report says that it has some."""
    scan, digital = work.pdf_text(delivered.folder("mixed") / "mixed.pdf")
    assert digital.split() == scans.words(scans.ENGLISH)
    assert len(scan.split()) > 15
    warnings = [page["warnings"] for page in work.report(delivered.folder("mixed"))["pages"]]
    assert not any("text layer" in warning for warning in warnings[0])
    assert any("visible text layer" in warning for warning in warnings[1])


def test_a_rendered_page_has_its_image(delivered: Delivered) -> None:
    """A page that is no single image in its file is rendered, and the image kept beside the results."""
    paths = [page["image_path"] for page in work.report(delivered.folder("mixed"))["pages"]]
    assert paths[1] == "images/0002.png"
    assert (delivered.folder("mixed") / "images/0002.png").is_file()


def test_the_sidecar_reaches_the_results(delivered: Delivered) -> None:
    """Title, date, page and citation are in the report, the transcription, the TEI header and the PDF."""
    folder = delivered.folder("urozhai")
    for name in ("report.json", "transcription.json"):
        stated = json.loads((folder / name).read_bytes())["reference"]
        assert [stated[key] for key in ("title", "date", "page")] == ["Сельская газета", "1927-11-02", "4"]
        assert stated["citation"].startswith("Сельская газета, 2 ноября")
    assert "Сельская газета" in (folder / "urozhai.tei.xml").read_text("utf-8")
    with pikepdf.open(folder / "urozhai.pdf") as pdf:
        assert str(pdf.docinfo.Title) == "Сельская газета"


def test_originals_are_kept_and_untouched(delivered: Delivered) -> None:
    """Each source file is kept under its digest, and the dropped files are as they were."""
    output = OutputFolder(delivered.output)
    files = [path for path in delivered.inbox.rglob("*") if path.suffix in (".png", ".pdf")]
    assert len(files) == 5
    for path in files:
        data = path.read_bytes()
        kept = output.original(hashlib.sha256(data).hexdigest())
        assert kept.read_bytes() == data
        assert not os.path.samestat(kept.stat(), path.stat())


def test_the_report_tells_of_every_output(delivered: Delivered, document: str) -> None:
    """Digests in the report are those of the files; only itself, the timings, and the versions that are kept are not in it."""
    files = work.exports(delivered.folder(document))
    told = work.report(delivered.folder(document))["outputs"]
    assert told == {path: hashlib.sha256(data).hexdigest() for path, data in files.items() if path != "report.json"}


def test_provenance_and_choices(delivered: Delivered, document: str) -> None:
    """The report says with which tools and settings, what was chosen for each page, and why."""
    told = work.report(delivered.folder(document))
    names = [tool["name"] for tool in told["provenance"]["tools"]]
    assert names == sorted(names) and {"digitize", "tesseract", "ocrmypdf"} <= set(names)
    assert all(tool["version"] for tool in told["provenance"]["tools"])
    assert told["provenance"]["settings"] == {
        "engine": "both",
        "languages": "auto",
        "modernise": False,
        "no_repair": "none",
        "profile": "auto",
        "split_spreads": "auto",
        "text_layer": "replace",
    }
    assert told["complete"] is True
    for page in told["pages"]:
        told_of = {choice["what"] for choice in page["choices"]}
        assert {"turn", "deskew", "layout", "toning", "scale", "resolution", "engine", "languages"} <= told_of
        assert all(choice["why"] for choice in page["choices"])


def test_nothing_half_is_left(delivered: Delivered) -> None:
    """No temporary file stays behind."""
    assert work.leftovers(delivered.output) == []
