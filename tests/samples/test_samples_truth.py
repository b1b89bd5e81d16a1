"""The committed sample scans and their truth: they agree with the generator, with each other, and with what was asked."""

from __future__ import annotations

import itertools
import json
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from jsonschema import Draft202012Validator
from numpy.typing import NDArray
from PIL import Image

from benchmarks.samples.samples import SAMPLES, SCANS, open_frame
from benchmarks.samples.truth import to_json, to_text
from digitize.model.reference import is_edtf
from digitize.model.transcription import RegionKind

TRUTH = SCANS / "truth"
STEMS = ["gazeta-1927", "journal-1934", "mikrofilm-1931", "otchet-1938-0001", "otchet-1938-0002"]
COLUMNS = {"gazeta-1927": 6, "journal-1934": 7, "mikrofilm-1931": 3, "otchet-1938-0001": 1, "otchet-1938-0002": 1}
FONTS_HINT = (
    "the generator gives another truth: run python -m benchmarks.samples, or compare the font versions in its README"
)


@cache
def truth(stem: str) -> dict[str, Any]:
    page: dict[str, Any] = json.loads((TRUTH / f"{stem}.json").read_text(encoding="utf-8"))
    return page


@cache
def pixels(stem: str) -> NDArray[np.uint8]:
    page = truth(stem)
    return np.asarray(open_frame(SCANS / page["image"], page["frame"]))


def lines_of(stem: str) -> list[dict[str, Any]]:
    return [line for region in truth(stem)["regions"] for line in region["lines"]]


def text_of(stem: str) -> str:
    return (TRUTH / f"{stem}.gt.txt").read_text(encoding="utf-8")


def joined(stem: str) -> str:
    return " ".join(re.sub(r"(?<=\w)-\n+(?=\w)", "", text_of(stem)).split())


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_truth_is_what_the_generator_gives(name: str) -> None:
    """Laying out a sample again gives the committed truth, byte for byte."""
    for stem, page in SAMPLES[name].truths().items():
        assert (TRUTH / f"{stem}.json").read_text(encoding="utf-8") == to_json(page), FONTS_HINT
        assert text_of(stem) == to_text(page), FONTS_HINT


def test_every_truth_file_is_known() -> None:
    """No truth is left over from a sample that is gone, and none is missing."""
    assert sorted(p.name for p in TRUTH.iterdir()) == sorted(f"{s}{end}" for s in STEMS for end in (".gt.txt", ".json"))


@pytest.mark.parametrize("stem", STEMS)
def test_truth_is_valid(stem: str) -> None:
    """The truth keeps to its JSON Schema, and its kinds of region are the product's."""
    schema = json.loads((Path(SAMPLES["gazeta-1927"].module.__file__ or "").parent / "truth.schema.json").read_text())
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(truth(stem))
    assert {region["kind"] for region in truth(stem)["regions"]} <= {kind.value for kind in RegionKind}


@pytest.mark.parametrize("stem", STEMS)
def test_truth_describes_its_image(stem: str) -> None:
    """Size and resolution in the truth are those of the file."""
    page = truth(stem)
    assert pixels(stem).shape == (page["height"], page["width"])
    with Image.open(SCANS / page["image"]) as image:
        image.seek(page["frame"])
        assert image.info["dpi"] == pytest.approx((page["dpi"], page["dpi"]), abs=0.5)


@pytest.mark.parametrize("stem", STEMS)
def test_lines_and_words_hang_together(stem: str) -> None:
    """Text is its words, words stand from left to right in their line's box, lines in their region's, all on the page."""
    page = truth(stem)
    for region in page["regions"]:
        for line in region["lines"]:
            assert line["text"] == " ".join(word["text"] for word in line["words"])
            assert line["column"] == region["column"]
            left = [word["box"][0] for word in line["words"]]
            assert left == sorted(left)
            assert all(_within(word["box"], line["box"]) for word in line["words"])
            assert _within(line["box"], region["box"])
            assert all(line["box"][1] <= y <= line["box"][3] for _, y in line["baseline"])
        assert _within(region["box"], [0, 0, page["width"], page["height"]])


