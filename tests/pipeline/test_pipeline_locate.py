"""Quotations located in stored documents: place, box, differences, the citation checked, and what was searched."""

from __future__ import annotations

from pathlib import Path

import pytest

from digitize.align.variant import VariantKind
from digitize.errors import InputError, UsageError
from digitize.model.citation_check import Agreement
from digitize.model.transcription import RegionKind
from digitize.pipeline.locate import Search, locate
from digitize.pipeline.quotes import Quote, quotes_asked, read_quotes
from tests.export.documents import R, W, page
from tests.pipeline.kept_documents import Kept, read_page

QUOTE = "Урожай въ саду былъ великъ, и разговор о нём"
"""As a book spells it; the scan has разговор parted at a line's end."""


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    made = Kept(tmp_path / "out")
    made.document([read_page(), page(2)])
    made.document([read_page(1, [(W("Совсем"), W("другие"), W("слова"))])], "pravda", b"scan")
    return made


def test_where_a_quotation_stands(kept: Kept) -> None:
    """Line by line with boxes, and how the scan differs from it."""
    searched, (answer,) = locate([Quote(QUOTE)], (), kept.settings, 3)
    (place,) = answer.found
    (part,) = place.parts
    assert (place.document, answer.nearest, place.check) == ("vestnik", None, None)
    assert [box.text for box in part.found] == ["Урожай в саду был", "великъ и раз-", "говор о нём"]
    assert all(box.page_number == 1 and box.box.width > 0 for box in part.found)
    kinds = [variant.kind for variant in part.variants]
    assert kinds.count(VariantKind.ORTHOGRAPHY) == 2 and VariantKind.HYPHENATION in kinds
    assert (searched.documents, searched.pages) == (2, 2)


def test_a_citation_is_checked(kept: Kept) -> None:
    """What is cited against what is stated of the document and where it was found."""
    asked = [Quote(QUOTE, f"Вестник садовода & сад, 5 марта 1927, с. {number}") for number in (1, 5)]
    _, answers = locate(asked, (), kept.settings, 3)
    right, wrong = (answer.found[0] for answer in answers)
    assert right.check is not None and wrong.check is not None
    assert {level.level: level.agreement for level in right.check.levels}["page"] is Agreement.AGREES
    assert "page" in [level.level for level in wrong.check.differing]
    assert right.citation.endswith("*, March 5, 1927, p. 1, top")


def test_not_found_comes_with_its_evidence(kept: Kept) -> None:
    """Which pages were searched, and which could not be."""
    searched, (answer,) = locate([Quote("таких слов тут никто никогда не печатал")], (), kept.settings, 3)
    assert answer.found == ()
    assert searched.unread == (("vestnik", 2),)
    assert searched.words == 14


@pytest.mark.parametrize("text", ["о", "ли", "— ?!", "..."])
def test_what_is_too_short_is_not_said_to_be_absent(kept: Kept, text: str) -> None:
    """Of fewer letters than can be looked for nobody knows whether they stand there; a word of four letters is found."""
    _, answers = locate([Quote(text), Quote("саду")], (), kept.settings, 3)
    assert [(answer.too_short, bool(answer.found)) for answer in answers] == [(True, False), (False, True)]


def test_page_numbers_within_a_quotation_change_nothing(tmp_path: Path) -> None:
    """A number and a running head between two pages are told, and are not substantive; another word left out is."""
    made = Kept(tmp_path / "out")
    head = [R(RegionKind.PAGE_NUMBER, [(W("12"),)]), R(RegionKind.HEADER, [(W("ВЕСТНИК"), W("САДА"))])]
    text = "к вечеру все вместе пошли домой через поле и долгий овраг за старой мельницей".split()
    second = page(2, [*head, R(RegionKind.PARAGRAPH, [tuple(W(word) for word in text)])], language="rus")
    made.document(
        [
            read_page(
                1, [tuple(W(word) for word in "Соседи ещё долго сидели за столом под яблонями в саду и".split())]
            ),
            second,
        ]
    )
    asked = "ещё долго сидели за столом под яблонями в саду и к вечеру все вместе пошли домой через поле и овраг за старой мельницей"
    _, (answer,) = locate([Quote(asked)], (), made.settings, 1)
    (part,) = answer.found[0].parts
    told = [(" ".join(part.printed[v.a.start : v.a.stop]), v.substantive) for v in part.variants]
    assert told == [("12 ВЕСТНИК САДА", False), ("долгий", True)]


