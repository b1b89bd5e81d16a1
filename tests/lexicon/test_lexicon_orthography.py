"""The orthography of before 1918 is told from what was read: also when it is read badly, and in no other language."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.lexicon.orthography import (
    SpellingEvidence,
    is_clearly_russian,
    is_old_spelling,
    plain_spelling,
    weigh_spelling,
)
from tests.lexicon.test_lexicon_languages import TEXTS

OLD = (
    "Вчера утромъ въ городъ пришла первая баржа съ зерномъ. На пристани ее встрѣтили рабочіе артели, и къ вечеру весь "
    "хлѣбъ былъ уже подъ крышей. Старшій смѣны говоритъ, что такъ быстро они еще не работали: помогла погода, а дорога "
    "отъ берега до склада теперь ровная. Завтра ждутъ еще двухъ баржей, если не перемѣнится вѣтеръ."
)

OTHERS = {
    "Bulgarian of before 1945": "Вчера сутриньта въ града пристигна първата баржа съ зърно. На пристанището я "
    "посрѣщнаха работницитѣ отъ артела и до вечерьта цѣлиятъ хлѣбъ бѣше вече подъ покривъ. Старшиятъ на смѣната казва, "
    "че тѣ още не сѫ работили толкова бързо: помогнало имъ врѣмето, а пѫтьтъ отъ брѣга до склада сега е равенъ.",
    "Bulgarian by a recogniser without ѣ and ѫ": "Вчера сутриньта въ града пристигна първата баржа съ зърно. На "
    "пристанището я посръщнаха работницитъ отъ артела и до вечерьта цълиятъ хлъбъ бъше вече подъ покривъ. Старшиятъ на "
    "смъната казва, че тъ още не сж работили толкова бързо: помогнало имъ връмето, а пжтьтъ отъ бръга е равенъ.",
    "Ukrainian with hard signs": "Вчора вранці до міста прийшла перша баржа зъ зерномъ. На пристані її зустріли "
    "робітники, і до вечора весь хлібъ бувъ уже підъ дахомъ. Старшій каже, що такъ швидко вони ще не працювали, бо "
    "помогла погода, а дорога відъ берега до складу теперъ рівна. Якъ вітеръ не зміниться, то завтра ждуть ще.",
    "Ukrainian of 1900": "Вчера рано до міста прийшла перша баржа зі збіжєм. На пристани єї стрітили робітники, і до "
    "вечера весь хліб був уже під дахом. Старший каже, що так скоро вони ще не робили, бо помогла погода, а дорога від "
    "берега до складу тепер рівна. Завтра ждуть ще на дві баржі, як не змінить ся вітер.",
    "Belarusian of 1910": "Учора раніцай у горад прыйшла першая баржа са збожжэм. На прыстані яе спаткалі рабочые, і да "
    "вечара ўвесь хлеб быў ужо пад дахам. Старшы кажэ, што так хутка яны яшчэ не працавалі: памагла пагода, а дарога "
    "ад берага да складу цяпер роўная. Заўтра чакаюць яшчэ дзве баржы, калі не пераменіцца вецер.",
    "Serbian": "Јуче ујутро је у град стигла прва баржа са житом. На пристаништу су је дочекали радници, и до вечери је "
    "сво жито било већ под кровом. Старешина смене каже да тако брзо још нису радили: помогло им је време, а пут од "
    "обале до складишта сада је раван. Сутра се чекају још две барже, ако се не промени ветар.",
    "Serbian of 1840": "Юче у ютро є у градъ стигла прва баржа съ житомъ. На пристаништу су є дочекали радници, и до "
    "вечери є сво жито было већъ подъ кровомъ. Старешина каже да тако брзо іошъ нису радили: помогло имъ є време, а "
    "путъ одъ обале до складишта сада є раванъ. Сутра се чекаю іошъ две барже, ако се не промени ветаръ.",
}


def misread(text: str, seed: str, letters: str = "нпитлесьфЪ%") -> str:
    """One letter in ten another one; ѣ, ѳ and і as Tesseract's models read them, each time another way."""
    rng = random.Random(seed)
    for old, new in (("ѣ", ("ъ", "Ъ", "%", "ћ", "Ђ", "ф", "")), ("ѳ", ("Ө", "9")), ("і", ("и", "!", ""))):
        text = "".join(rng.choice(new) if c == old else c for c in text)
    return "".join(rng.choice(letters) if c.isalpha() and rng.random() < 0.1 else c for c in text)


