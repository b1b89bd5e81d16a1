"""Words whose form tells what the letters of their ending do not: the lists behind the rules of modernising.

Russian endings of before 1918 are ambiguous in writing. ``-аго`` is an adjective's but for some nouns and names; ``-ыя`` too; ``-ія``
is a noun's as often as an adjective's (``исторія``, ``синія``), and a genitive of nouns in ``-іе`` (``знанія``). So ``-ія`` is changed where the
stem is one that only adjectives have, and what is in no list keeps its ending. Spellings after J. K. Grot, Russkoe
pravopisanie (1885). All in lower case, in the old orthography.
"""

from __future__ import annotations

import re

_HUSHED = "жчшщц"

_NOT_AGO = frozenset("чикаго араго сантьяго тобаго лумбаго видаго влаго большаго".split())
"""Nouns and names; and ``большаго``, the genitive of both ``большій`` and, in older prints, ``большой``."""
_NAMES_IN_AGO = frozenset("живаго мертваго веселаго бураго".split())
"""Surnames that are still written so; as adjectives they have no capital, but for the beginning of a sentence."""
_STRESSED_AFTER_HUSHED = frozenset(("чужаго",))

_NOT_YYA = frozenset("батыя святыя пресвятыя пречистыя единосущныя преподобныя блаженныя праведныя благовѣрныя".split())
"""A name; and genitives of the church (``Святыя Троицы``), whose plurals look alike."""

_NOT_IYA = frozenset("животворящія затишія саскія".split())
"""A genitive of the church, one of a noun, a name."""

_AFTER_VELAR = frozenset(
    "велик мягк легк высок широк крѣпк рѣдк узк низк близк сладк горьк далек глубок жесток тонк дик одинок всяк так как "
    "никак нѣк этак инак отак кое-как робк гибк ловк кротк кратк корот коротк чутк рѣзк мелк гладк стойк бойк жалк жарк "
    "ярк зорк громк звонк плоск вязк дерзк сколк липк пылк хрупк шатк ломк метк тяжк нелегк невелик "
    "недалек неглубок невысок нерѣдк друг мног немног долг недолг строг дорог недорог полог отлог убог наг туг упруг благ "
    "двуног четвероног многоног тих сух глух плох неплох ветх лих".split()
)
"""Stems before ``-ія`` of adjectives and pronouns. Nouns have ``-гія``, ``-кія``, ``-хія`` as well (``энергія``, ``Словакія``, ``монархія``)."""
_WITH_ANY_CAPITAL = frozenset("такія какія всякія никакія нѣкія другія многія немногія".split())
"""Never part of a title in the genitive, as ``Великія Княгини`` is."""

_ZH_CH = frozenset(
    "свѣж несвѣж рыж чуж похож непохож прохож проѣзж пріѣзж заѣзж пригож погож дюж горяч негоряч рабоч нерабоч проч стояч "
    "сидяч лежач висяч ходяч бродяч незряч зряч кипуч могуч дремуч жгуч летуч пѣвуч колюч горюч сыпуч тягуч ползуч живуч "
    "трескуч плакуч гремуч зыбуч пахуч вонюч падуч охоч".split()
)
"""Stems in ж and ч; neuters in ``-іе`` have such endings too (``оружія``, ``различія``, ``благополучія``)."""

_SOFT = re.compile(
    r".*(?:[шж]н|[ѣе]тн|енн|верхн|[ѣе]дн|оздн)"
    r"|(?:не)?(?:задн|древн|крайн|дальн|давн|ранн|вечерн|дочерн|сыновн|син|исподн|субботн)"
)
"""Stems in н of soft adjectives; nouns have ``-нія`` after other letters (``линія``, ``знанія``, ``Испанія``, ``губернія``)."""

_SAFE = re.compile(r".{2,}(?:[сц]к|ш|щ)")
"""Before ``-ія`` these make adjectives and participles only: ``русскія``, ``бывшія``, ``общія``."""
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


def is_plural_in_iya(word: str, *, title: bool) -> bool:
    """Whether a word in ``-ія`` is surely an adjective's plural.

    Args:
        word: In lower case.
        title: Whether it begins with a capital and goes on in small letters: as titles do (``Благочестивѣйшія Государыни``).
    """
    stem = word[:-2]
    if word in _NOT_IYA:
        return False
    if word in _WITH_ANY_CAPITAL:
        return True
    if stem in _AFTER_VELAR:
        return not title
    if _SUPERLATIVE.fullmatch(word):
        return not title
    return _SAFE.fullmatch(stem) is not None or stem in _ZH_CH or _SOFT.fullmatch(stem) is not None
