"""A stored document digitised again, from the copies that are kept of its originals."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from digitize.confine import Pool
from digitize.errors import InputError, UsageError
from digitize.pipeline.reread import content_at, digitise_again, document_with, settings_again
from digitize.pipeline.run import DocumentResult
from digitize.pipeline.workshop import Workshop
from digitize.settings import Settings
from tests.pipeline import work
from tests.pipeline.conftest import Delivered, Run


def again(output: Path, name: str, pool: Pool, pages: str | None = None, **changed: Any) -> DocumentResult:
    """Digitises a document again with some settings changed."""
    settings = settings_again(name, Settings(output=output, jobs=1), changed)
    with Workshop(settings, pool=pool) as shop:
        return digitise_again(name, shop, pages)


def test_nothing_changed_is_nothing_done(copy: Delivered, pool: Pool) -> None:
    """Everything as before: the pages from the cache, no file written, and the result says so."""
    before = work.contents(copy.output)
    for document in ("urozhai", "mixed", "listy"):
        result = again(copy.output, document, pool)
        assert (result.id, result.as_before, result.engine_calls) == (document, True, 0)
    assert work.contents(copy.output) == before


def test_other_settings_make_another_version(copy: Delivered, pool: Pool) -> None:
    """Read from the kept copy: the scan is not there any more. The version before and the source's name and citation stay."""
    before = work.report(copy.folder("urozhai"))
    result = again(copy.output, "urozhai", pool, languages="eng")
    assert (result.id, result.transcription, result.as_before) == ("urozhai", "ocr-2", False)
    assert work.versions(copy.folder("urozhai")) == ["ocr-1", "ocr-2"]
    after = work.report(copy.folder("urozhai"))
    assert after["sources"] == before["sources"]
    assert after["reference"] == before["reference"]
    assert after["reference"]["title"] == "Сельская газета"
    told = {**before["provenance"]["settings"], "languages": "eng"}
    assert after["provenance"]["settings"] == told
    back = again(copy.output, "urozhai", pool, languages=before["provenance"]["settings"]["languages"])
    assert back.transcription == "ocr-1"


def test_what_is_not_said_stays_as_it_was(copy: Delivered, pool: Pool, run: Run) -> None:
    """Settings of the document, not of this installation; and the pages that it has, unless others are asked for."""
    run(copy.output, copy.inbox / "mixed.pdf", pages="2", languages="rus", no_repair="homoglyph")
    again(copy.output, "mixed", pool, modernise=True)
    told = work.report(copy.folder("mixed"))
    assert [page["page_number"] for page in told["pages"]] == [2]
    settings = told["provenance"]["settings"]
    assert (settings["languages"], settings["no_repair"], settings["modernise"]) == ("rus", "homoglyph", True)
    assert again(copy.output, "mixed", pool, "1").pages == 1
    whole = again(copy.output, "mixed", pool, "all")
    assert whole.pages == len(work.report(copy.folder("mixed"))["pages"]) > 1


def test_a_lost_or_damaged_copy_is_told(copy: Delivered, pool: Pool) -> None:
    """It names the file and the way out; nothing is written."""
    (source,) = work.report(copy.folder("urozhai"))["sources"]
    kept = next((copy.output / ".digitize" / "originals").rglob(source["sha256"]))
    before = work.contents(copy.output)
    for damage, message in ((b"", "is empty"), (kept.read_bytes() + b"x", "kept copy of urozhai.png is damaged")):
        kept.chmod(0o644)
        kept.write_bytes(damage)
        (error,) = again(copy.output, "urozhai", pool).errors
        assert message in str(error)
    kept.unlink()
    (error,) = again(copy.output, "urozhai", pool).errors
    assert "the kept copy of urozhai.png is lost. Digitise the scan itself" in str(error)
    assert work.contents(copy.output) == before


def test_what_is_not_there_is_told(copy: Delivered, pool: Pool) -> None:
    """An unknown document, pages that it does not have, a setting that is none."""
    with pytest.raises(InputError, match="no document 'gazeta'"):
        again(copy.output, "gazeta", pool)
    (error,) = again(copy.output, "urozhai", pool, "7").errors
    assert "none of them in '7'" in str(error)
    with pytest.raises(UsageError, match="not a list of pages"):
        again(copy.output, "urozhai", pool, "first")
    with pytest.raises(UsageError, match="'languages'"):
        again(copy.output, "urozhai", pool, languages="r u s")


def test_a_document_is_found_by_the_content_of_its_scan(copy: Delivered, pool: Pool, tmp_path: Path) -> None:
    """Whatever the file or folder is called, and wherever it stands; what was never digitised is not found."""
    scan, folder = tmp_path / "renamed.png", tmp_path / "renamed"
    shutil.copyfile(copy.inbox / "urozhai.png", scan)
    shutil.copytree(copy.inbox / "listy", folder)
    with Workshop(Settings(output=copy.output, jobs=1), pool=pool) as shop:
        assert document_with(str(content_at(scan)), shop) == "urozhai"
        assert document_with(str(content_at(folder)), shop) == "listy"
        scan.write_bytes(b"another")
        assert document_with(str(content_at(scan)), shop) is None
        assert content_at(tmp_path / "nothing") is None
        shutil.rmtree(copy.folder("listy"))
        assert document_with(str(content_at(folder)), shop) is None
