"""Rules that look at one word: what each changes, what it leaves alone, in which layer, and what it tells."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.model.geometry import Box
from digitize.model.rules import RepairRule
from digitize.model.transcription import Alternative, Doubt, TranscribedPage, Word
from digitize.repair.apply import repair, undo
from digitize.repair.typed import Hand, hand_of
from tests.repair.pages import lines_of

PRINT, TYPED, UNKNOWN = Hand.PRINTED, Hand.TYPED, Hand.NOT_KNOWN
LONG_S = "ſie ſo ſein ſich ſagt ſehr ſind ſoll ſonſt ſchon ſtand"


def printed(text: str, hand: Hand = PRINT, language: str = "rus", *, old: bool = False) -> str:
    return " ".join(word.text for word in _after(text, hand, language, old=old).words)


def reading(text: str, hand: Hand = TYPED, language: str = "rus", *, old: bool = False) -> str:
    return " ".join(word.reading for word in _after(text, hand, language, old=old).words if word.reading)


def _after(text: str, hand: Hand, language: str, *, old: bool) -> TranscribedPage:
    before = lines_of(text, language=language, old=old)
    (after,) = repair((before,), hand=hand)
    assert undo((after,)) == (before,)
    return after


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Coвет", "Совет"),
        ("нaрoдных", "народных"),
        ("MOCKBы", "МОСКВы"),
        ("Бpянcк,", "Брянск,"),
        ("исторiя", "исторія"),
        ("Pаris", "Paris"),
        ("«Humаnité»", "«Humanité»"),
        ("XIХ", "XIX"),
        ("Сам-Coвет", "Сам-Совет"),
    ],
)
def test_look_alikes_become_letters_of_the_script_that_the_others_show(read: str, meant: str) -> None:
    """Whatever the line: letters like none of the other script tell. Of a Roman numeral, all are Latin."""
    assert printed(read) == meant


def test_the_line_decides_where_every_letter_looks_the_same() -> None:
    """``ТACC`` in a Russian line is Cyrillic, in a French one Latin; alone it stays."""
    assert printed("сообщает ТACC сегодня") == "сообщает ТАСС сегодня"
    assert printed("dit le ТACC hier", language="fra") == "dit le TACC hier"
    assert printed("ТACC") == "ТACC"


@pytest.mark.parametrize(
    "text",
    [
        "Совет народных Paris",
        "Kaufmann'а Brl'у",
        "X-лучи Т-34 C-1",
        "IIго Xй IVая",
        "кW мH",
        "сop хaх",
        "B.O. В.О. ХХ XX",
    ],
)
def test_words_that_are_in_one_script_or_rightly_in_two_stay(text: str) -> None:
    """So do endings after an apostrophe, units, ordinals, and short words that nothing decides."""
    before = lines_of(text)
    (after,) = repair((before,), hand=PRINT)
    assert [word.text for word in after.words] == [word.text for word in before.words]


def test_letters_that_only_resemble_others() -> None:
    """Few of them, in a word or line that shows its script; of several meanings one must stand elsewhere or be another's reading."""
    assert printed("городской Соvет рабочих") == "городской Совет рабочих"
    assert printed("Соvет") == "Соvет"
    assert printed("это дом mоряка") == "это дом mоряка"
    assert printed("это дом mоряка , моряка") == "это дом моряка , моряка"
    before = lines_of("это дом mоряка")
    (line,) = before.lines
    words = (*line.words[:2], replace(line.words[2], alternatives=(Alternative("моряка", 0.4, "own"),)))
    region = replace(before.regions[0], lines=(replace(line, words=words),))
    (after,) = repair((replace(before, regions=(region,)),), hand=PRINT)
    assert [word.text for word in after.words][2] == "моряка"


def test_a_homoglyph_tells_which_letters_and_why() -> None:
    """The script of the word is that of its letters now; reading, box and confidence go with it."""
    before = lines_of("Coвет")
    (after,) = repair((before,), hand=PRINT)
    (old,), (new,) = before.words, after.words
    (told,) = new.repairs
    assert (told.rule, told.layer, told.old, told.new) == ("homoglyph", "printed", "Coвет", "Совет")
    assert "C, o are Latin and like Cyrillic" in told.evidence and "в, т like none" in told.evidence
    assert new == replace(old, text="Совет", reading="Совет", script="Cyrl", repairs=(told,))


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("гдћ", "гдѣ"),
        ("Ђздилъ", "Ѣздилъ"),
        ("дЪлo".replace("o", "о"), "дѣло"),
        ("жел%зной", "желѣзной"),
        ("гд%,", "гдѣ,"),
        ("Өома", "Ѳома"),
        ("ариөметика", "ариѳметика"),
    ],
)
def test_old_letters(read: str, meant: str) -> None:
    """On a page of before 1918 only."""
    assert printed(read, old=True) == meant
    assert printed(read) == read


