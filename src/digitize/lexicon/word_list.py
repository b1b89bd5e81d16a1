"""The words that a recognition model knows: Tesseract's models bring a list each, as a graph of letters.

The lists are in the models' files, so that a language has one wherever it can be read. Format: Tesseract's
``SquishedDawg`` (src/dict/dawg.h) within its container (src/ccutil/tessdatamanager.h).
"""

from __future__ import annotations

import mmap
import re
import struct
from functools import lru_cache
from pathlib import Path

_WORD_GRAPH, _LETTERS = 19, 21
"""Places in the container: LSTM_SYSTEM_DAWG and LSTM_UNICHARSET."""
_MAGIC = 42
_FLAG_BITS = 3
_LAST, _BACKWARD, _ENDS_WORD = 1, 2, 4
_MOST_LETTERS = 40
"""A longer word is none."""

_MOST_REMEMBERED = 20_000
"""Words of a few pages."""

_PART = re.compile(r"[^\W\d_]+")
_GLUED = re.compile(r"[^\W\d_]\d|\d[^\W\d_]")
_SHORTEST = 3
"""Nearly every sequence of two letters is some abbreviation: such words prove nothing by being listed."""


class WordList:
    """Words of a language, looked up in the model's own file.

    Args:
        letters: Numbers of the letters in the graph.
        graph: The graph's bytes, from its magic number; empty for a list without words.
    """

    def __init__(self, letters: dict[str, int], graph: bytes | memoryview) -> None:
        self._letters = letters
        self._graph = graph
        size, self._edges = struct.unpack_from("<ii", graph, 2) if graph else (0, 0)
        self._flags_at = size.bit_length()
        self._next_at = self._flags_at + _FLAG_BITS
        self._asked: dict[str, bool] = {}

    @property
    def has_words(self) -> bool:
        """Whether it lists any."""
        return bool(self._edges)

    def __contains__(self, word: str) -> bool:
        """Whether the word is listed as it stands, in lower case, or with a capital."""
        if not self._edges or not 0 < len(word) <= _MOST_LETTERS:
            return False
        return any(self._has(form) for form in dict.fromkeys((word, word.lower(), word.capitalize(), word.upper())))

    def knows(self, text: str) -> bool:
        """Whether every part of a word is listed, one of them has three letters, and no digit stands beside a letter."""
        known = self._asked.get(text)
        if known is None:
            parts = _PART.findall(text)
            known = bool(parts) and max(map(len, parts)) >= _SHORTEST and not _GLUED.search(text)
            known = known and all(part in self for part in parts)
            if len(self._asked) < _MOST_REMEMBERED:
                self._asked[text] = known
        return known

    def _has(self, word: str) -> bool:
        node = 0
        for place, letter in enumerate(word):
            edge = self._edge(node, self._letters.get(letter))
            if edge is None:
                return False
            if place == len(word) - 1:
                return bool(edge >> self._flags_at & _ENDS_WORD)
            node = edge >> self._next_at
            if not node:
                return False
        return False

    def _edge(self, node: int, letter: int | None) -> int | None:
        if letter is None:
            return None
        mask = (1 << self._flags_at) - 1
        while node < self._edges:
            (edge,) = struct.unpack_from("<Q", self._graph, 10 + 8 * node)
            flags = edge >> self._flags_at
            if flags & _BACKWARD:
                return None
            if edge & mask == letter:
                return int(edge)
            if flags & _LAST:
                return None
            node += 1
        return None


NO_WORDS = WordList({}, b"")


@lru_cache(maxsize=16)
def read_word_list(model: Path) -> WordList:
    """The list in a model's file (``rus.traineddata``); one without words where there is none.

    A missing list is no error: words are then judged by the engine's confidence alone.
    """
    try:
        with model.open("rb") as stream:
            data = memoryview(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))
        letters, graph = _part(data, _LETTERS), _part(data, _WORD_GRAPH)
        magic, size, edges = struct.unpack_from("<hii", graph)
        if magic != _MAGIC or size < 1 or edges < 1 or len(graph) < 10 + 8 * edges:
            return NO_WORDS
        lines = bytes(letters).decode("utf-8").split("\n")[1:]
    except (OSError, ValueError, struct.error):
        return NO_WORDS
    numbered = {line.split(" ", 1)[0]: number for number, line in enumerate(lines) if line}
    return WordList({sign: number for sign, number in numbered.items() if len(sign) == 1}, graph)


def _part(data: memoryview, index: int) -> memoryview:
    """One entry of the container; it ends where the next one that is there begins.

    Raises:
        ValueError: If it is not there.
    """
    (count,) = struct.unpack_from("<i", data)
    if not index < count < 1000:
        raise ValueError("no such entry")
    offsets = struct.unpack_from(f"<{count}q", data, 4)
    if offsets[index] < 0:
        raise ValueError("no such entry")
    end = min((offset for offset in offsets[index + 1 :] if offset >= 0), default=len(data))
    return data[offsets[index] : end]
