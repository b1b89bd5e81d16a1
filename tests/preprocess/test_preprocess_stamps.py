"""Rubber stamps over type: what is paler goes, the type stays."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from digitize.model.geometry import Box
from digitize.model.raster import Pixels
from digitize.preprocess.stamps import lift_stamps

STAMP = Box(300, 40, 520, 260)
LINES = [Box(20, y, 700, y + 20) for y in (50, 100, 150, 200)]


def _page(type_tone: int, stamp_tone: int) -> tuple[Pixels, Pixels, Pixels]:
    """A page of type with a stamp over it, its type alone, and where its stamp is."""
    typed = np.full((300, 720), 255, np.uint8)
    for line in LINES:
        for x in range(line.x0, line.x1, 14):
            cv2.rectangle(typed, (x, line.y0), (x + 3, line.y1), type_tone, -1)
    stamp = np.full_like(typed, 255)
    cv2.circle(stamp, (410, 150), 105, stamp_tone, 5)
    cv2.putText(stamp, "STAMP", (350, 160), cv2.FONT_HERSHEY_SIMPLEX, 1.0, stamp_tone, 3)
    return np.minimum(typed, stamp), typed, stamp


def test_a_paler_stamp_is_taken_off_the_type() -> None:
    """Where the stamp lay on paper there is paper, and every stroke of type is as it was."""
    page, typed, _ = _page(60, 170)
    lifted = lift_stamps(page, [STAMP], LINES)
    assert lifted.stamps == 1
    assert np.array_equal(lifted.pixels, typed)


def test_edges_of_type_under_a_stamp_keep_their_order_of_tones() -> None:
    """The pale edge of a stroke becomes no darker than it was, and stays darker than paper."""
    page, _, _ = _page(60, 170)
    page[LINES[0].y0 : LINES[0].y1, 405:407] = 110
    lifted = lift_stamps(page, [STAMP], LINES)
    assert 110 <= lifted.pixels[LINES[0].y0, 405] < 255


@pytest.mark.parametrize("stamp_tone", [30, 60])
def test_a_stamp_as_dark_as_type_stays(stamp_tone: int) -> None:
    """Nothing tells it from the type by its tone."""
    page, _, _ = _page(60, stamp_tone)
    lifted = lift_stamps(page, [STAMP], LINES)
    assert (lifted.stamps, lifted.pixels is page) == (0, True)


def test_without_type_beside_it_nothing_is_done() -> None:
    """A page of a stamp alone tells no tone of type."""
    _, _, stamp = _page(60, 170)
    assert lift_stamps(stamp, [STAMP], []).stamps == 0
    assert lift_stamps(stamp, [STAMP], [Box(305, 100, 500, 120)]).stamps == 0


def test_the_page_that_was_given_is_not_changed() -> None:
    """What is lifted is lifted from a copy; outside the stamp that is the same."""
    page, _, _ = _page(60, 170)
    before = page.copy()
    lifted = lift_stamps(page, [STAMP], LINES)
    assert np.array_equal(page, before)
    assert np.array_equal(lifted.pixels[:, :295], before[:, :295])
