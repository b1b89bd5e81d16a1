"""Writing HTML: text escaped, attributes in order, nothing that a text could break out of."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path

from digitize.export.markup import clean
from digitize.model.transcription import Emphasis
from digitize.model.witness import Token

_EMPHASIS = {
    Emphasis.BOLD: ("<b>", "</b>"),
    Emphasis.ITALIC: ("<i>", "</i>"),
    Emphasis.UNDERLINED: ("<u>", "</u>"),
    Emphasis.LETTERSPACED: ('<span class="sp">', "</span>"),
}


def shown(text: str) -> str:
    """Text as content."""
    return escape(clean(text), quote=False)


def quoted(text: str) -> str:
    """Text as the value of an attribute, with its quotation marks."""
    return f'"{escape(clean(text))}"'


def tag(name: str, content: str = "", **attributes: str | None) -> str:
    """An element with an end tag.

    Args:
        name: Its name.
        content: What stands in it: HTML.
        attributes: By name, with ``_`` for ``-`` and at the end of Python's own words; ``None`` leaves one out.
    """
    told = "".join(
        f" {key.rstrip('_').replace('_', '-')}={quoted(value)}"
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{told}>{content}</{name}>"


def as_printed(token: Token) -> str:
    """A word, set off as it is in its source."""
    marks = [_EMPHASIS[kind] for kind in token.emphasis if kind in _EMPHASIS]
    return "".join(mark[0] for mark in marks) + shown(token.text) + "".join(mark[1] for mark in reversed(marks))


def joined(parts: Iterable[str]) -> str:
    """Elements, one a line."""
    return "\n".join(parts)


def write_page(path: Path, pieces: Iterable[str]) -> None:
    """Writes a page piece by piece, so that a long one needs little memory."""
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(pieces)
