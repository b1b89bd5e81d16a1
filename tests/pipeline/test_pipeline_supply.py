"""Sidecars that come after their scan: applied to the document that was made of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from digitize.confine import Pool
from digitize.errors import InputError
from digitize.model.reference import SourceReference
from digitize.pipeline.run import DocumentResult
from digitize.pipeline.supply import apply_sidecar, document_for
from digitize.pipeline.workshop import Workshop
from digitize.settings import Settings
from tests.export.compared_texts import lines_page
from tests.pipeline import work
from tests.pipeline.kept_documents import Kept, scan

SCAN = [
    "Уборка хлебов идёт во всех районах области.",
    "Машины вышли в поле до рассвета и до самого",
    "позднего вечера возили снопы на гумно.",
]


@pytest.fixture
def shop(tmp_path: Path, pool: Pool) -> Iterator[Workshop]:
    with Workshop(Settings(output=tmp_path / "out", jobs=1), pool=pool) as made:
        yield made


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    made = Kept(tmp_path / "out")
    made.document([lines_page(1, SCAN, columns=1)], reference=SourceReference())
    return made


def put(path: Path, text: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def supply_sidecar(sidecar: Path, names: tuple[str, ...], scan: Path | None, shop: Workshop) -> DocumentResult | None:
    """Finds the document, and applies the sidecar to it."""
    document = document_for(names, scan, shop.output)
    return None if document is None else apply_sidecar(sidecar, document, shop)


def test_a_toml_states_the_source_in_all_files(tmp_path: Path, kept: Kept, shop: Workshop) -> None:
    """Report, TEI and transcription tell it; the words, and the version that is kept, are as they were."""
    version = (kept.folder() / "transcriptions/ocr-1.json").read_bytes()
    sidecar = put(tmp_path / "in/vestnik.toml", 'title = "Вестник"\ndate = "1927-03"\n')
    result = supply_sidecar(sidecar, ("vestnik",), None, shop)
    assert result is not None
    assert (result.id, result.folder, result.errors) == ("vestnik", kept.folder(), ())
    told = work.report(kept.folder())
    assert (told["title"], told["reference"]["date"]) == ("Вестник", "1927-03")
    assert "Вестник" in (kept.folder() / "vestnik.tei.xml").read_text("utf-8")
    assert "Вестник" in (kept.folder() / "transcription.json").read_text("utf-8")
    assert (kept.folder() / "transcriptions/ocr-1.json").read_bytes() == version


def test_a_text_is_laid_by_itself(tmp_path: Path, kept: Kept, shop: Workshop) -> None:
    """As one that came with its scan."""
    sidecar = put(tmp_path / "in/vestnik.txt", " ".join(SCAN))
    result = supply_sidecar(sidecar, ("vestnik",), None, shop)
    assert result is not None
    assert result.errors == ()
    assert (kept.folder() / "alignments/reference-vestnik/alignment.json").is_file()


def test_the_scan_says_which_document_is_meant(tmp_path: Path, kept: Kept, shop: Workshop) -> None:
    """By its content, whatever it is called; one whose document is gone is nobody's."""
    page = scan(255)
    digest = work.report(kept.folder())["sources"][0]["sha256"]
    ids = kept.output / ".digitize/ids"
    ids.mkdir(exist_ok=True)
    (ids / digest).write_text("vestnik")
    path = tmp_path / "done/other.png"
    path.parent.mkdir()
    path.write_bytes(page)
    sidecar = put(tmp_path / "in/other.txt", " ".join(SCAN))
    result = supply_sidecar(sidecar, ("other",), path, shop)
    assert result is not None
    assert result.id == "vestnik"
    path.write_bytes(b"another")
    assert supply_sidecar(sidecar, ("other",), path, shop) is None


def test_a_second_name_finds_it_too(tmp_path: Path, kept: Kept, shop: Workshop) -> None:
    """A document whose id is another by a digest, and one that came under that name later."""
    report = work.report(kept.folder())
    report["sources"][0]["name"] = "vestnik.png"
    (kept.folder() / "report.json").write_text(json.dumps(report), encoding="utf-8")
    sidecar = put(tmp_path / "in/VESTNIK.txt", " ".join(SCAN))
    assert supply_sidecar(sidecar, ("VESTNIK",), None, shop) is not None


def test_which_of_several_is_meant_is_not_guessed(tmp_path: Path, kept: Kept, shop: Workshop) -> None:
    """Two documents of one name: the sidecar waits."""
    kept.document([lines_page(1, SCAN, columns=1)], "vestnik-0a1b2c3d", scan(9))
    for name in ("vestnik", "vestnik-0a1b2c3d"):
        report = work.report(kept.folder(name))
        report["sources"][0]["name"] = "vestnik.png"
        (kept.folder(name) / "report.json").write_text(json.dumps(report), encoding="utf-8")
    assert supply_sidecar(put(tmp_path / "in/vestnik.toml", 'title = "T"'), ("vestnik",), None, shop) is None


def test_a_bad_sidecar_changes_nothing(tmp_path: Path, kept: Kept, shop: Workshop) -> None:
    """It is named, and the document is as it was."""
    before = work.contents(kept.output)
    with pytest.raises(InputError, match=r"vestnik\.toml"):
        supply_sidecar(put(tmp_path / "in/vestnik.toml", 'date = "yesterday"'), ("vestnik",), None, shop)
    assert work.contents(kept.output) == before


def test_without_a_document_it_waits(tmp_path: Path, kept: Kept, shop: Workshop) -> None:
    """Nobody is found; a name that no document can have does no harm either."""
    for name in ("absent", "", "*", "../out/vestnik"):
        assert supply_sidecar(put(tmp_path / "in/absent.toml", 'title = "T"'), (name,), None, shop) is None
