"""Deleting documents: all of one and nothing of another; interrupted at any step, it can be finished."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from digitize.errors import EnvironmentFault, InputError
from digitize.pipeline.delete import delete_document, find_deletable
from digitize.pipeline.index import open_index, refresh
from digitize.pipeline.listing import list_documents
from digitize.store.output import OutputFolder
from tests.pipeline import work
from tests.pipeline.kept_documents import Kept, read_page, scan

SHARED, OWN = scan(10), scan(20)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    """Two documents that share an original, with what caches and index have of them."""
    made = Kept(tmp_path / "out")
    made.document([read_page(1), read_page(2)], "vestnik", OWN, SHARED)
    made.document([read_page(1)], "pravda", SHARED)
    output = OutputFolder(made.output)
    output.cache("aa" * 32, f'{{"source_sha256": "{sha256(OWN)}"}}'.encode())
    output.cache("bb" * 32, f'{{"source_sha256": "{sha256(SHARED)}"}}'.encode())
    output.cache("cc" * 32, b'{"vestnik.tei.xml": "0000"}')
    refresh(made.settings).close()
    return made


def cached(kept: Kept) -> set[str]:
    return {path.name[:2] for path in (kept.output / ".digitize/cache").rglob("*") if path.is_file()}


def everything(kept: Kept) -> dict[str, bytes]:
    """Every file but locks and the index, hidden ones too."""
    return {
        str(path.relative_to(kept.output)): path.read_bytes()
        for path in kept.output.rglob("*")
        if path.is_file() and "locks" not in path.parts and not path.name.startswith("index.sqlite")
    }


def indexed(kept: Kept) -> set[str]:
    with open_index(kept.settings) as index:
        return set(index.fingerprints())


def test_all_of_a_document_goes_and_nothing_else(kept: Kept) -> None:
    """Folder, id, rows, original and cache; what another document uses stays, to the byte."""
    other = {path: data for path, data in everything(kept).items() if path.startswith("pravda/")}
    done = delete_document("vestnik", kept.settings)
    assert (done.originals, done.originals_kept) == ((sha256(OWN),), (sha256(SHARED),))
    assert done.cache_entries == 2 and cached(kept) == {"bb"}
    left = everything(kept)
    assert {path: data for path, data in left.items() if path.startswith("pravda/")} == other
    assert not any("vestnik" in path or sha256(OWN) in path or data == b"vestnik" for path, data in left.items())
    assert OutputFolder(kept.output).original(sha256(SHARED)).read_bytes() == SHARED
    assert indexed(kept) == {"pravda"}
    assert [row["id"] for row in list_documents(kept.settings)] == ["pravda"]
    with pytest.raises(InputError, match="digitize documents"):
        find_deletable("vestnik", kept.settings)


def test_the_last_document_leaves_nothing(kept: Kept) -> None:
    """Not an original, not an id, not a lock of a document."""
    for name in ("vestnik", "pravda"):
        delete_document(name, kept.settings)
    assert everything(kept) == {}
    assert {path.name for path in (kept.output / ".digitize/locks").iterdir()} == {"ids", "index"}


def test_the_same_scan_may_come_again(kept: Kept) -> None:
    """Its name is free, and it gets it."""
    delete_document("vestnik", kept.settings)
    assert OutputFolder(kept.output).claim_id("vestnik", "0" * 64) == "vestnik"


@pytest.mark.parametrize("step", ["originals", "cache", "index", "folder", "forget"])
def test_a_deletion_that_is_interrupted(kept: Kept, step: str) -> None:
    """From the first step on it is no document any more; the same command removes the rest, as if nothing had been."""

    def interrupted(here: str) -> None:
        if here == step:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        delete_document("vestnik", kept.settings, interrupted)
    assert [row["id"] for row in list_documents(kept.settings)] == ["pravda"]
    assert find_deletable("vestnik", kept.settings) == "vestnik"
    delete_document("vestnik", kept.settings)
    left = everything(kept)
    assert not any("vestnik" in path or sha256(OWN) in path or data == b"vestnik" for path, data in left.items())
    assert (cached(kept), indexed(kept)) == ({"bb"}, {"pravda"})


def test_an_interruption_before_the_first_step(kept: Kept) -> None:
    """Nothing has happened."""
    before = everything(kept)

    def interrupted(step: str) -> None:
        raise KeyboardInterrupt(step)

    with pytest.raises(KeyboardInterrupt, match="retire"):
        delete_document("vestnik", kept.settings, interrupted)
    assert everything(kept) == before


def test_a_document_that_came_again_while_its_deletion_was_interrupted(kept: Kept) -> None:
    """Both go: the rest of the first, and the second."""

    def interrupted(step: str) -> None:
        if step == "cache":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        delete_document("vestnik", kept.settings, interrupted)
    kept.document([read_page(1), read_page(2)], "vestnik", OWN, SHARED)
    assert [row["id"] for row in list_documents(kept.settings)] == ["pravda", "vestnik"]
    delete_document("vestnik", kept.settings)
    assert not any("vestnik" in path or sha256(OWN) in path for path in everything(kept))


def test_originals_stay_when_it_cannot_be_told_who_uses_them(kept: Kept) -> None:
    """Another document's report is damaged: better a file too many than one too few."""
    (kept.folder("pravda") / "report.json").write_bytes(b"{")
    done = delete_document("vestnik", kept.settings)
    assert done.originals == () and len(done.originals_kept) == 2
    assert OutputFolder(kept.output).original(sha256(OWN)).is_file()


