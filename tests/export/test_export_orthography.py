"""A page in the orthography of before 1918, as spelled and modernised: tags, both layers, provenance, in every format."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from digitize.export.joins import find_joins
from digitize.export.pdf_metadata import main_language
from digitize.export.report_json import encode_report
from digitize.export.tei_elements import XML_LANG
from digitize.export.transcription_json import read_transcription
from digitize.model.document import Document
from digitize.model.language import Orthography
from digitize.model.transcription import RegionKind, TranscribedPage
from digitize.repair.hyphens import join_hyphens
from digitize.repair.modernise import keep_spelling, modernise
from tests.export import extractors, schemas
from tests.export.documents import R, W, document, exported, page

P = RegionKind.PARAGRAPH
NAME = "вестник-1927"


def old_pages() -> Sequence[TranscribedPage]:
    """An old page with a word broken over its columns past a caption, a French word and a numeral; and a modern one."""
    old = page(
        1,
        [
            R(P, [(W("Въ"), W("XIX"), W("вѣкѣ"), W("раз-"))], 1),
            R(RegionKind.CAPTION, [(W("Видъ"), W("рѣки"))], 1, top=300),
            R(P, [(W("сказъ"), W("«Suite»", language="fra"), W("и"), W("міръ"))], 2, left=600),
        ],
        columns=2,
        language="rus",
    )
    modern = page(2, [R(P, [(W("Новый"), W("столъ"))])], columns=1, language="rus")
    return tuple(join_hyphens((replace(old, orthography=Orthography.BEFORE_1918), modern)))


SPELLED = document(old_pages(), languages=("Cyrillic",))
MODERN = document(modernise(old_pages()), languages=("Cyrillic",))


@pytest.mark.parametrize("made", [SPELLED, MODERN], ids=["as spelled", "modernised"])
def test_every_format_is_valid(made: Document, official_schemas: Path) -> None:
    """ALTO, PAGE, TEI and our own JSON, by their schemas."""
    files = exported(made)
    schemas.assert_valid(files, official_schemas)
    schemas.own("transcription").validate(json.loads(files["transcription.json"]))
    schemas.own("report").validate(json.loads(encode_report(made, {}, {})))


def test_the_printed_layer_does_not_depend_on_it() -> None:
    """The words of every format, and the broken words of ALTO."""
    spelled, modern = exported(SPELLED), exported(MODERN)
    for extract in (
        extractors.alto_words,
        extractors.page_words,
        extractors.hocr_words,
        extractors.tei_words,
        extractors.json_words,
    ):
        assert extract(spelled) == extract(modern)
    for files in (spelled, modern):
        strings = [s for root in extractors.parsed(files, "alto/") for s in root.iterfind(".//{*}String")]
        assert [s.get("SUBS_CONTENT") for s in strings if s.get("SUBS_TYPE")] == ["разсказъ", "разсказъ"]


def test_the_reading_layer_is_modern_where_the_page_is_old() -> None:
    """In text, TEI and JSON; the other page and other languages stay."""
    files = exported(MODERN)
    words = ["В", "XIX", "веке", "рассказ", "Вид", "реки", "", "«Suite»", "и", "мир", "Новый", "столъ"]
    assert extractors.tei_words(files, "reg") == extractors.json_words(files, "reading") == words
    assert files[f"{NAME}.txt"].decode() == "В XIX веке рассказ\n\nВид реки\n\n«Suite» и мир\n\fНовый столъ\n"


def test_changed_words_between_do_not_part_a_broken_word() -> None:
    """A caption with modernised words stands between the halves."""
    assert find_joins(MODERN.transcription.pages) == find_joins(SPELLED.transcription.pages) != {}


def test_language_tags_name_the_orthography() -> None:
    """``ru-petr1708`` on the old page, plain ``ru`` on the other; a numeral in Latin letters and French as ever."""
    files = exported(MODERN)
    tei = extractors.tei_of(files)
    paragraphs = tei.findall(".//{*}p[@{http://www.w3.org/XML/1998/namespace}lang]")
    assert [p.get(XML_LANG) for p in paragraphs] == ["ru-petr1708", "ru-petr1708", "ru"]
    assert {f.get(XML_LANG) for f in tei.iterfind(".//{*}foreign")} == {"fr"}
    assert [w.get(XML_LANG) for w in tei.iterfind(".//{*}w") if w.get(XML_LANG)] == ["ru-Latn"]
    regs = [reg for reg in tei.iterfind("{*}text//{*}reg") if reg.text]
    assert {reg.get(XML_LANG) for reg in regs} == {"ru-luna1918"}
    listed = [language.get("ident") for language in tei.iterfind(".//{*}langUsage/{*}language")]
    assert listed == ["ru-petr1708", "ru", "fr", "ru-Latn", "ru-luna1918"]
    first, second = extractors.parsed(files, "alto/")
    assert [root.find(".//{*}Page").get("LANG") for root in (first, second)] == ["ru-petr1708", "ru"]  # type: ignore[union-attr]
    assert [root.get("lang") for root in extractors.parsed(files, "hocr/")] == ["ru-petr1708", "ru"]


def test_as_spelled_nothing_is_called_modern() -> None:
    """The orthography is told whether or not it is modernised."""
    tei = extractors.tei_of(exported(SPELLED))
    idents = [language.get("ident") for language in tei.iterfind(".//{*}langUsage/{*}language")]
    assert "ru-petr1708" in idents and "ru-luna1918" not in idents
    assert [p.get(XML_LANG) for p in tei.iterfind("{*}text//{*}reg") if p.get(XML_LANG)] == []
    assert (
        "modernise-" not in tei.findtext(".//{*}normalization", "")
        and len(tei.findall(".//{*}normalization/{*}p")) == 1
    )


def test_every_rule_is_named_in_tei_with_both_forms() -> None:
    """In the order in which they were used, each pointing to its word."""
    tei = extractors.tei_of(exported(MODERN))
    notes = [note for note in tei.iterfind(".//{*}standOff//{*}note") if note.get("target") == "#p0001_r001_l001_w004"]
    told = [(n.findtext("{*}term"), n.findtext(".//{*}orig"), n.findtext(".//{*}reg")) for n in notes]
    assert told == [
        ("join-hyphen", "раз-", "разсказъ"),
        ("modernise-prefix", "разсказъ", "рассказъ"),
        ("modernise-hard-sign", "рассказъ", "рассказ"),
    ]
    assert len(tei.findall(".//{*}normalization/{*}p")) == 2


def test_the_pdf_names_the_orthography_only_of_a_whole_document() -> None:
    """Where pages differ it is plain Russian."""
    assert main_language(SPELLED) == "ru"
    assert main_language(document(SPELLED.transcription.pages[:1])) == "ru-petr1708"


@pytest.mark.parametrize("made", [SPELLED, MODERN], ids=["as spelled", "modernised"])
def test_it_is_read_back_and_may_be_written_either_way(made: Document) -> None:
    """From ``transcription.json`` alone."""
    pages = read_transcription(exported(made)["transcription.json"]).transcription.pages
    assert pages == made.transcription.pages
    assert keep_spelling(pages) == SPELLED.transcription.pages
    assert modernise(pages) == MODERN.transcription.pages


def test_the_report_says_which_pages() -> None:
    """``mixed`` where pages in the same language are in today's; nothing where none is old."""
    report = json.loads(encode_report(SPELLED, {}, {}))
    assert report["orthography"] == {"value": "mixed", "pages": [1]}
    french = replace(SPELLED.transcription.pages[1], language="fra")
    other = replace(SPELLED.transcription, pages=(SPELLED.transcription.pages[0], french))
    report = json.loads(encode_report(replace(SPELLED, transcription=other), {}, {}))
    assert report["orthography"] == {"value": "before-1918", "pages": [1]}
    assert json.loads(encode_report(document([page(1)]), {}, {}))["orthography"] is None
