"""The first pass of the cascade: our own recogniser reads every line of a page, and what it is sure of is left to it alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from digitize.errors import EngineError, LimitError
from digitize.model.geometry import Box
from digitize.pipeline.languages import Languages
from digitize.pipeline.painted import FirstLook, Painted, on_page, read_and_paint_over
from digitize.pipeline.painted_rest import heard_of, merged
from digitize.pipeline.prepare import PrepareResult
from digitize.pipeline.read import read_crops_by_own, scripts_asked
from digitize.pipeline.sure_lines import Grounds, sure_lines
from digitize.pipeline.wanted_scripts import in_scripts
from digitize.pipeline.workshop import Tally, Workshop
from digitize.recognize.engine import Heard, Reading


@dataclass(frozen=True, slots=True)
class FirstPass:
    """What our own recogniser has read for certain, and what is left to read.

    Args:
        prepared: The page.
        rest: The page with the crops that are left.
        at: Index of each of these in the page's crops.
        sure: Lines that were read for certain, by the index of their crop.
        painted: How the whole page was painted over; ``None`` where the page's crops are lines.
        answers: What was read of the lines that are left, one reading per crop of the rest; none where the page is read as a whole.
        failed: What kept it from reading the page; ``None`` where nothing did.
    """

    prepared: PrepareResult
    rest: PrepareResult
    at: tuple[int, ...]
    sure: dict[int, Reading] = field(default_factory=dict)
    painted: Painted | None = None
    answers: tuple[Reading, ...] = ()
    failed: str | None = None

    @property
    def lines(self) -> int:
        """How many lines were read for certain."""
        return len(self.painted.lines) if self.painted else len(self.sure)

    def heard(self, readings: Sequence[Reading]) -> Heard:
        """What our own recogniser has read of the lines of another's readings of the rest: of crops in which that saw one line."""
        if self.painted:
            return {
                (crop, number): line
                for crop, reading in enumerate(readings)
                for number, line in heard_of(self.painted, reading).items()
            }
        return heard_in(self.answers, readings)

    def whole(self, readings: Sequence[Reading]) -> tuple[Reading, ...]:
        """Readings of all crops of the page.

        Args:
            readings: Of the rest, one per crop.
        """
        if self.painted and self.painted.lines:
            lines = [line for reading in readings for line in reading.lines]
            return (Reading(merged(self.painted, lines, _regions(self.prepared))),)
        rest = dict(zip(self.at, readings, strict=True))
        return tuple(self.sure.get(n) or rest[n] for n in range(len(self.prepared.crops)))


def heard_in(answers: Sequence[Reading], readings: Sequence[Reading]) -> Heard:
    """What our own recogniser has read of the lines of another's readings of the same crops, those in which that saw one line."""
    return {
        (number, 0): answer.lines[0] if answer.lines else None
        for number, (answer, reading) in enumerate(zip(answers, readings, strict=False))
        if len(reading.lines) == 1
    }


def nothing_first(prepared: PrepareResult, failed: str | None = None) -> FirstPass:
    """A page of which all is left to read.

    Args:
        prepared: The page.
        failed: What kept our own recogniser from reading it; ``None`` where it was not to.
    """
    return FirstPass(prepared, prepared, tuple(range(len(prepared.crops))), failed=failed)


def read_first(prepared: PrepareResult, chosen: Languages, shop: Workshop, tally: Tally, *, alone: bool) -> FirstPass:
    """The lines of a page read by our own recogniser, and those set apart that it is sure of.

    Args:
        prepared: The page.
        chosen: Its languages.
        shop: What the run works with.
        tally: Counts the engine's calls.
        alone: Whether this page has all workers to itself.
    """
    if not prepared.crops or prepared.page.x_height_px is None:
        return nothing_first(prepared)
    lists = tuple(path for _, path in sorted(shop.engine.word_lists(chosen.models).items()))
    grounds = Grounds(
        lists, scripts_asked(shop.settings.languages), chosen.models, chosen.neighbours, bool(chosen.others)
    )
    if prepared.whole_page:
        return _painted_over(prepared, prepared.page.x_height_px, grounds, shop, tally)
    crops = prepared.crops
    read = tuple(
        Reading(tuple(in_scripts(line, grounds.scripts) for line in reading.lines))
        for reading in read_crops_by_own(prepared, shop, tally, alone=alone)
    )
    regions = tuple(crop.region for crop in crops)
    sure = shop.pool.run(shop.settings.page_timeout_s, sure_lines, read, regions, grounds)
    at = tuple(n for n in range(len(crops)) if n not in sure)
    rest = replace(prepared, crops=tuple(crops[n] for n in at))
    return FirstPass(prepared, rest, at, {n: read[n] for n in sure}, None, tuple(read[n] for n in at))


def _painted_over(
    prepared: PrepareResult, x_height_px: float, grounds: Grounds, shop: Workshop, tally: Tally
) -> FirstPass:
    (page,) = prepared.crops
    tally.count("engine_calls")
    job = FirstLook(page, prepared.page.segmented.regions, x_height_px, shop.engines.own_model, grounds)
    try:
        painted = shop.pool.run(shop.settings.page_timeout_s, read_and_paint_over, job)
    except (EngineError, LimitError) as error:  # what the other engine can read of it, it reads
        return nothing_first(prepared, error.message)
    rest = replace(prepared, crops=(painted.rest,) if painted.rest else ())
    return FirstPass(prepared, rest, (0,), painted=painted)


def _regions(prepared: PrepareResult) -> list[Box | None]:
    """Boxes of the layout's regions in pixels of the page's crop; none where one has no lines."""
    (page,) = prepared.crops
    size = round(prepared.page.segmented.width * page.scale), round(prepared.page.segmented.height * page.scale)
    return [
        Box.around_points(on_page(region.box.polygon, page), *size) if region.lines else None
        for region in prepared.page.segmented.regions
    ]
