"""``alignment.json``: where every word of a reference stands, which words of the scan are in it, and the variants."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.align.variant import VariantKind
from digitize.export.alignment_json import export_alignment, read_alignment_head
from digitize.export.compared import Compared, percent
from digitize.store.reference_file import KeptReference
from tests.export.compared_texts import SCAN, compared, kept, scanned
from tests.export.documents import SHA, MemorySink
from tests.export.schemas import own

TEXT = "Урожай в саду был велик и разговор о нём шёл до ночи, хотя к утру все устали; пришли соседи и принесли «груши». Конец."


def _written(laid: Compared, reference: KeptReference) -> bytes:
    sink = MemorySink()
    export_alignment(laid, reference, sink, "alignment.json", SHA)
    return sink.files["alignment.json"]


@pytest.fixture(scope="module")
def told() -> Any:
    """A text with six differences laid on a page."""
    reference = kept(TEXT, notices=["read as windows-1251"])
    content = json.loads(_written(compared(scanned(), reference), reference))
    own("alignment").validate(content)
    return content


def test_each_word_of_the_reference_has_its_place(told: Any) -> None:
    """Every word is there in its order; one on the scan names page, column, line, words and boxes, the others ``null``."""
    assert [word["text"] for word in told["words"]] == TEXT.split()
    first, last = told["words"][0]["on_scan"], told["words"][-1]["on_scan"]
    assert last is None
    assert (first["page_number"], first["column"], first["line"]) == (1, 1, "p0001_r001_l001")
    assert first["words"] == ["p0001_r001_l001_w001"] and first["boxes"] == [[100, 202, 222, 236]]
    assert first["place"] == "p. 1, col. 1, top"


def test_a_broken_word_names_both_its_pieces(told: Any) -> None:
    """A word that the scan breaks at the end of a line stands for two words of it."""
    word = next(word for word in told["words"] if word["text"] == "разговор")
    assert word["on_scan"]["words"] == ["p0001_r001_l001_w007", "p0001_r001_l002_w001"]
    assert len(word["on_scan"]["boxes"]) == 2


def test_each_word_of_the_scan_says_what_it_stands_for(told: Any) -> None:
    """Both directions agree, and what is only on the scan has ``null``."""
    words = told["pages"][0]["words"]
    assert len(words) == sum(len(line.split()) for line in SCAN)
    assert words["p0001_r001_l002_w006"] is None  # самой
    for index, word in enumerate(told["words"]):
        for id_ in (word["on_scan"] or {"words": []})["words"]:
            assert index in words[id_]


def test_variants_name_both_readings_their_place_and_citation(told: Any) -> None:
    """What each text has stands as it is, with numbers of its words, the place on the scan, and how that is cited."""
    kinds = [variant["kind"] for variant in told["variants"]]
    assert sorted(kinds) == ["addition", "hyphenation", "omission", "orthography", "quotation-marks"]
    variant = next(variant for variant in told["variants"] if variant["kind"] == "orthography")
    assert (variant["scan"]["text"], variant["reference"]["text"]) == ("великъ", "велик")
    assert (variant["scan"]["first"], variant["scan"]["count"]) == (4, 1)
    assert variant["scan"]["citation"].endswith("p. 1, col. 1, top") and "<садовода>" in variant["scan"]["citation"]
    assert "".join(pair[0] for pair in variant["graphemes"]) == "великъ"
    assert not variant["substantive"]


def test_measures_count_words_and_variants(told: Any) -> None:
    """How much lies where, on which pages, and the variants by kind and weight."""
    measures = told["measures"]
    assert (measures["reference_words"], measures["reference_words_laid"]) == (23, 22)
    assert (measures["scan_words"], measures["scan_words_laid"]) == (24, 23)
    assert measures["pages"] == [1]
    assert measures["substantive"] + measures["accidental"] == measures["variants"] == 5
    assert told["reference"]["notices"] == ["read as windows-1251"]


def test_what_is_taken_for_equal_is_told_and_not_counted() -> None:
    """The raw difference stays in the file; the counts leave it out; the settings are recorded."""
    reference = kept(TEXT)
    content = json.loads(_written(compared(scanned(), reference, VariantKind.QUOTATION_MARKS), reference))
    assert content["comparison"]["equivalent"] == ["quotation-marks"]
    assert content["measures"]["variants"] == 4 and content["measures"]["equivalent"] == 1
    assert "quotation-marks" not in content["measures"]["kinds"]
    assert [v["reference"]["text"] for v in content["variants"] if v["equivalent"]] == ["«груши»."]


def test_a_variant_of_several_kinds_is_counted_by_what_is_not_equal() -> None:
    """Taking one of its kinds for equal leaves a variant counted under the next."""
    reference = kept("Урожай в саду был «велик» и разговор о нём шёл до самой ночи,")
    laid = compared(scanned(), reference, VariantKind.ORTHOGRAPHY)
    assert dict(laid.measures.kinds)[VariantKind.QUOTATION_MARKS] == 1
    assert VariantKind.ORTHOGRAPHY not in dict(laid.measures.kinds)


def test_the_same_comes_out_again() -> None:
    """Two exports of the same texts are the same bytes."""
    reference = kept(TEXT)
    assert _written(compared(scanned(), reference), reference) == _written(compared(scanned(), reference), reference)


def test_the_head_is_read_without_the_words(tmp_path: Any) -> None:
    """What a file was made from is told by its first line; what is no such file has no head."""
    reference = kept(TEXT)
    path = tmp_path / "alignment.json"
    path.write_bytes(_written(compared(scanned(), reference), reference))
    head = read_alignment_head(path)
    assert head is not None and head["transcription"] == "ocr-1" and "words" not in head
    for content in (b"", b"{}", b"[1,2", b'{"schema_version":"1.0","words":['):
        path.write_bytes(content)
        assert read_alignment_head(path) in (None, {"schema_version": "1.0"})
    assert read_alignment_head(tmp_path / "nothing") is None


def test_a_long_passage_is_told_by_its_ends() -> None:
    """A reading of many words is cut in the file: its words are there by their numbers."""
    passage = " ".join(f"слово{n}" for n in range(600))
    reference = kept(f"{TEXT} {passage}")
    content = json.loads(_written(compared(scanned(), reference), reference))
    own("alignment").validate(content)
    cut = [variant for variant in content["variants"] if variant["reference"]["cut"]]
    assert len(cut) == 1 and cut[0]["graphemes"] is None
    assert cut[0]["reference"]["count"] == 601 and len(cut[0]["reference"]["text"]) < 700


_TEXTS = st.lists(st.sampled_from("Урожай в саду был велик <&> \x01 и «мир» \ud800 раз- говор".split()), max_size=40)


@given(_TEXTS, st.lists(_TEXTS, min_size=1, max_size=3))
def test_any_texts_give_a_whole_and_valid_file(text: list[str], pages: list[list[str]]) -> None:
    """Whatever is laid on whatever: the file is valid, and every word of both is in it once."""
    reference = kept(" ".join(text))
    lines = [[" ".join(words)] if words else [] for words in pages]
    document = scanned(*lines)
    content = json.loads(_written(compared(document, reference), reference))
    own("alignment").validate(content)
    assert [word["text"] for word in content["words"]] == text
    assert [len(page["words"]) for page in content["pages"]] == [len(words) for words in pages]


@pytest.mark.parametrize(
    ("share", "told"), [(0.0, "0 %"), (0.001, "under 1 %"), (0.5, "50 %"), (0.9999, "over 99 %"), (1.0, "100 %")]
)
def test_a_share_is_never_told_as_all_or_nothing_when_it_is_not(share: float, told: str) -> None:
    """99.99 % are not all words."""
    assert percent(share) == told
