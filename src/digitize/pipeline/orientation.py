"""Which way up a page is: script detection proposes, a trial reading decides where the proposal is weak."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from digitize.model.document import Choice
from digitize.model.raster import Raster
from digitize.preprocess.handedness import handedness
from digitize.preprocess.letters import LetterSize, is_bare
from digitize.preprocess.quick_look import QuickLook, lines_are_level, quick_look, write_grey
from digitize.preprocess.straighten import mirror, turn
from digitize.recognize.engine import CropKind
from digitize.recognize.languages import general_models
from digitize.recognize.outcome import Outcome, outcome
from digitize.recognize.tesseract import Tesseract, read_orientation

_SURE_UPRIGHT = 5.0
_SURE_TURNED = 15.0
"""Tesseract's confidence above which its answer is taken without a trial. On 60 pages of print and typescript every
answer above 5 was right once the page had even light and a known letter size; a wrong turn costs the whole page,
so turning asks for more."""
_WINDOWS_PX = (600, 1_400)
"""Sides of the parts that are looked at: twelve lines settle most pages, sixty some more."""
_AGREEING = ((3.0, 1.0), (1.0, 4.0))
"""Confidence, and standard errors by which letters have their stems on the left, that are together enough for a page
with level lines to be upright."""
_LEFT_HANDED = -1.5
"""Below this many standard errors letters may have their stems on the wrong side: the mirrored page is looked at too."""
_TRIAL_PX = 900
"""Side of the part that is read on trial: some twenty-five lines of a column."""
_WELL_READ, _ENOUGH_LETTERS = 0.5, 20
"""Mean confidence, and letters that it rests on, at which a trial settles the matter. On 35 pages it was 0.55 and more
read the right way, 0.45 and less upside down, on the side, or mirrored."""
_WITHOUT_MIRROR = 4
"""Ways of reading a page that is not mirrored. Mirrored ones are tried only where there is something to read."""
_A_WORD, _SURELY_READ = 4, 0.85
"""The same for a page that has a word or two."""
_A_LINE, _CLEARLY = 10.0, 1.3
"""Sure letters that another trial must have, and how much better than upright it must read, where none reads well."""

_Way = tuple[int, bool]
"""Clockwise turn, and whether mirrored after it."""


@dataclass(frozen=True, slots=True)
class Orientation:
    """Which way up a page is.

    Args:
        turn_deg: Clockwise turn that makes it upright.
        script: As script detection names it; ``None`` when it could not tell.
        why: The evidence.
        engine_calls: How often an engine was called to find out.
        mirrored: Whether the turned page shows its letters the wrong way round.
        doubtful: Whether no way of reading it made sense.
        assumed: Whether the reading has yet to confirm it.
    """

    turn_deg: int
    script: str | None
    why: str
    engine_calls: int
    mirrored: bool = False
    doubtful: bool = False
    assumed: bool = False

    @property
    def choices(self) -> tuple[Choice, ...]:
        turned = Choice("turn", str(self.turn_deg), self.why)
        return (turned, Choice("mirror", "read mirrored", self.why)) if self.mirrored else (turned,)


@dataclass(frozen=True, slots=True)
class _Proposal:
    """What script detection says.

    Args:
        way: How to read the page; ``None`` when there was too little text.
        script: ``None`` likewise.
        sure: Its confidence.
        doubt: Why a trial is needed; empty when it is not.
        why: The evidence.
        calls: Of the engine.
    """

    way: _Way | None
    script: str | None
    sure: float
    doubt: str
    why: str
    calls: int


def find_orientation(page: Raster, letters: LetterSize | None) -> Orientation:
    """Looks at a reduced, evenly lit copy of a part of a page.

    Args:
        page: The page as its file shows it, grey, black on white.
        letters: Size of its letters, if known.
    """
    if letters is None and is_bare(page):
        return Orientation(0, None, "too little on it to tell", 0)
    with tempfile.TemporaryDirectory(prefix="digitize-") as folder:
        proposal = _proposal(page, letters, Path(folder))
        if proposal.way is not None and not proposal.doubt:
            return Orientation(proposal.way[0], proposal.script, proposal.why, proposal.calls)
        found = _by_trial(quick_look(page, letters, _TRIAL_PX), Path(folder), proposal)
        # Of a page with a word or two nothing can be said: its warning is that there is little on it.
        return found if letters is not None else replace(found, doubtful=False)


def _proposal(page: Raster, letters: LetterSize | None, folder: Path) -> _Proposal:
    """Script detection on a small part, and on a larger one where that leaves doubt."""
    said = _Proposal(None, None, 0.0, "too little text for script detection", "", 0)
    seen: tuple[int, ...] = ()
    for calls, side_px in enumerate(_WINDOWS_PX, 1):
        look = quick_look(page, letters, side_px)
        if look.raster.pixels.shape == seen:
            break
        seen = look.raster.pixels.shape
        found = _detected(look, folder, calls)
        if found.way is None:
            said = replace(said, calls=calls)
            continue
        said, degrees = found, found.way[0]
        turned = replace(look, raster=turn(look.raster, degrees))
        stems = handedness(turned.raster.pixels, turned.x_height_px)
        if stems is not None and stems < _LEFT_HANDED:
            return _or_mirrored(said, degrees, turned, folder)
        if said.sure >= (_SURE_UPRIGHT if degrees == 0 else _SURE_TURNED):
            return replace(said, doubt="")
        agree = any(said.sure >= least and stems is not None and stems >= clear for least, clear in _AGREEING)
        if degrees == 0 and agree and lines_are_level(turned):
            return replace(said, doubt="", why=f"{said.why}; level lines, stems of letters on their left")
    return said


def _detected(look: QuickLook, folder: Path, calls: int) -> _Proposal:
    image = folder / "look.pgm"
    write_grey(look.raster, image)
    found = read_orientation(image)
    if found is None:
        return _Proposal(None, None, 0.0, "too little text for script detection", "", calls)
    sure, script = float(found["orientation_conf"]), str(found["script"])
    told = f"script detection: {script}, confidence {sure:.1f}"
    return _Proposal((int(found["rotate"]), False), script, sure, f"script detection unsure ({sure:.1f})", told, calls)


def _or_mirrored(said: _Proposal, degrees: int, turned: QuickLook, folder: Path) -> _Proposal:
    """The proposal, or the one for the mirrored page where script detection is surer of that: tried before it counts."""
    flipped = _detected(replace(turned, raster=mirror(turned.raster)), folder, said.calls + 1)
    if flipped.way is not None and flipped.way[0] == 0 and flipped.sure > said.sure:
        doubt = f"{said.why}; mirrored: {flipped.script}, confidence {flipped.sure:.1f}"
        return replace(flipped, way=(degrees, True), doubt=doubt)
    sure = said.sure >= (_SURE_UPRIGHT if degrees == 0 else _SURE_TURNED)
    return replace(said, calls=flipped.calls, doubt="" if sure else said.doubt)


def _by_trial(look: QuickLook, folder: Path, proposal: _Proposal) -> Orientation:
    """Reads the page in one way after the other until it makes sense, the likeliest first."""
    engine, script = Tesseract(), proposal.script
    trials = _trials(proposal, engine.installed(), level=lines_are_level(look))
    if not trials:
        why = f"{proposal.doubt}; no model to try with, left as it is"
        return Orientation(0, script, why, proposal.calls, doubtful=True)
    tried: dict[_Way, Outcome] = {}
    best: _Way | None = None
    calls = proposal.calls
    for way, codes in trials:
        if len(tried) >= _WITHOUT_MIRROR and not any(t.letters >= _ENOUGH_LETTERS for t in tried.values()):
            break
        calls += 1
        image = folder / "trial.pgm"
        write_grey(_seen(look.raster, way), image)
        trial = outcome(engine.read([image], CropKind.PAGE, codes, look.dpi))
        tried[way] = max(trial, tried.get(way, trial), key=lambda outcome: outcome.sure_letters)
        if makes_sense(trial):
            best = way
            break
    told = ", ".join(f"{degrees}{' mirrored' if m else ''}: {o.sure_letters:.0f}" for (degrees, m), o in tried.items())
    why = f"{proposal.doubt}; sure letters when read turned by {told}"
    doubtful = best is None
    if best is None:
        best = max(tried, key=lambda way: tried[way].sure_letters)
        if tried[best].sure_letters <= max(_A_LINE, _CLEARLY * tried[0, False].sure_letters):
            best = (0, False)
    if proposal.way is None or best[1] != proposal.way[1]:  # the script was told of the page's other side
        script = None
    return Orientation(best[0], script, why, calls, mirrored=best[1], doubtful=doubtful)


def _trials(proposal: _Proposal, installed: frozenset[str], *, level: bool) -> list[tuple[_Way, tuple[str, ...]]]:
    """Ways to read a page, each with models: as proposed; along its lines, then across them; mirrored along its lines.

    The script may be mistaken too: the likeliest ways are tried with the models of all others, when nothing makes sense.
    """
    every = general_models(None, installed)
    models = general_models(proposal.script, installed) or every[:2]
    if not models:
        return []
    along, across = ([0, 180], [90, 270]) if level else ([90, 270], [0, 180])
    along.sort(key=lambda degrees: proposal.way is None or degrees != proposal.way[0])
    trials = [(proposal.way, models)] if proposal.way and proposal.way[0] in along else []
    trials += [((degrees, False), models) for degrees in (*along, *across)]
    others = tuple(model for model in every if model not in models)
    trials += [((degrees, False), others) for degrees in along if others]
    trials += [((degrees, True), every[:2]) for degrees in along]
    return list(dict.fromkeys(trials))


def _seen(raster: Raster, way: _Way) -> Raster:
    turned = turn(raster, way[0])
    return mirror(turned) if way[1] else turned


def makes_sense(trial: Outcome) -> bool:
    """Whether what was read is text, and no upside-down page, no noise."""
    if trial.letters >= _ENOUGH_LETTERS:
        return trial.confidence >= _WELL_READ
    return trial.letters >= _A_WORD and trial.confidence >= _SURELY_READ
