"""What each lever of the cascade brings: the lines of a page as they are read with it and without."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from digitize.evaluate.ground_truth import TruthPage
from digitize.evaluate.measures import Rate
from digitize.evaluate.report import score_page
from digitize.model.language import model_for
from digitize.model.profile import Profile
from digitize.pipeline.in_worker import identify_file
from digitize.pipeline.own_lines import SecondReading, read_both, read_lines_of
from digitize.pipeline.painted import FirstLook, read_and_paint_over
from digitize.pipeline.painted_rest import heard_of
from digitize.pipeline.prepare import PrepareResult, prepare_page
from digitize.pipeline.prepared import CropFile
from digitize.pipeline.read_first import heard_in
from digitize.pipeline.sure_lines import Grounds, sure_lines
from digitize.pipeline.upright import PrepareJob
from digitize.preprocess.line_tones import Toning
from digitize.recognize.engine import CropKind, Heard, Reading, ReadLine
from digitize.recognize.own import OwnRecogniser, has_learned
from digitize.recognize.own_model import PACKAGED
from digitize.recognize.tesseract import Tesseract

_LIMIT = 1 << 30

FIRST, OWN = "Tesseract alone", "our own alone, lines as cut"
VOTED = "both, voted"
LISTED = "without the dictionary"
RACED = "both, voted, toning raced"
AGAIN = "both, voted, toning raced, doubtful lines read again"
ALL = "our own first, the rest as before"


@dataclass(frozen=True, slots=True)
class Levers:
    """One page.

    Args:
        page: With its truth.
        errors: Line CER of each variant.
        seconds: CPU time of each variant beyond Tesseract's on all of the page.
        tonings: Line CER of our own recogniser by toning, of all lines of the page.
        chosen: The toning that the race has chosen.
    """

    page: TruthPage
    errors: Mapping[str, Rate]
    seconds: Mapping[str, float]
    tonings: Mapping[Toning, Rate]
    chosen: Toning


def is_for_both(page: TruthPage) -> bool:
    """Whether both engines read the page: our own has not learned Fraktur."""
    return page.languages is not None and all(has_learned(model_for(code)) for code in page.languages.split("+"))


def measure_levers(page: TruthPage, scratch: Path) -> Levers:
    """Reads a page with each lever.

    Args:
        page: With its truth and the models to read it with.
        scratch: An empty folder.
    """
    prepared = _prepared(page, scratch)
    models = tuple((page.languages or "").split("+"))
    engine = Tesseract()
    kind = CropKind.LINE if prepared.crops[0].is_line else CropKind.PAGE
    paths = [Path(crop.path) for crop in prepared.crops]
    started = _cpu_s()
    firsts = engine.read(paths, kind, models, prepared.page.reading_dpi(prepared.crops[0].scale))
    whole_s = _cpu_s() - started
    lists = tuple(path for _, path in sorted(engine.word_lists(models).items()))
    places = [(c, n) for c, reading in enumerate(firsts) for n in range(len(reading.lines))]
    errors, seconds = {FIRST: _scored(page, firsts)}, {FIRST: 0.0}
    tonings = {}
    for toning in Toning:
        started = time.process_time()
        read = _all_lines(prepared, firsts, places, toning)
        tonings[toning] = _line_cer(page, [line for line in read if line is not None])
        if toning is Toning.AS_CUT:
            errors[OWN], seconds[OWN] = tonings[toning], time.process_time() - started
    chosen = Toning.AS_CUT
    for name, entrants, again, known in (
        (LISTED, (), (), ()),
        (VOTED, (), (), lists),
        (RACED, None, (), lists),
        (AGAIN, None, None, lists),
    ):
        job = SecondReading(prepared.crops, firsts, PACKAGED, known)
        if entrants is not None:
            job = replace(job, entrants=entrants)
        if again is not None:
            job = replace(job, again=again)
        started = time.process_time()
        both = read_both(job)
        seconds[name] = time.process_time() - started
        errors[name] = _scored(page, both.readings)
        if both.race is not None:
            chosen = both.race.winner
    started = _cpu_s()
    lines = _own_first(prepared, Grounds(lists, None, models, {}), kind)
    seconds[ALL], errors[ALL] = _cpu_s() - started - whole_s, _line_cer(page, lines)
    return Levers(page, errors, seconds, tonings, chosen)


def _prepared(page: TruthPage, scratch: Path) -> PrepareResult:
    source = identify_file(page.image, _LIMIT, page.frame + 1)
    return prepare_page(
        PrepareJob(
            page.image,
            source,
            page.frame,
            _LIMIT,
            Profile.AUTO,
            scratch,
            scratch / "image",
            None,
            None,
            with_script=False,
        )
    )


def _own_first(prepared: PrepareResult, grounds: Grounds, kind: CropKind) -> list[ReadLine]:
    """The lines of a page, in no particular order, as the product reads them."""
    sure, left, heard = _first_pass(prepared, grounds, kind)
    paths = [Path(crop.path) for crop in left]
    dpi = prepared.page.reading_dpi(prepared.crops[0].scale)
    rest = Tesseract().read(paths, kind, grounds.models, dpi) if paths else ()
    both = read_both(SecondReading(left, rest, PACKAGED, grounds.lists, heard=heard(rest)))
    return [*sure, *(line for reading in both.readings for line in reading.lines)]


def _first_pass(
    prepared: PrepareResult, grounds: Grounds, kind: CropKind
) -> tuple[list[ReadLine], tuple[CropFile, ...], Callable[[Sequence[Reading]], Heard]]:
    """The lines that our own recogniser is sure of, the crops that are left, and what it has read of the lines of these."""
    crops, x_height = prepared.crops, prepared.page.x_height_px
    if kind is CropKind.LINE:
        read = OwnRecogniser(PACKAGED).read([Path(crop.path) for crop in crops], kind, (), 0.0)
        sure = sure_lines(read, [crop.region for crop in crops], grounds)
        left = [n for n in range(len(crops)) if n not in sure]
        lines = [line for n in sorted(sure) for line in read[n].lines]
        return lines, tuple(crops[n] for n in left), lambda rest: heard_in([read[n] for n in left], rest)
    if x_height is None:
        return [], crops, lambda _: {}
    look = FirstLook(crops[0], prepared.page.segmented.regions, x_height, PACKAGED, grounds)
    painted = read_and_paint_over(look)
    left_crops = (painted.rest,) if painted.rest else ()
    return (
        list(painted.lines),
        left_crops,
        lambda rest: {(0, number): line for reading in rest for number, line in heard_of(painted, reading).items()},
    )


def _cpu_s() -> float:
    """CPU time of this process and of those that have ended under it."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _all_lines(
    prepared: PrepareResult, firsts: Sequence[Reading], places: Sequence[tuple[int, int]], toning: Toning
) -> list[ReadLine | None]:
    read = read_lines_of(prepared.crops, firsts, places, OwnRecogniser(PACKAGED).model, toning)
    return [read[place] for place in places]


def _scored(page: TruthPage, readings: Sequence[Reading]) -> Rate:
    return _line_cer(page, [line for reading in readings for line in reading.lines])


def _line_cer(page: TruthPage, lines: Sequence[ReadLine]) -> Rate:
    text = "\n".join(" ".join(word.text for word in line.words) for line in lines)
    return score_page(page, text).scores.line_cer
