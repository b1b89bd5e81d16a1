"""Versions of a document's text: kept, used again, read back by name; older folders brought up to date, newer ones refused."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import pytest

from digitize.errors import InputError, UsageError
from digitize.model.transcription import Origin
from digitize.model.witness import Witness
from digitize.pipeline.upgrade import bring_up_to_date, refuse_newer
from digitize.pipeline.version_list import in_force_id, line_of, root_of, versions_of
from digitize.pipeline.versions import (
    keep_reference,
    load_document_version,
    load_reference,
    load_transcription,
    load_witness,
    parse_version,
)
from digitize.store.reference_file import KeptReference
from tests.export.documents import W, page
from tests.pipeline import work
from tests.pipeline.kept_documents import LINES, Kept, read_page

OTHER = [*LINES[:2], (W("говор"), W("о"), W("нем"), W("шёл."))]


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path / "out")


def reference(text: str, **changes: object) -> KeptReference:
    made = KeptReference(
        "vestnik", Witness.of_text("x", text), datetime(2027, 1, 1, tzinfo=UTC), "k.txt", "0" * 64, 3, "txt"
    )
    return replace(made, **changes)  # type: ignore[arg-type]


# Kept -------------------------------------------------------------------------------------------------------------------


def test_the_same_text_is_one_version(kept: Kept) -> None:
    """Whenever it comes again, also after another; its file is not touched."""
    kept.document([read_page()])
    path = kept.folder() / "transcriptions/ocr-1.json"
    before = (path.read_bytes(), path.stat().st_mtime_ns)
    assert kept.another_reading([read_page(1, OTHER)]).id == "ocr-2"
    assert kept.another_reading([read_page()]).id == "ocr-1"
    assert kept.another_reading([read_page(1, OTHER)]).id == "ocr-2"
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert work.versions(kept.folder()) == ["ocr-1", "ocr-2"]


def test_every_difference_makes_another_version(kept: Kept) -> None:
    """A confidence, a reading, a page less; but not the fifth decimal, which no file has."""
    kept.document([read_page()])
    word = W("шёл.", confidence=0.9000001)
    assert kept.another_reading([read_page(1, [*LINES[:2], (*LINES[2][:3], word)])]).id == "ocr-1"
    assert (
        kept.another_reading([read_page(1, [*LINES[:2], (*LINES[2][:3], replace(word, confidence=0.8))])]).id == "ocr-2"
    )
    assert (
        kept.another_reading([read_page(1, [*LINES[:2], (*LINES[2][:3], replace(word, reading="шел."))])]).id == "ocr-3"
    )
    assert kept.another_reading([read_page(), page(2)]).id == "ocr-4"


def test_a_damaged_version_is_not_used_and_not_written_over(kept: Kept) -> None:
    """A person may want to look at it; the text gets another number."""
    kept.document([read_page()])
    path = kept.folder() / "transcriptions/ocr-1.json"
    path.write_bytes(b"{")
    assert kept.another_reading([read_page()]).id == "ocr-2"
    assert path.read_bytes() == b"{"
    faults = {version.id: version.fault for version in versions_of(kept.folder())}
    assert faults["ocr-1"] and faults["ocr-2"] is None


def test_the_parent_of_changed_layers(kept: Kept) -> None:
    """It is told, and reached from any version that goes back to it."""
    kept.document([read_page()])
    made = kept.another_reading([read_page(1, OTHER)], parent="ocr-1")
    assert (made.id, made.parent, made.origin) == ("ocr-2", "ocr-1", Origin.OCR)
    assert line_of(kept.folder(), "ocr-2") == {"ocr-2"}
    parents = {
        "ocr-1": None,
        "reviewed-1": "ocr-1",
        "reviewed-2": "reviewed-1",
        "reviewed-3": "reviewed-4",
        "reviewed-4": "reviewed-3",
    }
    assert root_of("reviewed-2", parents) == "ocr-1"
    assert root_of("reviewed-3", parents) == "reviewed-4", "no end is no reason to go on for ever"


# Read back --------------------------------------------------------------------------------------------------------------


def test_names_of_versions() -> None:
    """What stands after the last at sign is a version when it looks like one."""
    told = {
        name: (parse_version(name).document, parse_version(name).version)
        for name in ("a", "a@ocr-1", "a@b", "a@b@ocr-2", "@ocr-1")
    }
    assert told == {
        "a": ("a", None),
        "a@ocr-1": ("a", "ocr-1"),
        "a@b": ("a@b", None),
        "a@b@ocr-2": ("a@b", "ocr-2"),
        "@ocr-1": ("@ocr-1", None),
    }


def test_a_version_by_its_name(kept: Kept) -> None:
    """Each version, and the one in force by the document's name alone; also with its pages' records."""
    made = kept.document([read_page()])
    other = kept.another_reading([read_page(1, OTHER)])
    assert load_transcription("vestnik", kept.settings) == made.transcription
    assert load_transcription("vestnik@ocr-1", kept.settings) == made.transcription
    assert load_transcription(f"{kept.folder()}@ocr-2", kept.settings) == other
    folder, document = load_document_version("vestnik@ocr-2", kept.settings)
    assert (folder, document.transcription, document.pages) == (kept.folder(), other, made.pages)
    assert load_document_version("vestnik", kept.settings)[1] == made
    assert load_witness("vestnik@ocr-2", kept.settings) == Witness.of_pages("ocr-2", other.pages)


def test_a_version_that_is_not_there(kept: Kept) -> None:
    """Those that there are stand in the error; a document that is not there is told as ever."""
    kept.document([read_page()])
    for load in (load_transcription, load_witness):
        with pytest.raises(InputError, match="There are: ocr-1"):
            load("vestnik@ocr-7", kept.settings)
        with pytest.raises(InputError, match="digitize documents"):
            load("nothing@ocr-1", kept.settings)
    with pytest.raises(InputError, match="no version reference-kniga"):
        load_reference("vestnik@reference-kniga", kept.settings)


def test_a_reference_by_its_name(kept: Kept) -> None:
    """Its words are had, its places are not, since it has none."""
    kept.document([read_page()])
    named = keep_reference(reference("Урожай в саду"), kept.folder(), "Моя книга")
    assert named.id == "reference-моя-книга"
    name = f"vestnik@{named.id}"
    assert load_reference(name, kept.settings) == named
    assert load_witness(name, kept.settings).text == "Урожай в саду"
    with pytest.raises(UsageError, match="no places"):
        load_transcription(name, kept.settings)
    with pytest.raises(UsageError, match="ID@reference-NAME"):
        load_reference("vestnik@ocr-1", kept.settings)


def test_references_of_one_name(kept: Kept) -> None:
    """The same text is kept once, whenever it is brought; another gets a number; nothing is written over."""
    folder = kept.folder()
    first = keep_reference(reference("один"), folder, "kniga")
    again = keep_reference(reference("один", created=datetime(2028, 1, 1, tzinfo=UTC)), folder, "kniga")
    second = keep_reference(reference("два"), folder, "kniga")
    assert first == again and (first.id, second.id) == ("reference-kniga", "reference-kniga-2")
    (folder / "transcriptions/reference-kniga.json").write_bytes(b"damaged")
    assert keep_reference(reference("один"), folder, "kniga").id == "reference-kniga-3"
    assert (folder / "transcriptions/reference-kniga.json").read_bytes() == b"damaged"


# Older and newer ones ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2", "1.3"])
def test_an_older_folder_is_brought_up_to_date(kept: Kept, version: str) -> None:
    """Its text becomes the first version, byte for byte; once is enough; until then it is read all the same."""
    kept.document([read_page()], versions=False)
    path = kept.folder() / "transcription.json"
    path.write_bytes(path.read_bytes().replace(b'"schema_version":"1.4"', f'"schema_version":"{version}"'.encode()))
    assert [v.id for v in versions_of(kept.folder())] == ["ocr-1"]
    assert load_transcription("vestnik@ocr-1", kept.settings).id == "ocr-1"
    assert bring_up_to_date(kept.folder()) and not bring_up_to_date(kept.folder())
    assert (kept.folder() / "transcriptions/ocr-1.json").read_bytes() == path.read_bytes()


def test_an_upgrade_that_is_interrupted(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing half is left; the next try does it."""
    kept.document([read_page()], versions=False)
    before = work.contents(kept.output)

    def interrupted(source: Path, target: Path) -> NoReturn:
        target.write_bytes(source.read_bytes()[:100])
        raise KeyboardInterrupt

    monkeypatch.setattr(shutil, "copyfile", interrupted)
    with pytest.raises(KeyboardInterrupt):
        bring_up_to_date(kept.folder())
    monkeypatch.undo()
    assert work.contents(kept.output) == before
    assert bring_up_to_date(kept.folder())


