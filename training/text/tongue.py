"""One language as the lines need it: its lexicon, its phrases, its spelling."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field, fields
from typing import Final

from training.text.lexicon import Lexicon
from training.text.old_orthography import old_word
from training.text.phrases import PHRASES, Phrases

_PREPOSITIONS: Final = frozenset("въ во на о объ обо при по къ ко".split())
_LOCATIVE_AFTER: Final = ("омъ", "емъ", "ой", "ей")
_WORD: Final = re.compile(r"[А-Яа-яЁё]+(?:-[А-Яа-яЁё]+)*")


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language: `modern` gives the running text and its exchanged words, `lexicon` the words as they are spelled."""

    language: str
    lexicon: Lexicon
    phrases: Phrases
    modern: Lexicon
    cyrillic: bool
    old: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def sentences(self) -> list[str]:
        """Running text, in modern spelling."""
        return self.modern.sentences

    def spelled(self, rnd: random.Random, word: str, before: str) -> str:
        """A word of the running text in the language's own spelling."""
        return word if self.language != "rus-old" else self._old(rnd, word, before)

    def respelled(self, rnd: random.Random, token: str, before: str) -> str:
        """The same for a token that has hyphens or other signs inside."""
        if self.language != "rus-old":
            return token
        return _WORD.sub(lambda match: old_word(match[0]), token)

    def _old(self, rnd: random.Random, word: str, before: str) -> str:
        plain, other = self.old.get(word.lower(), ("", ""))
        if not plain:
            return old_word(word)
        if other:
            after = before.lower() in _PREPOSITIONS or (other[-1] == "ѣ" and before.endswith(_LOCATIVE_AFTER))
            if rnd.random() < (0.95 if other[-1] == "ѣ" and after else 0.05 if other[-1] == "ѣ" else 0.5):
                plain = other
        if word.isupper() and len(word) > 1:
            return plain.upper()
        return plain[0].upper() + plain[1:] if word[0].isupper() else plain


def tongue_of(language: str, lexicon: Lexicon) -> Tongue:
    """A language in its modern spelling."""
    return Tongue(language, lexicon, PHRASES[language], lexicon, language in ("rus", "ukr", "bel", "bul"))


_OLD_HEADINGS: Final = tuple(
    "Новое Время|Русскія Вѣдомости|Биржевыя Вѣдомости|Правительственный Вѣстникъ|Рѣчь|Русское Слово|Высочайшіе приказы|Отъ редакціи|"
    "Послѣднія извѣстія|Телеграммы|Внутреннія извѣстія|Объявленія|Государственная Дума|Нива|Вѣстникъ Европы|Святѣйшій Сѵнодъ|"
    "Ѳомина недѣля|Министерство Внутреннихъ Дѣлъ|Цѣна отдѣльнаго №|Подписная цѣна съ доставкою|Театръ и музыка|Хроника|Оглавленіе|"
    "Предисловіе|Глава первая|Русско-японская война|С.-Петербургъ, понедѣльникъ|Дозволено цензурою|Именной Высочайшій указъ".split(
        "|"
    )
)
_OLD_ABBREVIATIONS: Final = tuple(
    "т. е.|и т. д.|и т. п.|и пр.|г-нъ|г-жа|г.г.|Е. И. В.|Его Величество|с.-д.|с.-р.|к.-д.|ст. сов.|кол. асс.|кн.|гр.|бар.|д. с. с.|"
    "см.|ср.|стр.|вып.|изд.|С.П.Б.|С.-Петербургъ|М.|губ.|у.|вол.|в. и.|ж. д.|о-во|т-во|Т-во И. Д. Сытина|Св. Сѵнодъ|о. Ѳеодоръ|"
    "преп. Ѳеодосій|св. Аѳанасій|Іоаннъ|І. К.|Ѳ. И.|Ѵпатій|мѵро|Ѳ. М.|ѵпостась|Мѵсъ Св. Ильи".split("|")
)


_SPOKEN: Final = frozenset(
    ("dialogue", "closings", "openings", "headings", "telegram", "surnames", "given", "places", "months")
)
"""Phrases of whole words; in the others a word with a point after it is an abbreviation and stays."""


def _old_text(text: str, part: str) -> str:
    """Each word of a phrase in the old spelling."""
    end = r"\b" if part in _SPOKEN else r"(?![.\w)])"
    return re.sub(r"[А-Яа-яЁё]+(?:-[А-Яа-яЁё]+)*" + end, lambda match: old_word(match[0]), text)


def old_tongue(lexicon: Lexicon, modern: Lexicon) -> Tongue:
    """Russian before 1918; its phrases are those of today's, spelled as then, and some of its own."""
    base = PHRASES["rus"]
    respelled = {
        part.name: tuple(_old_text(text, part.name) for text in getattr(base, part.name))
        for part in fields(base)
        if part.name != "quotes"
    }
    respelled["abbreviations"] = _OLD_ABBREVIATIONS * 3 + tuple(
        text for text in base.abbreviations if text.endswith(".")
    )
    respelled["headings"] = _OLD_HEADINGS * 2 + respelled["headings"]
    phrases = Phrases(**respelled, quotes=base.quotes)
    return Tongue("rus-old", lexicon, phrases, modern, cyrillic=True, old=modern.old)
