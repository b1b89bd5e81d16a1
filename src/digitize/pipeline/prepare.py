"""The first page step, in a worker: decode, turn, straighten, segment, tone, cut out what is to be read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from digitize.ingest import canonical_image_file, decode_page, page_text_kind
from digitize.layout import SegmentedPage, segment_page
from digitize.model.document import Choice
from digitize.model.geometry import Transform
from digitize.model.page import DecodedPage, DpiOrigin, SourceFile
from digitize.model.profile import Profile
from digitize.pipeline.cutting import cut_out
from digitize.pipeline.orientation import Orientation, find_orientation
from digitize.pipeline.prepared import CropFile, PreparedPage
from digitize.preprocess.crops import reading_scale
from digitize.preprocess.letters import LetterSize, measure_letters
from digitize.preprocess.straighten import straighten, turn
from digitize.preprocess.tone import tone
from digitize.store.files import write_whole

_UNKNOWN_X_HEIGHT_PX = 20.0
"""Assumed where a page has too little text to measure: 10-point text at 300 dpi."""


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
    crops, samples = cut_out(segmented, toned.raster, whole_page, letters, job.scratch)
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
