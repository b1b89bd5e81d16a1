"""Emphasis as printed, in every format that can hold it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from digitize.export.transcription_json import read_transcription
from digitize.model.document import Document
from digitize.model.transcription import Emphasis, RegionKind, TranscribedPage
from tests.export import extractors, schemas
from tests.export.documents import R, W, document, exported, page
from tests.export.extractors import XML_ID, Files

BOLD, SPACED, CAPITALS, UNDERLINED = Emphasis.BOLD, Emphasis.LETTERSPACED, Emphasis.CAPITALS, Emphasis.UNDERLINED
GIVEN = ((), (BOLD,), (BOLD,), (SPACED,), (SPACED, BOLD), (), (CAPITALS,), (UNDERLINED,), (BOLD,))
TEXTS = "вот жирно набрано враз рядку и ВЫДЕЛЕНО чертой Pravda".split()


def set_off() -> TranscribedPage:
    """A line of words that are set off in every way, the last one in another language; and one that is not."""
    words = [W(text, language="fra" if text == "Pravda" else "rus") for text in TEXTS]
    made = page(1, [R(RegionKind.PARAGRAPH, [words, [W("просто")]])], 1, "rus")
    region = made.regions[0]
    first = region.lines[0]
    told = tuple(replace(word, emphasis=kinds) for word, kinds in zip(first.words, GIVEN, strict=True))
    return replace(made, regions=(replace(region, lines=(replace(first, words=told), region.lines[1])),))


@pytest.fixture(scope="module")
def made() -> Document:
    return document([set_off()])


@pytest.fixture(scope="module")
def files(made: Document) -> Files:
    return exported(made)


def test_files_with_emphasis_are_valid(files: Files, official_schemas: Path) -> None:
    """By the official schemas, and ours."""
    schemas.assert_valid(files, official_schemas)
    schemas.own("transcription").validate(json.loads(files["transcription.json"]))


def test_json_gives_emphasis_back(files: Files, made: Document) -> None:
    """All of it, word by word."""
    stored = read_transcription(files["transcription.json"]).transcription
    assert [word.emphasis for word in stored.pages[0].words] == [*GIVEN, ()]


def test_tei_has_neighbours_set_off_alike_in_one_hi(files: Files) -> None:
    """Also within another language; the words stay as they are."""
    tei = extractors.tei_of(files)
    runs = [(hi.get("rend"), [w.text for w in hi.iterfind("{*}w")]) for hi in tei.iterfind(".//{*}hi")]
    assert runs == [
        ("bold", ["жирно", "набрано"]),
        ("letterspaced", ["враз"]),
        ("letterspaced bold", ["рядку"]),
        ("capitals", ["ВЫДЕЛЕНО"]),
        ("underlined", ["чертой"]),
        ("bold", ["Pravda"]),
    ]
    foreign = tei.find(".//{*}foreign")
    assert foreign is not None and [child.tag.rpartition("}")[2] for child in foreign] == ["hi"]
    assert extractors.tei_words(files) == [*TEXTS, "просто"]
    text = tei.find("{*}text")
    assert text is not None
    lines = "".join(map(str, text.itertext())).split("\n")
    assert " ".join(TEXTS) in [line.strip() for line in lines]


def test_figures_part_no_hi() -> None:
    """They are in no language, and set off with the words beside them."""
    words = [W("13", language=None), W("апреля"), W("1858", language=None)]
    made = page(1, [R(RegionKind.PARAGRAPH, [words])], 1, "rus")
    region = made.regions[0]
    line = region.lines[0]
    told = replace(line, words=tuple(replace(word, emphasis=(UNDERLINED,)) for word in line.words))
    files = exported(document([replace(made, regions=(replace(region, lines=(told,)),))]))
    (hi,) = extractors.tei_of(files).iterfind(".//{*}hi")
    assert [word.text for word in hi] == ["13", "апреля", "1858"]


def test_alto_has_the_styles_that_it_knows(files: Files) -> None:
    """Bold and underlined."""
    (root,) = extractors.parsed(files, "alto/")
    found = {s.get("CONTENT"): s.get("STYLE") for s in root.iterfind(".//{*}String") if s.get("STYLE")}
    assert found == {"жирно": "bold", "набрано": "bold", "рядку": "bold", "чертой": "underline", "Pravda": "bold"}


def test_page_has_the_styles_that_it_knows(files: Files) -> None:
    """Bold, letterspaced and underlined, by word."""
    (root,) = extractors.parsed(files, "page/")
    styles: dict[str | None, dict[str, str]] = {}
    for style in root.iterfind(".//{*}TextStyle"):
        word = style.getparent()
        assert word is not None
        styles[word.findtext("{*}TextEquiv/{*}Unicode")] = {
            str(name): str(value) for name, value in style.attrib.items()
        }
    assert styles["враз"] == {"letterSpaced": "true"}
    assert styles["рядку"] == {"bold": "true", "letterSpaced": "true"}
    assert styles["чертой"] == {"underlined": "true"}
    assert set(styles) == {"жирно", "набрано", "враз", "рядку", "чертой", "Pravda"}


def test_hocr_names_all_kinds(files: Files) -> None:
    """In a property of the word, whose text stays where readers look for it."""
    (root,) = extractors.parsed(files, "hocr/")
    words = root.findall(".//*[@class='ocrx_word']")
    found = {w.text: extractors.hocr_properties(w).get("x_emphasis") for w in words}
    assert found["рядку"] == "letterspaced bold"
    assert found["ВЫДЕЛЕНО"] == "capitals"
    assert found["вот"] is None
    assert extractors.hocr_words(files) == [*TEXTS, "просто"]


def test_plain_text_is_the_same_without(files: Files, made: Document) -> None:
    """It has words and nothing else; and no format adds anything to a page on which nothing is set off."""
    plain = page(1, [R(RegionKind.PARAGRAPH, [[W(text) for text in TEXTS]])], 1, "rus")
    without = exported(replace(made, transcription=replace(made.transcription, pages=(plain,))))
    assert files["вестник-1927.txt"].decode().split() == [*TEXTS, "просто"]
    for path, content in without.items():
        assert not any(mark in content for mark in (b"<hi", b"STYLE=", b"TextStyle", b"x_emphasis")), path


def test_ids_stay_unique(files: Files) -> None:
    """Emphasis adds no ids."""
    ids = extractors.ids(extractors.tei_of(files))
    assert len(ids) == len(set(ids)) and XML_ID
