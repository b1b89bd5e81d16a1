"""Kinds of blocks on drawn pages: headings, paragraphs, running heads, page numbers, captions."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import numpy as np
import pytest
from PIL import Image, ImageDraw

from digitize.layout.bands import find_bands
from digitize.layout.barriers import find_barriers
from digitize.layout.ink import find_ink
from digitize.layout.kinds import Piece, Run, confirm_kind, find_kinds
from digitize.layout.lines import Line, find_lines
from digitize.layout.paragraphs import line_weights
from digitize.model.geometry import Box
from digitize.model.transcription import RegionKind
from tests.preprocess.text_pages import INK, PAPER, WORDS, font, noise, x_height

SIZE, LEADING, LEFT, RIGHT = 32, 42, 150, 1_090
H, P, HEAD, FOOT, NUMBER, CAPTION = (
    RegionKind.HEADING,
    RegionKind.PARAGRAPH,
    RegionKind.HEADER,
    RegionKind.FOOTER,
    RegionKind.PAGE_NUMBER,
    RegionKind.CAPTION,
)


@dataclass
class Sheet:
    """A page of one justified column that is drawn from the top; what was drawn is remembered."""

    y: int = 120
    image: Image.Image = field(default_factory=lambda: Image.new("L", (1_240, 1_754), PAPER))
    lines: list[tuple[Box, float, float]] = field(default_factory=list)  # box, middle, height of letters
    rng: random.Random = field(default_factory=lambda: random.Random(1))

    def line(self, text: str, x: int, *, right: int | None = None, size: int = SIZE, stroke: int = 0) -> None:
        """A line at the present height; spread to ``right``."""
        draw = ImageDraw.Draw(self.image)
        words = text.split()
        lengths = [draw.textlength(word, font(size)) for word in words]
        space, start = draw.textlength(" ", font(size)), x
        if right is not None:
            space = (right - x - sum(lengths)) / (len(words) - 1)
        for word, length in zip(words, lengths, strict=True):
            draw.text((x, self.y), word, font=font(size), fill=INK, anchor="ls", stroke_width=stroke)
            x += round(length + space)
        _, top, _, bottom = draw.textbbox((0, self.y), text, font=font(size), anchor="ls")
        tall = x_height(size) * (1.4 if text.isupper() or text.isdigit() else 1.0)
        self.lines.append((Box(start, round(top), round(x - space), round(bottom)), self.y - tall / 2, tall))

    def centred(self, text: str, *, size: int = SIZE, stroke: int = 0, below: int = LEADING) -> None:
        width = ImageDraw.Draw(self.image).textlength(text, font(size))
        self.line(text, (LEFT + RIGHT - round(width)) // 2, size=size, stroke=stroke)
        self.y += below

    def paragraph(self, lines: int, *, indent: int = 45, below: int = LEADING) -> None:
        for i in range(lines):
            x, last = LEFT + (indent if i == 0 else 0), i == lines - 1
            words = self.rng.choices(WORDS, k=3 if last else 7)
            self.line(" ".join(words), x, right=None if last else RIGHT)
            self.y += LEADING
        self.y += below - LEADING

    def pieces(self, pictures: tuple[Box, ...] = ()) -> list[Piece]:
        ink = find_ink(np.asarray(self.image), x_height(SIZE))
        small = tuple(Box(*(int(v / ink.scale) for v in (b.x0, b.y0, b.x1, b.y1))) for b in pictures)
        run = Run(self.reduced(ink.scale), 1, (int(LEFT / ink.scale), int(RIGHT / ink.scale)))
        return list(find_kinds([run], ink, small, bands=find_bands(ink)))

    def reduced(self, scale: float) -> tuple[Line, ...]:
        """The drawn lines as layout hands them on."""
        found = []
        for box, middle, tall in sorted(self.lines, key=lambda line: (line[1], line[0])):
            x0, y0, x1, y1 = (int(v / scale) for v in (box.x0, box.y0, box.x1, box.y1))
            spine = ((float(x0), middle / scale), (float(x1), middle / scale))
            found.append(Line(x0, y0, x1 + 1, y1 + 1, spine, tall / scale))
        return tuple(found)

    def kinds(self) -> list[tuple[RegionKind, int]]:
        """What was found: kind and number of lines."""
        return [(piece.kind, len(piece.lines)) for piece in self.pieces()]


def test_paragraphs_begin_with_an_indent() -> None:
    """Four paragraphs without extra white, each with all its lines."""
    sheet = Sheet()
    for lines in (6, 4, 7, 5):
        sheet.paragraph(lines)
    assert sheet.kinds() == [(P, 6), (P, 4), (P, 7), (P, 5)]


def test_paragraphs_without_indent_are_parted_by_white() -> None:
    """As typists set them."""
    sheet = Sheet()
    for lines in (6, 4, 7):
        sheet.paragraph(lines, indent=0, below=2 * LEADING)
    assert sheet.kinds() == [(P, 6), (P, 4), (P, 7)]


@pytest.mark.parametrize(("size", "stroke"), [(32, 1), (44, 0), (60, 2)])
def test_a_centred_line_of_bold_or_larger_type_is_a_heading(size: int, stroke: int) -> None:
    """Between paragraphs, with little white around."""
    sheet = Sheet()
    sheet.paragraph(6, below=LEADING + 25)
    sheet.centred("Осенний вечер", size=size, stroke=stroke, below=LEADING + 15)
    sheet.paragraph(8)
    assert sheet.kinds() == [(P, 6), (H, 1), (P, 8)]


def test_a_heading_of_two_lines_is_one() -> None:
    """Both lines centred, of one size."""
    sheet = Sheet()
    sheet.paragraph(6, below=LEADING + 50)
    sheet.centred("Осенний вечер на", size=48, stroke=2, below=58)
    sheet.centred("новой станции", size=48, stroke=2, below=90)
    sheet.paragraph(8)
    assert sheet.kinds() == [(P, 6), (H, 2), (P, 8)]


def test_a_title_of_ordinary_type_is_told_by_the_white_around_it() -> None:
    """A typewriter has one size; the same line within a paragraph's reach is no heading."""
    sheet = Sheet()
    sheet.paragraph(6, below=2 * LEADING)
    sheet.centred("Осенний вечер", below=2 * LEADING)
    sheet.paragraph(8)
    assert sheet.kinds() == [(P, 6), (H, 1), (P, 8)]


