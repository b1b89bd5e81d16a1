"""Reads the sidecar ``NAME.toml``: what a user states about a document."""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from digitize.errors import InputError
from digitize.ingest.names import printable
from digitize.ingest.opening import open_regular, shown
from digitize.model.reference import SHELFMARK, SourceReference, is_edtf, is_web_address

_EXAMPLES = {
    "title": 'title = "Pravda"',
    "edition": 'edition = "Moscow"',
    "issue": 'issue = "251"',
    "date": 'date = "1927-11-02"',
    "page": 'page = "4"',
    "columns": 'columns = "1, 3, 5-6"',
    "place": 'place = "top"',
    "subhead": 'subhead = "The debate"',
    "document": 'document = "12"',
    "entry": 'entry = "7"',
    "repository": 'repository = "RGASPI"',
    "collection": 'collection = "Trotsky Archive"',
    "fond": 'fond = "3"',
    "opis": 'opis = "24"',
    "delo": 'delo = "163"',
    "list": 'list = "179-181"',
    "reel": 'reel = "3"',
    "container": 'container = "4"',
    "folder": 'folder = "16"',
    "item": 'item = "4782"',
    "original_holder": 'original_holder = "Presidential Archive"',
    "copy_holder": 'copy_holder = "Library of Congress"',
    "url": 'url = "https://library.example/scans/17"',
    "citation": 'citation = "Pravda, 2 November 1927, p. 4"',
}
_NUMBERS = frozenset({"issue", "page", "columns", "document", "entry", *SHELFMARK})
"""Keys whose value may be a number without quotation marks."""
_ALSO_CALLED = {
    "newspaper": "title",
    "archive": "repository",
    "holder": "repository",
    "papka": "folder",
    "box": "container",
    "leaf": "list",
    "leaves": "list",
    "folio": "list",
    "file": "delo",
    "inventory": "opis",
    "number": "item",
    "original": "original_holder",
    "copy": "copy_holder",
    "link": "url",
    "address": "url",
    "heading": "subhead",
}
"""What people may look for under another name, for the hint."""
_MOST_BYTES = 1 << 20


def read_sidecar(path: Path) -> SourceReference:
    """What a sidecar states: the fields of :class:`~digitize.model.reference.SourceReference` by their names, each optional.

    A date and what is a number (a page, an issue, a fond) may stand without quotation marks.

    Raises:
        InputError: If it cannot be read, is no TOML, or has an unknown key or an impossible value; names the key and
            shows an example.
    """
    values: dict[str, str] = {}
    for key, value in _table(path).items():
        if key not in _EXAMPLES:
            raise InputError(f"unknown key {printable(key)!r}", where=shown(path), hint=_known_keys(key))
        text = _text(key, value)
        if text is None:
            raise _wrong(path, f"{key!r} must be a text that is not empty", key)
        values[key] = text
    if "date" in values and not is_edtf(values["date"]):
        raise _wrong(path, f"'date' is no date in EDTF: {printable(values['date'])!r}", "date")
    if "url" in values and not is_web_address(values["url"]):
        raise _wrong(
            path, f"'url' is no address that begins with https:// or http://: {printable(values['url'])!r}", "url"
        )
    return SourceReference(**values)  # type: ignore[arg-type]


def _known_keys(key: str) -> str:
    """All keys, and the one that was probably meant."""
    near = get_close_matches(key.lower(), _EXAMPLES, 1)
    meant = _ALSO_CALLED.get(key.lower()) or (near[0] if near else None)
    known = f"Known keys are {', '.join(_EXAMPLES)}"
    return f"Perhaps: {_EXAMPLES[meant]}. {known}" if meant else f"{known}, such as: {_EXAMPLES['date']}"


def _table(path: Path) -> dict[str, Any]:
    with open_regular(path) as file:
        data = file.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise InputError(
            "is too large for a sidecar", where=shown(path), hint=f"It holds lines such as: {_EXAMPLES['date']}"
        )
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise InputError("is not in UTF-8", where=shown(path), hint="Save it as UTF-8") from None
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        reason = printable(str(error)) or type(error).__name__
        hint = f"Write lines such as: {_EXAMPLES['title']} (all but plain numbers and days in quotation marks)"
        raise InputError(f"is no valid TOML: {reason}", where=shown(path), hint=hint) from None


def _text(key: str, value: object) -> str | None:
    """The value as text; TOML has dates and numbers of its own."""
    if isinstance(value, str):
        return value.strip() or None
    if key == "date" and isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    if key in _NUMBERS and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if key == "date" and isinstance(value, int) and not isinstance(value, bool):
        return f"{value:04d}"
    return None


def _wrong(path: Path, message: str, key: str) -> InputError:
    return InputError(message, where=shown(path), hint=f"Write, for example: {_EXAMPLES[key]}")
