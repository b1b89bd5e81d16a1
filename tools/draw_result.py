"""Draws the README's picture of a result: a page with its words boxed by column, and a passage beside its transcription.

Called as ``tools/draw_result.py FOLDER SCAN REGION TARGET``; the arguments are those of :func:`main`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

_COLOURS = ("#1b6ca8", "#b5482a", "#2f7d4f", "#7a3e9d", "#a8801b", "#1b8f94", "#a32d62")
_SPANNING = "#444444"
_PAGE_PX = 620
_HEIGHT_PX = 860
_TEXT_PX = 19
_FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"


def main(folder: Path, scan: Path, region_id: str, target: Path) -> None:
    """Draws one picture.

    Args:
        folder: The document's folder.
        scan: Its page image.
        region_id: The passage to show enlarged.
        target: PNG file to write.
    """
    page = json.loads((folder / "transcription.json").read_text("utf-8"))["pages"][0]
    image = Image.open(scan).convert("RGB")
    picture = Image.new("RGB", (2 * _PAGE_PX + 30, _HEIGHT_PX), "white")
    picture.paste(_boxed(image, page), (0, 0))
    region = next(region for region in page["regions"] if region["id"] == region_id)
    passage = _passage(image, region)
    picture.paste(passage, (_PAGE_PX + 30, 0))
    _write_lines(picture, region, passage.height + 14)
    picture.quantize(64).save(target, optimize=True)


def _boxed(image: Image.Image, page: dict[str, Any]) -> Image.Image:
    boxed = image.copy()
    draw = ImageDraw.Draw(boxed)
    for region in page["regions"]:
        for line in region["lines"]:
            colour = _COLOURS[(line["column"] - 1) % len(_COLOURS)] if line["column"] else _SPANNING
            for word in line["words"]:
                draw.rectangle(word["box"], outline=colour, width=4)
    boxed.thumbnail((_PAGE_PX, _HEIGHT_PX), Image.Resampling.LANCZOS)
    return boxed


def _passage(image: Image.Image, region: dict[str, Any]) -> Image.Image:
    x0, y0, x1, y1 = region["box"]
    crop = image.crop((x0 - 12, y0 - 12, x1 + 12, y1 + 12))
    draw = ImageDraw.Draw(crop)
    for line in region["lines"]:
        for word in line["words"]:
            a, b, c, d = word["box"]
            draw.rectangle((a - x0 + 12, b - y0 + 12, c - x0 + 12, d - y0 + 12), outline=_COLOURS[0], width=2)
    crop.thumbnail((_PAGE_PX, _HEIGHT_PX // 2), Image.Resampling.LANCZOS)
    return crop


def _write_lines(picture: Image.Image, region: dict[str, Any], top: int) -> None:
    draw = ImageDraw.Draw(picture)
    font, small = ImageFont.truetype(_FONT, _TEXT_PX), ImageFont.truetype(_FONT, 13)
    for line in region["lines"]:
        text = " ".join(word["text"] for word in line["words"])
        known = [word["confidence"] for word in line["words"] if word["confidence"] is not None]
        place = f"p. 1, col. {line['column']}, {line['place']}" if line["column"] else "over several columns"
        sure = f"{sum(known) / len(known):.2f}" if known else "-"
        draw.text((_PAGE_PX + 34, top), text, fill="black", font=font)
        draw.text((2 * _PAGE_PX - 160, top + 4), f"{place}   {sure}", fill="#777777", font=small)
        top += _TEXT_PX + 9


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], Path(sys.argv[4]))