def test_bold_words_and_short_lines_make_no_heading() -> None:
    """Emphasis within a paragraph, its short last line, an author's name on the right."""
    sheet = Sheet()
    sheet.paragraph(5)
    sheet.y -= 3 * LEADING
    sheet.line("осенний урожай", 400, stroke=1)
    sheet.lines.pop()
    sheet.y += 3 * LEADING
    sheet.line("И. Рабочий", 900)
    sheet.y += 2 * LEADING
    sheet.paragraph(6)
    assert H not in [kind for kind, _ in sheet.kinds()]


@pytest.mark.parametrize("at_foot", [False, True])
@pytest.mark.parametrize("text", ["17", "- 203 -"])
def test_a_number_alone_above_or_below_the_text_is_a_page_number(at_foot: bool, text: str) -> None:
    """In the middle, a blank half line from the text."""
    sheet = Sheet()
    if not at_foot:
        sheet.centred(text, below=round(1.7 * LEADING))
    for _ in range(3):
        sheet.paragraph(6)
    if at_foot:
        sheet.y += round(0.7 * LEADING)
        sheet.centred(text)
    kinds = [kind for kind, _ in sheet.kinds()]
    assert kinds == ([P, P, P, NUMBER] if at_foot else [NUMBER, P, P, P])


def test_a_title_with_a_number_beside_it_is_a_running_head() -> None:
    """Title in the middle, number in the corner: the text will tell which is which."""
    sheet = Sheet()
    sheet.line("17", LEFT)
    sheet.centred("ОСЕННИЙ ВЕЧЕР", below=2 * LEADING)
    for _ in range(3):
        sheet.paragraph(6)
    kinds = [kind for kind, _ in sheet.kinds()]
    assert kinds[-3:] == [P, P, P]
    assert set(kinds[:-3]) == {HEAD}


