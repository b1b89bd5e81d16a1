"""Lines that are no text, and what else was read: kept in every format that can hold it, delivered as text in none."""

from __future__ import annotations

from digitize.export.pdf_font import CodeTable
from digitize.export.pdf_text import text_stream
from digitize.model.geometry import Transform
from digitize.model.transcription import Doubt, RegionKind
from tests.export.documents import OTHERS, R, W, document, exported, page
from tests.export.extractors import Files, hocr_properties, parsed

NOISE = (W("wcba"), W("Qes]", confidence=0.1))


def files_of(*regions: R) -> Files:
    return exported(document([page(1, list(regions), columns=1)]))


def noise(doubt: Doubt, kind: RegionKind = RegionKind.PARAGRAPH) -> R:
    return R(kind, [NOISE], 1, doubt=doubt)


def test_plain_text_names_what_it_leaves_out() -> None:
    """Once for each run of such lines, in brackets; a speck is not worth a word."""
    made = files_of(
        R(RegionKind.PARAGRAPH, [(W("В"), W("саду"))]),
        noise(Doubt.UNREADABLE),
        noise(Doubt.HANDWRITING, RegionKind.HANDWRITING),
        noise(Doubt.STAMP, RegionKind.STAMP),
        R(RegionKind.PARAGRAPH, [(W("|"),)], doubt=Doubt.UNREADABLE),
        R(RegionKind.PARAGRAPH, [(W("тихо."),)]),
    )["вестник-1927.txt"].decode()
    assert made == "В саду\n\n[unreadable]\n\n[handwriting]\n\n[stamp]\n\nтихо.\n"


def test_the_printed_layer_of_a_page_is_without_them() -> None:
    """What is measured, and what is found by searching."""
    told = page(1, [R(RegionKind.PARAGRAPH, [(W("В"), W("саду"))]), noise(Doubt.UNREADABLE)])
    assert told.text == "В саду"
    assert [word.text for word in told.words] == ["В", "саду", "wcba", "Qes]"]


def test_alto_tags_the_line_and_lists_alternatives() -> None:
    """The words stay, and each other reading says what read it."""
    files = files_of(noise(Doubt.UNREADABLE), R(RegionKind.PARAGRAPH, [(W("за", alternatives=OTHERS),)]))
    root = parsed(files, "alto/")[0]
    doubtful, plain = root.iterfind(".//{*}TextLine")
    assert "doubt_unreadable" in (doubtful.get("TAGREFS") or "").split()
    assert "doubt" not in (plain.get("TAGREFS") or "")
    assert [string.get("CONTENT") for string in doubtful.iterfind("{*}String")] == ["wcba", "Qes]"]
    tag = root.find(".//{*}OtherTag[@ID='doubt_unreadable']")
    assert tag is not None and tag.get("LABEL") == "unreadable"
    others = [(other.get("PURPOSE"), other.text) for other in plain.iterfind(".//{*}ALTERNATIVE")]
    assert others == [("read by own, sauvola", "зa & <не>"), ("read by Cyrillic", '"за"')]


def test_page_orders_the_readings_of_a_word() -> None:
    """The one in force has index 0; a doubtful line says so in its custom properties."""
    files = files_of(noise(Doubt.STAMP), R(RegionKind.PARAGRAPH, [(W("за", alternatives=OTHERS),)]))
    doubtful, plain = parsed(files, "page/")[0].iterfind(".//{*}TextLine")
    assert "doubt {type:stamp;}" in (doubtful.get("custom") or "")
    assert "doubt" not in (plain.get("custom") or "")
    told = [
        (each.get("index"), each.get("conf"), each.get("comments"), each.findtext("{*}Unicode"))
        for each in plain.iterfind("{*}Word/{*}TextEquiv")
    ]
    assert told == [
        ("0", "0.9", None, "за"),
        ("1", "0.7", "read by own, sauvola", "зa & <не>"),
        ("2", None, "read by Cyrillic", '"за"'),
    ]


def test_hocr_has_properties_of_its_own_for_both() -> None:
    """``x_doubt`` of a line."""
    files = files_of(noise(Doubt.HANDWRITING), R(RegionKind.PARAGRAPH, [(W("за", alternatives=OTHERS[1:]),)]))
    root = parsed(files, "hocr/")[0]
    lines = [hocr_properties(line) for line in root.iterfind(".//*[@class='ocr_line']")]
    assert [line.get("x_doubt") for line in lines] == ["handwriting", None]
    words = [word.get("title") or "" for word in root.iterfind(".//*[@class='ocrx_word']")]
    assert "x_alternative" in words[-1] and "%22за%22" in words[-1]


def test_tei_calls_it_unclear() -> None:
    """With the reason, around the words that engines made of it."""
    root = parsed(files_of(noise(Doubt.UNREADABLE)), "вестник-1927.tei.xml")[0]
    unclear = root.find(".//{*}unclear")
    assert unclear is not None and unclear.get("reason") == "unreadable"
    assert [w.text for w in unclear.iterfind("{*}w")] == ["wcba", "Qes]"]


def test_the_pdf_has_no_text_of_them() -> None:
    """Noise is not to be found by searching."""
    codes = CodeTable()
    doubtful = page(1, [noise(Doubt.UNREADABLE)])
    assert text_stream(doubtful, Transform(), codes) == b""
    assert text_stream(page(1, [R(RegionKind.PARAGRAPH, [NOISE])]), Transform(), codes) != b""
