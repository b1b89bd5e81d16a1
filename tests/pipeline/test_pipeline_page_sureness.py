"""Words are as sure as words are on such a page."""

from __future__ import annotations

from digitize.model.transcription import Doubt, RegionKind, TextRegion
from digitize.pipeline.page_sureness import in_light_of_page
from tests.export.documents import R, W, page


def _regions(*confidences: float | None, doubted: float | None = None) -> tuple[TextRegion, ...]:
    """A line of words so sure, and one in doubt."""
    lines = [R(RegionKind.PARAGRAPH, [[W("слово", confidence=sure) for sure in confidences]])]
    if doubted is not None:
        lines.append(R(RegionKind.PARAGRAPH, [[W("пятно", confidence=doubted)] * 9], doubt=Doubt.UNREADABLE))
    return page(1, lines).regions


def _told(regions: tuple[TextRegion, ...]) -> list[float | None]:
    return [word.confidence for region in in_light_of_page(regions) for line in region.lines for word in line.words]


def test_a_word_is_surer_on_a_page_that_was_read_well() -> None:
    """The same word, among sure ones and among unsure ones; words that no engine is sure of stay unknown."""
    good, bad = _told(_regions(0.8, 0.98, 0.98, None)), _told(_regions(0.8, 0.3, 0.3, None))
    assert good[0] is not None and bad[0] is not None
    assert good[0] > 0.8 > bad[0]
    assert good[3] is bad[3] is None


def test_lines_in_doubt_do_not_tell_how_a_page_was_read() -> None:
    """A page with a signature that nobody can read is no worse for it; the words there are judged like the others."""
    without, with_doubt = _told(_regions(0.8, 0.9)), _told(_regions(0.8, 0.9, doubted=0.1))
    assert with_doubt[:2] == without
    assert with_doubt[2] is not None and with_doubt[2] < 0.3


def test_a_page_of_which_nothing_is_known_stays_so() -> None:
    """No confidence, no mean."""
    regions = _regions(None, None)
    assert in_light_of_page(regions) == regions