def test_a_lost_version_comes_back_from_the_text_in_force(kept: Kept) -> None:
    """As long as that is sound: what is damaged is no version of anything."""
    kept.document([read_page()])
    shutil.rmtree(kept.folder() / "transcriptions")
    assert bring_up_to_date(kept.folder())
    shutil.rmtree(kept.folder() / "transcriptions")
    path = kept.folder() / "transcription.json"
    path.write_bytes(path.read_bytes()[:-40])
    assert not bring_up_to_date(kept.folder())


@pytest.mark.parametrize(
    "name",
    [
        "report.json",
        "transcription.json",
        "transcriptions/ocr-1.json",
        "decisions.jsonl",
        "transcriptions/reference-k.json",
    ],
)
def test_files_of_a_newer_version(kept: Kept, name: str) -> None:
    """The file and its version are named, and nothing is touched."""
    kept.document([read_page()])
    keep_reference(reference("x"), kept.folder(), "k")
    (kept.folder() / "decisions.jsonl").write_bytes(b'{"schema_version": "1.0"}\n')
    path = kept.folder() / name
    head, _, rest = path.read_bytes().partition(b"\n")
    path.write_bytes(
        head.replace(b'"1.4"', b'"7.1"').replace(b'"1.0"', b'"7.1"') + b"\n" + rest.replace(b'"1.4"', b'"7.1"')
    )
    before = work.contents(kept.output)
    for step in (refuse_newer, bring_up_to_date):
        with pytest.raises(InputError, match=r"version 7\.1") as caught:
            step(kept.folder())
        assert str(path) in str(caught.value) and caught.value.hint
    assert work.contents(kept.output) == before


def test_damage_is_not_taken_for_a_newer_version(kept: Kept) -> None:
    """What cannot be read can be made again, and is no reason to refuse."""
    kept.document([read_page()])
    for name in ("report.json", "transcription.json", "transcriptions/ocr-1.json"):
        (kept.folder() / name).write_text(json.dumps([1]))
    refuse_newer(kept.folder())
    assert in_force_id(kept.folder()) is None
