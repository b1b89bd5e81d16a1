"""Lines into batches: padding, cutting of long lines, and that nothing is lost or mixed up."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from digitize.recognize.line_batches import Piece, batches, pieces_of, stacked


def ink(width: int, *gaps: tuple[int, int]) -> NDArray[np.float32]:
    """A black line with white gaps."""
    line = np.ones((40, width), np.float32)
    for left, right in gaps:
        line[:, left:right] = 0.0
    return line


def test_a_line_of_ordinary_length_is_left_whole() -> None:
    """Whatever gaps it has."""
    assert pieces_of(3, ink(4000, (2500, 2600))) == (Piece(3, 0, 4000, 0, 4000),)


def test_a_long_line_is_cut_in_its_widest_gap() -> None:
    """In the middle of it, on a whole frame; each piece sees a little of the other, and the gap's width is told."""
    pieces = pieces_of(0, ink(6000, (2200, 2220), (3001, 3041), (3500, 3530)))
    assert pieces == (Piece(0, 0, 3116, 0, 3020, 0, 20), Piece(0, 2924, 6000, 3020, 6000, 20, 0))


def test_a_long_line_without_gaps_is_cut_all_the_same() -> None:
    """A rule or a picture taken for a line: memory stays bounded."""
    pieces = pieces_of(0, ink(9000))
    assert [(piece.own0, piece.own1, piece.white0) for piece in pieces] == [
        (0, 4000, 0),
        (4000, 8000, 0),
        (8000, 9000, 0),
    ]


@given(st.lists(st.tuples(st.integers(0, 20_000), st.integers(1, 300)), max_size=40), st.integers(1, 20_000))
def test_pieces_make_up_the_line(gaps: list[tuple[int, int]], width: int) -> None:
    """One after the other, none longer than what the network takes, each cut on a whole frame."""
    pieces = pieces_of(7, ink(width, *((x, x + w) for x, w in gaps)))
    assert [piece.own0 for piece in pieces] == [0, *(piece.own1 for piece in pieces[:-1])]
    assert pieces[-1].own1 == width
    for piece in pieces:
        assert piece.line == 7
        assert 0 < piece.own1 - piece.own0 <= 4000
        assert 0 <= piece.x0 <= piece.own0 < piece.own1 <= piece.x1 <= width
        assert piece.x0 % 2 == 0


@given(st.integers(0, 8999), st.booleans())
def test_every_column_has_a_piece_that_answers_for_it(x: int, is_space: bool) -> None:
    """A letter belongs to one piece; a space to one, or to the two that share its gap."""
    pieces = pieces_of(0, ink(9000, (3000, 3040), (6500, 6520)))
    owners = [piece for piece in pieces if piece.owns(x, is_space=is_space)]
    assert len(owners) == 1 or (is_space and len(owners) == 2)


@given(st.lists(st.integers(1, 3000), max_size=30))
def test_batches_hold_every_piece_once_with_others_of_its_width(widths: list[int]) -> None:
    """Each padded by itself to the next multiple of 64, as many at a time as memory is meant for."""
    pieces = [Piece(number, 0, width, 0, width) for number, width in enumerate(widths)]
    found = list(batches(pieces))
    assert sorted(piece.line for batch in found for piece in batch) == list(range(len(widths)))
    for batch in found:
        assert len({piece.padded_px for piece in batch}) == 1
        assert len(batch) == 1 or len(batch) * batch[0].padded_px <= 4096
        for piece in batch:
            assert piece.padded_px % 64 == 0
            assert 0 <= piece.padded_px - (piece.x1 - piece.x0) < 64


def test_padding_is_paper_on_the_right() -> None:
    """The network's input has the line's ink at the left and nothing beyond."""
    inks = [np.full((40, 70), 0.5, np.float32), np.full((40, 100), 1.0, np.float32)]
    lines = stacked((Piece(1, 20, 100, 20, 100), Piece(0, 0, 70, 0, 70)), inks)
    assert lines.shape == (2, 1, 40, 128)
    assert (lines[0, 0, :, :80] == 1.0).all() and not lines[0, 0, :, 80:].any()
    assert (lines[1, 0, :, :70] == 0.5).all() and not lines[1, 0, :, 70:].any()
