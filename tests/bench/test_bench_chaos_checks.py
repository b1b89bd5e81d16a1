"""The checks of the chaos run: each finds what it is there for, in folders that were spoilt."""

from __future__ import annotations

import fcntl
import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks.service.checks import Folders, check
from benchmarks.service.lives import digest
from tests.bench.bench_chaos_folders import COPIES, KNOWN, SCAN, document, put, sound_folders


def kinds(folders: Folders) -> list[str]:
    return [fault.kind for fault in check(folders, COPIES, KNOWN).faults]


def test_sound_folders_have_no_fault(tmp_path: Path) -> None:
    """Every file is where it has to be, and everything is counted."""
    outcome = check(sound_folders(tmp_path), COPIES, KNOWN)
    assert outcome.faults == ()
    assert outcome.rooms == {"inbox": 1, "done": 2, "failed": 1}
    assert outcome.documents == 1


def _move(old: str, new: str) -> Callable[[Path], object]:
    return lambda root: shutil.move(root / old, root / new)


def _write(name: str, data: bytes) -> Callable[[Path], object]:
    return lambda root: put(root / name, data)


def _remove(name: str) -> Callable[[Path], object]:
    return lambda root: (root / name).unlink()


def _report_says(change: Callable[[dict[str, dict[str, object]]], object]) -> Callable[[Path], object]:
    def spoil(root: Path) -> None:
        path = root / "output" / "a" / "report.json"
        report = json.loads(path.read_bytes())
        change(report)
        path.write_text(json.dumps(report), "utf-8")

    return spoil


def _spoil_original(root: Path) -> None:
    put(root / "output" / ".digitize" / "originals" / digest(SCAN)[:2] / digest(SCAN), b"another")


def _lose_original(root: Path) -> None:
    (root / "output" / ".digitize" / "originals" / digest(SCAN)[:2] / digest(SCAN)).unlink()


def _second_document(root: Path) -> None:
    document(Folders(root), "a-2", SCAN)


def _document_of_a_half(root: Path) -> None:
    put(root / "output" / ".digitize" / "originals" / digest(b"a sc")[:2] / digest(b"a sc"), b"a sc")
    document(Folders(root), "half", b"a sc")


def _no_document(root: Path) -> None:
    shutil.rmtree(root / "output" / "a")


def _run_without_end(root: Path) -> None:
    folder = root / "output" / ".digitize" / "prefect"
    folder.mkdir(parents=True)
    with closing(sqlite3.connect(folder / "prefect.db")) as connection, connection:
        connection.execute("CREATE TABLE flow_run (name TEXT, state_type TEXT)")
        connection.execute("INSERT INTO flow_run VALUES ('a.png', 'RUNNING'), ('b.png', 'COMPLETED')")


SPOILT: dict[str, tuple[Callable[[Path], object], list[str]]] = {
    "lost": (_remove("done/a.png"), ["lost"]),
    "twice": (_write("failed/b-2.png", b"no scan"), ["more copies than were dropped"]),
    "an empty place": (
        _write("done/a-2.png", b""),
        ["a file that was never dropped", "done, but there is no document"],
    ),
    "not taken": (_move("done/a.png", "inbox/a.png"), ["not taken"]),
    "refused": (_move("done/a.png", "failed/b-3.png"), ["in the wrong room"]),
    "taken too early": (_move("inbox/c.png.part", "failed/b.part"), ["in the wrong room"]),
    "no reason": (_remove("failed/b.reason.txt"), ["failed without a reason"]),
    "no reason among others": (
        _move("failed/b.png", "failed/x.png"),
        ["failed without a reason", "a reason without its file"],
    ),
    "an empty reason": (_write("failed/b.reason.txt", b"It failed."), ["a reason that says nothing"]),
    "no document": (_no_document, ["done, but there is no document"]),
    "two documents": (_second_document, ["two documents of one content"]),
    "half a document": (_document_of_a_half, ["a document of half a file"]),
    "a file is missing": (_remove("output/a/a.pdf"), ["a file of a document is missing"]),
    "a file is another": (_write("output/a/alto/0001.xml", b"<ALTO/>"), ["a file of a document has another digest"]),
    "a file is torn": (_write("output/a/more.json", b"{"), ["a file of a document cannot be read"]),
    "a PDF is torn": (_write("output/a/more.pdf", b"%PDF"), ["a file of a document cannot be read"]),
    "read twice": (_write("output/a/transcriptions/ocr-2.json", b"{}"), ["digitised to another version"]),
    "not finished": (_remove("output/a/run.json"), ["a document without run.json"]),
    "no original": (_lose_original, ["an original is missing"]),
    "another original": (_spoil_original, ["an original has another digest"]),
    "its sidecar": (_report_says(lambda of: of["reference"].update(title=None)), ["its sidecar was not read"]),
    "half written": (
        _write("output/a/.part-1.pdf", b""),
        ["a file of a document cannot be read", "a temporary file is left"],
    ),
    "left in /tmp": (_write("tmp/digitize-1/x", b""), ["something is left in the folder for temporary files"]),
    "a database": (_write("output/.digitize/index.sqlite", b"no database" * 99), ["a database is damaged"]),
    "a run": (_run_without_end, ["a run of Prefect is not over"]),
}


@pytest.mark.parametrize("what", SPOILT)
def test_what_is_spoilt_is_found(tmp_path: Path, what: str) -> None:
    """Each kind of damage is found, and called what it is."""
    folders = sound_folders(tmp_path)
    spoil, expected = SPOILT[what]
    spoil(tmp_path)
    assert sorted(kinds(folders)) == sorted(expected)


def test_temporary_files_of_the_last_start_are_nobodys_fault(tmp_path: Path) -> None:
    """They are left when it has to be ended by force; the next start removes them."""
    folders = sound_folders(tmp_path)
    put(tmp_path / "tmp" / "digitize-run-1" / "lock", b"")
    assert check(folders, COPIES, KNOWN, last_start=0.0).faults == ()
    assert len(check(folders, COPIES, KNOWN).faults) == 1


def test_a_page_of_html_need_not_be_xml(tmp_path: Path) -> None:
    """But hOCR is."""
    folders = sound_folders(tmp_path)
    put(tmp_path / "output" / "a" / "alignments" / "x" / "alignment.html", b"<html><meta charset=utf-8><p>x</html>")
    assert kinds(folders) == []
    put(tmp_path / "output" / "a" / "hocr" / "0001.html", b"<html><meta charset=utf-8><p>x</html>")
    assert kinds(folders) == ["a file of a document cannot be read"]


def test_a_lock_that_is_held_is_found(tmp_path: Path) -> None:
    """By whoever it is, and also below."""
    folders = sound_folders(tmp_path)
    with put(folders.inside / "locks" / "runs" / "1", b"").open("rb") as stream:
        fcntl.flock(stream.fileno(), fcntl.LOCK_EX)
        assert kinds(folders) == ["a lock is held"]


def test_a_fault_names_the_lives_it_concerns(tmp_path: Path) -> None:
    """So that the ledger can tell what was done to the file."""
    folders = sound_folders(tmp_path)
    (tmp_path / "failed" / "b.png").unlink()
    (tmp_path / "failed" / "b.reason.txt").unlink()
    (fault,) = check(folders, COPIES, KNOWN).faults
    assert (fault.kind, fault.lives) == ("lost", (2,))
