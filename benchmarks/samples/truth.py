"""Truth: what stands on a sample and where, in pixels of the scan."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from benchmarks.samples.sheet import Line, Region, Sheet
from benchmarks.samples.warp import Lay
from digitize.model.geometry import Box
from digitize.model.language import script_of

SCHEMA_VERSION = 1


def page_truth(
    sheet: Sheet,
    lay: Lay,
    *,
    image: str,
    frame: int,
    dpi: int,
    language: str,
    scripts: bool = False,
    more: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The truth of one page, as the JSON Schema ``truth.schema.json`` describes it.

    Args:
        sheet: The page as set.
        lay: How it lies on the scan.
        image: Name of the image file.
        frame: Index of the page in it, from 0.
        dpi: Pixels per inch that the file declares.
        language: Tesseract's code.
        scripts: Whether each word says its script, and each region its place in the order.
        more: Further properties of the page that the schema knows.
    """
    regions = [_region(region, lay, scripts) for region in sheet.regions]
    if scripts:
        for order, region in enumerate(r for r in regions if r["lines"]):
            region["order"] = order
    pages = [{"number": n, "box": _values(lay.box(box))} for n, box in enumerate(sheet.pages, 1)]
    return {
        "schema_version": SCHEMA_VERSION,
        "image": image,
        "frame": frame,
        "width": sheet.width,
        "height": sheet.height,
        "dpi": dpi,
        "language": language,
        **(more or {}),
        **({"pages": pages} if pages else {}),
        "columns": _columns(sheet, lay),
        "regions": regions,
    }


def _columns(sheet: Sheet, lay: Lay) -> list[dict[str, Any]]:
    """Columns from the left; each page of an image that shows several counts its own, and so does each band."""
    if sheet.bands:
        numbered = [(band, n) for band, count in enumerate(sheet.bands, 1) for n in range(1, count + 1)]
        return [
            {"number": n, "band": band, "box": _values(lay.box(box))}
            for (band, n), box in zip(numbered, sheet.columns, strict=True)
        ]
    found = []
    for page, area in enumerate(sheet.pages or (Box(0, 0, sheet.width, sheet.height),), 1):
        inside = [box for box in sheet.columns if area.x0 <= (box.x0 + box.x1) / 2 < area.x1]
        for number, box in enumerate(inside, 1):
            found.append({"number": number, **({"page": page} if sheet.pages else {}), "box": _values(lay.box(box))})
    return found


def _values(box: Box) -> list[int]:
    return [box.x0, box.y0, box.x1, box.y1]


def _region(region: Region, lay: Lay, scripts: bool) -> dict[str, Any]:
    found: dict[str, Any] = {"kind": region.kind, "column": region.column}
    for name in ("note", "article", "page"):
        value = getattr(region, name)
        if value is not None:
            found[name] = value
    if region.span is not None:
        found["span"] = list(region.span)
    lines = [_line(line, region.column, lay, scripts) for line in region.lines]
    box = lay.box(region.area) if region.area is not None else Box.around([Box(*line["box"]) for line in lines])
    return {**found, "box": _values(box), "lines": lines}


def _line(line: Line, column: int | None, lay: Lay, scripts: bool) -> dict[str, Any]:
    boxes = [lay.box(word.box) for word in line.words]
    flat = line.box
    ends = [lay.point((x, line.baseline)) for x in (flat.x0, (flat.x0 + flat.x1) / 2, flat.x1)]
    words: list[dict[str, Any]] = [{"text": w.text, "box": _values(b)} for w, b in zip(line.words, boxes, strict=True)]
    if scripts:
        words = [{**word, "script": script_of(word["text"])} for word in words]
    found: dict[str, Any] = {
        "text": line.text,
        "column": column,
        "box": _values(Box.around(boxes)),
        "baseline": [[round(x, 1), round(y, 1)] for x, y in ends],
        "words": words,
    }
    if line.spaced:
        texts = ["".join(w.text for w in line.words[first:end]) for first, end in line.spaced]
        found["letterspaced"] = [
            {"first": first, "end": end, "text": text} for (first, end), text in zip(line.spaced, texts, strict=True)
        ]
    return found


def to_json(page: dict[str, Any]) -> str:
    """The truth as JSON, one printed line per line of the file."""

    def short(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    regions = []
    for region in page["regions"]:
        head = short({key: value for key, value in region.items() if key != "lines"})
        lines = ",\n".join(short(line) for line in region["lines"])
        regions.append(f'{head[:-1]},"lines":[\n{lines}\n]}}' if lines else f'{head[:-1]},"lines":[]}}')
    head = json.dumps({k: v for k, v in page.items() if k != "regions"}, ensure_ascii=False)
    return f'{head[:-1]}, "regions": [\n' + ",\n".join(regions) + "\n]}\n"


def to_text(page: dict[str, Any]) -> str:
    """The text in reading order: a line per printed line, an empty line between regions, hyphens as printed."""
    regions = ["\n".join(line["text"] for line in r["lines"]) for r in page["regions"] if r["lines"]]
    return "\n\n".join(regions) + "\n"
