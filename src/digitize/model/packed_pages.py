"""The pages of a long document, each as a few kilobytes until it is looked at.

The words of a broadsheet page take ten megabytes as objects and a hundred kilobytes packed. What goes through a document
page by page holds one page at a time.
"""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Self, overload

from digitize.model.transcription import TranscribedPage

_KEPT = 2
"""Pages that stay as objects: what spans two pages looks at both, again and again."""
_LEVEL = 1
"""Of compression: it takes a tenth of the time of packing, and higher ones gain little."""


class PackedPage:
    """One page, packed; its number, its status and how many words it has are told without unpacking it.

    Args:
        page: The page.
    """

    __slots__ = ("_data", "number", "status", "words")

    def __init__(self, page: TranscribedPage) -> None:
        self._data = zlib.compress(pickle.dumps(page, pickle.HIGHEST_PROTOCOL), _LEVEL)
        self.number, self.status = page.page_number, page.status
        self.words = sum(1 for _ in page.words)

    def unpacked(self) -> TranscribedPage:
        """The page, made anew each time."""
        page = pickle.loads(zlib.decompress(self._data))
        if not isinstance(page, TranscribedPage):
            raise TypeError("not a page")
        return page

    def is_like(self, other: PackedPage) -> bool:
        """Whether two packed pages are the same page; seldom do they have to be unpacked for that."""
        return self._data == other._data or self.unpacked() == other.unpacked()


class PackedPages(Sequence[TranscribedPage]):
    """Pages that behave like a tuple of pages, and are packed.

    Pages are made of this process's own memory or come from another process of the same run: never from a file.

    Args:
        packed: The pages, in order.
    """

    __slots__ = ("_kept", "_packed")

    def __init__(self, packed: Iterable[PackedPage]) -> None:
        self._packed = tuple(packed)
        self._kept: tuple[tuple[int, TranscribedPage], ...] = ()

    @classmethod
    def of(cls, pages: Iterable[TranscribedPage]) -> Self:
        """Packs pages, one after the other."""
        return cls(map(PackedPage, pages))

    @property
    def numbers(self) -> list[int]:
        """The pages' numbers; no page is unpacked for them."""
        return [packed.number for packed in self._packed]

    def __len__(self) -> int:
        return len(self._packed)

    def __iter__(self) -> Iterator[TranscribedPage]:
        return (packed.unpacked() for packed in self._packed)

    @overload
    def __getitem__(self, index: int) -> TranscribedPage: ...
    @overload
    def __getitem__(self, index: slice) -> PackedPages: ...
    def __getitem__(self, index: int | slice) -> TranscribedPage | PackedPages:
        if isinstance(index, slice):
            return PackedPages(self._packed[index])
        at = range(len(self._packed))[index]
        kept = self._kept
        for place, page in kept:
            if place == at:
                return page
        page = self._packed[at].unpacked()
        self._kept = ((at, page), *kept[: _KEPT - 1])
        return page

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        if len(self) != len(other):
            return False
        if isinstance(other, PackedPages):
            return all(map(PackedPage.is_like, self._packed, other._packed))
        return all(one == page for one, page in zip(self, other, strict=True))

    def __hash__(self) -> int:
        return hash(tuple(self.numbers))

    def __reduce__(self) -> tuple[type[PackedPages], tuple[tuple[PackedPage, ...]]]:
        return type(self), (self._packed,)


def kept_alike(pages: Sequence[TranscribedPage], made: Iterable[TranscribedPage]) -> Sequence[TranscribedPage]:
    """What was made of some pages, packed when they are, else as a tuple.

    Args:
        pages: The pages.
        made: What was made of them, page by page.
    """
    return PackedPages.of(made) if isinstance(pages, PackedPages) else tuple(made)


def numbers_of(pages: Sequence[TranscribedPage]) -> list[int]:
    """The numbers of some pages; packed ones stay packed."""
    return pages.numbers if isinstance(pages, PackedPages) else [page.page_number for page in pages]
