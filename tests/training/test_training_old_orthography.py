"""Modern Russian words in the spelling before 1918."""

from __future__ import annotations

import pytest

from training.text.old_orthography import Form, old_word, yat_places
from training.text.yat import EATING_AND_RIDING, IN_COMPOUNDS, NEVER, STEMS

KNOWN = """
хлеб хлѣбъ | человек человѣкъ | мир міръ | история исторія | Россия Россія | всех всѣхъ | нет нѣтъ | лес лѣсъ | звезда звѣзда
звёзды звѣзды | Федор Ѳедоръ | Фёдоров Ѳедоровъ | Афины Аѳины | арифметика ариѳметика | синод сѵнодъ | рассказ разсказъ
восстание возстаніе | бесполезный безполезный | бессильный безсильный | исследование изслѣдованіе | беседа бесѣда
победа побѣда | убедить убѣдить | совет совѣтъ | советский совѣтскій | ответ отвѣтъ | известие извѣстіе | Известия Извѣстія
дело дѣло | отдел отдѣлъ | предел предѣлъ | неделя недѣля | где гдѣ | здесь здѣсь | съезд съѣздъ | поезд поѣздъ
приехать пріѣхать | следует слѣдуетъ | последний послѣдній | снег снѣгъ | имел имѣлъ | имение имѣніе | умеренный умѣренный
размер размѣръ | место мѣсто | вместе вмѣстѣ | месяц мѣсяцъ | меняет мѣняетъ | изменить измѣнить | лето лѣто
столетие столѣтіе | пятилетка пятилѣтка | телега телѣга | медведь медвѣдь | речь рѣчь | противоречие противорѣчіе
решение рѣшеніе | стрелок стрѣлокъ | встреча встрѣча | наречие нарѣчіе | пример примѣръ | Владимир Владиміръ
немецкий нѣмецкій | некоторые нѣкоторые | двенадцать двѣнадцать | Сергей Сергѣй | железо желѣзо | цель цѣль | цена цѣна
бесчеловечный безчеловѣчный | беспредельный безпредѣльный | вера вѣра | верный вѣрный | проверка провѣрка | зверь звѣрь
вес вѣсъ | весть вѣсть | невеста невѣста | ее ея | копейка копѣйка | сейчас сейчасъ | одеть одѣть | цвет цвѣтъ | свет свѣтъ
чем чѣмъ | затем затѣмъ | тем тѣмъ | обед обѣдъ | хозяин хозяинъ | линия линія | приют пріютъ | лень лѣнь | тело тѣло
тень тѣнь | стена стѣна | тесный тѣсный | объект объектъ | кто-то кто-то | как-нибудь какъ-нибудь | МИР МІРЪ
"""
"""Modern word and its old spelling."""

WITHOUT_YAT = """
время перед модель веду ведем умер имени меня олени увлечение осень летит балет слеза колесо полезный серебро середина семья
сестра село изречение обречь Андрей центр церковь вернуть первый вестибюль весна телевизор надежда одежда деревня прежде
тема теперь лента теленок тест текст Ленин
"""
"""Words in which no ``е`` was ѣ."""

UNCHANGED = "мой конь СССР ЦК время и но село 1917 XVIII п'ять"


def pairs(table: str) -> list[tuple[str, str]]:
    """Rows of a table of word pairs."""
    return [(row.split()[0], row.split()[1]) for row in table.replace("\n", "|").split("|") if row.strip()]


@pytest.mark.parametrize(("modern", "old"), pairs(KNOWN))
def test_a_known_word_is_spelled_as_in_its_time(modern: str, old: str) -> None:
    """Roots, ``ъ``, ``і``, ``ѳ``, ``ѵ`` and prefixes follow the rules, capitals kept."""
    assert old_word(modern) == old


@pytest.mark.parametrize("word", WITHOUT_YAT.split())
def test_a_word_without_yat_gets_none(word: str) -> None:
    """A stem that looks like a root with ѣ does not give it one."""
    assert yat_places(word.lower()) == []


@pytest.mark.parametrize("word", UNCHANGED.split())
def test_a_word_that_was_spelled_so_already_stays(word: str) -> None:
    """Vowels, ``й``, ``ь`` at the end, abbreviations, figures and other alphabets ask for nothing."""
    assert old_word(word) == word


@pytest.mark.parametrize(
    ("modern", "form", "old"),
    [
        ("хлебе", Form(yat_at_end=True), "хлѣбѣ"),
        ("Москве", Form(yat_at_end=True), "Москвѣ"),
        ("сильнее", Form(yat_at=5), "сильнѣе"),
        ("смотрел", Form(yat_at=5), "смотрѣлъ"),
        ("доброго", Form(genitive=True), "добраго"),
        ("синего", Form(genitive=True), "синяго"),
        ("хорошего", Form(genitive=True), "хорошаго"),
        ("большого", Form(), "большого"),
        ("красные", Form(plural=True), "красныя"),
        ("русские", Form(plural=True), "русскія"),
        ("русские", Form(), "русскіе"),
    ],
)
def test_the_form_decides_endings(modern: str, form: Form, old: str) -> None:
    """Locatives, comparatives, genitives and feminine plurals are told by the dictionary."""
    assert old_word(modern, form) == old


def test_the_tables_are_cyrillic() -> None:
    """No Latin look-alike stands in a stem, and each stem says where its ѣ is."""
    for stem in (*STEMS, *EATING_AND_RIDING, *IN_COMPOUNDS, *NEVER):
        assert all("\u0400" <= sign <= "\u04ff" or sign in "^$" for sign in stem), stem
    assert all("ѣ" in stem for stem in (*STEMS, *EATING_AND_RIDING))


def test_yo_is_written_e_unless_asked_for() -> None:
    """Print of the time had no ё; a few books did."""
    assert old_word("ещё") == "еще"
    assert old_word("ещё", keep_yo=True) == "ещё"