def _within(inner: list[int], outer: list[int]) -> bool:
    return inner[0] >= outer[0] and inner[1] >= outer[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


@pytest.mark.parametrize("stem", STEMS)
def test_lines_of_a_column_follow_each_other_downwards(stem: str) -> None:
    """Within a region lines run downwards, and what belongs to a column lies in its box (give or take the skew)."""
    page = truth(stem)
    boxes = {column["number"]: column["box"] for column in page["columns"]}
    for region in page["regions"]:
        tops = [line["baseline"][0][1] for line in region["lines"]]
        assert tops == sorted(tops)
        if region["column"] is not None:
            middle = (region["box"][0] + region["box"][2]) / 2
            assert boxes[region["column"]][0] < middle < boxes[region["column"]][2]


@pytest.mark.parametrize("stem", STEMS)
def test_word_boxes_hold_ink(stem: str) -> None:
    """Nearly every word's box holds ink that fills its height; the same boxes moved by half a line hold much less."""
    grey = pixels(stem)
    bitonal = truth(stem)["image"].startswith("mikrofilm")
    found, dark_here, dark_below = [], 0.0, 0.0
    for line in (line for line in lines_of(stem) if line["column"] is not None):
        x0, y0, x1, y1 = line["box"]
        edge = 128 if bitonal else (float(np.percentile(grey[y0:y1, x0:x1], 95)) + float(grey[y0:y1, x0:x1].min())) / 2
        for word in line["words"]:
            a0, b0, a1, b1 = word["box"]
            rows = (grey[b0:b1, a0:a1] < edge).any(axis=1)
            found.append(rows.mean() > 0.6 or b1 - b0 < 10)
        half = (y1 - y0) // 2
        dark_here += float((grey[y0 + half // 2 : y1 - half // 2, x0:x1] < edge).mean())
        dark_below += float((grey[y1 + 2 : y1 + 8, x0:x1] < edge).mean())
    assert np.mean(found) > 0.97
    assert dark_below < 0.5 * dark_here


@pytest.mark.parametrize("stem", STEMS)
def test_columns_are_as_many_as_asked(stem: str) -> None:
    """Columns are numbered from the left without gaps, they do not overlap, and every one holds text."""
    columns = truth(stem)["columns"]
    assert [column["number"] for column in columns] == list(range(1, COLUMNS[stem] + 1))
    assert all(a["box"][2] < b["box"][0] for a, b in itertools.pairwise(columns))
    assert {line["column"] for line in lines_of(stem)} - {None} == set(range(1, COLUMNS[stem] + 1))


def test_gazeta_has_what_a_newspaper_of_the_time_has() -> None:
    """Headline over three columns, interjections, letterspacing, hyphens, a numbered list, an article over columns."""
    page, text = truth("gazeta-1927"), text_of("gazeta-1927")
    head = next(r for r in page["regions"] if "ЛЕН УБРАН" in r["lines"][0]["text"])
    boxes = [column["box"] for column in page["columns"]]
    assert head["column"] is None
    assert boxes[0][0] < head["box"][0] < boxes[0][2] < boxes[2][0] < head["box"][2] < boxes[2][2]
    assert "(Смех.)" in text and "(Аплодисменты.)" in joined("gazeta-1927") and "(Шум.)" in text
    assert "о к т я б р ю" in text
    assert all(f"\n{number}) " in text for number in range(1, 6))
    assert len(re.findall(r"[а-я]-\n", text)) > 100
    assert "Четверг, 20 октября 1927 г." in text and "№ 241" in text
    lead = [r for r in page["regions"] if r["kind"] == "paragraph" and r["column"] is not None]
    turn = next(i for i, r in enumerate(lead) if r["column"] == 2)
    assert not lead[turn - 1]["lines"][-1]["text"].endswith((".", "!", "?", ")"))
    assert lead[turn]["lines"][0]["text"][0].islower()
    assert not re.search(r"[ѣіѳѵ]|ъ\b", joined("gazeta-1927"))


def test_journal_has_what_a_french_page_has() -> None:
    """Accents, guillemets, subheads, capitals for emphasis, a continued article, prices, times, a picture with caption."""
    page, text = truth("journal-1934"), joined("journal-1934")
    assert set("éèêàâîôûùçœÉÈÊÀÂ«»°’") <= set(text_of("journal-1934")) | set("œÈÊ")
    assert "(Suite en 3e page.)" in text and "SOIXANTE-DOUZE KILOMÈTRES" in text and "MOINS DE SEPT ANS" in text
    assert re.search(r"\d h\. \d\d’ \d\d”", text) and re.search(r"\d fr\.", text)
    kinds = [region["kind"] for region in page["regions"]]
    assert kinds[kinds.index("image") + 1] == "caption"
    assert kinds.count("table") >= 4
    assert not re.search(r"[а-яА-Я]", text)


def test_otchet_has_what_a_typescript_has() -> None:
    """Date with a Latin numeral, Latin words in Russian sentences, certification; stamp over text, signature without text."""
    text = joined("otchet-1938-0001") + joined("otchet-1938-0002")
    assert "11.II.1938" in text and "через контору Brl. и C-ie" in text and "Kaufmann'a" in text and "Верно:" in text
    assert "№ I05" in text
    regions = truth("otchet-1938-0002")["regions"]
    silent = {region["kind"]: region for region in regions if not region["lines"]}
    assert set(silent) == {"handwriting", "stamp"}
    stamp = silent["stamp"]["box"]
    covered = [w for line in lines_of("otchet-1938-0002") for w in line["words"] if _overlap(w["box"], stamp)]
    assert len(covered) >= 3


def _overlap(a: list[int], b: list[int]) -> bool:
    return min(a[2], b[2]) > max(a[0], b[0]) and min(a[3], b[3]) > max(a[1], b[1])


@pytest.mark.parametrize(("stem", "lean"), [("otchet-1938-0001", 1.3), ("otchet-1938-0002", -0.8)])
def test_otchet_leans_as_its_truth_says(stem: str, lean: float) -> None:
    """Baselines of long lines lean by the page's skew, clockwise positive."""
    slopes = []
    for line in lines_of(stem):
        (x0, y0), (x1, y1) = line["baseline"][0], line["baseline"][-1]
        if x1 - x0 > 700:
            slopes.append(np.degrees(np.arctan2(y1 - y0, x1 - x0)))
    assert float(np.median(slopes)) == pytest.approx(lean, abs=0.25)


def test_mikrofilm_is_black_and_white_with_a_dark_border() -> None:
    """The frame holds two levels only, is stored as G4, and is black around the page."""
    with Image.open(SCANS / "mikrofilm-1931.tif") as image:
        assert image.mode == "1" and image.info["compression"] == "group4"
    grey = pixels("mikrofilm-1931")
    assert set(np.unique(grey)) == {0, 255}
    assert grey[:60].mean() < 5 and grey[:, :60].mean() < 5 and grey[300:-300, 300:-300].mean() > 180


def test_letterspaced_words_are_marked() -> None:
    """Each group names letters that make its word."""
    groups = [(line, group) for stem in STEMS for line in lines_of(stem) for group in line.get("letterspaced", [])]
    assert len(groups) >= 5
    for line, group in groups:
        assert group["text"] == "".join(word["text"] for word in line["words"][group["first"] : group["end"]])
        assert all(len(word["text"].rstrip(".,;:!")) <= 1 for word in line["words"][group["first"] : group["end"]])


def test_typescript_is_one_file_of_two_pages() -> None:
    """Both pages of the typescript are frames of one TIFF."""
    with Image.open(SCANS / "otchet-1938.tif") as image:
        assert getattr(image, "n_frames", 1) == 2


def test_sidecar_agrees_with_the_page() -> None:
    """The sidecar's title, date and page are those drawn on the newspaper."""
    sidecar = tomllib.loads((SCANS / "gazeta-1927.toml").read_text(encoding="utf-8"))
    assert set(sidecar) == {"title", "date", "page", "citation"}
    assert is_edtf(sidecar["date"]) and sidecar["date"] == "1927-10-20"
    assert sidecar["title"].upper() in text_of("gazeta-1927")
    assert "№ 241 (1388)" in sidecar["citation"] and "№ 241 (1388)" in text_of("gazeta-1927")


def test_samples_stay_small() -> None:
    """Scans, sidecar and truth together stay below 8 MB, each newspaper below 3 and the typescript below 1.5."""
    sizes = {path.name: path.stat().st_size for path in SCANS.rglob("*") if path.is_file()}
    assert sum(sizes.values()) < 8_000_000
    assert max(sizes["gazeta-1927.jpg"], sizes["journal-1934.jpg"]) < 3_000_000
    assert sizes["otchet-1938.tif"] < 1_500_000
