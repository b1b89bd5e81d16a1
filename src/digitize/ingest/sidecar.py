"""Reads the sidecar ``NAME.toml``: what a user states about a document."""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any

from digitize.errors import InputError
from digitize.ingest.names import printable
from digitize.ingest.opening import open_regular, shown
from digitize.model.reference import SourceReference, is_edtf

_EXAMPLES = {
    "title": 'title = "Pravda"',
    "date": 'date = "1927-11-02"',
    "page": 'page = "4"',
    "issue": 'issue = "251"',
    "citation": 'citation = "Pravda, 2 November 1927, p. 4"',
}
_MOST_BYTES = 1 << 20


def read_sidecar(path: Path) -> SourceReference:
    """What a sidecar states: ``title``, ``date`` (EDTF), ``page``, ``issue`` and ``citation``, each optional.

    A date, a page or an issue may stand without quotation marks.

    Raises:
        InputError: If it cannot be read, is no TOML, or has an unknown key or an impossible value; names the key and
            shows an example.
    """
    values: dict[str, str] = {}
    for key, value in _table(path).items():
        if key not in _EXAMPLES:
            known = ", ".join(_EXAMPLES)
            raise InputError(
                f"unknown key {printable(key)!r}",
                where=shown(path),
                hint=f"Known keys are {known}, such as: {_EXAMPLES['date']}",
            )
        text = _text(key, value)
        if text is None:
            raise _wrong(path, f"{key!r} must be a text that is not empty", key)
        values[key] = text
    if "date" in values and not is_edtf(values["date"]):
        raise _wrong(path, f"'date' is no date in EDTF: {printable(values['date'])!r}", "date")
    return SourceReference(
        title=values.get("title"),
        date=values.get("date"),
        page=values.get("page"),
        citation=values.get("citation"),
        issue=values.get("issue"),
    )


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
        hint = f"Write lines such as: {_EXAMPLES['title']}"
        raise InputError(f"is no valid TOML: {reason}", where=shown(path), hint=hint) from None


def _text(key: str, value: object) -> str | None:
    """The value as text; TOML has dates and numbers of its own."""
    if isinstance(value, str):
        return value.strip() or None
    if key == "date" and isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    if key in ("page", "issue") and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if key == "date" and isinstance(value, int) and not isinstance(value, bool):
        return f"{value:04d}"
    return None


def _wrong(path: Path, message: str, key: str) -> InputError:
    return InputError(message, where=shown(path), hint=f"Write, for example: {_EXAMPLES[key]}")
