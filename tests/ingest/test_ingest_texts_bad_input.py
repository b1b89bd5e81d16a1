"""Texts that cannot be read are refused: by name, with the reason and a way out, and never read as prose."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from digitize.errors import InputError
from digitize.ingest.texts import TextFormat, read_text
from digitize.ingest.texts.read import _MOST_BYTES

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE TEI [<!ENTITY a "аааааааааа"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    "<TEI><text><body><p>&b;</p></body></text></TEI>"
)
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE TEI [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    "<TEI><text><body><p>&x;</p></body></text></TEI>"
)
DEEP = "<TEI>" + "<div>" * 5000 + "слово" + "</div>" * 5000 + "</TEI>"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("t.txt", b"", "is empty"),
        ("t.txt", b" \n\t\r\n\xc2\xa0", "has no text in it"),
        ("t.md", b"<!-- nothing -->\n", "has no text in it"),
        ("t.xml", b"<?xml version='1.0'?>\n<TEI>\n<text><p>abc</text></TEI>", "broken XML, line 3"),
        ("t.txt", b"<?xml version='1.0'?>\n<TEI><text>", "broken XML, line 2"),
        ("t.txt", b"<TEI xmlns='http://www.tei-c.org/ns/1.0'><text>", "broken XML, line 1"),
        ("t.md", b"<alto><Layout>", "broken XML, line 1"),
        ("t.xml", b"<?xml version='1.0'?><TEI><p>\xef\xf0\xe8\xe2\xe5\xf2</p></TEI>", "broken XML, line 1"),
        ("t.xml", b"<?xml version='1.0' encoding='no-such'?><TEI/>", "XML"),
        ("t.xml", b"<?xml version='1.0'?><catalogue><item/></catalogue>", "its root is <catalogue>"),
        ("t.xml", "Просто текст, а не XML.".encode(), "is no XML, though its name ends in .xml"),
        ("t.html", "Просто текст".encode(), "is no XML"),
        ("t.html", b"<!DOCTYPE html><html><body><p>page</p></body></html>", "web page .* that is no hOCR"),
        ("t.html", b"<html><body><div class='ocr_page'><p>cut", "breaks off in line 1: </html> is missing"),
        ("t.xml", BOMB.encode(), "uses the entity &b;"),
        ("t.xml", OUTSIDE.encode(), "uses the entity &x;"),
        ("t.xml", DEEP.encode(), "broken XML, line 1"),
        ("t.docx", "Просто текст".encode(), "is no Word document"),
        ("t.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "an Office document of the old kind"),
        ("t.rtf", b"{\\rtf1 abc}", "an RTF text document"),
        ("t.txt", b"%PDF-1.7\n", "a scan or picture"),
        ("t.txt", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "a scan or picture"),
        ("t.txt", b"\0" * 500, "a file of zero bytes only"),
        ("t.txt", b"\x7fELF" + b"\0" * 60, "a program"),
    ],
)
def test_each_is_refused_with_its_reason(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    """One sentence of what is wrong, and one of what to do."""
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match=reason) as caught:
        read_text(path)
    assert caught.value.hint
    assert name in str(caught.value.where)


def test_an_unknown_root_is_told_with_what_is_read(tmp_path: Path) -> None:
    """So that a user knows what to export."""
    path = tmp_path / "t.xml"
    path.write_bytes(b"<?xml version='1.0'?><mets/>")
    with pytest.raises(InputError) as caught:
        read_text(path)
    assert all(root in str(caught.value.hint) for root in ("<TEI>", "<alto>", "<PcGts>", "<html>"))


def test_the_way_out_of_a_wrong_encoding_is_told(tmp_path: Path) -> None:
    """XML in windows-1251 that does not say so."""
    path = tmp_path / "t.xml"
    path.write_bytes("<?xml version='1.0'?><TEI><p>привет</p></TEI>".encode("cp1251"))
    with pytest.raises(InputError) as caught:
        read_text(path)
    assert 'encoding="windows-1251"' in str(caught.value.hint)


def test_xml_that_says_its_encoding_is_read(tmp_path: Path) -> None:
    """By its first line."""
    path = tmp_path / "t.xml"
    xml = "<?xml version='1.0' encoding='windows-1251'?><TEI><text><body><p>привет</p></body></text></TEI>"
    path.write_bytes(xml.encode("cp1251"))
    told = read_text(path)
    assert (told.witness.text, told.encoding) == ("привет\n", "windows-1251")


@pytest.mark.parametrize("ending", [".txt", ".md", ".xml"])
def test_too_large_a_text_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str) -> None:
    """With its size and the limit; tried with small limits."""
    monkeypatch.setattr("digitize.ingest.texts.read._MOST_BYTES", dict.fromkeys(TextFormat, 1 << 20))
    path = tmp_path / f"t{ending}"
    path.write_bytes(b"<TEI><text>" + b"a " * (600 << 10))
    with pytest.raises(InputError, match=r"has 1.2 MiB; the limit for such a text is 1 MiB"):
        read_text(path)


def test_fifty_megabytes_of_plain_text_are_within_the_limit() -> None:
    """A text of that size is read."""
    assert all(limit >= 50_000_000 for kind, limit in _MOST_BYTES.items() if kind is not TextFormat.MARKDOWN)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    """A folder, a pipe, a device, nothing at all: without waiting, and the hint is about texts."""
    os.mkfifo(tmp_path / "pipe.txt")
    for path, reason in (
        (tmp_path, "is a folder"),
        (tmp_path / "pipe.txt", "is a named pipe"),
        (Path("/dev/zero"), "is a device"),
    ):
        with pytest.raises(InputError, match=reason) as caught:
            read_text(path)
        assert caught.value.hint == "Give a file that holds a text"
    with pytest.raises(InputError, match="does not exist"):
        read_text(tmp_path / "none.txt")


def test_a_file_that_grows_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is still being written: its text would be cut off."""
    path = tmp_path / "t.txt"
    path.write_bytes("слово".encode())
    fstat = os.fstat

    def growing(descriptor: int) -> os.stat_result:
        status = fstat(descriptor)
        with path.open("ab") as file:
            file.write(b" more")
        return status

    monkeypatch.setattr("digitize.ingest.texts.read.os.fstat", growing)
    with pytest.raises(InputError, match="still being written"):
        read_text(path)
