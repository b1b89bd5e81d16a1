"""Texts that wait in the inbox with their scan, and go where it goes."""

from __future__ import annotations

from pathlib import Path

from digitize.watch.disposal import put_away
from digitize.watch.inbox import Entry, look


def put(path: Path, data: bytes = b"x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def entries(inbox: Path) -> list[Entry]:
    return [entry for unit in look(inbox).units for entry in unit.entries]


def names(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_texts_settle_with_their_scan(tmp_path: Path) -> None:
    """Of every ending; without a scan they wait, whatever their ending."""
    for name in ("a.pdf", "a.toml", "a.md", "a.txt", "a.reference.html", "b.txt", "c.reference.html"):
        put(tmp_path / name)
    told = {entry.path.name: [seen.path.name for seen in entry.sidecars] for entry in entries(tmp_path)}
    assert told == {"a.pdf": ["a.md", "a.reference.html", "a.toml", "a.txt"]}
    assert [seen.path.name for seen in look(tmp_path).lonely] == ["b.txt", "c.reference.html"]
    (unit,) = (unit for unit in look(tmp_path).units if unit.entries[0].path.name == "a.pdf")
    assert {seen.path.name for seen in unit.files} == {"a.pdf", "a.md", "a.reference.html", "a.toml", "a.txt"}


def test_texts_of_a_folder_settle_with_it(tmp_path: Path) -> None:
    """Beside it or in it, under its name."""
    for name in ("album/1.png", "album/album.md", "album.md", "album.reference.html"):
        put(tmp_path / name)
    (entry,) = entries(tmp_path)
    assert entry.is_folder
    assert [seen.path.name for seen in entry.sidecars] == ["album.md", "album.reference.html"]


def test_texts_go_with_their_scan(tmp_path: Path) -> None:
    """Under its new name where that one is taken; two with the same ending do not meet."""
    inbox, done = tmp_path / "inbox", tmp_path / "done"
    put(done / "a.reference.txt", b"old")
    for name in ("a.pdf", "a.txt", "a.reference.txt", "a.md"):
        put(inbox / name, name.encode())
    (entry,) = entries(inbox)
    put_away(entry, inbox, done)
    assert names(inbox) == []
    assert names(done) == ["a-2.md", "a-2.pdf", "a-2.reference.txt", "a-2.txt", "a.reference.txt"]
    assert (done / "a-2.reference.txt").read_bytes() == b"a.reference.txt"
