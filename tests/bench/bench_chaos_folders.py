"""A service's folders as they have to be in the end: one document in ``done``, one file in ``failed``."""

from __future__ import annotations

import json
from pathlib import Path

import pikepdf

from benchmarks.service.checks import Folders
from benchmarks.service.hand import Copy
from benchmarks.service.lives import Fate, digest

SCAN, BROKEN, SIDECAR, UNFINISHED = b"a scan", b"no scan", b'title = "Report"\n', b"half"
REASON = "b could not be digitised.\n\nWhat is wrong: it is no scan.\n\nWhat to do: put the scan itself there.\n"
COPIES = [
    Copy(1, digest(SCAN), Fate.DONE, "Report"),
    Copy(1, digest(SIDECAR), Fate.BESIDE),
    Copy(2, digest(BROKEN), Fate.FAILED),
    Copy(3, digest(UNFINISHED), Fate.STAYS),
]
KNOWN = {copy.content: {copy.life} for copy in COPIES}


def sound_folders(root: Path) -> Folders:
    """Makes them."""
    folders = Folders(root)
    put(root / "inbox" / "c.png.part", UNFINISHED)
    put(root / "done" / "a.png", SCAN)
    put(root / "done" / "a.toml", SIDECAR)
    put(root / "failed" / "b.png", BROKEN)
    put(root / "failed" / "b.reason.txt", REASON.encode())
    put(folders.inside / "originals" / digest(SCAN)[:2] / digest(SCAN), SCAN)
    put(folders.inside / "locks" / "ids", b"")
    document(folders, "a", SCAN)
    (root / "tmp").mkdir()
    return folders


def document(folders: Folders, name: str, scan: bytes) -> Path:
    """A document's folder, as far as it is looked at."""
    folder = folders.output / name
    put(folder / "transcriptions" / "ocr-1.json", b"{}")
    put(folder / "run.json", b"{}")
    put(folder / "alto" / "0001.xml", b"<alto/>")
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(folder / f"{name}.pdf")
    outputs = {of: digest((folder / of).read_bytes()) for of in ("alto/0001.xml", f"{name}.pdf")}
    sources = [{"sha256": digest(scan), "name": f"{name}.png"}]
    report = {"sources": sources, "outputs": outputs, "reference": {"title": "Report"}}
    put(folder / "report.json", json.dumps(report).encode())
    return folder


def put(path: Path, data: bytes) -> Path:
    """Writes a file, and the folders that it needs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path
