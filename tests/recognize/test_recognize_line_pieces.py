"""Lines into pieces: padding, cutting of long lines, and that nothing is lost or mixed up."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from digitize.recognize.line_pieces import Piece, padded, pieces_of


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


@given(st.integers(1, 3000), st.integers(0, 200))
def test_padding_is_paper_on_the_right(width: int, x0: int) -> None:
    """The network's input has the piece's ink at the left, nothing beyond, and a width that is a multiple of 64."""
    piece = Piece(0, x0, x0 + width, x0, x0 + width)
    line = padded(piece, np.full((40, 3300), 0.5, np.float32))
    assert line.shape[:3] == (1, 1, 40) and line.shape[3] % 64 == 0 and 0 <= line.shape[3] - width < 64
    assert (line[0, 0, :, :width] == 0.5).all() and not line[0, 0, :, width:].any()
