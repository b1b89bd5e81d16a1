"""Where the systems say that the text stands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.bench.layouts import decode_layout, digitize_layout, encode_layout, hocr_layout
from digitize.export.transcription_json import to_json
from digitize.model.geometry import Box
from digitize.model.transcription import PageStatus, RegionKind, TextLine, TextRegion, TranscribedPage, Word
from digitize.store.page_codec import encode_page

HOCR = """<?xml version="1.0" encoding="UTF-8"?>
<html xmlns="http://www.w3.org/1999/xhtml"><body><div class='ocr_page' title='image "a b.png"; bbox 0 0 900 900'>
 <div class='ocr_carea' title="bbox 10 10 400 90"><p class='ocr_par' title="bbox 10 10 400 90">
  <span class='ocr_line' title="bbox 10 10 400 40; baseline 0.01 -5; x_size 30">
   <span class='ocrx_word' title='bbox 10 10 100 40; x_wconf 90'><strong>Мир</strong></span>
   <span class='ocrx_word' title='bbox 110 10 200 40; x_wconf 90'>Times</span></span>
  <span class='ocr_header' title="bbox 10 60 400 90"><span class='ocrx_word' title='bbox 10 60 90 90'>да</span></span></p></div>
 <div class='ocr_photo' title="bbox 0 0 9 9"></div>
 <div class='ocr_carea' title="bbox 500 10 800 90"><p class='ocr_par'><span class='ocr_line' title="bbox 500 10 800 40">
   <span class='ocrx_word' title='bbox 500 10 800 40'> </span></span></p></div>
 <div class='ocr_carea' title="bbox 500 60 800 90"><p class='ocr_par'><span class='ocr_caption' title="bbox 500 60 800 90; baseline 0 0">
   <span class='ocrx_word' title='bbox 500 60 800 90'>7</span></span></p></div></div></body></html>"""


def test_what_tesseract_found() -> None:
    """Blocks are regions, lines of any class are lines, words have the script of their letters, columns are not numbered."""
    layout = hocr_layout(HOCR.encode())
    assert [(line.text, line.region, line.column, line.slope) for line in layout.lines] == [
        ("Мир Times", 0, None, 0.01),
        ("да", 0, None, 0.0),
        ("7", 1, None, 0.0),
    ]
    assert [word.script for word in layout.lines[0].words] == ["Cyrl", "Latn"]
    assert [region.box for region in layout.regions] == [Box(10, 10, 400, 90), Box(500, 60, 800, 90)]
    assert layout.numbered is False
    assert decode_layout(json.loads(json.dumps(encode_layout(layout)))) == layout


def test_what_is_no_hocr_is_said() -> None:
    """Broken markup and lines without a place are errors that the caller records as a failed page."""
    for broken in ("<html", HOCR.replace("bbox 110 10 200 40; ", "")):
        with pytest.raises(ValueError, match=r"hOCR|place"):
            hocr_layout(broken.encode())


def test_what_this_project_found(tmp_path: Path) -> None:
    """Read from its transcription, laid back on the scan by the transform that its report states."""
    box = Box(10, 20, 110, 50)
    word = Word.read("p0001_r001_l001_w001", "мир", box, 0.5, "rus")
    line = TextLine("p0001_r001_l001", box, box.polygon, ((10, 45), (110, 45)), (word,), 2)
    region = TextRegion("p0001_r001", RegionKind.PARAGRAPH, box, box.polygon, (line,), 2)
    page = TranscribedPage(1, 400, 300, PageStatus.RECOGNISED, (region,), 2, "rus")
    reference: dict[str, Any] = {"title": None, "date": None, "page": None, "citation": None, "proposals": []}
    transcription = {
        "schema_version": "1.0", "document": "d", "id": "ocr-1", "origin": "ocr", "parent": None, "reference": reference,
        "languages": ["rus"], "pages": [encode_page(page)],
    }  # fmt: skip
    (tmp_path / "transcription.json").write_bytes(to_json(transcription))
    report = {"pages": [{"page_number": 1, "file_to_canonical": [1, 0, -100, 0, 1, 0]}]}
    (tmp_path / "report.json").write_text(json.dumps(report), encoding="utf-8")
    (laid,) = digitize_layout(tmp_path).lines
    assert (laid.box, laid.column, laid.text, laid.words[0].script) == (Box(110, 20, 210, 50), 2, "мир", "Cyrl")
