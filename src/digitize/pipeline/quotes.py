"""Quotations to look for, from the command line or from a file, each with the citation that it was given."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from digitize.errors import InputError, UsageError
from digitize.ingest import printable
from digitize.ingest.opening import open_regular
from digitize.ingest.texts.encodings import decode

_MOST_BYTES = 16 << 20
_CITED = re.compile(r"^\s*(?:—|–|--|\()\s*(.+?)\)?\s*$")
"""A line of its own after a quotation: ``— *Pravda*, 2 November 1927, p. 4``, or the same in parentheses."""
_WAYS = (
    "Write a quotation per paragraph with its citation on a last line after a dash; or a table (.csv, .tsv) with the columns "
    'quote and citation; or JSON such as [{"quote": "...", "citation": "..."}]'
)


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation to look for.

    Args:
        text: As it stands in the book that quotes.
        citation: Where it is said to come from; ``None`` when nothing is said.
        where: What to call it: ``quotes.txt, line 12``; ``None`` for one from the command line.
    """

    text: str
    citation: str | None = None
    where: str | None = None


def read_quotes(path: Path) -> tuple[Quote, ...]:
    """The quotations of a file: ``.txt`` or ``.md`` (a paragraph each), ``.csv``, ``.tsv``, ``.json``; in UTF-8.

    Raises:
        InputError: If it cannot be read, is not what its name says, or holds none.
    """
    where = printable(str(path))
    text = _text(path, where)
    suffix = path.suffix.lower()
    if suffix == ".json":
        found = tuple(_of_json(text, where))
    elif suffix in (".csv", ".tsv"):
        found = tuple(_of_table(text, "\t" if suffix == ".tsv" else None, where))
    else:
        found = tuple(_of_paragraphs(text, where))
    if not found:
        raise InputError("no quotation in it", where=where, hint=_WAYS)
    return found


def _text(path: Path, where: str) -> str:
    try:
        with open_regular(path) as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise InputError(
            f"cannot be read: {error.strerror}", where=where, hint="Check its name and permissions"
        ) from None
    if len(data) > _MOST_BYTES:
        raise InputError(f"is larger than {_MOST_BYTES >> 20} MiB", where=where, hint="Divide it")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        told = _encoding(data) or f"is not in UTF-8 (byte {error.start})"
        raise InputError(told, where=where, hint="Save it as UTF-8 in your editor") from None


def _encoding(data: bytes) -> str | None:
    """What to say of bytes that are in another encoding; ``None`` where that cannot be told."""
    try:
        return f"is in {decode(data, '').encoding}, not in UTF-8"
    except InputError:
        return None


def _of_paragraphs(text: str, where: str) -> Iterator[Quote]:
    lines: list[str] = []
    start = 0
    for number, line in enumerate([*text.splitlines(), ""], 1):
        if line.strip():
            if not lines:
                start = number
            lines.append(line.strip())
        elif lines:
            cited = _CITED.match(lines[-1]) if len(lines) > 1 else None
            words = " ".join(lines[:-1] if cited else lines)
            yield Quote(words, cited[1] if cited else None, f"{where}, line {start}")
            lines = []


def _of_table(text: str, delimiter: str | None, where: str) -> Iterator[Quote]:
    first = text.split("\n", 1)[0]
    delimiter = delimiter or (";" if first.count(";") > first.count(",") else ",")
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        names = {name.strip().lower(): name for name in reader.fieldnames or () if name}
        if "quote" not in names:
            raise InputError(
                "has no column 'quote'", where=where, hint="Name the columns in the first line: quote,citation"
            )
        for row in reader:
            quote = (row.get(names["quote"]) or "").strip()
            citation = (row.get(names.get("citation", "")) or "").strip()
            if quote:
                yield Quote(quote, citation or None, f"{where}, line {reader.line_num}")
    except csv.Error as error:
        raise InputError(f"is no table: {error}", where=where, hint=_WAYS) from None


def _of_json(text: str, where: str) -> Iterator[Quote]:
    try:
        entries = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"is no JSON: {error}", where=where, hint=_WAYS) from None
    if not isinstance(entries, list):
        raise InputError("is no list of quotations", where=where, hint=_WAYS)
    for number, entry in enumerate(entries, 1):
        told = {"quote": entry} if isinstance(entry, str) else entry
        quote = told.get("quote") if isinstance(told, dict) else None
        citation = told.get("citation") if isinstance(told, dict) else None
        if not isinstance(quote, str) or not quote.strip() or not isinstance(citation, str | None):
            raise InputError(f"entry {number} is no quotation", where=where, hint=_WAYS)
        yield Quote(quote, citation or None, f"{where}, entry {number}")


def quotes_asked(texts: list[str], file: Path | None) -> tuple[Quote, ...]:
    """The quotations of a command.

    Raises:
        UsageError: If there are none.
        InputError: If the file cannot be read.
    """
    found = tuple(Quote(text) for text in texts if text.strip())
    if file is not None:
        found += read_quotes(file)
    if not found:
        raise UsageError("no quotation given", hint='Write --quote "some words", or --quotes FILE')
    return found
