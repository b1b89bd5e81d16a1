"""Modern Russian words in the spelling before 1918, by rules.

    old_word("хлебе", Form(yat_at_end=True)) == "хлѣбѣ"

What the word alone does not tell (is it a locative? a verb in ``-ѣть``?) comes as a `Form`; `training.text.grammar`
reads it from a dictionary. Without it the rules for roots, ``ъ``, ``і``, ``ѳ``, ``ѵ`` and prefixes still hold.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from training.text.yat import EATING_AND_RIDING, IN_COMPOUNDS, NEVER, PREFIXES, STEMS

VOWELS: Final = frozenset("аеёиоуыэюяіѣѵ")
_VOWELS_AFTER_I: Final = "аеёийоуыэюяѣ"
_HARD: Final = frozenset("бвгджзклмнпрстфхцчшщѳ")

WORDS: Final = {
    "ее": "ея", "её": "ея", "неё": "нея", "нее": "нея", "всё": "все", "все": "всѣ", "мир": "міръ", "мира": "міра",
    "миром": "міромъ", "миру": "міру", "мире": "мірѣ", "миры": "міры", "миров": "міровъ", "сейчас": "сейчасъ",
    "некогда": "нѣкогда", "идти": "итти", "прийти": "притти", "самое": "самое", "есть": "есть", "миро": "мѵро",
    "мировой": "міровой", "обе": "обѣ", "обеих": "обѣихъ", "обеими": "обѣими", "обеим": "обѣимъ", "тома": "тома",
}  # fmt: skip
"""Whole words that no rule below spells. Where modern spelling fell together (мир), the commoner old word in print."""

_SPELLINGS: Final = tuple(
    (re.compile(modern), old)
    for modern, old in (
        # ѳ for Greek theta
        (r"\bф([её]д[оуья])", r"ѳ\1"), (r"\bф(еод[оу]с|еоф|ом[аиыуей]|омин|омич|ёкл|екл|адде|авор|емид|еокрит|ракий|ермопил|имиам|еогност)", r"ѳ\1"),
        (r"\bафин", "аѳин"), (r"\bафон", "аѳон"), (r"\bафанас", "аѳанас"), (r"арифм", "ариѳм"), (r"логарифм", "логариѳм"),
        (r"кафедр", "каѳедр"), (r"католи[кцч]", "католик"), (r"\bмиф", "миѳ"), (r"орфогра", "орѳогра"), (r"орфоэп", "орѳоэп"),
        (r"\bрифм", "риѳм"), (r"\bэфир", "эѳир"), (r"эфиоп", "эѳіоп"), (r"анафем", "анаѳем"), (r"апофеоз", "апоѳеоз"),
        (r"акафист", "акаѳист"), (r"\bмарф", "марѳ"), (r"тимофе", "тимоѳе"), (r"матфе", "матѳе"), (r"варфолом", "варѳолом"),
        (r"голиаф", "голіаѳ"), (r"\bагаф", "агаѳ"), (r"мефоди", "меѳоди"), (r"коринф", "коринѳ"), (r"\bскиф", "скиѳ"),
        (r"пифагор", "пиѳагор"), (r"вифле", "виѳле"), (r"голгоф", "голгоѳ"), (r"дифирамб", "диѳирамб"), (r"парфен", "парѳен"),
        (r"парфён", "парѳен"), (r"дорофе", "дороѳе"), (r"досифе", "досиѳе"), (r"левиафан", "левіаѳан"), (r"\bголиаф", "голіаѳ"),
        (r"ерофе", "ероѳе"), (r"марфин", "марѳин"), (r"фарисе", "фарисе"),
        # ѵ
        (r"\bсинод", "сѵнод"), (r"\bмиро(пом|нос)", r"мѵро\1"), (r"\bипостас", "ѵпостас"),
        # мір- the world, мир- peace
        (r"\bмиро(в|з|т|о|ед)", r"міро\1"), (r"\bмирск", "мірск"), (r"\bмирян", "мірян"), (r"всемир", "всемір"), (r"владимир", "владимір"),
        # prefixes kept their з before voiceless consonants (без-, чрез-), or before с (воз-, из-, раз-)
        (r"\b(не|на|пре|по|о)?бес(?=[кптфхцчшщ])(?!тселл|тиар|тия|тии|тию|кид|смер|палат|с?араб)", r"\1без"),
        (r"\b(не|на|пре|о)?бесс(?!араб|емер)", r"\1безс"), (r"\b(по|не)?черес(?=[птчк])", r"\1через"),
        (r"\b(не|по|пере|до)?(во|и|ра|ро|ни)сс(?!ет|и[йияею]|ос)", r"\1\2зс"),
    )
)  # fmt: skip
_ANY_SPELLING: Final = re.compile("|".join(re.sub(r"\((?!\?)", "(?:", pattern.pattern) for pattern, _ in _SPELLINGS))


@dataclass(frozen=True, slots=True)
class Form:
    """What a dictionary knows of a word form, as far as the old spelling asks.

    Attributes:
        yat_at: Place of an ``е`` that is ѣ (the stem vowel of *имѣть*, the ending of *сильнѣе*); -1 for none.
        yat_at_end: The final ``е`` is ѣ: dative or locative of a noun.
        genitive: ``-аго``, ``-яго`` for ``-ого``, ``-его``: an adjective that does not stress its ending.
        plural: ``-ыя``, ``-ія`` for ``-ые``, ``-ие``: an adjective beside a feminine or neuter noun.
    """

    yat_at: int = -1
    yat_at_end: bool = False
    genitive: bool = False
    plural: bool = False


PLAIN: Final = Form()


def _modern(stem: str) -> str:
    return re.sub("ѣ", "[её]", stem).replace("^", "")


@dataclass(frozen=True, slots=True)
class _Stem:
    old: str
    whole: bool
    prefixable: bool


@lru_cache(maxsize=1)
def _table() -> tuple[dict[str, _Stem], re.Pattern[str], range]:
    """Stems by their modern spelling; what never takes ѣ; how long stems are."""
    table: dict[str, _Stem] = {}
    for entry in STEMS + EATING_AND_RIDING:
        old = entry.strip("^$").replace("ё", "е")
        whole = entry.endswith("$") and not (old.replace("ѣ", "е") in table and not table[old.replace("ѣ", "е")].whole)
        table[old.replace("ѣ", "е")] = _Stem(old, whole, not entry.startswith("^"))
    return table, re.compile("|".join(NEVER)), range(min(map(len, table)), max(map(len, table)) + 1)


@lru_cache(maxsize=1)
def _compounds() -> re.Pattern[str]:
    return re.compile("(?<=...[оеиух])(" + "|".join(map(_modern, IN_COMPOUNDS)) + ")")


_PREFIXES: Final = frozenset(PREFIXES)
_LONGEST_PREFIX: Final = max(map(len, PREFIXES))


def _beginnings(word: str) -> list[int]:
    """Places where a root may begin: 0, and after one to three prefixes."""
    places = [0]
    for start in places:
        for length in range(1, _LONGEST_PREFIX + 1):
            end = start + length
            if end < len(word) - 1 and end not in places and word[start:end] in _PREFIXES and len(places) < 12:
                places.append(end)
    return places


def yat_places(word: str) -> list[int]:
    """Places in a modern word (lower case) whose ``е`` or ``ё`` was ѣ by its root."""
    table, never, lengths = _table()
    if never.match(word):
        return []
    found: set[int] = set()
    plain = word.replace("ё", "е")
    for start in _beginnings(plain):
        for length in lengths:
            stem = table.get(plain[start : start + length])
            if stem is None or len(plain) < start + length or (stem.whole and len(plain) > start + length):
                continue
            if start and not (stem.prefixable and (stem.old[0] != "ѣ" or plain[start - 1] in "аеиоуъ")):
                continue
            found.update(start + place for place, sign in enumerate(stem.old) if sign == "ѣ")
    for match in _compounds().finditer(word):
        found.update(_compound_places(match))
    return sorted(found)


@lru_cache(maxsize=1)
def _compound_stems() -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(_modern(stem)), stem.strip("$")) for stem in IN_COMPOUNDS]


def _compound_places(match: re.Match[str]) -> list[int]:
    for pattern, stem in _compound_stems():
        if pattern.match(match.string, match.start()):
            return [match.start() + place for place, sign in enumerate(stem) if sign == "ѣ"]
    return []


_NUMERALS: Final = re.compile(r"(?:пяти|шести|семи|восьми|девяти|десяти|двадцати|тридцати)(?=[аоуэ])")


def _decimal_i(word: str) -> str:
    """і for и before a vowel or й, but not across the joint of a numeral (пятиаршинный)."""
    numeral = _NUMERALS.match(word)
    kept = numeral.end() - 1 if numeral else -1
    return "".join(
        "і"
        if sign == "и" and place != kept and word[place + 1 : place + 2] and word[place + 1] in _VOWELS_AFTER_I
        else sign
        for place, sign in enumerate(word)
    )


def _ending(word: str, form: Form) -> str:
    if form.genitive and len(word) > 4 and word.endswith("ого"):
        return word[:-3] + "аго"
    if form.genitive and len(word) > 4 and word.endswith("его"):
        return word[:-3] + ("аго" if word[-4] in "жчшщц" else "яго")
    for end in ("ые", "ие", "ыеся", "иеся"):
        if form.plural and word.endswith(end):
            return word[: -len(end)] + end.replace("е", "я", 1)
    return word


def _plain_word(word: str, form: Form) -> str:
    """One word without hyphen, in lower case."""
    if word in WORDS and form is not KEPT:
        word = WORDS[word]
    else:
        letters = list(word)
        places = yat_places(word)
        if form.yat_at >= 0:
            places.append(form.yat_at)
        if form.yat_at_end and letters[-1] == "е":
            places.append(len(letters) - 1)
        for place in places:
            if letters[place : place + 1] in (["е"], ["ё"]):
                letters[place] = "ѣ"
        word = _ending("".join(letters), form)
        if _ANY_SPELLING.search(word):
            for pattern, old in _SPELLINGS:
                word = pattern.sub(old, word)
    word = _decimal_i(word)
    return word + "ъ" if word[-1] in _HARD else word


KEPT: Final = Form(yat_at=-2)
"""For a word that `WORDS` would spell otherwise than is meant (миръ, peace)."""


def old_word(word: str, form: Form = PLAIN, *, keep_yo: bool = False) -> str:
    """The old spelling of a modern Russian word, its capitals kept.

    Args:
        word: Letters, perhaps with hyphens; anything else is given back as it came.
        form: What a dictionary knows of the form; applies to the last part of a word with hyphens.
        keep_yo: Leaves ``ё`` standing where it is not ѣ; print of the time rarely had it.
    """
    lower = word.lower()
    parts = lower.split("-")
    if not all(part and part.isalpha() and "а" <= part[0] <= "ё" for part in parts):
        return word
    if len(word) > 1 and VOWELS.isdisjoint(lower):  # СССР, гр-н
        return word
    spelled = [_plain_word(part, form if place == len(parts) - 1 else PLAIN) for place, part in enumerate(parts)]
    old = "-".join(spelled)
    if not keep_yo:
        old = old.replace("ё", "е")
    if word.isupper() and len(word) > 1:
        return old.upper()
    if word[0].isupper():
        return "-".join(
            _capital(part) if source[0].isupper() else part
            for part, source in zip(old.split("-"), word.split("-"), strict=True)
        )
    return old


def _capital(word: str) -> str:
    return word[0].upper() + word[1:]
