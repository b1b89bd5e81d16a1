"""Whether words that are broken at the end of a line are found whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.pdf.readers import PdfjsOrder, ask_pdfjs, pdfium_finds, poppler
from benchmarks.pdf.words import ExpectedPage

_MOST = 40
"""Broken words of a page that are looked for."""


@dataclass(frozen=True, slots=True)
class Finds:
    """How often a broken word was found.

    Args:
        of: Broken words looked for: those that stand whole nowhere on their page.
        found: By reader: the find bar of pdf.js, the search of pdfium, the text of poppler.
    """

    of: int
    found: Mapping[str, int]


def find_broken(path: Path, expected: Sequence[ExpectedPage]) -> Finds:
    """Looks for the broken words of a PDF."""
    wanted = [
        (number, page.joined(index))
        for number, page in enumerate(expected)
        for index in page.broken[:_MOST]
        if not any(page.joined(index) in word for word in page.words)
    ]
    if not wanted:
        return Finds(0, {"pdf.js": 0, "pdfium": 0, "poppler": 0})
    (answer,) = ask_pdfjs([PdfjsOrder(path, tuple(word for _, word in wanted))])
    texts = poppler(path)
    return Finds(
        len(wanted),
        {
            "pdf.js": sum(found[number] > 0 for (number, _), found in zip(wanted, answer.found, strict=True)),
            "pdfium": sum(pdfium_finds(path, number, word) for number, word in wanted),
            "poppler": sum(word in texts[number] for number, word in wanted),
        },
    )
