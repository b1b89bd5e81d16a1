"""Pages after decisions: words, boxes, readings; and without them the pages as they were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.model.added_line import divided
from digitize.model.decided import Draft, UnfitDecisionError, apply_decisions
from digitize.model.decision import Decision, DecisionKind, Offer, in_force
from digitize.model.geometry import Box
from digitize.model.transcription import (
    Alternative,
    Doubt,
    Origin,
    PageStatus,
    RegionKind,
    TranscribedPage,
    Transcription,
    Word,
)
from digitize.repair.hyphens import join_hyphens
from tests.export.documents import R, W, page

AT = datetime(2027, 3, 5, 12, 0, tzinfo=UTC)
LINES = [(W("В"), W("саду", confidence=0.4), W("раз-")), (W("говор"), W("и"), W("смех."))]


def text_of(*pages: TranscribedPage) -> Transcription:
    return Transcription("ocr-1", Origin.OCR, None, pages)


def plain() -> Transcription:
    return text_of(page(1, [R(RegionKind.PARAGRAPH, LINES, 1)], columns=1, language="rus"), page(2))


def ids(transcription: Transcription, *texts: str) -> tuple[str, ...]:
    by_text = {word.text: word.id for each in transcription.pages for word in each.words}
    return tuple(by_text[text] for text in texts)


def decision(transcription: Transcription, old: Sequence[str], new: str, **changes: object) -> Decision:
    words = ids(transcription, *old)
    place = Draft(transcription.pages, "ocr-1").place_of(words)
    made = Decision(1, DecisionKind.EDIT, "Anna", AT, transcription.id, words, " ".join(old), new, place=place)
    return replace(made, **changes)  # type: ignore[arg-type]


def words(pages: Sequence[TranscribedPage]) -> list[Word]:
    return [word for each in pages for word in each.words]


def texts(pages: Sequence[TranscribedPage]) -> str:
    return " ".join(word.text for word in words(pages))


def test_an_edited_word_keeps_its_place() -> None:
    """The box and the id stay, the new text has no confidence, what was read is the first alternative, all else is as before."""
    read = plain()
    before = words(read.pages)[1]
    after = words(apply_decisions(read, [decision(read, ["саду"], "Саду,")]))
    assert after[1] == replace(
        before,
        text="Саду,",
        reading="Саду,",
        confidence=None,
        alternatives=(Alternative("саду", 0.4, "ocr-1"),),
        decision=1,
    )
    assert [*after[:1], *after[2:]] == [*words(read.pages)[:1], *words(read.pages)[2:]]


def test_what_stays_is_marked_and_not_changed() -> None:
    """A word that was accepted, or whose rival was turned down, has the engine's confidence and the decision's number; unsure marks nothing."""
    read = plain()
    before = words(read.pages)[1]
    offer = Offer("суду", "reference-kniga")
    for kind in (DecisionKind.ACCEPT, DecisionKind.REJECT):
        after = words(apply_decisions(read, [decision(read, ["саду"], "саду", kind=kind, offer=offer)]))
        assert after[1] == replace(before, decision=1)
    unsure = decision(read, ["саду"], "саду", kind=DecisionKind.UNSURE)
    assert apply_decisions(read, [unsure]) == read.pages


def test_an_accepted_reading_of_another_text() -> None:
    """What a reference has comes into the text by a person's decision."""
    read = plain()
    offer = Offer("суду", "reference-kniga")
    after = apply_decisions(read, [decision(read, ["саду"], "суду", kind=DecisionKind.ACCEPT, offer=offer)])
    assert texts(after) == "В суду раз- говор и смех."


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (["саду"], "са ду", "В са ду раз- говор и смех."),
        (["В", "саду"], "Всаду", "Всаду раз- говор и смех."),
        (["и"], "", "В саду раз- говор смех."),
        (["говор", "и", "смех."], "говорил смеясь.", "В саду раз- говорил смеясь."),
        (["раз-", "говор"], "раз- мер", "В саду раз- мер и смех."),
    ],
)
def test_words_divided_joined_and_removed(old: list[str], new: str, expected: str) -> None:
    """Boxes of the new words lie within those of the old ones, from left to right; ids stay unique."""
    read = plain()
    after = apply_decisions(read, [decision(read, old, new)])
    assert texts(after) == expected
    there = {word.id for word in words(read.pages)}
    around = Box.around([word.box for word in words(read.pages) if word.id in ids(read, *old)])
    made = [word for word in words(after) if word.decision == 1]
    assert all(word.box.inside(around.x1, around.y1) == word.box and word.box.x0 >= around.x0 for word in made)
    assert len({word.id for word in words(after)}) == len(words(after))
    assert all(word.id in there or word.id.endswith("-2") for word in words(after))


