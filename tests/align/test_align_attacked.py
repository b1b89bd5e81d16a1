"""Differences that were once told wrongly: of signs and spaces, cut words, letters of two scripts, and what speaks for a misreading."""

from __future__ import annotations

import pytest

from digitize.align import align, find_variants
from digitize.align.abbreviations import abbreviates
from digitize.align.graphemes import aligned_pieces
from digitize.align.kinds import Comparison, is_substantive, kinds_of
from digitize.align.ocr_evidence import with_ocr_evidence
from digitize.align.variant import OcrError, Variant
from digitize.align.variant import VariantKind as Kind
from digitize.model.geometry import Box
from digitize.model.transcription import Repair, Word
from digitize.model.witness import TextPart, Token, Witness

_LISTED = frozenset("дом домой любит любить тысяч карт карта партия груз".split())


def _knows(word: str) -> bool:
    return all(part.strip(".,»«").lower() in _LISTED for part in word.split())


RUSSIAN = Comparison(frozenset(("rus",)), knows=_knows)
FRENCH = Comparison(frozenset(("fra",)))


@pytest.mark.parametrize(
    ("a", "b", "kinds"),
    [
        ("-2-", "- 2 -", (Kind.SPACING,)),
        ("И.Р.", "И. Р.", (Kind.SPACING,)),
        ("слово,слово", "слово, слово", (Kind.SPACING,)),
        ("PLACES :", "PLACES:", (Kind.SPACING,)),
        ("1h.37", "1 h. 37", (Kind.SPACING,)),
        ("раз- говор", "раз-говор", (Kind.HYPHENATION,)),
        ("о-ва", "о–ва", (Kind.PUNCTUATION,)),
        ("34°", "34’", (Kind.PUNCTUATION,)),
        ("lon", "l’on", (Kind.PUNCTUATION,)),
        ("1,5", "15", (Kind.SUBSTITUTION,)),
        ("+3,6.", "+36.", (Kind.SUBSTITUTION,)),
        ("31:29", "31 : 29", (Kind.SPACING,)),
        ("11.II.1938", "11 февраля 1938", (Kind.NUMERAL,)),
        ("5 §", "5 №", (Kind.SUBSTITUTION,)),
        ("любить,", "любит».", (Kind.SUBSTITUTION, Kind.PUNCTUATION)),
        ("домой", "дом.", (Kind.SUBSTITUTION, Kind.PUNCTUATION)),
        ("тысяч", "тыс.", (Kind.ABBREVIATION,)),
        ("мiръ", "мир", (Kind.ORTHOGRAPHY, Kind.SCRIPT)),
        ("мiръ", "міръ", (Kind.SCRIPT,)),
        ("ﬁn", "fin", (Kind.SCRIPT,)),
    ],
)
def test_kinds_of_what_was_told_wrongly(a: str, b: str, kinds: tuple[Kind, ...]) -> None:
    """Spaces beside signs are spaces, a stop at the end of a sentence is no abbreviation's, і in Latin guise is і."""
    assert kinds_of(a, b, RUSSIAN) == kinds
    assert kinds_of(b, a, RUSSIAN) == kinds


@pytest.mark.parametrize(("a", "b"), [("BIBLIOTHEQUE", "BIBLIOTHÈQUE"), ("A", "À"), ("ETAT", "ÉTAT")])
def test_capitals_without_accents(a: str, b: str) -> None:
    """French capitals of the time have no accents: that is no other word, in words all in capitals too."""
    assert kinds_of(a, b, FRENCH) == (Kind.ORTHOGRAPHY,)


def test_another_decimal_is_substantive() -> None:
    """A comma that is lost from a number makes another number."""
    assert is_substantive(kinds_of("1,5", "15", RUSSIAN), "1,5", "15")


@pytest.mark.parametrize(
    ("short", "long", "is_short"),
    [
        ("д-р", "доктор", True),
        ("ин-т", "институт", True),
        ("с.-д.", "социал-демократ", True),
        ("кто-то", "крот", False),
        ("из-за", "изба", False),
        ("любит».", "любить", False),
        ("км", "километра", True),
        ("мм", "миллионов", False),
    ],
)
def test_abbreviations_with_hyphens(short: str, long: str, is_short: bool) -> None:
    """The beginning and the end of a word, or of each of its parts."""
    assert abbreviates([short], [long]) is is_short


def test_a_date_is_one_place() -> None:
    """A month in Roman numerals beside its name is the same date, written otherwise."""
    a = Witness.of_text("a", "составлено на зимовке 11.II.1938 и подписано всеми")
    b = Witness.of_text("b", "составлено на зимовке 11 февраля 1938 и подписано всеми")
    (variant,) = find_variants(align(a, b), RUSSIAN)
    assert (variant.kinds, len(variant.b), variant.substantive) == ((Kind.NUMERAL,), 3, False)


