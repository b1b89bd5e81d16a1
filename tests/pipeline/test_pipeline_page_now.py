"""A page with the decisions on it, before any version has taken them in."""

from __future__ import annotations

from pathlib import Path

from digitize.model.decided import apply_decisions
from digitize.model.decision import DecisionKind, in_force
from digitize.model.transcription import Origin, TranscribedPage, Transcription
from digitize.pipeline.decide import Wish, record_decisions
from digitize.pipeline.decided_text import text_in_force
from digitize.pipeline.page_now import page_now
from digitize.store.decision_log import read_decisions
from tests.pipeline.kept_documents import Kept, read_page, word_id

PAGES = [read_page(1), read_page(2), read_page(3)]


class Reader:
    """Gives pages as they were read, and remembers which were asked for."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def __call__(self, number: int) -> TranscribedPage:
        self.asked.append(number)
        return PAGES[number - 1]


def wish(kind: DecisionKind, *words: str, page: int = 1, new: str | None = None) -> Wish:
    ids = tuple(word_id([PAGES[page - 1]], word) for word in words)
    return Wish(kind, "Anna", "ocr-1", ids, new)


def test_it_is_the_page_that_a_review_would_be_finished_with(tmp_path: Path) -> None:
    """Edits, words parted, words accepted, what was taken back: the same page as when all decisions are applied to all pages."""
    kept = Kept(tmp_path / "out")
    kept.document(PAGES)
    wishes = [
        wish(DecisionKind.EDIT, "великъ", new="вели къ"),
        wish(DecisionKind.ACCEPT, "саду"),
        wish(DecisionKind.EDIT, "Урожай", page=2, new="Неурожай"),
        wish(DecisionKind.EDIT, "был", new="былъ"),
        Wish(DecisionKind.UNDO, "Anna", "ocr-1", of=4),
    ]
    entries = record_decisions("vestnik", 0, wishes, kept.settings)
    text = text_in_force(kept.folder())
    held = in_force(entries, text.line)
    whole = apply_decisions(Transcription("ocr-1", Origin.OCR, None, tuple(PAGES)), held)
    for number in (1, 2, 3):
        found = page_now(number, entries, text, Reader())
        assert (found.page, found.sequence) == (whole[number - 1], 5)
    before = page_now(1, entries[:1], text, Reader())
    assert "вели къ" in before.page.text and before.sequence == 1
    line = before.line("p0001_r001_l002")
    assert line is not None and line.text == "вели къ и раз-"
    assert before.line("p0001_r009_l001") is None and before.region("p0001_r001") is not None


def test_no_other_page_is_read(tmp_path: Path) -> None:
    """Only the page itself, and those that one decision joins to it."""
    kept = Kept(tmp_path / "out")
    kept.document(PAGES)
    words = (word_id([PAGES[0]], "великъ"), word_id([PAGES[1]], "великъ"))
    both = Wish(DecisionKind.EDIT, "Anna", "ocr-1", words, "велик велик")
    record_decisions("vestnik", 0, [both], kept.settings)
    entries, text = read_decisions(kept.folder()).entries, text_in_force(kept.folder())
    reader = Reader()
    assert "велик и" in page_now(2, entries, text, reader).page.text
    assert reader.asked == [1, 2]
    reader = Reader()
    assert page_now(3, entries, text, reader).page is PAGES[2]
    assert reader.asked == [3]
