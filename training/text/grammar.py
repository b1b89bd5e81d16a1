"""What the dictionary of modern Russian tells the old spelling: locatives, comparatives, genitives, verbs in -ѣть."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from training.text.old_orthography import KEPT, PLAIN, WORDS, Form, old_word

_PRONOUNS: Final = frozenset(
    "мой твой свой наш ваш весь этот тот сам один чей ничей сей он она оно я ты кто что".split()
)
_NOT_YAT: Final = ("тереть", "переть", "мереть")
_IN_EVAT: Final = frozenset(("горевать", "бедевать", "болевать"))


@dataclass(frozen=True, slots=True)
class OldWord:
    """A word in the old spelling, and the other spelling that its form may have (a locative, a feminine plural)."""

    plain: str
    other: str = ""


def _verb_place(word: str, lemma: str, tag: str, infinitives: frozenset[str]) -> int:
    """Place of the stem vowel ѣ in a form of a verb, or -1."""
    stem = lemma.removesuffix("ся")
    if stem.endswith("еть") and not (stem.endswith(_NOT_YAT) and not stem.endswith("матереть")):
        place = len(stem) - 3
        if ("pres" in tag or "futr" in tag) and "PRT" not in tag and word[place + 1 : place + 2] not in tuple("юеёй"):
            return -1
    elif stem.endswith("евать") and stem[:-5] + "еть" in infinitives and not stem.endswith(tuple(_IN_EVAT)):
        place = len(stem) - 5
        if word[place : place + 3] != "ева":
            return -1
    else:
        return -1
    return place if word[:place] == stem[:place] and word[place : place + 1] in ("е", "ё") else -1


def _form(word: str, tag: str, lemma: str, infinitives: frozenset[str]) -> Form:
    """The form of one reading of a word. ``tag`` is the dictionary's, such as ``NOUN,inan,masc sing,loct``."""
    part = tag[:4]
    if part in ("VERB", "INFN", "PRTF", "PRTS", "GRND"):
        form = Form(yat_at=_verb_place(word, lemma, tag, infinitives))
    elif part == "NOUN":
        ends = word.endswith("е") and "sing" in tag and ("loct" in tag or "datv" in tag) and "Fixd" not in tag
        place = -1
        if lemma.endswith("ение") and lemma[:-4] + "еть" in infinitives and lemma[:-4] + "ить" not in infinitives:
            place = len(lemma) - 4 if word[: len(lemma) - 3] == lemma[:-3] else -1
        elif lemma.endswith("евание") and lemma[:-6] + "еть" in infinitives and lemma != "горевание":
            place = len(lemma) - 6 if word[: len(lemma) - 5] == lemma[:-5] else -1
        form = Form(yat_at=place, yat_at_end=ends)
    elif part == "COMP" or (part == "ADVB" and word.endswith(("лее", "нее"))):
        form = Form(yat_at=len(word) - 2) if word.endswith(("ее", "ей")) else PLAIN
    elif "Supr" in tag and "ейш" in word:
        form = Form(yat_at=word.rindex("ейш"))
    else:
        form = PLAIN
    if (part in ("ADJF", "PRTF") or "Surn" in tag) and lemma not in _PRONOUNS:
        genitive = "gent" in tag and "sing" in tag and word.endswith(("ого", "его")) and not lemma.endswith("ой")
        plural = part != "NOUN" and "plur" in tag and word.endswith(("ые", "ие", "ыеся", "иеся"))
        form = replace(form, genitive=genitive, plural=plural)
    return form


def _readings(wanted: frozenset[str], dictionary: Any) -> dict[str, set[Form]]:
    infinitives = set()
    entries = []
    tags: dict[Any, str] = {}
    for word, tag, lemma, _, _ in dictionary.iter_known_words():
        text = tags.get(tag)
        if text is None:
            text = tags[tag] = str(tag)
        if text.startswith("INFN"):
            infinitives.add(word)
        plain = word.replace("ё", "е")
        if word in wanted or plain in wanted:
            entries.append((word, text, lemma))
    known = frozenset(infinitives)
    readings: dict[str, set[Form]] = {}
    for word, text, lemma in entries:
        form = _form(word, text, lemma, known)
        for spelling in {word, word.replace("ё", "е")}:
            readings.setdefault(spelling, set()).add(form)
    return readings


def _spelled(word: str, forms: set[Form]) -> OldWord:
    if word in WORDS:
        kept = old_word(word, KEPT)
        return OldWord(
            old_word(word), "" if kept == old_word(word) or word not in ("мир", "мира", "миру", "мире") else kept
        )
    place = max((form.yat_at for form in forms), default=-1) if "-" not in word else -1
    genitive = any(form.genitive for form in forms)
    plain = old_word(word, Form(yat_at=place, genitive=genitive))
    if word.endswith("ее") and any(form.yat_at < 0 for form in forms) and place == len(word) - 2:
        return OldWord(old_word(word), plain)  # an adjective, which may be a comparative
    if any(form.plural for form in forms):
        return OldWord(plain, old_word(word, Form(yat_at=place, plural=True)))
    if any(form.yat_at_end for form in forms):
        ending = old_word(word, Form(yat_at=place, yat_at_end=True))
        return OldWord(ending) if all(form.yat_at_end for form in forms) else OldWord(plain, ending)
    return OldWord(plain)


def old_words(words: Iterable[str]) -> dict[str, OldWord]:
    """Modern word in lower case -> its old spelling, for all the words given."""
    from pymorphy3 import MorphAnalyzer  # type: ignore[import-not-found]

    wanted = frozenset(words)
    readings = _readings(wanted, MorphAnalyzer(lang="ru").dictionary)
    return {word: _spelled(word, readings.get(word, set())) for word in sorted(wanted)}
