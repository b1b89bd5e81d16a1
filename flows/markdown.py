"""Markdown in which what files are called, and what messages say, cannot do anything."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from digitize.ingest import printable

NOTHING = "–"


def plain(text: str) -> str:
    """Names and messages hold what files are called: no markup, no line breaks, no cell borders, no addresses made links."""
    return re.sub(r"([\\`*_\[\]<>#|~&@]|:(?=//)|(?<=www)\.)", r"\\\1", printable(text), flags=re.IGNORECASE)


def link(text: str, address: str) -> str:
    """A link; ``address`` is one of ours."""
    return f"[{plain(text)}]({address})"


def picture(data_uri: str, told: str) -> str:
    """A picture that is part of the text."""
    return f"![{plain(told)}]({data_uri})"


def heading(text: str) -> str:
    """A heading, with what follows set off."""
    return f"## {plain(text)}\n\n"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; its cells are Markdown already."""
    lines = [header, ["---"] * len(header), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
