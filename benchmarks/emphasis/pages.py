"""Pages with exact truth about emphasis: running text with bold, letterspaced, capital and underlined words in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.pages.prose import TOPICS, Prose
from benchmarks.pages.wear import CLEAN, Wear, book_paper, ground, newsprint, pressed
from benchmarks.samples.drawing import paint_piece
from benchmarks.samples.fonts import FACES, Face, Font, advance_px
from benchmarks.samples.sheet import Piece, Word
from benchmarks.samples.wear import blurred
from digitize.model.geometry import Box
from digitize.model.transcription import Emphasis

_MARGIN_PX, _LEADING = 70, 1.35
_MARKUP = str.maketrans("", "", "{}_|~^#")
_TRACKING_EM = 0.18
_LONGEST_RUN = 4

FACES.setdefault("georgian-bold", Face("DejaVuSerif-Bold.ttf", "fonts-dejavu-core"))
FACES.setdefault("grotesque", Face("DejaVuSans.ttf", "fonts-dejavu-core"))
FACES.setdefault("grotesque-bold", Face("DejaVuSans-Bold.ttf", "fonts-dejavu-core"))
FACES.setdefault("sans-roman", Face("PTS55F.ttf", "fonts-paratype"))
FACES.setdefault("sans-roman-bold", Face("PTS75F.ttf", "fonts-paratype"))
FACES.setdefault("computer-sans", Face("cmunss.ttf", "fonts-cmu"))
FACES.setdefault("computer-sans-bold", Face("cmunsx.ttf", "fonts-cmu"))
FACES.setdefault("typewriter-even-bold", Face("cmuntb.ttf", "fonts-cmu"))
for _name, _files in {
    "times": ("NimbusRoman-Regular", "NimbusRoman-Bold"),
    "helvetica": ("NimbusSans-Regular", "NimbusSans-Bold"),
    "schoolbook": ("C059-Roman", "C059-Bold"),
    "palatino": ("P052-Roman", "P052-Bold"),
    "bookman": ("URWBookman-Light", "URWBookman-Demi"),
    "courier": ("NimbusMonoPS-Regular", "NimbusMonoPS-Bold"),
}.items():
    FACES.setdefault(_name, Face(f"{_files[0]}.otf", "fonts-urw-base35"))
    FACES.setdefault(f"{_name}-bold", Face(f"{_files[1]}.otf", "fonts-urw-base35"))

TUNED = {
    "old": ("old-roman", "old-bold"),
    "modern": ("modern-roman", "modern-bold"),
    "computer-sans": ("computer-sans", "computer-sans-bold"),
}
"""Faces, roman and bold, that constants were looked at on."""
HELD_OUT = {
    "serif": ("serif-roman", "serif-bold"),
    "sans": ("sans-roman", "sans-roman-bold"),
    "georgian": ("georgian", "georgian-bold"),
    "grotesque": ("grotesque", "grotesque-bold"),
    "times": ("times", "times-bold"),
    "helvetica": ("helvetica", "helvetica-bold"),
    "schoolbook": ("schoolbook", "schoolbook-bold"),
    "palatino": ("palatino", "palatino-bold"),
    "bookman": ("bookman", "bookman-bold"),
}
"""Faces that none was looked at on."""
TYPEWRITERS = ("typewriter", "typewriter-even", "typewriter-more", "courier")


@dataclass(frozen=True, slots=True)
class Look:
    """How a page looks.

    Args:
        roman: Face of the text.
        bold: Face of bold words; ``None`` for a typewriter.
        language: Of the text.
        size_px: Size of the type.
        wear: ``clean``, ``worn``, ``blurred``, ``bitonal``, ``low``.
        kinds: Emphasis that occurs.
        words: How many words.
        width: Of the page, in pixels.
    """

    roman: str
    bold: str | None
    language: str = "rus"
    size_px: float = 42.0
    wear: str = "clean"
    kinds: tuple[Emphasis, ...] = (Emphasis.BOLD, Emphasis.LETTERSPACED, Emphasis.CAPITALS)
    words: int = 330
    width: int = 1700


@dataclass(frozen=True, slots=True)
class TrueWord:
    """A word as it was printed."""

    text: str
    box: Box
    emphasis: tuple[Emphasis, ...]


@dataclass(frozen=True, slots=True)
class EmphasisPage:
    """A drawn page: grey pixels, and its lines of words."""

    pixels: NDArray[np.uint8]
    lines: tuple[tuple[TrueWord, ...], ...]


@dataclass(slots=True)
class _Composer:
    """Sets words into lines; keeps the place it has come to."""

    look: Look
    chance: Random
    pieces: list[Piece] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
    lines: list[list[TrueWord]] = field(default_factory=lambda: [[]])
    x: float = float(_MARGIN_PX)
    y: float = float(_MARGIN_PX) + 50.0

    def put(self, text: str, emphasis: tuple[Emphasis, ...]) -> None:
        font = Font(self._face(emphasis), self.look.size_px)
        tracking = _TRACKING_EM * font.size_px if Emphasis.LETTERSPACED in emphasis else 0.0
        shown = text.upper() if Emphasis.CAPITALS in emphasis else text
        width = (
            sum(advance_px(c, font) + tracking for c in shown) if tracking or self._typed else advance_px(shown, font)
        )
        if self.x + width > self.look.width - _MARGIN_PX:
            self.x, self.y = float(_MARGIN_PX), self.y + _LEADING * font.size_px
            self.lines.append([])
        pieces = self._pieces(shown, font, tracking)
        self.pieces += pieces
        box = Word(shown, tuple(pieces)).box
        if Emphasis.UNDERLINED in emphasis:
            top = round(self.y + 0.2 * font.size_px)
            self.rules.append(Box(box.x0, top, box.x1, top + max(2, round(font.size_px / 14))))
        self.lines[-1].append(TrueWord(shown, box, emphasis))
        self.x += width + advance_px(" ", font) * (1.0 if self._typed else self.chance.uniform(0.8, 1.4))

    def _face(self, emphasis: tuple[Emphasis, ...]) -> str:
        return self.look.bold if self.look.bold and Emphasis.BOLD in emphasis else self.look.roman

    @property
    def _typed(self) -> bool:
        return self.look.bold is None

    def _pieces(self, text: str, font: Font, tracking: float) -> list[Piece]:
        if not tracking and not self._typed:
            return [Piece(text, font, self.x, self.y)]
        pieces, x = [], self.x
        for character in text:
            dy = self.chance.gauss(0, 0.02 * font.size_px) if self._typed else 0.0
            force = min(1.0, self.chance.gauss(0.85, 0.12)) if self._typed else 1.0
            pieces.append(Piece(character, font, x, self.y + dy, max(0.5, force)))
            x += advance_px(character, font) + tracking
        return pieces


def draw(look: Look, seed: int) -> EmphasisPage:
    """A page of that look; the same seed gives the same page."""
    chance = Random(f"{look}{seed}")
    composer = _Composer(look, chance)
    prose = Prose(look.language, chance)
    left = look.words
    emphasis: tuple[Emphasis, ...] = ()
    run = 0
    while left > 0:
        for text in prose.pick(chance.choice(TOPICS)).translate(_MARKUP).split():
            if run == 0:
                emphasis = (chance.choice(look.kinds),) if look.kinds and chance.random() < 0.05 else ()
                run = chance.randint(1, _LONGEST_RUN) if emphasis else 0
            composer.put(text, emphasis if sum(map(str.isalpha, text)) > 1 else ())
            run = max(0, run - 1)
            emphasis = emphasis if run else ()
            left -= 1
    height = round(composer.y + 2 * look.size_px) + _MARGIN_PX
    ink = np.zeros((height, look.width), np.uint8)
    for piece in composer.pieces:
        paint_piece(ink, piece)
    for rule in composer.rules:
        ink[rule.y0 : rule.y1, rule.x0 : rule.x1] = 230
    page = EmphasisPage(ink, tuple(tuple(line) for line in composer.lines if line))
    return _scanned(page, look, np.random.default_rng(seed))


def _scanned(page: EmphasisPage, look: Look, rng: np.random.Generator) -> EmphasisPage:
    worn = _WEAR[look.wear](rng)
    shape = (page.pixels.shape[0], page.pixels.shape[1])
    inked = pressed(page.pixels, worn, rng, look.size_px / 35)
    sheet = ground(shape, worn, rng)
    grey = blurred(sheet + inked * (np.float32(worn.ink) - sheet), worn.blur_px)
    grey += worn.noise * rng.standard_normal(shape, dtype=np.float32)
    if worn.threshold is not None:
        grey = np.where(grey < worn.threshold * worn.tone, np.float32(0), np.float32(255))
    pixels = np.clip(np.rint(grey), 0, 255).astype(np.uint8)
    if look.wear != "low":
        return replace(page, pixels=pixels)
    small = cv2.resize(pixels, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    return EmphasisPage(np.asarray(small, dtype=np.uint8), tuple(tuple(map(_halved, line)) for line in page.lines))


def _halved(word: TrueWord) -> TrueWord:
    box = word.box
    return replace(word, box=Box(box.x0 // 2, box.y0 // 2, -(-box.x1 // 2), -(-box.y1 // 2)))


_WEAR: dict[str, Callable[[np.random.Generator], Wear]] = {
    "clean": lambda _: CLEAN,
    "book": book_paper,
    "worn": newsprint,
    "blurred": lambda rng: replace(book_paper(rng), blur_px=1.8),
    "bitonal": lambda rng: replace(newsprint(rng), threshold=0.72, spread=0.08, noise=5.0),
    "low": book_paper,
    "carbon": lambda _: Wear(spread=0.05, rough=0.12, faint=0.3, through=0, blur_px=1.0, noise=3.0, ink=70.0),
}
