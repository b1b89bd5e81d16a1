"""Tells languages apart by their function words: the short words that make up a third of any running text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from digitize.lexicon.neighbours import NEIGHBOURS
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
        "бе беше бяха който която които те той тя вече още сега я им ни във със този тази когато между през".split()
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

_FOREIGN = 0.025
"""Share of letters that a language does not have above which a text is not in it. Danish has four in a hundred that
English lacks, French four, Polish nine; misreadings of a worn page come to two."""
_AGAINST = 2.0
"""What a share of foreign letters weighs against a share of function words: Russian has two letters in a hundred that
Bulgarian lacks, and four words in a hundred more that are Russian than that are Bulgarian."""
_ENOUGH_DISTINCT = 6
"""Different function words that must be met: one that happens to be common in an unknown language proves nothing
(Komi ``да``, "and")."""
_LEAST_SHARE = 0.12
"""Running text has a third of function words; a badly read page still shows a third of those."""
_CLEARLY = 1.5
"""How many times the runner-up's score the winner's must be."""

_RATHER = 1.3
"""How many times the winner's hits those of a language that was not asked for must be to rule it out. On 34 pages of French truth a neighbour had 0.4
to 0.95 of the hits; Spanish, Italian, Catalan, Romanian and Latin have twice as many of their own words as of French."""

_LONGER_WORDS = frozenset(word for words in FUNCTION_WORDS.values() for word in words if len(word) > 1)

_PUNCTUATION = ".,:;!?()«»\"„“”'’-—"

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class LanguageEvidence:
    """What speaks for and against a text being in a language.

    Args:
        language: ISO 639-3 code.
        hits: Words that are its function words.
        distinct: Different ones among them.
        weight: Hits, each divided by the number of languages compared that have the word: Russian and Bulgarian share
            half of theirs.
        words: All words.
        foreign: Share of the letters, of those in the language's script, that its alphabet lacks.
    """

    language: str
    hits: int
    distinct: int
    weight: float
    words: int
    foreign: float

    @property
    def share(self) -> float:
        return self.hits / self.words if self.words else 0.0

    @property
    def score(self) -> float:
        """Weight per word, less what the letters say against it."""
        return (self.weight / self.words if self.words else 0.0) - _AGAINST * self.foreign

    @property
    def is_possible(self) -> bool:
        return self.foreign <= _FOREIGN


def is_function_word(text: str, language: str | None = None) -> bool:
    """Whether a word, but for punctuation around it, is a function word of two letters or more.

    Args:
        text: The word.
        language: ISO 639-3 code; of any language here when ``None``.
    """
    listed = FUNCTION_WORDS.get(language, _LONGER_WORDS) if language else _LONGER_WORDS
    word = text.lower().strip(_PUNCTUATION)
    return len(word) > 1 and word in listed


def weigh_languages(text: str, languages: frozenset[str]) -> tuple[LanguageEvidence, ...]:
    """Evidence for each language (ISO 639-3 codes that have lists here), the strongest first."""
    words = _WORD.findall(text.lower())
    letters = [letter for letter in text.lower() if letter.isalpha()]
    compared = sorted(languages & FUNCTION_WORDS.keys())
    found = []
    for language in compared:
        hits = [word for word in words if word in FUNCTION_WORDS[language]]
        weight = sum(1 / sum(word in FUNCTION_WORDS[other] for other in compared) for word in hits)
        found.append(
            LanguageEvidence(language, len(hits), len(set(hits)), weight, len(words), _foreign_share(letters, language))
        )
    return tuple(sorted(found, key=lambda evidence: -evidence.score))


def possible_languages(text: str, languages: frozenset[str]) -> frozenset[str]:
    """Those of the languages whose alphabet has the letters of a text, a few misread or foreign ones apart."""
    return frozenset(evidence.language for evidence in weigh_languages(text, languages) if evidence.is_possible)


def language_of(text: str, languages: frozenset[str]) -> LanguageEvidence | None:
    """The language a text is clearly in, or ``None`` when the evidence does not decide."""
    ranked = weigh_languages(text, languages)
    if not ranked or ranked[0].distinct < _ENOUGH_DISTINCT or ranked[0].share < _LEAST_SHARE:
        return None
    if len(ranked) > 1 and ranked[0].score < _CLEARLY * ranked[1].score:
        return None
    words = _WORD.findall(text.lower())
    others = (*NEIGHBOURS.values(), *(FUNCTION_WORDS[other] for other in FUNCTION_WORDS.keys() - languages))
    if max(sum(word in listed for word in words) for listed in others) > _RATHER * ranked[0].hits:
        return None
    return ranked[0]


def _foreign_share(letters: list[str], language: str) -> float:
    """Letters of another script say nothing about a language: names in them occur in any."""
    script = "Cyrl" if "я" in ALPHABETS[language] else "Latn"
    own = [letter for letter in letters if script_of(letter) == script]
    return sum(letter not in ALPHABETS[language] for letter in own) / len(own) if own else 0.0
