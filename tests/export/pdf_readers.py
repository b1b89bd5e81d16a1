"""A PDF as strangers read it: poppler, pdfium, pdfminer.six and MuPDF; and as they draw it."""

from __future__ import annotations

import hashlib
import re
import subprocess
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pypdfium2
from pdfminer.high_level import extract_pages, extract_text
from pdfminer.layout import LTChar, LTContainer
from PIL import Image

Place = tuple[str, float, float, float, float]


def poppler(path: Path, *options: str) -> list[str]:
    return _run("pdftotext", *options, str(path), "-").split()


def poppler_raw(path: Path) -> list[str]:
    return poppler(path, "-raw")


def pdfium(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as pdf:
        texts = []
        for page in pdf:
            text_page = page.get_textpage()
            texts.append(text_page.get_text_range())
            text_page.close()
            page.close()
    return "\n".join(texts).split()


def pdfminer(path: Path) -> list[str]:
    return extract_text(path).split()


def mupdf(path: Path) -> list[str]:
    return _run("mutool", "draw", "-F", "txt", str(path)).split()


READERS: dict[str, Callable[[Path], list[str]]] = {
    "poppler": poppler,
    "poppler -raw": poppler_raw,
    "pdfium": pdfium,
    "pdfminer": pdfminer,
    "mupdf": mupdf,
}


def read_by_all(path: Path) -> dict[str, list[str]]:
    """The words as each reader finds them."""
    return {name: composed(read(path)) for name, read in READERS.items()}


def composed(words: list[str]) -> list[str]:
    """Readers may put a letter and its mark together."""
    return [unicodedata.normalize("NFC", word) for word in words]


def places(path: Path) -> list[list[Place]]:
    """Words with their boxes in points from the top left of the displayed page, as poppler sees them."""
    pages = []
    for page in re.findall(
        r"<page[^>]*>(.*?)</page>", _run("pdftotext", "-bbox", "-cropbox", str(path), "-"), re.DOTALL
    ):
        found = re.findall(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>', page)
        pages.append([(word, float(x0), float(y0), float(x1), float(y1)) for x0, y0, x1, y1, word in found])
    return pages


def pdfium_boxes(path: Path) -> list[tuple[str, float, float]]:
    """Characters with left and right edge, in points, as pdfium sees them on the first page."""
    with pypdfium2.PdfDocument(path) as pdf:
        page = pdf[0]
        text_page = page.get_textpage()
        found = []
        for index in range(text_page.count_chars()):
            left, _, right, _ = text_page.get_charbox(index)
            found.append((text_page.get_text_range(index, 1), left, right))
        text_page.close()
        page.close()
    return found


def pdfminer_chars(path: Path) -> list[LTChar]:
    """The characters of the first page."""
    found: list[LTChar] = []

    def walk(item: object) -> None:
        if isinstance(item, LTChar):
            found.append(item)
        elif isinstance(item, LTContainer):
            for child in item:
                walk(child)

    walk(next(iter(extract_pages(path))))
    return found


def rendered(path: Path, page: int = 1, dpi: int = 72) -> Image.Image:
    """One page as poppler draws it."""
    stem = path.parent / f"{path.stem}-{page}-{dpi}"
    _run(
        "pdftoppm",
        "-cropbox",
        "-r",
        str(dpi),
        "-f",
        str(page),
        "-l",
        str(page),
        "-png",
        "-singlefile",
        str(path),
        str(stem),
    )
    with Image.open(stem.with_suffix(".png")) as image:
        return image.convert("L")


def image_streams(path: Path) -> list[str]:
    """Digests of the compressed image data, sorted."""
    with pikepdf.open(path) as pdf:
        return sorted(
            hashlib.sha256(obj.read_raw_bytes()).hexdigest()
            for obj in pdf.objects
            if isinstance(obj, pikepdf.Stream) and obj.get("/Subtype") == "/Image"
        )


def qpdf_complaints(path: Path) -> str:
    """What ``qpdf --check`` finds wrong; empty when nothing."""
    done = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def _run(*command: str) -> str:
    return subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8")
