"""The first page step, in a worker: decode, turn, clean, straighten, segment, tone, cut out what is to be read."""

from __future__ import annotations

from dataclasses import dataclass, replace

from digitize.ingest import page_own_text
from digitize.layout import SegmentedPage, segment_page
from digitize.model.document import Choice
from digitize.model.geometry import Transform
from digitize.model.own_text import OwnText, OwnTextKind
from digitize.model.page import StraightenedPage
from digitize.model.profile import Profile
from digitize.model.raster import Raster
from digitize.model.transcription import RegionKind
from digitize.pipeline.cutting import cut_out
from digitize.pipeline.prepared import CropFile, PreparedPage
from digitize.pipeline.upright import PrepareJob, UprightPage, upright_page
from digitize.preprocess.borders import Borders, find_borders, paint_over
from digitize.preprocess.crops import reading_scale
from digitize.preprocess.stamps import Lifted, lift_stamps
from digitize.preprocess.straighten import mirror, straighten
from digitize.preprocess.tone import tone

_UNKNOWN_X_HEIGHT_PX = 20.0
"""Assumed where a page has too little text to measure: 10-point text at 300 dpi."""


@dataclass(frozen=True, slots=True)
class PrepareResult:
    """What the worker hands back.

    Args:
        page: What is known of the page.
        crops: Regions to read, in reading order.
        samples: Parts of the largest text blocks, for finding out the language; none without text.
        whole_page: Whether the only crop is the whole page.
        engine_calls: How often an engine was called.
        assumed_upright: Whether the reading has yet to confirm that the page stands upright.
    """

    page: PreparedPage
    crops: tuple[CropFile, ...]
    samples: tuple[CropFile, ...]
    whole_page: bool
    engine_calls: int
    assumed_upright: bool = False


def prepare_page(job: PrepareJob) -> PrepareResult:
    """Prepares one page; see the module's heading.

    Raises:
        InputError: If the page cannot be decoded.
    """
    upright = upright_page(job)
    x_height = upright.letters.x_height_px if upright.letters else _UNKNOWN_X_HEIGHT_PX
    size = (upright.raster.width, upright.raster.height)
    straight, borders = _straight(job, upright.raster, x_height, mirrored=upright.orientation.mirrored)
    upright = replace(upright, raster=straight.raster)  # lets go of the page as it was
    segmented = segment_page(straight.raster, x_height)
    strategy = _by_lines(segmented, upright) if job.by_lines else _strategy(segmented, job.profile)
    whole_page = strategy.value == "page" or upright.letters is None
    toned = tone(straight.raster, x_height)
    lifted = _without_stamps(toned.raster, segmented)
    toned = replace(toned, raster=replace(toned.raster, pixels=lifted.pixels))
    # Again: what is cut out is cut out of the toned page.
    upright, straight = replace(upright, raster=toned.raster), replace(straight, raster=toned.raster)
    crops, samples = cut_out(segmented, toned.raster, whole_page, upright.letters, job.scratch)
    own_text = job.known.own_text if job.known else _own_text(job)
    page = PreparedPage(
        *size,
        upright.dpi,
        upright.dpi_origin,
        upright.colour,
        upright.orientation.turn_deg,
        upright.file_to_canonical,
        straight.canonical_to_straight,
        straight.skew_deg,
        upright.letters.x_height_px if upright.letters else None,
        upright.orientation.script,
        segmented,
        upright.image_suffix,
        job.known.choices
        if job.known
        else _choices(upright, borders, straight, segmented, toned.method, lifted.stamps, strategy),
        job.known.warnings if job.known else (*upright.warnings, *_warnings(job, upright, segmented, own_text)),
        own_text,
    )
    found = upright.orientation
    return PrepareResult(page, crops, samples, whole_page, found.engine_calls, found.assumed)


