"""Lines to learn from: text, face, wear, scan, normalisation; each line from its own number, so that any can be drawn again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from digitize.recognize.line_image import HEIGHT_PX, normalise_line
from training.look.faces import Faces
from training.look.scan import scan
from training.look.setting import bend, set_line
from training.look.wear import printed, typed, with_dirt, with_neighbours, with_shadow
from training.respell import respelled
from training.text.alphabet import ALPHABET

CACHE = Path(__file__).parent / ".cache"
_KINDS = ("serif", "typewriter", "grotesque")
_SHARES = (0.62, 0.31, 0.07)
"""Newspapers and books, typescripts, headlines in sans serif."""


class Texts(Protocol):
    """Where the text of lines comes from."""

    def draw(self, rng: np.random.Generator) -> object:
        """A line, with ``text``."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A line to learn from.

    Args:
        ink: Normalised, shape (40, width), 0 to 255.
        text: Its truth.
        kind: Of print.
        pixels: The grey crop before normalisation.
    """

    ink: NDArray[np.uint8]
    text: str
    kind: str
    pixels: NDArray[np.uint8]


class LineMaker:
    """Draws lines.

    Args:
        texts: Where their text comes from.
        faces: What they are set in.
        seed: Of the whole series.
        wear: 1 for all degrees of wear; less for less of it.
    """

    def __init__(self, texts: Texts, faces: Faces, seed: int, wear: float = 1.0) -> None:
        self.texts, self.faces, self.seed, self.wear = texts, faces, seed, wear
        self.longest = 110

    def draw(self, number: int) -> Sample:
        """The line of a number: the same for the same seed and number, whoever asks."""
        rng = np.random.default_rng((self.seed, number))
        while True:
            text = self.texts.draw(rng).text  # type: ignore[attr-defined]
            if len(text) > self.longest:
                text = text[: self.longest].strip() or text
            text = respelled(rng, text, ALPHABET)
            kind = _KINDS[int(np.searchsorted(np.cumsum(_SHARES), rng.random() * 0.999))]
            try:
                return self.set(rng, text, kind)
            except LookupError:
                continue

    def set(self, rng: np.random.Generator, text: str, kind: str) -> Sample:
        """A text as a line of that kind of print.

        Raises:
            LookupError: If no face has its characters, or nothing of it is to be seen.
        """
        line = set_line(rng, self.faces, kind, text, self.wear)
        strength = self.wear * float(rng.beta(1.3, 1.5))
        ink = line.ink
        other = line.ink[:, ::-1] if rng.random() < 0.5 else np.roll(line.ink, int(rng.integers(40, 400)), axis=1)
        if rng.random() < 0.28:
            ink = with_neighbours(rng, ink, np.ascontiguousarray(other), float(rng.uniform(46.0, 74.0)))
        ink = typed(rng, ink, strength) if kind == "typewriter" else printed(rng, ink, strength)
        if rng.random() < 0.12 * self.wear:
            ink = with_shadow(rng, ink, other)
        if rng.random() < 0.35 * self.wear:
            ink = with_dirt(rng, ink)
        if rng.random() < 0.5:
            ink = bend(rng, ink)
        pixels = scan(rng, line, ink, film=kind != "typewriter" and rng.random() < 0.5)
        normal = normalise_line(pixels)
        if normal is None:
            raise LookupError("nothing to be seen")
        image = jittered(rng, normal.ink) if rng.random() < 0.35 else normal.ink
        return Sample(np.asarray(image * 255.0 + 0.5, dtype=np.uint8), text, kind, pixels)


def jittered(rng: np.random.Generator, ink: NDArray[np.float32]) -> NDArray[np.float32]:
    """A normalised line a little off: what a spot or a flourish does to the measuring of its rows."""
    from PIL import Image

    height, width = ink.shape
    scale = float(np.clip(rng.normal(1.0, 0.07), 0.8, 1.2))
    shift = float(rng.normal(0.0, 1.0))
    across = scale * float(rng.normal(1.0, 0.03))
    image = Image.fromarray(np.asarray(ink * 255.0, dtype=np.uint8))
    columns = max(4, round(width * across))
    moved = image.transform(
        (columns, HEIGHT_PX),
        Image.Transform.AFFINE,
        (1.0 / across, 0.0, 0.0, 0.0, 1.0 / scale, height / 2.0 - (height / 2.0 + shift) / scale),
        resample=Image.Resampling.BILINEAR,
    )
    return np.asarray(moved, dtype=np.float32) / np.float32(255.0)
