"""Words that are written with a hyphen wherever a line ends, so that a hyphen there is no break.

Russian (rules of orthography of 1956): particles, adverbs with ``по-``, ``из-за``. French (Grevisse, Le Bon Usage): the
inverted pronoun, the imperative with its pronoun, ``-ci``, ``-là``, ``-même``. Most of these particles are syllables of
other words as well (``мес-то``, ``нау-ка``, ``ver-tu``, ``mer-ci``), so what stands before them decides.
"""

from __future__ import annotations

import re

from digitize.lexicon.orthography import plain_spelling

_ASKING = frozenset(
    "кто кого кому кем ком что чего чему чем чём какой какая какое какие какого какому каким каком какую каких какими "
    "как каков какова каковы где куда откуда когда почему зачем отчего сколько чей чья чьё чье чьи чьего чьей чьим "
    "чьих так".split()
)
"""What ``-то`` and ``кое-`` go with."""
_PERSONS = frozenset("я ты он она мы вы они".split())
_ASKED = frozenset(
    "ну дай дайте давай давайте иди идите пойди пойдём смотри смотрите посмотри посмотрите скажи скажите погоди "
    "погодите постой послушай послушайте расскажи расскажите".split()
)
"""Imperatives that ``-ка`` goes with."""
_ALWAYS = frozenset(
    "либо нибудь таки с je il ils elle elles on nous vous même mêmes t-il t-ils t-elle t-elles t-on".split()
)
"""No word broken by the rules has these for its last part: a single letter is not parted from its word, and French
breaks before a consonant."""

_RUSSIAN_PAIRS: dict[str, frozenset[str]] = {
    "по": frozenset(
        "прежнему новому старому другому своему моему твоему нашему вашему видимому хорошему настоящему разному иному "
        "русски французски немецки английски украински братски товарищески пустому".split()
    ),
    "из": frozenset(("за", "под")),
    "во": frozenset(("первых", "вторых")),
    "в": frozenset(("третьих", "четвертых", "четвёртых", "пятых")),
    "кое": _ASKING,
    "кой": _ASKING,
}

_FRENCH_PAIRS: dict[str, frozenset[str]] = {
    "peut": frozenset(("être",)),
    "à": frozenset(("dire", "vis")),
    "au": frozenset("dessus dessous delà dehors devant".split()),
    "là": frozenset("bas haut dessus dessous dedans".split()),
    "est": frozenset(("ce",)),
    "était": frozenset(("ce",)),
    "fut": frozenset(("ce",)),
    "fût": frozenset(("ce",)),
    "sera": frozenset(("ce",)),
    "serait": frozenset(("ce",)),
    "soit": frozenset(("ce",)),
}

_AFTER_IMPERATIVE = frozenset("le la les moi lui leur y en".split())
_POINTED_AT = frozenset(("celui", "celle", "celles", "ceux"))
_NO_LA = frozenset(("voi", "de", "ho"))
"""``voilà``, ``delà``, ``holà`` are one word."""


def keeps_hyphen(stem: str, tail: str) -> bool:
    """Whether a word broken between ``stem`` and ``tail`` is written with a hyphen there.

    Args:
        stem: Before the hyphen, without it.
        tail: After it, up to the end of the word.
    """
    before = re.split(r"['’‘-]", plain_spelling(stem).lstrip("«(\"'„“"))[-1]
    after = plain_spelling(tail)
    if after in _ALWAYS or after in _RUSSIAN_PAIRS.get(before, ()) or after in _FRENCH_PAIRS.get(before, ()):
        return True
    match after:
        case "то":
            return before in _ASKING
        case "де":
            return before in _PERSONS
        case "ка":
            return before in _ASKED
        case "tu":
            return before.endswith(("s", "x"))
        case "ci":
            return before in _POINTED_AT or before.endswith(("s", "x", "t"))
        case "là":
            return before not in _NO_LA
    return after in _AFTER_IMPERATIVE and before.endswith(("ez", "ons"))
