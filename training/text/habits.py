"""What printers and typists did to a line: letterspacing, hyphens, quotation marks, dashes, blanks."""

from __future__ import annotations

import random
import re
from typing import Final

_VOWELS: Final = frozenset("аеёиоуыэюяіѣѵїєўaeiouyàâéèêëîïôùûüäöæœ")


def break_places(word: str) -> list[int]:
    """Where a word may be broken at the end of a line: before a consonant with a vowel after it and one before it."""
    lower = word.lower()
    return [
        place
        for place in range(2, len(word) - 1)
        if lower[place].isalpha()
        and lower[place] not in _VOWELS
        and lower[place] not in "ъьй"
        and lower[place + 1] in _VOWELS
        and not _VOWELS.isdisjoint(lower[:place])
    ]


def broken_end(rnd: random.Random, word: str) -> str:
    """First part of a word with its hyphen, or the word as it was where it cannot be broken."""
    places = break_places(word)
    return (
        word[: rnd.choice(places)] + ("-" if rnd.random() < 0.93 else "=" if rnd.random() < 0.3 else "¬")
        if places
        else word
    )


def broken_start(rnd: random.Random, word: str) -> str:
    """Last part of a word whose beginning stands on the line before."""
    places = break_places(word)
    return word[rnd.choice(places) :] if places else word


def letterspaced(word: str) -> str:
    """The word with a blank between its letters: о к т я б р я."""
    return " ".join(word)


_QUOTED: Final = re.compile(r"[«„“\"]\s?([^«»„“”\"]*?)\s?[»“”\"]")


def requoted(text: str, pair: tuple[str, str]) -> str:
    """All paired quotation marks in one style."""
    if not any(sign in text for sign in '«„“"'):
        return text
    return _QUOTED.sub(lambda match: pair[0] + match[1] + pair[1], text)


_CLOSE: Final = re.compile(r" ([;:!?»])")
_OPEN: Final = re.compile(r"(?<=\w)([;:!?])")


def french_blanks(text: str, *, wide: bool) -> str:
    """Blanks before ``; : ! ?`` and inside guillemets, or none."""
    if wide:
        return _OPEN.sub(r" \1", text).replace("«", "« ").replace("»", " »")
    return _CLOSE.sub(r"\1", text).replace("« ", "«")


_BEFORE: Final = re.compile(r"(?<=\w)([,.;:!?])(?= |$)")
_AFTER: Final = re.compile(r"([.,;:!?]) (?=\w)")
_ONES: Final = re.compile(r"(?<![A-Za-zА-Яа-яІі])1(?=[\d.,) ]|$)|(?<=\d)1")


def typed(rnd: random.Random, text: str, one: str) -> str:
    """One of the habits of typists; ``one`` is the letter that serves for the figure 1."""
    way = rnd.random()
    if way < 0.3:
        return _ONES.sub(one, text)
    if way < 0.55:
        return _BEFORE.sub(lambda match: " " + match[1] if rnd.random() < 0.7 else match[1], text)
    if way < 0.8:
        return _AFTER.sub(lambda match: match[1] if rnd.random() < 0.6 else match[0], text)
    if way < 0.9:
        return text.replace(" — ", rnd.choice((" - ", "- ", " -", "-")))
    return text.replace("...", rnd.choice((". . .", "..", "....", "…"))).replace(
        "№", rnd.choice(("№", "N", "No", "N°"))
    )


def dashed(rnd: random.Random, text: str) -> str:
    """Dashes in one style."""
    style = rnd.random()
    if style < 0.5:
        return text
    return text.replace("—", "–" if style < 0.75 else "-")
