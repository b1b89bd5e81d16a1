"""Pages read by our own recogniser, alone and beside Tesseract; it has a network that reads bars for certain."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from digitize.model.profile import EngineName, Profile
from tests.export import extractors
from tests.pipeline import scans, work
from tests.pipeline.conftest import Run
from tests.recognize.bars import HEIGHT_PX, draw_bars, write_network

LINES = (
    "инѣ Wr нини и Wи",
    "и W и ѣѣѣ ннни W",
    "ѣѣ ии rW ѣнѣ ни",
    "нннн WWW ииии ннн",
    "и н ѣ WWW rrrr и",
    "инѣ ннн ѣѣѣ rr WW",
)
WORDS = " ".join(LINES).split()
EDGE_PX = 150


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_network(tmp_path_factory.mktemp("model") / "bars.onnx")


@pytest.fixture(scope="module")
def barred(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of bars."""
    pixels = np.pad(draw_bars(*LINES, margin_px=0), EDGE_PX, constant_values=255)
    return scans.png(tmp_path_factory.mktemp("scans") / "bars.png", Image.fromarray(pixels))


def words_in(folder: Path) -> list[dict[str, Any]]:
    content = json.loads((folder / "transcription.json").read_bytes())
    return [w for p in content["pages"] for r in p["regions"] for line in r["lines"] for w in line["words"]]


def told(folder: Path) -> tuple[dict[str, tuple[str, str]], list[str]]:
    """Choices and warnings of the first page."""
    page = work.report(folder)["pages"][0]
    return {c["what"]: (c["value"], c["why"]) for c in page["choices"]}, page["warnings"]


