"""The first page step, in a worker: decode, turn, straighten, segment, tone, cut out what is to be read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from digitize.ingest import canonical_image_file, decode_page, page_text_kind
from digitize.layout import SegmentedPage, segment_page
from digitize.model.document import Choice
from digitize.model.geometry import Box, Transform
from digitize.model.page import DecodedPage, DpiOrigin, SourceFile
from digitize.model.profile import Profile
from digitize.model.raster import Pixels, Raster
from digitize.model.transcription import RegionKind
from digitize.pipeline.orientation import Orientation, find_orientation
from digitize.pipeline.prepared import CropFile, PreparedPage
from digitize.preprocess.crops import cut, fitting_scale, reading_scale
from digitize.preprocess.letters import LetterSize, measure_letters
from digitize.preprocess.quick_look import write_grey
from digitize.preprocess.straighten import straighten, turn
from digitize.preprocess.tone import tone
from digitize.store.files import write_whole

_UNKNOWN_X_HEIGHT_PX = 20.0
"""Assumed where a page has too little text to measure: 10-point text at 300 dpi."""
_SAMPLES = 3
_SAMPLE_LINES = 36
"""Blocks, and lines of them all, by which languages are found out: some 150 words, 50 of them function words. Several
blocks, since one may be a table, a poem, a list of names."""


@dataclass(frozen=True, slots=True)
class PrepareJob:
    """What the worker is told.

    Args:
        path: The kept original.
        source: The source file.
        frame: Index of the page in it.
        max_pixels: Largest page that is decoded.
        profile: Kind of page expected.
        scratch: Folder for the crops.
        image_stem: Where to write the canonical image, without suffix.
        known: What an earlier run found out; only the pixels are made again.
    """

    path: Path
    source: SourceFile
    frame: int
    max_pixels: int
    profile: Profile
    scratch: Path
    image_stem: Path
    known: PreparedPage | None


@dataclass(frozen=True, slots=True)
class PrepareResult:
    """What the worker hands back.

    Args:
        page: What is known of the page.
        crops: Regions to read, in reading order.
        samples: Parts of the largest text blocks, for finding out the language; none without text.
        whole_page: Whether the only crop is the whole page.
        engine_calls: How often an engine was called.
    """

    page: PreparedPage
    crops: tuple[CropFile, ...]
    samples: tuple[CropFile, ...]
    whole_page: bool
    engine_calls: int


def prepare_page(job: PrepareJob) -> PrepareResult:
    """Prepares one page; see the module's heading.

    Raises:
        InputError: If the page cannot be decoded.
    """
    decoded = decode_page(job.path, job.source, job.frame, max_pixels=job.max_pixels)
    letters = measure_letters(decoded.raster)
    orientation = (
        Orientation(job.known.turn_deg, job.known.script, "known", 0)
        if job.known
        else find_orientation(decoded.raster, letters)
    )
    suffix = _write_canonical(job, decoded, orientation.turn_deg)
    canonical = turn(decoded.raster, orientation.turn_deg)
    straight = straighten(canonical)
    x_height = letters.x_height_px if letters else _UNKNOWN_X_HEIGHT_PX
    segmented = segment_page(straight.raster, x_height)
    whole_page = _reads_whole(segmented, job.profile)
    toned = tone(straight.raster, x_height)
    crops, samples = _cut_out(segmented, toned.raster, whole_page, letters, job.scratch)
    turned = Transform.turn(orientation.turn_deg, decoded.raster.width, decoded.raster.height)
    dpi, dpi_origin = _resolution(decoded, letters)
    choices = (
        orientation.choice,
        Choice("deskew", f"{straight.skew_deg:.3f}", "sharpest profile of the rows"),
        Choice(
            "layout",
            "one block" if whole_page else f"{len(segmented.columns)} columns",
            _layout_why(segmented, job.profile),
        ),
        Choice("toning", toned.method, "black and white already" if toned.method == "none" else "evens out the paper"),
        Choice(
            "scale", f"{reading_scale(letters.x_height_px if letters else None):.2f}", f"x-height {x_height:.0f} px"
        ),
        Choice("resolution", f"{dpi:.0f} dpi", str(dpi_origin)),
    )
    page = PreparedPage(
        canonical.width,
        canonical.height,
        dpi,
        dpi_origin,
        decoded.colour,
        orientation.turn_deg,
        decoded.file_to_decoded.then(turned),
        straight.canonical_to_straight,
        straight.skew_deg,
        letters.x_height_px if letters else None,
        orientation.script,
        segmented,
        suffix,
        job.known.choices if job.known else choices,
        (*decoded.warnings, *_warnings(job, letters)),
    )
    return PrepareResult(page, crops, samples, whole_page, orientation.engine_calls)


def _write_canonical(job: PrepareJob, decoded: DecodedPage, turn_deg: int) -> str | None:
    file = canonical_image_file(job.path, job.source, decoded, turn_deg)
    if file is None:
        return None
    write_whole(job.image_stem.with_name(job.image_stem.name + file.suffix), file.data)
    return file.suffix


def _resolution(decoded: DecodedPage, letters: LetterSize | None) -> tuple[float, DpiOrigin]:
    """The declared resolution; where there is none, the one at which the letters have ordinary size."""
    if decoded.dpi_origin is DpiOrigin.ASSUMED and letters is not None:
        return float(round(min(1200.0, max(72.0, letters.dpi)))), DpiOrigin.ESTIMATED
    return decoded.raster.dpi, decoded.dpi_origin


def _reads_whole(segmented: SegmentedPage, profile: Profile) -> bool:
    return profile in (Profile.TYPESCRIPT, Profile.BOOK) or segmented.is_one_block


def _layout_why(segmented: SegmentedPage, profile: Profile) -> str:
    return segmented.why if profile is Profile.AUTO else f"profile {profile}; {segmented.why}"


def _warnings(job: PrepareJob, letters: LetterSize | None) -> tuple[str, ...]:
    found = []
    if letters is None:
        found.append("little or no text found")
    if job.source.media_type == "application/pdf":
        kind = page_text_kind(job.path, job.frame)
        if kind != "none":
            found.append(f"the page has {'an invisible' if kind == 'invisible' else 'a visible'} text layer of its own")
    return tuple(found)


def _cut_out(
    segmented: SegmentedPage, toned: Raster, whole_page: bool, letters: LetterSize | None, scratch: Path
) -> tuple[tuple[CropFile, ...], tuple[CropFile, ...]]:
    scale = reading_scale(letters.x_height_px if letters else None)
    texts = [(i, r) for i, r in enumerate(segmented.regions) if r.kind is not RegionKind.IMAGE]
    boxes = {i: region.box for i, region in texts}
    if whole_page:
        boxes = {texts[0][0] if texts else 0: Box(0, 0, toned.width, toned.height)}
    crops = []
    for index, box in boxes.items():
        own = () if whole_page else segmented.regions[index].lines
        foreign = () if whole_page else tuple(line for i, r in texts if i != index for line in r.lines)
        fitting = fitting_scale(box, scale)
        pixels = cut(toned.pixels, box, own, foreign, fitting)
        crops.append(_write(pixels, scratch / f"{index:04}.pgm", index, box, fitting))
    largest = sorted((item for item in texts if item[1].lines), key=lambda item: -len(item[1].lines))[:_SAMPLES]
    samples = []
    for index, region in largest:
        middle = len(region.lines) // 2
        reach = max(1, _SAMPLE_LINES // len(largest) // 2)
        lines = region.lines[max(0, middle - reach) : middle + reach]
        box = Box.around(lines)
        fitting = fitting_scale(box, scale)
        pixels = cut(toned.pixels, box, lines, (), fitting)
        samples.append(_write(pixels, scratch / f"sample{index:04}.pgm", index, box, fitting))
    return tuple(crops), tuple(samples)


def _write(pixels: Pixels, path: Path, index: int, box: Box, scale: float) -> CropFile:
    write_grey(Raster(pixels, 300.0), path)
    return CropFile(str(path), index, box.x0, box.y0, scale, int(pixels.size))
