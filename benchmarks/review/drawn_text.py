"""Text by a seed: pages of invented words with their places, and the same text with differences planted in it."""

from __future__ import annotations

import random
from dataclasses import dataclass

from digitize.model.geometry import Box
from digitize.model.language import script_of
from digitize.model.transcription import (
    Alternative,
    PageStatus,
    Place,
    RegionKind,
    TextLine,
    TextRegion,
    TranscribedPage,
    Word,
)

WIDTH, HEIGHT, DPI = 1240, 1754, 150
LINES, WORDS_PER_LINE = 40, 13
WORDS = LINES * WORDS_PER_LINE
_LEFT, _TOP, _RIGHT, _STEP = 120, 120, 1120, 38
_VOWELS, _CONSONANTS = "аеиоуяы", "бвгдзклмнпрстфхчш"
_VOCABULARY = 6_000
_PARAGRAPH = 10
"""Lines of a paragraph."""
_BROKEN = 0.12
"""Share of lines that end in a hyphen."""
_DOUBTED = 0.04
"""Share of words that were read otherwise as well."""


@dataclass(frozen=True, slots=True)
class DrawnText:
    """A text as it was read, and as somebody else has it.

    Args:
        pages: As read.
        reference: The other text, its lines as on the pages.
        planted: How many differences stand between them.
    """

    pages: tuple[TranscribedPage, ...]
    reference: str
    planted: int


def draw_text(pages: int, differences: int, seed: int) -> DrawnText:
    """Draws a text.

    Args:
        pages: How many; each has 40 lines of 13 words.
        differences: How many places of the reference read otherwise, evenly over the pages.
        seed: The same seed draws the same text.
    """
    chance = random.Random(seed)
    vocabulary = [_word(chance) for _ in range(_VOCABULARY)]
    weights = [1 / rank for rank in range(1, _VOCABULARY + 1)]
    made = []
    told: list[list[list[str]]] = []
    for number in range(1, pages + 1):
        words = chance.choices(vocabulary, weights, k=WORDS)
        lines = [_line(words[at : at + WORDS_PER_LINE], chance) for at in range(0, len(words), WORDS_PER_LINE)]
        made.append(_page(number, lines, chance))
        told.append(lines)
    places = [
        (page, line, word) for page in range(pages) for line in range(LINES) for word in range(1, WORDS_PER_LINE - 1, 2)
    ]
    chosen = chance.sample(places, differences)
    for page, line, word in chosen:
        told[page][line][word] = _otherwise(told[page][line][word], chance)
    text = "\n\n".join("\n".join(" ".join(line) for line in page) for page in told)
    return DrawnText(tuple(made), text + "\n", differences)


def _word(chance: random.Random) -> str:
    syllables = chance.choice((1, 2, 2, 3, 3, 4))
    return "".join(chance.choice(_CONSONANTS) + chance.choice(_VOWELS) for _ in range(syllables)) + chance.choice(
        ("", "", "й", "л", "т", "м")
    )


def _line(words: list[str], chance: random.Random) -> list[str]:
    line = [word + "," if chance.random() < 0.08 else word for word in words]
    last = line[-1]
    line[-1] = (
        last.rstrip(",") + "-" if chance.random() < _BROKEN and len(last) > 3 else last + chance.choice(("", "", "."))
    )
    return line


def _otherwise(word: str, chance: random.Random) -> str:
    """Another reading: a letter more or other, a sign more or less."""
    how = chance.random()
    if how < 0.2:
        return word[:-1] if word.endswith(",") else word + ","
    at = chance.randrange(len(word))
    letter = chance.choice(_CONSONANTS + _VOWELS)
    return word[:at] + letter + word[at + (how < 0.7) :]


def _page(number: int, lines: list[list[str]], chance: random.Random) -> TranscribedPage:
    regions = []
    for index, start in enumerate(range(0, len(lines), _PARAGRAPH), 1):
        id_ = f"p{number:04d}_r{index:03d}"
        made = tuple(
            _text_line(f"{id_}_l{place:03d}", line, _TOP + (start + place - 1) * _STEP, start + place - 1, chance)
            for place, line in enumerate(lines[start : start + _PARAGRAPH], 1)
        )
        box = Box.around([line.box for line in made])
        regions.append(TextRegion(id_, RegionKind.PARAGRAPH, box, box.polygon, made, 1))
    return TranscribedPage(number, WIDTH, HEIGHT, PageStatus.RECOGNISED, tuple(regions), 1, "rus")


def _text_line(id_: str, texts: list[str], top: int, place: int, chance: random.Random) -> TextLine:
    letters = sum(len(text) + 1 for text in texts)
    words, at = [], 0
    for index, text in enumerate(texts, 1):
        left = _LEFT + (_RIGHT - _LEFT) * at // letters
        at += len(text)
        right = _LEFT + (_RIGHT - _LEFT) * at // letters
        at += 1
        others = (Alternative(_otherwise(text, chance), 0.4, "own"),) if chance.random() < _DOUBTED else ()
        confidence = round(chance.uniform(0.3, 0.8) if others else chance.uniform(0.85, 1.0), 4)
        box = Box(left, top, right, top + 26)
        words.append(
            Word(f"{id_}_w{index:03d}", text, text, box, confidence, "rus", script_of(text), alternatives=others)
        )
    box = Box(_LEFT, top, _RIGHT, top + 30)
    baseline = ((float(_LEFT), top + 24.0), (float(_RIGHT), top + 24.0))
    third = (Place.TOP, Place.MIDDLE, Place.BOTTOM)[min(2, 3 * place // LINES)]
    return TextLine(id_, box, box.polygon, baseline, tuple(words), 1, third)
