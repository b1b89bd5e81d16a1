"""The file of a version as it lies on the disk: a head, and a line for each page. Found and copied without being read."""

from __future__ import annotations

import mmap
import re
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

_NUMBER = re.compile(rb'\{"page_number":([0-9]{1,9}),')
_END = b"\n]}\n"


class PageLines:
    """The lines of one version; a context manager that closes its file.

    Args:
        path: Its file.

    Raises:
        OSError: If it cannot be read.
        ValueError: If its pages do not stand on lines of their own.
    """

    def __init__(self, path: Path) -> None:
        with path.open("rb") as stream:
            self._data = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        try:
            self._spans = page_spans(self._data)
        except ValueError:
            self._data.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._data.close()

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of its pages, as they stand."""
        return tuple(self._spans)

    def line(self, number: int) -> bytes:
        """A page as JSON, without the comma after it.

        Raises:
            KeyError: If there is none of that number.
        """
        start, length = self._spans[number]
        return self._data[start : start + length]

    def holds(self, number: int, told: bytes) -> bool:
        """Whether some bytes stand on a page's line."""
        start, length = self._spans[number]
        return self._data.find(told, start, start + length) >= 0

    def write_with(self, target: Path, head: bytes, lines: Mapping[int, bytes]) -> None:
        """Writes a version with another head and some other pages.

        Args:
            target: Receives it.
            head: Its first line, with the end of the line.
            lines: Pages as JSON, by number.
        """
        with target.open("wb") as out, memoryview(self._data) as data:
            out.write(head)
            between = b""
            for number, (start, length) in self._spans.items():
                out.write(between)
                out.write(lines[number] if number in lines else data[start : start + length])
                between = b",\n"
            out.write(_END)


def page_spans(data: mmap.mmap) -> dict[int, tuple[int, int]]:
    """Where each page of a version stands in its file: first byte and length.

    Raises:
        ValueError: If pages do not stand on lines of their own.
    """
    found: dict[int, tuple[int, int]] = {}
    at = _line_end(data, 0) + 1
    while data[at : at + 1] == b"{":
        begins = _NUMBER.match(data, at)
        if begins is None:
            raise ValueError("a page does not stand on a line of its own")
        end = _line_end(data, at)
        found[int(begins[1])] = (at, end - at - (data[end - 1 : end] == b","))
        at = end + 1
    if data[at : at + 1] != b"]":
        raise ValueError("no list of pages")
    return found


def _line_end(data: mmap.mmap, start: int) -> int:
    end = data.find(b"\n", start)
    if end < 0:
        raise ValueError("a line without an end")
    return end
