"""Files that are no good scans, each with what the user must be told of it."""

from __future__ import annotations

import io
import os
import random
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf

from tests.pipeline import scans

Make = Callable[[Path], Path]


def _written(name: str, data: bytes | Callable[[], bytes]) -> Make:
    def make(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(data() if callable(data) else data)
        return path

    return make


def _cut(data: bytes, keep: float) -> bytes:
    return data[: int(len(data) * keep)]


def _cut_tiff() -> bytes:
    image = scans.page()
    return _cut(scans.encoded(image, "TIFF", save_all=True, append_images=[image], compression="tiff_lzw"), 0.7)


def _saved(pdf: pikepdf.Pdf, **options: object) -> bytes:
    buffer = io.BytesIO()
    pdf.save(buffer, **options)  # type: ignore[arg-type]
    return buffer.getvalue()


def _locked_pdf() -> bytes:
    return _saved(scans.born_digital_pdf(), encryption=pikepdf.Encryption(owner="o", user="u"))


def _large_pdf() -> bytes:
    """A page of 10 m by 10 m, which is painted over and over."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(100, 100))
    page.obj.MediaBox = pikepdf.Array([0, 0, 28346, 28346])
    page.obj.Contents = pdf.make_stream(b"0 0 28346 28346 re f 1 g 100 100 9 9 re f")
    return _saved(pdf)


def large_png(width: int = 60_000, height: int = 60_000) -> bytes:
    """A black and white PNG of any size, in half a megabyte."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    packer = zlib.compressobj(9)
    row = b"\0" + b"\xff" * ((width + 7) // 8)
    rows = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def _fifo(folder: Path) -> Path:
    os.mkfifo(folder / "fifo.png")
    return folder / "fifo.png"


def _loop(folder: Path) -> Path:
    (folder / "loop/inner").mkdir(parents=True)
    (folder / "loop/inner/again").symlink_to("..")
    return folder / "loop"


def _own_loop(folder: Path) -> Path:
    (folder / "itself.png").symlink_to("itself.png")
    return folder / "itself.png"


def _dangling(folder: Path) -> Path:
    (folder / "dangling.png").symlink_to("nowhere.png")
    return folder / "dangling.png"


def _empty_folder(folder: Path) -> Path:
    (folder / "empty folder").mkdir()
    return folder / "empty folder"


def _missing(folder: Path) -> Path:
    return folder / "missing.png"


BAD: dict[str, tuple[Make, str]] = {
    "empty file": (_written("empty.png", b""), "is empty"),
    "cut JPEG": (_written("cut.jpg", lambda: _cut(scans.encoded(scans.page(), "JPEG"), 0.5)), "cut off"),
    "cut PNG": (_written("cut.png", lambda: _cut(scans.encoded(scans.page(), "PNG"), 0.5)), "cut off"),
    "cut TIFF": (_written("cut.tif", _cut_tiff), "cut off"),
    "cut PDF": (_written("cut.pdf", lambda: _cut(scans.image_pdf(scans.page()), 0.5)), "damaged PDF"),
    "random bytes": (_written("random.png", random.Random(1).randbytes(4000)), "no known type"),
    "random bytes in a PDF": (_written("random.pdf", b"%PDF-1.7\n" + random.Random(2).randbytes(4000)), "damaged PDF"),
    "encrypted PDF": (_written("locked.pdf", _locked_pdf), "needs a password"),
    "PDF without pages": (_written("nopages.pdf", lambda: _saved(pikepdf.new())), "without pages"),
    "HTML as PDF": (_written("page.pdf", b"<!DOCTYPE html><html><body>Not found</body></html>"), "web page"),
    "60,000 px image": (_written("huge.png", large_png), "3,600,000,000 pixels"),
    "missing file": (_missing, "does not exist"),
    "FIFO": (_fifo, "named pipe"),
    "link to itself": (_own_loop, "leads back to itself"),
    "link to nothing": (_dangling, "does not exist"),
    "folder in a loop": (_loop, "link to a folder that it lies in"),
    "empty folder": (_empty_folder, "holds no scans"),
}
"""What cannot be read at all: nothing is delivered."""

ODD: dict[str, Make] = {
    "1x1 image": _written("one.png", lambda: scans.encoded(scans.page((), width=1, height=1), "PNG")),
    "PDF page of 10 m": _written("tenmetres.pdf", _large_pdf),
}
"""What is strange and can be read."""
