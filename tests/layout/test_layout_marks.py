"""Stamps and handwriting on drawn pages; and print, which is never taken for them."""

from __future__ import annotations

import math

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw

from benchmarks.samples.marks import SCRIBBLE, SIGNATURE, handwriting
from digitize.layout.barriers import find_barriers
from digitize.layout.ink import find_ink
from digitize.layout.lines import find_lines
from digitize.layout.marks import Mark, find_marks
from digitize.model.geometry import Box
from digitize.model.transcription import RegionKind
from tests.preprocess.text_pages import INK, PAPER, font, noise, text_page

PAGE = text_page(1_240, 1_754, size_px=32, lines=22, seed=6)
FOOT = PAGE.lines[-1].y1


def marks(image: Image.Image, columns: int = 1, taken: tuple[Box, ...] = ()) -> list[tuple[RegionKind, Box]]:
    """Found marks, in pixels of the page."""
    ink = find_ink(np.asarray(image), PAGE.x_height_px)
    s = ink.scale
    found: tuple[Mark, ...] = find_marks(ink, find_lines(ink, find_barriers(ink)), columns, taken)
    return [
        (m.kind, Box(int(m.box.x0 * s), int(m.box.y0 * s), int(m.box.x1 * s) + 1, int(m.box.y1 * s) + 1)) for m in found
    ]


def with_ink(layer: np.ndarray[tuple[int, ...], np.dtype[np.float32]], x: int, y: int) -> Image.Image:
    pixels = np.asarray(PAGE.image).copy()
    at = (slice(y, y + layer.shape[0]), slice(x, x + layer.shape[1]))
    pixels[at] = np.minimum(pixels[at], (PAPER - (PAPER - INK) * layer).astype(np.uint8))
    return Image.fromarray(pixels)


def likeness(a: Box, b: Box) -> float:
    return a.overlap(b) / (a.area + b.area - a.overlap(b))


def test_a_signature_below_the_text_is_handwriting() -> None:
    """One box around its strokes, and around none of the text."""
    image = with_ink(handwriting(SIGNATURE, 460, 150, 4.0, 1), 500, FOOT + 90)
    ((kind, box),) = marks(image)
    assert kind is RegionKind.HANDWRITING
    assert likeness(box, Box(500, FOOT + 90, 960, FOOT + 240)) > 0.6
    assert box.y0 > FOOT


def test_a_stroke_across_the_text_is_handwriting() -> None:
    """A hasty mark over three lines."""
    image = with_ink(handwriting(SCRIBBLE, 500, 190, 4.0, 2), 400, FOOT - 40)
    found = marks(image)
    assert [kind for kind, _ in found] == [RegionKind.HANDWRITING]
    assert found[0][1].overlap(Box(400, FOOT, 900, FOOT + 150)) > 0


def stamp() -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """Two rings, a number within and letters between, faint in places."""
    image = Image.new("L", (260, 260), 0)
    draw = ImageDraw.Draw(image)
    draw.ellipse((4, 4, 256, 256), outline=255, width=4)
    draw.ellipse((50, 50, 210, 210), outline=255, width=3)
    draw.text((130, 130), "№ 3", font=font(44), fill=255, anchor="mm")
    for i in range(16):
        angle = i * math.pi / 8
        draw.text((130 + 103 * math.cos(angle), 130 + 103 * math.sin(angle)), "Д", font=font(26), fill=255, anchor="mm")
    worn = cv2.GaussianBlur(np.random.default_rng(1).random((260, 260)).astype(np.float32), (0, 0), 8)
    return np.asarray(np.asarray(image, np.float32) / 255 * np.clip((worn - 0.46) * 30, 0.3, 1), np.float32)


@pytest.mark.parametrize("columns", [1, 4])
def test_a_ring_is_a_stamp(columns: int) -> None:
    """Rings are looked for on every page, newspapers too; the legend within belongs to them."""
    image = with_ink(stamp(), 300, FOOT + 80)
    ((kind, box),) = marks(image, columns)
    assert kind is RegionKind.STAMP
    assert likeness(box, Box(300, FOOT + 80, 560, FOOT + 340)) > 0.8


def test_handwriting_is_not_looked_for_between_columns_of_print() -> None:
    """A newspaper's ornaments and script types look like it."""
    image = with_ink(handwriting(SIGNATURE, 460, 150, 4.0, 1), 500, FOOT + 90)
    assert marks(image, columns=4) == []


def test_nothing_is_looked_for_where_a_picture_is() -> None:
    """A pen drawing is a picture, not handwriting."""
    image = with_ink(handwriting(SIGNATURE, 460, 150, 4.0, 1), 500, FOOT + 90)
    assert marks(image, taken=(Box(0, int(FOOT / 2.6), 477, 674),)) == []


@pytest.mark.parametrize("size_px", [20, 32, 60, 110, 200])
@pytest.mark.parametrize("stroke", [0, 3])
def test_type_is_no_mark(size_px: int, stroke: int) -> None:
    """Display type of any size and weight above the text, underlined or not."""
    image = Image.new("L", (1_240, 1_754), PAPER)
    image.paste(PAGE.image.crop((0, 0, 1_240, 1_000)), (0, 700))
    draw = ImageDraw.Draw(image)
    for i in range(max(1, 560 // (2 * size_px))):
        y = 60 + 2 * size_px * i
        draw.text((60, y), "ОСЕННИЙ Вечер 1934", font=font(size_px), fill=INK, stroke_width=stroke)
        draw.line((60, y + round(1.25 * size_px), 900, y + round(1.25 * size_px)), fill=INK, width=3)
    assert marks(image) == []


def test_worn_and_touching_type_is_no_mark() -> None:
    """Letters eaten away, and letters run together."""
    pixels = np.asarray(PAGE.image)
    rng = np.random.default_rng(3)
    worn = np.where(rng.random(pixels.shape) < 0.25, PAPER, pixels).astype(np.uint8)
    thick = np.minimum(np.minimum(pixels, np.roll(pixels, 2, 1)), np.roll(pixels, 2, 0))
    for page in (worn, thick):
        assert marks(Image.fromarray(page)) == []


def test_frames_folds_and_scratches_are_no_marks() -> None:
    """Straight lines, leaning ones too, and rectangles of them."""
    image = PAGE.image.copy()
    draw = ImageDraw.Draw(image)
    draw.line((200, FOOT + 60, 1_000, FOOT + 300), fill=INK, width=3)
    draw.line((0, 600, 1_240, 500), fill=90, width=2)
    draw.polygon([(300, FOOT + 350), (700, FOOT + 362), (696, FOOT + 492), (296, FOOT + 480)], outline=INK, width=4)
    assert marks(image) == []


@pytest.mark.parametrize("image", [noise(500, 400), Image.new("L", (1, 1)), Image.new("L", (3_000, 40), PAPER)])
def test_odd_pages_get_an_answer(image: Image.Image) -> None:
    """Noise, a pixel, a strip: no failure, and boxes inside."""
    for _, box in marks(image):
        assert box.x0 < image.width
        assert box.y0 < image.height
