"""Reading pages whose text and places are known, from the image to the scores, with the real engine."""

from __future__ import annotations

import json
from pathlib import Path

from PIL import ImageDraw, ImageFont

from digitize.evaluate.measures import Rate
from digitize.pipeline.measure import measure
from digitize.pipeline.progress import Silent
from digitize.settings import Settings
from tests.pipeline import scans


def known_page(folder: Path) -> None:
    """A page of print, with truth that says where each line stands."""
    image = scans.page()
    draw, font = ImageDraw.Draw(image), ImageFont.truetype(scans.FONT, 38)
    places = [(60, 50 + 65 * row) for row in range(len(scans.RUSSIAN))]  # as scans.page sets them
    lines = [
        {"text": text, "column": 1, "box": [round(v) for v in draw.textbbox(at, text, font=font)]}
        for at, text in zip(places, scans.RUSSIAN, strict=True)
    ]
    scans.png(folder / "page.png", image)
    (folder / "truth").mkdir(parents=True)
    region = {"kind": "paragraph", "column": 1, "lines": lines}
    truth = {"width": image.width, "height": image.height, "regions": [region]}
    (folder / "truth" / "page.json").write_text(json.dumps(truth), encoding="utf-8")


def test_text_and_layout_are_measured(tmp_path: Path) -> None:
    """A clean page: its lines are found where they stand, in order, in column 1; no document is made."""
    known_page(tmp_path / "t")
    measured = measure(tmp_path / "t", "rus", Settings(output=tmp_path / "out", jobs=1), Silent())
    (page,) = measured.layout.pages
    count = len(scans.RUSSIAN)
    assert page.scores.line_missed == page.scores.column == Rate(0, count)
    assert (page.scores.order, page.scores.order_across) == (Rate(0, count - 1), Rate(0, 0))
    told = measured.as_json()
    assert told["layout"]["sets"][0]["line_recall"]["value"] == 1.0
    assert told["sets"][0]["cer"]["n"] == len(" ".join(scans.RUSSIAN))
    assert "layout of" in measured.as_text()


def test_an_unreadable_page_has_no_lines(tmp_path: Path) -> None:
    """A page whose pixels are not there is named, and counts as found empty."""
    known_page(tmp_path / "t")
    image = tmp_path / "t" / "page.png"
    image.write_bytes(image.read_bytes()[:200])
    measured = measure(tmp_path / "t", "rus", Settings(output=tmp_path / "out", jobs=1), Silent())
    assert len(measured.failures) == 1
    (page,) = measured.layout.pages
    assert page.scores.line_missed.right == 0
    assert page.scores.line_surplus.total == 0
