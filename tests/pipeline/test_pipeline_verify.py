"""Verifying: damage of each kind is found and named with a way out; what was renewed or interrupted is not taken for damage."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from digitize.confine import Pool
from digitize.errors import InputError
from digitize.export import EXPORTERS
from digitize.model.decision import DecisionKind
from digitize.pipeline.again import export_again
from digitize.pipeline.decide import Wish, record_decisions
from digitize.pipeline.index import rebuild, refresh
from digitize.pipeline.sealing import REPORT, seal, sealed_after
from digitize.pipeline.verify import Finding, Trouble, Verification, verify
from digitize.pipeline.workshop import Workshop
from digitize.store.decision_log import read_decisions
from digitize.store.manifest import MANIFEST, OPEN_MANIFEST, read_manifest
from digitize.store.output import OutputFolder
from tests.pipeline.conftest import Delivered, Run
from tests.pipeline.kept_documents import Kept, read_page, word_id
from tests.pipeline.work import contents


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    """Two documents as a run leaves them, sealed."""
    made = Kept(tmp_path / "output")
    for name in ("pravda", "vestnik"):
        made.document([read_page(1)], name, hashlib.sha256(name.encode()).digest() * 10)
        seal(made.folder(name))
    return made


def looked(kept: Kept, *names: str, quick: bool = False) -> Verification:
    return verify(names, kept.settings, quick=quick)


def troubles(found: Verification) -> list[tuple[str, Trouble]]:
    return [(finding.path, finding.trouble) for finding in found.findings]


def original_of(kept: Kept, name: str) -> Path:
    report = json.loads((kept.folder(name) / REPORT).read_bytes())
    return OutputFolder(kept.output).original(report["sources"][0]["sha256"])


def flip(path: Path) -> None:
    """Changes a bit in the middle; size and time stay."""
    data, told = bytearray(path.read_bytes()), path.stat()
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    os.utime(path, ns=(told.st_atime_ns, told.st_mtime_ns))


def test_all_is_as_it_was_written(kept: Kept) -> None:
    """Every original and file is looked at, nothing is found, and nothing is written."""
    before = contents(kept.output)
    found = looked(kept)
    assert (found.documents, found.findings) == (2, ())
    assert found.files == 2 * (1 + 3)  # the original; report, transcription.json, its version
    assert found.size_bytes > 0
    assert contents(kept.output) == before


@pytest.mark.parametrize("file", ["transcription.json", "transcriptions/ocr-1.json", REPORT])
def test_a_bit_that_changed_is_found(kept: Kept, file: str) -> None:
    """In every file that is kept, and the other document is not blamed."""
    flip(kept.folder() / file)
    found = looked(kept)
    assert [finding.path for finding in found.damaged] == [f"vestnik/{file}"] or file == REPORT
    assert found.damaged and all(finding.document == "vestnik" and finding.hint for finding in found.damaged)
    assert looked(kept, "pravda").findings == ()


def test_a_changed_or_missing_original_is_found(kept: Kept) -> None:
    """By content, by size when that is quick, and when it is gone; the way out names its digest."""
    original = original_of(kept, "vestnik")
    flip(original)
    told = original.relative_to(kept.output).as_posix()
    assert troubles(looked(kept)) == [(told, Trouble.CHANGED)]
    assert troubles(looked(kept, quick=True)) == []
    original.write_bytes(b"short")
    assert troubles(looked(kept, quick=True)) == [(told, Trouble.CHANGED)]
    original.unlink()
    (finding,) = looked(kept, "vestnik").findings
    assert finding.trouble is Trouble.MISSING and original.name in finding.hint


def test_missing_files_are_found_quickly(kept: Kept) -> None:
    """Without a look into any; the way out is the export, or a backup where nothing can make it again."""
    (kept.folder() / "transcription.json").unlink()
    (kept.folder() / "transcriptions" / "ocr-1.json").unlink()
    found = {finding.path: finding for finding in looked(kept, quick=True).findings}
    assert found["vestnik/transcription.json"].hint == "digitize export vestnik"
    assert "backup" in found["vestnik/transcriptions/ocr-1.json"].hint
    assert {finding.trouble for finding in found.values()} == {Trouble.MISSING}


def test_what_nothing_tells_of_is_no_damage(kept: Kept) -> None:
    """A note that somebody put there is named, and all is well."""
    (kept.folder() / "notes.txt").write_text("mine")
    found = looked(kept)
    assert troubles(found) == [("vestnik/notes.txt", Trouble.EXTRA)] and found.damaged == ()


def test_a_document_without_its_report_is_missed(kept: Kept) -> None:
    """It is no document any more for any other command, but it was one."""
    (kept.folder() / REPORT).unlink()
    assert ("vestnik/report.json", Trouble.MISSING) in troubles(looked(kept))


def test_an_older_program_wrote_no_manifest(kept: Kept) -> None:
    """That is no damage; exports are compared with what the report tells; making the index anew writes it down."""
    (kept.folder() / MANIFEST).unlink()
    assert troubles(looked(kept)) == [(f"vestnik/{MANIFEST}", Trouble.UNKNOWN)]
    flip(kept.folder() / "transcription.json")
    assert ("vestnik/transcription.json", Trouble.CHANGED) in troubles(looked(kept))
    rebuild(kept.settings)
    assert (kept.folder() / MANIFEST).exists()


def test_decisions_that_are_added_are_no_damage(kept: Kept, decide: Callable[[Kept], None]) -> None:
    """The list may grow between two manifests; a line that has changed is found, and stays found after another export."""
    decide(kept)
    with sealed_after(kept.folder()):
        (kept.folder() / "extra").touch()  # something is renewed
    (kept.folder() / "extra").unlink()
    decide(kept)
    assert looked(kept).findings == ()
    path = kept.folder() / "decisions.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"by":"anna"', b'"by":"nina"', 1))
    assert troubles(looked(kept)) == [("vestnik/decisions.jsonl", Trouble.CHANGED)]
    with sealed_after(kept.folder()):
        (kept.folder() / "extra").touch()
    assert ("vestnik/decisions.jsonl", Trouble.CHANGED) in troubles(looked(kept))


@pytest.fixture
def decide() -> Callable[[Kept], None]:
    def once(kept: Kept) -> None:
        told = read_decisions(kept.folder()).sequence
        wish = Wish(DecisionKind.ACCEPT, "anna", "ocr-1", words=(word_id([read_page(1)], "саду"),))
        record_decisions("vestnik", told, [wish], kept.settings)

    return once


def test_an_interrupted_renewal_is_told_from_damage(kept: Kept) -> None:
    """What was being written is not called damaged; the export makes it whole, and then nothing is found."""
    folder = kept.folder()

    def killed() -> None:
        with sealed_after(folder):
            (folder / "transcription.json").write_bytes(b"half")
            raise RuntimeError("killed")

    with pytest.raises(RuntimeError):
        killed()
    assert (folder / OPEN_MANIFEST).exists() and not (folder / MANIFEST).exists()
    found = {finding.path: finding for finding in looked(kept).damaged}
    assert found[f"vestnik/{OPEN_MANIFEST}"].trouble is Trouble.INTERRUPTED
    assert found[f"vestnik/{OPEN_MANIFEST}"].hint == "digitize export vestnik"


def test_nothing_renewed_leaves_the_manifest(kept: Kept) -> None:
    """Also when something failed before anything was written."""
    before = (kept.folder() / MANIFEST).stat()
    with sealed_after(kept.folder()):
        pass
    with pytest.raises(RuntimeError), sealed_after(kept.folder()):
        raise RuntimeError("refused")
    after = (kept.folder() / MANIFEST).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_damaged_version_is_never_written_down(kept: Kept) -> None:
    """What is renewed beside it does not make it right."""
    flip(kept.folder() / "transcriptions" / "ocr-1.json")
    with sealed_after(kept.folder()):
        (kept.folder() / "extra").touch()
    (kept.folder() / "extra").unlink()
    assert troubles(looked(kept)) == [("vestnik/transcriptions/ocr-1.json", Trouble.CHANGED)]


def test_a_document_in_work_is_not_looked_at(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is waited for a little, and then said to be busy, which is no damage."""
    monkeypatch.setattr("digitize.pipeline.verify._WAIT_S", 0.1)
    with OutputFolder(kept.output).locked("vestnik"):
        found = looked(kept)
    assert troubles(found) == [("vestnik", Trouble.BUSY)] and not found.damaged


