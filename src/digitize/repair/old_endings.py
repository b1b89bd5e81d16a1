"""Words whose form tells what the letters of their ending do not: the lists behind the rules of modernising.

Russian endings of before 1918 are ambiguous in writing. ``-аго`` is an adjective's but for some nouns and names; ``-ыя`` too; ``-ія``
is a noun's as often as an adjective's (``исторія``, ``синія``), and a genitive of nouns in ``-іе`` (``знанія``). So ``-ія`` is changed where the
stem is one that only adjectives have, and what is in no list keeps its ending. Spellings after J. K. Grot, Russkoe
pravopisanie (1885). All in lower case, in the old orthography.
"""

from __future__ import annotations

import re

_HUSHED = "жчшщц"

_NOT_AGO = frozenset("чикаго араго сантьяго тобаго лумбаго люмбаго имаго видаго влаго большаго".split())
"""Nouns and names; and ``большаго``, the genitive of both ``большій`` and, in older prints, ``большой``."""
_NAMES_IN_AGO = frozenset("живаго мертваго веселаго бураго".split())
"""Surnames that are still written so; as adjectives they have no capital, but for the beginning of a sentence."""
_STRESSED_AFTER_HUSHED = frozenset(("чужаго",))

_NOT_YYA = frozenset(
    "батыя коломыя стрыя барыя святыя пресвятыя пречистыя единосущныя преподобныя блаженныя праведныя благовѣрныя".split()
)
"""Names; and genitives of the church (``Святыя Троицы``), whose plurals look alike."""

_NOT_IYA = frozenset("животворящія вездѣсущія саскія навершія автаркія дрокія ракія рудбекія".split())
"""Genitives of the church, names and nouns among the adjectives' endings."""

_AFTER_VELAR = frozenset(
    "велик мягк легк высок широк крѣпк рѣдк узк низк близк сладк горьк далек глубок жесток тонк дик коротк тяжк друг мног "
    "немног долг недолг строг дорог недорог полог отлог убог наг туг упруг благ двуног четвероног многоног тих сух глух "
    "плох неплох ветх лих".split()
)
"""Stems before ``-ія`` of adjectives and pronouns. Nouns have ``-гія``, ``-кія``, ``-хія`` as well (``энергія``, ``Словакія``, ``монархія``)."""
_WITH_ANY_CAPITAL = frozenset("такія какія всякія никакія нѣкія другія многія немногія".split())
"""Never part of a title in the genitive, as ``Великія Княгини`` is."""

_ZH = frozenset(
    "свѣж несвѣж рыж чуж похож непохож схож прохож проѣзж пріѣзж заѣзж перехож пригож погож гож дюж медвѣж".split()
)
_CH = re.compile(r"(?!.*(?:звуч|луч|кампуч|брач)$).*[уюяа]ч|(?:не)?рабоч|проч|охоч|дѣвич")
"""Stems in ж and ч; neuters in ``-іе`` have such endings too (``оружія``, ``различія``, ``благополучія``)."""

_SOFT = re.compile(
    r".*(?:[шж]н|[ѣе]тн|енн|верхн|[ѣе]дн|оздн|сторонн|годн|городн)"
    r"|(?:не|без|бес|по|пред)?(?:задн|древн|крайн|дальн|дольн|давн|ранн|зимн|вечерн|дочерн|сыновн|братн|матерн|горн|будн|син|исподн|"
    r"субботн)"
)
"""Stems in н of soft adjectives; nouns have ``-нія`` after other letters (``линія``, ``знанія``, ``Испанія``, ``губернія``)."""

_SAFE = re.compile(r".{2,}[сц]к|.{2,}щ|.+[бвгдзйкпрстхчь]ш|(?:не)?хорош|пѣш")
"""Before ``-ія`` these make adjectives and participles only: ``русскія``, ``общія``, ``бывшія``; nouns in ``-шія`` have a vowel before ш
(``равнодушія``)."""
_SUPERLATIVE = re.compile(r".*[ѣа]йшія")
_LEAST_STEM = 2


def modern_genitive(word: str, *, capital: bool) -> str | None:
    """The end of today for ``-аго``, ``-яго``: ``ого`` or ``его``; ``None`` where the word is none of an adjective's kind.

    Args:
        word: In lower case.
        capital: Whether it has a capital: names are written so.
    """
    stem = word[:-3]
    if len(stem) < _LEAST_STEM or word.endswith("благо") or word in _NOT_AGO or (capital and word in _NAMES_IN_AGO):
        return None
    if word.endswith("яго"):
        return "его" if stem[-1] in "нь" else None
    return "его" if stem[-1] in _HUSHED and word not in _STRESSED_AFTER_HUSHED else "ого"


def is_plural_in_yya(word: str) -> bool:
    """Whether a word in ``-ыя`` is an adjective's plural."""
    return len(word) - 2 >= _LEAST_STEM and word not in _NOT_YYA


def is_plural_in_iya(word: str, *, capital: bool, title: bool) -> bool:
    """Whether a word in ``-ія`` is surely an adjective's plural.

    Args:
        word: In lower case.
        capital: Whether it has a capital: names in ``-кія`` do (``Словакія``, the genitive ``Исаакія``), and few other nouns are written so.
        title: Whether it begins with a capital and goes on in small letters: as titles do (``Благочестивѣйшія Государыни``).
    """
    stem = word[:-2]
    if word in _NOT_IYA:
        return False
    if word in _WITH_ANY_CAPITAL:
        return True
    if stem in _AFTER_VELAR:
        return not title
    if stem.endswith("к") and len(stem) > _LEAST_STEM and not capital:
        return True
    if _SUPERLATIVE.fullmatch(word):
        return not title
    return stem in _ZH or any(pattern.fullmatch(stem) for pattern in (_SAFE, _CH, _SOFT))