def test_words_on_several_lines_are_replaced_one_by_one() -> None:
    """Three words for two, over the end of a line: nobody can tell which line the third belongs to."""
    read = plain()
    with pytest.raises(UnfitDecisionError, match="one by one"):
        apply_decisions(read, [decision(read, ["раз-", "говор"], "раз- го вор")])


def test_a_decision_on_what_is_not_there() -> None:
    """Other text, or a word that another decision took away: told with the number, and nothing is half done."""
    read = plain()
    made = decision(read, ["саду"], "Саду")
    for wrong in (replace(made, old="лесу"), replace(made, words=("p0001_r001_l009_w001",))):
        with pytest.raises(UnfitDecisionError) as caught:
            apply_decisions(read, [wrong])
        assert caught.value.decision == wrong and caught.value.reason


def test_decisions_build_on_each_other() -> None:
    """The second is on the words that the first has made; the engine's reading stays the alternative."""
    read = plain()
    first = decision(read, ["саду"], "са ду")
    draft = Draft(read.pages, "ocr-1")
    assert draft.apply(first) is None
    found = [word for word in words(draft.pages()) if word.decision == 1]
    second = replace(first, sequence=2, words=tuple(w.id for w in found), old="са ду", new="сад у", place=first.place)
    after = words(apply_decisions(read, [first, second]))
    assert [w.text for w in after[:4]] == ["В", "сад", "у", "раз-"]
    assert after[1].alternatives == (Alternative("саду", 0.4, "ocr-1"),)
    third = replace(second, sequence=3, words=(found[0].id,), old="сад", new="с ад")
    split = words(apply_decisions(read, [first, second, third]))
    assert [w.text for w in split[:5]] == ["В", "с", "ад", "у", "раз-"]
    assert len({w.id for w in split}) == len(split)


def test_a_joined_word_is_parted() -> None:
    """A reading that a rule made of two words is no longer so when one of them changes; the rule makes it anew."""
    read = plain()
    read = text_of(*join_hyphens(read.pages))
    assert [w.reading for w in words(read.pages)] == ["В", "саду", "разговор", "", "и", "смех."]
    after = apply_decisions(read, [decision(read, ["раз-"], "рас-")])
    assert [w.reading for w in words(after)] == ["В", "саду", "рас-", "говор", "и", "смех."]
    assert not any(w.repairs for w in words(after))
    assert [w.reading for w in words(join_hyphens(after))] == ["В", "саду", "расговор", "", "и", "смех."]


def test_lines_of_which_every_word_was_removed() -> None:
    """The line goes, the region with its last line, and a page without a word is empty."""
    read = plain()
    gone = apply_decisions(read, [decision(read, ["говор", "и", "смех."], "")])
    assert [line.text for line in gone[0].lines] == ["В саду раз-"]
    first = decision(read, ["говор", "и", "смех."], "")
    both = apply_decisions(read, [first, decision(read, ["В", "саду", "раз-"], "", sequence=2)])
    assert both[0].regions == () and both[0].status is PageStatus.EMPTY


