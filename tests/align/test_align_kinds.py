"""In what ways two readings differ, told one at a time and together."""

from __future__ import annotations

import pytest

from digitize.align import align, find_variants
from digitize.align.abbreviations import abbreviates
from digitize.align.kinds import Comparison, is_substantive, kinds_of
from digitize.align.numbers import number_of
from digitize.align.spellings import in_one_spelling
from digitize.align.variant import VariantKind as Kind
from digitize.model.transcription import Emphasis
from digitize.model.witness import Token, Witness

RUSSIAN, FRENCH, GERMAN = (Comparison(frozenset((language,))) for language in ("rus", "fra", "deu"))
KNOWN = Comparison(frozenset(("rus",)), knows=lambda word: word.lower() in {"почта", "почти", "поскольку"})


@pytest.mark.parametrize(
    ("a", "b", "kinds"),
    [
        ("слово", "слово", ()),
        ("й", "и\u0306", ()),
        ("слово", "слова", (Kind.SPELLING,)),
        ("разсказъ", "рассказ", (Kind.ORTHOGRAPHY,)),
        ("Россія", "Россия", (Kind.ORTHOGRAPHY,)),
        ("синія", "синие", (Kind.ORTHOGRAPHY,)),
        ("РАЗСКАЗЪ", "РАССКАЗ", (Kind.ORTHOGRAPHY,)),
        ("ещё", "еще", (Kind.ORTHOGRAPHY,)),
        ("МOCКВА", "Москва", (Kind.SCRIPT, Kind.CAPITALS)),
        ("дело,", "дело", (Kind.PUNCTUATION,)),
        ("дело —", "дело,", (Kind.PUNCTUATION,)),
        ("1917—1918", "1917-1918", (Kind.PUNCTUATION,)),
        ("«Правда»", "„Правда“", (Kind.QUOTATION_MARKS,)),
        ("Съезд", "съезд", (Kind.CAPITALS,)),
        ("то же", "тоже", (Kind.SPACING,)),
        ("о к т я б р я", "октября", (Kind.SPACING,)),
        ("пере- хода", "перехода", (Kind.HYPHENATION,)),
        ("какой-то", "какойто", (Kind.HYPHENATION,)),
        ("Moсква", "Москва", (Kind.SCRIPT,)),
        ("ХІ", "XI", (Kind.SCRIPT,)),
        ("1927", "1917", (Kind.NUMERAL,)),
        ("XI", "11", (Kind.NUMERAL,)),
        ("двадцать пять", "25", (Kind.NUMERAL,)),
        ("1 000", "1000", (Kind.NUMERAL,)),
        ("11.II.1938", "11.2.1938", (Kind.NUMERAL,)),
        ("1927,", "1917", (Kind.NUMERAL, Kind.PUNCTUATION)),
        ("№2", "№ 2", (Kind.SPACING,)),
        ("т.", "товарищ", (Kind.ABBREVIATION,)),
        ("ЦК", "Центральный Комитет", (Kind.ABBREVIATION,)),
        ("слово¹", "слово", (Kind.NOTE_MARK,)),
        ("слово.1)", "слово.", (Kind.NOTE_MARK,)),
        ("слово,*", "слово,", (Kind.NOTE_MARK,)),
        ("небрежность", "халатность", (Kind.SUBSTITUTION,)),
        ("небрежность,", "халатность", (Kind.SUBSTITUTION, Kind.PUNCTUATION)),
        ("Съѣздъ,", "съезд", (Kind.ORTHOGRAPHY, Kind.CAPITALS, Kind.PUNCTUATION)),
    ],
)
def test_kinds_of_russian(a: str, b: str, kinds: tuple[Kind, ...]) -> None:
    """Each kind by itself, and what stands together; the same whichever reading comes first."""
    assert kinds_of(a, b, RUSSIAN) == kinds
    assert kinds_of(b, a, RUSSIAN) == kinds


@pytest.mark.parametrize(
    ("a", "b", "by"),
    [
        ("enfans", "enfants", FRENCH),
        ("étoit", "était", FRENCH),
        ("Etat", "État", FRENCH),
        ("cœur", "coeur", FRENCH),
        ("événement", "évènement", FRENCH),
        ("daß", "dass", GERMAN),
        ("Thal", "Tal", GERMAN),
    ],
)
def test_spellings_of_other_times(a: str, b: str, by: Comparison) -> None:
    """French and German have their own rules, which hold for texts in those languages alone."""
    assert kinds_of(a, b, by) == (Kind.ORTHOGRAPHY,)
    assert Kind.ORTHOGRAPHY not in kinds_of(a, b, RUSSIAN)


