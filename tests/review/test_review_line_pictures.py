"""Pictures of lines: cut when they are wanted, and no more than likely will be."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from digitize.confine import Pool
from digitize.pipeline.review_pictures import cut_lines
from digitize.pipeline.workshop import Workshop
from digitize.review.desk import Desk
from digitize.settings import Settings

FIRST, SECOND, THIRD = (f"p0001_r001_l{number:03d}" for number in (1, 2, 3))


@pytest.fixture
def desk(output: Path, pool: Pool) -> Iterator[Desk]:
    with Workshop(Settings(output=output, jobs=1), pool=pool) as shop:
        yield Desk(shop)


def test_the_first_line_of_a_page_is_cut_alone_and_all_with_the_second(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where places come from all over a book, forty lines are not cut for one; where they come in turn, a page is read twice."""
    asked: list[int] = []

    def counted(file: Any, lines: Any, shop: Any) -> Any:
        asked.append(len(lines))
        return cut_lines(file, lines, shop)

    monkeypatch.setattr("digitize.review.desk.cut_lines", counted)
    for line in (FIRST, FIRST, SECOND, THIRD, FIRST):
        assert desk.line_picture("vestnik", "ocr-1", 1, line).data[8:12] == b"WEBP"
    assert asked == [1, 3]


def test_a_line_looks_the_same_however_it_was_cut(desk: Desk) -> None:
    """Alone or with all lines of its page, the picture is the same."""
    alone = desk.line_picture("vestnik", "ocr-1", 1, FIRST)
    other = Desk(desk.shop)
    other.line_picture("vestnik", "ocr-1", 1, SECOND)
    assert other.line_picture("vestnik", "ocr-1", 1, FIRST) == alone