def test_the_old_spelling_is_told_with_its_evidence() -> None:
    """By the ends of words, with what else is there."""
    evidence = weigh_spelling(OLD)
    assert evidence == SpellingEvidence(hard_signs=15, bare=0, yats=5, i_before_vowel=2)
    assert evidence.is_old and is_clearly_russian(OLD)
    assert str(evidence) == "15 of 15 words after hard consonants end in ъ; 5 have ѣ and 2 have і before a vowel or й"


def test_hard_signs_alone_are_enough() -> None:
    """As a model reads that has neither ѣ nor і."""
    plain = OLD.replace("ѣ", "е").replace("і", "и")
    assert str(weigh_spelling(plain)) == "15 of 15 words after hard consonants end in ъ"
    assert is_old_spelling(plain) and is_clearly_russian(plain)


@pytest.mark.parametrize("seed", range(12))
def test_a_worn_page_is_still_told(seed: int) -> None:
    """With a letter in ten misread, hard signs among them, and every ѣ."""
    worn = misread(OLD * 3, str(seed))
    assert is_old_spelling(worn) and is_clearly_russian(worn)


@pytest.mark.parametrize("seed", range(12))
def test_today_s_spelling_on_a_worn_page_is_not_taken_for_it(seed: int) -> None:
    """Also when soft signs are read as hard ones."""
    worn = misread(TEXTS["rus"] * 3, str(seed), "нпитлесъъъ")
    assert not is_old_spelling(worn)


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("times", [1, 4])
def test_neighbours_are_not_russian(name: str, times: int) -> None:
    """Whatever their spelling has in common with the Russian one."""
    assert not (is_old_spelling(OTHERS[name] * times) and is_clearly_russian(OTHERS[name] * times))


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_no_language_of_today_is_in_the_old_spelling(language: str) -> None:
    """None of those that are recognised."""
    assert not is_old_spelling(TEXTS[language])
    assert is_clearly_russian(TEXTS[language]) == (language == "rus")


def test_a_quotation_does_not_decide() -> None:
    """The greater part of a page does, whichever it is."""
    assert not is_old_spelling(TEXTS["rus"] * 2 + " " + OLD)
    assert is_old_spelling(OLD * 2 + " " + TEXTS["rus"])


@pytest.mark.parametrize(
    "text",
    ["", "Магазинъ Ивановъ и сынъ", "ъ ъ ъ ъ ъ ъ ъ", "при- раз- воз- на-", "I II III 1917", "жел%зъ ab8ъ тeстъ Bъ 9ъ"],
)
def test_too_little_tells_nothing(text: str) -> None:
    """A firm's old name, letters by themselves, halves of words, words with signs inside."""
    assert not is_old_spelling(text) and not weigh_spelling(text).is_enough


def test_compounds_and_signs_around_words() -> None:
    """Each part has its end; quotes and full stops are none of it."""
    assert weigh_spelling("«Какъ-то», изъ-за. (контръ-адмиралъ)!").hard_signs == 4
    assert weigh_spelling("раз-").endings == 0


@pytest.mark.parametrize(
    ("old", "plain"),
    [
        ("Изъ-за Ѳедора въ мірѣ", "из-за федора в міре"),
        ("рабочіе и Россія", "рабочие и россия"),
        ("він і підъїзд", "він і підъїзд"),
        ("объявленіе", "объявление"),
    ],
)
def test_words_are_compared_in_one_spelling(old: str, plain: str) -> None:
    """The letters of Ukrainian, and hard signs inside a word, stay."""
    assert plain_spelling(old) == plain


@given(st.text(max_size=40))
def test_anything_may_be_weighed(text: str) -> None:
    """No text makes it fail."""
    assert weigh_spelling(text).endings >= 0
    assert is_clearly_russian(text) in (True, False)
