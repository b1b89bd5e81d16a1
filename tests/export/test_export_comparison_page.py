"""``alignment.html`` and the page of ``digitize diff``: two texts side by side, each variant told, nothing from outside."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from lxml import etree
from lxml import html as parser

from digitize.align.variant import VariantKind
from digitize.export.compared import Compared, Labels
from digitize.export.comparison_html import comparison_page
from digitize.export.line_pictures import LinePicture, cut_line
from digitize.export.shown_lines import shown_lines
from digitize.model.geometry import Box
from tests.export.compared_texts import SCAN, compared, kept, lines_page, scanned

TEXT = "Урожай в саду был велик и разговор о нём шёл до ночи, хотя к утру все устали; пришли соседи и принесли «груши». Конец."
_HOSTILE = '<script>alert("1")</script> </style> &amp; "x" onload=y \x01 ]]>'


def _page(laid: Compared, pictures: dict[str, LinePicture] | None = None) -> Any:
    text = "".join(comparison_page(laid, Labels.of_scan(f"Проба {_HOSTILE}"), pictures or {}, ["a notice"]))
    assert text == "".join(comparison_page(laid, Labels.of_scan(f"Проба {_HOSTILE}"), pictures or {}, ["a notice"]))
    return parser.document_fromstring(text.encode(), parser=parser.HTMLParser(encoding="utf-8"))


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _cells(page: Any, column: int) -> str:
    """What stands in a column, without the numbers of variants and the marks of what is missing."""
    for number in page.xpath("//div[contains(@class,'row')]//sup"):
        tail = number.tail or ""
        parent = number.getparent()
        parent.remove(number)
        assert not tail
    cells = page.xpath(f"//div[starts-with(@class,'row')]/div[{column}]")
    return " ".join(_text(cell).replace("‸", " ") for cell in cells)


def test_both_texts_stand_side_by_side_whole() -> None:
    """Every word of the scan is in the first column and every word of the reference in the second, in order."""
    page = _page(compared(scanned(), kept(TEXT)))
    assert _cells(page, 1).split() == " ".join(SCAN).split()
    assert _cells(page, 2).split() == TEXT.split()


def test_each_variant_is_marked_numbered_and_told() -> None:
    """A mark in the text leads to what is said of the variant, and back; kind, both readings, weight and verdict are there."""
    laid = compared(scanned(), kept(TEXT))
    page = _page(laid)
    notes = page.xpath("//ul[@class='notes']/li")
    assert [note.get("id") for note in notes] == [f"v{n}" for n in range(1, len(laid.variants) + 1)]
    ids = set(page.xpath("//@id"))
    for link in page.xpath("//a/@href"):
        assert link.startswith("#") and link[1:] in ids
    orthography = next(note for note in notes if "orthography" in note.get("data-kind"))
    assert "великъ | велик" in _text(orthography) and "accidental" in _text(orthography)
    assert [_text(em) for em in orthography.xpath(".//em")] == ["ъ"]
    omission = next(note for note in notes if note.get("data-kind") == "omission")
    assert "only on the scan" in _text(omission) and "nothing" in _text(omission) and "substantive" in _text(omission)


def test_the_page_needs_nothing_from_outside() -> None:
    """No address but within the page, no text taken for markup, and a policy that forbids what is not in the page."""
    reference = kept(f"{TEXT} {_HOSTILE}", name=f"x{_HOSTILE}", notices=[_HOSTILE])
    page = _page(compared(scanned(SCAN, ["<script>x</script> конец & <b>жирный</b>"]), reference))
    assert len(page.xpath("//script")) == 1 and not page.xpath("//b | //link | //iframe | //object")
    for attribute in page.xpath("//@src | //@href | //@data"):
        assert attribute.startswith("#")
    assert "url(" not in page.xpath("string(//style)") and "http" not in page.xpath("string(//style)")
    assert "default-src 'none'" in page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert "alert" in _text(page.xpath("//h1")[0])


def test_languages_are_named_and_it_reads_without_script() -> None:
    """Each column has its language; nothing is hidden until a script shows it."""
    page = _page(compared(scanned(), kept(TEXT)))
    assert set(page.xpath("//div[starts-with(@class,'row')]/div[1]/@lang")) == {"ru"}
    assert set(page.xpath("//div[starts-with(@class,'row')]/div[2]/@lang")) == {"ru"}
    assert page.xpath("/html/@lang") == ["en"]
    assert not page.xpath("//*[@hidden or contains(@class,'gone')]")


def test_the_picture_of_a_line_frames_its_variants() -> None:
    """Words of variants are framed in the picture, what the scan lacks is a mark between words, and the line is named."""
    document = scanned()
    lines = list(document.transcription.pages[0].lines)
    pixels = np.full((1600, 1200), 255, np.uint8)
    pictures = {line.id: cut_line(pixels, line) for line in lines}
    page = _page(compared(document, kept(TEXT)), pictures)
    with_variants = page.xpath("//div[@class='row has']")
    assert [len(row.xpath(".//figure")) for row in with_variants] == [1] * len(with_variants)
    first = with_variants[0].xpath(".//*[local-name()='svg']")[0]
    assert SCAN[0] in first.get("aria-label")
    assert len(first.xpath("./*[local-name()='rect']")) == 2  # великъ, раз-
    assert page.xpath("//*[local-name()='svg']/*[local-name()='path']")  # Конец.
    assert all(
        address.startswith("data:image/webp;base64,") for address in page.xpath("//*[local-name()='image']/@href")
    )


def test_a_picture_shows_the_line_and_says_where_words_are() -> None:
    """The picture is small, holds the line with a margin, and a box of the page is found again in it."""
    line = next(iter(lines_page(1, SCAN).lines))
    picture = cut_line(np.full((1600, 1200, 3), 200, np.uint8), line)
    assert picture.data[:4] == b"RIFF" and len(picture.data) < 2_000
    assert picture.box.y0 < line.box.y0 and picture.box.y1 > line.box.y1
    x, y, width, height = picture.frame(line.box)
    assert x >= 0 and y >= 0 and x + width <= picture.width and y + height <= picture.height
    scale = picture.width / picture.box.width
    assert abs(width - min(picture.width, line.box.width * scale + 3)) <= 3
    outside = picture.frame(Box(5000, 5000, 5001, 5001))
    assert outside[2] >= 1 and outside[3] >= 1


def test_passages_of_one_text_are_folded_and_named() -> None:
    """What only the reference has at length is folded, and named at the beginning; the variants around stay."""
    passage = " ".join(f"слово{n}" for n in range(700))
    page = _page(compared(scanned(), kept(f"{TEXT} {passage}")))
    assert "701 words" in _text(page.xpath("//h2[contains(., 'Passages')]/following-sibling::ul")[0])
    folded = page.xpath("//details")
    assert len(folded) == 1 and "[… 101 words more]" in _text(folded[0])
    assert len(etree.tostring(page)) < 60_000


def test_lines_and_pages_without_the_reference_are_folded() -> None:
    """Many lines of which the reference has nothing are folded up, and pages of it named in a word."""
    other = [f"слово{n} другая строка{n}" for n in range(20)]
    page = _page(compared(scanned([*SCAN, *other], other, other), kept(TEXT)))
    assert any("lines only on the scan" in _text(summary) for summary in page.xpath("//summary"))
    assert "Pages 2 to 3" in [_text(heading) for heading in page.xpath("//h2")]


def test_what_is_taken_for_equal_is_shown_as_such() -> None:
    """Such a variant is there, called so, and counted apart."""
    page = _page(compared(scanned(), kept(TEXT), VariantKind.QUOTATION_MARKS))
    note = page.xpath("//li[@data-kind='quotation marks']")[0]
    assert note.get("class") == "eq" and "taken for equal" in _text(note)
    assert re.search(r"1 more are of kinds that are taken for equal", _text(page))


def test_texts_without_places_are_cut_at_their_own_lines() -> None:
    """Two files are shown line by line, with the numbers that an editor shows."""
    laid = compared(scanned(), kept(TEXT))
    plain = kept("один два\n\nтри четыре\nпять", name="a").witness
    from digitize.align import align, find_variants
    from digitize.export.compared import Side

    other = kept("один два три пять", name="b").witness
    alignment = align(plain, other)
    both = Compared(Side("a", plain), Side("b", other), alignment, find_variants(alignment), laid.by)
    lines = shown_lines(both)
    assert [(line.number, list(line.words)) for line in lines] == [(1, [0, 1]), (3, [2, 3]), (4, [4])]
    assert [[list(piece.words) for piece in line.b] for line in lines] == [[[0, 1]], [[2], []], [[3]]]
