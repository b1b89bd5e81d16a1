"""What has been decided on places: which decision belongs to which place, and the last one in force counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.model.decision import Decision, DecisionKind, DecisionPlace, Offer
from digitize.model.geometry import Box
from digitize.model.place import Beside, ReviewPlace, ReviewQueue
from digitize.model.place_states import PlaceState, states
from digitize.model.transcription import Alternative
from tests.pipeline.kept_documents import START

BOOK, OTHER = "reference-kniga", "reference-gazeta"
LINE = ("ocr-1", "reviewed-1")
BOX = Box(0, 0, 10, 10)


def place(left: str, right: str | None, *words: str, beside: Beside | None = None) -> ReviewPlace:
    ids = words or ("p0001_r001_l001_w001",)
    side = f".{beside}" if beside else ""
    return ReviewPlace(f"{ids[0]}{side}", 1, "p0001_r001_l001", ids, (BOX,), left, right, ("spelling",), beside)


def decision(
    number: int, kind: DecisionKind, old: str = "", new: str | None = None, *words: str, offer: Offer | None = None
) -> Decision:
    ids = words or ("p0001_r001_l001_w001",)
    text = old if new is None else new
    return Decision(number, kind, "Anna", START, "ocr-1", ids, old, text, offer, place=DecisionPlace(1, (BOX,)))


def undo(number: int, of: int) -> Decision:
    return Decision(number, DecisionKind.UNDO, "Boris", START, "ocr-1", of=of)


def effects(right: str | None, entries: Sequence[Decision], *places: ReviewPlace) -> dict[str, DecisionKind]:
    found = states(ReviewQueue("vestnik", "ocr-1", right, places), entries, LINE)
    return {key: state.effect for key, state in found.items()}


ACCEPT, REJECT, EDIT, UNSURE = DecisionKind.ACCEPT, DecisionKind.REJECT, DecisionKind.EDIT, DecisionKind.UNSURE
WORD, AFTER, BEFORE = "word", "after", "before"
TAKEN = Offer("саду", BOOK)
AFTER_IT, BEFORE_IT = Offer("садъ был", BOOK), Offer("был садъ", BOOK)


@pytest.mark.parametrize(
    ("right", "made", "belongs"),
    [
        (BOOK, decision(1, ACCEPT, "садъ", "саду", offer=TAKEN), {WORD}),
        (BOOK, decision(1, REJECT, "садъ", offer=TAKEN), {WORD}),
        (BOOK, decision(1, UNSURE, "садъ", offer=TAKEN), {WORD}),
        (BOOK, decision(1, UNSURE, "садъ"), {WORD}),
        (BOOK, decision(1, ACCEPT, "садъ"), {WORD}),
        (BOOK, decision(1, EDIT, "садъ", "сад"), {WORD}),
        (BOOK, decision(1, EDIT, "садъ", ""), {WORD}),
        (BOOK, decision(1, EDIT, "садъ", "садъ былъ"), {WORD, AFTER}),
        (BOOK, decision(1, EDIT, "садъ", "сад", offer=TAKEN), {WORD}),
        (BOOK, decision(1, REJECT, "садъ", offer=replace(TAKEN, reference=OTHER)), set()),
        (BOOK, decision(1, ACCEPT, "садъ", "саду", offer=replace(TAKEN, reference=OTHER)), set()),
        (BOOK, decision(1, ACCEPT, "садъ", "сад", offer=Offer("сад")), {WORD}),
        (BOOK, decision(1, REJECT, "садъ", offer=Offer("сад")), set()),
        (BOOK, decision(1, ACCEPT, "садъ", "садъ был", offer=AFTER_IT), {AFTER}),
        (BOOK, decision(1, REJECT, "садъ", offer=AFTER_IT), {AFTER}),
        (BOOK, decision(1, ACCEPT, "садъ", "был садъ", offer=BEFORE_IT), {BEFORE}),
        (BOOK, decision(1, EDIT, "садъ", "садъ была", offer=AFTER_IT), {AFTER}),
        (BOOK, decision(1, REJECT, "садъ", offer=replace(AFTER_IT, reference=OTHER)), set()),
        ("ocr-2", decision(1, REJECT, "садъ", offer=Offer("саду")), {WORD}),
        ("ocr-2", decision(1, ACCEPT, "садъ", "садъ был", offer=Offer("садъ был")), {AFTER}),
        ("ocr-2", decision(1, REJECT, "садъ", offer=TAKEN), set()),
        (None, decision(1, ACCEPT, "садъ"), {WORD}),
        (None, decision(1, REJECT, "садъ", offer=TAKEN), {WORD}),
        (None, decision(1, ACCEPT, "садъ", "сад", offer=Offer("сад")), {WORD}),
        (None, decision(1, ACCEPT, "садъ", "садъ был", offer=AFTER_IT), set()),
    ],
)
def test_a_decision_belongs_to_what_it_is_about(right: str | None, made: Decision, belongs: set[str]) -> None:
    """The word itself, or what is added on one side of it; the same reference, or the words as such."""
    there = {WORD: place("садъ", None if right is None else "саду")}
    if right is not None:
        there |= {
            AFTER: place("", "был", beside=Beside.AFTER),
            BEFORE: place("", "был", beside=Beside.BEFORE),
        }
    assert effects(right, [made], *there.values()) == {there[name].key: made.kind for name in belongs}


def test_an_engines_longer_reading_is_the_words_own() -> None:
    """Where another engine has read more words, taking that is no addition beside the word."""
    longer = (Alternative("садъ былъ", 0.7, "own"),)
    doubt = replace(place("садъ", None), alternatives=longer)
    taken = decision(1, ACCEPT, "садъ", "садъ былъ", offer=Offer("садъ былъ"))
    assert effects(None, [taken], doubt) == {doubt.key: ACCEPT}


def test_a_passage_that_stands_elsewhere_wants_all_its_words() -> None:
    """What is decided on one of them is another place's; what is decided on all of them is its own."""
    passage = replace(place("въ саду", "в саду", "a", "b"), moved=True, decidable=False)
    word = place("въ", "в", "a")
    one = decision(1, ACCEPT, "въ", "в", "a", offer=Offer("в", BOOK))
    both = decision(2, REJECT, "въ саду", None, "a", "b", offer=Offer("в саду", BOOK))
    assert effects(BOOK, [one], replace(passage, key="passage"), word) == {word.key: ACCEPT}
    assert effects(BOOK, [both], passage) == {passage.key: REJECT}