@pytest.mark.parametrize("text", ["5% 10% процентъ", "объЕздъ съЪздъ", "L%st", "разъѣздъ письмо"])
def test_what_is_no_misread_old_letter_stays(text: str) -> None:
    """Per cents, hard signs where they may stand, Latin words."""
    assert printed(text, old=True) == text


def test_serbian_on_an_old_page_stays() -> None:
    """Its letters are its own."""
    assert printed("ћирилица", language="srp", old=True) == "ћирилица"


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("0ктябрь", "Октябрь"),
        ("Вот. 3аседание", "Вот. Заседание"),
        ("3кономика", "Экономика"),
        ("6ыло", "было"),
        ("Г0Д", "ГОД"),
        ("РА3ВИТИЕ", "РАЗВИТИЕ"),
        ("и3вестие", "известие"),
        ("о6ъём", "объём"),
        ("в4ера", "вчера"),
        ("числ0", "число"),
        ("в 3аседание , заседание", "в заседание , заседание"),
        ("прошло по3ма , поэма", "прошло поэма , поэма"),
    ],
)
def test_digits_for_letters(read: str, meant: str) -> None:
    """At the beginning of a sentence a capital; else as the word stands elsewhere in the document."""
    assert printed(read) == meant
    assert reading(read) == meant
    assert printed(read, TYPED) == read


@pytest.mark.parametrize(
    "text",
    [
        "3-го 30го 6ой 3й 2х 50-летие 3дня 6раз 3года 3этажа в3томах",
        "К3 С0 Б3Р А4 КР-4 М3А4 ПС-84 3-А 208/К",
        "слово3 слов6 и3",
        "идёт 3аседание",
        "по3т",
        "H2O 1er 2e n°1 3ème 1a CO2",
        "а1б2в3г4",
    ],
)
def test_numbers_codes_and_notes_stay(text: str) -> None:
    """Also where two letters have the digit's shape and nothing decides."""
    for hand in Hand:
        assert printed(text, hand) == text


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Bunde8tag", "Bundestag"),
        ("de3", "des"),
        ("e3", "es"),
        ("Aus8gaben", "Ausgaben"),
        ("Pari38", "Paris"),
        ("Bezirk8gericht3präſident", "Bezirksgerichtspräſident"),
        ("Geſandtſchaft3-", "Geſandtſchafts-"),
    ],
)
def test_the_round_s_of_fraktur(read: str, meant: str) -> None:
    """On pages with the long s; elsewhere a 3 or 8 is none."""
    assert printed(f"{read} {LONG_S}", language="deu") == f"{meant} {LONG_S}"
    assert printed(read, language="deu") == read


def test_numbers_on_fraktur_pages_stay() -> None:
    """What begins with a digit, codes, and where an s follows, or a z that may stand for it."""
    text = f"3Monate 1848er A3 F8 S3 au3sgegeben Staat3zmann Platz3 VIII8 {LONG_S}"
    assert printed(text, language="deu") == text


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("19З8", "1938"),
        ("19б8", "1968"),
        ("193З", "1933"),
        ("193Зг.", "1933г."),
        ("1О5", "105"),
        ("l938", "1938"),
        ("l9l8", "1918"),
        ("2О мая", "20 мая"),
        ("З0 июня", "30 июня"),
        ("1О.О5.19З7", "10.05.1937"),
        ("5О-летие", "50-летие"),
        ("1924—19З6", "1924—1936"),
        ("l2 mars", "12 mars"),
    ],
)
def test_letters_for_digits(read: str, meant: str) -> None:
    """In print on the printed layer; on a typescript in the reading layer alone."""
    assert printed(read) == meant
    assert printed(read, TYPED) == read
    assert reading(read) == meant


