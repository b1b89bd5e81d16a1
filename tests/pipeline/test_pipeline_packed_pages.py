"""Document steps over packed pages: the same result, and no more than a few pages unpacked at a time."""

from __future__ import annotations

import gc
from dataclasses import replace

import pytest

from digitize.model.packed_pages import PackedPages
from digitize.model.transcription import RegionKind, TranscribedPage
from digitize.pipeline.repairs import repaired_pages, with_orthography
from digitize.settings import Settings
from tests.repair.pages import page_of, region_of

_OLD = ("въ этомъ году совѣтъ вынесъ рѣшеніе о томъ что", "онъ былъ не согласенъ съ ними и ушелъ въ го-")
_NEW = ("в этом году совет вынес решение о том что", "он был не согласен с ними и ушёл в го-")


def _pages(lines: tuple[str, ...], count: int) -> tuple[TranscribedPage, ...]:
    """Pages of a paragraph whose last word is broken over the edge to the next, and one of letters apart."""
    text = ("род по делам", *lines)
    made = []
    for number in range(1, count + 1):
        page = page_of(region_of(text * 3), region_of(["С о в е т"], 2, kind=RegionKind.HEADING))
        made.append(_numbered(page, number))
    return tuple(made)


def _numbered(page: TranscribedPage, number: int) -> TranscribedPage:
    regions = tuple(
        replace(
            region,
            id=region.id.replace("p0001", f"p{number:04}"),
            lines=tuple(
                replace(
                    line,
                    id=line.id.replace("p0001", f"p{number:04}"),
                    words=tuple(replace(word, id=word.id.replace("p0001", f"p{number:04}")) for word in line.words),
                )
                for line in region.lines
            ),
        )
        for region in page.regions
    )
    return replace(page, page_number=number, regions=regions)


@pytest.mark.parametrize("lines", [_OLD, _NEW], ids=["old orthography", "today's"])
@pytest.mark.parametrize("modern", [False, True])
def test_packed_pages_are_repaired_alike(lines: tuple[str, ...], modern: bool) -> None:
    """Orthography, rules of repair, hyphens over the edges of pages: of packed pages comes what comes of pages."""
    pages = _pages(lines, 4)
    settings = Settings(modernise=modern)
    told, choices = with_orthography(pages)
    packed, choices_packed = with_orthography(PackedPages.of(pages))
    assert choices_packed == choices
    made, made_packed = repaired_pages(told, settings), repaired_pages(packed, settings)
    assert isinstance(made_packed, PackedPages)
    assert made_packed == made
    assert made != pages
    again = repaired_pages(made_packed, settings)
    assert again == made


def test_a_document_step_holds_few_pages_at_a_time() -> None:
    """However many pages there are, a handful are objects at the same time: memory does not grow with them."""
    pages = PackedPages.of(_pages(_OLD, 40))
    gc.collect()
    before = _pages_alive()
    most = 0
    unpacked = type(pages._packed[0]).unpacked

    def counted(page: object) -> TranscribedPage:
        nonlocal most
        made = unpacked(page)  # type: ignore[arg-type]
        most = max(most, _pages_alive() - before)
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(pages._packed[0]), "unpacked", counted)
        told, _ = with_orthography(pages)
        repaired_pages(told, Settings())
    assert 0 < most < 12


def _pages_alive() -> int:
    return sum(type(each) is TranscribedPage for each in gc.get_objects())