def test_a_document_without_a_report(kept: Kept) -> None:
    """What a killed run left, or a report that was lost: by its id it can be deleted all the same."""
    (kept.folder("pravda") / "report.json").unlink()
    assert find_deletable("pravda", kept.settings) == "pravda"
    done = delete_document("pravda", kept.settings)
    assert done.originals_kept == (sha256(SHARED),)
    assert not kept.folder("pravda").exists()


def test_what_lies_outside_is_not_touched(kept: Kept, tmp_path: Path) -> None:
    """Neither the scans that were dropped in, nor what links lead to."""
    outside = tmp_path / "scans"
    outside.mkdir()
    (outside / "vestnik.png").write_bytes(OWN)
    (kept.folder() / "link").symlink_to(outside)
    (kept.folder() / "alto").mkdir(exist_ok=True)
    (kept.folder() / "alto" / "deep").symlink_to(outside)
    delete_document("vestnik", kept.settings)
    assert (outside / "vestnik.png").read_bytes() == OWN


def test_a_document_folder_that_is_a_link(kept: Kept, tmp_path: Path) -> None:
    """The link goes, and not what it leads to."""
    elsewhere = tmp_path / "elsewhere"
    shutil.move(kept.folder(), elsewhere)
    kept.folder().symlink_to(elsewhere)
    delete_document("vestnik", kept.settings)
    assert not kept.folder().is_symlink() and (elsewhere / "report.json").is_file()


@pytest.mark.parametrize(
    "name", ["nothing", "", ".", "..", ".digitize", "../out/..", "/", "x" * 300, "\0", "a/b", "\udcff"]
)
def test_what_is_no_document(kept: Kept, name: str) -> None:
    """No name leads to anything else than a document of the folder."""
    before = everything(kept)
    with pytest.raises(InputError, match="digitize documents"):
        find_deletable(name, kept.settings)
    assert everything(kept) == before


def test_a_document_by_its_folder(kept: Kept) -> None:
    """A path does as well as the id, when it leads into the output folder."""
    assert find_deletable(str(kept.folder()), kept.settings) == "vestnik"
    with pytest.raises(InputError):
        find_deletable(str(kept.folder() / "transcriptions"), kept.settings)


def test_nothing_is_made_where_there_is_no_folder(tmp_path: Path) -> None:
    """Looking for a document makes no output folder."""
    with pytest.raises(InputError):
        find_deletable("vestnik", Kept(tmp_path / "missing").settings)
    assert not (tmp_path / "missing").exists()


def test_a_file_that_cannot_be_removed(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is named; the document is out of sight, and the command goes on another time."""
    real = Path.unlink

    def refused(path: Path, missing_ok: bool = False) -> None:
        if path.name == sha256(OWN):
            raise PermissionError(13, "Permission denied")
        real(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", refused)
    with pytest.raises(EnvironmentFault, match="no permission"):
        delete_document("vestnik", kept.settings)
    monkeypatch.undo()
    assert [row["id"] for row in list_documents(kept.settings)] == ["pravda"]
    assert delete_document("vestnik", kept.settings).originals == (sha256(OWN),)


def test_versions_and_decisions_go_too(kept: Kept) -> None:
    """Also what was put aside beside them."""
    kept.another_reading([read_page(1)])
    for name in ("decisions.jsonl", "decisions.torn"):
        (kept.folder() / name).write_bytes(b"")
    delete_document("vestnik", kept.settings)
    assert not any("vestnik" in path for path in work.contents(kept.output))


def test_what_is_deleted_makes_room_for_the_index(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a full disk the index cannot be written to: by then the document's files are gone."""

    def full(*_: object) -> None:
        raise EnvironmentFault("the disk is full", where="index.sqlite", hint="Make room")

    refresh(kept.settings).close()
    monkeypatch.setattr("digitize.pipeline.delete.open_index", full)
    with pytest.raises(EnvironmentFault):
        delete_document("vestnik", kept.settings)
    assert not kept.folder().exists() and not list((kept.output / ".digitize/deleted").iterdir())
    monkeypatch.undo()
    delete_document("vestnik", kept.settings)
    assert "vestnik" not in OutputFolder(kept.output).all_contents().values()
