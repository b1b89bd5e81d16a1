"""Misreadings planted into true words, the same at every run, among words that were read well: the measure of the rules.

Each line of a page is made from its truth by one kind of confusion. The confusions are those that recognisers make, not those that the rules
know how to mend: some have two explanations, and should be left.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_RUSSIAN = """
совет народных комиссаров постановил созвать конференцию рабочих делегатов Москвы заседание открылось вечером председатель огласил известие
забастовка охватила заводы Петрограда товарищи требовали увеличения заработной платы комитет одобрил резолюцию большинством голосов
крестьяне обсуждали вопрос о земле газета напечатала обращение съезда представители союза выступили против войны здание института освещено
беседа продолжалась поэтому решение отложено общественность приветствовала экономический отчёт экспедиция возвратилась из Якутска
разведка обнаружила залежи бокситов возможно строительство электростанции колхоз перевыполнил план хлебозаготовок поэт прочитал поэму
""".split()
_FRENCH = """
comité central parti ouvrier manifestation République travailleurs réunion syndicale camarades Paris journal humanité grève générale congrès
international ministère député assemblée résolution chambre gouvernement fascisme discours banlieue communiste métallurgie
""".split()
_OLD = """
вѣкъ лѣсъ рѣка дѣло мѣсто человѣкъ совѣтъ вѣтеръ снѣгъ свѣтъ хлѣбъ желѣзной отвѣтъ надежда извѣстіе побѣда обѣдъ сосѣдъ медвѣдь гдѣ здѣсь
послѣ прежде всѣхъ нѣсколько Ѣздилъ тѣло цѣна звѣзда дѣвушка рѣшеніе отдѣленіе бѣлый сѣрый зрѣлый слѣдуетъ Ѳома ариѳметика каѳедра Ѳедоръ миѳъ
""".split()
_GERMAN = """
als das des Hauses Bundestag Ausgaben Bezirksgericht Staatsanwalt Zeugnisses Landesrat Abends Geschäftsbericht Frühlingsabend stets mehrmals
Paris Details Gerichtspräsident Freiheitskampf ebenfalls Volkes Landtagswahl Aussicht Hausaufgaben seines unseres Meisters
""".split()

_TO_LATIN = dict(zip("аеорсухАВЕКМНОРСТХ", "aeopcyxABEKMHOPCTX", strict=True))
_TO_CYRILLIC = {latin: cyrillic for cyrillic, latin in _TO_LATIN.items()}
_NEARLY = {"в": "vb", "п": "n", "т": "mt", "и": "un", "г": "r", "к": "k", "м": "m", "ь": "b", "н": "h"}
_DIGITS = {"о": "0", "О": "0", "з": "3", "З": "3", "э": "3", "Э": "3", "б": "6", "ч": "4"}
_OLD_LETTERS = {"ѣ": "ћђ%", "Ѣ": "ЂЋ", "ѳ": "ө", "Ѳ": "Ө"}
_IN_NUMBERS = {"3": "З", "0": "О", "6": "б", "1": "lI"}
_ROMAN = {"XVIII": "ХУШ", "XVII": "ХУП", "XIX": "ХГХ", "XVI": "ХУГ", "XIV": "ХГУ", "XIII": "ХШ", "XII": "ХП", "XI": "ХГ", "XV": "ХУ", "IX": "ГХ",
          "VIII": "УШ", "VII": "УП", "VI": "УГ", "III": "ІІІ", "II": "П", "IV": "ГУ", "XX": "ХХ", "XXII": "ХХП", "XXV": "ХХУ"}  # fmt: skip
_COUNTED = ("съезд", "века", "созыва", "Интернационал", "съезде", "вв.", "квартал", "конференция", "столетия")


@dataclass(frozen=True)
class Line:
    """A line as printed and as read, word for word.

    Args:
        kind: What was planted.
        true: The words that stand on the paper.
        read: What was read, as many words.
        language: ISO 639-3.
        old: Whether the page is in the orthography of before 1918.
    """

    kind: str
    true: tuple[str, ...]
    read: tuple[str, ...]
    language: str = "rus"
    old: bool = False


def lines() -> Iterator[Line]:
    """All lines, some hundreds; about one word in five has a misreading."""
    chance = random.Random(1918)
    for turn in range(5):
        yield from _planted("look-alike", _RUSSIAN, lambda word: _swap(word, _TO_LATIN, chance), turn)
        yield from _planted("look-alike, French", _FRENCH, lambda word: _swap(word, _TO_CYRILLIC, chance), turn, "fra")
        yield from _planted("near look-alike", _RUSSIAN, lambda word: _swap(word, _NEARLY, chance, 1), turn + 1)
        yield from _planted("digit", _RUSSIAN, lambda word: _swap(word, _DIGITS, chance, 1), turn)
        yield from _planted("digits", _RUSSIAN, lambda word: _swap(word, _DIGITS, chance, 2), turn + 1)
        yield from _planted(
            "digit, French", _FRENCH, lambda word: _swap(word, {"o": "0", "l": "1", "s": "5"}, chance, 1), turn, "fra"
        )
        yield from _planted("old letter", _OLD, lambda word: _swap(word, _OLD_LETTERS, chance, 9), turn, old=True)
        yield from _planted("Fraktur", _GERMAN, lambda word: _fraktur(word, chance), turn, "deu")
    for true, read in _ROMAN.items():
        for counted in chance.sample(_COUNTED, 4):
            yield Line("numeral", ("на", true, counted, "партии"), ("на", read, counted, "партии"))
            yield Line("numeral", ("XVIII", "—", true, "вв."), ("XVIII", "—", read, "вв."))
        yield Line("numeral, none asked for", ("завод", read, "принят"), ("завод", read, "принят"))
    for year in range(1801, 1991, 7):
        for letters in ({"3": "З", "6": "б"}, _IN_NUMBERS):
            number = str(year)
            yield Line("number", ("в", number, "году"), ("в", _swap(number, letters, chance, 2), "году"))
            day = f"{year % 28 + 1}.0{year % 9 + 1}.{number}"
            yield Line("number", ("от", day, "г."), ("от", _swap(day, letters, chance, 2), "г."))


def sentence_of(words: list[str]) -> tuple[str, ...]:
    """Words as a sentence: a capital at its beginning, a full stop at its end."""
    first, *rest = words
    return (first[0].upper() + first[1:], *rest[:-1], rest[-1] + ".")


def _planted(
    kind: str, words: list[str], misread: Callable[[str], str], turn: int, language: str = "rus", *, old: bool = False
) -> Iterator[Line]:
    """Lines of five words of which one, another at every turn, was misread."""
    for start in range(0, len(words) - 4, 5):
        true = sentence_of(words[start : start + 5])
        place = (start // 5 + 2 * turn) % 5
        read = tuple(misread(word) if n == place else word for n, word in enumerate(true))
        yield Line(kind, true, read, language, old)


def _swap(word: str, confusions: dict[str, str], chance: random.Random, most: int = 2) -> str:
    """The word with some of its characters misread."""
    places = [place for place, c in enumerate(word) if c in confusions]
    chosen = set(chance.sample(places, min(most, len(places))))
    return "".join(chance.choice(confusions[c]) if place in chosen else c for place, c in enumerate(word))


def _fraktur(word: str, chance: random.Random) -> str:
    """The round s, at the end of a word or of a part of one, as 3 or 8; it is the last s of the word."""
    place = word.rfind("s")
    return word if place < 1 else word[:place] + chance.choice("38") + word[place + 1 :]