@pytest.fixture(scope="module")
def by_own(run: Run, barred: Path, model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A document read by our own recogniser."""
    output = tmp_path_factory.mktemp("own")
    (result,) = run(output, barred, engine=EngineName.OWN, own_model=model)
    assert result.errors == ()
    return output / "bars"


def test_what_was_drawn_is_read(by_own: Path) -> None:
    """Word by word in reading order, each in the script of its letters; no language is made up."""
    found = words_in(by_own)
    assert [word["text"] for word in found] == WORDS
    assert [word["script"] for word in found] == [
        "Latn" if sum(c in "Wr" for c in w) * 2 > len(w) or w[0] in "Wr" else "Cyrl" for w in WORDS
    ]
    assert {word["language"] for word in found} == {None}
    assert all(word["confidence"] > 0.8 for word in found)


def test_words_stand_where_they_were_drawn(by_own: Path) -> None:
    """Boxes are in pixels of the page image: rows to two pixels, the first word's left edge too."""
    found = iter(words_in(by_own))
    for number, line in enumerate(LINES):
        boxes = [next(found)["box"] for _ in line.split()]
        top = EDGE_PX + 90 * number
        assert abs(boxes[0][0] - EDGE_PX) <= 3
        for _, y0, _, y1 in boxes:
            assert abs(y0 - top) <= 3 and abs(y1 - top - HEIGHT_PX) <= 3


def test_the_report_says_what_read_the_page(by_own: Path) -> None:
    """The engine and why, the model's release and digest, that the page was cut line by line."""
    choices, _ = told(by_own)
    assert choices["engine"] == ("own", "as set; our own model is bars-1")
    assert choices["strategy"] == ("lines", "our own recogniser reads lines")
    report = work.report(by_own)
    tools = {tool["name"]: tool["version"] for tool in report["provenance"]["tools"]}
    assert tools["own"].startswith("bars-1 sha256:")
    assert "onnxruntime" in tools
    assert report["provenance"]["settings"]["engine"] == "own"


def test_every_format_has_the_words(by_own: Path) -> None:
    """Exporters do not mind who has read."""
    files = work.contents(by_own)
    for words in (extractors.alto_words, extractors.page_words, extractors.hocr_words, extractors.tei_words):
        assert words(files) == WORDS


@pytest.mark.parametrize("profile", [Profile.TYPESCRIPT, Profile.NEWSPAPER])
def test_whatever_the_profile_lines_are_read(
    run: Run, barred: Path, model: Path, tmp_path: Path, profile: Profile
) -> None:
    """A page that Tesseract would read as a whole is cut, too."""
    run(tmp_path, barred, engine=EngineName.OWN, own_model=model, profile=profile)
    assert [word["text"] for word in words_in(tmp_path / "bars")] == WORDS


def test_any_number_of_workers_reads_alike(by_own: Path, barred: Path, model: Path, tmp_path: Path) -> None:
    """Lines are shared out among workers, in other batches: the same bytes."""
    work.run(tmp_path, barred, engine=EngineName.OWN, own_model=model, jobs=3)
    assert work.contents(tmp_path / "bars") == work.contents(by_own)


def test_a_second_run_reads_nothing_and_another_model_does(run: Run, barred: Path, tmp_path: Path) -> None:
    """The cache knows engine, release and file: each change is read again, and what was there before is found."""
    first, second = tmp_path / "first.onnx", tmp_path / "second.onnx"
    write_network(first)
    write_network(second, metadata={"trained": '{"lines": 1}'})  # the same release, another file
    calls = []
    settings: list[dict[str, Any]] = [
        {"engine": EngineName.OWN, "own_model": first},
        {"engine": EngineName.OWN, "own_model": first},
        {"engine": EngineName.OWN, "own_model": second},
        {"engine": EngineName.TESSERACT},
        {"engine": EngineName.BOTH, "own_model": second},
        {"engine": EngineName.OWN, "own_model": first},
    ]
    for each in settings:
        (result,) = run(tmp_path / "out", barred, languages="rus+eng", **each)
        calls.append((result.engine_calls > 0, result.pages_from_cache))
    assert calls == [(True, 0), (False, 1), (True, 0), (True, 0), (True, 0), (False, 1)]


def test_languages_asked_for_are_those_of_their_scripts(run: Run, barred: Path, model: Path, tmp_path: Path) -> None:
    """With one language of each script, every word is in the one of its letters."""
    run(tmp_path, barred, engine=EngineName.OWN, own_model=model, languages="rus+fra")
    found = words_in(tmp_path / "bars")
    assert {(word["script"], word["language"]) for word in found} == {("Cyrl", "rus"), ("Latn", "fra")}


# Pages without text ---------------------------------------------------------------------------------------------------


def test_a_page_without_lines_says_so(run: Run, model: Path, tmp_path: Path) -> None:
    """Nothing is read, nothing fails, and a person is told."""
    blank = scans.png(tmp_path / "blank.png", Image.new("L", (800, 600), 255))
    (result,) = run(tmp_path / "out", blank, engine=EngineName.OWN, own_model=model)
    assert (result.errors, result.words) == ((), 0)
    choices, warnings = told(tmp_path / "out" / "blank")
    assert choices["strategy"][0] == "page"
    assert "little or no text found" in warnings


def test_letters_that_it_does_not_know_are_not_relied_on(run: Run, tmp_path: Path) -> None:
    """A network that has no idea reads with low confidence, word by word, and the page says so."""
    blind = write_network(tmp_path / "flat.onnx", flat=True)
    (result,) = run(tmp_path / "out", scans.png(tmp_path / "page.png"), engine=EngineName.OWN, own_model=blind)
    assert result.errors == ()
    assert all(word["confidence"] < 0.5 for word in words_in(tmp_path / "out" / "page"))
    _, warnings = told(tmp_path / "out" / "page")
    assert any("not sure of this page" in warning for warning in warnings)


# Both engines ---------------------------------------------------------------------------------------------------------


def test_of_two_engines_the_surer_is_taken(run: Run, model: Path, tmp_path: Path) -> None:
    """On real type a network for bars has nothing to say: the page reads as by Tesseract alone."""
    page = scans.png(tmp_path / "page.png")
    for engine in (EngineName.TESSERACT, EngineName.BOTH):
        run(tmp_path / engine, page, engine=engine, own_model=model, languages="rus+eng")
    texts = [[word["text"] for word in words_in(tmp_path / engine / "page")] for engine in ("tesseract", "both")]
    assert texts[0] == texts[1]
    choices, _ = told(tmp_path / "both" / "page")
    assert choices["engine"][0] == "both"
    assert "; 0 of " in choices["engine"][1]


def test_lines_that_only_one_engine_sees_are_kept(run: Run, barred: Path, model: Path, tmp_path: Path) -> None:
    """Tesseract reads no bars: line by line, all words are by our own recogniser."""
    run(tmp_path, barred, engine=EngineName.BOTH, own_model=model, profile=Profile.NEWSPAPER, languages="rus+eng")
    assert [word["text"] for word in words_in(tmp_path / "bars")] == WORDS
    choices, _ = told(tmp_path / "bars")
    assert f"; {len(LINES)} of {len(LINES)} lines are by it alone" in choices["engine"][1]


def test_what_it_has_not_learned_is_left_to_tesseract(run: Run, barred: Path, model: Path, tmp_path: Path) -> None:
    """Asked for Fraktur, a page is read by Tesseract alone, and the report says why."""
    run(tmp_path, barred, engine=EngineName.BOTH, own_model=model, profile=Profile.NEWSPAPER, languages="frk")
    assert not set(WORDS) & {word["text"] for word in words_in(tmp_path / "bars")}
    choices, _ = told(tmp_path / "bars")
    assert choices["engine"][0] == "tesseract"
    assert "has not learned to read what frk reads" in choices["engine"][1]


# Without a model ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def by_tesseract(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two lines of print, and in ``out`` what is made of them where nobody asks for our own recogniser."""
    folder = tmp_path_factory.mktemp("tesseract")
    page = scans.png(folder / "page.png", scans.page(scans.RUSSIAN[:2], height=240))
    run(folder / "out", page, languages="rus", engine=EngineName.TESSERACT)
    return folder


@pytest.mark.parametrize("engine", [EngineName.OWN, EngineName.BOTH])
@pytest.mark.parametrize("how", ["missing", "damaged", "other-version"])
def test_without_a_sound_model_tesseract_goes_on_alone(
    run: Run, by_tesseract: Path, tmp_path: Path, engine: EngineName, how: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The page reads as by Tesseract; report and log name the file, what is wrong with it, and the way out."""
    broken = tmp_path / "own.onnx"
    if how == "damaged":
        broken.write_bytes(b"no model")
    elif how == "other-version":
        write_network(broken, metadata={"digitize_format": "2"})
    with caplog.at_level(logging.WARNING, "digitize"):
        run(tmp_path / "out", by_tesseract / "page.png", languages="rus", engine=engine, own_model=broken)
        said = [record.getMessage() for record in caplog.records]
    texts = [[w["text"] for w in words_in(folder / "out" / "page")] for folder in (tmp_path, by_tesseract)]
    assert texts[0] == texts[1] and texts[0]
    choices, warnings = told(tmp_path / "out" / "page")
    assert choices["engine"][0] == "tesseract"
    assert choices["engine"][1].startswith(f"{engine} was asked for, but ")
    assert any("own.onnx" in warning and "Tesseract read this page alone" in warning for warning in warnings)
    assert any(str(broken) in line and "--engine tesseract" in line for line in said)


def test_with_tesseract_the_model_is_not_even_looked_at(run: Run, by_tesseract: Path, tmp_path: Path) -> None:
    """Without a model nothing changes for those who do not ask for it."""
    gone = tmp_path / "gone.onnx"
    run(tmp_path, by_tesseract / "page.png", languages="rus", engine=EngineName.TESSERACT, own_model=gone)
    assert work.contents(by_tesseract / "out" / "page") == work.contents(tmp_path / "page")
    choices, warnings = told(tmp_path / "page")
    assert choices["engine"] == ("tesseract", "as set")
    assert not any("own recogniser" in warning for warning in warnings)
