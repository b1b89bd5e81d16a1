"""Repairs of either layer in every format that can hold them, with their rule, the old reading and the evidence."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import unquote

from digitize.export.joins import find_joins
from digitize.export.report_json import encode_report
from digitize.export.transcription_json import read_transcription
from digitize.model.transcription import RegionKind, Repair
from digitize.repair.apply import repair, undo
from digitize.repair.typed import Hand
from tests.export import extractors, schemas
from tests.export.documents import R, W, document, exported, page

P = RegionKind.PARAGRAPH
READ = page(
    1,
    [
        R(P, [(W("Coвет"), W("на"), W("ХГ"), W("съезде"), W("С"), W("о"), W("в"), W("е"), W("т"), W("раз-"))]),
        R(RegionKind.CAPTION, [(W("Снимок"), W("I938"), W("г."))], top=300),
        R(P, [(W("лад"), W("и3вестие"), W("19З8"))], top=500),
    ],
    columns=1,
    language="rus",
)
(MADE,) = repair((READ,), hand=Hand.NOT_KNOWN)
DOCUMENT = document([MADE])
REPAIRS = {word.id: word.repairs for word in MADE.words if word.repairs}
RULES = {
    ("homoglyph", "printed", 1),
    ("roman-numeral", "printed", 1),
    ("letterspacing", "reading", 5),
    ("join-hyphen", "reading", 2),
    ("typewriter-one", "reading", 1),
    ("digit-in-word", "printed", 1),
    ("letter-in-number", "printed", 1),
}


def test_every_format_is_valid(official_schemas: Path) -> None:
    """ALTO, PAGE, TEI and our own JSON, by their schemas."""
    files = exported(DOCUMENT)
    schemas.assert_valid(files, official_schemas)
    schemas.own("transcription").validate(json.loads(files["transcription.json"]))
    schemas.own("report").validate(json.loads(encode_report(DOCUMENT, {}, {})))


def test_alto_has_tags_and_what_was_read() -> None:
    """A tag for each rule and layer, which the word points to; the old reading of the printed layer as an alternative."""
    (root,) = extractors.parsed(exported(DOCUMENT), "alto/")
    tags = {
        tag.get("ID"): (tag.get("LABEL"), tag.get("DESCRIPTION"))
        for tag in root.iterfind(".//{*}OtherTag[@TYPE='repair']")
    }
    assert set(tags.values()) == {(rule, f"{layer} layer") for rule, layer, _ in RULES}
    for string in root.iterfind(".//{*}String"):
        repairs = REPAIRS.get(string.get("ID", ""), ())
        told = [tags[tag] for tag in string.get("TAGREFS", "").split()]
        assert told == [(each.rule, f"{each.layer} layer") for each in repairs]
        printed = [each for each in repairs if each.layer == "printed"]
        assert [other.text for other in string.iterfind("{*}ALTERNATIVE")] == [each.old for each in printed]
        for other, each in zip(string.iterfind("{*}ALTERNATIVE"), printed, strict=True):
            assert each.rule in other.get("PURPOSE", "") and each.evidence in other.get("PURPOSE", "")
    steps = [step.text or "" for step in root.iterfind(".//{*}processingStepDescription")]
    assert {f"repair {rule}, {layer} layer, words: {n}" for rule, layer, n in RULES} <= set(steps)


def test_page_hocr_and_tei_have_every_repair() -> None:
    """Each with its word, rule, layer, both readings and evidence."""
    files = exported(DOCUMENT)
    assert page_repairs(files) == hocr_repairs(files) == tei_repairs(files) == REPAIRS


def page_repairs(files: extractors.Files) -> dict[str, tuple[Repair, ...]]:
    (root,) = extractors.parsed(files, "page/")
    found: dict[str, tuple[Repair, ...]] = {}
    for word in root.iterfind(".//{*}Word"):
        for attribute in word.iterfind(".//{*}UserAttribute[@name='repair']"):
            told = json.loads(attribute.get("value", ""))
            found[word.get("id", "")] = (
                *found.get(word.get("id", ""), ()),
                Repair(**told, evidence=attribute.get("description", "")),
            )
    return found


def hocr_repairs(files: extractors.Files) -> dict[str, tuple[Repair, ...]]:
    (root,) = extractors.parsed(files, "hocr/")
    found = {}
    for word in root.iterfind(".//*[@class='ocrx_word']"):
        told = extractors.hocr_properties(word).get("x_repairs")
        if told:
            parts = [unquote(part) for part in told[1:-1].split('" "')]
            found[word.get("id", "")] = tuple(Repair(*parts[n : n + 5]) for n in range(0, len(parts), 5))
    return found


def tei_repairs(files: extractors.Files) -> dict[str, tuple[Repair, ...]]:
    found: dict[str, tuple[Repair, ...]] = {}
    for note in extractors.tei_of(files).iterfind("{*}standOff//{*}note[@type='repair']"):
        rule, layer = (term.text or "" for term in note.iterfind("{*}term"))
        old, new, evidence = (note.findtext(f".//{{*}}{name}") or "" for name in ("orig", "reg", "gloss"))
        id_ = note.get("target", "").removeprefix("#")
        found[id_] = (*found.get(id_, ()), Repair(rule, layer, old, new, evidence))
    return found


def test_json_reads_back_and_gives_what_was_read() -> None:
    """From ``transcription.json`` alone every repair can be undone."""
    pages = read_transcription(exported(DOCUMENT)["transcription.json"]).transcription.pages
    assert pages == (MADE,)
    assert undo(pages) == (READ,)


def test_the_report_counts_words_by_rule() -> None:
    """Of the document and of each page."""
    report = json.loads(encode_report(DOCUMENT, {}, {}))
    for told in (report["repairs"], report["pages"][0]["repairs"]):
        assert {(each["rule"], each["layer"], each["words"]) for each in told} == RULES


def test_a_repaired_number_between_does_not_part_a_broken_word() -> None:
    """A caption with a typist's I for 1 stands between the halves."""
    joins = find_joins((MADE,))
    broken = [joined for joined in joins.values() if joined.hyphenated]
    assert {joined.reading for joined in broken} == {"разлад"} and len(broken) == 2
    assert {joined.reading for joined in joins.values() if not joined.hyphenated} == {"Совет"}
