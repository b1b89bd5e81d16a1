"""What a file is: digest, type by signature, number of pages."""

from __future__ import annotations

import hashlib
import os
import pickle
import zipfile
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from digitize.errors import InputError
from digitize.ingest import identify
from tests.ingest.drawn import MANY, encoded, known, page, pdf_pages, saved


def refusal(path: Path, **limits: int) -> InputError:
    with pytest.raises(InputError) as caught:
        identify(path, **{"max_file_bytes": MANY, "max_pages": 100, **limits})
    assert caught.value.where
    assert path.name in caught.value.where or "\\x" in caught.value.where
    assert caught.value.hint
    return caught.value


@pytest.mark.parametrize(
    ("form", "options", "media_type"),
    [
        ("TIFF", {}, "image/tiff"),
        ("TIFF", {"big_tiff": True}, "image/tiff"),
        ("JPEG", {}, "image/jpeg"),
        ("PNG", {}, "image/png"),
        ("JPEG2000", {}, "image/jp2"),
        ("JPEG2000", {"no_jp2": True}, "image/j2c"),
        ("WEBP", {"lossless": True}, "image/webp"),
        ("BMP", {}, "image/bmp"),
        ("GIF", {}, "image/gif"),
        ("PDF", {}, "application/pdf"),
    ],
)
def test_type_by_signature(tmp_path: Path, form: str, options: dict[str, Any], media_type: str) -> None:
    """The type comes from the bytes; a wrong ending changes nothing. Digest and size are those of the bytes."""
    data = encoded(page(), form, **options)
    path = tmp_path / "really.txt"
    path.write_bytes(data)
    source = known(path)
    assert (source.media_type, source.frames, source.name) == (media_type, 1, "really.txt")
    assert (source.sha256, source.size_bytes) == (hashlib.sha256(data).hexdigest(), len(data))
    assert pickle.loads(pickle.dumps(source)) == source


