"""The parts of a Word document (docx): a ZIP file from outside, opened with limits."""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from posixpath import join, normpath

from digitize.errors import InputError
from digitize.ingest.names import printable
from digitize.ingest.texts.markup import Element, children, parse_xml

_MOST_PARTS = 20_000
_MOST_PART_BYTES = 128 << 20
"""Unpacked: a book of 1,000 pages has a main part of some 30 MB."""
_HINT = "Open it in Word or LibreOffice, and save it again as docx"


@dataclass(slots=True)
class Parts:
    """The parts that hold text.

    Args:
        document: The main part.
        styles: Styles, or ``None``.
        footnotes: Footnotes, or ``None``.
        endnotes: Endnotes, or ``None``.
    """

    document: Element
    styles: Element | None
    footnotes: Element | None
    endnotes: Element | None


def open_parts(data: bytes, where: str) -> Parts:
    """Unpacks and parses the parts that hold text; no other is unpacked.

    Args:
        data: The file's content.
        where: Its name in errors.

    Raises:
        InputError: If it is damaged, encrypted, no Word document, or unpacks to more than 128 MiB.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _parts(archive, where)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise InputError(f"is a damaged Word document: {error}", where=where, hint=_HINT) from None


def _parts(archive: zipfile.ZipFile, where: str) -> Parts:
    names = set(archive.namelist())
    if len(names) > _MOST_PARTS:
        raise InputError(f"has more than {_MOST_PARTS} parts", where=where, hint=_HINT)
    main = _related(archive, "_rels/.rels", "", where).get("officeDocument", "word/document.xml")
    if main not in names:
        raise InputError(
            "is a ZIP file that is no Word document", where=where, hint="Unpack it, and give the text in it"
        )
    folder, _, file = main.rpartition("/")
    related = _related(archive, f"{folder}/_rels/{file}.rels", folder, where)

    def part(kind: str) -> Element | None:
        name = related.get(kind)
        return _parsed(archive, name, where) if name in names else None

    return Parts(_parsed(archive, main, where), part("styles"), part("footnotes"), part("endnotes"))


def _related(archive: zipfile.ZipFile, name: str, folder: str, where: str) -> dict[str, str]:
    """Names of the parts that a part refers to, by the last word of the relation's type; of several the first."""
    if name not in archive.namelist():
        return {}
    found: dict[str, str] = {}
    for relation in children(_parsed(archive, name, where), "Relationship"):
        if relation.get("TargetMode") != "External":
            target = relation.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))
            found.setdefault(relation.get("Type", "").rpartition("/")[2], path)
    return found


def _parsed(archive: zipfile.ZipFile, name: str | None, where: str) -> Element:
    info = archive.getinfo(name or "")
    if info.flag_bits & 0x1:
        raise InputError("is encrypted", where=where, hint="Save it without a password")
    with archive.open(info) as part:
        data = part.read(_MOST_PART_BYTES + 1)
    if len(data) > _MOST_PART_BYTES:
        raise InputError(
            f"unpacks to more than {_MOST_PART_BYTES >> 20} MiB ({printable(info.filename)})",
            where=where,
            hint="It is damaged or hostile; if not, split it",
        )
    return parse_xml(data, f"{where} ({printable(info.filename)})")