def test_some_documents_only(kept: Kept) -> None:
    """The others are neither searched nor counted; one that is not there is named."""
    searched, (answer,) = locate([Quote(QUOTE)], ("pravda",), kept.settings, 3)
    assert answer.found == () and searched.documents == 1
    with pytest.raises(InputError, match="iskra"):
        locate([Quote(QUOTE)], ("iskra",), kept.settings, 3)


def test_the_text_in_force_is_searched_and_kept_ready(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second search opens no transcription; a damaged document is told and stops no other."""
    with Search(kept.settings) as search:
        assert search.answer(Quote(QUOTE), 1).found
    monkeypatch.setattr(
        "digitize.pipeline.search_pages.load_document_version",
        lambda name, settings: pytest.fail(f"read again: {name}"),
    )
    with Search(kept.settings) as search:
        assert search.answer(Quote(QUOTE), 1).found
    (kept.folder("pravda") / "report.json").write_bytes(b"{")
    with Search(kept.settings) as search:
        assert [document for document, _ in search.searched.faults] == ["pravda"]
        assert search.answer(Quote(QUOTE), 1).found


def test_quotations_of_a_file(tmp_path: Path) -> None:
    """Paragraphs, tables and JSON, each with the citation that belongs to it."""
    text = tmp_path / "q.txt"
    text.write_text("Первая цитата,\nв двух строках\n— *Правда*, 2 ноября 1927\n\n«Вторая»\n", encoding="utf-8")
    first, second = read_quotes(text)
    assert (first.text, first.citation) == ("Первая цитата, в двух строках", "*Правда*, 2 ноября 1927")
    assert (second.text, second.citation, second.where) == ("«Вторая»", None, f"{text}, line 5")
    table = tmp_path / "q.csv"
    table.write_text('quote;citation\n"Одна; две";Правда\n', encoding="utf-8-sig")
    assert [(q.text, q.citation) for q in read_quotes(table)] == [("Одна; две", "Правда")]
    listed = tmp_path / "q.json"
    listed.write_text('["одна", {"quote": "две", "citation": "Правда"}]', encoding="utf-8")
    assert [(q.text, q.citation) for q in read_quotes(listed)] == [("одна", None), ("две", "Правда")]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("q.txt", b"\n \n", "no quotation"),
        ("q.txt", "слова".encode("cp1251"), "not in UTF-8"),
        ("q.txt", "На собрании выступил председатель общества".encode("koi8-r"), "is in koi8-r, not in UTF-8"),
        ("q.csv", b"a,b\n1,2\n", "no column 'quote'"),
        ("q.json", b"{", "no JSON"),
        ("q.json", b'{"quote": "a"}', "no list"),
        ("q.json", b'["a", 1]', "entry 2"),
        ("q.json", b"[" * 100_000, "no JSON"),
    ],
)
def test_files_that_hold_no_quotations(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    """Said with the file's name and how to write one."""
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(InputError, match=reason) as caught:
        read_quotes(path)
    assert name in (caught.value.where or "") and caught.value.hint


def test_nothing_asked(tmp_path: Path) -> None:
    """A command without quotations is wrong usage; a file that is not there is bad input."""
    with pytest.raises(UsageError, match="no quotation"):
        quotes_asked([" "], None)
    with pytest.raises(InputError, match="missing"):
        quotes_asked([], tmp_path / "missing.txt")


def test_a_document_without_its_text_is_told(kept: Kept) -> None:
    """That its transcription is gone is a reason, not a page on which nothing could be read."""
    (kept.folder() / "transcription.json").unlink()
    with Search(kept.settings) as search:
        assert [document for document, why in search.searched.faults if "missing" in why] == ["vestnik"]
