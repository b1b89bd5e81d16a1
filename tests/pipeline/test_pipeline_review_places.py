"""Places of built documents: where two texts differ, and what is doubtful in one; each as a person can decide on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from digitize.align.variant import VariantKind
from digitize.model.decided import Draft
from digitize.model.decision import Decision, DecisionKind
from digitize.model.document import Document
from digitize.model.place import Beside, ReviewPlace
from digitize.model.transcription import Alternative, Doubt, Origin, RegionKind, Repair, Transcription
from digitize.model.witness import TextPart, Token, Witness
from digitize.pipeline.comparing import ComparisonPlan
from digitize.pipeline.review_differences import differences
from digitize.pipeline.review_doubts import doubts
from tests.export.compared_texts import SCAN, kept, lines_page, scanned
from tests.export.documents import R, W, document, page
from tests.pipeline.kept_documents import START

TEXT = "Урожай в саду был великъ и разговор о нём шёл до самой ночи, хотя к утру все устали; пришли соседи и принесли груши."
YEARS = "Первый Второй Третий Четвёртый Пятый Шестой Седьмой Восьмой Девятый Десятый Одиннадцатый Двенадцатый".split()
Told = tuple[str, str | None]


def places(scan: Document, text: str, *equal: VariantKind) -> tuple[ReviewPlace, ...]:
    return differences(scan, kept(text), ComparisonPlan(frozenset(equal), {}))


def told(found: Sequence[ReviewPlace]) -> list[Told]:
    return [(place.left, place.right) for place in found]


def test_the_same_text_has_no_places() -> None:
    """Line ends, and the hyphens at them, are nothing to decide on."""
    assert places(scanned(), TEXT) == ()


def test_a_difference_is_told_whole() -> None:
    """Where it stands, what is marked, both readings cut into pieces, their kind, what speaks for a misreading, and what is around."""
    (place,) = places(scanned(), TEXT.replace("великъ", "велик"))
    word = next(w for p in scanned().transcription.pages for w in p.words if w.text == "великъ")
    assert (place.key, place.words, place.boxes, place.line) == (
        word.id,
        (word.id,),
        (word.box,),
        word.id.rpartition("_")[0],
    )
    assert (place.left, place.right, place.kinds) == ("великъ", "велик", ("orthography",))
    assert "".join(a for a, _ in place.graphemes) == "великъ" and ("ъ", "") in place.graphemes
    assert (place.substantive, place.misread) == (False, "cannot be told without the image")
    assert (place.confidence, place.script, place.page_number, place.citation) == (0.9, "Cyrl", 1, "p. 1, col. 1, top")
    assert place.before == "Урожай в саду был" and place.after == "и раз- говор о нём шёл до самой"
    assert place.decidable and not place.moved


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("разговор о", "разговоръ о", [("говор", "говоръ")]),
        ("разговор о", "росговор о", [("раз-", "рос-")]),
        ("и разговор о", "и беседы о", [("раз- говор", "беседы")]),
        ("шёл до самой ночи, хотя к утру", "шло до поздней ночи, чтобы к утру", [("шёл", "шло"), ("самой", "поздней"), ("хотя", "чтобы")]),
        ("самой ночи, хотя к утру все", "самой ночи, все", [("хотя к утру", "")]),
        ("до самой ночи, хотя к утру", "до утру", [("самой ночи,", ""), ("хотя к", "")]),
        ("в саду был", "в вишнёвом саду был", [("", "вишнёвом")]),
        ("к утру", "кутру", [("к утру", "кутру")]),
    ],
)  # fmt: skip
def test_what_stands_on_one_line_is_one_place(old: str, new: str, found: list[Told]) -> None:
    """A difference over the end of a line is one for each line, if it can be divided; a hyphen at its end stays as it is printed."""
    text = TEXT.replace(old, new)
    assert text != TEXT
    assert told(places(scanned(), text)) == found


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("разговор", "росговоръ"),
        ("шёл до самой", "прошёл вплоть до"),
        (" был великъ", ""),
        ("в саду", "в нашем саду"),
        ("все устали", "всеустали"),
    ],
)
def test_what_can_be_decided_can_be_applied(old: str, new: str) -> None:
    """The second reading of every place that says so can be put on the pages, one after the other, and then nothing differs."""
    scan, text = scanned(), TEXT.replace(old, new)
    draft = Draft(scan.transcription.pages, "ocr-1")
    found = places(scan, text)
    assert found and all(place.decidable for place in found)
    for number, place in enumerate(found, 1):
        words = draft.find(place.words)
        assert words is not None
        there = " ".join(word.text for word in words)
        then = place.proposed(there)
        assert then is not None
        where = draft.place_of(place.words)
        about = (number, DecisionKind.EDIT, "Anna", START, "ocr-1", place.words)
        assert draft.apply(Decision(*about, there, then, place=where)) is None
    after = replace(scan, transcription=Transcription("reviewed-1", Origin.REVIEWED, "ocr-1", draft.pages()))
    assert places(after, text) == ()


def test_what_cannot_be_put_there_says_so() -> None:
    """A word broken over the end of a line without a hyphen, and what is moved, can be kept or edited, and no more."""
    (broken,) = places(
        scanned(["Урожай в саду был боль", "шой и говорили о нём до ночи."]),
        "Урожай в саду был большой и говорили о нём до ночи.",
    )
    assert (told([broken]), broken.decidable, len(broken.boxes)) == ([("боль шой", "большой")], False, 2)


def test_words_of_a_moved_passage_are_places_of_their_own() -> None:
    """What a caption says can be mended, wherever the other text has it; that it stands elsewhere cannot."""
    caption = "Вид на старую мельницу за рекой, снятый осенью с колокольни городского собора"
    body = [
        line
        for n in range(3)
        for line in (
            f"Первый рассказ номер {n} начинается рано утром у самой реки",
            "и кончается поздно вечером далеко от города в поле.",
        )
    ]
    scan = scanned([*body[:2], caption.replace("старую", "етарую"), *body[2:]])
    found = places(scan, " ".join([*body, caption]))
    moved = [place for place in found if place.moved]
    assert moved and not any(place.decidable for place in moved)
    assert ("етарую", "старую") in told([place for place in found if place.decidable])


def test_what_is_outside_the_common_part_is_no_difference() -> None:
    """The text is a piece of a page, or the page a piece of a book: what the other lacks before and after is not told."""
    lines = [f"{name} год рассказывает о том, что было в году {1900 + n} весной." for n, name in enumerate(YEARS)]
    scan, book = scanned(lines), " ".join(lines)
    assert places(scan, " ".join(lines[4:8]).replace("1905", "1805")) != ()
    assert told(places(scan, " ".join(lines[4:8]).replace("1905", "1805"))) == [("1905", "1805")]
    assert places(scanned(lines[4:8]), book) == ()
    before = [
        "Мосты чинят весной, и тогда по ним никто не ездит,",
        "а люди ходят вброд, пока плотники стучат топорами и поют",
        "старые песни.",
    ]
    assert places(scanned([*before, *lines[4:8]]), " ".join(["Мосты", *lines[4:8]])) == ()


def test_a_long_passage_within_is_one_place() -> None:
    """A paragraph that the edition lacks is told once, with its beginning and end, and can only be kept; one that it adds likewise."""
    lines = [f"{name} год рассказывает о том, что было в году {1900 + n} весной." for n, name in enumerate(YEARS)]
    (lacking,) = places(scanned(lines), " ".join((*lines[:4], *lines[8:])))
    assert (lacking.right, lacking.decidable, lacking.kinds) == ("", False, ("omission",))
    assert lacking.left.startswith("Пятый") and lacking.left.endswith("1907 весной.")
    (more,) = places(scanned([*lines[:4], *lines[8:]]), " ".join(lines))
    assert (more.left, more.decidable, more.beside) == ("", False, Beside.AFTER)


def test_running_heads_are_no_differences() -> None:
    """A running head and a page number that the edition lacks do not stand in the list, and neither does one that it has."""
    body = lines_page(1, SCAN).regions
    head = page(
        1,
        [R(RegionKind.HEADER, [(W("ВЕСТНИК"), W("садовода"))], top=10), R(RegionKind.PAGE_NUMBER, [(W("7"),)], top=50)],
    ).regions
    scan = document([replace(lines_page(1, SCAN), regions=(*head, *body))])
    assert places(scan, TEXT) == ()
    other = kept(TEXT)
    tokens = (*other.witness.tokens, Token("Вестник", "\n", part=TextPart.FURNITURE))
    other = replace(other, witness=Witness("reference-izdanie", tokens))
    assert differences(scan, other, ComparisonPlan(frozenset(), {})) == ()


def test_what_is_taken_for_equal_is_no_place() -> None:
    """Kinds that the user takes for equal are left out; a difference of several kinds names those last."""
    text = TEXT.replace("великъ", "велик").replace("груши.", "Яблоки")
    assert told(places(scanned(), text, VariantKind.ORTHOGRAPHY)) == [("груши.", "Яблоки")]
    (place,) = places(scanned(), text, VariantKind.ORTHOGRAPHY, VariantKind.SUBSTITUTION)
    assert place.kinds == ("punctuation", "substitution")


def test_forms_of_apostrophes_are_no_places() -> None:
    """Recognisers write one for all, so that nothing is known of them."""
    scan = scanned(["Il s'arrête à l'aube et l'on attend encore le train du soir."])
    assert places(scan, "Il s’arrête à l’aube et l’on attend encore le train du soir.") == ()


@pytest.mark.parametrize(
    ("text", "word", "beside"),
    [
        (TEXT.replace("соседи", "добрые соседи"), "пришли", Beside.AFTER),
        ("Однажды " + TEXT, "Урожай", Beside.BEFORE),
        (TEXT + " Конец.", "груши.", Beside.AFTER),
    ],
)
def test_what_is_added_stands_beside_a_word(text: str, word: str, beside: Beside) -> None:
    """After the word before it; before the first word of a page. What is marked is the gap."""
    scan = scanned()
    (place,) = places(scan, text)
    anchor = next(w for p in scan.transcription.pages for w in p.words if w.id == place.words[0])
    assert (anchor.text, place.beside, place.left) == (word, beside, "")
    (gap,) = place.boxes
    assert gap.x0 >= anchor.box.x1 or gap.x1 <= anchor.box.x0
    assert place.misread == "cannot be told without the image" and place.confidence is None


def test_two_readings_are_compared_without_a_verdict() -> None:
    """Neither says that the other was misread; both have running heads."""
    one, other = scanned(), scanned([line.replace("самой", "семой") for line in SCAN])
    other = replace(other, transcription=replace(other.transcription, id="ocr-2"))
    (place,) = differences(one, other, ComparisonPlan(frozenset(), {}))
    assert (place.left, place.right, place.misread) == ("самой", "семой", None)


def test_keys_are_unlike_and_stay() -> None:
    """Each place has a key of its own, the same whenever the texts are."""
    text = "Вот " + TEXT.replace("был", "былъ уже").replace("утру", "вечеру") + " Конец. ¹"
    found = places(scanned(), text)
    keys = [place.key for place in found]
    assert len(set(keys)) == len(keys) >= 4 and found == places(scanned(), text)


# Doubts ----------------------------------------------------------------------------------------------------------------

HOMOGLYPH = (Repair("homoglyph", "printed", "ХIХ", "XIX", "all letters have a Latin double"),)


def doubtful(*words: W, doubt: Doubt | None = None) -> tuple[ReviewPlace, ...]:
    return doubts(document([page(1, [R(RegionKind.PARAGRAPH, [words], 1, doubt=doubt)], columns=1)]))


@pytest.mark.parametrize(
    ("word", "kinds"),
    [
        (W("сад", confidence=0.81), None),
        (W("сад", confidence=0.79), ("doubtful",)),
        (W("сад", confidence=None), None),
        (W("сад", confidence=0.85, alternatives=(Alternative("еад", 0.81, "own"),)), ("disagreement",)),
        (W("сад", confidence=0.95, alternatives=(Alternative("еад", 0.6, "own"),)), None),
        (W("сад", confidence=0.85, alternatives=(Alternative("сад", 0.9, "own"),)), None),
        (W("сад", confidence=0.5, alternatives=(Alternative("еад", 0.6, "own"),)), ("disagreement", "doubtful")),
        (W("XIX", confidence=0.9, repairs=HOMOGLYPH), ("repair",)),
        (W("ябло-", "яблоко", repairs=(Repair("join-hyphen", "reading", "ябло-", "яблоко", "x"),)), None),
    ],
)
def test_why_a_word_is_doubtful(word: W, kinds: tuple[str, ...] | None) -> None:
    """Its confidence is low, another engine was about as sure of something else, or a rule has changed the printed layer."""
    found = doubtful(word, W("был", confidence=0.99))
    assert [place.kinds for place in found] == ([kinds] if kinds else [])


def test_a_doubt_is_told_whole() -> None:
    """The word with its box and what else was read, and no second text."""
    other = (Alternative("еад", 0.6, "own"),)
    (place,) = doubtful(W("Наш"), W("сад", confidence=0.5, alternatives=other), W("был"))
    assert (place.left, place.right, place.before, place.after) == ("сад", None, "Наш", "был")
    assert (place.alternatives, place.confidence, place.misread, place.substantive) == (other, 0.5, None, None)
    assert place.evidence == ("read with a confidence of 0.50", "own read “еад” here")


def test_a_line_that_nobody_could_read_is_one_place() -> None:
    """All its words together, and its whole box."""
    (place,) = doubtful(W("Вѣ?рно", confidence=0.2), W("~~", confidence=0.1), doubt=Doubt.HANDWRITING)
    assert (place.kinds, place.left, len(place.words), place.confidence) == (("handwriting",), "Вѣ?рно ~~", 2, 0.1)


def test_what_a_person_has_decided_is_not_doubtful() -> None:
    """Whatever its confidence was."""
    scan = document(
        [page(1, [R(RegionKind.PARAGRAPH, [(W("сад", confidence=0.2), W("былъ", confidence=0.3))], 1)], columns=1)]
    )
    (one, other) = doubts(scan)
    draft = Draft(scan.transcription.pages, "ocr-1")
    draft.apply(
        Decision(
            1, DecisionKind.ACCEPT, "Anna", START, "ocr-1", one.words, "сад", "сад", place=draft.place_of(one.words)
        )
    )
    after = replace(scan, transcription=replace(scan.transcription, pages=draft.pages()))
    assert doubts(after) == (other,)