def _straight(
    job: PrepareJob, canonical: Raster, x_height_px: float, *, mirrored: bool
) -> tuple[StraightenedPage, Borders]:
    """The page made level, without what is beside it on the scan; and what that was."""
    borders = find_borders(canonical.pixels, x_height_px)
    beside = borders.with_part(job.half.beyond, canonical.width, canonical.height) if job.half else borders
    page = canonical
    if beside.mask.any():
        page = Raster(paint_over(canonical.pixels, beside), canonical.dpi, canonical.bitonal)
    if not mirrored:
        return straighten(page), borders
    straight = straighten(mirror(page))
    flip = Transform(a=-1.0, c=float(canonical.width))
    return replace(straight, canonical_to_straight=flip.then(straight.canonical_to_straight)), borders


def _choices(
    upright: UprightPage,
    borders: Borders,
    straight: StraightenedPage,
    segmented: SegmentedPage,
    toning: str,
    stamps: int,
    strategy: Choice,
) -> tuple[Choice, ...]:
    """What was decided for a page, in the order of the steps."""
    x_height = upright.letters.x_height_px if upright.letters else None
    count = len(segmented.columns)
    layout = f"{count} columns" if count > 1 else "one column" if count else "no column"
    return (
        *upright.choices,
        *((Choice("borders", "painted over", borders.told),) if borders.found else ()),
        Choice("deskew", f"{straight.skew_deg:.3f}", "sharpest profile of the rows"),
        Choice("layout", layout, segmented.why),
        strategy,
        Choice("toning", toning, "black and white already" if toning == "none" else "evens out the paper"),
        *((Choice("stamps", f"{stamps} taken off", "paler than the type that they lie over"),) if stamps else ()),
        Choice("scale", f"{reading_scale(x_height):.2f}", f"x-height {x_height or _UNKNOWN_X_HEIGHT_PX:.0f} px"),
        Choice("resolution", f"{upright.dpi:.0f} dpi", str(upright.dpi_origin)),
    )


def _strategy(segmented: SegmentedPage, profile: Profile) -> Choice:
    """How a page is read, and why: ``lines`` or ``page``.

    ``lines``: each line is cut out along its course and read by itself, in its column. ``page``: the page is handed
    over whole, and what was passed over is read again; better where pencil, stamps and slanted typing cross the lines
    of a single column (docs/experiments.md).
    """
    several = not segmented.is_one_block
    if profile is Profile.NEWSPAPER:
        return Choice("strategy", "lines", "profile newspaper: line by line in its columns")
    if profile is Profile.TYPESCRIPT:
        return Choice("strategy", "page", "profile typescript: one column, read as a whole")
    told = "" if profile is Profile.AUTO else f"profile {profile}: "
    if several:
        return Choice("strategy", "lines", f"{told}several columns")
    return Choice("strategy", "page", f"{told}a single column")


def _without_stamps(toned: Raster, segmented: SegmentedPage) -> Lifted:
    """The page as it is to be read; the canonical image keeps its stamps."""
    if toned.bitonal:
        return Lifted(toned.pixels, 0)
    stamps = [region.box for region in segmented.regions if region.kind is RegionKind.STAMP]
    lines = [line for region in segmented.regions for line in region.lines]
    return lift_stamps(toned.pixels, stamps, lines)


def _by_lines(segmented: SegmentedPage, upright: UprightPage) -> Choice:
    """The same for a recogniser that reads lines."""
    if upright.letters is None or not _has_lines(segmented):
        return Choice("strategy", "page", "the layout found no lines: the recogniser looks for them by itself")
    return Choice("strategy", "lines", "our own recogniser reads lines")


def _has_lines(segmented: SegmentedPage) -> bool:
    return any(region.lines for region in segmented.regions)


def _own_text(job: PrepareJob) -> OwnText | None:
    return page_own_text(job.path, job.frame) if job.source.media_type == "application/pdf" else None


def _warnings(
    job: PrepareJob, upright: UprightPage, segmented: SegmentedPage, own_text: OwnText | None
) -> tuple[str, ...]:
    found = []
    if upright.letters is None:
        found.append("little or no text found")
    elif job.by_lines and not _has_lines(segmented):
        found.append("the layout found no lines on this page; our own recogniser looked for them by itself")
    if own_text is not None:
        article = "an" if own_text.kind is OwnTextKind.INVISIBLE else "a"
        found.append(f"the page has {article} {own_text.kind} text layer of its own")
    return tuple(found)
