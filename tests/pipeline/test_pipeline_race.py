"""Which toning lines are read best in."""

from __future__ import annotations

import pytest

from digitize.pipeline.race import Race, is_worth_racing, score
from digitize.preprocess.line_tones import Toning
from tests.pipeline.test_pipeline_vote import line


def test_sureness_and_agreement_speak_for_a_toning() -> None:
    """Of two tonings read as surely the one that the other engine bears out."""
    first = [line(("слово", 0.5))]
    agreeing, differing = score([line(("слово", 0.8))], first), score([line(("слава", 0.8))], first)
    assert agreeing == pytest.approx(1.8) and differing == pytest.approx(1.4)
    assert score([line(("слово", 0.9))], first) > agreeing
    assert score([None], first) == 0.0


def test_the_lines_as_they_were_cut_win_unless_clearly_beaten() -> None:
    """A trifle on four lines is chance."""
    assert Race({Toning.AS_CUT: 1.5, Toning.SAUVOLA: 1.505}, 4).winner is Toning.AS_CUT
    race = Race({Toning.AS_CUT: 1.5, Toning.SAUVOLA: 1.6, Toning.SMOOTHED: 1.55}, 4)
    assert race.winner is Toning.SAUVOLA and race.margin == pytest.approx(0.1)
    assert Race({Toning.AS_CUT: 1.5, Toning.NICK: 1.2}, 4).margin == pytest.approx(0.3)


def test_nothing_is_tried_where_nothing_is_to_be_won() -> None:
    """A sample that is read for certain."""
    assert not is_worth_racing([line(("слово", 0.99)), line(("дело", 0.98))])
    assert is_worth_racing([line(("слово", 0.99)), line(("дело", 0.3))])
    assert is_worth_racing([None, line(("дело", 0.99))])
