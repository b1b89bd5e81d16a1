"""A PDF's text as strangers read it, page by page: poppler, pdfium, pdfminer.six, MuPDF (its program) and pdf.js."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from pdfminer.high_level import extract_text

ROOT = Path(__file__).parents[2]
PDFJS = ROOT / ".tools" / "pdf_readers" / "node_modules" / "pdfjs-dist"
_READ = ROOT / "tools" / "pdf_readers" / "read.mjs"
_BROKEN_LINE = "\x02"
"""What pdfium puts for a hyphen at the end of a line, whose halves it joins; its search passes over it."""

Pages = list[str]
Reader = Callable[[Path], Pages]


def poppler(path: Path) -> Pages:
    """pdftotext in its usual mode: it finds out columns and joins words that are broken at a line's end."""
    return _pages(_output("pdftotext", str(path), "-"))


def poppler_raw(path: Path) -> Pages:
    """pdftotext in the order of the text stream."""
    return _pages(_output("pdftotext", "-raw", str(path), "-"))


def pdfminer(path: Path) -> Pages:
    """pdfminer.six with its usual layout analysis."""
    return _pages(str(extract_text(path)))


def mupdf(path: Path) -> Pages:
    """MuPDF's own program; nothing of it is imported."""
    return _pages(_output("mutool", "draw", "-F", "txt", str(path)))


def pdfium(path: Path) -> Pages:
    """pdfium, the reader of Chromium."""
    texts = []
    with pypdfium2.PdfDocument(path) as pdf:
        for page in pdf:
            text = page.get_textpage()
            texts.append(text.get_text_range().replace(_BROKEN_LINE, "").replace("\ufffe", ""))
            text.close()
            page.close()
    return texts


def pdfjs(path: Path) -> Pages:
    """pdf.js, the reader of Firefox and of many web pages."""
    return ask_pdfjs([PdfjsOrder(path)])[0].pages


READERS: Mapping[str, Reader] = {
    "poppler": poppler,
    "poppler -raw": poppler_raw,
    "pdfium": pdfium,
    "pdfminer": pdfminer,
    "mupdf": mupdf,
    "pdf.js": pdfjs,
}
STREAM_ORDER = ("poppler -raw", "pdfium", "pdf.js")
"""Readers that give words in the order of the text stream; the others judge the order themselves."""


@dataclass(frozen=True, slots=True)
class PdfjsOrder:
    """What pdf.js is asked.

    Args:
        path: The PDF.
        queries: What its find bar is to look for, case and marks minded.
    """

    path: Path
    queries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PdfjsAnswer:
    """What pdf.js says.

    Args:
        pages: The text of each page.
        found: For each query, how often its find bar found it on each page.
    """

    pages: list[str]
    found: list[list[int]]


def ask_pdfjs(orders: Sequence[PdfjsOrder]) -> list[PdfjsAnswer]:
    """Has pdf.js read and search some PDFs, in one process.

    Raises:
        FileNotFoundError: If pdf.js was not fetched (``make pdf-tools``).
    """
    if not PDFJS.is_dir():
        raise FileNotFoundError(f"pdf.js is not in {PDFJS}: type make pdf-tools, which fetches it")
    asked = [{"path": str(order.path), "queries": list(order.queries)} for order in orders]
    answers = json.loads(_output("node", str(_READ), str(PDFJS), given=json.dumps(asked)))
    return [PdfjsAnswer(answer["pages"], answer["found"]) for answer in answers]


def pdfium_finds(path: Path, page: int, query: str) -> bool:
    """Whether pdfium's own search finds ``query`` on the page (from 0), case minded."""
    with pypdfium2.PdfDocument(path) as pdf:
        at = pdf[page]
        text = at.get_textpage()
        found = text.search(query, match_case=True).get_next()
        text.close()
        at.close()
    return found is not None


def _pages(text: str) -> Pages:
    """Pages end with a form feed; what follows the last one is no page."""
    return text.split("\f")[:-1]


def _output(*command: str, given: str | None = None) -> str:
    done = subprocess.run(command, input=given, capture_output=True, check=True, encoding="utf-8", errors="replace")
    return done.stdout