def test_the_last_one_in_force_counts() -> None:
    """A later one takes its place; one that was taken back leaves the one before it; another reading's are not asked."""
    where = place("садъ", "саду")
    first, second = decision(1, REJECT, "садъ", offer=TAKEN), decision(2, ACCEPT, "садъ", "саду", offer=TAKEN)
    assert effects(BOOK, [first, second], where) == {where.key: ACCEPT}
    assert effects(BOOK, [first, second, undo(3, 2)], where) == {where.key: REJECT}
    assert effects(BOOK, [first, undo(2, 1)], where) == {}
    assert effects(BOOK, [replace(first, transcription="ocr-2")], where) == {}


def test_a_state_tells_who_and_what() -> None:
    """The person, the time, the number that an undo takes back, and what the words are then; also where it was carried over."""
    made = replace(decision(1, ACCEPT, "садъ", "садъ был", offer=AFTER_IT), transcription="ocr-7")
    carried = replace(
        made,
        sequence=2,
        kind=DecisionKind.CARRIED,
        by="digitize",
        transcription="ocr-1",
        old="сад",
        of=1,
        repeats=ACCEPT,
    )
    where = place("", "был", beside=Beside.AFTER)
    found = states(ReviewQueue("vestnik", "ocr-1", BOOK, [where]), [made, carried], LINE)
    assert found == {where.key: PlaceState(ACCEPT, "Anna", START, 2, "садъ был")}


def test_words_that_a_decision_has_made_lead_to_their_place() -> None:
    """Of a word that became two the second is numbered on; a decision on it is one on the place of both."""
    where = place("садбыл", "сад был")
    entries = [
        decision(1, EDIT, "садбыл", "садъ был"),
        decision(2, EDIT, "был", "была", "p0001_r001_l001_w001-2"),
    ]
    found = states(ReviewQueue("vestnik", "ocr-1", BOOK, [where]), entries, LINE)
    assert found[where.key].sequence == 2


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from([ACCEPT, EDIT, UNSURE])), max_size=12))
def test_a_place_has_the_last_decision_on_any_of_its_words(made: list[tuple[int, DecisionKind]]) -> None:
    """Whatever is decided on the words of places of two words each, each place has the last that is on one of them."""
    ids = [f"p0001_r001_l001_w00{n}" for n in range(6)]
    places = [place("а б", "а", ids[n], ids[n + 1]) for n in range(0, 6, 2)]
    entries = [decision(number, kind, "а", None, ids[word]) for number, (word, kind) in enumerate(made, 1)]
    expected = {places[word // 2].key: kind for word, kind in made}
    assert effects(BOOK, entries, *places) == expected
