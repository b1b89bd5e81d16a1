"""Differences within a word: spelling, orthography, script, capitals."""

from __future__ import annotations

import re
import unicodedata

from benchmarks.alignment.material import Language
from benchmarks.alignment.site import Edit, Site, in_case_of, is_letters, parted
from digitize.align.variant import VariantKind

_HARD = "бвгджзклмнпрстфхцчшщ"
_I_BEFORE_VOWEL = re.compile("и(?=[аеийоуыэюя])")
_TO_LATIN = dict(zip("асеорхуАВЕКМНОРСТХ", "aceopxyABEKMHOPCTX", strict=True))
_TO_CYRILLIC = {latin: cyrillic for cyrillic, latin in _TO_LATIN.items()}
_ONE_OR_OTHER_RULE = ("ё", "ѣ", "ъ", "ß", "ss", "th", "œ", "æ")
"""Letters that tell of another time; a misspelling touches none of them."""


def misspell(site: Site, index: int) -> Edit | None:
    """One letter of a word's stem changed, dropped, doubled or swapped, so that it is no other word."""
    word = site.text(index)
    if not site.is_plain(index, 6) or not site.known(word):
        return None
    place = site.chance.randint(1, len(word) - 4)
    other = _misspelt(site, word, place)
    if (
        other == word
        or site.known(other)
        or other in site.pool
        or any(odd in word + other for odd in _ONE_OR_OTHER_RULE)
    ):
        return None
    if _without_marks(other) == _without_marks(word):
        return None
    return site.swap(index, [other], VariantKind.SPELLING)


def _misspelt(site: Site, word: str, place: int) -> str:
    before, letter, after = word[:place], word[place], word[place + 1 :]
    match site.chance.choice(("change", "change", "drop", "double", "swap" if site.signs.swaps_letters else "change")):
        case "change":
            others = [new for old, new in site.signs.misspelt if old == letter]
            return before + site.chance.choice(others) + after if others else word
        case "drop":
            return before + after
        case "double":
            return before + letter + letter + after
        case _:
            return before + after[0] + letter + after[1:]


def _without_marks(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def respell_by_table(site: Site, index: int) -> Edit | None:
    """A word as another time wrote it, from the table."""
    lead, core, trail = parted(site.text(index))
    for pair in site.tables.orthography:
        for here, there in (pair, pair[::-1]):
            if core in (here, in_case_of("X", here)):
                other = in_case_of(core, there)
                return site.swap(index, [lead + other + trail], VariantKind.ORTHOGRAPHY) if other != core else None
    return None


def respell_by_rule(site: Site, index: int) -> Edit | None:
    """Russian with ъ after its last consonant and і before vowels."""
    lead, core, trail = parted(site.text(index))
    if (
        site.language is not Language.RUSSIAN
        or site.is_short(index)
        or not is_letters(core, 3)
        or not core[1:].islower()
    ):
        return None
    old = _I_BEFORE_VOWEL.sub("і", core) + ("ъ" if core[-1] in _HARD else "")
    return site.swap(index, [lead + old + trail], VariantKind.ORTHOGRAPHY) if old != core else None


def strip_capital(site: Site, index: int) -> Edit | None:
    """A capital without its accent."""
    lead, core, trail = parted(site.text(index))
    if site.language is not Language.FRENCH or not core[:1].isupper() or len(core) < 3:
        return None
    bare = _without_marks(core[0]) + core[1:]
    return site.swap(index, [lead + bare + trail], VariantKind.ORTHOGRAPHY) if bare != core else None


def exchange_script(site: Site, index: int) -> Edit | None:
    """One letter, or all that have a twin, in the other script."""
    lead, core, trail = parted(site.text(index))
    twins = _TO_LATIN if site.language is Language.RUSSIAN else _TO_CYRILLIC
    places = [place for place, letter in enumerate(core) if letter in twins]
    if not places or not is_letters(core, 3) or not core[1:].islower():
        return None
    chosen = places if site.chance.random() < 0.4 else [site.chance.choice(places)]
    other = "".join(twins[letter] if place in chosen else letter for place, letter in enumerate(core))
    return site.swap(index, [lead + other + trail], VariantKind.SCRIPT)


def exchange_capital(site: Site, index: int) -> Edit | None:
    """The first letter of a word within a sentence, small or capital."""
    lead, core, trail = parted(site.text(index))
    inside = index > 0 and not site.begins_paragraph(index) and site.text(index - 1)[-1].isalpha()
    if not inside or lead or not is_letters(core, 3) or not core[1:].islower():
        return None
    other = core[0].swapcase() + core[1:]
    return site.swap(index, [other + trail], VariantKind.CAPITALS) if other[0] != core[0] else None


def all_capitals(site: Site, index: int) -> Edit | None:
    """A whole word in capitals."""
    lead, core, trail = parted(site.text(index))
    if not is_letters(core, 4) or not core[1:].islower() or core.upper().lower() != core.lower():
        return None
    return site.swap(index, [lead + core.upper() + trail], VariantKind.CAPITALS)