def test_an_index_that_is_behind_or_damaged(kept: Kept) -> None:
    """The one is a note, the other names the command that makes it anew."""
    refresh(kept.settings).close()
    assert looked(kept).findings == ()
    shutil.rmtree(kept.folder("pravda"))
    (finding,) = (each for each in looked(kept).findings if each.document is None and "index" in each.path)
    assert not finding.is_damage and "behind by 1 document;" in finding.told
    (kept.output / ".digitize" / "index.sqlite").write_bytes(b"no database" * 1000)
    damaged: Finding = next(each for each in looked(kept).findings if "index" in each.path)
    assert damaged.trouble is Trouble.UNREADABLE and "reindex" in damaged.hint


def test_an_unknown_document(kept: Kept) -> None:
    """A name that is none is refused before anything is looked at."""
    with pytest.raises(InputError, match="no document 'iskra'"):
        looked(kept, "iskra")


def test_real_runs_exports_and_damage(copy: Delivered, run: Run, pool: Pool) -> None:
    """What a run has left verifies; a damaged PDF and text are made again by the export, and verify again; so does a second run."""
    settings = Kept(copy.output).settings
    assert verify((), settings).findings == ()
    folder = copy.folder("urozhai")
    for name in ("urozhai.pdf", "urozhai.txt", "alto/0001.xml", "transcription.json"):
        flip(folder / name)
    (folder / "page" / "0001.xml").unlink()
    found = verify((), settings)
    assert {finding.path for finding in found.damaged} == {
        "urozhai/alto/0001.xml",
        "urozhai/page/0001.xml",
        "urozhai/transcription.json",
        "urozhai/urozhai.pdf",
        "urozhai/urozhai.txt",
    }
    assert {finding.hint for finding in found.damaged} == {"digitize export urozhai"}
    with Workshop(settings, pool=pool) as shop:
        export_again("urozhai", tuple(EXPORTERS), shop)
    assert verify((), settings).findings == ()
    run(copy.output, copy.inbox)
    assert verify((), settings).findings == ()
    assert set(read_manifest(folder) or {}) >= {REPORT, "urozhai.pdf", "transcriptions/ocr-1.json"}
