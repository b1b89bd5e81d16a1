"""Lines in batches, drawn by processes of their own."""

from __future__ import annotations

import multiprocessing as mp
import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.lines import CACHE, LineMaker

_AREA = 16 * 640
"""Columns of a batch, padding included: 16 lines of usual width. Many small steps learn more in an hour of a processor than few large ones."""
_CHUNK = 24
_GRAIN = 64
"""Lines of a batch have the same width but for this, and batches of a width the same size: few shapes, since each is planned anew."""
_WIDEST = 2048
_LONGEST_WAIT_S = 900.0
"""A drawer that has not drawn a line for so long has died: the run ends with an error instead of waiting for it."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Lines of nearly one width.

    Args:
        ink: Shape (N, 1, 40, W), 0 to 255.
        texts: Their truth.
        widths: Columns of each without padding.
    """

    ink: NDArray[np.uint8]
    texts: tuple[str, ...]
    widths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Lesson:
    """How hard the lines are: short and clean at first, so that the net finds out that lines are read from left to right.

    Args:
        until: Number of the first line that is no longer part of it.
        longest: Characters of a line.
        wear: Degree of wear, 0 to 1.
    """

    until: int
    longest: int
    wear: float


LESSONS = (Lesson(12_000, 12, 0.2), Lesson(30_000, 36, 0.6), Lesson(1 << 60, 110, 1.0))


def lesson_of(number: int) -> Lesson:
    """The lesson that a line belongs to."""
    return next(lesson for lesson in LESSONS if number < lesson.until)


def _draw(seed: int, start: int, worker: int, workers: int, queue: mp.Queue) -> None:
    os.nice(5)
    os.sched_setaffinity(0, range(os.cpu_count() or 1))
    import cv2

    from training.look.faces import Faces
    from training.text import TextSource

    cv2.setNumThreads(1)
    maker = LineMaker(TextSource(), Faces(CACHE / "fonts"), seed)
    number, chunk = start + worker, []
    while True:
        lesson = lesson_of(number)
        maker.wear, maker.longest = lesson.wear, lesson.longest
        sample = maker.draw(number)
        number += workers
        if _is_readable(sample.text, sample.ink.shape[1]):
            chunk.append((sample.ink, sample.text))
        if len(chunk) == _CHUNK:
            queue.put(chunk)
            chunk = []


def _is_readable(text: str, width: int) -> bool:
    """Whether a line has columns enough for its letters, one answer in two columns and one more between equal letters."""
    doubles = sum(a == b for a, b in zip(text, text[1:], strict=False))
    return width <= _WIDEST and len(text) + doubles + 2 <= width // 2


def batches(seed: int, start: int, workers: int) -> Iterator[Batch]:
    """Batches of the lines from number ``start`` on, without end."""
    context = mp.get_context("spawn")
    queue: mp.Queue = context.Queue(maxsize=80)
    for worker in range(workers):
        context.Process(target=_draw, args=(seed, start, worker, workers, queue), daemon=True).start()
    waiting: dict[int, list[tuple[NDArray[np.uint8], str]]] = defaultdict(list)
    while True:
        for ink, text in queue.get(timeout=_LONGEST_WAIT_S):
            width = -(-ink.shape[1] // _GRAIN) * _GRAIN
            waiting[width].append((ink, text))
            if len(waiting[width]) == max(4, _AREA // width):
                yield _batch(waiting.pop(width), width)


def _batch(items: list[tuple[NDArray[np.uint8], str]], width: int) -> Batch:
    ink = np.zeros((len(items), 1, items[0][0].shape[0], width), np.uint8)
    for row, (picture, _) in zip(ink, items, strict=True):
        row[0, :, : picture.shape[1]] = picture
    return Batch(ink, tuple(text for _, text in items), tuple(picture.shape[1] for picture, _ in items))