def test_a_line_above_a_rule_is_a_running_head() -> None:
    """The rule tells, though the text is near."""
    sheet = Sheet()
    sheet.centred("ОСЕННИЙ ВЕЧЕР", below=30)
    ImageDraw.Draw(sheet.image).line((LEFT, sheet.y - 14, RIGHT, sheet.y - 14), fill=INK, width=3)
    sheet.y += 36
    for _ in range(3):
        sheet.paragraph(6)
    assert sheet.kinds() == [(HEAD, 1), (P, 6), (P, 6), (P, 6)]


def test_the_first_and_last_lines_of_the_text_are_text() -> None:
    """No head, no foot: a page that starts and ends within paragraphs."""
    sheet = Sheet()
    sheet.paragraph(9, indent=0)
    for _ in range(2):
        sheet.paragraph(8)
    assert sheet.kinds() == [(P, 9), (P, 8), (P, 8)]


def test_small_lines_below_a_picture_are_its_caption() -> None:
    """Within its width, until the text goes on."""
    sheet = Sheet()
    sheet.paragraph(5, below=LEADING)
    picture = Box(250, sheet.y, 990, sheet.y + 400)
    ImageDraw.Draw(sheet.image).rectangle((250, sheet.y, 990, sheet.y + 400), fill=80)
    sheet.y += 440
    sheet.centred("берег реки у новой станции", size=26, below=34)
    sheet.centred("осенний вечер", size=26, below=90)
    sheet.paragraph(8)
    found = sheet.pieces((picture,))
    assert [piece.kind for piece in found if piece.kind is not P] == [CAPTION]
    assert [len(piece.lines) for piece in found if piece.kind is CAPTION] == [2]


def test_every_line_is_in_one_piece_and_in_order() -> None:
    """Nothing is lost, doubled or moved, on a page of noise either."""
    ink = find_ink(np.asarray(noise(600, 700)), 9.0)
    lines = sorted(find_lines(ink, find_barriers(ink)), key=lambda line: (line.y0 + line.y1, line.x0))
    runs = [Run(tuple(lines[i::3]), None, (0, 200)) for i in range(3)]
    found = find_kinds(runs, ink, bands=find_bands(ink))
    for number, run in enumerate(runs):
        assert tuple(line for piece in found if piece.run == number for line in piece.lines) == run.lines
    assert find_kinds([], ink) == ()


def test_bold_type_weighs_more_at_any_size() -> None:
    """Half as much again as the same letters in ordinary strokes; size alone hardly matters."""
    sheet = Sheet(y=150)
    for size, stroke in ((32, 0), (32, 2), (64, 0), (64, 4)):
        sheet.line("осенний вечер город", LEFT, size=size, stroke=stroke)
        sheet.y += 150
    ink = find_ink(np.asarray(sheet.image), x_height(SIZE))
    plain, bold, large, large_bold = line_weights(ink, sheet.reduced(ink.scale))
    assert bold > 1.3 * plain
    assert large_bold > 1.3 * large
    assert 0.7 < large / plain < 1.4


@pytest.mark.parametrize(
    ("kind", "text", "confirmed"),
    [
        (NUMBER, "17", NUMBER),
        (NUMBER, "— 203 —", NUMBER),
        (NUMBER, "XIV", NUMBER),
        (NUMBER, "КОПИЯ", P),
        (NUMBER, "1934 г.", P),
        (HEAD, "17", NUMBER),
        (HEAD, "№ 34", HEAD),
        (HEAD, "ОСЕННИЙ ВЕЧЕР", HEAD),
        (FOOT, "- 5 -", NUMBER),
        (FOOT, "Типография", FOOT),
        (H, "— 172 —", NUMBER),
        (H, "IV", H),
        (H, "1934", H),
        (P, "17", P),
        (CAPTION, "3", CAPTION),
    ],
)
def test_the_text_confirms_or_denies_a_page_number(kind: RegionKind, text: str, confirmed: RegionKind) -> None:
    """Figures make a page number of a head or foot; letters make text of what stood like a page number."""
    assert confirm_kind(kind, text) is confirmed