@pytest.mark.parametrize(
    "text", ["10б 12О 18З 2б3 1О 5З О-1 ЗОО ОО З К19З8 19З8К О.О.З. 208/З 4l 12|13 ЗО-е l’an 3З", "О мая", "45О мая"]
)
def test_what_may_be_a_letter_beside_a_number_stays(text: str) -> None:
    """Parts of houses and paragraphs, codes, initials, words, litres."""
    for hand in Hand:
        assert printed(text, hand) == text


def test_where_the_hand_is_not_known_only_what_no_typist_puts_is_a_misreading() -> None:
    """З alone on the printed layer; a number with О or I as well changes in the reading layer as a whole."""
    assert printed("19З8 18О5 I938 l9З8", UNKNOWN) == "1938 18О5 I938 l9З8"
    assert reading("19З8 18О5 I938 l9З8", UNKNOWN) == "1938 1805 1938 1938"


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("ХГ съезд", "XI съезд"),
        ("в ХГХ веке", "в XIX веке"),
        ("ХУ съезда ВКП", "XV съезда ВКП"),
        ("ІІІ Интернационал", "III Интернационал"),
        ("П съезд", "II съезд"),
        ("П Интернационала", "II Интернационала"),
        ("Ш квартал", "III квартал"),
        ("том ХУ", "том XV"),
        ("т. ХУ,", "т. XV,"),
        ("глава УП", "глава VII"),
        ("ХУШ—ХГХ вв.", "XVIII—XIX вв."),
        ("ХУШ и ХГХ вв.", "XVIII и XIX вв."),
        ("XVIII—ХГХ", "XVIII—XIX"),
        ("Х1Х в.", "XIX в."),
        ("XlX век", "XIX век"),
        ("X1X", "XIX"),
        ("X1Xe siècle", "XIXe siècle"),
        ("14.П.38", "14.II.38"),
        ("(4.ХП.1937", "(4.XII.1937"),
        ("14/У-38", "14/V-38"),
        ("ХГ-го съезда", "XI-го съезда"),
        ("НА ХУ СЪЕЗДЕ", "НА XV СЪЕЗДЕ"),
    ],
)
def test_roman_numerals(read: str, meant: str) -> None:
    """By what counts in them, a numeral beside them, or a date. A typist had no V and no I: there the reading layer alone changes."""
    assert printed(read) == printed(read, UNKNOWN) == meant
    assert printed(read, TYPED) == read
    assert reading(read) == meant


@pytest.mark.parametrize(
    "text",
    [
        "ХГ ХУ П Ш Г У Т",
        "ХХ съезд Х съезд",
        "Г съезд У съезда Т съезд",
        "П. Съездов И. П. Томов",
        "группа П П группа класс Ш",
        "ХУ главный ГУ частей П томатов П курсив",
        "ТУ ГЛАВУ ЧИТАЛИ ТУ ЧАСТЬ",
        "ГУ СЪЕЗДА П СЪЕЗД",
        "14.ПРР.38 1.А.38 99.Б.2",
        "П-образный век-П",
        "хг съезд ху съезд ту века",
        "съезд. П томов ; ХУ. Съезд",
        "V1 A1 X1",
    ],
)
def test_what_is_no_numeral_for_sure_stays(text: str) -> None:
    """Single letters without a strong word beside them, initials, capitals, small letters, and Х, which is X's ink."""
    for hand in Hand:
        assert printed(text, hand) == text


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("I938", "1938"),
        ("І938 г.", "1938 г."),
        ("I4.II.I938", "14.II.1938"),
        ("II.XI.I937", "11.XI.1937"),
        ("I.I.38", "1.I.38"),
        ("1I", "11"),
        ("I5.000", "15.000"),
        ("I-го мая", "1-го мая"),
        ("l-го", "1-го"),
        ("IО.II.I937", "10.II.1937"),
        ("I9I7", "1917"),
        ("№I25", "№125"),
        ("I2 mai", "12 mai"),
    ],
)
def test_a_typists_one(typed: str, meant: str) -> None:
    """In the reading layer; the printed layer keeps what was typed, and a month its Roman numeral."""
    for hand in (TYPED, UNKNOWN):
        assert reading(typed, hand) == meant
        assert printed(typed, hand) == typed


@pytest.mark.parametrize(
    "text",
    [
        "I II III IV",
        "II-я II-го",
        "I съезд I-го съезда",
        "XI XIV",
        "В. I.",
        "I. II. III.",
        "5l 12l",
        "Il l'an all",
        "I.II.III",
    ],
)
def test_a_roman_numeral_or_word_is_never_a_typists_one(text: str) -> None:
    """Nor is a unit."""
    for hand in Hand:
        assert reading(text, hand) == text


