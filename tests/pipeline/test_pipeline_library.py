"""What is read back from the output folder: listed, shown, exported again; also when files there are damaged."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from digitize.confine import Pool
from digitize.errors import InputError, UsageError
from digitize.export import EXPORTERS
from digitize.pipeline.again import export_again
from digitize.pipeline.exports import Delivery
from digitize.pipeline.library import document_folder, load_report
from digitize.pipeline.listing import list_documents
from digitize.pipeline.workshop import Workshop
from digitize.settings import Settings
from tests.pipeline import work
from tests.pipeline.conftest import Delivered


def export(output: Path, name: str, pool: Pool, *formats: str) -> Delivery:
    with Workshop(Settings(output=output), pool=pool) as shop:
        return export_again(name, formats or tuple(EXPORTERS), shop)


def test_documents_are_listed(delivered: Delivered) -> None:
    """A row for each, in order of ids, with its title, its pages and its words."""
    rows = list_documents(Settings(output=delivered.output))
    assert [(row["id"], row["title"], row["pages"], row["state"]) for row in rows] == [
        ("listy", None, 3, "complete"),
        ("mixed", None, 2, "complete"),
        ("urozhai", "Сельская газета", 1, "complete"),
    ]
    assert [row["words"] for row in rows] == [result.words for result in delivered.results]


def test_listing_writes_nothing(tmp_path: Path) -> None:
    """A folder that is none of ours is not made one by looking at it; a missing one is empty."""
    assert list_documents(Settings(output=tmp_path)) == []
    assert list_documents(Settings(output=tmp_path / "missing")) == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "damage",
    [b"", b"{", b"[]", b"{}", b"null", b'{"pages": 1}', b"\xff\xfe", None],
    ids=["empty", "cut", "list", "object", "null", "wrong kind", "bytes", "folder"],
)
def test_a_damaged_report(copy: Delivered, damage: bytes | None) -> None:
    """Its document says so in the list, the others are listed; asked for alone it is bad input with a way out."""
    path = copy.folder("mixed") / "report.json"
    path.unlink()
    if damage is None:
        path.mkdir()
    else:
        path.write_bytes(damage)
    rows = {row["id"]: row["state"] for row in list_documents(Settings(output=copy.output))}
    assert rows.pop("mixed").startswith(("the report", "no document"))
    assert rows == {"listy": "complete", "urozhai": "complete"}
    with pytest.raises(InputError) as caught:
        load_report("mixed", Settings(output=copy.output))
    assert caught.value.hint


@pytest.mark.parametrize("name", ["nothing", "", "../..", "/", "x" * 300, "a\nb", "\udcff", "\0", ".digitize"])
def test_a_document_that_is_not_there(delivered: Delivered, name: str) -> None:
    """Any name that is none gives the same answer: how to see what is there."""
    with pytest.raises(InputError) as caught:
        document_folder(name, Settings(output=delivered.output))
    assert "digitize documents" in str(caught.value)
    str(caught.value).encode()


def test_a_document_by_its_folder(delivered: Delivered) -> None:
    """A path to the folder does as well as the id."""
    folder = delivered.folder("urozhai")
    assert document_folder(str(folder), Settings()) == folder


def test_exporting_again_gives_the_same_bytes(copy: Delivered, pool: Pool) -> None:
    """From the stored transcription alone, without cache and without recognition: every file as it was."""
    before = work.contents(copy.output)
    shutil.rmtree(copy.output / ".digitize/cache")
    for document in ("listy", "mixed", "urozhai"):
        for path in copy.folder(document).glob(f"{document}.*"):
            path.unlink(missing_ok=True)
        delivery = export(copy.output, document, pool)
        assert delivery.errors == ()
    assert work.contents(copy.output) == before


def test_exporting_some_formats(copy: Delivered, pool: Pool) -> None:
    """Only those asked for are written, and told of."""
    (copy.folder("urozhai") / "urozhai.pdf").unlink()
    delivery = export(copy.output, "urozhai", pool, "txt", "alto")
    assert sorted(delivery.outputs) == ["alto/0001.xml", "urozhai.txt"]
    assert not (copy.folder("urozhai") / "urozhai.pdf").exists()


def test_a_run_after_an_export_has_nothing_to_do(copy: Delivered, pool: Pool) -> None:
    """Exporting brings nothing out of step."""
    export(copy.output, "mixed", pool)
    before = work.contents(copy.output)
    results = work.run(copy.output, copy.inbox, pool=pool)
    assert work.engine_calls(results) == 0
    assert work.contents(copy.output) == before


def break_transcription(folder: Path, content: Any) -> None:
    path = folder / "transcription.json"
    if content is None:
        path.unlink(missing_ok=True)
    else:
        path.write_text(json.dumps(content))


def test_a_transcription_of_a_later_program(copy: Delivered, pool: Pool) -> None:
    """It is not written over by an older one."""
    break_transcription(copy.folder("urozhai"), {"schema_version": "99.0"})
    with pytest.raises(InputError, match=r"transcription\.json: written in version 99\.0"):
        export(copy.output, "urozhai", pool, "txt")


@pytest.mark.parametrize("content", [None, [], {}, {"schema_version": "1.0", "pages": 3}])
def test_a_damaged_transcription(copy: Delivered, pool: Pool, content: Any) -> None:
    """No export is made of it: of the version that is kept, where there is one; where there is none the file is named."""
    folder = copy.folder("urozhai")
    before = (folder / "urozhai.txt").read_bytes()
    break_transcription(folder, content)
    export(copy.output, "urozhai", pool, "txt")
    assert (folder / "urozhai.txt").read_bytes() == before
    (folder / "transcriptions/ocr-1.json").unlink()
    break_transcription(folder, content)
    with pytest.raises(InputError) as caught:
        export(copy.output, "urozhai", pool, "txt")
    assert "transcription.json" in str(caught.value)


def test_a_report_that_does_not_fit_its_transcription(copy: Delivered, pool: Pool) -> None:
    """Files of two documents mixed up are not exported as one."""
    shutil.copy(copy.folder("mixed") / "report.json", copy.folder("urozhai"))
    with pytest.raises(InputError, match="do not fit together"):
        export(copy.output, "urozhai", pool, "txt")


def test_without_its_original_a_document_has_no_pdf(copy: Delivered, pool: Pool) -> None:
    """The formats of text are written all the same; the failure is named, and is no bug."""
    shutil.rmtree(copy.output / ".digitize/originals")
    delivery = export(copy.output, "urozhai", pool)
    (error,) = delivery.errors
    assert "format pdf" in str(error.where)
    assert "internal error" not in error.message
    assert "urozhai.txt" in delivery.outputs


def test_a_document_elsewhere_is_not_written_to(copy: Delivered, tmp_path: Path, pool: Pool) -> None:
    """Its kept originals are in its own output folder: the command must name that one."""
    with pytest.raises(UsageError) as caught:
        export(tmp_path / "elsewhere", str(copy.folder("urozhai")), pool, "txt")
    assert f"--output {copy.output}" in str(caught.value)