def test_letterspaced_words_run_together_are_spaced_otherwise() -> None:
    """Words of single letters beside what was run together are one place, and nothing was put for anything."""
    a = Witness.of_text("a", "было решено повторитьвноябре. Затем все разошлись")
    b = Witness.of_text("b", "было решено п о в т о р и т ь в ноябре. Затем все разошлись")
    assert [variant.kinds for variant in find_variants(align(a, b), RUSSIAN)] == [(Kind.SPACING,)]


def _judged(read: str, expected: str, confidence: float, *repairs: Repair) -> Variant:
    a, b = Witness.of_text("a", f"сего дня {read} было там"), Witness.of_text("b", f"сего дня {expected} было там")
    alignment = align(a, b)
    words = [
        Word(f"w{n}", t.text, t.text, Box(0, 0, 9, 9), confidence if t.text == read else 0.99, None, None, repairs)
        for n, t in enumerate(a.tokens)
    ]
    (variant,) = with_ocr_evidence(find_variants(alignment, RUSSIAN), alignment, words, RUSSIAN)
    return variant


def test_forms_of_apostrophes_are_no_misreading() -> None:
    """Recognisers write one apostrophe for all: neither likely nor unlikely, however sure they are."""
    for confidence in (0.3, 0.8, 0.99):
        assert _judged("l'été", "l’été", confidence).ocr is OcrError.UNTOLD


def test_words_in_another_place_differ_in_no_apostrophe() -> None:
    """What is the same in both, and stands elsewhere, is no question of apostrophes."""
    words = "la fête du village commence ; demain matin les enfants partent à la campagne".split()
    a, b = Witness.of_text("a", " ".join(words)), Witness.of_text("b", " ".join([*words[5:9], *words[:5], *words[9:]]))
    alignment = align(a, b)
    read = [Word(f"w{n}", t, t, Box(0, 0, 9, 9), 0.9, None, None) for n, t in enumerate(words)]
    variants = with_ocr_evidence(find_variants(alignment, FRENCH), alignment, read, FRENCH)
    assert variants and not any("apostrophes" in told for each in variants for told in each.evidence)


def test_what_is_no_word_is_looked_up_in_no_list() -> None:
    """That a sign is no listed word says nothing."""
    assert not any("listed" in told for told in _judged("|", "груз", 0.8).evidence)


def test_joining_a_hyphen_speaks_for_no_misreading() -> None:
    """Rules for the reading layer leave alone what was read."""
    joined, mended = (Repair("a-rule", layer, "карт-", "карта", "it ends a line") for layer in ("reading", "printed"))
    assert not any("rule" in told for told in _judged("карт-", "парт-", 0.3, joined).evidence)
    assert any("rule" in told for told in _judged("карт-", "парт-", 0.3, mended).evidence)


@pytest.mark.parametrize(
    ("after", "told"),
    [
        ("домой", [("ВЕСТНИК 12", (Kind.OMISSION,), False)]),
        ("вовсе домой", [("ВЕСТНИК 12 вовсе", (Kind.OMISSION,), True)]),
        ("скоро домой", [("ВЕСТНИК 12", (Kind.OMISSION,), False), ("скоро", (Kind.SUBSTITUTION,), True)]),
    ],
)
def test_running_heads_change_nothing(after: str, told: list[tuple[str, tuple[Kind, ...], bool]]) -> None:
    """They are of the page: told, but not substantive, and no part of a substitution; of a passage left out they are a part."""
    words = f"и тогда они пошли ВЕСТНИК 12 {after} через поле и долгий овраг".split()
    tokens = tuple(Token(w, part=TextPart.FURNITURE if w in ("ВЕСТНИК", "12") else TextPart.BODY) for w in words)
    there = "спора домой" if "скоро" in after else "домой"
    other = Witness.of_text("b", f"и тогда они пошли {there} через поле и долгий овраг")
    found = find_variants(align(Witness("a", tokens), other), RUSSIAN)
    assert [(" ".join(words[v.a.start : v.a.stop]), v.kinds, v.substantive) for v in found] == told


def test_letters_stand_beside_their_capitals() -> None:
    """In aligned pieces case counts for less than place; both readings are rebuilt from them."""
    pieces = aligned_pieces("копия", "К О П И Я")
    assert pieces[:4] == (("к", "К"), ("", " "), ("о", "О"), ("", " "))
    assert ("".join(a for a, _ in pieces), "".join(b for _, b in pieces)) == ("копия", "К О П И Я")


def test_a_word_alone_in_a_passage_stands_there_by_chance() -> None:
    """A text of another work is laid on none of the words that only look like its own."""
    long = " ".join(f"слово{n} и{n}" for n in range(20))
    a = Witness.of_text("a", f"{long} составлен {long}")
    assert not any(link.is_paired for link in align(a, Witness.of_text("b", "Совсем")).links)
    (link,) = [link for link in align(a, Witness.of_text("b", f"{long} составлен {long}")).links if 40 in link.a]
    assert link.is_paired
