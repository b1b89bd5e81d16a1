"""Decisions carried over to another reading of the same pages: by place and text, and what does not fit, with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from digitize.model.decided import apply_decisions
from digitize.model.decision import Decision, DecisionKind, Offer, in_force
from digitize.model.transcription import Transcription
from digitize.pipeline.carry import carry_decisions
from digitize.pipeline.decide import Wish, record_decisions
from digitize.store.decision_log import append_decisions, read_decisions
from tests.export.documents import W, page
from tests.pipeline.kept_documents import LINES, Kept, Ticking, read_page, word_id

PAGES = [read_page()]


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    made = Kept(tmp_path / "out")
    made.document(PAGES)
    return made


def decide(kept: Kept, kind: DecisionKind, word: str, new: str | None, offer: Offer | None = None) -> None:
    seen = read_decisions(kept.folder()).sequence
    wish = Wish(kind, "Anna", "ocr-1", (word_id(PAGES, word),), new, offer)
    record_decisions("vestnik", seen, [wish], kept.settings, Ticking())


def edit(kept: Kept, word: str, new: str) -> None:
    decide(kept, DecisionKind.EDIT, word, new)


def another(kept: Kept, second_line: Sequence[W], number: int = 1) -> Transcription:
    return kept.another_reading([read_page(number, [LINES[0], tuple(second_line), LINES[2]])])


def carried(kept: Kept, to: Transcription) -> list[Decision]:
    """The entries that carrying has added."""
    before = read_decisions(kept.folder()).sequence
    carry_decisions(to, kept.folder(), Ticking())
    return list(read_decisions(kept.folder()).entries[before:])


def text(kept: Kept, of: Transcription) -> str:
    """A reading after its decisions."""
    pages = apply_decisions(of, in_force(read_decisions(kept.folder()).entries, [of.id]))
    return " ".join(word.text for page in pages for word in page.words)


SECOND = LINES[1]


def test_the_same_words_elsewhere_in_the_same_place(kept: Kept) -> None:
    """Other words of the page are read in another way: the decision holds, with the words and the number of the new reading."""
    edit(kept, "великъ", "велик")
    new = another(kept, (SECOND[0], W("н"), SECOND[2]))
    (entry,) = carried(kept, new)
    assert (entry.kind, entry.repeats, entry.of, entry.by) == (DecisionKind.CARRIED, DecisionKind.EDIT, 1, "digitize")
    assert (entry.transcription, entry.old, entry.new) == ("ocr-2", "великъ", "велик")
    assert text(kept, new) == "Урожай в саду был велик н раз- говор о нём шёл."


@pytest.mark.parametrize("read", ["велик", "велнкъ", "Великъ."])
def test_another_misreading_of_the_same_word(kept: Kept, read: str) -> None:
    """A person has said what stands on the paper; that holds whatever engines make of it, and where they now agree too."""
    edit(kept, "великъ", "велик")
    new = another(kept, (W(read), *SECOND[1:]))
    (entry,) = carried(kept, new)
    assert (entry.kind, entry.old, entry.new) == (DecisionKind.CARRIED, read, "велик")
    assert "был велик и" in text(kept, new)


def test_an_accepted_word_that_is_read_in_another_way(kept: Kept) -> None:
    """It was right: so the new reading is wrong there."""
    decide(kept, DecisionKind.ACCEPT, "великъ", None)
    new = another(kept, (W("велнкъ"), *SECOND[1:]))
    (entry,) = carried(kept, new)
    assert (entry.repeats, entry.old, entry.new) == (DecisionKind.ACCEPT, "велнкъ", "великъ")
    assert "был великъ и" in text(kept, new)


def test_being_unsure_changes_nothing(kept: Kept) -> None:
    """It stays a doubt, about the new reading."""
    decide(kept, DecisionKind.UNSURE, "великъ", None)
    new = another(kept, (W("велнкъ"), *SECOND[1:]))
    (entry,) = carried(kept, new)
    assert (entry.repeats, entry.old, entry.new) == (DecisionKind.UNSURE, "велнкъ", "велнкъ")


def test_an_offer_goes_along(kept: Kept) -> None:
    """What was decided on is told again."""
    decide(kept, DecisionKind.REJECT, "великъ", None, Offer("велик", "reference-kniga"))
    (entry,) = carried(kept, another(kept, (SECOND[0], W("н"), SECOND[2])))
    assert entry.offer == Offer("велик", "reference-kniga")


def test_by_its_neighbours(kept: Kept) -> None:
    """Read as something else altogether, between the same words: it is the same word."""
    edit(kept, "великъ", "велик")
    (entry,) = carried(kept, another(kept, (W("###"), *SECOND[1:])))
    assert (entry.kind, entry.old) == (DecisionKind.CARRIED, "###")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ((W("###"), W("#"), W("##")), "'###' was read there"),
        ((W("в"), W("е"), W("ли"), W("къ"), W("и"), W("раз"), W("-")), "'в е' was read there"),
        ((W("великъирад-"),), "parted in another way"),
    ],
)
def test_what_does_not_fit(kept: Kept, line: tuple[W, ...], reason: str) -> None:
    """Neither text nor neighbours are the same, or words are parted otherwise: taken down with the reason, and changes nothing."""
    edit(kept, "великъ", "велик")
    new = another(kept, line)
    (entry,) = carried(kept, new)
    assert entry.kind is DecisionKind.UNFIT and entry.of == 1 and entry.transcription == "ocr-2"
    assert entry.reason is not None and reason in entry.reason
    assert text(kept, new) == " ".join(word.text for word in new.pages[0].words)


def test_a_place_where_nothing_is_printed(kept: Kept) -> None:
    """What engines make of it now goes as well, in however many pieces; what reaches far out of it does not."""
    edit(kept, "великъ", "")
    new = another(kept, (W("#"), W("|"), W("."), *(W("абвг") for _ in range(6))))
    (entry,) = carried(kept, new)
    assert (entry.kind, entry.old, entry.new) == (DecisionKind.CARRIED, "# | .", "")
    (entry,) = carried(kept, another(kept, (W("#"), W("длинно"))))
    assert (entry.kind, entry.old) == (DecisionKind.CARRIED, "#")
    (entry,) = carried(kept, another(kept, (W("великъираз-"),)))
    assert entry.kind is DecisionKind.UNFIT


def test_a_line_or_page_that_was_not_read(kept: Kept) -> None:
    """The place is empty; the page is not in the new reading, or has nothing."""
    edit(kept, "великъ", "велик")
    gone = kept.another_reading([read_page(1, [LINES[0]])])
    (entry,) = carried(kept, gone)
    assert entry.reason == "nothing was read in that place"
    for pages in ([read_page(2)], [page(1)]):
        (entry,) = carried(kept, kept.another_reading(pages))
        assert entry.reason == "page 1 has no text in it"


def test_once_is_enough(kept: Kept) -> None:
    """What was carried, or found not to fit, is not tried again on the same reading."""
    edit(kept, "великъ", "велик")
    edit(kept, "раз-", "рас-")
    new = another(kept, (SECOND[0], W("###"), W("#")))
    assert [entry.kind for entry in carried(kept, new)] == [DecisionKind.CARRIED, DecisionKind.UNFIT]
    assert carried(kept, new) == []


def test_how_many_no_longer_fit(kept: Kept) -> None:
    """Is told of the last reading: one that fits again is no longer counted."""
    edit(kept, "великъ", "велик")
    assert carry_decisions(another(kept, (W("#"), W("#"), W("#"))), kept.folder()) == 1
    assert carry_decisions(another(kept, (SECOND[0], W("н"), SECOND[2])), kept.folder()) == 0


def test_one_decision_on_another(kept: Kept) -> None:
    """Both are carried, the second onto what the first has made."""
    edit(kept, "великъ", "вели къ")
    edit(kept, "великъ", "велик")
    new = another(kept, (SECOND[0], W("н"), SECOND[2]))
    assert [entry.kind for entry in carried(kept, new)] == [DecisionKind.CARRIED] * 2
    assert "был велик къ н" in text(kept, new)


def test_what_was_taken_back_is_not_carried(kept: Kept) -> None:
    """A decision that does not hold here does not hold there."""
    edit(kept, "великъ", "велик")
    record_decisions("vestnik", 1, [Wish(DecisionKind.UNDO, "Anna", "ocr-1", of=1)], kept.settings, Ticking())
    assert carried(kept, another(kept, (SECOND[0], W("н"), SECOND[2]))) == []


def test_a_place_that_somebody_has_decided_on(kept: Kept) -> None:
    """A person's word on the new reading is not overruled by an older one on the old."""
    new = another(kept, (W("велнкъ"), *SECOND[1:]))
    edit(kept, "великъ", "велик")
    log = read_decisions(kept.folder())
    own = replace(log.entries[0], sequence=2, transcription="ocr-2", old="велнкъ", new="великъ!")
    append_decisions(kept.folder(), log, [own])
    (entry,) = carried(kept, new)
    assert entry.reason == "somebody has decided on that place already"
    assert "был великъ! и" in text(kept, new)


def test_without_decisions_nothing_is_written(kept: Kept) -> None:
    """A document that nobody has reviewed has no list."""
    assert carry_decisions(another(kept, (W("#"),)), kept.folder()) == 0
    assert not (kept.folder() / "decisions.jsonl").exists()
