"""Lines drawn for training: the same for the same number, readable, and as the recogniser will meet them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pytest

from digitize.recognize.line_image import HEIGHT_PX
from training.lines import LineMaker, jittered
from training.look.faces import ASIDE, KINDS, Faces
from training.look.setting import set_line
from training.look.wear import printed, typed, with_dirt, with_neighbours, with_shadow

_FONTS = Path("/usr/share/fonts/truetype/dejavu")


@dataclass(frozen=True, slots=True)
class _Line:
    text: str


class _Texts:
    """A few words, drawn by number."""

    words = ("Съезд", "хлѣбъ", "Москва", "Paris", "1938", "œuvre", "g. Müller")

    def draw(self, rng: np.random.Generator) -> _Line:
        return _Line(" ".join(self.words[int(i)] for i in rng.integers(len(self.words), size=4)))


@pytest.fixture(scope="module")
def faces(tmp_path_factory: pytest.TempPathFactory) -> Faces:
    folder = tmp_path_factory.mktemp("fonts")
    (folder / "deb").mkdir()
    for name in ("DejaVuSerif.ttf", "DejaVuSansMono.ttf"):
        (folder / "deb" / name).symlink_to(_FONTS / name)
    return Faces(folder)


def test_a_line_can_be_drawn_again_from_its_number(faces: Faces) -> None:
    """Whoever draws line 7 of seed 3 gets the same pixels and the same truth; another number gives another line."""
    one, same, other = (LineMaker(_Texts(), faces, 3).draw(number) for number in (7, 7, 8))
    assert one.text == same.text
    assert np.array_equal(one.ink, same.ink)
    assert one.ink.shape != other.ink.shape or not np.array_equal(one.ink, other.ink)


def test_lines_are_as_high_as_the_recogniser_wants_and_hold_ink(faces: Faces) -> None:
    """Forty rows, wide enough for their letters, with ink in most columns of text."""
    maker = LineMaker(_Texts(), faces, 1)
    for number in range(40):
        sample = maker.draw(number)
        assert sample.ink.shape[0] == HEIGHT_PX
        assert sample.ink.shape[1] >= 3 * len(sample.text)
        assert (sample.ink.max(axis=0) > 100).mean() > 0.3


def test_clean_letters_stand_in_the_middle_rows(faces: Faces) -> None:
    """Without wear most ink lies between the tops of capitals and the feet of descenders."""
    maker = LineMaker(_Texts(), faces, 5, wear=0.0)
    inks = [maker.draw(number).ink.astype(float) for number in range(20)]
    profile = sum(ink.sum(axis=1) / ink.sum() for ink in inks) / len(inks)
    assert profile[10:32].sum() > 0.9


def test_faces_kept_aside_are_in_no_training_line() -> None:
    """What is said of unseen faces would be false otherwise."""
    seen = {family for families in KINDS.values() for family in families}
    assert seen.isdisjoint(family for families in ASIDE.values() for family in families)


def test_wear_changes_the_ink_and_keeps_it_between_paper_and_black(faces: Faces) -> None:
    """Each kind of wear leaves tones from 0 to 1 and some of the letters."""
    cv2.setNumThreads(1)
    rng = np.random.default_rng(2)
    line = set_line(rng, faces, "serif", "Съезд Советов")
    other = np.ascontiguousarray(line.ink[:, ::-1])
    for worn in (
        printed(rng, line.ink, 1.0),
        typed(rng, line.ink, 1.0),
        with_neighbours(rng, line.ink, other, 55.0),
        with_shadow(rng, line.ink, other),
        with_dirt(rng, line.ink),
    ):
        assert worn.shape == line.ink.shape
        assert float(worn.min()) >= 0.0
        assert float(worn.max()) <= 1.0
        assert float((worn * line.ink).sum()) > 0.2 * float(line.ink.sum())


def test_a_face_without_a_letter_is_not_used_for_it(faces: Faces) -> None:
    """A text that no face can set is refused instead of being set with boxes for letters."""
    with pytest.raises(LookupError, match="no face"):
        set_line(np.random.default_rng(1), faces, "serif", "漢字")


def test_a_jittered_line_keeps_its_height() -> None:
    """Only its letters move."""
    ink = np.zeros((HEIGHT_PX, 200), np.float32)
    ink[12:28, 20:180:8] = 1.0
    moved = jittered(np.random.default_rng(4), ink)
    assert moved.shape[0] == HEIGHT_PX
    assert moved.max() > 0.5