def test_in_print_a_numeral_with_an_ending_is_one() -> None:
    """Type has a 1: ``I-го`` means a Roman one."""
    assert reading("I-го мая 1I", PRINT) == "I-го мая 1I"


@pytest.mark.parametrize(
    "rule", [rule for rule in RepairRule if rule not in (RepairRule.LETTERSPACING, RepairRule.JOIN_HYPHEN)]
)
def test_each_rule_can_be_switched_off(rule: RepairRule) -> None:
    """The others go on."""
    text = "Coвет гдћ и3вестие 19З8 ХГ съезд I938"
    before = lines_of(text, old=True)
    every, without = repair((before,)), repair((before,), frozenset({rule}))
    used = {told.rule for word in every[0].words for told in word.repairs}
    assert {told.rule for word in without[0].words for told in word.repairs} == used - {rule.value}
    assert rule.value in used
    assert repair((before,), frozenset(RepairRule)) == (before,)


def test_lines_in_doubt_stay_as_they_were_read() -> None:
    """They are no text."""
    before = lines_of("Coвет")
    region = before.regions[0]
    (line,) = region.lines
    doubted = replace(before, regions=(replace(region, lines=(replace(line, doubt=Doubt.HANDWRITING),)),))
    assert repair((doubted,), hand=PRINT) == (doubted,)


def laid_out(pitches: dict[str, int], words: list[str]) -> TranscribedPage:
    """A page whose letters are so many pixels wide; others ten."""
    made = lines_of(" ".join(words))
    region = made.regions[0]
    (line,) = region.lines
    placed, x = [], 0
    for word in line.words:
        width = sum(pitches.get(c, 10) for c in word.text)
        placed.append(replace(word, box=Box(x, 0, x + width - 2, 20)))
        x += width + 10
    return replace(made, regions=(replace(region, lines=(replace(line, words=tuple(placed)),)),))


def test_typescripts_are_told_by_their_pitch() -> None:
    """Every letter as wide as any other; in print ш is wider than и; a few words, or boxes that are all one, tell nothing."""
    words = "машина шумит широко на шоссе и на лесной поляне тишина стоит большая жара и пыль".split() * 3
    assert hand_of(laid_out({}, words)) is TYPED
    assert hand_of(laid_out({"ш": 16, "м": 14, "и": 9, "о": 8, "с": 7, "т": 7, "р": 9}, words)) is PRINT
    assert hand_of(laid_out({}, words[:12])) is UNKNOWN
    assert hand_of(lines_of(" ".join(words))) is UNKNOWN


SIGNS = st.text(st.sampled_from("абвеиосхАВСХУПШГТІЪѣћ%abceosxvnXVIMl0134689ЗОо.,-—/'«»"), min_size=1, max_size=9)
COUNTED = st.sampled_from(["съезд", "века", "мая", "том", "и", "—", "г.", "XVIII"])
TEXTS = st.lists(st.lists(SIGNS | COUNTED, min_size=1, max_size=6).map(" ".join), min_size=1, max_size=3).map("\n".join)


@given(TEXTS, st.sampled_from([None, *Hand]), st.booleans(), st.sampled_from(["rus", "fra", "deu"]))
def test_whatever_is_read_may_be_had_back(text: str, hand: Hand | None, old: bool, language: str) -> None:
    """Repairs tell every step from what was read to what is delivered; once is enough; and undoing gives the pages as they were."""
    before = lines_of(*text.split("\n"), language=language, old=old)
    (after,) = repair((before,), hand=hand)
    assert repair((after,), hand=hand) == (after,)
    assert undo((after,)) == (before,)
    for was, now in zip(before.words, after.words, strict=True):
        _assert_told(was, now)


def _assert_told(was: Word, now: Word) -> None:
    assert (now.id, now.box, now.confidence, now.language) == (was.id, was.box, was.confidence, was.language)
    steps = [told for told in now.repairs if told.layer == "printed"]
    assert [was.text, *(told.new for told in steps)] == [*(told.old for told in steps), now.text]
    chain = [was.text, *(told.new for told in now.repairs)]
    assert [told.old for told in now.repairs] == chain[:-1] and now.reading == chain[-1]
    assert all(told.evidence for told in now.repairs)
    assert bool(now.repairs) == ((was.text, was.reading) != (now.text, now.reading))
