"""Typed pages: stamp, signature, marginal notes, a table of figures, Latin words within Russian lines."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

import numpy as np

from benchmarks.pages.lay import PageLay
from benchmarks.pages.plate import Plate
from benchmarks.pages.prose import Prose
from benchmarks.pages.wear import Wear, lamp
from benchmarks.samples.fonts import Font
from benchmarks.samples.marks import SCRIBBLE, SIGNATURE, handwriting, round_stamp
from benchmarks.samples.sheet import Line, Region, Sheet
from benchmarks.samples.typist import PITCH_PX, Typewriter, typed_lines
from benchmarks.samples.wear import Layer
from digitize.model.geometry import Box

_TYPED = {"«": '"', "»": '"', "“": '"', "”": '"', "„": '"', "—": "-", "–": "-", "’": "'", "(": "/", ")": "/"}
_LEGENDS = ("ПРИОЗЕРНЫЙ КРАЕВЕДЧЕСКИЙ МУЗЕЙ", "УПРАВЛЕНИЕ ОЗЕРНОГО ПАРОХОДСТВА", "ГИДРОЛОГИЧЕСКАЯ ПАРТИЯ № 4")
_TITLES = ("ДОКЛАД", "ОТЧЕТ", "СПРАВКА", "ОПИСЬ")
_TABLE = ("Мука ржаная", "Сахар", "Масло", "Лампы", "Веревка", "Гвозди", "Стекло", "Бумага")


def as_typed(text: str) -> str:
    """Text with the signs that a typewriter has; letterspacing marks are taken out."""
    text = re.sub(r"[{}]", "", re.sub(r"\{([^}]*)\}", lambda m: m[1].replace(" ", ""), text))
    return "".join(_TYPED.get(c, c) for c in text)


@dataclass(slots=True)
class Typist:
    """Types a page from the top.

    Args:
        machine: The typewriter.
        left: Left margin in pixels.
        cells: Length of a line.
        leading: From baseline to baseline, in pixels.
        y: The next baseline.
    """

    machine: Typewriter
    left: int
    cells: int
    leading: float
    y: float
    regions: list[Region] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)

    @property
    def pitch(self) -> float:
        return PITCH_PX * self.machine.scale

    def block(
        self, texts: list[str], kind: str, *, x: float | None = None, column: int | None = 1, spaced: bool = False
    ) -> Region:
        """Lines below each other, as one region."""
        lines: list[Line] = []
        for text in texts:
            line, under = self.machine.line(text, self.left if x is None else x, self.y, spaced)
            lines.append(line)
            self.rules.extend(under)
            self.y += self.leading
        self.regions.append(Region(kind, tuple(lines), column))
        return self.regions[-1]

    def centred(self, text: str, kind: str, spaced: bool = False) -> Region:
        x = self.left + self.pitch * ((self.cells - len(text)) // 2)
        return self.block([text], kind, x=x, spaced=spaced)

    def paragraph(self, text: str) -> Region:
        return self.block(typed_lines(as_typed(text), self.cells, 5), "paragraph")

    def beside(self, region: Region, text: str) -> None:
        """A note in the left margin beside a paragraph; it is read after that."""
        lines: list[Line] = []
        x = self.left - 12.5 * self.pitch
        for number, part in enumerate(typed_lines(text, 10, 0)):
            line, _ = self.machine.line(part, x, region.lines[0].baseline + number * 0.8 * self.leading)
            lines.append(line)
        self.regions.append(Region("paragraph", tuple(lines), None, note="marginal note"))

    def table(self, chance: Random) -> None:
        """Figures under headings, typed cell by cell."""
        rows = ["Предмет          Было   Пришло   Ушло   Есть", "-" * 44]
        for name in chance.sample(_TABLE, chance.randint(4, 7)):
            figures = [chance.randint(3, 4900) for _ in range(2)]
            figures.append(chance.randint(0, sum(figures)))
            rows.append(f"{name:<15}{figures[0]:>6}{figures[1]:>9}{figures[2]:>7}{sum(figures[:2]) - figures[2]:>7}")
        self.block(rows, "table", x=self.left + 6 * self.pitch)


@dataclass(frozen=True, slots=True)
class Manner:
    """What stands on a typed page.

    Args:
        latin: Share of sentences with Latin words.
        marks: Whether there are a stamp and a signature.
        notes: Whether there are notes in the margin.
        table: Whether there is a table.
    """

    latin: float = 0.25
    marks: bool = True
    notes: bool = True
    table: bool = True


def typed_page(name: str, seed: int, manner: Manner) -> Plate:
    """A page of a typed report."""
    chance = Random(f"{name} {seed}")
    dpi = chance.choice((150, 200, 300, 400))
    scale = dpi / 200
    width, height = round(8.27 * dpi), round(11.69 * dpi)
    face = chance.choice(("typewriter", "typewriter", "typewriter-even"))
    machine = Typewriter(seed, scale, face, "№" if face == "typewriter" else "")
    cells = chance.randint(52, 58) if manner.notes else chance.randint(58, 64)
    left = round((1.75 if manner.notes else 1.1) * dpi)
    typist = Typist(machine, left, cells, chance.choice((0.25, 0.25, 0.32)) * dpi, 0.75 * dpi)
    prose = Prose("rus", chance, manner.latin)
    _head(typist, chance, prose)
    last = height - (2.6 if manner.marks else 1.0) * dpi
    number = chance.randint(1, 4)
    table_after = chance.randint(1, 2) if manner.table else -1
    done = 0
    while typist.y < last:
        text = f"{number}. {prose.paragraph(2, 5)}"
        sentences = text.split(". ")
        while typist.y + typist.leading * len(typed_lines(as_typed(text), cells, 5)) > last + typist.leading:
            sentences = sentences[:-1]
            text = ". ".join(sentences) + "."
            if len(sentences) < 2:
                break
        if len(sentences) < 2:
            break
        region = typist.paragraph(text)
        if manner.notes and chance.random() < 0.5:
            typist.beside(region, as_typed(prose.pick("margin")))
        number, done = number + 1, done + 1
        if done == table_after and typist.y + 9 * typist.leading < last:
            typist.y += 0.4 * typist.leading
            typist.table(chance)
            typist.y += 0.4 * typist.leading
    pen = _close(typist, chance, prose, dpi) if manner.marks else None
    column = Box(
        left - 10, round(0.5 * dpi), min(width, round(left + cells * typist.pitch + 10)), height - round(0.5 * dpi)
    )
    sheet = Sheet(width, height, (column,), tuple(typist.regions), tuple(typist.rules))
    return Plate(sheet, _lay(width, height, chance), _carbon(seed), "rus", dpi, scale, pen=pen and pen(width, height))


def _head(typist: Typist, chance: Random, prose: Prose) -> None:
    """Page number, and on some pages a title."""
    typist.centred(f"- {chance.randint(2, 48)} -", "page-number")
    typist.y += 0.5 * typist.leading
    if chance.random() < 0.7:
        typist.block(["К О П И Я"], "paragraph", x=typist.left + typist.pitch * (typist.cells - 12), spaced=True)
        title = chance.choice(_TITLES)
        spaced = chance.random() < 0.5
        typist.centred(" ".join(title) if spaced else title, "heading", spaced)
        typist.centred(as_typed(prose.pick("heads")).lower()[: typist.cells], "heading")
        typist.y += 0.4 * typist.leading


def _close(
    typist: Typist, chance: Random, prose: Prose, dpi: int
) -> Callable[[int, int], Callable[[np.random.Generator], Layer]]:
    """Date, signature with its name, stamp; returns what draws them for a sheet of that size."""
    roman = chance.choice(("I", "II", "IV", "VI", "IX", "XI", "XII"))
    typist.y += 0.4 * typist.leading
    typist.block([f"{chance.randint(1, 28)}.{roman}.19{chance.randint(24, 38)}"], "paragraph")
    y = round(typist.y)
    x = typist.left + round(typist.cells * typist.pitch * 0.45)
    pen = Box(x, y, x + round(2.2 * dpi), y + round(0.75 * dpi))
    typist.y = pen.y1 + 0.1 * dpi
    typist.block([as_typed(prose.pick("name"))], "paragraph", x=float(x))
    beside = max(10, typist.left - round(1.2 * dpi))
    noted = [region.box for region in typist.regions if region.note]
    scribbles = (
        Box(beside, y - round(up * dpi), typist.left - round(0.2 * dpi), y - round((up - 0.4) * dpi))
        for up in (2.6, 3.1, 3.6, 4.1, 4.6, 5.1, 5.6, 6.1)
    )
    scribble = next(box for box in scribbles if not any(box.overlap(other) for other in noted))
    radius = round(0.72 * dpi)
    centre = (typist.left + radius + round(0.3 * dpi), y + round(chance.uniform(-0.3, 0.6) * dpi))
    side = radius + 10
    stamp = Box(centre[0] - side, centre[1] - side, centre[0] + side, centre[1] + side)
    legend = chance.choice(_LEGENDS)
    typist.regions.append(Region("handwriting", (), None, pen, "signature in Latin letters"))
    typist.regions.append(Region("handwriting", (), None, scribble, "mark in the margin"))
    typist.regions.append(Region("stamp", (), None, stamp, f"round stamp: {legend}"))
    turn, seed = chance.uniform(-25, 25), chance.randint(1, 10_000)

    def drawn(width: int, height: int) -> Callable[[np.random.Generator], Layer]:
        def draw(rng: np.random.Generator) -> Layer:
            layer = np.zeros((height, width), np.float32)
            for box, strokes in ((pen, SIGNATURE), (scribble, SCRIBBLE)):
                strength = handwriting(strokes, box.width, box.height, 0.015 * dpi, seed) * np.float32(0.7)
                np.maximum(
                    layer[box.y0 : box.y1, box.x0 : box.x1], strength, out=layer[box.y0 : box.y1, box.x0 : box.x1]
                )
            ring = round_stamp(radius, legend, ("АРХИВ",), Font("sans-bold", radius * 0.15), turn, rng)
            seen = ring[: max(0, height - stamp.y0), : max(0, width - stamp.x0)] * np.float32(0.46)
            place = layer[stamp.y0 : stamp.y0 + seen.shape[0], stamp.x0 : stamp.x0 + seen.shape[1]]
            np.maximum(place, seen, out=place)
            return layer

        return draw

    return drawn


def _lay(width: int, height: int, chance: Random) -> PageLay:
    return PageLay(width, height, round(chance.gauss(0, 0.8), 2))


def _carbon(seed: int) -> Wear:
    """A carbon copy or a first one."""
    rng = np.random.default_rng(seed + 1900)
    copy = rng.uniform() < 0.5
    return Wear(
        tone=float(rng.uniform(196, 226)),
        ink=78.0 if copy else 48.0,
        spread=0.06 if copy else 0.02,
        rough=0.07,
        faint=0.2 if copy else 0.1,
        mottle=2.6,
        tan=18,
        through=6.0,
        folds=(0.5,) if rng.uniform() < 0.4 else (),
        dust=12,
        lamp=lamp(rng, 0.03),
        blur_px=0.75 if copy else 0.6,
        noise=1.8,
        bed=66,
    )


def typescript(seed: int) -> Plate:
    """A page of a typed report with all that stands on such."""
    return typed_page("typescript", seed, Manner())
