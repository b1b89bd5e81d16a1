"""Where the systems found the text: read from what they wrote, and kept as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lxml import etree

from digitize.evaluate.page_layout import LaidLine, LaidRegion, LaidWord, PageLayout, layout_found, slope_of
from digitize.export.transcription_json import read_transcription
from digitize.model.geometry import Box, Transform
from digitize.model.language import script_of


def digitize_layout(document: Path) -> PageLayout:
    """What this project found on the one image of a document, in that image's pixels.

    Args:
        document: The document's folder.
    """
    stored = read_transcription((document / "transcription.json").read_bytes())
    report = json.loads((document / "report.json").read_text(encoding="utf-8"))
    transforms = {page["page_number"]: Transform(*page["file_to_canonical"]) for page in report["pages"]}
    return layout_found((page, transforms[page.page_number]) for page in stored.transcription.pages)


# -- hOCR -------------------------------------------------------------------------------------------------------------

_XHTML = "{http://www.w3.org/1999/xhtml}"
_BOX = re.compile(r"bbox (-?\d+) (-?\d+) (-?\d+) (-?\d+)")
_BASELINE = re.compile(r"baseline (-?[\d.]+) ")
_LINES = frozenset({"ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat"})


def hocr_layout(data: bytes) -> PageLayout:
    """What Tesseract found: its blocks as regions, no columns; a word's script is that of most of its letters.

    Raises:
        ValueError: If it is no hOCR, or a line stands nowhere.
    """
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise ValueError(f"no hOCR: {error}") from None
    regions: list[LaidRegion] = []
    lines: list[LaidLine] = []
    for block in root.iter(f"{_XHTML}div"):
        if block.get("class") != "ocr_carea":
            continue
        of = [_line(e, len(regions)) for e in block.iter(f"{_XHTML}span") if e.get("class") in _LINES]
        laid = [line for line in of if line is not None]
        if laid:
            lines += laid
            regions.append(LaidRegion(Box.around([line.box for line in laid]), None))
    return PageLayout(tuple(regions), tuple(lines), numbered=False)


def _line(element: etree._Element, region: int) -> LaidLine | None:
    words = []
    for e in element.iter(f"{_XHTML}span"):
        text = "".join("".join(str(part) for part in e.itertext()).split())
        if e.get("class") == "ocrx_word" and text:
            words.append(LaidWord(text, _box(e), script_of(text)))
    if not words:
        return None
    stated = _BASELINE.search(element.get("title", ""))
    slope = slope_of(((0.0, 0.0), (1.0, float(stated[1])))) if stated else 0.0
    return LaidLine(" ".join(word.text for word in words), _box(element), region, None, slope, tuple(words))


def _box(element: etree._Element) -> Box:
    match = _BOX.search(element.get("title", ""))
    if match is None:
        raise ValueError("a line or word without a place")
    x0, y0, x1, y1 = (max(0, int(value)) for value in match.groups())
    return Box(x0, y0, max(x0 + 1, x1), max(y0 + 1, y1))


# -- kept -------------------------------------------------------------------------------------------------------------


def encode_layout(layout: PageLayout) -> dict[str, Any]:
    """A layout as a JSON object."""
    return {
        "numbered": layout.numbered,
        "blocks": layout.blocks,
        "regions": [[_values(region.box), region.column] for region in layout.regions],
        "lines": [
            [
                line.text,
                _values(line.box),
                line.region,
                line.column,
                round(line.slope, 5),
                [[word.text, _values(word.box), word.script] for word in line.words],
            ]
            for line in layout.lines
        ],
    }


def decode_layout(data: Mapping[str, Any]) -> PageLayout:
    """The layout that :func:`encode_layout` was given, slopes rounded."""
    return PageLayout(
        tuple(LaidRegion(Box(*box), column) for box, column in data["regions"]),
        tuple(
            LaidLine(
                text,
                Box(*box),
                region,
                column,
                slope,
                tuple(LaidWord(word, Box(*at), script) for word, at, script in words),
            )
            for text, box, region, column, slope, words in data["lines"]
        ),
        numbered=data["numbered"],
        blocks=data["blocks"],
    )


def _values(box: Box) -> list[int]:
    return [box.x0, box.y0, box.x1, box.y1]