def test_pages_are_counted(tmp_path: Path) -> None:
    """Pages of PDF and TIFF; one for an animation, of which the first frame counts."""
    frames = [page(), page(60, 60), page(30, 30)]
    tiff = saved(tmp_path / "a.tif", frames[0], "TIFF", save_all=True, append_images=frames[1:])
    gif = saved(tmp_path / "a.gif", frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert known(tiff).frames == 3
    assert known(gif).frames == 1
    assert known(pdf_pages(tmp_path / "a.pdf", 7)).frames == 7


def test_bytes_before_a_pdf(tmp_path: Path) -> None:
    """A PDF header may stand anywhere in the first KiB."""
    data = pdf_pages(tmp_path / "a.pdf", 1).read_bytes()
    (tmp_path / "b.pdf").write_bytes(b"\r\nmail header\r\n" + data)
    assert known(tmp_path / "b.pdf").media_type == "application/pdf"


@pytest.mark.parametrize(
    ("data", "looks_like", "way_out"),
    [
        (b"<!DOCTYPE html><html><body>404</body></html>", "web page", "Download"),
        (b"\xef\xbb\xbf\n <HTML>", "web page", "Download"),
        (b"<?xml version='1.0'?><alto/>", "XML", "PDF, TIFF"),
        ("Просто текст".encode() * 400, "plain text", "PDF, TIFF"),
        (b"%!PS-Adobe-3.0\n", "PostScript", "ps2pdf"),
        (b"AT&TFORM\0\0\0\0DJVM", "DjVu", "ddjvu"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC", "JPEG"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0", "video", "JPEG"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Office", "PDF"),
        (b"\x1f\x8b\x08\0", "gzip", "Unpack"),
        (b"\0" * 5000, "zero bytes", "again"),
        (bytes(range(255, -1, -1)) * 4, "no known type", "PDF, TIFF"),
        (b"BMW and other plain text", "plain text", "PDF, TIFF"),
        (b"\x7fELF\2\1\1", "a program", "PDF, TIFF"),
    ],
)
def test_what_is_not_read_is_named(tmp_path: Path, data: bytes, looks_like: str, way_out: str) -> None:
    """The message says what the file looks like, and the hint what to do or what is read."""
    (tmp_path / "scan.pdf").write_bytes(data)
    error = refusal(tmp_path / "scan.pdf")
    assert looks_like in error.message
    assert way_out in str(error.hint)


@pytest.mark.parametrize(("member", "looks_like"), [("word/document.xml", "Word"), ("page1.jpg", "ZIP archive")])
def test_archives_are_told_apart(tmp_path: Path, member: str, looks_like: str) -> None:
    """A Word document and an archive of scans are both ZIP files; the user should know which."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(member, b"x")
    assert looks_like in refusal(tmp_path / "a.zip").message


def test_an_empty_file(tmp_path: Path) -> None:
    """Nothing in it: said so."""
    (tmp_path / "a.tif").touch()
    assert refusal(tmp_path / "a.tif").message == "is empty"


def test_limits(tmp_path: Path) -> None:
    """Size and page count are held against the limits, with the setting that raises them."""
    path = pdf_pages(tmp_path / "a.pdf", 5)
    assert "DIGITIZE_MAX_PAGES" in str(refusal(path, max_pages=4).hint)
    assert "DIGITIZE_MAX_FILE_MIB" in str(refusal(path, max_file_bytes=100).hint)
    frames = [page(20, 20)] * 5
    tiff = saved(tmp_path / "a.tif", frames[0], "TIFF", save_all=True, append_images=frames[1:])
    assert "limit is 4" in refusal(tiff, max_pages=4).message
    assert identify(tiff, max_file_bytes=MANY, max_pages=5).frames == 5


def test_what_is_no_regular_file(tmp_path: Path) -> None:
    """Pipes, devices, folders and missing files are refused at once."""
    os.mkfifo(tmp_path / "pipe")
    assert "FIFO" in refusal(tmp_path / "pipe").message
    assert "device" in refusal(Path("/dev/zero")).message
    assert "folder" in refusal(tmp_path).message
    assert "does not exist" in refusal(tmp_path / "none").message


def test_an_unreadable_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that may not be read is named, with a way out, simulated as root may read everything."""
    (tmp_path / "a.pdf").write_bytes(b"x")

    def refusing(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("digitize.ingest.opening.os.open", refusing)
    error = refusal(tmp_path / "a.pdf")
    assert "permission denied" in error.message
    assert "chmod" in str(error.hint)


def test_a_file_that_grows_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A scan still being written is not taken for whole."""
    path = saved(tmp_path / "a.png", page(), "PNG")
    sha256 = hashlib.sha256

    def growing() -> Any:
        with path.open("ab") as file:
            file.write(b"more")
        return sha256()

    monkeypatch.setattr(hashlib, "sha256", growing)
    assert "still being written" in refusal(path).message


def test_an_encrypted_pdf(tmp_path: Path) -> None:
    """One that needs a password is refused, with the command that removes it; one that opens without is taken."""
    for name, user in (("locked.pdf", "secret"), ("open.pdf", "")):
        with pikepdf.open(pdf_pages(tmp_path / "plain.pdf", 2)) as pdf:
            pdf.save(tmp_path / name, encryption=pikepdf.Encryption(owner="owner", user=user))
    error = refusal(tmp_path / "locked.pdf")
    assert "password" in error.message
    assert "qpdf --decrypt" in str(error.hint)
    assert known(tmp_path / "open.pdf").frames == 2


def test_a_pdf_without_pages(tmp_path: Path) -> None:
    """Valid, and empty."""
    pikepdf.new().save(tmp_path / "a.pdf")
    assert "without pages" in refusal(tmp_path / "a.pdf").message


def test_names_in_other_encodings(tmp_path: Path) -> None:
    """The name kept with the source can be printed and stored, whatever its bytes."""
    path = tmp_path / os.fsdecode(b"caf\xe9\n.png")
    path.write_bytes(encoded(page(), "PNG"))
    assert known(path).name == "caf\\xe9\\x0a.png"


def test_nothing_is_printed(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Libraries keep their complaints about bad files to themselves."""
    data = pdf_pages(tmp_path / "a.pdf", 3).read_bytes()
    (tmp_path / "b.pdf").write_bytes(data.replace(b"startxref", b"startxxxx"))
    assert identify(tmp_path / "b.pdf", max_file_bytes=MANY, max_pages=9).frames == 3
    (tmp_path / "c.pdf").write_bytes(b"%PDF-1.4\n" + os.urandom(500))
    refusal(tmp_path / "c.pdf")
    assert capfd.readouterr() == ("", "")
