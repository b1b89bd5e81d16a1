"""From a file to an upright page, black on white, and its canonical image: the first half of preparing a page."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from digitize.ingest import canonical_image_file
from digitize.model.document import Choice
from digitize.model.geometry import Transform
from digitize.model.page import Colour, DecodedPage, DpiOrigin, SourceFile
from digitize.model.profile import Profile
from digitize.model.raster import Raster
from digitize.pipeline.first_glance import upright_at_first_glance
from digitize.pipeline.orientation import Orientation, find_orientation
from digitize.pipeline.prepared import PreparedPage
from digitize.pipeline.seen import Seen, black_on_white, decode_frame
from digitize.pipeline.spreads import Half
from digitize.preprocess.letters import LetterSize, measure_letters
from digitize.preprocess.straighten import cropped, turn
from digitize.store.files import write_whole


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
        half: Which half of the frame the page is; ``None`` when it is the whole.
        by_lines: Whether the page is to be cut line by line, whatever its columns and profile: what reads it reads lines.
        with_script: Whether the script is needed.
        seen: What is known of the frame already.
        closely: Whether to make sure of the way up before the page is read.
    """

    path: Path
    source: SourceFile
    frame: int
    max_pixels: int
    profile: Profile
    scratch: Path
    image_stem: Path
    known: PreparedPage | None
    half: Half | None = None
    by_lines: bool = False
    with_script: bool = True
    seen: Seen | None = None
    closely: bool = False


@dataclass(frozen=True, slots=True)
class UprightPage:
    """A page as it is read but for its lean, with what is known of its canonical image.

    Args:
        raster: Grey, black on white, in the frame of the canonical image; mirrored where the scan is.
        letters: Size of its letters, if there are enough to tell.
        orientation: Which way up it was.
        dpi: Of the canonical image.
        dpi_origin: Where ``dpi`` comes from.
        colour: What the source's pixels can hold.
        file_to_canonical: From the file's own frame.
        image_suffix: Suffix of the canonical image file; ``None`` when the source file itself is that image.
        choices: What was decided, and why.
        warnings: What a person should know.
    """

    raster: Raster
    letters: LetterSize | None
    orientation: Orientation
    dpi: float
    dpi_origin: DpiOrigin
    colour: Colour
    file_to_canonical: Transform
    image_suffix: str | None
    choices: tuple[Choice, ...]
    warnings: tuple[str, ...]


def upright_page(job: PrepareJob) -> UprightPage:
    """Decodes a page, finds out which way up it is, and writes its canonical image, which stays as it was scanned.

    Raises:
        InputError: If the page cannot be decoded.
    """
    decoded = decode_frame(job.path, job.source, job.frame, job.max_pixels)
    page, seen = black_on_white(decoded, job.seen)
    polarity, letters = seen.polarity, seen.letters
    orientation = _orientation(job, page, letters)
    suffix, file_to_canonical = write_canonical(job, decoded, orientation.turn_deg)
    page = turn(page, orientation.turn_deg)
    if job.half is not None:
        page = cropped(page, job.half.box)
        letters = measure_letters(page)
    dpi, dpi_origin = _resolution(decoded, letters)
    choices: tuple[Choice, ...] = (job.half.choice,) if job.half else ()
    warnings = decoded.warnings
    if polarity.negative:
        why = f"{polarity.on_dark:.0%} of {polarity.light_letters} light marks stand on dark"
        choices += (Choice("polarity", "read inverted", why),)
        warnings += ("the scan is a negative, white on black; it was read inverted",)
    if orientation.mirrored:
        warnings += ("the scan is mirrored; it was read the right way round, and its columns are counted as they read",)
    if orientation.doubtful:
        warnings += ("however it was turned, hardly anything could be read: another script, or no text",)
    return UprightPage(
        page,
        letters,
        orientation,
        dpi,
        dpi_origin,
        decoded.colour,
        file_to_canonical,
        suffix,
        (*choices, *orientation.choices),
        warnings,
    )


def _orientation(job: PrepareJob, page: Raster, letters: LetterSize | None) -> Orientation:
    if job.known is not None:
        known = job.known
        return Orientation(known.turn_deg, known.script, "known", 0, mirrored=known.canonical_to_straight.mirrors)
    if job.half is not None:
        return Orientation(job.half.spread.turn_deg, job.half.spread.script, job.half.spread.turn_why, 0)
    assumed = None
    if letters is not None and not job.closely:
        assumed = upright_at_first_glance(page, letters, with_script=job.with_script)
    return assumed or find_orientation(page, letters)


def write_canonical(job: PrepareJob, decoded: DecodedPage, turn_deg: int) -> tuple[str | None, Transform]:
    """Writes the canonical image where the source file is not that image itself.

    Args:
        job: As for preparing the page.
        decoded: The frame.
        turn_deg: Clockwise turn that makes it upright.

    Returns:
        The image's suffix, if one was written, and the transform from the file's own frame to the canonical image's.
    """
    turned = Transform.turn(turn_deg, decoded.raster.width, decoded.raster.height)
    transform = decoded.file_to_decoded.then(turned)
    if job.half is not None:
        transform = transform.then(job.half.shift)
    part = job.half.box if job.half else None
    file = canonical_image_file(job.path, job.source, decoded, turn_deg, part)
    if file is None:
        return None, transform
    write_whole(job.image_stem.with_name(job.image_stem.name + file.suffix), file.data)
    return file.suffix, transform


def _resolution(decoded: DecodedPage, letters: LetterSize | None) -> tuple[float, DpiOrigin]:
    """The declared resolution; where there is none, the one at which the letters have ordinary size."""
    if decoded.dpi_origin is DpiOrigin.ASSUMED and letters is not None:
        return float(round(min(1200.0, max(72.0, letters.dpi)))), DpiOrigin.ESTIMATED
    return decoded.raster.dpi, decoded.dpi_origin
