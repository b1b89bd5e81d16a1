"""Plain text: what the contract suite does not see."""

from __future__ import annotations

from digitize.model.transcription import RegionKind
from tests.export.documents import R, W, document, exported, page


def text_of(*regions: R) -> str:
    return exported(document([page(1, list(regions))]))["вестник-1927.txt"].decode()


def test_running_heads_and_page_numbers_stand_by_themselves() -> None:
    """Each is a paragraph of its own, where it stands in the order of reading."""
    made = text_of(
        R(RegionKind.HEADER, [(W("ВЕСТНИК"),)]),
        R(RegionKind.PAGE_NUMBER, [(W("4"),)]),
        R(RegionKind.PARAGRAPH, [(W("В"), W("саду")), (W("тихо."),)]),
        R(RegionKind.FOOTER, [(W("Тираж"), W("5000"))]),
    )
    assert made == "ВЕСТНИК\n\n4\n\nВ саду тихо.\n\nТираж 5000\n"


def test_what_is_not_printed_text_is_marked_and_kept() -> None:
    """Stamps and handwriting say what they are; their lines, and those of a table, stay lines."""
    made = text_of(
        R(RegionKind.STAMP, [(W("АРХИВ"),), (W("№"), W("5"))]),
        R(RegionKind.HANDWRITING, [(W("Верно"),)]),
        R(RegionKind.HANDWRITING),
        R(RegionKind.TABLE, [(W("груши"), W("12")), (W("сливы"), W("7"))]),
    )
    assert made == "[stamp] АРХИВ\n№ 5\n\n[handwriting] Верно\n\nгруши 12\nсливы 7\n"
