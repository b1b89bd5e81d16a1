"""Setting words into lines: where lines end, and where their words stand."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from benchmarks.samples.fonts import Font, advance_px
from benchmarks.samples.hyphens import break_points
from benchmarks.samples.markup import THIN, Token
from benchmarks.samples.sheet import Line, Piece, Word

_THIN_EM = 0.14
_TRACKING_EM = 0.2
_DASHES = "-–"


class Align(StrEnum):
    """How a line fills its measure."""

    JUSTIFIED = "justified"
    CENTRED = "centred"
    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Fragment:
    """A part of a word that no line end can divide.

    Args:
        text: Without the hyphen that a line end may add.
        spaced: Whether it is letterspaced (then it is a whole word).
        starts_word: Whether a space stands before it.
        breakable: Whether a line may end after it.
        hyphen: Whether such a line end adds a hyphen.
    """

    text: str
    spaced: bool
    starts_word: bool
    breakable: bool
    hyphen: bool


def fragments(words: list[Token], language: str | None) -> list[Fragment]:
    """Cuts words where a line may end.

    Args:
        words: The words of a paragraph.
        language: ``rus`` or ``fra``; ``None`` to break between words only.
    """
    cut: list[Fragment] = []
    for index, token in enumerate(words):
        breakable = index + 1 == len(words) or not words[index + 1].tied
        points = [] if token.spaced or language is None else break_points(token.text, language)
        hard = {
            i + 1
            for i, c in enumerate(token.text[:-2])
            if c in _DASHES and i > 1 and (token.text[i - 1] + token.text[i + 1]).isalpha()
        }
        ends = [*sorted(set(points) | hard), len(token.text)] if not token.spaced else [len(token.text)]
        start = 0
        for end in ends:
            last = end == len(token.text)
            text = token.text[start:end]
            cut.append(
                Fragment(text, token.spaced, start == 0, breakable if last else True, not last and end not in hard)
            )
            start = end
    return cut


def text_width(text: str, font: Font, spaced: bool = False) -> float:
    """Width of a word or part of one, in pixels."""
    if spaced:
        return sum(advance_px(c, font) for c in text) + _TRACKING_EM * font.size_px * (len(text) - 1)
    parts = text.split(THIN)
    return sum(advance_px(p, font) for p in parts if p) + _THIN_EM * font.size_px * (len(parts) - 1)


def _cost(slack: float, gaps: int, space: float, hyphenated: bool, last: bool) -> float | None:
    """Badness of a line with that much room left over; ``None`` when the words do not fit."""
    if slack < -0.28 * space * gaps - 0.01:
        return None
    if last and slack >= 0:
        return 0.0
    ratio = slack / (space * max(gaps, 0.4))
    return math.pow(abs(ratio) * (1.0 if ratio > 0 else 2.2), 2.5) + (0.35 if hyphenated else 0.0)


def line_ends(cut: list[Fragment], font: Font, measure_px: float, indent_px: float) -> list[int]:
    """Ends (exclusive) of the lines that fill a paragraph best, over all lines together.

    Raises:
        ValueError: If a fragment is wider than the measure.
    """
    space, hyphen = advance_px(" ", font), advance_px("-", font)
    widths = [text_width(f.text, font, f.spaced) for f in cut]
    best: list[tuple[float, int]] = [(0.0, 0)] + [(float("inf"), -1)] * len(cut)
    for end in range(1, len(cut) + 1):
        if not cut[end - 1].breakable:
            continue
        width, gaps = hyphen if cut[end - 1].hyphen else 0.0, 0
        for start in range(end - 1, -1, -1):
            width += widths[start]
            room = measure_px - (indent_px if start == 0 else 0.0)
            cost = _cost(room - width - gaps * space, gaps, space, cut[end - 1].hyphen, end == len(cut))
            if cost is None and width > room:
                break
            if cost is not None and best[start][0] + cost < best[end][0]:
                best[end] = (best[start][0] + cost + 0.01, start)
            gaps += cut[start].starts_word
    if best[-1][1] < 0:
        raise ValueError(f"cannot be set in {measure_px} px: {''.join(f.text for f in cut)!r}")
    ends, at = [], len(cut)
    while at:
        ends.append(at)
        at = best[at][1]
    return ends[::-1]


def _words_of(cut: list[Fragment]) -> list[tuple[str, bool]]:
    words: list[tuple[str, bool]] = []
    for index, fragment in enumerate(cut):
        if fragment.starts_word or index == 0:
            words.append((fragment.text, fragment.spaced))
        else:
            words[-1] = (words[-1][0] + fragment.text, words[-1][1])
    if cut[-1].hyphen:
        words[-1] = (words[-1][0] + "-", words[-1][1])
    return words


def place_word(text: str, font: Font, x: float, baseline: float) -> Word:
    """A word at a place, its thin spaces kept apart."""
    pieces = []
    for part in text.split(THIN):
        if part:
            pieces.append(Piece(part, font, x, baseline))
            x += advance_px(part, font) + _THIN_EM * font.size_px
    return Word(text.replace(THIN, ""), tuple(pieces))


def place_line(words: list[tuple[str, bool]], font: Font, x0: float, measure_px: float, align: Align) -> Line:
    """Places the words of one line, its baseline at 0.

    Args:
        words: Text, and whether it is letterspaced.
        font: In what.
        x0: Left end of the measure.
        measure_px: Its length.
        align: How the line fills it.
    """
    space, tracking = advance_px(" ", font), _TRACKING_EM * font.size_px
    natural = sum(text_width(t, font, s) for t, s in words) + space * (len(words) - 1)
    if align is Align.JUSTIFIED and len(words) > 1:
        space += (measure_px - natural) / (len(words) - 1)
    x = x0 + {Align.CENTRED: (measure_px - natural) / 2, Align.RIGHT: measure_px - natural}.get(align, 0.0)
    placed: list[Word] = []
    groups: list[tuple[int, int]] = []
    for text, spaced in words:
        if spaced:
            start = len(placed)
            for letters in _spaced_letters(text):
                placed.append(Word(letters, (Piece(letters, font, x, 0.0),)))
                x += advance_px(letters, font) + tracking
            groups.append((start, len(placed)))
            x += space - tracking
        else:
            placed.append(place_word(text, font, x, 0.0))
            x += text_width(text, font) + space
    return Line(tuple(placed), 0.0, tuple(groups))


def _spaced_letters(text: str) -> list[str]:
    """Letters one by one, punctuation with the letter before it."""
    letters: list[str] = []
    for character in text:
        if letters and not character.isalnum():
            letters[-1] += character
        else:
            letters.append(character)
    return letters


def set_text(
    words: list[Token],
    font: Font,
    x0: float,
    measure_px: float,
    align: Align,
    language: str | None,
    indent_px: float = 0.0,
) -> list[Line]:
    """Sets a block of text into lines, each with its baseline at 0.

    A centred or flush block is broken between words only; the last line of a justified one keeps its natural spaces.
    """
    justified = align is Align.JUSTIFIED
    cut = fragments(words, language if justified else None)
    lines, start = [], 0
    ends = line_ends(cut, font, measure_px, indent_px)
    for end in ends:
        indent = indent_px if start == 0 else 0.0
        line = _words_of(cut[start:end])
        width = measure_px - indent
        natural = sum(text_width(t, font, s) for t, s in line) + advance_px(" ", font) * (len(line) - 1)
        how = Align.LEFT if justified and end == ends[-1] and natural < width else align
        lines.append(place_line(line, font, x0 + indent, width, how))
        start = end
    return lines