def test_a_line_in_doubt_that_a_person_has_read() -> None:
    """When each of its words was decided on it is text; not before."""
    read = text_of(page(1, [R(RegionKind.PARAGRAPH, [(W("Вѣ?рно"), W("тво"))], 1, doubt=Doubt.UNREADABLE)], columns=1))
    first = decision(read, ["Вѣ?рно"], "Вѣрно")
    second = decision(read, ["тво"], "то", sequence=2)
    assert [line.doubt for line in apply_decisions(read, [first])[0].lines] == [Doubt.UNREADABLE]
    assert [line.doubt for line in apply_decisions(read, [first, second])[0].lines] == [None]


def test_where_words_stand() -> None:
    """A place has the page, a box for each word and the neighbours on the page."""
    read = plain()
    place = Draft(read.pages, "ocr-1").place_of(ids(read, "саду", "раз-"))
    assert (place.page_number, place.before, place.after, len(place.boxes)) == (1, "В", "говор", 2)
    edge = Draft(read.pages, "ocr-1").place_of(ids(read, "В"))
    assert (edge.before, edge.after) == ("", "саду")


@given(st.integers(1, 300), st.lists(st.text("ашi", min_size=1, max_size=9), min_size=1, max_size=8))
def test_divided_boxes(width: int, parts: list[str]) -> None:
    """Each part has a box of its own within the whole, in order, as long as there is a pixel or two for each."""
    whole = Box(7, 3, 7 + width, 20)
    boxes = divided(whole, parts)
    assert len(boxes) == len(parts)
    assert all(whole.x0 <= box.x0 < box.x1 <= whole.x1 and (box.y0, box.y1) == (3, 20) for box in boxes)
    assert [box.x0 for box in boxes] == sorted(box.x0 for box in boxes)


@st.composite
def made_decisions(draw: st.DrawFn) -> tuple[Transcription, list[Decision]]:
    """A page and decisions, each on words as the earlier ones have left them."""
    read = text_of(*join_hyphens(plain().pages))
    draft, made = Draft(read.pages, "ocr-1"), list[Decision]()
    for number in range(1, draw(st.integers(1, 5)) + 1):
        there = [line.words for each in draft.pages() for line in each.lines]
        if not there:
            break
        line = draw(st.sampled_from(there))
        start = draw(st.integers(0, len(line) - 1))
        run = line[start : draw(st.integers(start + 1, len(line)))]
        new = " ".join(draw(st.lists(st.text("абв-", min_size=1, max_size=4), max_size=3)))
        found = tuple(word.id for word in run)
        old = " ".join(word.text for word in run)
        place = draft.place_of(found)
        entry = Decision(number, DecisionKind.EDIT, "Anna", AT, "ocr-1", found, old, new, place=place)
        assert draft.apply(entry) is None
        expected = [w.text for w in line[:start]] + new.split() + [w.text for w in line[start + len(run) :]]
        assert (
            expected in [[w.text for w in after.words] for each in draft.pages() for after in each.lines]
            or not expected
        )
        made.append(entry)
    return read, made


@given(made_decisions())
def test_decisions_taken_back_leave_no_trace(case: tuple[Transcription, list[Decision]]) -> None:
    """Applied one after the other they fit; taken back from the last to the first, the pages are what they were at every step."""
    read, made = case
    states = [apply_decisions(read, made[:count]) for count in range(len(made) + 1)]
    entries = list(made)
    for count in range(len(made) - 1, -1, -1):
        entries.append(Decision(len(entries) + 1, DecisionKind.UNDO, "Anna", AT, "ocr-1", of=made[count].sequence))
        assert apply_decisions(read, in_force(entries, ["ocr-1"])) == states[count]
    assert states[0] == read.pages


@given(made_decisions())
def test_no_word_is_lost_that_was_not_decided_on(case: tuple[Transcription, list[Decision]]) -> None:
    """Words without a decision have their text, box and confidence; ids are unique."""
    read, made = case
    after = words(apply_decisions(read, made))
    touched = {word for entry in made for word in entry.words}
    known = {word.id: word for word in words(read.pages)}
    for word in after:
        if word.decision is None:
            same = known[word.id]
            assert (word.text, word.box, word.confidence) == (same.text, same.box, same.confidence)
    assert {word.id for word in after} >= known.keys() - touched
    assert len({word.id for word in after}) == len(after)