def test_two_known_words_are_a_substitution() -> None:
    """A letter makes another word; where one is no word, it is the same misspelt."""
    assert kinds_of("почта", "почти", KNOWN) == (Kind.SUBSTITUTION,)
    assert kinds_of("постолько", "поскольку", KNOWN) == (Kind.SPELLING,)


def test_substantives_and_accidentals() -> None:
    """Another number changes what is said, the same number in other signs does not."""
    assert is_substantive((Kind.NUMERAL,), "1927", "1917")
    assert not is_substantive((Kind.NUMERAL,), "XI", "11")
    assert is_substantive((Kind.SUBSTITUTION, Kind.PUNCTUATION), "дом,", "лес")
    assert not is_substantive((Kind.SPELLING,), "слово", "слова")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("XIV", "14"),
        ("ХХ", "20"),
        ("IXX", None),
        ("11-го", "11"),
        ("XIXe", "19"),
        ("пятый", "5"),
        ("семья", None),
        ("сто двадцать один", "121"),
        ("две тысячи", "2000"),
        ("12.000", "12000"),
        ("3.14", None),
        ("", None),
        ("Дом", None),
    ],
)
def test_numbers(text: str, value: str | None) -> None:
    """In digits, Roman numerals, words; what only looks like one is none."""
    assert number_of(text) == value


@pytest.mark.parametrize(
    ("short", "long", "is_short"),
    [
        ("гг.", "годы", True),
        ("и т. д.", "и так далее", True),
        ("г-н", "господин", True),
        ("Mme", "Madame", True),
        ("№", "номер", True),
        ("С.С.С.Р.", "Союз Советских Социалистических Республик", True),
        ("ВКП(б)", "Всесоюзная Коммунистическая партия большевиков", True),
        ("М.", "Михаил", True),
        ("M.", "maussade", False),
        ("на", "наша", False),
        ("дело.", "дело.1)", False),
        ("ЦК", "Центральный Совет", False),
    ],
)
def test_abbreviations(short: str, long: str, is_short: bool) -> None:
    """Cut, contracted, initials, signs; a word that begins like another is none."""
    assert abbreviates(short.split(), long.split()) is is_short


def test_one_spelling_is_no_text() -> None:
    """Names and endings that rules would touch stay apart where letters differ besides."""
    one, other = in_one_spelling("благо", "блего", ("rus",))
    assert one != other


def variants(a: Witness, b: Witness) -> list[tuple[str, str, str]]:
    def words(witness: Witness, at: range) -> str:
        return " ".join(token.text for token in witness.tokens[at.start : at.stop])

    return [(v.kind.value, words(a, v.a), words(b, v.b)) for v in find_variants(align(a, b), RUSSIAN)]


LINE = "В тот день они говорили много и громко {} и потом разошлись по домам до утра"


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("он был", "был он", [("transposition", "он был", "был он")]),
        ("о чести", "", [("omission", "о чести", "")]),
        ("—", "", [("punctuation", "—", "")]),
        ("", "[4]", [("note-mark", "", "[4]")]),
        ("и т. д.", "и так далее", [("abbreviation", "т. д.", "так далее")]),
        ("ЦЕНТРАЛЬНЫЙ КОМИТЕТ", "Центральный Комитет", [("capitals", "ЦЕНТРАЛЬНЫЙ КОМИТЕТ", "Центральный Комитет")]),
    ],
)
def test_one_place_is_one_variant(a: str, b: str, expected: list[tuple[str, str, str]]) -> None:
    """Neighbouring words that differ in one way are told together."""
    one, other = (Witness.of_text("", " ".join(LINE.format(words).split())) for words in (a, b))
    assert variants(one, other) == expected


def test_emphasis_is_compared_where_both_can_tell() -> None:
    """Plain text says nothing of it; capitals are told by their letters."""
    plain = Witness.of_text("a", "они говорили много и громко")
    bold = tuple(Token(t.text, t.before, (Emphasis.BOLD,) if t.text == "много" else ()) for t in plain.tokens)
    set_off = Witness("b", bold, "", tells_emphasis=True)
    assert variants(plain, set_off) == []
    told = Witness("a", plain.tokens, "", tells_emphasis=True)
    assert variants(told, set_off) == [("emphasis", "много", "много")]


def test_equivalents_are_told_but_marked() -> None:
    """What the user takes for equal is not lost."""
    by = Comparison(equivalent=frozenset((Kind.QUOTATION_MARKS,)))
    a, b = Witness.of_text("a", "газета «Правда» писала"), Witness.of_text("b", 'газета "Правда" писала,')
    assert [(v.kind, v.equivalent) for v in find_variants(align(a, b), by)] == [
        (Kind.QUOTATION_MARKS, True),
        (Kind.PUNCTUATION, False),
    ]
