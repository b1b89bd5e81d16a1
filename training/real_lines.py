"""Lines of real scans with their truth, cut at the boxes that the truth states: for measuring, never for the repository."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from lxml import etree
from numpy.typing import NDArray
from PIL import Image

Image.MAX_IMAGE_PIXELS = None


@dataclass(frozen=True, slots=True)
class RealLine:
    """A line of a scan.

    Args:
        group: The set it is of.
        page: Its page.
        pixels: Grey crop.
        text: Its truth.
        languages: Tesseract's codes.
        convention: How the set is scored.
    """

    group: str
    page: str
    pixels: NDArray[np.uint8]
    text: str
    languages: str
    convention: str


def real_lines(folder: Path, groups: tuple[str, ...] | None = None) -> Iterator[RealLine]:
    """All lines of the ground truth whose place is stated.

    Args:
        folder: Of the ground truth, with its ``manifest.tsv``.
        groups: Beginnings of the names of the sets wanted; all when ``None``.
    """
    rows = [line.split("\t") for line in (folder / "manifest.tsv").read_text("utf-8").splitlines()]
    for group, page, image, gt, languages, kind, _, convention in rows[1:]:
        if gt == "-" or kind == "line" or (groups is not None and not group.startswith(groups)):
            continue
        base = folder / gt.removesuffix(".gt.txt")
        stated = list(_stated(base))
        if not stated:
            continue
        with Image.open(folder / image) as opened:
            if opened.mode in ("RGBA", "LA", "PA"):
                paper = Image.new("RGBA", opened.size, "white")
                paper.alpha_composite(opened.convert("RGBA"))
                grey = np.asarray(paper.convert("L"))
            else:
                grey = np.asarray(opened.convert("L"))
        for (x0, y0, x1, y1), text in stated:
            crop = grey[max(0, y0) : y1, max(0, x0) : x1]
            text = " ".join(unicodedata.normalize("NFC", text).split())
            if crop.size and text and min(crop.shape) > 4:
                yield RealLine(group, page, crop, text, languages, convention)


def _stated(base: Path) -> Iterator[tuple[tuple[int, int, int, int], str]]:
    if base.with_name(base.name + ".gt.json").exists():
        content = json.loads(base.with_name(base.name + ".gt.json").read_text("utf-8"))
        for line in content["lines"] if isinstance(content, dict) else content:
            x0, y0, x1, y1 = line["box"] if "box" in line else line["bbox"]
            yield (int(x0), int(y0), int(x1), int(y1)), line["text"]
        return
    path = base.with_name(base.name + ".gt.xml")
    if not path.exists():
        return
    root = etree.parse(str(path)).getroot()
    for line in root.iter("{*}TextLine"):
        strings = [s for s in line.iter("{*}String")]
        if strings or line.get("HPOS"):
            text = " ".join(s.get("CONTENT", "") for s in strings)
            try:
                x, y, w, h = (int(float(line.get(k, ""))) for k in ("HPOS", "VPOS", "WIDTH", "HEIGHT"))
            except ValueError:
                continue
            yield (x, y, x + w, y + h), text
            continue
        coords = line.find("{*}Coords")
        equivalents = line.findall("{*}TextEquiv")
        if coords is None or not equivalents:
            continue
        points = [tuple(map(int, p.split(","))) for p in coords.get("points", "").split()]
        unicode = equivalents[0].find("{*}Unicode")
        if points and unicode is not None and unicode.text:
            xs, ys = [p[0] for p in points], [p[1] for p in points]
            yield (min(xs), min(ys), max(xs), max(ys)), unicode.text
