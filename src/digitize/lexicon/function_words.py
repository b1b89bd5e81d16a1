"""Tells languages apart by their function words: the short words that make up a third of any running text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from digitize.model.language import script_of

FUNCTION_WORDS: dict[str, frozenset[str]] = {
    "rus": frozenset(
        "и в не на что с по как его к но из у за от то о же это для так все бы ее был была были или он она они мы "
        "вы я когда только до при их если чтобы уже под во со том этого".split()
    ),
    "ukr": frozenset(
        "і в не на що з та до як за у й його це від але про є він вона вони ми ви для або так його який яка які було "
        "був була були ще бо щоб при під із зі".split()
    ),
    "bel": frozenset(
        "і ў у не на што з да як за яго гэта ад але пра ён яна яны мы вы для або так які якая якія было быў была "
        "былі яшчэ бо каб пры пад са яе".split()
    ),
    "bul": frozenset(
        "и на да се от за в не са че с по е като това при до или но ще си ги го му ли към един една след само как "
        "бе беше бяха който която които".split()
    ),
    "fra": frozenset(
        "de la le et les des en un une que qui dans du pour est il au a par sur ne pas ce se plus elle son sa avec "
        "aux ou nous vous je l d qu s n c mais ses ces leur cette été sont".split()
    ),
    "deu": frozenset(
        "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er "
        "hat daß dass sie nach wird bei einer um am sind noch wie einem über einen so zum war".split()
    ),
    "eng": frozenset(
        "the of and to in a is that for it as was with be by on not he his but at are this have had from or which "
        "they we you an were there been has their all would will".split()
    ),
}
"""The commonest function words of each language, in today's spelling, lower case."""

ALPHABETS: dict[str, frozenset[str]] = {
    "rus": frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюяѣѳѵі"),
    "ukr": frozenset("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"),
    "bel": frozenset("абвгдеёжзійклмнопрстуўфхцчшыьэюя"),
    "bul": frozenset("абвгдежзийклмнопрстуфхцчшщъьюя"),
    "fra": frozenset("abcdefghijklmnopqrstuvwxyzàâæçéèêëîïôœùûüÿ"),
    "deu": frozenset("abcdefghijklmnopqrstuvwxyzäöüßſ"),
    "eng": frozenset("abcdefghijklmnopqrstuvwxyz"),
}
"""The letters of each language, in lower case, with those of its older spelling."""

_FOREIGN = 0.01
"""Share of letters that a language does not have above which a text is not in it: Russian has two in a hundred that
Bulgarian lacks, French four that English lacks; misreadings and foreign names make up less."""
_ENOUGH_DISTINCT = 6
"""Different function words that must be met: one that happens to be common in an unknown language proves nothing
(Komi ``да``, "and")."""
_LEAST_SHARE = 0.12
"""Running text has a third of function words; a badly read page still shows a third of those."""
_CLEARLY = 1.5
"""How many times the runner-up's weight the winner's must be."""

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class LanguageEvidence:
    """How many words of a text are function words of one language.

    Args:
        language: ISO 639-3 code.
        hits: Words that are its function words.
        distinct: Different ones among them.
        weight: Hits, each divided by the number of languages compared that have the word.
        words: All words.
    """

    language: str
    hits: int
    distinct: int
    weight: float
    words: int

    @property
    def share(self) -> float:
        return self.hits / self.words if self.words else 0.0


def weigh_languages(text: str, languages: frozenset[str]) -> tuple[LanguageEvidence, ...]:
    """Evidence for each language (ISO 639-3 codes that have a list), the strongest first.

    A word that several of the languages have counts for each of them in part only: Russian and Bulgarian share half of
    theirs.
    """
    words = _WORD.findall(text.lower())
    compared = sorted(languages & FUNCTION_WORDS.keys())
    found = []
    for language in compared:
        hits = [word for word in words if word in FUNCTION_WORDS[language]]
        weight = sum(1 / sum(word in FUNCTION_WORDS[other] for other in compared) for word in hits)
        found.append(LanguageEvidence(language, len(hits), len(set(hits)), weight, len(words)))
    return tuple(sorted(found, key=lambda e: -e.weight))


def possible_languages(text: str, languages: frozenset[str]) -> frozenset[str]:
    """Those of the languages whose alphabet has the letters of a text, a few misread or foreign ones apart.

    A language without an alphabet here is possible.
    """
    letters = [c for c in text.lower() if c.isalpha()]
    return frozenset(
        language
        for language in languages
        if language not in ALPHABETS
        or sum(c not in ALPHABETS[language] and _same_script(c, language) for c in letters) <= _FOREIGN * len(letters)
    )


def language_of(text: str, languages: frozenset[str]) -> LanguageEvidence | None:
    """The language a text is clearly in, or ``None`` when the evidence does not decide."""
    ranked = weigh_languages(text, possible_languages(text, languages))
    if not ranked or ranked[0].distinct < _ENOUGH_DISTINCT or ranked[0].share < _LEAST_SHARE:
        return None
    if len(ranked) > 1 and ranked[0].weight < _CLEARLY * ranked[1].weight:
        return None
    return ranked[0]


def _same_script(letter: str, language: str) -> bool:
    """Letters of another script say nothing about a language: names in them occur in any."""
    return script_of(letter) == ("Cyrl" if "я" in ALPHABETS[language] else "Latn")
