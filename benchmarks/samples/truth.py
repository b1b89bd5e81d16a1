"""Truth: what stands on a sample and where, in pixels of the scan."""

from __future__ import annotations

import json
from typing import Any

from benchmarks.samples.sheet import Line, Region, Sheet
from benchmarks.samples.warp import Warp
from digitize.model.geometry import Box

SCHEMA_VERSION = 1


def page_truth(sheet: Sheet, warp: Warp, *, image: str, frame: int, dpi: int, language: str) -> dict[str, Any]:
    """The truth of one page, as the JSON Schema ``truth.schema.json`` describes it.

    Args:
        sheet: The page as set.
        warp: How it lies on the scan.
        image: Name of the image file.
        frame: Index of the page in it, from 0.
        dpi: Pixels per inch that the file declares.
        language: Tesseract's code.
    """
    return {
        "schema_version": SCHEMA_VERSION,
        "image": image,
        "frame": frame,
        "width": sheet.width,
        "height": sheet.height,
        "dpi": dpi,
        "language": language,
        "columns": [{"number": n, "box": _values(warp.box(box))} for n, box in enumerate(sheet.columns, 1)],
        "regions": [_region(region, warp) for region in sheet.regions],
    }


def _values(box: Box) -> list[int]:
    return [box.x0, box.y0, box.x1, box.y1]


def _region(region: Region, warp: Warp) -> dict[str, Any]:
    found: dict[str, Any] = {"kind": region.kind, "column": region.column}
    if region.note is not None:
        found["note"] = region.note
    lines = [_line(line, region.column, warp) for line in region.lines]
    box = warp.box(region.area) if region.area is not None else Box.around([Box(*line["box"]) for line in lines])
    return {**found, "box": _values(box), "lines": lines}


def _line(line: Line, column: int | None, warp: Warp) -> dict[str, Any]:
    boxes = [warp.box(word.box) for word in line.words]
    flat = line.box
    ends = [warp.point((x, line.baseline)) for x in (flat.x0, (flat.x0 + flat.x1) / 2, flat.x1)]
    found: dict[str, Any] = {
        "text": line.text,
        "column": column,
        "box": _values(Box.around(boxes)),
        "baseline": [[round(x, 1), round(y, 1)] for x, y in ends],
        "words": [{"text": w.text, "box": _values(b)} for w, b in zip(line.words, boxes, strict=True)],
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
