"""Where a printer may break a word: rules of syllables for Russian and French.

Russian after P. Christov's rules as used in many typesetting programs; French by consonant groups (a group that may begin
a syllable, such as ``tr`` or ``gn``, stays whole).
"""

from __future__ import annotations

import re

_VOWEL = "аеёиоуыэюяіїєѣ"
_CONSONANT = "бвгджзклмнпрстфхцчшщґўѳ"
_LETTER = _VOWEL + _CONSONANT + "йьъ"
_RUSSIAN = [
    re.compile(rf"([йьъ])([{_LETTER}]{{2}})"),
    re.compile(rf"([{_VOWEL}])([{_VOWEL}][{_LETTER}])"),
    re.compile(rf"([{_VOWEL}][{_CONSONANT}])([{_CONSONANT}][{_VOWEL}])"),
    re.compile(rf"([{_CONSONANT}][{_VOWEL}])([{_CONSONANT}][{_VOWEL}])"),
    re.compile(rf"([{_VOWEL}][{_CONSONANT}])([{_CONSONANT}]{{2}}[{_VOWEL}])"),
    re.compile(rf"([{_VOWEL}][{_CONSONANT}]{{2}})([{_CONSONANT}]{{2}}[{_VOWEL}])"),
]
_CYRILLIC = ("rus", "ukr", "bel", "bul", "old")
_KEPT_PREFIX = {"перест": 5, "попр": 3, "постав": 3}
"""Beginnings that the rules would break inside the root, and where."""

_FRENCH_VOWEL = "aàâäeéèêëiîïoôöuùûüyœæ"
_FRENCH_GROUPS = (
    "bl",
    "br",
    "ch",
    "cl",
    "cr",
    "dr",
    "fl",
    "fr",
    "gl",
    "gn",
    "gr",
    "ph",
    "pl",
    "pr",
    "qu",
    "th",
    "tr",
    "vr",
)


def _russian(word: str) -> set[int]:
    marked = word
    for pattern in _RUSSIAN:
        previous = None
        while marked != previous:
            previous = marked
            marked = pattern.sub(r"\1-\2", marked, count=1) if pattern.search(marked) else marked
    places, index = set(), 0
    for character in marked:
        if character == "-":
            places.add(index)
        else:
            index += 1
    wrong = {at for beginning, at in _KEPT_PREFIX.items() if word.startswith(beginning)}
    return {p for p in places - wrong if 2 <= p <= len(word) - 2}


def _french(word: str) -> set[int]:
    places = set()
    for match in re.finditer(rf"(?<=[{_FRENCH_VOWEL}])[^{_FRENCH_VOWEL}]+(?=[{_FRENCH_VOWEL}])", word):
        group, start, end = match.group(), match.start(), match.end()
        if "x" in group or "'" in group or "’" in group:
            continue
        keep = 2 if len(group) > 1 and group[-2:] in _FRENCH_GROUPS else 1
        if word[end - 1 : end + 1] == "qu" and end - 1 >= start:
            keep = 1
        places.add(end - keep)
    return {p for p in places if 2 <= p <= len(word) - 3}


def break_points(word: str, language: str) -> list[int]:
    """Indices at which ``word`` may be broken with a hyphen; none for short words, numbers, capitals and initials.

    Args:
        word: One word with its punctuation.
        language: Tesseract's code; ``ukr``, ``bel`` and ``bul`` follow the Russian rules, all others the French ones,
            which is near enough for drawn pages.
    """
    points: set[int] = set()
    for match in re.finditer(r"[^\W\d_]{5,}", word):
        part, offset = match.group(), match.start()
        if part.isupper():
            continue
        found = _russian(part.lower()) if language in _CYRILLIC else _french(part.lower())
        points.update(offset + p for p in found)
    return sorted(points)
