"""Words with letters of both scripts where one was meant: ``Соvет`` for ``Совет``, ``Pаris`` for ``Paris``."""

from __future__ import annotations

import re
from itertools import groupby, product

from digitize.lexicon.look_alikes import is_abbreviation
from digitize.lexicon.numerals import is_numeral
from digitize.lexicon.one_script import is_two_scripts, shape_of, twin
from digitize.model.language import script_of
from digitize.model.transcription import Word
from digitize.repair.around import PRINTED, Around, Finding

_NEAR = {
    "Cyrl": {
        "v": "в",
        "n": "пи",
        "t": "т",
        "u": "и",
        "r": "г",
        "k": "к",
        "m": "тм",
        "b": "ьвб",
        "h": "н",
        "N": "И",
        "R": "Я",
    },
    "Latn": {"в": "v", "п": "n", "т": "t", "и": "u", "г": "r", "к": "k", "И": "N", "Я": "R"},
}
"""By the script of a word, what letters of the other are taken for in worn or slanted type. Where there are several, another reading of
the word or the words of the document decide."""

_LEAST = 3
"""Letters of a word that looks the same in both scripts, below which the line around it proves too little."""
_MANY = 3
"""How many letters there must be for each that only resembles one of the other script."""
_TELLING = 2
"""Letters like none of the other script that must speak for the script of a word that has some of the other, too; the line counts
as one of them."""

_ORDINAL = re.compile(r"[IVX]+(?:го|й|я|е|му|м|х|ый|ая|ое)")
"""A Roman numeral with an ending is in two scripts as it should be."""

_NAMES = {"Cyrl": "Cyrillic", "Latn": "Latin"}


def find_homoglyphs(word: Word, around: Around) -> Finding | None:
    """A word in the letters of one script, where those of the other look like letters of it.

    Parts of a word between apostrophes and hyphens are told each by itself: ``Kaufmann'а`` has an ending in another script than its
    stem, and no part that is wholly in one script changes. Nor does a part with unlike letters of both scripts (``кW``).
    """
    if not is_two_scripts(word.text):
        return None
    reasons: list[str] = []
    made = []
    for is_part, characters in groupby(word.text, key=str.isalnum):
        part = "".join(characters)
        told = _told(part, word, around) if is_part and is_two_scripts(part) else None
        if told is None:
            made.append(part)
        else:
            made.append(told[0])
            reasons.append(told[1])
    new = "".join(made)
    return Finding(PRINTED, new, "; ".join(reasons)) if new != word.text else None


def _told(part: str, word: Word, around: Around) -> tuple[str, str] | None:
    """A part in one script, and why; ``None`` where nothing tells."""
    in_number = any(c.isdigit() for c in part) or (len(part) < _LEAST and any(c.isdigit() for c in word.text))
    is_unit = len(part) < _LEAST and part[-1].isupper() and part[0].islower()
    if in_number or is_unit or _ORDINAL.fullmatch(part):
        return None
    cyrillic = [c for c in part if script_of(c) == "Cyrl"]
    latin = [c for c in part if script_of(c) == "Latn"]
    tell_cyrillic, tell_latin = ([c for c in letters if twin(c) is None] for letters in (cyrillic, latin))
    if tell_cyrillic and tell_latin:
        return _told_nearly(part, word, around)
    if not tell_cyrillic and not tell_latin:
        return _told_by_line(part, len(cyrillic), len(latin), around)
    script = "Cyrl" if tell_cyrillic else "Latn"
    told, other = (cyrillic, latin) if tell_cyrillic else (latin, cyrillic)
    telling = tell_cyrillic or tell_latin
    resembling = _NEAR["Latn" if script == "Cyrl" else "Cyrl"]
    if len(told) < len(other) and around.script not in (script, None) and all(c in resembling for c in telling):
        return None  # what seems to tell may be the misreading itself
    because = f"{_list(telling)} like none of the other script"
    return _in_script(part, script), f"{_list(other)} {_look(other, script)}; {because}"


def _told_nearly(part: str, word: Word, around: Around) -> tuple[str, str] | None:
    """A part that has a few letters which only resemble one of the script of the others."""
    cyrillic, latin = ([c for c in part if script_of(c) == script] for script in ("Cyrl", "Latn"))
    script, many, few = ("Cyrl", cyrillic, latin) if len(cyrillic) > len(latin) else ("Latn", latin, cyrillic)
    telling = [c for c in many if twin(c) is None]
    if _MANY * len(few) > len(part) or around.script not in (script, None):
        return None
    if len(telling) + (around.script == script) < _TELLING:
        return None
    options = ["".join(each) for each in product(*(_options(c, script) for c in part))]
    why = f"{_list(few)} {_look(few, script)}; {_list(telling)} like none of the other script"
    if len(options) > 1:
        other = {each.text for each in word.alternatives}
        known = [each for each in options if _is_told(part, each, word, other, around.facts.vocabulary)]
        options, why = known, f"{why}; so it stands elsewhere, or was read by another"
    return (options[0], why) if len(options) == 1 else None


def _options(letter: str, script: str) -> str:
    """What a letter may be in a script; nothing where it is like none of its letters."""
    if script_of(letter) in (script, "Zyyy"):
        return letter
    return twin(letter) or _NEAR[script].get(letter, "")


def _is_told(part: str, option: str, word: Word, other: set[str], vocabulary: frozenset[str]) -> bool:
    return word.text.replace(part, option) in other or bool(vocabulary & {option, option.lower(), option.capitalize()})


def _told_by_line(part: str, cyrillic: int, latin: int, around: Around) -> tuple[str, str] | None:
    """A part in which every letter is of the same shape in both scripts."""
    shape = shape_of(part)
    if is_numeral(shape):
        return shape, f"in Latin letters {shape} is a Roman numeral"
    if is_abbreviation(shape):
        return shape, f"in Latin letters {shape} is an abbreviation"
    script = around.script
    if script is None or len(part) < _LEAST:
        return None
    why = f"every letter looks the same in both scripts; {cyrillic} are Cyrillic, {latin} Latin; the line is {_NAMES[script]}"
    return _in_script(part, script), why


def _in_script(part: str, script: str) -> str:
    return "".join(c if script_of(c) in (script, "Zyyy") else twin(c) or c for c in part)


def _list(letters: list[str]) -> str:
    return ", ".join(dict.fromkeys(letters))


def _look(letters: list[str], script: str) -> str:
    other = "Latin" if script == "Cyrl" else "Cyrillic"
    return f"{'is' if len(set(letters)) == 1 else 'are'} {other} and like {_NAMES[script]}"
