"""Pages packed: the same pages, a fraction of the memory."""

from __future__ import annotations

import pickle
from collections.abc import Iterator

import pytest

from digitize.model.geometry import Box
from digitize.model.packed_pages import PackedPage, PackedPages, kept_alike, numbers_of
from digitize.model.transcription import (
    PageStatus,
    RegionKind,
    TextLine,
    TextRegion,
    TranscribedPage,
    Word,
)


def _page(number: int, words: int = 3) -> TranscribedPage:
    box = Box(0, 0, 100, 10)
    read = tuple(
        Word.read(f"p{number:04}_r001_l001_w{n:03}", f"слово{n}", Box(n, 0, n + 9, 9), 0.5, "rus")
        for n in range(1, words + 1)
    )
    lines = (TextLine(f"p{number:04}_r001_l001", box, box.polygon, ((0, 9), (99, 9)), read, 1),) if words else ()
    region = TextRegion(f"p{number:04}_r001", RegionKind.PARAGRAPH, box, box.polygon, lines, 1)
    status = PageStatus.RECOGNISED if words else PageStatus.EMPTY
    return TranscribedPage(number, 100, 100, status, (region,), 1, "rus")


def test_packed_pages_are_the_pages() -> None:
    """Packed pages compare, count, iterate, and are looked at like a tuple of the same pages, from either end."""
    pages = tuple(_page(number) for number in (1, 2, 5, 7))
    packed = PackedPages.of(iter(pages))
    assert packed == pages
    assert packed != pages[:3]
    assert tuple(packed) == pages
    assert len(packed) == 4
    assert [packed[at] for at in (3, 0, -1, 1)] == [pages[at] for at in (3, 0, -1, 1)]
    assert packed[1:3] == pages[1:3]
    assert isinstance(packed[1:3], PackedPages)
    with pytest.raises(IndexError):
        packed[4]


def test_numbers_are_told_without_unpacking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Number, status and words of packed pages cost nothing: a document asks for the numbers each time it is made."""
    packed = PackedPages.of((_page(3), _page(4)))
    one, empty = PackedPage(_page(3, 7)), PackedPage(_page(9, 0))
    monkeypatch.setattr(PackedPage, "unpacked", lambda _self: pytest.fail("a page is unpacked"))
    assert numbers_of(packed) == [3, 4]
    assert (one.number, one.words, one.status) == (3, 7, PageStatus.RECOGNISED)
    assert (empty.number, empty.words, empty.status) == (9, 0, PageStatus.EMPTY)


def test_two_pages_that_are_looked_at_in_turn_are_unpacked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever goes to and fro over the edge between two pages does not unpack them each time."""
    packed = PackedPages.of(_page(number) for number in (1, 2, 3))
    calls: list[int] = []
    unpacked = PackedPage.unpacked

    def counted(page: PackedPage) -> TranscribedPage:
        calls.append(page.number)
        return unpacked(page)

    monkeypatch.setattr(PackedPage, "unpacked", counted)
    for at in (0, 1, 0, 1, 1, 2, 1, 2):
        assert packed[at].page_number == at + 1
    assert calls == [1, 2, 3]


def test_packed_pages_go_to_a_worker_packed() -> None:
    """Sent to another process, a document weighs what its packed pages weigh: a tenth of its pages."""
    pages = tuple(_page(number, 400) for number in range(1, 6))
    packed = PackedPages.of(pages)
    sent = pickle.dumps(packed)
    assert pickle.loads(sent) == pages
    assert len(sent) * 4 < len(pickle.dumps(pages))


def test_what_is_made_of_pages_is_kept_as_they_are() -> None:
    """What is made of packed pages page by page is packed one by one; of a tuple of pages it is a tuple."""
    pages = (_page(1), _page(2))
    seen: list[int] = []

    def made() -> Iterator[TranscribedPage]:
        for page in pages:
            seen.append(page.page_number)
            yield page

    assert isinstance(kept_alike(PackedPages.of(pages), made()), PackedPages)
    assert kept_alike(pages, made()) == pages
    assert isinstance(kept_alike(pages, made()), tuple)
    assert seen == [1, 2] * 3
