"""Which way up a page is: script detection proposes, a trial reading decides where the proposal is weak."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from digitize.model.document import Choice
from digitize.model.raster import Raster
from digitize.preprocess.letters import LetterSize
from digitize.preprocess.quick_look import QuickLook, quick_look, write_grey
from digitize.preprocess.straighten import turn
from digitize.preprocess.window import densest_window
from digitize.recognize.engine import CropKind
from digitize.recognize.languages import general_models
from digitize.recognize.outcome import Outcome, outcome
from digitize.recognize.tesseract import Tesseract, read_orientation

_SURE_UPRIGHT = 5.0
_SURE_TURNED = 15.0
"""Tesseract's confidence above which its answer is taken without a trial. On 60 pages of print and typescript every
answer above 5 was right once the page had even light and a known letter size; a wrong turn costs the whole page,
so turning asks for more."""
_WINDOW_PX = 1_400
"""Side of the part that is looked at: some thirty lines of a column, two thousand letters."""
_CLEARLY = 1.3
"""How much better than upright a turned trial must read."""


@dataclass(frozen=True, slots=True)
class Orientation:
    """Which way up a page is.

    Args:
        turn_deg: Clockwise turn that makes it upright.
        script: As script detection names it; ``None`` when it could not tell.
        why: The evidence.
        engine_calls: How often an engine was called to find out.
    """

    turn_deg: int
    script: str | None
    why: str
    engine_calls: int

    @property
    def choice(self) -> Choice:
        return Choice("turn", str(self.turn_deg), self.why)


def find_orientation(decoded: Raster, letters: LetterSize | None) -> Orientation:
    """Looks at a reduced, evenly lit copy of a page.

    Args:
        decoded: The page as its file shows it.
        letters: Size of its letters, if known.
    """
    whole = quick_look(decoded, letters)
    look = replace(whole, raster=densest_window(whole.raster, _WINDOW_PX))
    with tempfile.TemporaryDirectory(prefix="digitize-") as folder:
        image = Path(folder) / "page.pgm"
        write_grey(look.raster, image)
        found = read_orientation(image)
        if found is None:
            return _by_trial(look, Path(folder), None, None, "too little text for script detection")
        rotate, sure, script = int(found["rotate"]), float(found["orientation_conf"]), str(found["script"])
        if sure >= (_SURE_UPRIGHT if rotate == 0 else _SURE_TURNED):
            return Orientation(rotate, script, f"script detection: {script}, confidence {sure:.1f}", 1)
        return _by_trial(look, Path(folder), rotate, script, f"script detection unsure ({sure:.1f})")


def _by_trial(look: QuickLook, folder: Path, proposed: int | None, script: str | None, doubt: str) -> Orientation:
    """Reads the page both ways along its lines and takes the way in which more letters are sure."""
    engine = Tesseract()
    models = general_models(script, engine.installed()) or general_models(None, engine.installed())
    if not models:
        return Orientation(0, script, f"{doubt}; no model to try with, left as it is", 1)
    turns = [0, 180] if look.lines_are_level else [0, 90, 270]
    if proposed is not None and proposed not in turns:
        turns.append(proposed)
    outcomes: dict[int, Outcome] = {}
    for degrees in turns:
        path = folder / f"turned{degrees}.pgm"
        write_grey(turn(look.raster, degrees), path)
        outcomes[degrees] = outcome(engine.read([path], CropKind.PAGE, models[:2], look.dpi))
    best = max(turns, key=lambda degrees: outcomes[degrees].sure_letters)
    if outcomes[best].sure_letters <= _CLEARLY * outcomes[0].sure_letters:
        best = 0
    told = ", ".join(f"{degrees}: {outcomes[degrees].sure_letters:.0f}" for degrees in turns)
    return Orientation(best, script, f"{doubt}; sure letters when read turned by {told}", 1 + len(turns))
