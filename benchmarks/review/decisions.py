"""Decisions timed one by one, with others made before."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from benchmarks.review.long_document import LongDocument
from digitize.model.decision import Decision, DecisionKind, DecisionPlace
from digitize.model.transcription import Word
from digitize.pipeline.decide import DecisionDesk, Wish, record_decisions
from digitize.pipeline.versions import read_version
from digitize.store.decision_log import FILE, DecisionLog, append_decisions


@dataclass(frozen=True, slots=True)
class TimedDecisions:
    """What decisions took.

    Args:
        before: How many were made before.
        how: ``desk``: one after the other, as the review app does; ``call``: each by itself.
        seconds: Of each, until it is on the disk.
    """

    before: int
    how: str
    seconds: tuple[float, ...]


def time_decisions(document: LongDocument, before: int, times: int, seed: int = 3) -> list[TimedDecisions]:
    """Times decisions on words all over a document.

    Args:
        document: The document; the decisions stay in it.
        before: How many are made before.
        times: How many are timed in each way; a tenth of them by calls.
        seed: Chooses the words.
    """
    words = [word for page in read_version(document.folder, "ocr-1").transcription.pages for word in page.words]
    chosen = random.Random(seed).sample(words, before + 2 * times)
    (document.folder / FILE).unlink(missing_ok=True)
    append_decisions(document.folder, DecisionLog(), [_made(n, word) for n, word in enumerate(chosen[:before], 1)])
    desk = DecisionDesk(document.id, document.settings)
    desk.log(), desk.text()  # opened when the review is
    timed = _timed(desk.record, before, chosen[before : before + times])

    def call(seen: int, wishes: Sequence[Wish]) -> object:
        return record_decisions(document.id, seen, wishes, document.settings)

    called = _timed(call, before + times, chosen[before + times :][: max(1, times // 10)])
    return [TimedDecisions(before, "desk", timed), TimedDecisions(before, "call", called)]


def _timed(act: Callable[[int, Sequence[Wish]], object], seen: int, words: Sequence[Word]) -> tuple[float, ...]:
    found = []
    for number, word in enumerate(words, seen):
        wish = Wish(DecisionKind.EDIT, "Anna", "ocr-1", (word.id,), f"{word.text}ъ")
        started = time.perf_counter()
        act(number, [wish])
        found.append(time.perf_counter() - started)
    return tuple(found)


def _made(number: int, word: Word) -> Decision:
    place = DecisionPlace(int(word.id[1:5]), (word.box,))
    about = (number, DecisionKind.EDIT, "Anna", datetime.now(UTC), "ocr-1", (word.id,), word.text, f"{word.text}ъ")
    return Decision(*about, place=place)
